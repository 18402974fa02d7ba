//! Notes (ノート): pages of a room that several people write at once. README.md has the page.

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
    Migration { owner: "notes", number: 1, text: include_str!("../migrations/0001_notes.sql") },
    Migration { owner: "notes", number: 2, text: include_str!("../migrations/0002_comments.sql") },
    Migration { owner: "notes", number: 3, text: include_str!("../migrations/0003_files.sql") },
];
