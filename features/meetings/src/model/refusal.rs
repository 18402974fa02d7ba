//! What is refused, and why.

use kernel::{Kind, Refusal};

/// Why a rule of meetings refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeetingRefusal {
    /// Somebody else's thing has the proposed id.
    IdTaken,
    /// The room has as many meetings as it can have.
    TooMany,
    /// Only who leads the meeting does that.
    NotYours,
    /// The actor reads in this room, and does not write.
    ReadOnly,
    /// The meeting is not held now.
    NotHeld,
    /// Somebody else presents.
    Presented,
    /// The actor does not present.
    NotPresenting,
    /// The page was turned a moment ago.
    TooFast,
    /// The material was replaced as often as it can be.
    TooManyEditions,
    /// The actor has as many margin notes in this meeting as they can have.
    TooManyMargins,
    /// Somebody else is using the account than when it was written.
    OtherOperator,
}

impl Refusal for MeetingRefusal {
    fn code(&self) -> &'static str {
        match self {
            MeetingRefusal::IdTaken => "id_taken",
            MeetingRefusal::TooMany => "meetings.too_many",
            MeetingRefusal::NotYours => "meetings.not_yours",
            MeetingRefusal::ReadOnly => "meetings.read_only",
            MeetingRefusal::NotHeld => "meetings.not_held",
            MeetingRefusal::Presented => "meetings.presented",
            MeetingRefusal::NotPresenting => "meetings.not_presenting",
            MeetingRefusal::TooFast => "meetings.too_fast",
            MeetingRefusal::TooManyEditions => "meetings.too_many_editions",
            MeetingRefusal::TooManyMargins => "meetings.too_many_margins",
            MeetingRefusal::OtherOperator => "chat.other_operator",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            MeetingRefusal::NotYours | MeetingRefusal::ReadOnly => Kind::Denied,
            _ => Kind::Conflict,
        }
    }
}
