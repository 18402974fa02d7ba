//! The endpoints of broadcasts.

mod managed;
mod received;
mod rules;

use crate::model::BroadcastId;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Cursor, Routes};

#[derive(Deserialize, JsonSchema)]
struct BroadcastPath {
    broadcast: BroadcastId,
}

#[derive(Deserialize, JsonSchema)]
struct PageQuery {
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

/// The endpoints.
pub fn routes() -> Routes {
    received::routes().and(managed::routes()).and(rules::routes())
}
