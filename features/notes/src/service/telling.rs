//! What is written on a page, and said beside it, is shown to those who have it open.

use crate::events::{COMMENTED, UPDATED, note_of};
use kernel::{Actor, Committed};
use live::{Ears, Hub};
use std::sync::Arc;
use web::Frame;

/// Shows updates and comments to those who sit at a note.
pub struct NotesTeller;

impl Ears for NotesTeller {
    fn committed(&self, hub: &Arc<Hub>, event: &Committed) {
        let name = match &*event.kind {
            UPDATED => "note",
            COMMENTED => "comment",
            _ => return,
        };
        let Some(note) = note_of(event.topic) else { return };
        if hub.is_sat_at(note) {
            hub.serve(note, &Frame::new(format!("{{\"t\":\"{name}\",\"p\":{}}}", event.payload)));
        }
    }

    fn looked(&self, _: &Arc<Hub>, _: u64, _: Actor, _: i64) {}
}
