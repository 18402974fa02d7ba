//! Action stamps (アクションスタンプ) and schedule polls (日程調整): questions that stand in the talk. README.md has the page.

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
    Migration { owner: "stamps", number: 1, text: include_str!("../migrations/0001_stamps.sql") },
    Migration { owner: "stamps", number: 2, text: include_str!("../migrations/0002_crossing.sql") },
    Migration { owner: "stamps", number: 3, text: include_str!("../migrations/0003_entered.sql") },
];
