//! Who is there: worked out from connections, told only to those who look, a second late at most.

use crate::hub::{Hub, State};
use crate::protocol::{Presence, ToClient, event_frame};
use kernel::{Committed, OrgId, PersonId};
use std::collections::{BTreeMap, HashMap, HashSet};

/// People whose presence is told to some only; to everybody else they are never there.
#[derive(Debug, Clone)]
pub struct Veil {
    /// Who is hidden.
    pub people: HashSet<PersonId>,
    /// Who sees them all the same, besides themselves.
    pub seen_by: HashSet<PersonId>,
}

impl Veil {
    fn hides(&self, person: PersonId, viewer: PersonId) -> bool {
        self.people.contains(&person) && !self.people.contains(&viewer) && !self.seen_by.contains(&viewer)
    }
}

impl Hub {
    /// Decides whose presence an organisation's people learn, in place of what was decided before. Watchers are told what they see
    /// from now on.
    pub fn veil(&self, org: OrgId, veils: Vec<Veil>) {
        let mut state = self.state();
        let before = state.veils.insert(org, veils.clone()).unwrap_or_default();
        state.moved.extend(before.into_iter().chain(veils).flat_map(|veil| veil.people));
    }

    /// Passes an event about a person to the people of an organisation who have them on screen; of somebody from outside, to those of them
    /// who share a group with them.
    pub fn show_to_watchers(&self, org: OrgId, (person, outside): (PersonId, bool), event: &Committed) {
        let mut state = self.state();
        let frame = event_frame(event);
        for key in state.watchers.get(&person).cloned().into_iter().flatten() {
            // The person's own connections have it already, from the stream.
            let link = &state.links[&key];
            let viewer = link.actor.person;
            let meets = !outside || state.share(viewer, person);
            if link.org == org && viewer != person && meets && !state.is_veiled(org, viewer, person) {
                state.send(key, frame.clone());
            }
        }
    }
}

impl State {
    fn is_veiled(&self, org: OrgId, viewer: PersonId, person: PersonId) -> bool {
        self.veils.get(&org).is_some_and(|veils| veils.iter().any(|veil| veil.hides(person, viewer)))
    }

    /// Whether a person is there for somebody of an organisation.
    fn presence_of(&self, org: OrgId, viewer: PersonId, person: PersonId) -> Presence {
        if self.is_veiled(org, viewer, person) {
            return Presence::Offline;
        }
        let mut found = Presence::Offline;
        for key in self.by_person.get(&person).into_iter().flatten() {
            let link = &self.links[key];
            // Another organisation's people are offline to everybody here, whoever guesses their id.
            if link.org != org {
                return Presence::Offline;
            }
            // Whoever does not meet somebody from outside does not see them come and go.
            if link.actor.outsider.is_some() && viewer != person && !self.share(viewer, person) {
                return Presence::Offline;
            }
            // Nobody takes somebody on leave for reachable, though they read.
            if link.actor.leave.is_some() {
                continue;
            }
            if link.active {
                return Presence::Online;
            }
            found = Presence::Away;
        }
        found
    }

    /// Whether two people who are connected are in a group together.
    fn share(&self, one: PersonId, other: PersonId) -> bool {
        let (Some(these), Some(those)) = (self.groups.get(&one), self.groups.get(&other)) else { return false };
        !these.is_disjoint(those)
    }

    /// Somebody has left a group: whom they see, and who sees them, is told anew.
    pub(crate) fn doubt(&mut self, person: PersonId) {
        let keys = self.by_person.get(&person).into_iter().flatten();
        let watched = keys.filter_map(|key| self.links.get(key)).flat_map(|link| link.watching.iter().copied());
        let watched: Vec<PersonId> = watched.chain([person]).collect();
        self.moved.extend(watched);
    }

    pub(crate) fn watch(&mut self, key: u64, people: Vec<PersonId>) {
        let Some(link) = self.links.get_mut(&key) else { return };
        let before = std::mem::replace(&mut link.watching, people.clone());
        let (org, viewer) = (link.org, link.actor.person);
        for person in before {
            if let Some(watchers) = self.watchers.get_mut(&person) {
                watchers.remove(&key);
                if watchers.is_empty() {
                    self.watchers.remove(&person);
                }
            }
        }
        let mut now = BTreeMap::new();
        for person in people {
            self.watchers.entry(person).or_default().insert(key);
            now.insert(person.to_string(), self.presence_of(org, viewer, person));
        }
        if !now.is_empty() {
            self.send(key, ToClient::Presence { people: now }.frame());
        }
    }

    /// Tells watchers of everybody whose presence may have changed since the last call.
    pub(crate) fn tell_presence(&mut self) {
        let mut news: HashMap<u64, BTreeMap<String, Presence>> = HashMap::new();
        for person in std::mem::take(&mut self.moved) {
            for key in self.watchers.get(&person).into_iter().flatten() {
                let link = &self.links[key];
                let presence = self.presence_of(link.org, link.actor.person, person);
                news.entry(*key).or_default().insert(person.to_string(), presence);
            }
        }
        for (key, people) in news {
            self.send(key, ToClient::Presence { people }.frame());
        }
    }
}
