//! Why a task refuses, in codes that the client has sentences for.

use kernel::{Kind, Refusal};

/// Why a task refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskRefusal {
    /// The id is somebody else's thing: propose another.
    IdTaken,
    /// Only who made it, or owns the room, does that.
    NotTheMaker,
    /// It is for others to do.
    NotYours,
    /// Everybody does their own part of it.
    EachTheirOwn,
    /// Somebody else uses the shared account now than when they did it.
    OtherOperator,
}

impl Refusal for TaskRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::IdTaken => "id_taken",
            Self::NotTheMaker => "tasks.not_the_maker",
            Self::NotYours => "tasks.not_yours",
            Self::EachTheirOwn => "tasks.each_their_own",
            // As for what is said.
            Self::OtherOperator => "chat.other_operator",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::NotTheMaker | Self::NotYours => Kind::Denied,
            _ => Kind::Conflict,
        }
    }
}
