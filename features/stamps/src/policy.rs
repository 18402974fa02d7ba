//! Who may do what with a stamp that they may see, and what they are told of it. Whether they may see it at all, the talk decides.

use crate::model::{CROWD, Crossing, Shows, StampRefusal, StampRow};
use kernel::{Actor, May, PersonId, Result, Timestamp};
use rooms::model::Place;

/// Proof for closing, opening and deciding.
pub struct Manage;
/// Proof for answering.
pub struct Reply;

/// Whether somebody looks after a stamp in a room where they may write: who asks, and who owns the room. What another organisation asked is
/// looked after there, for as long as it hears of this side.
pub fn manages(person: PersonId, place: &Place, row: &StampRow) -> bool {
    let is_ours = row.crossing != Crossing::There || !place.shared;
    place.may_write && is_ours && (row.asker == person || place.owns)
}

/// Who asks manages their stamp, and who owns the room.
pub fn may_manage(actor: &Actor, place: &Place, row: StampRow) -> Result<May<Manage, StampRow>> {
    if manages(actor.person, place, &row) { Ok(May::granted(row)) } else { Err(StampRefusal::NotTheAsker.into()) }
}

/// Whoever may write in the room answers while it is open; otherwise than before only where that is allowed.
pub fn may_answer(row: StampRow, has_answered: bool, now: Timestamp) -> Result<May<Reply, StampRow>> {
    if row.closed(now).is_some() {
        return Err(StampRefusal::Closed.into());
    }
    if has_answered && !row.question.changeable {
        return Err(StampRefusal::Final.into());
    }
    Ok(May::granted(row))
}

/// The program itself closes what its deadline has closed.
pub fn at_its_deadline(row: StampRow, now: Timestamp) -> Option<May<Manage, StampRow>> {
    let due = row.closed_at.is_none() && row.deadline.is_some_and(|deadline| deadline <= now);
    due.then(|| May::granted(row))
}

/// The program itself counts what somebody answered on the other side of a shared room, where they were asked whether they may.
pub fn answered_there(row: StampRow) -> May<Reply, StampRow> {
    May::granted(row)
}

/// The program itself brings what another organisation asked to what became of it there.
pub fn became_there(row: StampRow) -> Option<May<Manage, StampRow>> {
    (row.crossing == Crossing::There).then(|| May::granted(row))
}

/// The program itself takes along what stood in a message that was taken back.
pub fn taken_along(row: StampRow) -> May<Manage, StampRow> {
    May::granted(row)
}

/// Whether the numbers of a stamp are for everybody in its room.
pub fn tells_all(row: &StampRow, answered: i64, now: Timestamp) -> bool {
    let closed = row.told_closed(now).is_some();
    match row.question.shows {
        Shows::Asker => false,
        Shows::Closed | Shows::Answered => closed && is_a_crowd(row, answered),
        Shows::Always => is_a_crowd(row, answered),
    }
}

/// Whether the numbers of a stamp are for somebody.
pub fn tells(person: PersonId, row: &StampRow, (has_answered, answered): (bool, i64), now: Timestamp) -> bool {
    if tells_all(row, answered, now) {
        return true;
    }
    let asks = person == row.asker;
    match row.question.anonymous {
        // Nobody watches the numbers of an anonymous stamp move, who asks least of all.
        true => asks && row.told_closed(now).is_some() && is_a_crowd(row, answered),
        false => asks || has_answered && row.question.shows == Shows::Answered,
    }
}

/// Of an anonymous stamp that few answered, who answered says what was answered.
pub fn is_a_crowd(row: &StampRow, answered: i64) -> bool {
    !row.question.anonymous || answered >= CROWD
}
