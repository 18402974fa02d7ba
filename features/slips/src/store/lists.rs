//! Lists of slips: of a room, and of somebody. Parcels that wait come by the official order of their sections and then by how long they wait,
//! requests by their day, what has none last; what is over, the newest first; council questions by their day and their turn in it.

use super::slips::{slips, whole};
use super::word;
use crate::model::{Kind, SlipId, SlipRow, State};
use db::{Conn, List, Row, ToValue};
use directory::model::{TitleId, UnitId};
use jiff::civil::Date;
use kernel::{Result, Timestamp};
use rooms::model::RoomId;
use std::collections::HashSet;

/// Where a page goes on: after what it is ordered by first, a moment and an id.
pub type After = (String, Timestamp, SlipId);

/// A slip, and by what a list goes on after it.
pub type Listed = (SlipRow, After);

/// Later than every day.
const NEVER: &str = "9999-12-31";

db::statements! {
    // A parcel has one line.
    ROOM_PARCELS = slips!("u.path", "JOIN slip_line l ON l.slip_id = s.id JOIN unit u ON u.id = l.unit_id
        WHERE s.room_id = $1 AND s.org_id + 0 = $2 AND s.kind = 'parcel' AND s.waits AND (CAST($3 AS BIGINT) IS NULL OR l.unit_id = $3)
          AND (u.path, s.created_at, s.id) > ($4, $5, $6)
        ORDER BY u.path, s.created_at, s.id LIMIT $7");
    // `$3` is today where only what is overdue is wanted.
    ROOM_REQUESTS = slips!("COALESCE(s.due_on, '9999-12-31')", "
        WHERE s.room_id = $1 AND s.org_id + 0 = $2 AND s.kind = 'request' AND s.waits
          AND EXISTS (SELECT 1 FROM slip_line l WHERE l.slip_id = s.id
            AND (CAST($3 AS TEXT) IS NULL OR (l.waits AND s.due_on < $3))
            AND (CAST($4 AS BIGINT) IS NULL OR l.unit_id = $4) AND (CAST($5 AS TEXT) IS NULL OR l.state = $5))
          AND (COALESCE(s.due_on, '9999-12-31'), s.created_at, s.id) > ($6, $7, $8)
        ORDER BY COALESCE(s.due_on, '9999-12-31'), s.created_at, s.id LIMIT $9");
    ROOM_OVER = slips!("''", "
        WHERE s.room_id = $1 AND s.org_id + 0 = $2 AND s.kind = $3 AND NOT s.waits
          AND EXISTS (SELECT 1 FROM slip_line l WHERE l.slip_id = s.id AND (CAST($4 AS BIGINT) IS NULL OR l.unit_id = $4))
          AND (s.created_at, s.id) < ($5, $6)
        ORDER BY s.created_at DESC, s.id DESC LIMIT $7");
    // Whole days, whatever has become of their questions.
    ROOM_COUNCIL = slips!("s.ranked", "
        WHERE s.room_id = $1 AND s.org_id + 0 = $2 AND s.kind = 'council' AND s.ranked >= $3 AND s.ranked < $4
          AND EXISTS (SELECT 1 FROM slip_line l WHERE l.slip_id = s.id AND (CAST($5 AS BIGINT) IS NULL OR l.unit_id = $5))
          AND (s.ranked, s.created_at, s.id) > ($6, $7, $8)
        ORDER BY s.ranked, s.created_at, s.id LIMIT $9");
    // `$3` are the units in which the person holds a post, and all above them; `$7` the posts.
    MINE = slips!("COALESCE(s.due_on, '9999-12-31')", "
        WHERE s.org_id = $1 AND s.id IN (SELECT l.slip_id FROM slip_line l WHERE l.person_id = $2 AND l.waits
            UNION SELECT l.slip_id FROM slip_line l WHERE l.unit_id {in $3} AND l.waits
            UNION SELECT k.slip_id FROM slip_check k JOIN slip_line l ON l.slip_id = k.slip_id AND l.passed = k.number
            WHERE k.person_id = $2 AND l.state = 'checking'
            UNION SELECT k.slip_id FROM {each $7 AS h: unit BIGINT, title BIGINT} JOIN slip_check k ON k.unit_id = h.unit AND k.title_id = h.title
            JOIN slip_line l ON l.slip_id = k.slip_id AND l.passed = k.number WHERE l.state = 'checking')
          AND (COALESCE(s.due_on, '9999-12-31'), s.created_at, s.id) > ($4, $5, $6)
        ORDER BY COALESCE(s.due_on, '9999-12-31'), s.created_at, s.id LIMIT $8");
    MADE = slips!("COALESCE(s.due_on, '9999-12-31')", "
        WHERE s.maker_id = $2 AND s.org_id + 0 = $1 AND s.waits
          AND (COALESCE(s.due_on, '9999-12-31'), s.created_at, s.id) > ($3, $4, $5)
        ORDER BY COALESCE(s.due_on, '9999-12-31'), s.created_at, s.id LIMIT $6");
}

/// What of a room's slips is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// What sort.
    pub kind: Kind,
    /// What is over, instead of what is not; of council questions those of days that are.
    pub over: bool,
    /// Today.
    pub today: Date,
    /// Council questions of this day alone.
    pub day: Option<Date>,
    /// For which section alone.
    pub unit: Option<UnitId>,
    /// Requests alone that are so far at one of their lines.
    pub state: Option<State>,
    /// Requests alone that were due before today, and wait.
    pub overdue: bool,
}

fn start(after: Option<After>) -> After {
    after.unwrap_or_else(|| (String::new(), Timestamp::from_micros(i64::MIN), SlipId::from_raw(i64::MIN)))
}

fn end(before: Option<After>) -> After {
    before.unwrap_or_else(|| (String::new(), Timestamp::from_micros(i64::MAX), SlipId::from_raw(i64::MAX)))
}

/// By what a page goes on.
pub fn key(listed: &Listed) -> After {
    listed.1.clone()
}

fn listed(conn: &mut Conn<'_>, rows: &[Row]) -> Result<Vec<Listed>> {
    let orders: Vec<String> = rows.iter().map(|row| row.get(15)).collect();
    let slips = whole(conn, rows)?;
    let with_key = |(slip, order): (SlipRow, String)| {
        let key = (order, slip.created_at, slip.id);
        (slip, key)
    };
    Ok(slips.into_iter().zip(orders).map(with_key).collect())
}

/// Between which ranks council questions are wanted: of one day, from today on, or before it.
fn days(wanted: &Wanted, over: bool) -> (String, String) {
    let after = |day: Date| day.tomorrow().unwrap_or(day).to_string();
    match (wanted.day, over) {
        (Some(day), _) => (day.to_string(), after(day)),
        (None, false) => (wanted.today.to_string(), NEVER.to_owned()),
        (None, true) => (String::new(), wanted.today.to_string()),
    }
}

/// The slips of a room.
pub fn of_room(
    conn: &mut Conn<'_>,
    room: RoomId,
    wanted: &Wanted,
    after: Option<After>,
    limit: usize,
) -> Result<Vec<Listed>> {
    let org = conn.actor().org;
    let (state, before) = (wanted.state.map(word), wanted.overdue.then(|| wanted.today.to_string()));
    let rows = match (wanted.over, wanted.kind) {
        (over, Kind::Council) => {
            let (ranked, at, id) = start(after);
            let (from, to) = days(wanted, over);
            conn.rows(&ROOM_COUNCIL, &[&room, &org, &from, &to, &wanted.unit, &ranked, &at, &id, &limit])?
        }
        (true, kind) => {
            let (_, at, id) = end(after);
            conn.rows(&ROOM_OVER, &[&room, &org, &word(kind), &wanted.unit, &at, &id, &limit])?
        }
        (false, Kind::Parcel) => {
            let (path, at, id) = start(after);
            conn.rows(&ROOM_PARCELS, &[&room, &org, &wanted.unit, &path, &at, &id, &limit])?
        }
        (false, Kind::Request) => {
            let (due, at, id) = start(after);
            conn.rows(&ROOM_REQUESTS, &[&room, &org, &before, &wanted.unit, &state, &due, &at, &id, &limit])?
        }
    };
    listed(conn, &rows)
}

/// What waits for the actor, by name, by one of some units, or by a post whose check it is.
pub fn mine(
    conn: &mut Conn<'_>,
    (units, held): (&[UnitId], &HashSet<(UnitId, Option<TitleId>)>),
    after: Option<After>,
    limit: usize,
) -> Result<Vec<Listed>> {
    let (actor, (due, at, id)) = (conn.actor(), start(after));
    let units = List::ids(units.iter().copied());
    let held = List::rows(held.iter().map(|(unit, title)| [unit.to_value(), title.to_value()]));
    let rows = conn.rows(&MINE, &[&actor.org, &actor.person, &units, &due, &at, &id, &held, &limit])?;
    listed(conn, &rows)
}

/// What the actor put somewhere and is not over.
pub fn made(conn: &mut Conn<'_>, after: Option<After>, limit: usize) -> Result<Vec<Listed>> {
    let (actor, (due, at, id)) = (conn.actor(), start(after));
    let rows = conn.rows(&MADE, &[&actor.org, &actor.person, &due, &at, &id, &limit])?;
    listed(conn, &rows)
}
