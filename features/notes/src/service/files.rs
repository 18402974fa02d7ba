//! The files of notes: they come to a note from whoever writes on it, and stay for as long as the note, for its history shows them.

use super::found;
use crate::model::file::{MOST_FILES, NoteFile};
use crate::model::{NoteId, NoteRefusal};
use crate::policy::{self, Tend, Write};
use crate::store;
use crate::store::files::HeldFile;
use crate::store::notes::NoteRow;
use db::{Conn, Lock, Tx};
use files::model::FileId;
use files::store::FileRow;
use kernel::{Error, May, PersonId, Result};
use rooms::model::{Place, RoomId};
use rooms::service::Talk;
use std::collections::BTreeSet;

/// Gives a note a file that the actor has just brought, or that another note has which they read. The same file twice is one.
///
/// Errors: those of [`policy::may_write`], `not_found` for a file that is not theirs to give, `files.not_whole`, `notes.too_many_files`, and
/// those of the number guard for its name.
pub fn take(tx: &mut Tx<'_>, talk: Talk, note: NoteId, file: FileId, from: Option<NoteId>) -> Result<NoteFile> {
    let actor = tx.actor();
    tx.lock_both(Lock::Group(note.raw()), Lock::Person(actor.person))?;
    let (row, place) = found(tx, talk, note)?;
    let row = policy::may_write(&actor, &place, row)?;
    if let Some(known) = store::files::get(tx, note, file)? {
        // Sent again because the answer was lost, or somebody else gave it.
        return one(tx, talk, row.room, known);
    }
    if store::files::count(tx, note)? >= MOST_FILES {
        return Err(NoteRefusal::TooManyFiles.into());
    }
    let name = match from {
        None => files::service::brought(tx, file)?.into_inner().name,
        Some(from) => leaving(tx, talk, from, row.room, file)?.name,
    };
    talk.guard(tx, &name)?;
    if from.is_none() {
        files::service::attach(tx, &[file])?;
    }
    // What was just brought no page names yet, and none may ever, if somebody lets go of it meanwhile; what was pasted stands there.
    store::files::insert(tx, &row, file, from.is_some())?;
    let held = store::files::get(tx, note, file)?.ok_or_else(Error::not_found)?;
    one(tx, talk, row.room, held)
}

fn one(conn: &mut Conn<'_>, talk: Talk, room: RoomId, held: HeldFile) -> Result<NoteFile> {
    shown(conn, talk, room, &[held])?.pop().ok_or_else(Error::not_found)
}

/// Files of a note in a room as the actor sees them, who may save them or only look at them.
fn shown(conn: &mut Conn<'_>, talk: Talk, room: RoomId, held: &[HeldFile]) -> Result<Vec<NoteFile>> {
    let mut shown = store::files::shown(conn, held)?;
    // Of what nobody brought, the room says whether it keeps anything from the actor at all.
    if shown.is_empty() || talk.kept_from_saving(conn, room, PersonId::from_raw(-1))?.is_none() {
        return Ok(shown);
    }
    let me = conn.actor().person;
    let ids: Vec<FileId> = shown.iter().map(|file| file.id).collect();
    let mine: BTreeSet<FileId> =
        files::store::by_ids(conn, &ids)?.into_iter().filter(|row| row.owner == me).map(|row| row.id).collect();
    for file in &mut shown {
        file.only_looked_at = !mine.contains(&file.id);
    }
    Ok(shown)
}

/// A file of a note that the actor reads, for a note in some room: what may not be saved stays in the room where it is.
///
/// Errors: what the talk says to whoever may not save it.
fn leaving(conn: &mut Conn<'_>, talk: Talk, from: NoteId, to: RoomId, file: FileId) -> Result<FileRow> {
    let (note, _) = found(conn, talk, from)?;
    let row = self::file(conn, talk, from, file)?;
    match talk.kept_from_saving(conn, note.room, row.owner)? {
        Some(refusal) if note.room != to => Err(refusal),
        _ => Ok(row),
    }
}

/// Gives a note that begins with the page of another those files that the page names and the other has.
pub(super) fn bring_along(
    tx: &mut Tx<'_>,
    talk: Talk,
    from: NoteId,
    row: &May<Write, NoteRow>,
    named: &BTreeSet<FileId>,
) -> Result<()> {
    if named.is_empty() {
        return Ok(());
    }
    let theirs = held(tx, talk, from, None, MOST_FILES as usize)?;
    let wanted: Vec<HeldFile> = theirs.into_iter().filter(|held| named.contains(&held.file)).collect();
    let (note, _) = found(tx, talk, from)?;
    // What may not be saved stays in its room, and the page shows that it is not there.
    for file in shown(tx, talk, note.room, &wanted)? {
        if note.room == row.room || !file.only_looked_at {
            store::files::insert(tx, row, file.id, true)?;
        }
    }
    Ok(())
}

/// Whoever does not belong to the room has what stands on the page and no more.
fn seen(place: &Place, row: NoteRow) -> Result<bool> {
    policy::may_read(place, row)?;
    Ok(place.belongs)
}

fn held(conn: &mut Conn<'_>, talk: Talk, note: NoteId, after: Option<FileId>, limit: usize) -> Result<Vec<HeldFile>> {
    let (row, place) = found(conn, talk, note)?;
    let all = seen(&place, row)?;
    store::files::list(conn, note, after, all, limit)
}

/// A page of the files of a note that the actor reads.
pub fn list(
    conn: &mut Conn<'_>,
    talk: Talk,
    note: NoteId,
    after: Option<FileId>,
    limit: usize,
) -> Result<Vec<NoteFile>> {
    let held = held(conn, talk, note, after, limit)?;
    let (row, _) = found(conn, talk, note)?;
    shown(conn, talk, row.room, &held)
}

/// A file of a note that the actor reads.
pub fn file(conn: &mut Conn<'_>, talk: Talk, note: NoteId, file: FileId) -> Result<FileRow> {
    let (row, place) = found(conn, talk, note)?;
    let held = store::files::get(conn, note, file)?.ok_or_else(Error::not_found)?;
    let held = policy::may_read_file(&place, row, held)?;
    files::store::get(conn, held.file)?.ok_or_else(Error::not_found)
}

/// [`file`], and what is said to the actor if they may not save it.
pub fn to_read(conn: &mut Conn<'_>, talk: Talk, note: NoteId, file: FileId) -> Result<(FileRow, Option<Error>)> {
    let row = self::file(conn, talk, note, file)?;
    let (note, _) = found(conn, talk, note)?;
    let refusal = talk.kept_from_saving(conn, note.room, row.owner)?;
    Ok((row, refusal))
}

/// [`file`] for whoever may save it: who owns the room and who brought it, always.
///
/// Errors: what the talk says to whoever may not.
pub fn to_save(conn: &mut Conn<'_>, talk: Talk, note: NoteId, file: FileId) -> Result<FileRow> {
    match to_read(conn, talk, note, file)? {
        (_, Some(refusal)) => Err(refusal),
        (row, None) => Ok(row),
    }
}

/// [`file`], of a kind that the viewer shows from its bytes.
///
/// Errors: `not_found` for all others, or what the talk says where they may not be saved either.
pub fn to_look_at(conn: &mut Conn<'_>, talk: Talk, note: NoteId, file: FileId) -> Result<(FileRow, Option<Error>)> {
    let (row, refusal) = to_read(conn, talk, note, file)?;
    if row.is_looked_at() { Ok((row, refusal)) } else { Err(refusal.unwrap_or_else(Error::not_found)) }
}

/// Those of a note's files that a page of it names, for whom that page was shown otherwise than by the room: by an inspection.
pub fn of_page(conn: &mut Conn<'_>, note: NoteId, named: &BTreeSet<FileId>) -> Result<Vec<NoteFile>> {
    let mut held = store::files::list(conn, note, None, true, MOST_FILES as usize)?;
    held.retain(|held| named.contains(&held.file));
    store::files::shown(conn, &held)
}

/// [`of_page`] for one that the page names.
pub fn row_of_page(conn: &mut Conn<'_>, note: NoteId, named: FileId) -> Result<FileRow> {
    let held = store::files::get(conn, note, named)?.ok_or_else(Error::not_found)?;
    files::store::get(conn, held.file)?.ok_or_else(Error::not_found)
}

/// All files that stand on the page of a note which the actor reads, and whether they may save each.
pub fn standing(conn: &mut Conn<'_>, talk: Talk, note: NoteId) -> Result<Vec<(FileRow, bool)>> {
    let held = held(conn, talk, note, None, MOST_FILES as usize)?;
    let ids: Vec<FileId> = held.into_iter().filter(|held| held.stands).map(|held| held.file).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (row, _) = found(conn, talk, note)?;
    let rows = files::store::by_ids(conn, &ids)?;
    let (me, nobody) = (conn.actor().person, PersonId::from_raw(-1));
    let saves = talk.kept_from_saving(conn, row.room, nobody)?.is_none();
    Ok(rows
        .into_iter()
        .map(|row| {
            let saves = saves || row.owner == me;
            (row, saves)
        })
        .collect())
}

/// Lets go of the files of a note that goes for good, but for those that another note has.
pub(super) fn let_go(tx: &mut Tx<'_>, note: &May<Tend, NoteRow>) -> Result<()> {
    let taken = store::files::take(tx, note)?;
    if taken.is_empty() {
        return Ok(());
    }
    // Another note may let go of the same file in the same moment: the second of them sees that nobody else has it.
    files::service::hold(tx, &taken)?;
    let gone = store::files::unreferred(tx, taken)?;
    files::service::release(tx, &gone)
}
