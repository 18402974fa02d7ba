//! XML as far as office files need it: elements, their attributes and letters, in one pass. Entities are the five that all know and numbers;
//! a document's own are left out, so that none grows.

use std::borrow::Cow;

/// What comes next in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'x> {
    /// An element begins; `true` when it ends at once. Its name is without a prefix.
    Begins(&'x str, Attributes<'x>, bool),
    /// An element ends.
    Ends(&'x str),
    /// Letters.
    Letters(Cow<'x, str>),
}

/// The attributes of an element, as they were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attributes<'x>(&'x str);

impl<'x> Attributes<'x> {
    /// The attribute of a name without its prefix.
    pub(super) fn get(&self, name: &str) -> Option<Cow<'x, str>> {
        let mut rest = self.0;
        while let Some((before, after)) = rest.split_once('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, left) = after[1..].split_once(quote)?;
            if local(before.trim()) == name {
                return Some(letters(value));
            }
            rest = left;
        }
        None
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The pieces of a document.
pub(super) struct Pieces<'x>(pub(super) &'x str);

impl<'x> Iterator for Pieces<'x> {
    type Item = Piece<'x>;

    fn next(&mut self) -> Option<Piece<'x>> {
        loop {
            if self.0.is_empty() {
                return None;
            }
            let Some(inside) = self.0.strip_prefix('<') else {
                let end = self.0.find('<').unwrap_or(self.0.len());
                let (text, rest) = self.0.split_at(end);
                self.0 = rest;
                return Some(Piece::Letters(letters(text)));
            };
            if let Some(rest) = inside.strip_prefix("![CDATA[") {
                let (text, rest) = rest.split_once("]]>").unwrap_or((rest, ""));
                self.0 = rest;
                return Some(Piece::Letters(Cow::Borrowed(text)));
            }
            let aside = [("!--", "-->"), ("?", "?>"), ("!", ">")];
            if let Some((begins, ends)) = aside.iter().find(|(begins, _)| inside.starts_with(begins)) {
                self.0 = inside[begins.len()..].split_once(ends).map_or("", |(_, rest)| rest);
                continue;
            }
            let end = end_of_tag(inside)?;
            let (tag, rest) = (&inside[..end], &inside[end + 1..]);
            self.0 = rest;
            if let Some(name) = tag.strip_prefix('/') {
                return Some(Piece::Ends(local(name.trim())));
            }
            let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
            let (name, attributes) = tag.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((tag, ""));
            return Some(Piece::Begins(local(name), Attributes(attributes), is_empty));
        }
    }
}

/// Where a tag ends that has begun: not at a sign within quotation marks.
fn end_of_tag(inside: &str) -> Option<usize> {
    let mut quote = None;
    inside.bytes().position(|byte| {
        match (quote, byte) {
            (None, b'>') => return true,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
        false
    })
}

/// Letters with their entities.
fn letters(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        rest = after;
        let Some(end) = after.bytes().take(12).position(|byte| byte == b';') else {
            out.push('&');
            continue;
        };
        let name = &after[..end];
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        });
        let known = match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => number.and_then(char::from_u32),
        };
        out.extend(known);
        rest = &after[end + 1..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters_of(document: &str) -> String {
        let text = |piece| if let Piece::Letters(text) = piece { Some(text.into_owned()) } else { None };
        Pieces(document).filter_map(text).collect()
    }

    #[test]
    fn letters_are_read_with_the_entities_that_all_know_and_no_others() {
        assert_eq!(letters_of("<a>予算 &amp; 決算&#x7f;&#12354;<b/>&lt;案&gt;</a>"), "予算 & 決算\u{7f}あ<案>");
        assert_eq!(letters_of("<!DOCTYPE a [<!ENTITY b \"長\">]><a>&b;&b;A & B</a>"), "]>A & B");
        assert_eq!(letters_of("<?xml version=\"1.0\"?><!-- <a> --><a x=\">\">字<![CDATA[<&amp;>]]></a>"), "字<&amp;>");
    }

    #[test]
    fn names_stand_without_their_prefixes_and_attributes_with_what_they_say() {
        let pieces: Vec<Piece<'_>> = Pieces("<w:c t='s' x:r=\"A&amp;1\"/><w:t\n>字</w:t>").collect();
        let Piece::Begins("c", attributes, true) = pieces[0] else { panic!("{pieces:?}") };
        assert_eq!((attributes.get("t").as_deref(), attributes.get("r").as_deref()), (Some("s"), Some("A&1")));
        assert_eq!(attributes.get("n"), None);
        assert!(matches!(pieces[1], Piece::Begins("t", _, false)));
        assert_eq!(pieces[3], Piece::Ends("t"));
    }

    #[test]
    fn what_ends_in_the_middle_ends_there() {
        for broken in ["<a", "<", "<!--", "<![CDATA[字", "<a b=\"", "&", "&#x", "</", "<a b=c>"] {
            Pieces(broken).for_each(drop);
        }
    }
}
