//! The use cases of stamps. Each takes its lock first: who changes a stamp holds its room, who answers shares it with all others who do.

mod crossing;
pub mod telling;
mod view;

pub use crossing::CROSSING;
pub use view::{answers, get, inspected};

use crate::events;
use crate::jobs::CloseStamp;
use crate::model::{
    Answer, Asking, BETWEEN_REMINDERS, CARD, Crossing, Kind, OwnAnswer, Question, Stamp, StampId, StampRefusal,
    StampRow,
};
use crate::policy::{self, Manage};
use crate::store::answers::{self as answers_store, AnswerRow};
use crate::store::{ballots, stamps};
use audit::{Record, Subject};
use db::{Conn, Db, Lock, Tx};
use directory::model::PostId;
use kernel::{Actor, Error, May, PersonId, Result, Timestamp};
use rooms::model::{Card, CardId, MessageId, Place, Posting, RoomId};
use rooms::service::Rooms;
use serde_json::json;

/// A question that somebody puts into a room.
#[derive(Debug, Clone)]
pub struct Putting {
    /// The id that the client proposes, also of the message; the same id again is the same stamp.
    pub id: StampId,
    /// What is asked.
    pub asking: Asking,
    /// The first message of the thread that it belongs to.
    pub thread: Option<MessageId>,
    /// Who was using the shared account when they wrote it.
    pub operator: Option<PersonId>,
    /// The post as whose holder they ask.
    pub as_post: Option<PostId>,
}

/// Puts a question into a room, with the message that carries it. Sent again, it is the same one.
///
/// Errors: `id_taken`, faults of fields, those of saying something in the room.
pub fn ask(tx: &mut Tx<'_>, rooms: &dyn Rooms, room: RoomId, putting: &Putting) -> Result<Stamp> {
    if stamps::get(tx, putting.id)?.is_some() {
        return asked_already(tx, rooms, room, putting.id);
    }
    let question = Question::of(&putting.asking, tx.now())?;
    let posting = Posting {
        message: putting.id.cast(),
        body: question.question.clone(),
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
        return asked_already(tx, rooms, room, putting.id);
    }
    // Who answered what without a name is told to no other organisation, nor that somebody did: such a question goes over as words.
    let crosses = !question.anonymous && rooms.is_shared(tx, room)?;
    let stamp = StampRow {
        id: putting.id,
        room,
        asker: tx.actor().person,
        question,
        deadline: putting.asking.deadline,
        closed_at: None,
        decided: None,
        reminded_at: None,
        crossing: if crosses { Crossing::Here } else { Crossing::None },
        created_at: tx.now(),
        tick: tx.tick()?,
    };
    stamps::insert(tx, &stamp)?;
    if stamp.question.anonymous {
        ballots::open(tx, &stamp)?;
    }
    plan(tx, &stamp)?;
    view::seen(tx, rooms, stamp)
}

fn asked_already(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId, id: StampId) -> Result<Stamp> {
    let person = conn.actor().person;
    let known = stamps::get(conn, id)?.filter(|known| known.asker == person && known.room == room);
    let known = known.ok_or(StampRefusal::IdTaken)?;
    view::seen(conn, rooms, known)
}

/// Whether what becomes of a stamp is carried to another organisation.
fn crosses(row: &StampRow) -> bool {
    row.crossing != Crossing::None
}

/// A stamp held for an answer of the actor's own, which others give at the same moment.
fn held_for_answer(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: StampId) -> Result<StampRow> {
    let at = stamps::get(tx, id)?.ok_or_else(Error::not_found)?;
    let person = tx.actor().person;
    // All numbers and all bags of texts are written with each: one after another.
    if at.question.anonymous {
        tx.lock(Lock::Group(id.raw()))?;
    }
    // What goes over to the other side goes in its order, so they answer one after another.
    let room = if crosses(&at) { Lock::Group(at.room.raw()) } else { Lock::Inside(at.room.raw()) };
    tx.lock_both(room, Lock::Person(person))?;
    let row = stamps::get(tx, id)?.ok_or_else(Error::not_found)?;
    rooms.card(tx, row.message())?;
    rooms.writable(tx, row.room)?;
    Ok(row)
}

/// Whether whoever uses a shared account now is who answered, as far as the client says.
fn given_by(tx: &Tx<'_>, operator: Option<PersonId>) -> Result<()> {
    match operator.is_some() && operator != tx.actor().operator {
        true => Err(StampRefusal::OtherOperator.into()),
        false => Ok(()),
    }
}

/// Answers. The same answer again changes nothing; an anonymous one is known again by its sending alone.
///
/// Errors: `stamps.closed`, `stamps.final`, `chat.other_operator`, faults of fields, those of writing in the room.
pub fn answer(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    id: StampId,
    answer: Answer,
    (sending, operator): (i64, Option<PersonId>),
) -> Result<Stamp> {
    let row = held_for_answer(tx, rooms, id)?;
    let answer = answer.checked(&row.question)?;
    let (person, now) = (tx.actor().person, tx.now());
    let mine = if row.question.anonymous {
        match ballots::voter(tx, id, person)? {
            // After the close nobody knows any more by which sending: they have answered.
            Some(known) if known.is(sending) || row.closed_at.is_some() => return view::seen(tx, rooms, row),
            known => {
                given_by(tx, operator)?;
                let stamp = policy::may_answer(row, known.is_some(), now)?;
                ballots::vote(tx, &stamp, sending)?;
                match stamp.question.kind {
                    Kind::Text => ballots::put_text(tx, &stamp, &answer.text)?,
                    _ => ballots::take(tx, &stamp, &answer.choices)?,
                }
            }
        }
        OwnAnswer { answer: None, at: None, entered_by: None }
    } else {
        let known = answers_store::of_person(tx, id, person)?;
        // What was written down for them becomes theirs when they say the same.
        let own = known.filter(|known| known.entered_by.is_none());
        if own.as_ref().is_some_and(|known| known.answer == answer) {
            return view::seen(tx, rooms, row);
        }
        given_by(tx, operator)?;
        let stamp = policy::may_answer(row, own.is_some(), now)?;
        answers_store::put(tx, &stamp, &answer)?;
        OwnAnswer { answer: Some(answer), at: Some(now), entered_by: None }
    };
    let row = stamps::get(tx, id)?.ok_or_else(Error::not_found)?;
    if crosses(&row) {
        rooms.pass_over(tx, row.message(), Some(person))?;
    }
    tx.emit(events::answered(person, row.room, id, Some(mine)));
    view::seen(tx, rooms, row)
}

/// Takes an answer back.
///
/// Errors: `stamps.closed`, `stamps.final`, those of writing in the room.
pub fn take_back(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: StampId) -> Result<Stamp> {
    let row = held_for_answer(tx, rooms, id)?;
    let (person, now) = (tx.actor().person, tx.now());
    // What was written down for them they take back in any case.
    let answered = match row.question.anonymous {
        true => ballots::voter(tx, id, person)?.map(|_| true),
        false => answers_store::of_person(tx, id, person)?.map(|known| known.entered_by.is_none()),
    };
    let Some(themselves) = answered else { return view::seen(tx, rooms, row) };
    let stamp = policy::may_answer(row, themselves, now)?;
    answers_store::delete(tx, &stamp)?;
    if crosses(&stamp) {
        rooms.pass_over(tx, stamp.message(), Some(person))?;
    }
    tx.emit(events::answered(person, stamp.room, id, None));
    view::seen(tx, rooms, stamp.into_inner())
}

/// Writes down what somebody of the room answers who has not answered themselves: they said so by telephone. Whoever it is for is told, and
/// may answer otherwise. The same again changes nothing.
///
/// Errors: `stamps.not_the_asker`, `stamps.closed`, `stamps.anonymous`, `stamps.answered_themselves`, `chat.other_operator`, a fault of
/// `person` for who does not belong to the room, faults of the answer.
pub fn answer_for(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    (id, person): (StampId, PersonId),
    answer: &Answer,
    operator: Option<PersonId>,
    address: &str,
) -> Result<Stamp> {
    given_by(tx, operator)?;
    let (stamp, place) = held(tx, rooms, id)?;
    let (actor, now) = (tx.actor(), tx.now());
    if stamp.question.anonymous {
        return Err(StampRefusal::Anonymous.into());
    }
    if stamp.closed(now).is_some() {
        return Err(StampRefusal::Closed.into());
    }
    let belongs = rooms.asked(tx, stamp.room)?.iter().any(|asked| asked.person == person);
    if !belongs || person == actor.person {
        return Err(Error::field("person", "unknown"));
    }
    let answer = answer.clone().checked(&stamp.question)?;
    let known = answers_store::of_person(tx, id, person)?;
    match known {
        Some(known) if known.entered_by.is_none() => return Err(StampRefusal::AnsweredThemselves.into()),
        Some(known) if known.answer == answer => return view::seen(tx, rooms, stamp.into_inner()),
        _ => {}
    }
    let entered_by = actor.operator.unwrap_or(actor.person);
    let given = AnswerRow { person, answer, operator: None, at: now, entered_by: Some(entered_by) };
    answers_store::enter(tx, &stamp, &given)?;
    let mine = OwnAnswer { answer: Some(given.answer), at: Some(now), entered_by: Some(entered_by) };
    tx.emit(events::answered(person, stamp.room, id, Some(mine)));
    // They hear of it as of a mention: nobody waits for them any more, so nothing else would bring them here.
    rooms.call(tx, stamp.message(), &[person])?;
    let row = stamp.into_inner();
    if crosses(&row) {
        rooms.pass_over(tx, row.message(), Some(person))?;
    }
    record(tx, &row, &place, ("stamps.answered_for", address))?;
    view::seen(tx, rooms, row)
}

/// Writes down what somebody did with another one's stamp.
fn record(tx: &mut Tx<'_>, row: &StampRow, place: &Place, (act, address): (&'static str, &str)) -> Result<()> {
    if row.asker == tx.actor().person {
        return Ok(());
    }
    let subject = Subject::of("stamp", row.id, row.question.question.clone());
    let detail = json!({ "room": place.room, "name": place.name, "asker": row.asker });
    audit::record(tx, &Record { act, subject, detail, address })
}

/// A stamp held whole by somebody who manages it.
fn held(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: StampId) -> Result<(May<Manage, StampRow>, Place)> {
    let at = stamps::get(tx, id)?.ok_or_else(Error::not_found)?;
    let actor = tx.actor();
    tx.lock_both(Lock::Group(at.room.raw()), Lock::Person(actor.person))?;
    let row = stamps::get(tx, id)?.ok_or_else(Error::not_found)?;
    rooms.card(tx, row.message())?;
    let place = rooms.writable(tx, row.room)?;
    Ok((policy::may_manage(&actor, &place, row)?, place))
}

/// Closes a stamp as of a moment. Of an anonymous one nothing is left then of the order in which it was answered.
fn shut(tx: &mut Tx<'_>, stamp: &mut May<Manage, StampRow>, at: Timestamp) -> Result<()> {
    stamp.closed_at = Some(at);
    if stamp.question.anonymous { ballots::seal(tx, stamp) } else { Ok(()) }
}

/// Saves a changed stamp, tells its room, and writes down what somebody did with another one's.
fn changed(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    (stamp, place): (May<Manage, StampRow>, Place),
    (act, address): (&'static str, &str),
) -> Result<Stamp> {
    stamps::update(tx, &stamp)?;
    let row = stamps::get(tx, stamp.id)?.ok_or_else(Error::not_found)?;
    if crosses(&row) {
        rooms.pass_over(tx, row.message(), None)?;
    }
    // The last word on it, as its room is held: what whoever looks meanwhile is shown is older.
    let tick = tx.tick()?;
    let news = view::for_everybody(tx, &row, Some(tick))?;
    tx.emit(events::changed(news));
    record(tx, &row, &place, (act, address))?;
    let mut seen = view::seen(tx, rooms, row)?;
    seen.news.at = tick;
    Ok(seen)
}

fn checked_deadline(deadline: Option<Timestamp>, now: Timestamp) -> Result<Option<Timestamp>> {
    match deadline.is_some_and(|deadline| deadline <= now) {
        true => Err(Error::field("deadline", "past")),
        false => Ok(deadline),
    }
}

/// Closes a stamp. A second time changes nothing.
pub fn close(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: StampId, address: &str) -> Result<Stamp> {
    let (mut stamp, place) = held(tx, rooms, id)?;
    if stamp.closed_at.is_some() {
        return view::seen(tx, rooms, stamp.into_inner());
    }
    let at = stamp.closed(tx.now()).unwrap_or(tx.now());
    shut(tx, &mut stamp, at)?;
    changed(tx, rooms, (stamp, place), ("stamps.closed", address))
}

/// Opens a closed stamp again, until a deadline when one is given; a date that was decided for is open again too.
///
/// Errors: `stamps.anonymous`: what was told with its close would tell more with the next.
pub fn reopen(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    id: StampId,
    deadline: Option<Timestamp>,
    address: &str,
) -> Result<Stamp> {
    let (mut stamp, place) = held(tx, rooms, id)?;
    let now = tx.now();
    if stamp.closed(now).is_none() {
        return view::seen(tx, rooms, stamp.into_inner());
    }
    if stamp.question.anonymous {
        return Err(StampRefusal::Anonymous.into());
    }
    (stamp.closed_at, stamp.decided, stamp.deadline) = (None, None, checked_deadline(deadline, now)?);
    plan(tx, &stamp)?;
    changed(tx, rooms, (stamp, place), ("stamps.reopened", address))
}

/// Gives an open stamp another deadline, or none. The one that it has changes nothing.
///
/// Errors: `stamps.closed`, a fault of `deadline` when it is past.
pub fn set_deadline(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    id: StampId,
    deadline: Option<Timestamp>,
    address: &str,
) -> Result<Stamp> {
    let (mut stamp, place) = held(tx, rooms, id)?;
    let now = tx.now();
    if stamp.closed(now).is_some() {
        return Err(StampRefusal::Closed.into());
    }
    if stamp.deadline == deadline {
        return view::seen(tx, rooms, stamp.into_inner());
    }
    stamp.deadline = checked_deadline(deadline, now)?;
    plan(tx, &stamp)?;
    changed(tx, rooms, (stamp, place), ("stamps.deadline_changed", address))
}

fn plan(tx: &mut Tx<'_>, stamp: &StampRow) -> Result<()> {
    match stamp.deadline {
        Some(deadline) => jobs::enqueue(tx, &CloseStamp { id: stamp.id, deadline }, Some(deadline)),
        None => Ok(()),
    }
}

/// What somebody decides for.
#[derive(Debug, Clone)]
pub struct Deciding {
    /// Which of the dates.
    pub slot: usize,
    /// What the room is told of it, if anything, with the id of that message.
    pub words: Option<(MessageId, String)>,
}

/// Decides for a date of a schedule poll, which closes it, and says so where the poll stands. Sent again, it is said once; decided already, it is
/// not said again.
///
/// Errors: `stamps.no_schedule`, a fault of `slot`, `id_taken` when the words are known and are of something else.
pub fn decide(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    id: StampId,
    deciding: &Deciding,
    operator: Option<PersonId>,
    address: &str,
) -> Result<Stamp> {
    let (mut stamp, place) = held(tx, rooms, id)?;
    if stamp.question.kind != Kind::Schedule {
        return Err(StampRefusal::NoSchedule.into());
    }
    let slot = i64::try_from(deciding.slot).ok().filter(|_| deciding.slot < stamp.question.slots.len());
    let slot = slot.ok_or_else(|| Error::field("slot", "unknown"))?;
    if stamp.decided == Some(slot) && stamp.closed_at.is_some() {
        return view::seen(tx, rooms, stamp.into_inner());
    }
    if let Some((message, body)) = &deciding.words {
        let thread = rooms.card(tx, stamp.message())?.thread;
        let posting = Posting {
            message: *message,
            body: body.clone(),
            quote: Some(stamp.message()),
            thread,
            operator,
            as_post: None,
            card: None,
            passing: None,
            guarded: None,
            answered: None,
        };
        if !rooms.post(tx, stamp.room, &posting)? {
            return Err(StampRefusal::IdTaken.into());
        }
    }
    let at = stamp.closed(tx.now()).unwrap_or(tx.now());
    shut(tx, &mut stamp, at)?;
    stamp.decided = Some(slot);
    changed(tx, rooms, (stamp, place), ("stamps.decided", address))
}

/// 催促: calls those to a stamp who are waited for. Gives how many were called.
///
/// Errors: `stamps.closed`, `stamps.nobody_waiting`, `stamps.reminded_lately`.
pub fn remind(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: StampId, address: &str) -> Result<(Stamp, usize)> {
    let (mut stamp, place) = held(tx, rooms, id)?;
    let now = tx.now();
    if stamp.closed(now).is_some() {
        return Err(StampRefusal::Closed.into());
    }
    if stamp.reminded_at.is_some_and(|at| now.is_within(BETWEEN_REMINDERS, at)) {
        return Err(StampRefusal::RemindedLately.into());
    }
    let waiting = view::waiting(tx, rooms, &stamp)?.waiting;
    // Who is waited for on the other side is called there.
    let elsewhere = crosses(&stamp) && rooms.is_shared(tx, stamp.room)?;
    if waiting.is_empty() && !elsewhere {
        return Err(StampRefusal::NobodyWaiting.into());
    }
    let called = rooms.call(tx, stamp.message(), &waiting)?;
    // The hour is for those who were called.
    if called.is_empty() && !elsewhere {
        return Err(StampRefusal::NobodyWaiting.into());
    }
    let by = tx.actor().person;
    for person in &called {
        tx.emit(events::reminded(*person, (id, stamp.room), by, &stamp.question.question));
    }
    stamp.reminded_at = Some(now);
    let shown = changed(tx, rooms, (stamp, place), ("stamps.reminded", address))?;
    Ok((shown, called.len()))
}

/// A message was taken back: what stood in it goes along, with every answer. Its room is locked.
pub fn taken_back(tx: &mut Tx<'_>, id: CardId) -> Result<()> {
    match stamps::get(tx, id.cast())? {
        Some(row) => stamps::delete(tx, &policy::taken_along(row)),
        None => Ok(()),
    }
}

/// Writes down that a deadline has passed, and tells the room.
pub fn close_due(db: &Db, actor: Actor, job: &CloseStamp) -> Result<()> {
    let (id, due) = (job.id, job.deadline);
    db.write_now(actor, move |tx| {
        let Some(at) = stamps::get(tx, id)? else { return Ok(()) };
        tx.lock(Lock::Group(at.room.raw()))?;
        let Some(row) = stamps::get(tx, id)? else { return Ok(()) };
        // Closed before, or given another deadline, which has a job of its own.
        if row.closed_at.is_some() || row.deadline != Some(due) {
            return Ok(());
        }
        // On this node it is not that late yet: who wrote the job may have another clock, or this one was set back.
        if tx.now() < due {
            return plan(tx, &row);
        }
        let Some(mut stamp) = policy::at_its_deadline(row, tx.now()) else { return Ok(()) };
        shut(tx, &mut stamp, due)?;
        stamps::update(tx, &stamp)?;
        let tick = tx.tick()?;
        let news = view::for_everybody(tx, &stamp, Some(tick))?;
        tx.emit(events::changed(news));
        Ok(())
    })
}
