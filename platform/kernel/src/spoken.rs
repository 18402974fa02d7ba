//! Moments as people write them in Japanese: 明日10時, 来週月曜, 12月3日の午後3時, R8.12.3, 30分後. What is read is the beginning of a line, or its end
//! after a blank; whatever is not plainly a moment is none.

use crate::calendar::{Era, Jst};
use crate::time::Timestamp;
use jiff::ToSpan;
use jiff::civil::{Date, Time, time};
use std::ops::Range;
use std::time::Duration;

/// When a day is named without an hour: offices open.
const MORNING: Time = time(8, 30, 0, 0);
const NOON: Time = time(12, 0, 0, 0);
const EVENING: Time = time(17, 0, 0, 0);
const NIGHT: Time = time(19, 0, 0, 0);
/// Characters of a line that are looked at.
const MOST: usize = 200;

/// The moment that a line of words names, if it names one that is still to come. A day without an hour means the morning.
pub fn moment_in_words(line: &str, now: Timestamp) -> Option<Timestamp> {
    let chars: Vec<char> = line.chars().take(MOST).map(plain).collect();
    let first = chars.iter().position(|c| !c.is_whitespace())?;
    let begins = Reader { chars: &chars, at: first };
    let day = begins.day(Jst::date(now));
    let begun = begins.moment(now).filter(|(_, rest)| rest.ends_an_expression());
    // 明日の会議 10時: the hour at the end is one of the day at the beginning, unless that has one already.
    let with_day =
        day.filter(|(_, rest)| rest.between().is_some() && begun.is_none_or(|(_, after)| after.at == rest.at));
    let ends = |at: usize| {
        let reader = Reader { chars: &chars, at };
        let (moment, rest) = match (with_day, reader.time()) {
            (Some((day, _)), Some((time, rest))) => (self::at(day, time), rest),
            _ if begun.is_some() => return None,
            _ => reader.moment(now)?,
        };
        rest.left().iter().all(|c| c.is_whitespace()).then_some(moment)
    };
    let mut starts = (first + 1..chars.len()).filter(|at| chars[at - 1].is_whitespace());
    let found = starts.find_map(ends).or(begun.map(|(moment, _)| moment));
    found.filter(|at| *at > now)
}

/// A character as it is read: wide digits, letters and signs are narrow.
fn plain(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '．' => '.',
        '：' => ':',
        '／' => '/',
        '（' => '(',
        '）' => ')',
        '\u{3000}' => ' ',
        _ => c,
    }
}

fn at(day: Date, time: Time) -> Timestamp {
    let minutes = u64::from(time.hour().unsigned_abs()) * 60 + u64::from(time.minute().unsigned_abs());
    Jst::start_of(day).plus(Duration::from_secs(minutes * 60))
}

/// A place in the words.
#[derive(Clone, Copy)]
struct Reader<'w> {
    chars: &'w [char],
    at: usize,
}

impl<'w> Reader<'w> {
    fn left(self) -> &'w [char] {
        &self.chars[self.at..]
    }

    /// What comes after some words, if they stand here.
    fn after(self, words: &str) -> Option<Self> {
        let count = words.chars().count();
        let stands = self.left().len() >= count && self.left().iter().copied().zip(words.chars()).all(|(a, b)| a == b);
        stands.then_some(Self { at: self.at + count, ..self })
    }

    /// The first of some words that stands here, with what it means and what comes after it.
    fn one_of<T: Copy>(self, words: &[(&str, T)]) -> Option<(T, Self)> {
        words.iter().find_map(|(word, meant)| Some((*meant, self.after(word)?)))
    }

    /// A number of one to so many digits.
    fn number(self, digits: usize) -> Option<(i16, Self)> {
        let count = self.left().iter().take_while(|c| c.is_ascii_digit()).count();
        if count == 0 || count > digits {
            return None;
        }
        let number: String = self.left()[..count].iter().collect();
        Some((number.parse().ok()?, Self { at: self.at + count, ..self }))
    }

    /// Whether what was read stands for itself, and is not the beginning of another word: 明日の資料 is no reminder.
    fn ends_an_expression(self) -> bool {
        let follows = ["に", "まで", "から", "より", "、", "。", ","];
        let next = self.left().first();
        next.is_none_or(|c| c.is_whitespace()) || follows.iter().any(|word| self.after(word).is_some())
    }

    /// A moment that begins here.
    fn moment(self, now: Timestamp) -> Option<(Timestamp, Self)> {
        if let Some(found) = self.span(now) {
            return Some(found);
        }
        let today = Jst::date(now);
        if let Some((day, rest)) = self.day(today) {
            // 朝礼 is no hour of the day: then the day stands alone.
            let time = rest.between().and_then(Self::time).or_else(|| rest.time());
            return Some(match time.filter(|(_, rest)| rest.ends_an_expression()) {
                Some((time, rest)) => (at(day, time), rest),
                None => (at(day, MORNING), rest),
            });
        }
        let (time, rest) = self.time()?;
        let soon = at(today, time);
        let moment = if soon > now { soon } else { at(today.tomorrow().ok()?, time) };
        Some((moment, rest))
    }

    /// What may stand between a day and an hour, in any number.
    fn between(self) -> Option<Self> {
        let count = self.left().iter().take_while(|c| matches!(c, 'の' | '、' | ',') || c.is_whitespace()).count();
        (count > 0).then_some(Self { at: self.at + count, ..self })
    }

    /// 30分後, 2時間後, 1時間半後: to the minute from now.
    fn span(self, now: Timestamp) -> Option<(Timestamp, Self)> {
        let (number, rest) = self.number(3)?;
        let words = [("分後", (1_u64, 0_u64)), ("時間半後", (60, 30)), ("時間後", (60, 0))];
        let ((minutes, more), rest) = rest.one_of(&words)?;
        let minutes = u64::from(number.unsigned_abs()) * minutes + more;
        Some((now.plus(Duration::from_secs(minutes * 60)), rest))
    }

    fn day(self, today: Date) -> Option<(Date, Self)> {
        let (day, rest) = self.named_day(today).or_else(|| self.counted_day(today)).or_else(|| self.date(today))?;
        Some((day, rest.without_weekday()))
    }

    /// Days that have a name of their own.
    fn named_day(self, today: Date) -> Option<(Date, Self)> {
        let near = [
            ("今日", 0_i32),
            ("本日", 0),
            ("きょう", 0),
            ("明日", 1),
            ("あした", 1),
            ("あす", 1),
            ("明後日", 2),
            ("あさって", 2),
            ("明々後日", 3),
            ("しあさって", 3),
        ];
        if let Some((days, rest)) = self.one_of(&near) {
            return Some((today.checked_add(days.days()).ok()?, rest));
        }
        let ends = [("今月末", 0_i32), ("来月末", 1), ("月末", 0)];
        if let Some((months, rest)) = self.one_of(&ends) {
            return Some((today.checked_add(months.months()).ok()?.last_of_month(), rest));
        }
        if let Some(rest) = self.after("年度末") {
            let year = if today.month() > 3 { today.year() + 1 } else { today.year() };
            return Some((Date::new(year, 3, 31).ok()?, rest));
        }
        self.weekday(today)
    }

    /// 月曜, 今週金曜, 来週月曜日, and 来週 alone, which is its Monday.
    fn weekday(self, today: Date) -> Option<(Date, Self)> {
        let week = self.one_of(&[("今週", 0_i32), ("来週", 1), ("再来週", 2)]);
        let rest = week.map_or(self, |(_, rest)| rest.after("の").unwrap_or(rest));
        let names = [("月曜", 0_i32), ("火曜", 1), ("水曜", 2), ("木曜", 3), ("金曜", 4), ("土曜", 5), ("日曜", 6)];
        let monday = today.checked_sub(i32::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
        match (week, rest.one_of(&names)) {
            (Some((weeks, _)), Some((place, rest))) => {
                let day = monday.checked_add((weeks * 7 + place).days()).ok()?;
                Some((day, rest.after("日").unwrap_or(rest)))
            }
            (Some((weeks, rest)), None) if weeks > 0 => Some((monday.checked_add((weeks * 7).days()).ok()?, rest)),
            (Some(_), None) => None,
            (None, found) => {
                let (place, rest) = found?;
                let day = monday.checked_add(place.days()).ok()?;
                let day = if day > today { day } else { day.checked_add(7.days()).ok()? };
                Some((day, rest.after("日").unwrap_or(rest)))
            }
        }
    }

    /// 3日後, 2週間後, 1か月後.
    fn counted_day(self, today: Date) -> Option<(Date, Self)> {
        let (number, rest) = self.number(3)?;
        let words = [
            ("日後", (1_i32, 0_i32)),
            ("週間後", (7, 0)),
            ("か月後", (0, 1)),
            ("ヶ月後", (0, 1)),
            ("ヵ月後", (0, 1)),
            ("カ月後", (0, 1)),
        ];
        let ((days, months), rest) = rest.one_of(&words)?;
        let span = (i32::from(number) * days).days().months(i32::from(number) * months);
        Some((today.checked_add(span).ok()?, rest))
    }

    /// 2026年12月3日, 2026/12/3, 令和8年12月3日, R8.12.3, 12月3日, 12/3, 来月3日, 3日: the next one there is, where the year or the month is not said.
    fn date(self, today: Date) -> Option<(Date, Self)> {
        if let Some((months, rest)) = self.one_of(&[("今月", 0_i32), ("来月", 1)]) {
            let (day, rest) = rest.number(2)?;
            let month = today.first_of_month().checked_add(months.months()).ok()?;
            let day = Date::new(month.year(), month.month(), i8::try_from(day).ok()?).ok()?;
            return Some((day, rest.after("日")?));
        }
        if let Some((year, rest)) = self.year_of_era() {
            let rest = ["年", ".", "/", "-"].iter().find_map(|sign| rest.after(sign))?;
            let (month, day, rest) = rest.month_and_day(&[".", "/", "-"])?;
            return Some((Date::new(year, month, day).ok()?, rest));
        }
        let (first, rest) = self.number(4)?;
        if let Some(day_after) = rest.after("日") {
            return Some((next_of_month(today, i8::try_from(first).ok()?)?, day_after));
        }
        if first > 31 {
            let rest = ["年", "/", "-"].iter().find_map(|sign| rest.after(sign))?;
            let (month, day, rest) = rest.month_and_day(&["/", "-"])?;
            return Some((Date::new(first, month, day).ok()?, rest));
        }
        // 10-12 alone may as well be a score.
        let (month, day, rest) = self.month_and_day(&["/"])?;
        Some((next_of_year(today, month, day)?, rest))
    }

    /// 令和8, R8, 令和元 as the year of our calendar.
    fn year_of_era(self) -> Option<(i16, Self)> {
        // No era is written with more than two characters.
        let head: String = self.left().iter().take(2).collect();
        let (era, behind) = Era::written(&head)?;
        let rest = Self { at: self.at + head.chars().count() - behind.chars().count(), ..self };
        let (number, rest) = rest.after("元").map(|rest| (1, rest)).or_else(|| rest.number(2))?;
        Some((era.year(number)?, rest))
    }

    /// A month and a day in words, or with one of some signs between them.
    fn month_and_day(self, signs: &[&str]) -> Option<(i8, i8, Self)> {
        let (month, rest) = self.number(2)?;
        let in_words = rest.after("月");
        let rest = in_words.or_else(|| signs.iter().find_map(|sign| rest.after(sign)))?;
        let (day, rest) = rest.number(2)?;
        let rest = if in_words.is_some() { rest.after("日")? } else { rest };
        Some((i8::try_from(month).ok()?, i8::try_from(day).ok()?, rest))
    }

    /// What comes after (火) or (火曜日), which says nothing that the date does not.
    fn without_weekday(self) -> Self {
        let inside = || {
            let rest = self.after("(")?;
            let rest = ["月", "火", "水", "木", "金", "土", "日", "祝"].iter().find_map(|word| rest.after(word))?;
            let rest = rest.after("曜").unwrap_or(rest);
            rest.after("日").unwrap_or(rest).after(")")
        };
        inside().unwrap_or(self)
    }

    /// 10時, 10時半, 10時15分, 15:00, 午後3時, 夕方5時, and 朝, 昼, 正午, 夕方, 夜 alone.
    fn time(self) -> Option<(Time, Self)> {
        let parts = [
            ("朝一", (MORNING, 0..0)),
            ("朝", (MORNING, 0..0)),
            ("正午", (NOON, 0..0)),
            ("昼", (NOON, 1..6)),
            ("夕方", (EVENING, 3..12)),
            ("夜", (NIGHT, 5..12)),
        ];
        if let Some(rest) = self.after("午前") {
            return rest.clock(&(0..0));
        }
        if let Some(rest) = self.after("午後") {
            return rest.clock(&(0..12));
        }
        let Some((word, (alone, later))) = parts.iter().find(|(word, _)| self.after(word).is_some()) else {
            return self.clock(&(0..0));
        };
        let rest = self.after(word)?;
        let Some((said, after)) = rest.clock(later) else { return Some((*alone, rest)) };
        // 夜1時 is the next day's: nobody knows which night is meant.
        (*word != "夜" || said >= time(17, 0, 0, 0)).then_some((said, after))
    }

    /// An hour with its minutes; `later` are the hours of the clock's first round that mean those of its second.
    fn clock(self, later: &Range<i16>) -> Option<(Time, Self)> {
        let (hour, rest) = self.number(2)?;
        let (minute, rest) = match rest.after(":") {
            Some(rest) => rest.number(2)?,
            None => {
                let rest = rest.after("時")?;
                // 2時間 is no hour of the day.
                if rest.after("間").is_some() {
                    return None;
                }
                let half = rest.after("半").map(|rest| (30, rest));
                let said = || rest.number(2).and_then(|(minute, rest)| Some((minute, rest.after("分")?)));
                half.or_else(said).unwrap_or((0, rest))
            }
        };
        let rest = ["頃", "ごろ"].iter().find_map(|word| rest.after(word)).unwrap_or(rest);
        let hour = if later.contains(&hour) { hour + 12 } else { hour };
        let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
        Some((time, rest))
    }
}

/// The next day with a number in its month, today included; months that have no such day are passed over.
fn next_of_month(today: Date, day: i8) -> Option<Date> {
    let months = (0..3).filter_map(|months: i32| today.first_of_month().checked_add(months.months()).ok());
    months.filter_map(|month| Date::new(month.year(), month.month(), day).ok()).find(|found| *found >= today)
}

/// The next day with a name in its year, today included.
fn next_of_year(today: Date, month: i8, day: i8) -> Option<Date> {
    let years = (0..=8).map(|years| today.year() + years);
    years.filter_map(|year| Date::new(year, month, day).ok()).find(|found| *found >= today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Monday, 30 November 2026, 9:20 in Japan.
    fn now() -> Timestamp {
        at(date(2026, 11, 30), time(9, 20, 0, 0))
    }

    fn read(words: &str) -> Option<String> {
        let found = moment_in_words(words, now())?;
        Some(found.in_zone(&Jst::zone()).strftime("%Y-%m-%d %H:%M").to_string())
    }

    #[track_caller]
    fn reads(cases: &[(&str, &str)]) {
        for (words, moment) in cases {
            assert_eq!(read(words).as_deref(), Some(*moment), "{words}");
        }
    }

    #[test]
    fn days_have_names_numbers_and_places_in_the_week() {
        reads(&[
            ("明日10時 予算資料", "2026-12-01 10:00"),
            ("明後日の15:00 議会", "2026-12-02 15:00"),
            ("あさって 電話", "2026-12-02 08:30"),
            ("今日17時 退庁前に施錠", "2026-11-30 17:00"),
            ("金曜 週報", "2026-12-04 08:30"),
            ("月曜日 朝礼", "2026-12-07 08:30"),
            ("明日、夜勤の引継ぎ", "2026-12-01 08:30"),
            ("今週金曜15時 提出", "2026-12-04 15:00"),
            ("来週月曜 調整会議", "2026-12-07 08:30"),
            ("来週の水曜日の10時半 打合せ", "2026-12-09 10:30"),
            ("再来週金曜 締切", "2026-12-18 08:30"),
            ("来週 見直し", "2026-12-07 08:30"),
            ("3日後 返事", "2026-12-03 08:30"),
            ("2週間後の10時 確認", "2026-12-14 10:00"),
            ("1か月後 点検", "2026-12-30 08:30"),
            ("来月末 締め", "2026-12-31 08:30"),
            ("年度末 決算", "2027-03-31 08:30"),
        ]);
        assert_eq!(read("月末 締め"), None, "the morning of the last day is over");
        assert_eq!(read("月末17時 締め").as_deref(), Some("2026-11-30 17:00"));
    }

    #[test]
    fn dates_without_a_year_are_the_next_there_is() {
        reads(&[
            ("12/3 10時 歯科", "2026-12-03 10:00"),
            ("12月3日 歯科", "2026-12-03 08:30"),
            ("12月3日(木)の午後3時 歯科", "2026-12-03 15:00"),
            ("１２／３ １０：３０ 歯科", "2026-12-03 10:30"),
            ("4月1日 辞令", "2027-04-01 08:30"),
            ("2027年1月4日 仕事始め", "2027-01-04 08:30"),
            ("2027/1/4 9:00 仕事始め", "2027-01-04 09:00"),
            ("来月5日 支払", "2026-12-05 08:30"),
            ("5日 支払", "2026-12-05 08:30"),
            ("31日 決算", "2026-12-31 08:30"),
            ("2/29 閏日", "2028-02-29 08:30"),
        ]);
        assert_eq!(read("2026年11月1日 もう過ぎた"), None);
    }

    #[test]
    fn years_are_said_in_their_era() {
        reads(&[
            ("令和8年12月1日 議会", "2026-12-01 08:30"),
            ("令和8年12月3日(木)の午後3時 歯科", "2026-12-03 15:00"),
            ("R8.12.1 議会", "2026-12-01 08:30"),
            ("Ｒ８．１２．１ １０：００ 議会", "2026-12-01 10:00"),
            ("R9/1/4 9時 仕事始め", "2027-01-04 09:00"),
            ("議会資料 R8.12.1", "2026-12-01 08:30"),
            ("R8.12.1の会議 10時", "2026-12-01 10:00"),
        ]);
        for none in ["令和元年5月1日 もう過ぎた", "R8.2.30 無い日", "R8 予算", "R8.12 月だけ", "S8.12.1 昔"]
        {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn hours_are_said_in_many_ways() {
        reads(&[
            ("10時半 電話", "2026-11-30 10:30"),
            ("10時15分に電話", "2026-11-30 10:15"),
            ("9時 朝会", "2026-12-01 09:00"),
            ("午後3時 来客", "2026-11-30 15:00"),
            ("午前11時 来客", "2026-11-30 11:00"),
            ("午後0時30分 昼当番", "2026-11-30 12:30"),
            ("夕方 戸締まり", "2026-11-30 17:00"),
            ("夕方5時半 戸締まり", "2026-11-30 17:30"),
            ("昼 弁当", "2026-11-30 12:00"),
            ("明日の朝 体温", "2026-12-01 08:30"),
            ("明日夜8時 見回り", "2026-12-01 20:00"),
            ("15:00ごろ 電話", "2026-11-30 15:00"),
            ("30分後 火を止める", "2026-11-30 09:50"),
            ("2時間後 折返し", "2026-11-30 11:20"),
            ("昼11時半 弁当", "2026-11-30 11:30"),
            ("昼1時 来客", "2026-11-30 13:00"),
            ("1時間半後 折返し", "2026-11-30 10:50"),
        ]);
        for none in ["25時 深夜", "10:75 無理", "2時間 会議", "午前 会議", "夜1時 見回り", "夜12時 見回り"]
        {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn a_moment_may_stand_at_the_end_of_the_line_after_a_blank() {
        reads(&[("予算資料 明日10時", "2026-12-01 10:00"), ("予算資料　12/3", "2026-12-03 08:30")]);
        assert_eq!(read("会議は明日10時"), None);
    }

    #[test]
    fn an_hour_at_the_end_is_one_of_the_day_at_the_beginning() {
        reads(&[
            ("明日の会議 10時", "2026-12-01 10:00"),
            ("明日 会議 10時", "2026-12-01 10:00"),
            ("12/3の議事録 15:00", "2026-12-03 15:00"),
            ("12/3の 10時", "2026-12-03 10:00"),
            ("明日、 10時 歯科", "2026-12-01 10:00"),
            ("明日  10時 歯科", "2026-12-01 10:00"),
            ("明日10時 会議 11時", "2026-12-01 10:00"),
        ]);
    }

    #[test]
    fn what_only_begins_like_a_moment_is_none() {
        for words in [
            "明日の会議資料",
            "12/3の議事録",
            "3日間の出張",
            "10時間かかった",
            "月曜会のこと",
            "明日の朝ごはん",
            "",
            "   ",
            "資料",
            "1/0",
            "13/45 x",
        ] {
            assert_eq!(read(words), None, "{words}");
        }
    }
}
