//! Rooms and who belongs to them.

use crate::model::{COUNTED_MENTIONS, DownloadFloor, Downloads, MessageId, Mine, RoomId, RoomKind, Rule, StreamId};
use crate::policy::Manage;
use crate::store::{day, downloads, unword, word};
use db::{Conn, List, Row, ToValue, Tx};
use directory::model::{TitleId, UnitId};
use kernel::{May, PersonId, Result, Tick, Timestamp};
use std::collections::HashMap;

/// A room as the table has it.
#[derive(Debug, Clone)]
pub struct RoomRow {
    /// Its id.
    pub id: RoomId,
    /// What sort.
    pub kind: RoomKind,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The unit whose room it is.
    pub unit_id: Option<UnitId>,
    /// Of a request to a post: its title.
    pub title_id: Option<TitleId>,
    /// Of a request to a post: a contact barrier keeps whoever asked from all who hold it.
    pub barred: bool,
    /// The rule.
    pub rule: Option<Rule>,
    /// For direct rooms: everybody in it, as one text.
    pub direct_key: Option<String>,
    /// Who made it; zero for the program.
    pub created_by: PersonId,
    /// When it was closed for writing.
    pub archived_at: Option<Timestamp>,
    /// How many belong to it.
    pub member_count: i64,
    /// How many of them are guests.
    pub guest_count: i64,
    /// With how many other organisations it is shared.
    pub shares: i64,
    /// What is said in it is not forwarded out of it.
    pub no_forwarding: bool,
    /// Who may save its files, as its owners decided.
    pub downloads: Downloads,
    /// Below what they do not go.
    pub floor: DownloadFloor,
    /// The number of its newest message.
    pub last_seq: i64,
    /// When that was sent.
    pub last_at: Timestamp,
    /// The tick of the last change, messages aside.
    pub tick: Tick,
}

impl RoomRow {
    /// A room that the actor makes, without anything in it yet.
    pub fn made(tx: &Tx<'_>, id: RoomId, kind: RoomKind, name: String) -> Self {
        Self {
            id,
            kind,
            name,
            purpose: String::new(),
            unit_id: None,
            title_id: None,
            barred: false,
            rule: None,
            direct_key: None,
            created_by: tx.actor().person,
            archived_at: None,
            member_count: 0,
            guest_count: 0,
            shares: 0,
            no_forwarding: false,
            downloads: Downloads::Everyone,
            floor: DownloadFloor::default(),
            last_seq: 0,
            last_at: tx.now(),
            tick: 0,
        }
    }
}

macro_rules! room_columns {
    () => {
        "r.id, r.kind, r.name, r.purpose, r.unit_id, r.rule, r.direct_key, r.created_by, r.archived_at, r.member_count,
         r.last_seq, r.last_at, r.tick, r.title_id, r.barred, r.guest_count, r.shares, r.no_forwarding,
         r.downloads, (SELECT f.decided FROM download_floor f WHERE f.org_id = r.org_id)"
    };
}
/// The last says whether a contact barrier keeps the person from somebody in a direct room, and also kept whoever began it: who
/// began it freely may be answered. In a request to a post it says that of whoever asked and those who hold it; once these have been followed,
/// the room knows.
macro_rules! mine_columns {
    () => {
        "m.derived, m.role, m.joined_seq, m.read_seq, m.muted, m.pinned, m.tick, m.reads_until,
         (r.barred AND m.person_id = r.created_by
          OR (r.kind = 'direct' OR r.kind = 'request' AND r.unit_id IS NOT NULL AND m.person_id = r.created_by)
            AND EXISTS (SELECT 1 FROM room_member t
            JOIN barrier_member w ON w.person_id = t.person_id AND w.side = 'protected' JOIN barrier b ON b.id = w.barrier_id
            WHERE t.room_id = r.id AND (t.derived OR r.kind = 'direct') AND NOT b.may_write AND NOT EXISTS (SELECT 1 FROM barrier_member k
              WHERE k.barrier_id = w.barrier_id AND k.person_id IN (m.person_id, r.created_by))))"
    };
}
macro_rules! rooms {
    ($rest:expr) => {
        concat!("SELECT ", room_columns!(), " FROM room r ", $rest)
    };
}
macro_rules! rooms_with_mine {
    ($rest:expr) => {
        concat!("SELECT ", room_columns!(), ", ", mine_columns!(), " FROM room r ", $rest)
    };
}

db::statements! {
    INSERT = "INSERT INTO room (id, org_id, kind, name, purpose, folded, unit_id, rule, direct_key, created_by,
            created_at, member_count, last_seq, last_at, tick, title_id, no_forwarding, downloads)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, $11, $12, $13, $14, $15)";
    CALL = "UPDATE room SET name = $2, folded = $3, barred = $4, tick = $5 WHERE id = $1";
    UPDATE = "UPDATE room SET name = $2, purpose = $3, folded = $4, archived_at = $5, tick = $6, no_forwarding = $7,
        downloads = $8 WHERE id = $1";
    ADVANCE = "UPDATE room SET last_seq = $2, last_at = $3 WHERE id = $1";
    GET = rooms_with_mine!("LEFT JOIN room_member m ON m.room_id = r.id AND m.person_id = $3
        WHERE r.id = $1 AND r.org_id = $2");
    GET_ALL = rooms_with_mine!("LEFT JOIN room_member m ON m.room_id = r.id AND m.person_id = $2
        WHERE r.id {in $3} AND r.org_id = $1");
    // All that saying something has to know, in one question: $4 the id proposed, $5 the stream.
    FOR_SAYING = concat!("SELECT ", room_columns!(), ", ", mine_columns!(), ",
            EXISTS (SELECT 1 FROM message k WHERE k.id = $4), EXISTS (SELECT 1 FROM room o WHERE o.id = $4),
            EXISTS (SELECT 1 FROM draft d WHERE d.person_id = $3 AND d.stream_id = $5)
        FROM room r LEFT JOIN room_member m ON m.room_id = r.id AND m.person_id = $3
        WHERE r.id = $1 AND r.org_id = $2");
    FOR_SAYING_ALL = concat!("SELECT ", room_columns!(), ", ", mine_columns!(), ",
            EXISTS (SELECT 1 FROM message k WHERE k.id = l.message), EXISTS (SELECT 1 FROM room o WHERE o.id = l.message),
            EXISTS (SELECT 1 FROM draft d WHERE d.person_id = l.person AND d.stream_id = l.room), l.place
        FROM {each $2 AS l: place BIGINT, room BIGINT, person BIGINT, message BIGINT}
        JOIN room r ON r.id = l.room AND r.org_id = $1
        LEFT JOIN room_member m ON m.room_id = r.id AND m.person_id = l.person
        ORDER BY l.place");
    ADVANCE_ALL = "UPDATE room SET last_seq = l.seq, last_at = $1 FROM {each $2 AS l: room BIGINT, seq BIGINT} WHERE room.id = l.room";
    READ_UP_ALL = "UPDATE room_member SET read_seq = l.seq, read_at = $1, tick = $2
        FROM {each $3 AS l: room BIGINT, person BIGINT, seq BIGINT}
        WHERE room_member.person_id = l.person AND room_member.room_id = l.room AND room_member.read_seq < l.seq";
    MINE_ALL = rooms_with_mine!("JOIN room_member m ON m.room_id = r.id
        WHERE m.person_id = $1 AND r.org_id = $2 ORDER BY r.last_at DESC, r.id DESC");
    OF_UNIT = rooms!("WHERE r.org_id = $1 AND r.kind = 'unit' AND r.unit_id = $2 AND r.archived_at IS NULL");
    DERIVED = rooms!("WHERE r.org_id = $1 AND r.kind IN ('unit', 'rule', 'request') AND r.archived_at IS NULL ORDER BY r.id");
    DIRECT = rooms!("WHERE r.org_id = $1 AND r.direct_key = $2");
    OPEN = rooms_with_mine!("LEFT JOIN room_member m ON m.room_id = r.id AND m.person_id = $2
        WHERE r.org_id = $1 AND r.kind = 'open' AND r.archived_at IS NULL AND r.folded LIKE $3 ESCAPE '\\'
          AND (r.folded, r.id) > ($4, $5) ORDER BY r.folded, r.id LIMIT $6");
    ADMINISTERED = rooms!("WHERE r.org_id = $1 AND r.kind NOT IN ('direct', 'request') AND r.folded LIKE $2 ESCAPE '\\'
        AND (r.folded, r.id) > ($3, $4) AND (r.kind <> 'private' OR $6) ORDER BY r.folded, r.id LIMIT $5");
    LAST_SEQ = "SELECT last_seq FROM room WHERE id = $1";
    EXISTS = "SELECT COUNT(*) FROM room WHERE id = $1";
    GROUPS = "SELECT room_id FROM room_member WHERE person_id = $1";
    MEMBER_CHOICES = "UPDATE room_member SET muted = $3, pinned = $4, tick = $5 WHERE person_id = $1 AND room_id = $2";
    // From the guests, of whom an organisation has few, and not from a room's members: SQLite follows the order of a CROSS JOIN.
    COUNT = "UPDATE room SET member_count = (SELECT COUNT(*) FROM room_member WHERE room_id = $1 AND role <> 'reader'), tick = $2,
            guest_count = (SELECT COUNT(*) FROM outsider o CROSS JOIN room_member m
                WHERE o.org_id = $3 AND o.kind <> 'bot' AND m.person_id = o.person_id AND m.room_id = $1)
        WHERE id = $1 RETURNING member_count, guest_count, shares";
    OUTSIDERS = "SELECT COUNT(*) FROM outsider o CROSS JOIN room_member m
        WHERE o.org_id = $1 AND m.person_id = o.person_id AND m.room_id = $2";
    READ_UP = "UPDATE room_member SET read_seq = $3, read_at = $4, tick = $5
        WHERE person_id = $1 AND room_id = $2 AND read_seq < $3";
    READ_SET = "UPDATE room_member SET read_seq = $3, read_at = $4 WHERE person_id = $1 AND room_id = $2";
    SINCE = "UPDATE room SET created_at = $2, last_at = $2 WHERE id = $1";
    READ_BACK = "UPDATE room_member SET read_seq = $3, tick = $4
        WHERE person_id = $1 AND room_id = $2 AND read_seq > $3";
    MINE = concat!("SELECT ", mine_columns!(), " FROM room_member m JOIN room r ON r.id = m.room_id
        WHERE m.person_id = $1 AND m.room_id = $2");
    // Mentions of the person and of everyone, of the person's rooms, that are not read yet. From the rooms, which stay few, and
    // not from the mentions of all years: SQLite follows the order of a CROSS JOIN.
    UNREAD_MENTIONS = "SELECT n.room_id, n.seq FROM room_member m CROSS JOIN mention n
            WHERE m.person_id = $1 AND n.person_id = $1 AND n.stream_id = m.room_id
              AND n.seq > m.read_seq AND n.seq > m.joined_seq
        UNION SELECT e.room_id, e.seq FROM room_member m
            JOIN mention_everyone e ON e.stream_id = m.room_id AND e.seq > m.read_seq AND e.seq > m.joined_seq
            WHERE m.person_id = $1 AND e.author_id <> $1
        ORDER BY 1, 2";
    UNREAD_MENTIONS_HERE = "SELECT n.room_id, n.seq FROM mention n
            JOIN room_member m ON m.room_id = n.stream_id AND m.person_id = $1
            WHERE n.person_id = $1 AND n.stream_id = $2 AND n.seq > m.read_seq AND n.seq > m.joined_seq
        UNION SELECT e.room_id, e.seq FROM room_member m
            JOIN mention_everyone e ON e.stream_id = m.room_id AND e.seq > m.read_seq AND e.seq > m.joined_seq
            WHERE m.person_id = $1 AND m.room_id = $2 AND e.author_id <> $1
        ORDER BY 1, 2";
}

fn read_room(row: &Row) -> RoomRow {
    RoomRow {
        id: row.get(0),
        kind: unword(row.get(1)),
        name: row.get(2),
        purpose: row.get(3),
        unit_id: row.get(4),
        rule: row
            .get::<Option<String>>(5)
            .map(|rule| serde_json::from_str(&rule).expect("the database holds rules that we wrote")),
        direct_key: row.get(6),
        created_by: row.get(7),
        archived_at: row.get(8),
        member_count: row.get(9),
        last_seq: row.get(10),
        last_at: row.get(11),
        tick: row.get(12),
        title_id: row.get(13),
        barred: row.get(14),
        guest_count: row.get(15),
        shares: row.get(16),
        no_forwarding: row.get(17),
        downloads: unword(row.get(18)),
        floor: downloads::read(row.get(19)),
    }
}

/// Reads a person's side from a row, from a column on; nothing when they do not belong.
fn read_mine(row: &Row, from: usize) -> Option<Mine> {
    Some(Mine {
        derived: row.get::<Option<bool>>(from)?,
        role: unword(row.get(from + 1)),
        joined_seq: row.get(from + 2),
        read_seq: row.get(from + 3),
        muted: row.get(from + 4),
        pinned: row.get(from + 5),
        tick: row.get(from + 6),
        reads_until: row.get::<Option<String>>(from + 7).as_deref().map(day),
        barred: row.get(from + 8),
        mention_seqs: Vec::new(),
    })
}

/// Columns of a room, and of it and somebody's side of it: what else a statement selects comes after them.
const AFTER_ROOM: usize = 20;
const AFTER_MINE: usize = AFTER_ROOM + 9;

fn with_mine(row: &Row) -> (RoomRow, Option<Mine>) {
    (read_room(row), read_mine(row, AFTER_ROOM))
}

/// Adds a room without members.
pub fn insert(tx: &mut Tx<'_>, room: &RoomRow) -> Result<()> {
    let (org, now, tick) = (tx.actor().org, tx.now(), tx.tick()?);
    let rule = room.rule.as_ref().map(|rule| serde_json::to_string(rule).expect("a rule is plain data"));
    tx.run(
        &INSERT,
        &[
            &room.id,
            &org,
            &word(room.kind),
            &room.name,
            &room.purpose,
            &text::fold(&room.name),
            &room.unit_id,
            &rule,
            &room.direct_key,
            &room.created_by,
            &now,
            &tick,
            &room.title_id,
            &room.no_forwarding,
            &word(room.downloads),
        ],
    )?;
    Ok(())
}

/// Calls a request after its post, as that is called today, and notes whether a barrier keeps whoever asked from all who hold it.
pub fn follow_post(tx: &mut Tx<'_>, room: RoomId, name: &str, barred: bool) -> Result<()> {
    let tick = tx.tick()?;
    tx.run(&CALL, &[&room, &name, &text::fold(name), &barred, &tick])
}

/// Saves a renamed or archived room.
pub fn update(tx: &mut Tx<'_>, room: &May<Manage, RoomRow>) -> Result<Tick> {
    let tick = tx.tick()?;
    let folded = text::fold(&room.name);
    let (archived_at, downloads) = (&room.archived_at, word(room.downloads));
    tx.run(
        &UPDATE,
        &[&room.id, &room.name, &room.purpose, &folded, archived_at, &tick, &room.no_forwarding, &downloads],
    )?;
    Ok(tick)
}

/// Notes the number and time of a room's newest message.
pub fn advance(tx: &mut Tx<'_>, room: RoomId, last_seq: i64, at: Timestamp) -> Result<()> {
    tx.run_apart(&ADVANCE, &[&room, &last_seq, &at])
}

/// A room of the actor's organisation and the actor's side of it, mentions not counted yet.
pub fn get(conn: &mut Conn<'_>, id: RoomId) -> Result<Option<(RoomRow, Option<Mine>)>> {
    let actor = conn.actor();
    Ok(conn.row(&GET, &[&id, &actor.org, &actor.person])?.as_ref().map(with_mine))
}

/// [`get`] for some rooms.
pub fn get_all(conn: &mut Conn<'_>, ids: &[RoomId]) -> Result<HashMap<RoomId, (RoomRow, Option<Mine>)>> {
    let actor = conn.actor();
    let rows = conn.rows(&GET_ALL, &[&actor.org, &actor.person, &List::ids(ids.iter().copied())])?;
    Ok(rows.iter().map(with_mine).map(|found| (found.0.id, found)).collect())
}

/// What saying something has to know beforehand.
pub struct ForSaying {
    /// The room and the author's side of it, mentions not counted.
    pub room: Option<(RoomRow, Option<Mine>)>,
    /// There is a message with the id.
    pub known: bool,
    /// There is a room with the id.
    pub taken: bool,
    /// The author has a draft there.
    pub drafted: bool,
}

/// Looks at a room in which the actor wants to say something under an id, in a stream.
pub fn for_saying(conn: &mut Conn<'_>, room: RoomId, id: MessageId, stream: StreamId) -> Result<ForSaying> {
    let actor = conn.actor();
    let row = conn.row(&FOR_SAYING, &[&room, &actor.org, &actor.person, &id, &stream])?;
    let flag = |place| row.as_ref().is_some_and(|row: &Row| row.get(AFTER_MINE + place));
    Ok(ForSaying { known: flag(0), taken: flag(1), drafted: flag(2), room: row.as_ref().map(with_mine) })
}

/// [`for_saying`] for several, each by its place: who wants to say something in which room under which id. Who stays out of the
/// answer has no such room.
pub fn for_saying_all(
    conn: &mut Conn<'_>,
    wanted: &[(usize, RoomId, PersonId, MessageId)],
) -> Result<Vec<(usize, ForSaying)>> {
    let org = conn.actor().org;
    let rows = wanted
        .iter()
        .map(|(place, room, person, id)| [place.to_value(), room.to_value(), person.to_value(), id.to_value()]);
    let found = conn.rows(&FOR_SAYING_ALL, &[&org, &List::rows(rows)])?;
    let read = |row: &Row| {
        let flag = |place| row.get(AFTER_MINE + place);
        let (known, taken, drafted) = (flag(0), flag(1), flag(2));
        let place = usize::try_from(row.get::<i64>(AFTER_MINE + 3)).expect("a place as it was given");
        (place, ForSaying { known, taken, drafted, room: Some(with_mine(row)) })
    };
    Ok(found.iter().map(read).collect())
}

/// Notes the numbers of several rooms' newest messages, said just now.
pub fn advance_all(tx: &mut Tx<'_>, rooms: &HashMap<RoomId, i64>) -> Result<()> {
    let now = tx.now();
    let rows = rooms.iter().map(|(room, seq)| [room.to_value(), seq.to_value()]);
    tx.run_apart(&ADVANCE_ALL, &[&now, &List::rows(rows)])
}

/// The actor's rooms, the most recent first, mentions counted.
pub fn all_mine(conn: &mut Conn<'_>) -> Result<Vec<(RoomRow, Mine)>> {
    let actor = conn.actor();
    let mentions = seqs(&conn.rows(&UNREAD_MENTIONS, &[&actor.person])?);
    let rows = conn.rows(&MINE_ALL, &[&actor.person, &actor.org])?;
    Ok(rows
        .iter()
        .filter_map(|row| {
            let (room, mine) = with_mine(row);
            let mut mine = mine?;
            mine.mention_seqs = mentions.get(&room.id).cloned().unwrap_or_default();
            Some((room, mine))
        })
        .collect())
}

fn seqs(rows: &[Row]) -> HashMap<RoomId, Vec<i64>> {
    let mut found: HashMap<RoomId, Vec<i64>> = HashMap::new();
    for row in rows {
        let seqs = found.entry(row.get(0)).or_default();
        if seqs.len() < COUNTED_MENTIONS {
            seqs.push(row.get(1));
        }
    }
    found
}

/// A person's side of a room, mentions counted.
pub fn mine(conn: &mut Conn<'_>, person: PersonId, room: RoomId) -> Result<Option<Mine>> {
    let Some(row) = conn.row(&MINE, &[&person, &room])? else { return Ok(None) };
    let mut mine = read_mine(&row, 0).expect("a row of a member");
    let mentions = seqs(&conn.rows(&UNREAD_MENTIONS_HERE, &[&person, &room])?);
    mine.mention_seqs = mentions.into_values().next().unwrap_or_default();
    Ok(Some(mine))
}

/// The room of a unit, if it has one that is not archived.
pub fn of_unit(conn: &mut Conn<'_>, unit: UnitId) -> Result<Option<RoomRow>> {
    let org = conn.actor().org;
    Ok(conn.row(&OF_UNIT, &[&org, &unit])?.as_ref().map(read_room))
}

/// All rooms whose members follow the organisation.
pub fn derived(conn: &mut Conn<'_>) -> Result<Vec<RoomRow>> {
    let org = conn.actor().org;
    Ok(conn.rows(&DERIVED, &[&org])?.iter().map(read_room).collect())
}

/// The direct room of exactly some people.
pub fn direct(conn: &mut Conn<'_>, key: &str) -> Result<Option<RoomRow>> {
    let org = conn.actor().org;
    Ok(conn.row(&DIRECT, &[&org, &key])?.as_ref().map(read_room))
}

/// A `LIKE` pattern that finds folded text anywhere.
fn anywhere(folded: &str) -> String {
    format!("%{}%", folded.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

/// A page of the directory of open rooms, by name.
pub fn open(
    conn: &mut Conn<'_>,
    folded: &str,
    after: &(String, RoomId),
    limit: usize,
) -> Result<Vec<(RoomRow, Option<Mine>)>> {
    let actor = conn.actor();
    let rows = conn.rows(&OPEN, &[&actor.org, &actor.person, &anywhere(folded), &after.0, &after.1, &limit])?;
    Ok(rows.iter().map(with_mine).collect())
}

/// A page of all rooms but direct ones, for administrators.
pub fn administered(conn: &mut Conn<'_>, folded: &str, after: &(String, RoomId), limit: usize) -> Result<Vec<RoomRow>> {
    let org = conn.actor().org;
    let all = conn.actor().administers();
    let rows = conn.rows(&ADMINISTERED, &[&org, &anywhere(folded), &after.0, &after.1, &limit, &all])?;
    Ok(rows.iter().map(read_room).collect())
}

/// Whether a room has an id, of whatever organisation.
pub fn exists(conn: &mut Conn<'_>, id: RoomId) -> Result<bool> {
    Ok(conn.one(&EXISTS, &[&id])?.get::<i64>(0) > 0)
}

/// The number of a room's newest message; zero when there is no such room.
pub fn last_seq(conn: &mut Conn<'_>, id: RoomId) -> Result<i64> {
    Ok(conn.row(&LAST_SEQ, &[&id])?.map_or(0, |row| row.get(0)))
}

/// The groups of which the actor gets events: their rooms.
pub fn groups(conn: &mut Conn<'_>) -> Result<Vec<i64>> {
    let person = conn.actor().person;
    Ok(conn.rows(&GROUPS, &[&person])?.iter().map(|row| row.get(0)).collect())
}

/// Whether guests or bots are in a room of the actor's organisation.
pub fn has_outsiders(conn: &mut Conn<'_>, room: RoomId) -> Result<bool> {
    let org = conn.actor().org;
    Ok(conn.one(&OUTSIDERS, &[&org, &room])?.get::<i64>(0) > 0)
}

/// Counts a room's members anew: all of them, and the guests; and with how many organisations it is shared.
pub fn recount(tx: &mut Tx<'_>, room: RoomId) -> Result<(i64, i64, i64)> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let row = tx.one(&COUNT, &[&room, &tick, &org])?;
    Ok((row.get(0), row.get(1), row.get(2)))
}

/// Keeps a person's choices about a room.
pub fn set_choices(tx: &mut Tx<'_>, room: RoomId, muted: bool, pinned: bool) -> Result<()> {
    let (person, tick) = (tx.actor().person, tx.tick()?);
    tx.run(&MEMBER_CHOICES, &[&person, &room, &muted, &pinned, &tick])
}

/// Moves a person's read position forward; false when it was there or further.
pub fn read_up(tx: &mut Tx<'_>, room: RoomId, person: PersonId, seq: i64) -> Result<bool> {
    let (now, tick) = (tx.now(), tx.tick()?);
    Ok(tx.execute(&READ_UP, &[&person, &room, &seq, &now, &tick])? == 1)
}

/// Notes that whoever writes in a room has read it up to there.
pub fn has_read(tx: &mut Tx<'_>, room: RoomId, person: PersonId, seq: i64) -> Result<()> {
    let (now, tick) = (tx.now(), tx.tick()?);
    tx.run_apart(&READ_UP, &[&person, &room, &seq, &now, &tick])
}

/// [`has_read`] for several.
pub fn has_read_all(tx: &mut Tx<'_>, reads: &HashMap<(RoomId, PersonId), i64>) -> Result<()> {
    let (now, tick) = (tx.now(), tx.tick()?);
    let rows = reads.iter().map(|((room, person), seq)| [room.to_value(), person.to_value(), seq.to_value()]);
    tx.run_apart(&READ_UP_ALL, &[&now, &tick, &List::rows(rows)])
}

/// Sets a read position as an import or the demo town knows it.
pub fn set_read(tx: &mut Tx<'_>, room: RoomId, person: PersonId, seq: i64, at: Timestamp) -> Result<()> {
    tx.run(&READ_SET, &[&person, &room, &seq, &at])
}

/// Notes since when a room exists that was carried in from elsewhere.
pub fn set_since(tx: &mut Tx<'_>, room: RoomId, at: Timestamp) -> Result<()> {
    tx.run(&SINCE, &[&room, &at])
}

/// Moves the actor's read position back: marks as unread from there.
pub fn read_back(tx: &mut Tx<'_>, room: RoomId, seq: i64) -> Result<bool> {
    let (person, tick) = (tx.actor().person, tx.tick()?);
    Ok(tx.execute(&READ_BACK, &[&person, &room, &seq, &tick])? == 1)
}
