//! Columns of segments kept in memory from one query to the next: they are few, each query that finds something reads those of the same
//! spans, and they are most of what is read. A segment never changes, so a column is right for as long as its segment is there. They say
//! which documents may be looked at and decide nothing: where the actor may read, and what a document says, is read each time.

use crate::model::index::is_column;
use crate::store::parts::Part;
use kernel::OrgId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Bytes that are kept for all together: those of some 12 million documents, of the newest of more. An index of a million takes 8 MB of it.
const MOST: usize = 96 << 20;

/// What a column takes besides its bytes. Segments of a few documents come every few seconds and are merged soon: their columns, of which nobody
/// hears again, would be more of this than of bytes.
const ENTRY: usize = 192;

/// What is counted for a column.
fn size(bytes: &[u8]) -> usize {
    bytes.len() + ENTRY
}

/// An organisation's own stand under its id: no other's query comes by them. Then the segment, and the number of the part.
type Key = (OrgId, i64, i64);

struct Known {
    bytes: Arc<Vec<u8>>,
    /// When it was asked for last, as a number of questions.
    used: u64,
}

#[derive(Default)]
struct Memory {
    columns: HashMap<Key, Known>,
    /// Of all of them together, as [`size`] counts them.
    bytes: usize,
    questions: u64,
}

/// See the module's page.
#[derive(Default)]
pub(super) struct Columns(Mutex<Memory>);

impl Columns {
    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.0.lock().expect("nothing panics while holding the columns")
    }

    /// Those of some parts of a segment that are known, which are taken from what is asked for.
    pub(super) fn recall(&self, org: OrgId, segment: i64, numbers: &mut Vec<i64>) -> Vec<Part> {
        let mut memory = self.memory();
        memory.questions += 1;
        let (used, mut found) = (memory.questions, Vec::new());
        numbers.retain(|number| {
            let Some(known) = memory.columns.get_mut(&(org, segment, *number)) else { return true };
            known.used = used;
            found.push((*number, known.bytes.clone()));
            false
        });
        found
    }

    /// Keeps the columns among some parts of a segment that were read.
    pub(super) fn remember(&self, org: OrgId, segment: i64, parts: &[Part]) {
        let mut memory = self.memory();
        let used = memory.questions;
        for (number, bytes) in parts.iter().filter(|(number, _)| is_column(*number)) {
            memory.bytes += size(bytes);
            let known = Known { bytes: bytes.clone(), used };
            let before = memory.columns.insert((org, segment, *number), known);
            memory.bytes -= before.map_or(0, |before| size(&before.bytes));
        }
        memory.shrink(MOST);
    }
}

impl Memory {
    /// When it is more than so much, forgets what was not asked for longest, an eighth of it at once.
    fn shrink(&mut self, most: usize) {
        if self.bytes <= most {
            return;
        }
        let mut all: Vec<(u64, Key)> = self.columns.iter().map(|(key, known)| (known.used, *key)).collect();
        all.sort_unstable();
        for (_, key) in all {
            if self.bytes <= most - most / 8 {
                return;
            }
            self.bytes -= self.columns.remove(&key).map_or(0, |known| size(&known.bytes));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(number: i64, size: usize) -> Part {
        (number, Arc::new(vec![7; size]))
    }

    #[test]
    fn columns_are_kept_lists_are_not_and_an_organisation_has_its_own() {
        let columns = Columns::default();
        let (one, other) = (OrgId::from_raw(1), OrgId::from_raw(2));
        columns.remember(one, 5, &[part(-1, 10), part(-2, 10), part(0, 10)]);
        let mut numbers = vec![-2, 0, -3];
        assert_eq!(columns.recall(one, 5, &mut numbers), [part(-2, 10)]);
        assert_eq!(numbers, [0, -3], "these have to be read");
        assert!(columns.recall(other, 5, &mut vec![-1]).is_empty());
        assert!(columns.recall(one, 6, &mut vec![-1]).is_empty());
    }

    #[test]
    fn what_was_not_asked_for_longest_is_forgotten() {
        let columns = Columns::default();
        let org = OrgId::from_raw(1);
        columns.remember(org, 5, &[part(-1, 100), part(-2, 100)]);
        columns.recall(org, 5, &mut vec![-1]);
        columns.remember(org, 5, &[part(-3, 100), part(-3, 100)]);
        let each = size(&[7; 100]);
        columns.memory().shrink(3 * each);
        assert_eq!(columns.memory().bytes, 3 * each, "nothing is counted twice, and so much may stay");
        columns.memory().shrink(3 * each - 1);
        assert_eq!(columns.memory().bytes, 2 * each);
        let mut numbers = vec![-1, -2, -3];
        assert_eq!(columns.recall(org, 5, &mut numbers).len(), 2);
        assert_eq!(numbers, [-2]);
    }

    #[test]
    fn what_a_column_takes_besides_its_bytes_counts() {
        let columns = Columns::default();
        let org = OrgId::from_raw(1);
        for segment in 0..1_000 {
            columns.remember(org, segment, &[part(-1, 1)]);
        }
        columns.memory().shrink(100_000);
        assert!(columns.memory().columns.len() <= 100_000 / ENTRY);
    }
}
