//! Rooms, messages and threads, as the API shows them, and the rules that need no database.

pub mod album;
mod author;
mod badge;
mod body;
mod file;
mod forward;
mod heading;
mod inspection;
mod later;
mod notice;
mod number;
mod off_hours;
mod opening;
mod order;
mod outside;
mod pin;
mod reaction;
mod receipt;
mod refusal;
mod request;
mod share;
mod template;
mod version;
mod volume;

pub use author::{OperatorName, PostName};
pub use badge::Badge;
pub use body::{LONGEST_BODY, checked_body, checked_words};
pub use file::{FileFilter, FileGroup, FileKey, FileReference, FileSort, MOST_FILES, RoomFile, name_key};
pub use forward::{Beyond, Forwarded, MOST_FORWARDED, MOST_FORWARDED_FILES, MOST_STANDING, NAMED_OUTSIDERS};
pub use heading::{LinkHeading, MOST_HEADINGS, checked_headings, headings_left, with_headings, words_of};
pub use inspection::{
    InspectedRoom, Inspection, InspectionId, InspectionPhase, InspectionPreview, InspectionState, Span, WAITS,
    checked_bounds, checked_purpose, checked_reason,
};
pub use later::{
    FARTHEST, Later, MOST_PLANNED, MOST_SAVED, Planned, Rest, Saved, Times, checked_count, checked_moment, closed,
    next_opening, tomorrow_morning,
};
pub use notice::{Notice, NoticeCode};
pub use number::{Answered, NumberPolicy, holds_personal_number, judged};
pub use off_hours::{
    FEWEST_PEOPLE, MONTHS, Measured, OffHours, OffHoursCount, OffHoursOfUnit, month_name, months_until, told,
};
pub use opening::{Opening, OpeningPage, PageToLay, TemplateId};
pub use order::{
    LARGEST_ORDER, OrderId, OrderScope, OrderSort, OrderState, OrderTrouble, PlannedRoom, PlannedState, RoomOrder,
    SLOT, called_after, checked_pattern, name_after,
};
pub use outside::{OutsideTalk, checked_outside};
pub use pin::{MOST_PINS, Pinned};
pub use reaction::{Stamp, is_reaction_code, stamps};
pub use receipt::{AuthorStand, Receipts};
pub use refusal::ChatRefusal;
pub use request::ContactRequest;
pub use share::{Share, ShareDirection, ShareId, ShareRoom, ShareSide, ShareState, SharedWith};
pub use template::{BuiltinTemplate, MOST_TEMPLATES, RoomTemplate, TemplateKey, TemplateWords};
pub use version::{DownloadFloor, Downloads, FileVersion, MOST_VERSIONS, NewVersion, NewestVersion};
pub use volume::Volume;

use directory::model::{Employment, PersonBrief, TitleId, UnitId};
use jiff::civil::Date;
use kernel::{Id, PersonId, Tick, Timestamp};
use rooms::model::Card;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Types that exist only to tell ids apart.
pub mod tag {
    pub use rooms::model::tag::{Message, Room};
    /// A row of numbered messages: a room's own or a thread's.
    pub struct Stream;
}

/// The id of a room.
pub type RoomId = Id<tag::Room>;
/// The id of a message.
pub type MessageId = Id<tag::Message>;
/// The id of a stream.
pub type StreamId = Id<tag::Stream>;

/// People named with a reaction; of more only the count is told.
pub const NAMED_PER_REACTION: usize = 20;
/// Unread mentions told by number.
pub const COUNTED_MENTIONS: usize = 100;
/// Others in a direct room at most.
pub const LARGEST_DIRECT: usize = 19;

/// What sort of room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoomKind {
    /// Its members are those of a unit, whoever that is on the day.
    Unit,
    /// Its members are those whom a rule names, on the day.
    Rule,
    /// Everybody of the organisation may read and join.
    Open,
    /// Only its members know of it.
    Private,
    /// A talk among a few people, without a name.
    Direct,
    /// A question to the desk of people who can be reached only by some, or to a post: between who asks and those at the desk, or who hold
    /// the post, today.
    Request,
}

/// Who belongs to a room by rule: those with a post today that meets every condition given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Rule {
    /// This rank or higher in office.
    pub max_rank: Option<i64>,
    /// In one of these units, their subtrees included.
    pub units: Vec<UnitId>,
    /// Employed in one of these ways.
    pub employments: Vec<Employment>,
    /// Besides, whoever holds one of these titles, in whatever unit: the mayor, in the rooms of all sections.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<TitleId>,
    /// Besides, these people, as long as they hold a post, in whatever unit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub people: Vec<PersonId>,
}

/// What somebody may do in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Names, archives and peoples it.
    Owner,
    /// Talks.
    Member,
    /// Reads, until a day: they belonged to it by their unit until lately, and hand over.
    Reader,
}

/// A person's own side of a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Mine {
    /// What they may do.
    pub role: Role,
    /// Whether they belong to it by unit or rule; then they cannot leave by themselves.
    pub derived: bool,
    /// The room's last number when they came; older messages are not counted against them.
    pub joined_seq: i64,
    /// Everything up to here is read.
    pub read_seq: i64,
    /// Numbers of unread messages that mention them or everyone, at most 100.
    pub mention_seqs: Vec<i64>,
    /// Nothing of it rings.
    pub muted: bool,
    /// It stands at the top.
    pub pinned: bool,
    /// Of a reader: the last day.
    #[schemars(with = "Option<String>")]
    pub reads_until: Option<Date>,
    /// A contact barrier keeps them from writing: somebody in this direct room, or who holds the post asked here, can be reached only by others.
    pub barred: bool,
    /// The tick of the last change.
    pub tick: Tick,
}

impl Mine {
    /// In a request: whether they are one of those asked.
    pub fn is_asked(&self) -> bool {
        self.derived && self.role != Role::Reader
    }
}

/// The newest message of a room, for lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Last {
    /// Its number.
    pub seq: i64,
    /// Whose.
    #[schemars(with = "String")]
    pub author_id: PersonId,
    /// The name shown for authors who are nobody of ours.
    pub via: Option<String>,
    /// Who was using the shared account that wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<OperatorName>,
    /// One line of it; empty when withdrawn or a notice.
    pub excerpt: String,
    /// It forwards something, without a note.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(with = "Option<bool>")]
    pub forwards: bool,
    /// When.
    pub sent_at: Timestamp,
}

/// A room.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Room {
    /// Its id.
    pub id: RoomId,
    /// What sort.
    pub kind: RoomKind,
    /// Its name; empty for a direct room, which clients name after the others in it.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The unit whose room it is; of a request to a post, the unit of that.
    pub unit_id: Option<UnitId>,
    /// Of a request to a post: its title; nothing when all of the unit are asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_id: Option<TitleId>,
    /// The rule by which people belong to it.
    pub rule: Option<Rule>,
    /// When it was closed for writing.
    pub archived_at: Option<Timestamp>,
    /// How many belong to it.
    pub member_count: i64,
    /// How many of them are guests.
    pub guest_count: i64,
    /// The organisations with which it is shared.
    pub shared_with: Vec<SharedWith>,
    /// What is said here is not forwarded to other rooms.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(with = "Option<bool>")]
    pub no_forwarding: bool,
    /// Who may save its files; everybody, when nothing is said.
    #[serde(skip_serializing_if = "Downloads::is_free")]
    #[schemars(with = "Option<Downloads>")]
    pub downloads: Downloads,
    /// Below what its owners do not go, as the organisation decided; nothing where it did not.
    #[serde(skip_serializing_if = "DownloadFloor::is_free")]
    #[schemars(with = "Option<DownloadFloor>")]
    pub download_floor: DownloadFloor,
    /// The number of its newest message.
    pub last_seq: i64,
    /// When that was sent, or when the room was made.
    pub last_at: Timestamp,
    /// Its newest message.
    pub last: Option<Last>,
    /// Everybody in a direct room; who asked, in a request to a post.
    #[schemars(with = "Vec<String>")]
    pub people: Vec<PersonId>,
    /// The tick of the last change of what is above, messages aside.
    pub tick: Tick,
    /// The asking person's own side, when they belong to it.
    pub mine: Option<Mine>,
}

/// What a message carries besides its body; kept as JSON because most carry nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extra {
    /// What happened, for notices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
    /// Its files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileReference>,
    /// Who was using the shared account that wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<OperatorName>,
    /// The post as whose holder its author wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_post: Option<PostName>,
    /// What of another feature stands in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
    /// What is left of words that are forgotten in time, wherever a copy would be kept for longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passing: Option<String>,
    /// What it forwards.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forwarded: Vec<Forwarded>,
    /// Who pinned it in its room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<Pinned>,
    /// Its author wants no reply (返信不要).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub no_reply: bool,
    /// What its author says of links in its words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<LinkHeading>,
}

impl Extra {
    /// What is left of it when the message is taken back: who wrote it, and as what.
    pub fn without_contents(self) -> Self {
        Self { operator: self.operator, as_post: self.as_post, ..Self::default() }
    }
}

/// A message quoted by another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Quote {
    /// Its id.
    pub id: MessageId,
    /// Its thread, when it stands in one.
    pub thread_id: Option<MessageId>,
    /// Its number.
    pub seq: i64,
    /// Whose.
    #[schemars(with = "String")]
    pub author_id: PersonId,
    /// Who was using the shared account that wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<OperatorName>,
    /// The post as whose holder its author wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_post: Option<PostName>,
    /// A few lines of it, tokens and all; empty when withdrawn.
    pub excerpt: String,
    /// It was taken back.
    pub withdrawn: bool,
}

/// All reactions with one code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReactionCount {
    /// A stamp's code or an emoji.
    pub code: String,
    /// How many.
    pub count: i64,
    /// Whether the asking person is among them; events leave it false.
    pub mine: bool,
    /// The first of them.
    #[schemars(with = "Vec<String>")]
    pub people: Vec<PersonId>,
}

/// A person's own side of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ThreadMine {
    /// Whether they are told of replies.
    pub following: bool,
    /// Everything up to here is read.
    pub read_seq: i64,
    /// Numbers of unread replies that mention them.
    pub mention_seqs: Vec<i64>,
    /// The tick of the last change.
    pub tick: Tick,
}

/// A thread.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Thread {
    /// The id of its first message.
    pub id: MessageId,
    /// The room.
    pub room_id: RoomId,
    /// A title, when somebody gave one.
    pub title: Option<String>,
    /// How many replies there are.
    pub replies: i64,
    /// The number of the newest reply.
    pub last_seq: i64,
    /// When that came.
    pub last_at: Timestamp,
    /// Up to five people who replied, the latest last.
    #[schemars(with = "Vec<String>")]
    pub participants: Vec<PersonId>,
    /// When somebody said that it is settled.
    pub resolved_at: Option<Timestamp>,
    /// The tick of the last change.
    pub tick: Tick,
    /// The asking person's own side; events leave it out.
    pub mine: Option<ThreadMine>,
}

/// What sort of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// Somebody's words.
    Text,
    /// Something that happened to the room.
    Notice,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Message {
    /// Its id, proposed by the client that sent it.
    pub id: MessageId,
    /// The room.
    pub room_id: RoomId,
    /// The first message of its thread, when it is a reply in one.
    pub thread_id: Option<MessageId>,
    /// Its number in its stream.
    pub seq: i64,
    /// Who wrote it.
    #[schemars(with = "String")]
    pub author_id: PersonId,
    /// The name shown instead, for bots and authors who are nobody of ours.
    pub via: Option<String>,
    /// Who was using the shared account that wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<OperatorName>,
    /// The post as whose holder its author wrote it; nothing when they wrote as themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_post: Option<PostName>,
    /// What sort.
    pub kind: MessageKind,
    /// What happened, for notices.
    pub notice: Option<Notice>,
    /// The words as typed, with tokens for mentions; empty when withdrawn.
    pub body: String,
    /// It speaks to everyone in the room.
    pub everyone: bool,
    /// The message that it answers.
    pub quote: Option<Quote>,
    /// When it reached the server.
    pub sent_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
    /// Reactions, in the order in which their codes first came.
    pub reactions: Vec<ReactionCount>,
    /// Its thread, when there are replies.
    pub thread: Option<Thread>,
    /// Its files, in the order given.
    pub files: Vec<FileReference>,
    /// What of another feature stands in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
    /// What it forwards; its body is the note of who forwards it, which may be empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Option<Vec<Forwarded>>")]
    pub forwarded: Vec<Forwarded>,
    /// Who pinned it in its room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<Pinned>,
    /// Its author wants no reply (返信不要); whoever replies all the same may.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(with = "Option<bool>")]
    pub no_reply: bool,
    /// What its author says of links in its words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Option<Vec<LinkHeading>>")]
    pub headings: Vec<LinkHeading>,
    /// The tick of the last change.
    pub tick: Tick,
}

/// What somebody began to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Draft {
    /// The room's id, or a thread's.
    pub stream_id: StreamId,
    /// The room.
    pub room_id: RoomId,
    /// The words so far.
    pub body: String,
    /// The message that they answer.
    pub quote: Option<MessageId>,
    /// When they were last kept.
    pub updated_at: Timestamp,
    /// The tick of the last change.
    pub tick: Tick,
}

/// A person in a list of members.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Member {
    /// Who.
    pub person: PersonBrief,
    /// What they may do.
    pub role: Role,
    /// Whether they belong to it by unit or rule.
    pub derived: bool,
    /// Of a reader: the last day.
    #[schemars(with = "Option<String>")]
    pub reads_until: Option<Date>,
}

/// In which order names come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NameSort {
    /// 五十音順
    #[default]
    Reading,
    /// 職位順
    Rank,
    /// When they read it.
    Time,
}
