//! A folded text that knows from where in its original each of its parts came.

use super::fold;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A folded text with its origins, for showing where in a text something was found.
pub struct Traced {
    folded: String,
    /// Where a part of the folded text begins, and from where to where in the original it comes.
    parts: Vec<(usize, Range<usize>)>,
}

impl Traced {
    /// Folds a text grapheme by grapheme. The outcome is that of [`fold()`], ends aside, but for what joins across graphemes in ways
    /// that nobody types.
    pub fn new(text: &str) -> Self {
        let mut traced = Self { folded: String::with_capacity(text.len()), parts: Vec::new() };
        for (at, grapheme) in text.grapheme_indices(true) {
            traced.push(grapheme, at..at + grapheme.len());
        }
        traced
    }

    fn push(&mut self, grapheme: &str, from: Range<usize>) {
        // A sound mark that was typed by itself belongs to the kana before it.
        if matches!(grapheme, "\u{309B}" | "\u{309C}")
            && let Some((start, origin)) = self.parts.pop()
        {
            let joined = fold(&format!("{}{grapheme}", &self.folded[start..]));
            self.folded.truncate(start);
            self.folded.push_str(&joined);
            self.parts.push((start, origin.start..from.end));
            return;
        }
        if grapheme.chars().all(char::is_whitespace) {
            if !self.folded.ends_with(' ') && !self.folded.is_empty() {
                self.parts.push((self.folded.len(), from));
                self.folded.push(' ');
            }
            return;
        }
        let folded = fold(grapheme);
        if folded.is_empty() {
            return;
        }
        self.parts.push((self.folded.len(), from));
        let joins = folded.starts_with('ー') && self.folded.ends_with(|before: char| before.is_ascii_alphanumeric());
        if joins {
            self.folded.push('-');
            self.folded.push_str(&folded['ー'.len_utf8()..]);
        } else {
            self.folded.push_str(&folded);
        }
    }

    /// The folded text.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// From where to where in the original a part of the folded text comes, in bytes: whole graphemes.
    pub fn origin(&self, part: Range<usize>) -> Range<usize> {
        let holding = |at: usize| self.parts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        match (self.parts.get(holding(part.start)), self.parts.get(holding(part.end.saturating_sub(1)))) {
            (Some((_, first)), Some((_, last))) => first.start..last.end,
            _ => 0..0,
        }
    }
}
