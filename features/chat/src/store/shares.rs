//! Rooms shared with other organisations, as each side has it. What is asked with an organisation is asked of that side alone.

use crate::model::{RoomId, ShareDirection, ShareId, ShareSide, ShareState, SharedWith};
use crate::policy::Share as MayShare;
use crate::store::{unword, word};
use db::{Conn, List, Row, Tx};
use directory::model::Colour;
use kernel::{May, OrgId, PersonId, Result, Tick, Timestamp};
use std::collections::HashMap;

macro_rules! shares {
    ($rest:expr) => {
        concat!(
            "SELECT s.org_id, s.id, s.peer_id, s.direction, s.room_id, s.their_room, s.purpose, s.state, s.offered_at, s.offered_by,
                s.answered_at, s.ended_at, s.ended_by, s.answered_by FROM room_share s ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO room_share (org_id, id, peer_id, direction, room_id, their_room, purpose, state, offered_at, offered_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE = "UPDATE room_share SET room_id = $3, their_room = $4, state = $5, answered_at = $6, ended_at = $7, ended_by = $8,
            answered_by = $9
        WHERE org_id = $1 AND id = $2";
    CALL = "UPDATE room_share SET their_room = $3 WHERE org_id = $1 AND id = $2";
    GET = shares!("WHERE s.org_id = $1 AND s.id = $2");
    PAGE = shares!("WHERE s.org_id = $1 AND (s.offered_at, s.id) < ($2, $3) ORDER BY s.offered_at DESC, s.id DESC LIMIT $4");
    OPEN_OF_ROOM = shares!("WHERE s.room_id = $1 AND s.org_id = $2 AND s.state IN ('offered', 'agreed') ORDER BY s.id");
    AGREED = shares!("WHERE s.org_id = $1 AND s.state = 'agreed' ORDER BY s.id");
    SHARED_WITH = "SELECT s.room_id, s.id, o.name, o.code, o.colour FROM room_share s JOIN organisation o ON o.id = s.peer_id
        WHERE s.room_id {in $1} AND s.state = 'agreed' ORDER BY o.name, s.id";
    COUNT = "UPDATE room SET shares = (SELECT COUNT(*) FROM room_share s WHERE s.room_id = $1 AND s.state = 'agreed'), tick = $2
        WHERE id = $1";
}

/// A share as one side's row has it.
#[derive(Debug, Clone)]
pub struct ShareRow {
    /// Whose side it is.
    pub org: OrgId,
    /// Its id, the same on both sides.
    pub id: ShareId,
    /// The other side.
    pub peer: OrgId,
    /// Who offered it.
    pub direction: ShareDirection,
    /// This side's room.
    pub room: Option<RoomId>,
    /// What the other side's room was called last.
    pub their_room: Option<String>,
    /// What it is for.
    pub purpose: String,
    /// What has become of it.
    pub state: ShareState,
    /// When it was offered.
    pub offered_at: Timestamp,
    /// Who offered it, on the side that did.
    pub offered_by: Option<PersonId>,
    /// When it was agreed to, declined or withdrawn.
    pub answered_at: Option<Timestamp>,
    /// Who did that, on the side that did.
    pub answered_by: Option<PersonId>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Which side ended it.
    pub ended_by: Option<ShareSide>,
}

fn read(row: &Row) -> ShareRow {
    ShareRow {
        org: row.get(0),
        id: row.get(1),
        peer: row.get(2),
        direction: unword(row.get(3)),
        room: row.get(4),
        their_room: row.get(5),
        purpose: row.get(6),
        state: unword(row.get(7)),
        offered_at: row.get(8),
        offered_by: row.get(9),
        answered_at: row.get(10),
        ended_at: row.get(11),
        ended_by: row.get::<Option<String>>(12).map(unword),
        answered_by: row.get(13),
    }
}

/// Adds one side of a new share.
pub fn insert(tx: &mut Tx<'_>, share: &May<MayShare, ShareRow>) -> Result<()> {
    tx.run(
        &INSERT,
        &[
            &share.org,
            &share.id,
            &share.peer,
            &word(share.direction),
            &share.room,
            &share.their_room,
            &share.purpose,
            &word(share.state),
            &share.offered_at,
            &share.offered_by,
        ],
    )
}

/// Saves one side of a share that was answered or ended.
pub fn update(tx: &mut Tx<'_>, share: &May<MayShare, ShareRow>) -> Result<()> {
    let ended_by = share.ended_by.map(word);
    tx.run(
        &UPDATE,
        &[
            &share.org,
            &share.id,
            &share.room,
            &share.their_room,
            &word(share.state),
            &share.answered_at,
            &share.ended_at,
            &ended_by,
            &share.answered_by,
        ],
    )
}

/// Notes what the other side's room is called now.
pub fn call(tx: &mut Tx<'_>, share: &ShareRow, their_room: &str) -> Result<()> {
    tx.run(&CALL, &[&share.org, &share.id, &their_room])
}

/// One side of a share.
pub fn get(conn: &mut Conn<'_>, org: OrgId, id: ShareId) -> Result<Option<ShareRow>> {
    Ok(conn.row(&GET, &[&org, &id])?.as_ref().map(read))
}

/// Shares of the actor's organisation from before a moment, the newest first.
pub fn page(conn: &mut Conn<'_>, before: (Timestamp, ShareId), limit: usize) -> Result<Vec<ShareRow>> {
    let org = conn.actor().org;
    Ok(conn.rows(&PAGE, &[&org, &before.0, &before.1, &limit])?.iter().map(read).collect())
}

/// The shares of a room that wait for an answer, or by which it is shared.
pub fn open_of_room(conn: &mut Conn<'_>, org: OrgId, room: RoomId) -> Result<Vec<ShareRow>> {
    Ok(conn.rows(&OPEN_OF_ROOM, &[&room, &org])?.iter().map(read).collect())
}

/// All by which rooms of the actor's organisation are shared.
pub fn agreed(conn: &mut Conn<'_>) -> Result<Vec<ShareRow>> {
    let org = conn.actor().org;
    Ok(conn.rows(&AGREED, &[&org])?.iter().map(read).collect())
}

/// With whom some rooms are shared.
pub fn shared_with(conn: &mut Conn<'_>, rooms: &[RoomId]) -> Result<HashMap<RoomId, Vec<SharedWith>>> {
    let mut found: HashMap<RoomId, Vec<SharedWith>> = HashMap::new();
    if rooms.is_empty() {
        return Ok(found);
    }
    for row in conn.rows(&SHARED_WITH, &[&List::ids(rooms.iter().copied())])? {
        let with = SharedWith {
            share: row.get(1),
            name: row.get(2),
            code: row.get(3),
            colour: Colour::read(&row.get::<String>(4)),
        };
        found.entry(row.get(0)).or_default().push(with);
    }
    Ok(found)
}

/// Counts anew with how many a room is shared.
pub fn recount(tx: &mut Tx<'_>, room: RoomId) -> Result<Tick> {
    let tick = tx.tick()?;
    tx.run(&COUNT, &[&room, &tick])?;
    Ok(tick)
}
