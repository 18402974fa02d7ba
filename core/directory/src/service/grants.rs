//! The administration in parts: who gives what to whom, who may do what of it, and why.

use super::{all_well, hold};
use crate::events;
use crate::model::{
    Chart, CircleEntry, DirectoryRefusal, Grant, GrantId, GrantPreview, Held, HeldPart, Holding, NewGrant, NewPost,
    Part, Person, Post, Power, Reach, Scope, TitleId, Unit, UnitId,
};
use crate::policy::{self, Edit};
use crate::store::barriers::Standing;
use crate::store::grants as store;
use crate::store::{outsiders, people, units};
use audit::{Record, Subject};
use db::{Conn, Tx};
use jiff::civil::Date;
use kernel::{Error, FieldFault, Function, Jst, May, PersonId, Powers, Result, Verb};
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// Grants of an organisation at most: all are looked at whenever somebody's post changes.
const MOST_GRANTS: usize = 500;
/// Units that one grant chooses at most.
const MOST_UNITS: usize = 100;
/// How many of those whom a grant names are shown before it is saved.
const SAMPLE: usize = 50;

/// What was given to the actor, as a door asks for it.
pub fn powers(conn: &mut Conn<'_>) -> Result<Powers> {
    let holdings = own_holdings(conn)?;
    Ok(holdings.iter().fold(Powers::NONE, |powers, held| powers.with(held.part.function, held.part.verb)))
}

fn own_holdings(conn: &mut Conn<'_>) -> Result<Vec<Holding>> {
    let person = conn.actor().person;
    store::holdings(conn, Some(&[person]))
}

/// Lets something be worked out with the organisation chart.
fn with_chart<T>(conn: &mut Conn<'_>, work: impl FnOnce(&Chart<'_>) -> T) -> Result<T> {
    let (units, chosen) = (units::all_units(conn)?, store::chosen(conn)?);
    Ok(work(&Chart::new(&units, &chosen)))
}

/// How far the actor's function goes: the one place that decides for which units somebody administers.
pub fn reach(conn: &mut Conn<'_>, function: Function, verb: Verb) -> Result<Reach> {
    if conn.actor().administers() {
        return Ok(Reach::Everywhere);
    }
    let mut holdings = own_holdings(conn)?;
    holdings.retain(|held| held.part.function == function && held.part.verb >= verb);
    match holdings.as_slice() {
        [] => Ok(Reach::Units(HashSet::new())),
        held if held.iter().any(|held| held.scope == Scope::All) => Ok(Reach::Everywhere),
        held => with_chart(conn, |chart| chart.reach_of(held, function, verb)),
    }
}

/// What the actor may use of the console, for which units.
pub fn own_powers(conn: &mut Conn<'_>) -> Result<Vec<Power>> {
    // The doors of the administration are closed to whoever is on leave.
    if conn.actor().leave.is_some() {
        return Ok(Vec::new());
    }
    if conn.actor().administers() {
        let all = Function::ALL.map(|function| Part { function, verb: function.most() });
        return Ok(all.map(|part| Power { part, unit_ids: None }).to_vec());
    }
    let holdings = own_holdings(conn)?;
    if holdings.is_empty() {
        return Ok(Vec::new());
    }
    let mut powers = with_chart(conn, |chart| {
        let each = holdings.iter().map(|held| Power { part: held.part, unit_ids: chart.reach(held).units() });
        each.collect::<Vec<_>>()
    })?;
    powers.dedup();
    Ok(powers)
}

/// The unit in which somebody stands in lists: that of the main post.
pub fn main_unit(posts: &[Post], today: Date) -> Option<UnitId> {
    let held = posts.iter().find(|post| post.valid_from <= today && post.valid_to.is_none_or(|last| last >= today));
    held.map(|post| post.unit_id)
}

/// A person whose record the actor may change: within their reach, not themselves, and nobody who holds more than they do. Whether
/// somebody administers all is known to whoever keeps accounts.
pub fn editable(conn: &mut Conn<'_>, person: Person) -> Result<May<Edit, Person>> {
    let (actor, today, id) = (conn.actor(), Jst::date(conn.now()), person.brief.id);
    // The record of a partner is kept where they come from.
    if person.brief.partner {
        return Err(Error::not_found());
    }
    let reach = reach(conn, Function::People, Verb::Change)?;
    let unit = unit_of(conn, &person, today)?;
    let person = policy::may_edit_person(&actor, &reach, unit, person)?;
    if !includes(conn, id)? {
        return Err(DirectoryRefusal::BeyondGrant.into());
    }
    Ok(person)
}

/// Whether the actor may know what administrators know of somebody.
pub fn looks_after(conn: &mut Conn<'_>, person: &Person) -> Result<bool> {
    let today = Jst::date(conn.now());
    let unit = unit_of(conn, person, today)?;
    Ok(!person.brief.partner && reach(conn, Function::People, Verb::See)?.covers(unit))
}

/// The unit whose clerk keeps somebody's record: of an outsider, that of whoever answers for them.
fn unit_of(conn: &mut Conn<'_>, person: &Person, today: Date) -> Result<Option<UnitId>> {
    match person.employment.outsider() {
        Some(_) => outsiders::sponsor_unit(conn, person.brief.id),
        None => Ok(main_unit(&person.posts, today)),
    }
}

/// Whether the actor holds all that somebody holds.
fn includes(conn: &mut Conn<'_>, person: PersonId) -> Result<bool> {
    let actor = conn.actor();
    if actor.administers() {
        return Ok(true);
    }
    let held = store::holdings(conn, Some(&[actor.person, person]))?;
    let (mut theirs, own): (Vec<Holding>, Vec<Holding>) = held.into_iter().partition(|held| held.person == person);
    // What they will hold counts too: a password that is reset today is good tomorrow.
    let posts = people::get(conn, person)?.map(|person| person.posts).unwrap_or_default();
    let today = Jst::date(conn.now());
    let to_come = posts.iter().filter(|post| post.valid_to.is_none_or(|last| last >= today));
    let to_come: Vec<(UnitId, Option<TitleId>)> = to_come.map(|post| (post.unit_id, post.title_id)).collect();
    theirs.extend(brought_by(conn, person, &to_come)?);
    if theirs.is_empty() {
        return Ok(true);
    }
    with_chart(conn, |chart| chart.includes(&own, &theirs))
}

/// Refuses posts that come or go outside of the actor's reach, as nobody brings people in from elsewhere or sends them there; and posts
/// that bring, today or later, what the actor does not hold themselves.
pub(super) fn check_moves(conn: &mut Conn<'_>, person: PersonId, before: &[NewPost], after: &[NewPost]) -> Result<()> {
    if conn.actor().administers() {
        return Ok(());
    }
    let reach = reach(conn, Function::People, Verb::Change)?;
    let came: Vec<&NewPost> = after.iter().filter(|post| !before.contains(post)).collect();
    let mut went = before.iter().filter(|post| !after.contains(post));
    let is_within = |post: &NewPost| reach.covers(Some(post.unit_id));
    let are_within = came.iter().all(|post| is_within(post)) && went.all(is_within);
    let came: Vec<(UnitId, Option<TitleId>)> = came.iter().map(|post| (post.unit_id, post.title_id)).collect();
    let (own, brought) = (own_holdings(conn)?, brought_by(conn, person, &came)?);
    if !are_within || !with_chart(conn, |chart| chart.includes(&own, &brought))? {
        return Err(DirectoryRefusal::BeyondGrant.into());
    }
    Ok(())
}

/// What posts (unit and title) bring somebody with them, whenever they and what is given to them or to that person begin.
fn brought_by(conn: &mut Conn<'_>, person: PersonId, posts: &[(UnitId, Option<TitleId>)]) -> Result<Vec<Holding>> {
    let today = Jst::date(conn.now());
    let (units, grants) = (units::all_units(conn)?, store::all(conn)?);
    let path = |id: UnitId| units.iter().find(|unit| unit.id == id).map(|unit| unit.path.as_str());
    let mut brought = Vec::new();
    for &(unit, title) in posts {
        let held = Held { person, unit, path: path(unit).unwrap_or_default().to_owned(), title };
        for Grant { id, said, .. } in &grants {
            let is_over = said.valid_to.is_some_and(|last| last < today);
            let is_meant =
                said.holder.person_id == Some(person) || said.holder.meets(&held, said.holder.unit_id.and_then(path));
            if is_over || !is_meant {
                continue;
            }
            brought.extend(said.parts.iter().map(|part| Holding {
                grant: *id,
                person,
                part: *part,
                scope: said.scope,
                unit,
                title,
                until: None,
            }));
        }
    }
    Ok(brought)
}

/// Works out who holds what, and tells those for whom that changed. Whoever administers a part gives nobody, by posts, what they do not
/// hold themselves.
pub(super) fn settle(tx: &mut Tx<'_>, ids: Option<&[PersonId]>) -> Result<()> {
    let (actor, turn) = (tx.actor(), store::resolve(tx, ids)?);
    if !actor.administers() && actor.powers != Powers::NONE {
        for gained in &turn.gained {
            if *gained == actor.person || !includes(tx, *gained)? {
                return Err(DirectoryRefusal::BeyondGrant.into());
            }
        }
    }
    tell(tx, turn.gained.union(&turn.lost).copied());
    Ok(())
}

fn tell(tx: &mut Tx<'_>, people: impl Iterator<Item = PersonId>) {
    let mut people: Vec<PersonId> = people.collect();
    people.sort_unstable();
    people.dedup();
    for person in people {
        tx.emit(events::grants_changed(person));
    }
}

fn checked(conn: &mut Conn<'_>, new: &NewGrant) -> Result<NewGrant> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, code| faults.push(FieldFault { field: field.to_owned(), code });
    let (all, titles) = (units::all_units(conn)?, units::titles(conn)?);
    let holder = new.holder;
    let named = holder.person_id.map(|id| people::briefs(conn, &[id])).transpose()?;
    let is_known = holder.is_whole()
        && named.is_none_or(|found| found.iter().any(|person| person.is_staff()))
        && holder.unit_id.is_none_or(|id| all.iter().any(|unit| unit.id == id))
        && holder.title_id.is_none_or(|id| titles.iter().any(|title| title.id == id));
    if !is_known {
        fault("holder", "unknown");
    }
    let functions: HashSet<Function> = new.parts.iter().map(|part| part.function).collect();
    if new.parts.is_empty() {
        fault("parts", "missing");
    } else if functions.len() < new.parts.len() || new.parts.iter().any(|part| part.verb > part.function.most()) {
        fault("parts", "invalid");
    }
    if new.scope != Scope::All && functions.iter().any(|function| !function.is_by_unit()) {
        fault("scope", "invalid");
    }
    let mut unit_ids = if new.scope == Scope::Chosen { new.unit_ids.clone() } else { Vec::new() };
    unit_ids.sort_unstable();
    unit_ids.dedup();
    match new.scope == Scope::Chosen {
        true if unit_ids.is_empty() => fault("unit_ids", "missing"),
        true if unit_ids.len() > MOST_UNITS => fault("unit_ids", "too_many"),
        _ if unit_ids.iter().any(|id| all.iter().all(|unit| unit.id != *id)) => fault("unit_ids", "unknown"),
        _ => {}
    }
    if new.valid_to.is_some_and(|last| last < new.valid_from) {
        fault("valid_to", "before_begin");
    }
    all_well(faults)?;
    Ok(NewGrant { unit_ids, ..new.clone() })
}

fn grant(conn: &mut Conn<'_>, id: GrantId) -> Result<Grant> {
    all(conn)?.into_iter().find(|grant| grant.id == id).ok_or_else(Error::not_found)
}

fn all(conn: &mut Conn<'_>) -> Result<Vec<Grant>> {
    let mut grants = store::all(conn)?;
    let named: Vec<PersonId> = grants.iter().filter_map(|grant| grant.said.holder.person_id).collect();
    let people: HashMap<PersonId, (String, String)> =
        people::briefs(conn, &named)?.into_iter().map(|person| (person.id, (person.name, person.reading))).collect();
    for grant in &mut grants {
        if let Some((name, reading)) = grant.said.holder.person_id.and_then(|id| people.get(&id)) {
            (grant.holder_name, grant.holder_reading) = (name.clone(), reading.clone());
        }
    }
    Ok(grants)
}

/// All grants, those to come and those that are over as well, in official order.
pub fn list(conn: &mut Conn<'_>) -> Result<Vec<Grant>> {
    policy::may_give(&conn.actor())?;
    all(conn)
}

/// Whom a grant would name today, for its author to see before it is saved.
pub fn preview(conn: &mut Conn<'_>, holder: &CircleEntry) -> Result<GrantPreview> {
    policy::may_give(&conn.actor())?;
    let shared = store::shared(conn)?;
    let named = Standing::of(conn, None)?;
    let named: HashSet<PersonId> = named.named(holder).filter(|person| !shared.contains(person)).collect();
    let ids: Vec<PersonId> = named.into_iter().collect();
    let mut sample = people::briefs(conn, &ids)?;
    let count = sample.len();
    sample.truncate(SAMPLE);
    Ok(GrantPreview { count, sample })
}

fn record(tx: &mut Tx<'_>, act: &'static str, grant: &Grant, address: &str) -> Result<()> {
    let subject = Subject::of("grant", grant.id, &grant.holder_name);
    audit::record(tx, &Record { act, subject, detail: json!(grant.said), address })
}

/// Gives somebody a share of the administration.
///
/// Errors: faults of fields.
pub fn create(tx: &mut Tx<'_>, new: &NewGrant, address: &str) -> Result<Grant> {
    hold(tx)?;
    policy::may_give(&tx.actor())?;
    let new = checked(tx, new)?;
    if store::all(tx)?.len() >= MOST_GRANTS {
        return Err(Error::field("holder", "too_many"));
    }
    let id: GrantId = tx.id();
    store::insert(tx, id, &new)?;
    settle(tx, None)?;
    let given = grant(tx, id)?;
    record(tx, "directory.grant_created", &given, address)?;
    Ok(given)
}

/// Replaces what a grant says. `seen` is the tick of the copy that the editor had in hand.
///
/// Errors: `stale`, faults of fields.
pub fn replace(tx: &mut Tx<'_>, id: GrantId, new: &NewGrant, seen: Option<i64>, address: &str) -> Result<Grant> {
    hold(tx)?;
    let found = grant(tx, id)?;
    if seen.is_some_and(|seen| seen != found.tick) {
        return Err(Error::stale());
    }
    let found = policy::may_edit_grant(&tx.actor(), found)?;
    let new = checked(tx, new)?;
    let holders = holders_of(tx, id)?;
    store::replace(tx, &found, &new)?;
    let turn = store::resolve(tx, None)?;
    // Those who hold it as before hold something else by it.
    tell(tx, holders.into_iter().chain(turn.gained).chain(turn.lost));
    let changed = grant(tx, id)?;
    record(tx, "directory.grant_changed", &changed, address)?;
    Ok(changed)
}

/// Takes a grant back, at once.
pub fn remove(tx: &mut Tx<'_>, id: GrantId, address: &str) -> Result<()> {
    hold(tx)?;
    let found = grant(tx, id)?;
    let found = policy::may_edit_grant(&tx.actor(), found)?;
    let holders = holders_of(tx, id)?;
    store::delete(tx, &found)?;
    tell(tx, holders.into_iter());
    record(tx, "directory.grant_removed", &found.into_inner(), address)
}

fn holders_of(conn: &mut Conn<'_>, id: GrantId) -> Result<Vec<PersonId>> {
    let held = store::holdings(conn, None)?;
    Ok(held.into_iter().filter(|held| held.grant == id).map(|held| held.person).collect())
}

fn explained(conn: &mut Conn<'_>, holdings: &[Holding]) -> Result<Vec<HeldPart>> {
    let said: HashMap<GrantId, NewGrant> = store::all(conn)?.into_iter().map(|grant| (grant.id, grant.said)).collect();
    with_chart(conn, |chart| {
        let parts = holdings.iter().filter_map(|held| {
            Some(HeldPart {
                grant_id: held.grant,
                holder: said.get(&held.grant)?.holder,
                part: held.part,
                scope: held.scope,
                unit_ids: match held.scope {
                    Scope::Chosen => said.get(&held.grant).map(|said| said.unit_ids.clone()),
                    _ => chart.reach(held).units(),
                },
                post_unit_id: held.unit,
                post_title_id: held.title,
                until: held.until,
            })
        });
        parts.collect()
    })
}

/// All that somebody holds today, and whence.
pub fn held_by(conn: &mut Conn<'_>, person: PersonId) -> Result<Vec<HeldPart>> {
    policy::may_give(&conn.actor())?;
    let holdings = store::holdings(conn, Some(&[person]))?;
    explained(conn, &holdings)
}

/// Who holds a function up to a verb, for everybody or for somebody in particular, and whence; those who administer all aside.
pub fn holders(
    conn: &mut Conn<'_>,
    (function, verb): (Function, Verb),
    of: Option<PersonId>,
) -> Result<Vec<(PersonId, Vec<HeldPart>)>> {
    policy::may_give(&conn.actor())?;
    let today = Jst::date(conn.now());
    let unit = match of {
        Some(id) => Some(main_unit(&people::get(conn, id)?.ok_or_else(Error::not_found)?.posts, today)),
        None => None,
    };
    let mut holdings = store::holdings(conn, None)?;
    holdings.retain(|held| held.part.function == function && held.part.verb >= verb);
    let holdings = with_chart(conn, |chart| {
        holdings.retain(|held| unit.is_none_or(|unit| chart.reach(held).covers(unit)));
        holdings
    })?;
    let parts = explained(conn, &holdings)?;
    let mut found: Vec<(PersonId, Vec<HeldPart>)> = Vec::new();
    for (held, part) in holdings.iter().zip(parts) {
        match found.iter_mut().find(|(person, _)| *person == held.person) {
            Some((_, parts)) => parts.push(part),
            None => found.push((held.person, vec![part])),
        }
    }
    Ok(found)
}

/// A unit that the actor may change: within their reach.
pub(super) fn editable_unit(conn: &mut Conn<'_>, unit: Unit) -> Result<May<Edit, Unit>> {
    let reach = reach(conn, Function::Units, Verb::Change)?;
    policy::may_edit_unit(&reach, unit)
}
