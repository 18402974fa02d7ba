//! Civil dates, Japanese public holidays and the opening days of the city hall.

use super::model::Date;

/// Days since 1970-01-01.
pub(super) type Day = i32;

const JST_SECONDS: i64 = 9 * 3600;

pub(super) fn day((year, month, day): Date) -> Day {
    // Howard Hinnant's days_from_civil, with March as first month so that the leap day comes last.
    let y = i32::from(year) - i32::from(month <= 2);
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let mp = (i32::from(month) + 9) % 12;
    let doy = (153 * mp + 2) / 5 + i32::from(day) - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

pub(super) fn date(day: Day) -> Date {
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = (mp + 2) % 12 + 1;
    let year = yoe + era * 400 + i32::from(month <= 2);
    (year as i16, month as u8, (doy - (153 * mp + 2) / 5 + 1) as u8)
}

/// 0 is Sunday.
pub(super) fn weekday(day: Day) -> usize {
    (day + 4).rem_euclid(7) as usize
}

/// The fiscal year runs from April to March.
pub(super) fn fiscal_year((year, month, _): Date) -> i16 {
    if month >= 4 { year } else { year - 1 }
}

/// Microseconds since 1970 UTC of a second of the day in Japan.
pub(super) fn micros(day: Day, second: i64) -> i64 {
    (i64::from(day) * 86_400 + second - JST_SECONDS) * 1_000_000
}

/// Day and second of the day in Japan.
#[cfg(test)]
pub(super) fn local(micros: i64) -> (Day, i64) {
    let seconds = micros.div_euclid(1_000_000) + JST_SECONDS;
    (seconds.div_euclid(86_400) as Day, seconds.rem_euclid(86_400))
}

fn nth_monday(year: i16, month: u8, n: i32) -> Day {
    let first = day((year, month, 1));
    first + (8 - weekday(first) as i32) % 7 + 7 * (n - 1)
}

/// The formula of the National Astronomical Observatory's table, right from 1980 to 2099.
fn equinox(year: i16, at_1980: f64) -> u8 {
    let years = f64::from(year - 1980);
    (at_1980 + 0.242_194 * years - (years / 4.0).floor()) as u8
}

/// The holidays named by law, before substitutes.
fn named_holiday(d: Day) -> bool {
    let (year, month, dom) = date(d);
    match (month, dom) {
        (1, 1) | (2, 11) | (2, 23) | (4, 29) | (5, 3..=5) | (8, 11) | (11, 3) | (11, 23) => true,
        (1, _) => d == nth_monday(year, 1, 2),
        (3, _) => dom == equinox(year, 20.8431),
        (7, _) => d == nth_monday(year, 7, 3),
        (9, _) => dom == equinox(year, 23.2488) || d == nth_monday(year, 9, 3),
        (10, _) => d == nth_monday(year, 10, 2),
        _ => false,
    }
}

fn holiday(d: Day) -> bool {
    if named_holiday(d) {
        return true;
    }
    // A holiday on Sunday moves to the next day that is none.
    let mut before = d - 1;
    while named_holiday(before) {
        if weekday(before) == 0 {
            return true;
        }
        before -= 1;
    }
    // A single day between two holidays is one as well.
    named_holiday(d - 1) && named_holiday(d + 1)
}

/// 開庁日: neither weekend nor holiday nor 12/29 to 1/3.
pub(super) fn is_open(d: Day) -> bool {
    let (_, month, dom) = date(d);
    let year_end = (month == 12 && dom >= 29) || (month == 1 && dom <= 3);
    !matches!(weekday(d), 0 | 6) && !year_end && !holiday(d)
}

/// "11月25日(火)".
pub(super) fn spoken(d: Day) -> String {
    let (_, month, dom) = date(d);
    let name = ["日", "月", "火", "水", "木", "金", "土"][weekday(d)];
    format!("{month}月{dom}日({name})")
}

/// The opening day `n` opening days after (or, negative, before) `d`.
pub(super) fn open_day_from(mut d: Day, n: i64) -> Day {
    let step = if n < 0 { -1 } else { 1 };
    let mut left = n.abs();
    while left > 0 {
        d += step;
        if is_open(d) {
            left -= 1;
        }
    }
    d
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_inverse() {
        for d in [-1, 0, 59, 60, 11_016, 20_000, 47_540] {
            assert_eq!(day(date(d)), d);
        }
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(weekday(day((2026, 4, 1))), 3);
    }

    #[test]
    fn holidays_with_substitutes_close_the_city_hall() {
        for closed in [
            (2025, 2, 24),
            (2025, 5, 6),
            (2025, 9, 23),
            (2025, 10, 13),
            (2025, 11, 24),
            (2025, 12, 29),
            (2026, 1, 2),
            (2026, 3, 20),
            (2026, 9, 22),
        ] {
            assert!(!is_open(day(closed)), "{closed:?}");
        }
        for open in [(2025, 12, 26), (2026, 1, 5), (2026, 4, 1), (2026, 6, 1)] {
            assert!(is_open(day(open)), "{open:?}");
        }
    }
}
