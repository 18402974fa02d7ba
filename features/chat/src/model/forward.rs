//! 転送: a message as it was when somebody sent it on, and who would read it who could not before.

use crate::model::{FileReference, LinkHeading, MessageId, PostName, RoomId};
use directory::model::PersonBrief;
use kernel::{PersonId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Messages that go with one forward at most, and rooms to which it goes.
pub const MOST_FORWARDED: usize = 20;
/// Messages on which one that is forwarded stands at most: the first, and each forward by which it came on.
pub const MOST_STANDING: usize = 20;
/// Files that go with one forward at most.
pub const MOST_FORWARDED_FILES: usize = 100;
/// Guests and bots whom a warning names.
pub const NAMED_OUTSIDERS: usize = 20;

/// A message as it was when somebody forwarded it. Later changes of its words do not reach it; taking it back does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Forwarded {
    /// Its id; nothing in what came from another organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<MessageId>,
    /// Where it was said. Whoever may see that room finds its name there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    /// The first message of its thread there, when it was a reply in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<MessageId>,
    /// Its number there; 0 in what came from another organisation.
    pub seq: i64,
    /// Who wrote it; nothing for somebody of another organisation whom nobody here knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub author_id: Option<PersonId>,
    /// The name shown instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// Where its author comes from, for somebody of another organisation, whose name is known in the shared room alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Who was using the shared account that wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub operator_id: Option<PersonId>,
    /// The post as whose holder its author wrote it; nothing where somebody reads it who may not know them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_post: Option<PostName>,
    /// Its words, with tokens; empty when it was taken back since.
    pub body: String,
    /// Its files, which the room of the forward has as well from then on; nothing in what came from another organisation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Option<Vec<FileReference>>")]
    pub files: Vec<FileReference>,
    /// When it was said.
    pub sent_at: Timestamp,
    /// It was taken back since, or its words were forgotten.
    pub withdrawn: bool,
    /// Its words are forgotten in time, where they were said and here; no record keeps them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub passing: bool,
    /// What its author said of links in its words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Option<Vec<LinkHeading>>")]
    pub headings: Vec<LinkHeading>,
}

impl Forwarded {
    /// What is left of it once it was taken back: that there was something, whose and when.
    pub fn take_back(&mut self) {
        self.withdrawn = true;
        self.body.clear();
        self.files.clear();
        self.headings.clear();
    }
}

/// Who of those at one place a forward is for could not read what is forwarded.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Beyond {
    /// The room that it is for; nothing for a person with whom there is no direct room yet.
    pub room_id: Option<RoomId>,
    /// The person that it is for.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// How many of them, people of other organisations included.
    pub people: i64,
    /// Everybody of the organisation may read there, and not where it was said.
    pub everyone: bool,
    /// How many of them are guests or bots.
    pub outsider_count: i64,
    /// The first of these, by reading.
    pub outsiders: Vec<PersonBrief>,
    /// The other organisations that it reaches, also those of which nobody is there yet.
    pub organisations: Vec<String>,
}
