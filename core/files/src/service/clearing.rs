//! 片付け: files that nobody took in time and those that nothing needs any more go, and their bytes with the last of them.

use super::Uploads;
use crate::store::{self, FileRow};
use db::{Db, Lock};
use kernel::{Actor, Id, Result};

/// Cleared in one go.
const BATCH: usize = 200;

/// Clears away what is over. Killed anywhere, the next time goes on: bytes go before the row that knows of them.
pub fn clear(db: &Db, uploads: &Uploads) -> Result<()> {
    let nobody = Actor::system(Id::from_raw(0));
    db.write_now(nobody, |tx| {
        tx.lock(Lock::Jobs)?;
        store::lapse(tx)
    })?;
    loop {
        let over = db.read_now(nobody, |conn| store::over(conn, BATCH))?;
        for row in &over {
            clear_one(db, uploads, row)?;
        }
        if over.len() < BATCH {
            return Ok(());
        }
    }
}

fn clear_one(db: &Db, uploads: &Uploads, row: &FileRow) -> Result<()> {
    let (nobody, id) = (Actor::system(Id::from_raw(0)), row.id);
    uploads.drop_part(id)?;
    if let Some(hash) = row.sha256.clone() {
        // Whoever makes a file with the same contents whole does so before this or after it.
        let _alone = uploads.sweeping.blocking_write();
        let asked = hash.clone();
        if !db.read_now(nobody, move |conn| store::is_needed(conn, &asked))? {
            uploads.drop_contents(&hash)?;
        }
    }
    db.write_now(nobody, move |tx| {
        tx.lock(Lock::Jobs)?;
        store::delete(tx, id)
    })
}
