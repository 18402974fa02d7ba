//! Boards and their groups.

use super::{unword, word};
use crate::model::{BoardId, BoardRow, Group, GroupId};
use crate::policy::Sort;
use db::{Conn, Row, Tx};
use kernel::{May, Result};
use rooms::model::RoomId;

macro_rules! boards {
    ($rest:literal) => {
        concat!(
            "SELECT id, room_id, asker_id, theme, explanation, anonymous, shows, votes_each, ideas_until, ideas_closed_at, votes_until,
                votes_closed_at, created_at, tick FROM idea_board ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO idea_board (id, org_id, room_id, asker_id, theme, explanation, anonymous, shows, votes_each, ideas_until,
            votes_until, created_at, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    UPDATE = "UPDATE idea_board SET ideas_until = $3, ideas_closed_at = $4, votes_until = $5, votes_closed_at = $6, tick = $7
        WHERE id = $1 AND org_id = $2";
    VOTES_DELETE = "DELETE FROM idea_vote WHERE board_id = $1";
    COMMENTS_DELETE = "DELETE FROM idea_comment WHERE board_id = $1";
    IDEAS_DELETE = "DELETE FROM idea WHERE board_id = $1";
    GROUPS_DELETE = "DELETE FROM idea_group WHERE board_id = $1";
    DELETE = "DELETE FROM idea_board WHERE id = $1 AND org_id = $2";
    GET = boards!("WHERE id = $2 AND org_id = $1");
    // For the program itself, which tells those of a room, whatever organisation that is of.
    OF_ANY = boards!("WHERE id = $1");
    OF_ROOM = boards!("WHERE room_id = $1 AND org_id + 0 = $2 AND id < $3 ORDER BY id DESC LIMIT $4");
    GROUPS = "SELECT id, name FROM idea_group WHERE board_id = $1 ORDER BY id";
    GROUP_PUT = "INSERT INTO idea_group (board_id, id, name) VALUES ($1, $2, $3)
        ON CONFLICT (board_id, id) DO UPDATE SET name = excluded.name";
    GROUP_DELETE = "DELETE FROM idea_group WHERE board_id = $1 AND id = $2";
}

fn read(row: &Row) -> BoardRow {
    BoardRow {
        id: row.get(0),
        room: row.get(1),
        asker: row.get(2),
        theme: row.get(3),
        explanation: row.get(4),
        anonymous: row.get(5),
        shows: unword(row.get(6)),
        votes_each: row.get(7),
        ideas_until: row.get(8),
        ideas_closed_at: row.get(9),
        votes_until: row.get(10),
        votes_closed_at: row.get(11),
        created_at: row.get(12),
        tick: row.get(13),
    }
}

/// Adds a board.
pub fn insert(tx: &mut Tx<'_>, board: &BoardRow) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &INSERT,
        &[
            &board.id,
            &org,
            &board.room,
            &board.asker,
            &board.theme,
            &board.explanation,
            &board.anonymous,
            &word(board.shows),
            &board.votes_each,
            &board.ideas_until,
            &board.votes_until,
            &board.created_at,
            &tick,
        ],
    )
}

/// Saves until when ideas and votes are taken; what is asked stays.
pub fn update(tx: &mut Tx<'_>, board: &May<Sort, BoardRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &UPDATE,
        &[
            &board.id,
            &org,
            &board.ideas_until,
            &board.ideas_closed_at,
            &board.votes_until,
            &board.votes_closed_at,
            &tick,
        ],
    )
}

/// Takes a board away, with everything on it.
pub fn delete(tx: &mut Tx<'_>, board: &May<Sort, BoardRow>) -> Result<()> {
    let org = tx.actor().org;
    for rows in [&COMMENTS_DELETE, &VOTES_DELETE, &IDEAS_DELETE, &GROUPS_DELETE] {
        tx.run(rows, &[&board.id])?;
    }
    tx.run(&DELETE, &[&board.id, &org])
}

/// The board with an id, of the actor's organisation: the use case asks the talk whether the actor may see it.
pub fn get(conn: &mut Conn<'_>, id: BoardId) -> Result<Option<BoardRow>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&org, &id])?.as_ref().map(read))
}

/// The board with an id, of whatever organisation.
pub fn of_any(conn: &mut Conn<'_>, id: BoardId) -> Result<Option<BoardRow>> {
    Ok(conn.row(&OF_ANY, &[&id])?.as_ref().map(read))
}

/// The boards of a room, the newest first, before one.
pub fn of_room(conn: &mut Conn<'_>, room: RoomId, before: Option<BoardId>, limit: usize) -> Result<Vec<BoardRow>> {
    let org = conn.actor().org;
    let before = before.unwrap_or(BoardId::from_raw(i64::MAX));
    Ok(conn.rows(&OF_ROOM, &[&room, &org, &before, &limit])?.iter().map(read).collect())
}

/// The groups of a board, as they were made one after another.
pub fn groups(conn: &mut Conn<'_>, board: BoardId) -> Result<Vec<Group>> {
    Ok(conn.rows(&GROUPS, &[&board])?.iter().map(|row| Group { id: row.get(0), name: row.get(1) }).collect())
}

/// Makes a group, or gives it another name.
pub fn put_group(tx: &mut Tx<'_>, board: &May<Sort, BoardRow>, group: &Group) -> Result<()> {
    tx.run(&GROUP_PUT, &[&board.id, &group.id, &group.name])
}

/// Takes a group away.
pub fn delete_group(tx: &mut Tx<'_>, board: &May<Sort, BoardRow>, group: GroupId) -> Result<()> {
    tx.run(&GROUP_DELETE, &[&board.id, &group])
}
