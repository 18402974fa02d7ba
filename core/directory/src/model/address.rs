//! Posts as people write to them.

use super::{TitleId, UnitId};
use schemars::JsonSchema;
use serde::Serialize;

/// A post that somebody holds today: a title in a unit, or all of a unit. Whoever writes to it need not know who that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PostAddress {
    /// The unit; those in units below are not meant.
    pub unit_id: UnitId,
    /// The title; nothing for everybody in the unit.
    pub title_id: Option<TitleId>,
    /// What it is called: 総務課長.
    pub name: String,
    /// How many hold it today, of those whom the asking person may write to.
    pub holders: usize,
}
