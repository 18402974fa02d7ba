//! What forwarded messages stand on.

use crate::model::{MessageId, RoomId};
use db::{Conn, List, Row, ToValue, Tx};
use kernel::{PersonId, Result};
use std::collections::{BTreeSet, HashMap, HashSet};

db::statements! {
    PUT = "INSERT INTO message_forward (message_id, place, source_id)
        SELECT $1, l.place, l.source FROM {each $2 AS l: place BIGINT, source BIGINT}";
    SOURCES = "SELECT place, source_id FROM message_forward WHERE message_id = $1 ORDER BY place, source_id";
    WITHDRAWN = "SELECT DISTINCT f.message_id, f.place FROM message_forward f JOIN message m ON m.id = f.source_id
        WHERE f.message_id {in $1} AND m.withdrawn_at IS NOT NULL";
    OF_SOURCE = "SELECT DISTINCT message_id FROM message_forward WHERE source_id = $1 ORDER BY message_id";
    OUTSIDERS = "SELECT m.person_id FROM room_member m JOIN outsider o ON o.person_id = m.person_id
        WHERE m.room_id = $1 ORDER BY m.person_id";
}

/// Keeps what the messages stand on that one forwards, each by its place there.
pub fn put(tx: &mut Tx<'_>, message: MessageId, sources: &[BTreeSet<MessageId>]) -> Result<()> {
    let rows = sources
        .iter()
        .enumerate()
        .flat_map(|(place, sources)| sources.iter().map(move |source| [place.to_value(), source.to_value()]));
    tx.run(&PUT, &[&message, &List::rows(rows)])
}

/// What each message stands on that one forwards.
pub fn sources(conn: &mut Conn<'_>, message: MessageId) -> Result<HashMap<usize, BTreeSet<MessageId>>> {
    let mut found: HashMap<usize, BTreeSet<MessageId>> = HashMap::new();
    for row in conn.rows(&SOURCES, &[&message])? {
        found.entry(place(&row, 0)).or_default().insert(row.get(1));
    }
    Ok(found)
}

/// What some messages forward of which something was taken back since, by its place there.
pub fn withdrawn(conn: &mut Conn<'_>, messages: &[MessageId]) -> Result<HashSet<(MessageId, usize)>> {
    let rows = conn.rows(&WITHDRAWN, &[&List::ids(messages.iter().copied())])?;
    Ok(rows.iter().map(|row| (row.get(0), place(row, 1))).collect())
}

/// The messages that forward one.
pub fn of_source(conn: &mut Conn<'_>, source: MessageId) -> Result<Vec<MessageId>> {
    Ok(conn.rows(&OF_SOURCE, &[&source])?.iter().map(|row| row.get(0)).collect())
}

/// The guests and bots in a room.
pub fn outsiders(conn: &mut Conn<'_>, room: RoomId) -> Result<Vec<PersonId>> {
    Ok(conn.rows(&OUTSIDERS, &[&room])?.iter().map(|row| row.get(0)).collect())
}

fn place(row: &Row, column: usize) -> usize {
    usize::try_from(row.get::<i64>(column)).expect("a place as it was given")
}
