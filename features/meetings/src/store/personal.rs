//! What is one person's own: how far they have seen what lies on the table, and what they wrote in its margin.

use super::{names, who};
use crate::model::{Margin, MaterialId, MeetingId, MeetingRow, NewMargin, Reader};
use crate::policy::Read;
use crate::store::agenda::MaterialRow;
use db::{Conn, Row, Tx};
use kernel::{May, PersonId, Result, Timestamp};
use std::collections::HashMap;

db::statements! {
    LOOK = "INSERT INTO meeting_look (material_id, person_id, upto, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (material_id, person_id) DO UPDATE SET upto = excluded.upto, at = excluded.at WHERE meeting_look.upto < excluded.upto";
    LOOKED = "SELECT l.material_id, l.upto FROM meeting_look l JOIN meeting_material m ON m.id = l.material_id
        WHERE m.meeting_id = $1 AND l.person_id = $2";
    LOOKS = "SELECT l.person_id, l.material_id, l.upto, l.at FROM meeting_look l JOIN meeting_material m ON m.id = l.material_id
        WHERE m.meeting_id = $1 ORDER BY l.at DESC, l.person_id, l.material_id LIMIT $2";
    WRITE = "INSERT INTO meeting_margin (person_id, material_id, page, meeting_id, meeting_title, material_title, beside, words, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (person_id, material_id, page) DO UPDATE SET meeting_title = excluded.meeting_title,
            material_title = excluded.material_title, beside = excluded.beside, words = excluded.words, at = excluded.at";
    RUB_OUT = "DELETE FROM meeting_margin WHERE person_id = $1 AND material_id = $2 AND page = $3";
    COUNT = "SELECT COUNT(*) FROM meeting_margin WHERE person_id = $1 AND meeting_id = $2";
    OF_MEETING = "SELECT meeting_id, meeting_title, material_id, material_title, page, beside, words, at FROM meeting_margin
        WHERE person_id = $1 AND meeting_id = $2 ORDER BY material_id, page";
    OWN = "SELECT meeting_id, meeting_title, material_id, material_title, page, beside, words, at FROM meeting_margin
        WHERE person_id = $1 AND (meeting_id, material_id, page) < ($2, $3, $4)
        ORDER BY meeting_id DESC, material_id DESC, page DESC LIMIT $5";
}

/// Whose margin notes the actor writes and reads: of a shared account those of who is using it.
fn author(conn: &Conn<'_>) -> PersonId {
    let actor = conn.actor();
    actor.operator.unwrap_or(actor.person)
}

fn margin(row: &Row) -> Margin {
    Margin {
        meeting_id: row.get(0),
        meeting_title: row.get(1),
        material_id: row.get(2),
        material_title: row.get(3),
        page: row.get(4),
        beside: row.get(5),
        words: row.get(6),
        at: row.get(7),
    }
}

/// The actor has seen a material so far.
pub fn look(tx: &mut Tx<'_>, _meeting: &May<Read, MeetingRow>, material: MaterialId, upto: i64) -> Result<()> {
    let (person, now) = (tx.actor().person, tx.now());
    tx.run(&LOOK, &[&material, &person, &upto, &now])
}

/// How far the actor has seen what lies on the table of a meeting.
pub fn looked(conn: &mut Conn<'_>, meeting: MeetingId) -> Result<HashMap<MaterialId, i64>> {
    let person = conn.actor().person;
    Ok(conn.rows(&LOOKED, &[&meeting, &person])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Who has seen what lies on the table of a meeting, the latest first.
pub fn looks(conn: &mut Conn<'_>, meeting: MeetingId, limit: usize) -> Result<Vec<Reader>> {
    let rows = conn.rows(&LOOKS, &[&meeting, &limit])?;
    let people: Vec<PersonId> = rows.iter().map(|row| row.get(0)).collect();
    let names = names(conn, &people)?;
    let read = |row: &Row| Reader {
        person: who(&names, row.get(0)),
        material_id: row.get(1),
        upto: row.get(2),
        at: row.get::<Timestamp>(3),
    };
    Ok(rows.iter().map(read).collect())
}

/// Keeps what the actor writes in a margin, in the place of what they wrote there before.
pub fn write(
    tx: &mut Tx<'_>,
    meeting: &May<Read, MeetingRow>,
    material: &MaterialRow,
    page: i64,
    new: &NewMargin,
) -> Result<()> {
    let (author, now) = (author(tx), tx.now());
    tx.run(
        &WRITE,
        &[&author, &material.id, &page, &meeting.id, &meeting.title, &material.title, &new.beside, &new.words, &now],
    )
}

/// Takes away what the actor wrote in a margin.
pub fn rub_out(tx: &mut Tx<'_>, _meeting: &May<Read, MeetingRow>, material: MaterialId, page: i64) -> Result<()> {
    let author = author(tx);
    tx.run(&RUB_OUT, &[&author, &material, &page])
}

/// How many margin notes the actor has in a meeting.
pub fn count(conn: &mut Conn<'_>, meeting: MeetingId) -> Result<i64> {
    let author = author(conn);
    Ok(conn.one(&COUNT, &[&author, &meeting])?.get(0))
}

/// What the actor wrote in the margins of a meeting.
pub fn of_meeting(conn: &mut Conn<'_>, meeting: MeetingId) -> Result<Vec<Margin>> {
    let author = author(conn);
    Ok(conn.rows(&OF_MEETING, &[&author, &meeting])?.iter().map(margin).collect())
}

/// Where a page of one's own margin notes ends.
pub type Key = (MeetingId, MaterialId, i64);

/// A page of what the actor wrote in the margins of all meetings, the latest meeting first.
pub fn own(conn: &mut Conn<'_>, after: Option<Key>, limit: usize) -> Result<Vec<Margin>> {
    let author = author(conn);
    let last = (MeetingId::from_raw(i64::MAX), MaterialId::from_raw(i64::MAX), i64::MAX);
    let (meeting, material, page) = after.unwrap_or(last);
    Ok(conn.rows(&OWN, &[&author, &meeting, &material, &page, &limit])?.iter().map(margin).collect())
}
