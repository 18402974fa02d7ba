//! Who has read a broadcast.

use directory::model::{PersonBrief, UnitId};
use kernel::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a broadcast is read. Whoever is away (on leave, off duty, not taking part, gone) and has not done it is waited for by nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[schemars(rename = "BroadcastCounts")]
pub struct Counts {
    /// To how many it went.
    pub total: i64,
    /// Who has done what it asks: read it, or said so.
    pub done: i64,
    /// Of the others, who has read it all the same.
    pub read: i64,
    /// Of the others, who is away.
    pub away: i64,
}

impl Counts {
    /// For how many somebody waits.
    pub fn waiting(&self) -> i64 {
        self.total - self.done - self.away
    }

    /// These and others.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            total: self.total + other.total,
            done: self.done + other.done,
            read: self.read + other.read,
            away: self.away + other.away,
        }
    }
}

/// How it is read in a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "BroadcastOfSection")]
pub struct OfSection {
    /// The section of those people when it was sent; nothing for those in none.
    pub unit_id: Option<UnitId>,
    /// Its name.
    pub name: Option<String>,
    /// The names of what it is part of, from the root down, with blanks between.
    pub above: String,
    /// How it is read.
    #[serde(flatten)]
    pub counts: Counts,
}

/// How far a recipient is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BroadcastStage")]
pub enum Stage {
    /// They are waited for.
    Waiting,
    /// They have done what it asks.
    Done,
    /// They have not, and are away.
    Away,
}

/// A recipient, for those who answer for the broadcast.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "BroadcastRecipient")]
pub struct Recipient {
    /// Who.
    pub person: PersonBrief,
    /// How far they are.
    pub stage: Stage,
    /// When they read it first.
    pub read_at: Option<Timestamp>,
    /// When they said that they have.
    pub confirmed_at: Option<Timestamp>,
    /// Of a shared account: who said it.
    pub operator: Option<String>,
    /// When they were reminded last.
    pub reminded_at: Option<Timestamp>,
    /// Their telephone extension, to call whoever does not read.
    pub extension: Option<String>,
}

/// How a file's characters are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BroadcastEncoding")]
pub enum Encoding {
    /// CP932, as Excel in Japan expects it.
    #[default]
    Cp932,
    /// UTF-8 with a mark at its beginning.
    Utf8,
}
