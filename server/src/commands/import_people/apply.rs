//! The plan carried out, in one transaction: all of it or nothing.

use db::{Db, Lock, Tx};
use directory::model::{NewUnit, UnitId, UnitKind};
use directory::service::bulk;
use identity::service::people as people_with_accounts;
use identity::service::{AccountChange, NewAccount, change_account, insert_account};
use kernel::{Actor, Error, Id, Jst, PersonId, Result};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;
use transfers::service::list::plan::{May, Plan, plan};
use transfers::service::list::rows::Row;
use transfers::service::list::state;

/// What a list would change, as things are now.
pub fn compare(db: &Db, actor: Actor, rows: &Arc<Vec<Row>>, may: May) -> Result<Plan> {
    let rows = rows.clone();
    db.read_now(actor, move |conn| {
        let mut next = 0;
        let mut ids = || {
            next += 1;
            next
        };
        Ok(plan(&state(conn)?, &rows, may, &mut ids))
    })
}

/// A new organisation's own unit, below which all others are.
fn root(tx: &mut Tx<'_>, name: &str) -> Result<UnitId> {
    let new = NewUnit {
        name: name.to_owned(),
        short_name: None,
        // Nobody has said how it is read; the administrator says it later.
        reading: "ー".to_owned(),
        kind: UnitKind::Bureau,
        parent_id: None,
        order: 0,
        extension: None,
        valid_from: Jst::date(tx.now()),
    };
    Ok(directory::service::create_unit(tx, &new, "")?.id)
}

/// For which organisation a list is.
#[derive(Debug, Clone)]
pub enum Place {
    /// One that is there.
    Known(Actor),
    /// One of this name, which is made with the list.
    New(String),
}

/// Carries a list in. `hashes`: of initial passwords, by staff number.
///
/// Errors: `faulty_input` when things have changed since the list was compared, so that it no longer fits.
pub fn apply(db: &Db, place: Place, rows: &Arc<Vec<Row>>, may: May, hashes: HashMap<String, String>) -> Result<Plan> {
    let rows = rows.clone();
    let actor = match &place {
        Place::Known(actor) => *actor,
        Place::New(_) => nobody(),
    };
    db.write_now(actor, move |tx| {
        if let Place::New(name) = &place {
            directory::service::create_organisation(tx, name)?;
            root(tx, name)?;
        }
        tx.lock(Lock::Org(tx.actor().org))?;
        let state = state(tx)?;
        let plan = {
            let mut ids = || tx.id::<()>().raw();
            plan(&state, &rows, may, &mut ids)
        };
        if !plan.faults.is_empty() {
            return Err(
                Error::conflict("faulty_input").because("somebody changed the organisation meanwhile; try again")
            );
        }
        carry_out(tx, &plan, &hashes)?;
        Ok(plan)
    })
}

fn carry_out(tx: &mut Tx<'_>, plan: &Plan, hashes: &HashMap<String, String>) -> Result<()> {
    for made in &plan.units {
        bulk::add_unit(tx, made.id, &made.new)?;
    }
    for title in &plan.titles {
        bulk::add_title(tx, title)?;
    }
    for (new, left_on) in &plan.added {
        bulk::add_person(tx, new, *left_on)?;
    }
    for (person, posts) in &plan.changed {
        bulk::save_person(tx, person.clone(), posts.as_deref())?;
    }
    for leaves in &plan.leaves {
        bulk::save_leaves(tx, leaves.person, &leaves.after)?;
    }
    for (person, _) in &plan.changed {
        match people_with_accounts::follow_record(tx, person) {
            // An address that somebody else signs in with may stand in the record all the same.
            Err(error) if error.code() == "identity.login_taken" => {}
            done => done?,
        }
    }
    for (person, login, email, rights) in &plan.accounts {
        let hash = hashes
            .get(login)
            .ok_or_else(|| Error::conflict("faulty_input").because("an account came meanwhile; try again"))?;
        let account = NewAccount {
            person: *person,
            login,
            email: email.as_deref(),
            password_hash: hash,
            must_change: true,
            rights: *rights,
        };
        insert_account(tx, &account)?;
    }
    if plan.differences.is_empty() {
        return Ok(());
    }
    let away = plan.leaves.iter().map(|leaves| leaves.person);
    let mut touched: Vec<PersonId> = plan.changed.iter().map(|(person, _)| person.brief.id).chain(away).collect();
    touched.sort_unstable();
    touched.dedup();
    let settlement = bulk::Settlement {
        people: &touched,
        units: !plan.units.is_empty() || !plan.titles.is_empty(),
        act: "directory.people_imported",
        detail: json!({ "added": plan.added.len(), "changed": plan.changed.len(), "accounts": plan.accounts.len() }),
    };
    bulk::settle(tx, &settlement)?;
    for (account, rights) in &plan.rights {
        let change = AccountChange { rights: Some((*rights).into()), state: None };
        change_account(tx, *account, &change, "")?;
    }
    Ok(())
}

/// The actor for nobody yet.
pub fn nobody() -> Actor {
    Actor::system(Id::from_raw(0))
}
