//! LDAP's use cases: directories made, changed and removed.

pub mod carrying;
pub mod check;
pub mod keeper;
pub mod reading;
pub mod runs;

use crate::model::{DirectoryId, DirectorySettings, LdapDirectory, LdapRefusal, MOST_DIRECTORIES, SaveDirectory};
use crate::store::{self, Kept};
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use kernel::{Error, Result, Timestamp};
use serde_json::json;
use std::time::Duration;

/// The directories of the actor's organisation.
pub fn list(conn: &mut Conn<'_>) -> Result<Vec<LdapDirectory>> {
    let kept = store::directories(conn)?;
    kept.into_iter().map(|kept| shown(conn, kept)).collect()
}

/// One directory.
pub fn one(conn: &mut Conn<'_>, id: DirectoryId) -> Result<LdapDirectory> {
    let kept = kept(conn, id)?;
    shown(conn, kept)
}

fn kept(conn: &mut Conn<'_>, id: DirectoryId) -> Result<Kept> {
    store::directory(conn, id)?.ok_or_else(Error::not_found)
}

fn shown(conn: &mut Conn<'_>, kept: Kept) -> Result<LdapDirectory> {
    let people = store::count_people(conn, kept.id)?;
    let last_run = runs::latest(conn, kept.id, 1)?.pop();
    Ok(LdapDirectory { id: kept.id, settings: kept.settings, people, next_at: kept.next_at, last_run })
}

/// When a directory is read next, counted from a moment.
fn next(settings: &DirectorySettings, now: Timestamp) -> Option<Timestamp> {
    let minutes = u64::try_from(settings.every_minutes?).ok()?;
    Some(now.plus(Duration::from_secs(60 * minutes)))
}

fn record(tx: &mut Tx<'_>, act: &'static str, kept: &Kept, detail: serde_json::Value, address: &str) -> Result<()> {
    let subject = Subject::of("ldap_directory", kept.id, &kept.settings.name);
    audit::record(tx, &Record { act, subject, detail, address })
}

/// Makes a directory, or gives the one that was made under this id already.
///
/// Errors: faulty fields, `ldap.too_many_directories`.
pub fn make(tx: &mut Tx<'_>, id: DirectoryId, new: &SaveDirectory, address: &str) -> Result<LdapDirectory> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let there = store::directories(tx)?;
    if there.iter().any(|kept| kept.id == id) {
        return one(tx, id);
    }
    let settings = new.settings.clone().checked()?;
    let password = new.password.clone().filter(|password| !password.is_empty());
    let password = password.ok_or_else(|| Error::field("password", "missing"))?;
    if there.len() >= MOST_DIRECTORIES {
        return Err(LdapRefusal::TooManyDirectories.into());
    }
    // Nothing is read by itself before somebody has carried people in once.
    let kept = Kept { id, settings, password, next_at: None, org };
    store::insert(tx, &kept)?;
    record(tx, "ldap.directory_added", &kept, json!({ "url": kept.settings.url }), address)?;
    one(tx, id)
}

/// Changes a directory.
///
/// Errors: faulty fields; `password` `missing` when it leads elsewhere than what its password was given for.
pub fn change(tx: &mut Tx<'_>, id: DirectoryId, save: &SaveDirectory, address: &str) -> Result<LdapDirectory> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let before = kept(tx, id)?;
    let settings = save.settings.clone().checked()?;
    let password = password_for(&settings, save.password.as_deref(), Some(&before))?;
    let next_at = before.next_at.and_then(|_| next(&settings, tx.now()));
    let begins = before.settings.every_minutes.is_none() && store::count_people(tx, id)? > 0;
    let next_at = if begins { next(&settings, tx.now()) } else { next_at };
    let mut changed = settings.changed_from(&before.settings);
    if password != before.password {
        changed.push("password");
    }
    let kept = Kept { settings, password, next_at, ..before };
    store::update(tx, &kept)?;
    let detail = json!({ "url": kept.settings.url, "changed": changed });
    record(tx, "ldap.directory_changed", &kept, detail, address)?;
    one(tx, id)
}

/// The password to use: the one that is given, else the one that is kept, as long as it goes where it was given for.
fn password_for(settings: &DirectorySettings, given: Option<&str>, kept: Option<&Kept>) -> Result<String> {
    let given = given.filter(|password| !password.is_empty()).map(str::to_owned);
    let kept = kept.filter(|kept| settings.leads_where(&kept.settings)).map(|kept| kept.password.clone());
    given.or(kept).ok_or_else(|| Error::field("password", "missing"))
}

/// Removes a directory. Who came from it stays, and needs an initial password or another way to sign in.
///
/// Errors: `ldap.run_is_on`.
pub fn remove(tx: &mut Tx<'_>, id: DirectoryId, address: &str) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let kept = kept(tx, id)?;
    if store::is_on(tx, id)? {
        return Err(LdapRefusal::RunIsOn.into());
    }
    let people = store::people_of(tx, id)?;
    identity::service::people::orphan_passwords(tx, &people)?;
    store::delete(tx, id)?;
    record(tx, "ldap.directory_removed", &kept, json!({ "people": people.len() }), address)
}
