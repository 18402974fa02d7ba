//! Phone memos (電話メモ): who called for somebody, and what became of it. README.md has the page.

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
    &[Migration { owner: "phone_memos", number: 1, text: include_str!("../migrations/0001_phone_memos.sql") }];
