//! Rules by network, one row for an organisation that has any.

use crate::model::rules::{Networks, SignInRules};
use db::{Conn, Tx};
use kernel::{OrgId, PersonId, Result};

db::statements! {
    RULES_GET = "SELECT rules, tick FROM sign_in_rules WHERE org_id = $1";
    RULES_PUT = "INSERT INTO sign_in_rules (org_id, rules, tick) VALUES ($1, $2, $3)
        ON CONFLICT (org_id) DO UPDATE SET rules = excluded.rules, tick = excluded.tick";
    IS_GUEST = "SELECT employment = 'guest' FROM person WHERE id = $1";
    RULES_DELETE = "DELETE FROM sign_in_rules WHERE org_id = $1";
}

/// An organisation's rules with their version; those that change nothing, and 0, when it has none.
pub fn get(conn: &mut Conn<'_>, org: OrgId) -> Result<(Networks, i64)> {
    match conn.row(&RULES_GET, &[&org])? {
        Some(row) => Ok((networks(Some(row.get(0))), row.get(1))),
        None => Ok((Networks::default(), 0)),
    }
}

/// Whether somebody is a guest.
pub fn is_guest(conn: &mut Conn<'_>, person: PersonId) -> Result<bool> {
    Ok(conn.row(&IS_GUEST, &[&person])?.is_some_and(|row| row.get(0)))
}

/// Rules as the database has them.
pub(crate) fn networks(text: Option<String>) -> Networks {
    let Some(text) = text else { return Networks::default() };
    let rules: SignInRules = serde_json::from_str(&text).expect("the database holds the rules that we wrote");
    Networks::of(rules).expect("rules were checked before they were written")
}

/// Keeps the rules of the actor's organisation; their version.
pub fn put(tx: &mut Tx<'_>, rules: &SignInRules) -> Result<i64> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let text = serde_json::to_string(rules).expect("rules are plain data");
    tx.run(&RULES_PUT, &[&org, &text, &tick])?;
    Ok(tick)
}

/// Takes the rules of the actor's organisation away.
pub fn delete(tx: &mut Tx<'_>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&RULES_DELETE, &[&org])
}
