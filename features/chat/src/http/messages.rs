//! Messages, reactions, receipts, drafts, mentions.

use crate::http::Items;
use crate::model::album::AlbumId;
use crate::model::{
    Answered, Draft, LinkHeading, Message, MessageId, NameSort, NewVersion, OperatorName, RoomId, StreamId,
};
use crate::service::mentions::{self, Mentions as Found};
use crate::service::reacting::{self, Reacting};
use crate::service::talk::{self, Around, Saying};
use crate::service::together::{Said, Sayings};
use crate::service::{personal, receipts};
use crate::store::messages::RevisionRow;
use directory::model::{PersonBrief, PostId};
use files::model::FileId;
use kernel::{Error, PersonId, Result, Tick, Timestamp};
use rooms::service::Cards;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct RoomPath {
    room: RoomId,
}

#[derive(Deserialize, JsonSchema)]
struct MessagePath {
    message: MessageId,
}

#[derive(Deserialize, JsonSchema)]
struct ReactionPath {
    message: MessageId,
    /// A stamp's code or one emoji.
    code: String,
}

#[derive(Deserialize, JsonSchema)]
struct StreamPath {
    stream: StreamId,
}

/// Which messages: the newest when nothing is said.
#[derive(Deserialize, JsonSchema)]
pub(super) struct PageQuery {
    /// Those right below this number.
    before: Option<i64>,
    /// Those right above this number.
    after: Option<i64>,
    /// Those on both sides of this number.
    around: Option<i64>,
    /// 1 to 200, 50 when absent.
    pub(super) limit: Option<usize>,
}

impl PageQuery {
    pub(super) fn around(&self) -> Result<Around> {
        match (self.before, self.after, self.around) {
            (None, None, None) => Ok(Around::Newest),
            (Some(seq), None, None) => Ok(Around::Before(seq)),
            (None, Some(seq), None) => Ok(Around::After(seq)),
            (None, None, Some(seq)) => Ok(Around::Seq(seq)),
            _ => Err(Error::invalid("invalid_query")),
        }
    }
}

/// A page of a room.
#[derive(Serialize, JsonSchema)]
struct MessagePage {
    /// In rising order.
    messages: Vec<Message>,
    /// Everybody named in them.
    people: Vec<PersonBrief>,
    /// The number of the room's first message.
    first_seq: i64,
    /// The number of its newest.
    last_seq: i64,
    /// Events up to here are in this page.
    tick: Tick,
}

#[derive(Deserialize, JsonSchema)]
struct Say {
    /// Proposed by the client; the same id again is the same message.
    id: MessageId,
    body: String,
    /// Files that its author has brought, up to 20; then it may go without words.
    #[serde(default)]
    #[schemars(with = "Option<Vec<FileId>>")]
    files: Vec<FileId>,
    /// Which of these are new versions of files that the room has.
    #[serde(default)]
    #[schemars(with = "Option<Vec<NewVersion>>")]
    versions: Vec<NewVersion>,
    /// The album of the room into which its pictures and films go; where that was removed meanwhile they do not.
    #[serde(default)]
    album: Option<AlbumId>,
    /// The message that it answers.
    reply_to: Option<MessageId>,
    /// The first message of the thread that it belongs to.
    thread: Option<MessageId>,
    #[serde(default)]
    also_to_room: bool,
    /// Who was using the shared account when they wrote it: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
    /// The post as whose holder they say it; nothing for themselves.
    #[serde(default)]
    as_post: Option<PostId>,
    /// What they answered when they were asked about a personal number in it.
    #[serde(default)]
    personal_number: Option<Answered>,
    /// They want no reply (返信不要).
    #[serde(default)]
    no_reply: bool,
    /// What they say of links in it, in their own words.
    #[serde(default)]
    #[schemars(with = "Option<Vec<LinkHeading>>")]
    headings: Vec<LinkHeading>,
}

#[derive(Deserialize, JsonSchema)]
struct Reword {
    body: String,
    /// What they say of links in it now; left out, what they said of those that still stand there stays.
    #[serde(default)]
    headings: Option<Vec<LinkHeading>>,
    /// What they answered when they were asked about a personal number in it.
    #[serde(default)]
    personal_number: Option<Answered>,
}

#[derive(Serialize, JsonSchema)]
struct Revision {
    body: String,
    /// Until when it said so.
    at: Timestamp,
    #[schemars(with = "String")]
    by: PersonId,
    /// Who was using it, when that is a shared account.
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<OperatorName>,
}

#[derive(Serialize, JsonSchema)]
struct Reaction {
    code: String,
    person: PersonBrief,
    /// Who was using it, when that is a shared account.
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<OperatorName>,
    at: Timestamp,
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct SortQuery {
    pub(super) sort: Option<NameSort>,
}

#[derive(Serialize, JsonSchema)]
struct Reader {
    person: PersonBrief,
    /// When they last read on in the room, which is when they read this or later.
    at: Option<Timestamp>,
    /// Of a shared account: who has read it there, the first of them first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Option<Vec<OperatorReader>>")]
    operators: Vec<OperatorReader>,
}

#[derive(Serialize, JsonSchema)]
struct OperatorReader {
    #[serde(flatten)]
    operator: OperatorName,
    at: Timestamp,
}

#[derive(Serialize, JsonSchema)]
struct Unreader {
    person: PersonBrief,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Readers {
    read: Vec<Reader>,
    unread: Vec<Unreader>,
    /// Those who have not read it and are off duty.
    off_duty: Vec<Unreader>,
}

#[derive(Deserialize, JsonSchema)]
struct KeepDraft {
    room_id: RoomId,
    body: String,
    quote: Option<MessageId>,
}

#[derive(Serialize, JsonSchema)]
struct KeptDraft {
    /// Nothing when an empty draft was thrown away.
    draft: Option<Draft>,
}

#[derive(Deserialize, JsonSchema)]
struct ListQuery {
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Serialize, JsonSchema)]
struct Mention {
    message: Message,
    room_id: RoomId,
}

#[derive(Serialize, JsonSchema)]
struct Mentions {
    #[serde(flatten)]
    page: Page<Mention>,
    people: Vec<PersonBrief>,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("chat")
        .on("GET /rooms/{room}/messages", "list_messages", "A page of a room.", SignedIn, list_messages)
        .on("POST /rooms/{room}/messages", "say", "Says something.", SignedIn, say)
        .on("GET /messages/{message}", "get_message", "One message.", SignedIn, get_message)
        .on("PATCH /messages/{message}", "reword", "Changes my words.", SignedIn, reword)
        .on("DELETE /messages/{message}", "withdraw", "Takes a message back.", SignedIn, withdraw)
        .on("GET /messages/{message}/history", "get_history", "What it said before.", SignedIn, get_history)
        .on("GET /messages/{message}/reactions", "list_reactions", "Who reacted with what.", SignedIn, list_reactions)
        .on("PUT /messages/{message}/reactions/{code}", "react", "Reacts.", SignedIn, react)
        .on("DELETE /messages/{message}/reactions/{code}", "unreact", "Takes a reaction back.", SignedIn, unreact)
        .on("GET /messages/{message}/receipts", "list_readers", "Who has read it and who not.", SignedIn, list_readers)
        .on("PUT /drafts/{stream}", "keep_draft", "Keeps what I began to write.", SignedIn, keep_draft)
        .on("DELETE /drafts/{stream}", "throw_draft", "Throws it away.", SignedIn, throw_draft)
        .on("GET /mentions", "list_mentions", "Messages that mention me, newest first.", SignedIn, list_mentions)
        .open_on_leave(&["keep_draft", "throw_draft"])
        .talking_on_leave(&["say", "reword", "withdraw", "react", "unreact"])
}

async fn list_messages(cx: Cx, input: In<RoomPath, PageQuery>) -> Result<Reply<MessagePage>> {
    let (id, around, limit) = (input.path.room, input.query.around()?, limit(input.query.limit));
    let page = cx
        .read(move |conn| {
            let tick = conn.position()?.tick;
            let (shown, last_seq) = talk::page(conn, id, around, limit)?;
            Ok(MessagePage {
                messages: shown.messages,
                people: shown.people,
                first_seq: i64::from(last_seq > 0),
                last_seq,
                tick,
            })
        })
        .await?;
    Ok(Reply::ok(page))
}

async fn say(cx: Cx, input: In<RoomPath, (), Json<Say>>) -> Result<Reply<Message>> {
    let (id, Json(said)) = (input.path.room, input.body);
    let saying = Saying {
        id: said.id,
        body: said.body,
        files: said.files,
        versions: said.versions,
        quote: said.reply_to,
        thread: said.thread,
        also_to_room: said.also_to_room,
        operator: said.operator_id,
        as_post: said.as_post,
        card: None,
        passing: None,
        guarded: None,
        answered: said.personal_number,
        album: said.album,
        no_reply: said.no_reply,
        headings: said.headings,
        unattended: false,
    };
    let said = Said { actor: cx.actor(), room: id, saying };
    let (message, fresh) = cx.part::<Sayings>().say(said).await?;
    Ok(if fresh { Reply::created(message) } else { Reply::ok(message) })
}

async fn get_message(cx: Cx, input: In<MessagePath>) -> Result<Reply<Message>> {
    let id = input.path.message;
    Ok(Reply::ok(cx.read(move |conn| talk::message(conn, id)).await?))
}

async fn reword(cx: Cx, input: In<MessagePath, (), Json<Reword>>) -> Result<Reply<Message>> {
    let (id, Json(Reword { body, headings, personal_number })) = (input.path.message, input.body);
    let answered = personal_number;
    let reworded = cx.write(move |tx| talk::reword(tx, id, &body, headings.as_deref(), answered.as_ref())).await?;
    Ok(Reply::ok(reworded))
}

async fn withdraw(cx: Cx, input: In<MessagePath>) -> Result<Reply<Message>> {
    let (id, cards) = (input.path.message, *cx.part::<Cards>());
    Ok(Reply::ok(cx.write(move |tx| talk::withdraw(tx, cards, id)).await?))
}

async fn get_history(cx: Cx, input: In<MessagePath>) -> Result<Reply<Items<Revision>>> {
    let id = input.path.message;
    let found = cx.read(move |conn| talk::history(conn, id)).await?;
    let revision = |(row, operator): (RevisionRow, _)| Revision { body: row.body, at: row.at, by: row.by, operator };
    Ok(Reply::ok(Items { items: found.into_iter().map(revision).collect() }))
}

async fn list_reactions(cx: Cx, input: In<MessagePath>) -> Result<Reply<Items<Reaction>>> {
    let id = input.path.message;
    let found = cx.read(move |conn| reacting::reactions(conn, id)).await?;
    let reaction = |one: Reacting| Reaction { code: one.code, person: one.person, operator: one.operator, at: one.at };
    let items = found.into_iter().map(reaction).collect();
    Ok(Reply::ok(Items { items }))
}

async fn react(cx: Cx, input: In<ReactionPath>) -> Result<Reply<Message>> {
    let ReactionPath { message, code } = input.path;
    Ok(Reply::ok(cx.write(move |tx| reacting::react(tx, message, &code, true)).await?))
}

async fn unreact(cx: Cx, input: In<ReactionPath>) -> Result<Reply<Message>> {
    let ReactionPath { message, code } = input.path;
    Ok(Reply::ok(cx.write(move |tx| reacting::react(tx, message, &code, false)).await?))
}

async fn list_readers(cx: Cx, input: In<MessagePath, SortQuery>) -> Result<Reply<Readers>> {
    let (id, sort) = (input.path.message, input.query.sort.unwrap_or_default());
    let found = cx.read(move |conn| receipts::of_message(conn, id, sort)).await?;
    Ok(Reply::ok(found.into()))
}

impl From<receipts::Readers> for Readers {
    fn from(found: receipts::Readers) -> Self {
        Self {
            read: found.read.into_iter().map(shown_reader).collect(),
            unread: found.unread.into_iter().map(|person| Unreader { person }).collect(),
            off_duty: found.off_duty.into_iter().map(|person| Unreader { person }).collect(),
        }
    }
}

fn shown_reader(reader: receipts::Reader) -> Reader {
    let operators = reader.operators.into_iter().map(|(operator, at)| OperatorReader { operator, at });
    Reader { person: reader.person, at: reader.at, operators: operators.collect() }
}

async fn keep_draft(cx: Cx, input: In<StreamPath, (), Json<KeepDraft>>) -> Result<Reply<KeptDraft>> {
    let (stream, Json(kept)) = (input.path.stream, input.body);
    let draft = cx.write(move |tx| personal::keep_draft(tx, stream, kept.room_id, &kept.body, kept.quote)).await?;
    Ok(Reply::ok(KeptDraft { draft }))
}

async fn throw_draft(cx: Cx, input: In<StreamPath>) -> Result<Reply> {
    let stream = input.path.stream;
    cx.write(move |tx| personal::throw_draft(tx, stream)).await?;
    Ok(Reply::none())
}

async fn list_mentions(cx: Cx, input: In<(), ListQuery>) -> Result<Reply<Mentions>> {
    let ListQuery { limit: asked, cursor } = input.query;
    let (before, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let Found { shown, since } = cx.read(move |conn| mentions::mentions(conn, before, limit)).await?;
    let page = Page::cut(shown.messages, limit, |message| (since.get(&message.id).copied(), message.id));
    let page = page.map(|message| Mention { room_id: message.room_id, message });
    Ok(Reply::ok(Mentions { page, people: shown.people }))
}
