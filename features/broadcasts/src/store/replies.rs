//! What recipients and those who answer for a broadcast write to one another.

use crate::model::{BroadcastId, ReplyId};
use db::{Conn, List, Row, Tx};
use directory::model::{TitleId, UnitId};
use kernel::{PersonId, Result, Tick, Timestamp};
use std::collections::HashMap;

db::statements! {
    INSERT = "INSERT INTO broadcast_reply (id, broadcast_id, person_id, author_id, operator_id, body, said_at, seen, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE, $8)";
    GET = "SELECT id, author_id, operator_id, body, said_at, seen, tick, broadcast_id, person_id FROM broadcast_reply WHERE id = $1";
    OF_PERSON = "SELECT id, author_id, operator_id, body, said_at, seen, tick, broadcast_id, person_id FROM broadcast_reply
        WHERE broadcast_id = $1 AND person_id = $2 ORDER BY id LIMIT $3";
    COUNT = "SELECT COUNT(*) FROM broadcast_reply WHERE broadcast_id = $1 AND person_id = $2";
    // The other side's: `$3` whether the recipient looks.
    SEEN = "UPDATE broadcast_reply SET seen = TRUE, tick = $4
        WHERE broadcast_id = $1 AND person_id = $2 AND NOT seen AND (author_id <> person_id) = $3";
    CONVERSATIONS = "SELECT r.person_id, MAX(r.id), COUNT(*), COUNT(*) FILTER (WHERE NOT r.seen AND r.author_id = r.person_id)
        FROM broadcast_reply r WHERE r.broadcast_id = $1 GROUP BY r.person_id HAVING MAX(r.id) < $2 ORDER BY MAX(r.id) DESC LIMIT $3";
    BY_IDS = "SELECT id, body, said_at FROM broadcast_reply WHERE id {in $1}";
    UNSEEN_OF = "SELECT broadcast_id, COUNT(*) FROM broadcast_reply
        WHERE broadcast_id {in $1} AND NOT seen AND author_id = person_id GROUP BY broadcast_id";
    UNSEEN_RECEIVED = "SELECT COUNT(*) FROM broadcast_reply r JOIN broadcast b ON b.id = r.broadcast_id
        WHERE r.person_id = $1 AND NOT r.seen AND r.author_id <> r.person_id AND b.org_id = $2 AND b.state = 'sent'";
    UNSEEN_SENT = "SELECT COUNT(*) FROM broadcast b JOIN broadcast_reply r ON r.broadcast_id = b.id
        WHERE b.author_id = $1 AND b.org_id = $2 AND b.state = 'sent' AND NOT r.seen AND r.author_id = r.person_id";
    UNSEEN_OF_OFFICES = "SELECT COUNT(*) FROM broadcast b JOIN broadcast_reply r ON r.broadcast_id = b.id
        WHERE b.post_unit_id {in $3} AND b.author_id <> $1 AND b.org_id = $2 AND b.state = 'sent'
          AND EXISTS (SELECT 1 FROM {each $4 AS h: unit BIGINT, title BIGINT} WHERE h.unit = b.post_unit_id AND h.title = b.post_title_id)
          AND NOT r.seen AND r.author_id = r.person_id AND r.person_id <> $1";
    FORGET = "DELETE FROM broadcast_reply WHERE broadcast_id = $1";
}

/// A reply, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyRow {
    /// Its id.
    pub id: ReplyId,
    /// Who wrote it.
    pub author: PersonId,
    /// Who was using the shared account that did.
    pub operator: Option<PersonId>,
    /// What.
    pub body: String,
    /// When.
    pub said_at: Timestamp,
    /// The other side has looked at it.
    pub seen: bool,
    /// The tick of its last change.
    pub tick: Tick,
    /// To which broadcast.
    pub broadcast: BroadcastId,
    /// With which recipient.
    pub person: PersonId,
}

fn read(row: &Row) -> ReplyRow {
    ReplyRow {
        id: row.get(0),
        author: row.get(1),
        operator: row.get(2),
        body: row.get(3),
        said_at: row.get(4),
        seen: row.get(5),
        tick: row.get(6),
        broadcast: row.get(7),
        person: row.get(8),
    }
}

/// Adds a reply of the actor's, in the conversation with a recipient.
pub fn insert(tx: &mut Tx<'_>, id: ReplyId, broadcast: BroadcastId, person: PersonId, body: &str) -> Result<()> {
    let (actor, now, tick) = (tx.actor(), tx.now(), tx.tick()?);
    tx.run(&INSERT, &[&id, &broadcast, &person, &actor.person, &actor.operator, &body, &now, &tick])
}

/// The reply with an id, of any organisation.
pub fn get(conn: &mut Conn<'_>, id: ReplyId) -> Result<Option<ReplyRow>> {
    Ok(conn.row(&GET, &[&id])?.as_ref().map(read))
}

/// The conversation with a recipient, the oldest first.
pub fn of_person(conn: &mut Conn<'_>, broadcast: BroadcastId, person: PersonId, limit: usize) -> Result<Vec<ReplyRow>> {
    Ok(conn.rows(&OF_PERSON, &[&broadcast, &person, &limit])?.iter().map(read).collect())
}

/// How much was written with a recipient.
pub fn count(conn: &mut Conn<'_>, broadcast: BroadcastId, person: PersonId) -> Result<i64> {
    Ok(conn.one(&COUNT, &[&broadcast, &person])?.get(0))
}

/// Notes that one side has looked at what the other wrote; whether that is new.
pub fn see(tx: &mut Tx<'_>, broadcast: BroadcastId, person: PersonId, as_recipient: bool) -> Result<bool> {
    let tick = tx.tick()?;
    Ok(tx.execute(&SEEN, &[&broadcast, &person, &as_recipient, &tick])? > 0)
}

/// What was written with a recipient, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InShort {
    /// The recipient.
    pub person: PersonId,
    /// The newest reply.
    pub last: ReplyId,
    /// What it says.
    pub body: String,
    /// When it was said.
    pub said_at: Timestamp,
    /// How much there is.
    pub count: i64,
    /// How much of the recipient's nobody has looked at.
    pub unseen: i64,
}

/// A page of conversations, the newest first.
pub fn conversations(
    conn: &mut Conn<'_>,
    broadcast: BroadcastId,
    before: ReplyId,
    limit: usize,
) -> Result<Vec<InShort>> {
    let rows = conn.rows(&CONVERSATIONS, &[&broadcast, &before, &limit])?;
    let lasts: Vec<ReplyId> = rows.iter().map(|row| row.get(1)).collect();
    let said: HashMap<ReplyId, (String, Timestamp)> =
        conn.rows(&BY_IDS, &[&List::ids(lasts)])?.iter().map(|row| (row.get(0), (row.get(1), row.get(2)))).collect();
    let short = |row: &Row| {
        let last = row.get(1);
        let (body, said_at) = said.get(&last).cloned()?;
        Some(InShort { person: row.get(0), last, body, said_at, count: row.get(2), unseen: row.get(3) })
    };
    Ok(rows.iter().filter_map(short).collect())
}

/// Of some broadcasts, how much of recipients' nobody has looked at.
pub fn unseen_of(conn: &mut Conn<'_>, ids: &[BroadcastId]) -> Result<HashMap<BroadcastId, i64>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = conn.rows(&UNSEEN_OF, &[&List::ids(ids.iter().copied())])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// How much the actor has not looked at: answers to them, and what recipients wrote to what they sent, or was sent as the holder of
/// offices that they hold.
pub fn unseen(conn: &mut Conn<'_>, offices: &[(UnitId, TitleId)]) -> Result<i64> {
    let actor = conn.actor();
    let received: i64 = conn.one(&UNSEEN_RECEIVED, &[&actor.person, &actor.org])?.get(0);
    let sent: i64 = conn.one(&UNSEEN_SENT, &[&actor.person, &actor.org])?.get(0);
    let (units, held) = super::of_offices(offices);
    let of_offices: i64 = match offices {
        [] => 0,
        _ => conn.one(&UNSEEN_OF_OFFICES, &[&actor.person, &actor.org, &units, &held])?.get(0),
    };
    Ok(received + sent + of_offices)
}

/// Forgets all that was written about a broadcast.
pub fn forget(tx: &mut Tx<'_>, broadcast: BroadcastId) -> Result<()> {
    tx.run(&FORGET, &[&broadcast])
}
