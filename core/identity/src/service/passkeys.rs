//! Passkeys: made, shown at sign-in instead of a password, taken off.

use super::factors::told;
use super::session::token_hash;
use super::{Entry, FORGIVE_AFTER, PasswordsStopped, own, own_session, record_failure};
use crate::model::factors::{CHALLENGE_LIMIT, check_age};
use crate::model::passkeys::{Asked, AskedNew, MOST_PASSKEYS, Made, Owner, PasskeyId, PasskeyView, Shown};
use crate::model::{Account, IdentityRefusal, Me};
use crate::store::factors::{self, Challenge};
use crate::store::passkeys::{self, Known, New};
use crate::store::{self, operators};
use db::{Conn, Lock, Tx};
use directory::store::{organisations, people as persons};
use kernel::{AccountId, Error, OrgId, Result};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use std::time::Duration;
use webauthn_rs::prelude::Uuid;

/// The kind of challenges that wait for any passkey.
const SIGN_IN: &str = "passkey";
/// The kind of challenges that wait for a new one.
const NEW: &str = "new_passkey";
/// Challenges that may wait for one source: behind one address there may be a town hall that opens at eight.
const MOST_WAITING: i64 = 2_000;
/// How long a source waits that has so many.
const WAIT: Duration = Duration::from_secs(60);

/// From where somebody shows a passkey, who has not said who they are. A device from which anybody of the organisation has signed in has a
/// count of its own, as with passwords.
pub fn source(conn: &mut Conn<'_>, org: OrgId, device: Option<&str>, address: &str) -> Result<String> {
    unnamed(conn, "passkey", org, device, address)
}

/// From where somebody tries one way to sign in who has not said who they are.
pub fn unnamed(
    conn: &mut Conn<'_>,
    way: &'static str,
    org: OrgId,
    device: Option<&str>,
    address: &str,
) -> Result<String> {
    let known = match device {
        Some(device) => passkeys::knows_device(conn, &token_hash(device), org)?,
        None => false,
    };
    Ok(format!("{way}:{}", super::source(org, "", device.filter(|_| known), address)))
}

fn put(
    tx: &mut Tx<'_>,
    token: &str,
    kind: &str,
    account: Option<AccountId>,
    source: &str,
    asked: &impl Serialize,
) -> Result<()> {
    let state = serde_json::to_string(asked).map_err(Error::internal)?;
    let challenge = Challenge { account, source: source.to_owned(), state, created_at: tx.now() };
    factors::put_challenge(tx, &token_hash(token), kind, &challenge)
}

/// A challenge that may still be answered. It is over with this, whatever comes of it.
fn take<T: DeserializeOwned>(tx: &mut Tx<'_>, token: &str, kind: &str) -> Result<(Challenge, T)> {
    let hash = token_hash(token);
    let challenge = factors::challenge(tx, &hash, kind)?.ok_or(IdentityRefusal::ChallengeOver)?;
    check_age(tx.now(), challenge.created_at)?;
    if !factors::use_challenge(tx, &hash)? {
        return Err(IdentityRefusal::ChallengeOver.into());
    }
    let asked = serde_json::from_str(&challenge.state).map_err(Error::internal)?;
    Ok((challenge, asked))
}

/// Remembers what any passkey is asked at the sign-in page.
///
/// Errors: `identity.too_many_attempts`.
pub fn begin_sign_in(tx: &mut Tx<'_>, token: &str, source: &str, asked: &Asked) -> Result<()> {
    tx.lock(Lock::Org(OrgId::from_raw(0)))?;
    super::check_throttle(tx, source)?;
    let over = tx.now().minus(CHALLENGE_LIMIT);
    if passkeys::waiting(tx, source, SIGN_IN, over)? >= MOST_WAITING {
        return Err(Error::too_many("identity.too_many_attempts", WAIT));
    }
    put(tx, token, SIGN_IN, None, source, asked)
}

/// What a passkey was asked that answers now.
///
/// Errors: `identity.challenge_over`, `identity.too_many_attempts`.
pub fn answered(tx: &mut Tx<'_>, token: &str, source: &str) -> Result<Asked> {
    tx.lock(Lock::Org(OrgId::from_raw(0)))?;
    super::check_throttle(tx, source)?;
    take(tx, token, SIGN_IN).map(|(_, asked)| asked)
}

/// Remembers a passkey that opened nothing; `key` is the one that was named, when there is one, `copied` that somebody else holds it too.
pub fn failed(tx: &mut Tx<'_>, key: Option<&Known>, copied: bool, source: &str, address: &str) -> Result<()> {
    tx.lock(Lock::Org(key.map_or(OrgId::from_raw(0), |key| key.org)))?;
    let forgiven = tx.now().minus(FORGIVE_AFTER);
    store::count_failure(tx, source, forgiven)?;
    let Some(key) = key else { return Ok(()) };
    let Some(account) = store::get(tx, key.account)? else { return Ok(()) };
    let mut detail = json!({ "passkey": key.name });
    if copied {
        detail["copied"] = json!(true);
    }
    record_failure(tx, &account, detail, address)
}

/// Opens a session for who has shown a passkey. Nothing means that its device counts less than it did: somebody holds a copy.
///
/// Errors: `identity.passkey_refused` when it was taken off meanwhile, `identity.passkeys_stopped`, those of [`super::sign_in`].
pub fn sign_in(
    tx: &mut Tx<'_>,
    key: &Known,
    shown: &Shown,
    stopped: &PasswordsStopped,
    entry: &Entry<'_>,
) -> Result<Option<Me>> {
    tx.lock(Lock::Account(key.account))?;
    let account = super::welcome(tx, key.account)?;
    if stopped.stops(tx, &account)? {
        return Err(IdentityRefusal::PasskeysStopped.into());
    }
    if !passkeys::shown(tx, key.account, key.id, shown)? {
        let is_there = passkeys::of_account(tx, key.account)?.iter().any(|own| own.view.id == key.id);
        return if is_there { Ok(None) } else { Err(IdentityRefusal::PasskeyRefused.into()) };
    }
    let entry = Entry { strong: true, passkey: Some(&key.name), ..*entry };
    super::sign_in(tx, &account, &entry).map(Some)
}

/// The actor's passkeys.
pub fn list_own(conn: &mut Conn<'_>) -> Result<Vec<PasskeyView>> {
    let account = conn.actor().account;
    Ok(passkeys::of_account(conn, account)?.into_iter().map(|own| own.view).collect())
}

/// The actor's account, when it may have passkeys: those of a shared one would be a device's, and say nothing of who sits there.
fn owner(tx: &mut Tx<'_>, stopped: &PasswordsStopped) -> Result<Account> {
    let account = own(tx)?;
    if operators::get(tx, account.id)?.is_some() {
        return Err(IdentityRefusal::SharedAccount.into());
    }
    if stopped.stops(tx, &account)? {
        return Err(IdentityRefusal::PasskeysStopped.into());
    }
    // Whoever knows an initial password besides its owner would keep a way in that outlives it.
    let came = match own_session(tx) {
        Some(session) => store::came_from_elsewhere(tx, session)?,
        None => true,
    };
    if account.must_change && !came {
        return Err(Error::denied("password_change_needed"));
    }
    check_shown(tx, &account)?;
    Ok(account)
}

/// Refuses whoever came without it to an account that has a passkey: the password alone, which opens a session where no rule wants a factor,
/// makes no other factor in its place.
///
/// Errors: `identity.passkey_first`.
pub(super) fn check_shown(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    let Some(session) = own_session(tx) else { return Ok(()) };
    let shown = store::by_session(tx, session)?.is_some_and(|bearer| bearer.standing().strong);
    match shown || passkeys::count(tx, account.id)? == 0 {
        true => Ok(()),
        false => Err(IdentityRefusal::PasskeyFirst.into()),
    }
}

/// For whom a passkey of the actor's is to be made at an address; `source` is forgiven its wrong passwords.
///
/// Errors: `identity.shared_account`, `identity.passkeys_stopped`, `identity.too_many_passkeys`.
pub fn begin(tx: &mut Tx<'_>, host: &str, stopped: &PasswordsStopped, source: &str) -> Result<Owner> {
    let account = owner(tx, stopped)?;
    store::forgive(tx, source)?;
    let all = passkeys::of_account(tx, account.id)?;
    if all.len() >= MOST_PASSKEYS {
        return Err(IdentityRefusal::TooManyPasskeys.into());
    }
    // A device holds one passkey for a handle: a second of the same device takes the place of its first.
    let handle = match all.iter().find_map(|own| Uuid::from_slice(&own.handle).ok()) {
        Some(handle) => handle,
        None => {
            let mut bytes = [0; 16];
            tx.entropy().fill(&mut bytes);
            Uuid::from_bytes(bytes)
        }
    };
    let person = persons::briefs(tx, &[account.person])?.pop().ok_or_else(Error::not_found)?;
    let organisation = organisations::get(tx, account.org)?.ok_or_else(Error::not_found)?;
    let known = all.into_iter().filter(|own| own.view.host == host).map(|own| own.credential_id).collect();
    Ok(Owner { handle, login: account.login, name: person.name, organisation: organisation.name, known })
}

/// Where a passkey of the actor's is made: in the session that began it.
fn here(conn: &Conn<'_>) -> String {
    own_session(conn).map(|session| format!("session:{session}")).unwrap_or_default()
}

/// Remembers what a device of the actor's was asked.
pub fn asked(tx: &mut Tx<'_>, token: &str, asked: &AskedNew) -> Result<()> {
    let account = own(tx)?;
    let here = here(tx);
    put(tx, token, NEW, Some(account.id), &here, asked)
}

/// What a device of the actor's was asked that answers now.
///
/// Errors: `identity.challenge_over`.
pub fn answered_new(tx: &mut Tx<'_>, token: &str) -> Result<AskedNew> {
    let account = own(tx)?;
    let (challenge, asked) = take(tx, token, NEW)?;
    match challenge.account == Some(account.id) && challenge.source == here(tx) {
        true => Ok(asked),
        false => Err(IdentityRefusal::ChallengeOver.into()),
    }
}

/// Keeps a passkey that a device of the actor's has made. Its owner was asked for it, so the session is as good as one that it opens.
///
/// Errors: `identity.passkey_exists`, those of [`begin`].
pub fn add(
    tx: &mut Tx<'_>,
    (made, asked): (&Made, &AskedNew),
    (host, name): (&str, &str),
    stopped: &PasswordsStopped,
    address: &str,
) -> Result<PasskeyView> {
    let account = owner(tx, stopped)?;
    if passkeys::count(tx, account.id)? >= MOST_PASSKEYS as i64 {
        return Err(IdentityRefusal::TooManyPasskeys.into());
    }
    if passkeys::by_credential(tx, &made.credential_id)?.is_some() {
        return Err(IdentityRefusal::PasskeyExists.into());
    }
    let (credential_id, handle, public) = (made.credential_id.as_slice(), asked.handle.as_bytes(), &made.public);
    let passkey = passkeys::insert(tx, account.id, &New { credential_id, handle, host, name, public })?;
    if let Some(session) = own_session(tx) {
        factors::strengthen(tx, session)?;
    }
    told(tx, &account, "identity.passkey_added", json!({ "passkey": name }), address)?;
    Ok(passkey)
}

/// Calls a passkey of the actor's something else.
///
/// Errors: `not_found`.
pub fn rename(tx: &mut Tx<'_>, id: PasskeyId, name: &str, address: &str) -> Result<()> {
    let account = own(tx)?;
    let all = passkeys::of_account(tx, account.id)?;
    let passkey = all.into_iter().find(|own| own.view.id == id).ok_or_else(Error::not_found)?;
    if passkey.view.name == name {
        return Ok(());
    }
    passkeys::rename(tx, account.id, id, name)?;
    // The record names a passkey by its name.
    let detail = json!({ "passkey": passkey.view.name, "name": name });
    told(tx, &account, "identity.passkey_renamed", detail, address)
}

/// Takes a passkey of the actor's off; `source` is forgiven its wrong passwords.
///
/// Errors: `not_found`.
pub fn remove(tx: &mut Tx<'_>, id: PasskeyId, source: &str, address: &str) -> Result<()> {
    let account = own(tx)?;
    check_shown(tx, &account)?;
    store::forgive(tx, source)?;
    let all = passkeys::of_account(tx, account.id)?;
    let passkey = all.into_iter().find(|own| own.view.id == id).ok_or_else(Error::not_found)?;
    passkeys::delete(tx, account.id, id)?;
    told(tx, &account, "identity.passkey_removed", json!({ "passkey": passkey.view.name }), address)
}
