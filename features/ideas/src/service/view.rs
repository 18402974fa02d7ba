//! From rows to what the API shows, to each what is for them.

use crate::model::{Board, BoardId, BoardRow, Count, Counted, Facts, Idea, IdeaId, IdeaRow, News, Part};
use crate::policy;
use crate::store::{boards, comments, ideas, votes};
use db::{Conn, Tx};
use kernel::{Error, Result, Tick, Timestamp};
use rooms::model::{InspectionId, Place, RoomId, Standing};
use rooms::service::Rooms;
use std::collections::HashMap;
use web::{Cursor, Page};

/// What is asked of a list.
#[derive(Debug, Clone)]
pub struct Paging {
    /// How many at most.
    pub limit: usize,
    /// After what.
    pub after: Option<Cursor>,
}

/// What everybody in the room may know of a board; `at` for whoever changes it.
pub(super) fn facts(conn: &mut Conn<'_>, row: BoardRow, at: Option<Tick>) -> Result<Facts> {
    let groups = boards::groups(conn, row.id)?;
    let now = conn.now();
    let at = match at {
        Some(at) => at,
        None => conn.position()?.tick,
    };
    let ideas_closed_at = match row.anonymous {
        true => row.ideas_closed_at,
        false => row.closed(Part::Ideas, now),
    };
    Ok(Facts {
        id: row.id,
        room_id: row.room,
        message_id: row.message(),
        asker_id: row.asker,
        anonymous: row.anonymous,
        shows: row.shows,
        votes_each: row.votes_each,
        ideas_until: row.ideas_until,
        ideas_closed_at,
        votes_until: row.votes_until,
        votes_closed_at: row.closed(Part::Votes, now),
        groups,
        created_at: row.created_at,
        at,
        theme: row.theme,
        explanation: row.explanation,
    })
}

/// How many ideas there are, as far as that is told: of an anonymous board each more would be of whoever is seen writing.
fn idea_count(conn: &mut Conn<'_>, row: &BoardRow) -> Result<Option<i64>> {
    match row.anonymous && !row.tells_all(conn.now()) {
        true => Ok(None),
        false => ideas::count(conn, row.id).map(Some),
    }
}

/// Whether the actor sees the ideas of others.
pub(super) fn sees(conn: &mut Conn<'_>, row: &BoardRow) -> Result<bool> {
    let (person, now) = (conn.actor().person, conn.now());
    let has_written = !row.tells_all(now) && !row.anonymous && ideas::has_written(conn, row.id, person)?;
    Ok(policy::tells(person, row, has_written, now))
}

/// A board as the actor sees it.
///
/// Errors: `not_found` for whoever may not read its message, or when that was taken back.
pub fn get(conn: &mut Conn<'_>, rooms: &dyn Rooms, id: BoardId) -> Result<Board> {
    let row = boards::get(conn, id)?.ok_or_else(Error::not_found)?;
    seen(conn, rooms, row, None)
}

/// [`get`] for a board that was read already.
pub(super) fn seen(conn: &mut Conn<'_>, rooms: &dyn Rooms, row: BoardRow, at: Option<Tick>) -> Result<Board> {
    let Standing { place, .. } = rooms.card(conn, row.message())?;
    let sees = sees(conn, &row)?;
    shown(conn, row, &place, (sees, at))
}

fn shown(conn: &mut Conn<'_>, row: BoardRow, place: &Place, (sees, at): (bool, Option<Tick>)) -> Result<Board> {
    let (person, now) = (conn.actor().person, conn.now());
    let votes = match sees {
        true => Some(votes::counts(conn, row.id)?.iter().map(|count| count.votes).sum()),
        false => None,
    };
    Ok(Board {
        ideas: idea_count(conn, &row)?,
        votes,
        my_votes: votes::of_person(conn, row.id, person)?,
        sees,
        may_write: place.may_write && policy::takes_ideas(place, &row, now),
        may_vote: place.may_write && sees && policy::takes_votes(&row, now),
        may_comment: place.may_write && sees && policy::takes_comments(place, &row),
        may_sort: policy::sorts(person, place, &row),
        facts: facts(conn, row, at)?,
    })
}

/// The boards of a room that the actor may read, the newest first; those whose message was taken back are gone.
pub fn of_room(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId, paging: &Paging) -> Result<Page<Board>> {
    rooms.place(conn, room)?;
    let before: Option<BoardId> = paging.after.as_ref().map(Cursor::read).transpose()?;
    let rows = boards::of_room(conn, room, before, paging.limit + 1)?;
    let Page { items, next } = Page::cut(rows, paging.limit, |row| row.id);
    let items = items.into_iter().map(|row| seen(conn, rooms, row, None)).collect::<Result<_>>()?;
    Ok(Page { items, next })
}

/// The ideas of a board: all of them, or one's own while others' are not shown. Their order says nothing.
pub fn list(conn: &mut Conn<'_>, rooms: &dyn Rooms, id: BoardId, paging: &Paging) -> Result<Page<Counted>> {
    let row = boards::get(conn, id)?.ok_or_else(Error::not_found)?;
    rooms.card(conn, row.message())?;
    let all = sees(conn, &row)?;
    listed(conn, &row, (all, None), paging)
}

/// All ideas or one's own, with how much was said about each before a moment.
fn listed(
    conn: &mut Conn<'_>,
    row: &BoardRow,
    (all, before): (bool, Option<Timestamp>),
    paging: &Paging,
) -> Result<Page<Counted>> {
    let person = conn.actor().person;
    let after: Option<IdeaId> = paging.after.as_ref().map(Cursor::read).transpose()?;
    let at = conn.position()?.tick;
    let rows = ideas::page(conn, row.id, (!all).then_some(person), (after, paging.limit + 1))?;
    let Page { items, next } = Page::cut(rows, paging.limit, |idea| idea.id);
    let counts: HashMap<IdeaId, i64> = match all {
        true => votes::counts(conn, row.id)?.into_iter().map(|count| (count.id, count.votes)).collect(),
        false => HashMap::new(),
    };
    let said: HashMap<IdeaId, i64> = match all {
        true => comments::counts(conn, row.id, before)?.into_iter().collect(),
        false => HashMap::new(),
    };
    let counted = |idea: IdeaRow| {
        let votes = counts.get(&idea.id).copied().unwrap_or_default();
        let comments = said.get(&idea.id).copied().unwrap_or_default();
        Counted { idea: Idea { at, ..Idea::from(idea) }, votes, comments }
    };
    Ok(Page { items: items.into_iter().map(counted).collect(), next })
}

/// A board with its ideas, by an inspection of its room. Who wrote an anonymous one nobody knows.
pub fn inspected(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    (inspection, id): (InspectionId, BoardId),
    paging: &Paging,
    address: &str,
) -> Result<(Board, Page<Counted>)> {
    let row = boards::get(tx, id)?.ok_or_else(Error::not_found)?;
    let standing = rooms.inspected(tx, inspection, row.message(), address)?;
    let before = written_before(tx, &standing);
    let all = !row.anonymous || row.tells_all(tx.now());
    let mut ideas = listed(tx, &row, (all, before), paging)?;
    // Those without a moment were all written before the close.
    let closed = row.ideas_closed_at;
    let is_of_them = |one: &Counted, before: Timestamp| one.idea.written_at.or(closed).is_some_and(|at| at < before);
    ideas.items.retain(|one| before.is_none_or(|before| is_of_them(one, before)));
    Ok((shown(tx, row, &standing.place, (all, None))?, ideas))
}

/// Before when something has to be written for an inspection to show it: the end of its days, once they are over. What has no moment is then
/// not known to be of them.
pub(super) fn written_before(conn: &Conn<'_>, standing: &Standing) -> Option<Timestamp> {
    standing.before.filter(|before| *before <= conn.now())
}

/// The votes of some ideas.
pub(super) fn counts_of(conn: &mut Conn<'_>, board: BoardId, of: &[IdeaId]) -> Result<Vec<Count>> {
    let known: HashMap<IdeaId, i64> =
        votes::counts(conn, board)?.into_iter().map(|count| (count.id, count.votes)).collect();
    Ok(of.iter().map(|id| Count { id: *id, votes: known.get(id).copied().unwrap_or_default() }).collect())
}

/// How much was written and voted, for the program itself to tell the room.
pub(super) fn told(conn: &mut Conn<'_>, id: BoardId) -> Result<Option<News>> {
    let Some(row) = boards::of_any(conn, id)? else { return Ok(None) };
    let counts = match row.tells_all(conn.now()) {
        true => Some(votes::counts(conn, id)?),
        false => None,
    };
    let ideas = idea_count(conn, &row)?;
    Ok(Some(News { board_id: id, room_id: row.room, ideas, counts, at: conn.position()?.tick }))
}
