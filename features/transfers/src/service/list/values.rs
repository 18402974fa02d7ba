//! What a cell of a staff list means: dates in every spelling of the office, words for kinds of post and employment.

use directory::model::{Employment, PostKind};
use jiff::civil::Date;
use kernel::{Era, Rights};

/// Full-width letters, digits and signs as the narrow ones, without blanks around. For numbers and codes, never for names.
pub fn narrow(text: &str) -> String {
    let narrow = text.chars().map(|c| match c {
        // Not ～, which CP932 has for the wave dash.
        '！'..='｝' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '−' | '‐' | '―' => '-',
        other => other,
    });
    narrow.collect::<String>().trim().to_owned()
}

/// A date: 2026-04-01, 2026/4/1, 20260401, 2026年4月1日, 令和8年4月1日, R8.4.1, 令和元年5月1日; a weekday or a time of day
/// behind it is passed over.
pub fn date(text: &str) -> Option<Date> {
    let text = narrow(text);
    let (era, rest) = match Era::written(&text) {
        Some((era, rest)) => (Some(era), rest),
        None => (None, text.as_str()),
    };
    // What stands behind the day: a time, or a weekday in brackets.
    let rest = rest.trim_start().split(['(', 'T']).next().unwrap_or_default();
    let rest = rest.split_once(' ').filter(|(_, time)| time.contains(':')).map_or(rest, |(day, _)| day);
    let rest = rest.replace('元', "1").replace(' ', "");
    if era.is_none() && rest.len() == 8 && rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return civil(&rest[..4], &rest[4..6], &rest[6..], None);
    }
    let mut parts = rest.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty());
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    // A year of two digits without an era could be anything.
    let clear = era.is_some() || year.len() == 4;
    if parts.next().is_some() || !clear { None } else { civil(year, month, day, era) }
}

fn civil(year: &str, month: &str, day: &str, era: Option<Era>) -> Option<Date> {
    let year: i16 = year.parse().ok().filter(|year| *year > 0)?;
    let year = match era {
        Some(era) => era.year(year)?,
        None => year,
    };
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A last day; some systems write the end of time for none.
pub fn last_day(text: &str) -> Option<Option<Date>> {
    let text = narrow(text);
    if text.is_empty() || text.starts_with("9999") {
        return Some(None);
    }
    date(&text).map(Some)
}

/// How a post is held.
pub fn kind(text: &str) -> Option<PostKind> {
    Some(match text::fold(text).as_str() {
        "本務" | "本職" | "主務" | "main" => PostKind::Main,
        "兼務" | "兼職" | "兼任" | "concurrent" => PostKind::Concurrent,
        "事務取扱" | "心得" | "代理" | "事務代理" | "職務代理" | "acting" => PostKind::Acting,
        "併任" | "出向" | "派遣" | "seconded" => PostKind::Seconded,
        _ => return None,
    })
}

/// The word for how a post is held.
pub fn kind_word(kind: PostKind) -> &'static str {
    match kind {
        PostKind::Main => "本務",
        PostKind::Concurrent => "兼務",
        PostKind::Acting => "事務取扱",
        PostKind::Seconded => "併任",
    }
}

/// How somebody is employed.
pub fn employment(text: &str) -> Option<Employment> {
    let folded = text::fold(text);
    Some(match folded.as_str() {
        "正規"
        | "正規職員"
        | "正職員"
        | "一般職"
        | "常勤"
        | "常勤職員"
        | "再任用"
        | "再任用職員"
        | "任期付"
        | "任期付職員"
        | "定年前再任用短時間"
        | "定年前再任用短時間勤務職員"
        | "暫定再任用"
        | "暫定再任用職員"
        | "regular" => Employment::Regular,
        "特別職" | "special" => Employment::Special,
        "議員" | "councillor" => Employment::Councillor,
        "fiscal_year" | "fiscal year" | "臨時" | "臨時職員" | "非常勤" | "非常勤職員" => {
            Employment::FiscalYear
        }
        other if other.contains("会計年度") => Employment::FiscalYear,
        _ => return None,
    })
}

/// The word for how somebody is employed.
pub fn employment_word(employment: Employment) -> &'static str {
    match employment {
        Employment::Regular => "正規職員",
        Employment::FiscalYear => "会計年度任用職員",
        Employment::Special => "特別職",
        Employment::Councillor => "議員",
        Employment::Shared => "共用",
        Employment::Guest => "ゲスト",
        Employment::Bot => "ボット",
        Employment::Partner => "相手の組織の人",
    }
}

/// What somebody may do.
pub fn rights(text: &str) -> Option<Rights> {
    Some(match text::fold(text).as_str() {
        "管理者" | "システム管理者" | "管理" | "administrator" | "admin" => Rights::Administrator,
        "一般" | "利用者" | "一般利用者" | "member" | "user" => Rights::Member,
        _ => return None,
    })
}

/// Signs with which a spreadsheet begins a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Whether a text begins a formula, or would come back as one.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// A cell that no spreadsheet takes for a formula.
pub fn guarded(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// A cell as it was before [`guarded`].
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn a_date_is_read_in_every_spelling_of_the_office() {
        for text in [
            "2026-04-01",
            "2026/4/1",
            "2026.4.1",
            "20260401",
            "2026年4月1日",
            "令和8年4月1日",
            "令和８年４月１日",
            "R8.4.1",
            "R08/04/01",
            "令8.4.1",
            "２０２６／４／１",
            "令和8年4月1日(水)",
            "2026/04/01 0:00:00",
            "令和 8年 4月 1日",
        ] {
            assert_eq!(date(text), Some(day(2026, 4, 1)), "{text}");
        }
        assert_eq!(date("令和元年5月1日"), Some(day(2019, 5, 1)));
        assert_eq!(date("H31.4.30"), Some(day(2019, 4, 30)));
        assert_eq!(date("昭和64年1月7日"), Some(day(1989, 1, 7)));
        for text in ["", "2026-13-01", "2026-02-30", "8.4.1", "26/4/1", "あした", "2026-4", "R0.4.1", "2026-4-1-1"] {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!((last_day(""), last_day("9999/12/31"), last_day("?")), (Some(None), Some(None), None));
    }

    #[test]
    fn no_cell_becomes_a_formula_and_each_comes_back() {
        for text in ["=1+1", "+81", "-", "@a", "'quoted", "'=typed", "''-1", "山田", ""] {
            assert!(!guarded(text).starts_with(['=', '+', '-', '@']));
            assert_eq!(unguarded(&guarded(text)), text);
        }
    }
}
