//! Requests to desks.

use super::Room;
use directory::model::{BarrierId, PersonBrief};
use kernel::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

/// A request to the desk of people who can be reached only by some.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ContactRequest {
    /// The talk about it; its name is what it is about, and it is archived when the request is closed.
    pub room: Room,
    /// Whether the one who looks belongs to the desk.
    pub at_desk: bool,
    /// The barrier, which may be gone since.
    pub barrier_id: BarrierId,
    /// What it was called when it was asked.
    pub barrier_name: String,
    /// Who asked.
    pub asked_by: PersonBrief,
    /// When.
    pub asked_at: Timestamp,
    /// Who of the desk sees to it.
    pub claimed_by: Option<PersonBrief>,
    /// Since when.
    pub claimed_at: Option<Timestamp>,
}
