//! Requests to the desk of those who can be reached only by some, and to posts.

use crate::model::{RoomId, RoomKind};
use crate::store::rooms::RoomRow;
use db::{Conn, Row, Tx};
use directory::model::{BarrierId, TitleId, UnitId};
use kernel::{PersonId, Result, Timestamp};

macro_rules! requests {
    ($rest:expr) => {
        concat!(
            "SELECT q.room_id, q.barrier_id, q.barrier_name, q.asked_by, q.asked_at, q.claimed_by, q.claimed_at FROM ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO request (room_id, barrier_id, barrier_name, asked_by, asked_at) VALUES ($1, $2, $3, $4, $5)";
    GET = requests!("request q WHERE q.room_id = $1");
    CLAIM = "UPDATE request SET claimed_by = $2, claimed_at = $3 WHERE room_id = $1";
    PAGE = requests!("room_member m JOIN request q ON q.room_id = m.room_id JOIN room r ON r.id = q.room_id
        WHERE m.person_id = $1 AND r.org_id = $2 AND (r.archived_at IS NULL) = $3 AND (q.asked_at, q.room_id) < ($4, $5)
          AND (r.unit_id IS NOT NULL) = $7
        ORDER BY q.asked_at DESC, q.room_id DESC LIMIT $6");
    TO_POST = requests!("room r JOIN request q ON q.room_id = r.id
        WHERE r.created_by = $1 AND r.kind = 'request' AND r.unit_id = $2 AND COALESCE(r.title_id, 0) = COALESCE(CAST($3 AS BIGINT), 0)
          AND r.org_id + 0 = $4");
}

impl RoomRow {
    /// The post that a request goes to: a title in a unit, or the unit; nothing for any other room.
    pub fn post(&self) -> Option<(UnitId, Option<TitleId>)> {
        self.unit_id.filter(|_| self.kind == RoomKind::Request).map(|unit| (unit, self.title_id))
    }
}

/// A request as the table has it; the talk about it is its room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// The room of kind `request`.
    pub room: RoomId,
    /// Of one to a desk: the barrier, which may be gone since.
    pub barrier: Option<BarrierId>,
    /// What it was called then.
    pub barrier_name: Option<String>,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Timestamp,
    /// Who of those asked sees to it.
    pub claimed_by: Option<PersonId>,
    /// Since when.
    pub claimed_at: Option<Timestamp>,
}

fn read(row: &Row) -> RequestRow {
    RequestRow {
        room: row.get(0),
        barrier: row.get(1),
        barrier_name: row.get(2),
        asked_by: row.get(3),
        asked_at: row.get(4),
        claimed_by: row.get(5),
        claimed_at: row.get(6),
    }
}

/// Adds a request whose room is there.
pub fn insert(tx: &mut Tx<'_>, row: &RequestRow) -> Result<()> {
    tx.run(&INSERT, &[&row.room, &row.barrier, &row.barrier_name, &row.asked_by, &row.asked_at])
}

/// The request whose room has an id; the use case asks the room's policy.
pub fn get(conn: &mut Conn<'_>, room: RoomId) -> Result<Option<RequestRow>> {
    Ok(conn.row(&GET, &[&room])?.as_ref().map(read))
}

/// Notes who sees to a request and since when; nobody when nothing is given.
pub fn set_claim(tx: &mut Tx<'_>, room: RoomId, by: Option<(PersonId, Timestamp)>) -> Result<()> {
    tx.run(&CLAIM, &[&room, &by.map(|(person, _)| person), &by.map(|(_, at)| at)])
}

/// The actor's request to a post.
pub fn to_post(conn: &mut Conn<'_>, (unit, title): (UnitId, Option<TitleId>)) -> Result<Option<RequestRow>> {
    let actor = conn.actor();
    Ok(conn.row(&TO_POST, &[&actor.person, &unit, &title, &actor.org])?.as_ref().map(read))
}

/// Which requests are listed.
#[derive(Debug, Clone, Copy)]
pub struct Which {
    /// Those that are open, else those that are closed.
    pub open: bool,
    /// Those to posts, else those to desks.
    pub to_posts: bool,
}

/// A page of the requests in whose rooms the actor is, the newest first, before a place.
pub fn page(conn: &mut Conn<'_>, which: Which, before: (Timestamp, RoomId), limit: usize) -> Result<Vec<RequestRow>> {
    let (actor, Which { open, to_posts }) = (conn.actor(), which);
    let rows = conn.rows(&PAGE, &[&actor.person, &actor.org, &open, &before.0, &before.1, &limit, &to_posts])?;
    Ok(rows.iter().map(read).collect())
}
