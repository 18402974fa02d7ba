//! Who is for which idea. The votes of ideas that were united count together, each person once; parted again, each has its own.

use crate::model::{BoardId, Count, IdeaId, IdeaRow};
use crate::policy::Vote;
use db::{Conn, Tx};
use kernel::{May, PersonId, Result};

db::statements! {
    PUT = "INSERT INTO idea_vote (board_id, person_id, idea_id) VALUES ($1, $2, $3) ON CONFLICT (board_id, person_id, idea_id) DO NOTHING";
    DELETE = "DELETE FROM idea_vote WHERE board_id = $1 AND person_id = $2
        AND idea_id IN (SELECT i.id FROM idea i WHERE i.board_id = $1 AND (i.id = $3 OR i.merged_into = $3))";
    COUNTS = "SELECT COALESCE(i.merged_into, i.id), COUNT(DISTINCT v.person_id) FROM idea_vote v
        JOIN idea i ON i.board_id = v.board_id AND i.id = v.idea_id
        WHERE v.board_id = $1 GROUP BY COALESCE(i.merged_into, i.id) ORDER BY 1";
    OF_PERSON = "SELECT DISTINCT COALESCE(i.merged_into, i.id) FROM idea_vote v
        JOIN idea i ON i.board_id = v.board_id AND i.id = v.idea_id
        WHERE v.board_id = $1 AND v.person_id = $2 ORDER BY 1";
}

/// The actor is for an idea.
pub fn put(tx: &mut Tx<'_>, idea: &May<Vote, IdeaRow>) -> Result<()> {
    let person = tx.actor().person;
    tx.run(&PUT, &[&idea.board, &person, &idea.id])
}

/// The actor is not for an idea any more, nor for those that were united with it.
pub fn delete(tx: &mut Tx<'_>, idea: &May<Vote, IdeaRow>) -> Result<()> {
    let person = tx.actor().person;
    tx.run(&DELETE, &[&idea.board, &person, &idea.id])
}

/// How many are for each idea that anybody is for.
pub fn counts(conn: &mut Conn<'_>, board: BoardId) -> Result<Vec<Count>> {
    Ok(conn.rows(&COUNTS, &[&board])?.iter().map(|row| Count { id: row.get(0), votes: row.get(1) }).collect())
}

/// What somebody is for.
pub fn of_person(conn: &mut Conn<'_>, board: BoardId, person: PersonId) -> Result<Vec<IdeaId>> {
    Ok(conn.rows(&OF_PERSON, &[&board, &person])?.iter().map(|row| row.get(0)).collect())
}
