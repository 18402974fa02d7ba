//! Why a board refuses, in codes that the client has sentences for.

use kernel::{Kind, Refusal};

/// Why a board refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdeaRefusal {
    /// The id is somebody else's thing: propose another.
    IdTaken,
    /// Somebody else uses the shared account now than when they wrote.
    OtherOperator,
    /// No more ideas are taken.
    Closed,
    /// No more votes are taken.
    VotesClosed,
    /// All votes that one has are given.
    NoVotesLeft,
    /// Only who wrote an idea changes its words or takes it back.
    NotTheAuthor,
    /// Only who asks, or owns the room, does that.
    NotTheAsker,
    /// An anonymous board ends when it was said, not before, and is not opened again.
    Anonymous,
    /// Too few belong to the room now for ideas without a name.
    TooFew,
    /// There are as many ideas, or groups, as a board has room for.
    Full,
    /// A group in which ideas lie stays.
    GroupNotEmpty,
    /// As much is said about the idea as there is room for.
    CommentsFull,
}

impl Refusal for IdeaRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::IdTaken => "id_taken",
            // As for what is said.
            Self::OtherOperator => "chat.other_operator",
            Self::Closed => "ideas.closed",
            Self::VotesClosed => "ideas.votes_closed",
            Self::NoVotesLeft => "ideas.no_votes_left",
            Self::NotTheAuthor => "ideas.not_the_author",
            Self::NotTheAsker => "ideas.not_the_asker",
            Self::Anonymous => "ideas.anonymous",
            Self::TooFew => "ideas.too_few",
            Self::Full => "ideas.full",
            Self::GroupNotEmpty => "ideas.group_not_empty",
            Self::CommentsFull => "ideas.comments_full",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::NotTheAsker | Self::NotTheAuthor => Kind::Denied,
            _ => Kind::Conflict,
        }
    }
}
