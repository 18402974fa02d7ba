//! What lies on a meeting's table belongs to other features, which do not know this one: what of it is told here is asked of functions that
//! the server gives.

use crate::model::{NoteId, Paper, Sheet};
use db::Conn;
use files::model::FileId;
use kernel::Result;
use rooms::model::RoomId;
use std::collections::HashMap;

/// Those of some notes that are of a room and were not taken back. The actor may read the room.
pub type Papers = fn(&mut Conn<'_>, RoomId, &[NoteId]) -> Result<HashMap<NoteId, Paper>>;

/// Those of some files that messages of a room carry now, as far as the actor may read them.
pub type Sheets = fn(&mut Conn<'_>, RoomId, &[FileId]) -> Result<HashMap<FileId, Sheet>>;

/// Both.
#[derive(Debug, Clone, Copy)]
pub struct Sources {
    /// Notes.
    pub papers: Papers,
    /// Files.
    pub sheets: Sheets,
}
