//! How much waits for somebody, counted as the client counts it for the tab's title (`web/src/features/chat/model.ts: totals`).

use super::{Mine, ThreadMine};
use schemars::JsonSchema;
use serde::Serialize;
use std::iter::Sum;

/// What waits for somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Badge {
    /// Unread messages and replies; of muted rooms only those that mention them.
    pub unread: i64,
    /// Those of them that call the person: mentions, and whatever is said in direct rooms.
    pub mentions: i64,
}

impl Badge {
    /// What waits in a room, with the number of its newest message. One that is archived calls nobody.
    pub fn of_room((is_direct, is_archived): (bool, bool), last_seq: i64, mine: &Mine) -> Self {
        let (unread, mentions) = ((last_seq - mine.read_seq).max(0), mine.mention_seqs.len() as i64);
        let counted = match (is_archived, mine.muted) {
            (true, _) => 0,
            (false, true) => mentions,
            (false, false) => unread,
        };
        // A direct message is always meant for them.
        let direct = is_direct && counted > 0;
        Self { unread: counted, mentions: if direct { mentions.max(unread) } else { mentions } }
    }

    /// What waits in a thread, with the number of its newest reply.
    pub fn of_thread(last_seq: i64, mine: &ThreadMine) -> Self {
        let unread = if mine.following { (last_seq - mine.read_seq).max(0) } else { 0 };
        Self { unread, mentions: mine.mention_seqs.len() as i64 }
    }
}

impl Sum for Badge {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            unread: sum.unread + one.unread,
            mentions: sum.mentions + one.mentions,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Role;
    use kernel::Tick;

    fn mine(read_seq: i64, mention_seqs: &[i64], muted: bool) -> Mine {
        Mine {
            role: Role::Member,
            derived: false,
            joined_seq: 0,
            read_seq,
            mention_seqs: mention_seqs.to_vec(),
            muted,
            pinned: false,
            reads_until: None,
            barred: false,
            tick: Tick::default(),
        }
    }

    #[test]
    fn rooms_count_what_is_unread_muted_ones_what_mentions_and_direct_ones_all_as_meant() {
        let counted = |is_direct, is_archived, last, mine: &Mine| {
            let Badge { unread, mentions } = Badge::of_room((is_direct, is_archived), last, mine);
            (unread, mentions)
        };
        assert_eq!(counted(false, false, 10, &mine(7, &[9], false)), (3, 1));
        assert_eq!(counted(false, false, 10, &mine(7, &[9], true)), (1, 1));
        assert_eq!(counted(false, false, 10, &mine(7, &[], true)), (0, 0));
        assert_eq!(counted(true, false, 10, &mine(7, &[9], false)), (3, 3));
        assert_eq!(counted(true, false, 10, &mine(7, &[], true)), (0, 0));
        assert_eq!(counted(false, false, 10, &mine(12, &[], false)), (0, 0));
        assert_eq!(counted(false, true, 10, &mine(7, &[9], false)), (0, 1));
    }
}
