//! What is one person's own: how far they have seen what lies on the table, and what they wrote in its margin.

use super::{names, who};
use crate::model::{Margin, MarginId, MaterialId, MeetingId, MeetingRow, NewMargin, Reader};
use crate::policy::{Own, Read, author};
use crate::store::agenda::MaterialRow;
use db::{Conn, Row, Tx};
use kernel::{May, PersonId, Result, Timestamp};
use std::collections::HashMap;

macro_rules! margins {
    ($rest:literal) => {
        concat!(
            "SELECT id, meeting_id, meeting_title, material_id, material_title, page, beside, words, at FROM meeting_margin
        WHERE person_id = $1 AND ",
            $rest
        )
    };
}

db::statements! {
    LOOK = "INSERT INTO meeting_look (material_id, person_id, upto, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (material_id, person_id) DO UPDATE SET upto = excluded.upto, at = excluded.at WHERE meeting_look.upto < excluded.upto";
    LOOKED = "SELECT l.material_id, l.upto FROM meeting_look l JOIN meeting_material m ON m.id = l.material_id
        WHERE m.meeting_id = $1 AND l.person_id = $2";
    LOOKS = "SELECT l.person_id, l.material_id, l.upto, l.at FROM meeting_look l JOIN meeting_material m ON m.id = l.material_id
        WHERE m.meeting_id = $1 ORDER BY l.at DESC, l.person_id, l.material_id LIMIT $2";
    WRITE = "INSERT INTO meeting_margin (person_id, id, material_id, page, meeting_id, meeting_title, material_title, beside, words, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    REWRITE = "UPDATE meeting_margin SET words = $3, at = $4 WHERE person_id = $1 AND id = $2";
    RUB_OUT = "DELETE FROM meeting_margin WHERE person_id = $1 AND id = $2";
    COUNT = "SELECT COUNT(*) FROM meeting_margin WHERE person_id = $1 AND meeting_id = $2";
    ONE = margins!("id = $2");
    OF_MEETING = margins!("meeting_id = $2 ORDER BY material_id, page, id");
    OWN = margins!("(meeting_id, id) < ($2, $3) ORDER BY meeting_id DESC, id DESC LIMIT $4");
}

fn margin(row: &Row) -> Margin {
    Margin {
        id: row.get(0),
        meeting_id: row.get(1),
        meeting_title: row.get(2),
        material_id: row.get(3),
        material_title: row.get(4),
        page: row.get(5),
        beside: row.get(6),
        words: row.get(7),
        at: row.get(8),
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

/// Keeps what the actor writes in a margin where nothing of theirs stands under that id.
pub fn write(
    tx: &mut Tx<'_>,
    meeting: &May<Read, MeetingRow>,
    material: &MaterialRow,
    id: MarginId,
    new: &NewMargin,
) -> Result<()> {
    let (author, now, titles) = (author(&tx.actor()), tx.now(), (&meeting.title, &material.title));
    tx.run(
        &WRITE,
        &[&author, &id, &material.id, &new.page, &meeting.id, titles.0, titles.1, &new.beside, &new.words, &now],
    )
}

/// Keeps other words in the place of those that stand in a margin.
pub fn rewrite(tx: &mut Tx<'_>, margin: &May<Own, Margin>) -> Result<()> {
    let (author, now) = (author(&tx.actor()), tx.now());
    tx.run(&REWRITE, &[&author, &margin.id, &margin.words, &now])
}

/// Takes away what stands in a margin.
pub fn rub_out(tx: &mut Tx<'_>, margin: &May<Own, Margin>) -> Result<()> {
    let author = author(&tx.actor());
    tx.run(&RUB_OUT, &[&author, &margin.id])
}

/// How many margin notes the actor has in a meeting.
pub fn count(conn: &mut Conn<'_>, meeting: MeetingId) -> Result<i64> {
    let author = author(&conn.actor());
    Ok(conn.one(&COUNT, &[&author, &meeting])?.get(0))
}

/// One of the actor's margin notes, of whatever meeting.
pub fn one(conn: &mut Conn<'_>, id: MarginId) -> Result<Option<Margin>> {
    let author = author(&conn.actor());
    Ok(conn.row(&ONE, &[&author, &id])?.as_ref().map(margin))
}

/// What the actor wrote in the margins of a meeting.
pub fn of_meeting(conn: &mut Conn<'_>, meeting: MeetingId) -> Result<Vec<Margin>> {
    let author = author(&conn.actor());
    Ok(conn.rows(&OF_MEETING, &[&author, &meeting])?.iter().map(margin).collect())
}

/// Where a page of one's own margin notes ends.
pub type Key = (MeetingId, MarginId);

/// A page of what the actor wrote in the margins of all meetings, the latest meeting first.
pub fn own(conn: &mut Conn<'_>, after: Option<Key>, limit: usize) -> Result<Vec<Margin>> {
    let author = author(&conn.actor());
    let (meeting, id) = after.unwrap_or((MeetingId::from_raw(i64::MAX), MarginId::from_raw(i64::MAX)));
    Ok(conn.rows(&OWN, &[&author, &meeting, &id, &limit])?.iter().map(margin).collect())
}
