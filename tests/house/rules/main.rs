//! The house rules, as tests: what a reviewer would otherwise have to remember. Each module is one rule; its scanner is itself
//! tested with small bad examples, so that a rule that cannot fail is noticed.

mod doors;
mod faults;
mod foreign_keys;
mod licences;
mod manifests;
mod metadata;
mod ratchets;
mod rust;
mod shape;
mod sql;
mod tiers;
mod tree;
mod web;
