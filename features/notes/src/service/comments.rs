//! Saying something beside a page, answering, settling.

use super::{found, held};
use crate::events;
use crate::model::comment::{Comment, CommentId, MOST_COMMENTS, NewComment};
use crate::model::{NoteId, NoteRefusal};
use crate::policy::{self, Write};
use crate::store::comments::{self, CommentRow};
use crate::store::notes::NoteRow;
use db::{Conn, Tx};
use kernel::{Error, May, Result};
use rooms::service::Talk;

/// Says something of a page, or answers.
///
/// Errors: faults of fields, `notes.too_many_comments`, those of the number guard, `id_taken`, those of [`policy::may_write`].
pub fn say(tx: &mut Tx<'_>, talk: Talk, note: NoteId, new: &NewComment) -> Result<Comment> {
    let (row, place) = held(tx, talk, note)?;
    let actor = tx.actor();
    let row = policy::may_write(&actor, &place, row)?;
    if let Some(known) = comments::get(tx, note, new.id)? {
        // Sent again because the answer was lost.
        return if known.author == actor.person { shown(tx, note, &known) } else { Err(NoteRefusal::IdTaken.into()) };
    }
    let new = new.checked().map_err(|(field, code)| Error::field(field, code))?;
    if let Some(root) = new.root_id {
        let root = comments::get(tx, note, root)?.ok_or_else(|| Error::field("root_id", "unknown"))?;
        if root.root.is_some() || root.withdrawn_at.is_some() {
            return Err(Error::field("root_id", "unknown"));
        }
    }
    if comments::count(tx, note)? >= MOST_COMMENTS {
        return Err(NoteRefusal::TooManyComments.into());
    }
    talk.guard(tx, &new.body)?;
    comments::insert(tx, &row, &new)?;
    // Who answers what was settled has something to say of it still.
    if let Some(root) = new.root_id {
        open_again(tx, &row, root)?;
    }
    told(tx, &row, new.id)
}

fn open_again(tx: &mut Tx<'_>, row: &May<Write, NoteRow>, root: CommentId) -> Result<()> {
    let known = comments::get(tx, row.id, root)?;
    if known.is_some_and(|known| known.resolved.is_some()) {
        comments::settle(tx, row, root, false)?;
        told(tx, row, root)?;
    }
    Ok(())
}

/// Settles a comment, or opens it again.
pub fn settle(tx: &mut Tx<'_>, talk: Talk, note: NoteId, id: CommentId, settled: bool) -> Result<Comment> {
    let (row, place) = held(tx, talk, note)?;
    let row = policy::may_write(&tx.actor(), &place, row)?;
    let known = comments::get(tx, note, id)?.ok_or_else(Error::not_found)?;
    if known.root.is_some() || known.withdrawn_at.is_some() {
        return Err(Error::not_found());
    }
    if known.resolved.is_some() == settled {
        return shown(tx, note, &known);
    }
    comments::settle(tx, &row, id, settled)?;
    told(tx, &row, id)
}

/// Takes a comment back: its author does, who began the note, and who owns the room.
pub fn withdraw(tx: &mut Tx<'_>, talk: Talk, note: NoteId, id: CommentId) -> Result<Comment> {
    let (row, place) = held(tx, talk, note)?;
    let actor = tx.actor();
    let row = policy::may_write(&actor, &place, row)?;
    let known = comments::get(tx, note, id)?.ok_or_else(Error::not_found)?;
    let row = policy::may_silence(&actor, &place, row, known.author)?;
    if known.withdrawn_at.is_some() {
        return shown(tx, note, &known);
    }
    comments::withdraw(tx, &row, id)?;
    told(tx, &row, id)
}

/// A page of what is said beside a page, the oldest first.
pub fn list(
    conn: &mut Conn<'_>,
    talk: Talk,
    note: NoteId,
    after: Option<CommentId>,
    limit: usize,
) -> Result<Vec<Comment>> {
    let (row, place) = found(conn, talk, note)?;
    policy::may_read(&place, row)?;
    let rows = comments::list(conn, note, after, limit)?;
    comments::shown(conn, note, &rows)
}

fn shown(conn: &mut Conn<'_>, note: NoteId, row: &CommentRow) -> Result<Comment> {
    Ok(comments::shown(conn, note, std::slice::from_ref(row))?.remove(0))
}

/// Tells those who have the note open of a comment as it is now.
fn told(tx: &mut Tx<'_>, row: &May<Write, NoteRow>, id: CommentId) -> Result<Comment> {
    let known = comments::get(tx, row.id, id)?.ok_or_else(Error::not_found)?;
    let comment = shown(tx, row.id, &known)?;
    tx.emit(events::commented(&comment));
    Ok(comment)
}
