//! What somebody wrote in the margin for themselves, and how far people have seen what lies on the table.

use super::{MarginId, MaterialId, MeetingId, Who};
use kernel::{PersonId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A margin note. Nobody sees it but who wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "MeetingMargin")]
pub struct Margin {
    /// Its id.
    pub id: MarginId,
    /// In which meeting.
    pub meeting_id: MeetingId,
    /// What the meeting was called when it was written.
    pub meeting_title: String,
    /// Beside which material.
    pub material_id: MaterialId,
    /// What the material was called when it was written.
    pub material_title: String,
    /// Which page of it; of a note the number that the block had when it was written.
    pub page: i64,
    /// The first words of the block, by which it is found again when blocks have moved.
    pub beside: String,
    /// What it says.
    pub words: String,
    /// When it was written.
    pub at: Timestamp,
}

/// What somebody writes in the margin.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "NewMeetingMargin")]
pub struct NewMargin {
    /// Beside which material.
    pub material_id: MaterialId,
    /// Which page of it; of a note the number of the block.
    pub page: i64,
    /// What it says; nothing takes it away.
    pub words: String,
    /// The first words of the block.
    #[serde(default)]
    pub beside: String,
    /// Who wrote it: of a shared account it is taken only while they are using it.
    #[schemars(with = "Option<String>")]
    pub author_id: Option<PersonId>,
}

/// How far somebody has seen a material.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "MeetingReader")]
pub struct Reader {
    /// Who.
    pub person: Who,
    /// Which material.
    pub material_id: MaterialId,
    /// The number of a note, the edition of a file.
    pub upto: i64,
    /// When last.
    pub at: Timestamp,
}

/// What somebody has seen of a material.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "MeetingLook")]
pub struct Look {
    /// The number of a note, the edition of a file.
    pub upto: i64,
}
