//! What an organisation wants done before words go outside.

use crate::model::OutsideTalk;
use db::{Conn, Tx};
use kernel::Result;

db::statements! {
    GET = "SELECT hold_seconds, asks FROM outside_talk WHERE org_id = $1";
    PUT = "INSERT INTO outside_talk (org_id, hold_seconds, asks) VALUES ($1, $2, $3)
        ON CONFLICT (org_id) DO UPDATE SET hold_seconds = excluded.hold_seconds, asks = excluded.asks";
}

/// What the actor's organisation decided.
pub fn get(conn: &mut Conn<'_>) -> Result<OutsideTalk> {
    let org = conn.actor().org;
    let decided = conn.row(&GET, &[&org])?;
    Ok(decided.map_or_else(OutsideTalk::default, |row| OutsideTalk {
        hold_seconds: u16::try_from(row.get::<i64>(0)).unwrap_or(u16::MAX),
        asks: row.get(1),
    }))
}

/// Keeps what it decided.
pub fn put(tx: &mut Tx<'_>, decided: OutsideTalk) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&PUT, &[&org, &i64::from(decided.hold_seconds), &decided.asks])
}
