//! What follows later: the close by a deadline, of which the room learns, while every idea and every vote asks the time itself.

use crate::model::{BoardId, Part};
use jobs::Job;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// Writes down that a deadline has passed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CloseBoard {
    /// Which board.
    pub id: BoardId,
    /// What of it.
    pub part: Part,
    /// Which of its deadlines.
    pub until: Timestamp,
}

impl Job for CloseBoard {
    const KIND: &'static str = "ideas.close_board";

    fn once(&self) -> String {
        format!("{} {:?} {}", self.id, self.part, self.until.micros())
    }
}
