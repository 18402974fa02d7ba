//! Boards and ideas as the API shows them, and the rules that need no database.

mod refusal;
mod wish;

pub use refusal::IdeaRefusal;
pub use wish::{Asking, author_key, chance_of, comment_words, group_name, idea_words, verdict_reason};

use kernel::{Id, PersonId, Tick, Timestamp};
use rooms::model::{MessageId, RoomId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A board.
    pub struct Board;
    /// An idea.
    pub struct Idea;
    /// A group of ideas.
    pub struct Group;
    /// What is said about an idea.
    pub struct Comment;
}

/// The id of a board: that of its message.
pub type BoardId = Id<tag::Board>;
/// The id of an idea on its board.
pub type IdeaId = Id<tag::Idea>;
/// The id of a group on its board.
pub type GroupId = Id<tag::Group>;

/// The id of a comment on its idea.
pub type CommentId = Id<tag::Comment>;

/// What a board is called as a card.
pub const CARD: &str = "ideas";
/// Characters of a theme.
pub const LONGEST_THEME: usize = 200;
/// Characters of its explanation.
pub const LONGEST_EXPLANATION: usize = 2_000;
/// Characters of an idea.
pub const LONGEST_WORDS: usize = 500;
/// Characters of a group's name.
pub const LONGEST_NAME: usize = 60;
/// Characters of a verdict's reason.
pub const LONGEST_REASON: usize = 200;
/// Votes that a person has, at most.
pub const MOST_VOTES: i64 = 10;
/// Ideas on a board.
pub const MOST_IDEAS: i64 = 1_000;
/// Ideas on an anonymous board: so many that nobody gets there alone, or that there is no room would tell how many others have written.
pub const MOST_UNNAMED: i64 = 10_000;
/// Without names: among fewer people, or of fewer ideas, whoever reads one knows whose it can be.
pub const CROWD: usize = 5;
/// For how long an anonymous board takes ideas, at least: whoever asks does not end it behind the one person who has just written.
pub const SHORTEST: Duration = Duration::from_secs(24 * 3_600);
/// Characters of a comment.
pub const LONGEST_COMMENT: usize = 1_000;
/// Comments on an idea.
pub const MOST_COMMENTS: i64 = 200;
/// Groups on a board.
pub const MOST_GROUPS: usize = 30;

/// From when on people are shown the ideas of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "IdeasShown")]
pub enum Shows {
    /// At once.
    Always,
    /// Once they have written one.
    Written,
    /// Once no more are taken.
    Closed,
}

/// What of a board is open or closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "IdeasPart")]
pub enum Part {
    /// The taking of ideas.
    Ideas,
    /// The votes.
    Votes,
}

/// What became of an idea.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "IdeaVerdict")]
pub enum Verdict {
    /// Nothing was said of it.
    Open,
    /// 採用
    Adopted,
    /// 検討中
    Considered,
    /// 見送り
    Declined,
}

/// A board as its table has it.
#[derive(Debug, Clone)]
pub struct BoardRow {
    /// Its id.
    pub id: BoardId,
    /// The room.
    pub room: RoomId,
    /// Who asks.
    pub asker: PersonId,
    /// お題
    pub theme: String,
    /// More about it.
    pub explanation: String,
    /// Who wrote what is known to nobody.
    pub anonymous: bool,
    /// From when on the ideas of others are shown.
    pub shows: Shows,
    /// How many votes each person has.
    pub votes_each: i64,
    /// Until when ideas are taken.
    pub ideas_until: Option<Timestamp>,
    /// When that was ended, or its end was written down.
    pub ideas_closed_at: Option<Timestamp>,
    /// Until when votes are taken.
    pub votes_until: Option<Timestamp>,
    /// When that was ended, or its end was written down.
    pub votes_closed_at: Option<Timestamp>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// The tick of the last change.
    pub tick: Tick,
}

impl BoardRow {
    /// The message that carries it.
    pub fn message(&self) -> MessageId {
        self.id.cast()
    }

    /// The deadline of a part.
    pub fn until(&self, part: Part) -> Option<Timestamp> {
        match part {
            Part::Ideas => self.ideas_until,
            Part::Votes => self.votes_until,
        }
    }

    /// When the close of a part was written down.
    pub fn written_closed(&self, part: Part) -> Option<Timestamp> {
        match part {
            Part::Ideas => self.ideas_closed_at,
            Part::Votes => self.votes_closed_at,
        }
    }

    /// When a part was closed, by somebody or by its deadline, if it is.
    pub fn closed(&self, part: Part, now: Timestamp) -> Option<Timestamp> {
        self.written_closed(part).or(self.until(part).filter(|until| *until <= now))
    }

    /// Whether all ideas are for everybody who sees the board. Of an anonymous one only once its close is written down, behind all who were
    /// about to write: one that came after the others had been shown would be known by the difference.
    pub fn tells_all(&self, now: Timestamp) -> bool {
        match (self.anonymous, self.shows) {
            (true, _) => self.ideas_closed_at.is_some(),
            (false, Shows::Always) => true,
            (false, Shows::Written | Shows::Closed) => self.closed(Part::Ideas, now).is_some(),
        }
    }

    /// Closes a part, or opens it until another moment.
    pub fn set(&mut self, part: Part, until: Option<Timestamp>, closed_at: Option<Timestamp>) {
        match part {
            Part::Ideas => (self.ideas_until, self.ideas_closed_at) = (until, closed_at),
            Part::Votes => (self.votes_until, self.votes_closed_at) = (until, closed_at),
        }
    }
}

/// An idea as its table has it.
#[derive(Debug, Clone)]
pub struct IdeaRow {
    /// Its id.
    pub id: IdeaId,
    /// Its board.
    pub board: BoardId,
    /// Who wrote it; nobody on an anonymous board.
    pub author: Option<PersonId>,
    /// Who was using the shared account.
    pub operator: Option<PersonId>,
    /// By what its author is known on an anonymous board until its close.
    pub key: Option<String>,
    /// The words.
    pub words: String,
    /// In which group it lies.
    pub group: Option<GroupId>,
    /// With which it was united.
    pub merged_into: Option<IdeaId>,
    /// What became of it.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// When it was written; nothing on an anonymous board.
    pub written_at: Option<Timestamp>,
    /// The tick of the last change.
    pub tick: Tick,
}

/// What is said about an idea, as its table has it.
#[derive(Debug, Clone)]
pub struct CommentRow {
    /// The board.
    pub board: BoardId,
    /// The idea.
    pub idea: IdeaId,
    /// Its id.
    pub id: CommentId,
    /// Who said it; nobody on an anonymous board.
    pub author: Option<PersonId>,
    /// Who was using the shared account.
    pub operator: Option<PersonId>,
    /// The words.
    pub words: String,
    /// When it was said; nothing on an anonymous board.
    pub written_at: Option<Timestamp>,
}

/// A group that ideas are sorted into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "IdeaGroup")]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
}

/// What everybody in the room may know of a board, but for how much was written and voted.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "IdeaBoardFacts")]
pub struct Facts {
    /// Its id.
    pub id: BoardId,
    /// Its room.
    pub room_id: RoomId,
    /// The message that carries it.
    pub message_id: MessageId,
    /// Who asks.
    #[schemars(with = "String")]
    pub asker_id: PersonId,
    /// お題
    pub theme: String,
    /// More about it.
    pub explanation: String,
    /// Who wrote what is known to nobody.
    pub anonymous: bool,
    /// From when on the ideas of others are shown.
    pub shows: Shows,
    /// How many votes each person has.
    pub votes_each: i64,
    /// Until when ideas are taken.
    pub ideas_until: Option<Timestamp>,
    /// When that ended. An anonymous board takes no idea after its deadline, and shows them a moment later, when all are there.
    pub ideas_closed_at: Option<Timestamp>,
    /// Until when votes are taken.
    pub votes_until: Option<Timestamp>,
    /// When that ended.
    pub votes_closed_at: Option<Timestamp>,
    /// What ideas are sorted into.
    pub groups: Vec<Group>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// All up to here is in it: what is older than what one has is passed over.
    pub at: Tick,
}

/// How many votes an idea has, with those of the ideas that were united with it: each person counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "IdeaVotes")]
pub struct Count {
    /// The idea.
    pub id: IdeaId,
    /// How many are for it.
    pub votes: i64,
}

/// How much was written and voted, as everybody in the room may know it.
#[derive(Debug, Clone, Serialize)]
pub struct News {
    /// The board.
    pub board_id: BoardId,
    /// Its room.
    pub room_id: RoomId,
    /// How many ideas there are; nothing of an anonymous board before its close.
    pub ideas: Option<i64>,
    /// The votes of those that have any; nothing while not everybody may see the ideas.
    pub counts: Option<Vec<Count>>,
    /// All up to here is in it.
    pub at: Tick,
}

/// A board as somebody sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "IdeaBoard")]
pub struct Board {
    /// What everybody may know.
    #[serde(flatten)]
    pub facts: Facts,
    /// How many ideas there are; nothing of an anonymous board before its close.
    pub ideas: Option<i64>,
    /// How many votes were given; nothing while they do not see the ideas.
    pub votes: Option<i64>,
    /// The ideas that the asking person is for.
    pub my_votes: Vec<IdeaId>,
    /// Whether they see the ideas of others.
    pub sees: bool,
    /// Whether they may write one now.
    pub may_write: bool,
    /// Whether they may vote now.
    pub may_vote: bool,
    /// Whether they may say something about an idea now.
    pub may_comment: bool,
    /// Whether they sort the ideas, and end and open what is taken.
    pub may_sort: bool,
}

/// An idea, without its votes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Idea {
    /// Its id.
    pub id: IdeaId,
    /// Its board.
    pub board_id: BoardId,
    /// Who wrote it; nobody on an anonymous board.
    #[schemars(with = "Option<String>")]
    pub author_id: Option<PersonId>,
    /// Who was using the shared account.
    #[schemars(with = "Option<String>")]
    pub operator_id: Option<PersonId>,
    /// The words.
    pub words: String,
    /// In which group it lies; in none before it is sorted.
    pub group_id: Option<GroupId>,
    /// With which it was united.
    pub merged_into: Option<IdeaId>,
    /// What became of it.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// When it was written; nothing on an anonymous board.
    pub written_at: Option<Timestamp>,
    /// All up to here is in it.
    pub at: Tick,
}

impl From<IdeaRow> for Idea {
    fn from(row: IdeaRow) -> Self {
        Idea {
            id: row.id,
            board_id: row.board,
            author_id: row.author,
            operator_id: row.operator,
            words: row.words,
            group_id: row.group,
            merged_into: row.merged_into,
            verdict: row.verdict,
            reason: row.reason,
            written_at: row.written_at,
            at: row.tick,
        }
    }
}

/// An idea with its votes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "CountedIdea")]
pub struct Counted {
    /// The idea.
    #[serde(flatten)]
    pub idea: Idea,
    /// How many are for it; of one that was united with another they are counted there.
    pub votes: i64,
    /// How much is said about it.
    pub comments: i64,
}

/// What is said about an idea.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "IdeaComment")]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// The idea.
    pub idea_id: IdeaId,
    /// Who said it; nobody on an anonymous board.
    #[schemars(with = "Option<String>")]
    pub author_id: Option<PersonId>,
    /// Who was using the shared account.
    #[schemars(with = "Option<String>")]
    pub operator_id: Option<PersonId>,
    /// The words.
    pub words: String,
    /// When it was said; nothing on an anonymous board.
    pub written_at: Option<Timestamp>,
}

impl From<CommentRow> for Comment {
    fn from(row: CommentRow) -> Self {
        Comment {
            id: row.id,
            idea_id: row.idea,
            author_id: row.author,
            operator_id: row.operator,
            words: row.words,
            written_at: row.written_at,
        }
    }
}
