//! Counting and cutting by what a reader calls one character.
//!
//! A grapheme cluster (Unicode UAX #29, extended) keeps a kanji with its variation selector, an
//! emoji sequence and a kana with its combining sound mark whole.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;

/// Stands for the part that was cut off.
const ELLIPSIS: char = '…';

/// The number of grapheme clusters in a text.
pub fn graphemes(text: &str) -> usize {
    text.graphemes(true).count()
}

/// The longest start of a text that has at most `max` grapheme clusters.
pub fn truncate(text: &str, max: usize) -> &str {
    match text.grapheme_indices(true).nth(max) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// A text in at most `max` grapheme clusters; a text that is longer ends with …, which counts.
pub fn ellipsize(text: &str, max: usize) -> Cow<'_, str> {
    let Some(shown) = max.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    if truncate(text, max).len() == text.len() {
        return Cow::Borrowed(text);
    }
    let mut cut = truncate(text, shown).trim_end().to_owned();
    cut.push(ELLIPSIS);
    Cow::Owned(cut)
}
