//! Requests to those who can be reached only by some: a room between who asks and the desk that decides what reaches them
//! (取次).

use crate::model::{
    ChatRefusal, ContactRequest, MessageId, Notice, NoticeCode, Role, RoomId, RoomKind, Rule, checked_body,
};
use crate::policy;
use crate::service::rooms::checked_name;
use crate::service::talk::{notice, say_first};
use crate::service::{following, held, members, view};
use crate::store;
use crate::store::members::Belonging;
use crate::store::requests::RequestRow;
use crate::store::rooms::RoomRow;
use db::{Conn, Lock, Tx};
use directory::model::BarrierId;
use directory::store::{barriers, people};
use kernel::{Error, PersonId, Result, Timestamp};
use std::collections::HashMap;

/// What is needed for a request.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// The id of its room, proposed by the client; the same id again is the same request.
    pub id: RoomId,
    /// The barrier whose desk is asked.
    pub barrier: BarrierId,
    /// What it is about; the room's name.
    pub subject: String,
    /// The first message.
    pub body: String,
}

/// Asks a desk. Its unit's people of every day belong to the room, and who asks. Gives the request, and whether it is new.
///
/// Errors: `not_found` for a barrier without a desk, `chat.nobody_at_desk`, `id_taken`, and what a message may not be.
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
    let desk = barriers::desks(tx)?.into_iter().find(|desk| desk.barrier_id == new.barrier);
    let desk = desk.ok_or_else(Error::not_found)?;
    let (name, body) = (checked_name("subject", &new.subject)?, checked_body(&new.body)?);
    let rule = Rule { units: vec![desk.unit_id], ..Rule::default() };
    let row = RoomRow {
        id: new.id,
        kind: RoomKind::Request,
        name,
        purpose: String::new(),
        unit_id: None,
        rule: Some(rule),
        direct_key: None,
        created_by: actor.person,
        archived_at: None,
        member_count: 0,
        guest_count: 0,
        last_seq: 0,
        last_at: tx.now(),
        tick: 0,
    };
    store::rooms::insert(tx, &row)?;
    let mut joined = following::follow_quietly(tx, &row)?.joined;
    if joined.is_empty() {
        return Err(ChatRefusal::NobodyAtDesk.into());
    }
    if !joined.contains(&actor.person) {
        store::members::put(tx, row.id, actor.person, Belonging::by_hand(Role::Member), 0)?;
        joined.push(actor.person);
    }
    store::rooms::recount(tx, row.id)?;
    let request = RequestRow {
        room: row.id,
        barrier: new.barrier,
        barrier_name: desk.name,
        asked_by: actor.person,
        asked_at: tx.now(),
        claimed_by: None,
        claimed_at: None,
    };
    store::requests::insert(tx, &request)?;
    let id: MessageId = tx.id();
    say_first(tx, &row, id, body)?;
    members::tell_joined(tx, row.id, &joined)?;
    Ok((shown(tx, vec![request])?.remove(0), true))
}

/// Sees to a request from now on, or leaves it to the others of the desk again.
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

/// A page of the requests that concern the actor: those they asked, and those of their desk. One more than `limit` when there are more.
pub fn list(
    conn: &mut Conn<'_>,
    open: bool,
    before: Option<(Timestamp, RoomId)>,
    limit: usize,
) -> Result<Vec<ContactRequest>> {
    let before = before.unwrap_or((Timestamp::from_micros(i64::MAX), RoomId::from_raw(i64::MAX)));
    let rows = store::requests::page(conn, open, before, limit + 1)?;
    shown(conn, rows)
}

/// Requests as the API shows them.
fn shown(conn: &mut Conn<'_>, rows: Vec<RequestRow>) -> Result<Vec<ContactRequest>> {
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        found.push(super::room(conn, row.room)?);
    }
    let rooms = view::rooms(conn, found)?;
    let named: Vec<PersonId> = rows.iter().flat_map(|row| [Some(row.asked_by), row.claimed_by]).flatten().collect();
    let briefs: HashMap<PersonId, _> =
        people::briefs(conn, &named)?.into_iter().map(|brief| (brief.id, brief)).collect();
    let shown = rows.into_iter().zip(rooms).filter_map(|(row, room)| {
        Some(ContactRequest {
            at_desk: room.mine.as_ref().is_some_and(|mine| mine.derived),
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
