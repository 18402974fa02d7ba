//! Shared accounts: made, changed and listed by administrators.

use super::{NewAccount, held, insert_account, operators, people};
use crate::events;
use crate::model::operators::{IDLE_SECONDS, NewSharedAccount, Operator, SharedAccount};
use crate::model::{Account, AccountState};
use crate::store::{self, operators as shared};
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::model::{Circle, Employment, NewPerson, NewPost, PersonBrief, PersonChange, PostKind, UnitId};
use directory::service::barriers;
use directory::store::people as persons;
use jiff::civil::Date;
use kernel::{AccountId, Error, FieldFault, Jst, PersonId, Result, Rights};
use serde_json::json;
use std::collections::{HashMap, HashSet};

fn check(conn: &mut Conn<'_>, new: &NewSharedAccount) -> Result<()> {
    let mut faults = barriers::circle_faults(conn, "operators", &new.operators)?;
    let mut fault = |field: &str, code| faults.push(FieldFault { field: field.to_owned(), code });
    if new.operators.is_empty() {
        fault("operators", "missing");
    }
    if !IDLE_SECONDS.contains(&new.idle_seconds) {
        fault("idle_seconds", "out_of_range");
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::fields(faults)) }
}

/// The post by which a shared account belongs to a unit.
fn place(unit_id: UnitId, valid_from: Date) -> NewPost {
    NewPost { unit_id, title_id: None, kind: PostKind::Main, valid_from, valid_to: None }
}

/// Makes a shared account, with the hash of its initial password.
///
/// Errors: faults of fields, `directory.staff_number_taken`, `identity.login_taken`.
pub fn create(tx: &mut Tx<'_>, new: &NewSharedAccount, hash: &str, address: &str) -> Result<SharedAccount> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    check(tx, new)?;
    let today = Jst::date(tx.now());
    let person = NewPerson {
        id: None,
        // It has no number of its own, and the login is unique as well.
        staff_number: new.login.clone(),
        family_name: new.name.clone(),
        given_name: String::new(),
        family_reading: new.reading.clone(),
        given_reading: String::new(),
        employment: Employment::Shared,
        email: None,
        extension: None,
        mobile: None,
        posts: vec![place(new.unit_id, today)],
    };
    let person = directory::service::create_person(tx, &person, address)?;
    let account = NewAccount {
        person: person.brief.id,
        login: &new.login,
        email: None,
        password_hash: hash,
        must_change: true,
        rights: Rights::Member,
    };
    let id = insert_account(tx, &account)?;
    shared::put(tx, id, new.idle_seconds, &new.operators)?;
    record(tx, "identity.shared_account_created", id, new, address)?;
    view(tx, id)
}

/// Replaces all that a shared account is. `seen` is the tick of the copy that the editor had in hand.
///
/// Errors: `not_found`, `stale`, and those of [`create`].
pub fn replace(
    tx: &mut Tx<'_>,
    id: AccountId,
    new: &NewSharedAccount,
    seen: Option<i64>,
    address: &str,
) -> Result<SharedAccount> {
    let account = held(tx, id)?;
    let found = view(tx, id)?;
    if seen.is_some_and(|seen| seen != found.tick) {
        return Err(Error::stale());
    }
    check(tx, new)?;
    let today = Jst::date(tx.now());
    let moved = found.unit_id != Some(new.unit_id);
    let change = PersonChange {
        staff_number: Some(new.login.clone()),
        family_name: Some(new.name.clone()),
        family_reading: Some(new.reading.clone()),
        posts: moved.then(|| vec![place(new.unit_id, today)]),
        ..PersonChange::default()
    };
    people::update_any(tx, account.person, &change, None, address)?;
    shared::put(tx, id, new.idle_seconds, &new.operators)?;
    // Who may use it no longer is asked to go, and how long it waits is told.
    tx.emit(events::account_changed(account.person));
    record(tx, "identity.shared_account_changed", id, new, address)?;
    view(tx, id)
}

fn record(tx: &mut Tx<'_>, act: &'static str, id: AccountId, said: &NewSharedAccount, address: &str) -> Result<()> {
    let detail = json!({ "operators": said.operators, "idle_seconds": said.idle_seconds, "unit": said.unit_id });
    audit::record(tx, &Record { act, subject: Subject::of("account", id, said.name.trim()), detail, address })
}

fn view(conn: &mut Conn<'_>, id: AccountId) -> Result<SharedAccount> {
    list(conn)?.into_iter().find(|shared| shared.id == id).ok_or_else(Error::not_found)
}

/// The shared accounts, in 五十音 order.
pub fn list(conn: &mut Conn<'_>) -> Result<Vec<SharedAccount>> {
    let mut accounts: HashMap<PersonId, Account> =
        store::shared(conn)?.into_iter().map(|account| (account.person, account)).collect();
    let mut kept: HashMap<AccountId, shared::Shared> =
        shared::all(conn)?.into_iter().map(|shared| (shared.account, shared)).collect();
    let ids: Vec<PersonId> = accounts.keys().copied().collect();
    let mut units = units_of(conn, &ids)?;
    let mut found: Vec<(PersonBrief, Account, shared::Shared)> = Vec::new();
    for person in persons::briefs(conn, &ids)? {
        if let Some(account) = accounts.remove(&person.id)
            && let Some(shared) = kept.remove(&account.id)
        {
            found.push((person, account, shared));
        }
    }
    let circles: Vec<&Circle> = found.iter().map(|(_, _, shared)| &shared.operators).collect();
    let nobody: HashSet<PersonId> = ids.into_iter().collect();
    let circles: Vec<&[_]> = circles.into_iter().map(Vec::as_slice).collect();
    let counts = barriers::named(conn, &circles)?.into_iter().map(|named| named.difference(&nobody).count());
    let counts: Vec<usize> = counts.collect();
    Ok(found
        .into_iter()
        .zip(counts)
        .map(|((person, account, shared), operator_count)| SharedAccount {
            id: account.id,
            login: account.login,
            unit_id: units.remove(&person.id),
            person,
            idle_seconds: shared.idle_seconds,
            operators: shared.operators,
            operator_count,
            state: if account.suspended_at.is_some() { AccountState::Suspended } else { AccountState::Active },
            tick: shared.tick,
        })
        .collect())
}

/// The unit that each of some people belongs to today.
fn units_of(conn: &mut Conn<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, UnitId>> {
    let today = Jst::date(conn.now());
    let posts = persons::posts_of(conn, ids)?.into_iter();
    let today = posts.filter_map(|(person, posts)| {
        let holds =
            posts.iter().find(|post| post.valid_from <= today && post.valid_to.is_none_or(|last| last >= today));
        holds.map(|post| (person, post.unit_id))
    });
    Ok(today.collect())
}

/// Who may use a shared account of the actor's organisation, and whether there are more than are shown.
///
/// Errors: `not_found`.
pub fn operators(conn: &mut Conn<'_>, id: AccountId, words: Option<&str>) -> Result<(Vec<Operator>, bool)> {
    operators::list(conn, id, words)
}
