use directory::events::PERSON_CHANGED;
use kernel::{Actor, Committed, Topic};
use live::{Ears, Hub};
use std::sync::Arc;

/// Who has a person on screen sees at once that they changed place, photo or post.
pub(crate) struct PersonChangedReachesWatchers;

impl Ears for PersonChangedReachesWatchers {
    fn committed(&self, hub: &Arc<Hub>, event: &Committed) {
        if let (PERSON_CHANGED, Topic::Person(person)) = (&*event.kind, event.topic) {
            hub.show_to_watchers(event.org, person, event);
        }
    }

    fn looked(&self, _: &Arc<Hub>, _: u64, _: Actor, _: i64) {}
}
