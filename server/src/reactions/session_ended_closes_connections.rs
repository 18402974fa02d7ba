use directory::events::{LEAVE_CHANGED, PERSON_CHANGED};
use identity::events::{
    ACCOUNT_CHANGED, AccountChanged, OPERATOR_CHANGED, OperatorChanged, SIGN_IN_RULES_CHANGED, SIGNED_OUT, SignedOut,
};
use identity::service::session::Sessions;
use kernel::{Actor, Committed, Topic};
use live::{Ears, Hub};
use std::sync::Arc;

/// A session that ended, or that nobody is using, is believed no longer, and its live connections end with it. New rules by network ask all of them to come again.
pub(crate) struct SessionEndedClosesConnections {
    pub(crate) sessions: Arc<Sessions>,
}

impl Ears for SessionEndedClosesConnections {
    fn committed(&self, hub: &Arc<Hub>, event: &Committed) {
        self.sessions.heed(std::slice::from_ref(event));
        match (&*event.kind, event.topic) {
            (SIGNED_OUT, Topic::Person(_)) => match serde_json::from_str::<SignedOut>(&event.payload) {
                Ok(ended) => hub.end_session(ended.session_id),
                Err(error) => tracing::error!(%error, "an ended session cannot be read"),
            },
            // Somebody's post or account changed: the shared accounts that they are using ask whether they still may.
            (ACCOUNT_CHANGED, Topic::Person(person)) => {
                hub.end_used(person);
                if serde_json::from_str(&event.payload).is_ok_and(|AccountChanged { asks_agreement }| asks_agreement) {
                    hub.end_guest(person);
                }
            }
            (PERSON_CHANGED, Topic::Person(person)) => hub.end_used(person),
            // Whoever is on leave is there for nobody: they come again as that.
            (LEAVE_CHANGED, Topic::Person(person)) => hub.end_all_of_person(person),
            (OPERATOR_CHANGED, Topic::Person(_)) => match serde_json::from_str::<OperatorChanged>(&event.payload) {
                Ok(OperatorChanged { operator_id: Some(_), .. }) => {}
                Ok(left) => hub.end_session(left.session_id),
                Err(error) => tracing::error!(%error, "a session that nobody uses cannot be read"),
            },
            (SIGN_IN_RULES_CHANGED, Topic::Org(org)) => hub.end_all_of(org),
            _ => {}
        }
    }

    fn looked(&self, _: &Arc<Hub>, _: u64, _: Actor, _: i64) {}
}
