//! From rows to what the API shows, to each what is for them.

use crate::model::{
    After, Answers, COUNTED_ROOM, Kind, News, Order, OwnAnswer, Paging, PersonAnswer, Stamp, StampId, StampRow, Tally,
    places, tallied,
};
use crate::policy;
use crate::store::answers::{AnswerRow, Taken};
use crate::store::{answers as answers_store, ballots, stamps};
use db::{Conn, Tx};
use directory::model::PersonBrief;
use directory::store::people;
use kernel::{Error, PersonId, Result, Tick};
use rooms::model::{InspectionId, Place, Standing};
use rooms::service::Rooms;
use std::collections::{HashMap, HashSet};
use web::Page;

fn tally(conn: &mut Conn<'_>, row: &StampRow) -> Result<Tally> {
    match row.question.anonymous {
        true => Ok(Tally {
            answered: ballots::voted(conn, row.id)?,
            counts: ballots::counts(conn, row.id, row.question.counted())?,
        }),
        false => Ok(tallied(&row.question, &answers_store::groups(conn, row.id)?)),
    }
}

fn news(conn: &mut Conn<'_>, row: &StampRow, tally: Tally, told: bool, at: Option<Tick>) -> Result<News> {
    let at = match at {
        Some(at) => at,
        None => conn.position()?.tick,
    };
    Ok(News {
        id: row.id,
        room_id: row.room,
        deadline: row.deadline,
        closed_at: row.told_closed(conn.now()),
        decided: row.decided,
        answered: tally.answered,
        counts: told.then_some(tally.counts),
        at,
    })
}

/// What changes of a stamp, as everybody in its room may know it; `at` for whoever changes it.
pub(super) fn for_everybody(conn: &mut Conn<'_>, row: &StampRow, at: Option<Tick>) -> Result<News> {
    let tally = tally(conn, row)?;
    let told = policy::tells_all(row, tally.answered, conn.now());
    news(conn, row, tally, told, at)
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
        true => {
            Ok(ballots::voter(conn, row.id, person)?.map(|_| OwnAnswer { answer: None, at: None, entered_by: None }))
        }
        false => Ok(answers_store::of_person(conn, row.id, person)?.map(|known| OwnAnswer {
            answer: Some(known.answer),
            at: Some(known.at),
            entered_by: known.entered_by,
        })),
    }
}

/// Whether somebody has answered themselves: what was written down for them they may answer otherwise in any case.
fn by_themselves(mine: Option<&OwnAnswer>) -> bool {
    mine.is_some_and(|mine| mine.entered_by.is_none())
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
    Ok(Stamp {
        message_id: row.message(),
        asker_id: row.asker,
        waiting,
        withheld: row.told_closed(now).is_some() && !policy::is_a_crowd(&row, answered),
        may_answer: place.may_write && policy::may_answer(row.clone(), by_themselves(mine.as_ref()), now).is_ok(),
        may_manage: policy::manages(person, place, &row),
        may_see: told && (place.belongs || all) && !row.question.anonymous,
        reminded_at: row.reminded_at,
        news: news(conn, &row, tally, told, None)?,
        question: row.question,
        mine,
    })
}

/// Who answered what, and who did not, for those who belong to the room.
pub fn answers(conn: &mut Conn<'_>, rooms: &dyn Rooms, id: StampId, paging: &Paging) -> Result<Answers> {
    let row = stamps::get(conn, id)?.ok_or_else(Error::not_found)?;
    let Standing { place, .. } = rooms.card(conn, row.message())?;
    // Whoever only looks into an open room is not told who of its members has answered.
    if !place.belongs {
        return Err(Error::not_found());
    }
    let stamp = shown(conn, rooms, row.clone(), &place, false)?;
    told_of(conn, rooms, &row, &stamp, (paging, stamp.may_see))
}

/// A stamp, with who answered what, by an inspection of its room. Who answered an anonymous one what nobody knows.
pub fn inspected(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    (inspection, id): (InspectionId, StampId),
    paging: &Paging,
    address: &str,
) -> Result<(Stamp, Answers)> {
    let row = stamps::get(tx, id)?.ok_or_else(Error::not_found)?;
    let Standing { place, .. } = rooms.inspected(tx, inspection, row.message(), address)?;
    let stamp = shown(tx, rooms, row.clone(), &place, true)?;
    let answers = told_of(tx, rooms, &row, &stamp, (paging, !row.question.anonymous))?;
    Ok((stamp, answers))
}

/// A page of answers or texts; who is waited for, and who answered an anonymous one, with the first.
fn told_of(
    conn: &mut Conn<'_>,
    rooms: &dyn Rooms,
    row: &StampRow,
    stamp: &Stamp,
    (paging, by_name): (&Paging, bool),
) -> Result<Answers> {
    let mut told = Answers::default();
    let official = paging.order == Order::Official;
    if paging.after.is_none() {
        let left = waiting(conn, rooms, row)?;
        told.waiting = named(conn, &left.waiting, official)?;
        told.off_duty = named(conn, &left.off_duty, official)?;
        if !by_name {
            let voters = voters(conn, row)?;
            told.voters = named(conn, &voters, official)?;
        }
    }
    if by_name {
        (told.answers, told.next) = by_person(conn, row, paging)?;
    } else if row.question.anonymous && row.question.kind == Kind::Text && stamp.news.counts.is_some() {
        (told.texts, told.next) = texts(conn, row, paging)?;
    }
    Ok(told)
}

fn texts(conn: &mut Conn<'_>, row: &StampRow, paging: &Paging) -> Result<(Vec<String>, Option<String>)> {
    let before = if let Some(After::Texts(before)) = paging.after { before } else { 0 };
    let texts = ballots::texts(conn, row.id)?.into_iter().skip(before).take(paging.limit + 1).collect();
    let page = Page::cut(texts, paging.limit, |_| After::Texts(before + paging.limit));
    Ok((page.items, page.next))
}

fn by_person(conn: &mut Conn<'_>, row: &StampRow, paging: &Paging) -> Result<(Vec<PersonAnswer>, Option<String>)> {
    let mut taken = answers_store::taken(conn, row.id)?;
    let after = match &paging.after {
        Some(After::Answer(picks, at, person)) => Some(Taken { person: *person, picks: picks.clone(), at: *at }),
        _ => None,
    };
    // Whoever stood last may have taken their answer back meanwhile: their place among the others is known all the same.
    let people: Vec<PersonId> = taken.iter().chain(&after).map(|one| one.person).collect();
    let ordered = answers_store::in_order(conn, &people, paging.order == Order::Official)?;
    let place: HashMap<PersonId, usize> = ordered.into_iter().enumerate().map(|(at, person)| (person, at)).collect();
    let key = |one: &Taken| {
        let at = place.get(&one.person).copied();
        match paging.order {
            Order::Reading | Order::Official => (Vec::new(), 0, at),
            Order::Answer => (places(row.question.kind, &one.picks), 0, at),
            Order::Time => (Vec::new(), one.at.micros(), at),
        }
    };
    if let Some(last) = &after {
        let last = key(last);
        taken.retain(|one| key(one) > last);
    }
    taken.sort_by_cached_key(key);
    taken.truncate(paging.limit + 1);
    let page = Page::cut(taken, paging.limit, |last| After::Answer(last.picks.clone(), last.at, last.person));
    let people: Vec<PersonId> = page.items.iter().map(|one| one.person).collect();
    let given = answers_store::of_people(conn, row.id, &people)?;
    let known = given.iter().flat_map(|one| [Some(one.person), one.operator, one.entered_by]).flatten();
    let known: Vec<PersonId> = known.collect();
    let briefs: HashMap<PersonId, PersonBrief> =
        people::briefs(conn, &known)?.into_iter().map(|brief| (brief.id, brief)).collect();
    let mut given: HashMap<PersonId, AnswerRow> = given.into_iter().map(|one| (one.person, one)).collect();
    let told = page.items.iter().filter_map(|one| {
        let AnswerRow { person, answer, operator, at, entered_by } = given.remove(&one.person)?;
        let name = |id: Option<PersonId>| id.and_then(|id| briefs.get(&id)).map(|brief| brief.name.clone());
        let (operator, entered_by) = (name(operator), name(entered_by));
        Some(PersonAnswer { person: briefs.get(&person)?.clone(), answer, operator, entered_by, at })
    });
    Ok((told.collect(), page.next))
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
        Some(row) => for_everybody(conn, &row, None).map(Some),
        None => Ok(None),
    }
}
