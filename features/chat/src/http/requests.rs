//! Requests to the desks of those who can be reached only by some.

use crate::model::{ContactRequest, RoomId};
use crate::service::requests::{self, NewRequest};
use directory::model::BarrierId;
use kernel::{Result, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct RequestPath {
    /// The id of its room.
    room: RoomId,
}

#[derive(Deserialize, JsonSchema)]
struct RequestsQuery {
    /// `true`: those that are closed.
    #[serde(default)]
    closed: bool,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct AskDesk {
    /// The id of the room, proposed by the client.
    id: RoomId,
    /// Whose desk.
    barrier_id: BarrierId,
    /// What it is about.
    subject: String,
    /// The first message.
    body: String,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("chat")
        .on("GET /contact-requests", "list_requests", "Those I asked and those of my desk.", SignedIn, list_requests)
        .on("POST /contact-requests", "ask_desk", "Asks a desk to reach somebody.", SignedIn, ask_desk)
        .on("GET /contact-requests/{room}", "get_request", "One of them.", SignedIn, get_request)
        .on("PUT /contact-requests/{room}/claim", "claim_request", "I see to it.", SignedIn, claim_request)
        .on("DELETE /contact-requests/{room}/claim", "unclaim_request", "Somebody else may.", SignedIn, unclaim_request)
}

fn key(request: &ContactRequest) -> (Timestamp, RoomId) {
    (request.asked_at, request.room.id)
}

async fn list_requests(cx: Cx, input: In<(), RequestsQuery>) -> Result<Reply<Page<ContactRequest>>> {
    let RequestsQuery { closed, limit: asked, cursor } = input.query;
    let (before, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found = cx.read(move |conn| requests::list(conn, !closed, before, limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, key)))
}

async fn ask_desk(cx: Cx, input: In<(), (), Json<AskDesk>>) -> Result<Reply<ContactRequest>> {
    let Json(asked) = input.body;
    let new = NewRequest { id: asked.id, barrier: asked.barrier_id, subject: asked.subject, body: asked.body };
    let (request, fresh) = cx.write(move |tx| requests::ask(tx, &new)).await?;
    Ok(if fresh { Reply::created(request) } else { Reply::ok(request) })
}

async fn get_request(cx: Cx, input: In<RequestPath>) -> Result<Reply<ContactRequest>> {
    let id = input.path.room;
    Ok(Reply::ok(cx.read(move |conn| requests::request(conn, id)).await?))
}

async fn claim_request(cx: Cx, input: In<RequestPath>) -> Result<Reply<ContactRequest>> {
    let id = input.path.room;
    Ok(Reply::ok(cx.write(move |tx| requests::claim(tx, id, true)).await?))
}

async fn unclaim_request(cx: Cx, input: In<RequestPath>) -> Result<Reply<ContactRequest>> {
    let id = input.path.room;
    Ok(Reply::ok(cx.write(move |tx| requests::claim(tx, id, false)).await?))
}
