//! What people look for again and again.

use crate::model::{SavedId, SavedSearch};
use db::{Conn, Row, Tx};
use kernel::Result;

db::statements! {
    PUT = "INSERT INTO saved_search (person_id, id, name, query, room_id, saved_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (person_id, id) DO UPDATE SET name = excluded.name, query = excluded.query, room_id = excluded.room_id";
    DELETE = "DELETE FROM saved_search WHERE person_id = $1 AND id = $2";
    ALL = "SELECT id, name, query, room_id, saved_at FROM saved_search WHERE person_id = $1 ORDER BY saved_at, id";
}

fn read(row: &Row) -> SavedSearch {
    SavedSearch { id: row.get(0), name: row.get(1), q: row.get(2), room: row.get(3), saved_at: row.get(4) }
}

/// The actor's, the oldest first.
pub(crate) fn all(conn: &mut Conn<'_>) -> Result<Vec<SavedSearch>> {
    let person = conn.actor().person;
    Ok(conn.rows(&ALL, &[&person])?.iter().map(read).collect())
}

/// Keeps one of the actor's.
pub(crate) fn put(tx: &mut Tx<'_>, saved: &SavedSearch) -> Result<()> {
    let person = tx.actor().person;
    let SavedSearch { id, name, q, room, saved_at } = saved;
    tx.execute(&PUT, &[&person, id, name, q, room, saved_at]).map(|_| ())
}

/// Throws one of the actor's away; false when there was none.
pub(crate) fn delete(tx: &mut Tx<'_>, id: SavedId) -> Result<bool> {
    let person = tx.actor().person;
    Ok(tx.execute(&DELETE, &[&person, &id])? == 1)
}
