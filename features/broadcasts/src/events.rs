//! What broadcasts tell. What is in one is not told: who sees what of it is decided when they ask.

use crate::model::{BroadcastId, Mine};
use kernel::{Actor, Event, PersonId, Topic};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// What is new of a broadcast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "BroadcastNews")]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// It came.
    Arrived,
    /// They are reminded of it.
    Reminded,
    /// It was taken back.
    Withdrawn,
    /// Somebody wrote to them about it.
    Replied,
    /// One of others waits for their consent, or does no more.
    Waiting,
    /// One of theirs is elsewhere on its way.
    Moved,
}

/// A broadcast that concerns the person is new or is no longer what it was: it is to be asked for anew.
#[derive(Serialize, JsonSchema)]
pub struct BroadcastChanged {
    broadcast_id: BroadcastId,
    news: News,
}

/// A broadcast came to many, they were reminded of it, or it was taken back. Whoever is told asks what waits for them, at some moment within
/// the time that is named, each at another: it may be the whole city. Those whom it does not concern learn nothing else.
#[derive(Serialize, JsonSchema)]
pub struct BroadcastCalled {
    news: News,
    /// In milliseconds.
    within_ms: i64,
}

/// A person's own side of a broadcast changed, on any of their devices.
#[derive(Serialize, JsonSchema)]
pub struct BroadcastMineChanged {
    broadcast_id: BroadcastId,
    mine: Mine,
}

const CHANGED: &str = "broadcasts.changed";
const CALLED: &str = "broadcasts.called";
const MINE_CHANGED: &str = "broadcasts.mine_changed";

/// As many are told one by one. More are told by one word to all of the staff.
pub const FEW: usize = 200;
/// So many may ask in a second.
const ASK_IN_A_SECOND: i64 = 1_000;
/// Nobody learns of it later than that.
const LATEST_MS: i64 = 30_000;

/// Tells somebody.
pub fn changed(person: PersonId, broadcast_id: BroadcastId, news: News) -> Event {
    Event::new(Topic::Person(person), CHANGED, &BroadcastChanged { broadcast_id, news })
}

/// Tells all of the staff that something concerns many of them. `heard_by`: how many hear it, and ask, whether they are meant or not.
pub fn called(actor: &Actor, news: News, heard_by: i64) -> Event {
    let within_ms = (heard_by * 1_000 / ASK_IN_A_SECOND).clamp(1_000, LATEST_MS);
    Event::new(Topic::Staff(actor.org), CALLED, &BroadcastCalled { news, within_ms })
}

/// Tells a recipient's devices.
pub fn mine_changed(person: PersonId, broadcast_id: BroadcastId, mine: Mine) -> Event {
    Event::new(Topic::Person(person), MINE_CHANGED, &BroadcastMineChanged { broadcast_id, mine })
}

/// The payloads by kind, for the OpenAPI document.
pub fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    vec![
        (CHANGED, generator.subschema_for::<BroadcastChanged>()),
        (CALLED, generator.subschema_for::<BroadcastCalled>()),
        (MINE_CHANGED, generator.subschema_for::<BroadcastMineChanged>()),
    ]
}
