use super::{FileVersion, MessageId};
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
    /// Which version it is, where its room has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<FileVersion>,
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
            version: None,
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

/// In which order files are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileSort {
    /// The newest first.
    #[default]
    Newest,
    /// By name, in 五十音 order.
    Name,
    /// The largest first.
    Largest,
}

/// After which file of a room a page begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileKey {
    /// [`FileSort::Newest`].
    Newest(Timestamp, FileId),
    /// [`FileSort::Name`].
    Name(Vec<u8>, FileId),
    /// [`FileSort::Largest`].
    Largest(i64, FileId),
}

/// So many bytes of a name's place in the order are kept: they travel in addresses.
const LONGEST_KEY: usize = 96;

/// Where a name stands in 五十音 order.
pub fn name_key(name: &str) -> Vec<u8> {
    let mut key = text::sort_key("", name);
    key.truncate(LONGEST_KEY);
    key
}

impl FileSort {
    /// The key of a file in this order.
    pub fn key(self, one: &RoomFile) -> FileKey {
        let id = one.file.id.unwrap_or(FileId::from_raw(0));
        match self {
            Self::Newest => FileKey::Newest(one.sent_at, id),
            Self::Name => FileKey::Name(name_key(&one.file.name), id),
            Self::Largest => FileKey::Largest(one.file.size.unwrap_or_default(), id),
        }
    }

    /// Before all files in this order.
    pub fn start(self) -> FileKey {
        let last = FileId::from_raw(i64::MAX);
        match self {
            Self::Newest => FileKey::Newest(Timestamp::from_micros(i64::MAX), last),
            Self::Name => FileKey::Name(Vec::new(), FileId::from_raw(0)),
            Self::Largest => FileKey::Largest(i64::MAX, last),
        }
    }
}

/// Several sorts of files at once, as a room's folder shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileGroup {
    /// Pictures and films.
    Pictures,
    /// What is read.
    Documents,
}

impl FileGroup {
    /// What belongs to it.
    pub fn kinds(self) -> &'static [FileKind] {
        match self {
            Self::Pictures => &[FileKind::Picture, FileKind::Video],
            Self::Documents => &[FileKind::Pdf, FileKind::Document, FileKind::Text],
        }
    }
}

/// Which files of a room are wanted.
#[derive(Debug, Clone, Default)]
pub struct FileFilter {
    /// Of these sorts; of all, where none is named.
    pub kinds: Vec<FileKind>,
    /// Of one person.
    pub author: Option<PersonId>,
    /// In whose names these words are. Then former versions are found as well.
    pub words: Vec<String>,
}
