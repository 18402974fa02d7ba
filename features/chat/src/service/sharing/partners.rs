//! Who of the other side is in a shared room: those who belong to the room over there, and those whom it shares that room with.

use super::elsewhere;
use crate::events::{self, MembersChanged};
use crate::jobs::{CarryOver, FollowShare};
use crate::model::{ChatRefusal, RoomId, ShareId, ShareState};
use crate::service::members::named;
use crate::store;
use crate::store::rooms::RoomRow;
use crate::store::shares::ShareRow;
use db::{Conn, Db, Lock, Tx};
use directory::model::PersonBrief;
use directory::service::partners::{Stranger, put};
use directory::store::partners::{Home, find, homes};
use directory::store::{organisations, people};
use kernel::{Actor, Error, OrgId, Outsider, PersonId, Result};
use std::collections::HashMap;

/// Partners who come in one transaction: few enough that whoever writes meanwhile hardly waits.
const STEP: usize = 100;

/// Whoever is brought into a shared room may not be a guest: guests are here for those who brought them, and not for others.
pub(crate) fn check_guests(room: &RoomRow, coming: &[PersonBrief]) -> Result<()> {
    let guest = coming.iter().any(|person| person.outsider() == Some(Outsider::Guest));
    if room.shares > 0 && guest { Err(ChatRefusal::GuestsInRoom.into()) } else { Ok(()) }
}

/// Lets the other sides of a room follow who is there now, and what it is called. All of them, or all but one of the shares.
pub(crate) fn pass_on(tx: &mut Tx<'_>, room: RoomId, except: Option<ShareId>) -> Result<()> {
    let org = tx.actor().org;
    let open = store::shares::open_of_room(tx, org, room)?;
    let told = open.into_iter().filter(|share| share.state == ShareState::Agreed && Some(share.id) != except);
    for share in told {
        elsewhere(tx, share.peer, |tx| jobs::enqueue(tx, &FollowShare { share: share.id }, None))?;
    }
    Ok(())
}

/// Whether the actor's organisation shares any room.
pub fn shares_any(conn: &mut Conn<'_>) -> Result<bool> {
    Ok(!store::shares::agreed(conn)?.is_empty())
}

/// [`pass_on`] for the rooms of the actor's organisation in which one of some people is: when they change, the other sides follow.
pub fn pass_on_of(tx: &mut Tx<'_>, people: &[PersonId]) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    for share in store::shares::agreed(tx)? {
        let Some(room) = share.room else { continue };
        let members = store::members::of(tx, room)?;
        if people.iter().any(|person| members.contains_key(person)) {
            elsewhere(tx, share.peer, |tx| jobs::enqueue(tx, &FollowShare { share: share.id }, None))?;
        }
    }
    Ok(())
}

/// [`pass_on`] for all rooms of the actor's organisation. What waits to be carried, either way, is taken up as well: it would else wait for
/// the next word, should its job be lost.
pub fn pass_on_all(tx: &mut Tx<'_>) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    for share in store::shares::agreed(tx)? {
        elsewhere(tx, share.peer, |tx| jobs::enqueue(tx, &FollowShare { share: share.id }, None))?;
        for to in [share.org, share.peer] {
            jobs::enqueue(tx, &CarryOver { share: share.id, to }, None)?;
        }
    }
    Ok(())
}

/// Brings who is in a room from the other side up to date, and tells the room.
pub fn follow_all(db: &Db, actor: Actor, id: ShareId) -> Result<()> {
    while db.write_now(actor, move |tx| follow(tx, id))? {}
    Ok(())
}

/// A step of [`follow_all`]; true when there are more to come.
fn follow(tx: &mut Tx<'_>, id: ShareId) -> Result<bool> {
    let org = tx.actor().org;
    let Some(share) = store::shares::get(tx, org, id)? else { return Ok(false) };
    let Some(room) = share.room else { return Ok(false) };
    tx.lock_both(Lock::Org(org), Lock::Group(room.raw()))?;
    let share = store::shares::get(tx, org, id)?.ok_or_else(Error::not_found)?;
    let wanted = if share.state == ShareState::Agreed { over_there(tx, &share)? } else { Vec::new() };
    let present = store::partners::in_room(tx, room)?;
    let present: Vec<PersonId> = present.into_iter().filter(|(_, by)| *by == id).map(|(person, _)| person).collect();
    let (mut known, mut joined) = (known(tx, &present)?, Vec::new());
    let mut steps = 0;
    for stranger in &wanted {
        let same = known.remove(&stranger.home);
        if same.as_ref().is_some_and(|(_, called)| called == stranger) {
            continue;
        }
        steps += 1;
        if steps > STEP {
            // Whoever was not looked at yet has not gone.
            known.clear();
            break;
        }
        let person = put(tx, stranger)?;
        if same.is_none() {
            store::partners::put(tx, room, person, id)?;
            joined.push(person);
        }
    }
    let left: Vec<PersonId> = known.into_values().map(|(person, _)| person).collect();
    let more = steps > STEP;
    // The others of a star follow when all are there, and when somebody is only called otherwise.
    if !more && (steps > 0 || !left.is_empty()) {
        pass_on(tx, room, Some(id))?;
    }
    if joined.is_empty() && left.is_empty() {
        return Ok(more);
    }
    store::partners::go(tx, room, &left)?;
    let (member_count, guest_count, _) = store::rooms::recount(tx, room)?;
    let tick = tx.tick()?;
    tx.emit(events::members_changed(&MembersChanged {
        room_id: room,
        joined: named(&joined),
        left: named(&left),
        member_count,
        guest_count,
        tick,
    }));
    Ok(more)
}

/// For whom some partners stand, and how they are called here.
fn known(conn: &mut Conn<'_>, partners: &[PersonId]) -> Result<HashMap<Home, (PersonId, Stranger)>> {
    let homes = homes(conn, partners)?;
    let briefs = people::briefs(conn, partners)?.into_iter().filter_map(|brief| {
        let (home, affiliation) = (*homes.get(&brief.id)?, brief.unit.unwrap_or_default());
        Some((home, (brief.id, Stranger { home, name: brief.name, reading: brief.reading, affiliation })))
    });
    Ok(briefs.collect())
}

/// Those of the other side's room, as they are called there; and what that room is called is noted.
fn over_there(tx: &mut Tx<'_>, share: &ShareRow) -> Result<Vec<Stranger>> {
    let (name, found) = elsewhere(tx, share.peer, |tx| {
        let theirs = store::shares::get(tx, share.peer, share.id)?.and_then(|theirs| theirs.room);
        let Some(room) = theirs else { return Ok((None, Vec::new())) };
        let name = store::rooms::get(tx, room)?.map(|(room, _)| room.name);
        let mut ids: Vec<PersonId> = store::members::of(tx, room)?.into_keys().collect();
        let partners = store::partners::in_room(tx, room)?;
        ids.extend(partners.into_iter().filter(|(_, by)| *by != share.id).map(|(person, _)| person));
        Ok((name, strangers(tx, &ids)?))
    })?;
    if let Some(name) = name.filter(|name| share.their_room.as_ref() != Some(name)) {
        store::shares::call(tx, share, &name)?;
    }
    Ok(found.into_iter().filter(|stranger| stranger.home.org != share.org).collect())
}

/// Some people of the actor's organisation as others are told of them. A partner is told as who they stand for.
fn strangers(tx: &mut Tx<'_>, ids: &[PersonId]) -> Result<Vec<Stranger>> {
    let org = tx.actor().org;
    let homes = homes(tx, ids)?;
    let mut names: HashMap<OrgId, String> = HashMap::new();
    let mut found = Vec::with_capacity(ids.len());
    for brief in people::briefs(tx, ids)? {
        let home = homes.get(&brief.id).copied().unwrap_or(Home { org, person: brief.id });
        if let std::collections::hash_map::Entry::Vacant(place) = names.entry(home.org) {
            place.insert(organisations::get(tx, home.org)?.map(|one| one.name).unwrap_or_default());
        }
        let affiliation = names[&home.org].clone();
        found.push(Stranger { home, name: brief.name, reading: brief.reading, affiliation });
    }
    Ok(found)
}

/// Who stands in the actor's organisation for somebody of another one: one of its own people, when they come from here.
pub(super) fn here(tx: &mut Tx<'_>, from: OrgId, person: PersonId) -> Result<PersonId> {
    // Most are known, and called as ever; their names follow them elsewhere.
    let stranger = stranger(tx, from, person)?;
    standing_for(tx, &stranger)?.map_or_else(|| put(tx, &stranger), Ok)
}

/// [`here`], but nobody for whoever is not known here yet.
pub(super) fn here_already(tx: &mut Tx<'_>, from: OrgId, person: PersonId) -> Result<Option<PersonId>> {
    let stranger = stranger(tx, from, person)?;
    standing_for(tx, &stranger)
}

fn stranger(tx: &mut Tx<'_>, from: OrgId, person: PersonId) -> Result<Stranger> {
    elsewhere(tx, from, |tx| Ok(strangers(tx, &[person])?.pop()))?.ok_or_else(Error::not_found)
}

fn standing_for(tx: &mut Tx<'_>, stranger: &Stranger) -> Result<Option<PersonId>> {
    let org = tx.actor().org;
    match stranger.home {
        home if home.org == org => Ok(Some(home.person)),
        home => find(tx, home),
    }
}

/// The program itself, as somebody of an organisation.
pub(super) fn as_person(org: OrgId, person: PersonId) -> Actor {
    Actor { person, ..Actor::system(org) }
}
