//! Documents that came without an event.

use db::{Conn, List, Row, ToValue, Tx};
use kernel::{OrgId, Result};
use std::collections::BTreeSet;

db::statements! {
    PUT = "INSERT INTO search_waiting (org_id, kind, document_id, turn) SELECT $1, $2, l.id, 0 FROM {each $3 AS l: id BIGINT} WHERE TRUE
        ON CONFLICT (org_id, kind, document_id) DO UPDATE SET turn = search_waiting.turn + 1";
    SOME = "SELECT org_id, kind, document_id, turn FROM search_waiting ORDER BY org_id, kind, document_id LIMIT $1";
    OWN = "SELECT document_id FROM search_waiting WHERE org_id = $1 AND kind = $2 ORDER BY document_id DESC LIMIT $3";
    DELETE = "DELETE FROM search_waiting WHERE (org_id, kind, document_id, turn) IN (
        SELECT l.org, l.kind, l.id, l.turn FROM {each $1 AS l: org BIGINT, kind BIGINT, id BIGINT, turn BIGINT})";
}

/// A document that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) org: OrgId,
    pub(crate) kind: i64,
    pub(crate) document: i64,
    turn: i64,
}

/// Has documents of the actor's organisation wait. The use case holds a lock by now.
pub(crate) fn put(tx: &mut Tx<'_>, kind: i64, documents: impl IntoIterator<Item = i64>) -> Result<()> {
    let org = tx.actor().org;
    // Each once: a statement may not touch a row twice.
    let documents: BTreeSet<i64> = documents.into_iter().collect();
    if documents.is_empty() {
        return Ok(());
    }
    let rows = List::rows(documents.into_iter().map(|document| [document.to_value()]));
    tx.execute(&PUT, &[&org, &kind, &rows]).map(|_| ())
}

/// So many of those that wait.
pub(crate) fn some(conn: &mut Conn<'_>, limit: usize) -> Result<Vec<Waiting>> {
    let read = |row: &Row| Waiting { org: row.get(0), kind: row.get(1), document: row.get(2), turn: row.get(3) };
    Ok(conn.rows(&SOME, &[&limit])?.iter().map(read).collect())
}

/// So many of the actor's organisation, the highest first.
pub(crate) fn own(conn: &mut Conn<'_>, kind: i64, limit: usize) -> Result<Vec<i64>> {
    let org = conn.actor().org;
    Ok(conn.rows(&OWN, &[&org, &kind, &limit])?.iter().map(|row| row.get(0)).collect())
}

/// Some wait no longer, but for those that were announced again meanwhile.
pub(crate) fn delete(tx: &mut Tx<'_>, taken: &[Waiting]) -> Result<()> {
    let row = |waiting: &Waiting| {
        let Waiting { org, kind, document, turn } = waiting;
        [org.to_value(), kind.to_value(), document.to_value(), turn.to_value()]
    };
    tx.execute(&DELETE, &[&List::rows(taken.iter().map(row))]).map(|_| ())
}
