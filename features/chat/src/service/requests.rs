//! Requests: a room between who asks and those who take it today. That is a desk, which decides what reaches those who can be reached only by
//! some (取次), or whoever holds a post (職あて).

use crate::model::{
    Answered, ChatRefusal, ContactRequest, MessageId, Mine, Notice, NoticeCode, Role, RoomId, RoomKind, Rule,
    checked_body,
};
use crate::policy;
use crate::service::rooms::checked_name;
use crate::service::talk::{notice, say_first};
use crate::service::{following, held, members, view};
use crate::store;
use crate::store::members::Belonging;
use crate::store::requests::{RequestRow, Which};
use crate::store::rooms::RoomRow;
use db::{Conn, Lock, Tx};
use directory::model::{BarrierId, TitleId, UnitId};
use directory::service::posts::PostNames;
use directory::store::{barriers, people};
use kernel::{Error, Jst, PersonId, Result, Timestamp};
use std::collections::HashMap;

/// Whom a request is for.
#[derive(Debug, Clone)]
pub enum Asked {
    /// A barrier's desk, about something.
    Desk(BarrierId, String),
    /// Whoever holds a post: a title in a unit, or any in the unit.
    Post(UnitId, Option<TitleId>),
}

/// What is needed for a request.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// The id of its room, proposed by the client; the same id again is the same request.
    pub id: RoomId,
    /// Whom it is for.
    pub asked: Asked,
    /// The first message.
    pub body: String,
    /// What they answered about a personal number in it.
    pub answered: Option<Answered>,
}

/// Asks a desk or a post. Who is there belongs to the room, day by day, and who asks. Gives the request, and whether it is new: of each who asks
/// there is one to a post, which is given as it is.
///
/// Errors: `not_found` for a barrier without a desk and for a post that nobody holds whom the actor may write to, `chat.nobody_at_desk`,
/// `id_taken`, and what a message may not be.
pub fn ask(tx: &mut Tx<'_>, new: &NewRequest) -> Result<(ContactRequest, bool)> {
    let actor = tx.actor();
    tx.lock_both(Lock::Org(actor.org), Lock::Group(new.id.raw()))?;
    if let Some(known) = store::requests::get(tx, new.id)? {
        if known.asked_by != actor.person {
            return Err(ChatRefusal::IdTaken.into());
        }
        return Ok((shown(tx, vec![known])?.remove(0), false));
    }
    if store::rooms::exists(tx, new.id)? || store::messages::get(tx, new.id.cast())?.is_some() {
        return Err(ChatRefusal::IdTaken.into());
    }
    if let Asked::Post(unit, title) = new.asked
        && let Some(known) = store::requests::to_post(tx, (unit, title))?
    {
        come_back(tx, known.room)?;
        return Ok((shown(tx, vec![known])?.remove(0), false));
    }
    let (row, barrier) = checked(tx, new)?;
    let body = checked_body(&new.body)?;
    store::rooms::insert(tx, &row)?;
    let mut joined = following::follow_quietly(tx, &row)?.joined;
    let there = store::members::of(tx, row.id)?;
    // Who only hands over answers nothing.
    let asks_somebody = there.iter().any(|(person, now)| *person != actor.person && now.role != Role::Reader);
    match row.post() {
        // Nobody holds it, or nobody who can be reached, or who asks alone: all that is as if there were no such post.
        Some(_) if !asks_somebody => return Err(Error::not_found()),
        None if joined.is_empty() => return Err(ChatRefusal::NobodyAtDesk.into()),
        _ => {}
    }
    if there.get(&actor.person).is_none_or(|now| now.role == Role::Reader) {
        store::members::put(tx, row.id, actor.person, Belonging::by_hand(Role::Member), 0)?;
        joined.retain(|person| *person != actor.person);
        joined.push(actor.person);
    }
    store::rooms::recount(tx, row.id)?;
    let request = RequestRow {
        room: row.id,
        barrier: barrier.as_ref().map(|(id, _)| *id),
        barrier_name: barrier.map(|(_, name)| name),
        asked_by: actor.person,
        asked_at: tx.now(),
        claimed_by: None,
        claimed_at: None,
    };
    store::requests::insert(tx, &request)?;
    let id: MessageId = tx.id();
    say_first(tx, &row, id, body, new.answered.as_ref())?;
    members::tell_joined(tx, row.id, &joined)?;
    Ok((shown(tx, vec![request])?.remove(0), true))
}

/// The room of a request, and the barrier whose desk it asks.
fn checked(tx: &mut Tx<'_>, new: &NewRequest) -> Result<(RoomRow, Option<(BarrierId, String)>)> {
    match &new.asked {
        Asked::Desk(barrier, subject) => {
            let desk = barriers::desks(tx)?.into_iter().find(|desk| desk.barrier_id == *barrier);
            let desk = desk.ok_or_else(Error::not_found)?;
            let rule = Rule { units: vec![desk.unit_id], ..Rule::default() };
            let row = RoomRow::made(tx, new.id, RoomKind::Request, checked_name("subject", subject)?);
            Ok((RoomRow { rule: Some(rule), ..row }, Some((*barrier, desk.name))))
        }
        Asked::Post(unit, title) => {
            let (names, today) = (PostNames::of(tx)?, Jst::date(tx.now()));
            let name = names.name(*unit, *title).filter(|_| names.is_open(*unit, today));
            let row = RoomRow::made(tx, new.id, RoomKind::Request, name.ok_or_else(Error::not_found)?);
            Ok((RoomRow { unit_id: Some(*unit), title_id: *title, ..row }, None))
        }
    }
}

/// Whoever asked a post and has left the room, or was taken out of it, belongs to it again.
fn come_back(tx: &mut Tx<'_>, id: RoomId) -> Result<()> {
    tx.lock(Lock::Group(id.raw()))?;
    let person = tx.actor().person;
    let (row, mine) = store::rooms::get(tx, id)?.ok_or_else(Error::not_found)?;
    if mine.is_none() {
        store::members::put(tx, id, person, Belonging::by_hand(Role::Member), row.last_seq)?;
        members::tell_changed(tx, id, &[person], &[])?;
    }
    Ok(())
}

/// Sees to a request from now on, or leaves it to the others who were asked again.
///
/// Errors: `not_found` for a request that is not the actor's, `chat.not_an_owner` for who asked, `chat.archived`.
pub fn claim(tx: &mut Tx<'_>, id: RoomId, claimed: bool) -> Result<ContactRequest> {
    let (row, mine) = held(tx, id)?;
    let found = store::requests::get(tx, id)?.ok_or_else(Error::not_found)?;
    let actor = tx.actor();
    let row = policy::may_manage(&actor, row, mine.as_ref())?;
    if row.archived_at.is_some() {
        return Err(ChatRefusal::Archived.into());
    }
    let by = claimed.then(|| (actor.person, tx.now()));
    if found.claimed_by != by.map(|(person, _)| person) {
        store::requests::set_claim(tx, id, by)?;
        let code = if claimed { NoticeCode::Claimed } else { NoticeCode::Unclaimed };
        notice(tx, id, Notice::of(code, vec![actor.person]))?;
    }
    request(tx, id)
}

/// The request whose room the actor is in.
pub fn request(conn: &mut Conn<'_>, id: RoomId) -> Result<ContactRequest> {
    super::room(conn, id)?;
    let row = store::requests::get(conn, id)?.ok_or_else(Error::not_found)?;
    Ok(shown(conn, vec![row])?.remove(0))
}

/// A page of the requests that concern the actor: those they asked, and those of their desk or their posts. One more than `limit` when there are more.
pub fn list(
    conn: &mut Conn<'_>,
    which: Which,
    before: Option<(Timestamp, RoomId)>,
    limit: usize,
) -> Result<Vec<ContactRequest>> {
    let before = before.unwrap_or((Timestamp::from_micros(i64::MAX), RoomId::from_raw(i64::MAX)));
    let rows = store::requests::page(conn, which, before, limit + 1)?;
    shown(conn, rows)
}

/// Requests as the API shows them.
fn shown(conn: &mut Conn<'_>, rows: Vec<RequestRow>) -> Result<Vec<ContactRequest>> {
    let ids: Vec<RoomId> = rows.iter().map(|row| row.room).collect();
    let (actor, mut all) = (conn.actor(), store::rooms::get_all(conn, &ids)?);
    let found = ids.iter().map(|id| super::seen(&actor, all.remove(id))).collect::<Result<Vec<_>>>()?;
    let staffed = store::members::staffed(conn, &ids)?;
    let rooms = view::rooms(conn, found)?;
    let named: Vec<PersonId> = rows.iter().flat_map(|row| [Some(row.asked_by), row.claimed_by]).flatten().collect();
    let briefs: HashMap<PersonId, _> =
        people::briefs(conn, &named)?.into_iter().map(|brief| (brief.id, brief)).collect();
    let shown = rows.into_iter().zip(rooms).filter_map(|(row, room)| {
        Some(ContactRequest {
            at_desk: room.mine.as_ref().is_some_and(Mine::is_asked),
            vacant: !staffed.contains(&room.id),
            room,
            barrier_id: row.barrier,
            barrier_name: row.barrier_name,
            asked_by: briefs.get(&row.asked_by)?.clone(),
            asked_at: row.asked_at,
            claimed_by: row.claimed_by.and_then(|person| briefs.get(&person).cloned()),
            claimed_at: row.claimed_at,
        })
    });
    Ok(shown.collect())
}
