//! Marked messages.

use super::course;
use crate::model::{QuestionId, QuestionRow, State, month_of};
use crate::policy::{Unmark, Work};
use db::{Conn, List, Row, Tx};
use kernel::{May, Result, Timestamp};
use rooms::model::{MessageId, RoomId};

macro_rules! questions {
    ($rest:literal) => {
        concat!(
            "SELECT id, room_id, thread_id, asker_id, marker_id, asked_at, answer_id, claimer_id, claimed_at, answerer_id, answered_at,
                minutes, step, tick, waits_since FROM question ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO question (id, org_id, room_id, thread_id, asker_id, marker_id, asked_at, step, tick, waits_since)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE = "UPDATE question SET claimer_id = $3, claimed_at = $4, answer_id = $5, answerer_id = $6, answered_at = $7,
            answered_month = $8, minutes = $9, step = $10, tick = $11,
            waits_since = $12
        WHERE id = $1 AND org_id = $2";
    DELETE = "DELETE FROM question WHERE id = $1 AND org_id = $2";
    GET = questions!("WHERE id = $2 AND org_id = $1");
    // For what goes with a message, which the talk has found already.
    OF_MESSAGE = questions!("WHERE id = $1");
    BY_ANSWER = questions!("WHERE answer_id = $1 ORDER BY id");
    AMONG = questions!("WHERE id {in $3} AND room_id = $1 AND org_id = $2");
    ANSWERED_AMONG = questions!("WHERE answer_id {in $3} AND room_id = $1 AND org_id = $2 ORDER BY id LIMIT $4");
    OPEN = questions!("WHERE room_id = $1 AND org_id + 0 = $2 AND answered_at IS NULL AND (asked_at, id) > ($3, $4)
        ORDER BY asked_at, id LIMIT $5");
    ANSWERED = questions!("WHERE room_id = $1 AND org_id + 0 = $2 AND answered_at IS NOT NULL AND (answered_at, id) < ($3, $4)
        ORDER BY answered_at DESC, id DESC LIMIT $5");
    COUNT_OPEN = "SELECT COUNT(*) FROM (SELECT id FROM question WHERE room_id = $1 AND answered_at IS NULL LIMIT $2) AS waiting";
    COUNT_UNCLAIMED = "SELECT COUNT(*) FROM (SELECT id FROM question WHERE room_id = $1 AND answered_at IS NULL
            AND (claimed_at IS NULL OR claimed_at < $3) LIMIT $2) AS waiting";
    MINUTES = "SELECT answered_month, minutes FROM question WHERE room_id = $1 AND answered_month >= $2
        UNION ALL SELECT answered_month, minutes FROM private_question WHERE room_id = $1 AND answered_month >= $2
        ORDER BY 1, 2";
}

/// Where a page goes on: after a moment and an id.
pub type After = (Timestamp, QuestionId);

fn read(row: &Row) -> QuestionRow {
    QuestionRow {
        id: row.get(0),
        room: row.get(1),
        thread: row.get(2),
        asker: row.get(3),
        marker: row.get(4),
        asked_at: row.get(5),
        answer: row.get(6),
        course: course(row, 7),
        tick: row.get(13),
        waits_since: row.get(14),
    }
}

/// Adds a question.
pub fn insert(tx: &mut Tx<'_>, question: &May<Work, QuestionRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &INSERT,
        &[
            &question.id,
            &org,
            &question.room,
            &question.thread,
            &question.asker,
            &question.marker,
            &question.asked_at,
            &question.course.step,
            &tick,
            &question.waits_since,
        ],
    )
}

/// Saves what was done with it.
pub fn update(tx: &mut Tx<'_>, question: &May<Work, QuestionRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let course = &question.course;
    let month = course.answered_at.map(month_of);
    tx.run(
        &UPDATE,
        &[
            &question.id,
            &org,
            &course.claimer,
            &course.claimed_at,
            &question.answer,
            &course.answerer,
            &course.answered_at,
            &month,
            &course.minutes,
            &course.step,
            &tick,
            &question.waits_since,
        ],
    )
}

/// Takes a question away.
pub fn delete(tx: &mut Tx<'_>, question: &May<Unmark, QuestionRow>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&DELETE, &[&question.id, &org])
}

/// The question with an id, of the actor's organisation: the use case asks the talk whether the actor may see it.
pub fn get(conn: &mut Conn<'_>, id: QuestionId) -> Result<Option<QuestionRow>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&org, &id])?.as_ref().map(read))
}

/// The question that a message is.
pub fn of_message(conn: &mut Conn<'_>, message: MessageId) -> Result<Option<QuestionRow>> {
    Ok(conn.row(&OF_MESSAGE, &[&message])?.as_ref().map(read))
}

/// The questions that a message answers.
pub fn answered_by(conn: &mut Conn<'_>, message: MessageId) -> Result<Vec<QuestionRow>> {
    Ok(conn.rows(&BY_ANSWER, &[&message])?.iter().map(read).collect())
}

/// What some messages of a room are among its questions: those that are questions, and those that messages answer, up to so many.
pub fn among(
    conn: &mut Conn<'_>,
    room: RoomId,
    messages: &[MessageId],
    most_answered: usize,
) -> Result<Vec<QuestionRow>> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let org = conn.actor().org;
    let ids = List::ids(messages.iter().copied());
    let mut found: Vec<QuestionRow> = conn.rows(&AMONG, &[&room, &org, &ids])?.iter().map(read).collect();
    let answered = conn.rows(&ANSWERED_AMONG, &[&room, &org, &ids, &most_answered])?;
    found.extend(answered.iter().map(read));
    found.sort_by_key(|row| row.id);
    found.dedup_by_key(|row| row.id);
    Ok(found)
}

/// By what a page goes on.
pub fn key(state: State, row: &QuestionRow) -> After {
    match state {
        State::Open => (row.asked_at, row.id),
        State::Answered => (row.course.answered_at.unwrap_or(row.asked_at), row.id),
    }
}

/// Questions of a room: those that wait, the oldest first, or those that were answered, the newest first.
pub fn of_room(
    conn: &mut Conn<'_>,
    (room, state): (RoomId, State),
    after: Option<After>,
    limit: usize,
) -> Result<Vec<QuestionRow>> {
    let org = conn.actor().org;
    let (statement, far) = match state {
        State::Open => (&OPEN, i64::MIN),
        State::Answered => (&ANSWERED, i64::MAX),
    };
    let (at, id) = after.unwrap_or((Timestamp::from_micros(far), QuestionId::from_raw(far)));
    Ok(conn.rows(statement, &[&room, &org, &at, &id, &limit])?.iter().map(read).collect())
}

/// How many wait in a room, up to so many.
pub fn count_open(conn: &mut Conn<'_>, room: RoomId, most: usize) -> Result<usize> {
    let waiting: i64 = conn.one(&COUNT_OPEN, &[&room, &most])?.get(0);
    Ok(usize::try_from(waiting).unwrap_or_default())
}

/// How many of them wait that nobody has claimed since a moment, up to so many.
pub fn count_unclaimed(conn: &mut Conn<'_>, room: RoomId, since: Timestamp, most: usize) -> Result<usize> {
    let waiting: i64 = conn.one(&COUNT_UNCLAIMED, &[&room, &most, &since])?.get(0);
    Ok(usize::try_from(waiting).unwrap_or_default())
}

/// Months and minutes of all answers of a room from a month on, in order, those to private questions among them.
pub fn minutes(conn: &mut Conn<'_>, room: RoomId, from: &str) -> Result<Vec<(String, i64)>> {
    Ok(conn.rows(&MINUTES, &[&room, &from])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}
