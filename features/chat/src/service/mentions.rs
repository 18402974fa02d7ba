//! What calls somebody by name, or everybody around them.

use super::view;
use crate::model::MessageId;
use crate::store;
use db::Conn;
use kernel::{Result, Timestamp};
use std::collections::HashMap;

/// What mentions somebody.
pub struct Mentions {
    /// The messages, the newest mention first.
    pub shown: view::Shown,
    /// Since when each does: whoever is called to a message later is mentioned by it then.
    pub since: HashMap<MessageId, Timestamp>,
}

/// Messages that mention the actor or everyone around them, the newest first.
pub fn mentions(conn: &mut Conn<'_>, before: Option<(Timestamp, MessageId)>, limit: usize) -> Result<Mentions> {
    let start = before.unwrap_or((Timestamp::from_micros(i64::MAX), MessageId::from_raw(i64::MAX)));
    let found = store::messages::mentioning(conn, start, limit + 1)?;
    let ids: Vec<MessageId> = found.iter().map(|(id, _)| *id).collect();
    let since: HashMap<MessageId, Timestamp> = found.into_iter().collect();
    let mut rows = store::messages::by_ids(conn, &ids)?;
    rows.sort_by_key(|row| std::cmp::Reverse((since.get(&row.id).copied(), row.id)));
    Ok(Mentions { shown: view::shown(conn, rows)?, since })
}
