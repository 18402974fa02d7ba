//! Codes of apps, recovery codes, and challenges that wait for their second step.

use db::{Conn, List, Tx};
use kernel::{AccountId, Result, Timestamp};

db::statements! {
    CODE_PUT = "INSERT INTO code_factor (account_id, secret, begun_at, last_step) VALUES ($1, $2, $3, 0)
        ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, begun_at = excluded.begun_at, last_step = 0";
    CODE_GET = "SELECT secret, begun_at, confirmed_at, last_step FROM code_factor WHERE account_id = $1";
    CODE_CONFIRM = "UPDATE code_factor SET confirmed_at = $2 WHERE account_id = $1";
    CODE_USED = "UPDATE code_factor SET last_step = $2 WHERE account_id = $1 AND last_step < $2";
    CODE_DELETE = "DELETE FROM code_factor WHERE account_id = $1";
    WITH_FACTOR = "SELECT account_id FROM code_factor WHERE account_id {in $1} AND confirmed_at IS NOT NULL";
    ANY = "SELECT (SELECT COUNT(*) FROM code_factor c WHERE c.account_id = $1 AND c.confirmed_at IS NOT NULL)
        + (SELECT COUNT(*) FROM passkey k WHERE k.account_id = $1)";
    RECOVERY_INSERT = "INSERT INTO recovery_code (account_id, code_hash) VALUES ($1, $2)";
    RECOVERY_COUNT = "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1";
    RECOVERY_USE = "DELETE FROM recovery_code WHERE account_id = $1 AND code_hash = $2";
    RECOVERY_DELETE = "DELETE FROM recovery_code WHERE account_id = $1";
    CHALLENGE_INSERT = "INSERT INTO challenge (token_hash, kind, account_id, source, state, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    CHALLENGE_GET = "SELECT account_id, source, state, created_at FROM challenge WHERE token_hash = $1 AND kind = $2";
    CHALLENGE_DELETE = "DELETE FROM challenge WHERE token_hash = $1";
    CHALLENGES_LAPSED = "DELETE FROM challenge WHERE created_at < $1";
    SESSION_STRONG = "UPDATE session SET strong = TRUE WHERE id = $1";
}

/// The app of an account.
pub struct CodeFactor {
    /// What the app and we share.
    pub secret: Vec<u8>,
    /// When it was made.
    pub begun_at: Timestamp,
    /// When a first code showed that the app has it.
    pub confirmed_at: Option<Timestamp>,
    /// The last step whose code was used.
    pub last_step: i64,
}

/// What waits for a second step, or for the answer of a passkey.
pub struct Challenge {
    /// Whose; nobody's while a passkey has not said so.
    pub account: Option<AccountId>,
    /// From where.
    pub source: String,
    /// What its kind needs to know.
    pub state: String,
    /// When.
    pub created_at: Timestamp,
}

/// Keeps a secret that no code has confirmed yet; one that waited before is forgotten.
pub fn put_code(tx: &mut Tx<'_>, account: AccountId, secret: &[u8]) -> Result<()> {
    let now = tx.now();
    tx.run(&CODE_PUT, &[&account, &secret, &now])
}

/// The app of an account, confirmed or not.
pub fn code(conn: &mut Conn<'_>, account: AccountId) -> Result<Option<CodeFactor>> {
    Ok(conn.row(&CODE_GET, &[&account])?.map(|row| CodeFactor {
        secret: row.get(0),
        begun_at: row.get(1),
        confirmed_at: row.get(2),
        last_step: row.get(3),
    }))
}

/// From now on the app's codes are asked for.
pub fn confirm_code(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let now = tx.now();
    tx.run(&CODE_CONFIRM, &[&account, &now])
}

/// Uses a step up; false when it was already.
pub fn use_step(tx: &mut Tx<'_>, account: AccountId, step: i64) -> Result<bool> {
    Ok(tx.execute(&CODE_USED, &[&account, &step])? == 1)
}

/// Takes the app and the recovery codes off.
pub fn delete_code(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.run(&CODE_DELETE, &[&account])?;
    tx.run(&RECOVERY_DELETE, &[&account])
}

/// Whether an account has something that counts as a second factor: an app, or a passkey.
pub fn has_any(conn: &mut Conn<'_>, account: AccountId) -> Result<bool> {
    Ok(conn.one(&ANY, &[&account])?.get::<i64>(0) > 0)
}

/// Those of some accounts that have an app.
pub fn with_factor(conn: &mut Conn<'_>, accounts: &List) -> Result<Vec<AccountId>> {
    Ok(conn.rows(&WITH_FACTOR, &[accounts])?.iter().map(|row| row.get(0)).collect())
}

/// Replaces the recovery codes.
pub fn put_recovery_codes(tx: &mut Tx<'_>, account: AccountId, hashes: &[[u8; 32]]) -> Result<()> {
    tx.run(&RECOVERY_DELETE, &[&account])?;
    for hash in hashes {
        tx.run(&RECOVERY_INSERT, &[&account, &hash.as_slice()])?;
    }
    Ok(())
}

/// How many recovery codes are left.
pub fn recovery_codes(conn: &mut Conn<'_>, account: AccountId) -> Result<i64> {
    Ok(conn.one(&RECOVERY_COUNT, &[&account])?.get(0))
}

/// Uses a recovery code up; false when there is none with this hash.
pub fn use_recovery_code(tx: &mut Tx<'_>, account: AccountId, hash: &[u8]) -> Result<bool> {
    Ok(tx.execute(&RECOVERY_USE, &[&account, &hash])? == 1)
}

/// Keeps a challenge until its second step.
pub fn put_challenge(tx: &mut Tx<'_>, token_hash: &[u8], kind: &str, challenge: &Challenge) -> Result<()> {
    let Challenge { account, source, state, created_at } = challenge;
    tx.run(&CHALLENGE_INSERT, &[&token_hash, &kind, account, source, state, created_at])
}

/// The challenge of a token.
pub fn challenge(conn: &mut Conn<'_>, token_hash: &[u8], kind: &str) -> Result<Option<Challenge>> {
    Ok(conn.row(&CHALLENGE_GET, &[&token_hash, &kind])?.map(|row| Challenge {
        account: row.get(0),
        source: row.get(1),
        state: row.get(2),
        created_at: row.get(3),
    }))
}

/// Uses a challenge up; false when it was already.
pub fn use_challenge(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<bool> {
    Ok(tx.execute(&CHALLENGE_DELETE, &[&token_hash])? == 1)
}

/// Clears away challenges that are over.
pub fn delete_lapsed(tx: &mut Tx<'_>, before: Timestamp) -> Result<()> {
    tx.run(&CHALLENGES_LAPSED, &[&before])
}

/// Notes that a session was opened, or has been confirmed since, with a second factor.
pub fn strengthen(tx: &mut Tx<'_>, session: kernel::SessionId) -> Result<()> {
    tx.run(&SESSION_STRONG, &[&session])
}
