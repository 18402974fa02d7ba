//! Due days: 開庁日, and the days on which something comes round again. Pure.

use jiff::ToSpan;
use jiff::civil::{Date, Time, time};
use kernel::{Jst, Timestamp, is_open_day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// When those are told whose part is due: when offices open.
const MORNING: Time = time(8, 30, 0, 0);

/// What becomes of a due day on which offices are closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TaskShift")]
pub enum Shift {
    /// It stays.
    #[default]
    Stays,
    /// 前倒し: the last 開庁日 before it.
    Before,
    /// 後ろ倒し: the next 開庁日 after it.
    After,
}

/// How often something comes round again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TaskRepeats")]
pub enum Repeats {
    /// On each 開庁日.
    OpenDays,
    /// Each week.
    Weekly,
    /// Each month, on its day, or on the last where a month has no such day.
    Monthly,
    /// On the last day of each month.
    MonthEnds,
    /// 年度ごと: each year, on its day.
    Yearly,
}

fn step(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

/// The first 開庁日 from a day on, into a direction.
fn open_from(mut day: Date, days: i32) -> Date {
    while !is_open_day(day) {
        day = step(day, days);
    }
    day
}

/// A day as it is due.
pub fn shifted(day: Date, shift: Shift) -> Date {
    match shift {
        Shift::Stays => day,
        Shift::Before => open_from(day, -1),
        Shift::After => open_from(day, 1),
    }
}

/// So many 開庁日 after a day, which is not counted itself.
pub fn open_days_after(day: Date, count: u16) -> Date {
    (0..count).fold(day, |day, _| open_from(step(day, 1), 1))
}

/// The day on which something comes round again: of those that its first day makes, the next after the one meant now that is not over.
pub fn next(repeats: Repeats, first: Date, meant: Date, today: Date) -> Date {
    let from = step(meant, 1).max(today);
    let month_end = |months: i32| first.first_of_month().saturating_add(months.months()).last_of_month();
    match repeats {
        Repeats::OpenDays => open_from(from, 1),
        Repeats::Weekly => days_of(|weeks| step(first, weeks * 7), from),
        Repeats::Monthly => days_of(|months| first.saturating_add(months.months()), from),
        Repeats::MonthEnds => days_of(month_end, from),
        Repeats::Yearly => days_of(|years| first.saturating_add(years.years()), from),
    }
}

/// The first of a row of days that is not before another.
fn days_of(day: impl Fn(i32) -> Date, from: Date) -> Date {
    (0..).map(day).find(|day| *day >= from || *day == Date::MAX).unwrap_or(Date::MAX)
}

/// When those are told whose part is due on a day.
pub fn told_at(day: Date) -> Timestamp {
    let minutes = u64::from(MORNING.hour().unsigned_abs()) * 60 + u64::from(MORNING.minute().unsigned_abs());
    Jst::start_of(day).plus(Duration::from_secs(minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_on_which_offices_are_closed_stays_comes_forward_or_goes_back() {
        let saturday = date(2026, 4, 25);
        assert_eq!(shifted(saturday, Shift::Stays), saturday);
        assert_eq!(shifted(saturday, Shift::Before), date(2026, 4, 24));
        assert_eq!(shifted(saturday, Shift::After), date(2026, 4, 27));
        // 2 May is a Saturday, 3 to 6 May are holidays.
        assert_eq!(shifted(date(2026, 5, 2), Shift::After), date(2026, 5, 7));
        assert_eq!(shifted(date(2026, 5, 7), Shift::Before), date(2026, 5, 7));
        assert_eq!(shifted(date(2027, 1, 1), Shift::Before), date(2026, 12, 28));
    }

    #[test]
    fn office_days_are_counted_without_the_days_of_rest_and_without_today() {
        assert_eq!(open_days_after(date(2026, 5, 1), 1), date(2026, 5, 7));
        assert_eq!(open_days_after(date(2026, 12, 28), 3), date(2027, 1, 6));
        assert_eq!(open_days_after(date(2026, 4, 1), 0), date(2026, 4, 1));
    }

    #[test]
    fn what_comes_round_again_is_counted_from_its_first_day() {
        let first = date(2026, 1, 31);
        let today = date(2026, 1, 1);
        assert_eq!(next(Repeats::Monthly, first, first, today), date(2026, 2, 28));
        assert_eq!(next(Repeats::Monthly, first, date(2026, 2, 28), today), date(2026, 3, 31));
        assert_eq!(next(Repeats::MonthEnds, date(2026, 2, 28), date(2026, 2, 28), today), date(2026, 3, 31));
        assert_eq!(next(Repeats::Weekly, date(2026, 4, 6), date(2026, 4, 6), today), date(2026, 4, 13));
        assert_eq!(next(Repeats::Yearly, date(2026, 4, 1), date(2026, 4, 1), today), date(2027, 4, 1));
        assert_eq!(next(Repeats::OpenDays, date(2026, 5, 1), date(2026, 5, 1), today), date(2026, 5, 7));
    }

    #[test]
    fn days_that_are_over_are_left_out() {
        let first = date(2026, 4, 6);
        assert_eq!(next(Repeats::Weekly, first, first, date(2026, 5, 1)), date(2026, 5, 4));
        assert_eq!(next(Repeats::Weekly, first, first, date(2026, 5, 4)), date(2026, 5, 4));
    }

    #[test]
    fn those_whose_part_is_due_are_told_when_offices_open() {
        assert_eq!(told_at(date(2026, 4, 2)).to_string(), "2026-04-01T23:30:00Z");
    }
}
