//! Audiences under a name, and what holds for an organisation's broadcasts.

use crate::model::{BroadcastRule, NewList, SavedList};
use crate::policy::EditList;
use crate::store::{json, unjson};
use db::{Conn, Row, Tx};
use kernel::{May, PersonId, Result};

db::statements! {
    INSERT = "INSERT INTO broadcast_list (id, org_id, owner_id, name, sort_key, audience, tick) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    UPDATE = "UPDATE broadcast_list SET owner_id = $3, name = $4, sort_key = $5, audience = $6, tick = $7 WHERE id = $1 AND org_id = $2";
    DELETE = "DELETE FROM broadcast_list WHERE id = $1 AND org_id = $2";
    // The organisation's first, then the actor's own.
    ALL = "SELECT id, owner_id, name, audience, tick FROM broadcast_list
        WHERE org_id = $1 AND (owner_id IS NULL OR owner_id = $2)
        ORDER BY CASE WHEN owner_id IS NULL THEN 0 ELSE 1 END, sort_key, id";
    RULE = "SELECT consent_above, keep_years FROM broadcast_rule WHERE org_id = $1";
    SET_RULE = "INSERT INTO broadcast_rule (org_id, consent_above, keep_years, tick) VALUES ($1, $2, $3, $4)
        ON CONFLICT (org_id) DO UPDATE SET consent_above = excluded.consent_above, keep_years = excluded.keep_years, tick = excluded.tick";
}

fn read(row: &Row) -> SavedList {
    SavedList {
        id: row.get(0),
        shared: row.get::<Option<PersonId>>(1).is_none(),
        name: row.get(2),
        audience: unjson(&row.get::<String>(3)),
        editable: false,
        tick: row.get(4),
    }
}

/// The lists that the actor may use, the organisation's first.
pub fn all(conn: &mut Conn<'_>) -> Result<Vec<SavedList>> {
    let actor = conn.actor();
    Ok(conn.rows(&ALL, &[&actor.org, &actor.person])?.iter().map(read).collect())
}

fn owner(tx: &Tx<'_>, list: &SavedList) -> Option<PersonId> {
    (!list.shared).then_some(tx.actor().person)
}

/// Adds a list.
pub fn insert(tx: &mut Tx<'_>, list: &May<EditList, SavedList>) -> Result<()> {
    let (org, tick, owner) = (tx.actor().org, tx.tick()?, owner(tx, list));
    let sort_key = text::sort_key(&list.name, &list.name);
    tx.run(&INSERT, &[&list.id, &org, &owner, &list.name, &sort_key, &json(&list.audience), &tick])
}

/// Replaces all that a list says.
pub fn replace(tx: &mut Tx<'_>, list: &May<EditList, SavedList>, new: &NewList) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let owner = (!new.shared).then_some(tx.actor().person);
    let sort_key = text::sort_key(&new.name, &new.name);
    tx.run(&UPDATE, &[&list.id, &org, &owner, &new.name, &sort_key, &json(&new.audience), &tick])
}

/// Removes a list.
pub fn delete(tx: &mut Tx<'_>, list: &May<EditList, SavedList>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&DELETE, &[&list.id, &org])
}

/// What holds for broadcasts of the actor's organisation.
pub fn rule(conn: &mut Conn<'_>) -> Result<BroadcastRule> {
    let org = conn.actor().org;
    let row = conn.row(&RULE, &[&org])?;
    Ok(row.map(|row| BroadcastRule { consent_above: row.get(0), keep_years: row.get(1) }).unwrap_or_default())
}

/// Says what holds.
pub fn set_rule(tx: &mut Tx<'_>, rule: &BroadcastRule) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(&SET_RULE, &[&org, &rule.consent_above, &rule.keep_years, &tick])
}
