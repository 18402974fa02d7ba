//! Providers: added, changed and removed by administrators.

use crate::model::{
    LinkView, MOST_PROVIDERS, NewProvider, OidcRefusal, Provider, ProviderButton, ProviderId, ProviderInput,
    ProviderView,
};
use crate::store;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use identity::service::password::NO_PASSWORD;
use identity::store as accounts;
use kernel::{Error, OrgId, Result};
use serde_json::json;

/// The most of those who are linked that one list shows.
const SHOWN: usize = 50;

/// The providers that an organisation's sign-in page offers.
pub fn buttons(conn: &mut Conn<'_>, org: OrgId) -> Result<Vec<ProviderButton>> {
    let all = store::of_org(conn, org)?;
    Ok(all.into_iter().map(|provider| ProviderButton { id: provider.id, name: provider.name }).collect())
}

fn view(conn: &mut Conn<'_>, provider: Provider) -> Result<ProviderView> {
    let linked = store::count_links(conn, provider.id)?;
    Ok(ProviderView {
        id: provider.id,
        name: provider.name,
        issuer: provider.issuer,
        client_id: provider.client_id,
        has_secret: provider.secret.is_some(),
        scopes: provider.scopes,
        login_claim: provider.login_claim,
        link_by_login: provider.link_by_login,
        factor: provider.factor,
        stops_passwords: provider.stops_passwords,
        authority: provider.authority,
        linked,
        tick: provider.tick,
    })
}

fn own_all(conn: &mut Conn<'_>) -> Result<Vec<Provider>> {
    let org = conn.actor().org;
    store::of_org(conn, org)
}

/// The providers of the actor's organisation.
pub fn list(conn: &mut Conn<'_>) -> Result<Vec<ProviderView>> {
    let all = own_all(conn)?;
    all.into_iter().map(|provider| view(conn, provider)).collect()
}

/// A provider of the actor's organisation.
fn own(conn: &mut Conn<'_>, id: ProviderId) -> Result<Provider> {
    let org = conn.actor().org;
    store::get(conn, id)?.filter(|provider| provider.org == org).ok_or_else(Error::not_found)
}

fn check_name(conn: &mut Conn<'_>, provider: &Provider) -> Result<()> {
    let same = |other: &Provider| other.id != provider.id && text::fold(&other.name) == text::fold(&provider.name);
    match own_all(conn)?.iter().any(same) {
        true => Err(Error::field("name", "already_exists")),
        false => Ok(()),
    }
}

fn record(
    tx: &mut Tx<'_>,
    act: &'static str,
    provider: &Provider,
    changed: Option<Vec<&'static str>>,
    address: &str,
) -> Result<()> {
    let subject = Subject::of("oidc_provider", provider.id, &provider.name);
    let mut detail = json!({
        "issuer": provider.issuer,
        "client_id": provider.client_id,
        "login_claim": provider.login_claim,
        "link_by_login": provider.link_by_login,
        "factor": provider.factor,
        "stops_passwords": provider.stops_passwords,
    });
    if let Some(changed) = changed {
        detail["changed"] = json!(changed);
    }
    audit::record(tx, &Record { act, subject, detail, address })
}

/// Adds a provider. Asked for twice with the same id, it is added once.
///
/// Errors: the fields that are none, `oidc.too_many_providers`.
pub fn create(tx: &mut Tx<'_>, new: &NewProvider, address: &str) -> Result<ProviderView> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    if let Some(there) = store::get(tx, new.id)? {
        return if there.org == org { view(tx, there) } else { Err(Error::conflict("id_taken")) };
    }
    let mut provider = Provider::of(new.id, org, &new.provider, None)?;
    check_name(tx, &provider)?;
    if own_all(tx)?.len() >= MOST_PROVIDERS {
        return Err(OidcRefusal::TooManyProviders.into());
    }
    provider.tick = store::insert(tx, &provider)?;
    record(tx, "oidc.provider_created", &provider, None, address)?;
    view(tx, provider)
}

/// Changes a provider; `seen` is the version that the editor had.
///
/// Errors: the fields that are none, `stale`.
pub fn change(
    tx: &mut Tx<'_>,
    id: ProviderId,
    input: &ProviderInput,
    seen: Option<i64>,
    address: &str,
) -> Result<ProviderView> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let before = own(tx, id)?;
    if seen.is_some_and(|seen| seen != before.tick) {
        return Err(Error::stale());
    }
    let mut provider = Provider::of(id, org, input, Some(&before))?;
    check_name(tx, &provider)?;
    provider.tick = store::update(tx, &provider)?;
    record(tx, "oidc.provider_changed", &provider, Some(provider.changed_from(&before)), address)?;
    view(tx, provider)
}

/// Removes a provider, with the links of all who came from there. Their passwords count again.
///
/// Errors: `oidc.administrators_need_password` when no administrator could sign in any more.
pub fn remove(tx: &mut Tx<'_>, id: ProviderId, address: &str) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let provider = own(tx, id)?;
    let others = own_all(tx)?.len() > 1;
    if !others && accounts::administrators_with_password(tx, NO_PASSWORD)? == 0 {
        return Err(OidcRefusal::AdministratorsNeedPassword.into());
    }
    store::delete(tx, id, org)?;
    record(tx, "oidc.provider_removed", &provider, None, address)
}

/// Those who are linked to a provider and found by some words; the first fifty.
pub fn linked(conn: &mut Conn<'_>, id: ProviderId, words: Option<&str>) -> Result<Vec<LinkView>> {
    own(conn, id)?;
    let folded = words.map(text::fold).unwrap_or_default();
    let pattern = format!("%{}%", folded.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    store::found(conn, id, &pattern, SHOWN)
}
