//! The index kept, and looked into.

mod columns;
mod damage;
mod finding;
mod gathering;
mod heads;
mod keeping;
mod merging;
mod ranking;
mod saved;
mod troubles;

pub use finding::{END, Finder, Found, Wanted};
pub use keeping::{Indexer, Standing, rebuild, standing};
pub use ranking::{Rank, Ranked};
pub use saved::{forget, save, saved};

use crate::store;
use db::Tx;
use kernel::Result;

/// How much is done at a time.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Events, and documents that wait, that are followed at a time.
    pub taken: usize,
    /// Documents that are read at a time when the index is built.
    pub built: usize,
    /// Documents that are read to see whether they are what was looked for, for one answer.
    pub read: usize,
    /// Work at spans for one answer, of which one with candidates costs sixteen and any other one.
    pub work: usize,
    /// Documents beyond what is indexed that are read for an answer.
    pub fresh: usize,
    /// Documents of a segment that is merged no more, and keeps what was taken back until the index is built anew.
    pub lasting: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { taken: 1_024, built: 8_192, read: 1_000, work: 6_400, fresh: 8_192, lasting: merging::LASTING }
    }
}

/// Has documents indexed that came without an event, as an import brings them. They are found at once all the same.
pub fn wait(tx: &mut Tx<'_>, kind: i64, documents: impl IntoIterator<Item = i64>) -> Result<()> {
    store::waiting::put(tx, kind, documents)
}
