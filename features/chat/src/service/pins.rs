//! ピン留め: messages that everybody in a room comes back to.

use super::talk::{held_message, tell_changed};
use super::view::{self, Shown};
use super::{operator, room};
use crate::model::{ChatRefusal, MOST_PINS, Message, MessageId, Pinned, RoomId};
use crate::policy;
use crate::store;
use crate::store::messages::MessageRow;
use db::{Conn, Tx};
use kernel::{Error, Result};
use std::collections::HashMap;

/// Pins a message in its room, or does so no longer. The room hears of it as of other words, and nobody is called.
///
/// Errors: those of writing in the room, `not_found` for what is no message, `chat.withdrawn`, `chat.too_many_pins`.
pub fn set(tx: &mut Tx<'_>, id: MessageId, on: bool) -> Result<Message> {
    let (mut row, room, mine) = held_message(tx, id)?;
    let actor = tx.actor();
    policy::may_write(&actor, room, mine.as_ref())?;
    if row.is_notice() {
        return Err(Error::not_found());
    }
    if row.extra.pinned.is_some() == on {
        return view::message_for(tx, row, actor.person);
    }
    if on && row.withdrawn_at.is_some() {
        return Err(ChatRefusal::Withdrawn.into());
    }
    if on && store::pins::count(tx, row.room)? >= MOST_PINS {
        return Err(ChatRefusal::TooManyPins.into());
    }
    row.extra.pinned = if on { Some(by_actor(tx)?) } else { None };
    store::messages::set_extra(tx, &row)?;
    match on {
        true => store::pins::put(tx, &row)?,
        false => store::pins::take(tx, &row)?,
    }
    tell_changed(tx, row)
}

/// That the actor pins something now.
pub(super) fn by_actor(tx: &mut Tx<'_>) -> Result<Pinned> {
    Ok(Pinned { at: tx.now(), by_id: tx.actor().person, operator: operator(tx)? })
}

/// What was taken back is pinned no longer.
pub(super) fn let_go(tx: &mut Tx<'_>, message: &MessageRow) -> Result<()> {
    if message.extra.pinned.is_some() { store::pins::take(tx, message) } else { Ok(()) }
}

/// What is pinned in a room that the actor may read, what was pinned last first.
pub fn of_room(conn: &mut Conn<'_>, id: RoomId) -> Result<Shown> {
    let (row, mine) = room(conn, id)?;
    policy::may_read(&conn.actor(), row, mine.as_ref())?;
    let ids = store::pins::of_room(conn, id)?;
    let rows = store::messages::by_ids(conn, &ids)?;
    let mut rows: HashMap<MessageId, MessageRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let in_order = ids.iter().filter_map(|id| rows.remove(id)).collect();
    view::shown(conn, in_order)
}
