//! 時間外の発信: what the staff says outside the hours of offices is counted as it is said, by the unit of their main post on that day, and told
//! by section and month to those who look after people there. It is nobody's own count: who said it is not kept.

use crate::model::{MONTHS, Measured, OffHours, OffHoursCount, RoomKind, closed, month_name, months_until, told};
use crate::store;
use db::{Conn, Tx};
use directory::model::UnitId;
use directory::service::grants;
use directory::store::units;
use kernel::{Error, Function, Jst, PersonId, Result, Verb};
use std::collections::{HashMap, HashSet};

/// Whether what is said calls people: by name, by unit, everyone, or because it is said to a few.
pub(super) fn calls(kind: RoomKind, body: &str) -> bool {
    let named = text::mentions(body);
    kind == RoomKind::Direct || named.everyone || !named.people.is_empty() || !named.units.is_empty()
}

/// Counts what was said at this moment, and whether it called people. The rows of a day are few and are written outside the hours of offices
/// alone, when hardly anybody waits for them.
pub(super) fn count(tx: &mut Tx<'_>, said: &[(PersonId, bool)]) -> Result<()> {
    let now = tx.now();
    if said.is_empty() || closed(now).is_none() {
        return Ok(());
    }
    store::off_hours::count(tx, Jst::date(now), said)
}

/// [`count`] for something that the actor said in a room, if they are of the staff.
pub(super) fn count_own(tx: &mut Tx<'_>, kind: RoomKind, body: &str) -> Result<()> {
    let actor = tx.actor();
    match actor.outsider {
        None => count(tx, &[(actor.person, calls(kind, body))]),
        Some(_) => Ok(()),
    }
}

/// How much the units that the actor looks after have said outside the hours of offices in the last twelve months that are over: of one that
/// goes on, looking twice would tell what was said between.
pub fn report(conn: &mut Conn<'_>) -> Result<OffHours> {
    let reach = grants::reach(conn, Function::People, Verb::See)?;
    let today = Jst::date(conn.now()).first_of_month().yesterday().map_err(Error::internal)?;
    let months = months_until(today);
    let names: Vec<String> = months.iter().copied().map(month_name).collect();
    let mut measured: HashMap<UnitId, Measured> = HashMap::new();
    let mut there: HashSet<(UnitId, usize)> = HashSet::new();
    for (place, first) in months.iter().enumerate() {
        let day = first.last_of_month();
        for (unit, people) in store::off_hours::people(conn, day)? {
            there.insert((unit, place));
            // The fewest that it had: who was alone in it once is not measured by that month.
            let known = measured.entry(unit).or_insert_with(|| Measured {
                people,
                months: vec![OffHoursCount::default(); MONTHS],
                is_joined: false,
            });
            known.people = known.people.min(people);
        }
    }
    for row in store::off_hours::by_month(conn, months[0])? {
        let Some(place) = names.iter().position(|name| *name == row.month) else { continue };
        let unit = measured.entry(row.unit).or_default();
        unit.months.resize(MONTHS, OffHoursCount::default());
        // Nobody was in it at the end of that month: whoever said it was fewer than is known.
        if row.said > 0 && !there.contains(&(row.unit, place)) {
            unit.people = 0;
        }
        unit.months[place] = OffHoursCount { said: row.said, called: row.called };
    }
    let mut rows = told(&units::all_units(conn)?, measured);
    rows.retain(|row| reach.covers(row.unit_id));
    Ok(OffHours { months: names, units: rows })
}
