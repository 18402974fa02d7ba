//! Who is in crews no longer, who came and who moved, and the days that are otherwise and do not fit any more.

use crate::model::{CrewMember, DirectoryRefusal, DutyException, NewRota, Otherwise, Rota, RotaId, Schedule};
use crate::store::people;
use crate::store::rotas as store;
use audit::{Record, Subject};
use db::{Conn, Tx};
use jiff::civil::Date;
use kernel::{Jst, PersonId, Result};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Ends that people are in crews of units to which they belong no longer, with their exchanges to come, and writes it down. Whether
/// there were any.
pub(super) fn end_strays(tx: &mut Tx<'_>, ids: Option<&[PersonId]>) -> Result<bool> {
    let today = Jst::date(tx.now());
    let ended = store::end_strays(tx, ids, today)?;
    for (&id, people) in &ended {
        let dropped = store::drop_astray(tx, id, today)?;
        let Some(rota) = store::get(tx, id)? else { continue };
        let mut detail = Map::new();
        name(tx, &mut detail, "crew_left", people)?;
        detail.insert("last_day".to_owned(), json!(today.yesterday().unwrap_or(today).to_string()));
        tell_dropped(&mut detail, &dropped);
        let subject = Subject::of("rota", id, &rota.said.name);
        audit::record(tx, &Record { act: "directory.crew_left", subject, detail: detail.into(), address: "" })?;
    }
    Ok(!ended.is_empty())
}

/// The names of some people, in order, under a key; nothing when there are none.
fn name(conn: &mut Conn<'_>, detail: &mut Map<String, Value>, key: &str, ids: &[PersonId]) -> Result<()> {
    let names: Vec<String> = people::briefs(conn, ids)?.into_iter().map(|person| person.name).collect();
    if !names.is_empty() {
        detail.insert(key.to_owned(), json!(names));
    }
    Ok(())
}

/// The days on which something is otherwise no longer.
pub(super) fn tell_dropped(detail: &mut Map<String, Value>, dropped: &[DutyException]) {
    let mut days: Vec<String> = dropped.iter().map(|one| one.day.to_string()).collect();
    days.sort_unstable();
    days.dedup();
    if !days.is_empty() {
        detail.insert("dropped_days".to_owned(), json!(days));
    }
}

/// When somebody is in which crew.
type Terms = BTreeMap<PersonId, Vec<(i64, CrewMember)>>;

fn terms(said: Option<&NewRota>) -> Terms {
    let mut found = Terms::new();
    for crew in said.iter().flat_map(|said| &said.crews) {
        for member in &crew.members {
            found.entry(member.person_id).or_default().push((crew.number, *member));
        }
    }
    found.values_mut().for_each(|terms| terms.sort_by_key(|(_, member)| member.valid_from));
    found
}

/// Says by name who came into crews, left them, moved, or is in them from or to other days than before.
pub(super) fn tell_moves(
    conn: &mut Conn<'_>,
    detail: &mut Map<String, Value>,
    before: Option<&NewRota>,
    after: Option<&NewRota>,
) -> Result<()> {
    let today = Jst::date(conn.now());
    let (before, after) = (terms(before), terms(after));
    let crews = |terms: Option<&Vec<(i64, CrewMember)>>| -> HashSet<i64> {
        let going = terms.into_iter().flatten().filter(|(_, member)| member.valid_to.is_none_or(|last| last >= today));
        going.map(|&(crew, _)| crew).collect()
    };
    let mut told: HashMap<&str, Vec<PersonId>> = HashMap::new();
    let everybody: HashSet<PersonId> = before.keys().chain(after.keys()).copied().collect();
    for person in everybody {
        let (was, is) = (before.get(&person), after.get(&person));
        let (from, to) = (crews(was), crews(is));
        let key = match () {
            () if was == is => continue,
            () if from == to => "crew_dates",
            () if from.is_empty() => "crew_joined",
            () if to.is_empty() => "crew_left",
            () => "crew_moved",
        };
        told.entry(key).or_default().push(person);
    }
    told.into_iter().try_for_each(|(key, people)| name(conn, detail, key, &people))
}

/// What is otherwise from today on and does not fit what a rota is to say: that of people who are in no crew on that day any more or
/// in another, and that whose usual day is another, if it is to be dropped.
///
/// Errors: `directory.days_otherwise` when nobody said what becomes of the latter.
pub(super) fn misfits(
    conn: &mut Conn<'_>,
    rota: &Rota,
    new: &NewRota,
    otherwise: Option<Otherwise>,
) -> Result<Vec<DutyException>> {
    let to_come = to_come(conn, rota.id)?;
    let (before, after) = (Schedule::all(&rota.said, &[]), Schedule::all(new, &[]));
    let crew = |schedules: &HashMap<PersonId, Schedule<'_>>, one: &DutyException| {
        schedules.get(&one.person_id).and_then(|schedule| schedule.crew_on(one.day))
    };
    let usual = |schedules: &HashMap<PersonId, Schedule<'_>>, one: &DutyException| {
        schedules.get(&one.person_id).and_then(|schedule| schedule.day(one.day))
    };
    let (mut gone, stay): (Vec<_>, Vec<_>) =
        to_come.into_iter().partition(|one| crew(&before, one) != crew(&after, one));
    let shifted: Vec<_> = stay.into_iter().filter(|one| usual(&before, one) != usual(&after, one)).collect();
    match otherwise {
        Some(Otherwise::Drop) => gone.extend(shifted),
        Some(Otherwise::Keep) => {}
        None if !shifted.is_empty() => return Err(DirectoryRefusal::DaysOtherwise.into()),
        None => {}
    }
    Ok(gone)
}

/// What is otherwise in a rota from today on.
pub(super) fn to_come(conn: &mut Conn<'_>, id: RotaId) -> Result<Vec<DutyException>> {
    let today = Jst::date(conn.now());
    store::exceptions(conn, id, today, Date::MAX)
}
