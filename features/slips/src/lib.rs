//! Slips (伝票): small forms that stand in the talk and have a state, as parcels for a section and requests for material. README.md has the page.

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
    &[Migration { owner: "slips", number: 1, text: include_str!("../migrations/0001_slips.sql") }];
