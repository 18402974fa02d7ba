//! Why a slip refuses, in codes that the client has sentences for.

use kernel::{Kind, Refusal};

/// Why a slip refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipRefusal {
    /// The id is somebody else's thing: propose another.
    IdTaken,
    /// It was put to another section, or another person.
    NotYours,
    /// Only those who asked, and who owns the room, do that.
    NotTheAsker,
    /// The check of the draft is another one's.
    NotYourCheck,
    /// As things stand that cannot be done.
    NotNow,
    /// Somebody else uses the shared account now than when they did it.
    OtherOperator,
}

impl Refusal for SlipRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::IdTaken => "id_taken",
            Self::NotYours => "slips.not_yours",
            Self::NotTheAsker => "slips.not_the_asker",
            Self::NotYourCheck => "slips.not_your_check",
            Self::NotNow => "slips.not_now",
            // As for what is said.
            Self::OtherOperator => "chat.other_operator",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::NotYours | Self::NotTheAsker | Self::NotYourCheck => Kind::Denied,
            _ => Kind::Conflict,
        }
    }
}
