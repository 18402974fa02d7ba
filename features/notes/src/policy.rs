//! Who may do what with a note. The room decides who reads and writes; what is asked here is asked besides.

use crate::model::NoteRefusal;
use crate::store::files::HeldFile;
use crate::store::notes::NoteRow;
use kernel::{Actor, Error, May, Outsider, PersonId, Result};
use rooms::model::Place;

/// Proof for reading a note.
pub struct Read;
/// Proof for writing on a note, and for saying what it is called.
pub struct Write;
/// Proof for taking a note back, or putting it back.
pub struct Withdraw;
/// Proof for the work that follows a change.
pub struct Tend;

/// Whoever may read the room reads its notes; one that was taken back, only to put it back.
pub fn may_read(place: &Place, note: NoteRow) -> Result<May<Read, NoteRow>> {
    let is_there = place.room == note.room && note.withdrawn_at.is_none();
    if is_there { Ok(May::granted(note)) } else { Err(Error::not_found()) }
}

/// Whoever reads a note reads the files that stand on its page; those that stood there before, as all that was, whoever belongs to the room.
pub fn may_read_file(place: &Place, note: NoteRow, file: HeldFile) -> Result<May<Read, HeldFile>> {
    may_read(place, note)?;
    if place.belongs || file.stands { Ok(May::granted(file)) } else { Err(Error::not_found()) }
}

/// Whoever may write in the room writes on its notes. Bots have a door of their own.
pub fn may_write(actor: &Actor, place: &Place, note: NoteRow) -> Result<May<Write, NoteRow>> {
    if actor.outsider == Some(Outsider::Bot) {
        return Err(NoteRefusal::NoTable.into());
    }
    may_add_row(place, note)
}

/// Whoever may write in the room adds rows to a table, bots too.
pub fn may_add_row(place: &Place, note: NoteRow) -> Result<May<Write, NoteRow>> {
    let note = may_read(place, note)?.into_inner();
    if place.may_write { Ok(May::granted(note)) } else { Err(NoteRefusal::ReadOnly.into()) }
}

/// Whoever may write in the room begins notes there, unless they are a program.
pub fn may_begin(actor: &Actor, place: &Place, note: NoteRow) -> Result<May<Write, NoteRow>> {
    may_write(actor, place, note)
}

/// Who began a note, and who owns the room, take it back and put it back.
pub fn may_withdraw(actor: &Actor, place: &Place, note: NoteRow) -> Result<May<Withdraw, NoteRow>> {
    if place.room != note.room {
        return Err(Error::not_found());
    }
    let is_theirs = note.created_by == actor.person || place.owns;
    match (is_theirs, place.may_write) {
        (true, true) => Ok(May::granted(note)),
        // What was taken back is not there for others.
        (false, _) if note.withdrawn_at.is_some() => Err(Error::not_found()),
        (false, _) => Err(NoteRefusal::NotYours.into()),
        (true, false) => Err(NoteRefusal::ReadOnly.into()),
    }
}

/// Who said something beside a page, who began the note and who owns the room take it back.
pub fn may_silence(
    actor: &Actor,
    place: &Place,
    note: May<Write, NoteRow>,
    author: PersonId,
) -> Result<May<Write, NoteRow>> {
    let is_theirs = author == actor.person || note.created_by == actor.person || place.owns;
    if is_theirs { Ok(note) } else { Err(NoteRefusal::NotYours.into()) }
}

/// The program itself keeps a note in order.
pub fn may_tend(actor: &Actor, note: NoteRow) -> Result<May<Tend, NoteRow>> {
    if actor.face == kernel::Face::System { Ok(May::granted(note)) } else { Err(Error::not_found()) }
}
