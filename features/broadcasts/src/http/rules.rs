//! Audiences under a name, and what holds for all broadcasts.

use crate::model::{BroadcastRule, ListId, NewList, SavedList};
use crate::service;
use kernel::{Function, Result, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cx, In, Json, Reply, Routes};

#[derive(Deserialize, JsonSchema)]
struct ListPath {
    list: ListId,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BroadcastLists")]
struct Lists {
    /// The organisation's first, then one's own.
    items: Vec<SavedList>,
}

pub(super) fn routes() -> Routes {
    let change_it = Access::May(Function::Broadcasts, Verb::Change);
    let settings = Access::May(Function::Settings, Verb::Change);
    Routes::new("broadcasts")
        .on("GET /broadcasts/lists", "list_broadcast_lists", "Audiences under a name.", change_it, lists)
        .on("POST /broadcasts/lists", "keep_broadcast_list", "Keeps an audience under a name.", change_it, create)
        .on("PUT /broadcasts/lists/{list}", "replace_broadcast_list", "Replaces one.", change_it, replace)
        .on("DELETE /broadcasts/lists/{list}", "remove_broadcast_list", "Forgets one.", change_it, remove)
        .on("GET /broadcasts/rule", "get_broadcast_rule", "What holds for broadcasts.", settings, rule)
        .on("PUT /broadcasts/rule", "set_broadcast_rule", "Says what holds.", settings, set_rule)
}

fn origin(cx: &Cx) -> String {
    cx.client().address.to_string()
}

fn shown(list: SavedList) -> Reply<SavedList> {
    let tick = list.tick;
    Reply::ok(list).etag(tick)
}

async fn lists(cx: Cx, _: In) -> Result<Reply<Lists>> {
    let items = cx.read(service::lists).await?;
    Ok(Reply::ok(Lists { items }))
}

async fn create(cx: Cx, input: In<(), (), Json<NewList>>) -> Result<Reply<SavedList>> {
    let (Json(new), address) = (input.body, origin(&cx));
    let made = cx.write(move |tx| service::create_list(tx, &new, &address)).await?;
    let tick = made.tick;
    Ok(Reply::created(made).etag(tick))
}

async fn replace(cx: Cx, input: In<ListPath, (), Json<NewList>>) -> Result<Reply<SavedList>> {
    let (id, Json(new), seen, address) = (input.path.list, input.body, cx.if_match()?, origin(&cx));
    cx.write(move |tx| service::replace_list(tx, id, &new, seen, &address)).await.map(shown)
}

async fn remove(cx: Cx, input: In<ListPath>) -> Result<Reply> {
    let (id, address) = (input.path.list, origin(&cx));
    cx.write(move |tx| service::remove_list(tx, id, &address)).await?;
    Ok(Reply::none())
}

async fn rule(cx: Cx, _: In) -> Result<Reply<BroadcastRule>> {
    Ok(Reply::ok(cx.read(service::rule).await?))
}

async fn set_rule(cx: Cx, input: In<(), (), Json<BroadcastRule>>) -> Result<Reply<BroadcastRule>> {
    let (Json(rule), address) = (input.body, origin(&cx));
    Ok(Reply::ok(cx.write(move |tx| service::set_rule(tx, rule, &address)).await?))
}
