//! Partners, beside their rows among people: for whom each of them stands.

use crate::model::Person;
use crate::store::people::found;
use db::{Conn, List, Tx};
use kernel::{OrgId, PersonId, Result};
use std::collections::HashMap;

db::statements! {
    INSERT = "INSERT INTO partner (person_id, org_id, home_org, home_person) VALUES ($1, $2, $3, $4)";
    // Nobody but those who share a room finds them: known to themselves alone.
    NAMES = "UPDATE person SET family_name = $2, family_reading = $3, affiliation = $4, sort_key = $5, kana_row = $6, folded = $7, tick = $8,
            known_to = $1
        WHERE id = $1";
    FIND = "SELECT person_id FROM partner WHERE org_id = $1 AND home_org = $2 AND home_person = $3";
    HOMES = "SELECT person_id, home_org, home_person FROM partner WHERE person_id {in $2} AND org_id + 0 = $1";
}

/// Somebody of another organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Home {
    /// The organisation.
    pub org: OrgId,
    /// The person there.
    pub person: PersonId,
}

/// Adds what stands beside a person who was just added.
pub fn insert(tx: &mut Tx<'_>, person: PersonId, home: Home) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&INSERT, &[&person, &org, &home.org, &home.person])
}

/// Calls a partner as they are called where they come from, and lets nobody find them by that.
pub fn call(tx: &mut Tx<'_>, person: &Person, affiliation: &str) -> Result<()> {
    let (tick, found) = (tx.tick()?, found(person, &[affiliation]));
    tx.run(
        &NAMES,
        &[
            &person.brief.id,
            &person.family_name,
            &person.family_reading,
            &affiliation,
            &found.sort_key,
            &found.kana_row,
            &found.folded,
            &tick,
        ],
    )
}

/// Who stands for somebody in the actor's organisation.
pub fn find(conn: &mut Conn<'_>, home: Home) -> Result<Option<PersonId>> {
    let org = conn.actor().org;
    Ok(conn.row(&FIND, &[&org, &home.org, &home.person])?.map(|row| row.get(0)))
}

/// For whom those of some people stand who are partners in the actor's organisation.
pub fn homes(conn: &mut Conn<'_>, people: &[PersonId]) -> Result<HashMap<PersonId, Home>> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let org = conn.actor().org;
    let rows = conn.rows(&HOMES, &[&org, &List::ids(people.iter().copied())])?;
    Ok(rows.iter().map(|row| (row.get(0), Home { org: row.get(1), person: row.get(2) })).collect())
}
