//! Files: they come bit by bit, lie under the hash of their contents, and go when nothing needs them any more.
//!
//! Whoever brings a file has it to themselves until a feature takes it ([`service::attach`]); from then on that feature says who reads
//! it, and gives its bytes out ([`http::served`]) at a door of its own.

pub mod http;
pub mod model;
pub mod policy;
pub mod service;
pub mod store;

use db::Migration;

/// The tables.
pub const MIGRATIONS: &[Migration] = &[
    Migration { owner: "files", number: 1, text: include_str!("../migrations/0001_file.sql") },
    Migration { owner: "files", number: 2, text: include_str!("../migrations/0002_places.sql") },
    Migration { owner: "files", number: 3, text: include_str!("../migrations/0003_checks.sql") },
    Migration { owner: "files", number: 4, text: include_str!("../migrations/0004_words.sql") },
];
