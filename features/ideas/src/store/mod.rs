//! The SQL of idea boards: every statement once, in the subset that both engines run alike.

pub mod boards;
pub mod comments;
pub mod ideas;
pub mod votes;

use db::Sql;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Every statement, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[Sql]] = &[boards::STATEMENTS, comments::STATEMENTS, ideas::STATEMENTS, votes::STATEMENTS];

fn word<T: Serialize>(thing: T) -> String {
    match serde_json::to_value(thing) {
        Ok(serde_json::Value::String(text)) => text,
        other => panic!("a kind is a word, not {other:?}"),
    }
}

fn unword<T: DeserializeOwned>(text: String) -> T {
    serde_json::from_value(serde_json::Value::String(text)).expect("the database holds known kinds")
}
