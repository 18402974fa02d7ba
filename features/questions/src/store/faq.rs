//! Entries of the FAQ of a room, in an order by hand.

use crate::model::{FaqId, FaqRow, Wording};
use crate::policy::Edit;
use db::{Conn, Row, Tx};
use kernel::{May, Result};
use rooms::model::{MessageId, RoomId};

macro_rules! entries {
    ($rest:literal) => {
        concat!(
            "SELECT id, room_id, place, question, answer, source_id, is_agreed, writer_id, changed_at, step, tick FROM faq_entry ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO faq_entry (id, org_id, room_id, place, question, answer, source_id, is_agreed, writer_id, changed_at, step, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    UPDATE = "UPDATE faq_entry SET place = $3, question = $4, answer = $5, source_id = $6, writer_id = $7, changed_at = $8, step = $9,
            tick = $10
        WHERE id = $1 AND org_id = $2";
    DELETE = "DELETE FROM faq_entry WHERE id = $1 AND org_id = $2";
    GET = entries!("WHERE id = $2 AND org_id = $1");
    // There are so few that they are read whole.
    OF_ROOM = entries!("WHERE room_id = $1 AND org_id + 0 = $2 ORDER BY place, id");
    BY_SOURCE = entries!("WHERE source_id = $1 ORDER BY id");
}

fn read(row: &Row) -> FaqRow {
    FaqRow {
        id: row.get(0),
        room: row.get(1),
        place: row.get(2),
        wording: Wording { question: row.get(3), answer: row.get(4) },
        source: row.get(5),
        is_agreed: row.get(6),
        writer: row.get(7),
        changed_at: row.get(8),
        step: row.get(9),
        tick: row.get(10),
    }
}

/// Adds an entry.
pub fn insert(tx: &mut Tx<'_>, entry: &May<Edit, FaqRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &INSERT,
        &[
            &entry.id,
            &org,
            &entry.room,
            &entry.place,
            &entry.wording.question,
            &entry.wording.answer,
            &entry.source,
            &entry.is_agreed,
            &entry.writer,
            &entry.changed_at,
            &entry.step,
            &tick,
        ],
    )
}

/// Saves words and place.
pub fn update(tx: &mut Tx<'_>, entry: &May<Edit, FaqRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &UPDATE,
        &[
            &entry.id,
            &org,
            &entry.place,
            &entry.wording.question,
            &entry.wording.answer,
            &entry.source,
            &entry.writer,
            &entry.changed_at,
            &entry.step,
            &tick,
        ],
    )
}

/// Takes an entry away.
pub fn delete(tx: &mut Tx<'_>, entry: &May<Edit, FaqRow>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&DELETE, &[&entry.id, &org])
}

/// The entry with an id, of the actor's organisation: the use case asks the talk whether the actor may see it.
pub fn get(conn: &mut Conn<'_>, id: FaqId) -> Result<Option<FaqRow>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&org, &id])?.as_ref().map(read))
}

/// The entries of a room in their order.
pub fn of_room(conn: &mut Conn<'_>, room: RoomId) -> Result<Vec<FaqRow>> {
    let org = conn.actor().org;
    Ok(conn.rows(&OF_ROOM, &[&room, &org])?.iter().map(read).collect())
}

/// The entries that were made of a message.
pub fn of_source(conn: &mut Conn<'_>, message: MessageId) -> Result<Vec<FaqRow>> {
    Ok(conn.rows(&BY_SOURCE, &[&message])?.iter().map(read).collect())
}
