//! 時間外の発信: how much the sections say outside the hours of offices, so that nobody is measured by it.

use directory::model::{Unit, UnitId, UnitKind};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;

/// A row stands for no fewer people than this.
pub const FEWEST_PEOPLE: i64 = 5;
/// What is told of several units together is told in steps of so many: what is missing once one of them stands elsewhere would be its own.
const STEP: i64 = 5;
/// How many months are told.
pub const MONTHS: usize = 12;

/// How much was said in a month outside the hours of offices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OffHoursCount {
    /// Messages.
    pub said: i64,
    /// How many of these called people: by name, by unit, everyone, or in a direct room.
    pub called: i64,
}

/// The months of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OffHoursOfUnit {
    /// Which; nothing for all who are in units too small to be told.
    pub unit_id: Option<UnitId>,
    /// Its name.
    pub name: String,
    /// What it is part of, the nearest last.
    pub above: Vec<String>,
    /// One for each month.
    pub months: Vec<OffHoursCount>,
}

/// How much was said outside the hours of offices in the last twelve months that are over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OffHours {
    /// The months, as 2026-11, the first one first.
    pub months: Vec<String>,
    /// Units in official order, with what those below them say who are too few.
    pub units: Vec<OffHoursOfUnit>,
}

/// The first days of the twelve months of which that of a day is the last.
pub fn months_until(today: Date) -> Vec<Date> {
    let mut months = Vec::with_capacity(MONTHS);
    let mut first = today.first_of_month();
    for _ in 0..MONTHS {
        months.push(first);
        first = first.yesterday().unwrap_or(first).first_of_month();
    }
    months.reverse();
    months
}

/// A month, as 2026-11.
pub fn month_name(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// What is known of a unit before it is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measured {
    /// For how many people it stands.
    pub people: i64,
    /// One for each month.
    pub months: Vec<OffHoursCount>,
    /// Another unit is told with it.
    pub is_joined: bool,
}

impl Measured {
    /// What is told of it.
    fn told(&self) -> Vec<OffHoursCount> {
        let step = |count: i64| if self.is_joined { count - count % STEP } else { count };
        self.months.iter().map(|one| OffHoursCount { said: step(one.said), called: step(one.called) }).collect()
    }

    fn join(&mut self, other: &Self) {
        self.is_joined = true;
        self.people += other.people;
        self.months.resize(MONTHS, OffHoursCount::default());
        for (own, more) in self.months.iter_mut().zip(&other.months) {
            own.said += more.said;
            own.called += more.called;
        }
    }
}

/// Sums up what cannot be told by itself: teams with their section, and whoever are fewer than [`FEWEST_PEOPLE`] with what they are part of.
/// Units are in official order, parents before children. What is too small at the top is told together, if together they are enough.
pub fn told(units: &[Unit], mut measured: HashMap<UnitId, Measured>) -> Vec<OffHoursOfUnit> {
    let mut rest = Measured::default();
    for unit in units.iter().rev() {
        let Some(own) = measured.get(&unit.id) else { continue };
        if own.people >= FEWEST_PEOPLE && unit.kind != UnitKind::Team {
            continue;
        }
        let own = own.clone();
        measured.remove(&unit.id);
        match unit.parent_id {
            Some(parent) => measured.entry(parent).or_default().join(&own),
            None => rest.join(&own),
        }
    }
    let by_id: HashMap<UnitId, &Unit> = units.iter().map(|unit| (unit.id, unit)).collect();
    let row = |unit: &Unit| {
        let own = measured.get(&unit.id)?;
        let parents = std::iter::successors(unit.parent_id, |id| by_id.get(id).and_then(|unit| unit.parent_id));
        let mut above: Vec<String> = parents.filter_map(|id| by_id.get(&id)).map(|unit| unit.name.clone()).collect();
        above.reverse();
        Some(OffHoursOfUnit { unit_id: Some(unit.id), name: unit.name.clone(), above, months: own.told() })
    };
    let mut rows: Vec<OffHoursOfUnit> = units.iter().filter_map(row).collect();
    if rest.people >= FEWEST_PEOPLE {
        rows.push(OffHoursOfUnit { unit_id: None, name: String::new(), above: Vec::new(), months: rest.told() });
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn unit(id: i64, parent: Option<i64>, kind: UnitKind) -> Unit {
        Unit {
            id: UnitId::from_raw(id),
            parent_id: parent.map(UnitId::from_raw),
            name: format!("{id}課"),
            short_name: None,
            reading: String::new(),
            kind,
            order: id,
            depth: 0,
            head_count: 0,
            extension: None,
            valid_from: date(2020, 4, 1),
            valid_to: None,
            path: String::new(),
        }
    }

    fn measured(id: i64, people: i64, said: i64) -> (UnitId, Measured) {
        let mut months = vec![OffHoursCount::default(); MONTHS];
        months[MONTHS - 1] = OffHoursCount { said, called: 1 };
        (UnitId::from_raw(id), Measured { people, months, is_joined: false })
    }

    fn last(rows: &[OffHoursOfUnit]) -> Vec<(Option<i64>, i64)> {
        rows.iter().map(|row| (row.unit_id.map(UnitId::raw), row.months[MONTHS - 1].said)).collect()
    }

    #[test]
    fn twelve_months_end_with_that_of_a_day() {
        let months: Vec<String> = months_until(date(2026, 3, 31)).into_iter().map(month_name).collect();
        assert_eq!((months.len(), months[0].as_str(), months[11].as_str()), (12, "2025-04", "2026-03"));
    }

    #[test]
    fn whoever_are_few_are_told_with_what_they_are_part_of_and_in_steps_of_five() {
        let units = [
            unit(1, None, UnitKind::Department),
            unit(2, Some(1), UnitKind::Section),
            unit(3, Some(2), UnitKind::Team),
            unit(4, Some(1), UnitKind::Section),
        ];
        let all = [measured(1, 2, 1), measured(2, 3, 10), measured(3, 9, 100), measured(4, 4, 1_000)];
        assert_eq!(last(&told(&units, HashMap::from(all))), [(Some(1), 1_000), (Some(2), 110)]);
    }

    #[test]
    fn what_is_too_small_at_the_top_is_told_together_or_not_at_all() {
        let units = [unit(1, None, UnitKind::Department), unit(2, None, UnitKind::Department)];
        let enough = [measured(1, 2, 1), measured(2, 3, 10)];
        assert_eq!(last(&told(&units, HashMap::from(enough))), [(None, 10)]);
        let few = [measured(1, 2, 1), measured(2, 2, 10)];
        assert_eq!(last(&told(&units, HashMap::from(few))), [] as [(Option<i64>, i64); 0]);
    }
}
