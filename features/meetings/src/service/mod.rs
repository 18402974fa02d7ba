//! The use cases of meetings. Each that writes takes the meeting's lock first, and saves what it changes and tells together.

pub mod agenda;
pub mod personal;
pub mod sources;
pub mod stage;
pub mod telling;
pub mod view;

use self::sources::Sources;
use crate::events;
use crate::model::{
    CARD, Edit, MOST_MEETINGS, Meeting, MeetingId, MeetingRefusal, MeetingRow, New, NoteId, Stage, checked_line,
};
use crate::policy::{self, Lead};
use crate::store::meetings;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use kernel::{Error, May, PersonId, Result};
use rooms::model::{Card, MessageId, Place, Posting, RoomId};
use rooms::service::Talk;
use serde_json::json;

/// A meeting and the room that it belongs to, both as the actor may know of them.
fn found(conn: &mut Conn<'_>, talk: Talk, id: MeetingId) -> Result<(MeetingRow, Place)> {
    let meeting = meetings::get(conn, id)?.ok_or_else(Error::not_found)?;
    let place = talk.place(conn, meeting.room)?;
    Ok((meeting, place))
}

/// [`found`], held for changing.
fn held(tx: &mut Tx<'_>, talk: Talk, id: MeetingId) -> Result<(MeetingRow, Place)> {
    tx.lock(Lock::Group(id.raw()))?;
    found(tx, talk, id)
}

/// One meeting with the names of who called and leads it.
fn shown(conn: &mut Conn<'_>, row: &MeetingRow) -> Result<Meeting> {
    Ok(meetings::shown(conn, std::slice::from_ref(row))?.remove(0))
}

/// Tells the room of a meeting as it is now.
fn told(tx: &mut Tx<'_>, id: MeetingId) -> Result<Meeting> {
    let row = meetings::get(tx, id)?.ok_or_else(Error::not_found)?;
    let meeting = shown(tx, &row)?;
    tx.emit(events::changed(&meeting));
    Ok(meeting)
}

fn checked_title(title: &str) -> Result<String> {
    match checked_line(title) {
        Ok(title) if title.is_empty() => Err(Error::field("title", "missing")),
        other => other.map_err(|code| Error::field("title", code)),
    }
}

/// Somebody who belongs to the room, to talk.
fn of_room(conn: &mut Conn<'_>, talk: Talk, room: RoomId, person: PersonId, field: &'static str) -> Result<PersonId> {
    let asked = talk.asked(conn, room)?;
    let belongs = asked.iter().any(|asked| asked.person == person);
    if belongs { Ok(person) } else { Err(Error::field(field, "unknown")) }
}

/// The message that tells a room of a new meeting.
fn card(meeting: MeetingId, message: MessageId, title: &str) -> Posting {
    Posting {
        message,
        body: title.to_owned(),
        quote: None,
        thread: None,
        operator: None,
        as_post: None,
        card: Some(Card { kind: CARD.to_owned(), id: meeting.cast() }),
        passing: None,
        guarded: None,
        answered: None,
    }
}

/// Calls a meeting in a room.
///
/// Errors: faults of fields, `meetings.too_many`, `id_taken`, those of the room.
pub fn call(tx: &mut Tx<'_>, talk: Talk, room: RoomId, new: &New) -> Result<Meeting> {
    let (actor, now) = (tx.actor(), tx.now());
    let id = new.id.unwrap_or_else(|| tx.id());
    let title = checked_title(&new.title);
    if let (Some(message), Ok(title)) = (new.tell, &title) {
        // The talk takes the room's lock first. Nobody waits for a meeting that is not there yet.
        talk.post(tx, room, &card(id, message, title))?;
    }
    tx.lock(Lock::Group(id.raw()))?;
    let place = talk.writable(tx, room)?;
    if let Some(known) = meetings::get(tx, id)? {
        // Sent again because the answer was lost.
        let is_same = known.created_by == actor.person && known.room == room;
        return if is_same { shown(tx, &known) } else { Err(MeetingRefusal::IdTaken.into()) };
    }
    if meetings::count(tx, room)? >= MOST_MEETINGS {
        return Err(MeetingRefusal::TooMany.into());
    }
    let title = title?;
    let at = checked_line(&new.place).map_err(|code| Error::field("place", code))?;
    let chair = match new.chair_id {
        Some(chair) => of_room(tx, talk, room, chair, "chair_id")?,
        None => actor.person,
    };
    if let Some(previous) = new.previous_id {
        let before = meetings::get(tx, previous)?.filter(|before| before.room == room);
        before.ok_or_else(|| Error::field("previous_id", "unknown"))?;
    }
    let row = MeetingRow {
        id,
        room,
        title,
        starts_at: new.starts_at,
        place: at,
        chair,
        created_by: actor.person,
        created_at: now,
        previous: new.previous_id,
        minutes: None,
        message: new.tell,
        opened_at: None,
        closed_at: None,
        stage: Stage { presenter: None, material: None, page: 1, turn: 0, at: now },
        tick: 0,
    };
    let row = policy::may_write(&place, row)?;
    meetings::insert(tx, &row)?;
    told(tx, id)
}

/// Changes when and where a meeting is, what it is called, and who is in the chair; `seen` is the version that was changed, if the client
/// says so.
///
/// Errors: `stale`, faults of fields, those of [`policy::may_lead`].
pub fn edit(tx: &mut Tx<'_>, talk: Talk, id: MeetingId, edit: &Edit, seen: Option<i64>) -> Result<Meeting> {
    let (row, place) = held(tx, talk, id)?;
    let mut row = policy::may_lead(&tx.actor(), &place, row)?;
    let before = (*row).clone();
    if let Some(title) = &edit.title {
        row.title = checked_title(title)?;
    }
    row.starts_at = edit.starts_at.unwrap_or(row.starts_at);
    if let Some(at) = &edit.place {
        row.place = checked_line(at).map_err(|code| Error::field("place", code))?;
    }
    if let Some(chair) = edit.chair_id.filter(|chair| *chair != before.chair) {
        row.chair = of_room(tx, talk, row.room, chair, "chair_id")?;
    }
    if *row == before {
        // Sent again because the answer was lost, or nothing to change.
        return shown(tx, &row);
    }
    if seen.is_some_and(|seen| seen != before.tick) {
        return Err(Error::stale());
    }
    meetings::update(tx, &row)?;
    told(tx, id)
}

/// Takes a meeting back: its agenda and who has seen what go for good, notes, files and what people wrote in margins stay. It stands in the
/// record of acts, with the address they came from.
pub fn withdraw(tx: &mut Tx<'_>, talk: Talk, id: MeetingId, address: &str) -> Result<Meeting> {
    let (row, place) = held(tx, talk, id)?;
    let row = policy::may_lead(&tx.actor(), &place, row)?;
    let mut gone = shown(tx, &row)?;
    gone.withdrawn_at = Some(tx.now());
    gone.tick = tx.tick()?;
    let subject = Subject::of("meeting", row.id, row.title.clone());
    let detail = json!({ "room": place.room, "name": place.name, "caller": row.created_by });
    audit::record(tx, &Record { act: "meetings.withdrawn", subject, detail, address })?;
    crate::store::agenda::clear(tx, &row)?;
    meetings::delete(tx, &row)?;
    tx.emit(events::changed(&gone));
    Ok(gone)
}

/// Begins a meeting, or begins it again; or ends it: then nobody presents any more, and how far each material had come is kept.
pub fn run(tx: &mut Tx<'_>, talk: Talk, sources: Sources, id: MeetingId, is_held: bool) -> Result<Meeting> {
    let (row, place) = held(tx, talk, id)?;
    let mut row = policy::may_lead(&tx.actor(), &place, row)?;
    if row.is_held() == is_held {
        return shown(tx, &row);
    }
    let now = tx.now();
    if is_held {
        row.opened_at = row.opened_at.or(Some(now));
        row.closed_at = None;
    } else {
        row.closed_at = Some(now);
        close(tx, sources, &row)?;
    }
    meetings::update(tx, &row)?;
    told(tx, id)
}

fn close(tx: &mut Tx<'_>, sources: Sources, row: &May<Lead, MeetingRow>) -> Result<()> {
    let materials = crate::store::agenda::materials(tx, row.id)?;
    for (material, upto) in view::upto(tx, sources, row.room, &materials)? {
        crate::store::agenda::closed(tx, row, material.id, upto)?;
    }
    if row.stage.presenter.is_some() {
        let mut show = policy::follows(row);
        show.stage.presenter = None;
        stage::turned(tx, &mut show)?;
    }
    Ok(())
}

/// Says which note of the room is a meeting's minutes, or none.
///
/// Errors: a fault of `note_id`, those of [`policy::may_write`].
pub fn link(tx: &mut Tx<'_>, talk: Talk, sources: Sources, id: MeetingId, note: Option<NoteId>) -> Result<Meeting> {
    let (row, place) = held(tx, talk, id)?;
    let row = policy::may_write(&place, row)?;
    if row.minutes == note {
        return shown(tx, &row);
    }
    if let Some(note) = note {
        let known = (sources.papers)(tx, row.room, &[note])?;
        if !known.contains_key(&note) {
            return Err(Error::field("note_id", "unknown"));
        }
    }
    meetings::link(tx, &row, note)?;
    told(tx, id)
}
