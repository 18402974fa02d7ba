//! Rooms with many units at once.

use crate::http::Items;
use crate::model::{Opening, OrderId, OrderScope, PlannedRoom, RoomOrder};
use crate::service::orders::{self, NewOrder};
use kernel::{Result, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct OrderPath {
    order: OrderId,
}

#[derive(Deserialize, JsonSchema)]
struct OrdersQuery {
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct OrderRooms {
    /// Proposed by the client.
    id: OrderId,
    scope: OrderScope,
    /// What the rooms are for; `{課}` stands for the unit's name.
    #[serde(default)]
    purpose: String,
    /// What each begins with; `{課}` stands for the unit's name. Notes are none of it.
    #[serde(default)]
    opening: Opening,
}

pub(super) fn routes() -> Routes {
    use Access::Administrator;
    Routes::new("chat")
        .on("GET /room-orders", "list_room_orders", "Orders for rooms with many units.", Administrator, list)
        .on("POST /room-orders", "order_rooms", "Orders a room with each of many units.", Administrator, order)
        .on("POST /room-orders/preview", "preview_rooms", "What an order would come to.", Administrator, preview)
        .on("GET /room-orders/{order}", "get_room_order", "One order.", Administrator, get)
        .on("GET /room-orders/{order}/rooms", "list_ordered_rooms", "What it comes to today.", Administrator, rooms)
        .on("POST /room-orders/{order}/run", "run_room_order", "Makes what is missing by now.", Administrator, run)
        .on("POST /room-orders/{order}/stop", "stop_room_order", "Stops making rooms.", Administrator, stop)
        .on(
            "POST /room-orders/{order}/undo",
            "undo_room_order",
            "Closes its rooms in which nobody has written.",
            Administrator,
            undo,
        )
}

async fn list(cx: Cx, input: In<(), OrdersQuery>) -> Result<Reply<Page<RoomOrder>>> {
    let OrdersQuery { limit: asked, cursor } = input.query;
    let (before, limit): (Option<(Timestamp, OrderId)>, _) =
        (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found = cx.read(move |conn| orders::list(conn, before, limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |order: &RoomOrder| (order.ordered_at, order.id))))
}

async fn order(cx: Cx, input: In<(), (), Json<OrderRooms>>) -> Result<Reply<RoomOrder>> {
    let Json(OrderRooms { id, scope, purpose, opening }) = input.body;
    let new = NewOrder { id, scope, purpose, opening };
    let address = cx.client().address.to_string();
    let (order, fresh) = cx.write(move |tx| orders::order(tx, &new, &address)).await?;
    Ok(if fresh { Reply::created(order) } else { Reply::ok(order) })
}

async fn preview(cx: Cx, input: In<(), (), Json<OrderScope>>) -> Result<Reply<Items<PlannedRoom>>> {
    let Json(scope) = input.body;
    Ok(Reply::ok(Items { items: cx.read(move |conn| orders::look(conn, scope.clone())).await? }))
}

async fn get(cx: Cx, input: In<OrderPath>) -> Result<Reply<RoomOrder>> {
    let id = input.path.order;
    Ok(Reply::ok(cx.read(move |conn| orders::get(conn, id)).await?))
}

async fn rooms(cx: Cx, input: In<OrderPath>) -> Result<Reply<Items<PlannedRoom>>> {
    let id = input.path.order;
    Ok(Reply::ok(Items { items: cx.read(move |conn| orders::look_again(conn, id)).await? }))
}

async fn run(cx: Cx, input: In<OrderPath>) -> Result<Reply<RoomOrder>> {
    let (id, address) = (input.path.order, cx.client().address.to_string());
    Ok(Reply::ok(cx.write(move |tx| orders::run_again(tx, id, &address)).await?))
}

async fn stop(cx: Cx, input: In<OrderPath>) -> Result<Reply<RoomOrder>> {
    let (id, address) = (input.path.order, cx.client().address.to_string());
    Ok(Reply::ok(cx.write(move |tx| orders::stop(tx, id, &address)).await?))
}

async fn undo(cx: Cx, input: In<OrderPath>) -> Result<Reply<RoomOrder>> {
    let (id, address) = (input.path.order, cx.client().address.to_string());
    Ok(Reply::ok(cx.write(move |tx| orders::undo(tx, id, &address)).await?))
}
