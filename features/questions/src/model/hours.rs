//! For how long somebody waited while offices were open, and until when a claim holds.

use jiff::civil::Date;
use kernel::{Jst, Timestamp, is_open_day};
use std::time::Duration;

/// When offices open, after midnight: 8:30.
const OPENS: Duration = Duration::from_secs((8 * 60 + 30) * 60);
/// When they close: 17:15.
const CLOSES: Duration = Duration::from_secs((17 * 60 + 15) * 60);
/// Days that are looked at, at most: who waited for longer waited for a year.
const MOST_DAYS: usize = 366;

fn days_from(day: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(day), |day| day.tomorrow().ok()).take(MOST_DAYS)
}

/// The minutes of open offices between two moments; none when the second is not later.
pub fn open_minutes(from: Timestamp, to: Timestamp) -> i64 {
    let last = Jst::date(to);
    let open = days_from(Jst::date(from)).take_while(|day| *day <= last).filter(|day| is_open_day(*day));
    let spans = open.map(|day| {
        let midnight = Jst::start_of(day);
        let (begin, end) = (midnight.plus(OPENS).max(from), midnight.plus(CLOSES).min(to));
        end.since(begin)
    });
    let whole: Duration = spans.sum();
    i64::try_from(whole.as_secs() / 60).unwrap_or(i64::MAX)
}

/// Until when a claim holds: the end of the next 開庁日 after the day on which it was made.
pub fn claim_until(claimed_at: Timestamp) -> Timestamp {
    let next = days_from(Jst::date(claimed_at)).skip(1).find(|day| is_open_day(*day));
    let day = next.unwrap_or_else(|| Jst::date(claimed_at));
    Jst::start_of(day.tomorrow().unwrap_or(day))
}

/// The moment from which on claims hold still: those that were made before it have lapsed.
pub fn holding_from(now: Timestamp) -> Timestamp {
    let today = Jst::date(now);
    let mut before = std::iter::successors(today.yesterday().ok(), |day| day.yesterday().ok()).take(MOST_DAYS);
    let last_open = before.find(|day| is_open_day(*day));
    Jst::start_of(last_open.unwrap_or(today))
}

/// When those who answer are called again to what waits since a moment: on the first morning on which a claim of that moment would have lapsed
/// and offices are open.
pub fn reminded_at(since: Timestamp) -> Timestamp {
    let over = Jst::date(claim_until(since));
    let day = days_from(over).find(|day| is_open_day(*day)).unwrap_or(over);
    Jst::start_of(day).plus(OPENS)
}

/// The month of a moment, as 2026-11.
pub fn month_of(at: Timestamp) -> String {
    month(Jst::date(at))
}

fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The month with which the last twelve begin, of which that of a moment is the last.
pub fn twelve_months_before(at: Timestamp) -> String {
    let day = Jst::date(at);
    let months = i32::from(day.year()) * 12 + i32::from(day.month()) - 1 - 11;
    format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1)
}

/// The middle of some numbers in order: of two in the middle, what lies between.
pub fn median(sorted: &[i64]) -> Option<i64> {
    let half = sorted.len() / 2;
    let upper = *sorted.get(half)?;
    match sorted.len() % 2 {
        1 => Some(upper),
        _ => sorted.get(half.checked_sub(1)?).map(|lower| i64::midpoint(*lower, upper)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(day: Date, hour: u64, minute: u64) -> Timestamp {
        Jst::start_of(day).plus(Duration::from_secs((hour * 60 + minute) * 60))
    }

    #[test]
    fn only_the_minutes_of_open_offices_count() {
        let (thursday, friday, monday) = (date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 6));
        assert_eq!(open_minutes(at(thursday, 9, 0), at(thursday, 10, 30)), 90);
        // Asked in the evening, answered in the morning.
        assert_eq!(open_minutes(at(thursday, 20, 0), at(friday, 9, 0)), 30);
        // A weekend lies between.
        assert_eq!(open_minutes(at(friday, 17, 0), at(monday, 8, 45)), 30);
        assert_eq!(open_minutes(at(date(2026, 4, 4), 9, 0), at(date(2026, 4, 5), 9, 0)), 0);
        assert_eq!(open_minutes(at(friday, 9, 0), at(thursday, 9, 0)), 0);
    }

    #[test]
    fn a_claim_holds_until_the_end_of_the_next_open_day() {
        assert_eq!(claim_until(at(date(2026, 4, 2), 9, 0)), at(date(2026, 4, 4), 0, 0));
        // From a Friday over the weekend.
        assert_eq!(claim_until(at(date(2026, 4, 3), 9, 0)), at(date(2026, 4, 7), 0, 0));
    }

    #[test]
    fn claims_are_counted_by_the_rule_by_which_they_lapse() {
        for day in (1..=28).map(|day| date(2026, 5, day)) {
            for now in [at(day, 0, 0), at(day, 23, 59)] {
                let from = holding_from(now);
                assert!(now < claim_until(from), "{now}");
                assert!(claim_until(from.minus(Duration::from_secs(1))) <= now, "{now}");
            }
        }
    }

    #[test]
    fn what_waits_is_reminded_of_on_the_morning_after_a_whole_open_day() {
        assert_eq!(reminded_at(at(date(2026, 4, 1), 9, 0)), at(date(2026, 4, 3), 8, 30));
        // Friday is the whole day, and a weekend follows.
        assert_eq!(reminded_at(at(date(2026, 4, 2), 20, 0)), at(date(2026, 4, 6), 8, 30));
    }

    #[test]
    fn the_middle_of_an_even_number_lies_between_two() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[7]), Some(7));
        assert_eq!(median(&[10, 20]), Some(15));
        assert_eq!(median(&[1, 2, 900]), Some(2));
    }

    #[test]
    fn twelve_months_end_with_the_present_one() {
        assert_eq!(month_of(at(date(2026, 11, 30), 23, 0)), "2026-11");
        assert_eq!(twelve_months_before(at(date(2026, 11, 30), 23, 0)), "2025-12");
        assert_eq!(twelve_months_before(at(date(2026, 12, 1), 0, 0)), "2026-01");
    }
}
