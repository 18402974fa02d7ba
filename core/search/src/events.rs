//! What the index tells: of its own rows alone, which are what people look for again and again.

use crate::model::{SavedId, SavedSearch};
use kernel::{Event, PersonId, Tick, Topic};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// The person keeps a search, keeps it otherwise, or keeps it no longer.
#[derive(Serialize, JsonSchema)]
pub struct SavedSearchChanged {
    saved_id: SavedId,
    /// As it is kept from now on; nothing when it was thrown away.
    saved: Option<SavedSearch>,
    /// What is not above the `at` of a list is in it already.
    at: Tick,
}

const SAVED_CHANGED: &str = "search.saved_changed";

pub(crate) fn saved_changed(person: PersonId, id: SavedId, saved: Option<&SavedSearch>, at: Tick) -> Event {
    Event::new(Topic::Person(person), SAVED_CHANGED, &SavedSearchChanged { saved_id: id, saved: saved.cloned(), at })
}

/// The payloads by kind, for the OpenAPI document.
pub fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    vec![(SAVED_CHANGED, generator.subschema_for::<SavedSearchChanged>())]
}
