//! The record of what administrators do and of every sign-in: written in the transaction of the act, never changed. Each record is
//! chained to the one before it, so that a change shows (ADR 0016).

mod model;
mod service;
mod store;

pub use model::{Entry, Order, Record, Subject, Wanted};
pub use service::{Break, Check, Fault, Head, Numbered, chain, head, record};
pub use store::{STATEMENTS, list};

use db::Migration;

/// The tables.
pub const MIGRATIONS: &[Migration] = &[
    Migration { owner: "audit", number: 1, text: include_str!("../migrations/0001_audit.sql") },
    Migration { owner: "audit", number: 2, text: include_str!("../migrations/0002_names.sql") },
    Migration { owner: "audit", number: 3, text: include_str!("../migrations/0003_chain.sql") },
];
