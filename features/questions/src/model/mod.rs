//! Questions as the API shows them, and the rules that need no database.

mod calling;
mod hours;
mod refusal;
mod wish;

pub use calling::{PrivateQuestionCall, Reason, Responders};
pub use hours::{claim_until, holding_from, median, month_of, open_minutes, reminded_at, twelve_months_before};
pub use refusal::QuestionRefusal;
pub use wish::{Wording, private_words};

use kernel::{Id, PersonId, Tick, Timestamp};
use rooms::model::{MessageId, RoomId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A marked message.
    pub struct Question;
    /// An entry of an FAQ.
    pub struct Faq;
    /// What was asked privately.
    pub struct PrivateQuestion;
}

/// The id of a question: that of its message.
pub type QuestionId = Id<tag::Question>;
/// The id of an entry of an FAQ.
pub type FaqId = Id<tag::Faq>;
/// The id of what was asked privately.
pub type PrivateId = Id<tag::PrivateQuestion>;

/// Characters of what is asked or answered privately.
pub const LONGEST_WORDS: usize = 4_000;
/// Characters of a question in the FAQ.
pub const LONGEST_QUESTION: usize = 300;
/// Characters of an answer in the FAQ.
pub const LONGEST_ANSWER: usize = 2_000;
/// Entries of an FAQ.
pub const MOST_ENTRIES: usize = 200;
/// People who are named to answer in a room.
pub const MOST_RESPONDERS: usize = 30;

/// Who has said that they answer, and how it was answered: the same for what is asked before all and privately.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// Who answers.
    pub claimer: Option<PersonId>,
    /// Since when.
    pub claimed_at: Option<Timestamp>,
    /// Who answered.
    pub answerer: Option<PersonId>,
    /// When.
    pub answered_at: Option<Timestamp>,
    /// Minutes of open offices between question and answer.
    pub minutes: Option<i64>,
    /// How often something was done with it.
    pub step: i64,
}

impl Course {
    /// Who holds it at a moment: a claim lapses.
    pub fn held_by(&self, now: Timestamp) -> Option<PersonId> {
        self.claimer.filter(|_| self.claimed_at.is_some_and(|at| now < claim_until(at)))
    }

    /// Whether it waits for an answer.
    pub fn is_open(&self) -> bool {
        self.answered_at.is_none()
    }

    /// Somebody answers.
    pub fn claim(&mut self, person: PersonId, now: Timestamp) {
        (self.claimer, self.claimed_at) = (Some(person), Some(now));
        self.step += 1;
    }

    /// Nobody does any more.
    pub fn let_go(&mut self) {
        (self.claimer, self.claimed_at) = (None, None);
        self.step += 1;
    }

    /// It was answered, of a question asked at a moment.
    pub fn answer(&mut self, person: PersonId, asked_at: Timestamp, now: Timestamp) {
        (self.answerer, self.answered_at) = (Some(person), Some(now));
        self.minutes = Some(open_minutes(asked_at, now));
        self.step += 1;
    }

    /// It waits again, for anybody.
    pub fn reopen(&mut self) {
        *self = Self { step: self.step + 1, ..Self::default() };
    }
}

/// A question as its table has it.
#[derive(Debug, Clone)]
pub struct QuestionRow {
    /// Its id.
    pub id: QuestionId,
    /// The room.
    pub room: RoomId,
    /// The first message of the thread in which it was asked.
    pub thread: Option<MessageId>,
    /// Who said it.
    pub asker: PersonId,
    /// Who marked it.
    pub marker: PersonId,
    /// When it was said.
    pub asked_at: Timestamp,
    /// The message that answers it.
    pub answer: Option<MessageId>,
    /// Since when it waits, or waited until it was answered.
    pub waits_since: Timestamp,
    /// What was done.
    pub course: Course,
    /// The tick of the last change.
    pub tick: Tick,
}

impl QuestionRow {
    /// The message that it is.
    pub fn message(&self) -> MessageId {
        self.id.cast()
    }
}

/// What everybody in the room may know of a question.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "QuestionFacts")]
pub struct Facts {
    /// Its id, that of its message.
    pub id: QuestionId,
    /// Its room.
    pub room_id: RoomId,
    /// The first message of the thread in which it was asked.
    pub thread_id: Option<MessageId>,
    /// Who asked.
    #[schemars(with = "String")]
    pub asker_id: PersonId,
    /// Who marked it.
    #[schemars(with = "String")]
    pub marker_id: PersonId,
    /// When it was said.
    pub asked_at: Timestamp,
    /// Who has said that they answer.
    #[schemars(with = "Option<String>")]
    pub claimer_id: Option<PersonId>,
    /// Until when that holds.
    pub claimed_until: Option<Timestamp>,
    /// The message that answers it.
    pub answer_id: Option<MessageId>,
    /// Who answered.
    #[schemars(with = "Option<String>")]
    pub answerer_id: Option<PersonId>,
    /// When.
    pub answered_at: Option<Timestamp>,
    /// How often something was done with it: an act says which step it saw.
    pub step: i64,
    /// As of which tick.
    pub at: Tick,
}

impl Facts {
    /// What a row tells.
    pub fn of(row: QuestionRow, at: Tick) -> Self {
        Self {
            id: row.id,
            room_id: row.room,
            thread_id: row.thread,
            asker_id: row.asker,
            marker_id: row.marker,
            asked_at: row.asked_at,
            claimer_id: row.course.claimer,
            claimed_until: row.course.claimed_at.map(claim_until),
            answer_id: row.answer,
            answerer_id: row.course.answerer,
            answered_at: row.course.answered_at,
            step: row.course.step,
            at,
        }
    }
}

/// A question with the words of its messages as they are now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Question {
    /// What everybody in the room may know of it.
    #[serde(flatten)]
    pub facts: Facts,
    /// What was asked.
    pub words: String,
    /// What was answered.
    pub answer: Option<String>,
}

/// Which questions of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "QuestionState")]
pub enum State {
    /// 未回答, the oldest first.
    #[default]
    Open,
    /// 回答済み, the newest answer first.
    Answered,
}

/// What of questions somebody does in a room, and how many wait.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "QuestionDesk")]
pub struct Desk {
    /// How many wait, up to 100.
    pub open: usize,
    /// How many wait that were asked privately, up to 100; nothing for whoever does not own the room.
    pub private_open: Option<usize>,
    /// How many wait that nobody has claimed, up to 100.
    pub unclaimed: usize,
    /// The same of what was asked privately; nothing for whoever does not own the room.
    pub private_unclaimed: Option<usize>,
    /// 回答担当: who is called to the questions of the room, in 五十音 order. Those who have left it are not among them.
    #[schemars(with = "Vec<String>")]
    pub responders: Vec<PersonId>,
    /// Whether one asks and marks.
    pub may_ask: bool,
    /// Whether one asks privately: somebody owns the room, and it is not a closed one.
    pub may_ask_privately: bool,
    /// Whether one claims and answers.
    pub answers: bool,
    /// Whether one owns the room: writes its FAQ and is asked privately.
    pub owns: bool,
}

/// An entry of an FAQ as its table has it.
#[derive(Debug, Clone)]
pub struct FaqRow {
    /// Its id.
    pub id: FaqId,
    /// The room.
    pub room: RoomId,
    /// Where it stands, from 0.
    pub place: i64,
    /// Its words.
    pub wording: Wording,
    /// The question that it was made of.
    pub source: Option<MessageId>,
    /// Whoever asked privately agreed to these words.
    pub is_agreed: bool,
    /// Who wrote it.
    pub writer: PersonId,
    /// When it was written or reworded.
    pub changed_at: Timestamp,
    /// How often that was.
    pub step: i64,
    /// The tick of the last change.
    pub tick: Tick,
}

/// An entry of an FAQ.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "FaqEntry")]
pub struct Entry {
    /// Its id.
    pub id: FaqId,
    /// Its room.
    pub room_id: RoomId,
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
    /// The message that it was made of.
    pub source_id: Option<MessageId>,
    /// These words were agreed to by whoever asked privately: they stay as they are.
    pub is_agreed: bool,
    /// When it was written or reworded.
    pub changed_at: Timestamp,
    /// How often it was reworded: who rewords it says what they saw.
    pub step: i64,
    /// Where it stands.
    pub place: i64,
    /// As of which tick.
    pub at: Tick,
}

impl Entry {
    /// What a row tells.
    pub fn of(row: FaqRow, at: Tick) -> Self {
        Self {
            id: row.id,
            room_id: row.room,
            question: row.wording.question,
            answer: row.wording.answer,
            source_id: row.source,
            is_agreed: row.is_agreed,
            changed_at: row.changed_at,
            step: row.step,
            place: row.place,
            at,
        }
    }
}

/// Whether somebody agrees that what they asked privately is shown in other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "QuestionConsent")]
pub enum Consent {
    /// Nobody asked them.
    None,
    /// They are asked.
    Asked,
    /// 同意: it stands in the FAQ.
    Given,
    /// They do not, or no more.
    Declined,
}

/// Words that somebody is asked to agree to, and the id under which they would stand in the FAQ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The entry.
    pub entry: FaqId,
    /// Its words.
    pub wording: Wording,
}

/// What was asked privately, as its table has it.
#[derive(Debug, Clone)]
pub struct PrivateRow {
    /// Its id.
    pub id: PrivateId,
    /// The room.
    pub room: RoomId,
    /// Who asked.
    pub asker: PersonId,
    /// Who was using the shared account.
    pub operator: Option<PersonId>,
    /// What.
    pub words: String,
    /// When.
    pub asked_at: Timestamp,
    /// The answer.
    pub answer: Option<String>,
    /// What was done.
    pub course: Course,
    /// Whether it may be shown.
    pub consent: Consent,
    /// How.
    pub proposal: Option<Proposal>,
    /// The tick of the last change.
    pub tick: Tick,
}

/// What was asked privately, for who asked and for who owns the room.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PrivateQuestion {
    /// Its id.
    pub id: PrivateId,
    /// Its room.
    pub room_id: RoomId,
    /// Who asked.
    #[schemars(with = "String")]
    pub asker_id: PersonId,
    /// What.
    pub words: String,
    /// When.
    pub asked_at: Timestamp,
    /// Who has said that they answer.
    #[schemars(with = "Option<String>")]
    pub claimer_id: Option<PersonId>,
    /// Until when that holds.
    pub claimed_until: Option<Timestamp>,
    /// The answer.
    pub answer: Option<String>,
    /// Who answered.
    #[schemars(with = "Option<String>")]
    pub answerer_id: Option<PersonId>,
    /// When.
    pub answered_at: Option<Timestamp>,
    /// Whether it may be shown in other words.
    pub consent: Consent,
    /// The question in these words.
    pub proposed_question: Option<String>,
    /// The answer in them.
    pub proposed_answer: Option<String>,
    /// How often something was done with it: an act says which step it saw.
    pub step: i64,
    /// As of which tick.
    pub at: Tick,
}

impl PrivateQuestion {
    /// What a row tells those who may know of it.
    pub fn of(row: PrivateRow, at: Tick) -> Self {
        let (proposed_question, proposed_answer) =
            row.proposal.map(|proposal| (proposal.wording.question, proposal.wording.answer)).unzip();
        Self {
            id: row.id,
            room_id: row.room,
            asker_id: row.asker,
            words: row.words,
            asked_at: row.asked_at,
            claimer_id: row.course.claimer,
            claimed_until: row.course.claimed_at.map(claim_until),
            answer: row.answer,
            answerer_id: row.course.answerer,
            answered_at: row.course.answered_at,
            consent: row.consent,
            proposed_question,
            proposed_answer,
            step: row.course.step,
            at,
        }
    }
}

/// How fast questions of a room were answered in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "QuestionReplyTime")]
pub struct ReplyTime {
    /// The month of the answers, as 2026-11.
    pub month: String,
    /// How many were answered.
    pub answered: usize,
    /// The middle of the minutes between question and answer, while offices were open.
    pub median_minutes: i64,
}

/// The reply times of some months, from months and minutes in order.
pub fn reply_times(answers: &[(String, i64)]) -> Vec<ReplyTime> {
    let of_month = |of: &[(String, i64)]| {
        let minutes: Vec<i64> = of.iter().map(|(_, minutes)| *minutes).collect();
        let (month, _) = of.first()?;
        Some(ReplyTime { month: month.clone(), answered: of.len(), median_minutes: median(&minutes)? })
    };
    answers.chunk_by(|one, next| one.0 == next.0).filter_map(of_month).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::Jst;
    use std::time::Duration;

    #[test]
    fn a_claim_lapses_and_somebody_else_may_answer_then() {
        let thursday = Jst::start_of(date(2026, 4, 2)).plus(Duration::from_secs(9 * 3_600));
        let mut course = Course::default();
        assert_eq!(course.held_by(thursday), None);
        course.claim(Id::from_raw(7), thursday);
        assert_eq!(course.held_by(thursday), Some(Id::from_raw(7)));
        let saturday = Jst::start_of(date(2026, 4, 4));
        assert_eq!(course.held_by(saturday.minus(Duration::from_secs(1))), Some(Id::from_raw(7)));
        assert_eq!(course.held_by(saturday), None);
    }

    #[test]
    fn what_is_open_again_is_nobodys_and_is_measured_anew() {
        let mut course = Course::default();
        let (asked, answered) = (Jst::start_of(date(2026, 4, 2)), Jst::start_of(date(2026, 4, 3)));
        course.claim(Id::from_raw(7), asked);
        course.answer(Id::from_raw(7), asked, answered);
        assert_eq!((course.minutes, course.is_open()), (Some(525), false));
        course.reopen();
        assert_eq!(course, Course { step: 3, ..Course::default() });
    }

    #[test]
    fn each_month_has_a_median_of_its_own() {
        let answers = [("2026-10", 5), ("2026-10", 7), ("2026-10", 300), ("2026-11", 10)];
        let answers: Vec<_> = answers.into_iter().map(|(month, minutes)| (month.to_owned(), minutes)).collect();
        let time = |month: &str, answered, median_minutes| ReplyTime { month: month.into(), answered, median_minutes };
        assert_eq!(reply_times(&answers), [time("2026-10", 3, 7), time("2026-11", 1, 10)]);
    }
}
