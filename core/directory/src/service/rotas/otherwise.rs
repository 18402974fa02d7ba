//! 交替: days that are otherwise for once, and exchanges between two people.

use super::{kept, note, turning};
use crate::model::{
    CycleDay, DirectoryRefusal, DutyException, ExceptionId, NewException, NewSwap, Rota, RotaId, Schedule,
};
use crate::policy::Edit;
use crate::service::hold;
use crate::store::people;
use crate::store::rotas as store;
use audit::{Record, Subject};
use db::{Conn, Tx};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Error, Jst, May, PersonId, Result};
use serde_json::json;

/// How far from today a day may be otherwise, in days.
const FAR: i32 = 400;

/// Refuses days that are far away, on which somebody is in no crew, or which are otherwise for them already.
fn check_day(conn: &mut Conn<'_>, rota: &Rota, person: PersonId, day: Date, field: &str) -> Result<()> {
    let today = Jst::date(conn.now());
    if day < today.saturating_sub(FAR.days()) || day > today.saturating_add(FAR.days()) {
        return Err(Error::field(field, "too_far"));
    }
    let mut members = rota.said.crews.iter().flat_map(|crew| &crew.members);
    if !members.any(|member| member.person_id == person && member.holds_on(day)) {
        return Err(Error::field(field, "in_no_crew"));
    }
    let others = store::exceptions(conn, rota.id, day, day)?;
    match others.iter().any(|other| other.person_id == person) {
        true => Err(DirectoryRefusal::DayTaken.into()),
        false => Ok(()),
    }
}

fn record(
    tx: &mut Tx<'_>,
    act: &'static str,
    rota: &May<Edit, Rota>,
    changed: &[(PersonId, Date)],
    address: &str,
) -> Result<()> {
    let ids: Vec<PersonId> = changed.iter().map(|&(person, _)| person).collect();
    let briefs = people::briefs(tx, &ids)?;
    let names: Vec<&str> = briefs.iter().map(|person| person.name.as_str()).collect();
    let mut days: Vec<String> = changed.iter().map(|(_, day)| day.to_string()).collect();
    days.sort_unstable();
    days.dedup();
    let detail = json!({ "people": names, "duty_days": days });
    audit::record(tx, &Record { act, subject: Subject::of("rota", rota.id, &rota.said.name), detail, address })
}

/// Lets a day be otherwise for somebody.
///
/// Errors: faults of fields, `directory.day_taken`, `not_found` out of reach.
pub fn except(tx: &mut Tx<'_>, id: RotaId, new: &NewException, address: &str) -> Result<Vec<DutyException>> {
    hold(tx)?;
    let rota = kept(tx, id)?;
    let new = NewException { note: note(new.note.as_deref())?, ..new.clone() };
    if !new.instead.is_whole() {
        return Err(Error::field("instead", "invalid"));
    }
    check_day(tx, &rota, new.person_id, new.day, "day")?;
    let one = store::insert_exception(tx, &rota, &new, None)?;
    turning::settle(tx, None)?;
    record(tx, "directory.duty_changed", &rota, &[(new.person_id, new.day)], address)?;
    store::together(tx, id, one)
}

/// Two people exchange what they do, on one day or on one of each.
///
/// Errors: faults of fields, `directory.day_taken`, `directory.nothing_to_swap`, `not_found` out of reach.
pub fn swap(tx: &mut Tx<'_>, id: RotaId, new: &NewSwap, address: &str) -> Result<Vec<DutyException>> {
    hold(tx)?;
    let rota = kept(tx, id)?;
    let note = note(new.note.as_deref())?;
    if new.person_id == new.with {
        return Err(Error::field("with", "invalid"));
    }
    let mut days = vec![(new.day, "day")];
    days.extend(new.with_day.filter(|day| *day != new.day).map(|day| (day, "with_day")));
    let mut plan: Vec<NewException> = Vec::new();
    for (day, field) in days {
        check_day(tx, &rota, new.person_id, day, field)?;
        check_day(tx, &rota, new.with, day, field)?;
        let schedules = Schedule::all(&rota.said, &[]);
        let of = |person: PersonId| schedules.get(&person).and_then(|schedule| schedule.day(day));
        let (Some(own), Some(other)): (Option<CycleDay>, Option<CycleDay>) = (of(new.person_id), of(new.with)) else {
            return Err(Error::not_found());
        };
        if own == other || !(own.kind.works() || other.kind.works()) {
            return Err(DirectoryRefusal::NothingToSwap.into());
        }
        let otherwise = |person_id, instead| NewException { person_id, day, instead, note: note.clone() };
        plan.extend([otherwise(new.person_id, other), otherwise(new.with, own)]);
    }
    let swap: ExceptionId = tx.id();
    let mut first = None;
    for one in &plan {
        let made = store::insert_exception(tx, &rota, one, Some(swap))?;
        first.get_or_insert(made);
    }
    turning::settle(tx, None)?;
    let changed: Vec<(PersonId, Date)> = plan.iter().map(|one| (one.person_id, one.day)).collect();
    record(tx, "directory.duties_swapped", &rota, &changed, address)?;
    match first {
        Some(one) => store::together(tx, id, one),
        None => Ok(Vec::new()),
    }
}

/// Takes back what was otherwise, with all that was written down in the same act; gives what it was.
///
/// Errors: `not_found`.
pub fn restore(tx: &mut Tx<'_>, id: RotaId, exception: ExceptionId, address: &str) -> Result<Vec<DutyException>> {
    hold(tx)?;
    let rota = kept(tx, id)?;
    let found = store::together(tx, id, exception)?;
    if found.is_empty() {
        return Err(Error::not_found());
    }
    for one in &found {
        store::delete_exception(tx, &rota, one.id)?;
    }
    turning::settle(tx, None)?;
    let changed: Vec<(PersonId, Date)> = found.iter().map(|one| (one.person_id, one.day)).collect();
    record(tx, "directory.duty_restored", &rota, &changed, address)?;
    Ok(found)
}
