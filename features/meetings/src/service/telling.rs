//! Pages that are turned are shown to those who sit at a meeting, so many times a second and no more, however fast somebody turns them.

use crate::events::{SHOWN, meeting_of};
use kernel::{Actor, Committed};
use live::{Ears, Hub, Table};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use web::Frame;

/// More often than this nobody follows.
const TELL_EVERY: Duration = Duration::from_millis(300);

/// The table of those who have a meeting open.
pub fn table(meeting: i64) -> Table {
    Table { sort: "meeting", id: meeting }
}

/// Shows what is shown at meetings.
#[derive(Default)]
pub struct MeetingsTeller {
    turned: Mutex<HashMap<i64, Arc<str>>>,
}

impl Ears for MeetingsTeller {
    fn committed(&self, hub: &Arc<Hub>, event: &Committed) {
        if &*event.kind != SHOWN {
            return;
        }
        let Some(meeting) = meeting_of(event.topic) else { return };
        if hub.is_sat_at(table(meeting)) {
            // Events come in the order of their turns: the last one is what is shown.
            self.turned.lock().expect("nothing panics while holding the pages").insert(meeting, event.payload.clone());
        }
    }

    fn looked(&self, _: &Arc<Hub>, _: u64, _: Actor, _: i64) {}
}

impl MeetingsTeller {
    /// Tells until the hub drains.
    pub async fn run(self: Arc<Self>, hub: Arc<Hub>) {
        let mut tick = tokio::time::interval(TELL_EVERY);
        while hub.is_open() {
            tick.tick().await;
            self.tell(&hub);
        }
    }

    /// Tells everything that is due now.
    pub fn tell(&self, hub: &Arc<Hub>) {
        let turned = std::mem::take(&mut *self.turned.lock().expect("nothing panics while holding the pages"));
        for (meeting, payload) in turned {
            hub.serve(table(meeting), &Frame::new(format!("{{\"t\":\"meeting\",\"p\":{payload}}}")));
        }
    }
}
