//! Who can read what is said in a room, and who else would by a forward. Compared by ids: a room may hold everybody.

use crate::model::{Beyond, NAMED_OUTSIDERS, RoomId, RoomKind, ShareState};
use crate::store;
use crate::store::rooms::RoomRow;
use db::Conn;
use directory::store::partners::homes;
use directory::store::{organisations, people};
use kernel::{OrgId, PersonId, Result};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Who can read in a room.
pub(super) struct Circle {
    people: HashSet<PersonId>,
    open: bool,
    /// The other organisations with which it is shared: what is said there is theirs, whoever of them has come.
    peers: HashSet<OrgId>,
}

impl Circle {
    pub(super) fn of(conn: &mut Conn<'_>, room: &RoomRow) -> Result<Self> {
        let mut people = store::forwards::members(conn, room.id)?;
        let mut peers = HashSet::new();
        if room.shares > 0 {
            people.extend(store::partners::in_room(conn, room.id)?.into_iter().map(|(person, _)| person));
            let org = conn.actor().org;
            let open = store::shares::open_of_room(conn, org, room.id)?;
            peers.extend(open.iter().filter(|share| share.state == ShareState::Agreed).map(|share| share.peer));
        }
        Ok(Self { people, open: room.kind == RoomKind::Open, peers })
    }

    /// Whether somebody, of the staff or not, can read there.
    fn holds(&self, person: PersonId, outside: bool) -> bool {
        self.people.contains(&person) || (self.open && !outside)
    }
}

/// Who could read something by a forward who could not before.
#[derive(Default)]
pub(super) struct Newly {
    people: BTreeSet<PersonId>,
    /// Those of them who are guests or bots.
    outside: BTreeSet<PersonId>,
    /// Everybody of the staff.
    everyone: bool,
    organisations: BTreeSet<OrgId>,
}

impl Newly {
    /// Those in a room who could not read in all of some circles.
    pub(super) fn in_room(conn: &mut Conn<'_>, circles: &[Circle], room: &RoomRow) -> Result<Self> {
        let there = Circle::of(conn, room)?;
        let mut people: BTreeSet<PersonId> = there.people.into_iter().collect();
        people.retain(|person| !circles.iter().all(|circle| circle.people.contains(person)));
        let mut newly = Self { everyone: there.open && circles.iter().any(|circle| !circle.open), ..Self::default() };
        newly.organisations.extend(there.peers);
        newly.organisations.retain(|peer| !circles.iter().all(|circle| circle.peers.contains(peer)));
        if people.is_empty() {
            return Ok(newly);
        }
        let outside = store::forwards::outsiders(conn, room.id)?;
        let partners: HashMap<PersonId, _> = match room.shares {
            0 => HashMap::new(),
            _ => store::partners::in_room(conn, room.id)?.into_iter().collect(),
        };
        people.retain(|person| {
            let outsider = outside.contains(person) || partners.contains_key(person);
            !circles.iter().all(|circle| circle.holds(*person, outsider))
        });
        let from_elsewhere: Vec<PersonId> =
            people.iter().filter(|person| partners.contains_key(person)).copied().collect();
        newly.organisations.extend(homes(conn, &from_elsewhere)?.into_values().map(|home| home.org));
        newly.outside = people.iter().filter(|person| outside.contains(person)).copied().collect();
        newly.people = people;
        Ok(newly)
    }

    /// Somebody, guest or bot or not, with whom there is no room yet.
    pub(super) fn alone(circles: &[Circle], person: PersonId, outside: bool) -> Self {
        let mut newly = Self::default();
        if !circles.iter().all(|circle| circle.holds(person, outside)) {
            newly.people.insert(person);
            newly.outside.extend(outside.then_some(person));
        }
        newly
    }

    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty() && !self.everyone && self.organisations.is_empty()
    }

    /// Takes those of another place in: whoever reads it at two of them is one.
    pub(super) fn join(&mut self, other: &Self) {
        self.people.extend(&other.people);
        self.outside.extend(&other.outside);
        self.everyone |= other.everyone;
        self.organisations.extend(&other.organisations);
    }

    /// What stands for exactly these when somebody confirms that they may read it; nothing when there is nothing to confirm.
    pub(super) fn confirmation(&self) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        let mut hasher = DefaultHasher::new();
        let Self { people, outside, everyone, organisations } = self;
        (people, outside, everyone, organisations).hash(&mut hasher);
        Some(format!("{:016x}", hasher.finish()))
    }

    /// The same as the warning tells it, of a room or of a person with whom there is none yet.
    pub(super) fn told(&self, conn: &mut Conn<'_>, room: Option<RoomId>, person: Option<PersonId>) -> Result<Beyond> {
        let outside: Vec<PersonId> = self.outside.iter().copied().collect();
        let mut outsiders = people::briefs(conn, &outside)?;
        outsiders.sort_by(|one, other| (&one.reading, one.id).cmp(&(&other.reading, other.id)));
        outsiders.truncate(NAMED_OUTSIDERS);
        let mut names = Vec::new();
        for org in &self.organisations {
            names.extend(organisations::get(conn, *org)?.map(|one| one.name));
        }
        names.sort();
        Ok(Beyond {
            room_id: room,
            person_id: person,
            people: i64::try_from(self.people.len()).expect("fewer people than that"),
            everyone: self.everyone,
            outsider_count: i64::try_from(self.outside.len()).expect("fewer people than that"),
            outsiders,
            organisations: names,
        })
    }
}
