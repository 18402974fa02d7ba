//! How fast somebody writes on a board without names, where a limit by what stands there would tell how much that is.

use crate::model::BoardId;
use kernel::{Error, PersonId, Result, Timestamp};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

/// Ideas of one person on one board in a day.
const MOST: u32 = 50;
const DAY: Duration = Duration::from_secs(24 * 3_600);
/// From so many on, those that are over are dropped.
const MANY: usize = 10_000;

/// For all boards of this process. It is kept in no table, as it says who has written.
pub static PACE: LazyLock<Pace> = LazyLock::new(Pace::default);

/// Who has written how much since when.
#[derive(Default)]
pub struct Pace {
    steps: Mutex<HashMap<(BoardId, PersonId), (Timestamp, u32)>>,
}

impl Pace {
    /// One more idea.
    ///
    /// Errors: `ideas.too_many`.
    pub fn step(&self, whose: (BoardId, PersonId), now: Timestamp) -> Result<()> {
        let mut steps = self.steps.lock().expect("nothing panics while holding the steps");
        if steps.len() >= MANY {
            steps.retain(|_, (since, _)| now < since.plus(DAY));
        }
        let (since, count) = steps.entry(whose).or_insert((now, 0));
        if since.plus(DAY) <= now {
            (*since, *count) = (now, 0);
        }
        if *count >= MOST {
            return Err(Error::too_many("ideas.too_many", DAY.saturating_sub(now.since(*since))));
        }
        *count += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_writes_fifty_ideas_a_day_without_a_name_and_others_are_not_in_their_way() {
        let pace = Pace::default();
        let (board, one, other) = (BoardId::from_raw(1), PersonId::from_raw(1), PersonId::from_raw(2));
        let now = Timestamp::from_micros(1);
        for _ in 0..MOST {
            pace.step((board, one), now).expect("not too many yet");
        }
        let refused = pace.step((board, one), now).expect_err("too many");
        assert_eq!(refused.code(), "ideas.too_many");
        pace.step((board, other), now).expect("somebody else");
        pace.step((BoardId::from_raw(2), one), now).expect("another board");
        pace.step((board, one), now.plus(DAY)).expect("another day");
    }
}
