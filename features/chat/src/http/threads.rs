//! Threads.

use crate::http::messages::PageQuery;
use crate::model::{Message, MessageId, RoomId, Thread};
use crate::service::rooms::thread_key;
use crate::service::threads::{self, ThreadChange};
use directory::model::PersonBrief;
use kernel::{Result, Tick};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct ThreadPath {
    /// The first message's id.
    thread: MessageId,
}

#[derive(Serialize, JsonSchema)]
struct ThreadPage {
    /// The replies, in rising order.
    messages: Vec<Message>,
    /// Everybody named in them and in the root.
    people: Vec<PersonBrief>,
    /// The message above them.
    root: Message,
    /// Nothing while nobody has replied.
    thread: Option<Thread>,
    room_id: RoomId,
    first_seq: i64,
    last_seq: i64,
    /// Events up to here are in this page.
    tick: Tick,
}

#[derive(Deserialize, JsonSchema)]
struct ChangeThread {
    following: Option<bool>,
    resolved: Option<bool>,
    /// Empty takes it away.
    title: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
struct ReadUpTo {
    seq: i64,
}

#[derive(Deserialize, JsonSchema)]
struct ListQuery {
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Serialize, JsonSchema)]
struct InboxItem {
    thread: Thread,
    root: Message,
    /// The last replies.
    latest: Vec<Message>,
    room_id: RoomId,
}

#[derive(Serialize, JsonSchema)]
struct Inbox {
    #[serde(flatten)]
    page: Page<InboxItem>,
    people: Vec<PersonBrief>,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("chat")
        .on("GET /threads", "list_threads", "Threads that I follow, newest first.", SignedIn, list_threads)
        .on("GET /threads/{thread}/messages", "list_replies", "A page of a thread.", SignedIn, list_replies)
        .on("PUT /threads/{thread}", "change_thread", "Follows, settles or names it.", SignedIn, change_thread)
        .on("PUT /threads/{thread}/read", "read_thread", "I have read up to here.", SignedIn, read_thread)
        .open_on_leave(&["read_thread"])
        .talking_on_leave(&["change_thread"])
}

async fn list_threads(cx: Cx, input: In<(), ListQuery>) -> Result<Reply<Inbox>> {
    let ListQuery { limit: asked, cursor } = input.query;
    let (before, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let (items, people) = cx.read(move |conn| threads::inbox(conn, before, limit)).await?;
    let page = Page::cut(items, limit, |item| thread_key(&item.thread));
    let page = page.map(|item| InboxItem {
        room_id: item.thread.room_id,
        thread: item.thread,
        root: item.root,
        latest: item.latest,
    });
    Ok(Reply::ok(Inbox { page, people }))
}

async fn list_replies(cx: Cx, input: In<ThreadPath, PageQuery>) -> Result<Reply<ThreadPage>> {
    let (id, around, limit) = (input.path.thread, input.query.around()?, limit(input.query.limit));
    let page = cx
        .read(move |conn| {
            let tick = conn.position()?.tick;
            let page = threads::page(conn, id, around, limit)?;
            let last_seq = page.thread.as_ref().map_or(0, |thread| thread.last_seq);
            Ok(ThreadPage {
                messages: page.messages,
                people: page.people,
                root: page.root,
                thread: page.thread,
                room_id: page.room_id,
                first_seq: i64::from(last_seq > 0),
                last_seq,
                tick,
            })
        })
        .await?;
    Ok(Reply::ok(page))
}

async fn change_thread(cx: Cx, input: In<ThreadPath, (), Json<ChangeThread>>) -> Result<Reply<Thread>> {
    let (id, Json(asked)) = (input.path.thread, input.body);
    let change = ThreadChange { following: asked.following, resolved: asked.resolved, title: asked.title };
    Ok(Reply::ok(cx.write(move |tx| threads::change(tx, id, &change)).await?))
}

async fn read_thread(cx: Cx, input: In<ThreadPath, (), Json<ReadUpTo>>) -> Result<Reply<Thread>> {
    let (id, Json(ReadUpTo { seq })) = (input.path.thread, input.body);
    Ok(Reply::ok(cx.write(move |tx| threads::read(tx, id, seq)).await?))
}
