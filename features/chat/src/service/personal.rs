//! Drafts.

use crate::events;
use crate::model::{Draft, LONGEST_BODY, MessageId, RoomId, StreamId};
use crate::service::number_guard;
use crate::store;
use db::{Lock, Tx};
use kernel::{Error, Result};

/// Keeps a draft of the actor's; an empty one is thrown away.
pub fn keep_draft(
    tx: &mut Tx<'_>,
    stream_id: StreamId,
    room_id: RoomId,
    body: &str,
    quote: Option<MessageId>,
) -> Result<Option<Draft>> {
    let person = tx.actor().person;
    tx.lock_both(Lock::Inside(room_id.raw()), Lock::Person(person))?;
    let (_, mine) = super::room(tx, room_id)?;
    if mine.is_none() {
        return Err(Error::not_found());
    }
    if stream_id.raw() != room_id.raw() {
        let root = store::messages::get(tx, stream_id.cast())?;
        root.filter(|root| root.room == room_id).ok_or_else(Error::not_found)?;
    }
    if body.trim().is_empty() && quote.is_none() {
        throw_draft(tx, stream_id)?;
        return Ok(None);
    }
    let body = text::truncate(body, LONGEST_BODY).to_owned();
    // A number about which nobody was asked yet neither lies here nor goes into the log. What was kept before stays.
    if !number_guard::may_lie(tx, &body)? {
        return Ok(None);
    }
    let draft = Draft { stream_id, room_id, body, quote, updated_at: tx.now(), tick: tx.tick()? };
    store::personal::put_draft(tx, &draft)?;
    tx.emit(events::draft_changed(person, stream_id, Some(&draft)));
    Ok(Some(draft))
}

/// Throws a draft of the actor's away.
pub fn throw_draft(tx: &mut Tx<'_>, stream_id: StreamId) -> Result<()> {
    let person = tx.actor().person;
    tx.lock(Lock::Person(person))?;
    if store::personal::delete_draft(tx, stream_id)? {
        tx.emit(events::draft_changed(person, stream_id, None));
    }
    Ok(())
}
