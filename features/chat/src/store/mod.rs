//! The talk's SQL.

pub mod albums;
pub mod cards;
pub mod carried;
pub mod downloads;
pub mod files;
pub mod forwards;
pub mod handing_over;
pub mod inspections;
pub mod later;
pub mod members;
pub mod messages;
pub mod number_guard;
pub mod off_hours;
pub mod orders;
pub mod outside_talk;
pub mod partners;
pub mod personal;
pub mod pins;
pub mod receipts;
pub mod requests;
pub mod rooms;
pub mod searching;
pub mod shares;
pub mod templates;
pub mod threads;
pub mod versions;
pub mod volume;

use db::Sql;
use jiff::civil::Date;

/// Every statement, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[Sql]] = &[
    albums::STATEMENTS,
    handing_over::STATEMENTS,
    cards::STATEMENTS,
    inspections::STATEMENTS,
    later::STATEMENTS,
    members::STATEMENTS,
    carried::STATEMENTS,
    files::STATEMENTS,
    forwards::STATEMENTS,
    messages::STATEMENTS,
    downloads::STATEMENTS,
    number_guard::STATEMENTS,
    off_hours::STATEMENTS,
    orders::STATEMENTS,
    outside_talk::STATEMENTS,
    partners::STATEMENTS,
    personal::STATEMENTS,
    pins::STATEMENTS,
    receipts::STATEMENTS,
    requests::STATEMENTS,
    rooms::STATEMENTS,
    searching::STATEMENTS,
    shares::STATEMENTS,
    templates::STATEMENTS,
    threads::STATEMENTS,
    versions::STATEMENTS,
    volume::STATEMENTS,
];

/// Days are kept as texts that sort by age.
pub(crate) fn day(text: &str) -> Date {
    text.parse().expect("the database holds the days that we wrote")
}

/// A kind or role as the database keeps it: the word that the API uses.
pub(crate) fn word<T: serde::Serialize>(thing: T) -> String {
    match serde_json::to_value(thing) {
        Ok(serde_json::Value::String(text)) => text,
        other => panic!("a kind is a word, not {other:?}"),
    }
}

pub(crate) fn unword<T: serde::de::DeserializeOwned>(text: String) -> T {
    serde_json::from_value(serde_json::Value::String(text)).expect("the database holds known kinds")
}
