//! Passkeys: signing in with one, and one's own.

use super::Items;
use super::own::{self, Password};
use super::sign_in::{DEVICE_COOKIE, NewSession, is_worth_remembering};
use crate::model::passkeys::{PasskeyChallenge, PasskeyId, PasskeyView, Place, Verdict, check_name};
use crate::model::{IdentityRefusal, Me, device_name};
use crate::service::{PasswordsStopped, passkeys, session::new_token};
use crate::store;
use db::Tx;
use kernel::{Error, Result};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cx, In, Json, Reply, Routes};
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential};

#[derive(Deserialize, JsonSchema)]
struct PasskeyPath {
    #[schemars(with = "String")]
    passkey: PasskeyId,
}

#[derive(Deserialize, JsonSchema)]
struct PasskeyAnswer {
    /// From what was asked.
    challenge: String,
    /// A `PublicKeyCredential` of WebAuthn as JSON.
    #[schemars(with = "serde_json::Value")]
    credential: PublicKeyCredential,
}

#[derive(Deserialize, JsonSchema)]
struct NewPasskey {
    /// From what was asked.
    challenge: String,
    /// A `PublicKeyCredential` of WebAuthn as JSON, of a new key.
    #[schemars(with = "serde_json::Value")]
    credential: RegisterPublicKeyCredential,
    /// What its owner calls it; by default its browser and system.
    #[serde(default)]
    name: String,
}

#[derive(Deserialize, JsonSchema)]
struct PasskeyName {
    name: String,
}

/// The endpoints.
pub(super) fn routes() -> Routes {
    use Access::{Public, Restricted};
    Routes::new("identity")
        .on(
            "POST /sign-in/passkey/challenge",
            "begin_passkey_sign_in",
            "What any passkey is asked; it tells nothing of anybody.",
            Public,
            begin_sign_in,
        )
        .on("POST /sign-in/passkey", "passkey_sign_in", "Opens a session for who shows a passkey.", Public, sign_in)
        .on("GET /me/passkeys", "list_passkeys", "My passkeys.", Restricted, list)
        .on(
            "POST /me/passkeys/challenge",
            "begin_passkey",
            "What a device is asked for a new passkey.",
            Restricted,
            begin,
        )
        .on("POST /me/passkeys", "add_passkey", "Keeps a new passkey.", Restricted, add)
        .on(
            "PATCH /me/passkeys/{passkey}",
            "rename_passkey",
            "Calls a passkey of mine something else.",
            Restricted,
            rename,
        )
        .on("POST /me/passkeys/{passkey}/removal", "remove_passkey", "Takes a passkey of mine off.", Restricted, remove)
}

/// From where a passkey is shown.
async fn source(cx: &Cx) -> Result<String> {
    let (org, address) = (cx.site().org(), cx.client().address.to_string());
    let device = cx.cookie(DEVICE_COOKIE).map(str::to_owned);
    cx.read(move |conn| passkeys::source(conn, org, device.as_deref(), &address)).await
}

async fn begin_sign_in(cx: Cx, _: In) -> Result<Reply<PasskeyChallenge>> {
    let place = Place::called(&cx.client().host)?;
    let source = source(&cx).await?;
    let (options, asked) = place.ask(cx.site().org())?;
    let challenge = new_token(&**cx.db().entropy());
    let token = challenge.clone();
    cx.write(move |tx| passkeys::begin_sign_in(tx, &token, &source, &asked)).await?;
    Ok(Reply::ok(PasskeyChallenge { challenge, options }))
}

async fn sign_in(cx: Cx, input: In<(), (), Json<PasskeyAnswer>>) -> Result<Reply<Me>> {
    let Json(PasskeyAnswer { challenge, credential }) = input.body;
    let place = Place::called(&cx.client().host)?;
    let (source, address, org) = (source(&cx).await?, cx.client().address.to_string(), cx.site().org());
    let asked = {
        let source = source.clone();
        cx.write(move |tx| passkeys::answered(tx, &challenge, &source)).await?
    };
    let credential_id = credential.get_credential_id().to_vec();
    let known = cx.read(move |conn| store::passkeys::by_credential(conn, &credential_id)).await?;
    // Another organisation's is as unknown here as one that was never made; so is that of somebody who has left.
    let known = known.filter(|key| key.org == org && key.active);
    let good_here = known.as_ref().is_some_and(|key| {
        key.host == place.host()
            && credential.get_user_unique_id() == Some(key.handle.as_slice())
            && place.has_asked(&asked, org)
    });
    let verdict = match &known {
        Some(key) if good_here => {
            let public = key.public.clone();
            cx.heavy(move || place.judge(&credential, asked, &public)).await?
        }
        _ => Verdict::Wrong,
    };
    let refused = Error::from(IdentityRefusal::PasskeyRefused);
    let (copied, error) = match (&known, verdict) {
        (Some(key), Verdict::Good(shown)) => {
            let (key, source, stopped) = (key.clone(), source.clone(), cx.part::<PasswordsStopped>());
            let new = NewSession::asked_for(&cx);
            let opened = new.clone();
            let story =
                move |tx: &mut Tx<'_>| passkeys::sign_in(tx, &key, &shown, &stopped, &opened.entry(&source, true));
            match cx.write(story).await {
                Ok(Some(me)) => return Ok(new.given(&cx, me)),
                Ok(None) => (true, refused),
                Err(error) if is_worth_remembering(&error) => (false, error),
                Err(error) => return Err(error),
            }
        }
        (_, verdict) => (matches!(verdict, Verdict::Copied), refused),
    };
    cx.write(move |tx| passkeys::failed(tx, known.as_ref(), copied, &source, &address)).await?;
    Err(error)
}

async fn list(cx: Cx, _: In) -> Result<Reply<Items<PasskeyView>>> {
    Ok(Reply::ok(Items { items: cx.read(passkeys::list_own).await? }))
}

async fn begin(cx: Cx, input: In<(), (), Json<Password>>) -> Result<Reply<PasskeyChallenge>> {
    let place = Place::called(&cx.client().host)?;
    let (_, source) = own::confirmed(&cx, input.body.0.password).await?;
    let (host, stopped) = (place.host().to_owned(), cx.part::<PasswordsStopped>());
    let owner = cx.write(move |tx| passkeys::begin(tx, &host, &stopped, &source)).await?;
    let (options, asked) = place.ask_new(owner)?;
    let challenge = new_token(&**cx.db().entropy());
    let token = challenge.clone();
    cx.write(move |tx| passkeys::asked(tx, &token, &asked)).await?;
    Ok(Reply::ok(PasskeyChallenge { challenge, options }))
}

async fn add(cx: Cx, input: In<(), (), Json<NewPasskey>>) -> Result<Reply<PasskeyView>> {
    let Json(NewPasskey { challenge, credential, name }) = input.body;
    let place = Place::called(&cx.client().host)?;
    let names = [check_name(&name)?.unwrap_or_default(), device_name(&cx.client().agent), place.host().to_owned()];
    let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    let asked = cx.write(move |tx| passkeys::answered_new(tx, &challenge)).await?;
    let host = place.host().to_owned();
    let (made, asked) = cx.heavy(move || Ok((place.made(&credential, &asked)?, asked))).await?;
    let (stopped, address) = (cx.part::<PasswordsStopped>(), cx.client().address.to_string());
    let story = move |tx: &mut Tx<'_>| passkeys::add(tx, (&made, &asked), (&host, &name), &stopped, &address);
    Ok(Reply::created(cx.write(story).await?))
}

async fn rename(cx: Cx, input: In<PasskeyPath, (), Json<PasskeyName>>) -> Result<Reply> {
    let (id, Json(PasskeyName { name })) = (input.path.passkey, input.body);
    let name = check_name(&name)?.ok_or_else(|| Error::field("name", "missing"))?;
    let address = cx.client().address.to_string();
    cx.write(move |tx| passkeys::rename(tx, id, &name, &address)).await?;
    Ok(Reply::none())
}

async fn remove(cx: Cx, input: In<PasskeyPath, (), Json<Password>>) -> Result<Reply> {
    let id = input.path.passkey;
    let (_, source) = own::confirmed(&cx, input.body.0.password).await?;
    let address = cx.client().address.to_string();
    cx.write(move |tx| passkeys::remove(tx, id, &source, &address)).await?;
    Ok(Reply::none())
}
