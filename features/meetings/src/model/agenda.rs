//! What is talked about at a meeting, and what lies on its table.

use super::{ItemId, MOST_ITEMS, MOST_MATERIALS, MaterialId, NoteId, Who, checked_line, checked_words};
use files::model::{FileId, FileKind};
use kernel::{Error, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The longest time that an item is given, in minutes.
const LONGEST_ITEM: i64 = 600;

/// Something that is talked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "MeetingItem")]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// What.
    pub title: String,
    /// How long, in minutes.
    pub minutes: Option<i64>,
    /// Who speaks of it.
    pub speaker: String,
    /// 決定事項: what was decided.
    pub decided: String,
    /// 宿題: who does what next, and until when.
    pub actions: String,
    /// When either was written down last.
    pub settled_at: Option<Timestamp>,
}

/// A file that a material was, or is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "MeetingEdition")]
pub struct Edition {
    /// Its number, from 1 on.
    pub edition: i64,
    /// The file, given out by its room.
    pub file_id: FileId,
    /// What it is; nothing of one that was replaced, or once the message that carried it was taken back.
    pub sheet: Option<Sheet>,
    /// Who put it there.
    pub put_by: Who,
    /// When.
    pub put_at: Timestamp,
}

/// A file of the room, as the talk has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "MeetingSheet")]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// What sort.
    pub kind: FileKind,
    /// Bytes in all.
    pub size: i64,
    /// Of a picture that browsers show: how wide.
    pub width: Option<i64>,
    /// How high.
    pub height: Option<i64>,
}

/// A note of the room, as notes have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its title.
    pub title: String,
    /// The number of its last update.
    pub upto: i64,
}

/// Something that lies on the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "MeetingMaterial")]
pub struct Material {
    /// Its id.
    pub id: MaterialId,
    /// The item that it belongs to.
    pub item_id: Option<ItemId>,
    /// What it is called on the agenda.
    pub title: String,
    /// The note that it is; nothing for a file.
    pub note_id: Option<NoteId>,
    /// The files that it was, the last of them being what it is; none for a note.
    pub editions: Vec<Edition>,
    /// The note was taken back, or the message with the file.
    pub is_gone: bool,
    /// How far it has come: the number of a note, the edition of a file.
    pub upto: i64,
    /// How far the actor had seen it; nothing when they have not.
    pub seen_upto: Option<i64>,
    /// How far the same note had come when the meeting before ended.
    pub previous_upto: Option<i64>,
    /// How far it had come when this meeting ended.
    pub closed_upto: Option<i64>,
}

/// An item as a client has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "NewMeetingItem")]
pub struct NewItem {
    /// Proposed by the client when it is new.
    pub id: ItemId,
    /// What.
    pub title: String,
    /// How long, in minutes.
    pub minutes: Option<i64>,
    /// Who speaks of it.
    #[serde(default)]
    pub speaker: String,
}

/// A material as a client has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "NewMeetingMaterial")]
pub struct NewMaterial {
    /// Proposed by the client when it is new.
    pub id: MaterialId,
    /// The item that it belongs to.
    pub item_id: Option<ItemId>,
    /// What it is called; what the note or file is called when it says nothing.
    #[serde(default)]
    pub title: String,
    /// A note of the room.
    pub note_id: Option<NoteId>,
    /// A file of the room; another one than before replaces it.
    pub file_id: Option<FileId>,
}

/// All of an agenda, in order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "MeetingAgenda")]
pub struct Agenda {
    /// What is talked about.
    pub items: Vec<NewItem>,
    /// What lies on the table.
    pub materials: Vec<NewMaterial>,
}

/// What came of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "MeetingOutcome")]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// What was decided.
    pub decided: Option<String>,
    /// Who does what next, and until when.
    pub actions: Option<String>,
}

impl Outcome {
    /// With its words as they are kept.
    ///
    /// Errors: faults of `decided` and `actions`.
    pub fn checked(&self) -> Result<Outcome> {
        let checked = |name: &'static str, words: &Option<String>| {
            let words = words.as_deref().map(checked_words).transpose();
            words.map_err(|code| Error::field(name, code))
        };
        Ok(Outcome { decided: checked("decided", &self.decided)?, actions: checked("actions", &self.actions)? })
    }
}

fn line(field: String, words: &str) -> Result<String> {
    checked_line(words).map_err(|code| Error::field(field, code))
}

/// An agenda with its words as they are kept.
///
/// Errors: faults of `items[n]…` and `materials[n]…`.
pub fn checked_agenda(agenda: &Agenda) -> Result<Agenda> {
    if agenda.items.len() > MOST_ITEMS {
        return Err(Error::field("items", "too_many"));
    }
    if agenda.materials.len() > MOST_MATERIALS {
        return Err(Error::field("materials", "too_many"));
    }
    let mut items = Vec::new();
    let mut known = HashSet::new();
    for (place, item) in agenda.items.iter().enumerate() {
        if !known.insert(item.id) {
            return Err(Error::field(format!("items[{place}].id"), "taken"));
        }
        let title = line(format!("items[{place}].title"), &item.title)?;
        if title.is_empty() {
            return Err(Error::field(format!("items[{place}].title"), "missing"));
        }
        if item.minutes.is_some_and(|minutes| !(1..=LONGEST_ITEM).contains(&minutes)) {
            return Err(Error::field(format!("items[{place}].minutes"), "invalid"));
        }
        let speaker = line(format!("items[{place}].speaker"), &item.speaker)?;
        items.push(NewItem { id: item.id, title, minutes: item.minutes, speaker });
    }
    let mut materials = Vec::new();
    let mut laid = HashSet::new();
    for (place, material) in agenda.materials.iter().enumerate() {
        if !laid.insert(material.id) {
            return Err(Error::field(format!("materials[{place}].id"), "taken"));
        }
        if material.item_id.is_some_and(|item| !known.contains(&item)) {
            return Err(Error::field(format!("materials[{place}].item_id"), "unknown"));
        }
        if material.note_id.is_some() == material.file_id.is_some() {
            return Err(Error::field(format!("materials[{place}].note_id"), "invalid"));
        }
        let title = line(format!("materials[{place}].title"), &material.title)?;
        materials.push(NewMaterial { title, ..material.clone() });
    }
    Ok(Agenda { items, materials })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Id;

    fn item(id: i64, title: &str) -> NewItem {
        NewItem { id: Id::from_raw(id), title: title.to_owned(), minutes: Some(10), speaker: " 佐藤 ".to_owned() }
    }

    fn note(id: i64, item: Option<i64>) -> NewMaterial {
        let (item_id, note_id) = (item.map(Id::from_raw), Some(Id::from_raw(9)));
        NewMaterial { id: Id::from_raw(id), item_id, title: String::new(), note_id, file_id: None }
    }

    fn is_refused(items: Vec<NewItem>, materials: Vec<NewMaterial>) -> bool {
        checked_agenda(&Agenda { items, materials }).is_err()
    }

    #[test]
    fn an_agenda_has_titles_times_and_materials_of_its_own_items() {
        let agenda = Agenda { items: vec![item(1, " 予算 ")], materials: vec![note(2, Some(1)), note(3, None)] };
        let checked = checked_agenda(&agenda).expect("an agenda");
        assert_eq!((&*checked.items[0].title, &*checked.items[0].speaker), ("予算", "佐藤"));
        assert!(is_refused(vec![item(1, " ")], Vec::new()));
        assert!(is_refused(vec![item(1, "一"), item(1, "二")], Vec::new()));
        assert!(is_refused(vec![NewItem { minutes: Some(0), ..item(1, "一") }], Vec::new()));
        assert!(is_refused(Vec::new(), vec![note(2, Some(1))]));
        assert!(is_refused(Vec::new(), vec![NewMaterial { note_id: None, ..note(2, None) }]));
        assert!(is_refused(Vec::new(), vec![NewMaterial { file_id: Some(Id::from_raw(4)), ..note(2, None) }]));
    }

    #[test]
    fn what_came_of_an_item_is_said_or_left_alone() {
        let outcome: Outcome = serde_json::from_str(r#"{"decided":" 承認 "}"#).expect("an outcome");
        let checked = outcome.checked().expect("words");
        assert_eq!((checked.decided.as_deref(), checked.actions), (Some("承認"), None));
        assert!(serde_json::from_str::<Outcome>(r#"{"title":"x"}"#).is_err());
    }
}
