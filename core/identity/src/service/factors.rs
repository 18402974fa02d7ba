//! Second factors: set up, asked for at sign-in, taken off.

use super::{Entry, FORGIVE_AFTER, PasswordsStopped, end_others, held, own, own_session, subject};
use crate::events;
use crate::model::factors::{
    NewCode, RECOVERY_CODES, RecoveryCodes, SECRET_BYTES, SignInMethods, Way, check_age, matching_step, new_code,
    plain, recovery_code,
};
use crate::model::{Account, IdentityRefusal, Me};
use crate::service::session::token_hash;
use crate::store::{self, factors, passkeys};
use audit::Record;
use db::{Conn, Lock, Tx};
use directory::store::organisations;
use kernel::{AccountId, Error, Face, OrgId, Result};
use serde_json::{Value, json};

/// The kind of challenges that wait for a code.
const CODE: &str = "code";

/// What a password that was right led to.
pub enum FirstStep {
    /// A session.
    SignedIn(Box<Me>),
    /// One of these has to follow.
    Wanted(Vec<Way>),
}

/// Opens a session for an account whose password was right, or which another program vouches for; or keeps a challenge, when it has a second
/// factor and none was shown elsewhere. A passkey is asked for only where the rules want a factor: it is not at hand at every desk.
pub fn first_step(
    tx: &mut Tx<'_>,
    account: &Account,
    entry: &Entry<'_>,
    login: &str,
    challenge_hash: &[u8],
    stopped: &PasswordsStopped,
) -> Result<FirstStep> {
    tx.lock(Lock::Account(account.id))?;
    let has_code = factors::code(tx, account.id)?.is_some_and(|code| code.confirmed_at.is_some());
    let mut has_passkey = passkeys::count(tx, account.id)? > 0;
    // Passkeys that are not taken any more would be wanted all the same, and nobody could show another factor instead.
    if has_passkey && !has_code && stopped.stops(tx, account)? {
        let count = passkeys::delete_all(tx, account.id)?;
        has_passkey = false;
        tx.act_as(super::actor(account, Face::System));
        told(tx, account, "identity.factors_taken_off", json!({ "passkeys": count }), entry.address)?;
    }
    let wanted = has_code || (has_passkey && super::rules::want_factor(tx, account, entry)?);
    if entry.vouched || !wanted {
        return super::sign_in(tx, account, entry).map(|me| FirstStep::SignedIn(Box::new(me)));
    }
    let account = &super::welcome(tx, account.id)?;
    super::rules::check_entry(tx, account, entry, true)?;
    let challenge = factors::Challenge {
        account: Some(account.id),
        source: entry.source.to_owned(),
        state: login.to_owned(),
        created_at: tx.now(),
    };
    factors::put_challenge(tx, challenge_hash, CODE, &challenge)?;
    let mut ways = Vec::new();
    if has_code {
        ways.push(Way::Code);
        if factors::recovery_codes(tx, account.id)? > 0 {
            ways.push(Way::RecoveryCode);
        }
    }
    if has_passkey {
        ways.push(Way::Passkey);
    }
    Ok(FirstStep::Wanted(ways))
}

/// What a challenge that may still be answered from here, at the address of an organisation, is about.
///
/// Errors: `identity.challenge_over` when there is none, it is older than five minutes, or comes from elsewhere.
pub fn waiting(
    conn: &mut Conn<'_>,
    org: OrgId,
    challenge_hash: &[u8],
    device: Option<&str>,
    address: &str,
) -> Result<(AccountId, String)> {
    let over = || Error::from(IdentityRefusal::ChallengeOver);
    let challenge = factors::challenge(conn, challenge_hash, CODE)?.ok_or_else(over)?;
    check_age(conn.now(), challenge.created_at)?;
    let here = |device| super::source(org, &challenge.state, device, address) == challenge.source;
    if !here(device) && !here(None) {
        return Err(over());
    }
    Ok((challenge.account.ok_or_else(over)?, challenge.source))
}

/// Whose wrong codes are counted together. On a device that the account knows they are its own. Everywhere else those of all addresses
/// are: whoever tries there knows the password already, and a million codes are few for somebody with many addresses.
fn code_source(account: AccountId, source: &str) -> String {
    match source.starts_with("device:") {
        true => format!("code:{source}"),
        false => format!("code:{account}"),
    }
}

/// Takes the second step for the account of [`waiting`], of an organisation. Nothing means a wrong code, which is counted: in the transaction that tried it, so that a thousand at once
/// are no more than one after another.
///
/// Errors: `identity.challenge_over`, `identity.too_many_attempts`, those of [`super::sign_in`].
pub fn second_step(
    tx: &mut Tx<'_>,
    (org, id): (OrgId, AccountId),
    challenge_hash: &[u8],
    text: &str,
    device: Option<&str>,
    entry: &Entry<'_>,
) -> Result<Option<Me>> {
    tx.lock(Lock::Account(id))?;
    // Read again under the lock: another try may have used it up.
    let (_, source) = waiting(tx, org, challenge_hash, device, entry.address)?;
    let account = super::welcome(tx, id)?;
    let codes = code_source(id, &source);
    super::check_throttle(tx, &codes)?;
    if !fits(tx, id, text)? {
        let forgiven = tx.now().minus(FORGIVE_AFTER);
        store::count_failure(tx, &codes, forgiven)?;
        super::record_failure(tx, &account, json!({ "second_factor": true }), entry.address)?;
        return Ok(None);
    }
    factors::use_challenge(tx, challenge_hash)?;
    store::forgive(tx, &codes)?;
    let entry = Entry { source: &source, strong: true, ..*entry };
    super::sign_in(tx, &account, &entry).map(Some)
}

/// Whether a text is a code that counts now, or a recovery code that is left; it is used up.
fn fits(tx: &mut Tx<'_>, account: AccountId, text: &str) -> Result<bool> {
    let now = tx.now();
    let Some(code) = factors::code(tx, account)?.filter(|code| code.confirmed_at.is_some()) else { return Ok(false) };
    if let Some(step) = matching_step(&code.secret, text, now, code.last_step)? {
        return factors::use_step(tx, account, step);
    }
    factors::use_recovery_code(tx, account, &token_hash(&plain(text)))
}

/// How the actor signs in.
pub fn methods(conn: &mut Conn<'_>, stopped: &PasswordsStopped) -> Result<SignInMethods> {
    let (account, person) = (conn.actor().account, conn.actor().person);
    let own = store::get(conn, account)?.ok_or_else(Error::unauthenticated)?;
    let password = stopped.takes_password(conn, &own)?;
    let code_since = factors::code(conn, account)?.and_then(|code| code.confirmed_at);
    let pin = store::operators::pin(conn, person)?;
    Ok(SignInMethods {
        password,
        code_since,
        recovery_codes: factors::recovery_codes(conn, account)?,
        pin_since: pin.as_ref().map(|pin| pin.set_at),
        pin_initial: pin.is_some_and(|pin| pin.initial),
    })
}

/// Makes a secret for the actor's app; `source` is forgiven its wrong passwords, here and below. It counts once a first code has shown that the app has it, so nobody locks themselves out.
///
/// Errors: `identity.code_exists`.
pub fn begin_code(tx: &mut Tx<'_>, source: &str) -> Result<NewCode> {
    let account = own(tx)?;
    super::passkeys::check_shown(tx, &account)?;
    store::forgive(tx, source)?;
    if factors::code(tx, account.id)?.is_some_and(|code| code.confirmed_at.is_some()) {
        return Err(IdentityRefusal::CodeExists.into());
    }
    let mut secret = [0; SECRET_BYTES];
    tx.entropy().fill(&mut secret);
    factors::put_code(tx, account.id, &secret)?;
    let organisation = organisations::get(tx, account.org)?.ok_or_else(Error::not_found)?;
    new_code(&secret, &organisation.name, &account.login)
}

/// Takes the first code of the actor's app; from now on one is asked for at every sign-in.
///
/// Errors: `identity.code_exists`, `identity.code_not_begun`, `identity.wrong_code`.
pub fn confirm_code(tx: &mut Tx<'_>, text: &str, address: &str) -> Result<RecoveryCodes> {
    let account = own(tx)?;
    super::passkeys::check_shown(tx, &account)?;
    let (now, code) = (tx.now(), factors::code(tx, account.id)?.ok_or(IdentityRefusal::CodeNotBegun)?);
    if code.confirmed_at.is_some() {
        return Err(IdentityRefusal::CodeExists.into());
    }
    let step = matching_step(&code.secret, text, now, code.last_step)?.ok_or(IdentityRefusal::WrongSetUpCode)?;
    factors::confirm_code(tx, account.id)?;
    factors::use_step(tx, account.id, step)?;
    if let Some(session) = own_session(tx) {
        factors::strengthen(tx, session)?;
    }
    let codes = renew(tx, &account)?;
    told(tx, &account, "identity.code_set_up", json!({}), address)?;
    Ok(codes)
}

/// Takes the actor's app off, with its recovery codes.
///
/// Errors: `not_found` when there is none.
pub fn remove_code(tx: &mut Tx<'_>, source: &str, address: &str) -> Result<()> {
    let account = own(tx)?;
    store::forgive(tx, source)?;
    factors::code(tx, account.id)?.filter(|code| code.confirmed_at.is_some()).ok_or_else(Error::not_found)?;
    factors::delete_code(tx, account.id)?;
    told(tx, &account, "identity.code_removed", json!({}), address)
}

/// Makes the actor's recovery codes anew; those from before count no more.
///
/// Errors: `not_found` when there is no app for which they could stand in.
pub fn renew_recovery_codes(tx: &mut Tx<'_>, source: &str, address: &str) -> Result<RecoveryCodes> {
    let account = own(tx)?;
    store::forgive(tx, source)?;
    factors::code(tx, account.id)?.filter(|code| code.confirmed_at.is_some()).ok_or_else(Error::not_found)?;
    let codes = renew(tx, &account)?;
    told(tx, &account, "identity.recovery_codes_renewed", json!({}), address)?;
    Ok(codes)
}

fn renew(tx: &mut Tx<'_>, account: &Account) -> Result<RecoveryCodes> {
    let recovery_codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code(tx.entropy())).collect();
    let hashes: Vec<[u8; 32]> = recovery_codes.iter().map(|code| token_hash(&plain(code))).collect();
    factors::put_recovery_codes(tx, account.id, &hashes)?;
    Ok(RecoveryCodes { recovery_codes })
}

/// Takes every second factor and passkey off an account whose owner has lost theirs, and signs it out: what was lost may be signed in.
pub fn take_off(tx: &mut Tx<'_>, id: AccountId, address: &str) -> Result<()> {
    let account = held(tx, id)?;
    factors::delete_code(tx, account.id)?;
    let taken = passkeys::delete_all(tx, account.id)?;
    end_others(tx, &account, None, address)?;
    let detail = if taken > 0 { json!({ "passkeys": taken }) } else { json!({}) };
    told(tx, &account, "identity.factors_taken_off", detail, address)
}

pub(super) fn told(tx: &mut Tx<'_>, account: &Account, act: &'static str, detail: Value, address: &str) -> Result<()> {
    tx.emit(events::account_changed(account.person));
    let subject = subject(tx, account)?;
    audit::record(tx, &Record { act, subject, detail, address })
}
