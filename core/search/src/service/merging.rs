//! Small segments become large ones, so that few are looked into.

use crate::model::index::{Head, Input, merge};
use crate::service::damage;
use crate::service::keeping::new_id;
use crate::service::troubles::Troubles;
use crate::store::parts::{self, IsStopped, Lasting, Writing, nobody};
use crate::store::segments::{self, Segment};
use db::{Db, Lock};
use kernel::{Error, Result};
use std::ops::Range;
use std::time::Duration;

/// So many segments become one.
const TOGETHER: usize = 8;
/// Documents from which on a segment stays.
pub(super) const LASTING: i64 = 1 << 18;
/// Segments from which on some are merged although one of them is most of what is written.
const MANY: usize = 24;
/// Segments that wait to be merged before an index that is built, or an import, waits for them: more than there are otherwise.
const MOST_WAITING: usize = 64;
/// For how long a merge may take.
const UNFINISHED: Duration = Duration::from_secs(6 * 3600);

/// Where those begin that may be merged: after the last that stays.
fn mergeable(documents: &[i64]) -> usize {
    documents.iter().rposition(|documents| *documents >= LASTING).map_or(0, |last| last + 1)
}

/// Which of some segments, the lowest rank first, become one: always such as lie side by side, since of one document that of the highest
/// rank knows best. They are the lightest [`TOGETHER`] of which none is more than all the others together: else a large one would be written
/// anew for each few small ones. What becomes one that stays leaves none before it.
fn chosen(documents: &[i64]) -> Option<Range<usize>> {
    let first = mergeable(documents);
    let weighed = documents[first..].windows(TOGETHER).enumerate().filter_map(|(at, some)| {
        let (sum, most) = (some.iter().sum::<i64>(), some.iter().max().copied().unwrap_or_default());
        (at == 0 || sum < LASTING).then_some((sum, first + at, 2 * most <= sum))
    });
    let all: Vec<(i64, usize, bool)> = weighed.collect();
    let lightest = all.iter().filter(|(.., is_even)| *is_even).min();
    let any = || all.iter().min().filter(|_| documents.len() - first >= MANY);
    lightest.or_else(any).map(|(_, at, _)| *at..at + TOGETHER)
}

/// How much the segments of a group hold; those that cannot be read are left as they are, as those that stay.
fn sizes(group: &[Segment], troubles: &Troubles) -> Vec<i64> {
    group.iter().map(|segment| if troubles.has(segment.id) { LASTING } else { segment.documents }).collect()
}

/// Segments of one kind and organisation, the lowest rank first.
fn groups(all: &[Segment]) -> impl Iterator<Item = &[Segment]> {
    let kin = |segment: &Segment| (segment.generation, segment.org, segment.kind);
    all.chunk_by(move |a, b| kin(a) == kin(b))
}

/// Whether so much of the newest generation waits to be merged that no more should be added to it by force: each segment is looked into by
/// each search.
pub(super) fn is_behind(db: &Db, version: i64, troubles: &Troubles) -> Result<bool> {
    let all = db.read_now(nobody(), move |conn| segments::readable(conn, version))?;
    let newest = all.last().map(|segment| segment.generation);
    let waiting = |group: &[Segment]| group.len() - mergeable(&sizes(group, troubles));
    Ok(groups(&all).any(|group| Some(group[0].generation) == newest && waiting(group) >= MOST_WAITING))
}

/// Merges some segments; false when none need it. Those of which some are damaged are noted, and not tried again.
pub(super) fn merge_some(db: &Db, version: i64, troubles: &Troubles, is_stopped: IsStopped<'_>) -> Result<bool> {
    let all = db.read_now(nobody(), move |conn| segments::readable(conn, version))?;
    troubles.forget(|id| all.iter().all(|segment| segment.id != id));
    for group in groups(&all) {
        let Some(range) = chosen(&sizes(group, troubles)) else { continue };
        let some = &group[range];
        match damage::read(|| merged(db, some, is_stopped)) {
            Ok(()) => return Ok(true),
            Err(error) if error.code() == parts::GONE => {
                let left = db.read_now(nobody(), segments::all)?;
                // Else another node did it.
                if some.iter().all(|segment| left.contains(segment)) {
                    troubles.note(some);
                }
                return Ok(true);
            }
            Err(error) if damage::is_damage(&error) => {
                troubles.note(some);
                return Ok(true);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

fn merged(db: &Db, group: &[Segment], is_stopped: IsStopped<'_>) -> Result<()> {
    let ids: Vec<i64> = group.iter().map(|segment| segment.id).collect();
    let wanted = ids.clone();
    let heads = db.read_now(nobody(), move |conn| segments::heads(conn, &wanted))?;
    let heads: Vec<(i64, Head)> =
        heads.into_iter().map(|(id, bytes)| Ok((id, segments::head(&bytes)?))).collect::<Result<_>>()?;
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
    fn the_lightest_eight_become_one_unless_one_of_them_is_most_of_it() {
        assert_eq!(chosen(&[1; 7]), None);
        assert_eq!(chosen(&[1; 8]), Some(0..8));
        assert_eq!(chosen(&[90_000, 1, 1, 1, 1, 1, 1, 1, 1]), Some(1..9));
        assert_eq!(chosen(&[100_000, 1, 1, 1, 1, 1, 1, 1]), None);
        assert_eq!(chosen(&[400, 400, 400, 400, 400, 400, 400, 1]), Some(0..8));
        assert_eq!(chosen(&[1, 1, 1, LASTING, 1, 1, 1, 1, 1]), None);
        assert_eq!(chosen(&[3_000_000; 20]), None);
        assert_eq!(chosen(&[8_192; 1_220]), Some(0..8));
        assert_eq!(chosen(&[1, 40_000, 40_000, 40_000, 40_000, 40_000, 40_000, 40_000, 40_000]), Some(0..8));
    }

    #[test]
    fn of_many_some_become_one_although_one_is_most_of_it() {
        let some: Vec<i64> = (0..24).map(|place| if place % 8 == 0 { 100 } else { 1 }).collect();
        assert_eq!(chosen(&some[..23]), None);
        assert_eq!(chosen(&some), Some(0..8));
    }

    /// How often each document is written anew while segments of some sizes come one by one, and how many wait at most.
    fn followed(sizes: impl Iterator<Item = i64>) -> (i64, usize) {
        let (mut all, mut came, mut rewritten, mut waiting) = (Vec::new(), 0, 0, 0);
        for size in sizes {
            all.push(size);
            came += size;
            while let Some(range) = chosen(&all) {
                let sum: i64 = all[range.clone()].iter().sum();
                rewritten += sum;
                all.splice(range, [sum]);
            }
            waiting = waiting.max(all.len() - mergeable(&all));
        }
        (rewritten / came, waiting)
    }

    #[test]
    fn each_document_is_written_anew_a_few_times_however_many_come() {
        let all: [(&str, Vec<i64>); 4] = [
            ("one by one", vec![1; 20_000]),
            ("mixed", (0..5_000).map(|number| 1 + number * 7_919 % 1_024).collect()),
            ("a build", vec![8_192; 1_220]),
            ("an import between", (0..5_000).map(|number| if number % 10 == 0 { 8_192 } else { 1 }).collect()),
        ];
        for (name, sizes) in all {
            let (rewritten, waiting) = followed(sizes.into_iter());
            assert!(rewritten < 20 && waiting < 32, "{name}: {rewritten} times, {waiting} wait");
        }
    }
}
