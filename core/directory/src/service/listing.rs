//! What sign-in pages name, remembered: whoever asks for it has shown nothing yet, and may ask as often as they like.

use crate::events::ORGANISATION_CHANGED;
use crate::model::OrganisationView;
use kernel::{Committed, Timestamp};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// For how long it is believed, should nobody say that it is another: what another node changed may be told so much later.
const BELIEVED: Duration = Duration::from_secs(10);

#[derive(Default)]
struct Memory {
    all: Option<(Timestamp, Arc<Vec<OrganisationView>>)>,
    /// How often it was forgotten: what was read before that is not remembered after it.
    forgotten: u64,
}

/// See the module's page.
#[derive(Default)]
pub struct Listing(Mutex<Memory>);

impl Listing {
    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.0.lock().expect("nothing panics while holding the listing")
    }

    /// All organisations as they are remembered; else what to give to [`Listing::remember`] with what is read now.
    pub fn recall(&self, now: Timestamp) -> Result<Arc<Vec<OrganisationView>>, u64> {
        let memory = self.memory();
        match &memory.all {
            Some((at, all)) if now.is_within(BELIEVED, *at) => Ok(all.clone()),
            _ => Err(memory.forgotten),
        }
    }

    /// Remembers what was read, unless it became another meanwhile. That there are none is not believed: the first one comes any moment.
    pub fn remember(&self, asked: u64, now: Timestamp, all: &Arc<Vec<OrganisationView>>) {
        let mut memory = self.memory();
        if memory.forgotten == asked && !all.is_empty() {
            memory.all = Some((now, all.clone()));
        }
    }

    /// One was founded.
    pub fn forget(&self) {
        let mut memory = self.memory();
        memory.all = None;
        memory.forgotten += 1;
    }

    /// Forgets what a commit of this node makes untrue, before whoever made it is answered.
    pub fn heed(&self, events: &[Committed]) {
        if events.iter().any(|event| *event.kind == *ORGANISATION_CHANGED) {
            self.forget();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Colour;
    use kernel::Id;

    #[test]
    fn what_was_read_before_a_change_is_not_remembered_after_it_and_nothing_for_long() {
        let (listing, now) = (Listing::default(), Timestamp::from_micros(1));
        let view = OrganisationView {
            id: Id::from_raw(1),
            name: "緑野市".to_owned(),
            reading: String::new(),
            code: None,
            colour: Colour::of_turn(0),
            listed: true,
            founded_at: now,
        };
        let (none, all) = (Arc::new(Vec::new()), Arc::new(vec![view]));
        let asked = listing.recall(now).expect_err("nothing is remembered");
        listing.remember(asked, now, &none);
        assert!(listing.recall(now).is_err());
        listing.forget();
        listing.remember(asked, now, &all);
        let asked = listing.recall(now).expect_err("it became another meanwhile");
        listing.remember(asked, now, &all);
        assert!(listing.recall(now).is_ok_and(|known| Arc::ptr_eq(&known, &all)));
        assert!(listing.recall(now.plus(BELIEVED)).is_err());
    }
}
