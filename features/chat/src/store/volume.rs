//! How much an organisation has said.

use crate::model::Volume;
use db::Conn;
use kernel::Result;

db::statements! {
    // Numbers are never given twice, so the last one of a room is how much it was told; threads count apart and are not asked.
    OF_ORG = "SELECT CAST(COALESCE(SUM(CASE WHEN kind = 'direct' THEN 0 ELSE 1 END), 0) AS BIGINT), CAST(COALESCE(SUM(last_seq), 0) AS BIGINT) FROM room WHERE org_id = $1";
}

/// How many rooms there are, and how much was said in them.
pub fn volume(conn: &mut Conn<'_>) -> Result<Volume> {
    let org = conn.actor().org;
    let row = conn.one(&OF_ORG, &[&org])?;
    Ok(Volume { rooms: row.get(0), messages: row.get(1) })
}
