//! Contact barriers: deciding them, and what they leave to somebody.

use super::{all_well, hold, required};
use crate::events;
use crate::jobs::FollowPosts;
use crate::model::{
    Barrier, BarrierId, CircleEntry, Contact, DirectoryRefusal, Explanation, NewBarrier, PersonBrief, Reason, Side,
};
use crate::policy;
use crate::store::barriers::{self as store, Standing, desk_entry};
use crate::store::{partners, people, units};
use audit::{Record, Subject};
use db::{Conn, Tx};
use kernel::{Actor, Error, Face, FieldFault, PersonId, Result};
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// Lines of a circle at most.
const LONGEST_CIRCLE: usize = 100;
/// Barriers of an organisation at most: each is looked at whenever somebody's post changes.
const MOST_BARRIERS: usize = 50;
/// How many of those whom a circle names are shown before it is saved.
const SAMPLE: usize = 50;

/// What barriers leave to the actor towards some people.
pub struct Towards {
    limits: HashMap<PersonId, Contact>,
}

impl Towards {
    /// What they may do towards one of them.
    pub fn contact(&self, person: PersonId) -> Contact {
        self.limits.get(&person).copied().unwrap_or(Contact::ALL)
    }

    /// Those whom they may not find.
    pub fn hidden(&self) -> Vec<PersonId> {
        self.limits.iter().filter(|(_, contact)| !contact.find).map(|(person, _)| *person).collect()
    }
}

/// What barriers leave to the actor towards some people. Administrators keep everybody's record, so nobody is hidden from them; the
/// rest binds them as anybody. Who administers a part is bound by all of it but where they keep records ([`super::grants`]).
pub fn towards(conn: &mut Conn<'_>, people: &[PersonId]) -> Result<Towards> {
    let actor = conn.actor();
    // An import and the program itself act for the organisation.
    if actor.face == Face::System {
        return Ok(Towards { limits: HashMap::new() });
    }
    // An outsider meets people in rooms, and finds nobody elsewhere.
    if actor.outsider.is_some() {
        let others = people.iter().filter(|person| **person != actor.person);
        return Ok(Towards { limits: others.map(|person| (*person, Contact::MEETING)).collect() });
    }
    let mut limits = store::limits(conn, actor.person, people)?;
    if actor.administers() && !limits.is_empty() {
        // The record of a partner is kept elsewhere.
        let limited: Vec<PersonId> = limits.keys().copied().collect();
        let partners = partners::homes(conn, &limited)?;
        let kept = limits.iter_mut().filter(|(person, _)| !partners.contains_key(person));
        kept.for_each(|(_, contact)| contact.find = true);
    }
    Ok(Towards { limits })
}

/// [`towards`] for somebody of the actor's organisation, whoever acts.
pub fn towards_of(conn: &mut Conn<'_>, from: PersonId, people: &[PersonId]) -> Result<Towards> {
    Ok(Towards { limits: store::limits(conn, from, people)? })
}

/// From whom lists have to hide people: from the actor, unless they keep everybody's record.
pub fn hidden_from(actor: &Actor) -> Option<PersonId> {
    (actor.face != Face::System && !actor.administers()).then_some(actor.person)
}

/// Who else may be known to somebody although barriers hide them: those whom they meet in a room. The talk answers that.
pub struct Acquaintances(pub fn(&mut Conn<'_>, &[PersonId]) -> Result<HashSet<PersonId>>);

/// Those of some people whom barriers hide from the actor, and whom they do not meet anywhere.
pub fn strangers(conn: &mut Conn<'_>, people: &[PersonId], met: &Acquaintances) -> Result<HashSet<PersonId>> {
    let hidden = towards(conn, people)?.hidden();
    if hidden.is_empty() {
        return Ok(HashSet::new());
    }
    let met = met.0(conn, &hidden)?;
    Ok(hidden.into_iter().filter(|person| !met.contains(person)).collect())
}

/// Works out who stands where, and tells when that changed.
pub(super) fn settle(tx: &mut Tx<'_>, ids: Option<&[PersonId]>) -> Result<()> {
    if store::resolve(tx, ids)? {
        let event = events::barriers_changed(&tx.actor());
        tx.emit(event);
    }
    Ok(())
}

/// What is wrong with the lines of a circle: too many, or they name what the organisation does not have. `field` is what it is called.
pub fn circle_faults(conn: &mut Conn<'_>, field: &str, circle: &[CircleEntry]) -> Result<Vec<FieldFault>> {
    let (units, titles) = (units::all_units(conn)?, units::titles(conn)?);
    let named: Vec<PersonId> = circle.iter().filter_map(|entry| entry.person_id).collect();
    let known: HashSet<PersonId> =
        people::briefs(conn, &named)?.into_iter().filter(|person| !person.partner).map(|person| person.id).collect();
    let is_known = |entry: &CircleEntry| {
        entry.is_whole()
            && entry.person_id.is_none_or(|id| known.contains(&id))
            && entry.unit_id.is_none_or(|id| units.iter().any(|unit| unit.id == id))
            && entry.title_id.is_none_or(|id| titles.iter().any(|title| title.id == id))
    };
    let mut faults = Vec::new();
    if circle.len() > LONGEST_CIRCLE {
        faults.push(FieldFault { field: field.to_owned(), code: "too_many" });
    }
    for (place, _) in circle.iter().enumerate().filter(|(_, entry)| !is_known(entry)) {
        faults.push(FieldFault { field: format!("{field}[{place}]"), code: "unknown" });
    }
    Ok(faults)
}

/// Those whom each of some circles names today.
pub fn named(conn: &mut Conn<'_>, circles: &[&[CircleEntry]]) -> Result<Vec<HashSet<PersonId>>> {
    let standing = Standing::of(conn, None)?;
    Ok(circles.iter().map(|circle| standing.within(circle)).collect())
}

/// Those whom a circle names today, of some people or of everybody, in 五十音 order. Shared accounts are nobody.
pub fn circle(conn: &mut Conn<'_>, circle: &[CircleEntry], ids: Option<&[PersonId]>) -> Result<Vec<PersonBrief>> {
    let named: Vec<PersonId> = Standing::of(conn, ids)?.within(circle).into_iter().collect();
    let mut briefs = people::briefs(conn, &named)?;
    briefs.retain(PersonBrief::is_staff);
    Ok(briefs)
}

fn checked(conn: &mut Conn<'_>, new: &NewBarrier, own: Option<BarrierId>) -> Result<NewBarrier> {
    let mut faults = Vec::new();
    let name = required(&mut faults, "name", &new.name);
    if new.protects.is_empty() {
        faults.push(FieldFault { field: "protects".to_owned(), code: "missing" });
    }
    for (field, circle) in [("protects", &new.protects), ("keepers", &new.keepers)] {
        faults.extend(circle_faults(conn, field, circle)?);
    }
    let units = units::all_units(conn)?;
    if new.desk_unit_id.is_some_and(|id| units.iter().all(|unit| unit.id != id)) {
        faults.push(FieldFault { field: "desk_unit_id".to_owned(), code: "unknown" });
    }
    all_well(faults)?;
    let others = store::all(conn)?;
    if others.iter().any(|other| other.name == name && Some(other.id) != own) {
        return Err(DirectoryRefusal::BarrierTaken.into());
    }
    if own.is_none() && others.len() >= MOST_BARRIERS {
        return Err(Error::field("name", "too_many"));
    }
    Ok(NewBarrier { name, ..new.clone() })
}

fn barrier(conn: &mut Conn<'_>, id: BarrierId) -> Result<Barrier> {
    store::all(conn)?.into_iter().find(|barrier| barrier.id == id).ok_or_else(Error::not_found)
}

/// Rooms depend on whom barriers let through: they follow soon.
fn follow(tx: &mut Tx<'_>) -> Result<()> {
    jobs::enqueue(tx, &FollowPosts { people: None }, None)
}

fn record(tx: &mut Tx<'_>, act: &'static str, id: BarrierId, said: &NewBarrier, address: &str) -> Result<()> {
    let detail = json!({
        "protects": said.protects, "keepers": said.keepers, "leaves": said.leaves, "desk": said.desk_unit_id,
    });
    audit::record(tx, &Record { act, subject: Subject::of("barrier", id, &said.name), detail, address })
}

/// Puts up a barrier. It holds from this moment on.
///
/// Errors: `directory.barrier_taken`, and faults of fields.
pub fn create(tx: &mut Tx<'_>, new: &NewBarrier, address: &str) -> Result<Barrier> {
    hold(tx)?;
    policy::may_decide_barriers(&tx.actor())?;
    let new = checked(tx, new, None)?;
    let id: BarrierId = tx.id();
    store::insert(tx, id, &new)?;
    settle(tx, None)?;
    follow(tx)?;
    record(tx, "directory.barrier_created", id, &new, address)?;
    barrier(tx, id)
}

/// Replaces all that a barrier says. `seen` is the tick of the copy that the editor had in hand.
pub fn replace(tx: &mut Tx<'_>, id: BarrierId, new: &NewBarrier, seen: Option<i64>, address: &str) -> Result<Barrier> {
    hold(tx)?;
    let found = barrier(tx, id)?;
    if seen.is_some_and(|seen| seen != found.tick) {
        return Err(Error::stale());
    }
    let found = policy::may_edit_barrier(&tx.actor(), found)?;
    let new = checked(tx, new, Some(id))?;
    let sees_otherwise = found.leaves.see != new.leaves.see;
    store::replace(tx, &found, &new)?;
    settle(tx, None)?;
    if sees_otherwise {
        let event = events::barriers_changed(&tx.actor());
        tx.emit(event);
    }
    follow(tx)?;
    record(tx, "directory.barrier_changed", id, &new, address)?;
    barrier(tx, id)
}

/// Takes a barrier down.
pub fn remove(tx: &mut Tx<'_>, id: BarrierId, address: &str) -> Result<()> {
    hold(tx)?;
    let found = barrier(tx, id)?;
    let found = policy::may_edit_barrier(&tx.actor(), found)?;
    store::delete(tx, &found)?;
    follow(tx)?;
    let event = events::barriers_changed(&tx.actor());
    tx.emit(event);
    let said = found.into_inner();
    let said = NewBarrier {
        name: said.name,
        protects: said.protects,
        keepers: said.keepers,
        leaves: said.leaves,
        desk_unit_id: said.desk_unit_id,
    };
    record(tx, "directory.barrier_removed", id, &said, address)
}

/// The barriers, for those who decide them.
pub fn list(conn: &mut Conn<'_>) -> Result<Vec<Barrier>> {
    policy::may_know_barriers(&conn.actor())?;
    store::all(conn)
}

/// Whom the circles of a barrier would name today.
pub struct Outlook {
    /// How many it would protect.
    pub protected: usize,
    /// Some of them, in 五十音 order.
    pub protected_sample: Vec<PersonBrief>,
    /// How many keepers it would have.
    pub keepers: usize,
    /// Some of them.
    pub keeper_sample: Vec<PersonBrief>,
}

/// Whom the circles of a barrier would name today, for its author to see before it is saved.
pub fn preview(conn: &mut Conn<'_>, new: &NewBarrier) -> Result<Outlook> {
    policy::may_know_barriers(&conn.actor())?;
    let standing = Standing::of(conn, None)?;
    let (protected, mut keepers) = (standing.protected(&new.protects), standing.within(&new.keepers));
    keepers.extend(new.desk_unit_id.iter().flat_map(|unit| standing.within(&[desk_entry(*unit)])));
    let mut sample = |people: &HashSet<PersonId>| -> Result<Vec<PersonBrief>> {
        let ids: Vec<PersonId> = people.iter().copied().collect();
        let mut briefs = people::briefs(conn, &ids)?;
        briefs.truncate(SAMPLE);
        Ok(briefs)
    };
    Ok(Outlook {
        protected: protected.len(),
        protected_sample: sample(&protected)?,
        keepers: keepers.len(),
        keeper_sample: sample(&keepers)?,
    })
}

/// Whether one person can reach another, and which lines of which barriers decide it.
pub fn explain(conn: &mut Conn<'_>, from: PersonId, to: PersonId) -> Result<Explanation> {
    policy::may_know_barriers(&conn.actor())?;
    let both = [from, to];
    if people::briefs(conn, &both)?.len() != if from == to { 1 } else { 2 } {
        return Err(Error::not_found());
    }
    let standing = Standing::of(conn, Some(&both))?;
    let lines = |circle: &[CircleEntry], person: PersonId| -> Vec<CircleEntry> {
        circle.iter().filter(|entry| standing.named(entry).any(|named| named == person)).copied().collect()
    };
    let protected = |circle: &[CircleEntry], person: PersonId| -> Vec<CircleEntry> {
        circle.iter().filter(|entry| standing.protected_by(entry).any(|named| named == person)).copied().collect()
    };
    let reasons = store::all(conn)?.into_iter().filter_map(|barrier| {
        let protected_by = protected(&barrier.protects, to);
        if protected_by.is_empty() {
            return None;
        }
        let (inside, keeps) = (protected(&barrier.protects, from), lines(&barrier.keepers, from));
        let at_desk = barrier.desk_unit_id.is_some_and(|unit| !lines(&[desk_entry(unit)], from).is_empty());
        let (side, side_by) = match () {
            () if !inside.is_empty() => (Some(Side::Protected), inside),
            () if !keeps.is_empty() || at_desk => (Some(Side::Keeper), keeps),
            () => (None, Vec::new()),
        };
        Some(Reason { barrier_id: barrier.id, name: barrier.name, leaves: barrier.leaves, protected_by, side, side_by })
    });
    let reasons: Vec<Reason> = reasons.collect();
    let limits = store::limits(conn, from, &[to])?;
    Ok(Explanation { contact: limits.get(&to).copied().unwrap_or(Contact::ALL), reasons })
}
