//! まとめて作る: rooms with many units at once. An order is looked at before, carried out by a job, stopped, carried out again for what is
//! missing since, and undone.

mod making;
mod planning;
mod undoing;

pub use making::{carry_out, make_some};
pub use planning::{look, look_again};

use super::rooms::{addable, checked_purpose};
use super::{number_guard, opening};
use crate::jobs::CarryOutOrder;
use crate::model::{ChatRefusal, Opening, OrderId, OrderScope, OrderState, RoomOrder};
use crate::policy::{self, Order};
use crate::store;
use crate::store::orders::OrderRow;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::store::units;
use kernel::{Error, May, Result, Timestamp};
use serde_json::{Value, json};

/// What somebody orders.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// The id that the client proposes; the same id again is the same order.
    pub id: OrderId,
    /// Which units, what the rooms are called, and who is in them.
    pub scope: OrderScope,
    /// What they are for.
    pub purpose: String,
    /// What each begins with; pages of notes are none of it.
    pub opening: Opening,
}

fn shown(row: OrderRow) -> RoomOrder {
    RoomOrder {
        id: row.id,
        scope: row.scope,
        purpose: row.purpose,
        opening: row.opening,
        state: row.state,
        trouble: row.trouble,
        total: row.total,
        done: row.done,
        made: row.made,
        ordered_by: row.ordered_by,
        ordered_at: row.ordered_at,
        tick: row.tick,
    }
}

/// Orders rooms. Gives the order, and whether it is new.
///
/// Errors: faults of fields, `id_taken`, `chat.barred`, `chat.staff_only`, those of the number guard.
pub fn order(tx: &mut Tx<'_>, new: &NewOrder, address: &str) -> Result<(RoomOrder, bool)> {
    let actor = tx.actor();
    tx.lock_both(Lock::Org(actor.org), Lock::Group(new.id.raw()))?;
    if let Some(known) = store::orders::get(tx, new.id)? {
        let is_same = known.ordered_by == actor.person;
        return if is_same { Ok((shown(known), false)) } else { Err(ChatRefusal::IdTaken.into()) };
    }
    if store::orders::exists(tx, new.id)? || store::rooms::exists(tx, new.id.cast())? {
        return Err(ChatRefusal::IdTaken.into());
    }
    let scope = checked(tx, new.scope.clone())?;
    let purpose = checked_purpose(&new.purpose)?;
    // Whoever orders them belongs to few of them, and writes no notes in the others.
    let opening = opening::checked(tx, Opening { pages: Vec::new(), ..new.opening.clone() })?;
    number_guard::look(tx, &scope.pattern, None)?;
    number_guard::look(tx, &purpose, None)?;
    let row = OrderRow {
        id: new.id,
        scope,
        purpose,
        opening,
        state: OrderState::Made,
        trouble: None,
        run: 0,
        total: 0,
        done: 0,
        made: 0,
        ordered_by: actor.person,
        account: actor.account,
        operator: actor.operator,
        ordered_at: tx.now(),
        tick: 0,
    };
    let mut order = policy::may_order(&actor, row)?;
    store::orders::insert(tx, &order)?;
    begin(tx, &mut order, OrderState::Making, address)?;
    Ok((shown_anew(tx, new.id)?, true))
}

/// An order whose units are few enough, and whose people and titles are there.
fn checked(conn: &mut Conn<'_>, scope: OrderScope) -> Result<OrderScope> {
    let mut scope = scope.checked()?;
    let people = addable(conn, &scope.people)?;
    if people.len() != scope.people.len() || people.iter().any(|person| !person.active) {
        return Err(Error::field("people", "unknown"));
    }
    for person in &people {
        policy::may_belong(person.outsider(), scope.kind())?;
    }
    let titles = units::titles(conn)?;
    if scope.titles.iter().any(|title| titles.iter().all(|known| known.id != *title)) {
        return Err(Error::field("titles", "unknown"));
    }
    // As rules are compared.
    scope.people.sort();
    scope.people.dedup();
    scope.titles.sort();
    scope.titles.dedup();
    Ok(scope)
}

/// Has a job carry an order out, or undo it.
fn begin(tx: &mut Tx<'_>, order: &mut May<Order, OrderRow>, state: OrderState, address: &str) -> Result<()> {
    let actor = tx.actor();
    let total = match state {
        OrderState::Undoing => store::orders::rooms(tx, order.id)?.len(),
        _ => planning::open(tx, order)?.len(),
    };
    order.run += 1;
    (order.state, order.trouble) = (state, None);
    (order.total, order.done) = (i64::try_from(total).unwrap_or(i64::MAX), 0);
    (order.ordered_by, order.account, order.operator) = (actor.person, actor.account, actor.operator);
    order.ordered_at = tx.now();
    store::orders::update(tx, order)?;
    let act = if state == OrderState::Undoing { "chat.rooms_undone" } else { "chat.rooms_ordered" };
    record(tx, act, order, json!({ "rooms": total }), address)?;
    jobs::enqueue(tx, &CarryOutOrder { order: order.id, run: order.run }, None)
}

fn record(tx: &mut Tx<'_>, act: &'static str, order: &OrderRow, detail: Value, address: &str) -> Result<()> {
    let subject = Subject::of("room_order", order.id, &order.scope.pattern);
    audit::record(tx, &Record { act, subject, detail, address })
}

fn shown_anew(conn: &mut Conn<'_>, id: OrderId) -> Result<RoomOrder> {
    store::orders::get(conn, id)?.map(shown).ok_or_else(Error::not_found)
}

/// An order, held, that the actor may carry out and stop.
fn held(tx: &mut Tx<'_>, id: OrderId) -> Result<May<Order, OrderRow>> {
    let actor = tx.actor();
    tx.lock_both(Lock::Org(actor.org), Lock::Group(id.raw()))?;
    let row = store::orders::get(tx, id)?.ok_or_else(Error::not_found)?;
    policy::may_order(&actor, row)
}

/// One order.
pub fn get(conn: &mut Conn<'_>, id: OrderId) -> Result<RoomOrder> {
    shown_anew(conn, id)
}

/// A page of the orders, what was carried out last first, and one more when there are more.
pub fn list(conn: &mut Conn<'_>, before: Option<(Timestamp, OrderId)>, limit: usize) -> Result<Vec<RoomOrder>> {
    let before = before.unwrap_or((Timestamp::from_micros(i64::MAX), OrderId::from_raw(i64::MAX)));
    Ok(store::orders::page(conn, before, limit + 1)?.into_iter().map(shown).collect())
}

/// Makes what is missing by now: new units get their rooms, those that were renamed their names. Asked for twice, it is done once.
///
/// Errors: `chat.order_moves` while its rooms are being closed.
pub fn run_again(tx: &mut Tx<'_>, id: OrderId, address: &str) -> Result<RoomOrder> {
    move_on(tx, id, OrderState::Making, address)
}

/// Closes those of its rooms in which nobody has written. Asked for twice, it is done once.
///
/// Errors: `chat.order_moves` while its rooms are being made.
pub fn undo(tx: &mut Tx<'_>, id: OrderId, address: &str) -> Result<RoomOrder> {
    move_on(tx, id, OrderState::Undoing, address)
}

fn move_on(tx: &mut Tx<'_>, id: OrderId, state: OrderState, address: &str) -> Result<RoomOrder> {
    let mut order = held(tx, id)?;
    match order.state {
        now if now == state => {}
        now if now.moves() => return Err(ChatRefusal::OrderMoves.into()),
        _ => begin(tx, &mut order, state, address)?,
    }
    shown_anew(tx, id)
}

/// Stops making rooms, or closing them; what was done stays. What stands still stays as it is.
pub fn stop(tx: &mut Tx<'_>, id: OrderId, address: &str) -> Result<RoomOrder> {
    let mut order = held(tx, id)?;
    if order.state.moves() {
        order.state = OrderState::Stopped;
        store::orders::update(tx, &order)?;
        let detail = json!({ "rooms": order.done });
        record(tx, "chat.rooms_stopped", &order, detail, address)?;
    }
    shown_anew(tx, id)
}
