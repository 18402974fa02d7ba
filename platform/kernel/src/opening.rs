//! Opening days of a municipality's offices, by 地方自治法 第4条の2: neither Saturday nor Sunday nor a holiday by law nor 29 December to
//! 3 January.

use jiff::civil::{Date, Weekday};

fn is_nth_monday(day: Date, nth: i8) -> bool {
    day.weekday() == Weekday::Monday && (day.day() - 1) / 7 + 1 == nth
}

/// The formula of the National Astronomical Observatory's table, right from 1980 to 2099.
fn equinox(year: i16, at_1980: f64) -> i8 {
    let years = f64::from(year - 1980);
    (at_1980 + 0.242_194 * years - (years / 4.0).floor()) as i8
}

/// The holidays that 国民の祝日に関する法律 names as it stands, before substitutes.
fn is_named(day: Date) -> bool {
    match (day.month(), day.day()) {
        (1, 1) | (2, 11 | 23) | (4, 29) | (5, 3..=5) | (8, 11) | (11, 3 | 23) => true,
        (1 | 10, _) => is_nth_monday(day, 2),
        (3, of_month) => of_month == equinox(day.year(), 20.8431),
        (7, _) => is_nth_monday(day, 3),
        (9, of_month) => of_month == equinox(day.year(), 23.2488) || is_nth_monday(day, 3),
        _ => false,
    }
}

fn is_holiday(day: Date) -> bool {
    if is_named(day) {
        return true;
    }
    // A holiday on Sunday moves to the next day that is none.
    let before = |day: Date| day.yesterday().ok().filter(|day| is_named(*day));
    let mut run = std::iter::successors(before(day), |day| before(*day));
    if run.any(|day| day.weekday() == Weekday::Sunday) {
        return true;
    }
    // A single day between two holidays is one as well.
    before(day).is_some() && day.tomorrow().is_ok_and(is_named)
}

/// 開庁日: whether offices are open on a day.
pub fn is_open_day(day: Date) -> bool {
    let is_year_end = (day.month() == 12 && day.day() >= 29) || (day.month() == 1 && day.day() <= 3);
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_year_end && !is_holiday(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn holidays_with_substitutes_and_the_end_of_the_year_close_offices() {
        for closed in [
            date(2025, 2, 24),
            date(2025, 5, 6),
            date(2026, 1, 12),
            date(2026, 3, 20),
            date(2026, 5, 6),
            date(2026, 9, 21),
            date(2026, 9, 22),
            date(2026, 9, 23),
            date(2026, 10, 12),
            date(2026, 12, 29),
            date(2027, 1, 1),
            date(2027, 3, 22),
            date(2026, 4, 4),
            date(2026, 4, 5),
        ] {
            assert!(!is_open_day(closed), "{closed}");
        }
        for open in [date(2026, 4, 1), date(2026, 12, 28), date(2027, 1, 4), date(2026, 9, 24), date(2025, 5, 7)] {
            assert!(is_open_day(open), "{open}");
        }
    }
}
