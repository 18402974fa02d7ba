//! The files of a broadcast: whoever writes it brings them to its draft, they go out with its words, and are let go of with it.

use super::standing;
use crate::model::{BroadcastFile, BroadcastId, MOST_FILES};
use crate::policy;
use crate::store;
use db::{Conn, Tx};
use files::model::FileId;
use files::store::FileRow;
use kernel::{Error, Result};
use std::collections::HashMap;

/// Makes these the files of a draft, in this order: what it has stays, what its author has just brought comes to it, what is not named goes. Whoever
/// asks holds the lock of the broadcast and their own.
///
/// Errors: faults of `files` and `files[n]`, `files.not_whole`.
pub(super) fn set(tx: &mut Tx<'_>, id: BroadcastId, named: &[FileId]) -> Result<()> {
    let mut wanted: Vec<FileId> = Vec::new();
    for file in named {
        if !wanted.contains(file) {
            wanted.push(*file);
        }
    }
    if wanted.len() > MOST_FILES {
        return Err(Error::field("files", "too_many"));
    }
    let held = store::files::take(tx, id)?;
    for (place, file) in wanted.iter().enumerate() {
        if !held.contains(file) {
            files::service::brought(tx, *file).map_err(|_| Error::field(format!("files[{place}]"), "unknown"))?;
            files::service::attach(tx, &[*file])?;
        }
        store::files::insert(tx, id, *file, place)?;
    }
    let gone: Vec<FileId> = held.into_iter().filter(|file| !wanted.contains(file)).collect();
    files::service::release(tx, &gone)
}

/// Lets go of the files of a broadcast that goes itself: nothing else has them.
pub(super) fn let_go(tx: &mut Tx<'_>, id: BroadcastId) -> Result<()> {
    let gone = store::files::take(tx, id)?;
    files::service::release(tx, &gone)
}

/// The files of a broadcast, for whoever may know of it.
pub(super) fn shown(conn: &mut Conn<'_>, id: BroadcastId) -> Result<Vec<BroadcastFile>> {
    let ids = store::files::of(conn, id)?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = files::store::by_ids(conn, &ids)?;
    let mut rows: HashMap<FileId, FileRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    Ok(ids.iter().filter_map(|file| rows.remove(file)).map(BroadcastFile::from).collect())
}

/// A file of a broadcast of which the actor has the words.
///
/// Errors: `not_found` for everybody else, and for recipients once it was taken back.
pub fn file(conn: &mut Conn<'_>, id: BroadcastId, file: FileId) -> Result<FileRow> {
    let (document, stand) = standing(conn, id)?;
    let received = store::recipients::mine(conn, id)?.is_some();
    let document = policy::may_read_file(stand, received, document)?;
    if !store::files::has(conn, document.id, file)? {
        return Err(Error::not_found());
    }
    files::store::get(conn, file)?.ok_or_else(Error::not_found)
}
