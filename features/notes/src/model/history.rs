//! Who changed what, and when: updates grouped by pauses.

use kernel::{PersonId, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use std::time::Duration;

/// After a pause as long as this, writing on is another piece of history.
pub const PAUSE: Duration = Duration::from_secs(600);
/// A piece of history is not longer than this.
pub const LONGEST: Duration = Duration::from_secs(3_600);

/// What is known of an update without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its number.
    pub seq: i64,
    /// Whose.
    pub author: PersonId,
    /// When it came.
    pub at: Timestamp,
    /// Letters that it brought.
    pub added: i64,
    /// How much it took away.
    pub removed: i64,
}

/// What one person did in a piece of history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "NoteShare")]
pub struct Share {
    /// Who.
    #[schemars(with = "String")]
    pub person_id: PersonId,
    /// Letters that they brought.
    pub added: i64,
    /// How much they took away.
    pub removed: i64,
}

/// A piece of history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "NotePiece")]
pub struct Piece {
    /// The version before it.
    pub before: i64,
    /// The version that it led to.
    pub seq: i64,
    /// When it began.
    pub from: Timestamp,
    /// When it ended.
    pub until: Timestamp,
    /// Who wrote, in the order in which they began.
    pub by: Vec<Share>,
}

impl Piece {
    fn of(mark: &Mark) -> Self {
        let by = vec![Share { person_id: mark.author, added: mark.added, removed: mark.removed }];
        Self { before: mark.seq - 1, seq: mark.seq, from: mark.at, until: mark.at, by }
    }

    fn goes_on_with(&self, mark: &Mark) -> bool {
        mark.at.since(self.until) < PAUSE && mark.at.since(self.from) < LONGEST
    }

    fn add(&mut self, mark: &Mark) {
        (self.seq, self.until) = (mark.seq, self.until.max(mark.at));
        match self.by.iter_mut().find(|share| share.person_id == mark.author) {
            Some(share) => (share.added, share.removed) = (share.added + mark.added, share.removed + mark.removed),
            None => self.by.push(Share { person_id: mark.author, added: mark.added, removed: mark.removed }),
        }
    }
}

/// Groups updates, the earliest first, by pauses; `ends` are versions with a name, at which a piece ends in any case.
pub fn pieces(marks: &[Mark], ends: &[i64]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for mark in marks {
        match pieces.last_mut() {
            Some(last) if last.goes_on_with(mark) && !ends.contains(&last.seq) => last.add(mark),
            _ => pieces.push(Piece::of(mark)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Id;

    fn mark(seq: i64, person: i64, minute: i64) -> Mark {
        let at = Timestamp::from_micros(minute * 60_000_000);
        Mark { seq, author: Id::from_raw(person), at, added: seq, removed: 1 }
    }

    #[test]
    fn a_pause_of_ten_minutes_ends_a_piece_and_two_who_write_at_once_share_one() {
        let marks = [mark(1, 7, 0), mark(2, 8, 1), mark(3, 7, 2), mark(4, 7, 20)];
        let pieces = pieces(&marks, &[]);
        assert_eq!(pieces.iter().map(|piece| (piece.before, piece.seq)).collect::<Vec<_>>(), [(0, 3), (3, 4)]);
        let shares: Vec<_> =
            pieces[0].by.iter().map(|share| (share.person_id.raw(), share.added, share.removed)).collect();
        assert_eq!(shares, [(7, 4, 2), (8, 2, 1)]);
    }

    #[test]
    fn a_version_with_a_name_ends_a_piece() {
        let marks = [mark(1, 7, 0), mark(2, 7, 1), mark(3, 7, 2)];
        let found = pieces(&marks, &[2]);
        assert_eq!(found.iter().map(|piece| piece.seq).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn whoever_writes_for_hours_without_a_pause_has_a_piece_for_each() {
        let marks: Vec<Mark> = (0..150).map(|minute| mark(minute + 1, 7, minute)).collect();
        assert_eq!(pieces(&marks, &[]).len(), 3);
    }

    #[test]
    fn a_clock_that_was_set_back_breaks_nothing() {
        let found = pieces(&[mark(1, 7, 100), mark(2, 7, 40)], &[]);
        assert_eq!((found.len(), found[0].seq), (1, 2));
        assert!(found[0].from <= found[0].until);
    }
}
