//! Over to another organisation: what is asked in a shared room stands on each side as a stamp of that side's own, and each answer is carried to the
//! other like a word. Who asks decides what becomes of it, on their side; nothing without a name goes over.

use super::plan;
use crate::events;
use crate::model::{Crossing, OwnAnswer, Shows, StampRow};
use crate::policy;
use crate::store::answers::{self, AnswerRow};
use crate::store::stamps;
use db::Tx;
use kernel::{Actor, PersonId, Result};
use rooms::model::CardId;
use rooms::service::{self as talk, Counterpart, Rooms, Standin};

/// How stamps go over.
pub const CROSSING: talk::Crossing = talk::Crossing { copied, followed };

/// Asks on this side what was asked on the other. Who has answered there by now follows, each by themselves.
fn copied(tx: &mut Tx<'_>, there: CardId, copy: &Counterpart) -> Result<bool> {
    let Some(row) = stamps::of_any(tx, there.cast())?.filter(|row| row.crossing != Crossing::None) else {
        return Ok(false);
    };
    let row = StampRow {
        id: copy.message.cast(),
        room: copy.room,
        asker: copy.author,
        crossing: Crossing::There,
        reminded_at: None,
        created_at: tx.now(),
        tick: tx.tick()?,
        ..row
    };
    stamps::insert(tx, &row)?;
    plan(tx, &row)?;
    if let Some(row) = policy::became_there(row) {
        stamps::update(tx, &row)?;
    }
    Ok(true)
}

/// Brings a stamp to what was done with its counterpart.
fn followed(tx: &mut Tx<'_>, rooms: &dyn Rooms, (there, here): (CardId, CardId), by: Option<Standin>) -> Result<bool> {
    let (there, here) = (stamps::of_any(tx, there.cast())?, stamps::get(tx, here.cast())?);
    match (there, here, by) {
        (Some(there), Some(here), Some(by)) => answered(tx, rooms, &there, here, by),
        (Some(there), Some(here), None) => became(tx, rooms, &there, here),
        _ => Ok(false),
    }
}

/// Somebody answered over there, or took it back. What was answered before the close counts, whenever it comes; who changed or took back
/// an answer on the other side of the close keeps the one that was counted.
fn answered(tx: &mut Tx<'_>, rooms: &dyn Rooms, there: &StampRow, here: StampRow, by: Standin) -> Result<bool> {
    // What is for who asks alone goes towards them and to no other side, but for what concerns somebody of that side itself.
    if here.question.shows == Shows::Asker && !by.homeward && !is_of_here(tx, rooms, &here, by.here)? {
        return Ok(false);
    }
    let given = answers::of_person(tx, there.id, by.there)?;
    let known = answers::of_person(tx, here.id, by.here)?;
    let closed = here.closed(tx.now());
    let late = match &given {
        Some(given) => closed.is_some_and(|closed| closed < given.at),
        None => known.is_some() && closed.is_some(),
    };
    if late {
        // Over there it goes when they hear of the close; what was counted comes back to them behind that.
        if known.as_ref().zip(closed).is_some_and(|(known, closed)| known.at <= closed) {
            rooms.pass_over(tx, here.message(), Some(by.here))?;
        }
        return Ok(false);
    }
    let (id, room) = (here.id, here.room);
    let mine = match (given, known) {
        (None, None) => return Ok(false),
        (Some(given), Some(known)) if same(&given, &known) => return Ok(false),
        (None, Some(_)) => {
            answers::delete_carried(tx, &policy::answered_there(here), by.here)?;
            None
        }
        (Some(given), _) => {
            // On this side whoever stands for who asks answers for what was written down over there.
            let entered_by = given.entered_by.map(|_| here.asker);
            let given = AnswerRow { entered_by, ..given };
            answers::put_carried(tx, &policy::answered_there(here), by.here, &given)?;
            Some(OwnAnswer { answer: Some(given.answer), at: Some(given.at), entered_by })
        }
    };
    tx.emit(events::answered(by.here, room, id, mine));
    Ok(true)
}

fn same(given: &AnswerRow, known: &AnswerRow) -> bool {
    (&given.answer, given.at, given.entered_by.is_some()) == (&known.answer, known.at, known.entered_by.is_some())
}

/// Whether somebody is of this side: who stands for those of another belongs to no room as its people do.
fn is_of_here(tx: &mut Tx<'_>, rooms: &dyn Rooms, stamp: &StampRow, person: PersonId) -> Result<bool> {
    Ok(rooms.asked(tx, stamp.room)?.iter().any(|asked| asked.person == person))
}

/// It was closed, opened again, given another deadline, decided or reminded of over there.
fn became(tx: &mut Tx<'_>, rooms: &dyn Rooms, there: &StampRow, here: StampRow) -> Result<bool> {
    let Some(mut here) = policy::became_there(here) else { return Ok(false) };
    let reminded = there.reminded_at.is_some() && here.reminded_at != there.reminded_at;
    if !reminded && (here.deadline, here.closed_at, here.decided) == (there.deadline, there.closed_at, there.decided) {
        return Ok(false);
    }
    here.reminded_at = there.reminded_at;
    (here.deadline, here.closed_at, here.decided) = (there.deadline, there.closed_at, there.decided);
    stamps::update(tx, &here)?;
    plan(tx, &here)?;
    // Closed by hand, or by a deadline that was moved before this side heard of it.
    if let Some(closed) = here.closed(tx.now()) {
        let (id, room) = (here.id, here.room);
        for person in answers::delete_after(tx, &here, closed)? {
            tx.emit(events::answered(person, room, id, None));
        }
    }
    if reminded && here.closed(tx.now()).is_none() {
        remind(tx, rooms, &here)?;
    }
    let tick = tx.tick()?;
    let news = super::view::for_everybody(tx, &here, Some(tick))?;
    tx.emit(events::changed(news));
    Ok(true)
}

/// Calls those of this side who are waited for, in the name of whoever stands for who asks.
fn remind(tx: &mut Tx<'_>, rooms: &dyn Rooms, stamp: &StampRow) -> Result<()> {
    let waiting = super::view::waiting(tx, rooms, stamp)?.waiting;
    let own = tx.actor();
    tx.act_as(Actor { person: stamp.asker, ..own });
    let called = rooms.call(tx, stamp.message(), &waiting);
    tx.act_as(own);
    for person in called? {
        tx.emit(events::reminded(person, (stamp.id, stamp.room), stamp.asker, &stamp.question.question));
    }
    Ok(())
}
