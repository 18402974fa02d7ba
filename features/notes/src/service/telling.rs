//! What is written on a page is shown to those who have it open.

use crate::events::UPDATED;
use kernel::{Actor, Committed, Topic};
use live::{Ears, Hub};
use std::sync::Arc;
use web::Frame;

/// Shows updates to those who sit at a note.
pub struct NotesTeller;

impl Ears for NotesTeller {
    fn committed(&self, hub: &Arc<Hub>, event: &Committed) {
        if &*event.kind != UPDATED {
            return;
        }
        let Topic::Group(note) = event.topic else { return };
        if hub.is_sat_at(note) {
            hub.serve(note, &Frame::new(format!("{{\"t\":\"note\",\"p\":{}}}", event.payload)));
        }
    }

    fn looked(&self, _: &Arc<Hub>, _: u64, _: Actor, _: i64) {}
}
