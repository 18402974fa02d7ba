//! Message bodies: stored as typed, with tokens for who and what is mentioned.
//!
//! The markup is CommonMark with `~~strike~~`, read the way the web client renders it, as far as
//! that matters here: where code is (nothing in it mentions anybody), where a URL ends, and what is
//! left when the marks go. Not part of the markup are HTML, entities, reference links, indented code,
//! `~~~` fences and headings underlined with `===`: a renderer has to switch these off. A backslash before one of `` *_~`[]<>#\| `` takes its meaning away.
//!
//! Tokens, with ID being 13 characters of lower-case Crockford base32:
//!
//! | token | meaning |
//! |---|---|
//! | `<@ID>` | a person |
//! | `<@u:ID>` | a unit of the organisation: everyone in it |
//! | `<!everyone>` | everyone in the room |
//! | `<#ID>` | a link to a room |

mod block;
mod excerpt;
mod inline;
mod url;

pub(crate) use inline::ESCAPABLE;
pub(crate) use url::{bare_before as bare_url_before, is_web_address};

pub use excerpt::{excerpt, seen};

use inline::Piece;
use std::collections::HashSet;
use std::fmt;

/// Length of an ID in a token, in characters: 64 bits in base32.
const ID_LENGTH: usize = 13;

/// What a token in a body stands for. Displays as it is written in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Token<'a> {
    /// A person, by ID.
    Person(&'a str),
    /// A unit, by ID.
    Unit(&'a str),
    /// Everyone in the room.
    Everyone,
    /// A room, by ID.
    Room(&'a str),
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Person(id) => write!(f, "<@{id}>"),
            Token::Unit(id) => write!(f, "<@u:{id}>"),
            Token::Everyone => f.write_str("<!everyone>"),
            Token::Room(id) => write!(f, "<#{id}>"),
        }
    }
}

/// Who and what a body mentions: IDs in the order of their first token, each once.
///
/// The IDs are well-formed. Whether they exist, and whether the reader may see them, is for the
/// caller to find out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// People, by ID.
    pub people: Vec<String>,
    /// Units, by ID.
    pub units: Vec<String>,
    /// Whether everyone in the room is mentioned.
    pub everyone: bool,
    /// Rooms that are linked to, by ID.
    pub rooms: Vec<String>,
}

/// The mentions of a body. Tokens in code spans, in fences and after a backslash do not count.
pub fn mentions(body: &str) -> Mentions {
    let mut found = Mentions::default();
    let mut seen = HashSet::new();
    for piece in inline::pieces(body) {
        let Piece::Token(token) = piece else { continue };
        if !seen.insert(token) {
            continue;
        }
        match token {
            Token::Person(id) => found.people.push(id.to_owned()),
            Token::Unit(id) => found.units.push(id.to_owned()),
            Token::Everyone => found.everyone = true,
            Token::Room(id) => found.rooms.push(id.to_owned()),
        }
    }
    found
}

/// A body with blanks in place of its tokens, as many as they have bytes: what is left stands where it stood. Tokens in code, of which
/// people see the letters, go too.
pub fn without_tokens(body: &str) -> String {
    let mut left = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        left.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = token_length(rest);
        match length {
            0 => left.push('<'),
            _ => left.extend(std::iter::repeat_n(' ', length)),
        }
        rest = &rest[length.max(1)..];
    }
    left.push_str(rest);
    left
}

/// How long the token is with which a text begins; 0 when it begins with none.
fn token_length(text: &str) -> usize {
    const EVERYONE: &str = "<!everyone>";
    if text.starts_with(EVERYONE) {
        return EVERYONE.len();
    }
    let start = ["<@u:", "<@", "<#"].into_iter().find(|start| text.starts_with(start));
    let Some(start) = start.map(str::len) else { return 0 };
    let id = text.get(start..start + ID_LENGTH).is_some_and(is_id);
    if id && text[start + ID_LENGTH..].starts_with('>') { start + ID_LENGTH + 1 } else { 0 }
}

/// The http and https URLs of a body in order, doubles included, as they stand there. Those in
/// code do not count.
///
/// A bare URL ends before the first character that is not ASCII, because Japanese follows a URL
/// without a blank; write `<https://…>` or `[text](https://…)` for one that is not percent-encoded.
/// Closing brackets that were not opened in the URL and trailing punctuation are not part of it.
pub fn links(body: &str) -> Vec<&str> {
    inline::pieces(body)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Url(address) => Some(address),
            Piece::LinkEnd(address) => is_web_address(address).then_some(address),
            _ => None,
        })
        .collect()
}

/// Whether a text has the form of an ID: 0-9 and a-z without i, l, o and u.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == ID_LENGTH && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'z') && !b"ilou".contains(&b))
}
