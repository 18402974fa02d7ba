//! Links by which guests come in without a password.

use db::{Conn, List, Tx};
use kernel::{AccountId, OrgId, Result, Timestamp};
use std::collections::HashMap;

db::statements! {
    PUT = "INSERT INTO visit_link (account_id, org_id, token_hash, pin_hash, created_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (account_id) DO UPDATE SET token_hash = excluded.token_hash, pin_hash = excluded.pin_hash,
            created_at = excluded.created_at";
    DELETE = "DELETE FROM visit_link WHERE account_id = $1";
    GET = "SELECT v.account_id, v.pin_hash FROM visit_link v JOIN account a ON a.id = v.account_id
        JOIN person p ON p.id = a.person_id WHERE v.token_hash = $1 AND v.org_id = $2 AND p.active";
    SINCE = "SELECT account_id, created_at FROM visit_link WHERE account_id {in $1}";
}

/// Keeps the hashes of a link and its PIN; one that was handed out before is good no longer.
pub fn put(tx: &mut Tx<'_>, account: AccountId, token_hash: &[u8], pin_hash: &[u8]) -> Result<()> {
    let (org, now) = (tx.actor().org, tx.now());
    tx.run(&PUT, &[&account, &org, &token_hash, &pin_hash, &now])
}

/// Takes a link away, if there is one.
pub fn delete(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.run(&DELETE, &[&account])
}

/// Whose a link of an organisation's is, and the hash of its PIN, while the guest is here.
pub fn get(conn: &mut Conn<'_>, org: OrgId, token_hash: &[u8]) -> Result<Option<(AccountId, Vec<u8>)>> {
    Ok(conn.row(&GET, &[&token_hash, &org])?.map(|row| (row.get(0), row.get(1))))
}

/// Since when each of some accounts has had its link, of those that have one.
pub fn since(conn: &mut Conn<'_>, accounts: &[AccountId]) -> Result<HashMap<AccountId, Timestamp>> {
    let rows = conn.rows(&SINCE, &[&List::ids(accounts.iter().copied())])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}
