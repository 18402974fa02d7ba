//! 休業: who is away for months, from a day to a day, and what they may use meanwhile.

use super::{PersonBrief, tag};
use jiff::civil::Date;
use kernel::{Id, LeaveAccess, PersonId, Tick};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The id of a leave.
pub type LeaveId = Id<tag::Leave>;

/// Why somebody is on leave; known to themselves and to who may change their record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeaveKind {
    /// 産前産後休業
    Maternity,
    /// 育児休業
    Childcare,
    /// 病気休職
    Sick,
    /// 休職(その他)
    Other,
}

/// What a leave says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewLeave {
    /// Why.
    pub kind: LeaveKind,
    /// First day.
    #[schemars(with = "String")]
    pub valid_from: Date,
    /// Last day; nothing while it is not known.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
    /// What they may use.
    pub access: LeaveAccess,
}

impl NewLeave {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| last >= day)
    }

    /// Whether both hold on some day.
    pub fn meets(&self, other: &Self) -> bool {
        self.valid_from <= other.valid_to.unwrap_or(Date::MAX) && other.valid_from <= self.valid_to.unwrap_or(Date::MAX)
    }
}

/// A leave of somebody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Leave {
    /// Its id.
    pub id: LeaveId,
    /// Whose.
    #[schemars(with = "String")]
    pub person_id: PersonId,
    /// What it says.
    #[serde(flatten)]
    pub said: NewLeave,
    /// The tick of the last change.
    pub tick: Tick,
}

/// A leave in a list, with the person.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LeaveLine {
    /// The leave.
    #[serde(flatten)]
    pub leave: Leave,
    /// Whose.
    pub person: PersonBrief,
}

/// That somebody came back from a leave not long ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Returned {
    /// The first day of the leave.
    #[schemars(with = "String")]
    pub since: Date,
    /// Its last day.
    #[schemars(with = "String")]
    pub until: Date,
}

/// What changed around somebody while they were on leave.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WelcomeBack {
    /// When they were away.
    #[serde(flatten)]
    pub away: Returned,
    /// Who came to their unit and is there still, at most 200.
    pub joined: Vec<PersonBrief>,
    /// Who was there and is no longer, at most 200.
    pub left: Vec<PersonBrief>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn leave(valid_from: Date, valid_to: Option<Date>) -> NewLeave {
        NewLeave { kind: LeaveKind::Childcare, valid_from, valid_to, access: LeaveAccess::Read }
    }

    #[test]
    fn a_leave_holds_on_its_first_and_its_last_day() {
        let leave = leave(date(2026, 4, 1), Some(date(2027, 3, 31)));
        let held: Vec<bool> = [date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31), date(2027, 4, 1)]
            .map(|day| leave.holds_on(day))
            .to_vec();
        assert_eq!(held, [false, true, true, false]);
    }

    #[test]
    fn leaves_meet_where_they_share_a_day() {
        let first = leave(date(2026, 4, 1), Some(date(2026, 6, 30)));
        assert!(first.meets(&leave(date(2026, 6, 30), None)));
        assert!(!first.meets(&leave(date(2026, 7, 1), None)));
        assert!(!leave(date(2026, 7, 1), None).meets(&first));
        assert!(leave(date(2026, 1, 1), None).meets(&first));
    }
}
