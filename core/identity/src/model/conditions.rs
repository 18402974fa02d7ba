//! 利用の約束: what guests agree to before they see anything.

use directory::model::PersonBrief;
use kernel::{PersonId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The longest text, in characters.
pub const LONGEST_CONDITIONS: usize = 10_000;

/// One version, as it is kept.
#[derive(Debug, Clone)]
pub struct Conditions {
    /// Its number, from 1.
    pub version: i64,
    /// What it says; empty where there was nothing to agree to any more.
    pub body: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// Who wrote it.
    pub author_id: PersonId,
    /// Guests agree to it today.
    pub holds: bool,
}

/// One version, for those who keep it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ConditionsVersion {
    /// Its number, from 1.
    pub version: i64,
    /// What it says; empty where there was nothing to agree to any more.
    pub body: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// Who wrote it.
    pub author: Option<PersonBrief>,
    /// How many have agreed to it.
    pub agreed: i64,
}

/// What guests agree to, and did before.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GuestConditions {
    /// The number of the newest version; 0 before there is one.
    pub version: i64,
    /// What guests agree to today; empty for nothing.
    pub body: String,
    /// The newest versions, the newest first, at most 100.
    pub history: Vec<ConditionsVersion>,
}

/// What a guest is asked to agree to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OwnConditions {
    /// The number of the version.
    pub version: i64,
    /// What it says.
    pub body: String,
}

/// That somebody has agreed to a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Agreement {
    /// To which.
    pub version: i64,
    /// When.
    pub agreed_at: Timestamp,
}

/// A text in place of the one before it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NewConditions {
    /// What guests agree to; empty for nothing.
    pub body: String,
}

/// What somebody agrees to.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct Agreed {
    /// The version that they have read.
    pub version: i64,
}
