//! Which accounts were never used, for who looks at what a pilot would change.

use db::Conn;
use kernel::{PersonId, Result};
use std::collections::HashMap;

db::statements! {
    USED = "SELECT person_id, seen_at IS NOT NULL FROM account WHERE org_id = $1 AND suspended_at IS NULL";
}

/// Whose account was used already, and whose never; people without one that may be used are missing.
pub fn used(conn: &mut Conn<'_>) -> Result<HashMap<PersonId, bool>> {
    let org = conn.actor().org;
    Ok(conn.rows(&USED, &[&org])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}
