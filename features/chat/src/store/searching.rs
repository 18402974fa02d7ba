//! What the index reads of the talk, and where somebody reads.

use crate::model::{MessageId, RoomId, RoomKind};
use crate::store::messages::{MessageRow, read};
use crate::store::unword;
use db::{Conn, List, Row};
use kernel::{OrgId, PersonId, Result};

macro_rules! messages_of_orgs {
    ($rest:expr) => {
        concat!(
            "SELECT m.id, m.stream_id, m.seq, m.room_id, m.author_id, m.via, m.kind, m.body, m.extra, m.everyone,
                m.quote_id, m.sent_at, m.edited_at, m.withdrawn_at, m.tick, r.org_id
             FROM message m CROSS JOIN room r WHERE r.id = m.room_id AND ",
            $rest
        )
    };
}

db::statements! {
    OF_IDS = messages_of_orgs!("m.id {in $1}");
    BELOW = messages_of_orgs!("m.id < $1 ORDER BY m.id DESC LIMIT $2");
    WITH_FILES_BELOW = "SELECT DISTINCT message_id FROM room_file WHERE message_id < $1 ORDER BY message_id DESC LIMIT $2";
    READABLE = "SELECT r.id, r.kind, r.name, TRUE, r.created_by FROM room_member m CROSS JOIN room r
            WHERE m.person_id = $1 AND r.id = m.room_id AND r.org_id = $2
        UNION ALL SELECT r.id, r.kind, r.name, FALSE, r.created_by FROM room r WHERE r.org_id = $2 AND r.kind = 'open'";
    SCOPES = "SELECT r.id FROM room_member m CROSS JOIN room r WHERE m.person_id = $1 AND r.id = m.room_id AND r.org_id = $2
        UNION ALL SELECT r.id FROM room r WHERE $3 AND r.org_id = $2 AND r.kind = 'open'";
}

fn with_org(row: &Row) -> (OrgId, MessageRow) {
    (row.get(15), read(row))
}

/// Messages of whatever organisation, and which it is.
pub fn of_ids(conn: &mut Conn<'_>, ids: &[MessageId]) -> Result<Vec<(OrgId, MessageRow)>> {
    Ok(conn.rows(&OF_IDS, &[&List::ids(ids.iter().copied())])?.iter().map(with_org).collect())
}

/// So many messages below an id, of all organisations, the highest first.
pub fn below(conn: &mut Conn<'_>, id: MessageId, limit: usize) -> Result<Vec<(OrgId, MessageRow)>> {
    Ok(conn.rows(&BELOW, &[&id, &limit])?.iter().map(with_org).collect())
}

/// So many messages with files below an id, of all organisations, the highest first.
pub fn with_files_below(conn: &mut Conn<'_>, id: MessageId, limit: usize) -> Result<Vec<MessageId>> {
    Ok(conn.rows(&WITH_FILES_BELOW, &[&id, &limit])?.iter().map(|row| row.get(0)).collect())
}

/// A room that somebody may be able to read.
#[derive(Debug, Clone)]
pub struct Readable {
    /// Which.
    pub id: RoomId,
    /// What sort.
    pub kind: RoomKind,
    /// Its name.
    pub name: String,
    /// The actor belongs to it.
    pub is_mine: bool,
    /// Who made it; who asked, of a request.
    pub created_by: PersonId,
}

/// The ids of the actor's rooms, and of all open ones if these are asked for.
pub fn scopes(conn: &mut Conn<'_>, open_too: bool) -> Result<Vec<i64>> {
    let actor = conn.actor();
    Ok(conn.rows(&SCOPES, &[&actor.person, &actor.org, &open_too])?.iter().map(|row| row.get(0)).collect())
}

/// The actor's rooms, and all open ones; those that are both come twice.
pub fn readable(conn: &mut Conn<'_>) -> Result<Vec<Readable>> {
    let actor = conn.actor();
    let rows = conn.rows(&READABLE, &[&actor.person, &actor.org])?;
    let read = |row: &Row| Readable {
        id: row.get(0),
        kind: unword(row.get(1)),
        name: row.get(2),
        is_mine: row.get(3),
        created_by: row.get(4),
    };
    Ok(rows.iter().map(read).collect())
}
