//! What is one person's own of a note: words of theirs that were lost, and how far they have seen it.

use super::{names, who};
use crate::model::{Lost, LostId, NoteId};
use crate::policy::{Read, Tend, Write};
use crate::store::notes::NoteRow;
use db::{Conn, Tx};
use kernel::{May, PersonId, Result, Timestamp};

db::statements! {
    LOSE = "INSERT INTO note_lost (id, note_id, person_id, seq, words, at) VALUES ($1, $2, $3, $4, $5, $6)";
    LOST = "SELECT l.id, l.words, l.at, u.author_id FROM note_lost l LEFT JOIN note_update u ON u.note_id = l.note_id AND u.seq = l.seq
        WHERE l.note_id = $1 AND l.person_id = $2 AND l.settled_at IS NULL ORDER BY l.id LIMIT 50";
    SETTLE = "UPDATE note_lost SET settled_at = $4 WHERE note_id = $1 AND person_id = $2 AND id = $3 AND settled_at IS NULL";
    SEE = "INSERT INTO note_seen (note_id, person_id, seq, at, tick) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (note_id, person_id) DO UPDATE SET seq = excluded.seq, at = excluded.at, tick = excluded.tick
        WHERE note_seen.seq < excluded.seq";
    SEEN = "SELECT seq FROM note_seen WHERE note_id = $1 AND person_id = $2";
    READERS = "SELECT person_id, seq, at FROM note_seen WHERE note_id = $1 ORDER BY at DESC, person_id LIMIT $2";
    LOST_DELETE = "DELETE FROM note_lost WHERE note_id = $1";
    SEEN_DELETE = "DELETE FROM note_seen WHERE note_id = $1";
}

/// Keeps words of somebody's that went with what they were written in, by the last update.
pub fn lose(tx: &mut Tx<'_>, note: &May<Write, NoteRow>, person: PersonId, words: &str) -> Result<()> {
    let (id, now) = (tx.id::<()>(), tx.now());
    tx.run(&LOSE, &[&id, &note.id, &person, &note.seq, &words.to_owned(), &now])
}

/// Words of the actor's that went and that they have not seen to.
pub fn lost(conn: &mut Conn<'_>, note: NoteId) -> Result<Vec<Lost>> {
    let person = conn.actor().person;
    let rows = conn.rows(&LOST, &[&note, &person])?;
    let takers: Vec<PersonId> = rows.iter().filter_map(|row| row.get(3)).collect();
    let names = names(conn, &takers)?;
    let lost = rows.iter().map(|row| Lost {
        id: row.get(0),
        words: row.get(1),
        at: row.get(2),
        by: row.get::<Option<PersonId>>(3).map(|person| who(&names, person)),
    });
    Ok(lost.collect())
}

/// The actor has seen to words of theirs that went.
pub fn settle(tx: &mut Tx<'_>, note: &May<Read, NoteRow>, id: LostId) -> Result<()> {
    let (person, now) = (tx.actor().person, tx.now());
    tx.run(&SETTLE, &[&note.id, &person, &id, &now])
}

/// The actor has seen a page up to a number.
pub fn see(tx: &mut Tx<'_>, note: &May<Read, NoteRow>, seq: i64) -> Result<()> {
    let (person, now, tick) = (tx.actor().person, tx.now(), tx.tick()?);
    tx.run(&SEE, &[&note.id, &person, &seq.min(note.seq), &now, &tick])
}

/// Up to which number the actor has seen a page.
pub fn seen(conn: &mut Conn<'_>, note: NoteId) -> Result<i64> {
    let person = conn.actor().person;
    Ok(conn.row(&SEEN, &[&note, &person])?.map_or(0, |row| row.get(0)))
}

/// Who has seen a page, up to which number, and when last; the latest first.
pub fn readers(conn: &mut Conn<'_>, note: NoteId, limit: usize) -> Result<Vec<(PersonId, i64, Timestamp)>> {
    let rows = conn.rows(&READERS, &[&note, &limit])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect())
}

/// Removes what people have of a note.
pub fn clear(tx: &mut Tx<'_>, note: &May<Tend, NoteRow>) -> Result<()> {
    tx.run(&LOST_DELETE, &[&note.id])?;
    tx.run(&SEEN_DELETE, &[&note.id])
}
