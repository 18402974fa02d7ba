//! What files say, and which of them wait to be read.

use super::{FileRow, read};
use crate::model::{FileId, FileKind, Unread, is_read};
use db::{Conn, List, Row, Tx};
use kernel::Result;
use std::collections::HashMap;

db::statements! {
    WAIT = "INSERT INTO file_unread (file_id) VALUES ($1) ON CONFLICT (file_id) DO NOTHING";
    NEXT = "SELECT f.id, f.org_id, f.owner_id, f.store, f.name, f.size, f.received, f.state, f.sha256, f.media, f.kind, f.width, f.height,
            f.made_at, f.expires_at, f.place_removed, f.checked FROM file_unread u CROSS JOIN file f
        WHERE u.file_id < $1 AND f.id = u.file_id AND f.store = $2 ORDER BY u.file_id DESC LIMIT 1";
    IS_READ = "DELETE FROM file_unread WHERE file_id = $1";
    // Whoever lets go of it does so before this or after it.
    HELD = "UPDATE file SET expires_at = expires_at WHERE id = $1 AND state = 'attached'";
    KEEP = "INSERT INTO file_words (file_id, outcome, words, folded) VALUES ($1, $2, $3, $4)
        ON CONFLICT (file_id) DO UPDATE SET outcome = excluded.outcome, words = excluded.words, folded = excluded.folded";
    FOLDED = "SELECT file_id, folded FROM file_words WHERE file_id {in $1} AND folded <> ''";
    WORDS = "SELECT file_id, words FROM file_words WHERE file_id {in $1} AND words <> ''";
    FORGET_WORDS = "DELETE FROM file_words WHERE file_id {in $1}";
    FORGET_WAITING = "DELETE FROM file_unread WHERE file_id {in $1}";
}

/// Has a file read, if files of its sort are.
pub fn wait(tx: &mut Tx<'_>, row: &FileRow) -> Result<()> {
    let is_wanted = is_read(row.kind.unwrap_or(FileKind::Other), &row.name, row.size);
    if is_wanted { tx.run(&WAIT, &[&row.id]) } else { Ok(()) }
}

/// The newest file of a store below an id that waits to be read.
pub fn next(conn: &mut Conn<'_>, below: FileId, store: &str) -> Result<Option<FileRow>> {
    Ok(conn.row(&NEXT, &[&below, &store])?.as_ref().map(read))
}

/// Notes what a file says; false when nothing has it any more.
pub fn keep(tx: &mut Tx<'_>, id: FileId, said: &std::result::Result<(String, String), Unread>) -> Result<bool> {
    tx.run(&IS_READ, &[&id])?;
    if tx.execute(&HELD, &[&id])? == 0 {
        return Ok(false);
    }
    let (outcome, words, folded) = match said {
        Ok((words, folded)) => ("read", words.as_str(), folded.as_str()),
        Err(Unread::Unreadable) => ("unreadable", "", ""),
        Err(Unread::TooLarge) => ("too_large", "", ""),
    };
    tx.run(&KEEP, &[&id, &outcome, &words, &folded])?;
    Ok(true)
}

fn texts(row: &Row) -> (FileId, String) {
    (row.get(0), row.get(1))
}

/// What some files say, in the form in which texts are compared.
pub fn folded(conn: &mut Conn<'_>, ids: &[FileId]) -> Result<HashMap<FileId, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(conn.rows(&FOLDED, &[&List::ids(ids.iter().copied())])?.iter().map(texts).collect())
}

/// What some files say, as it is shown.
pub fn words(conn: &mut Conn<'_>, ids: &[FileId]) -> Result<HashMap<FileId, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(conn.rows(&WORDS, &[&List::ids(ids.iter().copied())])?.iter().map(texts).collect())
}

/// Forgets what some files said, and that they wait.
pub fn forget(tx: &mut Tx<'_>, ids: &[FileId]) -> Result<()> {
    let ids = List::ids(ids.iter().copied());
    tx.run(&FORGET_WORDS, &[&ids])?;
    tx.run(&FORGET_WAITING, &[&ids])
}
