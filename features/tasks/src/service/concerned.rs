//! Whom a task concerns: who has a part by name, and who holds a post today that has one.

use crate::model::{Holder, TaskRow};
use db::Conn;
use directory::model::UnitId;
use directory::store::posts;
use kernel::{PersonId, Result};
use std::collections::BTreeMap;

/// Somebody whom a task concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Concerned {
    /// Who.
    pub person: PersonId,
    /// They have it by a post, wherever it stands.
    pub by_post: bool,
    /// All parts of theirs are done.
    pub done: bool,
}

/// Everybody whom a task concerns today, each once.
pub(super) fn concerned(conn: &mut Conn<'_>, task: &TaskRow) -> Result<Vec<Concerned>> {
    let unit = |holder: &Holder| match holder {
        Holder::Post { unit_id, .. } => Some(*unit_id),
        Holder::Person { .. } => None,
    };
    let units: Vec<UnitId> = task.parts.iter().filter_map(|part| unit(&part.holder)).collect();
    let held = posts::held_in(conn, &units)?;
    let mut all: BTreeMap<PersonId, Concerned> = BTreeMap::new();
    for part in &task.parts {
        let (by_post, done) = (part.holder.is_post(), part.done.is_some());
        let people: Vec<PersonId> = match part.holder {
            Holder::Person { person_id } => vec![person_id],
            Holder::Post { .. } => {
                let holds = held.iter().filter(|(unit, title, person)| part.holder.is(*person, &[(*unit, *title)]));
                holds.map(|(.., person)| *person).collect()
            }
        };
        for person in people {
            let one = all.entry(person).or_insert(Concerned { person, by_post, done });
            (one.by_post, one.done) = (one.by_post || by_post, one.done && done);
        }
    }
    Ok(all.into_values().collect())
}
