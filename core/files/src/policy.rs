//! Who may go on with a file, and take it. A file of others that waits is not there.

use crate::store::FileRow;
use kernel::{Actor, Error, May, Result, Timestamp};

/// Proof for bringing more of a file, and for forgetting it.
pub struct Bring;

/// Whoever began to bring a file goes on with it while it waits, and decides what takes it.
pub fn may_bring(actor: &Actor, row: FileRow, now: Timestamp) -> Result<May<Bring, FileRow>> {
    let own = row.org == actor.org && row.owner == actor.person;
    if own && row.waits(now) { Ok(May::granted(row)) } else { Err(Error::not_found()) }
}
