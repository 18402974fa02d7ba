//! The index kept, and looked into.

mod finding;
mod keeping;
mod merging;

pub use finding::{END, Found, Wanted, find};
pub use keeping::{Indexer, Standing, rebuild, standing};

use crate::store;
use db::Tx;
use kernel::Result;

/// Has documents indexed that came without an event, as an import brings them. They are found at once all the same.
pub fn wait(tx: &mut Tx<'_>, kind: i64, documents: impl IntoIterator<Item = i64>) -> Result<()> {
    store::waiting::put(tx, kind, documents)
}
