//! The organisation's own name and colour, and those of others for whoever founds them.

use crate::model::{ListedOrganisation, OrganisationChange, OrganisationView};
use crate::service::listing::Listing;
use crate::service::organisations as service;
use kernel::{OrgId, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use web::{Access, Cx, In, Json, Reply, Routes};

#[derive(Deserialize, JsonSchema)]
struct OrganisationPath {
    #[schemars(with = "String")]
    organisation: OrgId,
}

#[derive(Serialize, JsonSchema)]
struct AllOrganisations {
    /// The first one first, then in 五十音 order.
    items: Vec<OrganisationView>,
}

#[derive(Serialize, JsonSchema)]
struct ListedOrganisations {
    /// The one at whose address it was asked; nothing before the first set-up.
    here: Option<ListedOrganisation>,
    /// Those that are named to everybody: the first one first, then in 五十音 order.
    items: Vec<ListedOrganisation>,
}

pub(super) fn routes() -> Routes {
    use Access::{Administrator, Public};
    Routes::new("directory")
        .on("GET /organisation", "get_organisation", "My organisation's name and colour.", Administrator, get)
        .on("PATCH /organisation", "change_organisation", "Changes them.", Administrator, change_own)
        .on("GET /organisations", "list_organisations", "All organisations, for the first one.", Administrator, list)
        .on(
            "PATCH /organisations/{organisation}",
            "change_other_organisation",
            "Changes one, for the first one.",
            Administrator,
            change,
        )
        .on(
            "GET /organisations/listed",
            "list_listed_organisations",
            "The organisations that sign-in pages name.",
            Public,
            listed,
        )
}

async fn get(cx: Cx, _: In) -> Result<Reply<OrganisationView>> {
    Ok(Reply::ok(cx.read(service::own).await?))
}

async fn change_own(cx: Cx, input: In<(), (), Json<OrganisationChange>>) -> Result<Reply<OrganisationView>> {
    let (Json(change), address) = (input.body, cx.client().address.to_string());
    Ok(Reply::ok(cx.write(move |tx| service::change_own(tx, &change, &address)).await?))
}

async fn list(cx: Cx, _: In) -> Result<Reply<AllOrganisations>> {
    Ok(Reply::ok(AllOrganisations { items: cx.read(service::list).await? }))
}

async fn change(cx: Cx, input: In<OrganisationPath, (), Json<OrganisationChange>>) -> Result<Reply<OrganisationView>> {
    let (id, Json(change)) = (input.path.organisation, input.body);
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| service::change(tx, id, &change, &address)).await?))
}

async fn listed(cx: Cx, _: In) -> Result<Reply<ListedOrganisations>> {
    let (listing, now) = (cx.part::<Listing>(), cx.db().clock().now());
    let all = match listing.recall(now) {
        Ok(all) => all,
        Err(asked) => {
            let all = Arc::new(cx.read(service::everyone).await?);
            listing.remember(asked, now, &all);
            all
        }
    };
    let (here, items) = service::told_of(&all, cx.site().org());
    let mut hasher = DefaultHasher::new();
    (&here, &items).hash(&mut hasher);
    let version = format!("W/\"{:016x}\"", hasher.finish());
    Ok(Reply::ok(ListedOrganisations { here, items }).weak_etag(&version))
}
