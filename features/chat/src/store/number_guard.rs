//! What an organisation wants done about personal numbers.

use crate::model::NumberPolicy;
use crate::store::{unword, word};
use db::{Conn, Tx};
use kernel::Result;

db::statements! {
    GET = "SELECT policy FROM number_guard WHERE org_id = $1";
    PUT = "INSERT INTO number_guard (org_id, policy) VALUES ($1, $2) ON CONFLICT (org_id) DO UPDATE SET policy = excluded.policy";
}

/// What the actor's organisation decided.
pub fn policy(conn: &mut Conn<'_>) -> Result<NumberPolicy> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&org])?.map_or_else(NumberPolicy::default, |row| unword(row.get(0))))
}

/// Keeps what it decided.
pub fn set_policy(tx: &mut Tx<'_>, policy: NumberPolicy) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&PUT, &[&org, &word(policy)])
}
