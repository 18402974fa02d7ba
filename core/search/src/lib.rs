//! Search: an index of what is said, kept in tables of the same database, and what is looked for in it.
//!
//! The index knows documents and nothing of what they are: whoever has some brings them as a [`Source`]. It finds candidates, which are
//! read again before anybody sees them, in the same snapshot: so nothing is found that is not there any more, or not for the eyes of who
//! asks. Why it is the program's own, and how it is made, is in ADR 0041.

pub mod events;
pub mod model;
pub mod service;
mod store;

pub use model::{Document, GONE, Has, Place, Query, Source, Sources, around, day_number, folded, occurrences, parse};
pub use service::wait;

use db::{Migration, Sql};

/// The tables.
pub const MIGRATIONS: &[Migration] = &[
    Migration { owner: "search", number: 1, text: include_str!("../migrations/0001_search.sql") },
    Migration { owner: "search", number: 2, text: include_str!("../migrations/0002_saved.sql") },
    Migration { owner: "search", number: 3, text: include_str!("../migrations/0003_saved_kinds.sql") },
];

/// Every statement, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[Sql]] = store::STATEMENTS;
