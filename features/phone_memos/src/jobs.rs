//! What follows later: a memo that was taken back goes from the section's room as well.

use jobs::Job;
use rooms::model::MessageId;
use serde::{Deserialize, Serialize};

/// Takes back in the section's room what was taken back in the direct one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TakeBackInSection {
    /// The message there.
    pub message: MessageId,
}

impl Job for TakeBackInSection {
    const KIND: &'static str = "phone_memos.take_back_in_section";

    fn once(&self) -> String {
        self.message.to_string()
    }
}
