//! Sections: what they are called, what is below them, who of them is in a room.

use crate::model::{Addressee, Checker};
use db::Conn;
use directory::model::naming::post_name;
use directory::model::{TitleId, Unit, UnitId};
use directory::store::{people, posts, units};
use jiff::civil::Date;
use kernel::{Jst, PersonId, Result};
use rooms::model::RoomId;
use rooms::service::Rooms;
use std::collections::{BTreeSet, HashSet};

/// All units of the organisation, of the past too: a slip of last year keeps its section's name.
pub(super) struct Sections(Vec<Unit>);

impl Sections {
    /// Of the actor's organisation.
    pub(super) fn of(conn: &mut Conn<'_>) -> Result<Self> {
        Ok(Self(units::all_units(conn)?))
    }

    fn get(&self, id: UnitId) -> Option<&Unit> {
        self.0.iter().find(|unit| unit.id == id)
    }

    /// What a unit is called.
    pub(super) fn name(&self, id: UnitId) -> Option<String> {
        let unit = self.get(id)?;
        let parent = unit.parent_id.and_then(|parent| self.get(parent));
        Some(post_name(parent.map(|parent| parent.name.as_str()), unit, None))
    }

    /// Whether there is such a unit on a day.
    pub(super) fn is_open(&self, id: UnitId, on: Date) -> bool {
        self.get(id).is_some_and(|unit| unit.valid_from <= on && unit.valid_to.is_none_or(|last| last >= on))
    }

    fn below(&self, id: UnitId) -> Vec<UnitId> {
        let Some(top) = self.get(id) else { return Vec::new() };
        self.0.iter().filter(|unit| unit.path.starts_with(&top.path)).map(|unit| unit.id).collect()
    }

    /// What a title in a unit is called.
    pub(super) fn post(&self, id: UnitId, title: &str) -> Option<String> {
        let unit = self.get(id)?;
        let parent = unit.parent_id.and_then(|parent| self.get(parent));
        Some(post_name(parent.map(|parent| parent.name.as_str()), unit, Some(title)))
    }

    /// A unit and those above it, the nearest first.
    pub(super) fn upwards(&self, id: UnitId) -> Vec<UnitId> {
        let mut found = Vec::new();
        let mut at = self.get(id);
        while let Some(unit) = at {
            found.push(unit.id);
            at = unit.parent_id.and_then(|parent| self.get(parent));
        }
        found
    }

    /// The units of some posts, and all above them.
    pub(super) fn above(&self, held: &HashSet<(UnitId, Option<TitleId>)>) -> HashSet<UnitId> {
        let units = held.iter().filter_map(|(unit, _)| self.get(*unit));
        let paths: Vec<&str> = units.map(|unit| unit.path.as_str()).collect();
        let is_above = |unit: &&Unit| paths.iter().any(|path| path.starts_with(&unit.path));
        self.0.iter().filter(is_above).map(|unit| unit.id).collect()
    }
}

/// The posts that the actor holds today; whoever is on leave does nobody's work.
pub(super) fn held(conn: &mut Conn<'_>) -> Result<HashSet<(UnitId, Option<TitleId>)>> {
    if conn.actor().leave.is_some() {
        return Ok(HashSet::new());
    }
    let (person, today) = (conn.actor().person, Jst::date(conn.now()));
    let posts = people::posts_of(conn, &[person])?.remove(&person).unwrap_or_default();
    Ok(posts.iter().filter(|post| post.holds_on(today)).map(|post| (post.unit_id, post.title_id)).collect())
}

/// Those in a room for whom something is, each once, without whoever is away.
pub(super) fn people_in(
    conn: &mut Conn<'_>,
    rooms: &dyn Rooms,
    (room, sections): (RoomId, &Sections),
    to: &[Addressee],
) -> Result<BTreeSet<PersonId>> {
    let asked = rooms.asked(conn, room)?;
    let there: HashSet<PersonId> = asked.iter().filter(|one| !one.is_away).map(|one| one.person).collect();
    let mut units = Vec::new();
    let mut found = BTreeSet::new();
    for one in to {
        match *one {
            Addressee::Unit { unit_id } => units.extend(sections.below(unit_id)),
            Addressee::Person { person_id } => found.extend(there.get(&person_id).copied()),
        }
    }
    let held = posts::worked_in(conn, &units)?;
    found.extend(held.into_iter().map(|(.., person)| person).filter(|person| there.contains(person)));
    Ok(found)
}

/// Those in a room whose a check is, without whoever is away.
pub(super) fn checkers_in(
    conn: &mut Conn<'_>,
    rooms: &dyn Rooms,
    room: RoomId,
    checker: Checker,
) -> Result<BTreeSet<PersonId>> {
    let asked = rooms.asked(conn, room)?;
    let there: HashSet<PersonId> = asked.iter().filter(|one| !one.is_away).map(|one| one.person).collect();
    Ok(match checker {
        Checker::Person(person) => there.get(&person).copied().into_iter().collect(),
        Checker::Post(unit, title) => {
            let held = posts::worked_in(conn, &[unit])?;
            held.into_iter()
                .filter(|(_, of, who)| *of == Some(title) && there.contains(who))
                .map(|(.., who)| who)
                .collect()
        }
    })
}
