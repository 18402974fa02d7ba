//! What stands on notes: updates, whose numbers are whose, and states.

use crate::model::history::Mark;
use crate::model::wire::Writer;
use crate::model::{Kept, NoteId, UpdateId};
use crate::policy::{Tend, Write};
use crate::store::notes::NoteRow;
use db::{Conn, List, Row, Tx};
use kernel::{May, PersonId, Result, Timestamp};

db::statements! {
    INSERT = "INSERT INTO note_update (note_id, seq, id, author_id, operator_id, at, added, removed, bytes)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    BY_ID = "SELECT id, seq, author_id FROM note_update WHERE note_id = $1 AND id = $2";
    BYTES = "SELECT bytes FROM note_update WHERE note_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq";
    SIZE = "SELECT COUNT(*), CAST(COALESCE(SUM(LENGTH(bytes)), 0) AS BIGINT) FROM note_update WHERE note_id = $1 AND seq > $2";
    MARKS = "SELECT seq, author_id, at, added, removed FROM note_update WHERE note_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";
    LAST_BEFORE = "SELECT COALESCE(MAX(seq), 0) FROM note_update WHERE note_id = $1 AND at < $2";
    STATE = "SELECT seq, bytes FROM note_state WHERE note_id = $1 AND seq <= $2 ORDER BY seq DESC LIMIT 1";
    STATE_INSERT = "INSERT INTO note_state (note_id, seq, bytes) VALUES ($1, $2, $3)";
    // Those that nobody needs: neither the first of a stretch, from which its versions are made, nor one with a name.
    STATES_CLEAR = "DELETE FROM note_state WHERE note_id = $1 AND seq < $2
        AND seq NOT IN (SELECT MIN(s.seq) FROM note_state s WHERE s.note_id = $1 GROUP BY s.seq / $3)
        AND seq NOT IN (SELECT v.seq FROM note_version v WHERE v.note_id = $1)";
    WRITERS = "SELECT writer, person_id FROM note_writer WHERE note_id = $1 ORDER BY writer";
    WRITERS_OF = "SELECT writer, person_id, counted FROM note_writer WHERE note_id = $1 AND writer {in $2}";
    WRITER_OF = "SELECT writer FROM note_writer WHERE note_id = $1 AND person_id = $2 ORDER BY writer LIMIT 1";
    WRITER_COUNT = "SELECT COUNT(*) FROM note_writer WHERE note_id = $1";
    WRITER_KEEP = "INSERT INTO note_writer (note_id, writer, person_id, counted) VALUES ($1, $2, $3, $4)
        ON CONFLICT (note_id, writer) DO UPDATE SET counted = excluded.counted";
    WORDS = "INSERT INTO note_words (note_id, words) VALUES ($1, $2) ON CONFLICT (note_id) DO UPDATE SET words = excluded.words";
    WORDS_OF = "SELECT words FROM note_words WHERE note_id = $1";
    UPDATES_DELETE = "DELETE FROM note_update WHERE note_id = $1";
    STATES_DELETE = "DELETE FROM note_state WHERE note_id = $1";
    WRITERS_DELETE = "DELETE FROM note_writer WHERE note_id = $1";
    WORDS_DELETE = "DELETE FROM note_words WHERE note_id = $1";
}

/// An update that is to be kept.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Its id.
    pub id: UpdateId,
    /// Letters that it brings.
    pub added: i64,
    /// How much it takes away.
    pub removed: i64,
    /// As it came.
    pub bytes: Vec<u8>,
}

/// Keeps an update as the last of its note, whose number is given already.
pub fn insert(tx: &mut Tx<'_>, note: &May<Write, NoteRow>, new: &Arrival) -> Result<()> {
    let (actor, now) = (tx.actor(), tx.now());
    tx.run(
        &INSERT,
        &[&note.id, &note.seq, &new.id, &actor.person, &actor.operator, &now, &new.added, &new.removed, &new.bytes],
    )
}

/// The update with an id, if it was kept.
pub fn by_id(conn: &mut Conn<'_>, note: NoteId, id: UpdateId) -> Result<Option<Kept>> {
    let row = conn.row(&BY_ID, &[&note, &id])?;
    Ok(row.map(|row| Kept { id: row.get(0), seq: row.get(1), author: row.get(2) }))
}

/// The number of the last update before a moment; zero where there is none.
pub fn last_before(conn: &mut Conn<'_>, note: NoteId, before: Timestamp) -> Result<i64> {
    Ok(conn.one(&LAST_BEFORE, &[&note, &before])?.get(0))
}

/// What a page consists of as of a number: a state, and the updates after it.
pub fn pieces(conn: &mut Conn<'_>, note: NoteId, seq: i64) -> Result<Vec<Vec<u8>>> {
    let state = conn.row(&STATE, &[&note, &seq])?;
    let from = state.as_ref().map_or(0i64, |row| row.get(0));
    let updates = conn.rows(&BYTES, &[&note, &from, &seq])?;
    Ok(state.iter().map(|row| row.get(1)).chain(updates.iter().map(|row| row.get(0))).collect())
}

/// How many updates came after the last state, and how many bytes they are.
pub fn unstated(conn: &mut Conn<'_>, note: NoteId) -> Result<(i64, i64)> {
    let from = conn.row(&STATE, &[&note, &i64::MAX])?.map_or(0i64, |row| row.get(0));
    let row = conn.one(&SIZE, &[&note, &from])?;
    Ok((row.get(0), row.get(1)))
}

/// Of each stretch of so many updates the first state is kept, from which its versions are made.
const STRETCH: i64 = 1_024;

/// Keeps a state, and lets those go that nobody needs any more.
pub fn keep_state(tx: &mut Tx<'_>, note: &May<Tend, NoteRow>, state: &[u8]) -> Result<()> {
    tx.run(&STATES_CLEAR, &[&note.id, &note.tended_seq, &STRETCH])?;
    tx.run(&STATE_INSERT, &[&note.id, &note.tended_seq, &state.to_vec()])
}

/// Updates below a number, the newest first.
pub fn marks(conn: &mut Conn<'_>, note: NoteId, below: i64, limit: usize) -> Result<Vec<Mark>> {
    let read = |row: &Row| Mark {
        seq: row.get(0),
        author: row.get(1),
        at: row.get(2),
        added: row.get(3),
        removed: row.get(4),
    };
    Ok(conn.rows(&MARKS, &[&note, &below, &limit])?.iter().map(read).collect())
}

fn writer(row: &Row) -> (Writer, PersonId) {
    (Writer::try_from(row.get::<i64>(0)).expect("the database holds the numbers that we let pass"), row.get(1))
}

/// Whose all numbers of a note are.
pub fn writers(conn: &mut Conn<'_>, note: NoteId) -> Result<Vec<(Writer, PersonId)>> {
    Ok(conn.rows(&WRITERS, &[&note])?.iter().map(writer).collect())
}

/// Whose a number is, and how far it counts.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// The number.
    pub writer: Writer,
    /// Who writes with it.
    pub person: PersonId,
    /// What they count next.
    pub counted: i64,
}

/// Whose some numbers are.
pub fn writers_of(conn: &mut Conn<'_>, note: NoteId, writers: &[Writer]) -> Result<Vec<Known>> {
    let listed = List::ids(writers.iter().map(|writer| kernel::Id::<()>::from_raw(i64::from(*writer))));
    let rows = conn.rows(&WRITERS_OF, &[&note, &listed])?;
    let known = |row: &Row| {
        let (writer, person) = writer(row);
        Known { writer, person, counted: row.get(2) }
    };
    Ok(rows.iter().map(known).collect())
}

/// A number with which somebody wrote before.
pub fn writer_of(conn: &mut Conn<'_>, note: NoteId, person: PersonId) -> Result<Option<Writer>> {
    Ok(conn
        .row(&WRITER_OF, &[&note, &person])?
        .map(|row| Writer::try_from(row.get::<i64>(0)).expect("the database holds the numbers that we let pass")))
}

/// How many numbers a note knows.
pub fn writer_count(conn: &mut Conn<'_>, note: NoteId) -> Result<i64> {
    Ok(conn.one(&WRITER_COUNT, &[&note])?.get(0))
}

/// Notes that a number is the actor's, and how far it counts by now.
pub fn keep_writer(tx: &mut Tx<'_>, note: &May<Write, NoteRow>, writer: Writer, counted: u32) -> Result<()> {
    let person = tx.actor().person;
    tx.run(&WRITER_KEEP, &[&note.id, &writer, &person, &i64::from(counted)])
}

/// Keeps the words of a page for search.
pub fn keep_words(tx: &mut Tx<'_>, note: NoteId, words: &str) -> Result<()> {
    tx.run(&WORDS, &[&note, &words.to_owned()])
}

/// The words of a page; of a long one a little after they were written.
pub fn words(conn: &mut Conn<'_>, note: NoteId) -> Result<String> {
    Ok(conn.row(&WORDS_OF, &[&note])?.map(|row| row.get(0)).unwrap_or_default())
}

/// Removes what stands on a note.
pub fn clear(tx: &mut Tx<'_>, note: &May<Tend, NoteRow>) -> Result<()> {
    for statement in [&UPDATES_DELETE, &STATES_DELETE, &WRITERS_DELETE, &WORDS_DELETE] {
        tx.run(statement, &[&note.id])?;
    }
    Ok(())
}
