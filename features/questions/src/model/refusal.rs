//! Why a question refuses, in codes that the client has sentences for.

use kernel::{Kind, Refusal};

/// Why a question refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionRefusal {
    /// The id is somebody else's thing: propose another.
    IdTaken,
    /// Somebody else uses the shared account now than when they wrote.
    OtherOperator,
    /// Only words are marked: what has a state of its own is not, nor is what has no words.
    NotWords,
    /// Guests mark their own words alone.
    NotYours,
    /// Only who owns the room does that.
    NotTheOwner,
    /// Guests and programs do not answer.
    NotAnswering,
    /// Somebody else has said that they answer.
    Claimed,
    /// It has been answered.
    Answered,
    /// It has not been answered yet.
    Unanswered,
    /// There are as many entries as an FAQ has room for.
    Full,
    /// These words were agreed to by whoever asked: others are proposed to them.
    Agreed,
    /// Nothing was proposed that could be agreed to.
    NothingProposed,
    /// Nobody owns the room whom one could ask: a talk of two, or a room that lost its owners.
    NobodyOwns,
    /// A contact barrier keeps them from writing to whom it would go to.
    Barred,
}

impl Refusal for QuestionRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::IdTaken => "id_taken",
            // As for what is said.
            Self::OtherOperator => "chat.other_operator",
            Self::NotWords => "questions.not_words",
            Self::NotYours => "questions.not_yours",
            Self::NotTheOwner => "questions.not_the_owner",
            Self::NotAnswering => "questions.not_answering",
            Self::Claimed => "questions.claimed",
            Self::Answered => "questions.answered",
            Self::Unanswered => "questions.unanswered",
            Self::Full => "questions.full",
            Self::Agreed => "questions.agreed",
            Self::NothingProposed => "questions.nothing_proposed",
            // As for what is said.
            Self::Barred => "chat.barred",
            Self::NobodyOwns => "questions.nobody_owns",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::NotYours | Self::NotTheOwner | Self::NotAnswering | Self::Barred => Kind::Denied,
            _ => Kind::Conflict,
        }
    }
}
