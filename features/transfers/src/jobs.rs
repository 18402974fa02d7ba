//! What follows later: the release at its moment, and taking back. Each goes in small steps, so that others may write between
//! them, and goes on where it was when it is begun again.

use crate::model::TransferId;
use jobs::Job;
use serde::{Deserialize, Serialize};

/// Carries a transfer into the directory.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReleaseTransfer {
    /// Which.
    pub id: TransferId,
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
