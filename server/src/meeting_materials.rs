//! What lies on the tables of meetings: notes and files of the room, each as the feature knows it that has it.

use chat::service::files as room_files;
use db::Conn;
use files::model::{FileId, FileKind};
use files::store::FileRow;
use kernel::Result;
use meetings::model::{NoteId, Paper, Sheet};
use meetings::service::sources::Sources;
use notes::store::notes as room_notes;
use rooms::model::RoomId;
use std::collections::HashMap;

/// Both sorts.
pub(crate) const SOURCES: Sources = Sources { papers, sheets };

/// Notes of the room that were not taken back. Whoever reads the room reads its notes, and the meeting has asked for that.
fn papers(conn: &mut Conn<'_>, room: RoomId, ids: &[NoteId]) -> Result<HashMap<NoteId, Paper>> {
    let ids: Vec<_> = ids.iter().map(|id| id.cast()).collect();
    let rows = room_notes::by_ids(conn, &ids)?;
    let standing = rows.into_iter().filter(|row| row.room == room && row.withdrawn_at.is_none());
    Ok(standing.map(|row| (row.id.cast(), Paper { title: row.title, upto: row.seq })).collect())
}

/// Files that a message of the room carries which stands.
fn sheets(conn: &mut Conn<'_>, room: RoomId, ids: &[FileId]) -> Result<HashMap<FileId, Sheet>> {
    let sheet = |row: FileRow| {
        let kind = row.kind.unwrap_or(FileKind::Other);
        (row.id, Sheet { name: row.name, kind, size: row.size, width: row.width, height: row.height })
    };
    Ok(room_files::those(conn, room, ids)?.into_iter().map(sheet).collect())
}
