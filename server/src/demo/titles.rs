//! Titles and the seats of a workplace: who sits there, by title.

use super::model::{Employment, Title};
use super::org::{Field, Workplace};
use super::rng::Rng;

const TITLES: &[(&str, &str, u32)] = &[
    ("市長", "しちょう", 10),
    ("副市長", "ふくしちょう", 20),
    ("教育長", "きょういくちょう", 30),
    ("区長", "くちょう", 90),
    ("病院長", "びょういんちょう", 95),
    ("部長", "ぶちょう", 100),
    ("消防長", "しょうぼうちょう", 102),
    ("教育次長", "きょういくじちょう", 105),
    ("次長", "じちょう", 120),
    ("副区長", "ふくくちょう", 125),
    ("事務長", "じむちょう", 128),
    ("議会事務局長", "ぎかいじむきょくちょう", 130),
    ("会計管理者", "かいけいかんりしゃ", 190),
    ("署長", "しょちょう", 195),
    ("課長", "かちょう", 200),
    ("事務局長", "じむきょくちょう", 205),
    ("所長", "しょちょう", 206),
    ("支所長", "ししょちょう", 208),
    ("館長", "かんちょう", 210),
    ("室長", "しつちょう", 211),
    ("センター長", "せんたーちょう", 212),
    ("科長", "かちょう", 213),
    ("校長", "こうちょう", 214),
    ("園長", "えんちょう", 216),
    ("看護師長", "かんごしちょう", 218),
    ("副署長", "ふくしょちょう", 230),
    ("分署長", "ぶんしょちょう", 235),
    ("課長補佐", "かちょうほさ", 250),
    ("教頭", "きょうとう", 255),
    ("副園長", "ふくえんちょう", 260),
    ("係長", "かかりちょう", 300),
    ("小隊長", "しょうたいちょう", 304),
    ("班長", "はんちょう", 306),
    ("学年主任", "がくねんしゅにん", 308),
    ("主査", "しゅさ", 310),
    ("主任", "しゅにん", 400),
    ("主任技師", "しゅにんぎし", 402),
    ("主任保育士", "しゅにんほいくし", 404),
    ("主任保健師", "しゅにんほけんし", 406),
    ("消防士長", "しょうぼうしちょう", 410),
    ("主事", "しゅじ", 500),
    ("技師", "ぎし", 502),
    ("保育士", "ほいくし", 504),
    ("保健師", "ほけんし", 506),
    ("看護師", "かんごし", 508),
    ("教諭", "きょうゆ", 510),
    ("養護教諭", "ようごきょうゆ", 512),
    ("司書", "ししょ", 514),
    ("栄養士", "えいようし", 516),
    ("調理員", "ちょうりいん", 518),
    ("消防副士長", "しょうぼうふくしちょう", 519),
    ("消防士", "しょうぼうし", 520),
    ("書記", "しょき", 530),
    ("技師補", "ぎしほ", 540),
    ("主事補", "しゅじほ", 542),
    ("会計年度任用職員", "かいけいねんどにんようしょくいん", 900),
    ("会計年度任用職員(保育士)", "かいけいねんどにんようしょくいん ほいくし", 901),
    ("会計年度任用職員(保健師)", "かいけいねんどにんようしょくいん ほけんし", 902),
    ("会計年度任用職員(司書)", "かいけいねんどにんようしょくいん ししょ", 903),
    ("会計年度任用職員(調理員)", "かいけいねんどにんようしょくいん ちょうりいん", 904),
    ("会計年度任用職員(作業員)", "かいけいねんどにんようしょくいん さぎょういん", 905),
    ("会計年度任用職員(支援員)", "かいけいねんどにんようしょくいん しえんいん", 906),
    ("会計年度任用職員(看護師)", "かいけいねんどにんようしょくいん かんごし", 907),
    ("議長", "ぎちょう", 910),
    ("副議長", "ふくぎちょう", 912),
    ("議員", "ぎいん", 920),
    ("委員長", "いいんちょう", 930),
    ("委員", "いいん", 935),
];

pub(super) fn titles() -> Vec<Title> {
    TITLES
        .iter()
        .map(|&(name, reading, rank)| Title { name: name.to_owned(), reading: reading.to_owned(), rank })
        .collect()
}

/// The index of a title in [`titles`]; the names asked for are constants of this module's users.
pub(super) fn title(name: &str) -> usize {
    TITLES.iter().position(|t| t.0 == name).unwrap_or(0)
}

pub(super) fn rank(title: usize) -> u32 {
    TITLES[title].2
}

pub(super) struct Seat {
    pub unit: usize,
    pub title: usize,
    pub employment: Employment,
}

/// Head, deputy, leader of a unit below, then those with and without seniority, then fiscal-year staff.
struct Ladder {
    head: &'static str,
    deputy: &'static str,
    leader: &'static str,
    senior: &'static [&'static str],
    junior: &'static [&'static str],
    fiscal: &'static str,
    /// Per cent of the headcount on fiscal-year contracts.
    fiscal_share: usize,
}

fn ladder(field: Field, name: &str) -> Ladder {
    let office = Ladder {
        head: "課長",
        deputy: "課長補佐",
        leader: "係長",
        senior: &["主査", "主任", "主任"],
        junior: &["主事"],
        fiscal: "会計年度任用職員",
        fiscal_share: 40,
    };
    match field {
        Field::Office => match name {
            "会計課" => Ladder { head: "会計管理者", ..office },
            "議会事務局" => Ladder { head: "議会事務局長", fiscal_share: 20, ..office },
            _ if name.ends_with('所') => Ladder { head: "所長", ..office },
            _ if name.ends_with("センター") => Ladder { head: "センター長", ..office },
            _ if name.ends_with('館') => Ladder { head: "館長", ..office },
            _ => office,
        },
        Field::Tech => Ladder {
            head: match name {
                _ if name.ends_with('所') => "所長",
                _ if name.ends_with("センター") => "センター長",
                _ => "課長",
            },
            senior: &["主査", "主任技師", "主任"],
            junior: &["技師", "技師", "主事"],
            fiscal: "会計年度任用職員(作業員)",
            fiscal_share: 30,
            ..office
        },
        Field::Health => Ladder {
            head: match name {
                _ if name.ends_with('所') => "所長",
                _ if name.ends_with("センター") => "センター長",
                _ => "課長",
            },
            senior: &["主査", "主任保健師", "主任"],
            junior: &["保健師", "保健師", "主事"],
            fiscal: "会計年度任用職員(保健師)",
            fiscal_share: 40,
            ..office
        },
        Field::Nursery => Ladder {
            head: "園長",
            deputy: "副園長",
            senior: &["主任保育士"],
            junior: &["保育士"],
            fiscal: "会計年度任用職員(保育士)",
            fiscal_share: 52,
            ..office
        },
        Field::Library => Ladder {
            head: "館長",
            junior: &["司書", "司書", "主事"],
            fiscal: "会計年度任用職員(司書)",
            fiscal_share: 60,
            ..office
        },
        Field::Hall => Ladder { head: "館長", fiscal_share: 50, ..office },
        Field::Kitchen => Ladder {
            head: "所長",
            leader: "班長",
            senior: &["栄養士", "主任"],
            junior: &["調理員"],
            fiscal: "会計年度任用職員(調理員)",
            fiscal_share: 66,
            ..office
        },
        Field::Fire => {
            Ladder { senior: &["主査", "消防士長"], junior: &["消防副士長"], fiscal_share: 0, ..office }
        }
        Field::Station => Ladder {
            head: if name.ends_with("分署") { "分署長" } else { "署長" },
            deputy: "副署長",
            leader: "小隊長",
            senior: &["消防士長"],
            junior: &["消防副士長", "消防士", "消防士"],
            fiscal_share: 0,
            ..office
        },
        Field::Board => Ladder { head: "事務局長", fiscal_share: 34, ..office },
        Field::Branch => {
            Ladder { head: if name.ends_with("支所") { "支所長" } else { "センター長" }, ..office }
        }
        Field::School => Ladder {
            head: "校長",
            deputy: "教頭",
            leader: "学年主任",
            senior: &["教諭"],
            junior: &["教諭", "教諭", "教諭", "養護教諭"],
            fiscal: "会計年度任用職員(支援員)",
            fiscal_share: 36,
        },
        Field::Hospital => Ladder {
            head: match name {
                _ if name.ends_with('課') => "課長",
                _ if name.ends_with('室') => "室長",
                _ if name.ends_with('科') => "科長",
                _ => "看護師長",
            },
            leader: if name.ends_with('課') { "係長" } else { "班長" },
            junior: if name.ends_with('課') { &["主事"] } else { &["看護師"] },
            fiscal: "会計年度任用職員(看護師)",
            fiscal_share: 34,
            ..office
        },
    }
}

/// Fills a workplace: as many seats as its headcount says, leaders first.
/// The second result are the 係 left without a 係長, whom the deputy or head stands in for.
pub(super) fn seats(place: &Workplace, name: &str, rng: &mut Rng) -> (Vec<Seat>, Vec<usize>) {
    let ladder = ladder(place.field, name);
    let mut seats = Vec::with_capacity(place.headcount);
    let regular_seat = |unit, name| Seat { unit, title: title(name), employment: Employment::Regular };
    // Rounded by lot, so that the share holds over many small offices.
    let exact = place.headcount * ladder.fiscal_share;
    let fiscal = (exact / 100 + usize::from(rng.below(100) < exact % 100)).min(place.headcount - 1);
    let regular = place.headcount - fiscal;
    seats.push(regular_seat(place.unit, if place.headless { ladder.deputy } else { ladder.head }));
    let by_size = place.headcount >= 30 || (place.headcount >= 14 && place.field != Field::Station);
    if by_size && regular > 4 && !place.headless {
        seats.push(regular_seat(place.unit, ladder.deputy));
    }
    let mut vacant = Vec::new();
    for &sub in &place.subs {
        if seats.len() >= regular || (place.subs.len() > 1 && rng.percent(9)) {
            vacant.push(sub);
        } else {
            let leader = if ladder.leader == "小隊長" && rng.percent(20) { "係長" } else { ladder.leader };
            seats.push(regular_seat(sub, leader));
        }
    }
    let home = |i: usize| {
        if place.subs.is_empty() { place.unit } else { place.subs[i % place.subs.len()] }
    };
    for i in 0..regular - seats.len().min(regular) {
        let list = if rng.percent(48) { ladder.senior } else { ladder.junior };
        let mut word = rng.pick(list);
        if rng.percent(6) {
            word = match word {
                "主事" => "主事補",
                "技師" => "技師補",
                other => other,
            };
        }
        seats.push(regular_seat(home(i), word));
    }
    for i in 0..fiscal {
        // Offices of specialists have plain clerks on such contracts too.
        let plain = rng.percent(35) && place.field != Field::Kitchen;
        seats.push(Seat {
            unit: home(i),
            title: title(if plain { "会計年度任用職員" } else { ladder.fiscal }),
            employment: Employment::FiscalYear,
        });
    }
    seats.truncate(place.headcount);
    (seats, vacant)
}
