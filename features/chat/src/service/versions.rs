//! 版: a file that is sent as a new version of one that the room has. Each is a message's file like any other; what makes them one line is
//! kept beside the room's files, and every message that carries one says which is the newest.

use crate::events;
use crate::model::{
    ChatRefusal, FileReference, FileVersion, MOST_VERSIONS, MessageId, NewVersion, NewestVersion, RoomFile, RoomId,
};
use crate::policy;
use crate::service::{forwards, room, view};
use crate::store;
use crate::store::messages::MessageRow;
use db::{Conn, Tx};
use directory::model::PersonBrief;
use directory::store::people;
use files::model::FileId;
use kernel::{Error, PersonId, Result};
use std::collections::{BTreeSet, HashMap};

/// A file's place in a line.
pub(super) struct Place {
    file: FileId,
    line: FileId,
    number: i64,
}

/// Gives each of a message's files that is said to be a new version its number, in the order given: the room is locked, so two that come
/// at once come one after the other. The files are not the room's yet.
///
/// Errors: a fault of `versions` for what the room does not have, `chat.too_many_versions`.
pub(super) fn join(
    tx: &mut Tx<'_>,
    room: RoomId,
    asked: &[NewVersion],
    references: &mut [FileReference],
) -> Result<Vec<Place>> {
    let mut places: Vec<Place> = Vec::new();
    for one in asked {
        if places.iter().any(|place| place.file == one.file) {
            return Err(Error::field("versions", "twice"));
        }
        let reference = references.iter_mut().find(|reference| reference.id == Some(one.file));
        let reference = reference.ok_or_else(|| Error::field("versions", "unknown"))?;
        let line = store::versions::at(tx, room, one.of)?.ok_or_else(|| Error::field("versions", "unknown"))?;
        if line.is_none() {
            store::versions::begin(tx, room, one.of)?;
        }
        let line = line.unwrap_or(one.of);
        let number = store::versions::last(tx, room, line)? + 1;
        if number > MOST_VERSIONS {
            return Err(ChatRefusal::TooManyVersions.into());
        }
        store::versions::advance(tx, room, line, number)?;
        reference.version = Some(FileVersion { number, newest: None });
        places.push(Place { file: one.file, line, number });
    }
    Ok(places)
}

/// Puts files that are the room's by now where they were given a place.
pub(super) fn put(tx: &mut Tx<'_>, room: RoomId, places: &[Place]) -> Result<()> {
    places.iter().try_for_each(|place| store::versions::put(tx, room, place.file, place.line, place.number))
}

/// Something carries files that the room may have as versions already: what carries them says so, and which is the newest.
pub(super) fn settle(tx: &mut Tx<'_>, room: RoomId, files: &[FileId]) -> Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    let found = store::versions::of_files(tx, room, files)?;
    for (file, line, number) in &found {
        store::versions::put(tx, room, *file, *line, *number)?;
    }
    let lines: BTreeSet<FileId> = found.into_iter().map(|(_, line, _)| line).collect();
    tell(tx, room, lines)
}

/// Says in every message that carries a version of some lines which is the newest now, and tells of those that said otherwise.
pub(super) fn tell(tx: &mut Tx<'_>, room: RoomId, lines: impl IntoIterator<Item = FileId>) -> Result<()> {
    for line in lines {
        let all = store::versions::of_line(tx, room, line)?;
        let Some(newest) = all.last() else { continue };
        store::versions::supersede(tx, room, line, newest.number)?;
        let numbers: HashMap<FileId, i64> = all.iter().map(|one| (one.file_id, one.number)).collect();
        let ids: BTreeSet<MessageId> = all.iter().map(|one| one.message_id).collect();
        let mut changed = Vec::new();
        for mut row in store::messages::by_ids(tx, &ids.into_iter().collect::<Vec<_>>())? {
            if mark(&mut row, &numbers, newest) {
                row.tick = store::messages::set_extra(tx, &row)?;
                changed.push(row);
            }
        }
        for message in view::told(tx, changed)? {
            tx.emit(events::message_changed(&message));
        }
    }
    Ok(())
}

/// Writes into a message what its versions are; whether it said otherwise.
fn mark(row: &mut MessageRow, numbers: &HashMap<FileId, i64>, newest: &NewestVersion) -> bool {
    let mut moved = false;
    let forwarded = row.extra.forwarded.iter_mut().flat_map(|one| &mut one.files);
    for file in row.extra.files.iter_mut().chain(forwarded) {
        let Some(number) = file.id.and_then(|id| numbers.get(&id)).copied() else { continue };
        let newest = (number < newest.number).then(|| newest.clone());
        let version = Some(FileVersion { number, newest });
        moved |= file.version != version;
        file.version = version;
    }
    moved
}

/// All versions that stand of a file which the actor may read, the newest first; with who said what they came with.
pub fn list(conn: &mut Conn<'_>, id: RoomId, file: FileId) -> Result<(Vec<RoomFile>, Vec<PersonBrief>)> {
    let (row, mine) = room(conn, id)?;
    policy::may_read(&conn.actor(), row, mine.as_ref())?;
    let line = store::versions::at(conn, id, file)?.ok_or_else(Error::not_found)?;
    let ids = match line {
        // It stands alone.
        None => store::files::messages(conn, id, file)?.into_iter().take(1).map(|message| (message, file)).collect(),
        Some(line) => {
            let mut all = store::versions::of_line(conn, id, line)?;
            all.reverse();
            all.dedup_by_key(|one| one.file_id);
            all.into_iter().map(|one| (one.message_id, one.file_id)).collect::<Vec<_>>()
        }
    };
    let messages: Vec<MessageId> = ids.iter().map(|(message, _)| *message).collect();
    let rows = store::messages::by_ids(conn, &messages)?;
    let rows = forwards::as_they_stand(conn, rows)?;
    let rows: HashMap<MessageId, MessageRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let mut found = Vec::new();
    for (message, file) in ids {
        let Some(row) = rows.get(&message) else { continue };
        let reference = row.all_files().find(|reference| reference.id == Some(file));
        found.extend(reference.map(|reference| RoomFile {
            file: reference.clone(),
            message_id: row.id,
            thread_id: row.thread(),
            seq: row.seq,
            author_id: row.author,
            sent_at: row.sent_at,
        }));
    }
    if found.is_empty() {
        return Err(Error::not_found());
    }
    let authors: BTreeSet<PersonId> = found.iter().map(|one| one.author_id).collect();
    Ok((found, people::briefs(conn, &authors.into_iter().collect::<Vec<_>>())?))
}
