//! Which files of rooms are versions of one another.

use crate::model::{MessageId, NewestVersion, RoomId};
use db::{Conn, List, Row, Tx};
use files::model::FileId;
use kernel::Result;
use std::collections::HashMap;

db::statements! {
    AT = "SELECT line_id FROM room_file WHERE room_id = $1 AND file_id = $2 ORDER BY told, message_id LIMIT 1";
    BEGIN = "INSERT INTO file_line (room_id, line_id, last) VALUES ($1, $2, 1) ON CONFLICT DO NOTHING";
    LAST = "SELECT last FROM file_line WHERE room_id = $1 AND line_id = $2";
    ADVANCE = "UPDATE file_line SET last = $3 WHERE room_id = $1 AND line_id = $2";
    PUT = "UPDATE room_file SET line_id = $3, version = $4 WHERE room_id = $1 AND file_id = $2";
    // Of several messages that carry one file, those that lists show come last.
    OF_LINE = "SELECT r.file_id, r.message_id, r.version, m.stream_id, m.seq FROM room_file r JOIN message m ON m.id = r.message_id
        WHERE r.room_id = $1 AND r.line_id = $2 ORDER BY r.version, r.told DESC, r.message_id DESC";
    SUPERSEDE = "UPDATE room_file SET superseded = (version < $3) WHERE room_id = $1 AND line_id = $2";
    OF_MESSAGE = "SELECT DISTINCT line_id FROM room_file WHERE message_id = $1 AND line_id IS NOT NULL ORDER BY line_id";
    OF_FILES = "SELECT DISTINCT file_id, line_id, version FROM room_file
        WHERE room_id = $1 AND file_id {in $2} AND line_id IS NOT NULL ORDER BY line_id, version, file_id";
    NEWEST = "SELECT r.line_id, r.file_id, r.message_id, r.version, m.stream_id, m.seq
        FROM room_file r JOIN message m ON m.id = r.message_id
        WHERE r.room_id = $1 AND r.line_id {in $2} AND NOT r.superseded AND NOT r.told";
}

fn newest(row: &Row, room: RoomId, from: usize) -> NewestVersion {
    let stream: i64 = row.get(from + 3);
    NewestVersion {
        file_id: row.get(from),
        message_id: row.get(from + 1),
        number: row.get(from + 2),
        thread_id: (stream != room.raw()).then(|| MessageId::from_raw(stream)),
        seq: row.get(from + 4),
    }
}

/// Whether a room has a file, and if so, in which line.
pub fn at(conn: &mut Conn<'_>, room: RoomId, file: FileId) -> Result<Option<Option<FileId>>> {
    Ok(conn.row(&AT, &[&room, &file])?.map(|row| row.get(0)))
}

/// Begins a line with a file that stood alone.
pub fn begin(tx: &mut Tx<'_>, room: RoomId, file: FileId) -> Result<()> {
    tx.run(&BEGIN, &[&room, &file])?;
    put(tx, room, file, file, 1)
}

/// The highest number that a line has given out.
pub fn last(conn: &mut Conn<'_>, room: RoomId, line: FileId) -> Result<i64> {
    Ok(conn.row(&LAST, &[&room, &line])?.map_or(1, |row| row.get(0)))
}

/// Notes the highest number that a line has given out.
pub fn advance(tx: &mut Tx<'_>, room: RoomId, line: FileId, number: i64) -> Result<()> {
    tx.run(&ADVANCE, &[&room, &line, &number])
}

/// Puts a file that the room has into a line.
pub fn put(tx: &mut Tx<'_>, room: RoomId, file: FileId, line: FileId, number: i64) -> Result<()> {
    tx.run(&PUT, &[&room, &file, &line, &number])
}

/// All that carries a version of a line, the newest version last.
pub fn of_line(conn: &mut Conn<'_>, room: RoomId, line: FileId) -> Result<Vec<NewestVersion>> {
    Ok(conn.rows(&OF_LINE, &[&room, &line])?.iter().map(|row| newest(row, room, 0)).collect())
}

/// Notes which versions of a line lists leave out: all but one number.
pub fn supersede(tx: &mut Tx<'_>, room: RoomId, line: FileId, number: i64) -> Result<()> {
    tx.run(&SUPERSEDE, &[&room, &line, &number])
}

/// The lines of which a message carries something.
pub fn lines_of(conn: &mut Conn<'_>, message: MessageId) -> Result<Vec<FileId>> {
    Ok(conn.rows(&OF_MESSAGE, &[&message])?.iter().map(|row| row.get(0)).collect())
}

/// Those of some files of a room that are in a line, with that and their numbers.
pub fn of_files(conn: &mut Conn<'_>, room: RoomId, files: &[FileId]) -> Result<Vec<(FileId, FileId, i64)>> {
    let rows = conn.rows(&OF_FILES, &[&room, &List::ids(files.iter().copied())])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect())
}

/// The newest version of each of some lines.
pub fn newest_of(conn: &mut Conn<'_>, room: RoomId, lines: &[FileId]) -> Result<HashMap<FileId, NewestVersion>> {
    let rows = conn.rows(&NEWEST, &[&room, &List::ids(lines.iter().copied())])?;
    Ok(rows.iter().map(|row| (row.get(0), newest(row, room, 1))).collect())
}
