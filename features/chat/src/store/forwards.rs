//! What forwarded messages stand on.

use crate::model::{MessageId, RoomId};
use db::{Conn, List, Row, ToValue, Tx};
use kernel::{PersonId, Result};
use std::collections::{BTreeMap, HashSet};

db::statements! {
    PUT = "INSERT INTO message_forward (message_id, place, source_id, source_place)
        SELECT $1, l.place, l.source, l.there FROM {each $2 AS l: place BIGINT, source BIGINT, there BIGINT}";
    SOURCES = "SELECT f.message_id, f.place, f.source_id, f.source_place, m.room_id
        FROM message_forward f JOIN message m ON m.id = f.source_id
        WHERE f.message_id {in $1} ORDER BY f.message_id, f.place, f.source_id";
    ROOMS = "SELECT DISTINCT room_id FROM message WHERE id {in $1}";
    WITHDRAWN = "SELECT DISTINCT f.message_id, f.place FROM message_forward f JOIN message m ON m.id = f.source_id
        WHERE f.message_id {in $1} AND (f.gone OR m.withdrawn_at IS NOT NULL)";
    GONE = "UPDATE message_forward SET gone = TRUE WHERE source_id = $1 AND source_place {in $2}";
    EMPTIED = "DELETE FROM message_forward WHERE message_id = $1 AND place {in $2}";
    OF_SOURCE = "SELECT DISTINCT message_id FROM message_forward WHERE source_id = $1 ORDER BY message_id";
    MEMBERS = "SELECT person_id FROM room_member WHERE room_id = $1";
    OUTSIDERS = "SELECT m.person_id FROM room_member m JOIN outsider o ON o.person_id = m.person_id
        WHERE m.room_id = $1 ORDER BY m.person_id";
    THERE = "SELECT person_id FROM room_member WHERE room_id = $1 AND person_id {in $2}
        UNION SELECT person_id FROM room_partner WHERE room_id = $1 AND person_id {in $2}";
}

/// The place of a message's own words in what stands on it.
const OWN_WORDS: i64 = -1;

/// What something that is forwarded stands on: messages, each with the place there of what it carries, or its own words.
pub type Standing = BTreeMap<MessageId, Option<usize>>;

/// A message on which something stands that another one forwards.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// Which message forwards it.
    pub message: MessageId,
    /// At which place.
    pub place: usize,
    /// The one it stands on.
    pub source: MessageId,
    /// At which place of that, unless it is that one's own words.
    pub there: Option<usize>,
    /// In which room that was said.
    pub room: RoomId,
}

/// Keeps what the messages stand on that one forwards, each by its place there.
pub fn put(tx: &mut Tx<'_>, message: MessageId, standing: &[Standing]) -> Result<()> {
    let cell = |place: Option<usize>| place.map_or(OWN_WORDS.to_value(), |place| place.to_value());
    let rows = standing.iter().enumerate().flat_map(|(place, sources)| {
        sources.iter().map(move |(source, there)| [place.to_value(), source.to_value(), cell(*there)])
    });
    tx.run(&PUT, &[&message, &List::rows(rows)])
}

/// What the messages stand on that some forward.
pub fn sources(conn: &mut Conn<'_>, messages: &[MessageId]) -> Result<Vec<Source>> {
    let rows = conn.rows(&SOURCES, &[&List::ids(messages.iter().copied())])?;
    let read = |row: &Row| Source {
        message: row.get(0),
        place: place(row, 1),
        source: row.get(2),
        there: (row.get::<i64>(3) != OWN_WORDS).then(|| place(row, 3)),
        room: row.get(4),
    };
    Ok(rows.iter().map(read).collect())
}

/// The rooms in which some messages were said, of whatever organisation.
pub fn rooms(conn: &mut Conn<'_>, messages: &[MessageId]) -> Result<Vec<RoomId>> {
    Ok(conn.rows(&ROOMS, &[&List::ids(messages.iter().copied())])?.iter().map(|row| row.get(0)).collect())
}

/// What some messages forward of which something was taken back since, by its place there.
pub fn withdrawn(conn: &mut Conn<'_>, messages: &[MessageId]) -> Result<HashSet<(MessageId, usize)>> {
    let rows = conn.rows(&WITHDRAWN, &[&List::ids(messages.iter().copied())])?;
    Ok(rows.iter().map(|row| (row.get(0), place(row, 1))).collect())
}

/// Notes that some places of a message were emptied: what stands on them is taken back as well.
pub fn gone(tx: &mut Tx<'_>, message: MessageId, places: &[usize]) -> Result<()> {
    tx.run(&GONE, &[&message, &numbers(places)])
}

/// Notes that the own words of a message were forgotten: what stands on them goes as well.
pub fn words_gone(tx: &mut Tx<'_>, message: MessageId) -> Result<()> {
    tx.run(&GONE, &[&message, &List::numbers([OWN_WORDS])])
}

/// Forgets on what some places of a message stood that are empty now.
pub fn emptied(tx: &mut Tx<'_>, message: MessageId, places: &[usize]) -> Result<()> {
    tx.run(&EMPTIED, &[&message, &numbers(places)])
}

fn numbers(places: &[usize]) -> List {
    List::numbers(places.iter().map(|place| i64::try_from(*place).expect("a place as it was given")))
}

/// The messages that forward one.
pub fn of_source(conn: &mut Conn<'_>, source: MessageId) -> Result<Vec<MessageId>> {
    Ok(conn.rows(&OF_SOURCE, &[&source])?.iter().map(|row| row.get(0)).collect())
}

/// The members of a room, by their ids alone: there may be thousands.
pub fn members(conn: &mut Conn<'_>, room: RoomId) -> Result<HashSet<PersonId>> {
    Ok(conn.rows(&MEMBERS, &[&room])?.iter().map(|row| row.get(0)).collect())
}

/// The guests and bots in a room.
pub fn outsiders(conn: &mut Conn<'_>, room: RoomId) -> Result<HashSet<PersonId>> {
    Ok(conn.rows(&OUTSIDERS, &[&room])?.iter().map(|row| row.get(0)).collect())
}

/// Those of some people who belong to a room, or are there from elsewhere, or were.
pub fn there(conn: &mut Conn<'_>, room: RoomId, people: &[PersonId]) -> Result<HashSet<PersonId>> {
    let rows = conn.rows(&THERE, &[&room, &List::ids(people.iter().copied())])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

fn place(row: &Row, column: usize) -> usize {
    usize::try_from(row.get::<i64>(column)).expect("a place as it was given")
}
