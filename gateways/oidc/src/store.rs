//! Providers, and who somebody of theirs is here.

use crate::model::{FactorTrust, LinkView, Provider, ProviderId};
use db::{Conn, Row, Tx};
use directory::store::people;
use kernel::{AccountId, OrgId, PersonId, Result, Timestamp};

macro_rules! providers {
    ($rest:expr) => {
        concat!(
            "SELECT id, org_id, name, issuer, client_id, secret, scopes, login_claim, link_by_login, factor, stops_passwords,
                authority, tick FROM oidc_provider ",
            $rest
        )
    };
}

db::statements! {
    OF_ORG = providers!("WHERE org_id = $1 ORDER BY id");
    GET = providers!("WHERE id = $1");
    INSERT = "INSERT INTO oidc_provider (id, org_id, name, issuer, client_id, secret, scopes, login_claim, link_by_login, factor,
            stops_passwords, authority, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    UPDATE = "UPDATE oidc_provider SET name = $3, client_id = $4, secret = $5, scopes = $6, login_claim = $7, link_by_login = $8,
            factor = $9, stops_passwords = $10, authority = $11, tick = $12
        WHERE id = $1 AND org_id = $2";
    DELETE = "DELETE FROM oidc_provider WHERE id = $1 AND org_id = $2";
    LINKS_COUNT = "SELECT COUNT(*) FROM oidc_link WHERE provider_id = $1";
    LINKS_DELETE = "DELETE FROM oidc_link WHERE provider_id = $1";
    // Whoever has no active post any more cannot sign in, whatever they were linked to.
    LINKED = "SELECT l.account_id FROM oidc_link l JOIN account a ON a.id = l.account_id JOIN person p ON p.id = a.person_id
        WHERE l.provider_id = $1 AND l.subject = $2 AND (p.active OR p.outside)";
    SUBJECT_TAKEN = "SELECT account_id FROM oidc_link WHERE provider_id = $1 AND subject = $2";
    LINK_OF = "SELECT subject FROM oidc_link WHERE account_id = $1 AND provider_id = $2";
    LINK_INSERT = "INSERT INTO oidc_link (provider_id, subject, account_id, known_as, linked_at) VALUES ($1, $2, $3, $4, $5)";
    LINK_DELETE = "DELETE FROM oidc_link WHERE account_id = $1 AND provider_id = $2";
    OWN = "SELECT provider_id, known_as, linked_at FROM oidc_link WHERE account_id = $1";
    STOPPED = "SELECT COUNT(*) FROM oidc_link l JOIN oidc_provider o ON o.id = l.provider_id
        WHERE l.account_id = $1 AND o.stops_passwords";
    FOUND = "SELECT l.account_id, a.person_id, l.known_as, l.linked_at FROM oidc_link l JOIN account a ON a.id = l.account_id
            JOIN person p ON p.id = a.person_id
        WHERE l.provider_id = $1 AND p.folded LIKE $2 ESCAPE '\\' ORDER BY l.account_id LIMIT $3";
}

fn read(row: &Row) -> Provider {
    Provider {
        id: row.get(0),
        org: row.get(1),
        name: row.get(2),
        issuer: row.get(3),
        client_id: row.get(4),
        secret: row.get(5),
        scopes: row.get(6),
        login_claim: row.get(7),
        link_by_login: row.get(8),
        factor: FactorTrust::read(&row.get::<String>(9)),
        stops_passwords: row.get(10),
        authority: row.get(11),
        tick: row.get(12),
    }
}

/// The providers of an organisation, the oldest first.
pub fn of_org(conn: &mut Conn<'_>, org: OrgId) -> Result<Vec<Provider>> {
    Ok(conn.rows(&OF_ORG, &[&org])?.iter().map(read).collect())
}

/// A provider, of whatever organisation.
pub fn get(conn: &mut Conn<'_>, id: ProviderId) -> Result<Option<Provider>> {
    Ok(conn.row(&GET, &[&id])?.as_ref().map(read))
}

/// Adds a provider; its version.
pub fn insert(tx: &mut Tx<'_>, provider: &Provider) -> Result<i64> {
    let tick = tx.tick()?;
    tx.execute(
        &INSERT,
        &[
            &provider.id,
            &provider.org,
            &provider.name,
            &provider.issuer,
            &provider.client_id,
            &provider.secret,
            &provider.scopes,
            &provider.login_claim,
            &provider.link_by_login,
            &provider.factor.text(),
            &provider.stops_passwords,
            &provider.authority,
            &tick,
        ],
    )?;
    Ok(tick)
}

/// Saves a changed provider; its version.
pub fn update(tx: &mut Tx<'_>, provider: &Provider) -> Result<i64> {
    let tick = tx.tick()?;
    tx.run(
        &UPDATE,
        &[
            &provider.id,
            &provider.org,
            &provider.name,
            &provider.client_id,
            &provider.secret,
            &provider.scopes,
            &provider.login_claim,
            &provider.link_by_login,
            &provider.factor.text(),
            &provider.stops_passwords,
            &provider.authority,
            &tick,
        ],
    )?;
    Ok(tick)
}

/// Removes a provider of an organisation, with all links to it.
pub fn delete(tx: &mut Tx<'_>, id: ProviderId, org: OrgId) -> Result<()> {
    tx.run(&LINKS_DELETE, &[&id])?;
    tx.run(&DELETE, &[&id, &org])
}

/// How many people are linked to a provider.
pub fn count_links(conn: &mut Conn<'_>, id: ProviderId) -> Result<i64> {
    Ok(conn.one(&LINKS_COUNT, &[&id])?.get(0))
}

/// The account of somebody of a provider's, if its person is active.
pub fn linked(conn: &mut Conn<'_>, id: ProviderId, subject: &str) -> Result<Option<AccountId>> {
    Ok(conn.row(&LINKED, &[&id, &subject])?.map(|row| row.get(0)))
}

/// The account of somebody of a provider's, whatever has become of its person.
pub fn account_of(conn: &mut Conn<'_>, id: ProviderId, subject: &str) -> Result<Option<AccountId>> {
    Ok(conn.row(&SUBJECT_TAKEN, &[&id, &subject])?.map(|row| row.get(0)))
}

/// Who an account is at a provider.
pub fn subject_of(conn: &mut Conn<'_>, account: AccountId, id: ProviderId) -> Result<Option<String>> {
    Ok(conn.row(&LINK_OF, &[&account, &id])?.map(|row| row.get(0)))
}

/// Links an account with somebody of a provider's.
pub fn link(tx: &mut Tx<'_>, id: ProviderId, subject: &str, account: AccountId, known_as: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(&LINK_INSERT, &[&id, &subject, &account, &known_as, &now])?;
    Ok(())
}

/// Takes a link off; false when there was none.
pub fn unlink(tx: &mut Tx<'_>, account: AccountId, id: ProviderId) -> Result<bool> {
    Ok(tx.execute(&LINK_DELETE, &[&account, &id])? == 1)
}

/// What an account is linked to: the provider, what it calls the person, since when.
pub fn links_of(conn: &mut Conn<'_>, account: AccountId) -> Result<Vec<(ProviderId, String, Timestamp)>> {
    let rows = conn.rows(&OWN, &[&account])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect())
}

/// Whether the password of an account is not taken, because it is linked to a provider that stands in for it.
pub fn password_stopped(conn: &mut Conn<'_>, account: AccountId) -> Result<bool> {
    Ok(conn.one(&STOPPED, &[&account])?.get::<i64>(0) > 0)
}

/// The first of those who are linked to a provider and are found by a `LIKE` pattern.
pub fn found(conn: &mut Conn<'_>, id: ProviderId, pattern: &str, limit: usize) -> Result<Vec<LinkView>> {
    let rows = conn.rows(&FOUND, &[&id, &pattern, &limit])?;
    let people: Vec<PersonId> = rows.iter().map(|row| row.get(1)).collect();
    let briefs = people::briefs(conn, &people)?;
    let view = |row: &Row| {
        let person = briefs.iter().find(|brief| brief.id == row.get(1))?.clone();
        Some(LinkView { account_id: row.get(0), person, known_as: row.get(2), linked_at: row.get(3) })
    };
    Ok(rows.iter().filter_map(view).collect())
}
