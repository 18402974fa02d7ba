//! Casting and speaking: gives the parts of a script to members of a room and writes out its lines.

use super::model::{Employment, Person, Unit};
use super::people::Profile;
use super::rng::Rng;
use super::slots::{self, Source, Words};

/// What everybody on stage knows about the town.
pub(super) struct World<'a> {
    pub units: &'a [Unit],
    pub people: &'a [Person],
    pub profiles: &'a [Profile],
    pub words: Words,
    /// Names of the sections other offices are drawn from.
    pub sections: Vec<String>,
    /// Surnames of the councillors.
    pub councillors: Vec<String>,
    /// Seed of the plan.
    pub seed: u64,
    /// People to try the product as: they talk more than others.
    pub favourites: [usize; 3],
}

/// First part of a label that stands for one office.
const OFFICES: &[(&str, &str)] = &[
    ("財政", "財政課"),
    ("人事", "人事課"),
    ("総務", "総務課"),
    ("議事", "議会事務局"),
    ("デジ", "デジタル推進課"),
    ("危機", "危機管理課"),
    ("道路", "道路課"),
    ("河川", "河川課"),
    ("広報", "広報課"),
    ("管財", "管財課"),
    ("出納", "会計課"),
    ("健康", "健康づくり課"),
    ("環境", "環境課"),
    ("消防", "警防課"),
    ("秘書", "秘書課"),
    ("企画", "企画政策課"),
    ("市民", "市民課"),
    ("こども", "こども課"),
    ("水道", "水道課"),
    ("学校", "学校教育課"),
    ("福祉", "社会福祉課"),
    ("高齢", "高齢福祉課"),
    ("都市", "都市計画課"),
    ("教総", "教育総務課"),
    ("商工", "商工観光課"),
    ("公民館", "中央公民館"),
];

/// Ranks of a part, best first.
fn ranks(part: &str) -> &'static [(u32, u32)] {
    match part {
        "三役" => &[(10, 39)],
        "部長" => &[(90, 139), (190, 239)],
        "課長" => &[(190, 239), (240, 299), (90, 139)],
        "補佐" => &[(240, 299), (300, 309), (310, 399)],
        "係長" => &[(300, 309), (240, 299), (310, 420)],
        "担当" => &[(310, 599)],
        "新人" => &[(500, 599), (310, 499), (900, 909)],
        "年度" => &[(900, 909), (310, 599)],
        "議員" => &[(910, 929)],
        "誰" => &[(240, 909)],
        _ => &[(300, 599), (240, 299)],
    }
}

struct Role<'a> {
    office: Option<&'static str>,
    /// From another office than the first part.
    elsewhere: bool,
    part: &'a str,
}

fn role(label: &str) -> Role<'_> {
    let label = label.trim_end_matches(|c: char| c.is_ascii_digit());
    if let Some(rest) = label.strip_prefix('他') {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        return Role { office: None, elsewhere: true, part: rest };
    }
    for &(short, office) in OFFICES {
        if let Some(rest) = label.strip_prefix(short) {
            return Role { office: Some(office), elsewhere: false, part: rest };
        }
    }
    Role { office: None, elsewhere: false, part: label }
}

/// A conversation being played: who plays what, and the slots filled so far.
pub(super) struct Stage<'a> {
    world: &'a World<'a>,
    members: &'a [usize],
    /// Tags of the room.
    tags: &'a [String],
    /// Who the scripts for a sign-in are about.
    hero: Option<usize>,
    cast: Vec<(&'static str, usize)>,
    slots: Vec<(String, String)>,
}

impl<'a> Stage<'a> {
    pub fn new(world: &'a World<'a>, members: &'a [usize], tags: &'a [String], hero: Option<usize>) -> Self {
        Self { world, members, tags, hero, cast: Vec::new(), slots: Vec::new() }
    }

    /// Gives the places of the great rain their values: the same road is under water in every room.
    pub fn recall_storm(&mut self) {
        let mut rng = Rng::new(self.world.seed, 4);
        for name in ["道", "道2", "道3", "地", "地2", "川", "橋", "避難所", "館", "工"] {
            self.slot(name, 0, &mut rng);
        }
    }

    pub fn forget_slots(&mut self) {
        self.slots.clear();
    }

    /// Who plays a part; drawn when first asked for.
    pub fn player(&mut self, label: &'static str, rng: &mut Rng) -> Option<usize> {
        if let Some((_, person)) = self.cast.iter().find(|(l, _)| *l == label) {
            return Some(*person);
        }
        let person = match label {
            "本人" => self.hero?,
            "甲" => *self.members.first()?,
            "乙" => *self.members.get(1)?,
            _ => self.draw(label, rng)?,
        };
        self.cast.push((label, person));
        Some(person)
    }

    fn draw(&self, label: &str, rng: &mut Rng) -> Option<usize> {
        let role = role(label);
        let first_home = self.cast.first().map(|&(_, p)| self.world.profiles[p].home);
        for &(highest, lowest) in ranks(role.part) {
            let fits = |&&p: &&usize| {
                let profile = &self.world.profiles[p];
                (highest..=lowest).contains(&profile.rank)
                    && (role.part != "担当" || profile.regular)
                    && (!role.elsewhere || Some(profile.home) != first_home)
                    && role.office.is_none_or(|o| self.world.units[profile.home].name == o)
                    && (role.part == "議員" || self.world.people[p].employment != Employment::Councillor)
                    && self.hero != Some(p)
                    && self.cast.iter().all(|&(_, taken)| taken != p)
            };
            let mut found: Vec<usize> = self.members.iter().filter(fits).copied().collect();
            if role.part == "新人" && found.iter().any(|&p| self.world.profiles[p].age <= 26) {
                found.retain(|&p| self.world.profiles[p].age <= 26);
            }
            if found.is_empty() {
                continue;
            }
            let favourite = found.iter().find(|p| self.world.favourites.contains(p));
            return match favourite {
                Some(&person) if rng.percent(22) => Some(person),
                _ => Some(found[rng.below(found.len())]),
            };
        }
        None
    }

    /// Writes a line out; None where a part cannot be cast or a unit is not in the room.
    pub fn speak(&mut self, text: &'static str, at: i64, rng: &mut Rng) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        self.expand(text, at, rng, &mut out)?;
        Some(out.replace("\\n", "\n"))
    }

    fn expand(&mut self, text: &'static str, at: i64, rng: &mut Rng, out: &mut String) -> Option<()> {
        let mut rest = text;
        while let Some(open) = rest.find(['{', '〔']) {
            out.push_str(&rest[..open]);
            rest = &rest[open..];
            if let Some(inner) = rest.strip_prefix('〔') {
                let (options, after) = choices(inner)?;
                self.expand(options[rng.below(options.len())], at, rng, out)?;
                rest = after;
            } else {
                let end = rest.find('}')?;
                let value = self.slot(&rest[1..end], at, rng)?;
                out.push_str(&value);
                rest = &rest[end + 1..];
            }
        }
        out.push_str(rest);
        Some(())
    }

    fn slot(&mut self, name: &'static str, at: i64, rng: &mut Rng) -> Option<String> {
        if name == "@all" {
            return Some("{@all}".to_owned());
        }
        if let Some(unit) = name.strip_prefix("@u:") {
            let unit = self.world.units.iter().position(|u| u.name == unit)?;
            let present = self.members.iter().any(|&p| self.world.profiles[p].home == unit);
            return present.then(|| format!("{{@u:{unit}}}"));
        }
        if let Some(label) = name.strip_prefix('@') {
            return Some(format!("{{@p:{}}}", self.player(label, rng)?));
        }
        if let Some(label) = name.strip_prefix("名:") {
            let person = self.player(label, rng)?;
            return Some(self.world.people[person].family.clone());
        }
        if let Some((_, value)) = self.slots.iter().find(|(n, _)| n == name) {
            return Some(value.clone());
        }
        let source = Source {
            words: &self.world.words,
            tags: self.tags,
            sections: &self.world.sections,
            councillors: &self.world.councillors,
        };
        let numbered = |c: char| c.is_ascii_digit();
        let plain = match name.starts_with("後日") {
            true => name,
            false => name.trim_end_matches(numbered),
        };
        let mut value = slots::value(plain, at, &source, rng)?;
        // The same thing twice under two names would read oddly.
        for _ in 0..4 {
            if self.slots.iter().all(|(_, other)| *other != value) {
                break;
            }
            value = slots::value(plain, at, &source, rng)?;
        }
        while let Some((before, after)) = value.split_once('{') {
            let (inner, after) = after.split_once('}')?;
            let inner = slots::value(inner, at, &source, rng)?;
            value = format!("{before}{inner}{after}");
        }
        self.slots.push((name.to_owned(), value.clone()));
        Some(value)
    }
}

/// Splits "a|b〕rest" at the top level.
fn choices(text: &'static str) -> Option<(Vec<&'static str>, &'static str)> {
    let mut depth = 0;
    let mut options = Vec::new();
    let mut from = 0;
    for (i, c) in text.char_indices() {
        match c {
            '〔' => depth += 1,
            '〕' if depth > 0 => depth -= 1,
            '〕' => {
                options.push(&text[from..i]);
                return Some((options, &text[i + c.len_utf8()..]));
            }
            '|' if depth == 0 => {
                options.push(&text[from..i]);
                from = i + 1;
            }
            _ => {}
        }
    }
    None
}
