//! What those do who receive broadcasts.

use super::{BroadcastPath, guard};
use crate::model::{Mine, ReceivedLine, Reply, ReplyId, Summary};
use crate::service::{self, Key, Shown};
use kernel::Result;
use rooms::service::Talk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cursor, Cx, In, Json, Page, Routes, limit};

/// What is written to those in whose name a broadcast comes, or by them.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "SayAboutBroadcast")]
pub(super) struct Say {
    /// A proposed id; the same one twice is the same reply once.
    pub(super) id: Option<ReplyId>,
    /// What is said.
    pub(super) body: String,
}

/// All that was written.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BroadcastReplyList")]
pub(super) struct ReplyList {
    /// The oldest first.
    pub(super) items: Vec<Reply>,
}

#[derive(Deserialize, JsonSchema)]
struct ListQuery {
    /// Only those for which the caller is waited.
    pending: Option<bool>,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    const READING: [&str; 5] =
        ["summarise_broadcasts", "list_broadcasts", "get_broadcast", "read_broadcast", "confirm_broadcast"];
    const WRITING: [&str; 3] = ["list_own_broadcast_replies", "reply_to_broadcast", "see_broadcast_answers"];
    Routes::new("broadcasts")
        .on("GET /broadcasts/summary", "summarise_broadcasts", "What waits for me.", SignedIn, summary)
        .on("GET /broadcasts", "list_broadcasts", "What I received, the newest first.", SignedIn, list)
        .on("GET /broadcasts/{broadcast}", "get_broadcast", "One, as far as I may know of it.", SignedIn, get)
        .on("PUT /broadcasts/{broadcast}/read", "read_broadcast", "I have read it.", SignedIn, read)
        .on("PUT /broadcasts/{broadcast}/confirmation", "confirm_broadcast", "I say that I have.", SignedIn, confirm)
        .on(
            "GET /broadcasts/{broadcast}/replies",
            "list_own_broadcast_replies",
            "What I wrote about it, with the answers.",
            SignedIn,
            replies,
        )
        .on("POST /broadcasts/{broadcast}/replies", "reply_to_broadcast", "Writes to its sender.", SignedIn, reply)
        .on(
            "PUT /broadcasts/{broadcast}/replies/seen",
            "see_broadcast_answers",
            "I have looked at the answers.",
            SignedIn,
            saw,
        )
        .open_on_leave(&["read_broadcast", "confirm_broadcast", "see_broadcast_answers"])
        .open_to_guests(&READING)
        .open_to_guests(&WRITING)
        .open_to_bots(&READING)
}

async fn summary(cx: Cx, _: In) -> Result<web::Reply<Summary>> {
    Ok(web::Reply::ok(cx.read(service::summary).await?))
}

async fn list(cx: Cx, input: In<(), ListQuery>) -> Result<web::Reply<Page<ReceivedLine>>> {
    let ListQuery { pending, limit: asked, cursor } = input.query;
    let (before, limit): (Option<Key>, usize) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found = cx.read(move |conn| service::received(conn, pending.unwrap_or(false), before, limit)).await?;
    Ok(web::Reply::ok(Page::cut(found, limit, |line| (line.sent_at, line.id))))
}

async fn get(cx: Cx, input: In<BroadcastPath>) -> Result<web::Reply<Shown>> {
    let id = input.path.broadcast;
    Ok(web::Reply::ok(cx.read(move |conn| service::show(conn, id)).await?))
}

async fn read(cx: Cx, input: In<BroadcastPath>) -> Result<web::Reply<Mine>> {
    let id = input.path.broadcast;
    Ok(web::Reply::ok(cx.write(move |tx| service::read(tx, id)).await?))
}

async fn confirm(cx: Cx, input: In<BroadcastPath>) -> Result<web::Reply<Mine>> {
    let id = input.path.broadcast;
    Ok(web::Reply::ok(cx.write(move |tx| service::confirm(tx, id)).await?))
}

async fn replies(cx: Cx, input: In<BroadcastPath>) -> Result<web::Reply<ReplyList>> {
    let id = input.path.broadcast;
    let items = cx.read(move |conn| service::own(conn, id)).await?;
    Ok(web::Reply::ok(ReplyList { items }))
}

async fn reply(cx: Cx, input: In<BroadcastPath, (), Json<Say>>) -> Result<web::Reply<Reply>> {
    let (broadcast, Json(said), talk) = (input.path.broadcast, input.body, *cx.part::<Talk>());
    let replied = cx.write(move |tx| {
        let replied = service::reply(tx, broadcast, said.id, &said.body)?;
        guard(talk, tx, &[&said.body]).map(|()| replied)
    });
    Ok(web::Reply::created(replied.await?))
}

async fn saw(cx: Cx, input: In<BroadcastPath>) -> Result<web::Reply> {
    let id = input.path.broadcast;
    cx.write(move |tx| service::saw(tx, id)).await?;
    Ok(web::Reply::none())
}
