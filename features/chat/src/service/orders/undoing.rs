//! The job that closes the rooms of an order in which nobody has written.

use super::making::at_work;
use crate::model::{OrderId, OrderState};
use crate::service::rooms::{RoomChange, change};
use crate::service::sharing::as_actor;
use crate::store;
use crate::store::orders::MadeRoom;
use db::{Db, Lock, Tx};
use directory::model::UnitId;
use kernel::{Actor, Result};

/// Each room in a transaction of its own. Begun again, those that were closed are gone from the order, and what was written in is looked at
/// once more.
pub(super) fn undo_all(db: &Db, actor: Actor, id: OrderId, run: i64) -> Result<()> {
    let mut rooms: Vec<UnitId> = db.read_now(actor, move |conn| store::orders::rooms(conn, id))?.into_keys().collect();
    rooms.sort();
    for unit in rooms {
        if !db.write_now(actor, move |tx| undo_one(tx, id, run, unit))? {
            return Ok(());
        }
    }
    db.write_now(actor, move |tx| finish(tx, id, run))
}

/// Whether the job goes on.
fn undo_one(tx: &mut Tx<'_>, id: OrderId, run: i64, unit: UnitId) -> Result<bool> {
    tx.lock(Lock::Group(id.raw()))?;
    let made = store::orders::room(tx, id, unit)?;
    if let Some(made) = &made {
        // Nobody writes in it from here on.
        tx.lock(Lock::Group(made.room.raw()))?;
    }
    let Some((mut order, orderer)) = at_work(tx, id, (run, OrderState::Undoing))? else { return Ok(false) };
    let Some(made) = made else { return Ok(true) };
    order.done = (order.done + 1).min(order.total);
    if as_actor(tx, orderer, |tx| close(tx, &made))? {
        store::orders::let_go(tx, id, unit)?;
        order.made -= 1;
    }
    store::orders::update(tx, &order)?;
    Ok(true)
}

/// Closes a room, unless somebody has written in it; whether it is closed.
fn close(tx: &mut Tx<'_>, made: &MadeRoom) -> Result<bool> {
    let Some((row, _)) = store::rooms::get(tx, made.room)? else { return Ok(true) };
    if store::orders::was_written_in(tx, made)? {
        return Ok(false);
    }
    if row.archived_at.is_none() {
        change(tx, made.room, &[RoomChange::Archived(true)], "")?;
    }
    Ok(true)
}

fn finish(tx: &mut Tx<'_>, id: OrderId, run: i64) -> Result<()> {
    tx.lock(Lock::Group(id.raw()))?;
    let Some((mut order, _)) = at_work(tx, id, (run, OrderState::Undoing))? else { return Ok(()) };
    (order.state, order.done) = (OrderState::Undone, order.total);
    store::orders::update(tx, &order)
}
