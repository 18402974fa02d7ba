//! To whom broadcasts went, and each recipient's own side.

use crate::model::{BroadcastId, Mine, Summary};
use crate::policy::Change;
use crate::store::Document;
use db::{Conn, List, Row, Tx, Value};
use directory::model::UnitId;
use kernel::{May, PersonId, Result, Timestamp};

/// A condition: a recipient is away, so nobody waits for them; `$2` is now.
macro_rules! away {
    () => {
        "(p.leave_access IS NOT NULL OR NOT p.active OR COALESCE(p.off_duty_until, 0) > $2)"
    };
}
pub(super) use away;

/// What a recipient's list selects.
macro_rules! received {
    ($condition:expr) => {
        concat!(
            "SELECT b.id, r.pending, r.read_at, r.confirmed_at, r.reminded_at, r.sent_at
            FROM broadcast_recipient r JOIN broadcast b ON b.id = r.broadcast_id
            WHERE r.person_id = $1 AND b.org_id = $2 AND ",
            $condition
        )
    };
}

db::statements! {
    // `WHERE TRUE`, or SQLite takes ON CONFLICT for the condition of a join.
    ADD = "INSERT INTO broadcast_recipient (broadcast_id, person_id, sent_at, section_id, pending, reminders)
        SELECT $1, l.person, $2, l.section, TRUE, 0 FROM {each $3 AS l: person BIGINT, section BIGINT} WHERE TRUE
        ON CONFLICT (broadcast_id, person_id) DO NOTHING";
    REMOVE = "DELETE FROM broadcast_recipient WHERE broadcast_id = $1 AND person_id {in $2}";
    IDS = "SELECT person_id FROM broadcast_recipient WHERE broadcast_id = $1 ORDER BY person_id LIMIT $2";
    OUTSIDERS = "SELECT r.person_id FROM broadcast_recipient r JOIN person p ON p.id = r.person_id
        WHERE r.broadcast_id = $1 AND p.employment IN ('guest', 'bot') ORDER BY r.person_id";
    MINE = received!("b.id = $3 AND b.state IN ('sent', 'withdrawn')");
    PENDING = received!("r.pending AND b.state = 'sent' AND (b.ends_at IS NULL OR b.ends_at > $6) AND (r.sent_at, b.id) < ($3, $4)
        ORDER BY r.sent_at DESC, b.id DESC LIMIT $5");
    ALL = received!("b.state IN ('sent', 'withdrawn') AND (r.sent_at, b.id) < ($3, $4) ORDER BY r.sent_at DESC, b.id DESC LIMIT $5");
    SUMMARY = "SELECT COUNT(*), COUNT(*) FILTER (WHERE b.must_read), COUNT(*) FILTER (WHERE b.must_read AND b.confirm_by <= $3),
            MAX(r.sent_at), MAX(r.reminded_at)
        FROM broadcast_recipient r JOIN broadcast b ON b.id = r.broadcast_id
        WHERE r.person_id = $1 AND r.pending AND b.org_id = $2 AND b.state = 'sent' AND (b.ends_at IS NULL OR b.ends_at > $3)";
    READ = "UPDATE broadcast_recipient SET read_at = $3, pending = $4 WHERE broadcast_id = $1 AND person_id = $2 AND read_at IS NULL";
    CONFIRM = "UPDATE broadcast_recipient SET confirmed_at = $3, read_at = COALESCE(read_at, $3), pending = FALSE, operator_id = $4
        WHERE broadcast_id = $1 AND person_id = $2 AND confirmed_at IS NULL";
    TO_REMIND = concat!("SELECT r.person_id, p.employment FROM broadcast_recipient r JOIN person p ON p.id = r.person_id
        WHERE r.broadcast_id = $1 AND r.pending AND r.reminders < $3 AND NOT ", away!(), " AND r.person_id > $4
        ORDER BY r.person_id LIMIT $5");
    REMINDED = "UPDATE broadcast_recipient SET reminders = $2, reminded_at = $3 WHERE broadcast_id = $1 AND pending AND person_id {in $4}";
}

/// Writes some recipients down; who is there already stays as they are.
pub fn add(tx: &mut Tx<'_>, document: &May<Change, Document>, sent_at: Timestamp, people: &[Addressee]) -> Result<()> {
    let number = |section: Option<UnitId>| section.map_or(Value::Null, |unit| Value::Int(unit.raw()));
    let list = List::rows(people.iter().map(|(person, section)| [Value::Int(person.raw()), number(*section)]));
    tx.run(&ADD, &[&document.id, &sent_at, &list])
}

/// Removes some recipients.
pub fn remove(tx: &mut Tx<'_>, document: &May<Change, Document>, people: &[PersonId]) -> Result<()> {
    tx.run(&REMOVE, &[&document.id, &List::ids(people.iter().copied())])
}

/// The first recipients of a broadcast, whether it is out or not.
pub fn ids(conn: &mut Conn<'_>, id: BroadcastId, limit: usize) -> Result<Vec<PersonId>> {
    Ok(conn.rows(&IDS, &[&id, &limit])?.iter().map(|row| row.get(0)).collect())
}

/// Those recipients who are not of the staff.
pub fn outsiders(conn: &mut Conn<'_>, id: BroadcastId) -> Result<Vec<PersonId>> {
    Ok(conn.rows(&OUTSIDERS, &[&id])?.iter().map(|row| row.get(0)).collect())
}

/// A broadcast that somebody received, with their side of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own {
    /// Which.
    pub id: BroadcastId,
    /// Their side.
    pub mine: Mine,
    /// When it came.
    pub sent_at: Timestamp,
}

fn read_own(row: &Row) -> Own {
    Own {
        id: row.get(0),
        mine: Mine { pending: row.get(1), read_at: row.get(2), confirmed_at: row.get(3), reminded_at: row.get(4) },
        sent_at: row.get(5),
    }
}

/// The actor's side of a broadcast that is out; nothing when it did not go to them.
pub fn mine(conn: &mut Conn<'_>, id: BroadcastId) -> Result<Option<Own>> {
    let actor = conn.actor();
    Ok(conn.row(&MINE, &[&actor.person, &actor.org, &id])?.as_ref().map(read_own))
}

/// A page of what the actor received, the newest first; `pending`: only that for which they are waited.
pub fn page(
    conn: &mut Conn<'_>,
    pending: bool,
    (before, last): (Timestamp, BroadcastId),
    limit: usize,
) -> Result<Vec<Own>> {
    let (actor, now) = (conn.actor(), conn.now());
    let rows = match pending {
        true => conn.rows(&PENDING, &[&actor.person, &actor.org, &before, &last, &limit, &now])?,
        false => conn.rows(&ALL, &[&actor.person, &actor.org, &before, &last, &limit])?,
    };
    Ok(rows.iter().map(read_own).collect())
}

/// What waits for the actor as a recipient.
pub fn summary(conn: &mut Conn<'_>) -> Result<Summary> {
    let (actor, now) = (conn.actor(), conn.now());
    let row = conn.one(&SUMMARY, &[&actor.person, &actor.org, &now])?;
    Ok(Summary {
        pending: row.get(0),
        to_confirm: row.get(1),
        overdue: row.get(2),
        newest_at: row.get(3),
        reminded_at: row.get(4),
        ..Summary::default()
    })
}

/// To whom a broadcast goes, and the section of their main post.
pub type Addressee = (PersonId, Option<UnitId>);

/// Notes that the actor has read a broadcast; whether that is new.
pub fn read(tx: &mut Tx<'_>, id: BroadcastId, still_pending: bool) -> Result<bool> {
    let (person, now) = (tx.actor().person, tx.now());
    Ok(tx.execute(&READ, &[&id, &person, &now, &still_pending])? > 0)
}

/// Notes that the actor says that they have read a broadcast; whether that is new.
pub fn confirm(tx: &mut Tx<'_>, id: BroadcastId) -> Result<bool> {
    let (actor, now) = (tx.actor(), tx.now());
    Ok(tx.execute(&CONFIRM, &[&id, &actor.person, &now, &actor.operator])? > 0)
}

/// Some recipients who have not got a reminder, from after one of them, and whether they are not of the staff.
pub fn to_remind(
    conn: &mut Conn<'_>,
    id: BroadcastId,
    number: i64,
    after: PersonId,
    limit: usize,
) -> Result<Vec<(PersonId, bool)>> {
    let now = conn.now();
    let rows = conn.rows(&TO_REMIND, &[&id, &now, &number, &after, &limit])?;
    let is_outsider = |word: String| matches!(word.as_str(), "guest" | "bot");
    Ok(rows.iter().map(|row| (row.get(0), is_outsider(row.get(1)))).collect())
}

/// Notes that some recipients got a reminder.
pub fn reminded(tx: &mut Tx<'_>, document: &May<Change, Document>, number: i64, people: &[PersonId]) -> Result<()> {
    let now = tx.now();
    tx.run(&REMINDED, &[&document.id, &number, &now, &List::ids(people.iter().copied())])
}
