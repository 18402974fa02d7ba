//! The door: who is it, may they call this, and does the request come from our own pages.

use crate::cx::Client;
use crate::endpoint::{Access, EndpointInfo, Method, OnLeave, Outsiders};
use axum::http::{HeaderMap, header};
use kernel::{Actor, Error, LeaveAccess, OrgId, Outsider, Powers, Result};
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

/// The session cookie's name at the address of the first organisation.
pub const SESSION_COOKIE: &str = "engawa_session";

/// A session that was found good.
#[derive(Debug, Clone, Copy)]
pub struct Signed {
    /// Who it is.
    pub actor: Actor,
    /// What they must do before anything else.
    pub restriction: Option<Restriction>,
}

/// What somebody must do first, and may do besides signing out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restriction {
    /// Choose a password of their own.
    ChoosePassword,
    /// Set a second factor up.
    SetUpFactor,
    /// Agree to what guests agree to.
    Agree,
    /// Say who is using the shared account.
    ChooseOperator,
}

impl Restriction {
    fn code(self) -> &'static str {
        match self {
            Self::ChoosePassword => "password_change_needed",
            Self::SetUpFactor => "factor_set_up_needed",
            Self::Agree => "agreement_needed",
            Self::ChooseOperator => "operator_needed",
        }
    }
}

/// Turns a session token into an actor. Identity has the one implementation.
pub trait Authenticator: Send + Sync {
    /// Errors: `sign_in_needed` for a token that is unknown, revoked, expired or another organisation's; another code of the same kind for
    /// one that is good, but not from here.
    fn authenticate<'a>(
        &'a self,
        org: OrgId,
        token: &'a str,
        client: &'a Client,
    ) -> Pin<Box<dyn Future<Output = Result<Signed>> + Send + 'a>>;

    /// What of the administration was given to an actor, as it is now.
    fn powers<'a>(&'a self, actor: Actor) -> Pin<Box<dyn Future<Output = Result<Powers>> + Send + 'a>>;
}

/// A program that was let in by its token.
#[derive(Debug, Clone)]
pub struct Program {
    /// For whom it acts.
    pub actor: Actor,
    /// What it is called, for the record of acts.
    pub name: Arc<str>,
}

/// Turns the token of a program into what it may act as.
pub trait Programs: Send + Sync {
    /// Errors: `sign_in_needed` for a token that is unknown, was removed or is another organisation's.
    fn recognise<'a>(
        &'a self,
        org: OrgId,
        token: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Program>> + Send + 'a>>;
}

/// What the token of a bot begins with. A browser's session never does, so that neither is taken for the other.
pub const BOT_TOKEN: &str = "engb_";

/// The token in the header `Authorization`.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// All cookies of a request as one text.
pub(crate) fn cookies(headers: &HeaderMap) -> Arc<str> {
    let values: Vec<&str> = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).collect();
    values.join(";").into()
}

pub(crate) fn cookie<'c>(cookies: &'c str, name: &str) -> Option<&'c str> {
    cookies.split(';').find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// Refuses requests that another site made a browser send: they cannot set our header, and browsers tell their origin.
pub(crate) fn check_origin(method: Method, headers: &HeaderMap) -> Result<()> {
    if method.is_safe() {
        return Ok(());
    }
    let own = headers.get("x-engawa").is_some_and(|value| value == "1");
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let same_site = site.is_none_or(|site| site == "same-origin" || site == "none");
    if own && same_site && same_origin(headers) { Ok(()) } else { Err(Error::denied("forged_request")) }
}

/// Whether `Origin`, when a browser sends it, names the host that it speaks to.
pub(crate) fn same_origin(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    origin.to_str().ok().and_then(|origin| origin.split_once("://")).is_some_and(|(_, there)| there == host)
}

/// Refuses what is work to somebody who is on leave.
fn check_leave(on_leave: OnLeave, actor: &Actor) -> Result<()> {
    match (on_leave, actor.leave) {
        (_, None) | (OnLeave::Open, _) | (OnLeave::Talking, Some(LeaveAccess::Direct)) => Ok(()),
        (OnLeave::Talking | OnLeave::Closed, Some(_)) => Err(Error::denied("on_leave")),
    }
}

/// Answers those who are not of the staff that there is nothing here, unless it was opened to them.
fn check_outsider(outsiders: Outsiders, actor: &Actor) -> Result<()> {
    match actor.outsider {
        None => Ok(()),
        Some(Outsider::Guest) if outsiders.guests => Ok(()),
        Some(Outsider::Bot) if outsiders.bots => Ok(()),
        Some(_) => Err(Error::not_found()),
    }
}

/// Lets a signed-in caller through, or says why not; `signed` may be why the session is none.
pub(crate) fn admit(endpoint: &EndpointInfo, signed: Result<Signed>) -> Result<Option<Signed>> {
    let access = endpoint.access;
    let signed = match (access, signed) {
        (Access::Public, signed) => return Ok(signed.ok()),
        (_, signed) => signed?,
    };
    let signed = admit_signed(access, signed)?;
    check_outsider(endpoint.outsiders, &signed.actor)?;
    check_leave(endpoint.on_leave, &signed.actor)?;
    Ok(Some(signed))
}

fn admit_signed(access: Access, signed: Signed) -> Result<Signed> {
    match (access, signed.restriction) {
        (Access::Public | Access::Unattended, _) => Ok(signed),
        // Nobody is known to sit there: what is the account's own is not theirs to change.
        (Access::Restricted, Some(Restriction::ChooseOperator)) => {
            Err(Error::denied(Restriction::ChooseOperator.code()))
        }
        (Access::Restricted, _) => Ok(signed),
        (_, Some(restriction)) => Err(Error::denied(restriction.code())),
        (Access::SignedIn, None) => Ok(signed),
        (Access::Administrator, None) if signed.actor.administers() => Ok(signed),
        (Access::May(function, verb), None) if signed.actor.may(function, verb) => Ok(signed),
        // Somebody without the right is not told what administrators have.
        (Access::Administrator | Access::May(..), None) => Err(Error::not_found()),
        (Access::Program, None) => Err(Error::unauthenticated()),
    }
}

/// Where a request was let in: what for, and by whom.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) endpoint: EndpointInfo,
    pub(crate) authenticator: Arc<dyn Authenticator>,
}

/// Lets whoever bears a token through, as [`admit`] does.
pub(crate) async fn sign(door: &Door, org: OrgId, token: Option<&str>, client: &Client) -> Result<Option<Signed>> {
    let signed: Result<Signed> = match token {
        None => Err(Error::unauthenticated()),
        Some(token) => match door.authenticator.authenticate(org, token, client).await {
            Err(error) if error.kind() != kernel::Kind::Unauthenticated => return Err(error),
            signed => signed,
        },
    };
    let signed = match (door.endpoint.access, signed) {
        // Who administers a part is asked each time: a right that was taken away is gone with the next request.
        (Access::May(..), Ok(signed)) if !signed.actor.administers() => {
            let powers = door.authenticator.powers(signed.actor).await?;
            Ok(Signed { actor: Actor { powers, ..signed.actor }, ..signed })
        }
        (_, signed) => signed,
    };
    admit(&door.endpoint, signed)
}

pub(crate) fn client(headers: &HeaderMap, peer: IpAddr, behind_proxy: bool) -> Client {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let forwarded = || text("x-forwarded-for")?.rsplit(',').next()?.trim().parse().ok();
    let agent: String = text("user-agent").unwrap_or_default().chars().take(300).collect();
    Client {
        // The last entry is the one that our own proxy wrote; those before it are the client's to invent.
        address: if behind_proxy { forwarded().unwrap_or(peer) } else { peer },
        agent,
        secure: behind_proxy && text("x-forwarded-proto") == Some("https"),
        host: text("host").unwrap_or_default().to_owned(),
    }
}
