//! What everybody does: writing ideas, changing them, being for them.

use super::pace::PACE;
use super::view;
use crate::events;
use crate::model::{
    Board, BoardId, BoardRow, Idea, IdeaId, IdeaRefusal, IdeaRow, MOST_IDEAS, MOST_UNNAMED, Part, Verdict, author_key,
    idea_words,
};
use crate::policy::{self, Write};
use crate::store::{boards, ideas, votes};
use db::{Lock, Tx};
use kernel::{Error, May, PersonId, Result};
use rooms::model::Place;
use rooms::service::Rooms;

/// An idea that somebody writes.
#[derive(Debug, Clone)]
pub struct Writing {
    /// The id that the client proposes; the same one again is the same idea. An anonymous one gets an id of chance, and is known by its key.
    pub id: IdeaId,
    /// The words.
    pub words: String,
    /// By what its author is known where nobody knows their name.
    pub key: Option<String>,
    /// Who was using the shared account when they wrote it.
    pub operator: Option<PersonId>,
}

/// A board held for something of the actor's own, which others do at the same moment.
pub(super) fn held_with_others(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: BoardId) -> Result<(BoardRow, Place)> {
    held_by(tx, rooms, id, Lock::Inside)
}

/// The same with the room held whole: for what is counted and told, and for what belongs to an idea that its author may be taking back.
pub(super) fn held_whole(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: BoardId) -> Result<(BoardRow, Place)> {
    held_by(tx, rooms, id, Lock::Group)
}

fn held_by(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: BoardId, room: fn(i64) -> Lock) -> Result<(BoardRow, Place)> {
    let at = boards::get(tx, id)?.ok_or_else(Error::not_found)?;
    let person = tx.actor().person;
    tx.lock_both(room(at.room.raw()), Lock::Person(person))?;
    let row = boards::get(tx, id)?.ok_or_else(Error::not_found)?;
    rooms.card(tx, row.message())?;
    let place = rooms.writable(tx, row.room)?;
    Ok((row, place))
}

/// Whether whoever uses a shared account now is who wrote it, as far as the client says.
pub(super) fn written_by(tx: &Tx<'_>, operator: Option<PersonId>) -> Result<()> {
    match operator.is_some() && operator != tx.actor().operator {
        true => Err(IdeaRefusal::OtherOperator.into()),
        false => Ok(()),
    }
}

/// Tells the room of an idea. While not everybody may see it they learn that there is something to ask for, and of an anonymous board nothing.
fn tell(tx: &mut Tx<'_>, board: &BoardRow, idea: &IdeaRow) {
    if board.anonymous {
        return;
    }
    let shown = board.tells_all(tx.now()).then(|| vec![Idea::from(idea.clone())]);
    tx.emit(events::changed(board, shown, Vec::new()));
}

/// Writes an idea. The same one again is the same.
///
/// Errors: `id_taken`, `ideas.closed`, `ideas.too_few`, `ideas.too_many`, `ideas.full`, `chat.other_operator`,
/// `chat.personal_number`, faults of fields.
pub fn write(tx: &mut Tx<'_>, rooms: &dyn Rooms, board: BoardId, new: &Writing) -> Result<Idea> {
    let (board, place) = held_with_others(tx, rooms, board)?;
    let actor = tx.actor();
    let key = if board.anonymous { Some(author_key(new.key.as_deref())?) } else { None };
    let known = match &key {
        Some(key) => ideas::of_key(tx, board.id, key)?,
        None => ideas::get(tx, board.id, new.id)?,
    };
    if let Some(known) = known {
        let theirs = board.anonymous || known.author == Some(actor.person);
        return if theirs { Ok(known.into()) } else { Err(IdeaRefusal::IdTaken.into()) };
    }
    written_by(tx, new.operator)?;
    let words = idea_words(&new.words)?;
    let named = !board.anonymous;
    let idea = IdeaRow {
        // An id has the moment in which it was drawn: here it is chance alone.
        id: if named { new.id } else { ideas::chance(tx) },
        board: board.id,
        author: named.then_some(actor.person),
        operator: actor.operator.filter(|_| named),
        key,
        words,
        group: None,
        merged_into: None,
        verdict: Verdict::Open,
        reason: String::new(),
        written_at: named.then_some(tx.now()),
        tick: if named { tx.tick()? } else { board.tick },
    };
    let idea = policy::may_write(&board, idea, tx.now())?;
    if board.anonymous && !policy::is_crowd(&place) {
        return Err(IdeaRefusal::TooFew.into());
    }
    if board.anonymous {
        PACE.step((board.id, actor.person), tx.now())?;
    }
    if ideas::count(tx, board.id)? >= if named { MOST_IDEAS } else { MOST_UNNAMED } {
        return Err(IdeaRefusal::Full.into());
    }
    rooms.guard(tx, &idea.words)?;
    ideas::insert(tx, &idea)?;
    tell(tx, &board, &idea);
    Ok(idea.into_inner().into())
}

/// An idea that the actor may change, with its board.
fn own(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    (board, id): (BoardId, IdeaId),
    key: Option<&str>,
) -> Result<(BoardRow, May<Write, IdeaRow>)> {
    let (board, _) = held_with_others(tx, rooms, board)?;
    let (actor, now) = (tx.actor(), tx.now());
    // By its close each idea of it got another id: that there is none of this one any more would read as taken back.
    if board.anonymous && board.closed(Part::Ideas, now).is_some() {
        return Err(IdeaRefusal::Closed.into());
    }
    let row = ideas::get(tx, board.id, id)?.ok_or_else(Error::not_found)?;
    // Nobody learns of an idea that is not shown to them by trying to change it.
    let theirs = row.author == Some(actor.person) || row.key.is_some() && row.key.as_deref() == key;
    if !theirs && !view::sees(tx, &board)? {
        return Err(Error::not_found());
    }
    let idea = policy::may_change(&actor, &board, (row, key), now)?;
    Ok((board, idea))
}

/// Puts other words in the place of an idea of one's own.
///
/// Errors: `ideas.not_the_author`, `ideas.closed`, `chat.personal_number`, faults of fields.
pub fn reword(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    at: (BoardId, IdeaId),
    (words, key, operator): (&str, Option<&str>, Option<PersonId>),
) -> Result<Idea> {
    let words = idea_words(words)?;
    let (board, mut idea) = own(tx, rooms, at, key)?;
    if idea.words == words {
        return Ok(idea.into_inner().into());
    }
    written_by(tx, operator)?;
    rooms.guard(tx, &words)?;
    idea.words = words;
    if !board.anonymous {
        idea.tick = tx.tick()?;
    }
    ideas::reword(tx, &idea)?;
    tell(tx, &board, &idea);
    Ok(idea.into_inner().into())
}

/// Takes an idea of one's own back. Those that were united with it stand for themselves again. Once it is gone, a second time changes nothing.
///
/// Errors: `ideas.not_the_author`, `ideas.closed`.
pub fn take_back(tx: &mut Tx<'_>, rooms: &dyn Rooms, at: (BoardId, IdeaId), key: Option<&str>) -> Result<Board> {
    let found = match own(tx, rooms, at, key) {
        Ok(found) => Some(found),
        Err(error) if error.kind() == kernel::Kind::NotFound => None,
        Err(error) => return Err(error),
    };
    let Some((board, idea)) = found else { return view::get(tx, rooms, at.0) };
    let mut left = Vec::new();
    for row in ideas::united(tx, board.id, idea.id)? {
        let mut row = policy::left_behind(&idea, row);
        (row.merged_into, row.tick) = (None, tx.tick()?);
        ideas::sort(tx, &row)?;
        left.push(row.into_inner());
    }
    ideas::delete(tx, &idea)?;
    if !board.anonymous {
        tx.emit(events::gone(&board, Some(idea.id)));
    }
    if !left.is_empty() {
        let ids: Vec<IdeaId> = left.iter().map(|row| row.id).collect();
        let counts = view::counts_of(tx, board.id, &ids)?;
        let shown = board.tells_all(tx.now());
        let (rows, counts) =
            if shown { (Some(left.into_iter().map(Idea::from).collect()), counts) } else { (None, Vec::new()) };
        tx.emit(events::changed(&board, rows, counts));
    }
    view::seen(tx, rooms, board, None)
}

/// Is for an idea, or is not any more. Of ideas that were united the first stands for all.
///
/// Errors: `ideas.votes_closed`, `ideas.no_votes_left`.
pub fn vote(tx: &mut Tx<'_>, rooms: &dyn Rooms, (board, id): (BoardId, IdeaId), is_for: bool) -> Result<Board> {
    let (board, _) = held_with_others(tx, rooms, board)?;
    if !view::sees(tx, &board)? {
        return Err(Error::not_found());
    }
    let mut row = ideas::get(tx, board.id, id)?.ok_or_else(Error::not_found)?;
    if let Some(head) = row.merged_into {
        row = ideas::get(tx, board.id, head)?.ok_or_else(Error::not_found)?;
    }
    let person = tx.actor().person;
    let before = votes::of_person(tx, board.id, person)?;
    if before.contains(&row.id) == is_for {
        return view::seen(tx, rooms, board, None);
    }
    let idea = policy::may_vote(&board, row, tx.now())?;
    match is_for {
        true if i64::try_from(before.len()).is_ok_and(|given| given >= board.votes_each) => {
            return Err(IdeaRefusal::NoVotesLeft.into());
        }
        true => votes::put(tx, &idea)?,
        false => votes::delete(tx, &idea)?,
    }
    let now = votes::of_person(tx, board.id, person)?;
    tx.emit(events::voted(person, &board, now));
    let tick = tx.tick()?;
    view::seen(tx, rooms, board, Some(tick))
}
