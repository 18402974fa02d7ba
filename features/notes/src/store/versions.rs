//! Versions with a name.

use super::{names, who};
use crate::model::{NoteId, Version};
use crate::policy::{Tend, Write};
use crate::store::notes::NoteRow;
use db::{Conn, Tx};
use kernel::{May, PersonId, Result};

db::statements! {
    NAME = "INSERT INTO note_version (note_id, seq, name, named_by, named_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (note_id, seq) DO UPDATE SET name = excluded.name, named_by = excluded.named_by, named_at = excluded.named_at";
    UNNAME = "DELETE FROM note_version WHERE note_id = $1 AND seq = $2";
    LIST = "SELECT seq, name, named_by, named_at FROM note_version WHERE note_id = $1 ORDER BY seq DESC";
    CLEAR = "DELETE FROM note_version WHERE note_id = $1";
}

/// Gives a number a name, or another one.
pub fn name(tx: &mut Tx<'_>, note: &May<Write, NoteRow>, seq: i64, name: &str) -> Result<()> {
    let (person, now) = (tx.actor().person, tx.now());
    tx.run(&NAME, &[&note.id, &seq, &name.to_owned(), &person, &now])
}

/// Takes the name of a number away.
pub fn unname(tx: &mut Tx<'_>, note: &May<Write, NoteRow>, seq: i64) -> Result<()> {
    tx.run(&UNNAME, &[&note.id, &seq])
}

/// All of them, the newest first.
pub fn list(conn: &mut Conn<'_>, note: NoteId) -> Result<Vec<Version>> {
    let rows = conn.rows(&LIST, &[&note])?;
    let people: Vec<PersonId> = rows.iter().map(|row| row.get(2)).collect();
    let names = names(conn, &people)?;
    let version = |row: &db::Row| Version {
        seq: row.get(0),
        name: row.get(1),
        named_by: who(&names, row.get(2)),
        named_at: row.get(3),
    };
    Ok(rows.iter().map(version).collect())
}

/// Removes all of them.
pub fn clear(tx: &mut Tx<'_>, note: &May<Tend, NoteRow>) -> Result<()> {
    tx.run(&CLEAR, &[&note.id])
}
