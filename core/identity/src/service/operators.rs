//! Who is using a shared account: chosen by a PIN, judged at every request, gone at the press of a key.

use super::{FORGIVE_AFTER, check_throttle_after, me, own as own_account, own_session};
use crate::events;
use crate::model::operators::{MOST_SHOWN, Operator, SharedSession};
use crate::model::{IdentityRefusal, Me};
use crate::store::{self, operators as pins};
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::model::PersonBrief;
use directory::service::barriers;
use directory::store::people;
use kernel::{AccountId, Actor, Entropy, Error, PersonId, Result, SessionId};
use serde_json::json;

/// Wrong PINs for one operator on one device that are free.
const FREE_HERE: i64 = 5;
/// Wrong PINs for one operator on all devices together that are free.
const FREE_ANYWHERE: i64 = 20;

/// What is told of a shared account to its own session; nothing for all other accounts.
pub(super) fn own(conn: &mut Conn<'_>) -> Result<Option<SharedSession>> {
    let actor = conn.actor();
    let Some(shared) = pins::get(conn, actor.account)? else { return Ok(None) };
    let operator = match actor.operator {
        Some(operator) => people::briefs(conn, &[operator])?.pop(),
        None => None,
    };
    Ok(Some(SharedSession { operator, idle_seconds: shared.idle_seconds }))
}

/// Those of some people, or of everybody, who may use a shared account today: whom its lines name, unless their own account is stopped or
/// they are on leave.
fn may_use(conn: &mut Conn<'_>, account: AccountId, ids: Option<&[PersonId]>) -> Result<Vec<PersonBrief>> {
    let shared = pins::get(conn, account)?.ok_or_else(Error::not_found)?;
    let mut named = barriers::circle(conn, &shared.operators, ids)?;
    let ids: Vec<PersonId> = named.iter().map(|person| person.id).collect();
    let stopped = pins::stopped(conn, &ids)?;
    named.retain(|person| person.active && !person.on_leave && !stopped.contains(&person.id));
    Ok(named)
}

/// Whether somebody who is using a shared account still may.
pub(super) fn still_may(conn: &mut Conn<'_>, account: AccountId, operator: PersonId) -> Result<bool> {
    Ok(!may_use(conn, account, Some(&[operator]))?.is_empty())
}

/// In whose name the program may do what somebody asked for by an account earlier, as they stand now; nothing when they may not be here. By a
/// shared account it was somebody who was using it, and they still have to be among those who may; by all others it was nobody else.
pub fn standing_of(conn: &mut Conn<'_>, account: AccountId, operator: Option<PersonId>) -> Result<Option<Actor>> {
    let Some(actor) = store::acting::standing(conn, account)? else { return Ok(None) };
    let stands = match (pins::get(conn, account)?.is_some(), operator) {
        (true, Some(operator)) => still_may(conn, account, operator)?,
        (shared, operator) => !shared && operator.is_none(),
    };
    Ok(stands.then_some(Actor { operator, ..actor }))
}

/// Who may use a shared account, in 五十音 order, and whether there are more than are shown.
pub(super) fn list(conn: &mut Conn<'_>, account: AccountId, words: Option<&str>) -> Result<(Vec<Operator>, bool)> {
    let mut named = may_use(conn, account, None)?;
    let folded = words.map(text::fold).unwrap_or_default();
    let found = |person: &PersonBrief, word: &str| {
        [&person.name, &person.reading].iter().any(|text| text::fold(text).replace(' ', "").contains(word))
    };
    named.retain(|person| folded.split(' ').filter(|word| !word.is_empty()).all(|word| found(person, word)));
    let more = named.len() > MOST_SHOWN;
    named.truncate(MOST_SHOWN);
    let ids: Vec<PersonId> = named.iter().map(|person| person.id).collect();
    let with_pin = pins::with_pin(conn, &ids)?;
    let operators = named.into_iter().map(|person| Operator { has_pin: with_pin.contains(&person.id), person });
    Ok((operators.collect(), more))
}

/// Who may use the actor's shared account.
///
/// Errors: `not_found` for an account of one person.
pub fn candidates(conn: &mut Conn<'_>, words: Option<&str>) -> Result<(Vec<Operator>, bool)> {
    let account = conn.actor().account;
    let (mut found, more) = list(conn, account, words)?;
    // Nobody has said yet who they are: they are told names, and not where people are.
    for Operator { person, .. } in &mut found {
        (person.whereabouts, person.status) = (None, None);
    }
    Ok((found, more))
}

/// What a PIN that is typed is compared with.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// The hash of the right one.
    pub hash: String,
    /// It was given by an administrator: another has to be chosen now.
    pub initial: bool,
}

/// Whose wrong PINs are counted together: of one operator on this device, and on all of them.
fn sources(operator: PersonId, session: SessionId) -> [(String, i64); 2] {
    [(format!("pin:{operator}:{session}"), FREE_HERE), (format!("pin:{operator}"), FREE_ANYWHERE)]
}

fn session(conn: &Conn<'_>) -> Result<SessionId> {
    own_session(conn).ok_or_else(Error::not_found)
}

/// Begins to try a PIN. It counts as wrong until it was right: of a thousand at once five are tried.
///
/// Errors: `not_found` for somebody who may not use the account, `identity.pin_missing`, `identity.too_many_attempts`.
pub fn attempt(tx: &mut Tx<'_>, operator: PersonId) -> Result<Attempt> {
    let account = own_account(tx)?;
    let session = session(tx)?;
    if !still_may(tx, account.id, operator)? {
        return Err(Error::not_found());
    }
    let pin = pins::pin(tx, operator)?.ok_or(IdentityRefusal::PinMissing)?;
    let (sources, forgiven) = (sources(operator, session), tx.now().minus(FORGIVE_AFTER));
    for (source, free) in &sources {
        check_throttle_after(tx, source, *free)?;
    }
    for (source, _) in &sources {
        store::count_failure(tx, source, forgiven)?;
    }
    Ok(Attempt { hash: pin.hash, initial: pin.initial })
}

/// Forgets the wrong PINs of somebody whose PIN was right.
pub fn forgive(tx: &mut Tx<'_>, operator: PersonId) -> Result<()> {
    own_account(tx)?;
    let session = session(tx)?;
    sources(operator, session).iter().try_for_each(|(source, _)| store::forgive(tx, source))
}

/// Remembers a wrong PIN.
pub fn failed(tx: &mut Tx<'_>, operator: PersonId, address: &str) -> Result<()> {
    own_account(tx)?;
    told(tx, "identity.operator_failed", operator, address)
}

/// From now on somebody whose PIN was right is using this session; with the hash of another PIN when they chose one. `right` is the hash
/// that fitted: whose PIN was replaced meanwhile has shown a wrong one.
///
/// Errors: `not_found` for somebody who may not use the account any more, `identity.wrong_pin`.
pub fn choose(tx: &mut Tx<'_>, operator: PersonId, right: &str, new_hash: Option<&str>, address: &str) -> Result<Me> {
    let account = own_account(tx)?;
    let session = session(tx)?;
    tx.lock(Lock::Person(operator))?;
    if !still_may(tx, account.id, operator)? {
        return Err(Error::not_found());
    }
    if pins::pin(tx, operator)?.is_none_or(|pin| pin.hash != right) {
        return Err(IdentityRefusal::WrongPin.into());
    }
    for (source, _) in &sources(operator, session) {
        store::forgive(tx, source)?;
    }
    let actor = Actor { operator: Some(operator), ..tx.actor() };
    tx.act_as(actor);
    if let Some(hash) = new_hash {
        pins::put_pin(tx, operator, hash, false)?;
        told(tx, "identity.pin_set", operator, address)?;
    }
    pins::used_by(tx, session, Some(operator))?;
    tx.emit(events::operator_changed(account.person, session, Some(operator)));
    told(tx, "identity.operator_chosen", operator, address)?;
    me(tx, address.parse().ok())
}

/// Nobody is using this session any more. Other devices of the account are not concerned.
///
/// Errors: `not_found` for an account of one person.
pub fn lock(tx: &mut Tx<'_>, address: &str) -> Result<()> {
    let account = own_account(tx)?;
    let session = session(tx)?;
    pins::get(tx, account.id)?.ok_or_else(Error::not_found)?;
    // As the session has it: whose time has run out is no actor's operator any more, and leaves all the same.
    let using = store::by_session(tx, session)?.and_then(|bearer| bearer.shared?.operator);
    let Some((operator, _)) = using else { return Ok(()) };
    pins::used_by(tx, session, None)?;
    tx.emit(events::operator_changed(account.person, session, None));
    told(tx, "identity.operator_left", operator, address)
}

/// Gives the actor a PIN of their own, and ends what is in use with the one before; `source` is forgiven its wrong passwords.
///
/// Errors: `identity.shared_account` for an account that has no owner.
pub fn set_pin(tx: &mut Tx<'_>, hash: &str, source: &str, address: &str) -> Result<()> {
    let account = own_account(tx)?;
    if pins::get(tx, account.id)?.is_some() {
        return Err(IdentityRefusal::SharedAccount.into());
    }
    store::forgive(tx, source)?;
    tx.lock(Lock::Person(account.person))?;
    pins::put_pin(tx, account.person, hash, false)?;
    end_turns(tx, account.person, address)?;
    tx.emit(events::account_changed(account.person));
    told(tx, "identity.pin_set", account.person, address)
}

/// Gives somebody an initial PIN, also somebody without an account. They choose another when they use it. What is in use with the one
/// before ends: somebody else may know that one.
///
/// Errors: `not_found`.
pub fn give_pin(tx: &mut Tx<'_>, id: PersonId, hash: &str, address: &str) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    // Nobody else uses a shared account.
    people::get(tx, id)?.filter(|person| person.brief.is_staff()).ok_or_else(Error::not_found)?;
    tx.lock(Lock::Person(id))?;
    pins::put_pin(tx, id, hash, true)?;
    end_turns(tx, id, address)?;
    tx.emit(events::account_changed(id));
    told(tx, "identity.pin_given", id, address)
}

/// Ends what somebody is using, on whatever device.
fn end_turns(tx: &mut Tx<'_>, operator: PersonId, address: &str) -> Result<()> {
    for (session, account) in pins::turns_of(tx, operator)? {
        pins::used_by(tx, session, None)?;
        tx.emit(events::operator_changed(account, session, None));
        told(tx, "identity.operator_left", operator, address)?;
    }
    Ok(())
}

/// An initial PIN that can be read out over the telephone.
pub fn initial_pin(entropy: &dyn Entropy) -> String {
    loop {
        let pin = format!("{:06}", entropy.u64() % 1_000_000);
        if let Ok(pin) = crate::model::operators::checked_pin(&pin) {
            return pin;
        }
    }
}

fn told(tx: &mut Tx<'_>, act: &'static str, operator: PersonId, address: &str) -> Result<()> {
    let name = people::briefs(tx, &[operator])?.pop().map(|person| person.name).unwrap_or_default();
    let subject = Subject::of("person", operator, name);
    audit::record(tx, &Record { act, subject, detail: json!({}), address })
}
