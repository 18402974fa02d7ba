//! Whom a task concerns: who has a part by name, and who holds a post today that has one.

use crate::model::{Holder, TaskRow};
use db::Conn;
use directory::model::UnitId;
use directory::service::barriers;
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

/// Those of them to whom somebody's words get: whom they may call where it is by name, and write to where a post takes it elsewhere.
pub(super) fn reached(conn: &mut Conn<'_>, from: PersonId, all: Vec<Concerned>) -> Result<Vec<Concerned>> {
    let people: Vec<PersonId> = all.iter().map(|one| one.person).collect();
    let towards = barriers::towards_of(conn, from, &people)?;
    let gets = |one: &Concerned| {
        let contact = towards.contact(one.person);
        one.person == from || if one.by_post { contact.write } else { contact.mention }
    };
    Ok(all.into_iter().filter(gets).collect())
}

/// Everybody whom a task concerns today, each once; nobody by a post who is on leave.
pub(super) fn concerned(conn: &mut Conn<'_>, task: &TaskRow) -> Result<Vec<Concerned>> {
    let unit = |holder: &Holder| match holder {
        Holder::Post { unit_id, .. } => Some(*unit_id),
        Holder::Person { .. } => None,
    };
    let units: Vec<UnitId> = task.parts.iter().filter_map(|part| unit(&part.holder)).collect();
    let held = posts::worked_in(conn, &units)?;
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
