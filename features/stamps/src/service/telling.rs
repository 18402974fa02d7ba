//! Counts that move while people look: told to those who look at the room, so many times a second and no more, however many answer.

use super::view;
use crate::events::ANSWERED;
use crate::model::{News, StampId};
use db::Db;
use kernel::{Actor, Committed};
use live::{Ears, Hub};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use web::Frame;

/// Twice a second, as receipts do.
const TELL_EVERY: Duration = Duration::from_millis(500);

#[derive(Deserialize)]
struct Answered {
    stamp_id: StampId,
}

#[derive(Serialize)]
struct StampFrame<'n> {
    t: &'static str,
    #[serde(flatten)]
    news: &'n News,
}

/// Tells those who look at a room of answers to its stamps.
#[derive(Default)]
pub struct StampsTeller {
    dirty: Mutex<HashSet<(i64, StampId)>>,
}

impl Ears for StampsTeller {
    fn committed(&self, hub: &Arc<Hub>, event: &Committed) {
        let (ANSWERED, Some(room)) = (&*event.kind, event.guard) else { return };
        if !hub.is_looked_at(room) {
            return;
        }
        if let Ok(Answered { stamp_id }) = serde_json::from_str(&event.payload) {
            self.dirty.lock().expect("nothing panics while holding the stamps").insert((room, stamp_id));
        }
    }

    fn looked(&self, _: &Arc<Hub>, _: u64, _: Actor, _: i64) {}
}

impl StampsTeller {
    /// Tells until the hub drains.
    pub async fn run(self: Arc<Self>, db: Db, hub: Arc<Hub>) {
        let mut tick = tokio::time::interval(TELL_EVERY);
        while hub.is_open() {
            tick.tick().await;
            self.tell(&db, &hub).await;
        }
    }

    /// Tells everything that is due now.
    pub async fn tell(&self, db: &Db, hub: &Arc<Hub>) {
        let dirty = std::mem::take(&mut *self.dirty.lock().expect("nothing panics while holding the stamps"));
        for (room, stamp) in dirty.into_iter().filter(|(room, _)| hub.is_looked_at(*room)) {
            let nobody = Actor::system(kernel::Id::from_raw(0));
            let told = db.read(nobody, move |conn| view::told(conn, stamp)).await;
            if let Some(news) = told.inspect_err(|error| tracing::warn!(%error, "stamps")).ok().flatten() {
                let frame = StampFrame { t: "stamp", news: &news };
                hub.show(room, &Frame::new(serde_json::to_string(&frame).expect("stamps are plain data")));
            }
        }
    }
}
