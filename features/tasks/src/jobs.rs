//! What follows later: on the morning of the due day those who have not done their part are told.

use crate::model::TaskId;
use jiff::civil::Date;
use jobs::Job;
use serde::{Deserialize, Serialize};

/// Tells whose part is open that the day has come.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TellDue {
    /// Of which task.
    pub id: TaskId,
    /// Which of its days; one that has another by then has a job of its own.
    pub on: Date,
}

impl Job for TellDue {
    const KIND: &'static str = "tasks.tell_due";

    fn once(&self) -> String {
        format!("{} {}", self.id, self.on)
    }
}
