//! What slips tell.

use crate::model::{Facts, SlipId, SlipRow};
use kernel::Event;
use rooms::model::{RoomId, topic};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// A slip was put into a room, or something was done with it.
#[derive(Serialize, JsonSchema)]
pub struct SlipChanged {
    slip: Facts,
}

/// A slip went with its message.
#[derive(Serialize, JsonSchema)]
pub struct SlipGone {
    slip_id: SlipId,
    room_id: RoomId,
}

const CHANGED: &str = "slips.changed";
const GONE: &str = "slips.gone";

pub(crate) fn changed(slip: Facts) -> Event {
    Event::new(topic(slip.room_id), CHANGED, &SlipChanged { slip })
}

pub(crate) fn gone(slip: &SlipRow) -> Event {
    Event::new(topic(slip.room), GONE, &SlipGone { slip_id: slip.id, room_id: slip.room })
}

/// The payloads by kind, for the OpenAPI document.
pub fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    vec![(CHANGED, generator.subschema_for::<SlipChanged>()), (GONE, generator.subschema_for::<SlipGone>())]
}
