//! Lives of the index.

use db::{Conn, Row, Tx};
use kernel::{Position, Result, Tick, Timestamp};

db::statements! {
    ALL = "SELECT number, epoch, tick, at, kind, below, documents, turn, version, begun_at FROM search_generation ORDER BY number";
    INSERT = "INSERT INTO search_generation (number, epoch, tick, at, kind, below, version, begun_at, documents, turn)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $4, 0, 0)";
    UPDATE = "UPDATE search_generation SET epoch = $2, tick = $3, at = $4, kind = $5, below = $6, documents = $7, turn = turn + 1
        WHERE number = $1 AND turn = $8";
    DELETE = "DELETE FROM search_generation WHERE number < $1";
}

/// What of a generation is still to be read: documents of a kind below an id, and all of the kinds after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unread {
    pub(crate) kind: i64,
    pub(crate) below: i64,
}

/// A life of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Generation {
    pub(crate) number: i64,
    pub(crate) epoch: String,
    pub(crate) tick: Tick,
    /// When that was so.
    pub(crate) at: Timestamp,
    pub(crate) unread: Option<Unread>,
    pub(crate) documents: i64,
    /// Counts its changes; saving checks it.
    pub(crate) turn: i64,
    /// How it is written.
    pub(crate) version: i64,
    /// When it was begun.
    pub(crate) begun_at: Timestamp,
}

impl Generation {
    /// How it is written beside how this program writes: less when an older program did.
    pub(crate) fn age(&self, version: i64) -> std::cmp::Ordering {
        self.version.cmp(&version)
    }
}

fn read(row: &Row) -> Generation {
    let (kind, below): (Option<i64>, Option<i64>) = (row.get(4), row.get(5));
    let unread = kind.zip(below).map(|(kind, below)| Unread { kind, below });
    Generation {
        number: row.get(0),
        epoch: row.get(1),
        tick: row.get(2),
        at: row.get(3),
        unread,
        documents: row.get(6),
        turn: row.get(7),
        version: row.get(8),
        begun_at: row.get(9),
    }
}

/// All, the oldest first.
pub(crate) fn all(conn: &mut Conn<'_>) -> Result<Vec<Generation>> {
    Ok(conn.rows(&ALL, &[])?.iter().map(read).collect())
}

/// Begins one after those that are there.
pub(crate) fn begin(tx: &mut Tx<'_>, number: i64, version: i64, from: &Position, unread: Unread) -> Result<()> {
    let now = tx.now();
    tx.execute(&INSERT, &[&number, &from.epoch, &from.tick, &now, &unread.kind, &unread.below, &version]).map(|_| ())
}

/// Saves a generation; false when another node changed it since it was read.
pub(crate) fn save(tx: &mut Tx<'_>, generation: &Generation) -> Result<bool> {
    let Generation { number, epoch, tick, at, unread, documents, turn, .. } = generation;
    let (kind, below) = (unread.map(|unread| unread.kind), unread.map(|unread| unread.below));
    Ok(tx.execute(&UPDATE, &[number, epoch, tick, at, &kind, &below, documents, turn])? == 1)
}

/// Ends all before one.
pub(crate) fn end_before(tx: &mut Tx<'_>, number: i64) -> Result<()> {
    tx.execute(&DELETE, &[&number]).map(|_| ())
}
