//! Broadcasts as those see them to whom they go.

use super::{BroadcastFile, BroadcastId, Replies, ReplyId, Sender, Withdrawal};
use directory::model::PersonBrief;
use kernel::{Tick, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

/// A recipient's own side of a broadcast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "BroadcastMine")]
pub struct Mine {
    /// Something is still waited for: that they read it, or say that they have.
    pub pending: bool,
    /// When they read it first.
    pub read_at: Option<Timestamp>,
    /// When they said that they have.
    pub confirmed_at: Option<Timestamp>,
    /// When they were reminded last.
    pub reminded_at: Option<Timestamp>,
}

/// A broadcast in a recipient's list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ReceivedBroadcastLine")]
pub struct ReceivedLine {
    /// Its id.
    pub id: BroadcastId,
    /// In whose name it comes.
    pub sender: Sender,
    /// Its title; nothing once it was taken back.
    pub title: Option<String>,
    /// When it came.
    pub sent_at: Timestamp,
    /// It is to be confirmed.
    pub must_read: bool,
    /// Until when.
    pub confirm_by: Option<Timestamp>,
    /// Until when it is of use.
    pub ends_at: Option<Timestamp>,
    /// It was taken back.
    pub withdrawn: Option<Withdrawal>,
    /// The recipient's own side.
    pub mine: Mine,
}

/// A broadcast that somebody received.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ReceivedBroadcast")]
pub struct Received {
    /// As in the list.
    #[serde(flatten)]
    pub line: ReceivedLine,
    /// Its words; nothing once it was taken back.
    pub body: Option<String>,
    /// What goes with it; nothing once it was taken back.
    pub files: Vec<BroadcastFile>,
    /// Whether and how they may answer.
    pub replies: Replies,
    /// To how many it went.
    pub total: i64,
}

/// What waits for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[schemars(rename = "BroadcastSummary")]
pub struct Summary {
    /// Broadcasts that they have not read, or not confirmed.
    pub pending: i64,
    /// Of these those that are to be confirmed.
    pub to_confirm: i64,
    /// Of these those whose deadline is over.
    pub overdue: i64,
    /// When the newest of these came.
    pub newest_at: Option<Timestamp>,
    /// When they were last reminded of one of these.
    pub reminded_at: Option<Timestamp>,
    /// Answers that they have not looked at, to what they sent and to what they wrote.
    pub unseen: i64,
    /// Broadcasts of others that wait for their consent.
    pub waiting: i64,
    /// They answer for some: they wrote them, or hold an office in whose name they came.
    pub answers: bool,
}

/// What a recipient or somebody who answers for the broadcast wrote.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "BroadcastReply")]
pub struct Reply {
    /// Its id.
    pub id: ReplyId,
    /// Who wrote it.
    pub author: PersonBrief,
    /// Who was using the shared account that wrote it.
    pub operator: Option<String>,
    /// It is the recipient's own, not an answer to them.
    pub by_recipient: bool,
    /// What.
    pub body: String,
    /// When.
    pub said_at: Timestamp,
    /// The other side has looked at it.
    pub seen: bool,
    /// The tick of its last change.
    pub tick: Tick,
}

/// What a recipient wrote, for those who answer for the broadcast.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "BroadcastConversation")]
pub struct Conversation {
    /// The recipient.
    pub person: PersonBrief,
    /// The newest of it.
    pub last: String,
    /// When that was.
    pub last_at: Timestamp,
    /// How much.
    pub count: i64,
    /// How much of the recipient's nobody has looked at.
    pub unseen: i64,
}
