//! Administrators' requests to read rooms of others, and what may be read by one that was granted.

use crate::model::{InspectionId, InspectionPhase, InspectionState, RoomId, Span, StreamId, WAITS};
use crate::policy::{Ask, Decide, End};
use crate::store::messages::{MessageRow, messages, read as read_message};
use crate::store::{day, unword, word};
use db::{Conn, List, Row, Tx};
use jiff::civil::Date;
use kernel::{May, PersonId, Result, Timestamp};
use std::collections::HashMap;

/// Whether who asked still administers: whoever no longer does reads nothing from that moment on.
macro_rules! administers {
    () => {
        "EXISTS (SELECT 1 FROM account a JOIN person p ON p.id = a.person_id WHERE a.person_id = i.asked_by
            AND a.rights = 'administrator' AND a.suspended_at IS NULL AND p.active)"
    };
}
macro_rules! inspections {
    ($rest:expr) => {
        concat!(
            "SELECT i.id, i.room_id, i.asked_by, i.asked_at, i.purpose, i.hours, i.from_day, i.until_day, i.state, i.decided_by,
                i.decided_at, i.reason, i.opened_at, i.due_at, i.ended_by, i.ended_at, ",
            administers!(),
            " FROM inspection i ",
            $rest
        )
    };
}
/// Whether it stands at the moment `$3`.
macro_rules! stands {
    ($state:literal) => {
        concat!(
            "(i.state = '",
            $state,
            "' AND i.due_at > $3 AND COALESCE(i.decided_at, i.asked_at) <= $3 AND ",
            administers!(),
            ")"
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO inspection (id, org_id, room_id, asked_by, asked_at, purpose, hours, from_day, until_day, state, due_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    UPDATE = "UPDATE inspection SET state = $2, decided_by = $3, decided_at = $4, reason = $5, due_at = $6, ended_by = $7, ended_at = $8
        WHERE id = $1";
    // Whether it was still written down as standing: a job may run twice.
    CLOSE = "UPDATE inspection SET state = $2 WHERE id = $1 AND state <> $2";
    OPENED = "UPDATE inspection SET opened_at = $2 WHERE id = $1 AND opened_at IS NULL";
    GET = inspections!("WHERE i.id = $1 AND i.org_id = $2");
    EXISTS = "SELECT COUNT(*) FROM inspection WHERE id = $1";
    OF_ASKER = concat!("SELECT COUNT(*) FROM inspection i WHERE i.asked_by = $1 AND i.room_id = $2 AND (", stands!("waiting"), " OR ",
        stands!("granted"), ")");
    // $2 says which: all, those that wait, those that are granted, those that are neither.
    PAGE = inspections!(concat!("WHERE i.org_id = $1 AND (i.asked_at, i.id) < ($4, $5) AND CASE CAST($2 AS TEXT)
            WHEN 'all' THEN TRUE WHEN 'waiting' THEN ", stands!("waiting"), " WHEN 'granted' THEN ", stands!("granted"), "
            ELSE NOT (", stands!("waiting"), " OR ", stands!("granted"), ") END
        ORDER BY i.asked_at DESC, i.id DESC LIMIT $6"));
    OF_ROOM = inspections!("WHERE i.room_id = $1 AND i.state IN ('granted', 'ended') AND (i.decided_at, i.id) < ($2, $3)
        ORDER BY i.decided_at DESC, i.id DESC LIMIT $4");
    BEFORE = messages!("WHERE m.stream_id = $1 AND m.seq < $2 AND m.sent_at >= $3 AND m.sent_at < $4 ORDER BY m.seq DESC LIMIT $5");
    AFTER = messages!("WHERE m.stream_id = $1 AND m.seq > $2 AND m.sent_at >= $3 AND m.sent_at < $4 ORDER BY m.seq LIMIT $5");
    REPLIES = "SELECT m.stream_id, COUNT(*), MAX(m.seq), MAX(m.sent_at) FROM message m
        WHERE m.stream_id {in $1} AND m.sent_at >= $2 AND m.sent_at < $3 GROUP BY m.stream_id";
    COUNT = "SELECT COUNT(*), MIN(m.sent_at), MAX(m.sent_at) FROM message m
        WHERE m.stream_id = $1 AND m.sent_at >= $2 AND m.sent_at < $3";
    COUNT_REPLIES = "SELECT COUNT(*), MAX(m.sent_at) FROM message o JOIN thread t ON t.id = o.id JOIN message m ON m.stream_id = t.id
        WHERE o.stream_id = $1 AND o.sent_at >= $2 AND o.sent_at < $3 AND m.sent_at >= $2 AND m.sent_at < $3";
}

/// An inspection as the table has it, its state as it is at the moment of reading.
#[derive(Debug, Clone)]
pub struct InspectionRow {
    /// Its id.
    pub id: InspectionId,
    /// The room.
    pub room: RoomId,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Timestamp,
    /// Why.
    pub purpose: String,
    /// For how many hours.
    pub hours: i64,
    /// Only messages from this day on.
    pub from_day: Option<Date>,
    /// Only messages until this day.
    pub until_day: Option<Date>,
    /// What has become of it by now.
    pub state: InspectionState,
    /// Who decided.
    pub decided_by: Option<PersonId>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Why.
    pub reason: Option<String>,
    /// When the room was first read by it.
    pub opened_at: Option<Timestamp>,
    /// When it lapses or ends by itself.
    pub due_at: Timestamp,
    /// Who ended it or took it back.
    pub ended_by: Option<PersonId>,
    /// When.
    pub ended_at: Option<Timestamp>,
}

impl InspectionRow {
    /// A new request, which waits.
    pub fn asked(id: InspectionId, room: RoomId, by: PersonId, at: Timestamp, purpose: String, hours: i64) -> Self {
        Self {
            id,
            room,
            asked_by: by,
            asked_at: at,
            purpose,
            hours,
            from_day: None,
            until_day: None,
            state: InspectionState::Waiting,
            decided_by: None,
            decided_at: None,
            reason: None,
            opened_at: None,
            due_at: at.plus(WAITS),
            ended_by: None,
            ended_at: None,
        }
    }

    /// The moments between which messages may be read.
    pub fn span(&self) -> Span {
        Span::of_days(self.from_day, self.until_day)
    }

    /// Whether only some days may be read.
    pub fn is_narrow(&self) -> bool {
        self.from_day.is_some() || self.until_day.is_some()
    }
}

fn read(row: &Row, now: Timestamp) -> InspectionRow {
    let (asked_at, decided_at, due_at): (Timestamp, Option<Timestamp>, Timestamp) =
        (row.get(3), row.get(10), row.get(13));
    let state: InspectionState = unword(row.get(8));
    InspectionRow {
        id: row.get(0),
        room: row.get(1),
        asked_by: row.get(2),
        asked_at,
        purpose: row.get(4),
        hours: row.get(5),
        from_day: row.get::<Option<String>>(6).as_deref().map(day),
        until_day: row.get::<Option<String>>(7).as_deref().map(day),
        state: state.at(now, decided_at.unwrap_or(asked_at)..due_at, row.get(16)),
        decided_by: row.get(9),
        decided_at,
        reason: row.get(11),
        opened_at: row.get(12),
        due_at,
        ended_by: row.get(14),
        ended_at: row.get(15),
    }
}

/// Adds a request.
pub fn insert(tx: &mut Tx<'_>, row: &May<Ask, InspectionRow>) -> Result<()> {
    let org = tx.actor().org;
    let text = |day: Option<Date>| day.map(|day| day.to_string());
    tx.run(
        &INSERT,
        &[
            &row.id,
            &org,
            &row.room,
            &row.asked_by,
            &row.asked_at,
            &row.purpose,
            &row.hours,
            &text(row.from_day),
            &text(row.until_day),
            &word(row.state),
            &row.due_at,
        ],
    )
}

fn update(tx: &mut Tx<'_>, row: &InspectionRow) -> Result<()> {
    let InspectionRow { id, state, decided_by, decided_at, reason, due_at, ended_by, ended_at, .. } = row;
    tx.run(&UPDATE, &[id, &word(*state), decided_by, decided_at, reason, due_at, ended_by, ended_at])
}

/// Saves what was decided.
pub fn decide(tx: &mut Tx<'_>, row: &May<Decide, InspectionRow>) -> Result<()> {
    update(tx, row)
}

/// Saves that it is over.
pub fn end(tx: &mut Tx<'_>, row: &May<End, InspectionRow>) -> Result<()> {
    update(tx, row)
}

/// Writes down that its time is over; false when that was written down before.
pub fn close(tx: &mut Tx<'_>, row: &May<End, InspectionRow>) -> Result<bool> {
    Ok(tx.execute(&CLOSE, &[&row.id, &word(row.state)])? == 1)
}

/// Notes that the room is read by it, when that is the first time.
pub fn opened(tx: &mut Tx<'_>, id: InspectionId) -> Result<()> {
    let now = tx.now();
    tx.run(&OPENED, &[&id, &now])
}

/// One of the actor's organisation.
pub fn get(conn: &mut Conn<'_>, id: InspectionId) -> Result<Option<InspectionRow>> {
    let (org, now) = (conn.actor().org, conn.now());
    Ok(conn.row(&GET, &[&id, &org])?.map(|row| read(&row, now)))
}

/// Whether an inspection has an id, of whatever organisation.
pub fn exists(conn: &mut Conn<'_>, id: InspectionId) -> Result<bool> {
    Ok(conn.one(&EXISTS, &[&id])?.get::<i64>(0) > 0)
}

/// Whether the actor has asked for a room and that is not over.
pub fn is_asked(conn: &mut Conn<'_>, room: RoomId) -> Result<bool> {
    let (person, now) = (conn.actor().person, conn.now());
    Ok(conn.one(&OF_ASKER, &[&person, &room, &now])?.get::<i64>(0) > 0)
}

/// A page of the organisation's, the newest first, before a place.
pub fn page(
    conn: &mut Conn<'_>,
    phase: Option<InspectionPhase>,
    before: (Timestamp, InspectionId),
    limit: usize,
) -> Result<Vec<InspectionRow>> {
    let (org, now) = (conn.actor().org, conn.now());
    let phase = phase.map_or_else(|| "all".to_owned(), word);
    let rows = conn.rows(&PAGE, &[&org, &phase, &now, &before.0, &before.1, &limit])?;
    Ok(rows.iter().map(|row| read(row, now)).collect())
}

/// A page of those by which a room was opened, the newest first, before a place.
pub fn of_room(
    conn: &mut Conn<'_>,
    room: RoomId,
    before: (Timestamp, InspectionId),
    limit: usize,
) -> Result<Vec<InspectionRow>> {
    let now = conn.now();
    let rows = conn.rows(&OF_ROOM, &[&room, &before.0, &before.1, &limit])?;
    Ok(rows.iter().map(|row| read(row, now)).collect())
}

/// Up to `limit` messages of some days below a number, in rising order.
pub fn before(conn: &mut Conn<'_>, stream: StreamId, seq: i64, span: Span, limit: usize) -> Result<Vec<MessageRow>> {
    let rows = conn.rows(&BEFORE, &[&stream, &seq, &span.from, &span.until, &limit])?;
    Ok(rows.iter().rev().map(read_message).collect())
}

/// Up to `limit` messages of some days above a number, in rising order.
pub fn after(conn: &mut Conn<'_>, stream: StreamId, seq: i64, span: Span, limit: usize) -> Result<Vec<MessageRow>> {
    let rows = conn.rows(&AFTER, &[&stream, &seq, &span.from, &span.until, &limit])?;
    Ok(rows.iter().map(read_message).collect())
}

/// Replies of some days in a thread.
#[derive(Debug, Clone, Copy)]
pub struct Replies {
    /// How many.
    pub count: i64,
    /// The number of the last.
    pub last_seq: i64,
    /// When it came.
    pub last_at: Timestamp,
}

/// Of some threads the replies of some days; threads without any stay out.
pub fn replies(conn: &mut Conn<'_>, threads: &[StreamId], span: Span) -> Result<HashMap<StreamId, Replies>> {
    let rows = conn.rows(&REPLIES, &[&List::ids(threads.iter().copied()), &span.from, &span.until])?;
    let replies = |row: &Row| Replies { count: row.get(1), last_seq: row.get(2), last_at: row.get(3) };
    Ok(rows.iter().map(|row| (row.get(0), replies(row))).collect())
}

/// How many messages of some days a room has, replies below them included, and when the first and the last of them came.
pub fn count(conn: &mut Conn<'_>, room: RoomId, span: Span) -> Result<(i64, Option<Timestamp>, Option<Timestamp>)> {
    let own = conn.one(&COUNT, &[&room, &span.from, &span.until])?;
    let below = conn.one(&COUNT_REPLIES, &[&room, &span.from, &span.until])?;
    let last: [Option<Timestamp>; 2] = [own.get(2), below.get(1)];
    Ok((own.get::<i64>(0) + below.get::<i64>(0), own.get(1), last.into_iter().max().flatten()))
}
