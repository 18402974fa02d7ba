//! What somebody looks for again and again, kept under a name: their own, and few.

use crate::events;
use crate::model::{NewSavedSearch, SavedId, SavedSearch};
use crate::store;
use db::{Conn, Lock, Tx};
use kernel::{Error, Result, Tick};

/// How many somebody may keep.
const MOST: usize = 50;
/// Characters of a name.
const LONGEST_NAME: usize = 60;
/// Characters of what is looked for.
const LONGEST: usize = 400;

/// The actor's, the oldest first, and up to where what is told of them is in it.
pub fn saved(conn: &mut Conn<'_>) -> Result<(Vec<SavedSearch>, Tick)> {
    let at = conn.position()?.tick;
    Ok((store::saved::all(conn)?, at))
}

/// Keeps one of the actor's, or keeps it anew; also one that they have just thrown away.
///
/// Errors: `search.too_many_saved`; `invalid_input` for a name or a query that is empty or too long.
pub fn save(tx: &mut Tx<'_>, id: SavedId, new: &NewSavedSearch) -> Result<SavedSearch> {
    tx.lock(Lock::Person(tx.actor().person))?;
    let (name, q) = (new.name.trim(), new.q.trim());
    for (field, text, longest) in [("name", name, LONGEST_NAME), ("q", q, LONGEST)] {
        match text.chars().count() {
            0 => return Err(Error::field(field, "missing")),
            length if length > longest => return Err(Error::field(field, "too_long")),
            _ => {}
        }
    }
    let all = store::saved::all(tx)?;
    let before = all.iter().find(|saved| saved.id == id);
    if before.is_none() && all.len() >= MOST {
        return Err(Error::conflict("search.too_many_saved"));
    }
    let saved_at = before.map_or_else(|| tx.now(), |saved| saved.saved_at);
    let saved = SavedSearch { id, name: name.to_owned(), q: q.to_owned(), room: new.room, kind: new.kind, saved_at };
    store::saved::put(tx, &saved)?;
    let event = events::saved_changed(tx.actor().person, id, Some(&saved), tx.tick()?);
    tx.emit(event);
    Ok(saved)
}

/// Throws one of the actor's away.
pub fn forget(tx: &mut Tx<'_>, id: SavedId) -> Result<()> {
    let person = tx.actor().person;
    tx.lock(Lock::Person(person))?;
    if !store::saved::delete(tx, id)? {
        return Err(Error::not_found());
    }
    let event = events::saved_changed(person, id, None, tx.tick()?);
    tx.emit(event);
    Ok(())
}
