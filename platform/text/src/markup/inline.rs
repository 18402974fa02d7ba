//! The inline structure of a body: tokens, code, URLs and links between stretches of text.

use super::block::{Block, blocks};
use super::{Token, is_id, url};
use std::collections::HashSet;

/// What a backslash takes the meaning from.
pub(crate) const ESCAPABLE: &[u8] = br"*_~`[]<>#\|";

/// Brackets nested deeper than this in a link's address make it no link (as in CommonMark, where
/// it bounds the time that hostile text takes).
const DEEPEST_BRACKETS: usize = 32;

/// A stretch of a body. Slices point into the body.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece<'a> {
    /// Text, possibly with marks of emphasis.
    Text(&'a str),
    /// A character that had a backslash before it, without that.
    Escaped(&'a str),
    /// Code of a span or a line of a fence.
    Code(&'a str),
    /// A token.
    Token(Token<'a>),
    /// A URL that stands for itself, without `<` and `>`.
    Url(&'a str),
    /// `[` or `![` that opens no link.
    Bracket(&'a str),
    /// Where the text of a link or the description of a picture starts.
    LinkStart,
    /// Where it ends, with the address.
    LinkEnd(&'a str),
    /// The end of a line in a paragraph.
    LineEnd,
    /// The end of a paragraph or of a line of code: no mark reaches past it.
    BlockEnd,
}

pub(super) fn pieces(body: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for block in blocks(body) {
        match block {
            Block::Code(line) => pieces.push(Piece::Code(line)),
            Block::Paragraph(lines) => {
                Paragraph { lines: &lines, pieces: &mut pieces, open_brackets: Vec::new(), unclosed: HashSet::new() }
                    .scan()
            }
        }
        pieces.push(Piece::BlockEnd);
    }
    pieces
}

struct Paragraph<'a, 'p> {
    lines: &'p [&'a str],
    pieces: &'p mut Vec<Piece<'a>>,
    /// Where in `pieces` the brackets are that may still become links.
    open_brackets: Vec<usize>,
    /// Lengths of runs of backticks of which no more follow; spares hostile text a second search.
    unclosed: HashSet<usize>,
}

impl<'a> Paragraph<'a, '_> {
    fn scan(mut self) {
        let (mut line, mut column) = (0, 0);
        while line < self.lines.len() {
            (line, column) = self.scan_line(line, column);
        }
    }

    /// Scans from a column to the end of a line; gives where to go on.
    fn scan_line(&mut self, number: usize, start: usize) -> (usize, usize) {
        let line = self.lines[number];
        let bytes = line.as_bytes();
        let mut text_start = start;
        let mut at = start;
        while at < bytes.len() {
            if !bytes[at].is_ascii() {
                at += 1;
                continue;
            }
            let rest = &line[at..];
            // Each arm gives a piece and the bytes that it takes; text is what no arm takes.
            let (piece, taken) = match bytes[at] {
                b'\\' if bytes.get(at + 1).is_some_and(|b| ESCAPABLE.contains(b)) => {
                    (Piece::Escaped(&line[at + 1..at + 2]), 2)
                }
                b'`' => {
                    let ticks = run_length(rest, '`');
                    if let Some(end) = self.closing_ticks(number, at + ticks, ticks) {
                        self.push_text(&line[text_start..at]);
                        self.push_code((number, at + ticks), end);
                        return (end.0, end.1 + ticks);
                    }
                    at += ticks;
                    continue;
                }
                b'<' => match bracketed(rest) {
                    Some(found) => found,
                    None => {
                        at += 1;
                        continue;
                    }
                },
                b'!' if bytes.get(at + 1) == Some(&b'[') => (Piece::Bracket(&rest[..2]), 2),
                b'[' => (Piece::Bracket(&rest[..1]), 1),
                b']' => {
                    let Some((opening, (address, taken))) = self.open_brackets.pop().zip(destination(&rest[1..]))
                    else {
                        at += 1;
                        continue;
                    };
                    self.pieces[opening] = Piece::LinkStart;
                    (Piece::LinkEnd(address), 1 + taken)
                }
                b'h' | b'H' if at == 0 || !bytes[at - 1].is_ascii_alphanumeric() => match url::bare(rest) {
                    Some(address) => (Piece::Url(address), address.len()),
                    None => {
                        at += 1;
                        continue;
                    }
                },
                _ => {
                    at += 1;
                    continue;
                }
            };
            self.push_text(&line[text_start..at]);
            if matches!(piece, Piece::Bracket(_)) {
                self.open_brackets.push(self.pieces.len());
            }
            self.pieces.push(piece);
            at += taken;
            text_start = at;
        }
        self.push_text(&line[text_start..]);
        self.pieces.push(Piece::LineEnd);
        (number + 1, 0)
    }

    fn push_text(&mut self, text: &'a str) {
        if !text.is_empty() {
            self.pieces.push(Piece::Text(text));
        }
    }

    /// Finds a run of exactly `ticks` backticks from a place on, as line and column.
    fn closing_ticks(&mut self, line: usize, column: usize, ticks: usize) -> Option<(usize, usize)> {
        if self.unclosed.contains(&ticks) {
            return None;
        }
        let mut from = column;
        for (number, text) in self.lines.iter().enumerate().skip(line) {
            while let Some(found) = text[from..].find('`') {
                let run = run_length(&text[from + found..], '`');
                if run == ticks {
                    return Some((number, from + found));
                }
                from += found + run;
            }
            from = 0;
        }
        self.unclosed.insert(ticks);
        None
    }

    fn push_code(&mut self, start: (usize, usize), end: (usize, usize)) {
        for number in start.0..=end.0 {
            let line = self.lines[number];
            let from = if number == start.0 { start.1 } else { 0 };
            let to = if number == end.0 { end.1 } else { line.len() };
            self.pieces.push(Piece::Code(&line[from..to]));
            if number < end.0 {
                self.pieces.push(Piece::LineEnd);
            }
        }
    }
}

fn run_length(text: &str, of: char) -> usize {
    text.len() - text.trim_start_matches(of).len()
}

/// A token or `<https://…>` at the start of a text, and its length in bytes.
fn bracketed(text: &str) -> Option<(Piece<'_>, usize)> {
    let inner = &text[1..];
    let end = inner.find(|c: char| c == '>' || c == '<' || c.is_whitespace())?;
    if !inner[end..].starts_with('>') {
        return None;
    }
    let inner = &inner[..end];
    let piece = if inner == "!everyone" {
        Piece::Token(Token::Everyone)
    } else if let Some(id) = inner.strip_prefix("@u:").filter(|id| is_id(id)) {
        Piece::Token(Token::Unit(id))
    } else if let Some(id) = inner.strip_prefix('@').filter(|id| is_id(id)) {
        Piece::Token(Token::Person(id))
    } else if let Some(id) = inner.strip_prefix('#').filter(|id| is_id(id)) {
        Piece::Token(Token::Room(id))
    } else if url::is_web_address(inner) {
        Piece::Url(inner)
    } else {
        return None;
    };
    Some((piece, end + 2))
}

/// Reads `(address)` or `(address "title")` behind a link's text: the address and the length in
/// bytes with its brackets.
fn destination(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix('(')?.trim_start_matches(' ');
    let (address, mut rest) = if let Some(pointed) = inner.strip_prefix('<') {
        let end = pointed.find(['<', '>'])?;
        (&pointed[..end], pointed[end..].strip_prefix('>')?)
    } else {
        let end = bare_destination_length(inner)?;
        (&inner[..end], &inner[end..])
    };
    let title = rest.trim_start_matches(' ');
    if title.len() < rest.len()
        && let Some(quote @ ('"' | '\'')) = title.chars().next()
    {
        let end = title[1..].find(quote)?;
        rest = &title[end + 2..];
    }
    let after = rest.trim_start_matches(' ').strip_prefix(')')?;
    Some((address, text.len() - after.len()))
}

/// The length of an address that ends before a blank or before a bracket it did not open.
fn bare_destination_length(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' if depth == DEEPEST_BRACKETS => return None,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ if c.is_whitespace() => return (depth == 0).then_some(at),
            _ => {}
        }
    }
    None
}
