//! 利用の範囲: who takes part. It is worked out with where people stand (`store::placement`); a day that comes takes more people by itself.

use super::{grants, hold, place};
use crate::events;
use crate::jobs::{FollowPosts, SettleParticipation};
use crate::model::{ChosenPerson, ChosenUnit, NotBegun, Outlook, Participation, PersonBrief, Turn, Unit};
use crate::store::participation::{self as store, Standing};
use crate::store::{organisations, people, units};
use audit::{Record, Subject};
use db::{Conn, Tx};
use jiff::civil::Date;
use kernel::{Error, Jst, PersonId, Result};
use serde_json::json;
use std::collections::HashSet;

/// Units and people that are chosen at most.
const MOST: usize = 500;
/// Days on which more take part, at most.
const MOST_DAYS: usize = 60;

/// Who takes part, with its version; whom everybody's day has passed says so.
pub fn get(conn: &mut Conn<'_>) -> Result<(Participation, i64)> {
    let today = Jst::date(conn.now());
    let (said, tick) = store::get(conn)?;
    Ok((settled(said, today), tick))
}

/// What everybody is chosen of needs no choice any more.
fn settled(said: Participation, today: Date) -> Participation {
    if said.is_everybody(today) { Participation::default() } else { said }
}

/// What is chosen, with what it is called.
pub struct Named {
    /// The units.
    pub units: Vec<(ChosenUnit, Unit)>,
    /// The people, as lists show them.
    pub persons: Vec<(ChosenPerson, PersonBrief)>,
}

/// What the chosen units and people are called; those that are there no longer are left out.
pub fn names(conn: &mut Conn<'_>, said: &Participation) -> Result<Named> {
    let all = units::all_units(conn)?;
    let named = said.units.iter().filter_map(|chosen| {
        let unit = all.iter().find(|unit| unit.id == chosen.unit_id)?;
        Some((*chosen, unit.clone()))
    });
    let ids: Vec<PersonId> = said.persons.iter().map(|chosen| chosen.person_id).collect();
    let briefs = people::briefs(conn, &ids)?;
    let persons = said.persons.iter().filter_map(|chosen| {
        let brief = briefs.iter().find(|brief| brief.id == chosen.person_id)?;
        Some((*chosen, brief.clone()))
    });
    Ok(Named { units: named.collect(), persons: persons.collect() })
}

/// What was said, if it can be: units and people that are there, each once.
///
/// Errors: the fields that are none.
fn checked(conn: &mut Conn<'_>, new: &Participation) -> Result<Participation> {
    let today = Jst::date(conn.now());
    let new = settled(new.clone(), today);
    if new.units.len() + new.persons.len() > MOST {
        return Err(Error::field("units", "too_many"));
    }
    if new.days_after(today).len() > MOST_DAYS {
        return Err(Error::field("units", "too_many_days"));
    }
    let known: HashSet<_> = units::all_units(conn)?.into_iter().map(|unit| unit.id).collect();
    let mut seen = HashSet::new();
    for (at, chosen) in new.units.iter().enumerate() {
        let code = match () {
            () if !known.contains(&chosen.unit_id) => "unknown",
            () if !seen.insert(chosen.unit_id.raw()) => "already_exists",
            () => continue,
        };
        return Err(Error::field(format!("units[{at}]"), code));
    }
    let ids: Vec<PersonId> = new.persons.iter().map(|chosen| chosen.person_id).collect();
    let briefs = people::briefs(conn, &ids)?;
    let mut seen = HashSet::new();
    for (at, id) in ids.iter().enumerate() {
        let found = briefs.iter().find(|brief| brief.id == *id);
        let code = match found {
            // Guests and bots come with who answers for them, and partners from elsewhere.
            None => "unknown",
            Some(brief) if brief.outsider().is_some() => "invalid",
            Some(_) if !seen.insert(*id) => "already_exists",
            Some(_) => continue,
        };
        return Err(Error::field(format!("persons[{at}]"), code));
    }
    Ok(new)
}

/// What becomes of the staff with a participation, as they stand today.
///
/// Errors: the fields that are none.
pub fn outlook(conn: &mut Conn<'_>, new: &Participation) -> Result<Outlook> {
    let new = checked(conn, new)?;
    let today = Jst::date(conn.now());
    let (all, staff) = (units::all_units(conn)?, store::staff(conn, today)?);
    let of = |some: &mut dyn Iterator<Item = &Standing>| some.map(|one| one.person).collect::<Vec<PersonId>>();
    let mut outlook = Outlook {
        inside: of(&mut staff.iter().filter(|one| !one.outside)),
        outside: of(&mut staff.iter().filter(|one| one.outside)),
        turns: Vec::new(),
    };
    let mut inside: HashSet<PersonId> = outlook.inside.iter().copied().collect();
    for on in std::iter::once(today).chain(new.days_after(today)) {
        let scope = new.scope(&all, on);
        let takes = |one: &Standing| one.administers || scope.takes(one.person, one.paths.iter().map(String::as_str));
        let come = of(&mut staff.iter().filter(|one| takes(one) && !inside.contains(&one.person)));
        let go = of(&mut staff.iter().filter(|one| !takes(one) && inside.contains(&one.person)));
        inside.extend(&come);
        inside.retain(|person| !go.contains(person));
        if on > today || !(come.is_empty() && go.is_empty()) {
            outlook.turns.push(Turn { on, come, go });
        }
    }
    Ok(outlook)
}

/// Keeps who takes part. People follow in a job, a hundred a transaction, as they do at midnight. `seen` is the version that the editor had.
///
/// Errors: the fields that are none, `stale`.
pub fn save(tx: &mut Tx<'_>, new: &Participation, seen: Option<i64>, address: &str) -> Result<i64> {
    let org = hold(tx)?;
    let (_, tick) = store::get(tx)?;
    if seen.is_some_and(|seen| seen != tick) {
        return Err(Error::stale());
    }
    let new = checked(tx, new)?;
    let turns = outlook(tx, &new)?.turns;
    let tick = store::put(tx, &new)?;
    jobs::enqueue(tx, &SettleParticipation {}, None)?;
    let name = organisations::get(tx, org)?.ok_or_else(Error::not_found)?.name;
    let Named { units, persons } = names(tx, &new)?;
    let units: Vec<String> = units.iter().map(|(chosen, unit)| format!("{} {}", unit.name, chosen.from)).collect();
    let persons: Vec<String> = persons.iter().map(|(chosen, who)| format!("{} {}", who.name, chosen.from)).collect();
    let come: usize = turns.iter().map(|turn| turn.come.len()).sum();
    let go: usize = turns.iter().map(|turn| turn.go.len()).sum();
    let detail = json!({
        "only_chosen": new.chosen,
        "everybody_from": new.everybody_from.map(|day| day.to_string()),
        "chosen_units": units,
        "chosen_people": persons,
        "come_in": come,
        "go_out": go,
    });
    let subject = Subject::of("organisation", org, name);
    audit::record(tx, &Record { act: "directory.participation_changed", subject, detail, address })?;
    Ok(tick)
}

/// Somebody begins or ends to administer all, who takes part in any case.
pub fn follow_rights(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    if store::get(tx)?.1 == 0 {
        return Ok(());
    }
    hold(tx)?;
    let changed = place(tx, Some(&[person]))?;
    for brief in people::told(tx, &changed)? {
        tx.emit(events::person_changed(&brief));
    }
    jobs::enqueue(tx, &FollowPosts { people: Some(changed) }, None)
}

/// What somebody who does not take part yet is told; nothing for everybody else.
pub fn not_begun(conn: &mut Conn<'_>, person: PersonId) -> Result<Option<NotBegun>> {
    if !store::is_outside(conn, person)? {
        return Ok(None);
    }
    let today = Jst::date(conn.now());
    let Some(found) = people::get(conn, person)? else { return Ok(None) };
    let (all, said) = (units::all_units(conn)?, store::get(conn)?.0);
    let held =
        found.posts.iter().filter(|post| post.valid_from <= today && post.valid_to.is_none_or(|last| last >= today));
    let paths: Vec<&str> = held
        .filter_map(|post| all.iter().find(|unit| unit.id == post.unit_id))
        .map(|unit| unit.path.as_str())
        .collect();
    let main = grants::main_unit(&found.posts, today);
    let unit = main.and_then(|main| all.iter().find(|unit| unit.id == main)).map(|unit| unit.name.clone());
    Ok(Some(NotBegun { unit, on: said.begins(&all, person, &paths, today) }))
}
