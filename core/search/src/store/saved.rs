//! What people look for again and again.

use crate::model::{SavedId, SavedSearch, SearchKind};
use db::{Conn, Row, Tx};
use kernel::Result;

db::statements! {
    PUT = "INSERT INTO saved_search (person_id, id, name, query, room_id, saved_at, kind) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (person_id, id)
        DO UPDATE SET name = excluded.name, query = excluded.query, room_id = excluded.room_id, kind = excluded.kind";
    DELETE = "DELETE FROM saved_search WHERE person_id = $1 AND id = $2";
    ALL = "SELECT id, name, query, room_id, saved_at, kind FROM saved_search WHERE person_id = $1 ORDER BY saved_at, id";
}

fn word(kind: SearchKind) -> &'static str {
    match kind {
        SearchKind::Messages => "messages",
        SearchKind::Notes => "notes",
        SearchKind::Files => "files",
        SearchKind::People => "people",
        SearchKind::Rooms => "rooms",
    }
}

fn unword(word: String) -> SearchKind {
    match word.as_str() {
        "messages" => SearchKind::Messages,
        "notes" => SearchKind::Notes,
        "files" => SearchKind::Files,
        "people" => SearchKind::People,
        "rooms" => SearchKind::Rooms,
        other => panic!("the database holds known kinds, not {other}"),
    }
}

fn read(row: &Row) -> SavedSearch {
    let kind = row.get::<Option<String>>(5).map(unword);
    SavedSearch { id: row.get(0), name: row.get(1), q: row.get(2), room: row.get(3), kind, saved_at: row.get(4) }
}

/// The actor's, the oldest first.
pub(crate) fn all(conn: &mut Conn<'_>) -> Result<Vec<SavedSearch>> {
    let person = conn.actor().person;
    Ok(conn.rows(&ALL, &[&person])?.iter().map(read).collect())
}

/// Keeps one of the actor's.
pub(crate) fn put(tx: &mut Tx<'_>, saved: &SavedSearch) -> Result<()> {
    let person = tx.actor().person;
    let SavedSearch { id, name, q, room, kind, saved_at } = saved;
    tx.execute(&PUT, &[&person, id, name, q, room, saved_at, &kind.map(|kind| word(kind).to_owned())]).map(|_| ())
}

/// Throws one of the actor's away; false when there was none.
pub(crate) fn delete(tx: &mut Tx<'_>, id: SavedId) -> Result<bool> {
    let person = tx.actor().person;
    Ok(tx.execute(&DELETE, &[&person, &id])? == 1)
}
