//! Who it is: accounts, passwords, sessions, and the record of every sign-in.
//!
//! An account is what signs in; it belongs to a person of the directory, or is shared by several who say by a PIN which of them is using it. A session is one signed-in device; its token is
//! kept only as a hash, and resuming it costs that one hash.

pub mod events;
pub mod http;
pub mod model;
pub mod policy;
pub mod service;
pub mod store;

use db::{Migration, Sql};

/// The tables.
pub const MIGRATIONS: &[Migration] = &[
    Migration { owner: "identity", number: 1, text: include_str!("../migrations/0001_identity.sql") },
    Migration { owner: "identity", number: 2, text: include_str!("../migrations/0002_own_login.sql") },
    Migration { owner: "identity", number: 3, text: include_str!("../migrations/0003_second_factors.sql") },
    Migration { owner: "identity", number: 4, text: include_str!("../migrations/0004_sign_in_rules.sql") },
    Migration { owner: "identity", number: 5, text: include_str!("../migrations/0005_operators.sql") },
    Migration { owner: "identity", number: 6, text: include_str!("../migrations/0006_vouched.sql") },
    Migration { owner: "identity", number: 7, text: include_str!("../migrations/0007_elsewhere.sql") },
    Migration { owner: "identity", number: 8, text: include_str!("../migrations/0008_by_organisation.sql") },
    Migration { owner: "identity", number: 9, text: include_str!("../migrations/0009_passkeys.sql") },
    Migration { owner: "identity", number: 10, text: include_str!("../migrations/0010_bots.sql") },
    Migration { owner: "identity", number: 11, text: include_str!("../migrations/0011_visit_links.sql") },
    Migration { owner: "identity", number: 12, text: include_str!("../migrations/0012_guest_conditions.sql") },
    Migration { owner: "identity", number: 13, text: include_str!("../migrations/0013_administer.sql") },
];

/// Every statement, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[Sql]] = &[
    store::STATEMENTS,
    store::acting::STATEMENTS,
    store::bearers::STATEMENTS,
    store::conditions::STATEMENTS,
    store::factors::STATEMENTS,
    store::operators::STATEMENTS,
    store::participation::STATEMENTS,
    store::passkeys::STATEMENTS,
    store::rules::STATEMENTS,
    store::ending::STATEMENTS,
    store::tokens::STATEMENTS,
    store::usage::STATEMENTS,
    store::visits::STATEMENTS,
];
