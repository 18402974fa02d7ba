//! What a room begins with is said in the name of whoever makes it.

use super::talk::say_in_room;
use super::{number_guard, operator, pins};
use crate::jobs::LayPages;
use crate::model::{LONGEST_BODY, Opening, PageToLay, RoomId, called_after};
use crate::store;
use crate::store::messages::MessageRow;
use db::{Conn, Tx};
use kernel::{Error, Result};

/// What a room can begin with. Errors: faults of fields, those of the number guard.
pub(super) fn checked(conn: &mut Conn<'_>, opening: Opening) -> Result<Opening> {
    let opening = opening.checked()?;
    for said in opening.words() {
        number_guard::look(conn, said, None)?;
    }
    Ok(opening)
}

/// Says what a room that was just made begins with; `unit` is the name that stands where the words say so.
pub(super) fn say(tx: &mut Tx<'_>, id: RoomId, opening: &Opening, unit: Option<&str>) -> Result<()> {
    let operator = operator(tx)?;
    for (number, words) in opening.messages().enumerate() {
        // Its number follows the one before.
        let (room, _) = store::rooms::get(tx, id)?.ok_or_else(Error::not_found)?;
        let body = unit.map_or_else(|| words.to_owned(), |unit| called_after(words, unit));
        let body = text::truncate(&body, LONGEST_BODY).to_owned();
        let (message, now, tick, author) = (tx.id(), tx.now(), tx.tick()?, tx.actor().person);
        let mut row = MessageRow::words(id, message, author, body, now, tick);
        row.extra.operator = operator.clone();
        // The one that says how the room is used stays at hand when it is far up.
        if number == 0 && !opening.first.is_empty() {
            row.extra.pinned = Some(pins::by_actor(tx)?);
            store::pins::put(tx, &row)?;
        }
        say_in_room(tx, &room, row)?;
    }
    Ok(())
}

/// Has the pages of notes laid into a room to which the actor belongs.
pub(super) fn lay_pages(tx: &mut Tx<'_>, room: RoomId, opening: &Opening) -> Result<()> {
    if opening.pages.is_empty() {
        return Ok(());
    }
    let actor = tx.actor();
    let pages = opening.pages.iter().map(|page| PageToLay { id: tx.id(), page: page.clone() }).collect();
    jobs::enqueue(tx, &LayPages { room, account: actor.account, operator: actor.operator, pages }, None)
}
