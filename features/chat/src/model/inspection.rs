//! 閲覧の申請: an administrator's request to read a room that is not theirs, which another administrator grants or refuses.

use super::{RoomId, RoomKind};
use directory::model::PersonBrief;
use jiff::civil::Date;
use kernel::{Error, Id, Jst, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::time::Duration;

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A request to read a room.
    pub struct Inspection;
}

/// The id of an inspection.
pub type InspectionId = Id<tag::Inspection>;

/// A purpose in characters: fewer say nothing.
const PURPOSE: Range<usize> = 10..501;
/// The longest reason for a decision, in characters.
const LONGEST_REASON: usize = 500;
/// Hours for which a room may be read.
const HOURS: Range<i64> = 1..73;
/// How long a request waits for somebody to decide.
pub const WAITS: Duration = Duration::from_secs(7 * 86_400);

/// What has become of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InspectionState {
    /// Another administrator has to decide.
    Waiting,
    /// The room may be read.
    Granted,
    /// It was not granted.
    Refused,
    /// Whoever asked took it back.
    Withdrawn,
    /// Nobody decided in time.
    Lapsed,
    /// The room was opened to the one who asked, and is so no longer.
    Ended,
}

impl InspectionState {
    /// What it is at a moment, from what was last written down and since when it stands: time goes on by itself, and rights are lost.
    /// A clock that was set back lengthens nothing.
    #[must_use]
    pub fn at(self, now: Timestamp, stands: Range<Timestamp>, administers: bool) -> Self {
        let over = !stands.contains(&now) || !administers;
        match self {
            Self::Waiting if over => Self::Lapsed,
            Self::Granted if over => Self::Ended,
            state => state,
        }
    }
}

/// Which inspections a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InspectionPhase {
    /// Those that wait for a decision.
    Waiting,
    /// Those by which a room is read now.
    Granted,
    /// Those that are over.
    Closed,
}

/// The room of an inspection.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InspectedRoom {
    /// Its id.
    pub id: RoomId,
    /// What sort.
    pub kind: RoomKind,
    /// Its name; empty for a direct room.
    pub name: String,
    /// Of a direct room, which has no name: those in it.
    pub people: Vec<PersonBrief>,
}

/// A request to read a room, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Inspection {
    /// Its id, proposed by the client.
    pub id: InspectionId,
    /// What has become of it.
    pub state: InspectionState,
    /// The room.
    pub room: InspectedRoom,
    /// Who asked, and reads when it is granted.
    pub asked_by: PersonBrief,
    /// When.
    pub asked_at: Timestamp,
    /// Why.
    pub purpose: String,
    /// For how many hours from the decision on.
    pub hours: i64,
    /// Only messages from this day on.
    #[schemars(with = "Option<String>")]
    pub from_day: Option<Date>,
    /// Only messages until this day.
    #[schemars(with = "Option<String>")]
    pub until_day: Option<Date>,
    /// Who granted or refused it.
    pub decided_by: Option<PersonBrief>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Why, for those who oversee inspections; the people of the room are told the purpose.
    pub reason: Option<String>,
    /// When the room was first read by it.
    pub opened_at: Option<Timestamp>,
    /// While it waits: when it lapses. Of a granted one: when it ends by itself.
    pub due_at: Timestamp,
    /// Who ended it before its time, or took the request back.
    pub ended_by: Option<PersonBrief>,
    /// When it ended, if it did before its time.
    pub ended_at: Option<Timestamp>,
}

/// What would be seen if an inspection is granted.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InspectionPreview {
    /// How many belong to the room.
    pub member_count: i64,
    /// The highest in office of them, at most 20.
    pub members: Vec<PersonBrief>,
    /// How many messages of the days asked for there are, replies included.
    pub messages: i64,
    /// When the first of them came.
    pub first_at: Option<Timestamp>,
    /// When the last of them came.
    pub last_at: Option<Timestamp>,
}

/// The moments between which messages may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// From here on.
    pub from: Timestamp,
    /// Before this.
    pub until: Timestamp,
}

impl Span {
    /// From the beginning of a day to the end of another; what is left out is open.
    pub fn of_days(from: Option<Date>, until: Option<Date>) -> Self {
        let end = until.and_then(|day| day.tomorrow().ok()).map(Jst::start_of);
        Self {
            from: from.map_or(Timestamp::from_micros(i64::MIN), Jst::start_of),
            until: end.unwrap_or(Timestamp::from_micros(i64::MAX)),
        }
    }

    /// Whether a moment lies within.
    pub fn holds(self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }
}

/// Checks for how long and of which days somebody asks to read.
pub fn checked_bounds(hours: i64, from: Option<Date>, until: Option<Date>) -> Result<()> {
    if !HOURS.contains(&hours) {
        return Err(Error::field("hours", "out_of_range"));
    }
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        return Err(Error::field("until_day", "before_begin"));
    }
    Ok(())
}

/// Checks why somebody asks to read.
pub fn checked_purpose(purpose: &str) -> Result<String> {
    let purpose = purpose.trim();
    match text::graphemes(purpose) {
        0 => Err(Error::field("purpose", "missing")),
        count if count < PURPOSE.start => Err(Error::field("purpose", "too_short")),
        count if count >= PURPOSE.end => Err(Error::field("purpose", "too_long")),
        _ => Ok(purpose.to_owned()),
    }
}

/// Checks why somebody decided as they did.
pub fn checked_reason(reason: &str) -> Result<String> {
    let reason = reason.trim();
    match text::graphemes(reason) {
        0 => Err(Error::field("reason", "missing")),
        count if count > LONGEST_REASON => Err(Error::field("reason", "too_long")),
        _ => Ok(reason.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_is_due_is_over_without_anybody_doing_anything() {
        use InspectionState::{Ended, Granted, Lapsed, Refused, Waiting};
        let at = |state: InspectionState, now, administers| {
            let [since, due, now] = [100, 200, now].map(Timestamp::from_micros);
            state.at(now, since..due, administers)
        };
        assert_eq!([at(Waiting, 199, true), at(Waiting, 200, true)], [Waiting, Lapsed]);
        assert_eq!([at(Granted, 100, true), at(Granted, 200, true)], [Granted, Ended]);
        assert_eq!([at(Waiting, 150, false), at(Granted, 150, false)], [Lapsed, Ended]);
        assert_eq!(at(Granted, 99, true), Ended);
        assert_eq!(at(Refused, 200, true), Refused);
    }

    #[test]
    fn days_hold_from_midnight_to_midnight_in_japan() {
        let day = date(2026, 4, 1);
        let span = Span::of_days(Some(day), Some(day));
        let begin = Jst::start_of(day);
        let last = Jst::start_of(date(2026, 4, 2));
        assert!(span.holds(begin) && !span.holds(last));
        assert!(!span.holds(begin.minus(Duration::from_micros(1))) && span.holds(last.minus(Duration::from_micros(1))));
        assert!(Span::of_days(None, None).holds(Timestamp::from_micros(0)));
    }

    #[test]
    fn a_purpose_says_something_and_hours_have_bounds() {
        let faults = |result: Result<()>| result.err().map(|error| error.to_string());
        assert!(checked_purpose(" 　短い目的 ").is_err() && checked_purpose(&"あ".repeat(501)).is_err());
        assert_eq!(checked_purpose(" 情報漏えいの事実確認のため ").ok().as_deref(), Some("情報漏えいの事実確認のため"));
        assert!(checked_reason("  ").is_err() && checked_reason("可").is_ok());
        assert!(faults(checked_bounds(0, None, None)).is_some() && faults(checked_bounds(73, None, None)).is_some());
        assert!(faults(checked_bounds(72, Some(date(2026, 4, 1)), Some(date(2026, 4, 1)))).is_none());
        assert!(faults(checked_bounds(1, Some(date(2026, 4, 2)), Some(date(2026, 4, 1)))).is_some());
    }
}
