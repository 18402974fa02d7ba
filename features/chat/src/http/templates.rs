//! Templates for rooms.

use crate::http::Items;
use crate::model::{RoomTemplate, TemplateId, TemplateWords};
use crate::service::templates;
use kernel::Result;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cx, In, Json, Reply, Routes};

#[derive(Deserialize, JsonSchema)]
struct TemplatePath {
    template: String,
}

#[derive(Deserialize, JsonSchema)]
struct MakeTemplate {
    /// Proposed by the client.
    id: TemplateId,
    words: TemplateWords,
}

#[derive(Deserialize, JsonSchema)]
struct HideTemplate {
    hidden: bool,
}

pub(super) fn routes() -> Routes {
    use Access::{Administrator, SignedIn};
    Routes::new("chat")
        .on("GET /room-templates", "list_room_templates", "What rooms can begin with.", SignedIn, list)
        .on(
            "GET /administration/room-templates",
            "list_all_room_templates",
            "All templates, also those that are not offered.",
            Administrator,
            list_all,
        )
        .on("POST /administration/room-templates", "make_room_template", "Makes a template.", Administrator, make)
        .on(
            "PUT /administration/room-templates/{template}",
            "replace_room_template",
            "Says something else in it.",
            Administrator,
            replace,
        )
        .on(
            "PUT /administration/room-templates/{template}/hidden",
            "hide_room_template",
            "Offers it no more, or again.",
            Administrator,
            hide,
        )
}

async fn list(cx: Cx, _: In) -> Result<Reply<Items<RoomTemplate>>> {
    Ok(Reply::ok(Items { items: cx.read(|conn| templates::list(conn, true)).await? }))
}

async fn list_all(cx: Cx, _: In) -> Result<Reply<Items<RoomTemplate>>> {
    Ok(Reply::ok(Items { items: cx.read(|conn| templates::list(conn, false)).await? }))
}

async fn make(cx: Cx, input: In<(), (), Json<MakeTemplate>>) -> Result<Reply<RoomTemplate>> {
    let Json(MakeTemplate { id, words }) = input.body;
    let address = cx.client().address.to_string();
    let (template, fresh) = cx.write(move |tx| templates::make(tx, id, words.clone(), &address)).await?;
    Ok(if fresh { Reply::created(template) } else { Reply::ok(template) })
}

async fn replace(cx: Cx, input: In<TemplatePath, (), Json<TemplateWords>>) -> Result<Reply<RoomTemplate>> {
    let (key, Json(words), address) = (input.path.template, input.body, cx.client().address.to_string());
    Ok(Reply::ok(cx.write(move |tx| templates::replace(tx, &key, words.clone(), &address)).await?))
}

async fn hide(cx: Cx, input: In<TemplatePath, (), Json<HideTemplate>>) -> Result<Reply> {
    let (key, Json(HideTemplate { hidden }), address) =
        (input.path.template, input.body, cx.client().address.to_string());
    cx.write(move |tx| templates::set_hidden(tx, &key, hidden, &address)).await?;
    Ok(Reply::none())
}
