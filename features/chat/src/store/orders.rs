//! Orders for rooms with many units, and the rooms that were made by them.

use crate::model::{MessageId, Opening, OrderId, OrderScope, OrderState, OrderTrouble, RoomId};
use crate::policy::Order;
use crate::store::{unword, word};
use db::{Conn, List, Row, Tx};
use directory::model::UnitId;
use kernel::{AccountId, May, PersonId, Result, Tick, Timestamp};
use std::collections::HashMap;

macro_rules! orders {
    ($rest:expr) => {
        concat!(
            "SELECT id, scope, purpose, opening, state, trouble, run, total, done, made, ordered_by, account_id, operator_id,
                ordered_at, tick FROM room_order ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO room_order (id, org_id, scope, purpose, opening, state, trouble, run, total, done, made, ordered_by,
            account_id, operator_id, ordered_at, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    UPDATE = "UPDATE room_order SET state = $3, trouble = $4, run = $5, total = $6, done = $7, made = $8, ordered_by = $9,
            account_id = $10, operator_id = $11, ordered_at = $12, tick = $13
        WHERE id = $1 AND org_id = $2";
    GET = orders!("WHERE id = $1 AND org_id = $2");
    ANYWHERE = "SELECT COUNT(*) FROM room_order WHERE id = $1";
    PAGE = orders!("WHERE org_id = $1 AND (ordered_at, id) < ($2, $3) ORDER BY ordered_at DESC, id DESC LIMIT $4");
    PUT_ROOM = "INSERT INTO room_order_room (order_id, unit_id, room_id, name, made_seq) VALUES ($1, $2, $3, $4, $5)";
    CALL_ROOM = "UPDATE room_order_room SET name = $3 WHERE order_id = $1 AND unit_id = $2";
    DELETE_ROOM = "DELETE FROM room_order_room WHERE order_id = $1 AND unit_id = $2";
    ROOMS = "SELECT unit_id, room_id, name, made_seq FROM room_order_room WHERE order_id = $1 ORDER BY unit_id";
    ROOM = "SELECT unit_id, room_id, name, made_seq FROM room_order_room WHERE order_id = $1 AND unit_id = $2";
    SAID = "SELECT COUNT(*) FROM message WHERE stream_id = $1 AND seq > $2 AND kind = 'text'";
    REPLIED = "SELECT COUNT(*) FROM thread WHERE id {in $1} AND replies > 0";
    NOTICES = "SELECT id FROM message WHERE stream_id = $1 ORDER BY seq LIMIT 100";
}

/// An order as the table has it.
#[derive(Debug, Clone)]
pub struct OrderRow {
    /// Its id.
    pub id: OrderId,
    /// Which units, what the rooms are called, and who is in them.
    pub scope: OrderScope,
    /// What they are for.
    pub purpose: String,
    /// What each begins with.
    pub opening: Opening,
    /// What has become of it.
    pub state: OrderState,
    /// What stopped it.
    pub trouble: Option<OrderTrouble>,
    /// The how manieth time it is carried out.
    pub run: i64,
    /// How many rooms that concerns.
    pub total: i64,
    /// How many of them are done.
    pub done: i64,
    /// How many of its rooms there are.
    pub made: i64,
    /// Who had it carried out last.
    pub ordered_by: PersonId,
    /// By which account.
    pub account: AccountId,
    /// Who was using that.
    pub operator: Option<PersonId>,
    /// When.
    pub ordered_at: Timestamp,
    /// The tick of the last change.
    pub tick: Tick,
}

/// A room that was made by an order.
#[derive(Debug, Clone)]
pub struct MadeRoom {
    /// For which unit.
    pub unit: UnitId,
    /// The room.
    pub room: RoomId,
    /// What the order called it last.
    pub name: String,
    /// The number of its last message before anybody could write.
    pub made_seq: i64,
}

fn read(row: &Row) -> OrderRow {
    OrderRow {
        id: row.get(0),
        scope: serde_json::from_str(&row.get::<String>(1)).expect("the database holds orders that we wrote"),
        purpose: row.get(2),
        opening: serde_json::from_str(&row.get::<String>(3)).expect("the database holds openings that we wrote"),
        state: unword(row.get(4)),
        trouble: row.get::<Option<String>>(5).map(unword),
        run: row.get(6),
        total: row.get(7),
        done: row.get(8),
        made: row.get(9),
        ordered_by: row.get(10),
        account: row.get(11),
        operator: row.get(12),
        ordered_at: row.get(13),
        tick: row.get(14),
    }
}

fn read_made(row: &Row) -> MadeRoom {
    MadeRoom { unit: row.get(0), room: row.get(1), name: row.get(2), made_seq: row.get(3) }
}

/// Adds an order.
pub fn insert(tx: &mut Tx<'_>, order: &May<Order, OrderRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let scope = serde_json::to_string(&order.scope).expect("a scope is plain data");
    let opening = serde_json::to_string(&order.opening).expect("an opening is plain data");
    tx.run(
        &INSERT,
        &[
            &order.id,
            &org,
            &scope,
            &order.purpose,
            &opening,
            &word(order.state),
            &order.trouble.map(word),
            &order.run,
            &order.total,
            &order.done,
            &order.made,
            &order.ordered_by,
            &order.account,
            &order.operator,
            &order.ordered_at,
            &tick,
        ],
    )
}

/// Saves what has become of an order.
pub fn update(tx: &mut Tx<'_>, order: &May<Order, OrderRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &UPDATE,
        &[
            &order.id,
            &org,
            &word(order.state),
            &order.trouble.map(word),
            &order.run,
            &order.total,
            &order.done,
            &order.made,
            &order.ordered_by,
            &order.account,
            &order.operator,
            &order.ordered_at,
            &tick,
        ],
    )
}

/// An order of the actor's organisation.
pub fn get(conn: &mut Conn<'_>, id: OrderId) -> Result<Option<OrderRow>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&id, &org])?.as_ref().map(read))
}

/// Whether an order has an id, of whatever organisation.
pub fn exists(conn: &mut Conn<'_>, id: OrderId) -> Result<bool> {
    Ok(conn.one(&ANYWHERE, &[&id])?.get::<i64>(0) > 0)
}

/// A page of the organisation's orders, what was carried out last first.
pub fn page(conn: &mut Conn<'_>, before: (Timestamp, OrderId), limit: usize) -> Result<Vec<OrderRow>> {
    let org = conn.actor().org;
    Ok(conn.rows(&PAGE, &[&org, &before.0, &before.1, &limit])?.iter().map(read).collect())
}

/// Notes a room that was made by an order.
pub fn put_room(tx: &mut Tx<'_>, order: OrderId, made: &MadeRoom) -> Result<()> {
    tx.run(&PUT_ROOM, &[&order, &made.unit, &made.room, &made.name, &made.made_seq])
}

/// Notes what an order calls one of its rooms now.
pub fn call_room(tx: &mut Tx<'_>, order: OrderId, unit: UnitId, name: &str) -> Result<()> {
    tx.run(&CALL_ROOM, &[&order, &unit, &name])
}

/// The room is not this order's any more.
pub fn let_go(tx: &mut Tx<'_>, order: OrderId, unit: UnitId) -> Result<()> {
    tx.run(&DELETE_ROOM, &[&order, &unit])
}

/// The rooms that were made by an order, by unit.
pub fn rooms(conn: &mut Conn<'_>, order: OrderId) -> Result<HashMap<UnitId, MadeRoom>> {
    Ok(conn.rows(&ROOMS, &[&order])?.iter().map(read_made).map(|made| (made.unit, made)).collect())
}

/// The room that was made by an order for a unit.
pub fn room(conn: &mut Conn<'_>, order: OrderId, unit: UnitId) -> Result<Option<MadeRoom>> {
    Ok(conn.row(&ROOM, &[&order, &unit])?.as_ref().map(read_made))
}

/// Whether somebody has written in a room since it was made, in it or in a thread of what stood there then.
pub fn was_written_in(conn: &mut Conn<'_>, made: &MadeRoom) -> Result<bool> {
    if conn.one(&SAID, &[&made.room, &made.made_seq])?.get::<i64>(0) > 0 {
        return Ok(true);
    }
    let stood: Vec<MessageId> = conn.rows(&NOTICES, &[&made.room])?.iter().map(|row| row.get(0)).collect();
    Ok(conn.one(&REPLIED, &[&List::ids(stood)])?.get::<i64>(0) > 0)
}
