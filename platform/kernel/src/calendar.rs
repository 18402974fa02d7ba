//! The Japanese office calendar: wall time in Japan, the fiscal year, era names.

use crate::time::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

/// Japan's wall clock. Japan has had no summer time since 1951 and one zone, so a fixed offset is exact.
pub struct Jst;

impl Jst {
    /// The zone.
    pub fn zone() -> TimeZone {
        TimeZone::fixed(Offset::constant(9))
    }

    /// The date in Japan at an instant.
    pub fn date(at: Timestamp) -> Date {
        at.in_zone(&Self::zone()).date()
    }

    /// The instant at which a day begins in Japan; of the calendar's first two days, when the third does: they begin before time
    /// can be counted.
    pub fn start_of(day: Date) -> Timestamp {
        let day = day.max(Date::constant(-9999, 1, 3));
        let zoned = day.to_zoned(Self::zone()).expect("a fixed offset has every midnight");
        Timestamp::from_micros(zoned.timestamp().as_microsecond())
    }
}

/// The fiscal year (年度) of a date: April to March, named after the year it begins in.
pub fn fiscal_year(day: Date) -> i16 {
    if day.month() >= 4 { day.year() } else { day.year() - 1 }
}

/// A Japanese era since 1868 (改暦 1873 and the official first days of each era).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Era {
    /// 明治, from 1868-10-23.
    Meiji,
    /// 大正, from 1912-07-30.
    Taisho,
    /// 昭和, from 1926-12-25.
    Showa,
    /// 平成, from 1989-01-08.
    Heisei,
    /// 令和, from 2019-05-01.
    Reiwa,
}

/// An era, its first day, its name, and every way in which it is written before a year.
struct Begins {
    era: Era,
    first: (i16, i8, i8),
    name: &'static str,
    written: &'static [&'static str],
}

impl Era {
    /// The one table of the program, the newest first. Longer ways of writing stand before those that they begin with.
    const TABLE: [Begins; 5] = [
        Begins { era: Era::Reiwa, first: (2019, 5, 1), name: "令和", written: &["令和", "令", "R", "r", "㋿"] },
        Begins { era: Era::Heisei, first: (1989, 1, 8), name: "平成", written: &["平成", "平", "H", "h", "㍻"] },
        Begins { era: Era::Showa, first: (1926, 12, 25), name: "昭和", written: &["昭和", "昭", "S", "s", "㍼"] },
        Begins { era: Era::Taisho, first: (1912, 7, 30), name: "大正", written: &["大正", "大", "T", "t", "㍽"] },
        Begins { era: Era::Meiji, first: (1868, 10, 23), name: "明治", written: &["明治", "明", "M", "m", "㍾"] },
    ];

    /// The era of a date, its Japanese name and the year in it (1 = 元年). None before 1868-10-23.
    pub fn of(day: Date) -> Option<(Era, &'static str, i16)> {
        Self::TABLE
            .iter()
            .find(|begins| (day.year(), day.month(), day.day()) >= begins.first)
            .map(|begins| (begins.era, begins.name, day.year() - begins.first.0 + 1))
    }

    /// The era with which a text begins, such as 令和8, R8 or 令8, and what comes after it.
    pub fn written(text: &str) -> Option<(Era, &str)> {
        Self::TABLE
            .iter()
            .find_map(|begins| begins.written.iter().find_map(|way| Some((begins.era, text.strip_prefix(way)?))))
    }

    /// The year of our calendar that a year of the era is. Papers written before an era ended count on in it: 平成32年 is 2020.
    pub fn year(self, number: i16) -> Option<i16> {
        let begins = Self::TABLE.iter().find(|begins| begins.era == self)?;
        if number < 1 { None } else { begins.first.0.checked_add(number - 1) }
    }
}

/// A date as offices write it: 令和8年4月1日(水); 元年 for the first year; the plain year where no era is known.
pub fn in_words(day: Date) -> String {
    let weekday = ["月", "火", "水", "木", "金", "土", "日"][day.weekday().to_monday_zero_offset() as usize];
    let year = match Era::of(day) {
        Some((_, name, 1)) => format!("{name}元年"),
        Some((_, name, year)) => format!("{name}{year}年"),
        None => format!("{}年", day.year()),
    };
    format!("{year}{}月{}日({weekday})", day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn eras_change_on_their_official_days() {
        assert_eq!(in_words(date(2026, 4, 1)), "令和8年4月1日(水)");
        assert_eq!(in_words(date(2019, 5, 1)), "令和元年5月1日(水)");
        assert_eq!(in_words(date(2019, 4, 30)), "平成31年4月30日(火)");
        assert_eq!(in_words(date(1989, 1, 7)), "昭和64年1月7日(土)");
        assert_eq!(in_words(date(1868, 1, 1)), "1868年1月1日(水)");
    }

    #[test]
    fn eras_are_read_as_they_are_written() {
        for text in ["令和8", "令8", "R8", "r8", "㋿8"] {
            assert_eq!(Era::written(text), Some((Era::Reiwa, "8")), "{text}");
        }
        assert_eq!(Era::written("昭和64年1月7日"), Some((Era::Showa, "64年1月7日")));
        assert_eq!(Era::written("2026"), None);
        let years = [(Era::Reiwa, 1), (Era::Heisei, 31), (Era::Heisei, 32), (Era::Showa, 64), (Era::Meiji, 1)];
        assert_eq!(years.map(|(era, number)| era.year(number)), [2019, 2019, 2020, 1989, 1868].map(Some));
        assert_eq!((Era::Reiwa.year(0), Era::Reiwa.year(i16::MAX)), (None, None));
    }

    #[test]
    fn the_fiscal_year_begins_in_april() {
        assert_eq!(fiscal_year(date(2026, 3, 31)), 2025);
        assert_eq!(fiscal_year(date(2026, 4, 1)), 2026);
    }

    #[test]
    fn a_day_in_japan_begins_nine_hours_before_utc() {
        let start = Jst::start_of(date(2026, 4, 1));
        assert_eq!(start.to_string(), "2026-03-31T15:00:00Z");
        assert_eq!(Jst::date(start), date(2026, 4, 1));
    }
}
