//! The FAQ of a room: edited words in an order by hand.

use super::{hold, private};
use crate::events;
use crate::model::{Entry, FaqId, FaqRow, MOST_ENTRIES, QuestionRefusal, Wording};
use crate::policy::{self, Edit};
use crate::store::{faq, questions};
use db::{Conn, Tx};
use kernel::{Error, May, Result};
use rooms::model::{MessageId, RoomId};
use rooms::service::Rooms;

/// The entries of a room in their order. There are 200 at most, so they come at once.
pub fn entries(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId) -> Result<Vec<Entry>> {
    rooms.place(conn, room)?;
    let at = conn.position()?.tick;
    Ok(faq::of_room(conn, room)?.into_iter().map(|row| Entry::of(row, at)).collect())
}

/// Words that somebody writes into an FAQ.
#[derive(Debug, Clone)]
pub struct Rewording {
    /// The words.
    pub wording: Wording,
    /// The question that a new entry is made of.
    pub source: Option<MessageId>,
    /// How often the entry had been reworded, as they saw it; nothing for a new one.
    pub step: Option<i64>,
}

fn told(tx: &mut Tx<'_>, entry: May<Edit, FaqRow>) -> Result<Entry> {
    let tick = tx.tick()?;
    let entry = Entry::of(entry.into_inner(), tick);
    tx.emit(events::faq_changed(entry.clone()));
    Ok(entry)
}

/// The place behind all entries of a room.
///
/// Errors: `questions.full`.
fn last_place(conn: &mut Conn<'_>, room: RoomId) -> Result<i64> {
    let rows = faq::of_room(conn, room)?;
    match rows.len() < MOST_ENTRIES {
        true => Ok(rows.last().map_or(0, |last| last.place + 1)),
        false => Err(QuestionRefusal::Full.into()),
    }
}

/// Writes an entry into a room's FAQ, behind all others, or rewords it. The same again is the same.
///
/// Errors: `questions.not_the_owner`, `questions.full`, `questions.agreed`, `id_taken`, `stale`, `chat.personal_number`, faults of fields.
pub fn write_entry(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    (room, id): (RoomId, FaqId),
    writing: &Rewording,
) -> Result<Entry> {
    hold(tx, room)?;
    let place = rooms.place(tx, room)?;
    let wording = writing.wording.checked()?;
    let (person, now) = (tx.actor().person, tx.now());
    let known = faq::get(tx, id)?;
    if let Some(known) = known {
        if known.room != room {
            return Err(QuestionRefusal::IdTaken.into());
        }
        let mut entry = policy::may_edit(&place, known)?;
        if entry.wording == wording {
            let at = tx.position()?.tick;
            return Ok(Entry::of(entry.into_inner(), at));
        }
        if entry.is_agreed {
            return Err(QuestionRefusal::Agreed.into());
        }
        if writing.step != Some(entry.step) {
            return Err(Error::stale());
        }
        rooms.guard(tx, &wording.whole())?;
        (entry.wording, entry.writer, entry.changed_at) = (wording, person, now);
        entry.step += 1;
        faq::update(tx, &entry)?;
        return told(tx, entry);
    }
    // It was taken away meanwhile.
    if writing.step.is_some() {
        return Err(Error::not_found());
    }
    let row = FaqRow {
        id,
        room,
        place: last_place(tx, room)?,
        wording,
        source: source(tx, (room, writing.source))?,
        is_agreed: false,
        writer: person,
        changed_at: now,
        step: 0,
        tick: tx.tick()?,
    };
    let entry = policy::may_edit(&place, row)?;
    rooms.guard(tx, &entry.wording.whole())?;
    faq::insert(tx, &entry)?;
    told(tx, entry)
}

/// The question that an entry is made of, which is one of the room.
///
/// Errors: a fault of `source_id`.
fn source(conn: &mut Conn<'_>, (room, source): (RoomId, Option<MessageId>)) -> Result<Option<MessageId>> {
    let Some(message) = source else { return Ok(None) };
    let known = questions::get(conn, message.cast())?.is_some_and(|question| question.room == room);
    if known { Ok(source) } else { Err(Error::field("source_id", "unknown")) }
}

/// Takes an entry away. A second time changes nothing. Words that were agreed to are not shown for longer than the owner wants either.
///
/// Errors: `questions.not_the_owner`.
pub fn remove_entry(tx: &mut Tx<'_>, rooms: &dyn Rooms, (room, id): (RoomId, FaqId)) -> Result<()> {
    hold(tx, room)?;
    let place = rooms.place(tx, room)?;
    let Some(row) = faq::get(tx, id)?.filter(|row| row.room == room) else { return Ok(()) };
    let entry = policy::may_edit(&place, row)?;
    tx.emit(events::faq_gone(&entry));
    faq::delete(tx, &entry)?;
    private::unpublished(tx, rooms, &entry)
}

/// Where somebody puts an entry.
#[derive(Debug, Clone, Copy)]
pub struct Placing {
    /// Behind which one; before all without one.
    pub after: Option<FaqId>,
}

/// Puts an entry elsewhere in the order. Gives the whole order.
///
/// Errors: `questions.not_the_owner`, a fault of `after`.
pub fn move_entry(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    (room, id): (RoomId, FaqId),
    placing: Placing,
) -> Result<Vec<FaqId>> {
    hold(tx, room)?;
    let place = rooms.place(tx, room)?;
    let mut rows = faq::of_room(tx, room)?;
    let before: Vec<FaqId> = rows.iter().map(|row| row.id).collect();
    let from = rows.iter().position(|row| row.id == id).ok_or_else(Error::not_found)?;
    let moved = rows.remove(from);
    let to = match placing.after {
        None => 0,
        Some(after) => {
            let found = rows.iter().position(|row| row.id == after);
            found.ok_or_else(|| Error::field("after", "unknown"))? + 1
        }
    };
    rows.insert(to, moved);
    let order: Vec<FaqId> = rows.iter().map(|row| row.id).collect();
    // Whoever may not is told so before anything is compared.
    let mut entries = Vec::with_capacity(rows.len());
    for (place_now, row) in (0..).zip(rows) {
        let mut entry = policy::may_edit(&place, row)?;
        if entry.place != place_now {
            entry.place = place_now;
            entries.push(entry);
        }
    }
    if order == before {
        return Ok(order);
    }
    for entry in &entries {
        faq::update(tx, entry)?;
    }
    tx.emit(events::faq_ordered(room, order.clone()));
    Ok(order)
}

/// Writes an entry with words to which whoever asked privately has agreed. The room is held.
pub(super) fn publish(tx: &mut Tx<'_>, entry: May<Edit, FaqRow>) -> Result<()> {
    faq::insert(tx, &entry)?;
    told(tx, entry).map(|_| ())
}

/// Where the next entry stands.
pub(super) fn next_place(conn: &mut Conn<'_>, room: RoomId) -> Result<i64> {
    last_place(conn, room)
}

/// Takes away what was agreed to, once it is no more. The room is held.
pub(super) fn withdraw(tx: &mut Tx<'_>, entry: May<Edit, FaqRow>) -> Result<()> {
    tx.emit(events::faq_gone(&entry));
    faq::delete(tx, &entry)
}

/// Lets an entry lead nowhere, as the question was taken back of which it was made. The room is held.
pub(super) fn forget_source(tx: &mut Tx<'_>, row: FaqRow) -> Result<()> {
    let mut entry = policy::left_behind(row);
    entry.source = None;
    faq::update(tx, &entry)?;
    told(tx, entry).map(|_| ())
}
