//! What follows later: the release at its moment, and taking back. Each goes in small steps, so that others may write between
//! them, and goes on where it was when it is begun again.

use crate::model::TransferId;
use jobs::Job;
use kernel::{PersonId, Tick};
use serde::{Deserialize, Serialize};

/// Carries a transfer into the directory.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReleaseTransfer {
    /// Which.
    pub id: TransferId,
    /// By what it waits; nothing where the program itself has it released.
    #[serde(default)]
    pub scheduled: Option<Scheduled>,
}

/// That somebody had a transfer wait for its release.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Scheduled {
    /// Who: they are asked again at its moment.
    pub by: PersonId,
    /// The version that waits since; one that was taken back and waits again is another.
    pub tick: Tick,
}

impl Job for ReleaseTransfer {
    const KIND: &'static str = "transfers.release_transfer";
}

/// Takes a transfer back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UndoTransfer {
    /// Which.
    pub id: TransferId,
}

impl Job for UndoTransfer {
    const KIND: &'static str = "transfers.undo_transfer";
    fn once(&self) -> String {
        self.id.to_string()
    }
}
