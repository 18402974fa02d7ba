//! The SQL of memos: every statement once, in the subset that both engines run alike.

use crate::model::{Content, KEPT_DAYS, MemoBox, MemoId, MemoRow, Step};
use crate::policy::{Handle, Keep, See};
use db::{Conn, List, Row, Tx};
use jiff::civil::Date;
use kernel::{May, Result, Timestamp};
use rooms::model::RoomId;
use serde::Serialize;
use serde::de::DeserializeOwned;

macro_rules! memos {
    ($rest:literal) => {
        concat!(
            "SELECT id, room_id, section_room_id, section_message_id, writer_id, operator_id, addressee_id, caller, company, number,
                matter, words, call_back_by, called_at, seen_at, seen_by, taken_at, taken_by, done_at, done_by, cleared_at,
                withdrawn_at, tick, waits_until FROM phone_memo ",
            $rest
        )
    };
}

// Those in which somebody from outside is still named and for which nobody waits any more: done, or lain too long, or left by whom they were for.
macro_rules! due {
    ($rest:literal) => {
        concat!(
            "SELECT m.id FROM phone_memo m LEFT JOIN person p ON p.id = m.addressee_id
            WHERE m.org_id = $1 AND m.cleared_at IS NULL
              AND ((m.done AND m.done_at < $2) OR (NOT m.done AND (m.waits_until < $3 OR p.left_on < $4)))",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO phone_memo (id, org_id, room_id, section_room_id, section_message_id, writer_id, operator_id, addressee_id,
            caller, company, number, matter, words, call_back_by, called_at, waits_until, done, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, FALSE, $17)";
    SEEN = "UPDATE phone_memo SET seen_at = $3, seen_by = $4, tick = $5 WHERE id = $1 AND org_id = $2";
    TAKEN = "UPDATE phone_memo SET taken_at = $3, taken_by = $4, tick = $5 WHERE id = $1 AND org_id = $2";
    DONE = "UPDATE phone_memo SET done = $3, done_at = $4, done_by = $5, tick = $6 WHERE id = $1 AND org_id = $2";
    // What nobody has done is open no longer either.
    CLEARED = "UPDATE phone_memo SET caller = '', company = '', number = '', words = '', done = TRUE, cleared_at = $3, tick = $4
        WHERE id = $1 AND org_id = $2";
    WITHDRAWN = "UPDATE phone_memo SET done = TRUE, done_at = COALESCE(done_at, $3), withdrawn_at = $3, tick = $4
        WHERE id = $1 AND org_id = $2";
    LEFT_SECTION = "UPDATE phone_memo SET section_room_id = NULL, tick = $3 WHERE id = $1 AND org_id = $2";
    GET = memos!("WHERE id = $2 AND org_id = $1");
    // Along an index each: with one state of one list, what is done of all years is not gone through for what is open.
    MINE = memos!("WHERE addressee_id = $2 AND org_id = $1 AND withdrawn_at IS NULL AND done = $3
        AND id < $4 AND called_at >= $5 AND called_at < $6 ORDER BY id DESC LIMIT $7");
    WRITTEN = memos!("WHERE writer_id = $2 AND org_id = $1 AND withdrawn_at IS NULL AND done = $3
        AND id < $4 AND called_at >= $5 AND called_at < $6 ORDER BY id DESC LIMIT $7");
    OF_ROOM = memos!("WHERE section_room_id = $2 AND org_id = $1 AND withdrawn_at IS NULL AND done = $3
        AND id < $4 AND called_at >= $5 AND called_at < $6 ORDER BY id DESC LIMIT $7");
    OPEN_MINE = "SELECT COUNT(*) FROM phone_memo WHERE addressee_id = $2 AND org_id = $1 AND done = FALSE";
    OPEN_OF_ROOMS = "SELECT COUNT(*) FROM phone_memo
        WHERE section_room_id {in $2} AND org_id = $1 AND done = FALSE AND addressee_id <> $3";
    DUE = due!(" AND m.id > $5 ORDER BY m.id LIMIT $6");
    IS_DUE = due!(" AND m.id = $5");
    RULE = "SELECT days FROM phone_memo_rule WHERE org_id = $1";
    RULE_PUT = "INSERT INTO phone_memo_rule (org_id, days) VALUES ($1, $2)
        ON CONFLICT (org_id) DO UPDATE SET days = excluded.days";
}

fn word<T: Serialize>(thing: T) -> String {
    match serde_json::to_value(thing) {
        Ok(serde_json::Value::String(text)) => text,
        other => panic!("a kind is a word, not {other:?}"),
    }
}

fn unword<T: DeserializeOwned>(text: String) -> T {
    serde_json::from_value(serde_json::Value::String(text)).expect("the database holds known kinds")
}

fn step(row: &Row, at: usize) -> Option<Step> {
    Some(Step { at: row.get::<Option<Timestamp>>(at)?, by: row.get::<Option<kernel::PersonId>>(at + 1)? })
}

fn read(row: &Row) -> MemoRow {
    MemoRow {
        id: row.get(0),
        room: row.get(1),
        section_room: row.get(2),
        section_message: row.get(3),
        writer: row.get(4),
        operator: row.get(5),
        addressee: row.get(6),
        content: Content {
            caller: row.get(7),
            company: row.get(8),
            number: row.get(9),
            matter: unword(row.get(10)),
            words: row.get(11),
            call_back_by: row.get(12),
        },
        called_at: row.get(13),
        seen: step(row, 14),
        taken: step(row, 16),
        done: step(row, 18),
        cleared_at: row.get(20),
        withdrawn_at: row.get(21),
        tick: row.get(22),
        waits_until: row.get(23),
    }
}

/// Adds a memo.
pub fn insert(tx: &mut Tx<'_>, memo: &MemoRow) -> Result<()> {
    let org = tx.actor().org;
    let called = &memo.content;
    tx.run(
        &INSERT,
        &[
            &memo.id,
            &org,
            &memo.room,
            &memo.section_room,
            &memo.section_message,
            &memo.writer,
            &memo.operator,
            &memo.addressee,
            &called.caller,
            &called.company,
            &called.number,
            &word(called.matter),
            &called.words,
            &called.call_back_by,
            &memo.called_at,
            &memo.waits_until,
            &memo.tick,
        ],
    )
}

/// Saves that the addressee has seen it.
pub fn seen(tx: &mut Tx<'_>, memo: &May<See, MemoRow>) -> Result<()> {
    let (org, step) = (tx.actor().org, memo.seen);
    tx.run(&SEEN, &[&memo.id, &org, &step.map(|step| step.at), &step.map(|step| step.by), &memo.tick])
}

/// Saves who looks after it.
pub fn taken(tx: &mut Tx<'_>, memo: &May<Handle, MemoRow>) -> Result<()> {
    let (org, step) = (tx.actor().org, memo.taken);
    tx.run(&TAKEN, &[&memo.id, &org, &step.map(|step| step.at), &step.map(|step| step.by), &memo.tick])
}

/// Saves whether it is done.
pub fn done(tx: &mut Tx<'_>, memo: &May<Handle, MemoRow>) -> Result<()> {
    let (org, step) = (tx.actor().org, memo.done);
    let (at, by) = (step.map(|step| step.at), step.map(|step| step.by));
    tx.run(&DONE, &[&memo.id, &org, &step.is_some(), &at, &by, &memo.tick])
}

/// Clears who called.
pub fn clear(tx: &mut Tx<'_>, memo: &May<Keep, MemoRow>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&CLEARED, &[&memo.id, &org, &memo.cleared_at, &memo.tick])
}

/// Saves that it was taken back. It is kept until who called is cleared, as the record of its message is.
pub fn withdraw(tx: &mut Tx<'_>, memo: &May<Keep, MemoRow>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&WITHDRAWN, &[&memo.id, &org, &memo.withdrawn_at, &memo.tick])
}

/// Saves that it stands in the section's room no more.
pub fn leave_section(tx: &mut Tx<'_>, memo: &May<Keep, MemoRow>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&LEFT_SECTION, &[&memo.id, &org, &memo.tick])
}

/// The memo with an id, of the actor's organisation: the use case asks the talk whether the actor may see it.
pub fn get(conn: &mut Conn<'_>, id: MemoId) -> Result<Option<MemoRow>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&org, &id])?.as_ref().map(read))
}

/// Which memos are listed.
#[derive(Debug, Clone, Copy)]
pub struct Filter {
    /// Those that are done, or those that are not; both when it does not say.
    pub done: Option<bool>,
    /// Called from then on.
    pub from: Timestamp,
    /// Called before that.
    pub to: Timestamp,
}

/// A page of memos below an id, the newest first; of a section those in some rooms.
pub fn list(
    conn: &mut Conn<'_>,
    whose: MemoBox,
    rooms: &[RoomId],
    filter: &Filter,
    (below, limit): (MemoId, usize),
) -> Result<Vec<MemoRow>> {
    let (org, person) = (conn.actor().org, conn.actor().person);
    let Filter { done, from, to } = filter;
    let mut found = Vec::new();
    for state in [false, true].into_iter().filter(|state| done.is_none_or(|done| done == *state)) {
        let rows = match whose {
            MemoBox::Mine => conn.rows(&MINE, &[&org, &person, &state, &below, from, to, &limit])?,
            MemoBox::Written => conn.rows(&WRITTEN, &[&org, &person, &state, &below, from, to, &limit])?,
            MemoBox::Section => {
                let mut rows = Vec::new();
                for room in rooms {
                    rows.extend(conn.rows(&OF_ROOM, &[&org, room, &state, &below, from, to, &limit])?);
                }
                rows
            }
        };
        found.extend(rows.iter().map(read));
    }
    found.sort_by_key(|memo| std::cmp::Reverse(memo.id));
    found.truncate(limit);
    Ok(found)
}

/// How many for the actor are open, and how many for others in some rooms.
pub fn open(conn: &mut Conn<'_>, rooms: &[RoomId]) -> Result<(i64, i64)> {
    let (org, person) = (conn.actor().org, conn.actor().person);
    let mine = conn.one(&OPEN_MINE, &[&org, &person])?.get(0);
    let of_rooms = match rooms.is_empty() {
        true => 0,
        false => conn.one(&OPEN_OF_ROOMS, &[&org, &List::ids(rooms.iter().copied()), &person])?.get(0),
    };
    Ok((mine, of_rooms))
}

/// Before when it was over with what is to be cleared.
pub struct Over {
    /// What was done, or taken back, before.
    pub done: Timestamp,
    /// That for which somebody waited until before.
    pub waited: Timestamp,
    /// That for somebody whose last day was before.
    pub left: Date,
}

/// Those above an id that are to be cleared.
pub fn due(conn: &mut Conn<'_>, over: &Over, after: MemoId, limit: usize) -> Result<Vec<MemoId>> {
    let (org, left) = (conn.actor().org, over.left.to_string());
    let rows = conn.rows(&DUE, &[&org, &over.done, &over.waited, &left, &after, &limit])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Whether a memo is to be cleared.
pub fn is_due(conn: &mut Conn<'_>, over: &Over, id: MemoId) -> Result<bool> {
    let (org, left) = (conn.actor().org, over.left.to_string());
    Ok(conn.row(&IS_DUE, &[&org, &over.done, &over.waited, &left, &id])?.is_some())
}

/// For how many days a memo keeps who called.
pub fn days(conn: &mut Conn<'_>) -> Result<i64> {
    let org = conn.actor().org;
    Ok(conn.row(&RULE, &[&org])?.map_or(KEPT_DAYS, |row| row.get(0)))
}

/// Saves for how many days a memo keeps who called.
pub fn set_days(tx: &mut Tx<'_>, days: i64) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&RULE_PUT, &[&org, &days])
}
