//! To a provider and back.

use super::{LinkPath, ProviderPath};
use crate::claims::{self, Identity};
use crate::model::{Arrival, Departure, OidcRefusal, OwnLink, Provider, ProviderButton, ProviderId};
use crate::outside::Providers;
use crate::service::{links, passage, passage::Passage, providers};
use crate::store;
use identity::http::Voucher;
use identity::model::factors::{CHALLENGE_LIMIT, SignInAnswer};
use identity::service::session::new_token;
use kernel::{AccountId, Error, Refusal, Result};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Cx, In, Json, Origins, Reply};

/// What ties a passage to the browser that began it.
const COOKIE: &str = "engawa_passage";
/// The page of the client to which providers send people back.
const RETURN_PAGE: &str = "/sign-in/return";

#[derive(Deserialize, JsonSchema)]
pub(super) struct Password {
    /// The present one; whatever it is, where there is none that is taken.
    password: String,
}

/// Where providers are to send people back.
pub(super) fn redirect_uris(cx: &Cx) -> Vec<String> {
    let page = cx.site().path(RETURN_PAGE);
    cx.part::<Origins>().all().iter().map(|origin| format!("{}{page}", origin.text())).collect()
}

fn redirect_uri(cx: &Cx) -> Option<String> {
    cx.part::<Origins>().of(cx).map(|origin| format!("{}{}", origin.text(), cx.site().path(RETURN_PAGE)))
}

pub(super) async fn list_buttons(cx: Cx, _: In) -> Result<Reply<super::Items<ProviderButton>>> {
    // Where nobody could come back to, nobody is sent away.
    let org = cx.site().org();
    let items = match redirect_uri(&cx) {
        Some(_) => cx.read(move |conn| providers::buttons(conn, org)).await?,
        None => Vec::new(),
    };
    Ok(Reply::ok(super::Items { items }))
}

pub(super) async fn begin_sign_in(cx: Cx, input: In<ProviderPath>) -> Result<Reply<Departure>> {
    depart(&cx, input.path.provider, None).await
}

pub(super) async fn begin_link(cx: Cx, input: In<ProviderPath, (), Json<Password>>) -> Result<Reply<Departure>> {
    let (id, account) = (input.path.provider, cx.actor().account);
    here(&cx, id).await?.ok_or_else(Error::not_found)?;
    identity::http::confirm(&cx, input.body.0.password).await?;
    depart(&cx, id, Some(account)).await
}

/// A provider of the organisation at whose address it was asked.
async fn here(cx: &Cx, id: ProviderId) -> Result<Option<Provider>> {
    let found = cx.read(move |conn| store::get(conn, id)).await?;
    Ok(found.filter(|provider| provider.org == cx.site().org()))
}

async fn depart(cx: &Cx, id: ProviderId, account: Option<AccountId>) -> Result<Reply<Departure>> {
    let provider = here(cx, id).await?.ok_or_else(Error::not_found)?;
    let source = source(cx).await?;
    let redirect_uri = redirect_uri(cx).ok_or(OidcRefusal::OtherAddress)?;
    let known = cx.part::<Providers>().known(&provider, cx.db().clock().now()).await?;
    let entropy = cx.db().entropy();
    let token = new_token(&**entropy);
    let secret = match cx.cookie(COOKIE) {
        Some(kept) if kept.len() == token.len() => kept.to_owned(),
        _ => new_token(&**entropy),
    };
    // The page to which the browser comes back sees by this what to do.
    let state = format!("{}-{token}", if account.is_some() { "link" } else { "in" });
    let passage = Passage { provider: id, redirect_uri, account };
    let address = claims::address(&provider, &known, &passage::attempt(&secret, &state, &passage.redirect_uri))?;
    let (kept, whole) = (secret.clone(), passage.clone());
    cx.write(move |tx| passage::depart(tx, &state, &kept, &whole, &source)).await?;
    let cookie = cx.kept(COOKIE, &secret, CHALLENGE_LIMIT.as_secs(), "/api");
    Ok(Reply::ok(Departure { address }).cookie(&cookie))
}

pub(super) async fn sign_in(cx: Cx, input: In<(), (), Json<Arrival>>) -> Result<Reply<SignInAnswer>> {
    let (provider, who) = arrived(&cx, input.body.0, |passage| passage.account.is_none()).await?;
    let (asked, named) = (provider.clone(), who.clone());
    let linked = cx.read(move |conn| links::known(conn, &asked, &named)).await?;
    let by = Voucher { name: provider.name.clone(), vouched: provider.factor.vouches(&who.methods) };
    let account = match linked {
        Some(account) => account,
        None => {
            let address = cx.client().address.to_string();
            cx.write(move |tx| links::arrive(tx, &provider, &who, &address)).await?
        }
    };
    identity::http::enter(&cx, account, by).await
}

pub(super) async fn finish_link(cx: Cx, input: In<(), (), Json<Arrival>>) -> Result<Reply> {
    let own = cx.actor().account;
    let (provider, who) = arrived(&cx, input.body.0, move |passage| passage.account == Some(own)).await?;
    let address = cx.client().address.to_string();
    cx.write(move |tx| links::link_own(tx, &provider, &who, &address)).await?;
    Ok(Reply::none())
}

/// Who came back, once all is as it should be. `fits` says whether it is the passage that is meant.
async fn arrived(cx: &Cx, arrival: Arrival, fits: impl FnOnce(&Passage) -> bool) -> Result<(Provider, Identity)> {
    let source = source(cx).await?;
    let secret = cx.cookie(COOKIE).map(str::to_owned);
    let (state, kept) = (arrival.state.clone(), secret.clone());
    let from = source.clone();
    let passage = cx.write(move |tx| passage::arrive(tx, &state, kept.as_deref(), &from)).await?;
    let secret = secret.filter(|_| fits(&passage)).ok_or(OidcRefusal::AttemptOver)?;
    let id = passage.provider;
    let provider = here(cx, id).await?.ok_or(OidcRefusal::AttemptOver)?;
    // RFC 9207: another provider's answer must not be taken for this one's.
    if arrival.iss.as_ref().is_some_and(|iss| *iss != provider.issuer) {
        return Err(OidcRefusal::OtherIssuer.into());
    }
    let code = match (arrival.code, arrival.error.as_deref()) {
        (Some(code), None) => code,
        (_, Some("access_denied" | "login_required" | "interaction_required" | "consent_required")) => {
            return Err(OidcRefusal::Cancelled.into());
        }
        (_, Some("temporarily_unavailable" | "server_error")) => return Err(OidcRefusal::Away.into()),
        (_, error) => return Err(Error::from(OidcRefusal::Declined).because(error.unwrap_or("no code"))),
    };
    let (parts, now) = (cx.part::<Providers>(), cx.db().clock().now());
    let known = parts.known(&provider, now).await?;
    let attempt = passage::attempt(&secret, &arrival.state, &passage.redirect_uri);
    let again = async || parts.asked(&provider, now).await;
    let identified = claims::identify(&provider, &known, &attempt, &code, now, again).await;
    match &identified {
        Ok(_) => {
            let from = source.clone();
            // Most have nothing to be forgiven.
            if cx.read(move |conn| identity::store::failures(conn, &from)).await?.0 > 0 {
                cx.write(move |tx| passage::forgive(tx, &source)).await?;
            }
        }
        // The provider does not know the code: somebody made it up, as one tries passwords. A token that does not fit is the provider's fault,
        // which whoever comes at half past eight must not wait for.
        Err(error) if error.code() == OidcRefusal::AttemptOver.code() => {
            let address = cx.client().address.to_string();
            cx.write(move |tx| identity::service::sign_in_failed(tx, None, &source, &address)).await?;
        }
        Err(_) => {}
    }
    Ok((provider, identified?))
}

/// From where somebody comes, as the house counts those who try and have not said who they are.
async fn source(cx: &Cx) -> Result<String> {
    let (org, address) = (cx.site().org(), cx.client().address.to_string());
    let device = identity::http::device(cx);
    cx.read(move |conn| passage::source(conn, org, device.as_deref(), &address)).await
}

pub(super) async fn list_links(cx: Cx, _: In) -> Result<Reply<super::Items<OwnLink>>> {
    Ok(Reply::ok(super::Items { items: cx.read(links::list_own).await? }))
}

pub(super) async fn unlink(cx: Cx, input: In<ProviderPath>) -> Result<Reply> {
    let (id, address) = (input.path.provider, cx.client().address.to_string());
    cx.write(move |tx| links::unlink_own(tx, id, &address)).await?;
    Ok(Reply::none())
}

pub(super) async fn unlink_other(cx: Cx, input: In<LinkPath>) -> Result<Reply> {
    let (LinkPath { provider, account }, address) = (input.path, cx.client().address.to_string());
    cx.write(move |tx| links::unlink(tx, provider, account, &address)).await?;
    Ok(Reply::none())
}
