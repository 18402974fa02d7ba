//! SCIM 2.0 (RFC 7643, RFC 7644): the organisation's own identity management takes people in, changes them and lets them go.
//!
//! A User is a person with an account. What it asks for is done by the use cases of `directory` and `identity`, so the same
//! rules, locks, events and records hold as when an administrator does it. Groups are not offered (ADR 0020).

pub mod dialect;
pub mod filter;
pub mod http;
pub mod model;
pub mod patch;
pub mod schema;
pub mod service;
pub mod store;
pub mod user;

use db::Migration;

/// The tables.
pub const MIGRATIONS: &[Migration] =
    &[Migration { owner: "scim", number: 1, text: include_str!("../migrations/0001_scim.sql") }];
