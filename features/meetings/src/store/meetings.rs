//! Meetings themselves, and what is shown at them.

use super::{names, who};
use crate::model::{Meeting, MeetingId, MeetingRow, NoteId, Shown, Stage};
use crate::policy::{Lead, Show, Write};
use db::{Conn, Row, Tx};
use kernel::{May, PersonId, Result, Timestamp};
use rooms::model::RoomId;

macro_rules! meetings {
    ($rest:literal) => {
        concat!(
            "SELECT id, room_id, title, starts_at, place, chair_id, created_by, created_at, previous_id, minutes_id, message_id, opened_at,
                closed_at, presenter_id, shown_id, shown_page, turn, shown_at, tick FROM meeting ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO meeting (id, org_id, room_id, title, starts_at, place, chair_id, created_by, created_at, previous_id, message_id,
            shown_page, turn, shown_at, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, 0, $9, $12)";
    UPDATE = "UPDATE meeting SET title = $3, starts_at = $4, place = $5, chair_id = $6, minutes_id = $7, opened_at = $8, closed_at = $9, tick = $10
        WHERE id = $1 AND org_id = $2";
    TOUCH = "UPDATE meeting SET tick = $3 WHERE id = $1 AND org_id = $2";
    LINK = "UPDATE meeting SET minutes_id = $3, tick = $4 WHERE id = $1 AND org_id = $2";
    SHOW = "UPDATE meeting SET presenter_id = $3, shown_id = $4, shown_page = $5, turn = $6, shown_at = $7 WHERE id = $1 AND org_id = $2";
    DELETE = "DELETE FROM meeting WHERE id = $1 AND org_id = $2";
    GET = meetings!("WHERE org_id = $1 AND id = $2");
    OF_ROOM = meetings!("WHERE org_id + 0 = $1 AND room_id = $2 AND (starts_at, id) < ($3, $4) ORDER BY starts_at DESC, id DESC LIMIT $5");
    COUNT = "SELECT COUNT(*) FROM meeting WHERE org_id + 0 = $1 AND room_id = $2";
}

fn read(row: &Row) -> MeetingRow {
    MeetingRow {
        id: row.get(0),
        room: row.get(1),
        title: row.get(2),
        starts_at: row.get(3),
        place: row.get(4),
        chair: row.get(5),
        created_by: row.get(6),
        created_at: row.get(7),
        previous: row.get(8),
        minutes: row.get(9),
        message: row.get(10),
        opened_at: row.get(11),
        closed_at: row.get(12),
        stage: Stage {
            presenter: row.get(13),
            material: row.get(14),
            page: row.get(15),
            turn: row.get(16),
            at: row.get(17),
        },
        tick: row.get(18),
    }
}

/// Adds a meeting.
pub fn insert(tx: &mut Tx<'_>, new: &May<Write, MeetingRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &INSERT,
        &[
            &new.id,
            &org,
            &new.room,
            &new.title,
            &new.starts_at,
            &new.place,
            &new.chair,
            &new.created_by,
            &new.created_at,
            &new.previous,
            &new.message,
            &tick,
        ],
    )
}

/// Saves what somebody who leads changed.
pub fn update(tx: &mut Tx<'_>, meeting: &May<Lead, MeetingRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &UPDATE,
        &[
            &meeting.id,
            &org,
            &meeting.title,
            &meeting.starts_at,
            &meeting.place,
            &meeting.chair,
            &meeting.minutes,
            &meeting.opened_at,
            &meeting.closed_at,
            &tick,
        ],
    )
}

/// Notes that what lies on the table is another.
pub fn touch(tx: &mut Tx<'_>, meeting: &May<Write, MeetingRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(&TOUCH, &[&meeting.id, &org, &tick])
}

/// Saves which note is its minutes.
pub fn link(tx: &mut Tx<'_>, meeting: &May<Write, MeetingRow>, minutes: Option<NoteId>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(&LINK, &[&meeting.id, &org, &minutes, &tick])
}

/// Saves what is shown.
pub fn show(tx: &mut Tx<'_>, meeting: &May<Show, MeetingRow>) -> Result<()> {
    let (org, stage) = (tx.actor().org, &meeting.stage);
    tx.run(&SHOW, &[&meeting.id, &org, &stage.presenter, &stage.material, &stage.page, &stage.turn, &stage.at])
}

/// Removes a meeting on whose table nothing lies any more.
pub fn delete(tx: &mut Tx<'_>, meeting: &May<Lead, MeetingRow>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&DELETE, &[&meeting.id, &org])
}

/// The meeting with an id.
pub fn get(conn: &mut Conn<'_>, id: MeetingId) -> Result<Option<MeetingRow>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&org, &id])?.as_ref().map(read))
}

/// How many meetings a room has.
pub fn count(conn: &mut Conn<'_>, room: RoomId) -> Result<i64> {
    let org = conn.actor().org;
    Ok(conn.one(&COUNT, &[&org, &room])?.get(0))
}

/// Where a page of the list ends: when it begins, its id.
pub type Key = (i64, MeetingId);

/// A page of a room's meetings, the latest first.
pub fn of_room(conn: &mut Conn<'_>, room: RoomId, after: Option<Key>, limit: usize) -> Result<Vec<MeetingRow>> {
    let org = conn.actor().org;
    let (at, id) = after.unwrap_or((i64::MAX, MeetingId::from_raw(i64::MAX)));
    Ok(conn.rows(&OF_ROOM, &[&org, &room, &at, &id, &limit])?.iter().map(read).collect())
}

/// Meetings with the names of who called and leads them.
pub fn shown(conn: &mut Conn<'_>, rows: &[MeetingRow]) -> Result<Vec<Meeting>> {
    let people: Vec<PersonId> = rows.iter().flat_map(|row| [row.created_by, row.chair]).collect();
    let names = names(conn, &people)?;
    let show = |row: &MeetingRow| Meeting {
        id: row.id,
        room_id: row.room,
        title: row.title.clone(),
        starts_at: row.starts_at,
        place: row.place.clone(),
        chair: who(&names, row.chair),
        created_by: who(&names, row.created_by),
        created_at: row.created_at,
        previous_id: row.previous,
        minutes_id: row.minutes,
        opened_at: row.opened_at,
        closed_at: row.closed_at,
        withdrawn_at: None::<Timestamp>,
        tick: row.tick,
    };
    Ok(rows.iter().map(show).collect())
}

/// What is shown at a meeting, with who shows it.
pub fn staged(conn: &mut Conn<'_>, row: &MeetingRow) -> Result<Shown> {
    let presenter = match row.stage.presenter {
        Some(person) => Some(who(&names(conn, &[person])?, person)),
        None => None,
    };
    let (material_id, page, turn) = (row.stage.material, row.stage.page, row.stage.turn);
    Ok(Shown { meeting_id: row.id, presenter, material_id, page, turn })
}
