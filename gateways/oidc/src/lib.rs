//! OpenID Connect: people sign in where their organisation has them sign in anyway.
//!
//! We are the relying party, in the authorization code flow with PKCE. Who comes back is an account that is there already; nobody is made by
//! coming (ADR 0021).

pub mod claims;
pub mod http;
pub mod model;
pub mod outside;
pub mod service;
pub mod store;

use db::Migration;

/// The tables.
pub const MIGRATIONS: &[Migration] =
    &[Migration { owner: "oidc", number: 1, text: include_str!("../migrations/0001_oidc.sql") }];
