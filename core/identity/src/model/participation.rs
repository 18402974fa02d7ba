//! Who takes part (利用の範囲), as administrators see it.

use directory::model::{Participation, PersonBrief, UnitId};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A chosen unit with its name.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NamedUnit {
    /// The unit.
    pub unit_id: UnitId,
    /// What it is called.
    pub name: String,
    /// From this day on.
    #[schemars(with = "String")]
    pub from: Date,
    /// Its last day, when that is known: after it, it takes nobody.
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
}

/// A chosen person as lists show them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NamedPerson {
    /// Who.
    pub person: PersonBrief,
    /// From this day on.
    #[schemars(with = "String")]
    pub from: Date,
}

/// What happens on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Step {
    /// The day; today for what happens at once.
    #[schemars(with = "String")]
    pub on: Date,
    /// How many come.
    pub come: i64,
    /// How many go out: today by the choice, later by posts that begin and end.
    pub go: i64,
    /// Of those who come: how many accounts were never used.
    pub unused: i64,
    /// Of those who come: how many have no account that may be used.
    pub without_account: i64,
}

/// What becomes of the staff and of shared accounts with a participation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ParticipationOutlook {
    /// How many take part now.
    pub inside: i64,
    /// How many do not.
    pub outside: i64,
    /// Of those who take part now: how many accounts were never used.
    pub unused: i64,
    /// Day by day.
    pub steps: Vec<Step>,
    /// Some of those who go out.
    pub going: Vec<PersonBrief>,
}

/// Who takes part, and what becomes of that by itself.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ParticipationView {
    /// Only those who are chosen, and who administers all.
    pub chosen: bool,
    /// From this day on everybody again.
    #[schemars(with = "Option<String>")]
    pub everybody_from: Option<Date>,
    /// The chosen units.
    pub units: Vec<NamedUnit>,
    /// The chosen people.
    pub persons: Vec<NamedPerson>,
    /// The version, for `If-Match`.
    pub tick: i64,
    /// It was saved, and not everybody has followed yet.
    pub settling: bool,
    /// What becomes of it.
    pub outlook: ParticipationOutlook,
}

/// What is to be saved.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct SaveParticipation {
    /// Who takes part from now on.
    #[serde(flatten)]
    pub said: Participation,
    /// The name of the organisation, typed by who makes everybody take part or sends people out.
    pub confirmation: Option<String>,
}
