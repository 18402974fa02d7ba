//! Counts that move while people look: told to those who look at the room, so many times a second and no more, however many write and vote.

use super::view;
use crate::events::{CHANGED, GONE, VOTED};
use crate::model::{BoardId, News};
use db::Db;
use kernel::{Actor, Committed, Topic};
use live::{Ears, Hub};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use web::Frame;

/// Twice a second, as receipts do.
const TELL_EVERY: Duration = Duration::from_millis(500);

#[derive(Deserialize)]
struct Moved {
    board_id: BoardId,
}

#[derive(Serialize)]
struct IdeasFrame<'n> {
    t: &'static str,
    #[serde(flatten)]
    news: &'n News,
}

/// Tells those who look at a room of ideas and votes on its boards.
#[derive(Default)]
pub struct IdeasTeller {
    dirty: Mutex<HashSet<(i64, BoardId)>>,
}

impl Ears for IdeasTeller {
    fn committed(&self, hub: &Arc<Hub>, event: &Committed) {
        let room = match (&*event.kind, event.topic, event.guard) {
            (VOTED, _, Some(room)) => room,
            (CHANGED | GONE, Topic::Group(room), _) => room,
            _ => return,
        };
        if !hub.is_looked_at(room) {
            return;
        }
        if let Ok(Moved { board_id }) = serde_json::from_str(&event.payload) {
            self.dirty.lock().expect("nothing panics while holding the boards").insert((room, board_id));
        }
    }

    fn looked(&self, _: &Arc<Hub>, _: u64, _: Actor, _: i64) {}
}

impl IdeasTeller {
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
        let dirty = std::mem::take(&mut *self.dirty.lock().expect("nothing panics while holding the boards"));
        for (room, board) in dirty.into_iter().filter(|(room, _)| hub.is_looked_at(*room)) {
            let nobody = Actor::system(kernel::Id::from_raw(0));
            let told = db.read(nobody, move |conn| view::told(conn, board)).await;
            if let Some(news) = told.inspect_err(|error| tracing::warn!(%error, "ideas")).ok().flatten() {
                let frame = IdeasFrame { t: "ideas", news: &news };
                hub.show(room, &Frame::new(serde_json::to_string(&frame).expect("counts are plain data")));
            }
        }
    }
}
