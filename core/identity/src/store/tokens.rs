//! Tokens by which bots come in: sessions with a name instead of a device.

use crate::model::Account;
use crate::model::outsiders::BotToken;
use db::{Conn, Row, Tx};
use kernel::{AccountId, Result, SessionId, Timestamp};

db::statements! {
    INSERT = "INSERT INTO session (id, org_id, account_id, token_hash, device, address, created_at, seen_at, token_until)
        VALUES ($1, $2, $3, $4, $5, '', $6, $6, $7)";
    OF_ACCOUNT = "SELECT id, device, created_at, seen_at, token_until FROM session WHERE account_id = $1 AND token_until IS NOT NULL
        ORDER BY id DESC";
}

/// Makes a token by which a bot comes in.
pub fn insert(
    tx: &mut Tx<'_>,
    account: &Account,
    token_hash: &[u8],
    name: &str,
    until: Timestamp,
) -> Result<SessionId> {
    let (id, now): (SessionId, Timestamp) = (tx.id(), tx.now());
    tx.run(&INSERT, &[&id, &account.org, &account.id, &token_hash, &name, &now, &until])?;
    Ok(id)
}

/// The tokens of a bot's account, the newest first.
pub fn of(conn: &mut Conn<'_>, account: AccountId) -> Result<Vec<BotToken>> {
    let rows = conn.rows(&OF_ACCOUNT, &[&account])?;
    let read = |row: &Row| {
        let (created_at, seen_at): (Timestamp, Timestamp) = (row.get(2), row.get(3));
        let used_at = (seen_at > created_at).then_some(seen_at);
        BotToken { id: row.get(0), name: row.get(1), created_at, used_at, until: row.get(4) }
    };
    Ok(rows.iter().map(read).collect())
}
