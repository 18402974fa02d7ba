//! Which files rooms have, and by which messages.

use crate::model::{FileFilter, FileKey, FileReference, FileVersion, MessageId, RoomFile, RoomId, name_key};
use crate::store::messages::MessageRow;
use crate::store::{unword, word};
use db::{Conn, List, Row, ToValue, Tx};
use directory::store::people::pattern;
use files::model::{FileId, FileKind};
use files::store::FileRow;
use kernel::Result;

// What came by a forward of which something was taken back is left out until it is known of what.
macro_rules! page {
    ($after:expr, $order:expr) => {
        concat!(
            "SELECT r.file_id, r.message_id, m.stream_id, m.seq, r.author_id, r.sent_at, f.name, f.size, r.kind, f.width, f.height,
            r.version, r.line_id, r.superseded
        FROM room_file r JOIN file f ON f.id = r.file_id JOIN message m ON m.id = r.message_id
        WHERE r.room_id = $1 AND NOT r.told AND (NOT r.superseded OR $10) AND ",
            $after,
            " AND (CAST($4 AS TEXT) = '' OR CAST($4 AS TEXT) LIKE '%,' || r.kind || ',%') AND (CAST($5 AS BIGINT) IS NULL OR r.author_id = $5)
          AND r.folded LIKE $6 ESCAPE '\\' AND r.folded LIKE $7 ESCAPE '\\' AND r.folded LIKE $8 ESCAPE '\\'
          AND NOT EXISTS (SELECT 1 FROM message_forward f JOIN message s ON s.id = f.source_id
            WHERE f.message_id = r.message_id AND (f.gone OR s.withdrawn_at IS NOT NULL)) ORDER BY ",
            $order,
            " LIMIT $9"
        )
    };
}

db::statements! {
    PUT = "INSERT INTO room_file (room_id, file_id, message_id, told, author_id, sent_at, kind, folded, sort_key, size)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    TAKE = "DELETE FROM room_file WHERE message_id = $1 RETURNING file_id";
    TAKE_SOME = "DELETE FROM room_file WHERE message_id = $1 AND file_id {in $2} RETURNING file_id";
    LISTED = "SELECT file_id FROM room_file WHERE room_id = $1 AND file_id = $2 AND NOT told LIMIT 1";
    // Of what a reply told the room as well, the first that is left is the one that lists show.
    LIST_ANOTHER = "UPDATE room_file SET told = FALSE WHERE file_id {in $1} AND message_id = (
            SELECT MIN(r.message_id) FROM room_file r WHERE r.room_id = room_file.room_id AND r.file_id = room_file.file_id)
          AND NOT EXISTS (SELECT 1 FROM room_file r
            WHERE r.room_id = room_file.room_id AND r.file_id = room_file.file_id AND NOT r.told)";
    OF_MESSAGE = "SELECT file_id, told FROM room_file WHERE message_id = $1";
    CARRIED_BY = "SELECT message_id FROM room_file WHERE room_id = $1 AND file_id = $2 AND NOT told AND message_id <> $3";
    STILL = "SELECT DISTINCT file_id FROM room_file WHERE file_id {in $1}";
    MESSAGES = "SELECT message_id FROM room_file WHERE room_id = $1 AND file_id = $2 ORDER BY message_id";
    WITH = "SELECT DISTINCT message_id FROM room_file WHERE file_id = $1 ORDER BY message_id";
    CARRIERS = "SELECT DISTINCT message_id FROM room_file WHERE room_id = $1 AND file_id {in $2} ORDER BY message_id";
    NEWEST = page!("(r.sent_at, r.file_id) < ($2, $3)", "r.sent_at DESC, r.file_id DESC");
    BY_NAME = page!("(r.sort_key, r.file_id) > ($2, $3)", "r.sort_key, r.file_id");
    LARGEST = page!("(r.size, r.file_id) < ($2, $3)", "r.size DESC, r.file_id DESC");
}

/// Notes that a room has a file by a message, which may be what a reply told it as well.
pub fn put(tx: &mut Tx<'_>, message: &MessageRow, file: &FileRow, told: bool) -> Result<()> {
    let (kind, folded) = (word(file.kind.unwrap_or(FileKind::Other)), text::fold(&file.name));
    let (sort_key, size) = (name_key(&file.name), file.size);
    tx.run(
        &PUT,
        &[
            &message.room,
            &file.id,
            &message.id,
            &told,
            &message.author,
            &message.sent_at,
            &kind,
            &folded,
            &sort_key,
            &size,
        ],
    )
}

/// Takes a message's files from its room.
pub fn take(tx: &mut Tx<'_>, message: MessageId) -> Result<Vec<FileId>> {
    Ok(tx.rows(&TAKE, &[&message])?.iter().map(|row| row.get(0)).collect())
}

/// Takes some of a message's files from its room.
pub fn take_some(tx: &mut Tx<'_>, message: MessageId, some: &[FileId]) -> Result<Vec<FileId>> {
    let rows = tx.rows(&TAKE_SOME, &[&message, &List::ids(some.iter().copied())])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Those of some files that were taken from a room to which nothing refers any more; the others are listed by what is left.
pub fn unreferred(tx: &mut Tx<'_>, taken: Vec<FileId>) -> Result<Vec<FileId>> {
    let still = tx.rows(&STILL, &[&List::ids(taken.iter().copied())])?;
    let still: Vec<FileId> = still.iter().map(|row| row.get(0)).collect();
    if !still.is_empty() {
        tx.run(&LIST_ANOTHER, &[&List::ids(still.iter().copied())])?;
    }
    Ok(taken.into_iter().filter(|id| !still.contains(id)).collect())
}

/// Whether lists of a room show a file already.
pub fn is_listed(conn: &mut Conn<'_>, room: RoomId, file: FileId) -> Result<bool> {
    Ok(conn.row(&LISTED, &[&room, &file])?.is_some())
}

/// The files of a message that only told the room what a reply carries.
pub fn told_by(conn: &mut Conn<'_>, message: MessageId) -> Result<Vec<FileId>> {
    let rows = conn.rows(&OF_MESSAGE, &[&message])?;
    Ok(rows.iter().filter(|row| row.get(1)).map(|row| row.get(0)).collect())
}

/// The message by which a room has a file in the first place, of which another one told.
pub fn first_carrier(conn: &mut Conn<'_>, room: RoomId, file: FileId, told: MessageId) -> Result<Option<MessageId>> {
    Ok(conn.row(&CARRIED_BY, &[&room, &file, &told])?.map(|row| row.get(0)))
}

/// The messages by which a room has a file.
pub fn messages(conn: &mut Conn<'_>, room: RoomId, file: FileId) -> Result<Vec<MessageId>> {
    Ok(conn.rows(&MESSAGES, &[&room, &file])?.iter().map(|row| row.get(0)).collect())
}

/// The messages by which any room has a file.
pub fn messages_with(conn: &mut Conn<'_>, file: FileId) -> Result<Vec<MessageId>> {
    Ok(conn.rows(&WITH, &[&file])?.iter().map(|row| row.get(0)).collect())
}

/// The messages by which a room has some files.
pub fn carriers(conn: &mut Conn<'_>, room: RoomId, files: &[FileId]) -> Result<Vec<MessageId>> {
    let rows = conn.rows(&CARRIERS, &[&room, &List::ids(files.iter().copied())])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Files of a room after one of a key, which is of the order that is wanted; of each that has a newer version, the line. Those are left out
/// unless words of the name are wanted.
pub fn page(
    conn: &mut Conn<'_>,
    room: RoomId,
    filter: &FileFilter,
    after: &FileKey,
    limit: usize,
) -> Result<Vec<(RoomFile, Option<FileId>)>> {
    // Between commas, so that no word is found within another.
    let kinds: String = filter.kinds.iter().map(|kind| format!(",{},", word(*kind))).collect();
    let words: Vec<String> = (0..3).map(|place| pattern(filter.words.get(place))).collect();
    let (statement, key, id): (_, &dyn ToValue, _) = match after {
        FileKey::Newest(at, id) => (&NEWEST, at, id),
        FileKey::Name(name, id) => (&BY_NAME, name, id),
        FileKey::Largest(size, id) => (&LARGEST, size, id),
    };
    let [first, second, third] = [&words[0], &words[1], &words[2]];
    let former = !filter.words.is_empty();
    let rows =
        conn.rows(statement, &[&room, key, id, &kinds, &filter.author, first, second, third, &limit, &former])?;
    let read = |row: &Row| {
        let stream: i64 = row.get(2);
        let version = row.get::<Option<i64>>(11).map(|number| FileVersion { number, newest: None });
        let line = row.get::<Option<FileId>>(12).filter(|_| row.get(13));
        let found = RoomFile {
            file: FileReference {
                id: Some(row.get(0)),
                name: row.get(6),
                size: Some(row.get(7)),
                note: None,
                kind: Some(unword(row.get(8))),
                width: row.get(9),
                height: row.get(10),
                version,
            },
            message_id: row.get(1),
            thread_id: (stream != room.raw()).then(|| MessageId::from_raw(stream)),
            seq: row.get(3),
            author_id: row.get(4),
            sent_at: row.get(5),
        };
        (found, line)
    };
    Ok(rows.iter().map(read).collect())
}
