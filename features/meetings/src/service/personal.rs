//! What is one person's own at a meeting: how far they have seen its materials, and what they wrote in the margins.

use super::found;
use crate::model::{
    LAST_PAGE, LONGEST_TITLE, MOST_MARGINS, Margin, MarginId, MaterialId, MeetingId, MeetingRefusal, NewMargin, Reader,
    checked_words,
};
use crate::policy;
use crate::service::sources::Sources;
use crate::service::view;
use crate::store::agenda;
use crate::store::personal::{self, Key};
use db::{Conn, Lock, Tx};
use kernel::{Error, Result};
use rooms::service::Talk;

/// The actor has seen a material so far.
pub fn look(
    tx: &mut Tx<'_>,
    talk: Talk,
    sources: Sources,
    (id, material): (MeetingId, MaterialId),
    upto: i64,
) -> Result<()> {
    tx.lock_both(Lock::Inside(id.raw()), Lock::Person(tx.actor().person))?;
    let (row, place) = found(tx, talk, id)?;
    let row = policy::may_read(&place, row)?;
    let material = agenda::one(tx, id, material)?.ok_or_else(Error::not_found)?;
    // Who only looks into an open room leaves no trace there.
    if !place.belongs {
        return Ok(());
    }
    // Nobody has seen more than there is.
    let there = view::upto(tx, sources, row.room, std::slice::from_ref(&material))?;
    let there = there.first().map_or(0, |(_, upto)| *upto);
    personal::look(tx, &row, material.id, upto.clamp(0, there))
}

/// Who has seen what lies on the table, for those who belong to the room; the latest first.
pub fn looks(conn: &mut Conn<'_>, talk: Talk, id: MeetingId, limit: usize) -> Result<Vec<Reader>> {
    let (row, place) = found(conn, talk, id)?;
    policy::may_read(&place, row)?;
    if !place.belongs {
        return Err(Error::not_found());
    }
    personal::looks(conn, id, limit)
}

/// What the actor wrote in the margins of a meeting.
pub fn margins(conn: &mut Conn<'_>, talk: Talk, id: MeetingId) -> Result<Vec<Margin>> {
    let (row, place) = found(conn, talk, id)?;
    policy::may_read(&place, row)?;
    personal::of_meeting(conn, id)
}

/// A page of what the actor wrote in the margins of all meetings, whether they may still read these or not: it is theirs.
pub fn own(conn: &mut Conn<'_>, after: Option<Key>, limit: usize) -> Result<Vec<Margin>> {
    personal::own(conn, after, limit)
}

/// Keeps what the actor writes in a margin, in the place of what they wrote under the same id; empty words take it away. What stands there
/// is theirs to change when material and meeting are gone, and where they may not read any more.
///
/// Errors: faults of `words`, `beside` and `page`, `chat.other_operator`, `meetings.too_many_margins`; not found for something new beside
/// what they may not read.
pub fn write(tx: &mut Tx<'_>, talk: Talk, (id, margin): (MeetingId, MarginId), new: &NewMargin) -> Result<()> {
    let words = checked_words(&new.words).map_err(|code| Error::field("words", code))?;
    let beside = checked_words(&new.beside).map_err(|code| Error::field("beside", code))?;
    if text::graphemes(&beside) > LONGEST_TITLE {
        return Err(Error::field("beside", "too_long"));
    }
    if !(1..=LAST_PAGE).contains(&new.page) {
        return Err(Error::field("page", "invalid"));
    }
    let actor = tx.actor();
    let author = policy::author(&actor);
    if new.author_id.is_some_and(|wrote| wrote != author) {
        return Err(MeetingRefusal::OtherOperator.into());
    }
    tx.lock_both(Lock::Inside(id.raw()), Lock::Person(author))?;
    if let Some(known) = personal::one(tx, margin)?.filter(|known| known.meeting_id == id) {
        let mut own = policy::may_rewrite(&actor, author, known)?;
        own.words = words;
        return if own.words.is_empty() { personal::rub_out(tx, &own) } else { personal::rewrite(tx, &own) };
    }
    let (row, place) = found(tx, talk, id)?;
    let row = policy::may_read(&place, row)?;
    if words.is_empty() {
        // Rubbed out before, and said again because the answer was lost.
        return Ok(());
    }
    let material = agenda::one(tx, id, new.material_id)?.ok_or_else(Error::not_found)?;
    if personal::one(tx, margin)?.is_some() {
        return Err(MeetingRefusal::IdTaken.into());
    }
    if personal::count(tx, id)? >= MOST_MARGINS {
        return Err(MeetingRefusal::TooManyMargins.into());
    }
    personal::write(tx, &row, &material, margin, &NewMargin { words, beside, ..new.clone() })
}
