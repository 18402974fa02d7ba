//! 既読: how far people have read.

use super::RoomId;
use kernel::PersonId;
use schemars::JsonSchema;
use serde::Serialize;

/// How far a room's members have read, as two step functions: `[n, count]` says how many stand at number `n`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Receipts {
    /// The room.
    pub room_id: RoomId,
    /// How many belong to it and are not on leave.
    pub members: i64,
    /// Read positions, rising; the first lumps everybody further back.
    pub read: Vec<(i64, i64)>,
    /// Positions at which members came, rising, those who were there from the first left out. A message with a number up
    /// to `n` was there before them: they count neither among its readers nor among those who have not read it.
    pub joined: Vec<(i64, i64)>,
    /// Read positions of those who are off duty, rising as in `read`, where they are told too. Of a message, those below it count
    /// neither among its readers nor among those who have not read it.
    pub off_duty: Vec<(i64, i64)>,
    /// Authors of recent messages who do not stand where an author usually does: there before their messages, which they
    /// have read.
    pub authors: Vec<AuthorStand>,
}

/// Where the author of some messages of a room stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AuthorStand {
    /// Who.
    #[schemars(with = "String")]
    pub person_id: PersonId,
    /// The number at which they came, when they left in between for good or until then; nothing when they belong to the
    /// room no longer, or are on leave.
    pub joined_seq: Option<i64>,
    /// Their read position; they may have marked their own words unread.
    pub read_seq: i64,
    /// They are off duty, and told in `off_duty` too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(with = "Option<bool>")]
    pub off_duty: bool,
}
