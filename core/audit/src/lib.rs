//! The record of what administrators do and of every sign-in: written in the transaction of the act, never changed.

mod model;
mod store;

pub use model::{Entry, Order, Record, Subject};
pub use store::{STATEMENTS, list, record};

use db::Migration;

/// The tables.
pub const MIGRATIONS: &[Migration] = &[
    Migration { owner: "audit", number: 1, text: include_str!("../migrations/0001_audit.sql") },
    Migration { owner: "audit", number: 2, text: include_str!("../migrations/0002_names.sql") },
];
