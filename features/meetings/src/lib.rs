//! Meetings without paper (ペーパーレス会議): agenda, materials in order, the presenter's page for all, margin notes for oneself. README.md
//! has the page.

pub mod events;
pub mod http;
pub mod model;
pub mod policy;
pub mod service;
pub mod store;

use db::Migration;

/// The tables.
pub const MIGRATIONS: &[Migration] =
    &[Migration { owner: "meetings", number: 1, text: include_str!("../migrations/0001_meetings.sql") }];
