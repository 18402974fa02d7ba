//! Threads and who follows them.

use crate::model::{MessageId, Thread, ThreadMine};
use db::{Conn, List, Row, Tx};
use kernel::{PersonId, Result, Timestamp};
use std::collections::HashMap;

macro_rules! threads {
    ($columns:expr, $rest:expr) => {
        concat!(
            "SELECT t.id, t.room_id, t.title, t.replies, t.last_seq, t.last_at, t.participants, t.resolved_at, t.tick",
            $columns,
            " FROM thread t ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO thread (id, room_id, title, replies, last_seq, last_at, participants, resolved_at, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (id) DO UPDATE SET title = excluded.title, replies = excluded.replies,
            last_seq = excluded.last_seq, last_at = excluded.last_at, participants = excluded.participants,
            resolved_at = excluded.resolved_at, tick = excluded.tick";
    BY_IDS = threads!("", "WHERE t.id {in $1}");
    FOLLOWED_UNREAD = threads!(", f.following, f.read_seq, f.tick",
        "JOIN thread_member f ON f.thread_id = t.id JOIN room_member b ON b.room_id = t.room_id AND b.person_id = $1
        WHERE f.person_id = $1 AND f.following AND t.last_seq > f.read_seq ORDER BY t.last_at DESC, t.id DESC LIMIT $2");
    FOLLOWED = threads!(", f.following, f.read_seq, f.tick",
        "JOIN thread_member f ON f.thread_id = t.id JOIN room_member b ON b.room_id = t.room_id AND b.person_id = $1
        WHERE f.person_id = $1 AND f.following AND (t.last_at, t.id) < ($2, $3)
        ORDER BY t.last_at DESC, t.id DESC LIMIT $4");
    MINE = "SELECT f.following, f.read_seq, f.tick FROM thread_member f WHERE f.person_id = $1 AND f.thread_id = $2";
    MINE_OF = "SELECT f.thread_id, f.following, f.read_seq, f.tick FROM thread_member f
        WHERE f.person_id = $1 AND f.thread_id {in $2}";
    UNREAD_MENTIONS = "SELECT n.stream_id, n.seq FROM mention n
        LEFT JOIN thread_member f ON f.thread_id = n.stream_id AND f.person_id = $1
        WHERE n.person_id = $1 AND n.stream_id {in $2} AND n.seq > COALESCE(f.read_seq, 0) ORDER BY n.stream_id, n.seq";
    FOLLOW_NEW = "INSERT INTO thread_member (person_id, thread_id, room_id, following, read_seq, tick)
        VALUES ($1, $2, $3, TRUE, $4, $5) ON CONFLICT (person_id, thread_id) DO NOTHING";
    FOLLOW_SET = "INSERT INTO thread_member (person_id, thread_id, room_id, following, read_seq, tick)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (person_id, thread_id) DO UPDATE SET following = excluded.following, tick = excluded.tick";
    CAUGHT_UP = "SELECT person_id FROM thread_member WHERE thread_id = $1 AND following AND read_seq >= $2
        ORDER BY person_id";
    READ_UP = "UPDATE thread_member SET read_seq = $3, tick = $4
        WHERE person_id = $1 AND thread_id = $2 AND read_seq < $3";
}

fn read(row: &Row) -> Thread {
    Thread {
        id: row.get(0),
        room_id: row.get(1),
        title: row.get(2),
        replies: row.get(3),
        last_seq: row.get(4),
        last_at: row.get(5),
        participants: serde_json::from_str(&row.get::<String>(6)).expect("the database holds lists that we wrote"),
        resolved_at: row.get(7),
        tick: row.get(8),
        mine: None,
    }
}

fn mine_at(row: &Row, from: usize) -> ThreadMine {
    ThreadMine {
        following: row.get(from),
        read_seq: row.get(from + 1),
        tick: row.get(from + 2),
        mention_seqs: Vec::new(),
    }
}

fn read_with_mine(row: &Row) -> Thread {
    Thread { mine: Some(mine_at(row, 9)), ..read(row) }
}

/// Saves a thread, new or changed.
pub fn put(tx: &mut Tx<'_>, thread: &Thread) -> Result<()> {
    let participants = serde_json::to_string(&thread.participants).expect("a list is plain data");
    tx.run(
        &INSERT,
        &[
            &thread.id,
            &thread.room_id,
            &thread.title,
            &thread.replies,
            &thread.last_seq,
            &thread.last_at,
            &participants,
            &thread.resolved_at,
            &thread.tick,
        ],
    )?;
    Ok(())
}

/// Those of some messages that have a thread.
pub fn by_ids(conn: &mut Conn<'_>, ids: &[MessageId]) -> Result<HashMap<MessageId, Thread>> {
    let rows = conn.rows(&BY_IDS, &[&List::ids(ids.iter().copied())])?;
    Ok(rows.iter().map(read).map(|thread| (thread.id, thread)).collect())
}

/// One thread.
pub fn get(conn: &mut Conn<'_>, id: MessageId) -> Result<Option<Thread>> {
    Ok(by_ids(conn, &[id])?.remove(&id))
}

/// A person's side of a thread, mentions counted; nothing when they have none.
pub fn mine(conn: &mut Conn<'_>, person: PersonId, id: MessageId) -> Result<Option<ThreadMine>> {
    let Some(row) = conn.row(&MINE, &[&person, &id])? else { return Ok(None) };
    let mut mine = mine_at(&row, 0);
    mine.mention_seqs = mentions(conn, person, &[id])?.remove(&id).unwrap_or_default();
    Ok(Some(mine))
}

/// A person's side of some threads, mentions counted.
pub fn mine_of(conn: &mut Conn<'_>, person: PersonId, ids: &[MessageId]) -> Result<HashMap<MessageId, ThreadMine>> {
    let rows = conn.rows(&MINE_OF, &[&person, &List::ids(ids.iter().copied())])?;
    let mut counted = mentions(conn, person, ids)?;
    Ok(rows
        .iter()
        .map(|row| {
            let id: MessageId = row.get(0);
            (id, ThreadMine { mention_seqs: counted.remove(&id).unwrap_or_default(), ..mine_at(row, 1) })
        })
        .collect())
}

fn mentions(conn: &mut Conn<'_>, person: PersonId, ids: &[MessageId]) -> Result<HashMap<MessageId, Vec<i64>>> {
    let mut seqs: HashMap<MessageId, Vec<i64>> = HashMap::new();
    for row in conn.rows(&UNREAD_MENTIONS, &[&person, &List::ids(ids.iter().copied())])? {
        seqs.entry(row.get(0)).or_default().push(row.get(1));
    }
    Ok(seqs)
}

fn with_mentions(conn: &mut Conn<'_>, mut threads: Vec<Thread>) -> Result<Vec<Thread>> {
    let ids: Vec<MessageId> = threads.iter().map(|thread| thread.id).collect();
    let person = conn.actor().person;
    let mut seqs = mentions(conn, person, &ids)?;
    for thread in &mut threads {
        if let Some(mine) = &mut thread.mine {
            mine.mention_seqs = seqs.remove(&thread.id).unwrap_or_default();
        }
    }
    Ok(threads)
}

/// Threads that the actor follows and has not read to their end, the newest first.
pub fn followed_unread(conn: &mut Conn<'_>, limit: usize) -> Result<Vec<Thread>> {
    let person = conn.actor().person;
    let threads = conn.rows(&FOLLOWED_UNREAD, &[&person, &limit])?.iter().map(read_with_mine).collect();
    with_mentions(conn, threads)
}

/// Threads that the actor follows, the newest first, from before a moment.
pub fn followed(conn: &mut Conn<'_>, before: (Timestamp, MessageId), limit: usize) -> Result<Vec<Thread>> {
    let person = conn.actor().person;
    let rows = conn.rows(&FOLLOWED, &[&person, &before.0, &before.1, &limit])?;
    let threads = rows.iter().map(read_with_mine).collect();
    with_mentions(conn, threads)
}

/// Makes somebody follow a thread who has no word about it yet; false when they have.
pub fn follow_new(tx: &mut Tx<'_>, thread: &Thread, person: PersonId, read_seq: i64) -> Result<bool> {
    let tick = tx.tick()?;
    Ok(tx.execute(&FOLLOW_NEW, &[&person, &thread.id, &thread.room_id, &read_seq, &tick])? == 1)
}

/// Followers who have read a thread up to a number.
pub fn caught_up(conn: &mut Conn<'_>, thread: MessageId, seq: i64) -> Result<Vec<PersonId>> {
    Ok(conn.rows(&CAUGHT_UP, &[&thread, &seq])?.iter().map(|row| row.get(0)).collect())
}

/// Makes the actor follow a thread, or no longer. Who begins to follow has read what was said before.
pub fn set_following(tx: &mut Tx<'_>, thread: &Thread, following: bool) -> Result<()> {
    let (person, tick) = (tx.actor().person, tx.tick()?);
    tx.run(&FOLLOW_SET, &[&person, &thread.id, &thread.room_id, &following, &thread.last_seq, &tick])
}

/// Moves a person's read position forward; false when it was there or further, or they have none.
pub fn read_up(tx: &mut Tx<'_>, person: PersonId, thread: MessageId, seq: i64) -> Result<bool> {
    let tick = tx.tick()?;
    Ok(tx.execute(&READ_UP, &[&person, &thread, &seq, &tick])? == 1)
}
