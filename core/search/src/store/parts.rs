//! The parts of segments, and what is left of those that are no more.

use crate::model::index::{Parts, Sink};
use crate::store::seal::{damaged, opened, sealed};
use db::{Conn, Db, List, Lock, Row, ToValue, Tx};
use kernel::{Actor, Error, Id, Result, Timestamp};
use std::collections::HashMap;
use std::sync::Arc;

db::statements! {
    INSERT = "INSERT INTO search_part (segment_id, number, bytes) VALUES ($1, $2, $3)";
    SOME = "SELECT number, bytes FROM search_part WHERE segment_id = $1 AND number {in $2}";
    NUMBERS = "SELECT number FROM search_part WHERE segment_id = $1 ORDER BY number LIMIT $2";
    DELETE = "DELETE FROM search_part WHERE segment_id = $1 AND number <= $2";
    LEFT_PUT = "INSERT INTO search_leftover (segment_id, since) VALUES ($1, $2)
        ON CONFLICT (segment_id) DO UPDATE SET since = excluded.since";
    LEFT_UNLESS_KEPT = "INSERT INTO search_leftover (segment_id, since) SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT)
        WHERE NOT EXISTS (SELECT 1 FROM search_segment s WHERE s.id = $1)
        ON CONFLICT (segment_id) DO UPDATE SET since = excluded.since";
    LEFT_DELETE = "DELETE FROM search_leftover WHERE segment_id = $1";
    LEFT = "SELECT l.segment_id, EXISTS (SELECT 1 FROM search_segment s WHERE s.id = l.segment_id)
        FROM search_leftover l WHERE l.since <= $1 ORDER BY l.segment_id LIMIT 1";
}

/// What a segment's missing part is told by.
pub(crate) const GONE: &str = "search.segment_gone";

/// The number and the bytes of a part.
pub(crate) type Part = (i64, Arc<Vec<u8>>);

/// A segment's parts, read in a snapshot, one question at a time.
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
        in_order(numbers, rows)
    }
}

/// The parts that were asked for, in that order. Missing ones are no bug: a merge reads without a snapshot, and may find its segment
/// merged by another node.
fn in_order(numbers: &[i64], rows: Vec<Row>) -> Result<Vec<Vec<u8>>> {
    let mut found: HashMap<i64, Option<Vec<u8>>> =
        rows.into_iter().map(|mut row| (row.get(0), row.take_if_bytes(1))).collect();
    let take = |number: &i64| {
        let bytes = found.remove(number).ok_or_else(|| Error::conflict(GONE))?;
        opened(bytes.ok_or_else(damaged)?)
    };
    numbers.iter().map(take).collect()
}

/// Parts of several segments in one question, in the order asked for; of each segment by itself whether they are there and whole.
pub(crate) fn of_several(conn: &mut Conn<'_>, asked: &[(i64, Vec<i64>)]) -> Result<Vec<Result<Vec<Part>>>> {
    let lists: Vec<(i64, List)> =
        asked.iter().map(|(segment, numbers)| (*segment, List::numbers(numbers.iter().copied()))).collect();
    let params: Vec<[&dyn ToValue; 2]> =
        lists.iter().map(|(segment, list)| [segment as &dyn ToValue, list as &dyn ToValue]).collect();
    let params: Vec<&[&dyn ToValue]> = params.iter().map(|params| &params[..]).collect();
    let found = asked.iter().zip(conn.rows_of_each(&SOME, &params)?);
    Ok(found
        .map(|((_, numbers), rows)| {
            Ok(numbers.iter().copied().zip(in_order(numbers, rows)?.into_iter().map(Arc::new)).collect())
        })
        .collect())
}

/// Says whether to stop in the middle of something long.
pub(crate) type IsStopped<'s> = &'s (dyn Fn() -> bool + Sync);

/// A segment's parts, each read by itself, until somebody says to stop.
pub(crate) struct Lasting<'d> {
    pub(crate) db: &'d Db,
    pub(crate) segment: i64,
    pub(crate) is_stopped: IsStopped<'d>,
}

/// What ends a long work because the program ends.
pub(crate) const STOPPED: &str = "search.stopped";

impl Parts for Lasting<'_> {
    fn parts(&mut self, numbers: &[i64]) -> Result<Vec<Vec<u8>>> {
        if (self.is_stopped)() {
            return Err(Error::conflict(STOPPED));
        }
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
        self.gathered.push((number, Arc::new(bytes)));
        if self.held >= AT_A_TIME { self.flush() } else { Ok(()) }
    }
}

/// Writes some of a segment's parts.
pub(crate) fn insert(tx: &mut Tx<'_>, segment: i64, parts: &[Part]) -> Result<()> {
    for (number, bytes) in parts {
        tx.run(&INSERT, &[&segment, number, &sealed(bytes)])?;
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

/// Notes that the parts of a segment are of no use any more, unless it is there: a commit of which nothing was heard may have been one.
pub(crate) fn leave_unless_kept(tx: &mut Tx<'_>, segment: i64) -> Result<()> {
    tx.lock(Lock::Index)?;
    let now = tx.now();
    tx.execute(&LEFT_UNLESS_KEPT, &[&segment, &now]).map(|_| ())
}

/// Parts that are thrown away at a time: columns of large segments have 100 kB and more.
const SWEPT: usize = 24;

/// Whether parts are to be thrown away.
pub(crate) fn are_left(conn: &mut Conn<'_>) -> Result<bool> {
    let now = conn.now();
    Ok(conn.row(&LEFT, &[&now])?.is_some())
}

/// Throws some parts away that are of no use any more. Those of a segment that is there stay, whatever was noted of them.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Result<()> {
    tx.lock(Lock::Index)?;
    let (now, mut left) = (tx.now(), SWEPT);
    while left > 0
        && let Some(row) = tx.row(&LEFT, &[&now])?
    {
        let (segment, is_there): (i64, bool) = (row.get(0), row.get(1));
        let numbers = if is_there { Vec::new() } else { tx.rows(&NUMBERS, &[&segment, &left])? };
        if let Some(last) = numbers.last() {
            tx.execute(&DELETE, &[&segment, &last.get::<i64>(0)])?;
        }
        if numbers.len() < left {
            tx.execute(&LEFT_DELETE, &[&segment])?;
        }
        left -= numbers.len().max(1);
    }
    Ok(())
}
