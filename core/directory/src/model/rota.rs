//! 当番表: who is on duty when, by a cycle of days in which crews follow one another, and by what is otherwise for once.

use super::{PersonBrief, UnitId, tag};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Id, Jst, PersonId, Tick, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::time::Duration;

/// The id of a rota.
pub type RotaId = Id<tag::Rota>;
/// The id of a day that is otherwise for once.
pub type ExceptionId = Id<tag::DutyException>;

/// Minutes of a day.
const DAY_MINUTES: i64 = 24 * 60;
/// How far the next duty is looked for, in days; who has none until then is looked at again.
const HORIZON: i32 = 370;

/// What sort of day it is for whoever has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// 当番
    Duty,
    /// 日勤
    Day,
    /// 夜勤
    Night,
    /// 明け: a night's work ends in the morning.
    After,
    /// 非番
    Off,
    /// 週休
    Rest,
}

impl DayKind {
    /// Whether work begins on it.
    pub fn works(self) -> bool {
        matches!(self, Self::Duty | Self::Day | Self::Night)
    }
}

/// A day of a cycle: its kind and, if work begins on it, from when to when, in minutes after midnight. It ends on the day after
/// when the end is not after the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CycleDay {
    /// Its kind.
    pub kind: DayKind,
    /// When work begins.
    #[serde(default)]
    pub begins: Option<i64>,
    /// When it ends.
    #[serde(default)]
    pub ends: Option<i64>,
}

impl CycleDay {
    /// Whether it has hours if, and only if, work begins on it.
    pub fn is_whole(&self) -> bool {
        let minutes = 0..DAY_MINUTES;
        match (self.kind.works(), self.begins, self.ends) {
            (true, Some(begins), Some(ends)) => minutes.contains(&begins) && minutes.contains(&ends),
            (works, begins, ends) => !works && begins.is_none() && ends.is_none(),
        }
    }

    /// From when to when work goes on that begins on a day.
    pub fn hours(&self, day: Date) -> Option<(Timestamp, Timestamp)> {
        let (begins, ends) = (self.begins?, self.ends?);
        let ends = if ends > begins { ends } else { ends + DAY_MINUTES };
        let at = |minutes: i64| Jst::start_of(day).plus(Duration::from_secs(60 * minutes.max(0) as u64));
        Some((at(begins), at(ends)))
    }
}

/// Somebody who is in a crew from a day to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct CrewMember {
    /// Who.
    #[schemars(with = "String")]
    pub person_id: PersonId,
    /// First day.
    #[schemars(with = "String")]
    pub valid_from: Date,
    /// Last day; nothing while it is not known.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
}

impl CrewMember {
    /// Whether they are in it on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| last >= day)
    }

    /// Whether both hold on some day.
    pub fn meets(&self, other: &Self) -> bool {
        self.valid_from <= other.valid_to.unwrap_or(Date::MAX) && other.valid_from <= self.valid_to.unwrap_or(Date::MAX)
    }
}

/// A crew (部・班): people whose days are the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Crew {
    /// Its number, which it keeps.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// Which day of the cycle it has on the anchor day, from 0.
    pub offset: i64,
    /// Who is in it, was or will be.
    #[serde(default)]
    pub members: Vec<CrewMember>,
}

/// What a rota says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewRota {
    /// Whose it is: this unit's, and of those below it.
    pub unit_id: UnitId,
    /// Its name.
    pub name: String,
    /// The day from which the cycle is counted.
    #[schemars(with = "String")]
    pub anchor: Date,
    /// The days after one another, again and again.
    pub cycle: Vec<CycleDay>,
    /// Whether who is not on duty by it is off duty: nothing rings for them, and nobody waits for them to read.
    pub quiets: bool,
    /// The crews.
    pub crews: Vec<Crew>,
}

/// A rota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rota {
    /// Its id.
    pub id: RotaId,
    /// What it says.
    #[serde(flatten)]
    pub said: NewRota,
    /// The tick of the last change.
    pub tick: Tick,
}

/// A rota to be edited, with those who are in it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RotaToEdit {
    /// The rota.
    #[serde(flatten)]
    pub rota: Rota,
    /// Everybody in its crews.
    pub people: Vec<PersonBrief>,
    /// How many days are otherwise in it from today on.
    pub otherwise: usize,
}

/// What becomes of days that are otherwise when their usual day becomes another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// They stay as they were written down.
    Keep,
    /// They are taken back.
    Drop,
}

/// A rota in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RotaBrief {
    /// Its id.
    pub id: RotaId,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub unit_id: UnitId,
    /// What that unit is called.
    pub unit_name: String,
    /// How many crews it has.
    pub crews: usize,
    /// How many people are in it today.
    pub people: usize,
    /// Whether I am in it today.
    pub mine: bool,
    /// Whether I may change it.
    pub may_change: bool,
}

/// A day that is otherwise for somebody, for once.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct NewException {
    /// For whom.
    #[schemars(with = "String")]
    pub person_id: PersonId,
    /// Which day.
    #[schemars(with = "String")]
    pub day: Date,
    /// What it is instead.
    pub instead: CycleDay,
    /// Why, in a word.
    #[serde(default)]
    pub note: Option<String>,
}

/// Two people exchange their days: one day, or one of each.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct NewSwap {
    /// One of them.
    #[schemars(with = "String")]
    pub person_id: PersonId,
    /// The day on which the other one does their work.
    #[schemars(with = "String")]
    pub day: Date,
    /// The other one.
    #[schemars(with = "String")]
    pub with: PersonId,
    /// The day on which they do the other one's; the same day when absent.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub with_day: Option<Date>,
    /// Why, in a word.
    #[serde(default)]
    pub note: Option<String>,
}

/// A day that is otherwise, as it was written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DutyException {
    /// Its id.
    pub id: ExceptionId,
    /// For whom.
    #[schemars(with = "String")]
    pub person_id: PersonId,
    /// Which day.
    #[schemars(with = "String")]
    pub day: Date,
    /// What it is instead.
    pub instead: CycleDay,
    /// The same for all that were made by one exchange; they are taken back together.
    pub swap_id: Option<ExceptionId>,
    /// Why.
    pub note: Option<String>,
}

/// Somebody's days of a month, in a crew of theirs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MonthRow {
    /// Who.
    pub person: PersonBrief,
    /// The number of the crew.
    pub crew: i64,
    /// Day by day; nothing for those on which they are not in the crew.
    pub days: Vec<Option<DayKind>>,
}

/// A crew's name and number.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CrewName {
    /// Its number.
    pub number: i64,
    /// Its name.
    pub name: String,
}

/// Somebody who is on duty.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OnDuty {
    /// Who.
    pub person: PersonBrief,
    /// The number of their crew.
    pub crew: i64,
    /// What sort of duty.
    pub kind: DayKind,
    /// Since when.
    pub begins: Timestamp,
    /// Until when.
    pub ends: Timestamp,
}

/// A month of a rota.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RotaMonth {
    /// Which rota.
    pub rota: RotaBrief,
    /// Its first day.
    #[schemars(with = "String")]
    pub first_day: Date,
    /// Today.
    #[schemars(with = "String")]
    pub today: Date,
    /// The sorts of days that there are, with their hours, in the order of the cycle.
    pub sorts: Vec<CycleDay>,
    /// The crews in order.
    pub crews: Vec<CrewName>,
    /// When somebody of those shown comes on duty or goes off duty next, at midnight at the latest.
    pub turns_at: Timestamp,
    /// Who is on duty at this moment.
    pub on_duty: Vec<OnDuty>,
    /// People by crew.
    pub rows: Vec<MonthRow>,
    /// What is otherwise in it.
    pub exceptions: Vec<DutyException>,
}

/// How somebody stands at a moment, and when that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In no crew; nothing when they will be in none.
    Free(Option<Timestamp>),
    /// On duty.
    On(Timestamp),
    /// Off duty.
    Off(Timestamp),
}

/// Somebody's days by a rota.
#[derive(Debug, Clone, Default)]
pub struct Schedule<'r> {
    cycle: &'r [CycleDay],
    anchor: Date,
    /// Membership, with the crew's number and offset.
    terms: Vec<(CrewMember, i64, i64)>,
    exceptions: HashMap<Date, CycleDay>,
}

impl<'r> Schedule<'r> {
    /// Everybody's who is in a crew at some time.
    pub fn all(rota: &'r NewRota, exceptions: &[DutyException]) -> HashMap<PersonId, Self> {
        let mut found: HashMap<PersonId, Self> = HashMap::new();
        for crew in &rota.crews {
            for member in &crew.members {
                let schedule = found.entry(member.person_id).or_insert_with(|| Self {
                    cycle: &rota.cycle,
                    anchor: rota.anchor,
                    ..Self::default()
                });
                schedule.terms.push((*member, crew.number, crew.offset));
            }
        }
        for exception in exceptions {
            if let Some(schedule) = found.get_mut(&exception.person_id) {
                schedule.exceptions.insert(exception.day, exception.instead);
            }
        }
        found
    }

    fn term_on(&self, day: Date) -> Option<&(CrewMember, i64, i64)> {
        self.terms.iter().find(|(member, ..)| member.holds_on(day))
    }

    /// The number of the crew on a day.
    pub fn crew_on(&self, day: Date) -> Option<i64> {
        self.term_on(day).map(|&(_, number, _)| number)
    }

    /// What a day is; nothing when they are in no crew on it.
    pub fn day(&self, day: Date) -> Option<CycleDay> {
        let &(_, _, offset) = self.term_on(day)?;
        let length = self.cycle.len() as i64;
        let days = i64::from((day - self.anchor).get_days());
        let place = days.saturating_add(offset).rem_euclid(length.max(1));
        let otherwise = self.exceptions.get(&day).copied();
        otherwise.or_else(|| self.cycle.get(place as usize).copied())
    }

    /// The duty at a moment, with its hours.
    pub fn duty_at(&self, at: Timestamp) -> Option<(DayKind, Timestamp, Timestamp)> {
        let today = Jst::date(at);
        // What began yesterday may go on today.
        let days = [today.saturating_sub(1.day()), today];
        let duties = days.into_iter().filter_map(|day| {
            let of_day = self.day(day)?;
            let (begins, ends) = of_day.hours(day)?;
            (begins <= at && at < ends).then_some((of_day.kind, begins, ends))
        });
        duties.max_by_key(|&(_, _, ends)| ends)
    }

    /// How they stand at a moment.
    pub fn at(&self, at: Timestamp) -> Standing {
        let today = Jst::date(at);
        if let Some((_, _, ends)) = self.duty_at(at) {
            return Standing::On(ends);
        }
        if self.term_on(today).is_none() {
            let later = self.terms.iter().map(|(member, ..)| member.valid_from).filter(|first| *first > today);
            return Standing::Free(later.min().map(Jst::start_of));
        }
        let mut day = today;
        for _ in 0..HORIZON {
            let Some(of_day) = self.day(day) else { break };
            if let Some((begins, _)) = of_day.hours(day).filter(|(begins, _)| *begins > at) {
                return Standing::Off(begins);
            }
            day = day.saturating_add(1.day());
        }
        Standing::Off(Jst::start_of(day))
    }
}

#[cfg(test)]
mod tests;
