//! What follows later: on a morning those are called once more to a question that nobody has claimed.

use crate::model::QuestionId;
use jobs::Job;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// Calls those who answer in a room to a question that waits still.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RemindOfQuestion {
    /// Which.
    pub id: QuestionId,
    /// Since when it waits; one that waits anew has a job of its own.
    pub since: Timestamp,
    /// When.
    pub at: Timestamp,
}

impl Job for RemindOfQuestion {
    const KIND: &'static str = "questions.remind";

    fn once(&self) -> String {
        // What waits anew on the same day is reminded of on the same morning, and the job of before finds that it is not meant any more.
        format!("{} {} {}", self.id, self.since.micros(), self.at.micros())
    }
}
