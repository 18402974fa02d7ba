//! What lies on the tables of meetings: notes and files of the room, each as the feature knows it that has it.

use chat::service::files as room_files;
use db::Conn;
use files::model::{FileId, FileKind};
use kernel::{Kind, Result};
use meetings::model::{NoteId, Paper, Sheet};
use meetings::service::sources::Sources;
use notes::store::notes as room_notes;
use rooms::model::RoomId;
use std::collections::HashMap;

/// Both sorts.
pub(crate) const SOURCES: Sources = Sources { papers, sheets };

/// Notes of the room that were not taken back. Whoever reads the room reads its notes, and the meeting has asked for that.
fn papers(conn: &mut Conn<'_>, room: RoomId, ids: &[NoteId]) -> Result<HashMap<NoteId, Paper>> {
    let mut papers = HashMap::new();
    for id in ids {
        let row = room_notes::get(conn, id.cast())?;
        if let Some(row) = row.filter(|row| row.room == room && row.withdrawn_at.is_none()) {
            papers.insert(*id, Paper { title: row.title, upto: row.seq });
        }
    }
    Ok(papers)
}

/// Files that a message of the room carries which stands.
fn sheets(conn: &mut Conn<'_>, room: RoomId, ids: &[FileId]) -> Result<HashMap<FileId, Sheet>> {
    let mut sheets = HashMap::new();
    for id in ids {
        let row = match room_files::file(conn, room, *id) {
            Ok(row) => row,
            Err(error) if error.kind() == Kind::NotFound => continue,
            Err(error) => return Err(error),
        };
        let kind = row.kind.unwrap_or(FileKind::Other);
        sheets.insert(*id, Sheet { name: row.name, kind, size: row.size, width: row.width, height: row.height });
    }
    Ok(sheets)
}
