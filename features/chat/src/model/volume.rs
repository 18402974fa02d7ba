use schemars::JsonSchema;
use serde::Serialize;

/// How much an organisation has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Volume {
    /// Rooms, without direct ones.
    pub rooms: i64,
    /// Messages and notices of all rooms, without replies in threads.
    pub messages: i64,
}
