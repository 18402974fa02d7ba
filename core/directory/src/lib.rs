//! Who is who: organisations, their units in official order, titles with rank, people, and the posts they hold.
//!
//! Person, account and post are three things: a person may hold several posts at a time and in time, and what signs in
//! is an account (see `identity`). Everything belongs to one organisation and is seen by nobody else.

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
    Migration { owner: "directory", number: 1, text: include_str!("../migrations/0001_directory.sql") },
    Migration { owner: "directory", number: 2, text: include_str!("../migrations/0002_handover.sql") },
    Migration { owner: "directory", number: 3, text: include_str!("../migrations/0003_barriers.sql") },
    Migration { owner: "directory", number: 4, text: include_str!("../migrations/0004_grants.sql") },
    Migration { owner: "directory", number: 5, text: include_str!("../migrations/0005_organisations.sql") },
    Migration { owner: "directory", number: 6, text: include_str!("../migrations/0006_leave.sql") },
    Migration { owner: "directory", number: 7, text: include_str!("../migrations/0007_outsiders.sql") },
    Migration { owner: "directory", number: 8, text: include_str!("../migrations/0008_partners.sql") },
    Migration { owner: "directory", number: 9, text: include_str!("../migrations/0009_sponsors.sql") },
    Migration { owner: "directory", number: 10, text: include_str!("../migrations/0010_whereabouts.sql") },
    Migration { owner: "directory", number: 11, text: include_str!("../migrations/0011_rotas.sql") },
    Migration { owner: "directory", number: 12, text: include_str!("../migrations/0012_participation.sql") },
    Migration { owner: "directory", number: 13, text: include_str!("../migrations/0013_floors.sql") },
    Migration { owner: "directory", number: 14, text: include_str!("../migrations/0014_daily_whereabouts.sql") },
];
