//! What is pinned in rooms, for their lists; the message says so itself.

use crate::model::{MessageId, RoomId};
use crate::store::messages::MessageRow;
use db::{Conn, Tx};
use kernel::Result;

db::statements! {
    PUT = "INSERT INTO room_pin (room_id, message_id, pinned_at) VALUES ($1, $2, $3)";
    TAKE = "DELETE FROM room_pin WHERE room_id = $1 AND message_id = $2";
    COUNT = "SELECT COUNT(*) FROM room_pin WHERE room_id = $1";
    OF_ROOM = "SELECT message_id FROM room_pin WHERE room_id = $1 ORDER BY pinned_at DESC, message_id DESC";
}

/// Puts a message among the pins of its room.
pub fn put(tx: &mut Tx<'_>, message: &MessageRow) -> Result<()> {
    let now = tx.now();
    tx.run(&PUT, &[&message.room, &message.id, &now])
}

/// Takes a message from the pins of its room.
pub fn take(tx: &mut Tx<'_>, message: &MessageRow) -> Result<()> {
    tx.run(&TAKE, &[&message.room, &message.id])
}

/// How many a room has.
pub fn count(conn: &mut Conn<'_>, room: RoomId) -> Result<i64> {
    Ok(conn.one(&COUNT, &[&room])?.get(0))
}

/// Those of a room, what was pinned last first.
pub fn of_room(conn: &mut Conn<'_>, room: RoomId) -> Result<Vec<MessageId>> {
    Ok(conn.rows(&OF_ROOM, &[&room])?.iter().map(|row| row.get(0)).collect())
}
