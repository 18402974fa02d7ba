//! What somebody looks for again and again.

use kernel::{Id, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Tags the id of a search that somebody keeps.
#[derive(Debug, Clone, Copy)]
pub struct Saved;
/// The id of a search that somebody keeps; who keeps it makes it.
pub type SavedId = Id<Saved>;
/// Tags the id of a place where documents stand.
#[derive(Debug, Clone, Copy)]
pub struct Scope;

/// What of all that can be found somebody looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SearchKind {
    /// What was said.
    Messages,
    /// Notes.
    Notes,
    /// Files.
    Files,
    /// People.
    People,
    /// Rooms.
    Rooms,
}

/// A search that somebody keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SavedSearch {
    /// Its id.
    pub id: SavedId,
    /// What its owner calls it.
    pub name: String,
    /// What is looked for, as it was typed.
    pub q: String,
    /// Only in this room.
    pub room: Option<Id<Scope>>,
    /// Only of this kind.
    pub kind: Option<SearchKind>,
    /// When it was kept first.
    pub saved_at: Timestamp,
}

/// A search to keep.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NewSavedSearch {
    /// What to call it, 1 to 60 characters.
    pub name: String,
    /// What is looked for, as it is typed, 1 to 400 characters.
    pub q: String,
    /// Only in this room.
    pub room: Option<Id<Scope>>,
    /// Only of this kind.
    pub kind: Option<SearchKind>,
}
