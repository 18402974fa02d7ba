//! How much an organisation's accounts are used.

use crate::model::Usage;
use db::Conn;
use kernel::{Result, Timestamp};

db::statements! {
    // When an account was used last is noted now and then, and more often with its sessions.
    OF_ORG = "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN a.seen_at >= $2 OR EXISTS (SELECT 1 FROM session s WHERE s.account_id = a.id AND s.seen_at >= $2)
            THEN 1 ELSE 0 END), 0) AS BIGINT) FROM account a WHERE a.org_id = $1 AND a.suspended_at IS NULL";
}

/// How many accounts there are, and how many were used since a moment.
pub fn usage(conn: &mut Conn<'_>, since: Timestamp) -> Result<Usage> {
    let org = conn.actor().org;
    let row = conn.one(&OF_ORG, &[&org, &since])?;
    Ok(Usage { accounts: row.get(0), used: row.get(1) })
}
