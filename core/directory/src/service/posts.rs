//! Posts as they are found and called, whoever holds them.

use super::barriers;
use crate::model::naming::{joined, post_name};
use crate::model::{NO_RANK, PostAddress, Title, TitleId, Unit, UnitId};
use crate::store::{posts, units};
use db::Conn;
use jiff::civil::Date;
use kernel::{Jst, PersonId, Result};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Units that are looked into for words, in official order.
const MOST_UNITS: usize = 40;

/// What posts are called in an organisation.
pub struct PostNames {
    units: HashMap<UnitId, Unit>,
    titles: HashMap<TitleId, Title>,
}

impl PostNames {
    /// Of the actor's organisation, units of the past included.
    pub fn of(conn: &mut Conn<'_>) -> Result<Self> {
        let units = units::all_units(conn)?.into_iter().map(|unit| (unit.id, unit)).collect();
        let titles = units::titles(conn)?.into_iter().map(|title| (title.id, title)).collect();
        Ok(Self { units, titles })
    }

    /// What a title in a unit, or the unit alone, is called; nothing where there is no such unit or title.
    pub fn name(&self, unit: UnitId, title: Option<TitleId>) -> Option<String> {
        let unit = self.units.get(&unit)?;
        let title = title.map(|title| self.titles.get(&title)).map_or(Some(None), |found| found.map(Some))?;
        let parent = unit.parent_id.and_then(|parent| self.units.get(&parent));
        Some(post_name(parent.map(|parent| parent.name.as_str()), unit, title.map(|title| title.name.as_str())))
    }

    /// Whether there is a unit on a day.
    pub fn is_open(&self, unit: UnitId, on: Date) -> bool {
        self.units.get(&unit).is_some_and(|unit| is_open(unit, on))
    }

    fn rank(&self, title: Option<TitleId>) -> i64 {
        // The unit as a whole stands before its titles.
        title.map_or(-1, |title| self.titles.get(&title).map_or(NO_RANK, |title| title.rank))
    }

    fn spelled_unit(&self, unit: &Unit) -> Spelled {
        Spelled::of(&self.name(unit.id, None).unwrap_or_default(), &unit.reading)
    }
}

/// How something is called and read, folded and without blanks, which people set or leave out.
struct Spelled {
    name: String,
    reading: String,
}

impl Spelled {
    fn of(name: &str, reading: &str) -> Self {
        Self { name: folded(name), reading: folded(reading) }
    }

    /// Whether folded words are in how a post in this unit is called or read; they begin in the unit, or every 課長 would be found.
    fn finds(&self, words: &str, title: Option<&Spelled>) -> bool {
        let begins = |unit: &str, title: Option<&str>| {
            let is_in = |whole: &str| whole.find(words).is_some_and(|at| at < unit.len());
            // Somebody may say 総務課課長 as well.
            let whole = |title: &str| is_in(&folded(&joined(unit, title))) || is_in(&format!("{unit}{title}"));
            words.chars().next().is_some_and(|first| unit.contains(first)) && title.map_or_else(|| is_in(unit), whole)
        };
        begins(&self.name, title.map(|title| title.name.as_str()))
            || begins(&self.reading, title.map(|title| title.reading.as_str()))
    }
}

fn folded(text: &str) -> String {
    text::fold(text).replace(' ', "")
}

fn is_open(unit: &Unit, on: Date) -> bool {
    unit.valid_from <= on && unit.valid_to.is_none_or(|last| last >= on)
}

/// Which posts are asked for.
#[derive(Debug, Clone, Default)]
pub struct PostSearch {
    /// Words in how they are called or read.
    pub words: Option<String>,
    /// Only those in this unit itself.
    pub unit: Option<UnitId>,
}

/// Posts that somebody holds today to whom the actor may write, somebody else than the actor: in official order, a unit before its titles.
pub fn addresses(conn: &mut Conn<'_>, search: &PostSearch, limit: usize) -> Result<Vec<PostAddress>> {
    let (actor, today) = (conn.actor(), Jst::date(conn.now()));
    let names = PostNames::of(conn)?;
    let words = search.words.as_deref().map(folded).unwrap_or_default();
    if words.is_empty() && search.unit.is_none() {
        return Ok(Vec::new());
    }
    let titles: HashMap<TitleId, Spelled> =
        names.titles.values().map(|title| (title.id, Spelled::of(&title.name, &title.reading))).collect();
    let finds = |unit: &Spelled, title: Option<TitleId>| {
        words.is_empty() || unit.finds(&words, title.and_then(|title| titles.get(&title)))
    };
    let mut asked: Vec<(&Unit, Spelled)> = names
        .units
        .values()
        .filter(|unit| is_open(unit, today) && search.unit.is_none_or(|asked| asked == unit.id))
        .map(|unit| (unit, names.spelled_unit(unit)))
        .filter(|(_, unit)| finds(unit, None) || titles.keys().any(|title| finds(unit, Some(*title))))
        .collect();
    asked.sort_by(|(one, _), (other, _)| one.path.cmp(&other.path));
    asked.truncate(MOST_UNITS);
    let ids: Vec<UnitId> = asked.iter().map(|(unit, _)| unit.id).collect();
    let held = posts::held_in(conn, &ids)?;
    let people: Vec<PersonId> = held.iter().map(|(_, _, person)| *person).collect();
    let towards = barriers::towards(conn, &people)?;
    let is_free = |person: PersonId| towards.contact(person).find && towards.contact(person).write;
    let mut holders: BTreeMap<(usize, i64, Option<TitleId>), HashSet<PersonId>> = BTreeMap::new();
    for (unit, title, person) in held.into_iter().filter(|(_, _, person)| is_free(*person)) {
        let Some(place) = ids.iter().position(|asked| *asked == unit) else { continue };
        for title in BTreeSet::from([None, title]) {
            if finds(&asked[place].1, title) {
                holders.entry((place, names.rank(title), title)).or_default().insert(person);
            }
        }
    }
    let others = holders.into_iter().filter(|(_, people)| people.iter().any(|person| *person != actor.person));
    let shown = others.filter_map(|((place, _, title), people)| {
        let unit_id = ids[place];
        Some(PostAddress { unit_id, title_id: title, name: names.name(unit_id, title)?, holders: people.len() })
    });
    Ok(shown.take(limit).collect())
}
