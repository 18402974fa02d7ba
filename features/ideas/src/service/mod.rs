//! The use cases of idea boards. Each takes its locks first: who changes a board holds its room, who writes or votes shares it with all others
//! who do.

mod comments;
mod pace;
mod sorting;
pub mod telling;
mod view;
mod writing;

pub use comments::{Commenting, comment, inspected_comments, list_comments, take_back_comment};
pub use sorting::{judge, move_to, name_group, remove_group, unite};
pub use view::{Paging, get, inspected, list, of_room};
pub use writing::{Writing, reword, take_back, vote, write};

use crate::events;
use crate::jobs::CloseBoard;
use crate::model::{Asking, Board, BoardId, BoardRow, CARD, CROWD, IdeaRefusal, Part};
use crate::policy::{self, Sort};
use crate::store::{boards, ideas};
use audit::{Record, Subject};
use db::{Conn, Db, Lock, Tx};
use directory::model::PostId;
use kernel::{Actor, Error, May, PersonId, Result, Timestamp};
use rooms::model::{Card, CardId, MessageId, Place, Posting, RoomId};
use rooms::service::Rooms;
use serde_json::json;

/// A board that somebody puts into a room.
#[derive(Debug, Clone)]
pub struct Putting {
    /// The id that the client proposes, also of the message; the same id again is the same board.
    pub id: BoardId,
    /// What ideas are gathered for, and how.
    pub asking: Asking,
    /// The first message of the thread that it belongs to.
    pub thread: Option<MessageId>,
    /// Who was using the shared account when they wrote it.
    pub operator: Option<PersonId>,
    /// The post as whose holder they ask.
    pub as_post: Option<PostId>,
}

/// Puts a board into a room, with the message that carries it. Sent again, it is the same one.
///
/// Errors: `id_taken`, faults of fields, those of saying something in the room.
pub fn begin(tx: &mut Tx<'_>, rooms: &dyn Rooms, room: RoomId, putting: &Putting) -> Result<Board> {
    if boards::get(tx, putting.id)?.is_some() {
        return begun_already(tx, rooms, room, putting.id);
    }
    let asked = putting.asking.checked(tx.now())?;
    let posting = Posting {
        message: putting.id.cast(),
        body: asked.theme.clone(),
        quote: None,
        thread: putting.thread,
        operator: putting.operator,
        as_post: putting.as_post,
        card: Some(Card { kind: CARD.to_owned(), id: putting.id.cast() }),
        passing: None,
        guarded: None,
        answered: None,
    };
    if !rooms.post(tx, room, &posting)? {
        return begun_already(tx, rooms, room, putting.id);
    }
    rooms.guard(tx, &asked.explanation)?;
    if asked.anonymous && !policy::is_crowd(&rooms.place(tx, room)?) {
        return Err(Error::field("anonymous", "too_few"));
    }
    let board = BoardRow {
        id: putting.id,
        room,
        asker: tx.actor().person,
        theme: asked.theme,
        explanation: asked.explanation,
        anonymous: asked.anonymous,
        shows: asked.shows,
        votes_each: asked.votes_each,
        ideas_until: asked.ideas_until,
        ideas_closed_at: None,
        votes_until: asked.votes_until,
        votes_closed_at: None,
        created_at: tx.now(),
        tick: tx.tick()?,
    };
    boards::insert(tx, &board)?;
    for part in [Part::Ideas, Part::Votes] {
        plan(tx, &board, part)?;
    }
    let tick = tx.tick()?;
    view::seen(tx, rooms, board, Some(tick))
}

fn begun_already(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId, id: BoardId) -> Result<Board> {
    let person = conn.actor().person;
    let known = boards::get(conn, id)?.filter(|known| known.asker == person && known.room == room);
    let known = known.ok_or(IdeaRefusal::IdTaken)?;
    view::seen(conn, rooms, known, None)
}

/// A board held whole by somebody who sorts it.
fn held(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: BoardId) -> Result<(May<Sort, BoardRow>, Place)> {
    let at = boards::get(tx, id)?.ok_or_else(Error::not_found)?;
    let actor = tx.actor();
    tx.lock_both(Lock::Group(at.room.raw()), Lock::Person(actor.person))?;
    let row = boards::get(tx, id)?.ok_or_else(Error::not_found)?;
    rooms.card(tx, row.message())?;
    let place = rooms.writable(tx, row.room)?;
    Ok((policy::may_sort(&actor, &place, row)?, place))
}

/// Writes down what somebody did with another one's board.
fn record(tx: &mut Tx<'_>, (board, place): (&BoardRow, &Place), act: &'static str, address: &str) -> Result<()> {
    if board.asker == tx.actor().person {
        return Ok(());
    }
    let subject = Subject::of("idea_board", board.id, board.theme.clone());
    let detail = json!({ "room": place.room, "name": place.name, "asker": board.asker });
    audit::record(tx, &Record { act, subject, detail, address })
}

/// Saves a changed board and tells its room. It is the last word on it, as its room is held: what whoever looks meanwhile is shown is older.
fn saved(tx: &mut Tx<'_>, board: &May<Sort, BoardRow>) -> Result<BoardRow> {
    boards::update(tx, board)?;
    told(tx, board.id)
}

/// Tells the room of a board as it is now.
fn told(tx: &mut Tx<'_>, id: BoardId) -> Result<BoardRow> {
    let row = boards::get(tx, id)?.ok_or_else(Error::not_found)?;
    let tick = tx.tick()?;
    let facts = view::facts(tx, row.clone(), Some(tick))?;
    tx.emit(events::board_changed(facts));
    Ok(row)
}

/// Closes a part as of a moment. Of the ideas of an anonymous board nothing is left then of the order in which they came and of who may prove what,
/// and of a few nothing at all.
fn shut(tx: &mut Tx<'_>, board: &mut May<Sort, BoardRow>, part: Part, at: Timestamp) -> Result<()> {
    let until = board.until(part);
    board.set(part, until, Some(at));
    match board.anonymous && part == Part::Ideas {
        true => ideas::seal(tx, board, CROWD),
        false => Ok(()),
    }
}

/// Ends the taking of ideas, or of votes. A second time changes nothing.
///
/// Errors: `ideas.anonymous`: whoever picked the moment would know who had written by then.
pub fn close(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: BoardId, part: Part, address: &str) -> Result<Board> {
    let (mut board, place) = held(tx, rooms, id)?;
    if board.written_closed(part).is_some() {
        return view::seen(tx, rooms, board.into_inner(), None);
    }
    let now = tx.now();
    if board.closed(part, now).is_none() && board.anonymous && part == Part::Ideas {
        return Err(IdeaRefusal::Anonymous.into());
    }
    let at = board.closed(part, now).unwrap_or(now);
    shut(tx, &mut board, part, at)?;
    let row = saved(tx, &board)?;
    record(tx, (&row, &place), "ideas.closed", address)?;
    let tick = tx.tick()?;
    view::seen(tx, rooms, row, Some(tick))
}

/// Takes ideas or votes until another moment, or without an end; what was closed is open again.
///
/// Errors: `ideas.anonymous`: what came after the others had been shown would be known by the difference, and an earlier end is picked by whoever
/// knows who has written by then; a fault of `until` when it is past.
pub fn set_until(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    id: BoardId,
    (part, until): (Part, Option<Timestamp>),
    address: &str,
) -> Result<Board> {
    let (mut board, place) = held(tx, rooms, id)?;
    let now = tx.now();
    let closed = board.closed(part, now).is_some();
    if !closed && board.until(part) == until {
        return view::seen(tx, rooms, board.into_inner(), None);
    }
    if until.is_some_and(|until| until <= now) {
        return Err(Error::field("until", "past"));
    }
    // Without an end it would never be shown.
    let later = until > board.until(part);
    if board.anonymous && part == Part::Ideas && (closed || !later) {
        return Err(IdeaRefusal::Anonymous.into());
    }
    board.set(part, until, None);
    plan(tx, &board, part)?;
    let row = saved(tx, &board)?;
    record(tx, (&row, &place), "ideas.until_changed", address)?;
    let tick = tx.tick()?;
    view::seen(tx, rooms, row, Some(tick))
}

fn plan(tx: &mut Tx<'_>, board: &BoardRow, part: Part) -> Result<()> {
    match board.until(part) {
        Some(until) => jobs::enqueue(tx, &CloseBoard { id: board.id, part, until }, Some(until)),
        None => Ok(()),
    }
}

/// A message was taken back: what stood in it goes along, with every idea. Its room is locked.
pub fn taken_back(tx: &mut Tx<'_>, id: CardId) -> Result<()> {
    let Some(row) = boards::get(tx, id.cast())? else { return Ok(()) };
    tx.emit(events::gone(&row, None));
    boards::delete(tx, &policy::taken_along(row))
}

/// Writes down that a deadline has passed, and tells the room.
pub fn close_due(db: &Db, actor: Actor, job: &CloseBoard) -> Result<()> {
    let (id, part, due) = (job.id, job.part, job.until);
    db.write_now(actor, move |tx| {
        let Some(at) = boards::get(tx, id)? else { return Ok(()) };
        tx.lock(Lock::Group(at.room.raw()))?;
        let Some(row) = boards::get(tx, id)? else { return Ok(()) };
        // Closed before, or given another deadline, which has a job of its own.
        if row.written_closed(part).is_some() || row.until(part) != Some(due) {
            return Ok(());
        }
        // On this node it is not that late yet: who wrote the job may have another clock, or this one was set back.
        if tx.now() < due {
            return plan(tx, &row, part);
        }
        let Some(mut board) = policy::at_its_deadline(row, part, tx.now()) else { return Ok(()) };
        shut(tx, &mut board, part, due)?;
        saved(tx, &board).map(|_| ())
    })
}
