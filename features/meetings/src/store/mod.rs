//! The SQL of meetings: every statement once, in the subset that both engines run alike.

pub mod agenda;
pub mod meetings;
pub mod personal;

use crate::model::Who;
use db::{Conn, Sql};
use directory::store::people;
use kernel::{PersonId, Result};
use std::collections::HashMap;

/// Every statement, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[Sql]] = &[agenda::STATEMENTS, meetings::STATEMENTS, personal::STATEMENTS];

/// What some people are called.
pub fn names(conn: &mut Conn<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, String>> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    Ok(people::told(conn, &ids)?.into_iter().map(|brief| (brief.id, brief.name)).collect())
}

/// Somebody by name.
pub fn who(names: &HashMap<PersonId, String>, id: PersonId) -> Who {
    Who { id, name: names.get(&id).cloned().unwrap_or_default() }
}
