//! Slack: carries a workspace's export in, whole or not at all.
//!
//! The archive is read twice. The first reading checks everything and touches no database; the second carries people,
//! rooms and messages in, day by day, so that memory stays bounded however large the export is. What every thing of
//! Slack's became here is remembered (`slack_item`), so a second run adds only what is new.

pub mod model;
pub mod parse;
pub mod service;
pub mod store;

use db::Migration;

/// The tables.
pub const MIGRATIONS: &[Migration] =
    &[Migration { owner: "slack", number: 1, text: include_str!("../migrations/0001_slack.sql") }];
