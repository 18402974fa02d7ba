//! 片付け: files that nobody took in time and those that nothing needs any more go, and their bytes with the last of them.

use super::Uploads;
use crate::model::FileId;
use crate::store::{self, FileRow};
use db::{Db, Lock};
use kernel::{Actor, Id, Result, Timestamp};
use std::sync::Arc;
use std::time::Duration;

/// Cleared in one go.
const BATCH: usize = 200;
/// Bytes that no file has are older than this: whatever is under way has a row before they are there.
const FORGOTTEN: Duration = Duration::from_secs(86_400);
const HOURS: i64 = 24;
/// So long what no file has can be had back by hand.
const ASIDE: Duration = Duration::from_secs(14 * 86_400);
/// So many unknown contents are put aside at once at any rate, and more when they are less than one in [`SHARE`].
const FEW: usize = 4;
const SHARE: usize = 20;

/// Clears away what is over, of what lies in the folder of this node. Killed anywhere, the next time goes on: bytes go before the row that
/// knows of them. What cannot be cleared away holds up nothing else.
pub fn clear(db: &Db, uploads: &Uploads) -> Result<()> {
    let nobody = Actor::system(Id::from_raw(0));
    db.write_now(nobody, |tx| {
        tx.lock(Lock::Jobs)?;
        store::lapse(tx)
    })?;
    let name: Arc<str> = uploads.name().into();
    let mut after = (Timestamp::from_micros(i64::MIN), FileId::from_raw(0));
    loop {
        let store = name.clone();
        let over = db.read_now(nobody, move |conn| store::over(conn, &store, after, BATCH))?;
        for row in &over {
            if let Err(error) = clear_one(db, uploads, row) {
                tracing::warn!(file = %row.id, %error, "a file could not be cleared away");
            }
            after = (row.expires_at.unwrap_or(after.0), row.id);
        }
        if over.len() < BATCH {
            break;
        }
    }
    sweep(db, uploads)?;
    uploads.tidy(db.clock().now())
}

fn clear_one(db: &Db, uploads: &Uploads, row: &FileRow) -> Result<()> {
    let (nobody, id) = (Actor::system(Id::from_raw(0)), row.id);
    uploads.drop_part(id)?;
    if let Some(hash) = row.sha256.clone() {
        // Whoever makes a file with the same contents whole does so before this or after it.
        let _alone = uploads.sweeping.blocking_write();
        let (store, asked) = (row.store.clone(), hash.clone());
        if !db.read_now(nobody, move |conn| store::is_needed(conn, &store, &asked))? {
            uploads.drop_contents(&hash)?;
        }
    }
    db.write_now(nobody, move |tx| {
        tx.lock(Lock::Jobs)?;
        store::delete(tx, id)
    })
}

/// Puts contents aside that no row knows of: a machine that lost its power may have kept what the database did not. Each hour looks through
/// its part of them, each day through all. Where many are unknown it is the database that lacks them, and all is left as it is.
fn sweep(db: &Db, uploads: &Uploads) -> Result<()> {
    let (nobody, now) = (Actor::system(Id::from_raw(0)), db.clock().now());
    uploads.drop_aside(now.minus(ASIDE))?;
    let name = uploads.name().to_owned();
    if !db.read_now(nobody, move |conn| store::has_any(conn, &name))? {
        return Ok(());
    }
    let hour = (now.micros() / 3_600_000_000).rem_euclid(HOURS);
    let (mut count, mut unknown) = (0, Vec::new());
    for first in (0..=u8::MAX).filter(|first| i64::from(*first) % HOURS == hour) {
        let hashes = uploads.lying_since(first, now.minus(FORGOTTEN))?;
        count += hashes.len();
        for some in hashes.chunks(BATCH) {
            let known = known(db, some)?;
            unknown.extend(some.iter().filter(|hash| !known.contains(hash)).cloned());
        }
    }
    if unknown.len() > FEW && unknown.len() * SHARE > count {
        let unknown = unknown.len();
        tracing::warn!(
            unknown,
            count,
            "the database knows too little of what lies here: is it the right one? All is left"
        );
        return Ok(());
    }
    for hash in unknown {
        let _alone = uploads.sweeping.blocking_write();
        // Somebody may have brought the same meanwhile.
        if known(db, std::slice::from_ref(&hash))?.is_empty() {
            tracing::warn!(hash, "contents that no file has are put aside");
            if let Err(error) = uploads.put_aside(&hash, now) {
                tracing::warn!(hash, %error, "contents could not be put aside");
            }
        }
    }
    Ok(())
}

fn known(db: &Db, hashes: &[String]) -> Result<Vec<String>> {
    let hashes = hashes.to_vec();
    db.read_now(Actor::system(Id::from_raw(0)), move |conn| store::known(conn, &hashes))
}
