//! Small segments become large ones, so that few are looked into.

use crate::model::index::{Input, merge};
use crate::service::keeping::new_id;
use crate::store::parts::{self, Lasting, Writing, nobody};
use crate::store::segments::{self, Segment};
use db::{Db, Lock};
use kernel::{Error, Result};
use std::time::Duration;

/// So many segments of a size become one.
const TOGETHER: usize = 8;
/// Documents from which a segment is of the smallest size no more; each further size is [`TOGETHER`] times that.
const SMALLEST: i64 = 64;
/// The sizes that are merged; what is larger stays.
const SIZES: u32 = 5;
/// For how long a merge may take.
const UNFINISHED: Duration = Duration::from_secs(6 * 3600);

fn size(documents: i64) -> u32 {
    (0..SIZES).find(|size| documents < SMALLEST * (TOGETHER as i64).pow(*size)).unwrap_or(SIZES)
}

/// Which of some segments, the lowest rank first, become one: always such as lie side by side, since of one document that of the highest
/// rank knows best.
fn chosen(documents: &[i64]) -> Option<std::ops::Range<usize>> {
    (0..SIZES).find_map(|most| {
        let newest = documents.iter().rev().take_while(|documents| size(**documents) <= most).count();
        (newest >= TOGETHER).then(|| documents.len() - newest..documents.len())
    })
}

/// Merges some segments; false when none need it.
pub(super) fn merge_some(db: &Db) -> Result<bool> {
    let all = db.read_now(nobody(), segments::all)?;
    let kin = |segment: &Segment| (segment.generation, segment.org, segment.kind);
    for group in all.chunk_by(|a, b| kin(a) == kin(b)) {
        let documents: Vec<i64> = group.iter().map(|segment| segment.documents).collect();
        if let Some(range) = chosen(&documents) {
            return match merged(db, &group[range]) {
                // Another node did it.
                Err(error) if error.code() == "search.segment_gone" => Ok(true),
                outcome => outcome.map(|()| true),
            };
        }
    }
    Ok(false)
}

fn merged(db: &Db, group: &[Segment]) -> Result<()> {
    let ids: Vec<i64> = group.iter().map(|segment| segment.id).collect();
    let wanted = ids.clone();
    let heads = db.read_now(nobody(), move |conn| segments::heads(conn, &wanted))?;
    if heads.len() != ids.len() {
        return Err(Error::conflict("search.segment_gone"));
    }
    let mut lasting: Vec<Lasting<'_>> = heads.iter().map(|(segment, _)| Lasting { db, segment: *segment }).collect();
    let mut inputs: Vec<Input<'_>> =
        heads.iter().zip(&mut lasting).map(|((_, head), parts)| Input { head: head.clone(), parts }).collect();
    let id = new_id(db);
    let mut writing = Writing::new(db, id, db.clock().now().plus(UNFINISHED));
    let head = merge(&mut inputs, &mut writing)?;
    let (bytes, rest) = writing.end();
    let last = group.last().expect("several are merged");
    let merged = Segment { id, documents: i64::from(head.documents), bytes: bytes as i64, ..last.clone() };
    db.write_now(nobody(), move |tx| {
        tx.lock(Lock::Index)?;
        for segment in &ids {
            if !segments::delete(tx, *segment)? {
                return Err(Error::conflict("search.segment_gone"));
            }
        }
        parts::insert(tx, id, &rest)?;
        segments::insert(tx, &merged, &head)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_small_ones_at_the_end_become_one_and_large_ones_stay() {
        assert_eq!(chosen(&[1; 7]), None);
        assert_eq!(chosen(&[1; 8]), Some(0..8));
        assert_eq!(chosen(&[90_000, 1, 1, 1, 1, 1, 1, 1, 1]), Some(1..9));
        assert_eq!(chosen(&[400, 400, 400, 400, 400, 400, 400, 1]), Some(0..8));
        assert_eq!(chosen(&[1, 1, 1, 90_000, 1, 1, 1]), None);
        assert_eq!(chosen(&[3_000_000; 20]), None);
    }
}
