//! What only somebody with a hand on the database can do to the audit.

use crate::World;
use db::{Lock, Sql, ToValue};
use kernel::OrgId;

/// Runs a statement on an organisation's records; how many it changed. `$1` is the organisation.
async fn tamper(world: &World, org: OrgId, text: String) -> u64 {
    let sql = Sql { name: "tamper", text: text.leak() };
    let done = world.test.db.write(crate::system(org), move |tx| {
        tx.lock(Lock::Jobs)?;
        let params: [&dyn ToValue; 1] = [&org];
        tx.execute(&sql, &params)
    });
    done.await.expect("tampered")
}

/// Sets a column of a record to an expression.
pub async fn alter(world: &World, org: OrgId, number: i64, column: &str, to: &str) -> u64 {
    tamper(world, org, format!("UPDATE audit SET {column} = {to} WHERE org_id = $1 AND seq = {number}")).await
}

/// Moves a record out of the organisation.
pub async fn take_away(world: &World, org: OrgId, number: i64) -> u64 {
    alter(world, org, number, "org_id", "0").await
}

/// Moves what was taken away back.
pub async fn bring_back(world: &World, org: OrgId) -> u64 {
    tamper(world, org, "UPDATE audit SET org_id = $1 WHERE org_id = 0".to_owned()).await
}

/// Puts a copy of a record in, without a number.
pub async fn put_in(world: &World, org: OrgId, number: i64) -> u64 {
    let text = format!(
        "INSERT INTO audit (id, org_id, at, act, subject, detail, address)
            SELECT id + 1, org_id, at, act, subject, detail, address FROM audit WHERE org_id = $1 AND seq = {number}"
    );
    tamper(world, org, text).await
}

/// Removes all records above a number.
pub async fn cut_off(world: &World, org: OrgId, above: i64) -> u64 {
    tamper(world, org, format!("DELETE FROM audit WHERE org_id = $1 AND seq > {above}")).await
}

/// Makes all records such as there were before there was a chain.
pub async fn unchain(world: &World, org: OrgId) -> u64 {
    tamper(world, org, "UPDATE audit SET seq = NULL, hash = NULL WHERE org_id = $1".to_owned()).await
}

/// Moves the time of a record without a number.
pub async fn shift_old(world: &World, org: OrgId, name: &str, by: i64) -> u64 {
    let text = format!("UPDATE audit SET at = at + {by} WHERE org_id = $1 AND seq IS NULL AND subject_name = '{name}'");
    tamper(world, org, text).await
}

/// Removes a record without a number.
pub async fn delete_old(world: &World, org: OrgId, name: &str) -> u64 {
    tamper(world, org, format!("DELETE FROM audit WHERE org_id = $1 AND seq IS NULL AND subject_name = '{name}'")).await
}
