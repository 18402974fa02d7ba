//! Tasks (タスク): something to be done that stands in the talk, for people and for whoever holds a post. README.md has the page.

pub mod events;
pub mod http;
pub mod jobs;
pub mod model;
pub mod policy;
pub mod service;
pub mod store;

use db::Migration;

/// The tables.
pub const MIGRATIONS: &[Migration] =
    &[Migration { owner: "tasks", number: 1, text: include_str!("../migrations/0001_tasks.sql") }];
