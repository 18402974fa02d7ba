//! Why a stamp refuses, in codes that the client has sentences for.

use kernel::{Kind, Refusal};

/// Why a stamp refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StampRefusal {
    /// The id is somebody else's thing: propose another.
    IdTaken,
    /// Somebody else uses the shared account now than when they answered.
    OtherOperator,
    /// It is closed, or its deadline has passed.
    Closed,
    /// What was answered stays.
    Final,
    /// Only who asks, or owns the room, does that.
    NotTheAsker,
    /// What was told of an anonymous stamp cannot be told otherwise afterwards.
    Anonymous,
    /// They were reminded within the hour.
    RemindedLately,
    /// Nobody is waited for.
    NobodyWaiting,
    /// Only a schedule poll is decided.
    NoSchedule,
    /// They have answered themselves.
    AnsweredThemselves,
}

impl Refusal for StampRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::IdTaken => "id_taken",
            // As for what is said.
            Self::OtherOperator => "chat.other_operator",
            Self::Closed => "stamps.closed",
            Self::Final => "stamps.final",
            Self::NotTheAsker => "stamps.not_the_asker",
            Self::Anonymous => "stamps.anonymous",
            Self::RemindedLately => "stamps.reminded_lately",
            Self::NobodyWaiting => "stamps.nobody_waiting",
            Self::NoSchedule => "stamps.no_schedule",
            Self::AnsweredThemselves => "stamps.answered_themselves",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::NotTheAsker => Kind::Denied,
            _ => Kind::Conflict,
        }
    }
}
