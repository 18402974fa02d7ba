//! Who belongs to a room by hand, and who tells of it.

use crate::events::{self, MembersChanged};
use crate::model::{ChatRefusal, Member, Notice, NoticeCode, Role, Room, RoomId, RoomKind};
use crate::policy;
use crate::service::rooms::addable;
use crate::service::sharing::partners;
use crate::service::talk::notice;
use crate::service::{held, view};
use crate::store;
use crate::store::members::{Belonging, MemberKey};
use crate::store::rooms::RoomRow;
use db::{Conn, Lock, Tx};
use directory::model::PersonBrief;
use directory::service::barriers;
use directory::store::people;
use kernel::{Actor, Error, PersonId, Result};
use std::collections::{HashMap, HashSet};

/// People named in one event of a change; of more only the count is told.
const NAMED: usize = 50;

/// Tells people that they belong to a room now.
pub(crate) fn tell_joined(tx: &mut Tx<'_>, id: RoomId, joined: &[PersonId]) -> Result<()> {
    if joined.is_empty() {
        return Ok(());
    }
    let (row, _) = store::rooms::get(tx, id)?.ok_or_else(Error::not_found)?;
    // One picture of the room serves all: only their own side differs.
    let shared = view::rooms(tx, vec![(row, None)])?.remove(0);
    let (last, members) = (newest(tx, id)?, store::members::of(tx, id)?);
    for person in joined.iter().filter(|person| members.contains_key(person)) {
        let mine = store::rooms::mine(tx, *person, id)?;
        tx.emit(events::room_joined(*person, &Room { mine, last: last.clone(), ..shared.clone() }));
    }
    Ok(())
}

/// The newest message of a room as an event tells it: to everybody there alike.
pub(super) fn newest(conn: &mut Conn<'_>, id: RoomId) -> Result<Option<crate::model::Last>> {
    let Some(row) = store::messages::last_of(conn, &[id])?.into_iter().next() else { return Ok(None) };
    let names = view::Names::for_everybody(conn, id, &row.body)?;
    Ok(Some(crate::model::Last {
        seq: row.seq,
        author_id: row.author,
        excerpt: names.excerpt(&row.body, 80),
        forwards: row.body.is_empty() && !row.extra.forwarded.is_empty(),
        via: row.via,
        operator: row.extra.operator,
        sent_at: row.sent_at,
    }))
}

/// Tells a room who came and went, and those who went. Counts its members anew.
pub(super) fn tell_changed(tx: &mut Tx<'_>, id: RoomId, joined: &[PersonId], left: &[PersonId]) -> Result<()> {
    let (member_count, guest_count, shares) = store::rooms::recount(tx, id)?;
    for person in left {
        tx.emit(events::room_left(*person, id));
    }
    tell_joined(tx, id, joined)?;
    let tick = tx.tick()?;
    tx.emit(events::members_changed(&MembersChanged {
        room_id: id,
        joined: named(joined),
        left: named(left),
        member_count,
        guest_count,
        tick,
    }));
    if shares > 0 { partners::pass_on(tx, id, None) } else { Ok(()) }
}

/// Those of whom an event tells by name.
pub(super) fn named(people: &[PersonId]) -> Vec<PersonId> {
    people.iter().take(NAMED).copied().collect()
}

/// Who belongs to which room by hand although they have left the organisation.
pub fn leavers(conn: &mut Conn<'_>) -> Result<Vec<(RoomId, PersonId)>> {
    store::members::leavers(conn)
}

/// Takes somebody who has left the organisation out of a room. When they were its last owner, the member highest in
/// office follows them. Direct rooms stay as they are: the talk is the other's too.
pub fn release(tx: &mut Tx<'_>, id: RoomId, person: PersonId) -> Result<()> {
    // Not `held`: the program itself belongs to no private room, and would not find it.
    tx.lock(Lock::Group(id.raw()))?;
    let heir = match store::members::other_owners(tx, id, person)? {
        0 => store::members::highest(tx, id)?,
        _ => None,
    };
    if let Some(heir) = heir {
        tx.lock(Lock::Person(heir))?;
    }
    if !store::members::delete(tx, id, person)? {
        return Ok(());
    }
    tell_changed(tx, id, &[], &[person])?;
    match heir {
        Some(heir) => make_owner(tx, id, heir),
        None => Ok(()),
    }
}

fn make_owner(tx: &mut Tx<'_>, id: RoomId, heir: PersonId) -> Result<()> {
    store::members::set_role(tx, id, heir, Role::Owner)?;
    let mine = store::rooms::mine(tx, heir, id)?.ok_or_else(Error::not_found)?;
    tx.emit(events::mine_changed(heir, id, &mine));
    Ok(())
}

/// The rooms of whose owners none takes part.
pub fn unowned(conn: &mut Conn<'_>) -> Result<Vec<RoomId>> {
    store::members::unowned(conn)
}

/// Makes the member highest in office an owner of a room that nobody could rule meanwhile. Its owners, who are outside of who takes part,
/// stay owners.
pub fn inherit(tx: &mut Tx<'_>, id: RoomId) -> Result<()> {
    tx.lock(Lock::Group(id.raw()))?;
    if store::members::other_owners(tx, id, PersonId::from_raw(0))? > 0 {
        return Ok(());
    }
    let Some(heir) = store::members::highest(tx, id)? else { return Ok(()) };
    tx.lock(Lock::Person(heir))?;
    make_owner(tx, id, heir)
}

/// Comes to an open room.
pub fn join(tx: &mut Tx<'_>, id: RoomId) -> Result<Room> {
    let (row, mine) = held(tx, id)?;
    let person = tx.actor().person;
    if mine.is_some() {
        return view::room(tx, id);
    }
    let row = policy::may_read(&tx.actor(), row, None)?.into_inner();
    if row.archived_at.is_some() {
        return Err(ChatRefusal::Archived.into());
    }
    let member = Belonging::by_hand(Role::Member);
    store::members::put(tx, id, person, member, row.last_seq)?;
    notice(tx, id, Notice::of(NoticeCode::Joined, vec![person]))?;
    tell_changed(tx, id, &[person], &[])?;
    view::room(tx, id)
}

/// Leaves a room.
pub fn leave(tx: &mut Tx<'_>, id: RoomId) -> Result<()> {
    let (row, mine) = held(tx, id)?;
    let mine = mine.ok_or_else(Error::not_found)?;
    let person = tx.actor().person;
    may_go(tx, &row, person, mine.derived, mine.role)?;
    notice(tx, id, Notice::of(NoticeCode::Left, vec![person]))?;
    store::members::delete(tx, id, person)?;
    tell_changed(tx, id, &[], &[person])
}

fn may_go(conn: &mut Conn<'_>, row: &RoomRow, person: PersonId, derived: bool, role: Role) -> Result<()> {
    if row.kind == RoomKind::Direct {
        return Err(ChatRefusal::Direct.into());
    }
    if derived {
        return Err(ChatRefusal::Derived.into());
    }
    // A room without an owner could never be renamed, archived or peopled again; the last member may go.
    let last_owner = role == Role::Owner && store::members::other_owners(conn, row.id, person)? == 0;
    if last_owner && row.member_count > 1 {
        return Err(ChatRefusal::LastOwner.into());
    }
    Ok(())
}

/// Adds people. In an open or private room every member may; in one that follows the organisation its owners.
pub fn add(tx: &mut Tx<'_>, id: RoomId, ids: &[PersonId]) -> Result<Room> {
    let (row, mine) = held(tx, id)?;
    let actor = tx.actor();
    let row = match row.kind {
        RoomKind::Open | RoomKind::Private => policy::may_write(&actor, row, mine.as_ref())?.into_inner(),
        _ => policy::may_people(&actor, row, mine.as_ref())?.into_inner(),
    };
    let present = store::members::of(tx, id)?;
    let ids: HashSet<PersonId> = ids.iter().copied().collect();
    let known = addable(tx, &ids.iter().copied().collect::<Vec<_>>())?;
    if known.len() != ids.len() || known.iter().any(|person| !person.active) {
        return Err(Error::field("people", "unknown"));
    }
    for person in &known {
        policy::may_belong(person.outsider(), row.kind)?;
    }
    partners::check_guests(&row, &known)?;
    let new: Vec<PersonId> = known.iter().map(|person| person.id).filter(|id| !present.contains_key(id)).collect();
    if new.is_empty() {
        return view::room(tx, id);
    }
    for person in &new {
        let member = Belonging::by_hand(Role::Member);
        store::members::put(tx, id, *person, member, row.last_seq)?;
    }
    notice(tx, id, Notice::of(NoticeCode::Added, new.iter().take(NAMED).copied().collect()))?;
    tell_changed(tx, id, &new, &[])?;
    view::room(tx, id)
}

/// Removes somebody who was added by hand.
pub fn remove(tx: &mut Tx<'_>, id: RoomId, person: PersonId) -> Result<()> {
    let (row, mine) = held(tx, id)?;
    let actor: Actor = tx.actor();
    let row = policy::may_people(&actor, row, mine.as_ref())?.into_inner();
    let belonging = store::members::of(tx, id)?.get(&person).copied().ok_or_else(Error::not_found)?;
    may_go(tx, &row, person, belonging.derived, belonging.role)?;
    store::members::delete(tx, id, person)?;
    notice(tx, id, Notice::of(NoticeCode::Removed, vec![person]))?;
    tell_changed(tx, id, &[], &[person])
}

/// Makes somebody an owner, or no longer.
pub fn set_role(tx: &mut Tx<'_>, id: RoomId, person: PersonId, role: Role) -> Result<()> {
    tx.lock_both(Lock::Group(id.raw()), Lock::Person(person))?;
    let (row, mine) = super::room(tx, id)?;
    let actor = tx.actor();
    let row = policy::may_people(&actor, row, mine.as_ref())?.into_inner();
    let belonging = store::members::of(tx, id)?.get(&person).copied().ok_or_else(Error::not_found)?;
    if belonging.derived {
        return Err(ChatRefusal::Derived.into());
    }
    if role == Role::Owner {
        let brief = people::briefs(tx, &[person])?.pop();
        policy::may_own(brief.and_then(|person| person.outsider()))?;
    }
    let last = belonging.role == Role::Owner && role == Role::Member;
    if last && store::members::other_owners(tx, row.id, person)? == 0 {
        return Err(ChatRefusal::LastOwner.into());
    }
    store::members::set_role(tx, id, person, role)?;
    let mine = store::rooms::mine(tx, person, id)?.ok_or_else(Error::not_found)?;
    tx.emit(events::mine_changed(person, id, &mine));
    Ok(())
}

/// A page of a room's members, one more than `limit` when there are more. Who is not one of them, but looks after the rooms that follow
/// the organisation, does not see those whom barriers hide from them.
pub fn list(
    conn: &mut Conn<'_>,
    id: RoomId,
    by_rank: bool,
    after: Option<MemberKey>,
    limit: usize,
) -> Result<Vec<(Member, MemberKey)>> {
    let (row, mine) = super::room(conn, id)?;
    let room = (id, row.member_count, row.shares > 0);
    // Administrators may know who belongs to a room that follows the organisation.
    if mine.is_none() && !matches!(row.kind, RoomKind::Unit | RoomKind::Rule) {
        policy::may_read(&conn.actor(), row, None)?;
    }
    let partners: HashSet<PersonId> = match room.2 {
        true => store::partners::in_room(conn, id)?.into_iter().map(|(person, _)| person).collect(),
        false => HashSet::new(),
    };
    let mut after = after.unwrap_or_else(MemberKey::start);
    let mut page = Vec::new();
    loop {
        let mut more = store::members::page(conn, room, by_rank, &after, limit + 1)?;
        let last = more.last().filter(|_| more.len() > limit).map(|(_, _, key)| key.clone());
        if mine.is_none() {
            let ids: Vec<PersonId> = more.iter().map(|(person, _, _)| *person).collect();
            let mut hidden = barriers::towards(conn, &ids)?.hidden();
            // Partners are hidden elsewhere: whoever may see who is here sees who is here from another organisation.
            hidden.retain(|person| !partners.contains(person));
            more.retain(|(person, _, _)| !hidden.contains(person));
        }
        page.append(&mut more);
        match last {
            Some(last) if page.len() <= limit => after = last,
            _ => break,
        }
    }
    page.truncate(limit + 1);
    let ids: Vec<PersonId> = page.iter().map(|(person, _, _)| *person).collect();
    let briefs: HashMap<PersonId, PersonBrief> =
        people::briefs(conn, &ids)?.into_iter().map(|brief| (brief.id, brief)).collect();
    Ok(page
        .into_iter()
        .filter_map(|(person, belonging, key)| {
            let person = briefs.get(&person)?.clone();
            let Belonging { role, derived, reads_until } = belonging;
            Some((Member { person, role, derived, reads_until }, key))
        })
        .collect())
}
