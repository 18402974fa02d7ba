//! Documents that came without an event.

use db::{Conn, List, ToValue, Tx};
use kernel::{OrgId, Result};

db::statements! {
    PUT = "INSERT INTO search_waiting (org_id, kind, document_id) SELECT $1, $2, l.id FROM {each $3 AS l: id BIGINT} WHERE TRUE
        ON CONFLICT (org_id, kind, document_id) DO NOTHING";
    SOME = "SELECT org_id, kind, document_id FROM search_waiting ORDER BY org_id, kind, document_id LIMIT $1";
    OWN = "SELECT document_id FROM search_waiting WHERE org_id = $1 AND kind = $2 ORDER BY document_id DESC LIMIT $3";
    DELETE = "DELETE FROM search_waiting WHERE org_id = $1 AND kind = $2 AND document_id {in $3}";
}

/// Has documents of the actor's organisation wait. The use case holds a lock by now.
pub(crate) fn put(tx: &mut Tx<'_>, kind: i64, documents: impl IntoIterator<Item = i64>) -> Result<()> {
    let org = tx.actor().org;
    let documents: Vec<i64> = documents.into_iter().collect();
    if documents.is_empty() {
        return Ok(());
    }
    let rows = List::rows(documents.into_iter().map(|document| [document.to_value()]));
    tx.execute(&PUT, &[&org, &kind, &rows]).map(|_| ())
}

/// So many of those that wait.
pub(crate) fn some(conn: &mut Conn<'_>, limit: usize) -> Result<Vec<(OrgId, i64, i64)>> {
    Ok(conn.rows(&SOME, &[&limit])?.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect())
}

/// So many of the actor's organisation, the highest first.
pub(crate) fn own(conn: &mut Conn<'_>, kind: i64, limit: usize) -> Result<Vec<i64>> {
    let org = conn.actor().org;
    Ok(conn.rows(&OWN, &[&org, &kind, &limit])?.iter().map(|row| row.get(0)).collect())
}

/// Some of an organisation wait no longer.
pub(crate) fn delete(tx: &mut Tx<'_>, org: OrgId, kind: i64, documents: &[i64]) -> Result<()> {
    tx.execute(&DELETE, &[&org, &kind, &List::numbers(documents.iter().copied())]).map(|_| ())
}
