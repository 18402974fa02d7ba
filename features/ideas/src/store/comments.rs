//! What is said about ideas. On an anonymous board nothing is written beside it that leads to a person, nor when or after which other it came,
//! but for the moment of the last one.

use super::ideas::COMMENTS_DELETE;
use crate::model::{BoardId, CommentId, CommentRow, IdeaId};
use crate::policy::Discuss;
use db::{Conn, Row, ToValue, Tx};
use kernel::{May, Result, Timestamp};

macro_rules! comments {
    ($rest:literal) => {
        concat!("SELECT board_id, idea_id, id, author_id, operator_id, words, written_at FROM idea_comment ", $rest)
    };
}

db::statements! {
    INSERT = "INSERT INTO idea_comment (board_id, idea_id, id, author_id, operator_id, words, written_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    DELETE = "DELETE FROM idea_comment WHERE board_id = $1 AND idea_id = $2 AND id = $3";
    GET = comments!("WHERE board_id = $1 AND idea_id = $2 AND id = $3");
    PAGE = comments!("WHERE board_id = $1 AND (idea_id, id) > ($2, $3) ORDER BY idea_id, id LIMIT $4");
    OF_IDEA = comments!("WHERE board_id = $1 AND idea_id = $2 AND id > $3 ORDER BY id LIMIT $4");
    ALL_OF_IDEA = comments!("WHERE board_id = $1 AND idea_id = $2 ORDER BY id");
    COUNT = "SELECT COUNT(*) FROM idea_comment WHERE board_id = $1 AND idea_id = $2";
    COUNTS = "SELECT idea_id, COUNT(*) FROM idea_comment WHERE board_id = $1 GROUP BY idea_id ORDER BY idea_id";
    COUNTS_BEFORE = "SELECT idea_id, COUNT(*) FROM idea_comment WHERE board_id = $1 AND written_at < $2 GROUP BY idea_id ORDER BY idea_id";
}

fn read(row: &Row) -> CommentRow {
    CommentRow {
        board: row.get(0),
        idea: row.get(1),
        id: row.get(2),
        author: row.get(3),
        operator: row.get(4),
        words: row.get(5),
        written_at: row.get(6),
    }
}

/// Adds a comment.
pub fn insert(tx: &mut Tx<'_>, comment: &May<Discuss, CommentRow>) -> Result<()> {
    put(tx, comment)
}

fn put(tx: &mut Tx<'_>, comment: &CommentRow) -> Result<()> {
    let CommentRow { board, idea, id, author, operator, words, written_at } = comment;
    tx.run(&INSERT, &[board, idea, id, author, operator, words, written_at])
}

/// Adds a comment to those of an idea of an anonymous board, and writes all of them anew in the order of their ids, which are chance: a table
/// lies as it was written, and PostgreSQL keeps with each row the transaction that wrote it.
pub fn insert_among(tx: &mut Tx<'_>, comment: &May<Discuss, CommentRow>) -> Result<()> {
    let at: [&dyn ToValue; 2] = [&comment.board, &comment.idea];
    let mut rows: Vec<CommentRow> = tx.rows(&ALL_OF_IDEA, &at)?.iter().map(read).collect();
    tx.run(&COMMENTS_DELETE, &at)?;
    rows.push((**comment).clone());
    rows.sort_by_key(|row| row.id);
    rows.iter().try_for_each(|row| put(tx, row))
}

/// Takes a comment away.
pub fn delete(tx: &mut Tx<'_>, comment: &May<Discuss, CommentRow>) -> Result<()> {
    tx.run(&DELETE, &[&comment.board, &comment.idea, &comment.id])
}

/// One comment on an idea.
pub fn get(conn: &mut Conn<'_>, (board, idea, id): (BoardId, IdeaId, CommentId)) -> Result<Option<CommentRow>> {
    Ok(conn.row(&GET, &[&board, &idea, &id])?.as_ref().map(read))
}

/// Comments of a board by idea and id, after one: on all ideas, or on one.
pub fn page(
    conn: &mut Conn<'_>,
    (board, idea): (BoardId, Option<IdeaId>),
    after: Option<(IdeaId, CommentId)>,
    limit: usize,
) -> Result<Vec<CommentRow>> {
    let (after_idea, after) = after.unwrap_or((IdeaId::from_raw(i64::MIN), CommentId::from_raw(i64::MIN)));
    let rows = match idea {
        Some(idea) => conn.rows(&OF_IDEA, &[&board, &idea, &after, &limit])?,
        None => conn.rows(&PAGE, &[&board, &after_idea, &after, &limit])?,
    };
    Ok(rows.iter().map(read).collect())
}

/// How many there are on an idea.
pub fn count(conn: &mut Conn<'_>, board: BoardId, idea: IdeaId) -> Result<i64> {
    Ok(conn.one(&COUNT, &[&board, &idea])?.get(0))
}

/// How many there are on each idea of a board that has any; before a moment, of which those without one are not.
pub fn counts(conn: &mut Conn<'_>, board: BoardId, before: Option<Timestamp>) -> Result<Vec<(IdeaId, i64)>> {
    let rows = match before {
        Some(before) => conn.rows(&COUNTS_BEFORE, &[&board, &before])?,
        None => conn.rows(&COUNTS, &[&board])?,
    };
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}
