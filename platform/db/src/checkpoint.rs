//! SQLite's write-ahead log, copied into the database beside the writer and started afresh before it grows long.

use crate::lite::Lite;
use crossbeam_channel::{Receiver, RecvTimeoutError};
use kernel::Result;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// Pages written since the last copy that make another worth its reads: 4 MiB.
const WORTH: u64 = 1_024;
/// Pages in the log from which it is to start afresh: 16 MiB.
const LONG: u64 = 4_096;
const INTERVAL: Duration = Duration::from_millis(250);
/// How long the writer waits for reads that still use the log. A read that takes longer, as an export may, holds up nobody: the log
/// grows meanwhile.
const PATIENCE: Duration = Duration::from_millis(20);

/// What writer and checkpointer tell each other.
#[derive(Debug, Default)]
pub(crate) struct Wal {
    /// Pages in the log after the last commit.
    pages: AtomicU64,
    /// The log is long, and only the last commits are not copied yet.
    ripe: AtomicBool,
}

impl Wal {
    /// Follows the commits of a connection.
    pub(crate) fn follow(self: &Arc<Self>, lite: &mut Lite) -> Result<()> {
        let wal = self.clone();
        lite.after_commits(move |pages| wal.pages.store(pages, Ordering::Relaxed))
    }

    /// Starts the log afresh if it is ripe. The writer's to do: while it commits without a rest, nobody else finds a log that is copied
    /// to its end. Little is left to copy then; all of a long log would keep everybody who writes waiting for a tenth of a second.
    pub(crate) fn renew(&self, lite: &mut Lite) {
        if !self.ripe.swap(false, Ordering::Relaxed) {
            return;
        }
        if let Err(error) = lite.with_patience(PATIENCE, |lite| lite.batch("PRAGMA wal_checkpoint(RESTART)")) {
            tracing::warn!(%error, "the write-ahead log could not be started afresh");
        }
    }
}

/// Copies the log into the database while the writer goes on writing.
pub(crate) fn work(mut lite: Lite, wal: &Wal, stop: &Receiver<()>) {
    let mut copied = 0;
    while let Err(RecvTimeoutError::Timeout) = stop.recv_timeout(INTERVAL) {
        let pages = wal.pages.load(Ordering::Relaxed);
        // Fewer than were copied: it has begun afresh.
        if pages < copied {
            copied = 0;
        }
        if pages - copied < WORTH {
            continue;
        }
        match lite.batch("PRAGMA wal_checkpoint(PASSIVE)") {
            Ok(()) => copied = pages,
            Err(error) => tracing::warn!(%error, "checkpoint"),
        }
        wal.ripe.store(pages >= LONG, Ordering::Relaxed);
    }
}
