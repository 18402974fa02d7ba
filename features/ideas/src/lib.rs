//! Idea boards (意見出し): a theme stands in the talk, everybody writes ideas, votes, and who asked sorts them. README.md has the page.

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
    Migration { owner: "ideas", number: 1, text: include_str!("../migrations/0001_ideas.sql") },
    Migration { owner: "ideas", number: 2, text: include_str!("../migrations/0002_comments.sql") },
];
