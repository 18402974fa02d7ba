//! What somebody who leaves a unit has open, for whoever comes after them.

use crate::model::{Extra, MessageId, RoomId, RoomKind};
use crate::store::unword;
use db::{Conn, List};
use directory::model::{TitleId, UnitId};
use kernel::{PersonId, Result, Timestamp};

db::statements! {
    // Requests to the post, and those that they see to: to desks, or to the unit as a whole.
    REQUESTS = "SELECT r.id, r.name, q.asked_by, q.asked_at, q.claimed_by, b.body, r.unit_id
        FROM room_member m JOIN request q ON q.room_id = m.room_id JOIN room r ON r.id = q.room_id
            LEFT JOIN message b ON b.stream_id = r.id AND b.seq = 1
        WHERE m.person_id = $1 AND r.org_id = $2 AND r.archived_at IS NULL AND q.asked_by <> $1
          AND ((r.unit_id = $3 AND r.title_id = CAST($4 AS BIGINT)) OR (q.claimed_by = $1 AND (r.unit_id IS NULL OR r.unit_id = $3)))
        ORDER BY q.asked_at, r.id LIMIT $5";
    ROOMS = "SELECT r.id, r.kind, r.name, r.purpose, r.member_count, m.role,
            (SELECT COUNT(*) FROM room_member o WHERE o.room_id = r.id AND o.role = 'owner')
        FROM room_member m JOIN room r ON r.id = m.room_id
        WHERE m.person_id = $1 AND r.org_id = $2 AND r.archived_at IS NULL
          AND ((r.kind = 'unit' AND r.unit_id = $3) OR (r.kind IN ('open', 'private', 'rule') AND m.role = 'owner'))
        ORDER BY CASE WHEN r.kind = 'unit' THEN 0 ELSE 1 END, r.folded, r.id LIMIT $4";
    THREADS = "SELECT t.id, t.title, t.replies, t.last_at, t.room_id, b.body, b.author_id, b.extra
        FROM thread_member f JOIN thread t ON t.id = f.thread_id LEFT JOIN message b ON b.id = t.id
        WHERE f.person_id = $1 AND f.following AND t.resolved_at IS NULL AND t.room_id {in $2}
        ORDER BY t.last_at DESC, t.id DESC LIMIT $3";
}

/// A request that is not done.
#[derive(Debug, Clone)]
pub struct OpenRequest {
    /// Its room.
    pub room: RoomId,
    /// What it is called.
    pub name: String,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Timestamp,
    /// Who sees to it.
    pub claimed_by: Option<PersonId>,
    /// The first message.
    pub body: Option<String>,
    /// It was asked of a post, else of a desk.
    pub to_post: bool,
}

/// A room that somebody leaves or manages.
#[derive(Debug, Clone)]
pub struct LeftRoom {
    /// Its id.
    pub room: RoomId,
    /// What kind.
    pub kind: RoomKind,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Its members.
    pub members: i64,
    /// They manage it.
    pub is_owner: bool,
    /// Nobody else does.
    pub alone: bool,
}

/// A thread that is not settled.
#[derive(Debug, Clone)]
pub struct OpenThread {
    /// The message above it.
    pub root: MessageId,
    /// Its title.
    pub title: Option<String>,
    /// Its replies.
    pub replies: i64,
    /// When somebody spoke last.
    pub last_at: Timestamp,
    /// Where.
    pub room: RoomId,
    /// The words above it.
    pub body: Option<String>,
    /// They are the person's own.
    pub is_own: bool,
}

/// Requests to a post that somebody holds, and those that they see to, the oldest first.
pub fn requests(
    conn: &mut Conn<'_>,
    person: PersonId,
    (unit, title): (UnitId, Option<TitleId>),
    limit: usize,
) -> Result<Vec<OpenRequest>> {
    let org = conn.actor().org;
    let read = |row: &db::Row| OpenRequest {
        room: row.get(0),
        name: row.get(1),
        asked_by: row.get(2),
        asked_at: row.get(3),
        claimed_by: row.get(4),
        body: row.get(5),
        to_post: row.get::<Option<UnitId>>(6).is_some(),
    };
    Ok(conn.rows(&REQUESTS, &[&person, &org, &unit, &title, &limit])?.iter().map(read).collect())
}

/// The room of a unit that somebody leaves, and the rooms that they manage.
pub fn rooms(conn: &mut Conn<'_>, person: PersonId, unit: UnitId, limit: usize) -> Result<Vec<LeftRoom>> {
    let org = conn.actor().org;
    let read = |row: &db::Row| {
        let is_owner = row.get::<String>(5) == "owner";
        LeftRoom {
            room: row.get(0),
            kind: unword(row.get(1)),
            name: row.get(2),
            purpose: row.get(3),
            members: row.get(4),
            is_owner,
            alone: is_owner && row.get::<i64>(6) == 1,
        }
    };
    Ok(conn.rows(&ROOMS, &[&person, &org, &unit, &limit])?.iter().map(read).collect())
}

/// The words of a message, or what is left of those that are forgotten in time: what is handed over is kept.
fn lasting(row: &db::Row, body: usize, extra: usize) -> Option<String> {
    let extra = row.get::<Option<String>>(extra);
    let extra =
        extra.map(|extra| serde_json::from_str::<Extra>(&extra).expect("the database holds extras that we wrote"));
    extra.and_then(|extra| extra.passing).or_else(|| row.get(body))
}

/// Threads in some rooms that somebody follows and that are not settled, those with the newest words first.
pub fn threads(conn: &mut Conn<'_>, person: PersonId, rooms: &[RoomId], limit: usize) -> Result<Vec<OpenThread>> {
    let read = |row: &db::Row| OpenThread {
        root: row.get(0),
        title: row.get(1),
        replies: row.get(2),
        last_at: row.get(3),
        room: row.get(4),
        body: lasting(row, 5, 7),
        is_own: row.get::<Option<PersonId>>(6) == Some(person),
    };
    let rows = conn.rows(&THREADS, &[&person, &List::ids(rooms.iter().copied()), &limit])?;
    Ok(rows.iter().map(read).collect())
}
