//! The SQL of stamps: every statement once, in the subset that both engines run alike.

pub mod answers;
pub mod ballots;
pub mod stamps;

use db::Sql;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Every statement, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[Sql]] = &[answers::STATEMENTS, ballots::STATEMENTS, stamps::STATEMENTS];

fn word<T: Serialize>(thing: T) -> String {
    match serde_json::to_value(thing) {
        Ok(serde_json::Value::String(text)) => text,
        other => panic!("a kind is a word, not {other:?}"),
    }
}

fn unword<T: DeserializeOwned>(text: String) -> T {
    serde_json::from_value(serde_json::Value::String(text)).expect("the database holds known kinds")
}

fn written<T: Serialize>(thing: &T) -> String {
    serde_json::to_string(thing).expect("it is plain data")
}

fn parsed<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("the database holds what we wrote")
}
