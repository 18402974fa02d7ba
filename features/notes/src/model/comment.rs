//! What is said beside a page.

use super::note::{NoteId, Who};
use kernel::{Id, Tick, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A type that exists only to tell ids apart.
pub struct CommentTag;
/// The id of a comment.
pub type CommentId = Id<CommentTag>;

/// Comments of a note, replies and what was taken back included, at most.
pub const MOST_COMMENTS: i64 = 2_000;
/// The longest comment, in characters as people see them.
pub const LONGEST_COMMENT: usize = 2_000;
/// The longest quotation of what a comment is about.
const LONGEST_WORDS: usize = 300;
/// The longest place, in bytes.
const LONGEST_PLACE: usize = 600;

/// A comment, or a reply to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "NoteComment")]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// The note.
    pub note_id: NoteId,
    /// The comment that it answers.
    pub root_id: Option<CommentId>,
    /// Who said it.
    pub author: Who,
    /// Where in the page, as the editor reads it; nothing for replies, and for what is said of the whole.
    pub place: Option<String>,
    /// What stood there.
    pub words: String,
    /// What is said; empty when it was taken back.
    pub body: String,
    /// When.
    pub said_at: Timestamp,
    /// When it was settled.
    pub resolved_at: Option<Timestamp>,
    /// Who settled it.
    pub resolved_by: Option<Who>,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
    /// The tick of the last change.
    pub tick: Tick,
}

/// A comment that is to be made.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(rename = "NewNoteComment")]
pub struct NewComment {
    /// Proposed by the client; the same one twice is the same comment once.
    pub id: CommentId,
    /// The comment that it answers.
    pub root_id: Option<CommentId>,
    /// Where in the page, as the editor writes it.
    pub place: Option<String>,
    /// What stands there.
    #[serde(default)]
    pub words: String,
    /// What is said.
    pub body: String,
}

impl NewComment {
    /// The comment as it is kept: the field that is wrong, with the code of what is, otherwise.
    pub fn checked(&self) -> Result<Self, (&'static str, &'static str)> {
        let body = self.body.trim();
        if body.is_empty() {
            return Err(("body", "missing"));
        }
        if body.len() > LONGEST_COMMENT * 16 || text::graphemes(body) > LONGEST_COMMENT {
            return Err(("body", "too_long"));
        }
        if self.place.as_deref().is_some_and(|place| !is_place(place)) {
            return Err(("place", "invalid"));
        }
        let is_root = self.root_id.is_none();
        Ok(Self {
            id: self.id,
            root_id: self.root_id,
            place: self.place.clone().filter(|_| is_root),
            words: if is_root { self.words.chars().take(LONGEST_WORDS).collect() } else { String::new() },
            body: body.to_owned(),
        })
    }
}

/// Whether a text is a place as the editor writes it: two positions. What is in them the editor judges, which drops what it cannot find.
fn is_place(text: &str) -> bool {
    let value: Option<Value> = (text.len() <= LONGEST_PLACE).then(|| serde_json::from_str(text).ok()).flatten();
    let ends = value.as_ref().and_then(Value::as_object).filter(|ends| ends.len() == 2);
    ends.is_some_and(|ends| ["anchor", "head"].iter().all(|end| ends.get(*end).is_some_and(Value::is_object)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(body: &str, place: Option<&str>, root: Option<i64>) -> NewComment {
        let root_id = root.map(CommentId::from_raw);
        NewComment {
            id: CommentId::from_raw(1),
            root_id,
            place: place.map(str::to_owned),
            words: "予算".to_owned(),
            body: body.to_owned(),
        }
    }

    #[test]
    fn a_comment_says_something_and_knows_its_place() {
        let place = r#"{"anchor":{"tname":"doc"},"head":{"tname":"doc"}}"#;
        assert_eq!(new(" 確認 ", Some(place), None).checked().expect("a comment").body, "確認");
        assert_eq!(new("　", None, None).checked().expect_err("empty"), ("body", "missing"));
        assert_eq!(new(&"長".repeat(2_001), None, None).checked().expect_err("long"), ("body", "too_long"));
        for bad in ["", "{}", "[1,2]", r#"{"anchor":1,"head":2}"#, r#"{"anchor":{},"head":{},"more":{}}"#] {
            assert_eq!(new("a", Some(bad), None).checked().expect_err("no place"), ("place", "invalid"), "{bad}");
        }
    }

    #[test]
    fn a_reply_has_the_place_of_what_it_answers() {
        let reply = new("はい", Some(r#"{"anchor":{},"head":{}}"#), Some(7)).checked().expect("a reply");
        assert_eq!((reply.place, reply.words.as_str()), (None, ""));
    }
}
