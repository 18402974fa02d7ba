//! What is pinned in rooms.

use crate::model::{Message, MessageId, RoomId};
use crate::service::pins;
use directory::model::PersonBrief;
use kernel::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cx, In, Reply, Routes};

#[derive(Deserialize, JsonSchema)]
struct RoomPath {
    room: RoomId,
}

#[derive(Deserialize, JsonSchema)]
struct MessagePath {
    message: MessageId,
}

#[derive(Serialize, JsonSchema)]
struct RoomPins {
    /// What was pinned last first, 50 at most.
    items: Vec<Message>,
    /// Everybody named in them.
    people: Vec<PersonBrief>,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("chat")
        .on("GET /rooms/{room}/pins", "list_pins", "What is pinned in a room.", SignedIn, list)
        .on("PUT /messages/{message}/pin", "pin_message", "Pins a message in its room.", SignedIn, pin)
        .on("DELETE /messages/{message}/pin", "unpin_message", "It is pinned no longer.", SignedIn, unpin)
        .talking_on_leave(&["pin_message", "unpin_message"])
}

async fn list(cx: Cx, input: In<RoomPath>) -> Result<Reply<RoomPins>> {
    let id = input.path.room;
    let shown = cx.read(move |conn| pins::of_room(conn, id)).await?;
    Ok(Reply::ok(RoomPins { items: shown.messages, people: shown.people }))
}

async fn pin(cx: Cx, input: In<MessagePath>) -> Result<Reply<Message>> {
    let id = input.path.message;
    Ok(Reply::ok(cx.write(move |tx| pins::set(tx, id, true)).await?))
}

async fn unpin(cx: Cx, input: In<MessagePath>) -> Result<Reply<Message>> {
    let id = input.path.message;
    Ok(Reply::ok(cx.write(move |tx| pins::set(tx, id, false)).await?))
}
