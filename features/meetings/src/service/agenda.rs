//! Putting an agenda and a table in order, and writing down what came of each item.

use super::sources::Sources;
use super::{held, shown, stage, told};
use crate::model::{
    Agenda, Item, ItemId, MOST_EDITIONS, MaterialId, Meeting, MeetingId, MeetingRefusal, MeetingRow, NewMaterial,
    NoteId, Outcome, checked_agenda, checked_line,
};
use crate::policy::{self, Write};
use crate::store::agenda::{self as store, EditionRow, MaterialRow};
use crate::store::meetings;
use db::Tx;
use files::model::FileId;
use kernel::{Error, May, Result};
use rooms::service::Talk;
use std::collections::{HashMap, HashSet};

/// A material as it is to be, with the file that is to be its next edition.
struct Laid {
    row: MaterialRow,
    file: Option<FileId>,
}

/// Saves an agenda as a whole, with what lies on the table; `seen` is the version that was changed, if the client says so.
///
/// Errors: `stale`, faults of fields, `id_taken`, `meetings.too_many_editions`, those of [`policy::may_write`].
pub fn set(
    tx: &mut Tx<'_>,
    talk: Talk,
    sources: Sources,
    id: MeetingId,
    agenda: &Agenda,
    seen: Option<i64>,
) -> Result<Meeting> {
    let agenda = checked_agenda(agenda)?;
    let (row, place) = held(tx, talk, id)?;
    let row = policy::may_write(&place, row)?;
    if seen.is_some_and(|seen| seen != row.tick) {
        return Err(Error::stale());
    }
    let items: Vec<ItemId> = agenda.items.iter().map(|item| item.id).collect();
    let materials: Vec<MaterialId> = agenda.materials.iter().map(|material| material.id).collect();
    if store::items_taken(tx, id, &items)? || store::materials_taken(tx, id, &materials)? {
        return Err(MeetingRefusal::IdTaken.into());
    }
    let (items_before, materials_before) = (store::items(tx, id)?, store::materials(tx, id)?);
    let laid = laid(tx, sources, &row, &agenda.materials, &materials_before)?;
    for (at, item) in agenda.items.iter().enumerate() {
        store::put_item(tx, &row, at, item)?;
    }
    for (at, one) in laid.iter().enumerate() {
        store::put_material(tx, &row, at, &one.row)?;
        if let Some(file) = one.file {
            store::put_edition(tx, &row, &one.row, file)?;
        }
    }
    let (items, materials): (HashSet<_>, HashSet<_>) = (items.into_iter().collect(), materials.into_iter().collect());
    let gone: Vec<MaterialId> =
        materials_before.iter().map(|material| material.id).filter(|id| !materials.contains(id)).collect();
    store::drop_materials(tx, &row, &gone)?;
    let dropped: Vec<ItemId> = items_before.iter().map(|item| item.id).filter(|id| !items.contains(id)).collect();
    store::drop_items(tx, &row, &dropped)?;
    if row.stage.material.is_some_and(|shown| gone.contains(&shown)) {
        let mut show = policy::follows(&row);
        (show.stage.material, show.stage.page) = (None, 1);
        stage::turned(tx, &mut show)?;
    }
    meetings::touch(tx, &row)?;
    told(tx, id)
}

/// What is to lie on the table. Whatever is new there has to be of the room; what lay there before may be gone by now.
fn laid(
    tx: &mut Tx<'_>,
    sources: Sources,
    meeting: &May<Write, MeetingRow>,
    asked: &[NewMaterial],
    before: &[MaterialRow],
) -> Result<Vec<Laid>> {
    let notes: Vec<NoteId> = asked.iter().filter_map(|material| material.note_id).collect();
    let files: Vec<FileId> = asked.iter().filter_map(|material| material.file_id).collect();
    let papers = (sources.papers)(tx, meeting.room, &notes)?;
    let sheets = (sources.sheets)(tx, meeting.room, &files)?;
    let editions = store::editions(tx, meeting.id)?;
    let known: HashMap<MaterialId, &MaterialRow> = before.iter().map(|row| (row.id, row)).collect();
    let mut laid = Vec::new();
    for (at, material) in asked.iter().enumerate() {
        let row = known.get(&material.id).copied();
        let last: Option<&EditionRow> = editions.get(&material.id).and_then(|editions| editions.last());
        let mut lies = MaterialRow {
            id: material.id,
            item: material.item_id,
            title: material.title.clone(),
            note: material.note_id,
            edition: 0,
            closed_upto: row.and_then(|row| row.closed_upto),
        };
        let (called, file) = match (material.note_id, material.file_id) {
            (Some(note), _) => {
                let is_as_before = row.is_some_and(|row| row.note == Some(note));
                let paper = papers.get(&note);
                if paper.is_none() && !is_as_before {
                    return Err(Error::field(format!("materials[{at}].note_id"), "unknown"));
                }
                // What it was as a file stays counted, should it be one again.
                lies.edition = last.map_or(0, |last| last.edition);
                (paper.map(|paper| paper.title.clone()), None)
            }
            (None, file) => {
                let is_as_before = last.map(|last| last.file) == file;
                let sheet = file.and_then(|file| sheets.get(&file));
                if sheet.is_none() && !is_as_before {
                    return Err(Error::field(format!("materials[{at}].file_id"), "unknown"));
                }
                let count = last.map_or(0, |last| last.edition);
                if !is_as_before && count >= MOST_EDITIONS {
                    return Err(MeetingRefusal::TooManyEditions.into());
                }
                lies.edition = if is_as_before { count } else { count + 1 };
                (sheet.map(|sheet| sheet.name.clone()), file.filter(|_| !is_as_before))
            }
        };
        if lies.title.is_empty() {
            // A name longer than a title may be, or one that is gone, is left to who reads the list.
            let before = row.map(|row| row.title.clone());
            lies.title = called.and_then(|name| checked_line(&name).ok()).or(before).unwrap_or_default();
        }
        laid.push(Laid { row: lies, file });
    }
    Ok(laid)
}

/// Writes down what came of an item.
///
/// Errors: not found for an item of another meeting, faults of fields, those of [`policy::may_write`].
pub fn settle(tx: &mut Tx<'_>, talk: Talk, id: MeetingId, item: ItemId, outcome: &Outcome) -> Result<Meeting> {
    let outcome = outcome.checked()?;
    let (row, place) = held(tx, talk, id)?;
    let row = policy::may_write(&place, row)?;
    let known = store::items(tx, id)?.into_iter().find(|known| known.id == item).ok_or_else(Error::not_found)?;
    let decided = outcome.decided.unwrap_or_else(|| known.decided.clone());
    let actions = outcome.actions.unwrap_or_else(|| known.actions.clone());
    if (&decided, &actions) == (&known.decided, &known.actions) {
        return shown(tx, &row);
    }
    let settled_at = Some(tx.now());
    store::settle(tx, &row, &Item { decided, actions, settled_at, ..known })?;
    meetings::touch(tx, &row)?;
    told(tx, id)
}
