//! The segments of the index.

use crate::model::index::Head;
use crate::store::parts;
use crate::store::seal::{opened, sealed};
use db::{Conn, List, Row, Tx};
use kernel::{OrgId, Result};

db::statements! {
    INSERT = "INSERT INTO search_segment (id, generation, org_id, kind, rank, documents, bytes, head) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    NEXT_RANK = "SELECT COALESCE(MAX(rank), 0) + 1 FROM search_segment WHERE generation = $1 AND org_id = $2 AND kind = $3";
    ALL = "SELECT id, generation, org_id, kind, rank, documents, bytes FROM search_segment ORDER BY generation, org_id, kind, rank";
    OWN = "SELECT id FROM search_segment WHERE generation = $1 AND org_id = $2 AND kind = $3";
    HEADS_OF = "SELECT id, head FROM search_segment WHERE id {in $1} ORDER BY rank";
    DELETE = "DELETE FROM search_segment WHERE id = $1";
    BEFORE = "SELECT id FROM search_segment WHERE generation < $1";
    READABLE = "SELECT s.id, s.generation, s.org_id, s.kind, s.rank, s.documents, s.bytes FROM search_segment s
        JOIN search_generation g ON g.number = s.generation WHERE g.version = $1 ORDER BY s.generation, s.org_id, s.kind, s.rank";
}

/// A segment, without its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) id: i64,
    pub(crate) generation: i64,
    pub(crate) org: OrgId,
    pub(crate) kind: i64,
    pub(crate) rank: i64,
    pub(crate) documents: i64,
    pub(crate) bytes: i64,
}

fn read(row: &Row) -> Segment {
    Segment {
        id: row.get(0),
        generation: row.get(1),
        org: row.get(2),
        kind: row.get(3),
        rank: row.get(4),
        documents: row.get(5),
        bytes: row.get(6),
    }
}

/// All, by generation, organisation and kind, the lowest rank first.
pub(crate) fn all(conn: &mut Conn<'_>) -> Result<Vec<Segment>> {
    Ok(conn.rows(&ALL, &[])?.iter().map(read).collect())
}

/// Those that are written as a program of a version writes them, in the same order.
pub(crate) fn readable(conn: &mut Conn<'_>, version: i64) -> Result<Vec<Segment>> {
    Ok(conn.rows(&READABLE, &[&version])?.iter().map(read).collect())
}

/// A segment's head as it is kept.
pub(crate) fn head(bytes: &[u8]) -> Result<Head> {
    Ok(Head::decode(&opened(bytes.to_vec())?))
}

/// The segments that answer the actor's organisation, in no order.
pub(crate) fn own(conn: &mut Conn<'_>, generation: i64, kind: i64) -> Result<Vec<i64>> {
    let org = conn.actor().org;
    Ok(conn.rows(&OWN, &[&generation, &org, &kind])?.iter().map(|row| row.get(0)).collect())
}

/// Some segments and the bytes of their heads, see [`head`], the lowest rank first.
pub(crate) fn heads(conn: &mut Conn<'_>, ids: &[i64]) -> Result<Vec<(i64, Vec<u8>)>> {
    let rows = conn.rows(&HEADS_OF, &[&List::numbers(ids.iter().copied())])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// The rank of a segment that knows better than all that are there.
pub(crate) fn next_rank(tx: &mut Tx<'_>, generation: i64, org: OrgId, kind: i64) -> Result<i64> {
    Ok(tx.one(&NEXT_RANK, &[&generation, &org, &kind])?.get(0))
}

/// Adds a segment of which all parts are written.
pub(crate) fn insert(tx: &mut Tx<'_>, segment: &Segment, head: &Head) -> Result<()> {
    let Segment { id, generation, org, kind, rank, documents, bytes } = segment;
    tx.execute(&INSERT, &[id, generation, org, kind, rank, documents, bytes, &sealed(&head.encode())])?;
    parts::keep(tx, *id)
}

/// Takes a segment out, whose parts are thrown away later; false when it was not there.
pub(crate) fn delete(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let was_there = tx.execute(&DELETE, &[&id])? == 1;
    if was_there {
        parts::leave(tx, id)?;
    }
    Ok(was_there)
}

/// Takes out the segments of all generations before one.
pub(crate) fn delete_before(tx: &mut Tx<'_>, generation: i64) -> Result<()> {
    for row in tx.rows(&BEFORE, &[&generation])? {
        delete(tx, row.get(0))?;
    }
    Ok(())
}
