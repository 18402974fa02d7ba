//! The table of what a list would change, in words.

use directory::model::{Person, full_name};
use std::fmt;

/// What sort of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A unit, a title.
    Made,
    /// A person who is new.
    Added,
    /// Another main unit.
    Moved,
    /// Something else about somebody.
    Changed,
    /// An account.
    Account,
    /// Somebody who leaves.
    Left,
    /// Somebody who goes on leave, stays on it for longer or shorter, or comes back.
    Leave,
}

impl Sort {
    fn word(self) -> &'static str {
        match self {
            Sort::Made => "made     新設",
            Sort::Added => "added    追加",
            Sort::Moved => "moved    異動",
            Sort::Changed => "changed  変更",
            Sort::Account => "account  作成",
            Sort::Left => "left     退職",
            Sort::Leave => "leave    休業",
        }
    }
}

/// One line of the table of differences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What sort.
    pub sort: Sort,
    /// Whose.
    pub who: Who,
    /// Which field of the record changes; empty for the posts and for who is added.
    pub field: &'static str,
    /// As it is; empty where nothing is yet.
    pub before: String,
    /// As it will be.
    pub after: String,
}

/// Somebody in the table of differences; all empty for units and titles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Who {
    /// The staff number.
    pub staff_number: String,
    /// The name.
    pub name: String,
    /// The name in hiragana.
    pub reading: String,
}

impl Who {
    pub(super) fn of(person: &Person) -> Self {
        Self {
            staff_number: person.staff_number.clone(),
            name: full_name(&person.family_name, &person.given_name),
            reading: full_name(&person.family_reading, &person.given_reading),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {} {}  ", self.sort.word(), self.who.staff_number, self.who.name)?;
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        match self.before.as_str() {
            "" => f.write_str(&self.after),
            before => write!(f, "{before} → {}", self.after),
        }
    }
}
