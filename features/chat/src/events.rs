//! What the talk tells. Payloads are whole rows, so that applying one twice or late does no harm.

use crate::model::album::{Album, AlbumId, AlbumPicture};
use crate::model::{Draft, Later, Message, MessageId, Mine, ReactionCount, Room, RoomId, StreamId, Thread};
use files::model::FileId;
use kernel::{Effect, Event, PersonId, Tick, Timestamp, Topic};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// A message was said.
#[derive(Serialize, JsonSchema)]
pub struct MessagePosted {
    /// The message.
    pub message: Message,
    /// Its thread after it, for replies.
    pub thread: Option<Thread>,
}

/// Something that the person has put off waits, or waits no longer.
#[derive(Serialize, JsonSchema)]
pub struct LaterChanged {
    /// How much waits.
    pub later: Later,
}

/// The person is reminded of a message, as they wanted.
#[derive(Serialize, JsonSchema)]
pub struct MessageReminded {
    /// The room.
    pub room_id: RoomId,
    /// The thread, for replies.
    pub thread_id: Option<MessageId>,
    /// Its number there.
    pub seq: i64,
    /// The message.
    pub message_id: MessageId,
    /// A line of it.
    pub excerpt: String,
    /// The moment for which they asked.
    pub remind_at: Timestamp,
}

/// A message was edited or withdrawn. `mine` of its reactions is not told: keep yours.
#[derive(Serialize, JsonSchema)]
pub struct MessageChanged {
    /// The message.
    pub message: Message,
}

/// Somebody reacted, or took a reaction back.
#[derive(Serialize, JsonSchema)]
pub struct Reacted {
    /// The room.
    pub room_id: RoomId,
    /// The thread, for replies.
    pub thread_id: Option<MessageId>,
    /// The message.
    pub message_id: MessageId,
    /// Its number.
    pub seq: i64,
    /// Who.
    #[schemars(with = "String")]
    pub person_id: PersonId,
    /// With what.
    pub code: String,
    /// Whether it is there now.
    pub on: bool,
    /// All reactions of the message.
    pub reactions: Vec<ReactionCount>,
    /// The message's new tick.
    pub tick: Tick,
}

/// A thread was named, settled or opened again.
#[derive(Serialize, JsonSchema)]
pub struct ThreadChanged {
    /// The thread.
    pub thread: Thread,
}

/// A room was renamed, archived or otherwise changed. `mine` is not told: keep yours.
#[derive(Serialize, JsonSchema)]
pub struct RoomChanged {
    /// The room.
    pub room: Room,
}

/// People came or went.
#[derive(Serialize, JsonSchema)]
pub struct MembersChanged {
    /// The room.
    pub room_id: RoomId,
    /// Who came, at most 50 of them.
    #[schemars(with = "Vec<String>")]
    pub joined: Vec<PersonId>,
    /// Who went, at most 50 of them.
    #[schemars(with = "Vec<String>")]
    pub left: Vec<PersonId>,
    /// How many belong to it now.
    pub member_count: i64,
    /// How many of them are guests.
    pub guest_count: i64,
    /// The room's new tick.
    pub tick: Tick,
}

/// The person belongs to a room from now on.
#[derive(Serialize, JsonSchema)]
pub struct RoomJoined {
    /// The room, with their own side.
    pub room: Room,
}

/// The person belongs to a room no longer.
#[derive(Serialize, JsonSchema)]
pub struct RoomLeft {
    /// The room.
    pub room_id: RoomId,
}

/// The person's own side of a room changed: read position, mute, pin.
#[derive(Serialize, JsonSchema)]
pub struct MineChanged {
    /// The room.
    pub room_id: RoomId,
    /// Their side.
    pub mine: Mine,
}

/// The person's own side of a thread changed.
#[derive(Serialize, JsonSchema)]
pub struct ThreadMineChanged {
    /// The thread, with their own side.
    pub thread: Thread,
}

/// Somebody mentioned the person.
#[derive(Serialize, JsonSchema)]
pub struct Mentioned {
    /// The room.
    pub room_id: RoomId,
    /// The thread, for replies.
    pub thread_id: Option<MessageId>,
    /// The message's number.
    pub seq: i64,
    /// The message.
    pub message_id: MessageId,
    /// Who wrote it.
    #[schemars(with = "String")]
    pub author_id: PersonId,
    /// A line of it.
    pub excerpt: String,
}

/// A draft was kept, or thrown away when there is none.
#[derive(Serialize, JsonSchema)]
pub struct DraftChanged {
    /// Where.
    pub stream_id: StreamId,
    /// The draft.
    pub draft: Option<Draft>,
}

/// Requests to read rooms came or were decided: whoever oversees them asks anew.
#[derive(Serialize, JsonSchema)]
pub struct InspectionsChanged {}

/// Shares of rooms were offered, answered or ended: administrators ask anew.
#[derive(Serialize, JsonSchema)]
pub struct SharesChanged {}

/// An album was made, changed or removed; or what is in it was.
#[derive(Serialize, JsonSchema)]
pub struct AlbumChanged {
    /// The album.
    pub album: Album,
}

/// Pictures came into an album, were changed there, or are in it no more.
#[derive(Serialize, JsonSchema)]
pub struct AlbumPicturesChanged {
    /// The room.
    pub room_id: RoomId,
    /// The album.
    pub album_id: AlbumId,
    /// Those that are there, as they are now.
    pub pictures: Vec<AlbumPicture>,
    /// Those that are not there any more.
    pub gone: Vec<FileId>,
    /// The tick of the change.
    pub tick: Tick,
}

/// The kind of [`MessagePosted`].
pub const MESSAGE_POSTED: &str = "chat.message_posted";
/// The kind of [`MessageChanged`].
pub const MESSAGE_CHANGED: &str = "chat.message_changed";
const REACTED: &str = "chat.reacted";
const THREAD_CHANGED: &str = "chat.thread_changed";
const ROOM_CHANGED: &str = "chat.room_changed";
/// The kind of [`MembersChanged`].
pub const MEMBERS_CHANGED: &str = "chat.members_changed";
const ROOM_JOINED: &str = "chat.room_joined";
const ROOM_LEFT: &str = "chat.room_left";
/// The kind of [`MineChanged`].
pub const MINE_CHANGED: &str = "chat.mine_changed";
const THREAD_MINE_CHANGED: &str = "chat.thread_mine_changed";
const MENTIONED: &str = "chat.mentioned";
const DRAFT_CHANGED: &str = "chat.draft_changed";
const INSPECTIONS_CHANGED: &str = "chat.inspections_changed";
const SHARES_CHANGED: &str = "chat.shares_changed";
const LATER_CHANGED: &str = "chat.later_changed";
const REMINDED: &str = "chat.reminded";
const ALBUM_CHANGED: &str = "chat.album_changed";
const ALBUM_PICTURES_CHANGED: &str = "chat.album_pictures_changed";

fn room_topic(room: RoomId) -> Topic {
    Topic::Group(room.raw())
}

pub(crate) fn message_posted(message: &Message, thread: Option<&Thread>) -> Event {
    let payload = MessagePosted { message: message.clone(), thread: thread.cloned() };
    Event::new(room_topic(message.room_id), MESSAGE_POSTED, &payload)
}

pub(crate) fn message_changed(message: &Message) -> Event {
    Event::new(room_topic(message.room_id), MESSAGE_CHANGED, &MessageChanged { message: message.clone() })
}

pub(crate) fn reacted(payload: &Reacted) -> Event {
    Event::new(room_topic(payload.room_id), REACTED, payload)
}

pub(crate) fn thread_changed(thread: &Thread) -> Event {
    Event::new(room_topic(thread.room_id), THREAD_CHANGED, &ThreadChanged { thread: thread.clone() })
}

pub(crate) fn room_changed(room: &Room) -> Event {
    Event::new(room_topic(room.id), ROOM_CHANGED, &RoomChanged { room: room.clone() })
}

pub(crate) fn members_changed(payload: &MembersChanged) -> Event {
    Event::new(room_topic(payload.room_id), MEMBERS_CHANGED, payload)
}

pub(crate) fn room_joined(person: PersonId, room: &Room) -> Event {
    Event::new(Topic::Person(person), ROOM_JOINED, &RoomJoined { room: room.clone() })
        .guarded_by(room.id.raw())
        .with_effects(vec![Effect::Subscribe(person, room.id.raw())])
}

pub(crate) fn room_left(person: PersonId, room: RoomId) -> Event {
    Event::new(Topic::Person(person), ROOM_LEFT, &RoomLeft { room_id: room })
        .with_effects(vec![Effect::Unsubscribe(person, room.raw())])
}

pub(crate) fn mine_changed(person: PersonId, room_id: RoomId, mine: &Mine) -> Event {
    Event::new(Topic::Person(person), MINE_CHANGED, &MineChanged { room_id, mine: mine.clone() })
        .guarded_by(room_id.raw())
}

pub(crate) fn thread_mine_changed(person: PersonId, thread: &Thread) -> Event {
    let payload = ThreadMineChanged { thread: thread.clone() };
    Event::new(Topic::Person(person), THREAD_MINE_CHANGED, &payload).guarded_by(thread.room_id.raw())
}

pub(crate) fn mentioned(person: PersonId, payload: &Mentioned) -> Event {
    Event::new(Topic::Person(person), MENTIONED, payload).guarded_by(payload.room_id.raw())
}

pub(crate) fn draft_changed(person: PersonId, stream_id: StreamId, draft: Option<&Draft>) -> Event {
    Event::new(Topic::Person(person), DRAFT_CHANGED, &DraftChanged { stream_id, draft: draft.cloned() })
}

pub(crate) fn inspections_changed(person: PersonId) -> Event {
    Event::new(Topic::Person(person), INSPECTIONS_CHANGED, &InspectionsChanged {})
}

pub(crate) fn shares_changed(person: PersonId) -> Event {
    Event::new(Topic::Person(person), SHARES_CHANGED, &SharesChanged {})
}

pub(crate) fn later_changed(person: PersonId, later: Later) -> Event {
    Event::new(Topic::Person(person), LATER_CHANGED, &LaterChanged { later })
}

pub(crate) fn reminded(person: PersonId, payload: &MessageReminded, belongs: bool) -> Event {
    let event = Event::new(Topic::Person(person), REMINDED, payload);
    // Whoever does not belong to an open room is told all the same.
    if belongs { event.guarded_by(payload.room_id.raw()) } else { event }
}

pub(crate) fn album_changed(album: &Album) -> Event {
    Event::new(room_topic(album.room_id), ALBUM_CHANGED, &AlbumChanged { album: album.clone() })
}

pub(crate) fn album_pictures_changed(payload: &AlbumPicturesChanged) -> Event {
    Event::new(room_topic(payload.room_id), ALBUM_PICTURES_CHANGED, payload)
}

/// The payloads by kind, for the OpenAPI document.
pub fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    vec![
        (MESSAGE_POSTED, generator.subschema_for::<MessagePosted>()),
        (MESSAGE_CHANGED, generator.subschema_for::<MessageChanged>()),
        (REACTED, generator.subschema_for::<Reacted>()),
        (THREAD_CHANGED, generator.subschema_for::<ThreadChanged>()),
        (ROOM_CHANGED, generator.subschema_for::<RoomChanged>()),
        (MEMBERS_CHANGED, generator.subschema_for::<MembersChanged>()),
        (ROOM_JOINED, generator.subschema_for::<RoomJoined>()),
        (ROOM_LEFT, generator.subschema_for::<RoomLeft>()),
        (MINE_CHANGED, generator.subschema_for::<MineChanged>()),
        (THREAD_MINE_CHANGED, generator.subschema_for::<ThreadMineChanged>()),
        (MENTIONED, generator.subschema_for::<Mentioned>()),
        (DRAFT_CHANGED, generator.subschema_for::<DraftChanged>()),
        (INSPECTIONS_CHANGED, generator.subschema_for::<InspectionsChanged>()),
        (LATER_CHANGED, generator.subschema_for::<LaterChanged>()),
        (REMINDED, generator.subschema_for::<MessageReminded>()),
        (SHARES_CHANGED, generator.subschema_for::<SharesChanged>()),
        (ALBUM_CHANGED, generator.subschema_for::<AlbumChanged>()),
        (ALBUM_PICTURES_CHANGED, generator.subschema_for::<AlbumPicturesChanged>()),
    ]
}
