//! What of the index was found damaged, until it is built anew.

use crate::store::segments::Segment;
use kernel::Timestamp;
use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

/// How long after the last time an index that is damaged again is built anew once more: a disk that fails is no reason to write all the time.
const AGAIN: Duration = Duration::from_secs(24 * 3600);

#[derive(Default)]
struct Known {
    /// Segments that could not be merged, or others with them.
    failed: HashSet<i64>,
    /// The newest generation of which something is damaged.
    damaged: Option<i64>,
    /// When it was built anew last because of that.
    healed: Option<Timestamp>,
}

/// See the module's page.
#[derive(Default)]
pub(super) struct Troubles(Mutex<Known>);

impl Troubles {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().expect("nothing panics while holding what is damaged")
    }

    /// Whether a segment is among those that could not be merged.
    pub(super) fn has(&self, segment: i64) -> bool {
        self.known().failed.contains(&segment)
    }

    /// Some segments could not be merged.
    pub(super) fn note(&self, group: &[Segment]) {
        self.known().failed.extend(group.iter().map(|segment| segment.id));
        group.iter().for_each(|segment| self.tell(segment.generation));
    }

    /// Something of a generation is damaged.
    pub(super) fn tell(&self, generation: i64) {
        let mut known = self.known();
        if known.damaged < Some(generation) {
            known.damaged = Some(generation);
            tracing::error!(generation, "a part of the index is damaged: it is built anew once a day at most");
        }
    }

    /// Segments that are no more trouble nobody.
    pub(super) fn forget(&self, is_gone: impl Fn(i64) -> bool) {
        self.known().failed.retain(|segment| !is_gone(*segment));
    }

    /// The generation that is to be built anew now.
    pub(super) fn to_heal(&self, now: Timestamp) -> Option<i64> {
        let known = self.known();
        known.damaged.filter(|_| known.healed.is_none_or(|healed| now.since(healed) >= AGAIN))
    }

    /// Another generation than the damaged one is there now, begun for it or before.
    pub(super) fn is_healed(&self, generation: i64, begun: Option<Timestamp>) {
        let mut known = self.known();
        known.healed = begun.or(known.healed);
        known.damaged = known.damaged.filter(|damaged| *damaged != generation);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_damaged_again_is_healed_a_day_later() {
        let troubles = Troubles::default();
        let (now, day) = (Timestamp::from_micros(9_000_000_000), AGAIN);
        assert_eq!(troubles.to_heal(now), None);
        troubles.tell(3);
        assert_eq!(troubles.to_heal(now), Some(3));
        troubles.is_healed(3, Some(now));
        assert_eq!(troubles.to_heal(now), None);
        troubles.tell(4);
        assert_eq!(troubles.to_heal(now.plus(Duration::from_secs(60))), None);
        assert_eq!(troubles.to_heal(now.plus(day)), Some(4));
    }
}
