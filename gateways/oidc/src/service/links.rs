//! Links: who somebody of a provider's is here.

use crate::claims::Identity;
use crate::model::{OidcRefusal, OwnLink, Provider, ProviderId};
use crate::store;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::store::people;
use identity::model::{Account, IdentityRefusal, fold_login};
use identity::service::password::NO_PASSWORD;
use identity::store as accounts;
use kernel::{AccountId, Actor, Error, Result, Rights};
use serde_json::json;

/// The account of somebody who comes from a provider. Who comes for the first time is linked with the account that bears their login, where
/// the organisation has it so; nobody is made by coming.
///
/// Errors: `oidc.no_account`, `oidc.no_login`, `oidc.unverified`, `oidc.account_linked`.
pub fn arrive(tx: &mut Tx<'_>, provider: &Provider, who: &Identity, address: &str) -> Result<Account> {
    tx.act_as(Actor::system(provider.org));
    // Two who come for the first time at once, as the same person here, come one after the other.
    tx.lock(Lock::Org(provider.org))?;
    check_same(tx, provider)?;
    if let Some(id) = store::linked(tx, provider.id, &who.subject)? {
        return accounts::get(tx, id)?.ok_or_else(Error::not_found);
    }
    if !provider.link_by_login {
        return Err(OidcRefusal::NoAccount.into());
    }
    let known_as = who.login.as_deref().ok_or(OidcRefusal::NoLogin)?;
    if who.unverified {
        return Err(OidcRefusal::Unverified.into());
    }
    let found = accounts::by_login(tx, provider.org, &fold_login(known_as))?;
    let account = found.into_iter().next().ok_or(OidcRefusal::NoAccount)?;
    // Whoever may change an address in a list would otherwise choose who becomes an administrator: those link from their own settings.
    if account.rights == Rights::Administrator {
        return Err(OidcRefusal::NoAccount.into());
    }
    link(tx, provider, who, &account, address)?;
    Ok(account)
}

/// Refuses whom a provider has named that an administrator has changed or removed meanwhile: it may trust somebody else by now. To be called
/// under the organisation's lock, under which providers change.
///
/// Errors: `oidc.attempt_over`.
fn check_same(conn: &mut Conn<'_>, asked: &Provider) -> Result<()> {
    match store::get(conn, asked.id)?.is_some_and(|now| now.tick == asked.tick) {
        true => Ok(()),
        false => Err(OidcRefusal::AttemptOver.into()),
    }
}

/// The account of somebody who came from a provider before; nothing for whoever comes for the first time.
///
/// Errors: `oidc.attempt_over`.
pub fn known(conn: &mut Conn<'_>, provider: &Provider, who: &Identity) -> Result<Option<Account>> {
    check_same(conn, provider)?;
    match store::linked(conn, provider.id, &who.subject)? {
        Some(account) => accounts::get(conn, account),
        None => Ok(None),
    }
}

fn link(tx: &mut Tx<'_>, provider: &Provider, who: &Identity, account: &Account, address: &str) -> Result<()> {
    tx.lock(Lock::Account(account.id))?;
    if store::subject_of(tx, account.id, provider.id)?.is_some() {
        return Err(OidcRefusal::AccountLinked.into());
    }
    if store::account_of(tx, provider.id, &who.subject)?.is_some() {
        return Err(OidcRefusal::SubjectLinked.into());
    }
    let known_as = who.login.as_ref().unwrap_or(&who.subject);
    store::link(tx, provider.id, &who.subject, account.id, known_as)?;
    told(tx, "oidc.account_linked", provider, account, json!({ "known_as": known_as }), address)
}

fn told(
    tx: &mut Tx<'_>,
    act: &'static str,
    provider: &Provider,
    account: &Account,
    mut detail: serde_json::Value,
    address: &str,
) -> Result<()> {
    detail["provider"] = json!(provider.name);
    let name = people::get(tx, account.person)?.map(|person| person.brief.name).unwrap_or_default();
    tx.emit(identity::events::account_changed(account.person));
    audit::record(tx, &Record { act, subject: Subject::of("account", account.id, name), detail, address })
}

/// The actor's account, locked after their organisation.
fn own(tx: &mut Tx<'_>) -> Result<Account> {
    let actor = tx.actor();
    tx.lock(Lock::Org(actor.org))?;
    tx.lock(Lock::Account(actor.account))?;
    if accounts::operators::get(tx, actor.account)?.is_some() {
        return Err(IdentityRefusal::SharedAccount.into());
    }
    accounts::get(tx, actor.account)?.ok_or_else(Error::unauthenticated)
}

/// Links the actor's account with who they are at a provider.
///
/// Errors: `oidc.account_linked`, `oidc.subject_linked`.
pub fn link_own(tx: &mut Tx<'_>, provider: &Provider, who: &Identity, address: &str) -> Result<()> {
    let account = own(tx)?;
    check_same(tx, provider)?;
    link(tx, provider, who, &account, address)
}

/// The providers of the actor's organisation, and how the actor is linked to them.
pub fn list_own(conn: &mut Conn<'_>) -> Result<Vec<OwnLink>> {
    let actor = conn.actor();
    let links = store::links_of(conn, actor.account)?;
    let account = accounts::get(conn, actor.account)?.ok_or_else(Error::unauthenticated)?;
    let view = |provider: Provider| {
        let link = links.iter().find(|(id, _, _)| *id == provider.id);
        OwnLink {
            provider_id: provider.id,
            linked_at: link.map(|(_, _, since)| *since),
            known_as: link.map(|(_, known_as, _)| known_as.clone()),
            removable: link.is_some() && check_removable(&provider, &account, links.len()).is_ok(),
            name: provider.name,
        }
    };
    Ok(store::of_org(conn, actor.org)?.into_iter().map(view).collect())
}

/// Whether somebody may take a link of theirs off, of as many.
fn check_removable(provider: &Provider, account: &Account, links: usize) -> Result<()> {
    if provider.stops_passwords && account.rights != Rights::Administrator {
        return Err(OidcRefusal::Kept.into());
    }
    match account.password_hash == NO_PASSWORD && links <= 1 {
        true => Err(OidcRefusal::LastWay.into()),
        false => Ok(()),
    }
}

/// Takes a link of the actor's off.
///
/// Errors: `oidc.kept` where the organisation wants people to sign in there, `oidc.last_way` where no other way would be left.
pub fn unlink_own(tx: &mut Tx<'_>, id: ProviderId, address: &str) -> Result<()> {
    let account = own(tx)?;
    let provider = store::get(tx, id)?.filter(|provider| provider.org == account.org).ok_or_else(Error::not_found)?;
    let links = store::links_of(tx, account.id)?;
    if !links.iter().any(|(linked, _, _)| *linked == id) {
        return Err(Error::not_found());
    }
    check_removable(&provider, &account, links.len())?;
    store::unlink(tx, account.id, id)?;
    told(tx, "oidc.account_unlinked", &provider, &account, json!({}), address)
}

/// Takes somebody else's link off: they are somebody else there now, or it was a mistake. Their sessions end; the next
/// time they come they are linked anew.
pub fn unlink(tx: &mut Tx<'_>, id: ProviderId, account: AccountId, address: &str) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    tx.lock(Lock::Account(account))?;
    let provider = store::get(tx, id)?.filter(|provider| provider.org == org).ok_or_else(Error::not_found)?;
    let account = accounts::get(tx, account)?.filter(|account| account.org == org).ok_or_else(Error::not_found)?;
    if !store::unlink(tx, account.id, id)? {
        return Err(Error::not_found());
    }
    // Whoever has come in by it, somebody else perhaps, is not to stay.
    identity::service::end_all_sessions(tx, account.id, address)?;
    told(tx, "oidc.account_unlinked", &provider, &account, json!({}), address)
}
