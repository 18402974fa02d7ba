//! A released transfer taken back, in small steps, before its day or after. Whatever somebody has changed since stays as they
//! changed it, and the report says so.

use super::{STEP, eve, get, hold, leaves, record, report, wrong};
use crate::jobs::UndoTransfer;
use crate::model::{Difference, PersonRecord, State, Transfer, TransferId, UnitRecord};
use crate::policy;
use crate::store::{self, Step, StepKind};
use db::{Db, Tx};
use directory::events::person_changed;
use directory::model::NewLeave;
use directory::service::bulk;
use directory::store::{people, units};
use kernel::{Actor, Id, PersonId, Result};
use serde_json::json;

/// Runs the job. Begun again, it goes on with what is left.
pub fn undo(db: &Db, actor: Actor, job: UndoTransfer) -> Result<()> {
    let id = job.id;
    let is_undoing =
        move |tx: &mut Tx<'_>| Ok(store::get(tx, id)?.is_some_and(|transfer| transfer.state == State::Undoing));
    if !db.write_now(actor, is_undoing)? {
        return Ok(());
    }
    while db.write_now(actor, move |tx| undo_some(tx, id))? {}
    while db.write_now(actor, move |tx| undo_leaves(tx, id))? {}
    db.write_now(actor, move |tx| undo_units(tx, id))?;
    directory::service::begin_day(db, actor)?;
    db.write_now(actor, move |tx| finish(tx, id))
}

/// Whether there may be more.
fn undo_some(tx: &mut Tx<'_>, id: TransferId) -> Result<bool> {
    hold(tx)?;
    let found = get(tx, id)?;
    let mut transfer = policy::at_work(&tx.actor(), found)?;
    let steps: Vec<Step<PersonRecord>> = store::steps(tx, id, StepKind::Person, STEP)?;
    let mut problems = Vec::new();
    for step in &steps {
        problems.extend(undo_person(tx, &transfer, step)?);
        store::delete_step(tx, id, StepKind::Person, step.subject)?;
    }
    transfer.done += steps.len() as i64;
    report(tx, &mut transfer, problems)?;
    store::update(tx, &transfer)?;
    Ok(!steps.is_empty())
}

/// Whether there may be more.
fn undo_leaves(tx: &mut Tx<'_>, id: TransferId) -> Result<bool> {
    hold(tx)?;
    let found = get(tx, id)?;
    let mut transfer = policy::at_work(&tx.actor(), found)?;
    let steps: Vec<Step<Vec<NewLeave>>> = store::steps(tx, id, StepKind::Leave, STEP)?;
    let mut problems = Vec::new();
    for step in &steps {
        problems.extend(leaves::undo(tx, step)?);
        store::delete_step(tx, id, StepKind::Leave, step.subject)?;
    }
    transfer.done += steps.len() as i64;
    report(tx, &mut transfer, problems)?;
    store::update(tx, &transfer)?;
    Ok(!steps.is_empty())
}

fn undo_person(tx: &mut Tx<'_>, transfer: &Transfer, step: &Step<PersonRecord>) -> Result<Option<Difference>> {
    let id: PersonId = Id::from_raw(step.subject);
    let Some(now) = people::get(tx, id)? else { return Ok(None) };
    let current = PersonRecord::of(&now);
    if current.posts != step.after.posts {
        let japanese = "異動のあとで所属が変更されているため、元に戻しませんでした";
        return wrong(tx, id, "their posts were changed since, and stay", japanese).map(Some);
    }
    let restored = match &step.before {
        Some(before) => PersonRecord { posts: before.posts.clone(), ..current.changed_from(&step.after, before) },
        // Who came with it never came. Their number is known should they come after all.
        None => PersonRecord { posts: Vec::new(), left_on: Some(eve(transfer)), ..current },
    };
    let (saved, posts) = restored.over(now);
    bulk::save_person(tx, saved.clone(), Some(&posts))?;
    super::turn::follow_account(tx, &saved)?;
    for brief in people::told(tx, &[id])? {
        tx.emit(person_changed(&brief));
    }
    Ok(None)
}

fn undo_units(tx: &mut Tx<'_>, id: TransferId) -> Result<()> {
    hold(tx)?;
    let transfer = get(tx, id)?;
    let all = units::all_units(tx)?;
    let steps: Vec<Step<UnitRecord>> = store::steps(tx, id, StepKind::Unit, all.len())?;
    for step in &steps {
        if let Some(now) = all.iter().find(|unit| unit.id.raw() == step.subject) {
            let restored = match &step.before {
                Some(before) => UnitRecord::of(now).changed_from(&step.after, before),
                None => UnitRecord { valid_to: Some(eve(&transfer)), ..UnitRecord::of(now) },
            };
            bulk::save_unit(tx, restored.over(now.clone()))?;
        }
        store::delete_step(tx, id, StepKind::Unit, step.subject)?;
    }
    bulk::settle_units(tx)
}

fn finish(tx: &mut Tx<'_>, id: TransferId) -> Result<()> {
    hold(tx)?;
    let found = get(tx, id)?;
    let mut transfer = policy::at_work(&tx.actor(), found)?;
    (transfer.state, transfer.turned, transfer.done) = (State::Undone, false, transfer.total);
    store::update(tx, &transfer)?;
    record(tx, "transfers.transfer_undone", &transfer, json!({ "conflicts": transfer.counts.conflict }), "")
}
