//! Stamps as the API shows them, and the rules that need no database.

mod answer;
mod question;
mod refusal;
mod tally;

pub use answer::{Answer, Mark, OwnAnswer};
pub use question::{Asking, Kind, Question, Shows, Slot};
pub use refusal::StampRefusal;
pub use tally::{Tally, places, tallied};

use directory::model::PersonBrief;
use kernel::{Id, PersonId, Tick, Timestamp};
use rooms::model::{MessageId, RoomId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A stamp.
    pub struct Stamp;
}

/// The id of a stamp: that of its message.
pub type StampId = Id<tag::Stamp>;

/// What a stamp is called as a card.
pub const CARD: &str = "stamp";
/// Below so many answers nothing of an anonymous stamp is told: who answered would give away what. Whoever looks takes their own answer
/// off, and knows perhaps what the asker says: so three are left besides.
pub const CROWD: i64 = 5;
/// Between two reminders at least.
pub const BETWEEN_REMINDERS: Duration = Duration::from_secs(3_600);
/// In rooms of more people nobody is told on the card itself how many have not answered.
pub const COUNTED_ROOM: i64 = 500;

/// Whether answers go over to other organisations with which the room is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Crossing {
    /// They stay here: the room was not shared when it was asked, or it is answered without a name.
    None,
    /// It was asked here, and is answered over there too.
    Here,
    /// It was asked over there. Whatever becomes of it is decided there.
    There,
}

/// A stamp as its table has it.
#[derive(Debug, Clone)]
pub struct StampRow {
    /// Its id.
    pub id: StampId,
    /// The room.
    pub room: RoomId,
    /// Who asks.
    pub asker: PersonId,
    /// What they ask.
    pub question: Question,
    /// When it closes by itself.
    pub deadline: Option<Timestamp>,
    /// When somebody closed it, or its deadline was written down.
    pub closed_at: Option<Timestamp>,
    /// Of a schedule poll: the date that was decided for, by its place.
    pub decided: Option<i64>,
    /// When those who have not answered were reminded last.
    pub reminded_at: Option<Timestamp>,
    /// Whether answers go over to another organisation.
    pub crossing: Crossing,
    /// When it was asked.
    pub created_at: Timestamp,
    /// The tick of the last change.
    pub tick: Tick,
}

impl StampRow {
    /// The message that carries it.
    pub fn message(&self) -> MessageId {
        self.id.cast()
    }

    /// When it was closed, by somebody or by its deadline, if it is.
    pub fn closed(&self, now: Timestamp) -> Option<Timestamp> {
        self.closed_at.or(self.deadline.filter(|deadline| *deadline <= now))
    }

    /// When it was closed, as people are told. Of an anonymous one only once that is written down, which waits for all who are about to
    /// answer: an answer that came after the results would be told by the difference. The clock alone, of which there may be several, closes it
    /// for answers only.
    pub fn told_closed(&self, now: Timestamp) -> Option<Timestamp> {
        if self.question.anonymous { self.closed_at } else { self.closed(now) }
    }
}

/// What changes of a stamp while people look at it. Told to a room, it holds what everybody in it may know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "StampNews")]
pub struct News {
    /// Which stamp.
    pub id: StampId,
    /// Its room.
    pub room_id: RoomId,
    /// When it closes by itself.
    pub deadline: Option<Timestamp>,
    /// When it was closed. An anonymous one takes no answer after its deadline, and is closed a moment later, when all are counted.
    pub closed_at: Option<Timestamp>,
    /// Of a schedule poll: the date that was decided for, by its place.
    pub decided: Option<i64>,
    /// How many have answered.
    pub answered: i64,
    /// How often each option was taken; of a schedule poll ○, △ and × of each date, one after another. Nothing where that is not told.
    pub counts: Option<Vec<i64>>,
    /// All up to here is in it: what is older than what one has is passed over.
    pub at: Tick,
}

/// A stamp as somebody sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ActionStamp")]
pub struct Stamp {
    /// What changes.
    #[serde(flatten)]
    pub news: News,
    /// The message that carries it.
    pub message_id: MessageId,
    /// Who asks.
    #[schemars(with = "String")]
    pub asker_id: PersonId,
    /// What is asked.
    #[serde(flatten)]
    pub question: Question,
    /// How many are waited for and have not answered; nothing in rooms of very many.
    pub waiting: Option<i64>,
    /// Too few have answered for anything to be told.
    pub withheld: bool,
    /// The asking person's own answer.
    pub mine: Option<OwnAnswer>,
    /// Whether they may answer now.
    pub may_answer: bool,
    /// Whether they may close it, remind, decide.
    pub may_manage: bool,
    /// Whether they may see who answered what.
    pub may_see: bool,
    /// When those who have not answered were reminded last.
    pub reminded_at: Option<Timestamp>,
}

/// What one person answered.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PersonAnswer {
    /// Who.
    pub person: PersonBrief,
    /// What.
    pub answer: Answer,
    /// Who was using the shared account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// Who wrote it down for them; nothing when they answered themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entered_by: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Who answered what, and who did not, page by page. Who did not, and who answered an anonymous one, comes with the first page.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[schemars(rename = "StampAnswers")]
pub struct Answers {
    /// By person, in the order asked for; empty when that is not told.
    pub answers: Vec<PersonAnswer>,
    /// The texts of an anonymous stamp, sorted, when they are told.
    pub texts: Vec<String>,
    /// Ask with this for the next page of answers or texts; nothing at the end.
    pub next: Option<String>,
    /// Who has answered an anonymous stamp.
    pub voters: Vec<PersonBrief>,
    /// Who is waited for.
    pub waiting: Vec<PersonBrief>,
    /// Who has not answered and is off duty: nobody waits for them now.
    pub off_duty: Vec<PersonBrief>,
}

/// What is asked of answers.
#[derive(Debug, Clone, Default)]
pub struct Paging {
    /// In which order.
    pub order: Order,
    /// How many at most.
    pub limit: usize,
    /// After what.
    pub after: Option<After>,
}

/// The last of a page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum After {
    /// Somebody's answer: what counts of it, when, whose.
    Answer(String, Timestamp, PersonId),
    /// So many texts, which are no longer changed.
    Texts(usize),
}

/// In which order people come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AnswerOrder")]
pub enum Order {
    /// 五十音順
    #[default]
    Reading,
    /// 建制順: by unit in official order, then by rank.
    Official,
    /// By what they answered, as the options come.
    Answer,
    /// When they answered.
    Time,
}
