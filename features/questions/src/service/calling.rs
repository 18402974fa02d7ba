//! Who is called to questions: those who are named to answer in a room, to what waits there; who owns it and who asked, to what was asked privately.

use super::hold;
use crate::events;
use crate::jobs::RemindOfQuestion;
use crate::model::{
    MOST_RESPONDERS, PrivateId, PrivateQuestionCall, PrivateRow, QuestionRow, Reason, Responders, claim_until,
    reminded_at,
};
use crate::policy::{self, Confide, Work};
use crate::store::{calls, private, questions};
use audit::{Record, Subject};
use db::{Conn, Db, Lock, Tx};
use directory::service::barriers;
use directory::store::people;
use kernel::{Actor, Error, May, PersonId, Result, Timestamp};
use rooms::model::{Asked, Place, RoomId};
use rooms::service::{Rooms, Talk};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};

/// To how much that was asked privately somebody is called at most: what is older stands in its room.
const MOST_CALLS: usize = 100;

/// Those who are named to answer in a room and belong to it still.
fn responding(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId) -> Result<Vec<Asked>> {
    let named = calls::responders(conn, room)?;
    if named.is_empty() {
        return Ok(Vec::new());
    }
    Ok(rooms.asked(conn, room)?.into_iter().filter(|one| named.contains(&one.person)).collect())
}

/// Those who are named to answer in a room, in 五十音 order.
pub(super) fn responders(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId) -> Result<Vec<PersonId>> {
    let there: Vec<PersonId> = responding(conn, rooms, room)?.iter().map(|one| one.person).collect();
    Ok(people::briefs(conn, &there)?.into_iter().map(|brief| brief.id).collect())
}

/// Says who is called to the questions of a room: people of the staff who belong to it. Nobody is called where nobody is named. The same again
/// changes nothing.
///
/// Errors: `questions.not_the_owner`, a fault of `people`.
pub fn name_responders(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    (room, named): (RoomId, &[PersonId]),
    address: &str,
) -> Result<()> {
    hold(tx, room)?;
    let place = rooms.place(tx, room)?;
    let wanted: BTreeSet<PersonId> = named.iter().copied().collect();
    let responders = policy::may_name(&place, Responders { room, people: wanted.iter().copied().collect() })?;
    if wanted.len() > MOST_RESPONDERS {
        return Err(Error::field("people", "too_many"));
    }
    let known = calls::responders(tx, room)?;
    if known == responders.people {
        return Ok(());
    }
    let there: BTreeSet<PersonId> = rooms.asked(tx, room)?.into_iter().map(|one| one.person).collect();
    let briefs = people::briefs(tx, &responders.people)?;
    // Guests, partners and programs do not answer; who did so before and has left the room does no harm.
    let answers = |person: &PersonId| {
        known.contains(person) || there.contains(person) && briefs.iter().any(|one| one.id == *person && one.is_staff())
    };
    if !wanted.iter().all(answers) {
        return Err(Error::field("people", "unknown"));
    }
    calls::name(tx, &responders)?;
    tx.emit(events::responders_changed(responders.into_inner()));
    let detail = json!({ "room": room, "name": place.name, "people": wanted });
    record(tx, &place, ("questions.responders_named", address), detail)
}

/// Writes down what an owner did with others' questions. What was asked is not copied: it stands in the room.
fn record(
    tx: &mut Tx<'_>,
    place: &Place,
    (act, address): (&'static str, &str),
    detail: serde_json::Value,
) -> Result<()> {
    audit::record(tx, &Record { act, subject: Subject::of("room", place.room, place.name.clone()), detail, address })
}

/// [`record`] of one question, unless it was their own to do so.
pub(super) fn record_of(
    tx: &mut Tx<'_>,
    (row, place): (&QuestionRow, &Place),
    own: &[Option<PersonId>],
    act: (&'static str, &str),
) -> Result<()> {
    if own.contains(&Some(tx.actor().person)) {
        return Ok(());
    }
    let detail = json!({
        "room": place.room,
        "name": place.name,
        "question": row.id,
        "asker": row.asker,
        "claimer": row.course.claimer,
    });
    record(tx, place, act, detail)
}

/// Calls those who answer in its room to a question, but whoever does so, and whoever asked it. The room is held.
pub(super) fn call(tx: &mut Tx<'_>, rooms: &dyn Rooms, question: &QuestionRow, why: Reason) -> Result<()> {
    let (by, now) = (tx.actor().person, tx.now());
    let there = responding(tx, rooms, question.room)?;
    // Nobody is reminded who is on leave: somebody else answers meanwhile.
    let waited_for =
        |one: &&Asked| ![by, question.asker].contains(&one.person) && (why == Reason::Asked || !one.is_away);
    let people: Vec<PersonId> = there.iter().filter(waited_for).map(|one| one.person).collect();
    if people.is_empty() {
        return Ok(());
    }
    for person in rooms.call(tx, question.message(), &people)? {
        tx.emit(events::called(person, question, (why, now)));
    }
    Ok(())
}

/// Lets a question that begins to wait be reminded of once it has waited for a whole 開庁日. The room is held.
pub(super) fn plan(tx: &mut Tx<'_>, question: &May<Work, QuestionRow>) -> Result<()> {
    plan_at(tx, question, reminded_at(question.waits_since))
}

/// Lets a question that was claimed be looked at when the claim has lapsed. Until it is reminded of for the first time, that job does so by itself;
/// later none is left that would. The room is held.
pub(super) fn plan_after_claim(tx: &mut Tx<'_>, question: &May<Work, QuestionRow>) -> Result<()> {
    let now = tx.now();
    match now < reminded_at(question.waits_since) {
        true => Ok(()),
        false => plan_at(tx, question, reminded_at(now)),
    }
}

fn plan_at(tx: &mut Tx<'_>, row: &QuestionRow, at: Timestamp) -> Result<()> {
    jobs::enqueue(tx, &RemindOfQuestion { id: row.id, since: row.waits_since, at }, Some(at))
}

/// Calls those who answer in a room to a question once more, if nobody has claimed it. Where somebody has, it is looked at again when the claim
/// has lapsed.
pub fn remind(db: &Db, actor: Actor, talk: Talk, job: &RemindOfQuestion) -> Result<()> {
    let (id, since, at) = (job.id, job.since, job.at);
    db.write_now(actor, move |tx| {
        let Some(known) = questions::get(tx, id)? else { return Ok(()) };
        tx.lock(Lock::Group(known.room.raw()))?;
        let Some(row) = questions::get(tx, id)? else { return Ok(()) };
        if !row.course.is_open() || row.waits_since != since {
            return Ok(());
        }
        let now = tx.now();
        // On this node it is not that late yet: who wrote the job may have another clock, or this one was set back.
        if now < at {
            return plan_at(tx, &row, at);
        }
        match row.course.claimed_at.filter(|claimed| now < claim_until(*claimed)) {
            Some(claimed) => plan_at(tx, &row, reminded_at(claimed)),
            None => call(tx, talk.0, &row, Reason::Waits),
        }
    })
}

/// Calls some people to what was asked privately, but whoever does so and whom a contact barrier keeps them from calling. The room is held.
pub(super) fn call_privately(
    tx: &mut Tx<'_>,
    question: &May<Confide, PrivateRow>,
    people: impl IntoIterator<Item = PersonId>,
    why: Reason,
) -> Result<()> {
    let (by, now) = (tx.actor().person, tx.now());
    let mut called: Vec<PersonId> = people.into_iter().filter(|person| *person != by).collect();
    let towards = barriers::towards(tx, &called)?;
    called.retain(|person| towards.contact(*person).mention);
    calls::call(tx, question, &called, why)?;
    for person in called {
        tx.emit(events::called_privately(person, question, (why, now)));
    }
    Ok(())
}

/// A room, if the actor reads it still.
fn read(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId) -> Result<Option<Place>> {
    match rooms.place(conn, room) {
        Ok(place) => Ok(Some(place)),
        Err(error) if error.code() == Error::not_found().code() => Ok(None),
        Err(error) => Err(error),
    }
}

/// To what that was asked privately the actor is called and may know of still, the newest first.
pub fn private_calls(conn: &mut Conn<'_>, rooms: &dyn Rooms) -> Result<Vec<PrivateQuestionCall>> {
    let actor = conn.actor();
    let mut places: HashMap<RoomId, Option<Place>> = HashMap::new();
    let mut found = Vec::new();
    for (call, asker) in calls::of_actor(conn, MOST_CALLS)? {
        let place = match places.get(&call.room_id) {
            Some(known) => known.clone(),
            None => {
                let place = read(conn, rooms, call.room_id)?;
                places.insert(call.room_id, place.clone());
                place
            }
        };
        if place.is_some_and(|place| policy::knows_of(&actor, &place, asker)) {
            found.push(call);
        }
    }
    Ok(found)
}

/// The actor has looked at what they were called to. A second time changes nothing.
///
/// Errors: `not_found` for whoever does not know of the question.
pub fn hear_private_call(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: PrivateId) -> Result<()> {
    let at = private::get(tx, id)?.ok_or_else(Error::not_found)?;
    hold(tx, at.room)?;
    let row = private::get(tx, id)?.ok_or_else(Error::not_found)?;
    let (actor, place) = (tx.actor(), rooms.place(tx, row.room)?);
    let question = policy::may_look(&actor, &place, row)?;
    if !calls::is_called(tx, id)? {
        return Ok(());
    }
    calls::heard(tx, &question)?;
    tx.emit(events::call_heard(actor.person, id));
    Ok(())
}
