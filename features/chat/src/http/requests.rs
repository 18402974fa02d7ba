//! Requests to the desks of those who can be reached only by some, and to posts.

use crate::model::{Answered, ContactRequest, RoomId};
use crate::service::requests::{self, Asked, NewRequest};
use crate::store::requests::Which;
use directory::model::{BarrierId, TitleId, UnitId};
use kernel::{Error, Result, Timestamp};
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
    /// `true`: those to posts, else those to desks.
    #[serde(default)]
    to_posts: bool,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct Ask {
    /// The id of the room, proposed by the client.
    id: RoomId,
    /// Whose desk; nothing for a post.
    #[serde(default)]
    barrier_id: Option<BarrierId>,
    /// What a desk is asked about.
    #[serde(default)]
    subject: String,
    /// The unit of the post.
    #[serde(default)]
    unit_id: Option<UnitId>,
    /// The title of the post; nothing for everybody in the unit.
    #[serde(default)]
    title_id: Option<TitleId>,
    /// The first message.
    body: String,
    /// What they answered when they were asked about a personal number in it.
    #[serde(default)]
    personal_number: Option<Answered>,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("chat")
        .on(
            "GET /contact-requests",
            "list_requests",
            "Those I asked and those of my desk or my posts.",
            SignedIn,
            list_requests,
        )
        .on(
            "POST /contact-requests",
            "ask_request",
            "Asks a desk to reach somebody, or whoever holds a post.",
            SignedIn,
            ask_request,
        )
        .on("GET /contact-requests/{room}", "get_request", "One of them.", SignedIn, get_request)
        .on("PUT /contact-requests/{room}/claim", "claim_request", "I see to it.", SignedIn, claim_request)
        .on("DELETE /contact-requests/{room}/claim", "unclaim_request", "Somebody else may.", SignedIn, unclaim_request)
}

fn key(request: &ContactRequest) -> (Timestamp, RoomId) {
    (request.asked_at, request.room.id)
}

async fn list_requests(cx: Cx, input: In<(), RequestsQuery>) -> Result<Reply<Page<ContactRequest>>> {
    let RequestsQuery { closed, to_posts, limit: asked, cursor } = input.query;
    let which = Which { open: !closed, to_posts };
    let (before, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found = cx.read(move |conn| requests::list(conn, which, before, limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, key)))
}

async fn ask_request(cx: Cx, input: In<(), (), Json<Ask>>) -> Result<Reply<ContactRequest>> {
    let Json(Ask { id, barrier_id, subject, unit_id, title_id, body, personal_number }) = input.body;
    let asked = match (barrier_id, unit_id) {
        (Some(barrier), None) => Asked::Desk(barrier, subject),
        (None, Some(unit)) => Asked::Post(unit, title_id),
        (None, None) => return Err(Error::field("unit_id", "missing")),
        (Some(_), Some(_)) => return Err(Error::field("unit_id", "too_many")),
    };
    let new = NewRequest { id, asked, body, answered: personal_number };
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
