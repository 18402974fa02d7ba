//! Who may do what with a board that they may see, and what they are told of it. Whether they may see it at all, the talk decides.

use crate::model::{BoardRow, CROWD, CommentRow, IdeaRefusal, IdeaRow, Part, Shows};
use kernel::{Actor, May, PersonId, Result, Timestamp};
use rooms::model::Place;

/// Proof for what changes a board as a whole: its ends, its groups, what becomes of its ideas.
pub struct Sort;
/// Proof for writing an idea, rewording it and taking it back.
pub struct Write;
/// Proof for voting.
pub struct Vote;

/// Proof for saying something about an idea, and for taking that back.
pub struct Discuss;

/// Whether somebody looks after a board in a room where they may write: who asks, and who owns the room.
pub fn sorts(person: PersonId, place: &Place, board: &BoardRow) -> bool {
    place.may_write && (board.asker == person || place.owns)
}

/// Who asks sorts, and who owns the room.
pub fn may_sort(actor: &Actor, place: &Place, board: BoardRow) -> Result<May<Sort, BoardRow>> {
    if sorts(actor.person, place, &board) { Ok(May::granted(board)) } else { Err(IdeaRefusal::NotTheAsker.into()) }
}

/// Whether the ideas of others are for somebody, who has written or has not.
pub fn tells(person: PersonId, board: &BoardRow, has_written: bool, now: Timestamp) -> bool {
    let ahead = person == board.asker || has_written && board.shows == Shows::Written;
    // Nobody watches the ideas of an anonymous board come, who asks least of all.
    board.tells_all(now) || ahead && !board.anonymous
}

/// Whether so many belong to a room that an idea without a name can be anybody's.
pub fn is_crowd(place: &Place) -> bool {
    usize::try_from(place.members).is_ok_and(|members| members >= CROWD)
}

/// Whether ideas are taken in a room as it is now: without names only while there is a crowd, as people leave and are taken out.
pub fn takes_ideas(place: &Place, board: &BoardRow, now: Timestamp) -> bool {
    board.closed(Part::Ideas, now).is_none() && (!board.anonymous || is_crowd(place))
}

/// Whoever may write in the room writes while ideas are taken.
pub fn may_write(board: &BoardRow, idea: IdeaRow, now: Timestamp) -> Result<May<Write, IdeaRow>> {
    match board.closed(Part::Ideas, now) {
        Some(_) => Err(IdeaRefusal::Closed.into()),
        None => Ok(May::granted(idea)),
    }
}

/// Who wrote an idea changes it while ideas are taken: known by their name, or by the key that they have of an anonymous one.
pub fn may_change(
    actor: &Actor,
    board: &BoardRow,
    (idea, key): (IdeaRow, Option<&str>),
    now: Timestamp,
) -> Result<May<Write, IdeaRow>> {
    let is_theirs = match board.anonymous {
        true => idea.key.is_some() && idea.key.as_deref() == key,
        false => idea.author == Some(actor.person),
    };
    if is_theirs { may_write(board, idea, now) } else { Err(IdeaRefusal::NotTheAuthor.into()) }
}

/// Whether votes are taken.
pub fn takes_votes(board: &BoardRow, now: Timestamp) -> bool {
    board.votes_each > 0 && board.closed(Part::Votes, now).is_none()
}

/// Whoever may write in the room votes for what they see, while votes are taken.
pub fn may_vote(board: &BoardRow, idea: IdeaRow, now: Timestamp) -> Result<May<Vote, IdeaRow>> {
    if takes_votes(board, now) { Ok(May::granted(idea)) } else { Err(IdeaRefusal::VotesClosed.into()) }
}

/// Whether something can be said about ideas in a room as it is now: without names only while there is a crowd.
pub fn takes_comments(place: &Place, board: &BoardRow) -> bool {
    !board.anonymous || is_crowd(place)
}

/// Whoever sees ideas and may write in the room says something about them, also when no more are taken; without a name while there is a crowd.
pub fn may_discuss(board: &BoardRow, place: &Place, comment: CommentRow) -> Result<May<Discuss, CommentRow>> {
    if takes_comments(place, board) { Ok(May::granted(comment)) } else { Err(IdeaRefusal::TooFew.into()) }
}

/// Who said something takes it back, and who sorts the board anything: without names nobody else can.
pub fn may_take_back(
    actor: &Actor,
    (board, place): (&BoardRow, &Place),
    comment: CommentRow,
) -> Result<May<Discuss, CommentRow>> {
    match comment.author == Some(actor.person) || sorts(actor.person, place, board) {
        true => Ok(May::granted(comment)),
        false => Err(IdeaRefusal::NotTheAuthor.into()),
    }
}

/// Whoever sorts a board does so with its ideas.
pub fn sorted(_: &May<Sort, BoardRow>, idea: IdeaRow) -> May<Sort, IdeaRow> {
    May::granted(idea)
}

/// The program itself closes what a deadline has closed.
pub fn at_its_deadline(board: BoardRow, part: Part, now: Timestamp) -> Option<May<Sort, BoardRow>> {
    let due = board.written_closed(part).is_none() && board.until(part).is_some_and(|until| until <= now);
    due.then(|| May::granted(board))
}

/// The program itself takes along what stood in a message that was taken back.
pub fn taken_along(board: BoardRow) -> May<Sort, BoardRow> {
    May::granted(board)
}

/// Ideas that were united with one that is taken back stand for themselves again.
pub fn left_behind(_: &May<Write, IdeaRow>, idea: IdeaRow) -> May<Sort, IdeaRow> {
    May::granted(idea)
}
