//! The SQL of notes: every statement once, in the subset that both engines run alike.

pub mod comments;
pub mod files;
pub mod notes;
pub mod pages;
pub mod personal;
pub mod searching;
pub mod versions;

use crate::model::Who;
use db::{Conn, Sql};
use directory::store::people;
use kernel::{PersonId, Result};
use std::collections::HashMap;

/// Every statement, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[Sql]] = &[
    comments::STATEMENTS,
    files::STATEMENTS,
    notes::STATEMENTS,
    pages::STATEMENTS,
    personal::STATEMENTS,
    searching::STATEMENTS,
    versions::STATEMENTS,
];

fn word<T: serde::Serialize>(thing: T) -> String {
    match serde_json::to_value(thing) {
        Ok(serde_json::Value::String(text)) => text,
        other => panic!("a kind is a word, not {other:?}"),
    }
}

fn unword<T: serde::de::DeserializeOwned>(text: String) -> T {
    serde_json::from_value(serde_json::Value::String(text)).expect("the database holds known kinds")
}

/// What some people are called.
pub fn names(conn: &mut Conn<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, String>> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    Ok(people::told(conn, &ids)?.into_iter().map(|brief| (brief.id, brief.name)).collect())
}

/// Somebody by name.
pub fn who(names: &HashMap<PersonId, String>, id: PersonId) -> Who {
    Who { id, name: names.get(&id).cloned().unwrap_or_default() }
}
