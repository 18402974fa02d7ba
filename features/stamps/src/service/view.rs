//! From rows to what the API shows, to each what is for them.

use crate::model::{
    Answers, COUNTED_ROOM, Kind, News, Order, OwnAnswer, PersonAnswer, Stamp, StampId, StampRow, Tally, tallied,
};
use crate::policy;
use crate::store::{answers as answers_store, ballots, stamps};
use db::{Conn, Tx};
use directory::model::PersonBrief;
use directory::store::people;
use kernel::{Error, PersonId, Result};
use rooms::model::{InspectionId, Place, Standing};
use rooms::service::Rooms;
use std::collections::{HashMap, HashSet};

fn tally(conn: &mut Conn<'_>, row: &StampRow) -> Result<Tally> {
    match row.question.anonymous {
        true => Ok(Tally {
            answered: i64::try_from(ballots::voters(conn, row.id)?.len()).unwrap_or(i64::MAX),
            counts: ballots::counts(conn, row.id, row.question.counted())?,
        }),
        false => Ok(tallied(&row.question, &answers_store::groups(conn, row.id)?)),
    }
}

fn news(conn: &mut Conn<'_>, row: &StampRow, tally: Tally, told: bool) -> Result<News> {
    Ok(News {
        id: row.id,
        room_id: row.room,
        deadline: row.deadline,
        closed_at: row.closed(conn.now()),
        decided: row.decided,
        answered: tally.answered,
        counts: told.then_some(tally.counts),
        at: conn.position()?.tick,
    })
}

/// What changes of a stamp, as everybody in its room may know it.
pub(super) fn for_everybody(conn: &mut Conn<'_>, row: &StampRow) -> Result<News> {
    let tally = tally(conn, row)?;
    let told = policy::tells_all(row, tally.answered, conn.now());
    news(conn, row, tally, told)
}

/// Who has answered.
fn voters(conn: &mut Conn<'_>, row: &StampRow) -> Result<Vec<PersonId>> {
    match row.question.anonymous {
        true => ballots::voters(conn, row.id),
        false => answers_store::voters(conn, row.id),
    }
}

/// Who has not answered.
pub(super) struct Waiting {
    /// And is waited for.
    pub waiting: Vec<PersonId>,
    /// And is off duty now.
    pub off_duty: Vec<PersonId>,
}

/// Who has not answered, of those whom somebody would wait for to read; who asks is not waited for.
pub(super) fn waiting(conn: &mut Conn<'_>, rooms: &dyn Rooms, row: &StampRow) -> Result<Waiting> {
    let answered: HashSet<PersonId> = voters(conn, row)?.into_iter().collect();
    let mut found = Waiting { waiting: Vec::new(), off_duty: Vec::new() };
    for asked in rooms.asked(conn, row.room)? {
        if asked.is_away || asked.person == row.asker || answered.contains(&asked.person) {
            continue;
        }
        if asked.off_duty { &mut found.off_duty } else { &mut found.waiting }.push(asked.person);
    }
    Ok(found)
}

/// The actor's own answer.
fn own(conn: &mut Conn<'_>, row: &StampRow) -> Result<Option<OwnAnswer>> {
    let person = conn.actor().person;
    match row.question.anonymous {
        true => Ok(ballots::voter(conn, row.id, person)?.map(|_| OwnAnswer { answer: None, at: None })),
        false => Ok(answers_store::of_person(conn, row.id, person)?
            .map(|known| OwnAnswer { answer: Some(known.answer), at: Some(known.at) })),
    }
}

/// A stamp as the actor sees it.
///
/// Errors: `not_found` for whoever may not read its message, or when that was taken back.
pub fn get(conn: &mut Conn<'_>, rooms: &dyn Rooms, id: StampId) -> Result<Stamp> {
    let row = stamps::get(conn, id)?.ok_or_else(Error::not_found)?;
    seen(conn, rooms, row)
}

/// [`get`] for a stamp that was read already.
pub(super) fn seen(conn: &mut Conn<'_>, rooms: &dyn Rooms, row: StampRow) -> Result<Stamp> {
    let Standing { place, .. } = rooms.card(conn, row.message())?;
    shown(conn, rooms, row, &place, false)
}

/// A stamp for somebody to whom its room is a place; `all` for who is to see what anybody sees.
fn shown(conn: &mut Conn<'_>, rooms: &dyn Rooms, row: StampRow, place: &Place, all: bool) -> Result<Stamp> {
    let (person, now) = (conn.actor().person, conn.now());
    let mine = own(conn, &row)?;
    let tally = tally(conn, &row)?;
    let answered = tally.answered;
    let named = all && !row.question.anonymous;
    let told = named || policy::tells(person, &row, (mine.is_some(), answered), now);
    let closed = row.closed(now).is_some();
    let small = place.belongs && place.members <= COUNTED_ROOM && !closed;
    let waiting = match small {
        true => i64::try_from(waiting(conn, rooms, &row)?.waiting.len()).ok(),
        false => None,
    };
    let is_text = row.question.kind == Kind::Text;
    Ok(Stamp {
        message_id: row.message(),
        asker_id: row.asker,
        waiting,
        withheld: closed && !policy::is_a_crowd(&row, answered),
        texts: if told && is_text && row.question.anonymous { ballots::bag(conn, row.id)? } else { Vec::new() },
        may_answer: place.may_write && policy::may_answer(row.clone(), mine.is_some(), now).is_ok(),
        may_manage: policy::manages(person, place, &row),
        may_see: told && (place.belongs || all) && !row.question.anonymous,
        reminded_at: row.reminded_at,
        news: news(conn, &row, tally, told)?,
        question: row.question,
        mine,
    })
}

/// Who answered what, and who did not, for those who belong to the room.
pub fn answers(conn: &mut Conn<'_>, rooms: &dyn Rooms, id: StampId, order: Order) -> Result<Answers> {
    let row = stamps::get(conn, id)?.ok_or_else(Error::not_found)?;
    let Standing { place, .. } = rooms.card(conn, row.message())?;
    // Whoever only looks into an open room is not told who of its members has answered.
    if !place.belongs {
        return Err(Error::not_found());
    }
    let stamp = shown(conn, rooms, row.clone(), &place, false)?;
    by_person(conn, rooms, &row, order, stamp.may_see)
}

/// A stamp, with who answered what, by an inspection of its room. Who answered an anonymous one what nobody knows.
pub fn inspected(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    (inspection, id): (InspectionId, StampId),
    order: Order,
    address: &str,
) -> Result<(Stamp, Answers)> {
    let row = stamps::get(tx, id)?.ok_or_else(Error::not_found)?;
    let Standing { place, .. } = rooms.inspected(tx, inspection, row.message(), address)?;
    let stamp = shown(tx, rooms, row.clone(), &place, true)?;
    let answers = by_person(tx, rooms, &row, order, !row.question.anonymous)?;
    Ok((stamp, answers))
}

fn by_person(conn: &mut Conn<'_>, rooms: &dyn Rooms, row: &StampRow, order: Order, told: bool) -> Result<Answers> {
    let official = order == Order::Official;
    let left = waiting(conn, rooms, row)?;
    let waiting = named(conn, &left.waiting, official)?;
    let off_duty = named(conn, &left.off_duty, official)?;
    if !told {
        let voters = voters(conn, row)?;
        let voters = named(conn, &voters, official)?;
        return Ok(Answers { answers: Vec::new(), voters, waiting, off_duty });
    }
    let rows = answers_store::all(conn, row.id)?;
    let operators: Vec<PersonId> = rows.iter().filter_map(|known| known.operator).collect();
    let operators: HashMap<PersonId, String> =
        people::briefs(conn, &operators)?.into_iter().map(|brief| (brief.id, brief.name)).collect();
    let people: Vec<PersonId> = rows.iter().map(|known| known.person).collect();
    let briefs = named(conn, &people, official)?;
    let place: HashMap<PersonId, usize> = briefs.iter().enumerate().map(|(at, brief)| (brief.id, at)).collect();
    let mut briefs: HashMap<PersonId, PersonBrief> = briefs.into_iter().map(|brief| (brief.id, brief)).collect();
    let mut answers: Vec<PersonAnswer> = rows
        .into_iter()
        .filter_map(|known| {
            let operator = known.operator.and_then(|operator| operators.get(&operator).cloned());
            Some(PersonAnswer { person: briefs.remove(&known.person)?, answer: known.answer, operator, at: known.at })
        })
        .collect();
    let at = |answer: &PersonAnswer| place.get(&answer.person.id).copied();
    match order {
        Order::Reading | Order::Official => answers.sort_by_key(at),
        Order::Answer => answers.sort_by_cached_key(|one| (one.answer.choices.clone(), marks(one), at(one))),
        Order::Time => {}
    }
    Ok(Answers { answers, voters: Vec::new(), waiting, off_duty })
}

/// ○ before △ before ×, date by date.
fn marks(one: &PersonAnswer) -> Vec<u8> {
    one.answer.marks.iter().map(|mark| *mark as u8).collect()
}

/// Some people by name, in an order.
fn named(conn: &mut Conn<'_>, people: &[PersonId], official: bool) -> Result<Vec<PersonBrief>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let ids = answers_store::in_order(conn, people, official)?;
    let mut briefs: HashMap<PersonId, PersonBrief> =
        people::briefs(conn, &ids)?.into_iter().map(|brief| (brief.id, brief)).collect();
    Ok(ids.iter().filter_map(|id| briefs.remove(id)).collect())
}

/// What changes of a stamp, for the program itself to tell its room.
pub(super) fn told(conn: &mut Conn<'_>, id: StampId) -> Result<Option<News>> {
    match stamps::of_any(conn, id)? {
        Some(row) => for_everybody(conn, &row).map(Some),
        None => Ok(None),
    }
}
