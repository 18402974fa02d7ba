//! Notes without what stands on them.

use super::{names, unword, who, word};
use crate::model::templates::Template;
use crate::model::{Note, NoteId, Owner};
use crate::policy::{Tend, Withdraw, Write};
use db::{Conn, Row, Tx};
use jiff::civil::Date;
use kernel::{May, PersonId, Result, Tick, Timestamp};
use rooms::model::{MessageId, RoomId};
use std::ops::Deref;

macro_rules! notes {
    ($rest:expr) => {
        concat!(
            "SELECT id, room_id, title, template, created_by, created_at, edited_by, edited_at, seq, bytes, tended_seq, excerpt, open_ticks,
                done_ticks, pinned, review_on, owner_unit, owner_title, owner_name, withdrawn_at, told_at, tick, message_id, written FROM note ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO note (id, org_id, room_id, title, folded, template, created_by, created_at, edited_by, edited_at, seq, bytes,
            tended_seq, excerpt, open_ticks, done_ticks, pinned, told_at, tick, message_id, written)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7, $8, 0, 0, 0, '', 0, 0, FALSE, $8, $9, $10, 0)";
    UPDATE = "UPDATE note SET title = $3, folded = $4, pinned = $5, review_on = $6, owner_unit = $7, owner_title = $8, owner_name = $9, tick = $10
        WHERE id = $1 AND org_id = $2";
    WRITTEN = "UPDATE note SET edited_by = $3, edited_at = $4, seq = $5, bytes = $6, told_at = $7, tick = $8, written = $9
        WHERE id = $1 AND org_id = $2";
    TENDED = "UPDATE note SET excerpt = $3, open_ticks = $4, done_ticks = $5, tended_seq = $6, bytes = $7, tick = $8 WHERE id = $1 AND org_id = $2";
    WITHDRAW = "UPDATE note SET withdrawn_at = $3, withdrawn_by = $4, tick = $5 WHERE id = $1 AND org_id = $2";
    GET = notes!("WHERE org_id = $1 AND id = $2");
    OF_ROOM = notes!("WHERE org_id + 0 = $1 AND room_id = $2 AND withdrawn_at IS NULL AND folded LIKE $3 ESCAPE '\\'
        AND (pinned, edited_at, id) < ($4, $5, $6) ORDER BY pinned DESC, edited_at DESC, id DESC LIMIT $7");
    // What was taken back counts until it is gone.
    COUNT = "SELECT COUNT(*) FROM note WHERE org_id + 0 = $1 AND room_id = $2";
    DELETE = "DELETE FROM note WHERE id = $1 AND org_id = $2";
}

/// A note as the table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRow {
    /// Its id.
    pub id: NoteId,
    /// The room that it belongs to.
    pub room: RoomId,
    /// Its title.
    pub title: String,
    /// What it began as.
    pub template: Template,
    /// Who began it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// Who wrote in it last.
    pub edited_by: PersonId,
    /// When.
    pub edited_at: Timestamp,
    /// The number of its last update.
    pub seq: i64,
    /// How large its page is at most.
    pub bytes: i64,
    /// All that was ever written in it, in bytes.
    pub written: i64,
    /// Up to where it was tended.
    pub tended_seq: i64,
    /// Its first words.
    pub excerpt: String,
    /// Items that wait to be ticked.
    pub open_ticks: u32,
    /// Items that were ticked.
    pub done_ticks: u32,
    /// It stands above the others.
    pub pinned: bool,
    /// The day of the next look.
    pub review_on: Option<Date>,
    /// The post that it belongs to.
    pub owner: Option<Owner>,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
    /// When its room was told last that somebody wrote in it.
    pub told_at: Timestamp,
    /// The tick of the last change.
    pub tick: Tick,
    /// The message that told the room of it, and in which it stands as a card.
    pub message: Option<MessageId>,
}

fn read(row: &Row) -> NoteRow {
    let unit: Option<_> = row.get(16);
    NoteRow {
        id: row.get(0),
        room: row.get(1),
        title: row.get(2),
        template: unword(row.get(3)),
        created_by: row.get(4),
        created_at: row.get(5),
        edited_by: row.get(6),
        edited_at: row.get(7),
        seq: row.get(8),
        bytes: row.get(9),
        tended_seq: row.get(10),
        excerpt: row.get(11),
        open_ticks: row.get(12),
        done_ticks: row.get(13),
        pinned: row.get(14),
        review_on: row
            .get::<Option<String>>(15)
            .map(|day| day.parse().expect("the database holds the days that we wrote")),
        owner: unit.map(|unit_id| Owner {
            unit_id,
            title_id: row.get(17),
            name: row.get::<Option<String>>(18).unwrap_or_default(),
        }),
        withdrawn_at: row.get(19),
        told_at: row.get(20),
        tick: row.get(21),
        message: row.get(22),
        written: row.get(23),
    }
}

/// Adds a note without a page.
pub fn insert(tx: &mut Tx<'_>, new: &May<Write, NoteRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &INSERT,
        &[
            &new.id,
            &org,
            &new.room,
            &new.title,
            &text::fold(&new.title),
            &word(new.template),
            &new.created_by,
            &new.created_at,
            &tick,
            &new.message,
        ],
    )
}

/// Saves what a note is called, and what belongs to that.
pub fn update(tx: &mut Tx<'_>, note: &May<Write, NoteRow>) -> Result<()> {
    let (org, tick, owner) = (tx.actor().org, tx.tick()?, note.owner.as_ref());
    tx.run(
        &UPDATE,
        &[
            &note.id,
            &org,
            &note.title,
            &text::fold(&note.title),
            &note.pinned,
            &note.review_on.map(|day| day.to_string()),
            &owner.map(|owner| owner.unit_id),
            &owner.and_then(|owner| owner.title_id),
            &owner.map(|owner| owner.name.clone()),
            &tick,
        ],
    )
}

/// Saves that somebody wrote on a page.
pub fn written(tx: &mut Tx<'_>, note: &May<Write, NoteRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let (by, at) = (note.edited_by, note.edited_at);
    tx.run(&WRITTEN, &[&note.id, &org, &by, &at, &note.seq, &note.bytes, &note.told_at, &tick, &note.written])
}

/// Saves what follows from a page.
pub fn tended(tx: &mut Tx<'_>, note: &May<Tend, NoteRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let (open, done) = (note.open_ticks, note.done_ticks);
    tx.run(&TENDED, &[&note.id, &org, &note.excerpt, &open, &done, &note.tended_seq, &note.bytes, &tick])
}

/// Saves that a note was taken back, or put back.
pub fn withdraw(tx: &mut Tx<'_>, note: &May<Withdraw, NoteRow>) -> Result<()> {
    let (actor, tick) = (tx.actor(), tx.tick()?);
    let by = note.withdrawn_at.map(|_| actor.person);
    tx.run(&WITHDRAW, &[&note.id, &actor.org, &note.withdrawn_at, &by, &tick])
}

/// Removes a note of which nothing is left.
pub fn delete(tx: &mut Tx<'_>, note: &May<Tend, NoteRow>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&DELETE, &[&note.id, &org])
}

/// The note with an id.
pub fn get(conn: &mut Conn<'_>, id: NoteId) -> Result<Option<NoteRow>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&org, &id])?.as_ref().map(read))
}

/// How many notes a room has.
pub fn count(conn: &mut Conn<'_>, room: RoomId) -> Result<i64> {
    let org = conn.actor().org;
    Ok(conn.one(&COUNT, &[&org, &room])?.get(0))
}

/// Where a page of the list ends: whether it is pinned, when it was written in, its id.
pub type Key = (bool, i64, NoteId);

fn pattern(words: &str) -> String {
    let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// A page of a room's notes: what is pinned first, then what was written in last.
pub fn of_room(
    conn: &mut Conn<'_>,
    room: RoomId,
    words: &str,
    after: Option<Key>,
    limit: usize,
) -> Result<Vec<NoteRow>> {
    let org = conn.actor().org;
    let (pinned, at, id) = after.unwrap_or((true, i64::MAX, NoteId::from_raw(i64::MAX)));
    let pattern = pattern(&text::fold(words));
    let rows = conn.rows(&OF_ROOM, &[&org, &room, &pattern, &pinned, &at, &id, &limit])?;
    Ok(rows.iter().map(read).collect())
}

/// Notes with the names of who wrote them.
pub fn shown<N: Deref<Target = NoteRow>>(conn: &mut Conn<'_>, rows: &[N]) -> Result<Vec<Note>> {
    let people: Vec<PersonId> = rows.iter().flat_map(|row| [row.created_by, row.edited_by]).collect();
    let names = names(conn, &people)?;
    let show = |row: &N| Note {
        id: row.id,
        room_id: row.room,
        title: row.title.clone(),
        template: row.template,
        created_by: who(&names, row.created_by),
        created_at: row.created_at,
        edited_by: who(&names, row.edited_by),
        edited_at: row.edited_at,
        seq: row.seq,
        excerpt: row.excerpt.clone(),
        open_ticks: row.open_ticks,
        done_ticks: row.done_ticks,
        pinned: row.pinned,
        review_on: row.review_on,
        owner: row.owner.clone(),
        withdrawn_at: row.withdrawn_at,
        tick: row.tick,
    };
    Ok(rows.iter().map(show).collect())
}
