//! Drafts, and read positions that move together.

use crate::model::{Draft, MessageId, RoomId, StreamId};
use db::{Conn, List, Row, ToValue, Tx};
use kernel::{PersonId, Result, Timestamp};
use std::collections::BTreeSet;

db::statements! {
    PUT = "INSERT INTO draft (person_id, stream_id, room_id, body, quote_id, updated_at, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (person_id, stream_id) DO UPDATE SET body = excluded.body, quote_id = excluded.quote_id,
            updated_at = excluded.updated_at, tick = excluded.tick";
    DELETE = "DELETE FROM draft WHERE person_id = $1 AND stream_id = $2";
    DELETE_ALL = "DELETE FROM draft WHERE (person_id, stream_id) IN (
        SELECT l.person, l.stream FROM {each $1 AS l: person BIGINT, stream BIGINT})";
    ALL = "SELECT d.stream_id, d.room_id, d.body, d.quote_id, d.updated_at, d.tick FROM draft d
        JOIN room_member b ON b.room_id = d.room_id AND b.person_id = d.person_id
        WHERE d.person_id = $1 ORDER BY d.updated_at DESC";
    DRAFTS_FORGET = "DELETE FROM draft WHERE person_id = $1 AND room_id = $2";
    THREADS_FORGET = "DELETE FROM thread_member WHERE person_id = $1 AND room_id = $2";
    ROOM_READ_ALONG = "UPDATE room_member SET read_seq = (SELECT r.last_seq FROM room r WHERE r.id = $1), read_at = $3
        WHERE room_id = $1 AND read_seq = $2";
    THREAD_READ_ALONG = "UPDATE thread_member SET read_seq = $3, tick = $4 WHERE thread_id = $1 AND read_seq = $2";
}

fn read(row: &Row) -> Draft {
    Draft {
        stream_id: row.get(0),
        room_id: row.get(1),
        body: row.get(2),
        quote: row.get(3),
        updated_at: row.get(4),
        tick: row.get(5),
    }
}

/// Keeps a draft of the actor's.
pub fn put_draft(tx: &mut Tx<'_>, draft: &Draft) -> Result<()> {
    let person = tx.actor().person;
    tx.run(
        &PUT,
        &[&person, &draft.stream_id, &draft.room_id, &draft.body, &draft.quote, &draft.updated_at, &draft.tick],
    )?;
    Ok(())
}

/// Throws a draft of the actor's away; false when there was none.
pub fn delete_draft(tx: &mut Tx<'_>, stream: StreamId) -> Result<bool> {
    let person = tx.actor().person;
    Ok(tx.execute(&DELETE, &[&person, &stream])? == 1)
}

/// Throws drafts of several people away.
pub fn delete_drafts(tx: &mut Tx<'_>, drafts: &BTreeSet<(PersonId, StreamId)>) -> Result<()> {
    let rows = drafts.iter().map(|(person, stream)| [person.to_value(), stream.to_value()]);
    tx.run_apart(&DELETE_ALL, &[&List::rows(rows)])
}

/// The actor's drafts in rooms of theirs, the latest first.
pub fn drafts(conn: &mut Conn<'_>) -> Result<Vec<Draft>> {
    let person = conn.actor().person;
    Ok(conn.rows(&ALL, &[&person])?.iter().map(read).collect())
}

/// Forgets what somebody had of their own in a room that they leave: their devices drop it, and should they come again, no
/// event would bring it back.
pub fn forget_room(tx: &mut Tx<'_>, room: RoomId, person: PersonId) -> Result<()> {
    tx.run(&DRAFTS_FORGET, &[&person, &room])?;
    tx.run(&THREADS_FORGET, &[&person, &room])
}

/// Moves the read positions that stand at a number to the room's last one, after old messages were carried in.
pub fn read_room_along(tx: &mut Tx<'_>, room: RoomId, from: i64, at: Timestamp) -> Result<()> {
    tx.run(&ROOM_READ_ALONG, &[&room, &from, &at])
}

/// Moves the read positions that stand at a number to another, after old replies were carried in.
pub fn read_thread_along(tx: &mut Tx<'_>, thread: MessageId, from: i64, to: i64) -> Result<()> {
    let tick = tx.tick()?;
    tx.run(&THREAD_READ_ALONG, &[&thread, &from, &to, &tick])
}
