//! Contact barriers: who can be reached only by some (連絡の制限).

use super::{TitleId, UnitId, tag};
use kernel::{Id, PersonId, Tick};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The id of a contact barrier.
pub type BarrierId = Id<tag::Barrier>;

/// What somebody may do towards somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Contact {
    /// Find them: in lists, searches, pickers, the tree of units.
    pub find: bool,
    /// Write to them directly.
    pub write: bool,
    /// Bring them into a room.
    pub add: bool,
    /// Call them by name in a room, so that they are told.
    pub mention: bool,
    /// See whether they are there.
    pub see: bool,
}

impl Contact {
    /// What everybody may do towards a colleague.
    pub const ALL: Self = Self { find: true, write: true, add: true, mention: true, see: true };
    /// What an outsider may do towards those whom they meet in a room: they find nobody, and bring nobody along.
    pub const MEETING: Self = Self { find: false, add: false, ..Self::ALL };

    /// What both allow.
    pub fn and(self, other: Self) -> Self {
        Self {
            find: self.find && other.find,
            write: self.write && other.write,
            add: self.add && other.add,
            mention: self.mention && other.mention,
            see: self.see && other.see,
        }
    }
}

/// On which side of a barrier somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Those who are to be left in peace; among one another they are free.
    Protected,
    /// Those who may reach them.
    Keeper,
}

/// Whom one line of a circle names: a person; or everybody with a post today in a unit and below it, with a title, or with
/// that title there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CircleEntry {
    /// One person; then nothing else is given.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// A unit, its subtree included.
    #[serde(default)]
    pub unit_id: Option<UnitId>,
    /// A title.
    #[serde(default)]
    pub title_id: Option<TitleId>,
}

/// A post held today, as far as circles look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// By whom.
    pub person: PersonId,
    /// Its unit.
    pub unit: UnitId,
    /// The path of its unit.
    pub path: String,
    /// Its title.
    pub title: Option<TitleId>,
}

impl CircleEntry {
    /// Whether it names exactly one thing that can be resolved: a person alone, or a unit, a title or both.
    pub fn is_whole(&self) -> bool {
        self.person_id.is_some() != (self.unit_id.is_some() || self.title_id.is_some())
    }

    /// Whether a post meets it; `path` is that of its unit, nothing when there is no such unit any more.
    pub fn meets(&self, held: &Held, path: Option<&str>) -> bool {
        let in_unit = match self.unit_id {
            Some(_) => path.is_some_and(|path| held.path.starts_with(path)),
            None => true,
        };
        self.person_id.is_none() && in_unit && self.title_id.is_none_or(|title| held.title == Some(title))
    }
}

/// Those whom a circle names.
pub type Circle = Vec<CircleEntry>;

/// A contact barrier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Barrier {
    /// Its id.
    pub id: BarrierId,
    /// What it is called, such as 市長・副市長. Everybody may know the name of one with a desk.
    pub name: String,
    /// Whom it protects.
    pub protects: Circle,
    /// Who may reach them.
    pub keepers: Circle,
    /// What it leaves to everybody else.
    pub leaves: Contact,
    /// The unit that takes requests for them (取次窓口).
    pub desk_unit_id: Option<UnitId>,
    /// How many it protects today.
    pub protected_count: i64,
    /// How many are keepers today.
    pub keeper_count: i64,
    /// The tick of the last change.
    pub tick: Tick,
}

/// What makes a barrier, and what replaces all of one.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NewBarrier {
    /// What it is called.
    pub name: String,
    /// Whom it protects, at least one line.
    pub protects: Circle,
    /// Who may reach them.
    #[serde(default)]
    pub keepers: Circle,
    /// What it leaves to everybody else.
    pub leaves: Contact,
    /// The unit that takes requests for them; its people are keepers too.
    #[serde(default)]
    pub desk_unit_id: Option<UnitId>,
}

/// Where requests for those behind a barrier go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Desk {
    /// The barrier.
    pub barrier_id: BarrierId,
    /// What it is called.
    pub name: String,
    /// The unit that takes requests.
    pub unit_id: UnitId,
    /// Its name.
    pub unit_name: String,
    /// On which side of it the asker stands; nothing for everybody else.
    pub side: Option<Side>,
}

/// What a barrier has to do with one person reaching another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reason {
    /// The barrier.
    pub barrier_id: BarrierId,
    /// What it is called.
    pub name: String,
    /// What it leaves to others.
    pub leaves: Contact,
    /// The lines that protect the one who is to be reached.
    pub protected_by: Circle,
    /// On which side the one who wants to reach them stands; nothing for everybody else, whom it holds back.
    pub side: Option<Side>,
    /// The lines that put them there; none when they belong to the desk's unit.
    pub side_by: Circle,
}

/// Whether one person can reach another, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Explanation {
    /// What they may do.
    pub contact: Contact,
    /// The barriers that protect the other.
    pub reasons: Vec<Reason>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(path: &str, title: Option<i64>) -> Held {
        Held {
            person: PersonId::from_raw(1),
            unit: UnitId::from_raw(1),
            path: path.to_owned(),
            title: title.map(TitleId::from_raw),
        }
    }

    #[test]
    fn a_line_names_a_person_or_posts_but_not_both() {
        let person = CircleEntry { person_id: Some(PersonId::from_raw(1)), unit_id: None, title_id: None };
        let both = CircleEntry { title_id: Some(TitleId::from_raw(2)), ..person };
        let title = CircleEntry { person_id: None, ..both };
        let nothing = CircleEntry { title_id: None, ..title };
        assert!(person.is_whole() && title.is_whole());
        assert!(!both.is_whole() && !nothing.is_whole());
    }

    #[test]
    fn a_line_with_unit_and_title_names_that_title_in_the_units_subtree() {
        let line =
            CircleEntry { person_id: None, unit_id: Some(UnitId::from_raw(9)), title_id: Some(TitleId::from_raw(2)) };
        assert!(line.meets(&held("0001.0002.", Some(2)), Some("0001.")));
        assert!(!line.meets(&held("0003.", Some(2)), Some("0001.")), "another unit");
        assert!(!line.meets(&held("0001.", Some(3)), Some("0001.")), "another title");
        assert!(!line.meets(&held("0001.", Some(2)), None), "a unit that is gone names nobody");
    }

    #[test]
    fn two_barriers_leave_what_both_leave() {
        let one = Contact { write: false, ..Contact::ALL };
        let other = Contact { see: false, ..Contact::ALL };
        assert_eq!(one.and(other), Contact { write: false, see: false, ..Contact::ALL });
    }
}
