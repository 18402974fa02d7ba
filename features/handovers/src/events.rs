//! What handovers tell.

use crate::model::{Act, HandoverId};
use kernel::{Event, PersonId, Topic};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// A handover that concerns the person is new, or is no longer what it was: it is to be asked for anew by whoever shows it. What is in it
/// is not told, as who sees what of it is decided when they ask.
#[derive(Serialize, JsonSchema)]
pub struct HandoverChanged {
    handover_id: HandoverId,
    /// What was done by somebody else, or by itself: it is news to the person.
    act: Option<Act>,
}

const CHANGED: &str = "handovers.changed";

/// Tells somebody of a handover, and what somebody else did with it.
pub fn changed(person: PersonId, handover_id: HandoverId, act: Option<Act>) -> Event {
    Event::new(Topic::Person(person), CHANGED, &HandoverChanged { handover_id, act })
}

/// The payloads by kind, for the OpenAPI document.
pub fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    vec![(CHANGED, generator.subschema_for::<HandoverChanged>())]
}
