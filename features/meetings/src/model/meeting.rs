//! A meeting: when, where, who leads it, and what is shown at it now.

use super::{Item, LONGEST_TITLE, LONGEST_WORDS, Material, MaterialId, MeetingId, NoteId};
use kernel::{PersonId, Tick, Timestamp};
use rooms::model::{MessageId, RoomId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a meeting is called as a card.
pub const CARD: &str = "meeting";

/// Somebody by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "MeetingWho")]
pub struct Who {
    /// Their id.
    #[schemars(with = "String")]
    pub id: PersonId,
    /// What they are called.
    pub name: String,
}

/// What all at a meeting are shown, as its table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Who presents.
    pub presenter: Option<PersonId>,
    /// Which material.
    pub material: Option<MaterialId>,
    /// Which page of it.
    pub page: i64,
    /// Grows with each change.
    pub turn: i64,
    /// When it changed last.
    pub at: Timestamp,
}

/// A meeting as its table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingRow {
    /// Its id.
    pub id: MeetingId,
    /// The room that it belongs to.
    pub room: RoomId,
    /// Its title.
    pub title: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Where.
    pub place: String,
    /// Who is in the chair.
    pub chair: PersonId,
    /// Who called it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// The one before it.
    pub previous: Option<MeetingId>,
    /// The note that is its minutes.
    pub minutes: Option<NoteId>,
    /// The message that called it, and in which it stands as a card.
    pub message: Option<MessageId>,
    /// When it was begun.
    pub opened_at: Option<Timestamp>,
    /// When it was ended.
    pub closed_at: Option<Timestamp>,
    /// What is shown.
    pub stage: Stage,
    /// The tick of the last change, turned pages aside.
    pub tick: Tick,
}

impl MeetingRow {
    /// Whether it is held now.
    pub fn is_held(&self) -> bool {
        self.opened_at.is_some() && self.closed_at.is_none()
    }
}

/// A meeting, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// The room that it belongs to.
    pub room_id: RoomId,
    /// Its title.
    pub title: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Where.
    pub place: String,
    /// Who is in the chair.
    pub chair: Who,
    /// Who called it.
    pub created_by: Who,
    /// When.
    pub created_at: Timestamp,
    /// The one before it.
    pub previous_id: Option<MeetingId>,
    /// The note that is its minutes.
    pub minutes_id: Option<NoteId>,
    /// When it was begun.
    pub opened_at: Option<Timestamp>,
    /// When it was ended.
    pub closed_at: Option<Timestamp>,
    /// When it was taken back: told once, then it is gone.
    pub withdrawn_at: Option<Timestamp>,
    /// The tick of the last change.
    pub tick: Tick,
}

/// What all at a meeting are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "MeetingShown")]
pub struct Shown {
    /// Of which meeting.
    pub meeting_id: MeetingId,
    /// Who presents.
    pub presenter: Option<Who>,
    /// Which material.
    pub material_id: Option<MaterialId>,
    /// Which page of it, from 1 on; of a note the number of the first block.
    pub page: i64,
    /// Grows with each change: what has a smaller one is older.
    pub turn: i64,
}

/// A meeting with all that lies on its table, as somebody sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenedMeeting {
    /// The meeting.
    pub meeting: Meeting,
    /// What is talked about, in order.
    pub items: Vec<Item>,
    /// What lies on the table, in order.
    pub materials: Vec<Material>,
    /// What is shown now.
    pub shown: Shown,
    /// Whether they may change the agenda, and write down what was decided.
    pub may_write: bool,
    /// Whether they lead it.
    pub may_lead: bool,
    /// Whether they belong to the room, and may present.
    pub belongs: bool,
    /// Whether pages that are turned are told over the line that was named; else they have to be asked for.
    pub seated: bool,
}

/// What a new meeting needs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(rename = "NewMeeting")]
pub struct New {
    /// A proposed id; the same one twice is the same meeting once.
    pub id: Option<MeetingId>,
    /// Its title.
    pub title: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Where.
    #[serde(default)]
    pub place: String,
    /// Who is in the chair, if not who calls it.
    #[schemars(with = "Option<String>")]
    pub chair_id: Option<PersonId>,
    /// The one before it, in the same room.
    pub previous_id: Option<MeetingId>,
    /// The id of a message that tells the room of it; nothing to call it quietly.
    pub tell: Option<MessageId>,
}

/// What of a meeting changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "MeetingEdit")]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// Another title.
    pub title: Option<String>,
    /// Another beginning.
    pub starts_at: Option<Timestamp>,
    /// Another place.
    pub place: Option<String>,
    /// Somebody else in the chair.
    #[schemars(with = "Option<String>")]
    pub chair_id: Option<PersonId>,
}

/// One line without the blanks around it, which may be empty; the code of what is wrong with it otherwise.
pub fn checked_line(line: &str) -> Result<String, &'static str> {
    let line = line.trim();
    if line.len() > LONGEST_TITLE * 16 || text::graphemes(line) > LONGEST_TITLE {
        return Err("too_long");
    }
    if line.chars().any(char::is_control) {
        return Err("invalid");
    }
    Ok(line.to_owned())
}

/// Words of several lines without the blanks around them, which may be empty; the code of what is wrong with them otherwise.
pub fn checked_words(words: &str) -> Result<String, &'static str> {
    let words = words.trim();
    if words.len() > LONGEST_WORDS * 16 || text::graphemes(words) > LONGEST_WORDS {
        return Err("too_long");
    }
    if words.chars().any(|letter| letter.is_control() && letter != '\n' && letter != '\t') {
        return Err("invalid");
    }
    Ok(words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_neither_endless_nor_of_two_lines() {
        assert_eq!(checked_line(" 第3会議室　"), Ok("第3会議室".to_owned()));
        assert_eq!(checked_line("　"), Ok(String::new()));
        assert_eq!(checked_line(&"長".repeat(LONGEST_TITLE + 1)), Err("too_long"));
        assert_eq!(checked_line("一\n二"), Err("invalid"));
    }

    #[test]
    fn words_have_lines_and_an_end() {
        assert_eq!(checked_words("一\n二 "), Ok("一\n二".to_owned()));
        assert_eq!(checked_words(&"長".repeat(LONGEST_WORDS + 1)), Err("too_long"));
        assert_eq!(checked_words("一\u{7}"), Err("invalid"));
    }
}
