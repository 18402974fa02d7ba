//! Questions (質問): messages that wait for an answer, the answers that were given, and the FAQ that comes of them. README.md has the page.

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
    Migration { owner: "questions", number: 1, text: include_str!("../migrations/0001_questions.sql") },
    Migration { owner: "questions", number: 2, text: include_str!("../migrations/0002_calling.sql") },
];
