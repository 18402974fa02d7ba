//! Who brings documents.

use crate::model::index::{Document, VERSION};
use db::Conn;
use kernel::{Committed, OrgId, Result};

/// A document, and whose it is.
pub type Owned = (OrgId, Document);

/// A feature's documents: what they are, and how one hears of those that changed.
#[derive(Clone, Copy)]
pub struct Source {
    /// The number under which they are indexed: higher than all before it, and never another's.
    pub kind: i64,
    /// Counts from 1 what its documents say: another whenever the text or the marks of one become others, so that the index is built anew.
    pub version: i64,
    /// Kinds of the events that tell of a document that came, changed or went.
    pub events: &'static [&'static str],
    /// Of which document such an event tells.
    pub told: fn(&Committed) -> Option<i64>,
    /// Where that stands, when the event says so without being read.
    pub stands: fn(&Committed) -> Option<i64>,
    /// Documents as they are now, of whatever organisation; those that are gone with [`crate::GONE`], as long as it is known when they
    /// came.
    pub read: fn(&mut Conn<'_>, &[i64]) -> Result<Vec<Owned>>,
    /// So many documents below an id, the highest first, of all organisations; those that are gone with [`crate::GONE`].
    pub below: fn(&mut Conn<'_>, i64, usize) -> Result<Vec<Owned>>,
    /// Where the actor may read at all.
    pub scopes: fn(&mut Conn<'_>) -> Result<Vec<i64>>,
}

/// All sources. The server composes the list.
#[derive(Clone)]
pub struct Sources(pub Vec<Source>);

impl Sources {
    /// How the index of these is written, and what it says: more for each further kind of documents, and for each that says something else.
    pub(crate) fn version(&self) -> i64 {
        let of = |source: &Source| source.kind * 1_000 + source.version;
        VERSION * 1_000_000 + self.0.iter().map(of).sum::<i64>()
    }

    /// The one whose documents are of a kind.
    pub(crate) fn of(&self, kind: i64) -> Option<&Source> {
        self.0.iter().find(|source| source.kind == kind)
    }
}
