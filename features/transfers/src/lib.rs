//! Personnel transfers: what will be from a day on, prepared in secret, checked, released, gone live by itself, and taken back.
//! README.md has the page.

pub mod http;
pub mod jobs;
pub mod model;
pub mod policy;
pub mod service;
pub mod store;

use db::Migration;

/// The tables.
pub const MIGRATIONS: &[Migration] =
    &[Migration { owner: "transfers", number: 1, text: include_str!("../migrations/0001_transfers.sql") }];
