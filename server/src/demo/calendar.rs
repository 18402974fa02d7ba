//! Civil dates and the opening days of the city hall.

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

/// 開庁日: neither weekend nor holiday nor 12/29 to 1/3.
pub(super) fn is_open(d: Day) -> bool {
    let (year, month, dom) = date(d);
    kernel::is_open_day(jiff::civil::Date::constant(year, month as i8, dom as i8))
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
}
