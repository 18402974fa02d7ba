//! What is talked about, and what lies on the table.

use super::{names, who};
use crate::model::{Edition, Item, ItemId, MaterialId, MeetingId, MeetingRow, NewItem, NoteId};
use crate::policy::{Lead, Write};
use db::{Conn, List, Row, Tx};
use files::model::FileId;
use kernel::{May, PersonId, Result, Timestamp};
use std::collections::HashMap;

db::statements! {
    PUT_ITEM = "INSERT INTO meeting_item (id, meeting_id, ord, title, minutes, speaker, decided, actions, put_at)
        VALUES ($1, $2, $3, $4, $5, $6, '', '', $7)
        ON CONFLICT (id) DO UPDATE SET ord = excluded.ord, title = excluded.title, minutes = excluded.minutes, speaker = excluded.speaker,
            put_at = CASE WHEN meeting_item.title = excluded.title AND meeting_item.speaker = excluded.speaker
                THEN meeting_item.put_at ELSE excluded.put_at END
        WHERE meeting_item.meeting_id = excluded.meeting_id";
    SETTLE = "UPDATE meeting_item SET decided = $3, actions = $4, settled_at = $5 WHERE meeting_id = $1 AND id = $2";
    ITEMS = "SELECT id, title, minutes, speaker, decided, actions, settled_at FROM meeting_item
        WHERE meeting_id = $1 AND put_at < $2 ORDER BY ord, id";
    TAKEN_ITEMS = "SELECT id FROM meeting_item WHERE id {in $1} AND meeting_id <> $2";
    DELETE_ITEMS = "DELETE FROM meeting_item WHERE meeting_id = $1 AND id {in $2}";
    CLEAR_ITEMS = "DELETE FROM meeting_item WHERE meeting_id = $1";
    PUT_MATERIAL = "INSERT INTO meeting_material (id, meeting_id, item_id, ord, title, note_id, edition, put_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (id) DO UPDATE SET item_id = excluded.item_id, ord = excluded.ord, title = excluded.title, note_id = excluded.note_id,
            edition = excluded.edition,
            put_at = CASE WHEN meeting_material.title = excluded.title THEN meeting_material.put_at ELSE excluded.put_at END
        WHERE meeting_material.meeting_id = excluded.meeting_id";
    MATERIALS = "SELECT id, item_id, title, note_id, edition, closed_upto FROM meeting_material WHERE meeting_id = $1 ORDER BY ord, id";
    TITLES = "SELECT title FROM meeting_material WHERE meeting_id = $1 AND put_at < $2 ORDER BY ord, id";
    TAKEN_MATERIALS = "SELECT id FROM meeting_material WHERE id {in $1} AND meeting_id <> $2";
    MATERIAL = "SELECT id, item_id, title, note_id, edition, closed_upto FROM meeting_material WHERE meeting_id = $1 AND id = $2";
    CLOSED = "UPDATE meeting_material SET closed_upto = $3 WHERE meeting_id = $1 AND id = $2";
    BEFORE = "SELECT note_id, closed_upto FROM meeting_material
        WHERE meeting_id = $1 AND note_id IS NOT NULL AND closed_upto IS NOT NULL";
    PUT_EDITION = "INSERT INTO meeting_edition (material_id, edition, file_id, put_by, put_at) VALUES ($1, $2, $3, $4, $5)";
    EDITIONS = "SELECT e.material_id, e.edition, e.file_id, e.put_by, e.put_at FROM meeting_edition e
        JOIN meeting_material m ON m.id = e.material_id WHERE m.meeting_id = $1 ORDER BY e.material_id, e.edition";
    FORGET_LOOKS = "DELETE FROM meeting_look WHERE material_id {in $1}";
    FORGET_EDITIONS = "DELETE FROM meeting_edition WHERE material_id {in $1}";
    DELETE_MATERIALS = "DELETE FROM meeting_material WHERE meeting_id = $1 AND id {in $2}";
}

/// A material as its table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialRow {
    /// Its id.
    pub id: MaterialId,
    /// The item that it belongs to.
    pub item: Option<ItemId>,
    /// What it is called.
    pub title: String,
    /// The note that it is.
    pub note: Option<NoteId>,
    /// The number of the file that it is; 0 for a note.
    pub edition: i64,
    /// How far it had come when the meeting ended.
    pub closed_upto: Option<i64>,
}

/// A file that a material was, as its table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionRow {
    /// Its number.
    pub edition: i64,
    /// The file.
    pub file: FileId,
    /// Who put it there.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

fn material(row: &Row) -> MaterialRow {
    MaterialRow {
        id: row.get(0),
        item: row.get(1),
        title: row.get(2),
        note: row.get(3),
        edition: row.get(4),
        closed_upto: row.get(5),
    }
}

/// The items of a meeting, in order.
pub fn items(conn: &mut Conn<'_>, meeting: MeetingId) -> Result<Vec<Item>> {
    items_before(conn, meeting, None)
}

/// Those of the items of a meeting, in order, that said before an instant what they say now.
pub fn items_before(conn: &mut Conn<'_>, meeting: MeetingId, before: Option<Timestamp>) -> Result<Vec<Item>> {
    let rows = conn.rows(&ITEMS, &[&meeting, &before.map_or(i64::MAX, |before| before.micros())])?;
    let read = |row: &Row| Item {
        id: row.get(0),
        title: row.get(1),
        minutes: row.get(2),
        speaker: row.get(3),
        decided: row.get(4),
        actions: row.get(5),
        settled_at: row.get(6),
    };
    Ok(rows.iter().map(read).collect())
}

/// The materials of a meeting, in order.
pub fn materials(conn: &mut Conn<'_>, meeting: MeetingId) -> Result<Vec<MaterialRow>> {
    Ok(conn.rows(&MATERIALS, &[&meeting])?.iter().map(material).collect())
}

/// What the materials of a meeting are called, in order: those that were called so before an instant.
pub fn titles_before(conn: &mut Conn<'_>, meeting: MeetingId, before: Option<Timestamp>) -> Result<Vec<String>> {
    let rows = conn.rows(&TITLES, &[&meeting, &before.map_or(i64::MAX, |before| before.micros())])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// One material of a meeting.
pub fn one(conn: &mut Conn<'_>, meeting: MeetingId, id: MaterialId) -> Result<Option<MaterialRow>> {
    Ok(conn.row(&MATERIAL, &[&meeting, &id])?.as_ref().map(material))
}

/// The files that the materials of a meeting were, the oldest first.
pub fn editions(conn: &mut Conn<'_>, meeting: MeetingId) -> Result<HashMap<MaterialId, Vec<EditionRow>>> {
    let mut all: HashMap<MaterialId, Vec<EditionRow>> = HashMap::new();
    for row in conn.rows(&EDITIONS, &[&meeting])? {
        let edition = EditionRow { edition: row.get(1), file: row.get(2), by: row.get(3), at: row.get(4) };
        all.entry(row.get(0)).or_default().push(edition);
    }
    Ok(all)
}

/// Editions with the names of who put them there, without what they are.
pub fn shown(
    conn: &mut Conn<'_>,
    all: HashMap<MaterialId, Vec<EditionRow>>,
) -> Result<HashMap<MaterialId, Vec<Edition>>> {
    let people: Vec<PersonId> = all.values().flatten().map(|edition| edition.by).collect();
    let names = names(conn, &people)?;
    let show = |row: EditionRow| Edition {
        edition: row.edition,
        file_id: row.file,
        sheet: None,
        put_by: who(&names, row.by),
        put_at: row.at,
    };
    Ok(all.into_iter().map(|(id, rows)| (id, rows.into_iter().map(show).collect())).collect())
}

/// How far the notes of a meeting had come when it ended.
pub fn before(conn: &mut Conn<'_>, meeting: MeetingId) -> Result<HashMap<NoteId, i64>> {
    Ok(conn.rows(&BEFORE, &[&meeting])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Whether one of some ids is of an item of another meeting.
pub fn items_taken(conn: &mut Conn<'_>, meeting: MeetingId, ids: &[ItemId]) -> Result<bool> {
    Ok(!conn.rows(&TAKEN_ITEMS, &[&List::ids(ids.iter().copied()), &meeting])?.is_empty())
}

/// Whether one of some ids is of a material of another meeting.
pub fn materials_taken(conn: &mut Conn<'_>, meeting: MeetingId, ids: &[MaterialId]) -> Result<bool> {
    Ok(!conn.rows(&TAKEN_MATERIALS, &[&List::ids(ids.iter().copied()), &meeting])?.is_empty())
}

/// Puts an item at a place of the agenda; what came of it stays.
pub fn put_item(tx: &mut Tx<'_>, meeting: &May<Write, MeetingRow>, at: usize, item: &NewItem) -> Result<()> {
    let now = tx.now();
    tx.run(&PUT_ITEM, &[&item.id, &meeting.id, &at, &item.title, &item.minutes, &item.speaker, &now])
}

/// Saves what came of an item.
pub fn settle(tx: &mut Tx<'_>, meeting: &May<Write, MeetingRow>, item: &Item) -> Result<()> {
    tx.run(&SETTLE, &[&meeting.id, &item.id, &item.decided, &item.actions, &item.settled_at])
}

/// Puts a material at a place of the table.
pub fn put_material(tx: &mut Tx<'_>, meeting: &May<Write, MeetingRow>, at: usize, row: &MaterialRow) -> Result<()> {
    let now = tx.now();
    tx.run(&PUT_MATERIAL, &[&row.id, &meeting.id, &row.item, &at, &row.title, &row.note, &row.edition, &now])
}

/// Puts a file where a material lies, as its next edition.
pub fn put_edition(
    tx: &mut Tx<'_>,
    _meeting: &May<Write, MeetingRow>,
    material: &MaterialRow,
    file: FileId,
) -> Result<()> {
    let (by, now) = (tx.actor().person, tx.now());
    tx.run(&PUT_EDITION, &[&material.id, &material.edition, &file, &by, &now])
}

/// Takes items from the agenda to which no material belongs any more.
pub fn drop_items(tx: &mut Tx<'_>, meeting: &May<Write, MeetingRow>, ids: &[ItemId]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    tx.run(&DELETE_ITEMS, &[&meeting.id, &List::ids(ids.iter().copied())])
}

/// Takes materials from the table, with who has seen them.
pub fn drop_materials(tx: &mut Tx<'_>, meeting: &May<Write, MeetingRow>, ids: &[MaterialId]) -> Result<()> {
    clear_materials(tx, meeting.id, ids)
}

fn clear_materials(tx: &mut Tx<'_>, meeting: MeetingId, ids: &[MaterialId]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let list = List::ids(ids.iter().copied());
    tx.run(&FORGET_LOOKS, &[&list])?;
    tx.run(&FORGET_EDITIONS, &[&list])?;
    tx.run(&DELETE_MATERIALS, &[&meeting, &list])
}

/// Notes how far a material had come when the meeting ended.
pub fn closed(tx: &mut Tx<'_>, meeting: &May<Lead, MeetingRow>, id: MaterialId, upto: i64) -> Result<()> {
    tx.run(&CLOSED, &[&meeting.id, &id, &upto])
}

/// Takes everything from the table of a meeting that is taken back.
pub fn clear(tx: &mut Tx<'_>, meeting: &May<Lead, MeetingRow>) -> Result<()> {
    let ids: Vec<MaterialId> = materials(tx, meeting.id)?.into_iter().map(|row| row.id).collect();
    clear_materials(tx, meeting.id, &ids)?;
    tx.run(&CLEAR_ITEMS, &[&meeting.id])
}
