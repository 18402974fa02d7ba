use directory::events::PERSON_CHANGED;
use kernel::{Actor, Committed, Topic};
use live::{Ears, Hub};
use serde::Deserialize;
use std::sync::Arc;

/// Of whom an event tells, as far as it matters here.
#[derive(Deserialize)]
struct Told {
    person: Whom,
}

#[derive(Deserialize)]
struct Whom {
    #[serde(default)]
    guest: bool,
    #[serde(default)]
    bot: bool,
}

/// Who has a person on screen sees at once that they changed place, photo or post.
pub(crate) struct PersonChangedReachesWatchers;

impl Ears for PersonChangedReachesWatchers {
    fn committed(&self, hub: &Arc<Hub>, event: &Committed) {
        if let (PERSON_CHANGED, Topic::Person(person)) = (&*event.kind, event.topic) {
            let outside =
                serde_json::from_str::<Told>(&event.payload).is_ok_and(|told| told.person.guest || told.person.bot);
            hub.show_to_watchers(event.org, (person, outside), event);
        }
    }

    fn looked(&self, _: &Arc<Hub>, _: u64, _: Actor, _: i64) {}
}
