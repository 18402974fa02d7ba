//! The job that makes the rooms of an order, some at a time.

use super::{planning, record, undoing};
use crate::jobs::CarryOutOrder;
use crate::model::{
    Notice, NoticeCode, OrderId, OrderState, OrderTrouble, PlannedRoom, PlannedState, Role, RoomId, Rule, called_after,
    name_after,
};
use crate::policy::{self, Order};
use crate::service::following::{self, Everybody};
use crate::service::members::tell_joined;
use crate::service::opening;
use crate::service::rooms::{LONGEST_PURPOSE, RoomChange, change};
use crate::service::sharing::as_actor;
use crate::service::talk::notice;
use crate::store;
use crate::store::members::Belonging;
use crate::store::orders::{MadeRoom, OrderRow};
use crate::store::rooms::RoomRow;
use db::{Db, Lock, Tx};
use directory::model::{Unit, UnitId};
use directory::store::{people, units};
use identity::service::operators::standing_of;
use kernel::{Actor, Error, Jst, May, PersonId, Result};
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// Rooms made in one transaction: few enough that nobody waits long to write.
const PORTION: usize = 20;

/// Runs the job. Begun again, it goes on with what is left; once it is carried out, there is nothing to do.
pub fn carry_out(db: &Db, actor: Actor, job: CarryOutOrder) -> Result<()> {
    let CarryOutOrder { order: id, run } = job;
    let found = db.read_now(actor, move |conn| {
        let order = store::orders::get(conn, id)?.filter(|order| order.run == run && order.state.moves());
        let Some(order) = order else { return Ok(None) };
        let open = if order.state == OrderState::Making { planning::open(conn, &order)? } else { Vec::new() };
        Ok(Some((order.state, open)))
    })?;
    let Some((state, open)) = found else { return Ok(()) };
    if state == OrderState::Undoing {
        return undoing::undo_all(db, actor, id, run);
    }
    let new: Vec<UnitId> =
        open.iter().filter(|room| room.state == PlannedState::New).map(|room| room.unit_id).collect();
    for some in new.chunks(PORTION) {
        let some = some.to_vec();
        if !db.write_now(actor, move |tx| make_some(tx, id, run, &some))? {
            return Ok(());
        }
    }
    for room in open.into_iter().filter(|room| room.state == PlannedState::Renamed) {
        if !db.write_now(actor, move |tx| rename(tx, id, run, &room))? {
            return Ok(());
        }
    }
    db.write_now(actor, move |tx| finish(tx, id, run))
}

/// An order that is still at what a job was begun for, and in whose name; nothing when it is not. When whoever ordered it may not do so any
/// more, it stops and says why.
pub(super) fn at_work(
    tx: &mut Tx<'_>,
    id: OrderId,
    (run, state): (i64, OrderState),
) -> Result<Option<(May<Order, OrderRow>, Actor)>> {
    let order = store::orders::get(tx, id)?.filter(|order| order.run == run && order.state == state);
    let Some(order) = order else { return Ok(None) };
    let orderer = standing_of(tx, order.account, order.operator)?;
    let rights = identity::store::get(tx, order.account)?.map(|account| account.rights);
    let orderer = orderer.zip(rights).map(|(orderer, rights)| Actor { rights, ..orderer });
    let orderer = policy::may_still_order(orderer, &order);
    let mut order = policy::at_an_order(&tx.actor(), order)?;
    let Some(orderer) = orderer else {
        (order.state, order.trouble) = (OrderState::Stopped, Some(OrderTrouble::NotAllowed));
        store::orders::update(tx, &order)?;
        return Ok(None);
    };
    Ok(Some((order, orderer)))
}

/// Makes some of the rooms, as the job does; whether it goes on. What is there meanwhile is passed over.
pub fn make_some(tx: &mut Tx<'_>, id: OrderId, run: i64, wanted: &[UnitId]) -> Result<bool> {
    let org = tx.actor().org;
    tx.lock_both(Lock::Org(org), Lock::Group(id.raw()))?;
    let Some((mut order, orderer)) = at_work(tx, id, (run, OrderState::Making))? else { return Ok(false) };
    // What was made since the job looked, by this order, another or somebody's hand, is not made again.
    let still: HashSet<UnitId> = planning::open(tx, &order)?
        .into_iter()
        .filter(|room| room.state == PlannedState::New)
        .map(|room| room.unit_id)
        .collect();
    let today = Jst::date(tx.now());
    let all: HashMap<UnitId, Unit> =
        units::units_on(tx, today, None)?.into_iter().map(|unit| (unit.id, unit)).collect();
    let everybody = Everybody::now(tx)?;
    let people = people::briefs(tx, &order.scope.people)?;
    let people: Vec<PersonId> = people.iter().filter(|person| person.active).map(|person| person.id).collect();
    let missing = wanted.iter().filter(|unit| still.contains(unit)).filter_map(|unit| all.get(unit));
    for unit in missing {
        let room = as_actor(tx, orderer, |tx| make(tx, &order, unit, &everybody, &people))?;
        store::orders::put_room(tx, id, &room)?;
        order.done += 1;
        order.made += 1;
    }
    store::orders::update(tx, &order)?;
    Ok(true)
}

/// Makes one room. Whoever comes into it has read what it begins with: a mayor is not called to a hundred rooms at once.
fn make(
    tx: &mut Tx<'_>,
    order: &OrderRow,
    unit: &Unit,
    everybody: &Everybody,
    people: &[PersonId],
) -> Result<MadeRoom> {
    let (id, kind): (RoomId, _) = (tx.id(), order.scope.kind());
    let name = name_after(&order.scope.pattern, &unit.name);
    let rule = order.scope.rule(unit.id);
    let row = RoomRow {
        purpose: text::truncate(&called_after(&order.purpose, &unit.name), LONGEST_PURPOSE).to_owned(),
        unit_id: rule.is_none().then_some(unit.id),
        rule: rule.clone(),
        no_forwarding: order.opening.no_forwarding,
        downloads: order.opening.downloads,
        ..RoomRow::made(tx, id, kind, name.clone())
    };
    store::rooms::insert(tx, &row)?;
    notice(tx, id, Notice::saying(NoticeCode::Created, Some(name.clone())))?;
    opening::say(tx, id, &order.opening, Some(&unit.name))?;
    let (row, _) = store::rooms::get(tx, id)?.ok_or_else(Error::not_found)?;
    let by_unit = match &rule {
        Some(rule) => everybody.named(rule),
        None => everybody.named(&Rule { units: vec![unit.id], ..Rule::default() }),
    };
    let mut joined = Vec::new();
    for person in people.iter().filter(|person| !by_unit.0.contains(person) && !by_unit.1.contains(person)) {
        store::members::put(tx, id, *person, Belonging::by_hand(Role::Member), row.last_seq)?;
        joined.push(*person);
    }
    joined.extend(following::follow_among(tx, &row, everybody)?.joined);
    store::rooms::recount(tx, id)?;
    tell_joined(tx, id, &joined)?;
    Ok(MadeRoom { unit: unit.id, room: id, name, made_seq: row.last_seq })
}

/// Calls a room after its unit, which was renamed; whether the job goes on.
fn rename(tx: &mut Tx<'_>, id: OrderId, run: i64, planned: &PlannedRoom) -> Result<bool> {
    tx.lock(Lock::Group(id.raw()))?;
    let made = store::orders::room(tx, id, planned.unit_id)?;
    if let Some(made) = &made {
        tx.lock(Lock::Group(made.room.raw()))?;
    }
    let Some((mut order, orderer)) = at_work(tx, id, (run, OrderState::Making))? else { return Ok(false) };
    let Some(made) = made else { return Ok(true) };
    as_actor(tx, orderer, |tx| {
        let Some((row, _)) = store::rooms::get(tx, made.room)? else { return Ok(()) };
        // Somebody has named it themselves meanwhile.
        if row.name != made.name || row.archived_at.is_some() {
            return Ok(());
        }
        change(tx, made.room, &[RoomChange::Name(planned.name.clone())], "").map(|_| ())
    })?;
    store::orders::call_room(tx, id, planned.unit_id, &planned.name)?;
    order.done += 1;
    store::orders::update(tx, &order)?;
    Ok(true)
}

fn finish(tx: &mut Tx<'_>, id: OrderId, run: i64) -> Result<()> {
    tx.lock(Lock::Group(id.raw()))?;
    let Some((mut order, orderer)) = at_work(tx, id, (run, OrderState::Making))? else { return Ok(()) };
    order.state = OrderState::Made;
    // What somebody made themselves meanwhile was none of its.
    order.total = order.done;
    store::orders::update(tx, &order)?;
    let detail = json!({ "rooms": order.done });
    as_actor(tx, orderer, |tx| record(tx, "chat.rooms_made", &order, detail, ""))
}
