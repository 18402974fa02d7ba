//! Accounts as administrators see and change them.

use super::{end_others, held, password, subject};
use crate::events;
use crate::model::{Account, AccountState, AccountView, IdentityRefusal, RightsName};
use crate::policy;
use crate::store;
use audit::Record;
use db::{Conn, List, Tx};
use directory::service::grants;
use directory::store::people as persons;
use kernel::{AccountId, Function, Jst, PersonId, Result, Rights, Verb};
use serde_json::json;

/// What of an account changes.
#[derive(Debug, Clone, Default)]
pub struct AccountChange {
    /// Its rights.
    pub rights: Option<RightsName>,
    /// Whether it may sign in.
    pub state: Option<AccountState>,
}

/// Changes rights or state of an account. The last administrator who can sign in stays one.
pub fn change_account(tx: &mut Tx<'_>, id: AccountId, change: &AccountChange, address: &str) -> Result<AccountView> {
    let mut account = held(tx, id)?;
    let was = (account.rights, account.suspended_at.is_some());
    if let Some(rights) = change.rights {
        policy::may_give_rights(&tx.actor())?;
        account.rights = rights.into();
        // Whoever rules a directory does not rule this program: who administers it gets a password of here.
        if account.rights == Rights::Administrator && account.is_kept_elsewhere() {
            account.password_hash = password::NO_PASSWORD.to_owned();
        }
    }
    if let Some(state) = change.state {
        let now = tx.now();
        account.suspended_at = (state == AccountState::Suspended).then(|| account.suspended_at.unwrap_or(now));
    }
    if account.rights == Rights::Administrator {
        let person = persons::briefs(tx, &[account.person])?.pop();
        match person {
            Some(person) if person.shared => return Err(IdentityRefusal::SharedAccount.into()),
            Some(person) if !person.is_staff() => return Err(IdentityRefusal::Outsider.into()),
            _ => {}
        }
    }
    let is = (account.rights, account.suspended_at.is_some());
    let today = Jst::date(tx.now());
    let was_administrator = was == (Rights::Administrator, false);
    if was_administrator && is != was && store::other_administrators(tx, id, today)? == 0 {
        return Err(IdentityRefusal::LastAdministrator.into());
    }
    if is != was {
        store::update(tx, &account)?;
        if account.rights != was.0 {
            directory::service::participation::follow_rights(tx, account.person)?;
        }
        if account.suspended_at.is_some() {
            end_others(tx, &account, None, address)?;
        }
        tx.emit(events::account_changed(account.person));
        let detail = json!({ "rights": RightsName::from(account.rights), "suspended": is.1 });
        let subject = subject(tx, &account)?;
        audit::record(tx, &Record { act: "identity.account_changed", subject, detail, address })?;
    }
    Ok(views(tx, vec![account])?.remove(0))
}

/// A page of the accounts that the actor looks after, one more than `limit` when there are more.
pub fn list_accounts(
    conn: &mut Conn<'_>,
    words: Option<&str>,
    unused: bool,
    after: Option<AccountId>,
    limit: usize,
) -> Result<Vec<AccountView>> {
    let pattern = persons::pattern(words.map(text::fold).as_ref());
    let filter = store::Filter { pattern, reach: grants::reach(conn, Function::People, Verb::See)?, unused };
    let accounts = store::list(conn, &filter, after.unwrap_or(AccountId::from_raw(-1)), limit + 1)?;
    views(conn, accounts)
}

fn views(conn: &mut Conn<'_>, accounts: Vec<Account>) -> Result<Vec<AccountView>> {
    let ids: Vec<PersonId> = accounts.iter().map(|account| account.person).collect();
    let briefs = persons::briefs(conn, &ids)?;
    let all = List::ids(accounts.iter().map(|account| account.id));
    let with_factor = store::factors::with_factor(conn, &all)?;
    let passkeys = store::passkeys::counts(conn, &all)?;
    Ok(accounts
        .into_iter()
        .filter_map(|account| {
            let person = briefs.iter().find(|brief| brief.id == account.person)?.clone();
            Some(AccountView {
                id: account.id,
                password_elsewhere: account.is_kept_elsewhere(),
                login: account.login,
                email: account.email,
                person,
                rights: account.rights.into(),
                state: if account.suspended_at.is_some() { AccountState::Suspended } else { AccountState::Active },
                last_seen_at: account.seen_at,
                must_change_password: account.must_change,
                second_factor: with_factor.contains(&account.id),
                passkeys: passkeys.get(&account.id).copied().unwrap_or(0),
            })
        })
        .collect())
}
