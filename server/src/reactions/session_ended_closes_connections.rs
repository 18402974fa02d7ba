use identity::events::{ACCOUNT_CHANGED, SIGNED_OUT, SignedOut};
use identity::service::session::Sessions;
use kernel::{Actor, Committed, Topic};
use live::{Ears, Hub};
use std::sync::Arc;

/// A session that ended is believed no longer, and its live connections end with it.
pub(crate) struct SessionEndedClosesConnections {
    pub(crate) sessions: Arc<Sessions>,
}

impl Ears for SessionEndedClosesConnections {
    fn committed(&self, hub: &Arc<Hub>, event: &Committed) {
        let Topic::Person(person) = event.topic else { return };
        match &*event.kind {
            SIGNED_OUT => {
                self.sessions.forget(person);
                match serde_json::from_str::<SignedOut>(&event.payload) {
                    Ok(ended) => hub.end_session(ended.session_id),
                    Err(error) => tracing::error!(%error, "an ended session cannot be read"),
                }
            }
            ACCOUNT_CHANGED => self.sessions.forget(person),
            _ => {}
        }
    }

    fn looked(&self, _: &Arc<Hub>, _: u64, _: Actor, _: i64) {}
}
