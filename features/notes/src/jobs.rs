//! Work that follows changes of notes. Doing a job twice does no harm.

use crate::model::NoteId;
use crate::service::tending;
use db::Db;
use jobs::Job;
use kernel::{Actor, Result};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long after somebody wrote a note is tended.
pub const TENDED_AFTER: Duration = Duration::from_secs(10);
/// For how long what was taken back can be put back.
pub const KEPT_WITHDRAWN: Duration = Duration::from_secs(30 * 86_400);

/// Makes a page's state, its first words and its words for search what they are now.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TendNote {
    /// Which.
    pub note: NoteId,
}

impl Job for TendNote {
    const KIND: &'static str = "notes.tend_note";
    fn once(&self) -> String {
        self.note.to_string()
    }
}

/// Removes a note for good, a while after it was taken back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ForgetNote {
    /// Which.
    pub note: NoteId,
}

impl Job for ForgetNote {
    const KIND: &'static str = "notes.forget_note";
    fn once(&self) -> String {
        self.note.to_string()
    }
}

/// Runs [`TendNote`].
pub fn tend(db: &Db, actor: Actor, job: TendNote) -> Result<()> {
    tending::tend(db, actor, job.note)
}

/// Runs [`ForgetNote`].
pub fn forget(db: &Db, actor: Actor, job: ForgetNote) -> Result<()> {
    db.write_now(actor, move |tx| tending::forget(tx, job.note))
}
