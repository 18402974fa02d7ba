//! What stamps tell.

use crate::model::{News, OwnAnswer, StampId};
use kernel::{Event, PersonId, Topic};
use rooms::model::{MessageId, RoomId, topic};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// The person answered, or took an answer back: their other devices show it.
#[derive(Serialize, JsonSchema)]
pub struct StampAnswered {
    stamp_id: StampId,
    room_id: RoomId,
    /// What stands now; nothing when it was taken back.
    mine: Option<OwnAnswer>,
}

/// A stamp was closed, opened again, given another deadline, or decided. Whoever may see more than `counts` tells asks for it anew.
#[derive(Serialize, JsonSchema)]
pub struct StampChanged {
    stamp: News,
}

/// The person has not answered, and is asked to.
#[derive(Serialize, JsonSchema)]
pub struct StampReminded {
    stamp_id: StampId,
    room_id: RoomId,
    message_id: MessageId,
    /// By whom.
    #[schemars(with = "String")]
    by: PersonId,
    /// What is asked.
    question: String,
}

/// The kind of [`StampAnswered`].
pub const ANSWERED: &str = "stamps.answered";
const CHANGED: &str = "stamps.changed";
const REMINDED: &str = "stamps.reminded";

pub(crate) fn answered(person: PersonId, room_id: RoomId, stamp_id: StampId, mine: Option<OwnAnswer>) -> Event {
    Event::new(Topic::Person(person), ANSWERED, &StampAnswered { stamp_id, room_id, mine }).guarded_by(room_id.raw())
}

pub(crate) fn changed(stamp: News) -> Event {
    Event::new(topic(stamp.room_id), CHANGED, &StampChanged { stamp })
}

pub(crate) fn reminded(
    person: PersonId,
    (stamp_id, room_id): (StampId, RoomId),
    by: PersonId,
    question: &str,
) -> Event {
    let told = StampReminded { stamp_id, room_id, message_id: stamp_id.cast(), by, question: question.to_owned() };
    Event::new(Topic::Person(person), REMINDED, &told).guarded_by(room_id.raw())
}

/// The payloads by kind, for the OpenAPI document.
pub fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    vec![
        (ANSWERED, generator.subschema_for::<StampAnswered>()),
        (CHANGED, generator.subschema_for::<StampChanged>()),
        (REMINDED, generator.subschema_for::<StampReminded>()),
    ]
}
