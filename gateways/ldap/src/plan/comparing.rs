//! Each entry compared with who is here.

use super::{Known, Line, Present, Work, fault_of, main_post, place};
use crate::entry::{Entry, Read};
use crate::model::{EntryFault, FieldChange, LineSort, RunCounts, Shown};
use directory::model::turning::Place;
use directory::model::{Person, Post, full_name};
use identity::model::fold_login;
use kernel::PersonId;
use std::collections::{HashMap, HashSet};

/// What only one entry may have.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) enum Claim {
    Login(String),
    Number(String),
}

impl Claim {
    pub(super) fn of(entry: &Entry) -> [Self; 2] {
        [Self::Login(fold_login(&entry.login)), Self::Number(entry.number().to_owned())]
    }

    fn fault(&self) -> &'static str {
        match self {
            Self::Login(_) => "login_taken",
            Self::Number(_) => "number_taken",
        }
    }
}

pub(super) struct Planner<'p> {
    pub(super) present: &'p Present,
    pub(super) known: HashMap<&'p str, &'p Known>,
    pub(super) people: HashMap<PersonId, &'p Person>,
    pub(super) numbers: HashMap<&'p str, PersonId>,
    /// How many who are new have a login or a number.
    pub(super) claims: HashMap<Claim, usize>,
    /// The ids of the entries so far.
    pub(super) taken: HashSet<String>,
    pub(super) lines: Vec<Line>,
    pub(super) counts: RunCounts,
}

impl Planner<'_> {
    /// Lists what does not fit. Who is stopped there is stopped all the same: nobody stays because a unit was spelled wrong.
    fn conflict(&mut self, read: &Read, person: Option<PersonId>, fault: EntryFault) {
        let before = read.permanent_id.as_deref().and_then(|id| self.known.get(id).copied());
        let stops = before.filter(|known| read.disabled && !known.disabled && !known.gone);
        let changes = stops.map(|_| change_of_state(false, true)).into_iter().collect();
        self.counts.suspended += i64::from(stops.is_some());
        let shown = Shown {
            name: read.name.clone(),
            login: read.entry.as_ref().map_or_else(|_| String::new(), |entry| entry.login.clone()),
            changes,
            fault: Some(fault),
        };
        let work = stops.map(|known| Work::Stop(known.permanent_id.clone()));
        self.lines.push(Line { sort: LineSort::Conflict, person, shown, work });
    }

    pub(super) fn gone(&mut self, known: &Known) {
        let Some(person) = self.people.get(&known.person) else { return };
        self.counts.suspended += i64::from(!known.disabled);
        let shown = Shown {
            name: person.brief.name.clone(),
            login: person.staff_number.clone(),
            changes: Vec::new(),
            fault: None,
        };
        let work = Some(Work::Let(known.permanent_id.clone()));
        self.lines.push(Line { sort: LineSort::Gone, person: Some(known.person), shown, work });
    }

    pub(super) fn read(&mut self, read: &Read) {
        let before = read.permanent_id.as_deref().and_then(|id| self.known.get(id).copied());
        let entry = match &read.entry {
            Ok(entry) => entry,
            Err(fault) => return self.conflict(read, before.map(|known| known.person), fault.clone()),
        };
        let meant = match before {
            Some(known) => Some(known.person),
            None => self.meant(entry),
        };
        // Whoever is stopped there and was never here, or has another entry, is nobody's concern.
        let is_another = meant.is_some_and(|id| self.present.linked.contains(&id)) || self.is_claimed(entry, 0);
        if before.is_none() && entry.disabled && (meant.is_none() || is_another) {
            return;
        }
        let person = meant.and_then(|id| self.people.get(&id).copied());
        if let Some(code) = self.fault(before, meant, person, entry) {
            return self.conflict(read, meant, EntryFault::new(code, ""));
        }
        let present = self.present;
        let main = person.and_then(|person| main_post(person, present.today));
        let place = match place(entry, main, &present.units, &present.titles) {
            Ok(place) => place,
            Err(error) => return self.conflict(read, meant, fault_of(&error)),
        };
        let changes = match person {
            Some(person) => self.changes(person, before, entry, place),
            None => present_texts(entry),
        };
        let stops = entry.disabled && before.is_none_or(|known| !known.disabled && !known.gone);
        self.counts.suspended += i64::from(stops);
        self.counts.following += i64::from(before.is_none() && person.is_some());
        let sort = match (person.is_some(), changes.is_empty()) {
            (false, _) => LineSort::Added,
            (true, true) => LineSort::Quiet,
            (true, false) => LineSort::Changed,
        };
        self.taken.insert(entry.permanent_id.clone());
        let shown = Shown { name: read.name.clone(), login: entry.login.clone(), changes, fault: None };
        self.lines.push(Line { sort, person: meant, shown, work: Some(Work::Bring(Box::new(entry.clone()))) });
    }

    /// Who of the organisation an entry means that is tied to nobody yet.
    fn meant(&self, entry: &Entry) -> Option<PersonId> {
        let by_login = || self.present.logins.get(&fold_login(&entry.login));
        self.numbers.get(entry.number()).or_else(by_login).copied()
    }

    /// Whether more than so many who are new have the login or the number of an entry.
    fn is_claimed(&self, entry: &Entry, by_more_than: usize) -> bool {
        Claim::of(entry).iter().any(|claim| self.claims.get(claim).is_some_and(|count| *count > by_more_than))
    }

    /// Why an entry does not fit what is known of everybody.
    fn fault(
        &self,
        before: Option<&Known>,
        meant: Option<PersonId>,
        person: Option<&Person>,
        entry: &Entry,
    ) -> Option<&'static str> {
        if self.taken.contains(&entry.permanent_id) {
            return Some("twice");
        }
        // Of two who are new and want to be the same, nobody knows who is right.
        if before.is_none() && self.is_claimed(entry, 1) {
            let claims = Claim::of(entry);
            return claims
                .iter()
                .find(|claim| self.claims.get(*claim).is_some_and(|count| *count > 1))
                .map(Claim::fault);
        }
        let is_others = |owner: Option<&PersonId>| owner.is_some_and(|owner| Some(*owner) != meant);
        match () {
            // It stands in no list of people: what several use by turns belongs to nobody in a directory.
            () if meant.is_some() && person.is_none() => Some("shared_account"),
            () if is_others(self.present.logins.get(&fold_login(&entry.login))) => Some("login_taken"),
            () if is_others(self.numbers.get(entry.number())) => Some("number_taken"),
            () if before.is_none() && meant.is_some_and(|id| self.present.linked.contains(&id)) => {
                Some("linked_already")
            }
            () => None,
        }
    }

    fn changes(
        &self,
        person: &Person,
        before: Option<&Known>,
        entry: &Entry,
        place: Option<Place>,
    ) -> Vec<FieldChange> {
        let mut changes = Vec::new();
        let mut change = |field: &str, old: &str, new: &str| {
            if old != new {
                changes.push(FieldChange { field: field.to_owned(), old: old.to_owned(), new: new.to_owned() });
            }
        };
        if before.is_none() {
            change("link", "", &entry.login);
        }
        change("name", &person.brief.name, &full_name(&entry.family_name, &entry.given_name));
        if !entry.family_reading.is_empty() {
            change("reading", &person.brief.reading, &full_name(&entry.family_reading, &entry.given_reading));
        }
        let signs_in = self.present.logins.get(&fold_login(&entry.login)) == Some(&person.brief.id);
        if !signs_in {
            let old = self.present.logins.iter().find(|(_, id)| **id == person.brief.id);
            change("login", old.map_or("", |(login, _)| login.as_str()), &fold_login(&entry.login));
        }
        if fold_login(&person.staff_number) != fold_login(entry.number()) {
            change("number", &person.staff_number, entry.number());
        }
        if entry.email.is_some() {
            change("email", person.email.as_deref().unwrap_or(""), entry.email.as_deref().unwrap_or(""));
        }
        let main = main_post(person, self.present.today);
        if let Some((unit, title)) = place {
            let is = |post: &Post| (post.unit_id, post.title_id);
            if main.map(is) != Some((unit, title)) {
                let old = main.map_or("", |post| self.present.units.shown(post.unit_id));
                change("unit", old, self.present.units.shown(unit));
                let old = main.and_then(|post| post.title_name.as_deref()).unwrap_or("");
                change("title", old, entry.title.as_deref().unwrap_or(""));
            }
        }
        let was_stopped = before.is_some_and(|known| known.disabled || known.gone);
        if was_stopped != entry.disabled {
            changes.push(change_of_state(was_stopped, entry.disabled));
        }
        changes
    }
}

fn change_of_state(was_stopped: bool, is_stopped: bool) -> FieldChange {
    let word = |stopped: bool| if stopped { "stopped" } else { "active" }.to_owned();
    FieldChange { field: "state".to_owned(), old: word(was_stopped), new: word(is_stopped) }
}

/// What a list shows of somebody new.
fn present_texts(entry: &Entry) -> Vec<FieldChange> {
    let fields = [("unit", &entry.unit), ("title", &entry.title), ("email", &entry.email)];
    let given = fields.into_iter().filter_map(|(field, text)| Some((field, text.clone()?)));
    given.map(|(field, new)| FieldChange { field: field.to_owned(), old: String::new(), new }).collect()
}
