//! Files in the talk: a message takes those that its author brought, and from then on they are the room's. Whoever may read the room
//! reads them, until the message is taken back.

use crate::model::{FileFilter, FileKey, FileReference, MOST_FILES, MessageId, RoomFile, RoomId, ShareId};
use crate::policy;
use crate::service::{albums, forwards, room, versions};
use crate::store;
use crate::store::messages::MessageRow;
use db::{Conn, Tx};
use directory::model::PersonBrief;
use directory::store::people;
use files::model::FileId;
use files::store::FileRow;
use kernel::{Error, PersonId, Result};
use std::collections::{BTreeSet, HashMap};

/// Takes files that the actor brought for a message of theirs.
///
/// Errors: faults of `files`, `files.not_whole`.
pub(super) fn take(tx: &mut Tx<'_>, ids: &[FileId]) -> Result<Vec<FileRow>> {
    if ids.len() > MOST_FILES {
        return Err(Error::field("files", "too_many"));
    }
    files::service::attach(tx, ids)
}

/// What a message says of its files.
pub(super) fn references(rows: &[FileRow]) -> Vec<FileReference> {
    rows.iter().map(FileReference::from).collect()
}

/// Gives files that were taken to a message's room.
pub(super) fn give(tx: &mut Tx<'_>, message: &MessageRow, rows: &[FileRow], told: bool) -> Result<()> {
    rows.iter().try_for_each(|row| store::files::put(tx, message, row, told))
}

/// Takes the files of a message that was taken back from its room, and lets go of those that nothing else refers to.
pub(super) fn let_go(tx: &mut Tx<'_>, message: &MessageRow) -> Result<()> {
    if message.all_files().all(|file| file.id.is_none()) {
        return Ok(());
    }
    let lines = store::versions::lines_of(tx, message.id)?;
    let taken = store::files::take(tx, message.id)?;
    // The one before is the newest again.
    versions::tell(tx, message.room, lines)?;
    albums::let_go(tx, message.id, None)?;
    release(tx, taken)
}

/// [`let_go`] for some files of a message that stands: where they came from they were taken back.
pub(super) fn let_some_go(tx: &mut Tx<'_>, message: MessageId, some: Vec<FileId>) -> Result<()> {
    if some.is_empty() {
        return Ok(());
    }
    let taken = store::files::take_some(tx, message, &some)?;
    albums::let_go(tx, message, Some(&some))?;
    release(tx, taken)
}

fn release(tx: &mut Tx<'_>, taken: Vec<FileId>) -> Result<()> {
    if taken.is_empty() {
        return Ok(());
    }
    // Another room may let go of the same file in the same moment: the second of them sees that nobody else has it.
    files::service::hold(tx, &taken)?;
    let gone = store::files::unreferred(tx, taken)?;
    files::service::release(tx, &gone)
}

/// The files that some references name, each once.
pub(super) fn rows_of<'f>(
    conn: &mut Conn<'_>,
    references: impl Iterator<Item = &'f FileReference>,
) -> Result<Vec<FileRow>> {
    let ids: BTreeSet<FileId> = references.filter_map(|file| file.id).collect();
    let mut rows = Vec::new();
    for id in ids {
        rows.extend(files::store::get(conn, id)?);
    }
    Ok(rows)
}

/// Gives files of what a message forwards to its room as well; where the room has them already, lists go on to show them once.
pub(super) fn pass_on(tx: &mut Tx<'_>, message: &MessageRow, rows: &[FileRow]) -> Result<()> {
    for row in rows {
        let told = store::files::is_listed(tx, message.room, row.id)?;
        store::files::put(tx, message, row, told)?;
    }
    Ok(())
}

/// Files of the actor's organisation with the contents of those that a message over there carries, for who stands here for its author;
/// and whether it only tells of what a reply carries, whose files these are then.
pub(super) fn copied(
    tx: &mut Tx<'_>,
    share: ShareId,
    message: &MessageRow,
    author: PersonId,
) -> Result<(Vec<FileRow>, bool)> {
    let theirs: Vec<FileId> = message.extra.files.iter().filter_map(|file| file.id).collect();
    if let Some(told) = told_here(tx, share, message, &theirs)? {
        return Ok((told, true));
    }
    let mut rows = Vec::new();
    for id in theirs {
        // The message stands, so its files do.
        if let Some(file) = files::store::get(tx, id)? {
            rows.push(files::service::copy(tx, &file, author)?);
        }
    }
    Ok((rows, false))
}

/// The files of the copy of the reply of which a message told its room; nothing when it told of none, or of one that has no copy here.
fn told_here(tx: &mut Tx<'_>, share: ShareId, message: &MessageRow, theirs: &[FileId]) -> Result<Option<Vec<FileRow>>> {
    let told = store::files::told_by(tx, message.id)?;
    let Some(first) = theirs.first().filter(|first| told.contains(first)) else { return Ok(None) };
    let Some(reply) = store::files::first_carrier(tx, message.room, *first, message.id)? else { return Ok(None) };
    let Some(copy) = store::carried::copy_of(tx, share, reply)? else { return Ok(None) };
    let Some(copy) = store::messages::get(tx, copy)?.filter(|copy| copy.withdrawn_at.is_none()) else {
        return Ok(None);
    };
    let mut rows = Vec::new();
    for id in copy.extra.files.iter().filter_map(|file| file.id) {
        rows.extend(files::store::get(tx, id)?);
    }
    Ok(Some(rows))
}

/// A file of a room that the actor may read.
pub fn file(conn: &mut Conn<'_>, id: RoomId, file: FileId) -> Result<FileRow> {
    let (row, mine) = room(conn, id)?;
    policy::may_read(&conn.actor(), row, mine.as_ref())?;
    let messages = store::files::messages(conn, id, file)?;
    let rows = store::messages::by_ids(conn, &messages)?;
    if !carries(conn, rows, file)? {
        return Err(Error::not_found());
    }
    files::store::get(conn, file)?.ok_or_else(Error::not_found)
}

/// Those of some files that a room has and the actor may read, with as many questions for many as for one.
pub fn those(conn: &mut Conn<'_>, id: RoomId, wanted: &[FileId]) -> Result<Vec<FileRow>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let (row, mine) = room(conn, id)?;
    policy::may_read(&conn.actor(), row, mine.as_ref())?;
    let messages = store::files::carriers(conn, id, wanted)?;
    let rows = store::messages::by_ids(conn, &messages)?;
    let rows = forwards::as_they_stand(conn, rows)?;
    let carried: BTreeSet<FileId> = rows.iter().flat_map(MessageRow::all_files).filter_map(|file| file.id).collect();
    let there: Vec<FileId> = wanted.iter().copied().filter(|file| carried.contains(file)).collect();
    files::store::by_ids(conn, &there)
}

/// Whether one of some messages carries a file, or forwards what stands and carries it.
pub(super) fn carries(conn: &mut Conn<'_>, rows: Vec<MessageRow>, file: FileId) -> Result<bool> {
    let rows = forwards::as_they_stand(conn, rows)?;
    Ok(rows.iter().flat_map(MessageRow::all_files).any(|one| one.id == Some(file)))
}

/// The files of a room after one of a key, one more than `limit` when there are more; with who said what they came with.
pub fn list(
    conn: &mut Conn<'_>,
    id: RoomId,
    filter: &FileFilter,
    after: &FileKey,
    limit: usize,
) -> Result<(Vec<RoomFile>, Vec<PersonBrief>)> {
    let (row, mine) = room(conn, id)?;
    policy::may_read(&conn.actor(), row, mine.as_ref())?;
    let found = store::files::page(conn, id, filter, after, limit + 1)?;
    let lines: Vec<FileId> = found.iter().filter_map(|(_, line)| *line).collect();
    let newest = if lines.is_empty() { HashMap::new() } else { store::versions::newest_of(conn, id, &lines)? };
    let found: Vec<RoomFile> = found
        .into_iter()
        .map(|(mut one, line)| {
            if let (Some(version), Some(line)) = (&mut one.file.version, line) {
                version.newest = newest.get(&line).cloned();
            }
            one
        })
        .collect();
    let mut authors: Vec<PersonId> = found.iter().map(|file| file.author_id).collect();
    authors.sort_unstable();
    authors.dedup();
    Ok((found, people::briefs(conn, &authors)?))
}
