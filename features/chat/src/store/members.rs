//! Who belongs to rooms.

use crate::model::{Role, RoomId};
use crate::store::{day, unword, word};
use db::{Conn, List, Row, Tx};
use directory::model::{Employment, TitleId};
use jiff::civil::Date;
use kernel::{PersonId, Result};
use std::collections::{HashMap, HashSet};

/// Who is in the room `$1`, partners too.
macro_rules! with_partners {
    () => {
        "(SELECT o.person_id, o.role, o.derived, o.reads_until FROM room_member o WHERE o.room_id = $1
            UNION ALL SELECT f.person_id, 'member', TRUE, NULL FROM room_partner f WHERE f.room_id = $1 AND f.present) AS m"
    };
}

db::statements! {
    DIRECT_PEOPLE = "SELECT m.room_id, m.person_id FROM room_member m WHERE m.room_id {in $1} ORDER BY m.person_id";
    IDS = "SELECT person_id, derived, role, reads_until FROM room_member WHERE room_id = $1";
    // Who begins or ends to be a reader begins anew; others keep how far they have read.
    PUT = "INSERT INTO room_member (person_id, room_id, derived, role, joined_seq, read_seq, muted, pinned, reads_until, tick)
        VALUES ($1, $2, $3, $4, $5, $5, FALSE, FALSE, $6, $7)
        ON CONFLICT (person_id, room_id) DO UPDATE SET derived = excluded.derived, role = excluded.role,
            reads_until = excluded.reads_until, tick = excluded.tick,
            joined_seq = CASE WHEN (room_member.role = 'reader') = (excluded.role = 'reader') THEN room_member.joined_seq
                ELSE excluded.joined_seq END,
            read_seq = CASE WHEN (room_member.role = 'reader') = (excluded.role = 'reader') THEN room_member.read_seq
                ELSE excluded.read_seq END";
    DELETE = "DELETE FROM room_member WHERE person_id = $1 AND room_id = $2";
    ROLE = "UPDATE room_member SET role = $3, tick = $4 WHERE person_id = $1 AND room_id = $2";
    BY_READING = "SELECT m.person_id, m.role, m.derived, p.sort_key, p.rank, m.reads_until FROM room_member m
        JOIN person p ON p.id = m.person_id WHERE m.room_id = $1 AND (p.sort_key, p.id) > ($2, $3)
        ORDER BY p.sort_key, p.id LIMIT $4";
    BY_RANK = "SELECT m.person_id, m.role, m.derived, p.sort_key, p.rank, m.reads_until FROM room_member m
        JOIN person p ON p.id = m.person_id WHERE m.room_id = $1 AND (p.rank, p.sort_key, p.id) > ($5, $2, $3)
        ORDER BY p.rank, p.sort_key, p.id LIMIT $4";
    // The same of a room in which many are: along the organisation's people, of whom enough belong, instead of sorting them all.
    MANY_BY_READING = "SELECT m.person_id, m.role, m.derived, p.sort_key, p.rank, m.reads_until FROM person p
        CROSS JOIN room_member m WHERE p.org_id = $5 AND (p.sort_key, p.id) > ($2, $3)
          AND m.person_id = p.id AND m.room_id = $1 ORDER BY p.sort_key, p.id LIMIT $4";
    MANY_BY_RANK = "SELECT m.person_id, m.role, m.derived, p.sort_key, p.rank, m.reads_until FROM person p
        CROSS JOIN room_member m WHERE p.org_id = $6 AND (p.rank, p.sort_key, p.id) > ($5, $2, $3)
          AND m.person_id = p.id AND m.room_id = $1 ORDER BY p.rank, p.sort_key, p.id LIMIT $4";
    // Of a shared room: its members, and the partners who are there.
    SHARED_BY_READING = concat!("SELECT m.person_id, m.role, m.derived, p.sort_key, p.rank, m.reads_until FROM ", with_partners!(), "
        JOIN person p ON p.id = m.person_id WHERE (p.sort_key, p.id) > ($2, $3) ORDER BY p.sort_key, p.id LIMIT $4");
    SHARED_BY_RANK = concat!("SELECT m.person_id, m.role, m.derived, p.sort_key, p.rank, m.reads_until FROM ", with_partners!(), "
        JOIN person p ON p.id = m.person_id WHERE (p.rank, p.sort_key, p.id) > ($5, $2, $3) ORDER BY p.rank, p.sort_key, p.id LIMIT $4");
    LEAVERS = "SELECT m.room_id, m.person_id FROM room_member m JOIN room r ON r.id = m.room_id
        JOIN person p ON p.id = m.person_id
        WHERE r.org_id = $1 AND r.kind <> 'direct' AND NOT m.derived AND NOT p.active AND NOT p.outside ORDER BY m.room_id, m.person_id";
    HIGHEST = "SELECT m.person_id FROM room_member m JOIN person p ON p.id = m.person_id
        WHERE m.room_id = $1 AND p.active AND m.role <> 'reader' AND p.employment NOT IN ('guest', 'bot', 'partner') ORDER BY p.rank, p.sort_key, p.id LIMIT 1";
    OWNERS = "SELECT COUNT(*) FROM room_member m JOIN person p ON p.id = m.person_id
        WHERE m.room_id = $1 AND m.role = 'owner' AND m.person_id <> $2 AND p.active";
    UNOWNED = "SELECT DISTINCT m.room_id FROM person p CROSS JOIN room_member m JOIN room r ON r.id = m.room_id
        WHERE p.outside AND p.org_id + 0 = $1 AND m.person_id = p.id AND m.role = 'owner' AND r.org_id = $1 AND r.kind <> 'direct'
          AND NOT EXISTS (SELECT 1 FROM room_member n JOIN person a ON a.id = n.person_id
            WHERE n.room_id = m.room_id AND n.role = 'owner' AND a.active) ORDER BY m.room_id";
    // From the units, which are few, to the posts in them; SQLite follows the order of a CROSS JOIN.
    HOLDERS = "SELECT p.id, p.rank, p.unit_path, u.path, COALESCE(t.rank, 10000), p.employment, o.title_id
        FROM unit u CROSS JOIN post o JOIN person p ON p.id = o.person_id LEFT JOIN title t ON t.id = o.title_id
        WHERE u.org_id = $1 AND u.path LIKE $2 AND o.unit_id = u.id AND p.active
          AND o.valid_from <= $3 AND (o.valid_to IS NULL OR o.valid_to >= $3)";
    FORMERS = "SELECT p.id, u.path, MAX(o.valid_to), o.title_id FROM unit u CROSS JOIN post o JOIN person p ON p.id = o.person_id
        WHERE u.org_id = $1 AND u.path LIKE $2 AND o.unit_id = u.id AND p.active AND o.valid_to >= $3 AND o.valid_to < $4
        GROUP BY p.id, u.path, o.title_id";
    STAFFED = "SELECT DISTINCT room_id FROM room_member WHERE room_id {in $1} AND derived AND role <> 'reader'";
    LIVE_OF = "SELECT m.room_id FROM room_member m JOIN room r ON r.id = m.room_id
        WHERE m.person_id = $1 AND m.room_id {in $2} AND r.archived_at IS NULL";
    MET = "SELECT DISTINCT t.person_id FROM room_member t JOIN room r ON r.id = t.room_id
        WHERE t.person_id {in $3} AND r.org_id = $2 AND (r.kind = 'open' AND $4 OR EXISTS
          (SELECT 1 FROM room_member m WHERE m.room_id = t.room_id AND m.person_id = $1))
        UNION SELECT t.person_id FROM room_partner t JOIN room r ON r.id = t.room_id
        WHERE t.person_id {in $3} AND r.org_id = $2 AND (r.kind = 'open' AND $4 OR EXISTS
          (SELECT 1 FROM room_member m WHERE m.room_id = t.room_id AND m.person_id = $1))";
    OF_DERIVED = "SELECT m.person_id, m.derived, m.role, m.reads_until, m.room_id FROM room r
        JOIN room_member m ON m.room_id = r.id
        WHERE r.org_id = $1 AND r.kind IN ('unit', 'rule', 'request') AND r.archived_at IS NULL";
}

/// A number above that of every message. Who hands over has read all and came after all: nothing is unread for them, and they are
/// in nobody's receipts. Browsers can still count to it.
const BEYOND: i64 = 1 << 52;

/// Somebody who belongs to a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Belonging {
    /// Whether by unit or rule.
    pub derived: bool,
    /// As what.
    pub role: Role,
    /// Of a reader: the last day.
    pub reads_until: Option<Date>,
}

impl Belonging {
    /// Somebody who belongs by hand.
    pub fn by_hand(role: Role) -> Self {
        Self { derived: false, role, reads_until: None }
    }
}

/// Everybody who belongs to a room.
pub fn of(conn: &mut Conn<'_>, room: RoomId) -> Result<HashMap<PersonId, Belonging>> {
    Ok(conn.rows(&IDS, &[&room])?.iter().map(|row| (row.get(0), read_belonging(row))).collect())
}

/// Those of some people who are in a room that the actor can read: there they meet, whatever barriers say.
pub fn met(conn: &mut Conn<'_>, people: &[PersonId]) -> Result<HashSet<PersonId>> {
    let actor = conn.actor();
    let rows =
        conn.rows(&MET, &[&actor.person, &actor.org, &List::ids(people.iter().copied()), &actor.outsider.is_none()])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Those of some rooms that are written on in and that somebody reads.
pub fn live_of(conn: &mut Conn<'_>, person: PersonId, rooms: &[RoomId]) -> Result<HashSet<RoomId>> {
    let rows = conn.rows(&LIVE_OF, &[&person, &List::ids(rooms.iter().copied())])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Those of some rooms to which somebody belongs today by unit, rule or post.
pub fn staffed(conn: &mut Conn<'_>, rooms: &[RoomId]) -> Result<HashSet<RoomId>> {
    let rows = conn.rows(&STAFFED, &[&List::ids(rooms.iter().copied())])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Everybody who belongs to a room of the actor's organisation that follows it, by room.
pub fn of_derived(conn: &mut Conn<'_>) -> Result<HashMap<RoomId, HashMap<PersonId, Belonging>>> {
    let org = conn.actor().org;
    let mut rooms: HashMap<RoomId, HashMap<PersonId, Belonging>> = HashMap::new();
    for row in conn.rows(&OF_DERIVED, &[&org])? {
        rooms.entry(row.get(4)).or_default().insert(row.get(0), read_belonging(&row));
    }
    Ok(rooms)
}

fn read_belonging(row: &Row) -> Belonging {
    let reads_until = row.get::<Option<String>>(3).as_deref().map(day);
    Belonging { derived: row.get(1), role: unword(row.get(2)), reads_until }
}

/// Adds somebody, or changes as what they belong. Who is new has read everything that was said before.
pub fn put(tx: &mut Tx<'_>, room: RoomId, person: PersonId, belonging: Belonging, joined_seq: i64) -> Result<()> {
    let tick = tx.tick()?;
    let seq = if belonging.role == Role::Reader { BEYOND } else { joined_seq };
    let until = belonging.reads_until.map(|day| day.to_string());
    tx.run(&PUT, &[&person, &room, &belonging.derived, &word(belonging.role), &seq, &until, &tick])
}

/// Removes somebody and what they had of their own there; false when they did not belong.
pub fn delete(tx: &mut Tx<'_>, room: RoomId, person: PersonId) -> Result<bool> {
    super::personal::forget_room(tx, room, person)?;
    Ok(tx.execute(&DELETE, &[&person, &room])? == 1)
}

/// Changes what somebody may do in a room; false when they do not belong.
pub fn set_role(tx: &mut Tx<'_>, room: RoomId, person: PersonId, role: Role) -> Result<bool> {
    let tick = tx.tick()?;
    Ok(tx.execute(&ROLE, &[&person, &room, &word(role), &tick])? == 1)
}

/// Who belongs by hand to a room of the actor's organisation although they have left the organisation.
pub fn leavers(conn: &mut Conn<'_>) -> Result<Vec<(RoomId, PersonId)>> {
    let org = conn.actor().org;
    Ok(conn.rows(&LEAVERS, &[&org])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// The member of a room who is highest in office.
pub fn highest(conn: &mut Conn<'_>, room: RoomId) -> Result<Option<PersonId>> {
    Ok(conn.row(&HIGHEST, &[&room])?.map(|row| row.get(0)))
}

/// The rooms of the actor's organisation of whose owners none takes part.
pub fn unowned(conn: &mut Conn<'_>) -> Result<Vec<RoomId>> {
    let org = conn.actor().org;
    Ok(conn.rows(&UNOWNED, &[&org])?.iter().map(|row| row.get(0)).collect())
}

/// How many owners a room has besides somebody, of those who are here.
pub fn other_owners(conn: &mut Conn<'_>, room: RoomId, person: PersonId) -> Result<i64> {
    Ok(conn.one(&OWNERS, &[&room, &person])?.get(0))
}

/// Where a page of members begins.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct MemberKey {
    rank: i64,
    sort_key: Vec<u8>,
    id: PersonId,
}

impl MemberKey {
    /// Before everybody.
    pub fn start() -> Self {
        Self { rank: -1, sort_key: Vec::new(), id: PersonId::from_raw(-1) }
    }
}

/// From so many members on a page is found sooner along the organisation's people than by sorting the members.
const MANY: i64 = 1_000;

/// A page of the members of a room, which are about `count`, and of the partners in a shared one, by reading or by rank.
pub fn page(
    conn: &mut Conn<'_>,
    (room, count, is_shared): (RoomId, i64, bool),
    by_rank: bool,
    after: &MemberKey,
    limit: usize,
) -> Result<Vec<(PersonId, Belonging, MemberKey)>> {
    let org = conn.actor().org;
    let many = count >= MANY && !is_shared;
    let mut params: Vec<&dyn db::ToValue> = vec![&room, &after.sort_key, &after.id, &limit];
    if by_rank {
        params.push(&after.rank);
    }
    if many {
        params.push(&org);
    }
    let sql = match (many, is_shared, by_rank) {
        (true, _, false) => &MANY_BY_READING,
        (true, _, true) => &MANY_BY_RANK,
        (_, true, false) => &SHARED_BY_READING,
        (_, true, true) => &SHARED_BY_RANK,
        (_, _, false) => &BY_READING,
        (_, _, true) => &BY_RANK,
    };
    let rows = conn.rows(sql, &params)?;
    Ok(rows
        .iter()
        .map(|row| {
            let reads_until = row.get::<Option<String>>(5).as_deref().map(day);
            let belonging = Belonging { role: unword(row.get(1)), derived: row.get(2), reads_until };
            let key = MemberKey { id: row.get(0), sort_key: row.get(3), rank: row.get(4) };
            (row.get(0), belonging, key)
        })
        .collect())
}

/// Somebody who holds a post.
#[derive(Debug, Clone)]
pub struct Holder {
    /// Who.
    pub person: PersonId,
    /// The rank of their main post.
    pub rank: i64,
    /// The path of the unit of their main post.
    pub unit_path: String,
    /// The path of the unit of this post.
    pub path: String,
    /// Its title.
    pub title: Option<TitleId>,
    /// The rank of its title.
    pub title_rank: i64,
    /// How they are employed.
    pub employment: Employment,
}

/// Somebody who held a post until lately.
#[derive(Debug, Clone)]
pub struct Former {
    /// Who.
    pub person: PersonId,
    /// The path of the unit.
    pub path: String,
    /// The title.
    pub title: Option<TitleId>,
    /// The last day.
    pub last: Date,
}

/// Who holds a post on a day below a unit path; below the empty one are all.
pub fn holders(conn: &mut Conn<'_>, path: &str, on: Date) -> Result<Vec<Holder>> {
    let org = conn.actor().org;
    let rows = conn.rows(&HOLDERS, &[&org, &format!("{path}%"), &on.to_string()])?;
    Ok(rows
        .iter()
        .map(|row| Holder {
            person: row.get(0),
            rank: row.get(1),
            unit_path: row.get(2),
            path: row.get(3),
            title_rank: row.get(4),
            employment: unword(row.get(5)),
            title: row.get(6),
        })
        .collect())
}

/// Who held a post below a unit path that ended since a day and before another.
pub fn formers(conn: &mut Conn<'_>, path: &str, since: Date, before: Date) -> Result<Vec<Former>> {
    let org = conn.actor().org;
    let rows = conn.rows(&FORMERS, &[&org, &format!("{path}%"), &since.to_string(), &before.to_string()])?;
    Ok(rows
        .iter()
        .map(|row| Former { person: row.get(0), path: row.get(1), last: day(&row.get::<String>(2)), title: row.get(3) })
        .collect())
}

/// The people of direct rooms.
pub fn direct_people(conn: &mut Conn<'_>, rooms: &[RoomId]) -> Result<HashMap<RoomId, Vec<PersonId>>> {
    let mut people: HashMap<RoomId, Vec<PersonId>> = HashMap::new();
    for row in conn.rows(&DIRECT_PEOPLE, &[&List::ids(rooms.iter().copied())])? {
        people.entry(row.get(0)).or_default().push(row.get(1));
    }
    Ok(people)
}
