//! What notes tell.

use crate::model::comment::Comment;
use crate::model::{Kept, Note, NoteId, UpdateId, Who, base64};
use kernel::{Event, PersonId, Tick, Topic};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// A note of the room is new, or is no longer what its row said.
#[derive(Serialize, JsonSchema)]
pub struct NoteChanged {
    note: Note,
}

/// Somebody wrote on a note. Nobody is subscribed to notes; it is shown to those who have it open.
#[derive(Debug, Clone, Serialize)]
pub struct NoteUpdated {
    /// Which.
    pub note_id: NoteId,
    /// The number of the update.
    pub seq: i64,
    /// Its id.
    pub id: UpdateId,
    /// Who wrote.
    pub author_id: PersonId,
    /// What they are called.
    pub name: String,
    /// Those of the numbers in it that are new to the note: they are the author's.
    pub writers: Vec<u32>,
    /// The update as letters; nothing when it is large and has to be fetched.
    pub update: Option<String>,
    /// Whose words went with what they were written in.
    pub lost: Vec<PersonId>,
    /// The tick of the change.
    pub tick: Tick,
}

/// Something is said beside a note, or no longer what it was. Shown to those who have it open.
#[derive(Serialize)]
pub struct NoteCommented {
    comment: Comment,
}

/// The kind of [`NoteCommented`].
pub const COMMENTED: &str = "notes.commented";
/// The kind of [`NoteChanged`].
pub const CHANGED: &str = "notes.changed";
/// The kind of [`NoteUpdated`].
pub const UPDATED: &str = "notes.updated";
/// Larger updates are not told but fetched.
const LARGEST_TOLD: usize = 16 << 10;

/// Those who have a note open. Ids are never negative and nobody is subscribed to what is none, so that a room of somebody's that was given
/// the note's id hears nothing of the note.
fn table(note: NoteId) -> Topic {
    Topic::Group(-note.raw())
}

/// The note whose table a topic is, if it is one.
pub fn note_of(topic: Topic) -> Option<i64> {
    match topic {
        Topic::Group(group) if group < 0 => Some(-group),
        _ => None,
    }
}

/// Tells a room of a note as it is now.
pub fn changed(note: &Note) -> Event {
    Event::new(Topic::Group(note.room_id.raw()), CHANGED, &NoteChanged { note: note.clone() })
}

/// Tells those who have a note open of an update.
pub fn updated(
    note: NoteId,
    kept: &Kept,
    by: Who,
    writers: Vec<u32>,
    bytes: &[u8],
    lost: Vec<PersonId>,
    tick: Tick,
) -> Event {
    let update = (bytes.len() <= LARGEST_TOLD).then(|| base64::encode(bytes));
    let (seq, id) = (kept.seq, kept.id);
    let told = NoteUpdated { note_id: note, seq, id, author_id: by.id, name: by.name, writers, update, lost, tick };
    Event::new(table(note), UPDATED, &told)
}

/// Tells those who have a note open of a comment as it is now.
pub fn commented(comment: &Comment) -> Event {
    Event::new(table(comment.note_id), COMMENTED, &NoteCommented { comment: comment.clone() })
}

/// The payloads by kind, for the OpenAPI document. What only those hear who have a note open comes to them as a frame, never as an event.
pub fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    vec![(CHANGED, generator.subschema_for::<NoteChanged>())]
}
