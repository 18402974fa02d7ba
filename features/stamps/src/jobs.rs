//! What follows later: the close by the deadline, of which the room learns, while every look and every answer asks the time itself.

use crate::model::StampId;
use jobs::Job;
use serde::{Deserialize, Serialize};

/// Writes down that a deadline has passed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CloseStamp {
    /// Which.
    pub id: StampId,
}

impl Job for CloseStamp {
    const KIND: &'static str = "stamps.close_stamp";
}
