//! What the index reads of notes, of whatever organisation.

use crate::model::NoteId;
use db::{Conn, List, Row};
use kernel::{OrgId, PersonId, Result, Timestamp};
use rooms::model::RoomId;

macro_rules! notes_of_orgs {
    ($rest:expr) => {
        concat!(
            "SELECT n.org_id, n.id, n.room_id, n.title, n.created_by, n.created_at, n.edited_at, n.withdrawn_at, w.words
             FROM note n LEFT JOIN note_words w ON w.note_id = n.id WHERE ",
            $rest
        )
    };
}

db::statements! {
    OF_IDS = notes_of_orgs!("n.id {in $1}");
    BELOW = notes_of_orgs!("n.id < $1 ORDER BY n.id DESC LIMIT $2");
}

/// A note as it is searched.
#[derive(Debug, Clone)]
pub struct Searched {
    /// Whose.
    pub org: OrgId,
    /// Its id.
    pub id: NoteId,
    /// The room that it belongs to.
    pub room: RoomId,
    /// Its title.
    pub title: String,
    /// Who began it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// When somebody wrote in it last.
    pub edited_at: Timestamp,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
    /// What stands on it.
    pub words: String,
}

fn read(row: &Row) -> Searched {
    Searched {
        org: row.get(0),
        id: row.get(1),
        room: row.get(2),
        title: row.get(3),
        created_by: row.get(4),
        created_at: row.get(5),
        edited_at: row.get(6),
        withdrawn_at: row.get(7),
        words: row.get::<Option<String>>(8).unwrap_or_default(),
    }
}

/// Notes by their ids.
pub fn of_ids(conn: &mut Conn<'_>, ids: &[NoteId]) -> Result<Vec<Searched>> {
    Ok(conn.rows(&OF_IDS, &[&List::ids(ids.iter().copied())])?.iter().map(read).collect())
}

/// So many below an id, the highest first.
pub fn below(conn: &mut Conn<'_>, id: NoteId, limit: usize) -> Result<Vec<Searched>> {
    Ok(conn.rows(&BELOW, &[&id, &limit])?.iter().map(read).collect())
}
