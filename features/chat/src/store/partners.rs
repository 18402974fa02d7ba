//! Who of other organisations is in shared rooms. They are no members: nothing is unread for them, and nobody counts them.

use crate::model::{RoomId, ShareId};
use db::{Conn, List, Tx};
use kernel::{PersonId, Result};
use std::collections::{HashMap, HashSet};

db::statements! {
    PUT = "INSERT INTO room_partner (room_id, person_id, share_id, present) VALUES ($1, $2, $3, TRUE)
        ON CONFLICT (room_id, person_id) DO UPDATE SET share_id = excluded.share_id, present = TRUE";
    GO = "UPDATE room_partner SET present = FALSE WHERE room_id = $1 AND person_id {in $2}";
    IN_ROOM = "SELECT person_id, share_id FROM room_partner WHERE room_id = $1 AND present ORDER BY person_id";
    EVER_IN_ROOM = "SELECT person_id FROM room_partner WHERE room_id = $1";
    COUNTS = "SELECT share_id, COUNT(*) FROM room_partner WHERE room_id {in $1} AND present GROUP BY share_id";
}

/// Brings a partner into a room, by a share.
pub fn put(tx: &mut Tx<'_>, room: RoomId, person: PersonId, share: ShareId) -> Result<()> {
    tx.run(&PUT, &[&room, &person, &share])
}

/// Takes partners out of a room. What they wrote stays, and who was there still knows their names.
pub fn go(tx: &mut Tx<'_>, room: RoomId, people: &[PersonId]) -> Result<()> {
    tx.run(&GO, &[&room, &List::ids(people.iter().copied())])
}

/// The partners in a room, each with the share by which they are there.
pub fn in_room(conn: &mut Conn<'_>, room: RoomId) -> Result<Vec<(PersonId, ShareId)>> {
    Ok(conn.rows(&IN_ROOM, &[&room])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// The partners who are in a room, or were.
pub fn ever_in_room(conn: &mut Conn<'_>, room: RoomId) -> Result<HashSet<PersonId>> {
    Ok(conn.rows(&EVER_IN_ROOM, &[&room])?.iter().map(|row| row.get(0)).collect())
}

/// How many partners are in some rooms, by share.
pub fn counts(conn: &mut Conn<'_>, rooms: &[RoomId]) -> Result<HashMap<ShareId, i64>> {
    if rooms.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = conn.rows(&COUNTS, &[&List::ids(rooms.iter().copied())])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}
