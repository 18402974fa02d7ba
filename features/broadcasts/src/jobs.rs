//! What follows later: sending at its moment, and reminding. Both go in slices, so that others write between them, and go on where they
//! were when they are begun again.

use crate::model::BroadcastId;
use jobs::Job;
use kernel::{Tick, Timestamp};
use serde::{Deserialize, Serialize};

/// Sends a broadcast that was planned.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SendBroadcast {
    /// Which.
    pub id: BroadcastId,
    /// The version that was planned: one that was cancelled and planned anew is another.
    pub tick: Tick,
}

impl Job for SendBroadcast {
    const KIND: &'static str = "broadcasts.send_broadcast";
    fn once(&self) -> String {
        format!("{}:{}", self.id, self.tick)
    }
}

/// Begins the reminder that goes out by itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BeginReminder {
    /// Of which broadcast.
    pub id: BroadcastId,
    /// The moment at which it was to begin.
    pub at: Timestamp,
}

impl Job for BeginReminder {
    const KIND: &'static str = "broadcasts.begin_reminder";
    fn once(&self) -> String {
        format!("{}:{}", self.id, self.at.micros())
    }
}

/// Forgets what was kept long enough, some at a time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ForgetOld {
    /// What was sent before is old.
    pub before: Timestamp,
    /// The how manieth time that some are forgotten.
    pub round: i64,
}

impl Job for ForgetOld {
    const KIND: &'static str = "broadcasts.forget_old";
    fn once(&self) -> String {
        format!("{}:{}", self.before.micros(), self.round)
    }
}

/// Reminds those who have not read a broadcast, or not said so.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RemindUnread {
    /// Of which broadcast.
    pub id: BroadcastId,
    /// The how manieth reminder, from one on: whoever has got it is passed over.
    pub number: i64,
    /// They are many: one word tells all of them.
    pub many: bool,
}

impl Job for RemindUnread {
    const KIND: &'static str = "broadcasts.remind_unread";
    fn once(&self) -> String {
        format!("{}:{}", self.id, self.number)
    }
}
