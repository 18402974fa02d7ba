//! Who may see and change transfers: administrators and those to whom that was given; nobody else knows of one before its release. Pure, and the only maker
//! of the proofs that a change needs.

use crate::model::{State, Transfer, TransferRefusal, UnitOrder};
use kernel::{Actor, Error, Function, May, Result, Verb};

/// Proof for changing a transfer.
pub struct Edit;

fn known(actor: &Actor, verb: Verb, transfer: Transfer) -> Result<Transfer> {
    if actor.may(Function::Transfers, verb) { Ok(transfer) } else { Err(Error::not_found()) }
}

/// Whether the actor may change what a transfer says: it is a draft.
pub fn may_edit(actor: &Actor, transfer: Transfer) -> Result<May<Edit, Transfer>> {
    let transfer = known(actor, Verb::Change, transfer)?;
    match transfer.state {
        State::Draft => Ok(May::granted(transfer)),
        _ => Err(TransferRefusal::NoDraft.into()),
    }
}

/// Whether the actor may put a transfer in force, or take one back, that says something of themselves, or not: a post brings what was
/// given to it, and nobody who administers a part raises themselves.
pub fn may_appoint(actor: &Actor, names_actor: bool) -> Result<()> {
    match names_actor && !actor.administers() {
        true => Err(TransferRefusal::Oneself.into()),
        false => Ok(()),
    }
}

/// Whether the actor may put a transfer in force, or take one back, that puts units under others: who administers a part could widen
/// their own reach by it.
pub fn may_move_units(actor: &Actor, orders: &[UnitOrder]) -> Result<()> {
    let moves = orders.iter().any(|order| matches!(order, UnitOrder::Change { parent_id: Some(_), .. }));
    match moves && !actor.administers() {
        true => Err(TransferRefusal::MovesUnits.into()),
        false => Ok(()),
    }
}

/// Whether the actor may put a transfer in force, whatever it is like: asked when it is to wait for that, and again at its moment.
pub fn may_release(actor: &Actor, transfer: &Transfer, names_actor: bool) -> Result<()> {
    if !actor.may(Function::Transfers, Verb::Release) {
        return Err(Error::not_found());
    }
    may_move_units(actor, &transfer.orders)?;
    may_appoint(actor, names_actor)
}

/// Whether the actor may have a transfer wait for its release: nothing is wrong with it.
pub fn may_schedule(actor: &Actor, transfer: Transfer) -> Result<May<Edit, Transfer>> {
    let transfer = may_edit(actor, known(actor, Verb::Release, transfer)?)?;
    match &transfer.counts {
        counts if counts.conflict > 0 => Err(TransferRefusal::Conflicts.into()),
        counts if counts.is_empty() => Err(TransferRefusal::Empty.into()),
        _ => Ok(transfer),
    }
}

/// Whether the actor may make a draft again of one that waits.
pub fn may_withdraw(actor: &Actor, transfer: Transfer) -> Result<May<Edit, Transfer>> {
    let transfer = known(actor, Verb::Release, transfer)?;
    match transfer.state {
        State::Scheduled => Ok(May::granted(transfer)),
        _ => Err(TransferRefusal::NotScheduled.into()),
    }
}

/// Whether the actor may take a transfer back.
pub fn may_undo(actor: &Actor, transfer: Transfer) -> Result<May<Edit, Transfer>> {
    let transfer = known(actor, Verb::Release, transfer)?;
    match transfer.state {
        State::Released => Ok(May::granted(transfer)),
        _ => Err(TransferRefusal::NotReleased.into()),
    }
}

/// Whether the actor may remove a transfer: nothing of it is in the directory.
pub fn may_remove(actor: &Actor, transfer: Transfer) -> Result<May<Edit, Transfer>> {
    let transfer = known(actor, Verb::Change, transfer)?;
    match transfer.state {
        State::Draft | State::Undone => Ok(May::granted(transfer)),
        _ => Err(TransferRefusal::InUse.into()),
    }
}

/// The program's own work on a transfer: it counts as it goes, and says what came of it.
pub fn at_work(actor: &Actor, transfer: Transfer) -> Result<May<Edit, Transfer>> {
    known(actor, Verb::See, transfer).map(May::granted)
}
