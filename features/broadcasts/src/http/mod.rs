//! The endpoints of broadcasts.

mod files;
mod managed;
mod received;
mod rules;

use crate::model::BroadcastId;
use db::Conn;
use kernel::Result;
use rooms::service::Talk;
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

/// Refuses words that others are about to read, where personal numbers are looked for in what the talk says. It comes last in the transaction,
/// which goes with it: drafts are their author's alone, and may hold what is not sent.
///
/// Errors: `chat.personal_number`, `chat.personal_number_refused`.
fn guard(talk: Talk, conn: &mut Conn<'_>, words: &[&str]) -> Result<()> {
    talk.guard(conn, &words.join("\n"))
}

/// The endpoints.
pub fn routes() -> Routes {
    received::routes().and(files::routes()).and(managed::routes()).and(rules::routes())
}
