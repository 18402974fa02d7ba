//! Audiences under a name, and what holds for all broadcasts of an organisation.

use super::audience;
use crate::model::{BroadcastRefusal, BroadcastRule, LONGEST_NAME, ListId, NewList, SavedList, checked_text};
use crate::policy;
use crate::store::lists as store;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::model::Reach;
use directory::service::grants;
use kernel::{Error, Function, Result, Verb};
use serde_json::json;

/// Lists that somebody may use at most: the organisation's, or their own.
const MOST_LISTS: usize = 200;

fn hold(tx: &mut Tx<'_>) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))
}

fn keeps_shared(conn: &mut Conn<'_>) -> Result<Reach> {
    grants::reach(conn, Function::Broadcasts, Verb::Release)
}

/// The lists that the actor may use, the organisation's first.
pub fn lists(conn: &mut Conn<'_>) -> Result<Vec<SavedList>> {
    let everywhere = keeps_shared(conn)? == Reach::Everywhere;
    let mut lists = store::all(conn)?;
    for list in &mut lists {
        list.editable = !list.shared || everywhere;
    }
    Ok(lists)
}

fn checked(conn: &mut Conn<'_>, new: &NewList, own: Option<ListId>) -> Result<NewList> {
    let name = checked_text("name", &new.name, LONGEST_NAME)?;
    if new.audience.is_empty() {
        return Err(Error::field("audience", "missing"));
    }
    audience::check(conn, &new.audience)?;
    let others: Vec<SavedList> =
        store::all(conn)?.into_iter().filter(|list| list.shared == new.shared && Some(list.id) != own).collect();
    if others.iter().any(|list| list.name == name) {
        return Err(BroadcastRefusal::NameTaken.into());
    }
    if others.len() >= MOST_LISTS {
        return Err(Error::field("name", "too_many"));
    }
    Ok(NewList { name, shared: new.shared, audience: new.audience.clone() })
}

fn list(conn: &mut Conn<'_>, id: ListId) -> Result<SavedList> {
    lists(conn)?.into_iter().find(|list| list.id == id).ok_or_else(Error::not_found)
}

/// Lists for everybody who sends are an act of the administration; one's own are not.
fn record(tx: &mut Tx<'_>, act: &'static str, list: &SavedList, address: &str) -> Result<()> {
    if !list.shared {
        return Ok(());
    }
    let subject = Subject::of("broadcast_list", list.id, &list.name);
    audit::record(tx, &Record { act, subject, detail: json!({ "audience": list.audience }), address })
}

/// Keeps an audience under a name.
///
/// Errors: `broadcasts.name_taken`, `broadcasts.not_yours` for one that all would use, faults of fields.
pub fn create_list(tx: &mut Tx<'_>, new: &NewList, address: &str) -> Result<SavedList> {
    hold(tx)?;
    let everywhere = keeps_shared(tx)?;
    let NewList { name, shared, audience } = checked(tx, new, None)?;
    let list = SavedList { id: tx.id(), name, shared, audience, editable: true, tick: 0 };
    let made = policy::may_edit_list(true, &everywhere, list)?;
    store::insert(tx, &made)?;
    record(tx, "broadcasts.list_kept", &made, address)?;
    self::list(tx, made.id)
}

/// Replaces all that a list says. `seen` is the tick of the copy that the editor had in hand.
///
/// Errors: `stale`, and those of [`create_list`].
pub fn replace_list(tx: &mut Tx<'_>, id: ListId, new: &NewList, seen: Option<i64>, address: &str) -> Result<SavedList> {
    hold(tx)?;
    let everywhere = keeps_shared(tx)?;
    let found = list(tx, id)?;
    if seen.is_some_and(|seen| seen != found.tick) {
        return Err(Error::stale());
    }
    let new = checked(tx, new, Some(id))?;
    // What becomes everybody's, or no longer is, is theirs to change who keep those lists.
    let was_shared = found.shared;
    let kept = policy::may_edit_list(true, &everywhere, SavedList { shared: was_shared || new.shared, ..found })?;
    store::replace(tx, &kept, &new)?;
    let replaced = list(tx, id)?;
    let told = SavedList { shared: was_shared || replaced.shared, ..replaced.clone() };
    record(tx, "broadcasts.list_kept", &told, address)?;
    Ok(replaced)
}

/// Forgets a list. Broadcasts that were made with it say themselves whom they are for.
pub fn remove_list(tx: &mut Tx<'_>, id: ListId, address: &str) -> Result<()> {
    hold(tx)?;
    let everywhere = keeps_shared(tx)?;
    let found = list(tx, id)?;
    let found = policy::may_edit_list(true, &everywhere, found)?;
    store::delete(tx, &found)?;
    record(tx, "broadcasts.list_removed", &found, address)
}

/// What holds for broadcasts of the organisation.
pub fn rule(conn: &mut Conn<'_>) -> Result<BroadcastRule> {
    store::rule(conn)
}

/// Says what holds. What waits for consent goes on waiting, what is planned is asked again at its moment.
pub fn set_rule(tx: &mut Tx<'_>, rule: BroadcastRule, address: &str) -> Result<BroadcastRule> {
    hold(tx)?;
    policy::may_rule(&tx.actor())?;
    let rule = rule.checked()?;
    store::set_rule(tx, &rule)?;
    let subject = Subject::of("organisation", tx.actor().org, "");
    let detail = json!({ "consent_above": rule.consent_above, "keep_years": rule.keep_years });
    audit::record(tx, &Record { act: "broadcasts.rule_changed", subject, detail, address })?;
    Ok(rule)
}
