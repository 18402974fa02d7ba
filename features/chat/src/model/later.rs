//! What somebody has put off: messages to be said at a moment, and messages put by to come back to.

use crate::model::{ChatRefusal, LinkHeading, Message, MessageId, RoomId};
use directory::model::PostId;
use jiff::civil::{Date, Time, time};
use kernel::{Jst, PersonId, Timestamp, is_open_day};
use schemars::JsonSchema;
use serde::Serialize;
use std::time::Duration;

/// Messages of one person that may wait to be said.
pub const MOST_PLANNED: i64 = 100;
/// Messages that one person may have put by.
pub const MOST_SAVED: i64 = 2_000;
/// How far ahead something may be planned.
pub const FARTHEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);
/// When offices open.
const MORNING: Time = time(8, 30, 0, 0);
/// When they close.
const EVENING: Time = time(17, 15, 0, 0);

/// Something that is to be said at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Planned {
    /// Its id, and that of the message that it becomes.
    pub id: MessageId,
    /// The room.
    pub room_id: RoomId,
    /// The first message of the thread that it belongs to.
    pub thread_id: Option<MessageId>,
    /// The words.
    pub body: String,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
    /// For a reply in a thread: the room is told as well.
    pub also_to_room: bool,
    /// The post as whose holder they say it.
    pub as_post: Option<PostId>,
    /// Who planned it, where several use one account: it is said under their name.
    pub operator_id: Option<PersonId>,
    /// They want no reply (返信不要).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(with = "Option<bool>")]
    pub no_reply: bool,
    /// What its author says of links in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Option<Vec<LinkHeading>>")]
    pub headings: Vec<LinkHeading>,
    /// When it is said.
    pub send_at: Timestamp,
    /// The code of why it could not be said when its moment came.
    pub why: Option<String>,
}

/// A message that somebody has put by.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Saved {
    /// The message as it is now.
    pub message: Message,
    /// When it was put by.
    pub saved_at: Timestamp,
    /// When they want to be reminded of it.
    pub remind_at: Option<Timestamp>,
    /// They were, and it is neither done nor put off.
    pub due: bool,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

/// How much of what somebody has put off waits for them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Later {
    /// Messages that will be said.
    pub planned: i64,
    /// Messages that could not be said.
    pub failed: i64,
    /// Messages of which they were reminded.
    pub due: i64,
}

/// Why somebody is better not written to at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// They are on leave.
    OnLeave,
    /// They are off duty by a rota.
    OffDuty,
    /// Offices are closed at this hour.
    AfterHours,
    /// 閉庁日: offices are closed today.
    ClosedDay,
}

/// When something is best said, or come back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Times {
    /// Of the other in a direct room: why they are better not written to now.
    pub rest: Option<Rest>,
    /// When that is over, as far as it is known.
    pub rest_until: Option<Timestamp>,
    /// In an hour.
    pub in_an_hour: Timestamp,
    /// Tomorrow at half past eight.
    pub tomorrow: Timestamp,
    /// The next morning on which offices open.
    pub next_open: Timestamp,
}

fn at(day: Date, time: Time) -> Timestamp {
    let minutes = u64::from(time.hour().unsigned_abs()) * 60 + u64::from(time.minute().unsigned_abs());
    Jst::start_of(day).plus(Duration::from_secs(minutes * 60))
}

/// The next moment at which offices open.
pub fn next_opening(now: Timestamp) -> Timestamp {
    let mut day = Jst::date(now);
    while !is_open_day(day) || at(day, MORNING) <= now {
        day = day.tomorrow().expect("days go on");
    }
    at(day, MORNING)
}

/// Tomorrow at the hour at which offices open.
pub fn tomorrow_morning(now: Timestamp) -> Timestamp {
    at(Jst::date(now).tomorrow().expect("days go on"), MORNING)
}

/// Why nobody without a rota is at work at a moment.
pub fn closed(now: Timestamp) -> Option<Rest> {
    let day = Jst::date(now);
    match () {
        () if !is_open_day(day) => Some(Rest::ClosedDay),
        () if now < at(day, MORNING) || now >= at(day, EVENING) => Some(Rest::AfterHours),
        () => None,
    }
}

/// Checks for when somebody plans something.
pub fn checked_moment(field: &str, moment: Timestamp, now: Timestamp) -> kernel::Result<Timestamp> {
    match () {
        () if moment <= now => Err(kernel::Error::field(field, "past")),
        () if moment.since(now) > FARTHEST => Err(kernel::Error::field(field, "too_far")),
        () => Ok(moment),
    }
}

/// Checks how many may wait.
pub fn checked_count(waiting: i64) -> Result<(), ChatRefusal> {
    if waiting < MOST_PLANNED { Ok(()) } else { Err(ChatRefusal::TooManyPlanned) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn moment(day: Date, hour: i8, minute: i8) -> Timestamp {
        at(day, time(hour, minute, 0, 0))
    }

    #[test]
    fn offices_open_at_half_past_eight_on_the_next_day_that_is_no_holiday() {
        let friday = date(2026, 5, 1);
        assert_eq!(next_opening(moment(friday, 7, 0)), moment(friday, 8, 30));
        // 3 to 6 May are holidays, the last in place of a Sunday.
        assert_eq!(next_opening(moment(friday, 8, 30)), moment(date(2026, 5, 7), 8, 30));
        assert_eq!(tomorrow_morning(moment(friday, 23, 0)), moment(date(2026, 5, 2), 8, 30));
    }

    #[test]
    fn offices_are_closed_before_their_hours_and_after_and_on_days_of_rest() {
        let friday = date(2026, 5, 1);
        assert_eq!(closed(moment(friday, 8, 29)), Some(Rest::AfterHours));
        assert_eq!(closed(moment(friday, 8, 30)), None);
        assert_eq!(closed(moment(friday, 17, 15)), Some(Rest::AfterHours));
        assert_eq!(closed(moment(date(2026, 5, 2), 10, 0)), Some(Rest::ClosedDay));
    }
}
