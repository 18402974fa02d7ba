//! The files that go with a broadcast.

use files::model::{FileId, FileKind};
use files::store::FileRow;
use schemars::JsonSchema;
use serde::Serialize;

/// Files of a broadcast at most.
pub const MOST_FILES: usize = 10;

/// A file that goes with a broadcast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BroadcastFile {
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
}

impl From<FileRow> for BroadcastFile {
    fn from(row: FileRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            size: row.size,
            kind: row.kind.unwrap_or(FileKind::Other),
            width: row.width,
            height: row.height,
        }
    }
}
