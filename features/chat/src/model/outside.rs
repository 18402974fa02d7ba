//! 誤送信の防止: what is done before words go where people from outside read.

use kernel::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// How long a message may be held, in seconds, where it is held.
const HOLDS: RangeInclusive<u16> = 10..=60;

/// What is done before words go to a room in which guests or another organisation read along.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OutsideTalk {
    /// Seconds for which the author's device holds a message, so that it can be taken back unsent: 10 to 60, or 0 for not at all.
    pub hold_seconds: u16,
    /// Whoever comes from another room is asked before their first message goes out.
    pub asks: bool,
}

/// What can be decided. Errors: `hold_seconds` `out_of_range`.
pub fn checked_outside(wanted: OutsideTalk) -> Result<OutsideTalk> {
    let fits = wanted.hold_seconds == 0 || HOLDS.contains(&wanted.hold_seconds);
    if fits { Ok(wanted) } else { Err(Error::field("hold_seconds", "out_of_range")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_held_for_ten_to_sixty_seconds_or_not_at_all() {
        let fits = |hold_seconds| checked_outside(OutsideTalk { hold_seconds, asks: true }).is_ok();
        assert!([0, 10, 60].into_iter().all(fits));
        assert!(![1, 9, 61, u16::MAX].into_iter().any(fits));
    }
}
