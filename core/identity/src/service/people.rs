//! People who sign in: their record and their account change together.

use super::password::NO_PASSWORD;
use super::{NewAccount, insert_account};
use crate::events;
use crate::model::{Account, ELSEWHERE, IdentityRefusal, fold_login};
use crate::policy;
use crate::store;
use audit::{Record, Subject};
use db::{List, Lock, Tx};
use directory::model::{NewPerson, Person, PersonChange, Renewal};
use directory::store::people;
use jiff::civil::Date;
use kernel::{Error, Jst, PersonId, Result, Rights};
use serde_json::json;

/// Adds a person and, when a hash of an initial password is given, an account for them.
pub fn create(tx: &mut Tx<'_>, new: &NewPerson, password_hash: Option<&str>, address: &str) -> Result<Person> {
    // Shared accounts are made by `super::shared`, guests and bots by `super::outsiders`.
    if !new.employment.is_staff() {
        return Err(Error::field("employment", "invalid"));
    }
    let person = directory::service::create_person(tx, new, address)?;
    if let Some(password_hash) = password_hash {
        let account = NewAccount {
            person: person.brief.id,
            login: &new.staff_number,
            email: new.email.as_deref(),
            password_hash,
            must_change: true,
            rights: Rights::Member,
        };
        insert_account(tx, &account)?;
    }
    Ok(person)
}

/// Adds a person whose account another program keeps: with a login of that program's, and without a password.
///
/// Errors: the directory's, `identity.login_taken`.
pub fn take_in(tx: &mut Tx<'_>, new: &NewPerson, login: &str, address: &str) -> Result<Person> {
    let person = directory::service::create_person(tx, new, address)?;
    give_account(tx, &person, login, NO_PASSWORD)?;
    Ok(person)
}

/// Gives a person of the organisation, which is locked, an account with a login that another program keeps. `password_hash`: one that no
/// password fits.
///
/// Errors: `identity.login_taken`.
pub fn give_account(tx: &mut Tx<'_>, person: &Person, login: &str, password_hash: &str) -> Result<()> {
    let account = NewAccount {
        person: person.brief.id,
        login: &person.staff_number,
        email: person.email.as_deref(),
        password_hash,
        must_change: false,
        rights: Rights::Member,
    };
    let id = insert_account(tx, &account)?;
    if let Some(account) = store::get(tx, id)? {
        give_login(tx, account, person, login)?;
    }
    Ok(())
}

/// Leaves somebody's password to another program from now on. Not that of who administers: whatever happens to the other program they come
/// in, and nobody else with a password of there.
pub fn leave_password(tx: &mut Tx<'_>, id: PersonId, address: &str) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let mut account = store::of_person(tx, id)?.ok_or_else(Error::not_found)?;
    if account.rights == Rights::Administrator || account.is_kept_elsewhere() {
        return Ok(());
    }
    (account.password_hash, account.must_change) = (ELSEWHERE.to_owned(), false);
    store::update(tx, &account)?;
    tx.emit(events::account_changed(account.person));
    let subject = super::subject(tx, &account)?;
    audit::record(tx, &Record { act: "identity.password_left", subject, detail: json!({}), address })
}

/// Nobody keeps the passwords of these people any more: they need an initial one, or another way to sign in.
pub fn orphan_passwords(tx: &mut Tx<'_>, people: &[PersonId]) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    store::replace_hashes(tx, &List::ids(people.iter().copied()), ELSEWHERE, NO_PASSWORD)
}

/// Gives a person a login that another program keeps; it stays when the staff number changes, unless it is the staff number.
///
/// Errors: `identity.login_taken`.
pub fn set_login(tx: &mut Tx<'_>, id: PersonId, login: &str, address: &str) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let person = people::get(tx, id)?.ok_or_else(Error::not_found)?;
    let account = store::of_person(tx, id)?.ok_or_else(Error::not_found)?;
    let subject = Subject::of("account", account.id, &person.brief.name);
    if give_login(tx, account, &person, login)? {
        let detail = json!({ "login": fold_login(login) });
        audit::record(tx, &Record { act: "identity.login_changed", subject, detail, address })?;
    }
    Ok(())
}

fn give_login(tx: &mut Tx<'_>, mut account: Account, person: &Person, login: &str) -> Result<bool> {
    let login = fold_login(login);
    if login.is_empty() {
        return Err(Error::field("login", "missing"));
    }
    let own_login = login != fold_login(&person.staff_number);
    let is_other = account.login != login;
    if !is_other && account.own_login == own_login {
        return Ok(false);
    }
    if store::is_taken(tx, account.org, account.id, &login, account.email.as_deref())? {
        return Err(IdentityRefusal::LoginTaken.into());
    }
    (account.login, account.own_login) = (login, own_login);
    store::update(tx, &account)?;
    Ok(is_other)
}

/// Changes a person's record, and with it what they sign in with. `seen` is the tick of the copy that the editor had.
///
/// Errors: the directory's, `identity.login_taken`, `identity.last_administrator`, `identity.shared_account`.
pub fn update(
    tx: &mut Tx<'_>,
    id: PersonId,
    change: &PersonChange,
    seen: Option<i64>,
    address: &str,
) -> Result<Person> {
    of_staff(tx, id)?;
    update_any(tx, id, change, seen, address)
}

/// The same, also of a shared account, for whoever keeps those.
pub(super) fn update_any(
    tx: &mut Tx<'_>,
    id: PersonId,
    change: &PersonChange,
    seen: Option<i64>,
    address: &str,
) -> Result<Person> {
    changing(tx, id, |tx| directory::service::update_person(tx, id, change, seen, address))
}

/// Shared accounts, guests and bots are changed where they are kept.
pub(super) fn of_staff(tx: &mut Tx<'_>, id: PersonId) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    match people::briefs(tx, &[id])?.pop() {
        Some(person) if person.shared => Err(IdentityRefusal::SharedAccount.into()),
        Some(person) if person.partner => Err(Error::not_found()),
        Some(person) if !person.is_staff() => Err(IdentityRefusal::Outsider.into()),
        _ => Ok(()),
    }
}

/// Records that somebody leaves after a day.
///
/// Errors: the directory's, `identity.last_administrator`.
pub fn leave(tx: &mut Tx<'_>, id: PersonId, last: Date, address: &str) -> Result<Person> {
    of_staff(tx, id)?;
    changing(tx, id, |tx| directory::service::leave(tx, id, last, address))
}

/// Gives people another last day, all of them or nobody.
///
/// Errors: the directory's, of the first who cannot have it, with their place in the list; `identity.last_administrator`.
pub fn renew(tx: &mut Tx<'_>, renewals: &[Renewal], address: &str) -> Result<()> {
    for (place, renewal) in renewals.iter().enumerate() {
        let id = renewal.person_id;
        let done = of_staff(tx, id)
            .and_then(|()| changing(tx, id, |tx| directory::service::terms::renew(tx, renewal, address)));
        done.map_err(|error| {
            let code = error.code();
            error.at(format!("items[{place}]"), code)
        })?;
    }
    let ids: Vec<PersonId> = renewals.iter().map(|renewal| renewal.person_id).collect();
    directory::service::terms::settle(tx, &ids)
}

fn changing(tx: &mut Tx<'_>, id: PersonId, change: impl FnOnce(&mut Tx<'_>) -> Result<Person>) -> Result<Person> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let before = people::get(tx, id)?.map(|person| person.last_day());
    let person = change(tx)?;
    if let Some(account) = store::of_person(tx, id)? {
        policy::may_act_upon(&tx.actor(), &account)?;
        keep_an_administrator(tx, &account, before.flatten(), person.last_day())?;
        follow_record(tx, &person)?;
    }
    Ok(person)
}

/// Refuses when an administrator's time was shortened (nothing is without end) and nobody else who may administer and can
/// sign in stays longer.
fn keep_an_administrator(tx: &mut Tx<'_>, account: &Account, before: Option<Date>, after: Option<Date>) -> Result<()> {
    let Some(last) = after else { return Ok(()) };
    let shortened = before.is_none_or(|before| last < before);
    if account.rights != Rights::Administrator || account.suspended_at.is_some() || !shortened {
        return Ok(());
    }
    let next = last.max(Jst::date(tx.now())).tomorrow().unwrap_or(last);
    if store::other_administrators(tx, account.id, next)? == 0 {
        return Err(IdentityRefusal::LastAdministrator.into());
    }
    Ok(())
}

/// Makes the staff number and the address of a person's record what they sign in with; a login of their own stays.
///
/// Errors: `identity.login_taken` when somebody of the organisation signs in with one of them already.
pub fn follow_record(tx: &mut Tx<'_>, person: &Person) -> Result<()> {
    let Some(mut account) = store::of_person(tx, person.brief.id)? else { return Ok(()) };
    let login = if account.own_login { account.login.clone() } else { fold_login(&person.staff_number) };
    let email = person.email.as_deref().map(fold_login).filter(|email| !email.is_empty());
    if account.login == login && account.email == email {
        return Ok(());
    }
    if store::is_taken(tx, account.org, account.id, &login, email.as_deref())? {
        return Err(IdentityRefusal::LoginTaken.into());
    }
    (account.login, account.email) = (login, email);
    store::update(tx, &account)
}
