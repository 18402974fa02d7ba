//! Answers that bear a name.

use super::{parsed, written};
use crate::model::{Answer, StampId, StampRow};
use crate::policy::{Manage, Reply};
use db::{Conn, List, Row, Tx};
use kernel::{May, PersonId, Result, Timestamp};

db::statements! {
    PUT = "INSERT INTO stamp_answer (stamp_id, person_id, picks, words, operator_id, answered_at, entered_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (stamp_id, person_id) DO UPDATE SET picks = excluded.picks, words = excluded.words,
            operator_id = excluded.operator_id, answered_at = excluded.answered_at, entered_by = excluded.entered_by";
    DELETE = "DELETE FROM stamp_answer WHERE stamp_id = $1 AND person_id = $2";
    OF = "SELECT person_id, words, operator_id, answered_at, entered_by FROM stamp_answer WHERE stamp_id = $1 AND person_id = $2";
    OF_SOME = "SELECT person_id, words, operator_id, answered_at, entered_by FROM stamp_answer WHERE stamp_id = $1 AND person_id {in $2}";
    TAKEN = "SELECT person_id, picks, answered_at FROM stamp_answer WHERE stamp_id = $1";
    GROUPS = "SELECT picks, COUNT(*) FROM stamp_answer WHERE stamp_id = $1 GROUP BY picks";
    AFTER = "DELETE FROM stamp_answer WHERE stamp_id = $1 AND answered_at > $2 RETURNING person_id";
    NAMED = "SELECT person_id FROM stamp_answer WHERE stamp_id = $1";
    BY_READING = "SELECT id FROM person WHERE id {in $1} ORDER BY sort_key, id";
    BY_OFFICE = "SELECT id FROM person WHERE id {in $1} ORDER BY unit_path, rank, sort_key, id";
}

/// An answer as its table has it.
#[derive(Debug, Clone)]
pub struct AnswerRow {
    /// Whose.
    pub person: PersonId,
    /// What.
    pub answer: Answer,
    /// Who was using the shared account.
    pub operator: Option<PersonId>,
    /// When.
    pub at: Timestamp,
    /// Who wrote it down for them; nothing when they answered themselves.
    pub entered_by: Option<PersonId>,
}

/// What somebody's answer counts for, without its words.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Whose.
    pub person: PersonId,
    /// What is counted.
    pub picks: String,
    /// When.
    pub at: Timestamp,
}

fn read(row: &Row) -> AnswerRow {
    AnswerRow {
        person: row.get(0),
        answer: parsed(&row.get::<String>(1)),
        operator: row.get(2),
        at: row.get(3),
        entered_by: row.get(4),
    }
}

/// Saves what the actor answers, in the place of what they did before.
pub fn put(tx: &mut Tx<'_>, stamp: &May<Reply, StampRow>, answer: &Answer) -> Result<()> {
    let (actor, now) = (tx.actor(), tx.now());
    let given =
        AnswerRow { person: actor.person, answer: answer.clone(), operator: actor.operator, at: now, entered_by: None };
    put_row(tx, stamp.id, &given)
}

/// Saves what the actor writes down for somebody who has not answered themselves.
pub fn enter(tx: &mut Tx<'_>, stamp: &May<Manage, StampRow>, given: &AnswerRow) -> Result<()> {
    put_row(tx, stamp.id, given)
}

fn put_row(tx: &mut Tx<'_>, stamp: StampId, given: &AnswerRow) -> Result<()> {
    let AnswerRow { person, answer, operator, at, entered_by } = given;
    tx.run(&PUT, &[&stamp, person, &answer.picks(), &written(answer), operator, at, entered_by])
}

/// Takes back what the actor answered.
pub fn delete(tx: &mut Tx<'_>, stamp: &May<Reply, StampRow>) -> Result<()> {
    let person = tx.actor().person;
    tx.run(&DELETE, &[&stamp.id, &person])
}

/// Saves what somebody of the other side answered there; whoever wrote it down for them is somebody of this side.
pub fn put_carried(tx: &mut Tx<'_>, stamp: &May<Reply, StampRow>, person: PersonId, given: &AnswerRow) -> Result<()> {
    put_row(tx, stamp.id, &AnswerRow { person, operator: None, ..given.clone() })
}

/// Takes back what somebody of the other side took back there.
pub fn delete_carried(tx: &mut Tx<'_>, stamp: &May<Reply, StampRow>, person: PersonId) -> Result<()> {
    tx.run(&DELETE, &[&stamp.id, &person])
}

/// Takes away what was answered after a stamp was closed over there, by those who had not heard of it; whose that was.
pub fn delete_after(tx: &mut Tx<'_>, stamp: &May<Manage, StampRow>, closed: Timestamp) -> Result<Vec<PersonId>> {
    Ok(tx.rows(&AFTER, &[&stamp.id, &closed])?.iter().map(|row| row.get(0)).collect())
}

/// What somebody answered.
pub fn of_person(conn: &mut Conn<'_>, stamp: StampId, person: PersonId) -> Result<Option<AnswerRow>> {
    Ok(conn.row(&OF, &[&stamp, &person])?.as_ref().map(read))
}

/// What some people answered.
pub fn of_people(conn: &mut Conn<'_>, stamp: StampId, people: &[PersonId]) -> Result<Vec<AnswerRow>> {
    Ok(conn.rows(&OF_SOME, &[&stamp, &List::ids(people.iter().copied())])?.iter().map(read).collect())
}

/// What all answers count for.
pub fn taken(conn: &mut Conn<'_>, stamp: StampId) -> Result<Vec<Taken>> {
    let rows = conn.rows(&TAKEN, &[&stamp])?;
    Ok(rows.iter().map(|row| Taken { person: row.get(0), picks: row.get(1), at: row.get(2) }).collect())
}

/// What was taken, and by how many.
pub fn groups(conn: &mut Conn<'_>, stamp: StampId) -> Result<Vec<(String, i64)>> {
    Ok(conn.rows(&GROUPS, &[&stamp])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Who has answered.
pub fn voters(conn: &mut Conn<'_>, stamp: StampId) -> Result<Vec<PersonId>> {
    Ok(conn.rows(&NAMED, &[&stamp])?.iter().map(|row| row.get(0)).collect())
}

/// Some people in an order: official, or by reading.
pub fn in_order(conn: &mut Conn<'_>, people: &[PersonId], official: bool) -> Result<Vec<PersonId>> {
    let sql = if official { &BY_OFFICE } else { &BY_READING };
    Ok(conn.rows(sql, &[&List::ids(people.iter().copied())])?.iter().map(|row| row.get(0)).collect())
}
