//! What all at a meeting are shown, and who shows it.

use super::{found, held, of_room};
use crate::events;
use crate::model::{LAST_PAGE, MaterialId, MeetingId, MeetingRefusal, MeetingRow, Shown, TURNS_APART};
use crate::policy::{self, Show};
use crate::store::{agenda, meetings};
use db::{Conn, Tx};
use kernel::{Error, May, PersonId, Result};
use rooms::service::Talk;

/// Saves what is shown now, under the next number, and tells those who sit at the meeting.
pub(super) fn turned(tx: &mut Tx<'_>, meeting: &mut May<Show, MeetingRow>) -> Result<Shown> {
    meeting.stage.turn += 1;
    meeting.stage.at = tx.now();
    meetings::show(tx, meeting)?;
    let shown = meetings::staged(tx, meeting)?;
    tx.emit(events::shown(&shown));
    Ok(shown)
}

/// What is shown now.
pub fn shown(conn: &mut Conn<'_>, talk: Talk, id: MeetingId) -> Result<Shown> {
    let (row, place) = found(conn, talk, id)?;
    let row = policy::may_read(&place, row)?;
    meetings::staged(conn, &row)
}

/// Somebody presents from now on, or nobody. Where the meeting stands stays.
///
/// Errors: a fault of `person_id` for whoever does not belong to the room, those of [`policy::may_present`].
pub fn present(tx: &mut Tx<'_>, talk: Talk, id: MeetingId, to: Option<PersonId>) -> Result<Shown> {
    let (row, place) = held(tx, talk, id)?;
    let mut row = policy::may_present(&tx.actor(), &place, row, to)?;
    if row.stage.presenter == to {
        return meetings::staged(tx, &row);
    }
    if let Some(person) = to {
        of_room(tx, talk, row.room, person, "person_id")?;
    }
    row.stage.presenter = to;
    turned(tx, &mut row)
}

/// Turns to a page of a material, for all.
///
/// Errors: faults of `material_id` and `page`, `meetings.too_fast`, those of [`policy::may_show`].
pub fn show(tx: &mut Tx<'_>, talk: Talk, id: MeetingId, material: MaterialId, page: i64) -> Result<Shown> {
    let (row, place) = held(tx, talk, id)?;
    let mut row = policy::may_show(&tx.actor(), &place, row)?;
    if (row.stage.material, row.stage.page) == (Some(material), page) {
        return meetings::staged(tx, &row);
    }
    if !(1..=LAST_PAGE).contains(&page) {
        return Err(Error::field("page", "invalid"));
    }
    if agenda::one(tx, id, material)?.is_none() {
        return Err(Error::field("material_id", "unknown"));
    }
    // Taking the part and turning the first page come close to one another.
    let turned_lately = row.stage.material.is_some() && tx.now().is_within(TURNS_APART, row.stage.at);
    if turned_lately {
        return Err(MeetingRefusal::TooFast.into());
    }
    (row.stage.material, row.stage.page) = (Some(material), page);
    turned(tx, &mut row)
}
