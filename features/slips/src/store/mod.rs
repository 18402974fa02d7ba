//! The SQL of slips: every statement once, in the subset that both engines run alike.

pub mod lists;
pub mod slips;

use db::Sql;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Every statement, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[Sql]] = &[lists::STATEMENTS, slips::STATEMENTS];

fn word<T: Serialize>(thing: T) -> String {
    match serde_json::to_value(thing) {
        Ok(serde_json::Value::String(text)) => text,
        other => panic!("a kind is a word, not {other:?}"),
    }
}

fn unword<T: DeserializeOwned>(text: String) -> T {
    serde_json::from_value(serde_json::Value::String(text)).expect("the database holds known kinds")
}

fn day(text: &str) -> Date {
    text.parse().expect("the database holds the days that we wrote")
}
