//! What follows later: a memo that was taken back in one room follows in the other.

use crate::model::MemoId;
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

/// Notes that a memo stands in the direct room alone, as its message in the section's room was taken back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LeaveSection {
    /// Which.
    pub memo: MemoId,
}

impl Job for LeaveSection {
    const KIND: &'static str = "phone_memos.leave_section";

    fn once(&self) -> String {
        self.memo.to_string()
    }
}
