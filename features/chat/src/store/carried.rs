//! What happened in shared rooms and is still to be carried to the other side, and which message there stands for which here.

use crate::model::{Downloads, MessageId, RoomId, ShareId};
use crate::store::{downloads, unword, word};
use db::{Conn, List, Row, Tx};
use kernel::{OrgId, PersonId, Result};
use serde::{Deserialize, Serialize};

db::statements! {
    // Whoever adds something holds the room in which it happened, so that no two get one number.
    PUT = "INSERT INTO share_outbox (share_id, to_org, number, what, message_id, person_id, code)
        SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, CAST($5 AS BIGINT), CAST($6 AS TEXT)
        FROM share_outbox WHERE share_id = $1 AND to_org = $2";
    FIRST = "SELECT number, what, message_id, person_id, code FROM share_outbox WHERE share_id = $1 AND to_org = $2
        ORDER BY number LIMIT 1";
    DONE = "DELETE FROM share_outbox WHERE share_id = $1 AND to_org = $2 AND number = $3";
    LINK = "INSERT INTO share_copy (share_id, message_id, copy_id) VALUES ($1, $2, $3)";
    COPY_OF = "SELECT copy_id FROM share_copy WHERE share_id = $1 AND message_id = $2";
    SOURCES = "SELECT c.message_id, m.room_id, r.downloads,
            (SELECT f.decided FROM download_floor f WHERE f.org_id = r.org_id) FROM room_share s
        JOIN share_copy c ON c.share_id = s.id AND c.copy_id {in $2} JOIN message m ON m.id = c.message_id
        JOIN room r ON r.id = m.room_id WHERE s.room_id = $1";
    ORIGINAL_OF = "SELECT message_id FROM share_copy WHERE share_id = $1 AND copy_id = $2";
}

/// What happened to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It was said.
    Said,
    /// It was said in a thread, and told to the room as well.
    SaidAndTold,
    /// It was reworded.
    Reworded,
    /// It was taken back.
    Withdrawn,
    /// Somebody reacted.
    Reacted,
    /// They took it back.
    Unreacted,
    /// What stands in it was used by somebody, or became something else.
    Used,
}

/// Something that happened in a shared room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// What.
    pub what: What,
    /// To which message.
    pub message: MessageId,
    /// Who reacted, or used what stands in it.
    pub person: Option<PersonId>,
    /// With what.
    pub code: Option<String>,
}

impl Happening {
    /// Something that happened to a message itself.
    pub fn to(message: MessageId, what: What) -> Self {
        Self { what, message, person: None, code: None }
    }
}

/// Adds something that is to be carried by a share to one of its sides.
pub fn put(tx: &mut Tx<'_>, share: ShareId, to: OrgId, it: &Happening) -> Result<()> {
    tx.run(&PUT, &[&share, &to, &word(it.what), &it.message, &it.person, &it.code])
}

/// What is to be carried next by a share to one of its sides, and its number.
pub fn first(conn: &mut Conn<'_>, share: ShareId, to: OrgId) -> Result<Option<(i64, Happening)>> {
    let read = |row: &Row| {
        let it = Happening { what: unword(row.get(1)), message: row.get(2), person: row.get(3), code: row.get(4) };
        (row.get(0), it)
    };
    Ok(conn.row(&FIRST, &[&share, &to])?.as_ref().map(read))
}

/// Takes what was carried from the list.
pub fn done(tx: &mut Tx<'_>, share: ShareId, to: OrgId, number: i64) -> Result<()> {
    tx.run(&DONE, &[&share, &to, &number])
}

/// Notes which message stands for another one on the other side.
pub fn link(tx: &mut Tx<'_>, share: ShareId, message: MessageId, copy: MessageId) -> Result<()> {
    tx.run(&LINK, &[&share, &message, &copy])
}

/// The message that a share made of another one on the other side.
pub fn copy_of(conn: &mut Conn<'_>, share: ShareId, message: MessageId) -> Result<Option<MessageId>> {
    Ok(conn.row(&COPY_OF, &[&share, &message])?.map(|row| row.get(0)))
}

/// The message that stands for another one on the other side, whichever of the two was there first.
pub fn counterpart(conn: &mut Conn<'_>, share: ShareId, message: MessageId) -> Result<Option<MessageId>> {
    match copy_of(conn, share, message)? {
        Some(copy) => Ok(Some(copy)),
        None => Ok(conn.row(&ORIGINAL_OF, &[&share, &message])?.map(|row| row.get(0))),
    }
}

/// Which messages of other organisations' rooms some messages of a room were carried over from, with who may save the files of those.
pub fn sources(
    conn: &mut Conn<'_>,
    room: RoomId,
    messages: &[MessageId],
) -> Result<Vec<(MessageId, RoomId, Downloads)>> {
    let rows = conn.rows(&SOURCES, &[&room, &List::ids(messages.iter().copied())])?;
    // A room over there is a shared one, whose organisation may want more than its owners.
    let decided = |row: &Row| unword::<Downloads>(row.get(2)).max(downloads::read(row.get(3)).of(true));
    Ok(rows.iter().map(|row| (row.get(0), row.get(1), decided(row))).collect())
}
