//! Messages, their former words, reactions and mentions.

use crate::model::{Extra, FileReference, Forwarded, MessageId, MessageKind, RoomId, StreamId, with_headings};
use crate::policy::{Reword, Withdraw};
use crate::store::{unword, word};
use db::{Conn, List, Row, ToValue, Tx};
use kernel::{May, PersonId, Result, Tick, Timestamp};
use std::collections::HashMap;

/// A message as the table has it.
#[derive(Debug, Clone)]
pub struct MessageRow {
    /// Its id.
    pub id: MessageId,
    /// Its stream: the room's or a thread's.
    pub stream: StreamId,
    /// Its number there.
    pub seq: i64,
    /// The room.
    pub room: RoomId,
    /// Who wrote it.
    pub author: PersonId,
    /// The name shown instead.
    pub via: Option<String>,
    /// What sort.
    pub kind: MessageKind,
    /// The words.
    pub body: String,
    /// What else it carries.
    pub extra: Extra,
    /// It speaks to everyone.
    pub everyone: bool,
    /// The message that it answers.
    pub quote: Option<MessageId>,
    /// When it came.
    pub sent_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
    /// The tick of the last change.
    pub tick: Tick,
}

impl MessageRow {
    /// Somebody's words in a room, without a number yet.
    pub fn words(room: RoomId, id: MessageId, author: PersonId, body: String, sent_at: Timestamp, tick: Tick) -> Self {
        Self {
            id,
            stream: room.cast(),
            seq: 0,
            room,
            author,
            via: None,
            kind: MessageKind::Text,
            body,
            extra: Extra::default(),
            everyone: false,
            quote: None,
            sent_at,
            edited_at: None,
            withdrawn_at: None,
            tick,
        }
    }

    /// Its thread, when it is a reply in one.
    pub fn thread(&self) -> Option<MessageId> {
        (self.stream.raw() != self.room.raw()).then(|| self.stream.cast())
    }

    /// Its words, or the first that it carries when it says nothing to them.
    pub fn first_words(&self) -> &str {
        let carried = self.extra.forwarded.iter().map(|one| one.body.as_str());
        std::iter::once(self.body.as_str()).chain(carried).find(|words| !words.is_empty()).unwrap_or_default()
    }

    /// The files that it carries, and those of what it forwards.
    pub fn all_files(&self) -> impl Iterator<Item = &FileReference> {
        self.extra.files.iter().chain(self.extra.forwarded.iter().flat_map(|one| &one.files))
    }

    /// Whether it is something that happened to the room rather than somebody's words.
    pub fn is_notice(&self) -> bool {
        self.kind == MessageKind::Notice
    }
}

macro_rules! messages {
    ($rest:expr) => {
        concat!(
            "SELECT m.id, m.stream_id, m.seq, m.room_id, m.author_id, m.via, m.kind, m.body, m.extra, m.everyone,
                m.quote_id, m.sent_at, m.edited_at, m.withdrawn_at, m.tick FROM message m ",
            $rest
        )
    };
}
pub(super) use messages;

db::statements! {
    INSERT = "INSERT INTO message (stream_id, seq, id, room_id, author_id, via, kind, body, extra, everyone, quote_id,
            sent_at, edited_at, withdrawn_at, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    INSERT_ALL = "INSERT INTO message (stream_id, seq, id, room_id, author_id, kind, body, everyone, sent_at, tick)
        SELECT l.room, l.seq, l.id, l.room, l.author, $1, l.body, FALSE, $2, $3
        FROM {each $4 AS l: room BIGINT, seq BIGINT, id BIGINT, author BIGINT, body TEXT}";
    GET = messages!("WHERE m.id = $1");
    BY_IDS = messages!("WHERE m.id {in $1}");
    BEFORE = messages!("WHERE m.stream_id = $1 AND m.seq < $2 ORDER BY m.seq DESC LIMIT $3");
    AFTER = messages!("WHERE m.stream_id = $1 AND m.seq > $2 ORDER BY m.seq LIMIT $3");
    LAST_OF = messages!("JOIN room r ON r.id = m.stream_id AND r.last_seq = m.seq WHERE r.id {in $1}");
    REWORD = "UPDATE message SET body = $3, everyone = $4, edited_at = $5, tick = $6 WHERE stream_id = $1 AND seq = $2";
    WITHDRAW = "UPDATE message SET body = '', extra = $5, withdrawn_at = $3, tick = $4
        WHERE stream_id = $1 AND seq = $2";
    CLEAR = "UPDATE message SET body = $3, tick = $4 WHERE stream_id = $1 AND seq = $2";
    REVISIONS_DELETE = "DELETE FROM message_revision WHERE message_id = $1";
    CARRY = "UPDATE message SET extra = $3, tick = $4 WHERE stream_id = $1 AND seq = $2";
    TOUCH = "UPDATE message SET tick = $3 WHERE stream_id = $1 AND seq = $2";
    REVISION_PUT = "INSERT INTO message_revision (message_id, number, body, at, by, operator_id, carried)
        SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, CAST($5 AS BIGINT), CAST($6 AS TEXT) FROM message_revision WHERE message_id = $1";
    REVISIONS = "SELECT body, at, by, operator_id FROM message_revision WHERE message_id = $1 AND carried IS NULL ORDER BY number";
    REACT = "INSERT INTO reaction (message_id, code, person_id, at, operator_id) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (message_id, code, person_id) DO NOTHING";
    UNREACT = "DELETE FROM reaction WHERE message_id = $1 AND code = $2 AND person_id = $3";
    REACTIONS = "SELECT message_id, code, person_id, at, operator_id FROM reaction WHERE message_id {in $1} ORDER BY at, person_id";
    MENTION_PUT = "INSERT INTO mention (person_id, stream_id, seq, room_id, message_id, sent_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (person_id, stream_id, seq) DO NOTHING";
    MENTIONS_DELETE = "DELETE FROM mention WHERE stream_id = $1 AND seq = $2 RETURNING person_id";
    EVERYONE_PUT = "INSERT INTO mention_everyone (stream_id, seq, room_id, message_id, sent_at, author_id)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (stream_id, seq) DO NOTHING";
    EVERYONE_DELETE = "DELETE FROM mention_everyone WHERE stream_id = $1 AND seq = $2";
    // Of what speaks to everyone so many of each room, $5, and one more, however long people have been talking in it: `since` is
    // when the newest that do not belong to them any more were sent. Those of one's own name have no room here.
    // MATERIALIZED, or PostgreSQL works `since` out anew for every message.
    MENTIONS_OF = "WITH r AS MATERIALIZED (
            SELECT b.room_id, b.joined_seq, COALESCE((
                SELECT x.sent_at FROM mention_everyone x
                WHERE x.room_id = b.room_id AND (x.sent_at, x.message_id) < ($2, $3) AND x.seq > b.joined_seq
                  AND x.author_id <> $1
                ORDER BY x.sent_at DESC, x.message_id DESC LIMIT 1 OFFSET $5), 0) AS since
            FROM room_member b WHERE b.person_id = $1)
        SELECT mine.message_id, mine.sent_at, NULL AS room_id FROM (
            SELECT n.message_id, n.sent_at FROM mention n
            JOIN room_member b ON b.room_id = n.room_id AND b.person_id = $1
            WHERE n.person_id = $1 AND (n.sent_at, n.message_id) < ($2, $3)
            ORDER BY n.sent_at DESC, n.message_id DESC LIMIT $4) AS mine
        UNION ALL SELECT e.message_id, e.sent_at, e.room_id FROM r CROSS JOIN mention_everyone e
            WHERE e.room_id = r.room_id AND e.sent_at >= r.since AND (e.sent_at, e.message_id) < ($2, $3) AND e.seq > r.joined_seq
              AND e.author_id <> $1";
}

pub(super) fn read(row: &Row) -> MessageRow {
    MessageRow {
        id: row.get(0),
        stream: row.get(1),
        seq: row.get(2),
        room: row.get(3),
        author: row.get(4),
        via: row.get(5),
        kind: unword(row.get(6)),
        body: row.get(7),
        extra: row
            .get::<Option<String>>(8)
            .map(|extra| serde_json::from_str(&extra).expect("the database holds extras that we wrote"))
            .unwrap_or_default(),
        everyone: row.get(9),
        quote: row.get(10),
        sent_at: row.get(11),
        edited_at: row.get(12),
        withdrawn_at: row.get(13),
        tick: row.get(14),
    }
}

fn extra_text(extra: &Extra) -> Option<String> {
    (*extra != Extra::default()).then(|| serde_json::to_string(extra).expect("extras are plain data"))
}

/// Adds a message under a number that the use case has drawn.
pub fn insert(tx: &mut Tx<'_>, message: &MessageRow) -> Result<()> {
    let extra = extra_text(&message.extra);
    tx.run_apart(
        &INSERT,
        &[
            &message.stream,
            &message.seq,
            &message.id,
            &message.room,
            &message.author,
            &message.via,
            &word(message.kind),
            &message.body,
            &extra,
            &message.everyone,
            &message.quote,
            &message.sent_at,
            &message.edited_at,
            &message.withdrawn_at,
            &message.tick,
        ],
    )?;
    Ok(())
}

/// Adds several that were said just now in rooms and carry nothing but their words.
pub fn insert_plain(tx: &mut Tx<'_>, messages: &[MessageRow]) -> Result<()> {
    let (now, tick) = (tx.now(), tx.tick()?);
    let rows = messages.iter().map(|row| {
        [row.room.to_value(), row.seq.to_value(), row.id.to_value(), row.author.to_value(), row.body.to_value()]
    });
    tx.run_apart(&INSERT_ALL, &[&word(MessageKind::Text), &now, &tick, &List::rows(rows)])
}

/// The message with an id, of whatever room: the use case asks the room's policy.
pub fn get(conn: &mut Conn<'_>, id: MessageId) -> Result<Option<MessageRow>> {
    Ok(conn.row(&GET, &[&id])?.as_ref().map(read))
}

/// Those of some ids that exist, of whatever rooms.
pub fn by_ids(conn: &mut Conn<'_>, ids: &[MessageId]) -> Result<Vec<MessageRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(conn.rows(&BY_IDS, &[&List::ids(ids.iter().copied())])?.iter().map(read).collect())
}

/// Up to `limit` messages below a number, in rising order.
pub fn before(conn: &mut Conn<'_>, stream: StreamId, seq: i64, limit: usize) -> Result<Vec<MessageRow>> {
    let mut found: Vec<MessageRow> = conn.rows(&BEFORE, &[&stream, &seq, &limit])?.iter().map(read).collect();
    found.reverse();
    Ok(found)
}

/// Up to `limit` messages above a number, in rising order.
pub fn after(conn: &mut Conn<'_>, stream: StreamId, seq: i64, limit: usize) -> Result<Vec<MessageRow>> {
    Ok(conn.rows(&AFTER, &[&stream, &seq, &limit])?.iter().map(read).collect())
}

/// The newest message of each of some rooms.
pub fn last_of(conn: &mut Conn<'_>, rooms: &[RoomId]) -> Result<Vec<MessageRow>> {
    Ok(conn.rows(&LAST_OF, &[&List::ids(rooms.iter().copied())])?.iter().map(read).collect())
}

/// Saves changed words; the former ones are kept.
pub fn reword(tx: &mut Tx<'_>, message: &May<Reword, MessageRow>, former: &str) -> Result<()> {
    let (now, by, tick) = (tx.now(), tx.actor(), tx.tick()?);
    tx.run(&REVISION_PUT, &[&message.id, &former, &now, &by.person, &by.operator, &None::<String>])?;
    tx.run(&REWORD, &[&message.stream, &message.seq, &message.body, &message.everyone, &message.edited_at, &tick])?;
    Ok(())
}

/// Takes a message back: its place and number stay, its words are kept for the record only.
pub fn withdraw(tx: &mut Tx<'_>, message: &May<Withdraw, MessageRow>) -> Result<()> {
    let (now, by, tick) = (tx.now(), tx.actor(), tx.tick()?);
    let carried = carried_text(message);
    let words = with_headings(&message.body, &message.extra.headings);
    tx.run(&REVISION_PUT, &[&message.id, &words, &now, &by.person, &by.operator, &carried])?;
    let extra = extra_text(&message.extra.clone().without_contents());
    tx.run(&WITHDRAW, &[&message.stream, &message.seq, &message.withdrawn_at, &tick, &extra])?;
    Ok(())
}

/// Saves other words of a message and forgets all former ones.
pub fn clear(tx: &mut Tx<'_>, message: &May<Reword, MessageRow>) -> Result<()> {
    tx.run(&CLEAR, &[&message.stream, &message.seq, &message.body, &message.tick])?;
    tx.run(&REVISIONS_DELETE, &[&message.id])
}

/// Keeps what a message carries for the record alone: something of it was taken back where it came from.
pub fn keep_carried(tx: &mut Tx<'_>, message: &MessageRow) -> Result<()> {
    let (now, carried) = (tx.now(), carried_text(message));
    tx.run(&REVISION_PUT, &[&message.id, &message.body, &now, &message.author, &None::<PersonId>, &carried])
}

/// What a message carries, as the record keeps it: without what is forgotten in time, which it would outlive.
fn carried_text(message: &MessageRow) -> Option<String> {
    let mut carried = message.extra.forwarded.clone();
    carried.iter_mut().filter(|one| one.passing).for_each(Forwarded::take_back);
    (!carried.is_empty()).then(|| serde_json::to_string(&carried).expect("what is carried is plain data"))
}

/// Saves what else a message carries.
pub fn set_extra(tx: &mut Tx<'_>, message: &MessageRow) -> Result<Tick> {
    let tick = tx.tick()?;
    tx.run(&CARRY, &[&message.stream, &message.seq, &extra_text(&message.extra), &tick])?;
    Ok(tick)
}

/// Notes that something about a message changed.
pub fn touch(tx: &mut Tx<'_>, message: &MessageRow) -> Result<Tick> {
    let tick = tx.tick()?;
    tx.run(&TOUCH, &[&message.stream, &message.seq, &tick])?;
    Ok(tick)
}

/// Former words of a message.
#[derive(Debug, Clone)]
pub struct RevisionRow {
    /// The words.
    pub body: String,
    /// Until when they stood.
    pub at: Timestamp,
    /// Who replaced them.
    pub by: PersonId,
    /// Who was using it, when that is a shared account.
    pub operator: Option<PersonId>,
}

/// Former words of a message, the oldest first; not what was kept for the record alone.
pub fn revisions(conn: &mut Conn<'_>, id: MessageId) -> Result<Vec<RevisionRow>> {
    let rows = conn.rows(&REVISIONS, &[&id])?;
    let read = |row: &Row| RevisionRow { body: row.get(0), at: row.get(1), by: row.get(2), operator: row.get(3) };
    Ok(rows.iter().map(read).collect())
}

/// Adds a reaction; false when it was there.
pub fn react(tx: &mut Tx<'_>, id: MessageId, code: &str, person: PersonId, at: Timestamp) -> Result<bool> {
    let operator = tx.actor().operator;
    Ok(tx.execute(&REACT, &[&id, &code, &person, &at, &operator])? == 1)
}

/// Takes the actor's reaction back; false when there was none.
pub fn unreact(tx: &mut Tx<'_>, id: MessageId, code: &str) -> Result<bool> {
    let person = tx.actor().person;
    Ok(tx.execute(&UNREACT, &[&id, &code, &person])? == 1)
}

/// One reaction.
#[derive(Debug, Clone)]
pub struct ReactionRow {
    /// To which message.
    pub message: MessageId,
    /// With what.
    pub code: String,
    /// Who.
    pub person: PersonId,
    /// When.
    pub at: Timestamp,
    /// Who was using it, when that is a shared account.
    pub operator: Option<PersonId>,
}

/// The reactions to some messages, the oldest first.
pub fn reactions(conn: &mut Conn<'_>, ids: &[MessageId]) -> Result<Vec<ReactionRow>> {
    let rows = conn.rows(&REACTIONS, &[&List::ids(ids.iter().copied())])?;
    Ok(rows
        .iter()
        .map(|row| ReactionRow {
            message: row.get(0),
            code: row.get(1),
            person: row.get(2),
            at: row.get(3),
            operator: row.get(4),
        })
        .collect())
}

/// Notes that a message mentions somebody.
pub fn put_mention(tx: &mut Tx<'_>, message: &MessageRow, person: PersonId) -> Result<()> {
    tx.run(&MENTION_PUT, &[&person, &message.stream, &message.seq, &message.room, &message.id, &message.sent_at])
}

/// Notes that a message speaks to everyone.
pub fn put_everyone(tx: &mut Tx<'_>, message: &MessageRow) -> Result<()> {
    tx.run(
        &EVERYONE_PUT,
        &[&message.stream, &message.seq, &message.room, &message.id, &message.sent_at, &message.author],
    )
}

/// Forgets whom a message mentions: it was reworded or taken back. Gives who was mentioned by name or unit.
pub fn delete_mentions(tx: &mut Tx<'_>, message: &MessageRow) -> Result<Vec<PersonId>> {
    tx.run(&EVERYONE_DELETE, &[&message.stream, &message.seq])?;
    let rows = tx.rows(&MENTIONS_DELETE, &[&message.stream, &message.seq])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Messages that mention the actor or everyone in a room of theirs, since before a moment, and since when, the newest first.
pub fn mentioning(
    conn: &mut Conn<'_>,
    before: (Timestamp, MessageId),
    limit: usize,
) -> Result<Vec<(MessageId, Timestamp)>> {
    let person = conn.actor().person;
    // A page has a few of each room, not a page of each; only a room that is louder than all others together needs more.
    for of_each in [OF_EACH_ROOM.min(limit), limit] {
        let rows = conn.rows(&MENTIONS_OF, &[&person, &before.0, &before.1, &limit, &of_each])?;
        let found: Vec<Mentioning> =
            rows.iter().map(|row| Mentioning { sent_at: row.get(1), id: row.get(0), room: row.get(2) }).collect();
        if let Some(page) = newest(found, of_each, limit) {
            return Ok(page);
        }
    }
    unreachable!("a page of each room is enough for a page of all")
}

/// How many of each room are looked at first.
const OF_EACH_ROOM: usize = 4;

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Mentioning {
    sent_at: Timestamp,
    id: MessageId,
    room: Option<RoomId>,
}

/// The newest of what was found; nothing when a room of which there is more might have had a place among them.
fn newest(mut found: Vec<Mentioning>, of_each: usize, limit: usize) -> Option<Vec<(MessageId, Timestamp)>> {
    let mut of_room: HashMap<RoomId, (usize, Timestamp)> = HashMap::new();
    for one in &found {
        if let Some(room) = one.room {
            let (count, oldest) = of_room.entry(room).or_insert((0, one.sent_at));
            *count += 1;
            *oldest = one.sent_at.min(*oldest);
        }
    }
    found.sort_unstable_by(|one, other| other.cmp(one));
    found.dedup_by_key(|one| one.id);
    found.truncate(limit);
    let end = (found.len() == limit).then(|| found.last().map(|last| last.sent_at)).flatten();
    let enough = |(count, oldest): &(usize, Timestamp)| *count <= of_each || end.is_some_and(|end| end >= *oldest);
    (of_each >= limit || of_room.values().all(enough))
        .then(|| found.into_iter().map(|one| (one.id, one.sent_at)).collect())
}
