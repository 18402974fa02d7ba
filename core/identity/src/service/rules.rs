//! Rules by network: kept by administrators, asked at every sign-in and, by [`super::session`], at every request.

use super::{Entry, own_session};
use crate::events;
use crate::model::rules::{Networks, SignInRules, SignInRulesView, Standing, Verdict};
use crate::model::{Account, IdentityRefusal};
use crate::store::{self, rules};
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::store::organisations;
use kernel::{Error, Result};
use serde_json::json;
use std::net::IpAddr;

/// What the rules say of an account that signs in from where it is; nothing for who comes from nowhere and sits at the machine.
fn judged(
    tx: &mut Tx<'_>,
    account: &Account,
    entry: &Entry<'_>,
    strong: bool,
    has_factor: bool,
) -> Result<Option<Verdict>> {
    let (networks, _) = rules::get(tx, account.org)?;
    let from: Option<IpAddr> = entry.address.parse().ok();
    let Some(from) = from else { return Ok(None) };
    let now = tx.now();
    let guest = networks.tells_guests_apart() && rules::is_guest(tx, account.person)?;
    let standing = Standing {
        rights: account.rights,
        guest,
        strong,
        has_factor,
        home: Some(from),
        created_at: now,
        seen_at: now,
        token_until: None,
    };
    Ok(Some(networks.judge(&standing, from, now)))
}

/// Whether an account may sign in from where it is; true when it has to set a second factor up first. `strong` says whether it has shown,
/// or is about to be asked for, one.
///
/// Errors: `identity.network_refused`, `identity.second_factor_needed`.
pub(super) fn check_entry(tx: &mut Tx<'_>, account: &Account, entry: &Entry<'_>, strong: bool) -> Result<bool> {
    let has_factor = entry.vouched || store::factors::has_any(tx, account.id)?;
    match judged(tx, account, entry, strong || entry.vouched, has_factor)? {
        None | Some(Verdict::Welcome(_)) => Ok(false),
        Some(Verdict::SetUpFactor(_)) => Ok(true),
        Some(Verdict::Refused(refusal)) => Err(refusal.into()),
        Some(Verdict::Over) => Err(Error::unauthenticated()),
    }
}

/// Whether an account that has a factor must show it where it is.
pub(super) fn want_factor(tx: &mut Tx<'_>, account: &Account, entry: &Entry<'_>) -> Result<bool> {
    let verdict = judged(tx, account, entry, false, true)?;
    Ok(verdict == Some(Verdict::Refused(IdentityRefusal::SecondFactorNeeded)))
}

/// Whether who reads stands over the screen of the actor where they are; nothing where the organisation has it so nowhere.
pub fn watermark(conn: &mut Conn<'_>, guest: bool, from: Option<IpAddr>) -> Result<Option<bool>> {
    let org = conn.actor().org;
    let (networks, _) = rules::get(conn, org)?;
    Ok(from.and_then(|from| networks.watermark(guest, from)))
}

fn view(networks: &Networks, tick: i64, from: IpAddr) -> SignInRulesView {
    let network = networks.network(from).map(|network| network.name.clone());
    SignInRulesView { rules: networks.rules().clone(), tick, address: from.to_string(), network }
}

/// The rules of the actor's organisation.
pub fn get(conn: &mut Conn<'_>, from: IpAddr) -> Result<SignInRulesView> {
    let org = conn.actor().org;
    let (networks, tick) = rules::get(conn, org)?;
    Ok(view(&networks, tick, from))
}

/// Keeps the rules of the actor's organisation. Rules that would not let in the very session that saves them are refused, so nobody locks
/// all administrators out. `seen` is the version that the editor had.
///
/// Errors: the fields that are none, `stale`, `identity.rules_refuse_you`.
pub fn save(tx: &mut Tx<'_>, new: &SignInRules, seen: Option<i64>, from: IpAddr) -> Result<SignInRulesView> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let (_, tick) = rules::get(tx, org)?;
    if seen.is_some_and(|seen| seen != tick) {
        return Err(Error::stale());
    }
    let mut new = new.clone();
    for network in &mut new.networks {
        network.name = network.name.trim().to_owned();
        network.ranges.iter_mut().for_each(|range| *range = range.trim().to_owned());
    }
    let networks = Networks::of(new)?;
    if let Some(session) = own_session(tx) {
        let bearer = store::by_session(tx, session)?.ok_or_else(Error::unauthenticated)?;
        // It is being used: whatever was noted of that, it is not idle.
        let standing = Standing { seen_at: tx.now(), ..bearer.standing() };
        match networks.judge(&standing, from, tx.now()) {
            Verdict::Welcome(_) | Verdict::SetUpFactor(_) => {}
            Verdict::Over | Verdict::Refused(_) => return Err(IdentityRefusal::RulesRefuseYou.into()),
        }
    }
    let tick = rules::put(tx, networks.rules())?;
    tx.emit(events::sign_in_rules_changed(org));
    record(tx, json!({ "rules": networks.rules() }), &from.to_string())?;
    Ok(view(&networks, tick, from))
}

/// Takes the rules of the actor's organisation away, for when they let nobody in any more.
pub fn drop_all(tx: &mut Tx<'_>) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    rules::delete(tx)?;
    tx.emit(events::sign_in_rules_changed(org));
    record(tx, json!({ "rules": null }), "")
}

fn record(tx: &mut Tx<'_>, detail: serde_json::Value, address: &str) -> Result<()> {
    let org = tx.actor().org;
    let name = organisations::get(tx, org)?.ok_or_else(Error::not_found)?.name;
    let subject = Subject::of("organisation", org, name);
    audit::record(tx, &Record { act: "identity.sign_in_rules_changed", subject, detail, address })
}
