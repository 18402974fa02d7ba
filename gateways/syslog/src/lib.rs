//! The record of acts, sent to log servers as it is written: syslog (RFC 5424) over UDP (RFC 5426), TCP (RFC 6587) or TLS (RFC 5425).
//!
//! Each record goes with its number and hash, so the log server is the other place at which the chain's head is noted (ADR 0016, 0028).

pub mod http;
mod line;
mod message;
pub mod model;
pub mod service;
pub mod store;

use db::Migration;

/// The tables.
pub const MIGRATIONS: &[Migration] =
    &[Migration { owner: "syslog", number: 1, text: include_str!("../migrations/0001_syslog.sql") }];
