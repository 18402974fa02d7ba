use schemars::JsonSchema;
use serde::Serialize;

/// How much an organisation's accounts are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Usage {
    /// Accounts that are not suspended.
    pub accounts: i64,
    /// Those of them that were used in the last thirty days.
    pub used: i64,
}
