//! What follows later: a memo that was taken back in one room follows in the other, and who called is forgotten.

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

/// Clears who called in the memos of an organisation that are due, some at a time.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ClearDue {
    /// Those above this id.
    pub after: MemoId,
}

impl Job for ClearDue {
    const KIND: &'static str = "phone_memos.clear_due";

    fn once(&self) -> String {
        self.after.to_string()
    }
}
