//! The files' use cases: bringing one, taking those that were brought, letting them go.

mod asking;
mod checking;
mod cleaning;
mod clearing;
mod converting;
mod making;
mod previews;
mod reading;
mod rules;
mod turns;
mod uploads;

pub use checking::{check_waiting, checked, to_be_checked};
pub use cleaning::{clean, hides};
pub use clearing::clear;
pub use converting::find_office;
pub use reading::{Reader, TOO_LARGE, UNREADABLE};
pub use rules::{rules, set_rules};
pub use uploads::{Held, Uploads};

use crate::model::{EXPECTED, FileId, FileState, FilesRefusal, Limits, Media, RESTS, Upload, WAITS, checked_name};
use crate::policy::{self, Bring};
use crate::store::{self, FileRow};
use db::{Conn, Lock, Tx};
use kernel::{Error, May, PersonId, Result};

/// A file that somebody is about to bring.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// An id that the client proposes; the same id again is the same file.
    pub id: Option<FileId>,
    /// Its name, as typed.
    pub name: String,
    /// Bytes in all.
    pub size: u64,
}

/// Begins to bring a file to the store of a name. Gives it, and whether it is new; the same id by the same person is not.
///
/// Errors: faults of `filename`, `files.too_large`, `files.too_much_waiting`, `files.organisation_full`, `id_taken`.
pub fn begin(tx: &mut Tx<'_>, new: &NewFile, limits: &Limits, store: &str) -> Result<(FileRow, bool)> {
    let (actor, now) = (tx.actor(), tx.now());
    tx.lock(Lock::Person(actor.person))?;
    let id = new.id.unwrap_or_else(|| tx.id());
    if let Some(known) = store::get(tx, id)? {
        let own = policy::may_bring(&actor, known, now).map_err(|_| Error::from(FilesRefusal::IdTaken))?;
        return Ok((own.into_inner(), false));
    }
    let name = checked_name(&new.name)?;
    let allowed = limits.of(&actor);
    let size = i64::try_from(new.size).ok().filter(|_| new.size <= allowed.largest).ok_or(FilesRefusal::TooLarge)?;
    let (count, bytes) = store::waiting(tx, actor.person)?;
    if count >= allowed.count || (bytes as u64).saturating_add(new.size) > allowed.waiting {
        return Err(FilesRefusal::TooMuchWaiting.into());
    }
    let row = FileRow {
        id,
        org: actor.org,
        owner: actor.person,
        store: store.to_owned(),
        name,
        size,
        received: 0,
        state: FileState::Coming,
        sha256: None,
        media: None,
        kind: None,
        width: None,
        height: None,
        made_at: now,
        expires_at: Some(now.plus(WAITS)),
        place_removed: false,
        check: None,
    };
    if store::insert(tx, &row, row.size)? as u64 > limits.organisation {
        return Err(FilesRefusal::OrganisationFull.into());
    }
    Ok((row, true))
}

/// How many bytes are to come to a store, of a file and of all others that come these days: so much space the disk needs.
pub fn expected(conn: &mut Conn<'_>, row: &FileRow) -> Result<u64> {
    let since = conn.now().minus(EXPECTED);
    let others = store::expected(conn, &row.store, row.id, since)?;
    Ok((row.size - row.received + others) as u64)
}

/// A file of the actor's that waits.
pub fn brought(conn: &mut Conn<'_>, id: FileId) -> Result<May<Bring, FileRow>> {
    let (actor, now) = (conn.actor(), conn.now());
    let row = store::get(conn, id)?.ok_or_else(Error::not_found)?;
    policy::may_bring(&actor, row, now)
}

/// A file of the actor's that waits, as it stands.
pub fn upload(conn: &mut Conn<'_>, id: FileId) -> Result<Upload> {
    Ok(brought(conn, id)?.into_inner().shown())
}

/// Notes how many bytes of a file the disk has; the hash when these are all.
pub fn received(tx: &mut Tx<'_>, id: FileId, at: i64, sha256: Option<&str>) -> Result<FileRow> {
    let person = tx.actor().person;
    tx.lock(Lock::Person(person))?;
    let mut row = brought(tx, id)?;
    row.received = at;
    row.sha256 = sha256.map(str::to_owned);
    row.check = None;
    // What is lost and comes anew says again where it was taken.
    row.place_removed &= at == row.size;
    row.expires_at = Some(tx.now().plus(WAITS));
    store::received(tx, &row)?;
    Ok(row.into_inner())
}

/// Notes that all of a file is there and is about to be written over, so that no hash of what it was is held to be its own; whether it said
/// where it was taken.
pub fn cleaning(tx: &mut Tx<'_>, id: FileId, place: bool) -> Result<FileRow> {
    let person = tx.actor().person;
    tx.lock(Lock::Person(person))?;
    let mut row = brought(tx, id)?;
    row.received = row.size;
    row.sha256 = None;
    row.check = None;
    row.place_removed |= place;
    row.expires_at = Some(tx.now().plus(WAITS));
    store::received(tx, &row)?;
    Ok(row.into_inner())
}

/// Notes that a file is whole and lies among the others, and what it was taken for.
pub fn whole(tx: &mut Tx<'_>, id: FileId, media: &Media, size: Option<(i64, i64)>) -> Result<FileRow> {
    let person = tx.actor().person;
    tx.lock(Lock::Person(person))?;
    let mut row = brought(tx, id)?;
    if row.state == FileState::Coming {
        row.state = FileState::Whole;
        row.media = Some(media.media.clone());
        row.kind = Some(media.kind);
        row.width = size.map(|(width, _)| width);
        row.height = size.map(|(_, height)| height);
        store::whole(tx, &row)?;
    }
    Ok(row.into_inner())
}

/// Forgets a file that was brought and that nothing has taken.
pub fn forget(tx: &mut Tx<'_>, id: FileId) -> Result<()> {
    let (person, now) = (tx.actor().person, tx.now());
    tx.lock(Lock::Person(person))?;
    brought(tx, id)?;
    store::release(tx, &[id], now)
}

/// Forgets a file that was begun and of which nothing has come, as if it had never been: it may be begun again.
pub fn unbegin(tx: &mut Tx<'_>, id: FileId) -> Result<()> {
    forget(tx, id)?;
    store::delete(tx, id)
}

/// Takes files that the actor brought, in the order given. The use case that does so holds the actor's own lock.
///
/// Errors: a fault of `files[n]` for one that is not theirs, was taken before or is gone; `files.not_whole`.
pub fn attach(tx: &mut Tx<'_>, ids: &[FileId]) -> Result<Vec<FileRow>> {
    let mut rows = Vec::new();
    for (place, id) in ids.iter().enumerate() {
        let unknown = || Error::field(format!("files[{place}]"), "unknown");
        let mut row = brought(tx, *id).map_err(|_| unknown())?;
        if row.state == FileState::Coming {
            return Err(FilesRefusal::NotWhole.into());
        }
        if !store::attach(tx, &row)? {
            return Err(unknown());
        }
        row.state = FileState::Attached;
        store::words::wait(tx, &row)?;
        rows.push(row.into_inner());
    }
    Ok(rows)
}

/// Holds files that were taken until the end of the use case: who asks then whether something else refers to one waits for others who do.
pub fn hold(tx: &mut Tx<'_>, ids: &[FileId]) -> Result<()> {
    store::hold(tx, ids)
}

/// Makes a file of the actor's organisation with the contents of another's, for somebody of it: the bytes lie there already, and count for whoever
/// brought them.
pub fn copy(tx: &mut Tx<'_>, of: &FileRow, owner: PersonId) -> Result<FileRow> {
    let row = FileRow {
        id: tx.id(),
        org: tx.actor().org,
        owner,
        state: FileState::Attached,
        made_at: tx.now(),
        expires_at: None,
        ..of.clone()
    };
    store::insert(tx, &row, 0)?;
    store::words::wait(tx, &row)?;
    Ok(row)
}

/// Lets go of files that something had taken. Their bytes stay for a moment, and for as long as another file has the same.
pub fn release(tx: &mut Tx<'_>, ids: &[FileId]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let until = tx.now().plus(RESTS);
    store::release(tx, ids, until)
}
