//! Why somebody may do something of the administration: by what was given to them, or because they administer all of it.

use crate::model::{Administers, GrantExplanation};
use crate::store;
use db::Conn;
use directory::service::grants;
use directory::store::people as persons;
use kernel::{Error, Function, PersonId, Result, Rights, Verb};
use std::collections::HashMap;

/// All that somebody may do today, and whence.
pub fn person(conn: &mut Conn<'_>, id: PersonId) -> Result<GrantExplanation> {
    let person = persons::briefs(conn, &[id])?.pop().ok_or_else(Error::not_found)?;
    let parts = grants::held_by(conn, id)?;
    let account = store::of_person(conn, id)?;
    let signs_in = account.as_ref().is_some_and(|account| account.suspended_at.is_none()) && person.active;
    let administrator = account.is_some_and(|account| account.rights == Rights::Administrator);
    Ok(GrantExplanation { person, administrator, signs_in, parts })
}

/// Who may do something, for everybody or towards somebody, and whence: those who administer all first, then in 五十音 order.
pub fn holders(conn: &mut Conn<'_>, part: (Function, Verb), of: Option<PersonId>) -> Result<Vec<Administers>> {
    let mut held: HashMap<PersonId, Vec<_>> = grants::holders(conn, part, of)?.into_iter().collect();
    let administrators = store::administrators(conn)?;
    let ids: Vec<PersonId> = held.keys().copied().chain(administrators.iter().copied()).collect();
    let briefs = persons::briefs(conn, &ids)?.into_iter().filter(|person| person.active);
    let mut found: Vec<Administers> = briefs
        .map(|person| Administers {
            administrator: administrators.contains(&person.id),
            parts: held.remove(&person.id).unwrap_or_default(),
            person,
        })
        .collect();
    found.sort_by_key(|one| !one.administrator);
    Ok(found)
}
