//! The signed-in person's own: password, second factor, choices, devices.

use super::opening::opened;
use super::{Items, SessionPath};
use crate::model::factors::{NewCode, RecoveryCodes, SignInMethods};
use crate::model::{Account, IdentityRefusal, Me, Session, Settings};
use crate::service::{self, PasswordsStopped, factors, password, password::Passwords};
use crate::store;
use kernel::{Error, Result};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Cx, In, Json, Reply, Restriction};

#[derive(Deserialize, JsonSchema)]
pub(super) struct ChangePassword {
    current: String,
    new: String,
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct Password {
    /// The present one.
    pub(super) password: String,
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct FirstCode {
    /// What the app shows.
    code: String,
}

pub(super) async fn get_me(cx: Cx, _: In) -> Result<Reply<Me>> {
    let must_set_up_factor = cx.restriction() == Some(Restriction::SetUpFactor);
    let from = cx.client().address;
    Ok(Reply::ok(Me { must_set_up_factor, ..cx.read(move |conn| service::me(conn, Some(from))).await? }))
}

pub(super) async fn change_password(cx: Cx, input: In<(), (), Json<ChangePassword>>) -> Result<Reply> {
    let Json(ChangePassword { current, new }) = input.body;
    let id = cx.actor().account;
    if cx.read(move |conn| store::get(conn, id)).await?.is_some_and(|account| account.is_kept_elsewhere()) {
        return Err(IdentityRefusal::PasswordElsewhere.into());
    }
    let (account, source) = confirmed(&cx, current).await?;
    password::check(&new, &account.login)?;
    let (hash, address) = (cx.part::<Passwords>().hash(&cx, new).await?, cx.client().address.to_string());
    cx.write(move |tx| service::change_password(tx, &hash, &source, &address)).await?;
    Ok(Reply::none())
}

/// The actor's account, when the password that came along is its own, or it has none and has just signed in; and the source that is forgiven
/// its wrong guesses by what follows.
pub(super) async fn confirmed(cx: &Cx, password: String) -> Result<(Account, String)> {
    let id = cx.actor().account;
    let account = cx.read(move |conn| store::get(conn, id)).await?.ok_or_else(Error::unauthenticated)?;
    let (source, address) = (format!("session:{id}"), cx.client().address.to_string());
    {
        let source = source.clone();
        cx.read(move |conn| service::check_throttle(conn, &source)).await?;
    }
    let (stopped, asked) = (cx.part::<PasswordsStopped>(), account.clone());
    if !cx.read(move |conn| stopped.takes_password(conn, &asked)).await? {
        cx.read(service::check_fresh).await?;
        return Ok((account, source));
    }
    if opened(cx, password, std::slice::from_ref(&account)).await?.is_none() {
        cx.write(move |tx| service::sign_in_failed(tx, Some(&account), &source, &address)).await?;
        return Err(IdentityRefusal::WrongPassword.into());
    }
    Ok((account, source))
}

pub(super) async fn sign_in_methods(cx: Cx, _: In) -> Result<Reply<SignInMethods>> {
    let stopped = cx.part::<PasswordsStopped>();
    Ok(Reply::ok(cx.read(move |conn| factors::methods(conn, &stopped)).await?))
}

pub(super) async fn begin_code(cx: Cx, input: In<(), (), Json<Password>>) -> Result<Reply<NewCode>> {
    let (_, source) = confirmed(&cx, input.body.0.password).await?;
    Ok(Reply::ok(cx.write(move |tx| factors::begin_code(tx, &source)).await?))
}

pub(super) async fn confirm_code(cx: Cx, input: In<(), (), Json<FirstCode>>) -> Result<Reply<RecoveryCodes>> {
    let (Json(FirstCode { code }), address) = (input.body, cx.client().address.to_string());
    Ok(Reply::ok(cx.write(move |tx| factors::confirm_code(tx, &code, &address)).await?))
}

pub(super) async fn remove_code(cx: Cx, input: In<(), (), Json<Password>>) -> Result<Reply> {
    let (_, source) = confirmed(&cx, input.body.0.password).await?;
    let address = cx.client().address.to_string();
    cx.write(move |tx| factors::remove_code(tx, &source, &address)).await?;
    Ok(Reply::none())
}

pub(super) async fn renew_recovery_codes(cx: Cx, input: In<(), (), Json<Password>>) -> Result<Reply<RecoveryCodes>> {
    let (_, source) = confirmed(&cx, input.body.0.password).await?;
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| factors::renew_recovery_codes(tx, &source, &address)).await?))
}

pub(super) async fn set_settings(cx: Cx, input: In<(), (), Json<Settings>>) -> Result<Reply<Settings>> {
    let Json(settings) = input.body;
    Ok(Reply::ok(cx.write(move |tx| service::set_settings(tx, &settings)).await?))
}

pub(super) async fn list_sessions(cx: Cx, _: In) -> Result<Reply<Items<Session>>> {
    Ok(Reply::ok(Items { items: cx.read(service::own_sessions).await? }))
}

pub(super) async fn end_session(cx: Cx, input: In<SessionPath>) -> Result<Reply> {
    let (session, address) = (input.path.session, cx.client().address.to_string());
    cx.write(move |tx| service::end_session(tx, session, &address)).await?;
    Ok(Reply::none())
}
