//! What happens to a room, told in its stream among what people say.

use kernel::{PersonId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something that happened to a room, told in its stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeCode {
    /// It was made.
    Created,
    /// It has another name.
    Renamed,
    /// It has another purpose.
    PurposeChanged,
    /// It was closed for writing.
    Archived,
    /// It is open again.
    Reopened,
    /// Somebody added people.
    Added,
    /// Somebody came by themselves.
    Joined,
    /// Somebody left by themselves.
    Left,
    /// Somebody was removed.
    Removed,
    /// Somebody of the desk sees to the request.
    Claimed,
    /// They leave it to the others of the desk again.
    Unclaimed,
    /// An administrator reads it from now on, for a while.
    Inspected,
    /// It is shared with another organisation from now on.
    Shared,
    /// It is shared with that organisation no longer.
    Unshared,
    /// What is said in it is not forwarded any more.
    ForwardingEnded,
    /// What is said in it may be forwarded again.
    ForwardingAllowed,
    /// Its files may be saved by everybody who reads it.
    SavingAllowed,
    /// Its files may be saved by the staff alone.
    SavingForStaff,
    /// Its files may not be saved.
    SavingEnded,
    /// In the room with oneself: of the memo before it one will be reminded.
    WillRemind,
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// What happened.
    pub code: NoticeCode,
    /// The room's name or purpose after it; of an inspection, what it is for; of a share, the other organisation's
    /// name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whom it concerns; of an inspection, who reads and who granted it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub people: Vec<PersonId>,
    /// Until when an inspection goes on at most; of a memo, when one is reminded of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Notice {
    /// Something that happened to some people.
    pub fn of(code: NoticeCode, people: Vec<PersonId>) -> Self {
        Self { code, text: None, people, until: None }
    }

    /// Something that happened to the room itself.
    pub fn saying(code: NoticeCode, text: Option<String>) -> Self {
        Self { code, text, people: Vec::new(), until: None }
    }
}
