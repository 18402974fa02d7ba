//! A body as one line of plain text.

use super::Token;
use super::inline::{Piece, pieces};
use crate::count::ellipsize;
use std::borrow::Cow;

/// Openers that are looked at for one closer; bounds the time that hostile text takes.
const OPENERS_TRIED: usize = 8;

/// A body as one line of plain text for notifications and previews, in at most `max_graphemes`
/// grapheme clusters; a cut one ends with …, which counts.
///
/// Marks of emphasis, quotes, lists, headings and fences go, their text stays; a link leaves its
/// text. `resolve` gives the name that the reader of the excerpt may see for a token, without sign:
/// a mention gets `@` before it, a room `#`. Without a name these are `@?`, `#?` and `@everyone`.
pub fn excerpt(body: &str, max_graphemes: usize, resolve: impl Fn(Token<'_>) -> Option<String>) -> String {
    let plain = unmarked(body, " ", |token| shown(token, resolve(token)));
    ellipsize(&one_line(&plain), max_graphemes).into_owned()
}

/// What a body without any of these looks like is what was typed.
const MARKS: [char; 12] = ['*', '_', '~', '`', '[', '<', '>', '\\', '#', '-', '+', '|'];

/// A body as its reader sees it: marks go, their text stays, a link leaves its text; lines stay lines, and tokens stand as they are
/// written.
pub fn seen(body: &str) -> Cow<'_, str> {
    if !body.contains(MARKS) {
        return Cow::Borrowed(body);
    }
    Cow::Owned(unmarked(body, "\n", |token| token.to_string()).trim_end().to_owned())
}

fn unmarked<'b>(body: &'b str, line_end: &str, name: impl Fn(Token<'b>) -> String) -> String {
    let pieces = pieces(body);
    let mut plain = Plain::default();
    for (at, piece) in pieces.iter().enumerate() {
        match *piece {
            Piece::Text(text) => plain.push_marked(text, pieces.get(at + 1).and_then(first_char)),
            Piece::Escaped(text) | Piece::Code(text) | Piece::Url(text) | Piece::Bracket(text) => {
                plain.push(text);
            }
            Piece::Token(token) => plain.push(&name(token)),
            Piece::LinkStart | Piece::LinkEnd(_) => {}
            Piece::LineEnd => plain.push(line_end),
            Piece::BlockEnd => {
                // The last line of a paragraph has its end already.
                if plain.last != Some('\n') {
                    plain.push(line_end);
                }
                plain.openers.clear();
            }
        }
    }
    plain.finish()
}

fn shown(token: Token<'_>, name: Option<String>) -> String {
    match (token, name) {
        (Token::Room(_), Some(name)) => format!("#{name}"),
        (Token::Room(_), None) => "#?".to_owned(),
        (_, Some(name)) => format!("@{name}"),
        (Token::Everyone, None) => "@everyone".to_owned(),
        (Token::Person(_) | Token::Unit(_), None) => "@?".to_owned(),
    }
}

/// The character that a mark before a piece sees.
fn first_char(piece: &Piece<'_>) -> Option<char> {
    match piece {
        Piece::Text(text) | Piece::Escaped(text) | Piece::Url(text) | Piece::Bracket(text) => text.chars().next(),
        Piece::Code(_) => Some('`'),
        Piece::Token(_) => Some('<'),
        Piece::LinkStart => Some('['),
        Piece::LinkEnd(_) => Some(']'),
        Piece::LineEnd | Piece::BlockEnd => None,
    }
}

enum Part {
    Text(String),
    Marks(Run),
}

/// A run of marks of emphasis.
#[derive(Clone, Copy)]
struct Run {
    mark: char,
    /// Marks in the run as it was typed.
    length: usize,
    /// Marks not used up; the others are left out.
    left: usize,
    opens: bool,
    closes: bool,
}

impl Run {
    fn new(mark: char, length: usize, before: Option<char>, after: Option<char>) -> Self {
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        // Beside Japanese a mark works as it would beside a blank (comrak's CJK-friendly rule).
        let loose = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() || !c.is_ascii());
        let punctuation = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric());
        let left = !blank(after) && (!punctuation(after) || loose(before));
        let right = !blank(before) && (!punctuation(before) || loose(after));
        // An underscore between letters belongs to a name such as file_name.txt; between Japanese letters there is no word to be inside of.
        let within = |c: Option<char>| mark == '_' && c.is_some_and(|c| c.is_ascii_alphanumeric());
        Run {
            mark,
            length,
            left: length,
            opens: left && (!right || !within(before)),
            closes: right && (!left || !within(after)),
        }
    }

    /// The number of marks that a closer uses of this opener and of itself.
    fn used_by(&self, closer: &Run) -> Option<usize> {
        if self.mark == '~' {
            let fits = self.left == closer.left && self.left <= 2;
            return fits.then_some(self.left);
        }
        // The rule of three of CommonMark tells **a*b** from *a**b*.
        let ambiguous = self.closes || closer.opens;
        if ambiguous
            && (self.length + closer.length).is_multiple_of(3)
            && !(self.length.is_multiple_of(3) && closer.length.is_multiple_of(3))
        {
            return None;
        }
        Some(self.left.min(closer.left).min(2))
    }
}

#[derive(Default)]
struct Plain {
    parts: Vec<Part>,
    /// Where in `parts` the runs are that may still open something.
    openers: Vec<usize>,
    last: Option<char>,
}

impl Plain {
    fn push(&mut self, text: &str) {
        if let Some(last) = text.chars().next_back() {
            self.last = Some(last);
            match self.parts.last_mut() {
                Some(Part::Text(before)) => before.push_str(text),
                _ => self.parts.push(Part::Text(text.to_owned())),
            }
        }
    }

    /// Pushes text with marks of emphasis; `next` is the character behind the text.
    fn push_marked(&mut self, text: &str, next: Option<char>) {
        let mut rest = text;
        while let Some(at) = rest.find(['*', '_', '~']) {
            self.push(&rest[..at]);
            let Some(mark) = rest[at..].chars().next() else {
                unreachable!("find gave the place of a character");
            };
            let after = rest[at..].trim_start_matches(mark);
            let length = rest.len() - at - after.len();
            let run = Run::new(mark, length, self.last, after.chars().next().or(next));
            self.push_run(run);
            self.last = Some(mark);
            rest = after;
        }
        self.push(rest);
    }

    fn push_run(&mut self, mut run: Run) {
        while run.closes && run.left > 0 {
            let Some((place, used)) = self.opener_for(&run) else {
                break;
            };
            run.left -= used;
            // What was opened in between and not closed stays as typed.
            self.openers.truncate(place + 1);
            let opener = self.openers[place];
            if let Part::Marks(opened) = &mut self.parts[opener] {
                opened.left -= used;
                if opened.left == 0 {
                    self.openers.pop();
                }
            }
        }
        if run.left > 0 {
            if run.opens {
                self.openers.push(self.parts.len());
            }
            self.parts.push(Part::Marks(run));
        }
    }

    /// The innermost opener that a run closes: its place in `openers` and the marks used.
    fn opener_for(&self, closer: &Run) -> Option<(usize, usize)> {
        let tried = self.openers.iter().enumerate().rev().take(OPENERS_TRIED);
        for (place, &at) in tried {
            if let Part::Marks(run) = &self.parts[at]
                && run.mark == closer.mark
                && let Some(used) = run.used_by(closer)
            {
                return Some((place, used));
            }
        }
        None
    }

    fn finish(self) -> String {
        let mut plain = String::new();
        for part in self.parts {
            match part {
                Part::Text(text) => plain.push_str(&text),
                Part::Marks(run) => plain.extend(std::iter::repeat_n(run.mark, run.left)),
            }
        }
        plain
    }
}

/// Brings runs of blanks, line ends and control characters to one blank. The ideographic space
/// stays, since it stands between the parts of a name.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_control() || (c.is_whitespace() && c != '\u{3000}') {
            if !line.ends_with(' ') && !line.is_empty() {
                line.push(' ');
            }
        } else {
            line.push(c);
        }
    }
    line.truncate(line.trim_end().len());
    line
}
