//! Puts people on the seats: name, age, numbers, addresses, further posts, where they are today.

use std::collections::HashMap;

use super::calendar;
use super::model::{Date, Employment, Person, Plan, Post, PostKind, UnitKind};
use super::names::{Name, Names};
use super::org::{Field, Org};
use super::rng::Rng;
use super::titles::{rank, seats, title};

/// What casting wants to know of a person besides what the town shows.
pub(super) struct Profile {
    /// The 課 or department of the main post.
    pub home: usize,
    pub rank: u32,
    pub age: i16,
    pub regular: bool,
}

struct Hiring<'a> {
    plan: &'a Plan,
    rng: Rng,
    names: Names,
    people: Vec<Person>,
    profiles: Vec<Profile>,
    /// How often every address and every year of hiring came up.
    addresses: HashMap<String, usize>,
    years: HashMap<i16, usize>,
    fiscal_year: i16,
}

pub(super) struct Staff {
    pub people: Vec<Person>,
    pub profiles: Vec<Profile>,
}

/// Ages usual for a rank, in years.
fn ages(rank: u32) -> (i64, i64) {
    match rank {
        0..=39 => (56, 68),
        40..=139 => (55, 60),
        140..=239 => (48, 59),
        240..=299 => (45, 57),
        300..=309 => (39, 54),
        310..=399 => (35, 52),
        400..=499 => (29, 42),
        500..=539 => (22, 34),
        540..=899 => (18, 22),
        900..=909 => (24, 67),
        _ => (36, 74),
    }
}

fn women_percent(field: Option<Field>, rank: u32) -> usize {
    match (field, rank) {
        (_, 0..=139) => 20,
        (Some(Field::Nursery), _) => 93,
        (Some(Field::Fire | Field::Station), _) => 8,
        (Some(Field::Health | Field::Hospital | Field::Kitchen), _) => 82,
        (Some(Field::Tech), 0..=899) => 22,
        (_, 900..=909) => 74,
        (None, _) => 26,
        (_, 140..=299) => 30,
        _ => 47,
    }
}

impl Hiring<'_> {
    fn email(&mut self, latin: &str) -> String {
        let taken = self.addresses.entry(latin.to_owned()).or_default();
        *taken += 1;
        match *taken {
            1 => format!("{latin}@midorino.lg.example"),
            n => format!("{latin}{n}@midorino.lg.example"),
        }
    }

    fn staff_number(&mut self, employment: Employment, hired: i16) -> String {
        let (key, digits, prefix) = match employment {
            Employment::Regular => (hired, 4, format!("{:02}", hired.rem_euclid(100))),
            Employment::FiscalYear => (-1, 5, "K".to_owned()),
            Employment::Special => (-2, 3, "T".to_owned()),
            Employment::Councillor => (-3, 3, "G".to_owned()),
        };
        let n = self.years.entry(key).or_default();
        *n += 1;
        format!("{prefix}{:0digits$}", *n)
    }

    fn hire(&mut self, unit: usize, home: usize, title: usize, employment: Employment, field: Option<Field>) -> usize {
        let rank = rank(title);
        let (low, high) = ages(rank);
        let age = self.rng.range(low, high) as i16;
        let born = self.plan.today.0 - age;
        let woman = self.rng.percent(women_percent(field, rank));
        let abroad = rank >= 400 && employment != Employment::Councillor && self.rng.below(110) == 0;
        let name: Name =
            if abroad { Names::abroad(&mut self.rng) } else { self.names.draw(&mut self.rng, born, woman) };
        let hired = (born + 22 + self.rng.below(4) as i16).min(self.fiscal_year);
        let (from, to): (Date, Option<Date>) = match employment {
            Employment::FiscalYear => {
                let mut from = (self.fiscal_year, 4, 1);
                if self.rng.percent(8) {
                    let later = (self.fiscal_year, [5, 6, 7, 9][self.rng.below(4)], 1);
                    if later <= self.plan.today {
                        from = later;
                    }
                }
                (from, Some((self.fiscal_year + 1, 3, 31)))
            }
            Employment::Regular => {
                let year = (self.fiscal_year - self.rng.below(5) as i16).max(hired);
                ((year, 4, 1), None)
            }
            Employment::Special | Employment::Councillor => {
                ((self.fiscal_year - 1, 5, 1), Some((self.fiscal_year + 3, 4, 30)))
            }
        };
        let person = Person {
            staff_number: self.staff_number(employment, hired),
            email: self.email(&name.latin),
            family: name.family,
            given: name.given,
            family_reading: name.family_reading,
            given_reading: name.given_reading,
            employment,
            posts: vec![Post { unit, title, kind: PostKind::Main, from, to }],
            extension: None,
            mobile: None,
            place: None,
            status: None,
        };
        self.people.push(person);
        self.profiles.push(Profile { home, rank, age, regular: employment == Employment::Regular });
        self.people.len() - 1
    }

    fn also(&mut self, person: usize, unit: usize, title: usize, kind: PostKind) {
        let posts = &mut self.people[person].posts;
        if posts.iter().all(|p| p.unit != unit) {
            let from = posts[0].from;
            let to = posts[0].to;
            posts.push(Post { unit, title, kind, from, to });
        }
    }

    fn today(&mut self, place: &str, extension: Option<u32>, field: Field, person: usize) {
        let rng = &mut self.rng;
        let rank = self.profiles[person].rank;
        let person = &mut self.people[person];
        person.extension = extension.map(|e| e.to_string());
        let outdoors = matches!(field, Field::Tech | Field::Station | Field::Fire);
        if rank < 240 || (outdoors && rank < 600 && rng.percent(45)) {
            // No Japanese mobile number has a 0 here, so nobody's telephone rings.
            person.mobile = Some(format!("090-0{:03}-{:04}", rng.below(1000), rng.below(10_000)));
        }
        let desk = (200..600).contains(&rank) && matches!(field, Field::Office | Field::Tech | Field::Health);
        person.place = Some(match rng.below(100) {
            0..=3 if desk => "在宅".to_owned(),
            4..=6 if desk => "外勤".to_owned(),
            7 if desk => "サテライトオフィス(南支所)".to_owned(),
            _ => place.to_owned(),
        });
        let statuses: &[&str] = match field {
            Field::Tech => &[
                "現場確認中。急ぎは携帯へ",
                "午後から現場立会い",
                "設計書作成中",
                "午前休",
                "打合せ中(〜15:00)",
                "会議中",
            ],
            Field::Nursery => &["保育中。連絡は13時〜14時に", "園庭にいます", "研修(午後)", "早番", "遅番"],
            Field::Fire | Field::Station => &["当直", "非番", "訓練中", "立入検査で外出"],
            _ => &[
                "会議中(〜11:30)",
                "窓口対応中",
                "議会対応中",
                "本日休暇",
                "午後半休",
                "出張(県庁)",
                "電話は折り返します",
                "研修受講中",
                "時差出勤(7:30〜16:15)",
                "集中タイム。急ぎは声をかけてください",
            ],
        };
        if rank < 900 && rng.percent(22) || rng.percent(5) {
            person.status = Some(rng.pick(statuses).to_owned());
        }
    }
}

pub(super) fn hire(plan: &Plan, org: &Org) -> Staff {
    let mut h = Hiring {
        plan,
        rng: Rng::new(plan.seed, 1),
        names: Names::new(),
        people: Vec::with_capacity(plan.staff),
        profiles: Vec::with_capacity(plan.staff),
        addresses: HashMap::new(),
        years: HashMap::new(),
        fiscal_year: calendar::fiscal_year(plan.today),
    };
    let tops = [
        ("市長", org.mayors, 0),
        ("副市長", org.vice_mayors, 0),
        ("教育長", org.superintendents, org.education.unwrap_or(0)),
    ];
    for (name, count, unit) in tops {
        for _ in 0..count {
            let person = h.hire(unit, unit, title(name), Employment::Special, None);
            h.people[person].place = Some("本庁舎3階".to_owned());
        }
    }
    for (d, department) in org.departments.iter().enumerate() {
        for (k, name) in department.heads.iter().enumerate() {
            let person = h.hire(department.unit, department.unit, title(name), Employment::Regular, None);
            let extension = 1_001 + 10 * d as u32 + k as u32;
            h.today(&department.place, Some(extension), Field::Office, person);
        }
        for index in department.workplaces.clone() {
            fill(&mut h, org, index);
        }
    }
    let below_city = org.departments.last().map_or(0, |d| d.workplaces.end);
    for index in below_city..org.workplaces.len() {
        fill(&mut h, org, index);
    }
    if let Some(council) = org.council {
        for i in 0..org.councillors {
            let name = ["議長", "副議長"].get(i).copied().unwrap_or("議員");
            let person = h.hire(council, council, title(name), Employment::Councillor, None);
            h.people[person].place = Some("議会棟".to_owned());
            if i > 0 {
                let committee = org.committees[i % org.committees.len()];
                let seat = if i <= org.committees.len() { "委員長" } else { "委員" };
                h.also(person, committee, title(seat), PostKind::Concurrent);
            }
        }
    }
    further_posts(&mut h, org);
    Staff { people: h.people, profiles: h.profiles }
}

fn fill(h: &mut Hiring<'_>, org: &Org, index: usize) {
    let place = &org.workplaces[index];
    let (list, vacant) = seats(place, &org.units[place.unit].name, &mut h.rng);
    let base: u32 = org.units[place.unit].extension.as_deref().and_then(|e| e.parse().ok()).unwrap_or(0);
    let mut first = None;
    for (i, seat) in list.iter().enumerate() {
        let person = h.hire(seat.unit, place.unit, seat.title, seat.employment, Some(place.field));
        first.get_or_insert(person);
        // Two share a telephone, except the head.
        h.today(&place.place, Some(base + (i as u32).div_ceil(2)), place.field, person);
    }
    let Some(head) = first else { return };
    let has_deputy = list.len() > 1 && (240..300).contains(&rank(list[1].title));
    for sub in vacant {
        let stand_in = if has_deputy { head + 1 } else { head };
        let leader = match org.units[sub].name.as_str() {
            name if name.ends_with('係') => "係長",
            name if name.ends_with('隊') => "小隊長",
            name if name.ends_with("学年") => "学年主任",
            _ => "班長",
        };
        h.also(stand_in, sub, title(leader), PostKind::Acting);
    }
}

/// Lets somebody do the duties of another office for the time being, where they hold nothing but their own post: of the nearest team that has no
/// leader, below their own unit first.
pub(super) fn stand_in(staff: &mut Staff, org: &Org, person: usize) {
    if staff.people[person].posts.len() > 1 {
        return;
    }
    let (leader, home) = (title("係長"), staff.profiles[person].home);
    let led = |unit: usize| staff.people.iter().flat_map(|one| &one.posts).any(|p| p.unit == unit && p.title == leader);
    let is_free = |unit: &usize| org.units[*unit].kind == UnitKind::Subsection && !led(*unit);
    let nearest = |unit: &usize| (org.units[*unit].parent != Some(home), unit.abs_diff(home));
    if let Some(unit) = (0..org.units.len()).filter(is_free).min_by_key(nearest) {
        let Post { from, to, .. } = staff.people[person].posts[0];
        staff.people[person].posts.push(Post { unit, title: leader, kind: PostKind::Acting, from, to });
    }
}

/// The posts people hold beside their own: the small commissions live from them.
fn further_posts(h: &mut Hiring<'_>, org: &Org) {
    let unit = |name: &str| org.units.iter().position(|u| u.name == name);
    let staff_of = |h: &Hiring<'_>, name: &str, ranks: std::ops::Range<u32>| -> Vec<usize> {
        let Some(unit) = unit(name) else {
            return Vec::new();
        };
        (0..h.people.len()).filter(|&p| h.profiles[p].home == unit && ranks.contains(&h.profiles[p].rank)).collect()
    };
    for (office, from, ranks, count, seat, kind) in [
        ("選挙管理委員会事務局", "総務課", 300..600, 5, "書記", PostKind::Joint),
        ("選挙管理委員会事務局", "市民課", 300..600, 2, "書記", PostKind::Joint),
        ("監査委員事務局", "議会事務局", 300..600, 1, "書記", PostKind::Joint),
        ("農業委員会事務局", "農林課", 200..600, 3, "書記", PostKind::Joint),
        ("危機管理課", "道路課", 310..600, 2, "主査", PostKind::Concurrent),
        ("危機管理課", "警防課", 310..600, 1, "主査", PostKind::Concurrent),
        ("デジタル推進課", "企画政策課", 310..600, 1, "主任", PostKind::Concurrent),
        ("企画政策課", "デジタル推進課", 310..600, 1, "主任", PostKind::Concurrent),
        ("こども課", "健康づくり課", 310..600, 3, "主任保健師", PostKind::Concurrent),
        ("広報課", "秘書課", 310..600, 1, "主任", PostKind::Concurrent),
        ("用地課", "道路課", 200..240, 1, "課長", PostKind::Acting),
        ("南支所", "市民課", 200..240, 1, "支所長", PostKind::Concurrent),
    ] {
        let Some(target) = unit(office) else { continue };
        // Without somebody else's place left open there is no head to add.
        let vacant = org.workplaces.iter().any(|w| w.unit == target && w.headless);
        if ranks.start == 200 && ranks.end == 240 && !vacant {
            continue;
        }
        for person in staff_of(h, from, ranks).into_iter().take(count) {
            h.also(person, target, title(seat), kind);
        }
    }
    // A deputy of a department heads one of its sections as well.
    for department in &org.departments {
        let headless =
            department.workplaces.clone().find(|&i| org.workplaces[i].headless && i == department.workplaces.start + 1);
        let deputy = (0..h.people.len())
            .find(|&p| h.profiles[p].home == department.unit && (120..140).contains(&h.profiles[p].rank));
        if let (Some(workplace), Some(deputy)) = (headless, deputy) {
            h.also(deputy, org.workplaces[workplace].unit, title("課長"), PostKind::Acting);
        }
    }
}
