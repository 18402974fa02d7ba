//! 居場所: where somebody is, and until when; the organisation's places; who has not said it today.

use super::{PersonBrief, PointId, Unit, UnitId, UnitKind, tag};
use kernel::{Id, Jst, PersonId, Timestamp, is_open_day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::time::Duration;

/// The id of a place.
pub type PlaceId = Id<tag::Place>;

/// In which way somebody is there, or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhereaboutsKind {
    /// 在席
    AtDesk,
    /// 離席
    Away,
    /// 外出
    Out,
    /// 会議
    Meeting,
    /// 在宅
    Home,
    /// 休暇
    DayOff,
}

/// Where somebody is at the moment. Neither kind nor place: it was taken back, and nothing is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Whereabouts {
    /// In which way they are there, or are not.
    pub kind: Option<WhereaboutsKind>,
    /// The place of the organisation's.
    pub place_id: Option<PlaceId>,
    /// The point of a floor of that place.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub point_id: Option<PointId>,
    /// Where: the name of the place as it is now, with floor and point if it is one; or free words.
    pub place: Option<String>,
    /// The telephone extension there: their own, or the place's.
    pub extension: Option<String>,
    /// Of that extension what was said with it, whatever the place's is.
    pub own_extension: Option<String>,
    /// Until when; from then on nothing is known.
    pub until: Option<Timestamp>,
    /// Since when it is said.
    pub since: Timestamp,
    /// Who said it, if it was somebody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub set_by: Option<PersonId>,
}

impl Whereabouts {
    /// Whether it holds at an instant.
    pub fn holds_at(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| until > now)
    }
}

/// What is said of where somebody is; nothing at all takes it back.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NewWhereabouts {
    /// In which way they are there, or are not.
    pub kind: Option<WhereaboutsKind>,
    /// A place of the organisation's.
    pub place_id: Option<PlaceId>,
    /// A point of a floor, which says the place as well.
    pub point_id: Option<PointId>,
    /// Free words for where; not together with `place_id` or `point_id`.
    pub place: Option<String>,
    /// The telephone extension there, if it is another than the place's.
    pub extension: Option<String>,
    /// Until when.
    pub until: Option<Timestamp>,
    /// What this takes back, by its `since`: refused as stale where something was said since. What was before may have lapsed meanwhile, or its
    /// place be off the list; so a name in `place` may come together with `place_id` or `point_id` here.
    pub undoes: Option<Timestamp>,
}

impl NewWhereabouts {
    /// Whether nothing is said at all.
    pub fn is_nothing(&self) -> bool {
        self.kind.is_none() && self.place_id.is_none() && self.point_id.is_none() && self.place.is_none()
    }
}

/// A place where people work: 本庁舎3階, 第二庁舎, サテライトオフィス.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Place {
    /// Its id.
    pub id: PlaceId,
    /// Its name.
    pub name: String,
    /// Its name in kana.
    pub reading: String,
    /// The telephone or extension there.
    pub extension: Option<String>,
    /// Where it comes in the list.
    pub order: i64,
    /// The tick of the last change, for `If-Match`.
    pub tick: i64,
}

/// What is needed for a place.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NewPlace {
    /// A proposed id.
    pub id: Option<PlaceId>,
    /// Its name.
    pub name: String,
    /// Its name in kana.
    pub reading: String,
    /// The telephone or extension there.
    pub extension: Option<String>,
    /// Where it comes in the list.
    pub order: i64,
}

/// Whether people are asked to say every day where they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WhereaboutsRule {
    /// Minutes after midnight from which who has not said it counts as missing; nothing where nobody is asked.
    pub from_minute: Option<i64>,
    /// Where it is asked for: whoever has not said it is asked at the first use of an open day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_first_use: bool,
    /// Where it is asked for: whoever has not said it by the hour is reminded by the program.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reminds: bool,
}

impl WhereaboutsRule {
    /// Since when whoever has not said where they are is missing at an instant; nothing while nobody is.
    pub fn since(self, now: Timestamp) -> Option<Timestamp> {
        let day = Jst::date(now);
        let begin = Jst::start_of(day);
        let from = begin.plus(Duration::from_secs(60 * u64::try_from(self.from_minute?).unwrap_or_default()));
        (is_open_day(day) && from <= now).then_some(begin)
    }

    /// Since when whoever has not said it is asked at the first use of the day; nothing where that is not done, or on a closing day.
    pub fn first_use_since(self, now: Timestamp) -> Option<Timestamp> {
        let day = Jst::date(now);
        (self.from_minute.is_some() && self.at_first_use && is_open_day(day)).then(|| Jst::start_of(day))
    }

    /// When the program reminds those who are missing today; nothing where it does not, on a closing day, or once the hour is over.
    pub fn reminds_at(self, now: Timestamp) -> Option<Timestamp> {
        let day = Jst::date(now);
        let minutes = u64::try_from(self.from_minute?).unwrap_or_default();
        let at = Jst::start_of(day).plus(Duration::from_secs(60 * minutes));
        (self.reminds && is_open_day(day) && at >= now).then_some(at)
    }
}

/// Somebody who has not said today where they are.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Missing {
    /// Who.
    pub person: PersonBrief,
    /// Their number.
    pub staff_number: String,
    /// Their telephone extension.
    pub extension: Option<String>,
    /// When they were last reminded, if it was today.
    pub reminded_at: Option<Timestamp>,
}

/// How many of a unit have not said today where they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MissingOfUnit {
    /// The unit of their main posts.
    pub unit_id: UnitId,
    /// Its name.
    pub unit_name: String,
    /// How many have not.
    pub missing: i64,
    /// Of how many.
    pub of: i64,
}

/// The section of a unit, whose people answer one another's telephones: the nearest unit that is more than a team (係).
pub fn section(units: &[Unit], unit: UnitId) -> Option<&Unit> {
    let by_id: HashMap<UnitId, &Unit> = units.iter().map(|unit| (unit.id, unit)).collect();
    let mut at = by_id.get(&unit).copied()?;
    while let (UnitKind::Team, Some(above)) = (at.kind, at.parent_id.and_then(|parent| by_id.get(&parent))) {
        at = above;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Date, date};

    fn unit(id: i64, parent: Option<i64>, kind: UnitKind) -> Unit {
        Unit {
            id: Id::from_raw(id),
            parent_id: parent.map(Id::from_raw),
            name: String::new(),
            short_name: None,
            reading: String::new(),
            kind,
            order: 0,
            depth: 0,
            head_count: 0,
            extension: None,
            valid_from: Date::MIN,
            valid_to: None,
            path: String::new(),
        }
    }

    #[test]
    fn a_team_belongs_to_the_section_above_it_and_everything_else_is_one_itself() {
        use UnitKind::{Department, Section, Team};
        let units = [unit(1, None, Department), unit(2, Some(1), Section), unit(3, Some(2), Team), unit(4, None, Team)];
        let of = |id: i64| section(&units, Id::from_raw(id)).map(|unit| unit.id.raw());
        assert_eq!([of(1), of(2), of(3), of(4), of(5)], [Some(1), Some(2), Some(2), Some(4), None]);
    }

    #[test]
    fn nobody_is_missing_before_the_hour_nor_on_a_closing_day_nor_where_it_is_off() {
        let rule = WhereaboutsRule { from_minute: Some(9 * 60), ..WhereaboutsRule::default() };
        let at = |day: Date, minutes: u64| Jst::start_of(day).plus(Duration::from_secs(60 * minutes));
        let open = date(2026, 4, 1);
        assert_eq!(rule.since(at(open, 8 * 60 + 59)), None);
        assert_eq!(rule.since(at(open, 9 * 60)), Some(Jst::start_of(open)));
        assert_eq!(rule.since(at(date(2026, 4, 4), 600)), None, "a Saturday");
        assert_eq!(rule.since(at(date(2026, 4, 29), 600)), None, "昭和の日");
        assert_eq!(WhereaboutsRule::default().since(at(open, 600)), None);
    }

    #[test]
    fn the_program_reminds_at_the_hour_of_an_open_day_and_asks_from_its_beginning_where_that_is_wanted() {
        let rule = WhereaboutsRule { from_minute: Some(9 * 60), at_first_use: true, reminds: true };
        let at = |day: Date, minutes: u64| Jst::start_of(day).plus(Duration::from_secs(60 * minutes));
        let (open, saturday) = (date(2026, 4, 1), date(2026, 4, 4));
        assert_eq!(rule.reminds_at(at(open, 0)), Some(at(open, 540)));
        assert_eq!(rule.reminds_at(at(open, 541)), None, "it is over");
        assert_eq!(rule.first_use_since(at(open, 481)), Some(at(open, 0)));
        assert_eq!((rule.reminds_at(at(saturday, 0)), rule.first_use_since(at(saturday, 481))), (None, None));
        let off = WhereaboutsRule { from_minute: None, ..rule };
        assert_eq!((off.reminds_at(at(open, 0)), off.first_use_since(at(open, 481))), (None, None));
    }
}
