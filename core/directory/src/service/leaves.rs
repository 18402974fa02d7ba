//! 休業: leaves begin and end by their days, by themselves; what they change of a person is worked out with where they stand.

use super::{all_well, barriers, grants, hold, place, subject, tell, words};
use crate::events;
use crate::model::{Leave, LeaveId, LeaveLine, NewLeave, Person, Returned, WelcomeBack};
use crate::policy::Edit;
use crate::store::leaves::{self as store, Filter, Key};
use crate::store::people;
use audit::Record;
use db::{Conn, Tx};
use jiff::ToSpan;
use kernel::{Error, FieldFault, Function, Jst, May, PersonId, Result, Verb};
use serde_json::json;

/// For how many days after a leave somebody is helped to catch up.
const RETURN_DAYS: i32 = 14;
/// How many of those who came or left are told at most.
const MOST_MOVED: usize = 200;

/// All leaves of somebody, for themselves and for whoever may change their record.
///
/// Errors: `not_found` for everybody else.
pub fn of_person(conn: &mut Conn<'_>, id: PersonId) -> Result<Vec<Leave>> {
    let person = people::get(conn, id)?.ok_or_else(Error::not_found)?;
    if conn.actor().person != id {
        grants::editable(conn, person)?;
    }
    store::of(conn, id)
}

/// The leave that the actor is on today.
pub fn own(conn: &mut Conn<'_>) -> Result<Option<Leave>> {
    let (person, today) = (conn.actor().person, Jst::date(conn.now()));
    Ok(store::of(conn, person)?.into_iter().find(|leave| leave.said.holds_on(today)))
}

/// The leave from which the actor came back not long ago.
pub fn returned(conn: &mut Conn<'_>) -> Result<Option<Returned>> {
    let (person, today) = (conn.actor().person, Jst::date(conn.now()));
    let earliest = today.saturating_sub(RETURN_DAYS.days());
    let ended = store::ended(conn, person, earliest, today)?;
    let away = ended.and_then(|Leave { said, .. }| Some(Returned { since: said.valid_from, until: said.valid_to? }));
    // From one leave into the next nobody comes back.
    Ok(if away.is_some() && own(conn)?.is_some() { None } else { away })
}

/// What changed in the actor's unit while they were on leave, for some days after it.
///
/// Errors: `not_found` for whoever did not come back lately.
pub fn welcome_back(conn: &mut Conn<'_>) -> Result<WelcomeBack> {
    let away = returned(conn)?.ok_or_else(Error::not_found)?;
    let person = people::get(conn, conn.actor().person)?.ok_or_else(Error::not_found)?;
    let (id, today) = (person.brief.id, Jst::date(conn.now()));
    let (joined, left) = match grants::main_unit(&person.posts, today) {
        Some(unit) => store::moved(conn, unit, away.since, id, MOST_MOVED)?,
        None => (Vec::new(), Vec::new()),
    };
    let hidden = barriers::towards(conn, &[joined.clone(), left.clone()].concat())?.hidden();
    let mut shown = |mut ids: Vec<PersonId>| {
        ids.retain(|id| !hidden.contains(id));
        people::briefs(conn, &ids)
    };
    Ok(WelcomeBack { away, joined: shown(joined)?, left: shown(left)? })
}

/// What a list of leaves is asked for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Words that must be found in names, readings, numbers, units or titles.
    pub words: Option<String>,
    /// Also those that are over.
    pub past_too: bool,
}

/// A page of the leaves of those whose record the actor may change, one more than `limit` when there are more.
pub fn list(conn: &mut Conn<'_>, search: &Search, after: Option<Key>, limit: usize) -> Result<Vec<LeaveLine>> {
    let filter = Filter {
        words: words(search.words.as_deref()),
        past_too: search.past_too,
        reach: grants::reach(conn, Function::People, Verb::Change)?,
    };
    let after = after.unwrap_or_else(|| (String::new(), LeaveId::from_raw(-1)));
    let leaves = store::list(conn, &filter, &after, limit + 1)?;
    let ids: Vec<PersonId> = leaves.iter().map(|leave| leave.person_id).collect();
    let briefs = people::briefs(conn, &ids)?;
    let line = |leave: Leave| {
        let person = briefs.iter().find(|brief| brief.id == leave.person_id)?.clone();
        Some(LeaveLine { leave, person })
    };
    Ok(leaves.into_iter().filter_map(line).collect())
}

/// Refuses days in the wrong order, and those on which somebody is on another leave already.
fn check(conn: &mut Conn<'_>, person: PersonId, id: Option<LeaveId>, new: &NewLeave) -> Result<()> {
    let mut faults = Vec::new();
    if new.valid_to.is_some_and(|last| last < new.valid_from) {
        faults.push(FieldFault { field: "valid_to".to_owned(), code: "before_begin" });
    }
    let others = store::of(conn, person)?;
    if others.iter().any(|other| Some(other.id) != id && other.said.meets(new)) {
        faults.push(FieldFault { field: "valid_from".to_owned(), code: "overlaps" });
    }
    all_well(faults)
}

/// Writes down that somebody is, or will be, on leave.
///
/// Errors: faults of fields, those of [`grants::editable`].
pub fn create(tx: &mut Tx<'_>, person: PersonId, new: &NewLeave, address: &str) -> Result<Leave> {
    hold(tx)?;
    let found = people::get(tx, person)?.ok_or_else(Error::not_found)?;
    let found = grants::editable(tx, found)?;
    check(tx, person, None, new)?;
    let id: LeaveId = tx.id();
    store::insert(tx, &found, id, new)?;
    settle(tx, person)?;
    record(tx, "directory.leave_put", person, new, address)?;
    store::get(tx, id)?.ok_or_else(Error::not_found)
}

/// A leave of the actor's organisation, with the person whose record the actor may change.
fn editable(tx: &mut Tx<'_>, id: LeaveId) -> Result<(Leave, May<Edit, Person>)> {
    let leave = store::get(tx, id)?.ok_or_else(Error::not_found)?;
    let found = people::get(tx, leave.person_id)?.ok_or_else(Error::not_found)?;
    let person = grants::editable(tx, found)?;
    Ok((leave, person))
}

/// Replaces what a leave says. `seen` is the tick of the copy that the editor had in hand.
///
/// Errors: `stale`, faults of fields, those of [`grants::editable`].
pub fn replace(tx: &mut Tx<'_>, id: LeaveId, new: &NewLeave, seen: Option<i64>, address: &str) -> Result<Leave> {
    hold(tx)?;
    let (leave, person) = editable(tx, id)?;
    if seen.is_some_and(|seen| seen != leave.tick) {
        return Err(Error::stale());
    }
    check(tx, leave.person_id, Some(id), new)?;
    store::replace(tx, &person, id, new)?;
    settle(tx, leave.person_id)?;
    record(tx, "directory.leave_put", leave.person_id, new, address)?;
    store::get(tx, id)?.ok_or_else(Error::not_found)
}

/// Removes a leave that was written down by mistake; one that ends early is replaced.
///
/// Errors: those of [`grants::editable`].
pub fn remove(tx: &mut Tx<'_>, id: LeaveId, address: &str) -> Result<()> {
    hold(tx)?;
    let (leave, person) = editable(tx, id)?;
    store::delete(tx, &person, id)?;
    settle(tx, leave.person_id)?;
    record(tx, "directory.leave_removed", leave.person_id, &leave.said, address)
}

/// Whose a leave of the actor's organisation is.
pub fn whose(conn: &mut Conn<'_>, id: LeaveId) -> Result<PersonId> {
    Ok(store::get(conn, id)?.ok_or_else(Error::not_found)?.person_id)
}

/// Works out what holds today, and tells the person of their new days, and those who have them on screen that they are away or back.
fn settle(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    let before = store::access(tx, person)?;
    let changed = place(tx, Some(&[person]))?;
    // Who begins or ends to be on leave was told of that; whose leave lies in the past or the future need not be.
    if before.is_some() && store::access(tx, person)? == before {
        tx.emit(events::leave_changed(person));
    }
    if changed.contains(&person) {
        tell(tx, person)?;
    }
    Ok(())
}

fn record(tx: &mut Tx<'_>, act: &'static str, person: PersonId, said: &NewLeave, address: &str) -> Result<()> {
    let detail = json!(said);
    let subject = subject(tx, person)?;
    audit::record(tx, &Record { act, subject, detail, address })
}
