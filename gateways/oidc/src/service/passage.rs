//! The way to a provider and back: what is kept of it meanwhile, five minutes at most, and once.

use crate::claims::Attempt;
use crate::model::{OidcRefusal, ProviderId};
use db::{Conn, Lock, Tx};
use identity::model::factors::CHALLENGE_LIMIT;
use identity::service::check_throttle;
use identity::service::session::token_hash;
use identity::store::factors::{self, Challenge};
use identity::store::passkeys::waiting;
use kernel::{AccountId, Error, OrgId, Result};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The kind of challenges that wait for somebody to come back.
const KIND: &str = "oidc";
/// How many who went from one place may be away at a time: a whole town comes through one address in the morning. Devices that are known go from
/// places of their own.
const MOST_WAITING: i64 = 2_000;
/// How long whoever is one too many has to wait.
const WAIT: Duration = Duration::from_secs(60);

/// What a passage is about.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Passage {
    /// Where to.
    pub provider: ProviderId,
    /// Where the browser comes back to.
    pub redirect_uri: String,
    /// Whose account is to be linked; nothing when somebody signs in.
    #[serde(skip)]
    pub account: Option<AccountId>,
}

fn hex(bytes: [u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What an attempt has for itself. It follows from what the browser keeps in a cookie, which no page can read, and the state: nothing of it
/// has to be kept here, and two windows do not get in each other's way.
pub fn attempt<'a>(secret: &str, state: &'a str, redirect_uri: &'a str) -> Attempt<'a> {
    let derived = |purpose: &str| hex(token_hash(&format!("{purpose} {secret} {state}")));
    Attempt { state, nonce: derived("nonce"), verifier: derived("verifier"), redirect_uri }
}

/// What is kept of a passage.
#[derive(Serialize, Deserialize)]
struct Kept {
    passage: Passage,
    /// A hash of the secret of the browser that went.
    browser: String,
}

/// From where somebody goes, who has not said who they are: a device from which anybody of the organisation has signed in has a count of its own,
/// as with passwords.
pub fn source(conn: &mut Conn<'_>, org: OrgId, device: Option<&str>, address: &str) -> Result<String> {
    identity::service::passkeys::unnamed(conn, "oidc", org, device, address)
}

/// Forgets what went wrong from where somebody has come who is somebody.
pub fn forgive(tx: &mut Tx<'_>, source: &str) -> Result<()> {
    tx.lock(Lock::Org(OrgId::from_raw(0)))?;
    identity::store::forgive(tx, source)
}

/// Remembers that the browser with a secret has gone to a provider. `source` is from where, as the house counts those who try.
///
/// Errors: `identity.too_many_attempts` where too many who went from there have not come back yet, and where too much went wrong lately.
pub fn depart(tx: &mut Tx<'_>, state: &str, secret: &str, passage: &Passage, source: &str) -> Result<()> {
    tx.lock(Lock::Org(OrgId::from_raw(0)))?;
    check_throttle(tx, source)?;
    if waiting(tx, source, KIND, tx.now().minus(CHALLENGE_LIMIT))? >= MOST_WAITING {
        return Err(Error::too_many("identity.too_many_attempts", WAIT));
    }
    let kept = Kept { passage: passage.clone(), browser: hex(token_hash(secret)) };
    let challenge = Challenge {
        account: passage.account,
        source: source.to_owned(),
        state: serde_json::to_string(&kept).map_err(Error::internal)?,
        created_at: tx.now(),
    };
    factors::put_challenge(tx, &token_hash(state), KIND, &challenge)
}

/// The passage that a browser comes back from. It is over with this, whatever comes of it.
///
/// Errors: `oidc.attempt_over` when there is none, it is older than five minutes, or another browser's; `identity.too_many_attempts` where too much
/// went wrong lately.
pub fn arrive(tx: &mut Tx<'_>, state: &str, secret: Option<&str>, source: &str) -> Result<Passage> {
    tx.lock(Lock::Org(OrgId::from_raw(0)))?;
    check_throttle(tx, source)?;
    let over = || Error::from(OidcRefusal::AttemptOver);
    let hash = token_hash(state);
    let challenge = factors::challenge(tx, &hash, KIND)?.ok_or_else(over)?;
    let is_recent = tx.now().is_within(CHALLENGE_LIMIT, challenge.created_at);
    let Kept { passage, browser } = serde_json::from_str(&challenge.state).map_err(|_| over())?;
    if !is_recent || secret.is_none_or(|secret| hex(token_hash(secret)) != browser) {
        return Err(over());
    }
    factors::use_challenge(tx, &hash)?;
    Ok(Passage { account: challenge.account, ..passage })
}
