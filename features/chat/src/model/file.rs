use super::MessageId;
use files::model::{FileId, FileKind};
use files::store::FileRow;
use kernel::{PersonId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Files of one message at most.
pub const MOST_FILES: usize = 20;

/// A file that a message carries; or one of which an import found no more than the name, and which has no id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FileReference {
    /// Under which its bytes are given out, in the message's room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<FileId>,
    /// Its name.
    pub name: String,
    /// Bytes, when known.
    pub size: Option<i64>,
    /// Its title or other words about it.
    pub note: Option<String>,
    /// What sort.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<FileKind>,
    /// Of a picture that browsers show: how wide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<i64>,
    /// How high.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<i64>,
}

impl From<&FileRow> for FileReference {
    fn from(row: &FileRow) -> Self {
        Self {
            id: Some(row.id),
            name: row.name.clone(),
            size: Some(row.size),
            note: None,
            kind: row.kind,
            width: row.width,
            height: row.height,
        }
    }
}

/// A file of a room, and with what it came.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RoomFile {
    /// The file.
    pub file: FileReference,
    /// The message that carries it.
    pub message_id: MessageId,
    /// The first message of the thread in which that stands.
    pub thread_id: Option<MessageId>,
    /// The message's number.
    pub seq: i64,
    /// Who said it.
    #[schemars(with = "String")]
    pub author_id: PersonId,
    /// When.
    pub sent_at: Timestamp,
}

/// Which files of a room are wanted.
#[derive(Debug, Clone, Default)]
pub struct FileFilter {
    /// Of one sort.
    pub kind: Option<FileKind>,
    /// Of one person.
    pub author: Option<PersonId>,
    /// In whose names these words are.
    pub words: Vec<String>,
}
