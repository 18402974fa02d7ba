//! Guests and bots: who acts here without being of the staff.

use super::PersonBrief;
use jiff::civil::Date;
use kernel::{PersonId, Tick};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The longest stay of a guest that is written down at once, in days.
pub const LONGEST_STAY: i32 = 366;

/// Whoever answers for guests is told of those who have so many days left.
pub const ENDING_SOON: i32 = 14;

/// What sort of guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GuestKind {
    /// 出向者・派遣
    Seconded,
    /// 事業者
    Business,
    /// 住民: found by the sponsor alone.
    Resident,
    /// 他自治体・関係機関
    Municipality,
    /// その他
    Other,
}

/// What is said of a guest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewGuest {
    /// As written.
    pub family_name: String,
    /// As written.
    pub given_name: String,
    /// Kana of any sort.
    pub family_reading: String,
    /// Kana of any sort.
    pub given_reading: String,
    /// What sort.
    pub kind: GuestKind,
    /// Where they come from, such as a company; may be empty for residents.
    pub affiliation: String,
    /// Why they are here.
    pub purpose: String,
    /// Who of the staff answers for them.
    #[schemars(with = "String")]
    pub sponsor_id: PersonId,
    /// The last day, at most a year ahead.
    #[schemars(with = "String")]
    pub last_day: Date,
    /// Address.
    #[serde(default)]
    pub email: Option<String>,
    /// Mobile number.
    #[serde(default)]
    pub mobile: Option<String>,
}

/// A guest, for those who answer for them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Guest {
    /// What lists show.
    pub person: PersonBrief,
    /// What is said of them.
    #[serde(flatten)]
    pub said: NewGuest,
    /// Who answers for them; `active` is false when they have left.
    pub sponsor: PersonBrief,
    /// The tick of the last change.
    pub tick: Tick,
}

/// What is said of a bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewBot {
    /// Its name.
    pub name: String,
    /// Kana of any sort.
    pub reading: String,
    /// What it is for.
    pub purpose: String,
    /// Who of the staff answers for it.
    #[schemars(with = "String")]
    pub sponsor_id: PersonId,
}

/// A bot, for those who answer for it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Bot {
    /// What lists show; `active` is false when it was stopped.
    pub person: PersonBrief,
    /// What is said of it.
    #[serde(flatten)]
    pub said: NewBot,
    /// Who answers for it; `active` is false when they have left.
    pub sponsor: PersonBrief,
    /// The tick of the last change.
    pub tick: Tick,
}
