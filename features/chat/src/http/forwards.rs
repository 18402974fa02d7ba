//! Sending on what was said.

use crate::model::{Answered, Beyond, Message, MessageId, RoomId};
use crate::service::forwards::{self, Forwarding, Target};
use kernel::{PersonId, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cx, In, Json, Reply, Routes};

#[derive(Deserialize, JsonSchema)]
struct ForwardTarget {
    room_id: RoomId,
    /// Proposed by the client; the same id again is the same message.
    id: MessageId,
}

#[derive(Deserialize, JsonSchema)]
struct Forward {
    /// Which messages, at most 20.
    messages: Vec<MessageId>,
    /// Which rooms, at most 20: all get it, or none.
    targets: Vec<ForwardTarget>,
    /// What is said to it.
    #[serde(default)]
    note: String,
    /// The `confirmation` of the warning that was confirmed.
    #[serde(default)]
    confirmed: Option<String>,
    /// Who was using the shared account when they began: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
    /// What they answered when they were asked about a personal number in it.
    #[serde(default)]
    personal_number: Option<Answered>,
}

#[derive(Serialize, JsonSchema)]
struct ForwardedTo {
    messages: Vec<Message>,
}

#[derive(Deserialize, JsonSchema)]
struct PreviewForward {
    messages: Vec<MessageId>,
    #[serde(default)]
    rooms: Vec<RoomId>,
    /// People whose direct room is not there yet.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    people: Vec<PersonId>,
}

/// Who would read it who could not before.
#[derive(Serialize, JsonSchema)]
struct ForwardPreview {
    /// For each place that it is for.
    targets: Vec<Beyond>,
    /// Goes back with the forward to confirm that exactly these may read it; nothing when it stays in its circle.
    confirmation: Option<String>,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("chat").on("POST /forwards", "forward", "Sends messages on to other rooms.", SignedIn, forward).on(
        "POST /forwards/preview",
        "preview_forward",
        "Who would read it who could not before.",
        SignedIn,
        preview_forward,
    )
}

async fn forward(cx: Cx, input: In<(), (), Json<Forward>>) -> Result<Reply<ForwardedTo>> {
    let Json(asked) = input.body;
    let targets = asked.targets.into_iter().map(|target| Target { room: target.room_id, id: target.id });
    let forwarding = Forwarding {
        messages: asked.messages,
        targets: targets.collect(),
        note: asked.note,
        confirmed: asked.confirmed,
        operator: asked.operator_id,
        answered: asked.personal_number,
    };
    let (messages, fresh) = cx.write(move |tx| forwards::forward(tx, &forwarding)).await?;
    let answer = ForwardedTo { messages };
    Ok(if fresh { Reply::created(answer) } else { Reply::ok(answer) })
}

async fn preview_forward(cx: Cx, input: In<(), (), Json<PreviewForward>>) -> Result<Reply<ForwardPreview>> {
    let Json(asked) = input.body;
    let (targets, confirmation) =
        cx.read(move |conn| forwards::preview(conn, &asked.messages, &asked.rooms, &asked.people)).await?;
    Ok(Reply::ok(ForwardPreview { targets, confirmation }))
}
