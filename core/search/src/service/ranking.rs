//! What fits best first, among the newest that was found.

use crate::model::Place;
use crate::service::finding::{END, Finder, Wanted};
use db::Conn;
use kernel::Result;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// Of so many times what fits a page the best are looked for: all of a rare word, the newest of a common one.
const AMONG: usize = 6;
/// But among so many at most, unless a page has more: each is read once again.
const MOST_AMONG: usize = 300;

/// From where somebody goes on looking for the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rank {
    /// Among what stands below this place;
    below: Place,
    /// after what fits so well, at that place.
    after: Option<(u32, Place)>,
}

impl Rank {
    /// Among the newest of all.
    pub const FIRST: Self = Self { below: END, after: None };
}

/// What was found, the best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranked {
    /// Places, that of the best first; of what fits alike the newest first.
    pub places: Vec<Place>,
    /// From where one goes on: among the same, or among what is older; nothing when all was looked at.
    pub next: Option<Rank>,
    /// Among what is not below this place they are the best; nothing when all was looked at.
    pub among: Option<Place>,
    /// As of [`crate::service::Found`].
    pub is_building: bool,
}

impl Finder {
    /// Looks for a kind of documents that fit best. Those of a further page are the best of the same ones as long as there are more of these:
    /// what comes meanwhile is not among them, and what goes passes nothing over.
    pub fn find_best(
        &self,
        conn: &mut Conn<'_>,
        kind: i64,
        wanted: &Wanted,
        rank: Rank,
        limit: usize,
    ) -> Result<Ranked> {
        let among = (limit * AMONG).min(MOST_AMONG).max(limit);
        let found = self.find(conn, kind, wanted, rank.below, among)?;
        let ids: Vec<i64> = found.places.iter().map(|(_, id)| *id).collect();
        let mut scored = self.scored(conn, kind, &ids, &wanted.terms)?;
        scored.sort_unstable_by_key(|one| Reverse(*one));
        if let Some(after) = rank.after {
            scored.retain(|one| *one < after);
        }
        // What comes while somebody reads the first page is above this.
        let top = found.places.first().map_or(rank.below, |(at, id)| (*at, id.saturating_add(1)));
        let below = if rank.below == END { top } else { rank.below };
        let is_all = scored.len() <= limit;
        scored.truncate(limit);
        let next = match is_all {
            false => scored.last().map(|last| Rank { below, after: Some(*last) }),
            true => found.below.map(|below| Rank { below, after: None }),
        };
        let places = scored.into_iter().map(|(_, place)| place).collect();
        Ok(Ranked { places, next, among: found.below, is_building: found.is_building })
    }
}
