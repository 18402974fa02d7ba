//! 見出し: what an author says of a link in their message, in their own words. Nobody fetches anything for it.

use kernel::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Links of one message that have a heading, at most.
pub const MOST_HEADINGS: usize = 5;
/// The longest title, in characters as people count them.
const LONGEST_TITLE: usize = 120;
/// The longest summary, in characters as people count them.
const LONGEST_SUMMARY: usize = 200;
/// The longest address that may have a heading, in bytes.
const LONGEST_URL: usize = 2_000;

/// What the author of a message says of a link in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LinkHeading {
    /// The address, as it stands in the words.
    pub url: String,
    /// What they call it.
    pub title: String,
    /// A line on what it is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(with = "Option<String>")]
    pub summary: String,
}

/// One line of an author's own, or a fault of the field.
fn checked_line(field: &str, line: &str, longest: usize) -> Result<String> {
    let line = line.trim();
    if line.chars().any(char::is_control) {
        return Err(Error::field(field, "invalid"));
    }
    if text::graphemes(line) > longest || line.len() > longest * 8 {
        return Err(Error::field(field, "too_long"));
    }
    Ok(line.to_owned())
}

fn is_address(url: &str) -> bool {
    let is_web = ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)) && url.len() > scheme.len()
    });
    is_web && url.len() <= LONGEST_URL && !url.chars().any(|letter| letter.is_whitespace() || letter.is_control())
}

/// Headings as they are kept with some words: each of a link that stands there.
///
/// Errors: faults of `headings`.
pub fn checked_headings(given: &[LinkHeading], words: &str) -> Result<Vec<LinkHeading>> {
    if given.len() > MOST_HEADINGS {
        return Err(Error::field("headings", "too_many"));
    }
    let mut headings: Vec<LinkHeading> = Vec::with_capacity(given.len());
    for one in given {
        if !is_address(&one.url) || !words.contains(&one.url) {
            return Err(Error::field("headings", "unknown"));
        }
        if headings.iter().any(|other| other.url == one.url) {
            return Err(Error::field("headings", "twice"));
        }
        let title = checked_line("headings", &one.title, LONGEST_TITLE)?;
        if title.is_empty() {
            return Err(Error::field("headings", "required"));
        }
        let summary = checked_line("headings", &one.summary, LONGEST_SUMMARY)?;
        headings.push(LinkHeading { url: one.url.clone(), title, summary });
    }
    Ok(headings)
}

/// Those of some headings whose links still stand in other words.
pub fn headings_left(headings: &[LinkHeading], words: &str) -> Vec<LinkHeading> {
    headings.iter().filter(|one| words.contains(&one.url)).cloned().collect()
}

/// All that some headings say, to be looked at as words are.
pub fn words_of(headings: &[LinkHeading]) -> String {
    headings.iter().flat_map(|one| [one.title.as_str(), one.summary.as_str()]).collect::<Vec<_>>().join("\n")
}

/// Words with what was said of the links in them, for the record of former words.
pub fn with_headings(words: &str, headings: &[LinkHeading]) -> String {
    let mut all = words.to_owned();
    for one in headings {
        all.extend(["\n", one.title.as_str(), " — ", one.url.as_str()]);
        if !one.summary.is_empty() {
            all.extend(["\n", one.summary.as_str()]);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(url: &str, title: &str) -> LinkHeading {
        LinkHeading { url: url.to_owned(), title: title.to_owned(), summary: String::new() }
    }

    #[test]
    fn a_heading_is_of_a_link_that_stands_in_the_words() {
        let words = "参考に https://example.jp/news/1 を";
        let kept = checked_headings(&[heading("https://example.jp/news/1", "  新しい制度  ")], words).expect("fits");
        assert_eq!(kept[0].title, "新しい制度");
        for url in ["https://example.com/", "javascript:alert(1)", "参考に", "https://"] {
            checked_headings(&[heading(url, "題")], words).expect_err(url);
        }
    }

    #[test]
    fn titles_are_one_line_that_is_not_too_long_and_no_link_has_two() {
        let (url, words) = ("https://example.jp/", "https://example.jp/");
        for title in ["", "   ", "一行\n二行", &"あ".repeat(LONGEST_TITLE + 1)] {
            checked_headings(&[heading(url, title)], words).expect_err("no title");
        }
        checked_headings(&[heading(url, &"あ".repeat(LONGEST_TITLE))], words).expect("as long as it may be");
        checked_headings(&[heading(url, "一"), heading(url, "二")], words).expect_err("twice");
        let many: Vec<LinkHeading> = (0..=MOST_HEADINGS).map(|_| heading(url, "題")).collect();
        checked_headings(&many, words).expect_err("too many");
    }

    #[test]
    fn headings_of_links_that_are_gone_go_with_them() {
        let headings = [heading("https://a.example/", "甲"), heading("https://b.example/", "乙")];
        assert_eq!(headings_left(&headings, "今は https://b.example/ だけ"), [headings[1].clone()]);
    }
}
