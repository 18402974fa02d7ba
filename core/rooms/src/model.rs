//! Rooms and cards as features see them.

use directory::model::PostId;
use kernel::{Id, PersonId, Timestamp, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A room.
    pub struct Room;
    /// A message; also its thread, which has the id of its first message.
    pub struct Message;
    /// Whatever stands in a message.
    pub struct Card;
    /// A reading of a room of others.
    pub struct Inspection;
}

/// The id of a room.
pub type RoomId = Id<tag::Room>;
/// The id of a message.
pub type MessageId = Id<tag::Message>;
/// The id of what stands in a message.
pub type CardId = Id<tag::Card>;
/// The id of an inspection.
pub type InspectionId = Id<tag::Inspection>;

/// What stands in a message besides its words; which feature has it, its kind says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Card {
    /// What sort of thing.
    pub kind: String,
    /// Which.
    pub id: CardId,
}

/// Which rooms of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Units {
    /// Also those that are closed by now.
    All,
    /// Those that are not.
    Open,
}

/// A room as somebody who may read it has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub room: RoomId,
    /// What it is called; empty for a direct room.
    pub name: String,
    /// How many belong to it.
    pub members: i64,
    /// Whether the actor belongs to it, to talk and not only to hand over.
    pub belongs: bool,
    /// Whether the actor may write there now.
    pub may_write: bool,
    /// Whether the actor owns it.
    pub owns: bool,
    /// Whether another organisation has it too.
    pub shared: bool,
}

/// Where a card stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The room.
    pub place: Place,
    /// The message.
    pub message: MessageId,
    /// The first message of the thread that it belongs to.
    pub thread: Option<MessageId>,
    /// What stands in it may be known as it was before this, the end of the days of an inspection; nothing where it is seen as it is.
    pub before: Option<Timestamp>,
}

/// What somebody answered when they were asked about a personal number in their words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answered {
    /// Why it has to be said.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A message that somebody may read, with its words as they are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// Which.
    pub message: MessageId,
    /// The room.
    pub place: Place,
    /// The first message of the thread that it belongs to.
    pub thread: Option<MessageId>,
    /// Who said it.
    pub author: PersonId,
    /// When.
    pub said_at: Timestamp,
    /// The words.
    pub words: String,
    /// Something stands in it that has a state of its own.
    pub has_card: bool,
}

/// Words with a card, to be said in a room.
#[derive(Debug, Clone)]
pub struct Posting {
    /// The message's id; the same id again is the same message.
    pub message: MessageId,
    /// The words.
    pub body: String,
    /// The message that it answers.
    pub quote: Option<MessageId>,
    /// The first message of the thread that it belongs to.
    pub thread: Option<MessageId>,
    /// Who was using the shared account when they wrote it, as far as the client says.
    pub operator: Option<PersonId>,
    /// The post as whose holder they say it.
    pub as_post: Option<PostId>,
    /// What stands in it.
    pub card: Option<Card>,
    /// Its words are forgotten in time: what is left of them wherever a copy would be kept for longer. Nothing for words that stay.
    pub passing: Option<String>,
    /// What of the words is looked at for a personal number; nothing for all of them.
    pub guarded: Option<String>,
    /// What their author answered about such a number.
    pub answered: Option<Answered>,
}

/// Somebody who belongs to a room, to talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Who.
    pub person: PersonId,
    /// They are on leave, do not take part, or are gone: nobody waits for them.
    pub is_away: bool,
    /// They are off duty at this moment: nobody waits for them now.
    pub off_duty: bool,
    /// They own the room.
    pub owns: bool,
}

/// Those who are told what happens in a room.
pub fn topic(room: RoomId) -> Topic {
    Topic::Group(room.raw())
}
