//! Leaves that a transfer's list begins, changes and ends: they bear days, so they enter the directory at the release.

use super::{get, hold, report, wrong};
use crate::model::{Difference, TransferId};
use crate::policy;
use crate::service::list::plan::Leaves;
use crate::service::outlook::Outlook;
use crate::store::{self, Step, StepKind};
use db::{Conn, Tx};
use directory::model::NewLeave;
use directory::service::bulk;
use directory::store::{leaves, people};
use kernel::{Id, PersonId, Result};

/// Carries leaves of some people in.
pub(super) fn carry(tx: &mut Tx<'_>, id: TransferId, look: &Outlook, range: std::ops::Range<usize>) -> Result<()> {
    hold(tx)?;
    let found = get(tx, id)?;
    let mut transfer = policy::at_work(&tx.actor(), found)?;
    let mut problems = Vec::new();
    for planned in &look.plan.leaves[range.clone()] {
        problems.extend(change(tx, id, look, planned)?);
    }
    transfer.done += range.len() as i64;
    report(tx, &mut transfer, problems)?;
    store::update(tx, &transfer)
}

fn held(conn: &mut Conn<'_>, person: PersonId) -> Result<Vec<NewLeave>> {
    let mut held: Vec<NewLeave> = leaves::of(conn, person)?.into_iter().map(|leave| leave.said).collect();
    held.sort_by_key(|leave| leave.valid_from);
    Ok(held)
}

fn change(tx: &mut Tx<'_>, id: TransferId, look: &Outlook, planned: &Leaves) -> Result<Option<Difference>> {
    let person = planned.person;
    // Whoever could not be added is in the report already.
    if people::get(tx, person)?.is_none() {
        return Ok(None);
    }
    if held(tx, person)? != planned.before || look.conflicted.contains(&planned.staff_number) {
        let japanese = "確認後に状況が変わったため、休業を変えませんでした";
        return wrong(tx, person, "the leave was left out: it no longer fits", japanese).map(Some);
    }
    bulk::save_leaves(tx, person, &planned.after)?;
    let step = Step { subject: person.raw(), before: Some(planned.before.clone()), after: planned.after.clone() };
    store::add_step(tx, id, StepKind::Leave, &step, false)?;
    Ok(None)
}

/// Takes back what became of somebody's leaves. What was changed since stays, and so does what would be in its way.
pub(super) fn undo(tx: &mut Tx<'_>, step: &Step<Vec<NewLeave>>) -> Result<Option<Difference>> {
    let person: PersonId = Id::from_raw(step.subject);
    let before = step.before.as_deref().unwrap_or_default();
    let mut now = held(tx, person)?;
    let known = now.clone();
    let mut stays = false;
    for left in step.after.iter().filter(|leave| !before.contains(leave)) {
        let Some(place) = now.iter().position(|leave| leave == left) else {
            stays = true;
            continue;
        };
        let was = before.iter().find(|leave| leave.valid_from == left.valid_from).cloned();
        let mut others = now.clone();
        others.remove(place);
        if was.as_ref().is_some_and(|was| others.iter().any(|other| other.meets(was))) {
            stays = true;
            continue;
        }
        others.extend(was);
        now = others;
    }
    if now != known {
        bulk::save_leaves(tx, person, &now)?;
    }
    if !stays {
        return Ok(None);
    }
    let japanese = "異動のあとで休業が変更されているため、元に戻しませんでした";
    wrong(tx, person, "their leave was changed since, and stays", japanese).map(Some)
}
