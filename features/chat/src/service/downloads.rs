//! Who may save what a room has. Whoever may not looks at it all the same, where there is something to look at.

use crate::events;
use crate::jobs::TellFloor;
use crate::model::{ChatRefusal, DownloadFloor, Downloads, MessageId, Mine, Room, RoomId};
use crate::policy;
use crate::service::{files, members, room, view};
use crate::store;
use crate::store::messages::MessageRow;
use crate::store::rooms::RoomRow;
use ::files::model::FileId;
use ::files::store::FileRow;
use audit::{Record, Subject};
use db::{Conn, Db, Lock, Tx};
use kernel::{Actor, Error, PersonId, Result};
use serde_json::json;
use std::collections::BTreeMap;

/// Through so many organisations what was said goes: those with which a room is shared by whoever it was shared with first.
const MOST_HANDS: usize = 3;

/// A file of a room that the actor may read and save.
///
/// Errors: `chat.no_downloads`.
pub fn to_save(conn: &mut Conn<'_>, id: RoomId, file: FileId) -> Result<FileRow> {
    let file = files::file(conn, id, file)?;
    check(conn, id, &file)?;
    Ok(file)
}

/// A file of a room that the actor may read, and whether they may save it as well.
pub fn to_read(conn: &mut Conn<'_>, id: RoomId, file: FileId) -> Result<(FileRow, bool)> {
    let file = files::file(conn, id, file)?;
    match check(conn, id, &file) {
        Ok(()) => Ok((file, true)),
        Err(error) if error.code() == kernel::Refusal::code(&ChatRefusal::NoDownloads) => Ok((file, false)),
        Err(error) => Err(error),
    }
}

/// A file of a room that the actor may read, of a kind that the viewer shows from its bytes.
///
/// Errors: `chat.no_downloads` for all others where they may not be saved either; `not_found` where they may.
pub fn to_look_at(conn: &mut Conn<'_>, id: RoomId, file: FileId) -> Result<FileRow> {
    let file = files::file(conn, id, file)?;
    if !file.is_looked_at() {
        check(conn, id, &file)?;
        return Err(Error::not_found());
    }
    Ok(file)
}

fn check(conn: &mut Conn<'_>, id: RoomId, file: &FileRow) -> Result<()> {
    let (row, mine) = room(conn, id)?;
    let messages = store::files::messages(conn, id, file.id)?;
    check_carried(conn, &row, mine.as_ref(), &messages, std::slice::from_ref(file))
}

fn check_carried(
    conn: &mut Conn<'_>,
    row: &RoomRow,
    mine: Option<&Mine>,
    messages: &[MessageId],
    files: &[FileRow],
) -> Result<()> {
    let there = over_there(conn, row.id, messages)?;
    let actor = conn.actor();
    files.iter().try_for_each(|file| policy::may_save(&actor, file.clone(), row, mine, there).map(drop))
}

/// What the rooms of other organisations have decided from which messages came.
fn over_there(conn: &mut Conn<'_>, room: RoomId, messages: &[MessageId]) -> Result<Downloads> {
    let mut strictest = Downloads::Everyone;
    let mut from = BTreeMap::from([(room, messages.to_vec())]);
    for _ in 0..MOST_HANDS {
        let mut next: BTreeMap<RoomId, Vec<MessageId>> = BTreeMap::new();
        for (room, messages) in from {
            for (source, there, downloads) in store::carried::sources(conn, room, &messages)? {
                strictest = strictest.max(downloads);
                next.entry(there).or_default().push(source);
            }
        }
        if next.is_empty() {
            break;
        }
        from = next;
    }
    Ok(strictest)
}

/// What is said to whoever reads a room and may not save what somebody brought to it, not by a message but by what other features keep there.
pub(super) fn refusal(conn: &mut Conn<'_>, id: RoomId, brought_by: PersonId) -> Result<Option<Error>> {
    let (row, mine) = room(conn, id)?;
    let actor = conn.actor();
    let kept = policy::is_kept_from_saving(&actor, &row, mine.as_ref()) && brought_by != actor.person;
    Ok(kept.then(|| ChatRefusal::NoDownloads.into()))
}

/// What may not be saved does not leave its room either.
///
/// Errors: `chat.no_downloads`.
pub(super) fn may_leave(conn: &mut Conn<'_>, room: &RoomRow, mine: Option<&Mine>, row: &MessageRow) -> Result<()> {
    if row.all_files().all(|file| file.id.is_none()) {
        return Ok(());
    }
    let carried = files::rows_of(conn, row.all_files())?;
    check_carried(conn, room, mine, &[row.id], &carried)
}

/// What came over from another organisation's room, and was forwarded since, goes on no further than that room's owners let it.
///
/// Errors: `chat.no_downloads`.
pub(super) fn may_go_on(conn: &mut Conn<'_>, room: RoomId, messages: &[MessageId]) -> Result<()> {
    if over_there(conn, room, messages)?.bars(true) { Err(ChatRefusal::NoDownloads.into()) } else { Ok(()) }
}

/// Below what the owners of the organisation's rooms do not go.
pub fn floor(conn: &mut Conn<'_>) -> Result<DownloadFloor> {
    store::downloads::floor(conn)
}

/// Decides that. It holds at once; whoever has a room on screen learns of it by and by.
pub fn set_floor(tx: &mut Tx<'_>, floor: DownloadFloor, address: &str) -> Result<DownloadFloor> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    if store::downloads::floor(tx)? != floor {
        store::downloads::set_floor(tx, floor)?;
        let detail = json!({ "saved_anywhere": floor.rooms, "saved_outside": floor.outside });
        audit::record(tx, &Record { act: "chat.download_floor_set", subject: Subject::default(), detail, address })?;
        jobs::enqueue(tx, &TellFloor {}, None)?;
    }
    Ok(floor)
}

/// Tells each room below what its owners do not go, one at a time, so that others write between them.
pub fn tell_floor(db: &Db, actor: Actor, _: TellFloor) -> Result<()> {
    for room in db.read_now(actor, store::downloads::rooms)? {
        db.write_now(actor, move |tx| {
            tx.lock(Lock::Group(room.raw()))?;
            store::downloads::touch(tx, room)?;
            // The program belongs to no room: it asks nobody whether it may know of this one.
            let Some((row, _)) = store::rooms::get(tx, room)? else { return Ok(()) };
            let told = view::rooms(tx, vec![(row, None)])?.remove(0);
            let last = members::newest(tx, room)?;
            tx.emit(events::room_changed(&Room { last, ..told }));
            Ok(())
        })?;
    }
    Ok(())
}
