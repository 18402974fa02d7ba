//! Documents, who brings them, what somebody looks for, and the index by itself. Pure.

pub(crate) mod index;
mod query;
mod relevance;
mod saved;
mod showing;
mod source;

pub use index::{Document, GONE, Place};
pub use query::{Has, Query, day_number, parse};
pub use relevance::relevance;
pub use saved::{NewSavedSearch, SavedId, SavedSearch, SearchKind};
pub use showing::{around, occurrences};
pub use source::{Owned, Source, Sources};

/// A text in the form in which it is searched: [`text::fold()`], and long vowel marks as dashes, which people type for one another and
/// which folding only takes for the same after letters and digits.
pub fn folded(text: &str) -> String {
    text::fold(text).replace('ー', "-")
}
