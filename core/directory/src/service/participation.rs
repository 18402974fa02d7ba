//! 利用の範囲: who takes part. It is worked out with where people stand (`store::placement`); a day that comes takes more people by itself.

use super::{grants, hold, place};
use crate::events;
use crate::jobs::{FollowPosts, SettleParticipation};
use crate::model::{ChosenPerson, ChosenUnit, NotBegun, Outlook, Participation, PersonBrief, Turn, Unit, UnitId};
use crate::store::participation as store;
use crate::store::{organisations, people, units};
use audit::{Record, Subject};
use db::{Conn, Tx};
use jiff::civil::Date;
use kernel::{Error, Jst, PersonId, Result};
use serde_json::json;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Units and people that are chosen at most.
const MOST: usize = 2_000;
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
    let all: HashMap<UnitId, Unit> = units::all_units(conn)?.into_iter().map(|unit| (unit.id, unit)).collect();
    let named = said.units.iter().filter_map(|chosen| Some((*chosen, all.get(&chosen.unit_id)?.clone())));
    let ids: Vec<PersonId> = said.persons.iter().map(|chosen| chosen.person_id).collect();
    let briefs: HashMap<PersonId, PersonBrief> =
        people::briefs(conn, &ids)?.into_iter().map(|brief| (brief.id, brief)).collect();
    let persons = said.persons.iter().filter_map(|chosen| Some((*chosen, briefs.get(&chosen.person_id)?.clone())));
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
    let briefs: HashMap<PersonId, PersonBrief> =
        people::briefs(conn, &ids)?.into_iter().map(|brief| (brief.id, brief)).collect();
    let mut seen = HashSet::new();
    for (at, id) in ids.iter().enumerate() {
        let code = match briefs.get(id) {
            // Guests and bots are not concerned, and partners come from elsewhere.
            None => "unknown",
            Some(brief) if brief.outsider().is_some() => "invalid",
            Some(_) if !seen.insert(*id) => "already_exists",
            Some(_) => continue,
        };
        return Err(Error::field(format!("persons[{at}]"), code));
    }
    Ok(new)
}

/// What becomes of the staff and of shared accounts with a participation, day by day. Posts that begin and end are followed as far as they
/// are known: who moves away from what is chosen goes out on that day.
///
/// Errors: the fields that are none.
pub fn outlook(conn: &mut Conn<'_>, new: &Participation) -> Result<Outlook> {
    let new = checked(conn, new)?;
    let today = Jst::date(conn.now());
    let (all, staff) = (units::all_units(conn)?, store::staff(conn, today)?);
    let mut inside: Vec<bool> = staff.iter().map(|one| !one.outside).collect();
    let on_side = |side: bool| staff.iter().filter(|one| one.outside != side).map(|one| one.person).collect();
    let mut outlook = Outlook { inside: on_side(true), outside: on_side(false), turns: Vec::new() };
    // On days of the choice everybody is asked for, on others only who moves.
    let mut days: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
    for (at, one) in staff.iter().enumerate() {
        for on in one.moves_after(today) {
            days.entry(on).or_default().push(at);
        }
    }
    let chosen_days = new.days_after(today);
    for on in std::iter::once(today).chain(chosen_days.iter().copied()) {
        days.insert(on, (0..staff.len()).collect());
    }
    for (on, asked) in days {
        let scope = new.scope(&all, on);
        let mut turn = Turn { on, come: Vec::new(), go: Vec::new() };
        for at in asked {
            let (one, paths) = (&staff[at], staff[at].paths(on));
            // Who is gone by then comes and goes for another reason.
            if paths.is_empty() {
                inside[at] = false;
                continue;
            }
            let takes = one.administers || scope.takes(one.person, paths.into_iter());
            match (inside[at], takes) {
                (false, true) => turn.come.push(one.person),
                (true, false) => turn.go.push(one.person),
                _ => continue,
            }
            inside[at] = takes;
        }
        if chosen_days.contains(&on) || !(turn.come.is_empty() && turn.go.is_empty()) {
            outlook.turns.push(turn);
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
