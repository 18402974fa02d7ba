use schemars::JsonSchema;
use serde::Serialize;

/// How many there are today of what an organisation is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Headcount {
    /// People of the staff who are active.
    pub staff: i64,
    /// Guests whose stay is not over.
    pub guests: i64,
    /// Bots that are not stopped.
    pub bots: i64,
    /// Units that are not closed.
    pub units: i64,
    /// Titles.
    pub titles: i64,
}
