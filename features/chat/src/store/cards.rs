//! Who would be waited for by what stands in a message.

use crate::model::RoomId;
use db::Conn;
use kernel::Result;
use rooms::model::Asked;

db::statements! {
    ASKED = "SELECT m.person_id, CASE WHEN p.leave_access IS NOT NULL OR p.outside OR NOT p.active THEN TRUE ELSE FALSE END,
            CASE WHEN p.off_duty_until > $2 AND p.leave_access IS NULL AND NOT p.outside THEN TRUE ELSE FALSE END
        FROM room_member m JOIN person p ON p.id = m.person_id
        WHERE m.room_id = $1 AND m.role <> 'reader' AND p.employment <> 'bot'";
}

/// Everybody who belongs to a room to talk, bots aside, and whether somebody waits for them at this moment.
pub fn asked(conn: &mut Conn<'_>, room: RoomId) -> Result<Vec<Asked>> {
    let now = conn.now();
    let rows = conn.rows(&ASKED, &[&room, &now])?;
    Ok(rows.iter().map(|row| Asked { person: row.get(0), is_away: row.get(1), off_duty: row.get(2) }).collect())
}
