//! A note without what stands on it.

use super::templates::Template;
use directory::model::{TitleId, UnitId};
use jiff::civil::Date;
use kernel::{Id, PersonId, Tick, Timestamp};
use rooms::model::{MessageId, RoomId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A note.
    pub struct Note;
    /// An update of a note.
    pub struct Update;
    /// Words that went with what they were written in.
    pub struct Lost;
}

/// The id of a note.
pub type NoteId = Id<tag::Note>;
/// The id of an update.
pub type UpdateId = Id<tag::Update>;
/// The id of words that were lost.
pub type LostId = Id<tag::Lost>;

/// The longest title, in characters as people see them.
pub const LONGEST_TITLE: usize = 120;
/// Notes of a room, at most.
pub const MOST_NOTES: i64 = 2_000;
/// Visits that have written in a note, at most.
pub const MOST_WRITERS: i64 = 10_000;
/// All that was ever written in a note, in bytes, at most: its history is kept as long as the note.
pub const MOST_WRITTEN: i64 = 256 << 20;
/// Versions with a name, at most.
pub const MOST_VERSIONS: usize = 100;

/// Somebody by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "NoteWho")]
pub struct Who {
    /// Their id.
    #[schemars(with = "String")]
    pub id: PersonId,
    /// What they are called.
    pub name: String,
}

/// The post that a note belongs to: its holders keep it right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "NoteOwner")]
pub struct Owner {
    /// The unit.
    pub unit_id: UnitId,
    /// The title.
    pub title_id: Option<TitleId>,
    /// What the post was called when the note was given to it.
    pub name: String,
}

/// A note, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// The room that it belongs to.
    pub room_id: RoomId,
    /// Its title.
    pub title: String,
    /// What it began as.
    pub template: Template,
    /// Who began it.
    pub created_by: Who,
    /// When.
    pub created_at: Timestamp,
    /// Who wrote in it last.
    pub edited_by: Who,
    /// When.
    pub edited_at: Timestamp,
    /// The number of its last update.
    pub seq: i64,
    /// Its first words, a little after they were written.
    pub excerpt: String,
    /// Items that wait to be ticked.
    pub open_ticks: u32,
    /// Items that were ticked.
    pub done_ticks: u32,
    /// It stands above the others.
    pub pinned: bool,
    /// The day on which somebody looks whether it is still right.
    #[schemars(with = "Option<String>")]
    pub review_on: Option<Date>,
    /// The post that it belongs to.
    pub owner: Option<Owner>,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
    /// The tick of the last change.
    pub tick: Tick,
}

/// What a new note needs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(rename = "NewNote")]
pub struct New {
    /// A proposed id; the same one twice is the same note once.
    pub id: Option<NoteId>,
    /// Its title.
    pub title: String,
    /// What it begins as.
    #[serde(default)]
    pub template: Template,
    /// The id of a message that tells the room of it; nothing to begin it quietly.
    #[serde(default)]
    pub tell: Option<MessageId>,
    /// Another note that the actor may read, with whose page it begins instead.
    pub from: Option<NoteId>,
}

/// A post, as a client names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "NoteOwnerPost")]
pub struct OwnerPost {
    /// The unit.
    pub unit_id: UnitId,
    /// The title.
    pub title_id: Option<TitleId>,
}

/// A field that is changed, emptied with `null`, or left alone where it is absent.
fn said<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

/// What of a note changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "NoteEdit")]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// Another title.
    pub title: Option<String>,
    /// Whether it stands above the others.
    pub pinned: Option<bool>,
    /// The day of the next look, or none.
    #[serde(default, deserialize_with = "said")]
    #[schemars(with = "Option<String>")]
    pub review_on: Option<Option<Date>>,
    /// The post that it belongs to, or none.
    #[serde(default, deserialize_with = "said")]
    #[schemars(with = "Option<OwnerPost>")]
    pub owner: Option<Option<OwnerPost>>,
}

/// An update as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: UpdateId,
    /// Its number.
    pub seq: i64,
    /// Whose.
    pub author: PersonId,
}

/// Words that went with what they were written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "LostWords")]
pub struct Lost {
    /// Their id.
    pub id: LostId,
    /// The words.
    pub words: String,
    /// When they went.
    pub at: Timestamp,
    /// Who took away what they were written in.
    pub by: Option<Who>,
}

/// A version with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "NoteVersion")]
pub struct Version {
    /// The number.
    pub seq: i64,
    /// Its name.
    pub name: String,
    /// Who named it.
    pub named_by: Who,
    /// When.
    pub named_at: Timestamp,
}

/// A title without the blanks around it; the code of what is wrong with it otherwise.
pub fn checked_title(title: &str) -> Result<String, &'static str> {
    let title = title.trim();
    if title.is_empty() {
        return Err("missing");
    }
    if title.len() > LONGEST_TITLE * 16 || text::graphemes(title) > LONGEST_TITLE {
        return Err("too_long");
    }
    if title.chars().any(char::is_control) {
        return Err("invalid");
    }
    Ok(title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_trimmed_and_neither_empty_nor_endless_nor_of_two_lines() {
        assert_eq!(checked_title(" 課内会議　"), Ok("課内会議".to_owned()));
        assert_eq!(checked_title("　"), Err("missing"));
        assert_eq!(checked_title(&"長".repeat(LONGEST_TITLE + 1)), Err("too_long"));
        assert_eq!(checked_title("一\n二"), Err("invalid"));
    }

    #[test]
    fn what_is_absent_is_left_alone_and_null_empties_it() {
        let edit: Edit = serde_json::from_str(r#"{"review_on":null}"#).expect("an edit");
        assert_eq!((edit.review_on, edit.owner, edit.title), (Some(None), None, None));
        assert!(serde_json::from_str::<Edit>(r#"{"seq":1}"#).is_err());
    }
}
