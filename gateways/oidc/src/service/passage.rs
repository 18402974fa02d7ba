//! The way to a provider and back: what is kept of it meanwhile, five minutes at most, and once.

use crate::claims::Attempt;
use crate::model::{OidcRefusal, ProviderId};
use db::{Lock, Tx};
use identity::model::factors::CHALLENGE_LIMIT;
use identity::service::session::token_hash;
use identity::store::factors::{self, Challenge};
use kernel::{AccountId, Error, OrgId, Result};
use serde::{Deserialize, Serialize};

/// The kind of challenges that wait for somebody to come back.
const KIND: &str = "oidc";

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

/// Remembers that the browser with a secret has gone to a provider.
pub fn depart(tx: &mut Tx<'_>, state: &str, secret: &str, passage: &Passage) -> Result<()> {
    tx.lock(Lock::Org(OrgId::from_raw(0)))?;
    let challenge = Challenge {
        account: passage.account,
        source: hex(token_hash(secret)),
        state: serde_json::to_string(passage).map_err(Error::internal)?,
        created_at: tx.now(),
    };
    factors::put_challenge(tx, &token_hash(state), KIND, &challenge)
}

/// The passage that a browser comes back from. It is over with this, whatever comes of it.
///
/// Errors: `oidc.attempt_over` when there is none, it is older than five minutes, or another browser's.
pub fn arrive(tx: &mut Tx<'_>, state: &str, secret: Option<&str>) -> Result<Passage> {
    tx.lock(Lock::Org(OrgId::from_raw(0)))?;
    let over = || Error::from(OidcRefusal::AttemptOver);
    let hash = token_hash(state);
    let challenge = factors::challenge(tx, &hash, KIND)?.ok_or_else(over)?;
    let is_recent = tx.now().is_within(CHALLENGE_LIMIT, challenge.created_at);
    if !is_recent || secret.is_none_or(|secret| hex(token_hash(secret)) != challenge.source) {
        return Err(over());
    }
    factors::use_challenge(tx, &hash)?;
    let passage: Passage = serde_json::from_str(&challenge.state).map_err(Error::internal)?;
    Ok(Passage { account: challenge.account, ..passage })
}
