//! What differs between people as they are and entries as they were read. Pure.

mod comparing;
#[cfg(test)]
mod tests;

use crate::entry::{Entry, Read};
use crate::model::{EntryFault, LineSort, RunCounts, Shown};
use comparing::{Claim, Planner};
use directory::model::naming::{self, Units};
use directory::model::turning::Place;
use directory::model::{Person, Post, PostKind, Title};
use jiff::civil::Date;
use kernel::{Error, PersonId, Result};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Somebody who came from the directory before.
#[derive(Debug, Clone)]
pub struct Known {
    /// The person.
    pub person: PersonId,
    /// What never changes of them there.
    pub permanent_id: String,
    /// What was read of them last.
    pub hash: String,
    /// Whether they were stopped there.
    pub disabled: bool,
    /// Whether they are gone from there.
    pub gone: bool,
    /// Whether they sign in with a password of here although they should not.
    pub has_own_password: bool,
}

impl Known {
    /// Whether there is nothing to do about them when an entry says this.
    pub fn is_still(&self, read: &Read) -> bool {
        let is_settled = !self.gone && !self.has_own_password && self.disabled == read.disabled;
        is_settled && read.entry.as_ref().is_ok_and(|entry| entry.hash() == self.hash)
    }
}

/// A difference, and what is to be done about it.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it is.
    pub sort: LineSort,
    /// Who it is about.
    pub person: Option<PersonId>,
    /// What it says.
    pub shown: Shown,
    /// What there is to do.
    pub work: Option<Work>,
}

/// What there is to do about somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// To make them what an entry says.
    Bring(Box<Entry>),
    /// To stop them, whatever else does not fit.
    Stop(String),
    /// To let them go.
    Let(String),
}

/// People as they are.
pub struct Present {
    /// Everybody of the organisation.
    pub people: Vec<Person>,
    /// Whose logins these are.
    pub logins: HashMap<String, PersonId>,
    /// Who came from the directory before.
    pub known: Vec<Known>,
    /// Who follows this directory or another one.
    pub linked: HashSet<PersonId>,
    /// The units.
    pub units: Units,
    /// The titles.
    pub titles: Vec<Title>,
    /// The day.
    pub today: Date,
}

/// The main post that somebody holds on a day.
pub fn main_post(person: &Person, today: Date) -> Option<&Post> {
    let is_held = |post: &&Post| post.valid_from <= today && post.valid_to.is_none_or(|last| last >= today);
    person.posts.iter().filter(is_held).find(|post| post.kind == PostKind::Main)
}

/// The unit and the title that an entry names; nothing where it names no unit, so that somebody stays where they are.
///
/// Errors: `unit` or `title` that is missing, unknown or ambiguous, with what was named.
pub fn place(entry: &Entry, main: Option<&Post>, units: &Units, titles: &[Title]) -> Result<Option<Place>> {
    let Some(unit) = &entry.unit else {
        return if main.is_some() { Ok(None) } else { Err(Error::field("unit", "missing")) };
    };
    let unit = units.find("unit", unit, main.map(|post| post.unit_id))?;
    let title = match (&entry.title, main) {
        (None, _) => None,
        (Some(name), Some(main)) if main.title_name.as_ref() == Some(name) => main.title_id,
        (Some(name), _) => Some(naming::title(titles, "title", name)?),
    };
    Ok(Some((unit, title)))
}

/// What a line says when something is refused.
pub fn fault_of(error: &Error) -> EntryFault {
    let Some(told) = error.faults().first() else {
        let code = match error.code() {
            "identity.login_taken" => "login_taken",
            "directory.staff_number_taken" | "already_exists" => "number_taken",
            "identity.last_administrator" => "last_administrator",
            _ => "refused",
        };
        return EntryFault::new(code, if code == "refused" { error.code() } else { "" });
    };
    let (field, text) = told.field.split_once(' ').unwrap_or((told.field.as_str(), ""));
    match (field, told.code) {
        ("unit", "missing") => EntryFault::new("no_unit", text),
        ("unit", "ambiguous") => EntryFault::new("unit_ambiguous", text),
        ("unit", _) => EntryFault::new("unit_unknown", text),
        ("title", _) => EntryFault::new("title_unknown", text),
        (field, code) => EntryFault::new("refused", format!("{field}: {code}")),
    }
}

/// What a directory's entries, of which only those are here that are not as they were read last, come to. `seen`: the ids of all that were
/// read.
pub fn plan(present: &Present, found: &[Read], seen: &HashSet<String>) -> (Vec<Line>, RunCounts) {
    let known: HashMap<&str, &Known> = present.known.iter().map(|known| (known.permanent_id.as_str(), known)).collect();
    let people: HashMap<PersonId, &Person> = present.people.iter().map(|person| (person.brief.id, person)).collect();
    let numbers: HashMap<&str, PersonId> =
        present.people.iter().map(|person| (person.staff_number.as_str(), person.brief.id)).collect();
    let following = present.known.iter().filter(|known| !known.gone && !known.disabled).count() as i64;
    let counts = RunCounts { following, ..RunCounts::default() };
    // Who is tied already comes first: nobody new takes their login or number from them by standing before them in the directory.
    let is_known = |read: &&Read| read.permanent_id.as_deref().is_some_and(|id| known.contains_key(id));
    let (old, new): (Vec<&Read>, Vec<&Read>) = found.iter().partition(is_known);
    let mut claims = HashMap::new();
    for entry in new.iter().filter_map(|read| read.entry.as_ref().ok()).filter(|entry| !entry.disabled) {
        for claim in Claim::of(entry) {
            *claims.entry(claim).or_insert(0) += 1;
        }
    }
    let mut planner =
        Planner { present, known, people, numbers, claims, taken: HashSet::new(), lines: Vec::new(), counts };
    for read in old.into_iter().chain(new) {
        planner.read(read);
    }
    for gone in present.known.iter().filter(|known| !known.gone && !seen.contains(&known.permanent_id)) {
        planner.gone(gone);
    }
    // What there is to do stands before what does not fit, so that the number of a line tells how far the work is.
    let Planner { mut lines, mut counts, .. } = planner;
    lines.sort_by_key(|line| line.work.is_none());
    for line in &lines {
        match line.sort {
            LineSort::Added => counts.added += 1,
            LineSort::Changed => counts.changed += 1,
            LineSort::Gone => counts.gone += 1,
            LineSort::Conflict => counts.conflict += 1,
            LineSort::Quiet => {}
        }
        counts.total += i64::from(line.work.is_some());
    }
    (lines, counts)
}

/// Whether so many would be stopped that it takes somebody who says yes, and nobody has said yes to as many.
pub fn is_too_much(counts: &RunCounts, most_in_a_hundred: i64, allowed: Option<i64>) -> bool {
    let is_many = counts.suspended * 100 > most_in_a_hundred * counts.following.max(1);
    is_many && allowed.is_none_or(|allowed| counts.suspended > allowed)
}
