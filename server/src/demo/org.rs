//! The organisation: departments, sections and what is below them, with a headcount for every
//! workplace. A town of any size uses the same tables; small ones drop the less needed sections,
//! large ones add those of a designated city.

use super::model::{LARGE, Unit, UnitKind};
use super::wards;

/// What sort of people work somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Office,
    Tech,
    Health,
    Nursery,
    Library,
    Hall,
    Kitchen,
    Fire,
    Station,
    Board,
    Branch,
    School,
    Hospital,
}

/// A line of the tables: a workplace at the level of a 課.
pub(super) struct Row {
    pub department: usize,
    pub name: String,
    pub short_name: Option<String>,
    pub reading: String,
    pub kind: UnitKind,
    pub weight: u32,
    pub field: Field,
    /// 1 is the last to be dropped when the town is small.
    pub priority: u32,
    /// Name and reading without the closing word.
    pub subs: Vec<(String, String)>,
    pub place: String,
}

pub(super) struct DepartmentRow {
    pub name: String,
    pub reading: String,
    pub kind: UnitKind,
    pub head: &'static str,
    pub deputy: Option<&'static str>,
    pub place: String,
}

#[derive(Default)]
pub(super) struct Tables {
    pub departments: Vec<DepartmentRow>,
    pub rows: Vec<Row>,
}

pub(super) struct Workplace {
    pub unit: usize,
    pub subs: Vec<usize>,
    pub headcount: usize,
    pub field: Field,
    pub place: String,
    /// Led by somebody with another post (事務取扱, 兼務) instead of a head of its own.
    pub headless: bool,
}

pub(super) struct Department {
    pub unit: usize,
    /// Titles of those who have their post in the department itself.
    pub heads: Vec<&'static str>,
    pub place: String,
    pub workplaces: std::ops::Range<usize>,
}

pub(super) struct Org {
    pub units: Vec<Unit>,
    pub departments: Vec<Department>,
    pub workplaces: Vec<Workplace>,
    pub mayors: usize,
    pub vice_mayors: usize,
    pub superintendents: usize,
    pub councillors: usize,
    pub council: Option<usize>,
    pub committees: Vec<usize>,
    pub education: Option<usize>,
}

/// Headed by the head of another section, see `people::further_posts`.
const SHARED_HEAD: [&str; 2] = ["用地課", "南支所"];

/// The department index of workplaces that stand directly below the city.
pub(super) const NO_DEPARTMENT: usize = usize::MAX;

pub(super) fn subs(list: &str) -> Vec<(String, String)> {
    list.split(',')
        .filter_map(|entry| entry.split_once(':'))
        .map(|(name, reading)| (name.to_owned(), reading.to_owned()))
        .collect()
}

fn field(word: &str) -> Field {
    match word {
        "tech" => Field::Tech,
        "health" => Field::Health,
        "nursery" => Field::Nursery,
        "library" => Field::Library,
        "hall" => Field::Hall,
        "kitchen" => Field::Kitchen,
        "fire" => Field::Fire,
        "station" => Field::Station,
        "board" => Field::Board,
        "branch" => Field::Branch,
        _ => Field::Office,
    }
}

fn kind(word: &str) -> UnitKind {
    match word {
        "支" => UnitKind::Branch,
        "園" | "館" => UnitKind::Facility,
        "署" => UnitKind::Station,
        "局" => UnitKind::Secretariat,
        _ => UnitKind::Section,
    }
}

fn city() -> Tables {
    let mut tables = Tables::default();
    let mut inside = false;
    for line in include_str!("text/city.txt").lines() {
        let cells: Vec<&str> = line.split('|').collect();
        match cells[0] {
            "部" => {
                inside = true;
                tables.departments.push(DepartmentRow {
                    name: cells[1].to_owned(),
                    reading: cells[2].to_owned(),
                    kind: UnitKind::Department,
                    head: cells[3],
                    deputy: cells.get(5).copied(),
                    place: cells[4].to_owned(),
                });
            }
            "無" => inside = false,
            word => tables.rows.push(Row {
                department: if inside { tables.departments.len() - 1 } else { NO_DEPARTMENT },
                name: cells[1].to_owned(),
                short_name: None,
                reading: cells[2].to_owned(),
                kind: kind(word),
                weight: cells[3].parse().unwrap_or(1),
                field: field(cells[4]),
                priority: cells[5].parse().unwrap_or(9),
                subs: cells.get(6).map(|s| subs(s)).unwrap_or_default(),
                place: match (cells.get(7), kind(word)) {
                    (Some(place), _) => (*place).to_owned(),
                    (None, UnitKind::Section) => tables.departments.last().map(|d| d.place.clone()).unwrap_or_default(),
                    (None, _) => cells[1].to_owned(),
                },
            }),
        }
    }
    tables
}

fn designated_city(staff: usize) -> Tables {
    let mut tables = city();
    for row in &mut tables.rows {
        // What the city does itself grows with it; nurseries and halls stay as large as they are.
        row.weight *= match row.field {
            Field::Nursery | Field::Hall => 1,
            Field::Station | Field::Board => 3,
            _ => 4,
        };
    }
    for line in include_str!("text/large.txt").lines() {
        let cells: Vec<&str> = line.split('|').collect();
        let department = tables.departments.iter().position(|d| d.name == cells[0]).unwrap_or(0);
        let kind = match cells[1].chars().last() {
            Some('課') => UnitKind::Section,
            Some('所') => UnitKind::Branch,
            _ => UnitKind::Facility,
        };
        tables.rows.push(Row {
            department,
            name: cells[1].to_owned(),
            short_name: None,
            reading: cells[2].to_owned(),
            kind,
            weight: cells[3].parse().unwrap_or(1),
            field: field(cells[4]),
            priority: 5,
            subs: subs(cells[5]),
            place: match kind {
                UnitKind::Section => tables.departments[department].place.clone(),
                _ => cells[1].to_owned(),
            },
        });
    }
    wards::add(&mut tables, staff);
    // Every department's rows together, those without department last.
    tables.rows.sort_by_key(|row| row.department);
    tables
}

/// Readings of the words that close the name of a unit below the 課.
const CLOSINGS: &[(&str, &str, UnitKind)] = &[
    ("係", "がかり", UnitKind::Subsection),
    ("小隊", "しょうたい", UnitKind::Squad),
    ("隊", "たい", UnitKind::Squad),
    ("班", "はん", UnitKind::Squad),
    ("学年", "がくねん", UnitKind::Squad),
];

const NUMBERS: &[(&str, &str)] = &[
    ("一", "いち"),
    ("二", "に"),
    ("三", "さん"),
    ("四", "よん"),
    ("五", "ご"),
    ("六", "ろく"),
    ("七", "なな"),
    ("八", "はち"),
    ("九", "きゅう"),
    ("十", "じゅう"),
    ("十一", "じゅういち"),
    ("十二", "じゅうに"),
];

/// `count` units below a 課: the names of the table, numbered (資産税第二係) where more are needed.
fn name_subs(row: &Row, count: usize) -> Vec<(String, String, UnitKind)> {
    let mut out = Vec::new();
    for (i, (name, reading)) in row.subs.iter().enumerate() {
        let Some((word, spoken, kind)) = CLOSINGS.iter().find(|(word, ..)| name.ends_with(word)) else {
            continue;
        };
        let here = count / row.subs.len() + usize::from(i < count % row.subs.len());
        if here <= 1 || *kind == UnitKind::Squad {
            if here > 0 {
                out.push((name.clone(), format!("{reading}{spoken}"), *kind));
            }
            continue;
        }
        let stem = name.strip_suffix(word).unwrap_or(name);
        for (numeral, read) in NUMBERS.iter().take(here) {
            out.push((format!("{stem}第{numeral}{word}"), format!("{reading}だい{read}{spoken}"), *kind));
        }
    }
    out
}

/// Shares `total` in proportion to the weights, at least one each, by largest remainder.
fn share(total: usize, weights: &[u32]) -> Vec<usize> {
    let spare = total.saturating_sub(weights.len());
    let sum: u64 = weights.iter().map(|&w| u64::from(w)).sum::<u64>().max(1);
    let exact = |w: u32| spare as u64 * u64::from(w);
    let mut parts: Vec<usize> = weights.iter().map(|&w| 1 + (exact(w) / sum) as usize).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(exact(weights[i]) % sum), i));
    let missing = total.saturating_sub(parts.iter().sum());
    for &i in order.iter().take(missing) {
        parts[i] += 1;
    }
    parts
}

struct Builder {
    units: Vec<Unit>,
    /// How many children every unit has so far.
    children: Vec<u32>,
}

impl Builder {
    fn add(&mut self, name: &str, reading: &str, kind: UnitKind, parent: Option<usize>) -> usize {
        let order = match parent {
            Some(parent) => {
                self.children[parent] += 1;
                self.children[parent]
            }
            None => 1,
        };
        self.units.push(Unit {
            name: name.to_owned(),
            short_name: None,
            reading: reading.to_owned(),
            kind,
            parent,
            order,
            extension: None,
        });
        self.children.push(0);
        self.units.len() - 1
    }
}

pub(super) fn build(staff: usize) -> Org {
    let large = staff >= LARGE;
    let mut tables = if large { designated_city(staff) } else { city() };
    let mayors = usize::from(staff >= 12);
    let vice_mayors = if large { 3 } else { usize::from(staff >= 40) };
    let superintendents = usize::from(staff >= 60);
    let councillors = match staff {
        0..120 => 0,
        120..LARGE => (staff / 12).min(24),
        _ => 24 + (staff - LARGE) / 460,
    };
    let special = mayors + vice_mayors + superintendents + councillors;

    // A section of fewer than seven people is none; drop the least needed until that holds.
    let wanted = ((staff - special) / 7).max(1);
    let mut ranked: Vec<usize> = (0..tables.rows.len()).collect();
    ranked.sort_by_key(|&i| (tables.rows[i].priority, i));
    let mut kept = vec![false; tables.rows.len()];
    for &i in ranked.iter().take(wanted) {
        kept[i] = true;
    }
    let mut flags = kept.iter();
    tables.rows.retain(|_| flags.next().copied().unwrap_or(false));

    let heads: Vec<Vec<&'static str>> = tables
        .departments
        .iter()
        .enumerate()
        .map(|(i, d)| {
            let alive = tables.rows.iter().any(|row| row.department == i);
            match (alive, staff) {
                (false, _) | (true, 0..150) => Vec::new(),
                (true, 150..400) => vec![d.head],
                _ => std::iter::once(d.head).chain(d.deputy).collect(),
            }
        })
        .collect();
    let leaders: usize = heads.iter().map(Vec::len).sum();
    let weights: Vec<u32> = tables.rows.iter().map(|row| row.weight).collect();
    let headcounts = share(staff - special - leaders, &weights);

    let mut builder = Builder { units: Vec::new(), children: Vec::new() };
    let root = builder.add("緑野市", "みどのし", UnitKind::City, None);
    let mut departments = Vec::new();
    let mut workplaces: Vec<Workplace> = Vec::new();
    let mut index = 0;
    let sections = (0..tables.departments.len()).chain([NO_DEPARTMENT]);
    for department in sections {
        let rows = tables.rows[index..].iter().take_while(|row| row.department == department).count();
        if rows == 0 {
            continue;
        }
        let parent = match tables.departments.get(department) {
            Some(d) => {
                let unit = builder.add(&d.name, &d.reading, d.kind, Some(root));
                departments.push(Department {
                    unit,
                    heads: heads[department].clone(),
                    place: d.place.clone(),
                    workplaces: workplaces.len()..workplaces.len() + rows,
                });
                unit
            }
            None => root,
        };
        let led_from_above = match heads.get(department) {
            Some(heads) if heads.len() > 1 && rows > 2 => Some(workplaces.len() + 1),
            _ => None,
        };
        for (row, &headcount) in tables.rows[index..index + rows].iter().zip(&headcounts[index..]) {
            let unit = builder.add(&row.name, &row.reading, row.kind, Some(parent));
            builder.units[unit].short_name = row.short_name.clone();
            let extension = if large { 10_000 + 60 * workplaces.len() } else { 2_001 + 30 * workplaces.len() };
            builder.units[unit].extension = Some(extension.to_string());
            let count = if headcount < 6 { 0 } else { (headcount + 3) / 7 };
            let subs = name_subs(row, count)
                .into_iter()
                .map(|(name, reading, kind)| builder.add(&name, &reading, kind, Some(unit)))
                .collect();
            workplaces.push(Workplace {
                headless: led_from_above == Some(workplaces.len())
                    || (staff >= 400 && SHARED_HEAD.contains(&row.name.as_str())),
                unit,
                subs,
                headcount,
                field: row.field,
                place: row.place.clone(),
            });
        }
        index += rows;
    }
    let mut council = None;
    let mut committees = Vec::new();
    if councillors > 0 {
        let unit = builder.add("市議会", "しぎかい", UnitKind::Council, Some(root));
        council = Some(unit);
        for (name, reading) in [
            ("総務文教常任委員会", "そうむぶんきょうじょうにんいいんかい"),
            ("民生常任委員会", "みんせいじょうにんいいんかい"),
            ("産業建設常任委員会", "さんぎょうけんせつじょうにんいいんかい"),
        ] {
            committees.push(builder.add(name, reading, UnitKind::Committee, Some(unit)));
        }
    }
    let education = builder.units.iter().position(|u| u.name == "教育委員会");
    Org {
        units: builder.units,
        departments,
        workplaces,
        mayors,
        vice_mayors,
        superintendents,
        councillors,
        council,
        committees,
        education,
    }
}
