//! Which files go with broadcasts.

use crate::model::BroadcastId;
use db::{Conn, Tx};
use files::model::FileId;
use kernel::Result;

db::statements! {
    INSERT = "INSERT INTO broadcast_file (broadcast_id, file_id, place) VALUES ($1, $2, $3)";
    OF = "SELECT file_id FROM broadcast_file WHERE broadcast_id = $1 ORDER BY place";
    HAS = "SELECT file_id FROM broadcast_file WHERE broadcast_id = $1 AND file_id = $2";
    TAKE = "DELETE FROM broadcast_file WHERE broadcast_id = $1 RETURNING file_id";
}

/// Has a file go with a broadcast, at a place among the others.
pub fn insert(tx: &mut Tx<'_>, id: BroadcastId, file: FileId, place: usize) -> Result<()> {
    tx.run(&INSERT, &[&id, &file, &place])
}

/// The files of a broadcast, in their order.
pub fn of(conn: &mut Conn<'_>, id: BroadcastId) -> Result<Vec<FileId>> {
    Ok(conn.rows(&OF, &[&id])?.iter().map(|row| row.get(0)).collect())
}

/// Whether a file goes with a broadcast.
pub fn has(conn: &mut Conn<'_>, id: BroadcastId, file: FileId) -> Result<bool> {
    Ok(conn.row(&HAS, &[&id, &file])?.is_some())
}

/// Takes all its files from a broadcast.
pub fn take(tx: &mut Tx<'_>, id: BroadcastId) -> Result<Vec<FileId>> {
    Ok(tx.rows(&TAKE, &[&id])?.iter().map(|row| row.get(0)).collect())
}
