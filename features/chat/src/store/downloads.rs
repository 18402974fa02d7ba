//! Below what the owners of an organisation's rooms do not go, of who may save files.

use crate::model::{DownloadFloor, Downloads, RoomId};
use crate::store::rooms::RoomRow;
use db::{Conn, Tx};
use kernel::Result;

db::statements! {
    GET = "SELECT decided FROM download_floor WHERE org_id = $1";
    PUT = "INSERT INTO download_floor (org_id, decided) VALUES ($1, $2) ON CONFLICT (org_id) DO UPDATE SET decided = excluded.decided";
    ROOMS = "SELECT id FROM room WHERE org_id = $1 ORDER BY id";
    TOUCH = "UPDATE room SET tick = $2 WHERE id = $1";
}

impl RoomRow {
    /// What its organisation wants of it at least.
    pub fn least(&self) -> Downloads {
        self.floor.of(self.guest_count > 0 || self.shares > 0)
    }

    /// Who may save its files: what its owners decided, or what their organisation wants at least.
    pub fn saved_by(&self) -> Downloads {
        self.downloads.max(self.least())
    }
}

/// As the table has it, if it has any.
pub fn read(decided: Option<String>) -> DownloadFloor {
    decided.map_or_else(DownloadFloor::default, |decided| {
        serde_json::from_str(&decided).expect("the database holds decisions that we wrote")
    })
}

/// What the actor's organisation decided.
pub fn floor(conn: &mut Conn<'_>) -> Result<DownloadFloor> {
    let org = conn.actor().org;
    Ok(read(conn.row(&GET, &[&org])?.map(|row| row.get(0))))
}

/// Keeps what it decided.
pub fn set_floor(tx: &mut Tx<'_>, floor: DownloadFloor) -> Result<()> {
    let org = tx.actor().org;
    let decided = serde_json::to_string(&floor).expect("a decision is plain data");
    tx.run(&PUT, &[&org, &decided])
}

/// All rooms of the actor's organisation, archived ones too: their files are looked at and saved as before.
pub fn rooms(conn: &mut Conn<'_>) -> Result<Vec<RoomId>> {
    let org = conn.actor().org;
    Ok(conn.rows(&ROOMS, &[&org])?.iter().map(|row| row.get(0)).collect())
}

/// Notes that a room is another than before.
pub fn touch(tx: &mut Tx<'_>, room: RoomId) -> Result<()> {
    let tick = tx.tick()?;
    tx.run(&TOUCH, &[&room, &tick])
}
