//! What a room begins with, besides its name and purpose.

use super::{Downloads, LONGEST_BODY, MessageId};
use kernel::{Error, Id, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Headings under which people reply, at most.
const MOST_HEADINGS: usize = 12;
/// The longest of them, in characters.
const LONGEST_HEADING: usize = 200;
/// Pages of notes that a room begins with, at most.
const MOST_PAGES: usize = 5;
/// The longest title of a page, in characters.
const LONGEST_TITLE: usize = 100;

/// A page of notes that a room begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OpeningPage {
    /// Its title.
    pub title: String,
    /// What it begins as, in the word that notes have for it.
    pub template: String,
}

/// What a room begins with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Opening {
    /// The first message, which says how the room is used; none for nothing.
    pub first: String,
    /// A message each after it, in whose threads people write.
    pub headings: Vec<String>,
    /// What is said in the room is not forwarded out of it.
    pub no_forwarding: bool,
    /// Who may save the files of the room.
    #[serde(skip_serializing_if = "Downloads::is_free")]
    #[schemars(with = "Option<Downloads>")]
    pub downloads: Downloads,
    /// Pages of notes, where whoever makes the room belongs to it.
    pub pages: Vec<OpeningPage>,
}

impl Opening {
    /// With blank ends taken off, and nothing of it too long or too much.
    pub fn checked(mut self) -> Result<Self> {
        self.first = without_blank_ends(&self.first);
        if text::graphemes(&self.first) > LONGEST_BODY / 4 {
            return Err(Error::field("first", "too_long"));
        }
        self.headings = self.headings.iter().map(|heading| heading.trim().to_owned()).collect();
        self.headings.retain(|heading| !heading.is_empty());
        if self.headings.len() > MOST_HEADINGS {
            return Err(Error::field("headings", "too_many"));
        }
        if self.headings.iter().any(|heading| text::graphemes(heading) > LONGEST_HEADING) {
            return Err(Error::field("headings", "too_long"));
        }
        self.pages.retain(|page| !page.title.trim().is_empty());
        if self.pages.len() > MOST_PAGES {
            return Err(Error::field("pages", "too_many"));
        }
        if self.pages.iter().any(|page| text::graphemes(&page.title) > LONGEST_TITLE || page.template.len() > 20) {
            return Err(Error::field("pages", "too_long"));
        }
        Ok(self)
    }

    /// Everything of it that others read.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let pages = self.pages.iter().map(|page| page.title.as_str());
        std::iter::once(self.first.as_str()).chain(self.headings.iter().map(String::as_str)).chain(pages)
    }

    /// The messages that it says, in their order.
    pub fn messages(&self) -> impl Iterator<Item = &str> {
        let first = Some(self.first.as_str()).filter(|first| !first.is_empty());
        first.into_iter().chain(self.headings.iter().map(String::as_str))
    }
}

fn without_blank_ends(words: &str) -> String {
    let words = words.trim_end().trim_start_matches(['\n', '\r']);
    if words.trim().is_empty() { String::new() } else { words.to_owned() }
}

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A template for rooms.
    pub struct Template;
}

/// The id of a template that an organisation made.
pub type TemplateId = Id<tag::Template>;

/// A page that is to be laid into a room under an id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PageToLay {
    /// The id of the note: laid twice, it is one.
    pub id: MessageId,
    /// What it is.
    pub page: OpeningPage,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opening_says_its_first_words_and_then_its_headings() {
        let opening = Opening {
            first: "\n使い方\n".to_owned(),
            headings: vec!["投票所".to_owned(), " ".to_owned(), "開票".to_owned()],
            ..Opening::default()
        };
        let opening = opening.checked().expect("it fits");
        assert_eq!(opening.messages().collect::<Vec<_>>(), ["使い方", "投票所", "開票"]);
        assert_eq!(Opening::default().messages().count(), 0);
    }

    #[test]
    fn an_opening_has_few_headings_and_pages() {
        let many = |count: usize| vec!["見出し".to_owned(); count];
        assert!(Opening { headings: many(12), ..Opening::default() }.checked().is_ok());
        let refused = Opening { headings: many(13), ..Opening::default() }.checked().expect_err("too many");
        assert_eq!(refused.faults()[0].field, "headings");
        let long = Opening { first: "あ".repeat(5_001), ..Opening::default() }.checked().expect_err("too long");
        assert_eq!(long.faults()[0].field, "first");
    }
}
