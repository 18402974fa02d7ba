//! Who would be waited for by what stands in a message, and is called to it.

use super::messages::MessageRow;
use crate::model::RoomId;
use db::{Conn, List, Row, ToValue, Tx};
use kernel::{PersonId, Result};
use rooms::model::Asked;

db::statements! {
    ASKED = "SELECT m.person_id, CASE WHEN p.leave_access IS NOT NULL OR p.outside OR NOT p.active THEN TRUE ELSE FALSE END,
            CASE WHEN p.off_duty_until > $2 AND p.leave_access IS NULL AND NOT p.outside THEN TRUE ELSE FALSE END,
            CASE WHEN m.role = 'owner' OR (r.kind = 'request' AND m.derived) THEN TRUE ELSE FALSE END
        FROM room_member m JOIN person p ON p.id = m.person_id JOIN room r ON r.id = m.room_id
        WHERE m.room_id = $1 AND m.role <> 'reader' AND p.employment <> 'bot'";
    // A request is looked after by all who are asked there, whoever of them is the highest.
    OWNERS = "SELECT m.person_id FROM room_member m JOIN person p ON p.id = m.person_id JOIN room r ON r.id = m.room_id
        WHERE m.room_id = $1 AND (m.role = 'owner' OR (r.kind = 'request' AND m.derived AND m.role <> 'reader')) AND p.employment <> 'bot' AND p.active ORDER BY m.person_id";
    OWN_UNITS = "SELECT m.room_id FROM room_member m JOIN room r ON r.id = m.room_id
        WHERE m.person_id = $1 AND m.role <> 'reader' AND r.org_id = $2 AND r.kind = 'unit'
          AND (r.archived_at IS NULL OR NOT CAST($3 AS BOOLEAN)) ORDER BY m.room_id";
    CALL = "INSERT INTO mention (person_id, stream_id, seq, room_id, message_id, sent_at)
        SELECT l.person, $1, $2, $3, $4, $5 FROM {each $6 AS l: person BIGINT} WHERE TRUE
        ON CONFLICT (person_id, stream_id, seq) DO UPDATE SET sent_at = excluded.sent_at";
}

/// Notes that some people are mentioned by a message as of now, whenever it was written: it is the newest of what mentions them. What speaks
/// to everyone stays where it is for all, or it would stand there twice.
pub fn call(tx: &mut Tx<'_>, message: &MessageRow, people: &[PersonId]) -> Result<()> {
    let at = if message.everyone { message.sent_at } else { tx.now() };
    let people = List::rows(people.iter().map(|person| [person.to_value()]));
    tx.run(&CALL, &[&message.stream, &message.seq, &message.room, &message.id, &at, &people])
}

/// Everybody who belongs to a room to talk, bots aside, and whether somebody waits for them at this moment.
pub fn asked(conn: &mut Conn<'_>, room: RoomId) -> Result<Vec<Asked>> {
    let now = conn.now();
    let rows = conn.rows(&ASKED, &[&room, &now])?;
    let asked = |row: &Row| Asked { person: row.get(0), is_away: row.get(1), off_duty: row.get(2), owns: row.get(3) };
    Ok(rows.iter().map(asked).collect())
}

/// Those who own a room, bots and who is gone aside.
pub fn owners(conn: &mut Conn<'_>, room: RoomId) -> Result<Vec<PersonId>> {
    Ok(conn.rows(&OWNERS, &[&room])?.iter().map(|row| row.get(0)).collect())
}

/// The rooms of units to which the actor belongs to talk; of these only those that are not closed, if so wanted.
pub fn own_units(conn: &mut Conn<'_>, only_open: bool) -> Result<Vec<RoomId>> {
    let (org, person) = (conn.actor().org, conn.actor().person);
    Ok(conn.rows(&OWN_UNITS, &[&person, &org, &only_open])?.iter().map(|row| row.get(0)).collect())
}
