//! What memos tell.

use crate::model::{MemoRow, Progress};
use db::Tx;
use kernel::Event;
use rooms::model::{RoomId, topic};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// A memo is new, was seen, taken on, done, opened again, cleared, or taken back. Who called is not in it: whoever sees it asks.
#[derive(Serialize, JsonSchema)]
pub struct PhoneMemoChanged {
    memo: Progress,
}

const CHANGED: &str = "phone_memos.changed";

/// Tells the rooms in which a memo stands.
pub(crate) fn tell(tx: &mut Tx<'_>, row: &MemoRow) {
    tell_in(tx, row, row.section_room);
}

/// [`tell`] where it stood in a room until now.
pub(crate) fn tell_in(tx: &mut Tx<'_>, row: &MemoRow, section: Option<RoomId>) {
    let told = PhoneMemoChanged { memo: row.progress() };
    for room in [Some(row.room), section].into_iter().flatten() {
        tx.emit(Event::new(topic(room), CHANGED, &told));
    }
}

/// The payloads by kind, for the OpenAPI document.
pub fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    vec![(CHANGED, generator.subschema_for::<PhoneMemoChanged>())]
}
