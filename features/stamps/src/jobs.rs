//! What follows later: the close by the deadline, of which the room learns, while every look and every answer asks the time itself.

use crate::model::StampId;
use jobs::Job;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// Writes down that a deadline has passed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CloseStamp {
    /// Which.
    pub id: StampId,
    /// Which of its deadlines.
    pub deadline: Timestamp,
}

impl Job for CloseStamp {
    const KIND: &'static str = "stamps.close_stamp";

    fn once(&self) -> String {
        format!("{} {}", self.id, self.deadline.micros())
    }
}
