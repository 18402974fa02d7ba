//! What is said about ideas, by whoever sees them.

use super::pace::PACE;
use super::view::{self, Paging};
use super::writing::{held_whole, written_by};
use crate::events;
use crate::model::{
    BoardId, BoardRow, Comment, CommentId, CommentRow, IdeaId, IdeaRefusal, MOST_COMMENTS, author_key, chance_of,
    comment_words,
};
use crate::policy;
use crate::store::{boards, comments, ideas};
use db::{Conn, Tx};
use kernel::{Error, PersonId, Result};
use rooms::model::InspectionId;
use rooms::service::Rooms;
use web::{Cursor, Page};

/// A comment that somebody writes.
#[derive(Debug, Clone)]
pub struct Commenting {
    /// The id that the client proposes; the same one again is the same comment. On an anonymous board it comes of the key.
    pub id: CommentId,
    /// The words.
    pub words: String,
    /// On an anonymous board: chance, of which its id is made, so that sent again it is the same one.
    pub key: Option<String>,
    /// Who was using the shared account when they wrote it.
    pub operator: Option<PersonId>,
}

/// Says something about an idea. The same one again is the same.
///
/// Errors: `not_found` for an idea that is not shown to them, `id_taken`, `ideas.too_few`, `ideas.too_many`, `ideas.comments_full`,
/// `chat.other_operator`, `chat.personal_number`, faults of fields.
pub fn comment(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    (board, idea): (BoardId, IdeaId),
    new: &Commenting,
) -> Result<(Comment, bool)> {
    let (board, place) = held_whole(tx, rooms, board)?;
    if !view::sees(tx, &board)? {
        return Err(Error::not_found());
    }
    let idea = ideas::get(tx, board.id, idea)?.ok_or_else(Error::not_found)?;
    let (actor, named) = (tx.actor(), !board.anonymous);
    let id = if named { new.id } else { chance_of(&author_key(new.key.as_deref())?) };
    if let Some(known) = comments::get(tx, (board.id, idea.id, id))? {
        let theirs = board.anonymous || known.author == Some(actor.person);
        return if theirs { Ok((known.into(), false)) } else { Err(IdeaRefusal::IdTaken.into()) };
    }
    written_by(tx, new.operator)?;
    let comment = CommentRow {
        board: board.id,
        idea: idea.id,
        id,
        author: named.then_some(actor.person),
        operator: actor.operator.filter(|_| named),
        words: comment_words(&new.words)?,
        written_at: named.then_some(tx.now()),
    };
    let comment = policy::may_discuss(&board, &place, comment)?;
    if board.anonymous {
        PACE.step((board.id, actor.person), tx.now())?;
    }
    if comments::count(tx, board.id, idea.id)? >= MOST_COMMENTS {
        return Err(IdeaRefusal::CommentsFull.into());
    }
    rooms.guard(tx, &comment.words)?;
    match board.anonymous {
        true => comments::insert_among(tx, &comment)?,
        false => comments::insert(tx, &comment)?,
    }
    let comment = Comment::from(comment.into_inner());
    tell(tx, &board, idea.id, (comment.id, Some(comment.clone())))?;
    Ok((comment, true))
}

/// Takes a comment back: one's own where names stand, anybody's for who sorts the board. Once it is gone, a second time changes nothing.
///
/// Errors: `ideas.not_the_author`.
pub fn take_back_comment(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    (board, idea, id): (BoardId, IdeaId, CommentId),
) -> Result<()> {
    let (board, place) = held_whole(tx, rooms, board)?;
    if !view::sees(tx, &board)? {
        return Err(Error::not_found());
    }
    let Some(row) = comments::get(tx, (board.id, idea, id))? else { return Ok(()) };
    let actor = tx.actor();
    let comment = policy::may_take_back(&actor, (&board, &place), row)?;
    comments::delete(tx, &comment)?;
    tell(tx, &board, idea, (id, None))
}

/// Tells the room what was said about an idea. While not everybody may see it they learn that there is something to ask for, and of an anonymous
/// board nothing, as that would tell the moment.
fn tell(tx: &mut Tx<'_>, board: &BoardRow, idea: IdeaId, (id, comment): (CommentId, Option<Comment>)) -> Result<()> {
    if board.anonymous {
        return Ok(());
    }
    let event = match board.tells_all(tx.now()) {
        true => {
            let count = comments::count(tx, board.id, idea)?;
            events::commented(board, Some((idea, id)), comment, Some(count))
        }
        false => events::commented(board, None, None, None),
    };
    tx.emit(event);
    Ok(())
}

/// What is said about the ideas of a board, or about one; nothing while they are not shown.
pub fn list_comments(
    conn: &mut Conn<'_>,
    rooms: &dyn Rooms,
    (board, idea): (BoardId, Option<IdeaId>),
    paging: &Paging,
) -> Result<Page<Comment>> {
    let row = boards::get(conn, board)?.ok_or_else(Error::not_found)?;
    rooms.card(conn, row.message())?;
    if !view::sees(conn, &row)? {
        return Ok(Page { items: Vec::new(), next: None });
    }
    page(conn, (board, idea), paging)
}

fn page(conn: &mut Conn<'_>, of: (BoardId, Option<IdeaId>), paging: &Paging) -> Result<Page<Comment>> {
    let after = paging.after.as_ref().map(Cursor::read).transpose()?;
    let rows = comments::page(conn, of, after, paging.limit + 1)?;
    let Page { items, next } = Page::cut(rows, paging.limit, |row| (row.idea, row.id));
    Ok(Page { items: items.into_iter().map(Comment::from).collect(), next })
}

/// What is said about the ideas of a board, by an inspection of its room: in its days, if it is of some. Who said it of an anonymous one nobody
/// knows.
pub fn inspected_comments(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    (inspection, id): (InspectionId, BoardId),
    paging: &Paging,
    address: &str,
) -> Result<Page<Comment>> {
    let row = boards::get(tx, id)?.ok_or_else(Error::not_found)?;
    let standing = rooms.inspected(tx, inspection, row.message(), address)?;
    if row.anonymous && !row.tells_all(tx.now()) {
        return Ok(Page { items: Vec::new(), next: None });
    }
    let before = view::written_before(tx, &standing);
    let mut found = page(tx, (id, None), paging)?;
    found.items.retain(|one| before.is_none_or(|before| one.written_at.is_some_and(|at| at < before)));
    Ok(found)
}
