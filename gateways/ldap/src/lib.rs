//! LDAP and Active Directory: people follow the organisation's directory, and sign in with their password of there.
//!
//! A directory is read by pages and compared with what was read of each entry last; what differs is done by the use cases of `directory`
//! and `identity`, so the same rules, locks, events and records hold as when an administrator does it (ADR 0023).

pub mod client;
pub mod entry;
pub mod http;
pub mod jobs;
pub mod model;
pub mod plan;
pub mod service;
pub mod store;

use db::Migration;

/// The tables.
pub const MIGRATIONS: &[Migration] =
    &[Migration { owner: "ldap", number: 1, text: include_str!("../migrations/0001_ldap.sql") }];
