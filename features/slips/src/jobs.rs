//! What follows later: on a morning those are called whose part of a slip waits still.

use crate::model::SlipId;
use jiff::civil::Date;
use jobs::Job;
use serde::{Deserialize, Serialize};

/// Calls those to a slip for whom it waits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RemindOfSlip {
    /// Which.
    pub id: SlipId,
    /// On which day.
    pub on: Date,
}

impl Job for RemindOfSlip {
    const KIND: &'static str = "slips.remind";

    fn once(&self) -> String {
        format!("{} {}", self.id, self.on)
    }
}
