//! ピン留め: what a room comes back to.

use super::OperatorName;
use kernel::{PersonId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Messages that a room has pinned, at most.
pub const MOST_PINS: i64 = 50;

/// Who pinned a message in its room, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Pinned {
    /// When.
    pub at: Timestamp,
    /// Who.
    #[schemars(with = "String")]
    pub by_id: PersonId,
    /// Who was using the shared account that did.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operator: Option<OperatorName>,
}
