//! One line of mrkdwn.
//!
//! A line is read into items, the marks among them are paired, and then it is written with a
//! backslash wherever our markup would see something that Slack did not.

use super::control::{self, Control};
use super::{Resolve, emoji};
use crate::markup::{ESCAPABLE, Token, bare_url_before, is_id, is_web_address, links};
use std::collections::HashSet;

pub(super) struct Inline<'r, R> {
    pub(super) resolve: &'r R,
    pub(super) unresolved: Vec<String>,
    /// The same, to be looked up.
    pub(super) told: HashSet<String>,
}

enum Item {
    /// A character as typed, which may be a mark of Slack's.
    Typed(char),
    /// A character that Slack does not read as a mark.
    Literal(char),
    /// A mark of ours in place of one of Slack's.
    Mark(&'static str),
    /// A piece of our markup, done.
    Done(String),
    /// A web address that stands for itself.
    Url(String),
}

impl Item {
    /// The character that a neighbour sees. What is written with marks counts as a mark.
    fn edge(&self) -> char {
        match self {
            Item::Typed(c) | Item::Literal(c) => *c,
            Item::Mark(_) | Item::Done(_) | Item::Url(_) => '<',
        }
    }

    fn typed(&self) -> Option<char> {
        match self {
            Item::Typed(c) => Some(*c),
            _ => None,
        }
    }
}

impl<R: Resolve> Inline<'_, R> {
    /// Converts a line or the rest of one; `at_start` when nothing stands before it.
    pub(super) fn convert(&mut self, text: &str, at_start: bool) -> String {
        let mut items = self.read(text);
        pair_marks(&mut items);
        write(&items, at_start)
    }

    fn read(&mut self, text: &str) -> Vec<Item> {
        let mut items = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let before = items.last().map(Item::edge);
            let taken = self.read_sequence(rest, before, &mut items);
            rest = match taken {
                Some(length) => &rest[length..],
                None => {
                    items.push(Item::Typed(c));
                    &rest[c.len_utf8()..]
                }
            };
        }
        items
    }

    /// Reads a sequence of several characters, if one starts here: its length in bytes.
    fn read_sequence(&mut self, text: &str, before: Option<char>, items: &mut Vec<Item>) -> Option<usize> {
        match text.as_bytes()[0] {
            b'`' => {
                let inner = &text[1..];
                let end = inner.find('`').filter(|&end| end > 0)?;
                // Two spans that touch would make a run of two backticks.
                if matches!(items.last(), Some(Item::Done(done)) if done.ends_with('`')) {
                    items.push(Item::Literal(' '));
                }
                items.push(Item::Done(format!("`{}`", control::code(&inner[..end]))));
                Some(end + 2)
            }
            b'<' => {
                let (control, length) = control::leading(text)?;
                self.read_control(control, items);
                Some(length)
            }
            b'&' => {
                let (c, length) = control::entity(text)?;
                items.push(Item::Literal(c));
                Some(length)
            }
            b':' => {
                let (emoji, length) = emoji::leading(text)?;
                // 10:100:1 is no emoji.
                let number = text.as_bytes()[1].is_ascii_digit();
                if number && before.is_some_and(|c| c.is_ascii_digit()) {
                    return None;
                }
                items.extend(emoji.chars().map(Item::Literal));
                Some(length)
            }
            b'h' | b'H' if !before.is_some_and(|c| c.is_ascii_alphanumeric()) => {
                let address = encoded_url(text)?;
                items.push(Item::Url(control::decode(address)));
                Some(address.len())
            }
            _ => None,
        }
    }

    fn read_control(&mut self, control: Control<'_>, items: &mut Vec<Item>) {
        match control {
            Control::Person { id, label } => match self.resolve.person(id) {
                Some(found) => items.push(token(Token::Person(&found), &found)),
                None => self.read_unresolved('@', id, label, items),
            },
            Control::Room { id, label } => match self.resolve.room(id) {
                Some(found) => items.push(token(Token::Room(&found), &found)),
                None => self.read_unresolved('#', id, label, items),
            },
            Control::Group { id, label } => self.read_unresolved('@', id, label, items),
            Control::Everyone => items.push(Item::Done(Token::Everyone.to_string())),
            Control::Text(text) => push_literal(items, &control::decode(text)),
            Control::Link { address, label } => read_link(address, label, items),
        }
    }

    fn read_unresolved(&mut self, sign: char, id: &str, label: &str, items: &mut Vec<Item>) {
        if self.told.insert(id.to_owned()) {
            self.unresolved.push(id.to_owned());
        }
        let name = control::decode(if label.is_empty() { id } else { label });
        items.push(Item::Literal(sign));
        push_literal(items, name.strip_prefix(sign).unwrap_or(&name));
    }
}

fn token(token: Token<'_>, id: &str) -> Item {
    assert!(is_id(id), "a resolver returned {id:?}, which is no ID");
    Item::Done(token.to_string())
}

/// The bare URL at the start of a text that still has its entities. One for < or > ends it as the character would.
fn encoded_url(text: &str) -> Option<&str> {
    let address = bare_url_before(text, &["&lt;", "&gt;"])?;
    // A semicolon at the end is taken for punctuation, and may belong to an entity.
    let cut = address.ends_with("&amp") && text[address.len()..].starts_with(';');
    Some(&text[..address.len() + usize::from(cut)])
}

fn push_literal(items: &mut Vec<Item>, text: &str) {
    items.extend(text.chars().map(Item::Literal));
}

fn read_link(address: &str, label: &str, items: &mut Vec<Item>) {
    let (target, shown) = (control::decode(address), control::decode(label));
    let plain = match target.split_once(':') {
        // A mail address or a telephone number is shown without its scheme.
        Some((_, plain)) if !plain.starts_with("//") && control::is_linked(&target) => plain,
        _ => &target,
    };
    if shown.trim().is_empty() || shown == target || shown == plain {
        if is_web_address(&target) {
            items.push(Item::Url(target));
        } else {
            push_literal(items, plain);
        }
    } else if control::is_linked(&target) {
        let text = escaped(&shown);
        items.push(Item::Done(format!("[{text}]({})", in_brackets(&target, &['(', ')', '<', '>']))));
    } else {
        // Nothing is lost of an address that we do not link, and nothing of it can be clicked.
        push_literal(items, &format!("{shown} ({target})"));
    }
}

/// A text in which no character is a mark.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if is_escapable(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// An address in which nothing ends the brackets around it: blanks, brackets and what our markup
/// reads before brackets are percent-encoded.
fn in_brackets(address: &str, brackets: &[char]) -> String {
    let mut encoded = String::with_capacity(address.len());
    for c in address.chars() {
        if c.is_whitespace() || c.is_control() || matches!(c, '\\' | '`') || brackets.contains(&c) {
            let mut utf8 = [0; 4];
            for byte in c.encode_utf8(&mut utf8).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        } else {
            encoded.push(c);
        }
    }
    encoded
}

/// Replaces Slack's marks that make pairs by ours. Pairs nest; what crosses stays text.
fn pair_marks(items: &mut [Item]) {
    let mut openers: Vec<(usize, char)> = Vec::new();
    for at in 0..items.len() {
        let Some(mark @ ('*' | '_' | '~')) = items[at].typed() else {
            continue;
        };
        let before = at.checked_sub(1).map(|at| &items[at]);
        let after = items.get(at + 1);
        // Slack takes no two of a kind for a mark.
        let doubled = |item: Option<&Item>| item.and_then(Item::typed) == Some(mark);
        if doubled(before) || doubled(after) {
            continue;
        }
        let (before, after) = (before.map(Item::edge), after.map(Item::edge));
        let solid = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        let outside = |c: Option<char>| !c.is_some_and(|c| c.is_ascii_alphanumeric());
        let opener = openers.iter().rposition(|&(_, open)| open == mark);
        if let Some(place) = opener.filter(|_| solid(before) && outside(after)) {
            let ours = match mark {
                '*' => "**",
                '_' => "*",
                _ => "~~",
            };
            items[openers[place].0] = Item::Mark(ours);
            items[at] = Item::Mark(ours);
            openers.truncate(place);
        } else if solid(after) && outside(before) {
            openers.retain(|&(_, open)| open != mark);
            openers.push((at, mark));
        }
    }
}

fn write(items: &[Item], at_start: bool) -> String {
    let mut line = String::with_capacity(items.len());
    let mut starts_line = at_start;
    for (at, item) in items.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| items[at].edge());
        let after = items.get(at + 1).map(Item::edge);
        match item {
            Item::Mark(mark) => line.push_str(mark),
            Item::Done(done) => {
                // "!" before a link would make a picture of it, and takes no backslash.
                if done.starts_with('[') && line.ends_with('!') {
                    line.push(' ');
                }
                line.push_str(done);
            }
            Item::Url(address) => line.push_str(&written_url(address, before, after)),
            Item::Typed(c) | Item::Literal(c) => {
                let escape = match c {
                    '#' => starts_line && is_heading(&items[at..]),
                    '>' => starts_line,
                    _ => needs_backslash(*c, before, after),
                };
                if escape {
                    line.push('\\');
                }
                line.push(*c);
            }
        }
        starts_line &= item.edge().is_whitespace();
    }
    line
}

/// Whether a line that starts so would be a heading: `#` and then nothing or a blank.
fn is_heading(items: &[Item]) -> bool {
    let mut behind = items.iter().map(Item::edge).skip_while(|&c| c == '#');
    behind.next().is_none_or(char::is_whitespace)
}

/// Whether our markup could see a mark in a character between two others.
fn needs_backslash(c: char, before: Option<char>, after: Option<char>) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    match c {
        '*' | '~' | '|' | '`' => true,
        // Inside of a name such as file_name.txt it is no mark.
        '_' => !(word(before) && word(after)),
        // At the end of a line it would make a hard break.
        '\\' => after.is_none_or(|c| c.is_ascii_punctuation()),
        ']' => matches!(after, Some('(' | '[' | ':')),
        '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || "<@#!/?".contains(c)),
        _ => false,
    }
}

/// A web address bare if it is read as the same one there, else between `<` and `>`.
fn written_url(address: &str, before: Option<char>, after: Option<char>) -> String {
    let apart =
        !before.is_some_and(|c| c.is_ascii_alphanumeric()) && after.is_none_or(|c| c.is_whitespace() || !c.is_ascii());
    let plain = !address.chars().any(|c| is_escapable(c) && c != '#');
    if apart && plain && links(address) == [address] {
        address.to_owned()
    } else {
        format!("<{}>", in_brackets(address, &['<', '>']))
    }
}

fn is_escapable(c: char) -> bool {
    u8::try_from(c).is_ok_and(|byte| ESCAPABLE.contains(&byte))
}
