//! Requests to desks and to posts.

use super::Room;
use directory::model::{BarrierId, PersonBrief};
use kernel::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

/// A request: to the desk of people who can be reached only by some, or to a post, whoever holds it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ContactRequest {
    /// The talk about it, archived when the request is closed. Its name is what a desk is asked about, or what the post is called, of which it
    /// has unit and title.
    pub room: Room,
    /// Whether the one who looks belongs to the desk, or holds the post.
    pub at_desk: bool,
    /// Nobody is there today: it waits.
    pub vacant: bool,
    /// Of one to a desk: the barrier, which may be gone since.
    pub barrier_id: Option<BarrierId>,
    /// Of one to a desk: what the barrier was called when it was asked.
    pub barrier_name: Option<String>,
    /// Who asked.
    pub asked_by: PersonBrief,
    /// When.
    pub asked_at: Timestamp,
    /// Who of those asked sees to it.
    pub claimed_by: Option<PersonBrief>,
    /// Since when.
    pub claimed_at: Option<Timestamp>,
}
