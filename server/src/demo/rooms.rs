//! Which rooms there are, who is in them and how much is said there.

use super::model::{Employment, LARGE, Plan, Room, RoomKind, Unit, UnitKind};
use super::org::{Field, Org};
use super::people::Staff;
use super::rng::Rng;

/// A room with what the talk is made from.
pub(super) struct Draft {
    pub room: Room,
    /// Everybody who sees the room, by index.
    pub members: Vec<usize>,
    /// What scripts may be played here.
    pub tags: Vec<String>,
    /// About how many messages.
    pub target: usize,
}

/// An open room for a topic.
struct Topic {
    name: &'static str,
    purpose: &'static str,
    /// Offices whose people are all in.
    offices: Vec<&'static str>,
    /// Whether the heads of all sections are in.
    heads: bool,
    per_section: usize,
    percent: usize,
    target: usize,
}

/// A private room for an undertaking of several offices.
struct Project {
    name: &'static str,
    purpose: &'static str,
    offices: Vec<&'static str>,
    size: usize,
}

/// The tables of open and private rooms: 題 is a topic, 組 an undertaking.
fn tables() -> (Vec<Topic>, Vec<Project>) {
    let (mut topics, mut projects) = (Vec::new(), Vec::new());
    for line in include_str!("text/rooms.txt").lines() {
        let cells: Vec<&str> = line.split('|').collect();
        let number = |i: usize| cells.get(i).and_then(|c| c.parse().ok()).unwrap_or(0);
        let (name, purpose) = (cells[1], cells[2]);
        let offices = cells[3].split(',').collect();
        if cells[0] == "題" {
            topics.push(Topic {
                name,
                purpose,
                offices,
                heads: cells[4] == "長",
                per_section: number(5),
                percent: number(6),
                target: number(7),
            });
        } else {
            projects.push(Project { name, purpose, offices, size: number(4) });
        }
    }
    (topics, projects)
}

pub(super) struct Planner<'a> {
    pub plan: &'a Plan,
    pub org: &'a Org,
    pub staff: &'a Staff,
    pub sign_ins: [usize; 3],
    /// People with a post in a unit or below it.
    within: Vec<Vec<usize>>,
    rng: Rng,
    topics: Vec<Topic>,
    projects: Vec<Project>,
    drafts: Vec<Draft>,
}

fn within(org: &Org, staff: &Staff) -> Vec<Vec<usize>> {
    let mut within: Vec<Vec<usize>> = vec![Vec::new(); org.units.len()];
    for (p, person) in staff.people.iter().enumerate() {
        for post in &person.posts {
            let mut unit = Some(post.unit);
            while let Some(u) = unit {
                if within[u].last() != Some(&p) {
                    within[u].push(p);
                }
                unit = org.units[u].parent;
            }
        }
    }
    within
}

fn new_room(kind: RoomKind, name: &str, purpose: &str, owner: usize) -> Room {
    Room {
        kind,
        name: name.to_owned(),
        purpose: purpose.to_owned(),
        members: Vec::new(),
        owner,
        messages: Vec::new(),
        read: Vec::new(),
        archived: false,
    }
}

/// What the scripts call a section: its short name where it has one.
fn script_name(unit: &Unit) -> &str {
    unit.short_name.as_deref().unwrap_or(&unit.name)
}

fn unit_tags(unit: &Unit) -> Vec<String> {
    let group = match unit.kind {
        UnitKind::Department | UnitKind::Ward => "部",
        UnitKind::School => "校",
        UnitKind::Station => "署",
        UnitKind::Facility if unit.name.contains("保育") => "園",
        UnitKind::Facility if unit.name.contains("公民館") => "館",
        UnitKind::Facility
            if unit.name.ends_with("病棟") || unit.name.ends_with("外来") || unit.name.ends_with("手術室") =>
        {
            "病棟"
        }
        _ => "課",
    };
    vec![group.to_owned(), script_name(unit).to_owned()]
}

impl<'a> Planner<'a> {
    pub fn new(plan: &'a Plan, org: &'a Org, staff: &'a Staff, sign_ins: [usize; 3]) -> Self {
        let (topics, projects) = tables();
        Self {
            plan,
            org,
            staff,
            sign_ins,
            within: within(org, staff),
            rng: Rng::new(plan.seed, 2),
            topics,
            projects,
            drafts: Vec::new(),
        }
    }

    pub fn drafts(mut self) -> Vec<Draft> {
        let total = match self.plan.staff {
            n if n < LARGE => usize::MAX,
            n => n * 6_000 / super::model::STAFF_MAX,
        };
        self.unit_rooms();
        self.rule_rooms();
        self.topics();
        let projects =
            if self.plan.staff < LARGE { self.plan.staff.div_ceil(45).min(self.projects.len()) } else { total / 5 };
        self.projects(projects);
        let direct = if total == usize::MAX { self.plan.staff / 26 } else { total.saturating_sub(self.drafts.len()) };
        self.direct(direct);
        self.drafts
    }

    fn push(&mut self, mut room: Room, mut members: Vec<usize>, tags: Vec<String>, target: usize) {
        members.sort_unstable();
        members.dedup();
        if matches!(room.kind, RoomKind::Open | RoomKind::Private | RoomKind::Direct) {
            room.members.clone_from(&members);
        }
        self.drafts.push(Draft { room, members, tags, target });
    }

    fn unit(&self, name: &str) -> Option<usize> {
        self.org.units.iter().position(|u| u.name == name)
    }

    fn unit_rooms(&mut self) {
        let large = self.plan.staff >= LARGE;
        let homes = self.sign_ins.map(|p| self.staff.profiles[p].home);
        for unit in 0..self.org.units.len() {
            let below = &self.within[unit];
            let u = &self.org.units[unit];
            let room = match u.kind {
                UnitKind::City | UnitKind::Council | UnitKind::Committee | UnitKind::Subsection | UnitKind::Squad => {
                    false
                }
                _ => !below.is_empty(),
            };
            if !room {
                continue;
            }
            let people = below.len();
            let department = matches!(u.kind, UnitKind::Department | UnitKind::Ward);
            let target = match (homes.iter().position(|&h| h == unit), department, large) {
                (Some(0 | 1), false, _) => 760,
                (Some(_), false, _) => 460,
                (_, true, false) => 70,
                (_, true, true) => 40,
                (_, false, false) => (60 + people * 9).min(300),
                (_, false, true) => 36 + people / 3,
            };
            let owner = below
                .iter()
                .copied()
                .min_by_key(|&p| (self.staff.profiles[p].home != unit, self.staff.profiles[p].rank, p))
                .unwrap_or(0);
            let purpose = if department {
                format!("{}の連絡", u.name)
            } else {
                format!("{}の日々の連絡と相談", u.name)
            };
            let room = new_room(RoomKind::Unit(unit), &u.name, &purpose, owner);
            let (members, tags) = (below.clone(), unit_tags(u));
            self.push(room, members, tags, target);
        }
    }

    fn rule_rooms(&mut self) {
        let owner = self.staff.people.iter().position(|p| p.employment == Employment::Regular).unwrap_or(0);
        let titles = super::titles::titles();
        for (name, purpose, highest, lowest, target) in [
            ("部長会議", "庁議の議題と部間の調整", 10, 139, 110),
            ("課長級連絡", "全課への照会と回答", 140, 213, 200),
            ("係長級連絡", "庶務・実務の連絡", 300, 309, 150),
        ] {
            let members: Vec<usize> = (0..self.staff.people.len())
                .filter(|&p| {
                    self.staff.people[p].posts.iter().any(|post| (highest..=lowest).contains(&titles[post.title].rank))
                })
                .collect();
            if members.len() > 1 {
                let owner = members
                    .iter()
                    .copied()
                    .find(|&p| self.org.units[self.staff.profiles[p].home].name.starts_with("総務"))
                    .unwrap_or(owner);
                let room = new_room(RoomKind::Rule { highest, lowest }, name, purpose, owner);
                self.push(room, members, vec![name.to_owned()], target);
            }
        }
    }

    fn topics(&mut self) {
        // Beyond some hundred a room reads the same; the share of chatterers shrinks in a large town.
        let shrink = self.plan.staff.div_ceil(2_000);
        for topic in std::mem::take(&mut self.topics) {
            let mut members: Vec<usize> = self.sign_ins.to_vec();
            for office in &topic.offices {
                if let Some(unit) = self.unit(office) {
                    members.extend(&self.within[unit]);
                }
            }
            for workplace in &self.org.workplaces {
                // Those who care, teach or stand by have their own rooms; they come where all are needed.
                let desk =
                    !matches!(workplace.field, Field::Nursery | Field::Station | Field::School | Field::Hospital);
                if !desk && topic.name != "防災" {
                    continue;
                }
                let people = &self.within[workplace.unit];
                let profile = |p: usize| &self.staff.profiles[p];
                if topic.heads {
                    members.extend(people.iter().copied().filter(|&p| profile(p).rank < 240));
                }
                let clerks: Vec<usize> =
                    people.iter().copied().filter(|&p| (300..600).contains(&profile(p).rank)).collect();
                for _ in 0..topic.per_section.min(clerks.len()) {
                    members.push(clerks[self.rng.below(clerks.len())]);
                }
            }
            for p in 0..self.staff.people.len() {
                if topic.percent > 0
                    && self.staff.people[p].employment != Employment::Councillor
                    && self.rng.percent((topic.percent / shrink).max(1))
                {
                    members.push(p);
                }
            }
            let owner = topic
                .offices
                .first()
                .and_then(|o| self.unit(o))
                .and_then(|unit| {
                    members
                        .iter()
                        .copied()
                        .find(|&p| self.staff.profiles[p].home == unit && self.staff.profiles[p].rank >= 300)
                })
                .unwrap_or(self.sign_ins[2]);
            let target = if self.plan.staff < 200 { self.plan.staff } else { topic.target };
            let tags = vec![topic.name.to_owned()];
            let room = new_room(RoomKind::Open, topic.name, topic.purpose, owner);
            self.push(room, members, tags, target);
        }
    }

    fn projects(&mut self, count: usize) {
        let large = self.plan.staff >= LARGE;
        for i in 0..count {
            let round = i / self.projects.len();
            let Project { name, purpose, ref offices, size } = self.projects[i % self.projects.len()];
            let mut members = Vec::new();
            let mut title = name.to_owned();
            if round == 0 {
                let pools: Vec<&Vec<usize>> =
                    offices.iter().filter_map(|o| self.unit(o)).map(|u| &self.within[u]).collect();
                let council = name.starts_with("市議会");
                for pool in &pools {
                    let mut pool: Vec<usize> =
                        pool.iter().copied().filter(|&p| council || self.staff.profiles[p].rank < 600).collect();
                    self.rng.shuffle(&mut pool);
                    let share = if council { pool.len() } else { size.div_ceil(pools.len().max(1)) };
                    members.extend(pool.into_iter().take(share));
                }
                if !council && i % 3 != 2 {
                    members.push(self.sign_ins[i % 3]);
                }
            } else {
                // A large city has the same undertakings in many places at once.
                let base = self.rng.below(self.org.workplaces.len());
                title = format!("{}:{name}", self.org.units[self.org.workplaces[base].unit].name);
                for k in 0..3 {
                    let workplace = &self.org.workplaces[(base + k) % self.org.workplaces.len()];
                    let pool = &self.within[workplace.unit];
                    for _ in 0..3 {
                        members.push(pool[self.rng.below(pool.len())]);
                    }
                }
            }
            members.sort_unstable();
            members.dedup();
            if members.len() < 3 {
                continue;
            }
            let owner = members.iter().copied().find(|&p| self.staff.profiles[p].rank >= 300).unwrap_or(members[0]);
            let target = if large && round > 0 { 8 + self.rng.below(24) } else { 80 + self.rng.below(70) };
            let room = new_room(RoomKind::Private, &title, purpose, owner);
            self.push(room, members, vec!["project".to_owned(), name.to_owned()], target);
            if i % 9 == 7 {
                // Some undertakings are over.
                if let Some(draft) = self.drafts.last_mut() {
                    draft.room.archived = true;
                }
            }
        }
    }

    fn direct(&mut self, count: usize) {
        let [clerk, chief, administrator] = self.sign_ins;
        let mut pairs: Vec<(usize, usize, usize)> =
            vec![(chief, clerk, 110), (administrator, clerk, 60), (chief, administrator, 40)];
        for (i, &one) in [clerk, chief, administrator].iter().enumerate() {
            let home = &self.within[self.staff.profiles[one].home];
            for k in 0..3 {
                let other = home[(i + 2 + k * 3) % home.len()];
                pairs.push((one, other, 50));
            }
        }
        let mut seen: std::collections::HashSet<(usize, usize)> = std::collections::HashSet::new();
        let mut made = 0;
        let mut tries = 0;
        while made < count && tries < count * 4 + 12 {
            let (a, b, target) = pairs.get(tries).copied().unwrap_or_else(|| self.draw_pair());
            tries += 1;
            let pair = (a.min(b), a.max(b));
            if a == b || !seen.insert(pair) {
                continue;
            }
            made += 1;
            // Scripts for two speak of 甲, the higher, and 乙.
            let (higher, lower) = {
                let rank = |p: usize| (self.staff.profiles[p].rank, p);
                if rank(a) < rank(b) { (a, b) } else { (b, a) }
            };
            let gap = self.staff.profiles[lower].rank / 100 != self.staff.profiles[higher].rank / 100;
            let kind = if gap { "direct-up" } else { "direct-peer" };
            let room = new_room(RoomKind::Direct, "", "", higher);
            self.push(room, vec![a, b], vec!["direct".to_owned(), kind.to_owned()], target);
            if let Some(draft) = self.drafts.last_mut() {
                draft.members = vec![higher, lower];
            }
        }
    }

    fn draw_pair(&mut self) -> (usize, usize, usize) {
        let large = self.plan.staff >= LARGE;
        let target = if large { 7 + self.rng.below(18) } else { 30 + self.rng.below(40) };
        let first = self.rng.below(self.staff.people.len());
        let home = &self.within[self.staff.profiles[first].home];
        let second = if self.rng.percent(60) {
            home[self.rng.below(home.len())]
        } else {
            self.rng.below(self.staff.people.len())
        };
        let usable = |p: usize| self.staff.people[p].employment != Employment::Councillor;
        if usable(first) && usable(second) { (first, second, target) } else { (first, first, target) }
    }
}
