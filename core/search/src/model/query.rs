//! What somebody typed, read as what they look for.
//!
//! Words are parted by blanks of either width, and all of them must occur; what stands in quotation marks is one word, blanks and all.
//! `from:`, `unit:`, `in:`, `has:`, `before:`, `after:`, `since:`, `until:`, `on:` and `年度:` narrow it down, with either colon, also in their
//! Japanese words, and a word after a minus is not to occur. What is not understood is looked for as it stands: no address with a colon in it
//! is lost.

use crate::model::folded;
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::Era;

/// What a document must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    /// An address of the web.
    Link,
    /// A file.
    File,
    /// Somebody, or everybody, is called by it.
    Mention,
    /// It stands in a thread.
    Thread,
    /// A note stands in it.
    Note,
}

/// What somebody looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Texts that must all occur, folded.
    pub terms: Vec<String>,
    /// Texts none of which may occur, folded.
    pub without: Vec<String>,
    /// Who wrote it: names, or parts of names; one of them.
    pub from: Vec<String>,
    /// Of which unit who wrote it is today: names, or parts of names; one of them, or one below it.
    pub units: Vec<String>,
    /// In which rooms: names, or parts of names; one of them.
    pub within: Vec<String>,
    /// What it must have.
    pub has: Vec<Has>,
    /// The first day.
    pub first: Option<Date>,
    /// The last day.
    pub last: Option<Date>,
    /// Words that have the form of an operator and say nothing that can be understood: terms as well.
    pub not_understood: Vec<String>,
}

impl Query {
    /// Whether nothing is looked for: what is not to occur is nothing to look for by itself.
    pub fn is_empty(&self) -> bool {
        let without = self.without.clone();
        *self == Self { without, ..Self::default() }
    }

    /// The days as the index counts them, since 1970.
    pub fn days(&self) -> Option<(i32, i32)> {
        let is_any = self.first.is_some() || self.last.is_some();
        is_any.then(|| (self.first.map_or(i32::MIN, day_number), self.last.map_or(i32::MAX, day_number)))
    }

    fn not_before(&mut self, day: Date) {
        self.first = Some(self.first.map_or(day, |first| first.max(day)));
    }

    fn not_after(&mut self, day: Date) {
        self.last = Some(self.last.map_or(day, |last| last.min(day)));
    }

    /// Takes an operator; false when it is none, or makes no sense.
    fn operator(&mut self, name: &str, value: &str, today: Date) -> bool {
        let value = value.trim();
        if value.is_empty() {
            return false;
        }
        match name {
            "from" | "発言者" | "差出人" if is_name(value, '@') => self.from.push(value.to_owned()),
            "unit" | "所属" if is_name(value, '@') => self.units.push(value.to_owned()),
            "in" | "るーむ" if is_name(value, '#') => self.within.push(value.to_owned()),
            "has" | "あり" => match has(&text::fold(value)) {
                Some(what) => self.has.push(what),
                None => return false,
            },
            "before" | "after" | "since" | "から" | "until" | "まで" | "on" | "日付" => {
                let Some((first, last)) = days(value, today) else { return false };
                match name {
                    "before" => self.not_after(first.saturating_sub(1.day())),
                    "after" => self.not_before(last.saturating_add(1.day())),
                    "since" | "から" => self.not_before(first),
                    "until" | "まで" => self.not_after(last),
                    _ => {
                        self.not_before(first);
                        self.not_after(last);
                    }
                }
            }
            "年度" | "fy" => {
                let Some(year) = fiscal_year(text::fold(value).trim_end_matches("年度"), today) else { return false };
                let Ok(first) = Date::new(year, 4, 1) else { return false };
                self.not_before(first);
                self.not_after(first.saturating_add(1.year()).saturating_sub(1.day()));
            }
            _ => return false,
        }
        true
    }
}

/// What narrows a search down.
const OPERATORS: [&str; 19] = [
    "from",
    "発言者",
    "差出人",
    "unit",
    "所属",
    "in",
    "るーむ",
    "has",
    "あり",
    "before",
    "after",
    "since",
    "から",
    "until",
    "まで",
    "on",
    "日付",
    "年度",
    "fy",
];

/// A day as the index counts it, since 1970.
pub fn day_number(day: Date) -> i32 {
    Date::constant(1970, 1, 1).until(day).map_or(i32::MAX, |span| span.get_days())
}

/// Whether something is left of a name without the sign before it.
fn is_name(value: &str, sign: char) -> bool {
    !text::fold(value).trim_start_matches(sign).trim().is_empty()
}

fn has(word: &str) -> Option<Has> {
    match word {
        "link" | "url" | "りんく" => Some(Has::Link),
        "file" | "ふぁいる" | "添付" => Some(Has::File),
        "mention" | "めんしょん" => Some(Has::Mention),
        "thread" | "reply" | "すれっど" | "返信" => Some(Has::Thread),
        "note" | "の-と" | "のーと" => Some(Has::Note),
        _ => None,
    }
}

/// A year: 2026, R8, 令和8, 令和元.
fn year(text: &str) -> Option<i16> {
    let text = text.trim_end_matches('年');
    match Era::written(text) {
        Some((era, "元")) => era.year(1),
        Some((era, number)) => {
            number.parse::<i16>().ok().filter(|number| (1..100).contains(number)).and_then(|number| era.year(number))
        }
        None => (text.len() == 4).then(|| text.parse().ok()).flatten(),
    }
}

/// A fiscal year; one or two digits are a year of the present era.
fn fiscal_year(text: &str, today: Date) -> Option<i16> {
    match text {
        "今" | "今年" | "this" => Some(kernel::fiscal_year(today)),
        "昨" | "昨年" | "last" => Some(kernel::fiscal_year(today) - 1),
        _ if text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit()) => year(&format!("令和{text}")),
        _ => year(text),
    }
}

/// From which day to which somebody means: a day, a month or a year.
fn days(text: &str, today: Date) -> Option<(Date, Date)> {
    let text = text::fold(text);
    match text.as_str() {
        "today" | "今日" => return Some((today, today)),
        "yesterday" | "昨日" => {
            let day = today.saturating_sub(1.day());
            return Some((day, day));
        }
        _ => {}
    }
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let part = |range: std::ops::Range<usize>| text[range].parse::<i16>().ok();
        let (month, day) = (i8::try_from(part(4..6)?).ok()?, i8::try_from(part(6..8)?).ok()?);
        let day = Date::new(part(0..4)?, month, day).ok()?;
        return Some((day, day));
    }
    if let Some(month) = text.strip_suffix('月').and_then(|month| month.parse::<i8>().ok()) {
        let first = Date::new(today.year(), month, 1).ok()?;
        let first = if first > today { first.saturating_sub(1.year()) } else { first };
        return Some((first, first.last_of_month()));
    }
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
    let number = |text: &str| text.parse::<i8>().ok();
    match parts[..] {
        [only] => {
            let first = Date::new(year(only)?, 1, 1).ok()?;
            Some((first, first.saturating_add(1.year()).saturating_sub(1.day())))
        }
        [first, second] => match year(first) {
            Some(year) => {
                let first = Date::new(year, number(second)?, 1).ok()?;
                Some((first, first.last_of_month()))
            }
            // The last time that it was that day.
            None => {
                let (month, day) = (number(first)?, number(second)?);
                // No day is more than eight years away from the one before.
                let years = (0..=8).filter_map(|ago| Date::new(today.year() - ago, month, day).ok());
                let day = years.into_iter().find(|day| *day <= today)?;
                Some((day, day))
            }
        },
        [year_, month, day] => {
            let day = Date::new(year(year_)?, number(month)?, number(day)?).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}

/// A word as it was typed: what stands before the first quotation mark, and all of it without the marks.
struct Word {
    text: String,
    /// Bytes before the first quotation mark; all of them when there is none.
    bare: usize,
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '＂' | '“' | '”' | '„')
}

fn words(typed: &str) -> Vec<Word> {
    let (mut words, mut word, mut is_quoted) = (Vec::new(), None::<Word>, false);
    // A mark within a word without another one to close it is a letter: 5" is an inch.
    let mut left = typed.chars().filter(|c| is_mark(*c)).count();
    for c in typed.chars() {
        if is_mark(c) {
            left -= 1;
            let begins = word.as_ref().is_none_or(|word| word.text.ends_with([':', '：']));
            if is_quoted || left > 0 || begins {
                is_quoted = !is_quoted;
                let word = word.get_or_insert(Word { text: String::new(), bare: usize::MAX });
                word.bare = word.bare.min(word.text.len());
                continue;
            }
        }
        if (c.is_whitespace() || c.is_control()) && !is_quoted {
            words.extend(word.take());
        } else {
            word.get_or_insert(Word { text: String::new(), bare: usize::MAX }).text.push(c);
        }
    }
    words.extend(word);
    words
}

/// Reads what somebody typed; a day without a year is the last one before `today` or that.
pub fn parse(typed: &str, today: Date) -> Query {
    let mut query = Query::default();
    for Word { text, bare } in words(typed) {
        let colon = text.find([':', '：']).filter(|at| *at < bare);
        let is_operator = colon.is_some_and(|at| {
            let (name, value) = text.split_at(at);
            let value = value.trim_start_matches([':', '：']);
            query.operator(&text::fold(name), value, today)
        });
        if let (Some(at), false) = (colon, is_operator)
            && OPERATORS.contains(&text::fold(&text[..at]).as_str())
            && text.len() > at + ':'.len_utf8()
        {
            query.not_understood.push(text.clone());
        }
        // Without a quotation mark before it: what stands in these is looked for as it stands.
        if let Some(word) = text.strip_prefix(['-', '－', '−']).filter(|word| bare > 0 && !word.trim().is_empty()) {
            // No operator excludes: that is told instead of looking for its letters.
            let is_operator =
                word.find([':', '：']).is_some_and(|at| OPERATORS.contains(&text::fold(&word[..at]).as_str()));
            let without = folded(word);
            if is_operator {
                query.not_understood.push(text.clone());
            } else if !without.is_empty() {
                query.without.push(without);
            }
            continue;
        }
        let term = folded(&text);
        if !is_operator && !term.is_empty() && !query.terms.contains(&term) {
            query.terms.push(term);
        }
    }
    query
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(typed: &str) -> Query {
        parse(typed, date(2026, 4, 10))
    }

    #[test]
    fn a_word_after_a_minus_is_not_to_occur_unless_it_is_quoted() {
        let query = read("予算 -補正 －\"昨年 の\" \"-15\" -");
        assert_eq!(query.terms, ["予算", "-15", "-"]);
        assert_eq!(query.without, ["補正", "昨年 の"]);
        assert!(read("-補正").is_empty(), "nothing is looked for");
    }

    #[test]
    fn days_from_which_and_to_which_are_among_those_that_are_meant() {
        let query = read("since:R8.4.1 まで:4月");
        assert_eq!((query.first, query.last), (Some(date(2026, 4, 1)), Some(date(2026, 4, 30))));
        assert_eq!(read("から:2026-04-02").first, Some(date(2026, 4, 2)));
    }

    #[test]
    fn words_are_parted_by_blanks_of_either_width_and_kept_together_by_quotation_marks() {
        assert_eq!(read("防災　会議 ｻｰﾊﾞｰ").terms, ["防災", "会議", "さ-ば-"]);
        assert_eq!(read("\"防災 会議\" “a  b”").terms, ["防災 会議", "a b"]);
        assert_eq!(read("防災\"会 議").terms, ["防災\"会", "議"]);
        assert_eq!(read("\"防災 会議\" 5\" 机").terms, ["防災 会議", "5\"", "机"]);
        assert_eq!(read("予算 \"防災 会").terms, ["予算", "防災 会"], "somebody is typing on");
        assert!(read(" 　\"\" ").is_empty());
    }

    #[test]
    fn operators_take_either_colon_and_names_with_blanks() {
        let query = read("from:\"山田 太郎\" ｉｎ：総務課 has:リンク ＨＡＳ：file 予算");
        assert_eq!((query.from, query.within), (vec!["山田 太郎".to_owned()], vec!["総務課".to_owned()]));
        assert_eq!((query.has, query.terms), (vec![Has::Link, Has::File], vec!["予算".to_owned()]));
    }

    #[test]
    fn units_and_notes_are_named_in_either_language() {
        let query = read("unit:総務課 所属：\"財政 係\" has:note あり:ノート");
        assert_eq!(query.units, ["総務課", "財政 係"]);
        assert_eq!((query.has, query.terms.len()), (vec![Has::Note, Has::Note], 0));
    }

    #[test]
    fn what_is_no_operator_is_looked_for_as_it_stands() {
        for typed in ["https://example.lg.jp/", "has:もの", "on:いつか", "from:", "10:30", "\"from:山田\""] {
            let query = read(typed);
            assert_eq!(query.terms, [folded(&typed.replace('"', ""))], "{typed}");
            assert!(query.from.is_empty() && query.has.is_empty() && query.days().is_none());
        }
        assert_eq!(read("on:2/30 has:画像 10:30 from: from:@").not_understood, ["on:2/30", "has:画像", "from:@"]);
    }

    #[test]
    fn days_are_read_as_offices_write_them() {
        let april = Some((date(2026, 4, 1), date(2026, 4, 1)));
        for typed in ["2026-04-01", "2026/4/1", "２０２６年４月１日", "R8.4.1", "令和8年4月1日", "4/1", "4月1日"]
        {
            assert_eq!(days(typed, date(2026, 4, 10)), april, "{typed}");
        }
        assert_eq!(days("5/1", date(2026, 4, 10)), Some((date(2025, 5, 1), date(2025, 5, 1))));
        assert_eq!(days("2026-02", date(2026, 4, 10)), Some((date(2026, 2, 1), date(2026, 2, 28))));
        assert_eq!(days("令和元年", date(2026, 4, 10)), Some((date(2019, 1, 1), date(2019, 12, 31))));
        assert_eq!(days("2026-02-30", date(2026, 4, 10)), None);
        assert_eq!(days("2/29", date(2028, 1, 10)), Some((date(2024, 2, 29), date(2024, 2, 29))));
        assert_eq!(days("20260401", date(2026, 4, 10)), april);
        assert_eq!(days("5月", date(2026, 4, 10)), Some((date(2025, 5, 1), date(2025, 5, 31))));
    }

    #[test]
    fn before_and_after_leave_the_day_out_and_a_fiscal_year_begins_in_april() {
        let query = read("after:2026-04-01 before:2026-04-05");
        assert_eq!((query.first, query.last), (Some(date(2026, 4, 2)), Some(date(2026, 4, 4))));
        let query = read("年度:R7");
        assert_eq!((query.first, query.last), (Some(date(2025, 4, 1)), Some(date(2026, 3, 31))));
        assert_eq!(read("年度：2025年度").first, Some(date(2025, 4, 1)));
        assert_eq!(read("年度:8").first, Some(date(2026, 4, 1)));
        assert_eq!(
            (read("年度:今年").first, read("年度:昨年").first),
            (Some(date(2026, 4, 1)), Some(date(2025, 4, 1)))
        );
        assert_eq!(read("on:今日").days(), Some((20_553, 20_553)));
    }
}
