//! Keeping notes in order: states, first words, words for search; and the end of those that were taken back.

use crate::jobs::{ForgetNote, KEPT_WITHDRAWN};
use crate::model::page::Page;
use crate::model::{NoteId, file, lines};
use crate::policy;
use crate::service::files;
use crate::service::searching::NOTES;
use crate::service::turns;
use crate::store::{self, comments, notes, pages, personal, versions};
use audit::{Record, Subject};
use db::{Conn, Db, Lock, Tx};
use kernel::{Actor, Error, Result};
use serde_json::json;

/// A state is made when so many updates came since the last,
const MOST_UPDATES: i64 = 64;
/// or so many bytes.
const MOST_BYTES: i64 = 128 << 10;

struct Due {
    seq: i64,
    pieces: Vec<Vec<u8>>,
    needs_state: bool,
}

/// Makes what follows from a page what the page says now. The page is put together outside of any transaction.
pub fn tend(db: &Db, actor: Actor, note: NoteId) -> Result<()> {
    let Some(due) = db.read_now(actor, move |conn| due(conn, note))? else { return Ok(()) };
    // Those who wait for a page to be opened go first, for a while.
    let turn = turns::turn_soon();
    let fault = |refusal| Error::internal(format!("the page of {note}: {refusal:?}"));
    let page = Page::of(0, due.pieces.iter().map(Vec::as_slice)).map_err(fault)?;
    let nodes = page.nodes().map_err(fault)?;
    let (excerpt, words, ticks) = (lines::excerpt(&nodes), lines::text(&nodes), lines::ticks(&nodes));
    let (state, named) = (page.state(), file::named(&nodes));
    drop(turn);
    let (seq, needs_state) = (due.seq, due.needs_state);
    db.write_now(actor, move |tx| {
        tx.lock(Lock::Group(note.raw()))?;
        let Some(row) = notes::get(tx, note)? else { return Ok(()) };
        let mut row = policy::may_tend(&actor, row)?;
        // Done twice, or overtaken by another node.
        if row.tended_seq >= seq && row.seq > 0 {
            return Ok(());
        }
        let is_seen = row.excerpt != excerpt || (row.open_ticks, row.done_ticks) != ticks;
        (row.tended_seq, row.excerpt) = (seq, excerpt.clone());
        (row.open_ticks, row.done_ticks) = ticks;
        if needs_state {
            row.bytes = state.len() as i64;
            pages::keep_state(tx, &row, &state)?;
        }
        // Words of a page that was written on meanwhile are older than those that were kept with it; its own job is due.
        if row.seq == seq && pages::words(tx, note)? != words {
            pages::keep_words(tx, note, &words)?;
            search::wait(tx, NOTES, [note.raw()])?;
        }
        if row.seq == seq {
            store::files::stand(tx, note, &named)?;
        }
        notes::tended(tx, &row)?;
        if is_seen && row.withdrawn_at.is_none() {
            super::told(tx, note)?;
        }
        Ok(())
    })
}

fn due(conn: &mut Conn<'_>, note: NoteId) -> Result<Option<Due>> {
    let Some(row) = notes::get(conn, note)? else { return Ok(None) };
    if row.tended_seq >= row.seq {
        return Ok(None);
    }
    let (updates, bytes) = pages::unstated(conn, note)?;
    let needs_state = updates >= MOST_UPDATES || bytes >= MOST_BYTES;
    Ok(Some(Due { seq: row.seq, pieces: pages::pieces(conn, note, row.seq)?, needs_state }))
}

/// Removes a note for good that was taken back long enough ago.
pub fn forget(tx: &mut Tx<'_>, note: NoteId) -> Result<()> {
    tx.lock(Lock::Group(note.raw()))?;
    let Some(row) = notes::get(tx, note)? else { return Ok(()) };
    let before = tx.now().minus(KEPT_WITHDRAWN);
    match row.withdrawn_at {
        None => return Ok(()),
        // It was put back and taken back anew meanwhile.
        Some(at) if at > before => return jobs::enqueue(tx, &ForgetNote { note }, Some(at.plus(KEPT_WITHDRAWN))),
        Some(_) => {}
    }
    let row = policy::may_tend(&tx.actor(), row)?;
    let subject = Subject::of("note", note, row.title.clone());
    let detail = json!({ "room": row.room, "author": row.created_by, "updates": row.seq });
    audit::record(tx, &Record { act: "notes.forgotten", subject, detail, address: "" })?;
    files::let_go(tx, &row)?;
    pages::clear(tx, &row)?;
    comments::clear(tx, &row)?;
    personal::clear(tx, &row)?;
    versions::clear(tx, &row)?;
    notes::delete(tx, &row)
}
