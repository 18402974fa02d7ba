//! How far the members of a room have read.

use crate::model::{AuthorStand, RoomId};
use db::{Conn, List, Row, Tx};
use kernel::{PersonId, Result, Timestamp};

/// A condition: who is in a column is here, neither on leave nor outside of who takes part. Others are not counted: nobody waits for them
/// to read. Who is on leave is found once, as they are few; who is outside is asked for by member, as in a pilot that is nearly everybody.
macro_rules! here {
    ($person:literal) => {
        concat!(
            $person,
            " NOT IN (SELECT p.id FROM person p WHERE p.leave_access IS NOT NULL)
              AND NOT EXISTS (SELECT 1 FROM person o WHERE o.id = ",
            $person,
            " AND o.outside)"
        )
    };
}

/// Those who are off duty at a moment, few, found by the index that has them alone.
macro_rules! off_duty {
    ($now:literal) => {
        concat!("p.off_duty_until > ", $now, " AND p.leave_access IS NULL AND NOT p.outside")
    };
}

/// How the members of a room `$1` stand to a message `$2` at a moment `$3`.
macro_rules! readers {
    ($order:literal) => {
        concat!(
            "SELECT m.person_id, m.read_seq, m.read_at, CASE WHEN p.leave_access IS NOT NULL OR p.outside THEN TRUE ELSE FALSE END,
                CASE WHEN ",
            off_duty!("$3"),
            " THEN TRUE ELSE FALSE END FROM room_member m JOIN person p ON p.id = m.person_id
            WHERE m.room_id = $1 AND m.joined_seq < $2 ORDER BY ",
            $order
        )
    };
}

db::statements! {
    // The order of the tables is meant: few are off duty, and a room may have a city in it.
    OFF_STEPS = concat!("SELECT m.read_seq, COUNT(*) FROM person p CROSS JOIN room_member m
        WHERE ", off_duty!("$2"), " AND m.room_id = $1 AND m.person_id = p.id AND m.role <> 'reader'
        GROUP BY m.read_seq ORDER BY m.read_seq DESC");
    ROOMS_OF = "SELECT DISTINCT room_id FROM room_member WHERE person_id {in $1}";
    READ_STEPS = concat!("SELECT read_seq, COUNT(*) FROM room_member WHERE room_id = $1 AND role <> 'reader'
          AND ", here!("room_member.person_id"), "
        GROUP BY read_seq ORDER BY read_seq DESC");
    JOINED_STEPS = concat!("SELECT joined_seq, COUNT(*) FROM room_member
        WHERE room_id = $1 AND joined_seq > 0 AND role <> 'reader' AND ", here!("room_member.person_id"), "
        GROUP BY joined_seq ORDER BY joined_seq");
    AUTHORS_APART = concat!("SELECT a.author_id, m.joined_seq, COALESCE(m.read_seq, 0),
            CASE WHEN m.person_id IN (SELECT p.id FROM person p WHERE ", off_duty!("$3"), ") THEN TRUE ELSE FALSE END FROM (
            SELECT author_id, MIN(seq) AS first_seq, MAX(seq) AS last_seq FROM message
            WHERE stream_id = $1 AND seq > $2 GROUP BY author_id) AS a
        LEFT JOIN room_member m ON m.room_id = $1 AND m.person_id = a.author_id AND ", here!("m.person_id"), "
        WHERE m.person_id IS NULL OR m.joined_seq >= a.first_seq OR m.read_seq < a.last_seq
        ORDER BY a.author_id");
    OPERATOR_READ = "INSERT INTO operator_read (room_id, person_id, operator_id, read_seq, read_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (room_id, person_id, operator_id) DO UPDATE SET read_seq = excluded.read_seq, read_at = excluded.read_at
        WHERE operator_read.read_seq < excluded.read_seq";
    OPERATORS_OF = "SELECT person_id, operator_id, read_at FROM operator_read WHERE room_id = $1 AND read_seq >= $2
        ORDER BY read_at, operator_id";
    READERS_OF = readers!("p.sort_key, p.id");
    READERS_OF_BY_RANK = readers!("p.rank, p.sort_key, p.id");
}

/// A number and how many stand at it.
pub type Step = (i64, i64);

/// How many members stand at each read position, highest first, and at which each of the later ones came, rising.
pub fn steps(conn: &mut Conn<'_>, room: RoomId) -> Result<(Vec<Step>, Vec<Step>)> {
    let pairs = |rows: Vec<Row>| rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let read = pairs(conn.rows(&READ_STEPS, &[&room])?);
    let joined = pairs(conn.rows(&JOINED_STEPS, &[&room])?);
    Ok((read, joined))
}

/// How many members who are off duty stand at each read position, highest first.
pub fn off_duty_steps(conn: &mut Conn<'_>, room: RoomId) -> Result<Vec<Step>> {
    let now = conn.now();
    Ok(conn.rows(&OFF_STEPS, &[&room, &now])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// The rooms to which any of some people belong.
pub fn rooms_of(conn: &mut Conn<'_>, people: &[PersonId]) -> Result<Vec<RoomId>> {
    let rows = conn.rows(&ROOMS_OF, &[&List::ids(people.iter().copied())])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Authors of messages above a number who came after the first of them, have not read the last, are on leave, or belong to the
/// room no longer.
pub fn authors_apart(conn: &mut Conn<'_>, room: RoomId, above: i64) -> Result<Vec<AuthorStand>> {
    let now = conn.now();
    let rows = conn.rows(&AUTHORS_APART, &[&room, &above, &now])?;
    let stand = |row: &Row| AuthorStand {
        person_id: row.get(0),
        joined_seq: row.get(1),
        read_seq: row.get(2),
        off_duty: row.get(3),
    };
    Ok(rows.iter().map(stand).collect())
}

/// Notes how far who is using the shared account has read a room; nothing for all other accounts.
pub fn operator_has_read(tx: &mut Tx<'_>, room: RoomId, seq: i64) -> Result<()> {
    let (actor, now) = (tx.actor(), tx.now());
    match actor.operator {
        Some(operator) => tx.run(&OPERATOR_READ, &[&room, &actor.person, &operator, &seq, &now]),
        None => Ok(()),
    }
}

/// Who of a shared account has read how far.
pub struct OperatorRead {
    /// The shared account.
    pub person: PersonId,
    /// Who was using it.
    pub operator: PersonId,
    /// When they last moved on.
    pub at: Timestamp,
}

/// Those who have read a room up to a number on shared accounts, the first of them first.
pub fn operators_of(conn: &mut Conn<'_>, room: RoomId, seq: i64) -> Result<Vec<OperatorRead>> {
    let rows = conn.rows(&OPERATORS_OF, &[&room, &seq])?;
    Ok(rows.iter().map(|row| OperatorRead { person: row.get(0), operator: row.get(1), at: row.get(2) }).collect())
}

/// How a member of a room stands to a message.
pub struct ReaderStand {
    /// Who.
    pub person: PersonId,
    /// How far they have read.
    pub read_seq: i64,
    /// When they last moved on.
    pub read_at: Option<Timestamp>,
    /// They are on leave or do not take part, whoever asks.
    pub is_away: bool,
    /// They are off duty at this moment, whoever asks.
    pub off_duty: bool,
}

/// How those stand to a message who were members of its room when it was said.
pub fn readers_of(conn: &mut Conn<'_>, room: RoomId, seq: i64, by_rank: bool) -> Result<Vec<ReaderStand>> {
    let now = conn.now();
    let rows = conn.rows(if by_rank { &READERS_OF_BY_RANK } else { &READERS_OF }, &[&room, &seq, &now])?;
    let stand = |row: &Row| ReaderStand {
        person: row.get(0),
        read_seq: row.get(1),
        read_at: row.get(2),
        is_away: row.get(3),
        off_duty: row.get(4),
    };
    Ok(rows.iter().map(stand).collect())
}
