//! The parts of segments, and what is left of those that are no more.

use crate::model::index::{Parts, Sink};
use db::{Conn, Db, List, Lock, Tx};
use kernel::{Actor, Error, Id, Result, Timestamp};
use std::collections::HashMap;

db::statements! {
    INSERT = "INSERT INTO search_part (segment_id, number, bytes) VALUES ($1, $2, $3)";
    SOME = "SELECT number, bytes FROM search_part WHERE segment_id = $1 AND number {in $2}";
    NUMBERS = "SELECT number FROM search_part WHERE segment_id = $1 ORDER BY number LIMIT $2";
    DELETE = "DELETE FROM search_part WHERE segment_id = $1 AND number <= $2";
    LEFT_PUT = "INSERT INTO search_leftover (segment_id, since) VALUES ($1, $2)
        ON CONFLICT (segment_id) DO UPDATE SET since = excluded.since";
    LEFT_DELETE = "DELETE FROM search_leftover WHERE segment_id = $1";
    LEFT = "SELECT segment_id FROM search_leftover WHERE since <= $1 ORDER BY segment_id LIMIT 1";
}

/// The number and the bytes of a part.
pub(crate) type Part = (i64, Vec<u8>);

/// A segment's parts, read in a snapshot.
pub(crate) struct Kept<'k, 'c> {
    pub(crate) conn: &'k mut Conn<'c>,
    pub(crate) segment: i64,
}

impl Parts for Kept<'_, '_> {
    fn parts(&mut self, numbers: &[i64]) -> Result<Vec<Vec<u8>>> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.conn.rows(&SOME, &[&self.segment, &List::numbers(numbers.iter().copied())])?;
        let mut found: HashMap<i64, Vec<u8>> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        // Missing parts are no bug: a merge reads without a snapshot, and may find its segment merged by another node.
        let take = |number: &i64| found.remove(number).ok_or_else(|| Error::conflict("search.segment_gone"));
        numbers.iter().map(take).collect()
    }
}

/// A segment's parts, each read by itself.
pub(crate) struct Lasting<'d> {
    pub(crate) db: &'d Db,
    pub(crate) segment: i64,
}

impl Parts for Lasting<'_> {
    fn parts(&mut self, numbers: &[i64]) -> Result<Vec<Vec<u8>>> {
        let (segment, numbers) = (self.segment, numbers.to_vec());
        self.db.read_now(nobody(), move |conn| Kept { conn, segment }.parts(&numbers))
    }
}

/// Whoever works at the index.
pub(crate) fn nobody() -> Actor {
    Actor::system(Id::from_raw(0))
}

/// Bytes that are written at a time: SQLite's one writer has others to serve.
const AT_A_TIME: usize = 256 * 1024;

/// Writes a segment's parts, some at a time.
pub(crate) struct Writing<'d> {
    db: &'d Db,
    segment: i64,
    /// From when on what was written may be thrown away if nothing came of it.
    until: Timestamp,
    gathered: Vec<Part>,
    held: usize,
    /// How much was written.
    bytes: usize,
}

impl<'d> Writing<'d> {
    pub(crate) fn new(db: &'d Db, segment: i64, until: Timestamp) -> Self {
        Self { db, segment, until, gathered: Vec::new(), held: 0, bytes: 0 }
    }

    /// How many bytes the segment has, and those parts that are not written yet.
    pub(crate) fn end(self) -> (usize, Vec<Part>) {
        (self.bytes, self.gathered)
    }

    /// Writes what is gathered.
    fn flush(&mut self) -> Result<()> {
        let (segment, until, parts) = (self.segment, self.until, std::mem::take(&mut self.gathered));
        self.held = 0;
        self.db.write_now(nobody(), move |tx| {
            tx.lock(Lock::Index)?;
            tx.execute(&LEFT_PUT, &[&segment, &until])?;
            insert(tx, segment, &parts)
        })
    }
}

impl Sink for Writing<'_> {
    fn part(&mut self, number: i64, bytes: Vec<u8>) -> Result<()> {
        self.bytes += bytes.len();
        self.held += bytes.len();
        self.gathered.push((number, bytes));
        if self.held >= AT_A_TIME { self.flush() } else { Ok(()) }
    }
}

/// Writes some of a segment's parts.
pub(crate) fn insert(tx: &mut Tx<'_>, segment: i64, parts: &[Part]) -> Result<()> {
    for (number, bytes) in parts {
        tx.run(&INSERT, &[&segment, number, bytes])?;
    }
    Ok(())
}

/// Notes that all parts of a segment that are there belong to it.
pub(crate) fn keep(tx: &mut Tx<'_>, segment: i64) -> Result<()> {
    tx.execute(&LEFT_DELETE, &[&segment]).map(|_| ())
}

/// Notes that the parts of a segment are of no use any more.
pub(crate) fn leave(tx: &mut Tx<'_>, segment: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(&LEFT_PUT, &[&segment, &now]).map(|_| ())
}

/// Parts that are thrown away at a time.
const SWEPT: i64 = 64;

/// Throws some parts away that are of no use any more; false when there are none.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Result<bool> {
    tx.lock(Lock::Index)?;
    let now = tx.now();
    let Some(row) = tx.row(&LEFT, &[&now])? else { return Ok(false) };
    let segment: i64 = row.get(0);
    let numbers = tx.rows(&NUMBERS, &[&segment, &SWEPT])?;
    match numbers.last().map(|row| row.get::<i64>(0)) {
        Some(last) => tx.execute(&DELETE, &[&segment, &last])?,
        None => tx.execute(&LEFT_DELETE, &[&segment])?,
    };
    Ok(true)
}
