//! The endpoints: of the sign-in page, of everybody for themselves, of the console.

mod passage;

use crate::model::{
    LinkView, NewProvider, ProviderCheck, ProviderId, ProviderInput, ProviderPlace, ProviderView, ProvidersView,
};
use crate::outside::Known;
use crate::service::providers;
use kernel::{AccountId, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cx, In, Json, Reply, Routes};

#[derive(Serialize, JsonSchema)]
struct Items<T> {
    items: Vec<T>,
}

#[derive(Deserialize, JsonSchema)]
struct ProviderPath {
    #[schemars(with = "String")]
    provider: ProviderId,
}

#[derive(Deserialize, JsonSchema)]
struct LinkPath {
    #[schemars(with = "String")]
    provider: ProviderId,
    #[schemars(with = "String")]
    account: AccountId,
}

#[derive(Deserialize, JsonSchema)]
struct LinksQuery {
    /// Words found in the person's name, reading, unit, title or numbers.
    q: Option<String>,
}

/// The endpoints.
pub fn routes() -> Routes {
    use Access::{Administrator, Public, SignedIn};
    Routes::new("oidc")
        .on(
            "GET /sign-in/providers",
            "list_provider_buttons",
            "Where else one signs in.",
            Public,
            passage::list_buttons,
        )
        .on(
            "POST /sign-in/providers/{provider}",
            "begin_provider_sign_in",
            "Where the browser goes to sign in.",
            Public,
            passage::begin_sign_in,
        )
        .on(
            "POST /sign-in/return",
            "provider_sign_in",
            "Opens a session for who comes back from a provider, or asks for a second step.",
            Public,
            passage::sign_in,
        )
        .on("GET /me/provider-links", "list_own_links", "Who I am at providers.", SignedIn, passage::list_links)
        .on(
            "POST /me/provider-links/{provider}",
            "begin_link",
            "Where the browser goes to be linked.",
            SignedIn,
            passage::begin_link,
        )
        .on("PUT /me/provider-links", "finish_link", "Links who comes back.", SignedIn, passage::finish_link)
        .on(
            "DELETE /me/provider-links/{provider}",
            "remove_own_link",
            "Takes a link of mine off.",
            SignedIn,
            passage::unlink,
        )
        .on("GET /oidc/providers", "list_providers", "The identity providers.", Administrator, list)
        .on("POST /oidc/providers", "create_provider", "Adds a provider.", Administrator, create)
        .on(
            "POST /oidc/providers/check",
            "check_provider",
            "Asks a provider for its documents and says what is wrong.",
            Administrator,
            check,
        )
        .on("PUT /oidc/providers/{provider}", "change_provider", "Changes a provider.", Administrator, change)
        .on(
            "DELETE /oidc/providers/{provider}",
            "remove_provider",
            "Removes a provider and all links to it.",
            Administrator,
            remove,
        )
        .on("GET /oidc/providers/{provider}/links", "list_links", "Who is linked.", Administrator, linked)
        .on(
            "DELETE /oidc/providers/{provider}/links/{account}",
            "remove_link",
            "Takes somebody's link off.",
            Administrator,
            passage::unlink_other,
        )
        .open_on_leave(&["begin_link", "finish_link", "remove_own_link"])
}

async fn list(cx: Cx, _: In) -> Result<Reply<ProvidersView>> {
    let redirect_uris = passage::redirect_uris(&cx);
    Ok(Reply::ok(ProvidersView { items: cx.read(providers::list).await?, redirect_uris }))
}

async fn create(cx: Cx, input: In<(), (), Json<NewProvider>>) -> Result<Reply<ProviderView>> {
    let (Json(new), address) = (input.body, cx.client().address.to_string());
    Ok(Reply::created(cx.write(move |tx| providers::create(tx, &new, &address)).await?))
}

async fn change(cx: Cx, input: In<ProviderPath, (), Json<ProviderInput>>) -> Result<Reply<ProviderView>> {
    let (id, Json(new), seen) = (input.path.provider, input.body, cx.if_match()?);
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| providers::change(tx, id, &new, seen, &address)).await?))
}

async fn check(_: Cx, input: In<(), (), Json<ProviderPlace>>) -> Result<Reply<ProviderCheck>> {
    let Json(place) = input.body;
    let authority = place.authority.as_deref().map(str::trim).filter(|pem| !pem.is_empty());
    Ok(Reply::ok(match Known::discover(place.issuer.trim(), authority).await {
        Ok(known) => {
            let detail = known.metadata.authorization_endpoint().as_str().to_owned();
            ProviderCheck { fault: None, detail }
        }
        Err((fault, detail)) => ProviderCheck { fault: Some(fault), detail },
    }))
}

async fn remove(cx: Cx, input: In<ProviderPath>) -> Result<Reply> {
    let (id, address) = (input.path.provider, cx.client().address.to_string());
    cx.write(move |tx| providers::remove(tx, id, &address)).await?;
    Ok(Reply::none())
}

async fn linked(cx: Cx, input: In<ProviderPath, LinksQuery>) -> Result<Reply<Items<LinkView>>> {
    let (id, words) = (input.path.provider, input.query.q);
    Ok(Reply::ok(Items { items: cx.read(move |conn| providers::linked(conn, id, words.as_deref())).await? }))
}
