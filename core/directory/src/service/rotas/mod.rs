//! 当番表: rotas are kept by whoever keeps the records of the unit's people, and read by everybody in it.

mod leaving;
mod otherwise;
mod turning;

pub use otherwise::{except, restore, swap};
pub use turning::turn;
pub(super) use turning::{begin_day, follow};

use super::{all_well, barriers, grants, hold, required, trimmed};
use crate::model::{
    CrewMember, CrewName, CycleDay, DayKind, DutyException, MonthRow, NewRota, OnDuty, Otherwise, Post, Rota,
    RotaBrief, RotaId, RotaMonth, RotaToEdit, Schedule, Standing, Unit, UnitId,
};
use crate::policy::{self, Edit};
use crate::store::rotas as store;
use crate::store::{people, units};
use audit::{Record, Subject};
use db::{Conn, Tx};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Error, FieldFault, Function, Jst, May, PersonId, Result, Verb};
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// Days of a cycle at most.
const LONGEST_CYCLE: usize = 100;
/// Crews of a rota at most.
const MOST_CREWS: usize = 30;
/// Entries of people in a rota at most, those of the past among them.
const MOST_MEMBERS: usize = 2_000;
/// Rotas of an organisation at most: all are looked at whenever somebody comes on duty.
const MOST_ROTAS: usize = 200;

/// Whether a unit is another one, or below it.
fn is_within(units: &[Unit], unit: UnitId, above: UnitId) -> bool {
    let path = |id: UnitId| units.iter().find(|unit| unit.id == id).map(|unit| unit.path.as_str());
    path(unit).zip(path(above)).is_some_and(|(path, above)| path.starts_with(above))
}

/// When a post is held, as if it were a crew.
fn term(post: &Post, member: &CrewMember) -> CrewMember {
    CrewMember { valid_from: post.valid_from, valid_to: post.valid_to, ..*member }
}

fn check_cycle(new: &NewRota, faults: &mut Vec<FieldFault>) {
    let mut fault = |field: String, code| faults.push(FieldFault { field, code });
    match new.cycle.len() {
        0 => fault("cycle".to_owned(), "missing"),
        days if days > LONGEST_CYCLE => fault("cycle".to_owned(), "too_many"),
        _ if !new.cycle.iter().any(|day| day.kind.works()) => fault("cycle".to_owned(), "nobody_works"),
        _ => {}
    }
    for (place, _) in new.cycle.iter().enumerate().filter(|(_, day)| !day.is_whole()) {
        fault(format!("cycle[{place}]"), "invalid");
    }
    if new.crews.is_empty() {
        fault("crews".to_owned(), "missing");
    } else if new.crews.len() > MOST_CREWS {
        fault("crews".to_owned(), "too_many");
    }
    let numbers: HashSet<i64> = new.crews.iter().map(|crew| crew.number).collect();
    if numbers.len() < new.crews.len() {
        fault("crews".to_owned(), "invalid");
    }
    for (place, crew) in new.crews.iter().enumerate() {
        if !(0..new.cycle.len() as i64).contains(&crew.offset) {
            fault(format!("crews[{place}].offset"), "invalid");
        }
    }
    if new.crews.iter().map(|crew| crew.members.len()).sum::<usize>() > MOST_MEMBERS {
        fault("crews".to_owned(), "too_many");
    }
}

/// Those in crews hold a post in the unit or below it when they come into them, are in one crew at a time, and come before they go.
/// Who was in it already may have left the unit since.
fn check_members(
    conn: &mut Conn<'_>,
    id: RotaId,
    new: &NewRota,
    before: &HashSet<CrewMember>,
) -> Result<Vec<FieldFault>> {
    let all = units::all_units(conn)?;
    let ids: Vec<PersonId> = new.crews.iter().flat_map(|crew| &crew.members).map(|member| member.person_id).collect();
    let (posts, elsewhere) = (people::posts_of(conn, &ids)?, store::elsewhere(conn, id, &ids)?);
    let staff: HashSet<PersonId> =
        people::briefs(conn, &ids)?.iter().filter(|person| person.is_staff()).map(|person| person.id).collect();
    let mut faults = Vec::new();
    let mut met: HashMap<PersonId, Vec<CrewMember>> = HashMap::new();
    elsewhere.into_iter().for_each(|member| met.entry(member.person_id).or_default().push(member));
    for (crew, place, member) in new
        .crews
        .iter()
        .enumerate()
        .flat_map(|(crew, said)| said.members.iter().enumerate().map(move |(place, member)| (crew, place, member)))
    {
        let mut fault = |field: &str, code| {
            faults.push(FieldFault { field: format!("crews[{crew}].members[{place}].{field}"), code });
        };
        let held = posts.get(&member.person_id).map(Vec::as_slice).unwrap_or_default();
        let within = held.iter().filter(|post| is_within(&all, post.unit_id, new.unit_id));
        let terms: Vec<CrewMember> = within.map(|post| term(post, member)).collect();
        let came = |known: &CrewMember| (known.person_id, known.valid_from) == (member.person_id, member.valid_from);
        let others = met.entry(member.person_id).or_default();
        match () {
            () if before.contains(member) => {}
            () if !staff.contains(&member.person_id) => fault("person_id", "unknown"),
            () if !terms.iter().any(|term| term.meets(member)) => fault("person_id", "elsewhere"),
            () if before.iter().any(came) || terms.iter().any(|term| term.holds_on(member.valid_from)) => {}
            // Who came before their post would be in it on no ground, and out of it again by midnight.
            () => fault("valid_from", "before_post"),
        }
        if member.valid_to.is_some_and(|last| last < member.valid_from) {
            fault("valid_to", "before_begin");
        } else if others.iter().any(|other| other.meets(member)) {
            fault("valid_from", "overlaps");
        }
        others.push(*member);
    }
    Ok(faults)
}

fn checked(conn: &mut Conn<'_>, id: RotaId, new: &NewRota, before: Option<&Rota>) -> Result<NewRota> {
    let mut faults = Vec::new();
    let mut new = NewRota { name: required(&mut faults, "name", &new.name), ..new.clone() };
    for (place, crew) in new.crews.iter_mut().enumerate() {
        crew.name = required(&mut faults, &format!("crews[{place}].name"), &crew.name);
    }
    let today = Jst::date(conn.now());
    let is_known = |unit: &Unit| unit.id == new.unit_id && unit.valid_to.is_none_or(|last| last >= today);
    if !units::all_units(conn)?.iter().any(is_known) {
        faults.push(FieldFault { field: "unit_id".to_owned(), code: "unknown" });
    }
    check_cycle(&new, &mut faults);
    all_well(faults)?;
    let crews = before.iter().flat_map(|rota| &rota.said.crews);
    let before: HashSet<CrewMember> = crews.flat_map(|crew| crew.members.iter().copied()).collect();
    all_well(check_members(conn, id, &new, &before)?)?;
    Ok(new)
}

/// What an act made of a rota.
struct Change<'r> {
    before: Option<&'r NewRota>,
    after: Option<&'r NewRota>,
    dropped: Vec<DutyException>,
}

fn record(tx: &mut Tx<'_>, act: &'static str, id: RotaId, change: &Change<'_>, address: &str) -> Result<()> {
    let Some(said) = change.after.or(change.before) else { return Ok(()) };
    let people: HashSet<PersonId> =
        said.crews.iter().flat_map(|crew| &crew.members).map(|member| member.person_id).collect();
    let crews: Vec<&str> = said.crews.iter().map(|crew| crew.name.as_str()).collect();
    let unit = units::all_units(tx)?.into_iter().find(|unit| unit.id == said.unit_id).map(|unit| unit.name);
    let mut detail = serde_json::Map::new();
    detail.insert("unit".to_owned(), json!(unit));
    detail.insert("crews".to_owned(), json!(crews));
    detail.insert("crew_members".to_owned(), json!(people.len()));
    leaving::tell_moves(tx, &mut detail, change.before, change.after)?;
    leaving::tell_dropped(&mut detail, &change.dropped);
    let subject = Subject::of("rota", id, &said.name);
    audit::record(tx, &Record { act, subject, detail: detail.into(), address })
}

/// A rota that the actor keeps.
fn kept(conn: &mut Conn<'_>, id: RotaId) -> Result<May<Edit, Rota>> {
    let rota = store::get(conn, id)?.ok_or_else(Error::not_found)?;
    policy::may_keep_rota(&grants::reach(conn, Function::People, Verb::Change)?, rota)
}

/// A rota as its keepers edit it.
///
/// Errors: `not_found` for everybody else.
pub fn to_edit(conn: &mut Conn<'_>, id: RotaId) -> Result<RotaToEdit> {
    let rota = kept(conn, id)?.into_inner();
    let ids: Vec<PersonId> =
        rota.said.crews.iter().flat_map(|crew| &crew.members).map(|member| member.person_id).collect();
    let otherwise = leaving::to_come(conn, id)?.len();
    Ok(RotaToEdit { people: people::briefs(conn, &ids)?, rota, otherwise })
}

/// Makes a rota.
///
/// Errors: faults of fields, `not_found` for a unit out of reach.
pub fn create(tx: &mut Tx<'_>, new: &NewRota, address: &str) -> Result<RotaToEdit> {
    hold(tx)?;
    let id: RotaId = tx.id();
    policy::may_keep_rota(
        &grants::reach(tx, Function::People, Verb::Change)?,
        Rota { id, said: new.clone(), tick: 0 },
    )?;
    let new = checked(tx, id, new, None)?;
    let today = Jst::date(tx.now());
    if store::all(tx, today)?.len() >= MOST_ROTAS {
        return Err(Error::field("name", "too_many"));
    }
    store::insert(tx, id, &new)?;
    turning::settle(tx, None)?;
    let change = Change { before: None, after: Some(&new), dropped: Vec::new() };
    record(tx, "directory.rota_created", id, &change, address)?;
    to_edit(tx, id)
}

/// Replaces what a rota says, and who is in it. `seen` is the tick of the copy that the editor had in hand; `otherwise` says what
/// becomes of days to come that are otherwise when their usual day is another from now on. Those of people who are in the crew no
/// longer are taken back in any case, with the other side of an exchange.
///
/// Errors: `stale`, faults of fields, `directory.days_otherwise`, `not_found` out of reach.
pub fn replace(
    tx: &mut Tx<'_>,
    id: RotaId,
    new: &NewRota,
    (seen, otherwise): (Option<i64>, Option<Otherwise>),
    address: &str,
) -> Result<RotaToEdit> {
    hold(tx)?;
    let rota = kept(tx, id)?;
    if seen.is_some_and(|seen| seen != rota.tick) {
        return Err(Error::stale());
    }
    policy::may_keep_rota(
        &grants::reach(tx, Function::People, Verb::Change)?,
        Rota { id, said: new.clone(), tick: 0 },
    )?;
    let new = checked(tx, id, new, Some(&rota))?;
    let misfits = leaving::misfits(tx, &rota, &new, otherwise)?;
    store::replace(tx, &rota, &new)?;
    let today = Jst::date(tx.now());
    let dropped = store::drop_exceptions(tx, &rota, misfits, today)?;
    turning::settle(tx, None)?;
    let change = Change { before: Some(&rota.said), after: Some(&new), dropped };
    record(tx, "directory.rota_changed", id, &change, address)?;
    to_edit(tx, id)
}

/// Removes a rota with all that is in it: nobody is off duty by it any more.
pub fn remove(tx: &mut Tx<'_>, id: RotaId, address: &str) -> Result<()> {
    hold(tx)?;
    let rota = kept(tx, id)?;
    let dropped = leaving::to_come(tx, id)?;
    store::delete(tx, &rota)?;
    turning::settle(tx, None)?;
    let change = Change { before: Some(&rota.said), after: None, dropped };
    record(tx, "directory.rota_removed", id, &change, address)
}

/// What the actor has to do with rotas: the units in which they stand, and how far they keep records.
struct Viewer {
    units: Vec<Unit>,
    own: Vec<UnitId>,
    seen: crate::model::Reach,
    kept: crate::model::Reach,
}

impl Viewer {
    fn of(conn: &mut Conn<'_>) -> Result<Self> {
        let (person, today) = (conn.actor().person, Jst::date(conn.now()));
        let posts = people::posts_of(conn, &[person])?.remove(&person).unwrap_or_default();
        let held = |post: &&Post| post.valid_from <= today && post.valid_to.is_none_or(|last| last >= today);
        // The doors of the administration are closed to whoever is on leave.
        let keeps = conn.actor().leave.is_none();
        let mut reach = |verb| match keeps {
            true => grants::reach(conn, Function::People, verb),
            false => Ok(crate::model::Reach::Units(HashSet::new())),
        };
        let (seen, kept) = (reach(Verb::See)?, reach(Verb::Change)?);
        let own = posts.iter().filter(held).map(|post| post.unit_id).collect();
        Ok(Self { units: units::all_units(conn)?, own, seen, kept })
    }

    fn reads(&self, rota: &Rota) -> bool {
        let unit = rota.said.unit_id;
        self.seen.covers(Some(unit)) || self.own.iter().any(|own| is_within(&self.units, *own, unit))
    }

    fn brief(&self, rota: &Rota, me: PersonId, today: Date) -> RotaBrief {
        let members = rota.said.crews.iter().flat_map(|crew| &crew.members);
        let people: HashSet<PersonId> =
            members.filter(|member| member.holds_on(today)).map(|member| member.person_id).collect();
        let unit = self.units.iter().find(|unit| unit.id == rota.said.unit_id);
        RotaBrief {
            id: rota.id,
            name: rota.said.name.clone(),
            unit_id: rota.said.unit_id,
            unit_name: unit.map(|unit| unit.name.clone()).unwrap_or_default(),
            crews: rota.said.crews.len(),
            people: people.len(),
            mine: people.contains(&me),
            may_change: self.kept.covers(Some(rota.said.unit_id)),
        }
    }
}

/// The rotas that the actor may read: those of units in which they hold a post, or above it, and those of units whose records they see.
pub fn list(conn: &mut Conn<'_>) -> Result<Vec<RotaBrief>> {
    let (me, today) = (conn.actor().person, Jst::date(conn.now()));
    let rotas = store::all(conn, today)?;
    if rotas.is_empty() {
        return Ok(Vec::new());
    }
    let viewer = Viewer::of(conn)?;
    Ok(rotas.iter().filter(|rota| viewer.reads(rota)).map(|rota| viewer.brief(rota, me, today)).collect())
}

/// A month of a rota, that of a day in it.
///
/// Errors: `not_found` for whoever may not read it.
pub fn month(conn: &mut Conn<'_>, id: RotaId, of: Option<Date>) -> Result<RotaMonth> {
    let (me, now) = (conn.actor().person, conn.now());
    let today = Jst::date(now);
    let rota = store::get(conn, id)?.ok_or_else(Error::not_found)?;
    let viewer = Viewer::of(conn)?;
    if !viewer.reads(&rota) {
        return Err(Error::not_found());
    }
    let of = of.unwrap_or(today);
    let (first, last) = (of.first_of_month(), of.last_of_month());
    let hides = !viewer.kept.covers(Some(rota.said.unit_id));
    let exceptions = store::exceptions(conn, id, first, last)?;
    let yesterday = today.saturating_sub(1.day());
    let of_today = store::exceptions(conn, id, yesterday, today)?;
    let ids: Vec<PersonId> =
        rota.said.crews.iter().flat_map(|crew| &crew.members).map(|member| member.person_id).collect();
    let hidden = if hides { barriers::towards(conn, &ids)?.hidden() } else { Vec::new() };
    let mut briefs: HashMap<PersonId, _> =
        people::briefs(conn, &ids)?.into_iter().map(|person| (person.id, person)).collect();
    briefs.retain(|id, _| !hidden.contains(id));
    let days: Vec<Date> = first.series(1.day()).take_while(|day| *day <= last).collect();
    let schedules = Schedule::all(&rota.said, &exceptions);
    let (mut rows, mut on_duty) = (Vec::new(), Vec::new());
    let current = Schedule::all(&rota.said, &of_today);
    let mut turns_at = Jst::start_of(today.saturating_add(1.day()));
    for crew in &rota.said.crews {
        let mut shown: HashSet<PersonId> = HashSet::new();
        for member in &crew.members {
            let Some(person) = briefs.get(&member.person_id).filter(|person| shown.insert(person.id)) else { continue };
            let schedule = &schedules[&person.id];
            let kind_on = |day: &Date| -> Option<DayKind> {
                (schedule.crew_on(*day) == Some(crew.number)).then(|| schedule.day(*day).map(|day| day.kind))?
            };
            let kinds: Vec<Option<DayKind>> = days.iter().map(kind_on).collect();
            if kinds.iter().any(Option::is_some) {
                rows.push(MonthRow { person: person.clone(), crew: crew.number, days: kinds });
            }
            if let Standing::On(at) | Standing::Off(at) | Standing::Free(Some(at)) = current[&person.id].at(now) {
                turns_at = turns_at.min(at);
            }
            if let Some((kind, begins, ends)) = current[&person.id].duty_at(now) {
                // A duty belongs to the crew of the day on which it began.
                if current[&person.id].crew_on(Jst::date(begins)) == Some(crew.number) {
                    on_duty.push(OnDuty { person: person.clone(), crew: crew.number, kind, begins, ends });
                }
            }
        }
    }
    let mut sorts: Vec<CycleDay> = Vec::new();
    for day in &rota.said.cycle {
        if !sorts.contains(day) {
            sorts.push(*day);
        }
    }
    Ok(RotaMonth {
        rota: viewer.brief(&rota, me, today),
        first_day: first,
        today,
        sorts,
        crews: rota.said.crews.iter().map(|crew| CrewName { number: crew.number, name: crew.name.clone() }).collect(),
        turns_at,
        on_duty,
        rows,
        exceptions: exceptions.into_iter().filter(|one| briefs.contains_key(&one.person_id)).collect(),
    })
}

/// A word of why, without the blanks around it.
fn note(note: Option<&str>) -> Result<Option<String>> {
    let note = note.and_then(trimmed);
    match note.as_deref().map(text::graphemes) {
        Some(length) if length > super::SHORT => Err(Error::field("note", "too_long")),
        _ => Ok(note),
    }
}
