//! What is said beside pages.

use super::{names, who};
use crate::model::NoteId;
use crate::model::comment::{Comment, CommentId, NewComment};
use crate::policy::{Tend, Write};
use crate::store::notes::NoteRow;
use db::{Conn, Row, Tx};
use kernel::{May, PersonId, Result, Tick, Timestamp};

db::statements! {
    INSERT = "INSERT INTO note_comment (id, note_id, root_id, author_id, operator_id, place, words, body, said_at, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    SETTLE = "UPDATE note_comment SET resolved_at = $3, resolved_by = $4, tick = $5 WHERE note_id = $1 AND id = $2";
    WITHDRAW = "UPDATE note_comment SET body = '', words = '', withdrawn_at = $3, tick = $4 WHERE note_id = $1 AND id = $2";
    GET = "SELECT id, root_id, author_id, place, words, body, said_at, resolved_at, resolved_by, withdrawn_at, tick FROM note_comment
        WHERE note_id = $1 AND id = $2";
    LIST = "SELECT id, root_id, author_id, place, words, body, said_at, resolved_at, resolved_by, withdrawn_at, tick FROM note_comment
        WHERE note_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    COUNT = "SELECT COUNT(*) FROM note_comment WHERE note_id = $1";
    CLEAR_REPLIES = "DELETE FROM note_comment WHERE note_id = $1 AND root_id IS NOT NULL";
    CLEAR = "DELETE FROM note_comment WHERE note_id = $1";
}

/// A comment as the table has it.
#[derive(Debug, Clone)]
pub struct CommentRow {
    /// Its id.
    pub id: CommentId,
    /// The comment that it answers.
    pub root: Option<CommentId>,
    /// Who said it.
    pub author: PersonId,
    /// Where in the page.
    pub place: Option<String>,
    /// What stood there.
    pub words: String,
    /// What is said.
    pub body: String,
    /// When.
    pub said_at: Timestamp,
    /// When, and by whom, it was settled.
    pub resolved: Option<(Timestamp, PersonId)>,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
    /// The tick of the last change.
    pub tick: Tick,
}

fn read(row: &Row) -> CommentRow {
    let (resolved_at, resolved_by): (Option<Timestamp>, Option<PersonId>) = (row.get(7), row.get(8));
    CommentRow {
        id: row.get(0),
        root: row.get(1),
        author: row.get(2),
        place: row.get(3),
        words: row.get(4),
        body: row.get(5),
        said_at: row.get(6),
        resolved: resolved_at.zip(resolved_by),
        withdrawn_at: row.get(9),
        tick: row.get(10),
    }
}

/// Adds a comment of the actor's.
pub fn insert(tx: &mut Tx<'_>, note: &May<Write, NoteRow>, new: &NewComment) -> Result<()> {
    let (actor, now, tick) = (tx.actor(), tx.now(), tx.tick()?);
    tx.run(
        &INSERT,
        &[
            &new.id,
            &note.id,
            &new.root_id,
            &actor.person,
            &actor.operator,
            &new.place,
            &new.words,
            &new.body,
            &now,
            &tick,
        ],
    )
}

/// Notes that the actor settled a comment, or that it is open again.
pub fn settle(tx: &mut Tx<'_>, note: &May<Write, NoteRow>, id: CommentId, settled: bool) -> Result<()> {
    let (at, by) = (settled.then(|| tx.now()), settled.then(|| tx.actor().person));
    let tick = tx.tick()?;
    tx.run(&SETTLE, &[&note.id, &id, &at, &by, &tick])
}

/// Takes a comment's words away.
pub fn withdraw(tx: &mut Tx<'_>, note: &May<Write, NoteRow>, id: CommentId) -> Result<()> {
    let (now, tick) = (tx.now(), tx.tick()?);
    tx.run(&WITHDRAW, &[&note.id, &id, &now, &tick])
}

/// The comment of a note with an id.
pub fn get(conn: &mut Conn<'_>, note: NoteId, id: CommentId) -> Result<Option<CommentRow>> {
    Ok(conn.row(&GET, &[&note, &id])?.as_ref().map(read))
}

/// A page of a note's comments, the oldest first.
pub fn list(conn: &mut Conn<'_>, note: NoteId, after: Option<CommentId>, limit: usize) -> Result<Vec<CommentRow>> {
    let after = after.unwrap_or(CommentId::from_raw(-1));
    Ok(conn.rows(&LIST, &[&note, &after, &limit])?.iter().map(read).collect())
}

/// How many there are.
pub fn count(conn: &mut Conn<'_>, note: NoteId) -> Result<i64> {
    Ok(conn.one(&COUNT, &[&note])?.get(0))
}

/// Removes all of them.
pub fn clear(tx: &mut Tx<'_>, note: &May<Tend, NoteRow>) -> Result<()> {
    tx.run(&CLEAR_REPLIES, &[&note.id])?;
    tx.run(&CLEAR, &[&note.id])
}

/// Comments with the names of who said and settled them.
pub fn shown(conn: &mut Conn<'_>, note: NoteId, rows: &[CommentRow]) -> Result<Vec<Comment>> {
    let settlers = rows.iter().filter_map(|row| row.resolved.map(|(_, by)| by));
    let people: Vec<PersonId> = rows.iter().map(|row| row.author).chain(settlers).collect();
    let names = names(conn, &people)?;
    let show = |row: &CommentRow| Comment {
        id: row.id,
        note_id: note,
        root_id: row.root,
        author: who(&names, row.author),
        place: row.place.clone(),
        words: row.words.clone(),
        body: row.body.clone(),
        said_at: row.said_at,
        resolved_at: row.resolved.map(|(at, _)| at),
        resolved_by: row.resolved.map(|(_, by)| who(&names, by)),
        withdrawn_at: row.withdrawn_at,
        tick: row.tick,
    };
    Ok(rows.iter().map(show).collect())
}
