//! The use cases of notes. Each that writes takes the note's lock first, and saves what it changes, tells and causes together.

pub mod comments;
pub mod files;
pub mod history;
pub mod reading;
pub mod searching;
pub mod telling;
pub mod tending;
pub mod turns;
pub mod writing;

use self::writing::Prepared;
use crate::events;
use crate::jobs::{ForgetNote, KEPT_WITHDRAWN};
use crate::model::{Edit, LostId, MOST_NOTES, New, Note, NoteId, NoteRefusal, Owner, OwnerPost, checked_title};
use crate::policy;
use crate::store::notes::{self, Key, NoteRow};
use crate::store::personal;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::service::posts::PostNames;
use kernel::{Error, Result};
use rooms::model::{Card, MessageId, Place, Posting, RoomId};
use rooms::service::Talk;
use serde_json::json;

/// A note and the room that it stands in, both as the actor may know of them.
fn found(conn: &mut Conn<'_>, talk: Talk, id: NoteId) -> Result<(NoteRow, Place)> {
    let note = notes::get(conn, id)?.ok_or_else(Error::not_found)?;
    let place = talk.place(conn, note.room)?;
    Ok((note, place))
}

/// [`found`], held for changing.
fn held(tx: &mut Tx<'_>, talk: Talk, id: NoteId) -> Result<(NoteRow, Place)> {
    tx.lock(Lock::Group(id.raw()))?;
    found(tx, talk, id)
}

/// One note with the names of who wrote it.
fn shown(conn: &mut Conn<'_>, row: &NoteRow) -> Result<Note> {
    Ok(notes::shown(conn, &[row])?.remove(0))
}

/// Tells the room of a note as it is now.
fn told(tx: &mut Tx<'_>, id: NoteId) -> Result<Note> {
    let row = notes::get(tx, id)?.ok_or_else(Error::not_found)?;
    let note = shown(tx, &row)?;
    tx.emit(events::changed(&note));
    Ok(note)
}

/// Begins a note in a room, with the page of a template or of another note: `first` is what is written on it.
///
/// Errors: faults of the title, `notes.too_many`, `id_taken`, those of the room.
pub fn begin(tx: &mut Tx<'_>, talk: Talk, room: RoomId, new: &New, first: Option<&Prepared>) -> Result<Note> {
    let (actor, now) = (tx.actor(), tx.now());
    let id = new.id.unwrap_or_else(|| tx.id());
    let title = checked_title(&new.title).map_err(|code| Error::field("title", code));
    if let (Some(message), Ok(title)) = (new.tell, &title) {
        // The talk takes the room's lock first. Nobody waits for a note that is not there yet.
        talk.post(tx, room, &card(id, message, title))?;
    }
    tx.lock(Lock::Group(id.raw()))?;
    let place = talk.writable(tx, room)?;
    if let Some(known) = notes::get(tx, id)? {
        // Sent again because the answer was lost.
        let is_same = known.created_by == actor.person && known.room == room && known.withdrawn_at.is_none();
        return if is_same { shown(tx, &known) } else { Err(NoteRefusal::IdTaken.into()) };
    }
    if notes::count(tx, room)? >= MOST_NOTES {
        return Err(NoteRefusal::TooMany.into());
    }
    let title = title?;
    talk.guard(tx, &title)?;
    let row = NoteRow {
        id,
        room,
        title,
        template: new.template,
        created_by: actor.person,
        created_at: now,
        edited_by: actor.person,
        edited_at: now,
        seq: 0,
        bytes: 0,
        written: 0,
        tended_seq: 0,
        excerpt: String::new(),
        open_ticks: 0,
        done_ticks: 0,
        pinned: false,
        review_on: None,
        owner: None,
        withdrawn_at: None,
        told_at: now,
        tick: 0,
        message: new.tell,
    };
    let row = policy::may_begin(&actor, &place, row)?;
    notes::insert(tx, &row)?;
    if let Some(first) = first {
        if let Some(from) = new.from {
            files::bring_along(tx, talk, from, &row, first.files())?;
        }
        writing::keep_first(tx, row, first)?;
    }
    told(tx, id)
}

/// The kind of the card that a note is in the talk.
const CARD: &str = "note";

/// The message that tells a room of a new note.
fn card(note: NoteId, message: MessageId, title: &str) -> Posting {
    Posting {
        message,
        body: title.to_owned(),
        quote: None,
        thread: None,
        operator: None,
        as_post: None,
        card: Some(Card { kind: CARD.to_owned(), id: note.cast() }),
        passing: None,
        guarded: None,
        answered: None,
    }
}

/// One note.
pub fn get(conn: &mut Conn<'_>, talk: Talk, id: NoteId) -> Result<Note> {
    let (row, place) = found(conn, talk, id)?;
    let row = policy::may_read(&place, row)?;
    shown(conn, &row)
}

/// A page of a room's notes whose title has some words.
pub fn list(
    conn: &mut Conn<'_>,
    talk: Talk,
    room: RoomId,
    words: &str,
    after: Option<Key>,
    limit: usize,
) -> Result<Vec<(Note, Key)>> {
    let place = talk.place(conn, room)?;
    let rows = notes::of_room(conn, room, words, after, limit)?;
    let rows = rows.into_iter().filter_map(|row| policy::may_read(&place, row).ok()).collect::<Vec<_>>();
    let keys: Vec<Key> = rows.iter().map(|row| (row.pinned, row.edited_at.micros(), row.id)).collect();
    Ok(notes::shown(conn, &rows)?.into_iter().zip(keys).collect())
}

/// Changes what a note is called, and what belongs to that; `seen` is the version that was changed, if the client says so.
///
/// Errors: `stale`, faults of fields, those of [`policy::may_write`].
pub fn edit(tx: &mut Tx<'_>, talk: Talk, id: NoteId, edit: &Edit, seen: Option<i64>) -> Result<Note> {
    let (row, place) = held(tx, talk, id)?;
    let mut row = policy::may_write(&tx.actor(), &place, row)?;
    let before = (*row).clone();
    if let Some(title) = &edit.title {
        row.title = checked_title(title).map_err(|code| Error::field("title", code))?;
    }
    row.pinned = edit.pinned.unwrap_or(row.pinned);
    if let Some(review_on) = edit.review_on {
        row.review_on = review_on;
    }
    if let Some(owner) = edit.owner {
        row.owner = owner.map(|post| owner_post(tx, post)).transpose()?;
    }
    if *row == before {
        // Sent again because the answer was lost, or nothing to change.
        return shown(tx, &row);
    }
    if seen.is_some_and(|seen| seen != before.tick) {
        return Err(Error::stale());
    }
    if row.title != before.title {
        talk.guard(tx, &row.title)?;
    }
    notes::update(tx, &row)?;
    told(tx, id)
}

fn owner_post(conn: &mut Conn<'_>, post: OwnerPost) -> Result<Owner> {
    let name = PostNames::of(conn)?.name(post.unit_id, post.title_id);
    let name = name.ok_or_else(|| Error::field("owner", "unknown"))?;
    Ok(Owner { unit_id: post.unit_id, title_id: post.title_id, name })
}

/// Takes a note back: it is gone from the room, and for good after a while. Who takes back what somebody else began stands in the record of
/// acts, with the address they came from.
pub fn withdraw(tx: &mut Tx<'_>, talk: Talk, id: NoteId, address: &str) -> Result<Note> {
    let (row, place) = held(tx, talk, id)?;
    let mut row = policy::may_withdraw(&tx.actor(), &place, row)?;
    if row.withdrawn_at.is_some() {
        return shown(tx, &row);
    }
    let now = tx.now();
    row.withdrawn_at = Some(now);
    notes::withdraw(tx, &row)?;
    jobs::enqueue(tx, &ForgetNote { note: id }, Some(now.plus(KEPT_WITHDRAWN)))?;
    if row.created_by != tx.actor().person {
        let subject = Subject::of("note", id, row.title.clone());
        let detail = json!({ "room": place.room, "name": place.name, "author": row.created_by });
        audit::record(tx, &Record { act: "notes.taken_back", subject, detail, address })?;
    }
    told(tx, id)
}

/// Puts a note back that was taken back lately.
///
/// Errors: those of [`policy::may_withdraw`].
pub fn put_back(tx: &mut Tx<'_>, talk: Talk, id: NoteId) -> Result<Note> {
    let (row, place) = held(tx, talk, id)?;
    let mut row = policy::may_withdraw(&tx.actor(), &place, row)?;
    if row.withdrawn_at.is_none() {
        return shown(tx, &row);
    }
    row.withdrawn_at = None;
    notes::withdraw(tx, &row)?;
    told(tx, id)
}

/// The actor has seen a page up to a number.
pub fn see(tx: &mut Tx<'_>, talk: Talk, id: NoteId, seq: i64) -> Result<()> {
    tx.lock_both(Lock::Inside(id.raw()), Lock::Person(tx.actor().person))?;
    let (row, place) = found(tx, talk, id)?;
    let row = policy::may_read(&place, row)?;
    // Who only looks into an open room leaves no trace there.
    if place.belongs { personal::see(tx, &row, seq) } else { Ok(()) }
}

/// The actor has seen to words of theirs that went.
pub fn settle(tx: &mut Tx<'_>, talk: Talk, id: NoteId, lost: LostId) -> Result<()> {
    tx.lock_both(Lock::Inside(id.raw()), Lock::Person(tx.actor().person))?;
    let (row, place) = found(tx, talk, id)?;
    let row = policy::may_read(&place, row)?;
    personal::settle(tx, &row, lost)
}
