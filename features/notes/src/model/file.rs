//! The files of a note.

use super::note::{NoteId, Who};
use super::schema::Kind;
use super::tree::Node;
use files::model::{FileId, FileKind};
use kernel::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Files of a note at most, those that stand on it no more included.
pub const MOST_FILES: i64 = 500;

/// A file of a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NoteFile {
    /// Its id.
    pub id: FileId,
    /// What it is called.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// What sort.
    pub kind: FileKind,
    /// Of a picture that browsers show: how wide.
    pub width: Option<i64>,
    /// How high.
    pub height: Option<i64>,
    /// Who brought it to the note.
    pub brought_by: Who,
    /// When.
    pub brought_at: Timestamp,
    /// Whoever asks looks at it and may not save it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(with = "Option<bool>")]
    pub only_looked_at: bool,
}

/// From where a file comes to a note.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[schemars(rename = "TakeNoteFile")]
pub struct Taking {
    /// Another note that has it and that the actor reads; nothing for what the actor has just brought.
    pub from: Option<NoteId>,
}

impl Node {
    /// The file that it names; nothing for what is none, or names nothing that could be one.
    pub fn file(&self) -> Option<FileId> {
        let id = self.attributes.get("id").filter(|_| self.kind == Kind::File)?;
        id.as_str()?.parse().ok()
    }
}

/// The files that a page names.
pub fn named(nodes: &[Node]) -> BTreeSet<FileId> {
    let mut found = BTreeSet::new();
    for node in nodes {
        found.extend(node.file());
        found.extend(named(node.nodes()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_files_wherever_they_stand_and_nothing_that_is_no_id() {
        let id = FileId::from_raw(77);
        let file = |id: &str| Node::around(Kind::File, Vec::new()).with("id", id);
        let quoted = Node::around(Kind::Blockquote, vec![file(&id.to_string())]);
        let nodes = [quoted, file(""), file("x"), Node::saying(Kind::Paragraph, id.to_string())];
        assert_eq!(named(&nodes), BTreeSet::from([id]));
    }
}
