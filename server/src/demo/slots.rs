//! Fills the slots of a line: amounts, dates, places and whatever else differs from day to day.

use super::calendar::{self, Day};
use super::rng::Rng;

/// The words slots are filled with: name of the slot, then the words. What offices are asked about
/// (`事業`) is listed by the tag of their room; the empty tag is for all others.
pub(super) struct Words {
    lists: Vec<(&'static str, Vec<&'static str>)>,
}

impl Words {
    pub fn new() -> Self {
        let lists = include_str!("text/words.txt")
            .lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(name, words)| (name, words.split('|').collect()))
            .collect();
        Self { lists }
    }

    fn list(&self, name: &str) -> Option<&[&'static str]> {
        let found = self.lists.iter().find(|(n, _)| *n == name)?;
        Some(&found.1)
    }

    fn programmes(&self, tags: &[String]) -> Option<&[&'static str]> {
        let own = self.lists.iter().find(|(name, _)| {
            let tag = name.strip_prefix("事業@");
            tag.is_some_and(|tag| tag.is_empty() || tags.iter().any(|t| t == tag))
        })?;
        Some(&own.1)
    }
}

fn grouped(n: i64) -> String {
    if n >= 1000 { format!("{},{:03}", n / 1000, n % 1000) } else { n.to_string() }
}

/// What slots of a conversation are filled from.
pub(super) struct Source<'a> {
    pub words: &'a Words,
    /// Tags of the room.
    pub tags: &'a [String],
    /// Names of the sections.
    pub sections: &'a [String],
    /// Surnames of the councillors.
    pub councillors: &'a [String],
}

/// The value of a slot in a line said at `at` (seconds, Japanese clock).
pub(super) fn value(name: &str, at: i64, source: &Source<'_>, rng: &mut Rng) -> Option<String> {
    let day = at.div_euclid(86_400) as Day;
    if let Some(list) = source.words.list(name) {
        return Some(rng.pick(list).to_owned());
    }
    // An opening day the script counts itself, so that its own report comes after it.
    if let Some(days) = name.strip_prefix("後日") {
        let day = calendar::open_day_from(day, days.parse().ok()?);
        return Some(calendar::spoken(day));
    }
    let fiscal = |add: i16| {
        let year = calendar::fiscal_year(calendar::date(day)) + add;
        format!("令和{}年度", year - 2018)
    };
    Some(match name {
        "事業" => rng.pick(source.words.programmes(source.tags)?).to_owned(),
        "朝時" => rng.pick(&["9時", "9時30分", "10時", "10時30分", "11時"]).to_owned(),
        "昼時" => rng.pick(&["13時15分", "13時30分", "14時", "15時", "15時30分", "16時"]).to_owned(),
        // Later and earlier the same day, as far as it goes.
        "後" => match at.rem_euclid(86_400) / 3600 {
            hour @ ..=15 => format!("{}時", hour + 1 + rng.below(2) as i64),
            _ => "明日の9時".to_owned(),
        },
        "前" => match at.rem_euclid(86_400) / 3600 {
            ..=9 => "昨日の15時".to_owned(),
            hour => format!("{}時", hour - 1),
        },
        // The next deadline: today while there is time, else tomorrow morning.
        "締" => match at.rem_euclid(86_400) / 3600 {
            hour @ ..=13 => format!("今日の{}時", (hour + 2).max(11)),
            hour @ 14 => format!("今日の{}時", hour + 2),
            15 => "今日の17時".to_owned(),
            _ => format!("明日の{}時", 10 + rng.below(2)),
        },
        "額" => format!("{}千円", grouped(rng.range(9, 900) * 10)),
        "円" => format!("{}円", grouped(rng.range(8, 990) * 100 + 80)),
        "日" => calendar::spoken(calendar::open_day_from(day, rng.range(4, 14))),
        "近日" => calendar::spoken(calendar::open_day_from(day, rng.range(1, 3))),
        "先日" => calendar::spoken(calendar::open_day_from(day, -rng.range(2, 9))),
        "今日" => calendar::spoken(day),
        "時" => rng
            .pick(&[
                "9時30分",
                "10時",
                "10時30分",
                "11時",
                "13時15分",
                "13時30分",
                "14時",
                "14時30分",
                "15時",
                "15時30分",
                "16時",
            ])
            .to_owned(),
        "件" => rng.range(3, 48).to_string(),
        "数" => rng.range(2, 9).to_string(),
        "人" => rng.range(6, 64).to_string(),
        "百" => (rng.range(11, 98) * 10).to_string(),
        "割" => format!("{}.{}%", rng.range(41, 98), rng.below(10)),
        "分" => (rng.range(2, 9) * 5).to_string(),
        "内線" => rng.range(2001, 3790).to_string(),
        "番号" => rng.range(102, 987).to_string(),
        "号" => rng.range(4, 96).to_string(),
        "年度" => fiscal(0),
        "来年度" => fiscal(1),
        "昨年度" => fiscal(-1),
        "課" => source.sections.get(rng.below(source.sections.len().max(1)))?.clone(),
        "議" => source.councillors.get(rng.below(source.councillors.len().max(1)))?.clone(),
        _ => return None,
    })
}
