//! Passkeys, and the challenges that wait for their answers.

use crate::model::passkeys::{PasskeyId, PasskeyView, Shown};
use db::{Conn, List, Tx};
use kernel::{AccountId, OrgId, Result, Timestamp};
use std::collections::HashMap;

db::statements! {
    INSERT = "INSERT INTO passkey (id, account_id, credential_id, handle, host, name, public, counter, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)";
    OF_ACCOUNT = "SELECT id, name, host, created_at, used_at, credential_id, handle FROM passkey WHERE account_id = $1
        ORDER BY id";
    BY_CREDENTIAL = "SELECT k.id, k.account_id, k.handle, k.host, k.name, k.public, a.org_id, p.active OR p.outside
        FROM passkey k JOIN account a ON a.id = k.account_id JOIN person p ON p.id = a.person_id
        WHERE k.credential_id = $1";
    COUNTS = "SELECT account_id, COUNT(*) FROM passkey WHERE account_id {in $1} GROUP BY account_id";
    RENAME = "UPDATE passkey SET name = $3 WHERE id = $1 AND account_id = $2";
    // What its device counts only goes up; one that does not count says 0.
    SHOWN = "UPDATE passkey SET public = $3, counter = $4, used_at = $5
        WHERE id = $1 AND account_id = $2 AND (counter < $4 OR (counter = 0 AND $4 = 0))";
    DELETE = "DELETE FROM passkey WHERE id = $1 AND account_id = $2";
    DELETE_ALL = "DELETE FROM passkey WHERE account_id = $1";
    DEVICE_KNOWN = "SELECT COUNT(*) FROM known_device k JOIN account a ON a.id = k.account_id
        WHERE k.token_hash = $1 AND a.org_id = $2";
    WAITING_OVER = "DELETE FROM challenge WHERE source = $1 AND kind = $2 AND created_at < $3";
    WAITING = "SELECT COUNT(*) FROM challenge WHERE source = $1 AND kind = $2";
}

/// A passkey as its owner's device needs it.
pub struct Own {
    /// What its owner sees.
    pub view: PasskeyView,
    /// The id that its device gave it.
    pub credential_id: Vec<u8>,
    /// By what the device knows the account.
    pub handle: Vec<u8>,
}

/// A passkey that somebody shows.
#[derive(Debug, Clone)]
pub struct Known {
    /// Its id.
    pub id: PasskeyId,
    /// Whose.
    pub account: AccountId,
    /// By what its device knows the account.
    pub handle: Vec<u8>,
    /// At which address it was made.
    pub host: String,
    /// What its owner calls it.
    pub name: String,
    /// What is kept of it.
    pub public: String,
    /// The organisation.
    pub org: OrgId,
    /// Whether its owner belongs to the organisation today, whether they take part or not.
    pub active: bool,
}

/// A new passkey.
pub struct New<'n> {
    /// The id that its device gave it.
    pub credential_id: &'n [u8],
    /// By what the device knows the account.
    pub handle: &'n [u8],
    /// At which address it was made.
    pub host: &'n str,
    /// What its owner calls it.
    pub name: &'n str,
    /// What is kept of it.
    pub public: &'n str,
}

/// Adds a passkey.
pub fn insert(tx: &mut Tx<'_>, account: AccountId, new: &New<'_>) -> Result<PasskeyView> {
    let (id, now): (PasskeyId, Timestamp) = (tx.id(), tx.now());
    let New { credential_id, handle, host, name, public } = new;
    tx.run(&INSERT, &[&id, &account, credential_id, handle, host, name, public, &now])?;
    Ok(PasskeyView { id, name: (*name).to_owned(), host: (*host).to_owned(), created_at: now, used_at: None })
}

/// The passkeys of an account, the oldest first.
pub fn of_account(conn: &mut Conn<'_>, account: AccountId) -> Result<Vec<Own>> {
    let rows = conn.rows(&OF_ACCOUNT, &[&account])?;
    Ok(rows
        .iter()
        .map(|row| Own {
            view: PasskeyView {
                id: row.get(0),
                name: row.get(1),
                host: row.get(2),
                created_at: row.get(3),
                used_at: row.get(4),
            },
            credential_id: row.get(5),
            handle: row.get(6),
        })
        .collect())
}

/// The passkey to which a device gave an id, of whatever organisation.
pub fn by_credential(conn: &mut Conn<'_>, credential_id: &[u8]) -> Result<Option<Known>> {
    Ok(conn.row(&BY_CREDENTIAL, &[&credential_id])?.map(|row| Known {
        id: row.get(0),
        account: row.get(1),
        handle: row.get(2),
        host: row.get(3),
        name: row.get(4),
        public: row.get(5),
        org: row.get(6),
        active: row.get(7),
    }))
}

/// How many passkeys some accounts have; those without are left out.
pub fn counts(conn: &mut Conn<'_>, accounts: &List) -> Result<HashMap<AccountId, i64>> {
    Ok(conn.rows(&COUNTS, &[accounts])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// How many passkeys an account has.
pub fn count(conn: &mut Conn<'_>, account: AccountId) -> Result<i64> {
    Ok(counts(conn, &List::ids([account]))?.remove(&account).unwrap_or(0))
}

/// Calls a passkey of an account something else; false when it has none with this id.
pub fn rename(tx: &mut Tx<'_>, account: AccountId, id: PasskeyId, name: &str) -> Result<bool> {
    Ok(tx.execute(&RENAME, &[&id, &account, &name])? == 1)
}

/// Notes that a passkey of an account was used; false when it is gone, or what its device counts has not gone up.
pub fn shown(tx: &mut Tx<'_>, account: AccountId, id: PasskeyId, shown: &Shown) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(&SHOWN, &[&id, &account, &shown.public, &shown.counter, &now])? == 1)
}

/// Removes a passkey of an account; false when it has none with this id.
pub fn delete(tx: &mut Tx<'_>, account: AccountId, id: PasskeyId) -> Result<bool> {
    Ok(tx.execute(&DELETE, &[&id, &account])? == 1)
}

/// Removes all passkeys of an account; how many there were.
pub fn delete_all(tx: &mut Tx<'_>, account: AccountId) -> Result<u64> {
    tx.execute(&DELETE_ALL, &[&account])
}

/// Whether anybody of an organisation has signed in from a device before.
pub fn knows_device(conn: &mut Conn<'_>, token_hash: &[u8], org: OrgId) -> Result<bool> {
    Ok(conn.one(&DEVICE_KNOWN, &[&token_hash, &org])?.get::<i64>(0) > 0)
}

/// How many challenges of a kind wait for one source, after those from before a moment are cleared away.
pub fn waiting(tx: &mut Tx<'_>, source: &str, kind: &str, before: Timestamp) -> Result<i64> {
    tx.run(&WAITING_OVER, &[&source, &kind, &before])?;
    Ok(tx.one(&WAITING, &[&source, &kind])?.get(0))
}
