//! Identity's use cases.

mod accounts;
pub mod conditions;
mod elsewhere;
mod ending;
pub mod explain;
pub mod factors;
mod first_set_up;
pub mod leaves;
pub mod operators;
pub mod outsiders;
pub mod participation;
pub mod passkeys;
pub mod password;
pub mod people;
pub mod rules;
pub mod session;
pub mod shared;

use crate::events;
use crate::model::factors::CHALLENGE_LIMIT;
use crate::model::{Account, IDLE_LIMIT, IdentityRefusal, Me, SESSION_LIMIT, Session, Settings, fold_login};
use crate::policy;
use crate::store;
pub use accounts::{AccountChange, change_account, list_accounts};
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::service::grants;
use directory::store::leaves::access;
use directory::store::{organisations, people as persons};
pub use elsewhere::{Keeper, PasswordsElsewhere, PasswordsStopped, check_fresh};
pub use first_set_up::{FirstAdministrator, found, set_up};
use kernel::{
    AccountId, Actor, Error, Face, LeaveAccess, OrgId, PersonId, Powers, Result, Rights, SessionId, Timestamp,
};
pub use leaves::end_sessions_of_leavers;
use serde_json::json;
use std::net::IpAddr;
use std::time::Duration;

/// Failures of one source after which it has to wait.
const FREE_TRIES: i64 = 5;
/// Failures are forgotten when none came for so long.
const FORGIVE_AFTER: Duration = Duration::from_secs(3_600);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(900);

/// From where somebody tries to sign in to an organisation. A device from which the account signed in before has a count of its own, and so
/// has every address: whoever guesses somebody's password elsewhere cannot lock them out at their desk.
pub fn source(org: OrgId, login: &str, device: Option<&str>, address: &str) -> String {
    match device {
        Some(device) => format!("device:{org}:{login}:{device}"),
        None => format!("address:{org}:{login}:{address}"),
    }
}

/// Refuses a source that failed too often until its wait is over: 1 s after the fifth failure, doubling.
///
/// Errors: `identity.too_many_attempts` with the time left.
pub fn check_throttle(conn: &mut Conn<'_>, source: &str) -> Result<()> {
    check_throttle_after(conn, source, FREE_TRIES)
}

/// [`check_throttle`] with another number of free failures.
fn check_throttle_after(conn: &mut Conn<'_>, source: &str, free: i64) -> Result<()> {
    let (failures, last) = store::failures(conn, source)?;
    if failures < free {
        return Ok(());
    }
    let wait = Duration::from_secs(1 << (failures - free).min(20)).min(LONGEST_WAIT);
    match conn.now().is_within(wait, last) {
        true => Err(Error::too_many("identity.too_many_attempts", wait - conn.now().since(last))),
        false => Ok(()),
    }
}

/// Forgets the actor's wrong guesses at one source.
pub fn forgive(tx: &mut Tx<'_>, source: &str) -> Result<()> {
    own(tx)?;
    store::forgive(tx, source)
}

/// Remembers a failed attempt.
pub fn sign_in_failed(tx: &mut Tx<'_>, account: Option<&Account>, source: &str, address: &str) -> Result<()> {
    tx.lock(Lock::Org(account.map_or(OrgId::from_raw(0), |account| account.org)))?;
    let forgiven = tx.now().minus(FORGIVE_AFTER);
    store::count_failure(tx, source, forgiven)?;
    match account {
        Some(account) => record_failure(tx, account, json!({}), address),
        None => Ok(()),
    }
}

fn record_failure(tx: &mut Tx<'_>, account: &Account, detail: serde_json::Value, address: &str) -> Result<()> {
    tx.act_as(Actor::system(account.org));
    let subject = subject(tx, account)?;
    audit::record(tx, &Record { act: "identity.sign_in_failed", subject, detail, address })
}

/// What a successful sign-in needs to know.
pub struct Entry<'e> {
    /// The hash of the new session's token.
    pub token_hash: &'e [u8],
    /// The hash of the device's own token.
    pub device_hash: &'e [u8],
    /// The device in a few words.
    pub device: &'e str,
    /// From where.
    pub address: &'e str,
    /// See [`source`].
    pub source: &'e str,
    /// A second factor was shown.
    pub strong: bool,
    /// Somebody outside, whom the organisation trusts with that, says that one was shown there.
    pub vouched: bool,
    /// What the one outside is called.
    pub elsewhere: Option<&'e str>,
    /// What the passkey is called that was shown instead of a password.
    pub passkey: Option<&'e str>,
}

/// The account of an id, when it may sign in. Read under its lock: it may have been stopped since.
fn welcome(tx: &mut Tx<'_>, id: AccountId) -> Result<Account> {
    let account = store::get(tx, id)?.ok_or(IdentityRefusal::WrongCredentials)?;
    if account.suspended_at.is_some() {
        return Err(IdentityRefusal::Suspended.into());
    }
    participation::check_begun(tx, &account)?;
    match access(tx, account.person)? {
        Some(LeaveAccess::Nothing) => Err(IdentityRefusal::OnLeave.into()),
        _ => Ok(account),
    }
}

/// Opens a session for an account that has shown all that is asked for.
pub fn sign_in(tx: &mut Tx<'_>, account: &Account, entry: &Entry<'_>) -> Result<Me> {
    tx.lock(Lock::Account(account.id))?;
    tx.act_as(actor(account, Face::System));
    let account = welcome(tx, account.id)?;
    let must_set_up_factor = rules::check_entry(tx, &account, entry, entry.strong)?;
    store::forgive(tx, entry.source)?;
    store::remember_device(tx, entry.device_hash, account.id)?;
    let session = store::insert_session(tx, &account, entry.token_hash, entry.device, entry.address)?;
    if entry.strong {
        store::factors::strengthen(tx, session)?;
    }
    if entry.vouched {
        store::vouch(tx, session)?;
    }
    let mut detail = json!({ "device": entry.device });
    if let Some(name) = entry.passkey {
        detail["passkey"] = json!(name);
    } else if entry.strong || entry.vouched {
        detail["second_factor"] = json!(true);
    }
    if let Some(name) = entry.elsewhere {
        detail["provider"] = json!(name);
    }
    if entry.elsewhere.is_some() || entry.passkey.is_some() {
        store::come_from_elsewhere(tx, session)?;
    }
    let subject = subject(tx, &account)?;
    audit::record(tx, &Record { act: "identity.signed_in", subject, detail, address: entry.address })?;
    let leave = access(tx, account.person)?;
    let outsider = persons::briefs(tx, &[account.person])?.pop().and_then(|person| person.outsider());
    tx.act_as(Actor { leave, outsider, ..actor(&account, Face::Session(session)) });
    Ok(Me { must_set_up_factor, ..me(tx, entry.address.parse().ok())? })
}

fn actor(account: &Account, face: Face) -> Actor {
    let Account { id, org, person, rights, .. } = *account;
    Actor { org, person, account: id, rights, face, operator: None, powers: Powers::NONE, leave: None, outsider: None }
}

/// The signed-in person, who is bound to nothing first, at an address.
pub fn me(conn: &mut Conn<'_>, from: Option<IpAddr>) -> Result<Me> {
    let actor = conn.actor();
    let account = store::get(conn, actor.account)?.ok_or_else(Error::unauthenticated)?;
    let session_id = match actor.face {
        Face::Session(session) => session,
        Face::Program | Face::System => SessionId::from_raw(0),
    };
    let person = directory::service::person(conn, actor.person)?;
    let shared = if person.brief.shared { operators::own(conn)? } else { None };
    let leave = if person.brief.on_leave { directory::service::leaves::own(conn)? } else { None };
    let outsider = person.brief.guest || person.brief.bot;
    let sponsor = if outsider { directory::service::outsiders::own_sponsor(conn)? } else { None };
    let must_agree = person.brief.guest && conditions::must_agree(conn)?;
    let watermark = rules::watermark(conn, person.brief.guest, from)?;
    Ok(Me {
        account_id: account.id,
        password_elsewhere: account.is_kept_elsewhere(),
        login: account.login,
        person,
        organisation: organisations::get(conn, actor.org)?.ok_or_else(Error::not_found)?,
        rights: account.rights.into(),
        powers: grants::own_powers(conn)?,
        // Whoever comes by a provider or with a passkey was perhaps never told their initial password.
        must_change_password: account.must_change && !store::came_from_elsewhere(conn, session_id)?,
        must_set_up_factor: false,
        must_agree,
        watermark,
        shared,
        leave,
        returned: directory::service::leaves::returned(conn)?,
        whereabouts_asked_at: directory::service::daily::asked_at(conn)?,
        sponsor,
        ending: if outsider { None } else { ending::of_own(conn)? },
        settings: account.settings,
        session_id,
    })
}

/// The actor's own account, locked.
fn own(tx: &mut Tx<'_>) -> Result<Account> {
    let actor = tx.actor();
    tx.lock(Lock::Account(actor.account))?;
    store::get(tx, actor.account)?.ok_or_else(Error::unauthenticated)
}

/// The session that the actor asks from.
fn own_session(conn: &Conn<'_>) -> Option<SessionId> {
    match conn.actor().face {
        Face::Session(session) => Some(session),
        Face::Program | Face::System => None,
    }
}

/// An account as the record of acts names it.
fn subject(conn: &mut Conn<'_>, account: &Account) -> Result<Subject> {
    let person = persons::briefs(conn, &[account.person])?.pop();
    Ok(Subject::of("account", account.id, person.map_or_else(|| account.login.clone(), |person| person.name)))
}

/// Ends a session of the actor's own.
pub fn end_session(tx: &mut Tx<'_>, session: SessionId, address: &str) -> Result<()> {
    let account = own(tx)?;
    end(tx, &account, session, address)
}

fn end(tx: &mut Tx<'_>, account: &Account, session: SessionId, address: &str) -> Result<()> {
    match end_if_there(tx, account, session, address)? {
        true => Ok(()),
        false => Err(Error::not_found()),
    }
}

/// Whether there was such a session.
fn end_if_there(tx: &mut Tx<'_>, account: &Account, session: SessionId, address: &str) -> Result<bool> {
    if !store::delete_session(tx, account.id, session)? {
        return Ok(false);
    }
    tx.emit(events::signed_out(account.person, session));
    let (act, subject) = ("identity.signed_out", subject(tx, account)?);
    audit::record(tx, &Record { act, subject, detail: json!({ "session": session }), address })?;
    Ok(true)
}

fn end_others(tx: &mut Tx<'_>, account: &Account, keep: Option<SessionId>, address: &str) -> Result<usize> {
    let sessions = store::sessions(tx, account.id, None)?;
    let mut ended = 0;
    for session in sessions.iter().filter(|session| Some(session.id) != keep) {
        end(tx, account, session.id, address)?;
        ended += 1;
    }
    Ok(ended)
}

/// The actor's own sessions.
pub fn own_sessions(conn: &mut Conn<'_>) -> Result<Vec<Session>> {
    let (account, current) = (conn.actor().account, own_session(conn));
    store::sessions(conn, account, current)
}

/// Gives the actor a new password; all their other devices are signed out, and `source` is forgiven its wrong guesses.
pub fn change_password(tx: &mut Tx<'_>, hash: &str, source: &str, address: &str) -> Result<()> {
    let mut account = own(tx)?;
    store::forgive(tx, source)?;
    account.password_hash = hash.to_owned();
    account.must_change = false;
    store::update(tx, &account)?;
    let keep = own_session(tx);
    end_others(tx, &account, keep, address)?;
    tx.emit(events::account_changed(account.person));
    let subject = subject(tx, &account)?;
    audit::record(tx, &Record { act: "identity.password_changed", subject, detail: json!({}), address })
}

/// Keeps the actor's choices.
pub fn set_settings(tx: &mut Tx<'_>, settings: &Settings) -> Result<Settings> {
    if !(100..=200).contains(&settings.text_size) {
        return Err(Error::field("text_size", "out_of_range"));
    }
    let mut account = own(tx)?;
    account.settings = settings.clone();
    store::update(tx, &account)?;
    tx.emit(events::settings_changed(account.person, settings));
    Ok(settings.clone())
}

/// What an account is made of.
pub struct NewAccount<'n> {
    /// Whose.
    pub person: PersonId,
    /// Usually the staff number.
    pub login: &'n str,
    /// The address that works as well.
    pub email: Option<&'n str>,
    /// A hash, or [`password::NO_PASSWORD`].
    pub password_hash: &'n str,
    /// Whether the password is an initial one.
    pub must_change: bool,
    /// Rights.
    pub rights: Rights,
}

/// Adds an account to a person of the actor's organisation, which the use case has locked.
pub fn insert_account(tx: &mut Tx<'_>, new: &NewAccount<'_>) -> Result<AccountId> {
    let account = Account {
        id: tx.id(),
        org: tx.actor().org,
        person: new.person,
        login: fold_login(new.login),
        own_login: false,
        email: new.email.map(fold_login).filter(|email| !email.is_empty()),
        password_hash: new.password_hash.to_owned(),
        must_change: new.must_change,
        rights: new.rights,
        suspended_at: None,
        settings: Settings::default(),
        seen_at: None,
    };
    if account.login.is_empty() {
        return Err(Error::field("login", "missing"));
    }
    if store::is_taken(tx, account.org, account.id, &account.login, account.email.as_deref())? {
        return Err(IdentityRefusal::LoginTaken.into());
    }
    store::insert(tx, &account)?;
    if account.rights == Rights::Administrator {
        directory::service::participation::follow_rights(tx, account.person)?;
    }
    Ok(account.id)
}

/// The account of an id, when it is of the actor's organisation.
fn of_own_org(conn: &mut Conn<'_>, id: AccountId) -> Result<Account> {
    let org = conn.actor().org;
    store::get(conn, id)?.filter(|account| account.org == org).ok_or_else(Error::not_found)
}

/// An account, locked, whose person the actor may act upon.
fn held(tx: &mut Tx<'_>, id: AccountId) -> Result<Account> {
    let org = tx.actor().org;
    // The organisation first: whether another administrator remains must not change between the question and the act.
    tx.lock(Lock::Org(org))?;
    tx.lock(Lock::Account(id))?;
    let account = of_own_org(tx, id)?;
    if !tx.actor().administers() {
        let person = persons::get(tx, account.person)?.ok_or_else(Error::not_found)?;
        grants::editable(tx, person)?;
        policy::may_act_upon(&tx.actor(), &account)?;
    }
    Ok(account)
}

/// The sessions of somebody else's account.
pub fn sessions_of(conn: &mut Conn<'_>, id: AccountId) -> Result<Vec<Session>> {
    let account = of_own_org(conn, id)?;
    let person = persons::get(conn, account.person)?.ok_or_else(Error::not_found)?;
    if !grants::looks_after(conn, &person)? {
        return Err(Error::not_found());
    }
    store::sessions(conn, account.id, None)
}

/// Ends all sessions of an account; how many there were.
pub fn end_all_sessions(tx: &mut Tx<'_>, id: AccountId, address: &str) -> Result<usize> {
    let account = held(tx, id)?;
    end_others(tx, &account, None, address)
}

/// Errors: `identity.account_used` when somebody has signed in with it.
pub fn check_unused(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    if held(tx, id)?.seen_at.is_some() { Err(IdentityRefusal::AccountUsed.into()) } else { Ok(()) }
}

/// Gives an account an initial password and signs it out everywhere.
///
/// Errors: `identity.password_elsewhere`.
pub fn reset_password(tx: &mut Tx<'_>, id: AccountId, hash: &str, address: &str) -> Result<()> {
    let mut account = held(tx, id)?;
    if account.is_kept_elsewhere() {
        return Err(IdentityRefusal::PasswordElsewhere.into());
    }
    match persons::briefs(tx, &[account.person])?.pop() {
        Some(person) if person.bot => return Err(IdentityRefusal::Outsider.into()),
        Some(person) if person.guest => {
            store::passkeys::delete_all(tx, id)?;
        }
        _ => {}
    }
    account.password_hash = hash.to_owned();
    account.must_change = true;
    store::update(tx, &account)?;
    store::visits::delete(tx, id)?;
    end_others(tx, &account, None, address)?;
    tx.emit(events::account_changed(account.person));
    let subject = subject(tx, &account)?;
    audit::record(tx, &Record { act: "identity.password_reset", subject, detail: json!({}), address })
}

/// Clears away what is over.
pub fn clear_lapsed(tx: &mut Tx<'_>) -> Result<()> {
    tx.lock(Lock::Org(OrgId::from_raw(0)))?;
    let now: Timestamp = tx.now();
    store::factors::delete_lapsed(tx, now.minus(CHALLENGE_LIMIT))?;
    store::delete_lapsed(tx, now.minus(IDLE_LIMIT), now.minus(SESSION_LIMIT))
}
