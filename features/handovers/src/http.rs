//! The endpoints of handovers.

use crate::model::{Edit, Handover, HandoverId, Line, Own, Stage, Version};
use crate::service::sources::Sources;
use crate::service::{self, Search};
use crate::store::Key;
use directory::model::{TitleId, UnitId};
use kernel::Result;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct HandoverPath {
    handover: HandoverId,
}

#[derive(Deserialize, JsonSchema)]
struct VersionPath {
    handover: HandoverId,
    version: i64,
}

#[derive(Deserialize, JsonSchema)]
struct ListQuery {
    /// How far they are.
    stage: Option<Stage>,
    /// Words found in the person or the post.
    q: Option<String>,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct NewHandover {
    /// A proposed id; the same one twice is the same handover once.
    id: Option<HandoverId>,
    /// The unit of the post.
    unit_id: UnitId,
    /// Its title.
    title_id: Option<TitleId>,
}

/// The endpoints.
pub fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("handovers")
        .on("GET /handovers", "list_own_handovers", "What I hand over, and what I take over.", SignedIn, own)
        .on("POST /handovers", "begin_handover", "Begins to hand a post of mine over.", SignedIn, begin)
        .on("GET /handovers/{handover}", "get_handover", "One handover.", SignedIn, get)
        .on("PATCH /handovers/{handover}", "edit_handover", "Writes in a draft.", SignedIn, edit)
        .on("DELETE /handovers/{handover}", "remove_handover", "Removes one begun by hand.", SignedIn, remove)
        .on("POST /handovers/{handover}/refresh", "refresh_handover", "Collects anew what is open.", SignedIn, refresh)
        .on("POST /handovers/{handover}/hand-in", "hand_in_handover", "Hands it in.", SignedIn, hand_in)
        .on("POST /handovers/{handover}/take-back", "take_back_handover", "Goes on writing in it.", SignedIn, take_back)
        .on("POST /handovers/{handover}/take-over", "take_over_handover", "Takes it over.", SignedIn, take_over)
        .on("POST /handovers/{handover}/confirm", "confirm_handover", "Has seen it, as the head.", SignedIn, confirm)
        .on(
            "GET /handovers/{handover}/versions/{version}",
            "get_handover_version",
            "What was handed in once.",
            SignedIn,
            version,
        )
        .on("GET /administration/handovers", "list_handovers", "Who has handed over, by unit.", SignedIn, list)
}

fn shown(handover: Handover) -> Reply<Handover> {
    let tick = handover.tick;
    Reply::ok(handover).etag(tick)
}

async fn own(cx: Cx, _: In) -> Result<Reply<Own>> {
    Ok(Reply::ok(cx.read(service::own).await?))
}

async fn begin(cx: Cx, input: In<(), (), Json<NewHandover>>) -> Result<Reply<Handover>> {
    let (Json(new), sources) = (input.body, cx.part::<Sources>());
    let post = (new.unit_id, new.title_id);
    let begun = cx.write(move |tx| service::begin(tx, new.id, post, *sources)).await?;
    let tick = begun.tick;
    Ok(Reply::created(begun).etag(tick))
}

async fn get(cx: Cx, input: In<HandoverPath>) -> Result<Reply<Handover>> {
    let id = input.path.handover;
    cx.read(move |conn| service::get(conn, id)).await.map(shown)
}

async fn edit(cx: Cx, input: In<HandoverPath, (), Json<Edit>>) -> Result<Reply<Handover>> {
    let (id, Json(change), seen) = (input.path.handover, input.body, cx.if_match()?);
    cx.write(move |tx| service::edit(tx, id, &change, seen)).await.map(shown)
}

async fn remove(cx: Cx, input: In<HandoverPath>) -> Result<Reply> {
    let id = input.path.handover;
    cx.write(move |tx| service::remove(tx, id)).await?;
    Ok(Reply::none())
}

async fn refresh(cx: Cx, input: In<HandoverPath>) -> Result<Reply<Handover>> {
    let (id, sources) = (input.path.handover, cx.part::<Sources>());
    cx.write(move |tx| service::refresh(tx, id, *sources)).await.map(shown)
}

async fn hand_in(cx: Cx, input: In<HandoverPath>) -> Result<Reply<Handover>> {
    let (id, seen) = (input.path.handover, cx.if_match()?);
    cx.write(move |tx| service::hand_in(tx, id, seen)).await.map(shown)
}

async fn take_back(cx: Cx, input: In<HandoverPath>) -> Result<Reply<Handover>> {
    let id = input.path.handover;
    cx.write(move |tx| service::take_back(tx, id)).await.map(shown)
}

async fn take_over(cx: Cx, input: In<HandoverPath>) -> Result<Reply<Handover>> {
    let (id, seen) = (input.path.handover, cx.if_match()?);
    cx.write(move |tx| service::take_over(tx, id, seen)).await.map(shown)
}

async fn confirm(cx: Cx, input: In<HandoverPath>) -> Result<Reply<Handover>> {
    let id = input.path.handover;
    cx.write(move |tx| service::confirm(tx, id)).await.map(shown)
}

async fn version(cx: Cx, input: In<VersionPath>) -> Result<Reply<Version>> {
    let VersionPath { handover, version } = input.path;
    Ok(Reply::ok(cx.read(move |conn| service::version(conn, handover, version)).await?))
}

async fn list(cx: Cx, input: In<(), ListQuery>) -> Result<Reply<Page<Line>>> {
    let ListQuery { stage, q, limit: asked, cursor } = input.query;
    let (after, limit): (Option<Key>, usize) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let search = Search { stage, words: q };
    let found = cx.read(move |conn| service::list(conn, &search, after.clone(), limit)).await?;
    let page = Page::cut(found, limit, |(_, key)| key.clone());
    Ok(Reply::ok(page.map(|(line, _)| line)))
}
