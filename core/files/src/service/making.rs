//! Which previews are being made, and of which files none could be.

use crate::model::FilesRefusal;
use blob::Hasher;
use kernel::PersonId;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// So many files wait to be made one of.
const MOST_WAITING: usize = 50;
/// So many of them were brought by one person: those that take long would else leave no place for others'. Whose turn it is,
/// [`super::turns::Turns`] decides.
const MOST_OF_ONE: usize = 3;
/// So many files are remembered of which none could be made; a file that was forgotten is tried again.
const REMEMBERED: usize = 1_000;
/// So long: it may have been memory that was wanting, or a morning on which the machine had much to do.
const TRIED_AGAIN: Duration = Duration::from_secs(1_800);

/// A file as LibreOffice takes it: the same bytes under another ending are another one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub hash: String,
    pub ending: &'static str,
    /// Its file lies in the area of another node.
    pub is_far: bool,
}

impl Key {
    /// Under what its preview lies.
    pub fn name(&self) -> String {
        name(&self.hash, self.ending)
    }
}

/// Under what the preview of contents with an ending lies.
pub(super) fn name(hash: &str, ending: &str) -> String {
    let mut hasher = Hasher::default();
    hasher.take(hash.as_bytes());
    hasher.take(ending.as_bytes());
    hasher.digits()
}

/// What is being made: who brought the file, and what says that it is over.
#[derive(Default)]
pub(super) struct Making(HashMap<Key, (PersonId, watch::Receiver<bool>)>);

/// Whether whoever asks for a preview has to make it.
pub(super) enum Begun {
    /// It is being made, or others have to be made before it can begin; this says when one of them is over.
    Already(watch::Receiver<bool>),
    /// It does, and says when it is over.
    Now(watch::Sender<bool>, watch::Receiver<bool>),
}

impl Making {
    pub fn begin(&mut self, key: &Key, owner: PersonId) -> Begun {
        let theirs: Vec<_> = self.0.values().filter(|(by, _)| *by == owner).collect();
        let before = match self.0.get(key) {
            None if theirs.len() >= MOST_OF_ONE => theirs.first().copied(),
            None if self.0.len() >= MOST_WAITING => self.0.values().next(),
            same => same,
        };
        if let Some((_, done)) = before {
            return Begun::Already(done.clone());
        }
        let (tell, done) = watch::channel(false);
        self.0.insert(key.clone(), (owner, done.clone()));
        Begun::Now(tell, done)
    }

    pub fn end(&mut self, key: &Key) {
        self.0.remove(key);
    }
}

/// Since when which files have none, and why.
#[derive(Default)]
pub(super) struct Failed(HashMap<Key, (Instant, FilesRefusal)>);

impl Failed {
    pub fn why(&self, key: &Key, now: Instant) -> Option<FilesRefusal> {
        self.0.get(key).filter(|(since, _)| now.duration_since(*since) < TRIED_AGAIN).map(|(_, why)| *why)
    }

    pub fn remember(&mut self, key: Key, why: FilesRefusal, now: Instant) {
        if self.0.len() >= REMEMBERED {
            self.0.clear();
        }
        self.0.insert(key, (now, why));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Id;

    fn key(of: i64) -> Key {
        Key { hash: format!("{of:064x}"), ending: "docx", is_far: false }
    }

    fn begins(making: &mut Making, of: i64, owner: i64) -> bool {
        matches!(making.begin(&key(of), Id::from_raw(owner)), Begun::Now(..))
    }

    #[test]
    fn files_of_one_person_take_three_places_at_most() {
        let mut making = Making::default();
        assert_eq!([1, 2, 3, 4].map(|of| begins(&mut making, of, 1)), [true, true, true, false]);
        assert!(begins(&mut making, 4, 2), "another person's begins");
        assert!(!begins(&mut making, 4, 3), "the same is made once");
        making.end(&key(1));
        assert!(begins(&mut making, 5, 1));
    }

    #[test]
    fn fifty_wait_at_most_whoever_brought_them() {
        let mut making = Making::default();
        let most = i64::try_from(MOST_WAITING).expect("few");
        assert!((0..most).all(|of| begins(&mut making, of, of)));
        assert!(!begins(&mut making, most, most));
        making.end(&key(7));
        assert!(begins(&mut making, most, most));
    }

    #[test]
    fn what_failed_is_tried_again_half_an_hour_later() {
        let (mut failed, then) = (Failed::default(), Instant::now());
        failed.remember(key(1), FilesRefusal::PreviewFailed, then);
        let why = |of, seconds| failed.why(&key(of), then + Duration::from_secs(seconds)).is_some();
        assert!(why(1, 0) && why(1, 1_799));
        assert!(!why(1, 1_800) && !why(2, 0));
    }

    #[test]
    fn the_same_bytes_under_another_ending_have_a_preview_of_their_own() {
        let other = Key { ending: "xls", ..key(1) };
        assert_ne!(key(1).name(), other.name());
        assert_eq!(key(1).name().len(), 64);
    }
}
