//! Shares of the administration. Why somebody may do something is answered by whoever also knows the accounts.

use super::Items;
use crate::model::{CircleEntry, Grant, GrantId, GrantPreview, NewGrant};
use crate::service::grants;
use kernel::Result;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cx, In, Json, Reply, Routes};

#[derive(Deserialize, JsonSchema)]
struct GrantPath {
    grant: GrantId,
}

#[derive(Deserialize, JsonSchema)]
struct Holder {
    holder: CircleEntry,
}

pub(super) fn routes() -> Routes {
    use Access::Administrator;
    Routes::new("directory")
        .on("GET /grants", "list_grants", "Who was given what of the administration.", Administrator, list_grants)
        .on("POST /grants", "create_grant", "Gives somebody a share of it.", Administrator, create_grant)
        .on("POST /grants/preview", "preview_grant", "Whom one would name today.", Administrator, preview_grant)
        .on("PUT /grants/{grant}", "replace_grant", "Replaces what one says.", Administrator, replace_grant)
        .on("DELETE /grants/{grant}", "remove_grant", "Takes one back.", Administrator, remove_grant)
}

async fn list_grants(cx: Cx, _: In) -> Result<Reply<Items<Grant>>> {
    Ok(Reply::ok(Items { items: cx.read(grants::list).await? }))
}

async fn create_grant(cx: Cx, input: In<(), (), Json<NewGrant>>) -> Result<Reply<Grant>> {
    let Json(new) = input.body;
    let address = cx.client().address.to_string();
    Ok(Reply::created(cx.write(move |tx| grants::create(tx, &new, &address)).await?))
}

async fn preview_grant(cx: Cx, input: In<(), (), Json<Holder>>) -> Result<Reply<GrantPreview>> {
    let Json(Holder { holder }) = input.body;
    Ok(Reply::ok(cx.read(move |conn| grants::preview(conn, &holder)).await?))
}

async fn replace_grant(cx: Cx, input: In<GrantPath, (), Json<NewGrant>>) -> Result<Reply<Grant>> {
    let (id, Json(new), seen) = (input.path.grant, input.body, cx.if_match()?);
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| grants::replace(tx, id, &new, seen, &address)).await?))
}

async fn remove_grant(cx: Cx, input: In<GrantPath>) -> Result<Reply> {
    let id = input.path.grant;
    let address = cx.client().address.to_string();
    cx.write(move |tx| grants::remove(tx, id, &address)).await?;
    Ok(Reply::none())
}
