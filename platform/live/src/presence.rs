//! Who is there: worked out from connections, told only to those who look, a second late at most.

use crate::hub::State;
use crate::protocol::{Presence, ToClient};
use kernel::{OrgId, PersonId};
use std::collections::{BTreeMap, HashMap};

impl State {
    pub(crate) fn presence_of(&self, org: OrgId, person: PersonId) -> Presence {
        let mut found = Presence::Offline;
        for key in self.by_person.get(&person).into_iter().flatten() {
            let link = &self.links[key];
            // Another organisation's people are offline to everybody here, whoever guesses their id.
            if link.org != org {
                return Presence::Offline;
            }
            if link.active {
                return Presence::Online;
            }
            found = Presence::Away;
        }
        found
    }

    pub(crate) fn watch(&mut self, key: u64, people: Vec<PersonId>) {
        let Some(link) = self.links.get_mut(&key) else { return };
        let before = std::mem::replace(&mut link.watching, people.clone());
        let org = link.org;
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
            now.insert(person.to_string(), self.presence_of(org, person));
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
                let org = self.links[key].org;
                news.entry(*key).or_default().insert(person.to_string(), self.presence_of(org, person));
            }
        }
        for (key, people) in news {
            self.send(key, ToClient::Presence { people }.frame());
        }
    }
}
