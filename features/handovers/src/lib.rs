//! Handover documents (引継書): what somebody who leaves a post leaves to whoever holds it next. README.md has the page.

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
    &[Migration { owner: "handovers", number: 1, text: include_str!("../migrations/0001_handovers.sql") }];
