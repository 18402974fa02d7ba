//! The index by itself, without a database: segments of documents, found by every two characters that follow one another.
//!
//! A *segment* never changes. It holds some documents in the order of their ids; which of them have a gram is a list, the lists lie in
//! the order of their grams in *pages*, and what else is known of each document lies in *columns*, a span of documents at a time. Pages
//! and columns are the *parts* that a store keeps; the *head* says where is what.
//!
//! What a segment finds are candidates. Whoever asks reads the document itself to see whether it is so: that makes one that was changed
//! or taken back since never wrong, and lets the lists leave out where in a text a gram stands.

mod column;
mod gram;
mod list;
mod merge;
mod scan;
mod segment;
mod varint;

#[cfg(test)]
mod tests;

pub(crate) use merge::{Input, merge};
pub(crate) use scan::{Filter, Hand, Plan, Scan, Stepped};
pub(crate) use segment::{Builder, Head, Parts, Sink, is_column};

/// Becomes another whenever texts are folded, or segments written, in another way: an index of an older version is built anew. A test keeps
/// watch.
pub(crate) const VERSION: i64 = 1;

/// A document as it is indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// When it came, in microseconds: never another time for the same document.
    pub at: i64,
    /// Its id.
    pub id: i64,
    /// Where it stands, which decides who may find it.
    pub scope: i64,
    /// Who wrote it.
    pub author: i64,
    /// On which day, as days since 1970 in Japan.
    pub day: i32,
    /// What it has, as bits that whoever brings it gives a meaning. [`GONE`] is the index's own.
    pub marks: u8,
    /// Its words, folded; see [`crate::folded`].
    pub text: String,
}

/// The place of a document among all: when it came, and its id. Clocks of those who propose ids go wrong, so these alone are no order.
pub type Place = (i64, i64);

/// Marks a document that is there no more, which hides what older segments say of it.
pub const GONE: u8 = 0x80;

impl Document {
    /// Its place among all.
    pub fn place(&self) -> Place {
        (self.at, self.id)
    }

    /// What stands for a document that is there no more.
    pub fn gone(at: i64, id: i64) -> Self {
        Self { at, id, scope: 0, author: 0, day: 0, marks: GONE, text: String::new() }
    }
}
