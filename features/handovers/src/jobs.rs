//! Work that is left when handovers could not follow who leaves.

use jobs::Job;
use serde::{Deserialize, Serialize};

/// Lets handovers follow once more, until what failed is done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FollowDepartures {}

impl Job for FollowDepartures {
    const KIND: &'static str = "handovers.follow_departures";
    fn once(&self) -> String {
        "all".to_owned()
    }
}
