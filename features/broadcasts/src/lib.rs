//! Broadcasts (一斉連絡): one message to all whom a rule names, with who has read and confirmed it. README.md has the page.

pub mod events;
pub mod http;
pub mod jobs;
pub mod model;
pub mod policy;
pub mod service;
pub mod store;

use db::Migration;

/// The tables.
pub const MIGRATIONS: &[Migration] = &[
    Migration { owner: "broadcasts", number: 1, text: include_str!("../migrations/0001_broadcasts.sql") },
    Migration { owner: "broadcasts", number: 2, text: include_str!("../migrations/0002_ends.sql") },
    Migration { owner: "broadcasts", number: 3, text: include_str!("../migrations/0003_files.sql") },
];
