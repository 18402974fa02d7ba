//! The use cases of questions. Each takes its locks first: who does something with a question holds its room.

mod calling;
mod faq;
mod private;

pub use calling::{hear_private_call, name_responders, private_calls, remind};
pub use faq::{Placing, Rewording, entries, move_entry, remove_entry, write_entry};
pub use private::{
    Asking, Consenting, Proposing, answer_private, ask, claim_private, consent, get_private, let_go_private,
    of_room as private_of_room, propose, take_back,
};

use crate::events;
use crate::model::{
    Course, Desk, Facts, Question, QuestionId, QuestionRefusal, QuestionRow, Reason, ReplyTime, State, holding_from,
    reply_times, twelve_months_before,
};
use crate::policy::{self, Work};
use crate::store::{faq as entry_store, private as private_store, questions};
use db::{Conn, Lock, Tx};
use kernel::{Error, Kind, May, PersonId, Result};
use rooms::model::{MessageId, Place, Posting, RoomId};
use rooms::service::Rooms;
use std::collections::HashMap;
use web::{Cursor, Page};

/// How far questions that wait are counted.
const MOST_COUNTED: usize = 100;
/// Of how many messages it is told at once what they are among questions.
pub(crate) const MOST_MESSAGES: usize = 100;
/// How many questions are told that such messages answer: one that answers more tells of the first.
const MOST_ANSWERED: usize = 400;

/// What is asked of a list.
#[derive(Debug, Clone)]
pub struct Paging {
    /// How many at most.
    pub limit: usize,
    /// After what.
    pub after: Option<Cursor>,
}

/// Holds a room and the actor, whom the talk holds as well where something is said.
fn hold(tx: &mut Tx<'_>, room: RoomId) -> Result<()> {
    let person = tx.actor().person;
    tx.lock_both(Lock::Group(room.raw()), Lock::Person(person))
}

/// A question whose room is held, as it is now, where the actor reads it.
fn held(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: QuestionId) -> Result<(QuestionRow, Place)> {
    let at = questions::get(tx, id)?.ok_or_else(Error::not_found)?;
    hold(tx, at.room)?;
    let row = questions::get(tx, id)?.ok_or_else(Error::not_found)?;
    let place = rooms.spoken(tx, row.message())?.place;
    Ok((row, place))
}

/// Whether whoever uses a shared account now is who wrote it, as far as the client says.
fn written_by(tx: &Tx<'_>, operator: Option<PersonId>) -> Result<()> {
    match operator.is_some() && operator != tx.actor().operator {
        true => Err(QuestionRefusal::OtherOperator.into()),
        false => Ok(()),
    }
}

/// Questions with the words of their messages. What was taken back in this moment has none.
fn worded(conn: &mut Conn<'_>, rooms: &dyn Rooms, (room, facts): (RoomId, Vec<Facts>)) -> Result<Vec<Question>> {
    let messages: Vec<MessageId> =
        facts.iter().flat_map(|one| [Some(one.id.cast()), one.answer_id]).flatten().collect();
    let words: HashMap<MessageId, String> = rooms.words(conn, room, &messages)?.into_iter().collect();
    let of = |message: MessageId| words.get(&message).cloned();
    let with_words = |facts: Facts| Question {
        words: of(facts.id.cast()).unwrap_or_default(),
        answer: facts.answer_id.and_then(of),
        facts,
    };
    Ok(facts.into_iter().map(with_words).collect())
}

fn shown(conn: &mut Conn<'_>, rooms: &dyn Rooms, facts: Facts) -> Result<Question> {
    let room = facts.room_id;
    worded(conn, rooms, (room, vec![facts]))?.pop().ok_or_else(Error::not_found)
}

/// A question as it is, for somebody whose act changed nothing.
fn unchanged(conn: &mut Conn<'_>, rooms: &dyn Rooms, row: QuestionRow) -> Result<Question> {
    let at = conn.position()?.tick;
    shown(conn, rooms, Facts::of(row, at))
}

/// Tells the room of a question that was saved, and gives it.
fn told(tx: &mut Tx<'_>, rooms: &dyn Rooms, row: QuestionRow) -> Result<Question> {
    let tick = tx.tick()?;
    let facts = Facts::of(row, tick);
    tx.emit(events::changed(facts.clone()));
    shown(tx, rooms, facts)
}

fn saved(tx: &mut Tx<'_>, rooms: &dyn Rooms, question: May<Work, QuestionRow>) -> Result<Question> {
    questions::update(tx, &question)?;
    told(tx, rooms, question.into_inner())
}

/// Marks a message as a question. Marked already, it is the same one.
///
/// Errors: `not_found` for a message that one does not read, `questions.not_words`, `questions.not_yours`.
pub fn mark(tx: &mut Tx<'_>, rooms: &dyn Rooms, message: MessageId) -> Result<Question> {
    let room = rooms.spoken(tx, message)?.place.room;
    hold(tx, room)?;
    let spoken = rooms.spoken(tx, message)?;
    let id: QuestionId = message.cast();
    if let Some(known) = questions::get(tx, id)? {
        return unchanged(tx, rooms, known);
    }
    let actor = tx.actor();
    let row = QuestionRow {
        id,
        room,
        thread: spoken.thread,
        asker: spoken.author,
        marker: actor.person,
        asked_at: spoken.said_at,
        answer: None,
        waits_since: tx.now(),
        course: Course::default(),
        tick: tx.tick()?,
    };
    let question = policy::may_mark(&actor, &spoken, row)?;
    questions::insert(tx, &question)?;
    calling::plan(tx, &question)?;
    calling::call(tx, rooms, &question, Reason::Asked)?;
    told(tx, rooms, question.into_inner())
}

/// Lets a message be no question. A second time changes nothing.
///
/// Errors: `questions.not_yours`.
pub fn unmark(tx: &mut Tx<'_>, rooms: &dyn Rooms, message: MessageId, address: &str) -> Result<()> {
    let spoken = rooms.spoken(tx, message)?;
    hold(tx, spoken.place.room)?;
    let Some(row) = questions::get(tx, message.cast())? else { return Ok(()) };
    let actor = tx.actor();
    let question = policy::may_unmark(&actor, &spoken.place, row)?;
    tx.emit(events::gone(&question));
    questions::delete(tx, &question)?;
    let own = [Some(question.asker), Some(question.marker)];
    calling::record_of(tx, (&question, &spoken.place), &own, ("questions.unmarked", address))
}

/// Says that one answers a question: nobody else does meanwhile.
///
/// Errors: `questions.not_answering`, `questions.claimed`, `questions.answered`.
pub fn claim(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: QuestionId) -> Result<Question> {
    let (row, place) = held(tx, rooms, id)?;
    let (actor, now) = (tx.actor(), tx.now());
    if row.course.is_open() && row.course.held_by(now) == Some(actor.person) {
        return unchanged(tx, rooms, row);
    }
    let mut question = policy::may_answer(&actor, &place, row, now)?;
    question.course.claim(actor.person, now);
    calling::plan_after_claim(tx, &question)?;
    saved(tx, rooms, question)
}

/// Lets go of a question. Where nobody holds it, that changes nothing.
///
/// Errors: `questions.claimed` for whoever neither holds it nor owns the room.
pub fn let_go(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: QuestionId, address: &str) -> Result<Question> {
    let (row, place) = held(tx, rooms, id)?;
    if row.course.claimer.is_none() || !row.course.is_open() {
        return unchanged(tx, rooms, row);
    }
    let actor = tx.actor();
    let before = row.clone();
    let mut question = policy::may_let_go(&actor, &place, row)?;
    question.course.let_go();
    let shown = saved(tx, rooms, question)?;
    calling::record_of(tx, (&before, &place), &[before.course.claimer], ("questions.let_go", address))?;
    Ok(shown)
}

/// By what somebody answers a question.
#[derive(Debug, Clone)]
pub struct Answering {
    /// The message that answers it: one that was said already, or is said with these words.
    pub answer: MessageId,
    /// What is said now.
    pub words: Option<String>,
    /// How often something had been done with the question, as they saw it.
    pub step: i64,
    /// Who was using the shared account when they wrote it.
    pub operator: Option<PersonId>,
}

/// Answers a question, by words that are said now as a reply to it, or by a message of the room that answers it. The same again is the same.
///
/// Errors: `questions.not_answering`, `questions.claimed`, `questions.answered`, `stale`, `id_taken`, a fault of `answer_id`, those of saying something
/// in the room.
pub fn answer(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: QuestionId, answering: &Answering) -> Result<Question> {
    written_by(tx, answering.operator)?;
    let (row, place) = held(tx, rooms, id)?;
    if row.answer == Some(answering.answer) {
        return unchanged(tx, rooms, row);
    }
    let (actor, now) = (tx.actor(), tx.now());
    let seen = row.course.step;
    let (message, thread, room) = (row.message(), row.thread, row.room);
    let mut question = policy::may_answer(&actor, &place, row, now)?;
    if seen != answering.step {
        return Err(Error::stale());
    }
    if let Some(words) = &answering.words {
        let posting = Posting {
            message: answering.answer,
            body: words.clone(),
            quote: Some(message),
            thread,
            operator: answering.operator,
            as_post: None,
            card: None,
            passing: None,
            guarded: None,
            answered: None,
        };
        // The room and the actor are held, which is what saying something takes. Said already, it is looked at below.
        rooms.post(tx, room, &posting)?;
    }
    let unknown = || Error::field("answer_id", "unknown");
    let said = match rooms.spoken(tx, answering.answer) {
        Err(error) if error.kind() == Kind::NotFound => return Err(unknown()),
        said => said?,
    };
    if said.place.room != room || said.message == message || said.has_card {
        return Err(unknown());
    }
    question.answer = Some(answering.answer);
    let asked_at = question.asked_at;
    question.course.answer(actor.person, asked_at, now);
    saved(tx, rooms, question)
}

/// Says that a question is not answered after all: it waits again, for anybody.
///
/// Errors: `questions.not_yours`.
pub fn reopen(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: QuestionId) -> Result<Question> {
    let (row, place) = held(tx, rooms, id)?;
    if row.course.is_open() {
        return unchanged(tx, rooms, row);
    }
    let actor = tx.actor();
    let mut question = policy::may_reopen(&actor, &place, row)?;
    wait_again(tx, &mut question)?;
    saved(tx, rooms, question)
}

/// What was answered waits again from now on, for anybody.
fn wait_again(tx: &mut Tx<'_>, question: &mut May<Work, QuestionRow>) -> Result<()> {
    question.answer = None;
    question.waits_since = tx.now();
    question.course.reopen();
    calling::plan(tx, question)
}

/// A message was taken back: it is no question any more, what it answered waits again, and no entry leads to it. Its room is locked.
pub fn message_gone(tx: &mut Tx<'_>, message: MessageId) -> Result<()> {
    if let Some(row) = questions::of_message(tx, message)? {
        tx.emit(events::gone(&row));
        questions::delete(tx, &policy::taken_along(row))?;
    }
    for row in questions::answered_by(tx, message)? {
        let mut question = policy::followed(row);
        wait_again(tx, &mut question)?;
        questions::update(tx, &question)?;
        let tick = tx.tick()?;
        tx.emit(events::changed(Facts::of(question.into_inner(), tick)));
    }
    for row in entry_store::of_source(tx, message)? {
        faq::forget_source(tx, row)?;
    }
    Ok(())
}

/// A question as the actor sees it.
pub fn get(conn: &mut Conn<'_>, rooms: &dyn Rooms, id: QuestionId) -> Result<Question> {
    let row = questions::get(conn, id)?.ok_or_else(Error::not_found)?;
    rooms.spoken(conn, row.message())?;
    unchanged(conn, rooms, row)
}

/// The questions of a room.
pub fn of_room(
    conn: &mut Conn<'_>,
    rooms: &dyn Rooms,
    (room, state): (RoomId, State),
    paging: &Paging,
) -> Result<Page<Question>> {
    rooms.place(conn, room)?;
    let after = paging.after.as_ref().map(Cursor::read).transpose()?;
    let rows = questions::of_room(conn, (room, state), after, paging.limit + 1)?;
    let Page { items, next } = Page::cut(rows, paging.limit, |row| questions::key(state, row));
    let at = conn.position()?.tick;
    let facts = items.into_iter().map(|row| Facts::of(row, at)).collect();
    Ok(Page { items: worded(conn, rooms, (room, facts))?, next })
}

/// What some messages of a room are among its questions: those that are questions, and those that they answer.
pub fn among(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId, messages: &[MessageId]) -> Result<Vec<Facts>> {
    rooms.place(conn, room)?;
    let at = conn.position()?.tick;
    let rows = questions::among(conn, room, messages, MOST_ANSWERED)?;
    Ok(rows.into_iter().map(|row| Facts::of(row, at)).collect())
}

/// What the actor does with questions of a room, and how many wait there.
pub fn desk(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId) -> Result<Desk> {
    let (actor, place) = (conn.actor(), rooms.place(conn, room)?);
    let owns = policy::is_desk(&place);
    let since = holding_from(conn.now());
    let (private_open, private_unclaimed) = match owns {
        true => (
            Some(private_store::count_open(conn, room, MOST_COUNTED)?),
            Some(private_store::count_unclaimed(conn, room, since, MOST_COUNTED)?),
        ),
        false => (None, None),
    };
    Ok(Desk {
        open: questions::count_open(conn, room, MOST_COUNTED)?,
        private_open,
        unclaimed: questions::count_unclaimed(conn, room, since, MOST_COUNTED)?,
        private_unclaimed,
        responders: calling::responders(conn, rooms, room)?,
        may_ask: place.may_write,
        may_ask_privately: place.may_write && !rooms.owners(conn, room)?.is_empty(),
        answers: policy::answers(&actor, &place),
        owns,
    })
}

/// How fast questions of a room were answered in the last twelve months, for who owns it.
///
/// Errors: `questions.not_the_owner`.
pub fn times(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId) -> Result<Vec<ReplyTime>> {
    let place = rooms.place(conn, room)?;
    if !policy::is_desk(&place) {
        return Err(QuestionRefusal::NotTheOwner.into());
    }
    let from = twelve_months_before(conn.now());
    Ok(reply_times(&questions::minutes(conn, room, &from)?))
}
