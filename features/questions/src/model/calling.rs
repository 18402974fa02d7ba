//! Who is called to questions, and why.

use super::PrivateId;
use kernel::{PersonId, Timestamp};
use rooms::model::RoomId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Those who are named to answer in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responders {
    /// The room.
    pub room: RoomId,
    /// Who; nobody where nobody is called.
    pub people: Vec<PersonId>,
}

/// Why somebody is called to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "QuestionCallReason")]
pub enum Reason {
    /// It was asked in a room where they answer, or privately of those who own it.
    Asked,
    /// It waits, and nobody has claimed it.
    Waits,
    /// What they asked privately was answered.
    Answered,
    /// They are asked whether it may be shown in other words.
    Proposed,
}

/// To what was asked privately somebody is called.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PrivateQuestionCall {
    /// The question.
    pub question_id: PrivateId,
    /// Its room.
    pub room_id: RoomId,
    /// Why.
    pub why: Reason,
    /// Since when.
    pub called_at: Timestamp,
}
