//! Folding for search and matching.
//!
//! A folded text is a key to compare with, never something to show or store as the value: names
//! stay as typed. [`fold`] is a pure function of its input, so a folded column can be rebuilt.

mod traced;
mod variants;

pub use traced::Traced;

use crate::kana;
use unicode_normalization::UnicodeNormalization;

/// Folds a text so that spellings a person would call the same compare equal.
///
/// NFKC, lower case, katakana to hiragana (small kana, voiced marks and ー kept), name variants to
/// one representative (髙 to 高), variation selectors and invisible characters dropped, dashes to
/// `-`, wave dashes to `~`, ー directly after an ASCII letter or digit to `-` (1ー2 as people type
/// addresses), runs of white space to one blank, ends trimmed.
///
/// Folding twice gives what folding once gives. The length may grow or shrink.
///
/// ```
/// assert_eq!(text::fold("　ＡＢＣ　ｻｰﾊﾞｰ"), text::fold("abc さーばー"));
/// assert_eq!(text::fold("髙田"), "高田");
/// ```
pub fn fold(text: &str) -> String {
    let mapped = text
        .chars()
        .filter(|&c| !is_invisible(c))
        .map(joining_sound_mark)
        .nfkc()
        .flat_map(char::to_lowercase)
        .flat_map(kana::hiragana_of)
        .map(plain_mark)
        .map(variants::representative);
    // Lower-casing and the two-character kana can leave marks in an order that NFKC would change.
    let mut folded = String::with_capacity(text.len());
    for c in mapped.nfkc() {
        if c.is_whitespace() {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else if c == 'ー' && folded.ends_with(|p: char| p.is_ascii_alphanumeric()) {
            folded.push('-');
        } else {
            folded.push(c);
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// Whether the folded form of `needle` occurs in a text that [`fold`] returned.
///
/// An empty needle occurs everywhere, as with [`str::contains`].
pub fn contains(haystack_folded: &str, needle: &str) -> bool {
    haystack_folded.contains(&fold(needle))
}

/// Whether every word of `query` occurs in a text that [`fold`] returned, in any order.
///
/// A word also matches across the blanks of the haystack, so 山田太郎 finds 山田 太郎. A query
/// without words matches everything: an empty search box filters nothing.
pub fn matches_words(folded_haystack: &str, query: &str) -> bool {
    let query = fold(query);
    let mut closed_up = None;
    query.split_whitespace().all(|word| {
        folded_haystack.contains(word)
            || closed_up.get_or_insert_with(|| folded_haystack.replace(' ', "")).contains(word)
    })
}

/// Variation selectors, and characters that take no place on the screen and arrive by copying.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'
        | '\u{00AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}'
        // Which way it is written, as copied from other programs.
        | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The spacing sound marks become combining ones, because NFKC would put a blank before them.
fn joining_sound_mark(c: char) -> char {
    match c {
        '\u{309B}' => '\u{3099}',
        '\u{309C}' => '\u{309A}',
        other => other,
    }
}

/// Dashes and wave dashes come in many code points that look alike and change in CP932 trips.
fn plain_mark(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{301C}' => '~',
        other => other,
    }
}
