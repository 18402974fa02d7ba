//! 任期満了: whose last day is near.

use super::{Employment, PersonBrief};
use jiff::civil::Date;
use kernel::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Somebody whose last day is known.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Ending {
    /// Who.
    pub person: PersonBrief,
    /// Their number.
    pub staff_number: String,
    /// How they are employed.
    pub employment: Employment,
    /// The last day on which they hold a post or may come.
    #[schemars(with = "String")]
    pub last_day: Date,
}

/// Another last day for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Renewal {
    /// Whose.
    #[schemars(with = "String")]
    pub person_id: PersonId,
    /// The last day that whoever asks has seen: it stays as it is when it is another by now.
    #[schemars(with = "String")]
    pub seen: Date,
    /// The last day from now on.
    #[schemars(with = "String")]
    pub last_day: Date,
}
