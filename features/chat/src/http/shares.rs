//! Rooms shared with other organisations: offered, agreed to, ended.

use crate::http::Items;
use crate::model::{RoomId, Share, ShareId};
use crate::service::sharing::{self, Answer};
use directory::model::ListedOrganisation;
use kernel::{Function, Result, Timestamp, Verb};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct SharePath {
    share: ShareId,
}

#[derive(Deserialize, JsonSchema)]
struct SharesQuery {
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct OfferShare {
    /// What the other organisation's address has after `/o/`; nothing for the first, which lives at `/`.
    organisation: Option<String>,
    /// A room that people made, of this organisation.
    room: RoomId,
    /// What it is for: up to 500 characters, for the other side to read.
    purpose: String,
}

#[derive(Deserialize, JsonSchema)]
struct AgreeShare {
    /// A room that people made, of this organisation.
    room: RoomId,
}

pub(super) fn routes() -> Routes {
    let see = Access::May(Function::Rooms, Verb::See);
    let change = Access::Administrator;
    Routes::new("chat")
        .on("GET /shares", "list_shares", "Shares of rooms, offered and received, the newest first.", see, list)
        .on("GET /shares/organisations", "list_share_organisations", "Whom one can ask.", see, organisations)
        .on("POST /shares", "offer_share", "Offers to share a room.", change, offer)
        .on("POST /shares/{share}/agree", "agree_share", "Agrees, with a room of one's own.", change, agree)
        .on("POST /shares/{share}/decline", "decline_share", "Declines.", change, decline)
        .on("POST /shares/{share}/withdraw", "withdraw_share", "Takes an offer back.", change, withdraw)
        .on("POST /shares/{share}/end", "end_share", "Ends it; an owner of the room may, too.", Access::SignedIn, end)
}

fn key(share: &Share) -> (Timestamp, ShareId) {
    (share.offered_at, share.id)
}

async fn list(cx: Cx, input: In<(), SharesQuery>) -> Result<Reply<Page<Share>>> {
    let SharesQuery { limit: asked, cursor } = input.query;
    let (before, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found = cx.read(move |conn| sharing::list(conn, before, limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, key)))
}

async fn organisations(cx: Cx, _: In) -> Result<Reply<Items<ListedOrganisation>>> {
    Ok(Reply::ok(Items { items: cx.read(sharing::organisations).await? }))
}

async fn offer(cx: Cx, input: In<(), (), Json<OfferShare>>) -> Result<Reply<Share>> {
    let Json(OfferShare { organisation, room, purpose }) = input.body;
    let address = cx.client().address.to_string();
    let offered = move |tx: &mut db::Tx<'_>| sharing::offer(tx, organisation.as_deref(), room, &purpose, &address);
    let (share, fresh) = cx.write(offered).await?;
    Ok(if fresh { Reply::created(share) } else { Reply::ok(share) })
}

async fn answer(cx: Cx, id: ShareId, answer: Answer) -> Result<Reply<Share>> {
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| sharing::answer(tx, id, answer, &address)).await?))
}

async fn agree(cx: Cx, input: In<SharePath, (), Json<AgreeShare>>) -> Result<Reply<Share>> {
    let Json(AgreeShare { room }) = input.body;
    answer(cx, input.path.share, Answer::Agree(room)).await
}

async fn decline(cx: Cx, input: In<SharePath>) -> Result<Reply<Share>> {
    answer(cx, input.path.share, Answer::Decline).await
}

async fn withdraw(cx: Cx, input: In<SharePath>) -> Result<Reply<Share>> {
    answer(cx, input.path.share, Answer::Withdraw).await
}

async fn end(cx: Cx, input: In<SharePath>) -> Result<Reply<Share>> {
    answer(cx, input.path.share, Answer::End).await
}
