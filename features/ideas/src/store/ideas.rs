//! Ideas. Of an anonymous board nothing is written beside them that leads to a person, nor when or after which other they came.

use super::{unword, word};
use crate::model::{BoardId, BoardRow, GroupId, IdeaId, IdeaRow};
use crate::policy::{Sort, Write};
use db::{Conn, Row, Tx};
use kernel::{May, PersonId, Result};

macro_rules! ideas {
    ($rest:literal) => {
        concat!(
            "SELECT id, board_id, author_id, operator_id, author_key, words, group_id, merged_into, verdict, reason, written_at, tick
             FROM idea ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO idea (board_id, id, author_id, operator_id, author_key, words, verdict, reason, written_at, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9)";
    REWORD = "UPDATE idea SET words = $3, tick = $4 WHERE board_id = $1 AND id = $2";
    SORT = "UPDATE idea SET group_id = $3, merged_into = $4, verdict = $5, reason = $6, tick = $7 WHERE board_id = $1 AND id = $2";
    DELETE = "DELETE FROM idea WHERE board_id = $1 AND id = $2";
    VOTES_DELETE = "DELETE FROM idea_vote WHERE board_id = $1 AND idea_id = $2";
    COMMENTS_DELETE = "DELETE FROM idea_comment WHERE board_id = $1 AND idea_id = $2";
    OF_BOARD = ideas!("WHERE board_id = $1 ORDER BY id");
    OF_BOARD_DELETE = "DELETE FROM idea WHERE board_id = $1";
    GET = ideas!("WHERE board_id = $1 AND id = $2");
    OF_KEY = ideas!("WHERE board_id = $1 AND author_key = $2");
    PAGE = ideas!("WHERE board_id = $1 AND id > $2 ORDER BY id LIMIT $3");
    OWN_PAGE = ideas!("WHERE board_id = $1 AND author_id = $2 AND id > $3 ORDER BY id LIMIT $4");
    UNITED = ideas!("WHERE board_id = $1 AND merged_into = $2 ORDER BY id");
    COUNT = "SELECT COUNT(*) FROM idea WHERE board_id = $1";
    IN_GROUP = "SELECT id FROM idea WHERE board_id = $1 AND group_id = $2 LIMIT 1";
    BY_AUTHOR = "SELECT id FROM idea WHERE board_id = $1 AND author_id = $2 LIMIT 1";
}

fn read(row: &Row) -> IdeaRow {
    IdeaRow {
        id: row.get(0),
        board: row.get(1),
        author: row.get(2),
        operator: row.get(3),
        key: row.get(4),
        words: row.get(5),
        group: row.get(6),
        merged_into: row.get(7),
        verdict: unword(row.get(8)),
        reason: row.get(9),
        written_at: row.get(10),
        tick: row.get(11),
    }
}

/// Adds an idea.
pub fn insert(tx: &mut Tx<'_>, idea: &May<Write, IdeaRow>) -> Result<()> {
    put(tx, idea)
}

fn put(tx: &mut Tx<'_>, idea: &IdeaRow) -> Result<()> {
    tx.run(
        &INSERT,
        &[
            &idea.board,
            &idea.id,
            &idea.author,
            &idea.operator,
            &idea.key,
            &idea.words,
            &word(idea.verdict),
            &idea.written_at,
            &idea.tick,
        ],
    )
}

/// Saves other words.
pub fn reword(tx: &mut Tx<'_>, idea: &May<Write, IdeaRow>) -> Result<()> {
    tx.run(&REWORD, &[&idea.board, &idea.id, &idea.words, &idea.tick])
}

/// Saves where an idea lies, and what became of it.
pub fn sort(tx: &mut Tx<'_>, idea: &May<Sort, IdeaRow>) -> Result<()> {
    tx.run(
        &SORT,
        &[&idea.board, &idea.id, &idea.group, &idea.merged_into, &word(idea.verdict), &idea.reason, &idea.tick],
    )
}

/// Takes an idea away, with its votes and what was said about it.
pub fn delete(tx: &mut Tx<'_>, idea: &May<Write, IdeaRow>) -> Result<()> {
    for rows in [&COMMENTS_DELETE, &VOTES_DELETE, &DELETE] {
        tx.run(rows, &[&idea.board, &idea.id])?;
    }
    Ok(())
}

/// Takes all ideas of an anonymous board away and puts them in anew, in one transaction: by new ids of chance and in their order, as the id that
/// an author's device has asked for stands in logs of the network, and a table lies as it was written. By what their authors were known is gone;
/// of fewer than so many nothing is left. Nothing points to an idea before the close: nobody votes for it or says something about it.
pub fn seal(tx: &mut Tx<'_>, board: &May<Sort, BoardRow>, fewest: usize) -> Result<()> {
    let tick = tx.tick()?;
    let mut rows: Vec<IdeaRow> = tx.rows(&OF_BOARD, &[&board.id])?.iter().map(read).collect();
    tx.run(&OF_BOARD_DELETE, &[&board.id])?;
    if rows.len() < fewest {
        return Ok(());
    }
    for row in &mut rows {
        (row.id, row.key, row.tick) = (chance(tx), None, tick);
    }
    rows.sort_by_key(|row| row.id);
    rows.iter().try_for_each(|row| put(tx, row))
}

/// An id without the moment in which it was drawn.
pub fn chance(tx: &Tx<'_>) -> IdeaId {
    IdeaId::from_raw(tx.entropy().u64().cast_signed() & i64::MAX)
}

/// One idea of a board.
pub fn get(conn: &mut Conn<'_>, board: BoardId, id: IdeaId) -> Result<Option<IdeaRow>> {
    Ok(conn.row(&GET, &[&board, &id])?.as_ref().map(read))
}

/// The idea that was written with a key.
pub fn of_key(conn: &mut Conn<'_>, board: BoardId, key: &str) -> Result<Option<IdeaRow>> {
    Ok(conn.row(&OF_KEY, &[&board, &key])?.as_ref().map(read))
}

/// Ideas by id, after one: all of them, or somebody's.
pub fn page(
    conn: &mut Conn<'_>,
    board: BoardId,
    of: Option<PersonId>,
    (after, limit): (Option<IdeaId>, usize),
) -> Result<Vec<IdeaRow>> {
    let after = after.unwrap_or(IdeaId::from_raw(i64::MIN));
    let rows = match of {
        None => conn.rows(&PAGE, &[&board, &after, &limit])?,
        Some(person) => conn.rows(&OWN_PAGE, &[&board, &person, &after, &limit])?,
    };
    Ok(rows.iter().map(read).collect())
}

/// Those that were united with one.
pub fn united(conn: &mut Conn<'_>, board: BoardId, with: IdeaId) -> Result<Vec<IdeaRow>> {
    Ok(conn.rows(&UNITED, &[&board, &with])?.iter().map(read).collect())
}

/// How many there are.
pub fn count(conn: &mut Conn<'_>, board: BoardId) -> Result<i64> {
    Ok(conn.one(&COUNT, &[&board])?.get(0))
}

/// Whether any lies in a group.
pub fn any_in(conn: &mut Conn<'_>, board: BoardId, group: GroupId) -> Result<bool> {
    Ok(conn.row(&IN_GROUP, &[&board, &group])?.is_some())
}

/// Whether somebody has written any.
pub fn has_written(conn: &mut Conn<'_>, board: BoardId, person: PersonId) -> Result<bool> {
    Ok(conn.row(&BY_AUTHOR, &[&board, &person])?.is_some())
}
