//! Who takes part (利用の範囲): an organisation begins with some of its units and people, and widens. Pure.

use super::{Unit, UnitId};
use jiff::civil::Date;
use kernel::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};

/// A unit that takes part, with all below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChosenUnit {
    /// The unit.
    pub unit_id: UnitId,
    /// From this day on.
    #[schemars(with = "String")]
    pub from: Date,
}

/// Somebody who takes part, wherever they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChosenPerson {
    /// Who.
    #[schemars(with = "String")]
    pub person_id: PersonId,
    /// From this day on.
    #[schemars(with = "String")]
    pub from: Date,
}

/// Who takes part. As it is when nobody ever said anything, everybody does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Participation {
    /// Only those who are chosen, and who administers all.
    pub chosen: bool,
    /// From this day on everybody again.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub everybody_from: Option<Date>,
    /// The chosen units.
    #[serde(default)]
    pub units: Vec<ChosenUnit>,
    /// The chosen people.
    #[serde(default)]
    pub persons: Vec<ChosenPerson>,
}

/// Whom it takes on one day.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    everybody: bool,
    paths: Vec<String>,
    persons: HashSet<PersonId>,
}

impl Scope {
    /// Whether it takes somebody who holds posts in units with these paths.
    pub fn takes<'p>(&self, person: PersonId, mut paths: impl Iterator<Item = &'p str>) -> bool {
        self.everybody
            || self.persons.contains(&person)
            || (!self.paths.is_empty() && paths.any(|path| self.paths.iter().any(|chosen| path.starts_with(chosen))))
    }
}

impl Participation {
    /// Whether everybody takes part on a day.
    pub fn is_everybody(&self, day: Date) -> bool {
        !self.chosen || self.everybody_from.is_some_and(|from| from <= day)
    }

    /// Whom it takes on a day.
    pub fn scope(&self, units: &[Unit], day: Date) -> Scope {
        if self.is_everybody(day) {
            return Scope { everybody: true, ..Scope::default() };
        }
        let chosen: HashSet<UnitId> =
            self.units.iter().filter(|chosen| chosen.from <= day).map(|chosen| chosen.unit_id).collect();
        let paths = units.iter().filter(|unit| chosen.contains(&unit.id)).map(|unit| unit.path.clone()).collect();
        let persons = self.persons.iter().filter(|chosen| chosen.from <= day).map(|chosen| chosen.person_id).collect();
        Scope { everybody: false, paths, persons }
    }

    /// The days after one on which it takes more people.
    pub fn days_after(&self, day: Date) -> BTreeSet<Date> {
        let chosen = self.units.iter().map(|chosen| chosen.from).chain(self.persons.iter().map(|chosen| chosen.from));
        let days = chosen.chain(self.everybody_from);
        days.filter(|from| self.chosen && *from > day).collect()
    }

    /// On which day, from one on, somebody who holds posts in units with these paths is taken, if that is known.
    pub fn begins(&self, units: &[Unit], person: PersonId, paths: &[&str], from: Date) -> Option<Date> {
        let takes = |day: &Date| self.scope(units, *day).takes(person, paths.iter().copied());
        std::iter::once(from).chain(self.days_after(from)).find(takes)
    }
}

/// What somebody who does not take part yet is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotBegun {
    /// The unit of their main post.
    pub unit: Option<String>,
    /// The day on which they begin.
    pub on: Option<Date>,
}

/// What happens on a day on which more take part, or fewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The day. What happens later than today without a choice happens by posts that begin and end.
    pub on: Date,
    /// Who comes.
    pub come: Vec<PersonId>,
    /// Who goes out.
    pub go: Vec<PersonId>,
}

/// What becomes of those who are here today with a participation, as far as their posts are known. The staff and shared accounts are counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Who takes part now.
    pub inside: Vec<PersonId>,
    /// Who does not.
    pub outside: Vec<PersonId>,
    /// Day by day, today first where something changes today.
    pub turns: Vec<Turn>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UnitKind;
    use jiff::civil::date;

    fn unit(id: i64, path: &str) -> Unit {
        Unit {
            id: UnitId::from_raw(id),
            parent_id: None,
            name: String::new(),
            short_name: None,
            reading: String::new(),
            kind: UnitKind::Section,
            order: 0,
            depth: 0,
            head_count: 0,
            extension: None,
            valid_from: date(2020, 4, 1),
            valid_to: None,
            path: path.to_owned(),
        }
    }

    fn pilot() -> Participation {
        Participation {
            chosen: true,
            everybody_from: Some(date(2027, 4, 1)),
            units: vec![ChosenUnit { unit_id: UnitId::from_raw(2), from: date(2026, 10, 1) }],
            persons: vec![ChosenPerson { person_id: PersonId::from_raw(9), from: date(2026, 12, 1) }],
        }
    }

    #[test]
    fn nothing_said_takes_everybody() {
        let scope = Participation::default().scope(&[], date(2026, 4, 1));
        assert!(scope.takes(PersonId::from_raw(1), std::iter::empty()));
    }

    #[test]
    fn a_unit_takes_all_below_it_from_its_day_on() {
        let units = [unit(1, "0000"), unit(2, "00000001"), unit(3, "000000010000"), unit(4, "00000002")];
        let takes =
            |day, path: &'static str| pilot().scope(&units, day).takes(PersonId::from_raw(1), std::iter::once(path));
        assert!(takes(date(2026, 10, 1), "000000010000"));
        assert!(!takes(date(2026, 9, 30), "000000010000"));
        assert!(!takes(date(2026, 10, 1), "0000"));
        assert!(!takes(date(2026, 10, 1), "00000002"));
        assert!(takes(date(2027, 4, 1), "00000002"));
    }

    #[test]
    fn the_day_on_which_somebody_begins_is_the_first_that_takes_them() {
        let units = [unit(2, "00000001")];
        let begins = |person, path| pilot().begins(&units, PersonId::from_raw(person), &[path], date(2026, 9, 1));
        assert_eq!(begins(1, "00000001"), Some(date(2026, 10, 1)));
        assert_eq!(begins(9, "00000002"), Some(date(2026, 12, 1)));
        assert_eq!(begins(1, "00000002"), Some(date(2027, 4, 1)));
        let at_noon = pilot().begins(&units, PersonId::from_raw(1), &["00000001"], date(2026, 10, 5));
        assert_eq!(at_noon, Some(date(2026, 10, 5)), "who is taken already, and is about to be let in");
        let endless = Participation { everybody_from: None, ..pilot() };
        assert_eq!(endless.begins(&units, PersonId::from_raw(1), &["00000002"], date(2026, 9, 1)), None);
    }
}
