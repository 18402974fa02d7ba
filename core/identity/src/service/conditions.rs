//! 利用の約束: a text of the organisation's to which guests agree before they see anything, and again when it has changed.

use crate::events;
use crate::model::conditions::{ConditionsVersion, GuestConditions, LONGEST_CONDITIONS, OwnConditions};
use crate::store::conditions as store;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::store::{organisations, people as persons};
use kernel::{Error, Outsider, PersonId, Result};
use serde_json::json;

/// As many versions as are shown.
const MOST_SHOWN: usize = 100;

/// What guests agree to, and did before, for those who keep it.
pub fn get(conn: &mut Conn<'_>) -> Result<GuestConditions> {
    let versions = store::latest(conn, MOST_SHOWN)?;
    let agreed = store::counts(conn)?;
    let authors: Vec<PersonId> = versions.iter().map(|version| version.author_id).collect();
    let authors = persons::briefs(conn, &authors)?;
    let version = versions.first().map_or(0, |newest| newest.version);
    let body = versions.first().map(|newest| newest.body.clone()).unwrap_or_default();
    let shown = versions.into_iter().map(|version| ConditionsVersion {
        author: authors.iter().find(|author| author.id == version.author_id).cloned(),
        agreed: agreed.get(&version.version).copied().unwrap_or(0),
        version: version.version,
        body: version.body,
        created_at: version.created_at,
    });
    Ok(GuestConditions { version, body, history: shown.collect() })
}

/// Puts another text in the place of the one before it; with an empty one there is nothing to agree to. Guests are asked before they see
/// anything more. `seen` is the version that the editor had.
///
/// Errors: `stale`, a text that is too long.
pub fn save(tx: &mut Tx<'_>, body: &str, seen: Option<i64>, address: &str) -> Result<GuestConditions> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let newest = store::latest(tx, 1)?.pop();
    let version = newest.as_ref().map_or(0, |newest| newest.version);
    if seen.is_some_and(|seen| seen != version) {
        return Err(Error::stale());
    }
    let body = body.trim();
    if text::graphemes(body) > LONGEST_CONDITIONS {
        return Err(Error::field("body", "too_long"));
    }
    // Sent again, or with nothing changed: nobody is asked anew.
    if newest.map(|newest| newest.body).unwrap_or_default() == body {
        return get(tx);
    }
    store::put(tx, version + 1, body)?;
    for guest in store::guests(tx)? {
        tx.emit(events::agreement_asked(guest));
    }
    let name = organisations::get(tx, org)?.ok_or_else(Error::not_found)?.name;
    let subject = Subject::of("organisation", org, name);
    let detail = json!({ "version": version + 1, "body": body });
    audit::record(tx, &Record { act: "identity.guest_conditions_changed", subject, detail, address })?;
    get(tx)
}

fn check_guest(conn: &Conn<'_>) -> Result<()> {
    if conn.actor().outsider == Some(Outsider::Guest) { Ok(()) } else { Err(Error::not_found()) }
}

/// What the actor, a guest, is asked to agree to.
///
/// Errors: `not_found` for everybody else, and where there is nothing.
pub fn own(conn: &mut Conn<'_>) -> Result<OwnConditions> {
    check_guest(conn)?;
    let held = store::held(conn)?.ok_or_else(Error::not_found)?;
    Ok(OwnConditions { version: held.version, body: held.body })
}

/// Keeps that the actor, a guest, has agreed.
///
/// Errors: `not_found` as for [`own`], `stale` when the text has changed since they read it.
pub fn agree(tx: &mut Tx<'_>, version: i64, address: &str) -> Result<()> {
    check_guest(tx)?;
    let actor = tx.actor();
    tx.lock(Lock::Account(actor.account))?;
    let held = store::held(tx)?.ok_or_else(Error::not_found)?;
    if held.version != version {
        return Err(Error::stale());
    }
    if store::agreed(tx, &[actor.account])?.get(&actor.account).is_some_and(|known| known.version == version) {
        return Ok(());
    }
    store::agree(tx, actor.account, version)?;
    let name = persons::briefs(tx, &[actor.person])?.pop().map(|person| person.name).unwrap_or_default();
    let subject = Subject::of("person", actor.person, name);
    audit::record(tx, &Record { act: "identity.guest_agreed", subject, detail: json!({ "version": version }), address })
}

/// Whether the actor, a guest, has still to agree.
pub(super) fn must_agree(conn: &mut Conn<'_>) -> Result<bool> {
    let account = conn.actor().account;
    let Some(held) = store::held(conn)? else { return Ok(false) };
    Ok(store::agreed(conn, &[account])?.get(&account).is_none_or(|agreed| agreed.version != held.version))
}
