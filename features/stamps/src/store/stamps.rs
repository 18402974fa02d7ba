//! Stamps themselves.

use super::{parsed, unword, word, written};
use crate::model::{Question, StampId, StampRow};
use crate::policy::Manage;
use db::{Conn, Row, Tx};
use kernel::{May, Result};

macro_rules! stamps {
    ($rest:literal) => {
        concat!(
            "SELECT id, room_id, kind, asker_id, question, options, slots, several, anonymous, shows, changeable, deadline, closed_at,
                decided, reminded_at, created_at, tick, crossing FROM stamp ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO stamp (id, org_id, room_id, kind, asker_id, question, options, slots, several, anonymous, shows, changeable,
            deadline, created_at, tick, crossing)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    UPDATE = "UPDATE stamp SET deadline = $3, closed_at = $4, decided = $5, reminded_at = $6, tick = $7 WHERE id = $1 AND org_id = $2";
    ANSWERS_DELETE = "DELETE FROM stamp_answer WHERE stamp_id = $1";
    VOTERS_DELETE = "DELETE FROM stamp_voter WHERE stamp_id = $1";
    COUNTS_DELETE = "DELETE FROM stamp_count WHERE stamp_id = $1";
    BAGS_DELETE = "DELETE FROM stamp_bag WHERE stamp_id = $1";
    DELETE = "DELETE FROM stamp WHERE id = $1 AND org_id = $2";
    GET = stamps!("WHERE id = $2 AND org_id = $1");
    // For the program itself, which tells those of a room, whatever organisation that is of.
    OF_ANY = stamps!("WHERE id = $1");
}

fn read(row: &Row) -> StampRow {
    StampRow {
        id: row.get(0),
        room: row.get(1),
        asker: row.get(3),
        question: Question {
            kind: unword(row.get(2)),
            question: row.get(4),
            options: parsed(&row.get::<String>(5)),
            slots: parsed(&row.get::<String>(6)),
            several: row.get(7),
            anonymous: row.get(8),
            shows: unword(row.get(9)),
            changeable: row.get(10),
        },
        deadline: row.get(11),
        closed_at: row.get(12),
        decided: row.get(13),
        reminded_at: row.get(14),
        created_at: row.get(15),
        tick: row.get(16),
        crossing: unword(row.get(17)),
    }
}

/// Adds a stamp.
pub fn insert(tx: &mut Tx<'_>, stamp: &StampRow) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let asked = &stamp.question;
    tx.run(
        &INSERT,
        &[
            &stamp.id,
            &org,
            &stamp.room,
            &word(asked.kind),
            &stamp.asker,
            &asked.question,
            &written(&asked.options),
            &written(&asked.slots),
            &asked.several,
            &asked.anonymous,
            &word(asked.shows),
            &asked.changeable,
            &stamp.deadline,
            &stamp.created_at,
            &tick,
            &word(stamp.crossing),
        ],
    )
}

/// Saves a changed stamp; what is asked stays.
pub fn update(tx: &mut Tx<'_>, stamp: &May<Manage, StampRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(&UPDATE, &[&stamp.id, &org, &stamp.deadline, &stamp.closed_at, &stamp.decided, &stamp.reminded_at, &tick])
}

/// Takes a stamp away, with everything that was answered.
pub fn delete(tx: &mut Tx<'_>, stamp: &May<Manage, StampRow>) -> Result<()> {
    let org = tx.actor().org;
    for rows in [&ANSWERS_DELETE, &VOTERS_DELETE, &COUNTS_DELETE, &BAGS_DELETE] {
        tx.run(rows, &[&stamp.id])?;
    }
    tx.run(&DELETE, &[&stamp.id, &org])
}

/// The stamp with an id, of the actor's organisation: the use case asks the talk whether the actor may see it.
pub fn get(conn: &mut Conn<'_>, id: StampId) -> Result<Option<StampRow>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&org, &id])?.as_ref().map(read))
}

/// The stamp with an id, of whatever organisation.
pub fn of_any(conn: &mut Conn<'_>, id: StampId) -> Result<Option<StampRow>> {
    Ok(conn.row(&OF_ANY, &[&id])?.as_ref().map(read))
}
