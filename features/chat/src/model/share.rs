//! 共有: a room that two organisations share. Each side has a room and a record of its own; what is said in one is carried to the other.

use super::RoomId;
use directory::model::{Colour, ListedOrganisation, PersonBrief};
use kernel::{Id, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A share of a room.
    pub struct Share;
}

/// The id of a share, the same on both sides.
pub type ShareId = Id<tag::Share>;

/// Who offered a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShareDirection {
    /// This organisation.
    Offered,
    /// The other one.
    Received,
}

/// What has become of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShareState {
    /// The other side has to answer.
    Offered,
    /// The room is shared.
    Agreed,
    /// The other side would rather not.
    Declined,
    /// Who offered it took it back.
    Withdrawn,
    /// It was shared, and is so no longer.
    Ended,
}

/// Which of two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShareSide {
    /// This organisation.
    Us,
    /// The other one.
    Them,
}

/// A room of this organisation, in a share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ShareRoom {
    /// Its id.
    pub id: RoomId,
    /// Its name.
    pub name: String,
}

/// A share of a room, as one of its two sides has it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Share {
    /// Its id.
    pub id: ShareId,
    /// Who offered it.
    pub direction: ShareDirection,
    /// The other side.
    pub organisation: ListedOrganisation,
    /// The own room; nothing as long as a share that was received is not agreed to, and for whoever may not know
    /// of the room.
    pub room: Option<ShareRoom>,
    /// What the other side's room is called; nothing as long as they have not chosen one, and where `room` may not be
    /// known.
    pub their_room: Option<String>,
    /// What it is for; empty where `room` may not be known.
    pub purpose: String,
    /// What has become of it.
    pub state: ShareState,
    /// When it was offered.
    pub offered_at: Timestamp,
    /// Who offered it; nothing when that was the other side.
    pub offered_by: Option<PersonBrief>,
    /// When it was agreed to, declined or withdrawn.
    pub answered_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Which side ended it.
    pub ended_by: Option<ShareSide>,
    /// How many people of the other side are in the room.
    pub partners: i64,
}

/// With whom a room is shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SharedWith {
    /// The share, which an owner of the room may end.
    pub share: ShareId,
    /// The other organisation's name.
    pub name: String,
    /// What its address has after `/o/`; nothing for the first, which lives at `/`.
    pub code: Option<String>,
    /// Its colour.
    pub colour: Colour,
}
