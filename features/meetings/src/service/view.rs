//! A meeting as somebody sees it, with all that lies on its table.

use super::{found, shown};
use crate::model::{Edition, Item, Material, Meeting, MeetingId, MeetingRow, NoteId, OpenedMeeting, Paper, Sheet};
use crate::policy;
use crate::service::sources::Sources;
use crate::store::agenda::{self, MaterialRow};
use crate::store::meetings::{self, Key};
use crate::store::personal;
use db::{Conn, Tx};
use files::model::FileId;
use kernel::{Error, Result, Timestamp};
use rooms::model::{InspectionId, RoomId};
use rooms::service::Talk;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;

/// What is known of what lies on a table, from those who have it.
struct Known {
    papers: HashMap<NoteId, Paper>,
    sheets: HashMap<FileId, Sheet>,
}

fn known(conn: &mut Conn<'_>, sources: Sources, room: RoomId, rows: &[MaterialRow], files: &[FileId]) -> Result<Known> {
    let notes: Vec<NoteId> = rows.iter().filter_map(|row| row.note).collect();
    let papers = (sources.papers)(conn, room, &notes)?;
    let sheets = (sources.sheets)(conn, room, files)?;
    Ok(Known { papers, sheets })
}

/// How far each material of a meeting has come now; what is gone has come nowhere.
pub(super) fn upto(
    conn: &mut Conn<'_>,
    sources: Sources,
    room: RoomId,
    rows: &[MaterialRow],
) -> Result<Vec<(MaterialRow, i64)>> {
    let known = known(conn, sources, room, rows, &[])?;
    let far = |row: &MaterialRow| match row.note {
        Some(note) => known.papers.get(&note).map_or(0, |paper| paper.upto),
        None => row.edition,
    };
    Ok(rows.iter().map(|row| (row.clone(), far(row))).collect())
}

fn materials(conn: &mut Conn<'_>, sources: Sources, meeting: &MeetingRow) -> Result<Vec<Material>> {
    let rows = agenda::materials(conn, meeting.id)?;
    let editions = agenda::editions(conn, meeting.id)?;
    // Of those that were replaced nobody is given anything but their number, who put them there and when.
    let files: Vec<FileId> = editions.values().filter_map(|editions| editions.last()).map(|last| last.file).collect();
    let known = known(conn, sources, meeting.room, &rows, &files)?;
    let mut editions = agenda::shown(conn, editions)?;
    let seen = personal::looked(conn, meeting.id)?;
    let before = match meeting.previous {
        Some(previous) => agenda::before(conn, previous)?,
        None => HashMap::new(),
    };
    let show = |row: MaterialRow| {
        let told = |edition: Edition| Edition { sheet: known.sheets.get(&edition.file_id).cloned(), ..edition };
        // What was a note before is no file of it.
        let kept = if row.note.is_some() { None } else { editions.remove(&row.id) };
        let editions: Vec<Edition> = kept.unwrap_or_default().into_iter().map(told).collect();
        let (is_gone, upto) = match row.note {
            Some(note) => known.papers.get(&note).map_or((true, 0), |paper| (false, paper.upto)),
            None => (editions.last().is_none_or(|last| last.sheet.is_none()), row.edition),
        };
        Material {
            id: row.id,
            item_id: row.item,
            title: row.title,
            note_id: row.note,
            editions,
            is_gone,
            upto,
            seen_upto: seen.get(&row.id).copied(),
            previous_upto: row.note.and_then(|note| before.get(&note).copied()),
            closed_upto: row.closed_upto,
        }
    };
    Ok(rows.into_iter().map(show).collect())
}

/// A meeting with its table.
pub fn get(conn: &mut Conn<'_>, talk: Talk, sources: Sources, id: MeetingId) -> Result<OpenedMeeting> {
    let (row, place) = found(conn, talk, id)?;
    let actor = conn.actor();
    let may_write = policy::may_write(&place, row.clone()).is_ok();
    let may_lead = policy::may_lead(&actor, &place, row.clone()).is_ok();
    let row = policy::may_read(&place, row)?;
    Ok(OpenedMeeting {
        meeting: shown(conn, &row)?,
        items: agenda::items(conn, id)?,
        materials: materials(conn, sources, &row)?,
        shown: meetings::staged(conn, &row)?,
        may_write,
        may_lead,
        belongs: place.belongs,
        seated: false,
    })
}

/// By which room the actor may sit at a meeting.
pub fn sitting(conn: &mut Conn<'_>, talk: Talk, id: MeetingId) -> Result<RoomId> {
    let (row, place) = found(conn, talk, id)?;
    Ok(policy::may_read(&place, row)?.room)
}

/// A page of a room's meetings, the latest first.
pub fn list(
    conn: &mut Conn<'_>,
    talk: Talk,
    room: RoomId,
    after: Option<Key>,
    limit: usize,
) -> Result<Vec<(Meeting, Key)>> {
    talk.place(conn, room)?;
    let rows = meetings::of_room(conn, room, after, limit)?;
    let keys: Vec<Key> = rows.iter().map(|row| (row.starts_at.micros(), row.id)).collect();
    Ok(meetings::shown(conn, &rows)?.into_iter().zip(keys).collect())
}

/// A meeting as an inspection sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct InspectedMeeting {
    /// The meeting.
    pub meeting: Meeting,
    /// What was talked about, and what came of it.
    pub items: Vec<Item>,
    /// What the materials are called on the agenda, in order.
    pub materials: Vec<String>,
}

/// A meeting whose card stands in a message that the actor may see by an inspection of its room. It goes into the record of acts.
///
/// Errors: `not_found` for every other meeting, and for one that was called after the days of the inspection.
pub fn inspected(
    tx: &mut Tx<'_>,
    talk: Talk,
    inspection: InspectionId,
    id: MeetingId,
    address: &str,
) -> Result<InspectedMeeting> {
    let row = meetings::get(tx, id)?.ok_or_else(Error::not_found)?;
    let message = row.message.ok_or_else(Error::not_found)?;
    let standing = talk.inspected(tx, inspection, message, address)?;
    let row = policy::may_read(&standing.place, row)?;
    // Neither the agenda nor what was decided has a history: of what was written after the days that were granted nothing is shown.
    let is_within = |at: Timestamp| standing.before.is_none_or(|before| at < before);
    let told = |item: Item| match item.settled_at.is_none_or(is_within) {
        true => item,
        false => Item { decided: String::new(), actions: String::new(), settled_at: None, ..item },
    };
    let items = agenda::items_before(tx, id, standing.before)?.into_iter().map(told).collect();
    let materials = agenda::titles_before(tx, id, standing.before)?;
    Ok(InspectedMeeting { meeting: shown(tx, &row)?, items, materials })
}
