//! Which files notes have.

use super::{names, who};
use crate::model::NoteId;
use crate::model::file::NoteFile;
use crate::policy::{Tend, Write};
use crate::store::notes::NoteRow;
use db::{Conn, List, Row, Tx};
use files::model::{FileId, FileKind};
use files::store::FileRow;
use kernel::{May, PersonId, Result, Timestamp};
use std::collections::{BTreeSet, HashMap};

db::statements! {
    INSERT = "INSERT INTO note_file (note_id, file_id, brought_by, operator_id, brought_at, stands) VALUES ($1, $2, $3, $4, $5, $6)";
    GET = "SELECT file_id, brought_by, brought_at, stands FROM note_file WHERE note_id = $1 AND file_id = $2";
    LIST = "SELECT file_id, brought_by, brought_at, stands FROM note_file
        WHERE note_id = $1 AND file_id > $2 AND (stands OR $3) ORDER BY file_id LIMIT $4";
    COUNT = "SELECT COUNT(*) FROM note_file WHERE note_id = $1";
    STANDING = "SELECT file_id, stands FROM note_file WHERE note_id = $1";
    APPEAR = "UPDATE note_file SET stands = TRUE WHERE note_id = $1 AND file_id {in $2}";
    VANISH = "UPDATE note_file SET stands = FALSE WHERE note_id = $1 AND file_id {in $2}";
    TAKE = "DELETE FROM note_file WHERE note_id = $1 RETURNING file_id";
    WITH = "SELECT note_id FROM note_file WHERE file_id = $1 AND stands ORDER BY note_id";
    OF_NOTES = "SELECT note_id, file_id FROM note_file WHERE note_id {in $1} AND stands ORDER BY note_id, file_id";
    STILL = "SELECT DISTINCT file_id FROM note_file WHERE file_id {in $1}";
}

/// That a note has a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldFile {
    /// The file.
    pub file: FileId,
    /// Who brought it to the note.
    pub brought_by: PersonId,
    /// When.
    pub brought_at: Timestamp,
    /// It stands on the page as that is now.
    pub stands: bool,
}

fn read(row: &Row) -> HeldFile {
    HeldFile { file: row.get(0), brought_by: row.get(1), brought_at: row.get(2), stands: row.get(3) }
}

/// Gives a note a file; whether it stands on the page already, as far as is known.
pub fn insert(tx: &mut Tx<'_>, note: &May<Write, NoteRow>, file: FileId, stands: bool) -> Result<()> {
    let (actor, now) = (tx.actor(), tx.now());
    tx.run(&INSERT, &[&note.id, &file, &actor.person, &actor.operator, &now, &stands])
}

/// That a note has a file, if it has.
pub fn get(conn: &mut Conn<'_>, note: NoteId, file: FileId) -> Result<Option<HeldFile>> {
    Ok(conn.row(&GET, &[&note, &file])?.as_ref().map(read))
}

/// Files of a note after one of them; those that stand on it no more too, where `all` are wanted.
pub fn list(
    conn: &mut Conn<'_>,
    note: NoteId,
    after: Option<FileId>,
    all: bool,
    limit: usize,
) -> Result<Vec<HeldFile>> {
    let after = after.unwrap_or(FileId::from_raw(-1));
    Ok(conn.rows(&LIST, &[&note, &after, &all, &limit])?.iter().map(read).collect())
}

/// How many files a note has.
pub fn count(conn: &mut Conn<'_>, note: NoteId) -> Result<i64> {
    Ok(conn.one(&COUNT, &[&note])?.get(0))
}

/// Notes which files of a note stand on its page.
pub fn stand(tx: &mut Tx<'_>, note: NoteId, named: &BTreeSet<FileId>) -> Result<()> {
    let known: Vec<(FileId, bool)> = tx.rows(&STANDING, &[&note])?.iter().map(|row| (row.get(0), row.get(1))).collect();
    let (mut appear, mut vanish) = (Vec::new(), Vec::new());
    for (file, stands) in known {
        match (stands, named.contains(&file)) {
            (false, true) => appear.push(file),
            (true, false) => vanish.push(file),
            _ => {}
        }
    }
    if !appear.is_empty() {
        tx.run(&APPEAR, &[&note, &List::ids(appear.iter().copied())])?;
    }
    if !vanish.is_empty() {
        tx.run(&VANISH, &[&note, &List::ids(vanish.iter().copied())])?;
    }
    Ok(())
}

/// The notes on whose pages a file stands.
pub fn notes_with(conn: &mut Conn<'_>, file: FileId) -> Result<Vec<NoteId>> {
    Ok(conn.rows(&WITH, &[&file])?.iter().map(|row| row.get(0)).collect())
}

/// The files that stand on the pages of some notes.
pub fn standing(conn: &mut Conn<'_>, notes: &[NoteId]) -> Result<Vec<(NoteId, FileId)>> {
    if notes.is_empty() {
        return Ok(Vec::new());
    }
    let rows = conn.rows(&OF_NOTES, &[&List::ids(notes.iter().copied())])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Takes all its files from a note.
pub fn take(tx: &mut Tx<'_>, note: &May<Tend, NoteRow>) -> Result<Vec<FileId>> {
    Ok(tx.rows(&TAKE, &[&note.id])?.iter().map(|row| row.get(0)).collect())
}

/// Those of some files that were taken from a note which no other note has.
pub fn unreferred(conn: &mut Conn<'_>, taken: Vec<FileId>) -> Result<Vec<FileId>> {
    let still = conn.rows(&STILL, &[&List::ids(taken.iter().copied())])?;
    let still: BTreeSet<FileId> = still.iter().map(|row| row.get(0)).collect();
    Ok(taken.into_iter().filter(|id| !still.contains(id)).collect())
}

/// Files of a note as they are shown.
pub fn shown(conn: &mut Conn<'_>, held: &[HeldFile]) -> Result<Vec<NoteFile>> {
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<PersonId> = held.iter().map(|one| one.brought_by).collect();
    let names = names(conn, &people)?;
    let ids: Vec<FileId> = held.iter().map(|one| one.file).collect();
    let rows = files::store::by_ids(conn, &ids)?;
    let mut rows: HashMap<FileId, FileRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let shown = held.iter().filter_map(|one| {
        let row = rows.remove(&one.file)?;
        Some(NoteFile {
            id: row.id,
            name: row.name,
            size: row.size,
            kind: row.kind.unwrap_or(FileKind::Other),
            width: row.width,
            height: row.height,
            brought_by: who(&names, one.brought_by),
            brought_at: one.brought_at,
            only_looked_at: false,
        })
    });
    Ok(shown.collect())
}
