//! Small segments become large ones, so that few are looked into.

use crate::model::index::{Input, merge};
use crate::service::damage;
use crate::service::keeping::new_id;
use crate::store::parts::{self, IsStopped, Lasting, Writing, nobody};
use crate::store::segments::{self, Segment};
use db::{Db, Lock};
use kernel::{Error, Result};
use std::ops::Range;
use std::time::Duration;

/// So many segments of a size become one.
const TOGETHER: usize = 8;
/// Documents from which a segment is of the smallest size no more; each further size is [`TOGETHER`] times that.
const SMALLEST: i64 = 64;
/// The sizes that are merged; what is larger stays.
const SIZES: u32 = 5;
/// Documents from which on a segment stays.
pub(super) const LASTING: i64 = SMALLEST * (TOGETHER as i64).pow(SIZES - 1);
/// Segments that wait to be merged before an index that is built, or an import, waits for them: more than there are otherwise.
const MOST_WAITING: usize = 64;
/// For how long a merge may take.
const UNFINISHED: Duration = Duration::from_secs(6 * 3600);

fn size(documents: i64) -> u32 {
    (0..SIZES).find(|size| documents < SMALLEST * (TOGETHER as i64).pow(*size)).unwrap_or(SIZES)
}

/// Which of some segments, the lowest rank first, become one: always such as lie side by side, since of one document that of the highest
/// rank knows best; never more than [`TOGETHER`], the oldest of those that wait.
fn chosen(documents: &[i64]) -> Option<Range<usize>> {
    (0..SIZES).find_map(|most| {
        let newest = documents.iter().rev().take_while(|documents| size(**documents) <= most).count();
        let first = documents.len() - newest;
        (newest >= TOGETHER).then(|| first..first + TOGETHER)
    })
}

/// Segments of one kind and organisation, the lowest rank first.
fn groups(all: &[Segment]) -> impl Iterator<Item = &[Segment]> {
    let kin = |segment: &Segment| (segment.generation, segment.org, segment.kind);
    all.chunk_by(move |a, b| kin(a) == kin(b))
}

/// Whether so much of the newest generation waits to be merged that no more should be added to it by force: each segment is looked into by
/// each search.
pub(super) fn is_behind(db: &Db, version: i64) -> Result<bool> {
    let all = db.read_now(nobody(), move |conn| segments::readable(conn, version))?;
    let newest = all.last().map(|segment| segment.generation);
    let waiting = |group: &[Segment]| group.iter().filter(|segment| size(segment.documents) < SIZES).count();
    Ok(groups(&all).any(|group| Some(group[0].generation) == newest && waiting(group) >= MOST_WAITING))
}

/// Merges some segments; false when none need it. Damage in some of them is told of when no others are left to merge.
pub(super) fn merge_some(db: &Db, version: i64, is_stopped: IsStopped<'_>) -> Result<bool> {
    let all = db.read_now(nobody(), move |conn| segments::readable(conn, version))?;
    let mut outcome = Ok(false);
    for group in groups(&all) {
        let documents: Vec<i64> = group.iter().map(|segment| segment.documents).collect();
        let Some(range) = chosen(&documents) else { continue };
        match damage::read(|| merged(db, &group[range.clone()], is_stopped)) {
            Ok(()) => return Ok(true),
            Err(error) if error.code() == parts::GONE => {
                let left = db.read_now(nobody(), segments::all)?;
                let are_there = group[range].iter().all(|segment| left.contains(segment));
                // Else another node did it.
                if !are_there {
                    return Ok(true);
                }
                outcome = Err(damage::damaged());
            }
            Err(error) if damage::is_damage(&error) => outcome = Err(error),
            Err(error) => return Err(error),
        }
    }
    outcome
}

fn merged(db: &Db, group: &[Segment], is_stopped: IsStopped<'_>) -> Result<()> {
    let ids: Vec<i64> = group.iter().map(|segment| segment.id).collect();
    let wanted = ids.clone();
    let heads = db.read_now(nobody(), move |conn| segments::heads(conn, &wanted))?;
    if heads.len() != ids.len() {
        return Err(Error::conflict(parts::GONE));
    }
    let mut lasting: Vec<Lasting<'_>> =
        heads.iter().map(|(segment, _)| Lasting { db, segment: *segment, is_stopped }).collect();
    let mut inputs: Vec<Input<'_>> =
        heads.iter().zip(&mut lasting).map(|((_, head), parts)| Input { head: head.clone(), parts }).collect();
    let id = new_id(db);
    let mut writing = Writing::new(db, id, db.clock().now().plus(UNFINISHED));
    let head = match damage::read(|| merge(&mut inputs, &mut writing)) {
        Ok(head) => head,
        Err(error) => {
            db.write_now(nobody(), move |tx| parts::leave_unless_kept(tx, id))?;
            return Err(error);
        }
    };
    let (bytes, rest) = writing.end();
    let last = group.last().expect("several are merged");
    let merged = Segment { id, documents: i64::from(head.documents), bytes: bytes as i64, ..last.clone() };
    let outcome = db.write_now(nobody(), move |tx| {
        tx.lock(Lock::Index)?;
        for segment in &ids {
            if !segments::delete(tx, *segment)? {
                return Err(Error::conflict(parts::GONE));
            }
        }
        parts::insert(tx, id, &rest)?;
        segments::insert(tx, &merged, &head)
    });
    if outcome.is_err() {
        db.write_now(nobody(), move |tx| parts::leave_unless_kept(tx, id))?;
    }
    outcome
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
        assert_eq!((size(LASTING - 1), size(LASTING)), (SIZES - 1, SIZES));
        assert_eq!(chosen(&[8_192; 1_220]), Some(0..8));
        assert_eq!(chosen(&[90_000, 90_000, 8_192, 8_192, 1, 1, 1, 1, 1]), Some(0..8));
    }
}
