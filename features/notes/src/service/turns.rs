//! Whose turn it is. Putting a page together keeps a processor busy, so only as many do it at once as leave half of the processors to
//! everything else, each person once; and who writes on a note does so after who came before, so that nobody's change is tried in vain.

use crate::model::NoteId;
use kernel::PersonId;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Condvar, LazyLock, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{Mutex as Place, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

static GATE: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let places = std::thread::available_parallelism().map_or(1, |count| count.get().div_ceil(2));
    Arc::new(Semaphore::new(places))
});
static PEOPLE: LazyLock<Queues<PersonId>> = LazyLock::new(Queues::default);
static NOTES: LazyLock<Queues<NoteId>> = LazyLock::new(Queues::default);

/// Rung whenever a turn is over.
static OVER: (Mutex<()>, Condvar) = (Mutex::new(()), Condvar::new());

/// For how long the work that follows a change lets others go first.
const PATIENCE: Duration = Duration::from_secs(2);

/// A turn, until it is dropped.
pub struct Turn {
    place: Option<OwnedSemaphorePermit>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        drop(self.place.take());
        let _held = OVER.0.lock().unwrap_or_else(PoisonError::into_inner);
        OVER.1.notify_all();
    }
}

/// A place at the head of a queue, until it is dropped.
pub struct Head {
    _place: OwnedMutexGuard<()>,
}

/// Waits until it is the caller's turn to put a page together.
pub async fn turn() -> Turn {
    Turn { place: Some(GATE.clone().acquire_owned().await.expect("the gate is never closed")) }
}

/// Waits a while for a turn, without a runtime; nothing when there was none. Whoever waits in the gate goes first.
pub fn turn_soon() -> Option<Turn> {
    let mut place = None;
    let held = OVER.0.lock().unwrap_or_else(PoisonError::into_inner);
    let waited = OVER.1.wait_timeout_while(held, PATIENCE, |()| {
        place = GATE.clone().try_acquire_owned().ok();
        place.is_none()
    });
    drop(waited);
    place.map(|place| Turn { place: Some(place) })
}

/// Waits until nothing else of a person's is put together: whoever asks for much waits for it alone.
pub async fn person(id: PersonId) -> Head {
    PEOPLE.head(id).await
}

/// Waits until nobody else on this node writes on a note.
pub async fn note(id: NoteId) -> Head {
    NOTES.head(id).await
}

/// A queue for each thing for which somebody waits.
struct Queues<K>(Mutex<HashMap<K, Weak<Place<()>>>>);

impl<K> Default for Queues<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Hash + Eq> Queues<K> {
    async fn head(&self, key: K) -> Head {
        let queue = {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.retain(|_, queue| queue.strong_count() > 0);
            let queue = all.get(&key).and_then(Weak::upgrade).unwrap_or_default();
            all.insert(key, Arc::downgrade(&queue));
            queue
        };
        Head { _place: queue.lock_owned().await }
    }
}
