//! Slips as the API shows them, and the rules that need no database.

mod form;
mod refusal;
mod step;

pub use form::{CheckWish, Due, Filled, Form, MOST_LINES, spoken, told_at};
pub use refusal::SlipRefusal;
pub use step::{Act, Side, State};

use directory::model::{TitleId, UnitId};
use jiff::civil::Date;
use kernel::{Id, PersonId, Tick, Timestamp};
use rooms::model::{MessageId, RoomId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A slip.
    pub struct Slip;
}

/// The id of a slip: that of its message.
pub type SlipId = Id<tag::Slip>;

/// What a slip is called as a card.
pub const CARD: &str = "slip";
/// The same of an answer or a reason in its thread: a card that shows its words.
pub const REPLY_CARD: &str = "slip_reply";

/// What sort of slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SlipKind")]
pub enum Kind {
    /// 荷物
    Parcel,
    /// 依頼
    Request,
    /// 答弁: a question of the council, and the answer that is drafted to it.
    Council,
}

/// For whom a slip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "SlipAddressee")]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Addressee {
    /// A section, with all that is below it.
    Unit {
        /// Which.
        unit_id: UnitId,
    },
    /// Somebody by name.
    Person {
        /// Who.
        #[schemars(with = "String")]
        person_id: PersonId,
    },
}

/// Whose a check is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checker {
    /// Somebody's by name.
    Person(PersonId),
    /// Whoever's who holds a post on the day.
    Post(UnitId, TitleId),
}

/// A check of the draft of a council answer, as its table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckRow {
    /// What it is called.
    pub label: String,
    /// Whose it is.
    pub checker: Checker,
}

/// That something was done, as its table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActRow {
    /// What.
    pub act: Act,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: PersonId,
    /// Who was using the shared account.
    pub operator: Option<PersonId>,
    /// An answer, or a reason.
    pub words: String,
    /// The message that says it in the thread; nothing once that was taken back.
    pub message: Option<MessageId>,
}

/// A line of a slip, as its tables have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRow {
    /// Its number in the slip, from 0.
    pub number: i64,
    /// For whom.
    pub to: Addressee,
    /// How far it is.
    pub state: State,
    /// How often something was done with it.
    pub step: i64,
    /// How many checks the draft has passed.
    pub passed: i64,
    /// What was done, the oldest first.
    pub acts: Vec<ActRow>,
}

/// A slip as its tables have it.
#[derive(Debug, Clone)]
pub struct SlipRow {
    /// Its id.
    pub id: SlipId,
    /// The room.
    pub room: RoomId,
    /// Who put it there.
    pub maker: PersonId,
    /// What sort.
    pub kind: Kind,
    /// What is asked for.
    pub subject: String,
    /// What there is to say about it.
    pub note: String,
    /// Who sent or brought the parcel; who asks the question in the council.
    pub sender: String,
    /// How many pieces it has.
    pub pieces: i64,
    /// Where it waits.
    pub place: String,
    /// The unit that asks: its maker's when it was made.
    pub asking: Option<UnitId>,
    /// Until when; of a council question, on which day it is answered.
    pub due: Option<Date>,
    /// Which of the questions of its day it is.
    pub turn: i64,
    /// On which day those are called for whom it waits still.
    pub remind: Option<Date>,
    /// When it was made.
    pub created_at: Timestamp,
    /// The tick of the last change.
    pub tick: Tick,
    /// For whom, in order.
    pub lines: Vec<LineRow>,
    /// Who checks the draft, in order.
    pub checks: Vec<CheckRow>,
}

impl SlipRow {
    /// The message that carries it.
    pub fn message(&self) -> MessageId {
        self.id.cast()
    }

    /// The line with a number.
    pub fn line(&self, number: i64) -> Option<&LineRow> {
        self.lines.iter().find(|line| line.number == number)
    }

    /// The check at which the draft of a line is.
    pub fn check_of(&self, line: &LineRow) -> Option<&CheckRow> {
        let is_at = (0_i64..).zip(&self.checks).find(|(number, _)| *number == line.passed);
        is_at.map(|(_, check)| check).filter(|_| line.state == State::Checking)
    }

    /// By what the questions of the council are put in order: their day, and their turn in it.
    pub fn ranked(&self) -> String {
        let day = self.due.map(|day| day.to_string()).unwrap_or_default();
        format!("{day} {:05}", self.turn)
    }

    /// Whether there is something left to be done.
    pub fn is_open(&self) -> bool {
        self.lines.iter().any(|line| !line.state.is_over())
    }
}

impl LineRow {
    /// The last thing of a sort that was said; nothing where that was taken back, as what was said before it counts no more.
    pub(crate) fn last(&self, act: Act) -> Option<&ActRow> {
        self.acts.iter().rev().find(|done| done.act == act).filter(|done| done.message.is_some())
    }

    /// How far it is once something is done with it, and how many of its checks the draft has passed then; nothing where that cannot be done.
    pub(crate) fn after(&self, act: Act, kind: Kind, checks: usize) -> Option<(State, i64)> {
        let state = act.leads(kind, self.state)?;
        Some(match act {
            Act::Approve => {
                let passed = self.passed + 1;
                let is_through = usize::try_from(passed).is_ok_and(|passed| passed >= checks);
                (if is_through { State::Settled } else { state }, passed)
            }
            // Only an approval that nothing followed is a mistake to be put back.
            Act::PutBack if kind == Kind::Council => {
                let approved = self.acts.last().is_some_and(|last| last.act == Act::Approve);
                (state, if approved { self.passed - 1 } else { return None })
            }
            // What is drafted anew is checked anew.
            Act::Answer => (state, 0),
            _ => (state, self.passed),
        })
    }

    /// Whatever followed the last answer was of its words: where that is taken back, approvals and confirmations go with it.
    pub(crate) fn unsay(&mut self) {
        match self.state {
            State::Answered | State::Confirmed => self.state = State::Doing,
            State::Checking | State::Settled => (self.state, self.passed) = (State::Drafting, 0),
            _ => {}
        }
    }

    /// The line as it was before a moment, but for words that were taken back since then.
    pub(crate) fn before(self, moment: Timestamp, kind: Kind, checks: usize) -> Self {
        if self.acts.iter().all(|done| done.at < moment) {
            return self;
        }
        let mut line = Self { state: State::first(kind), step: 0, passed: 0, acts: Vec::new(), ..self };
        for done in self.acts.into_iter().filter(|done| done.at < moment) {
            let unsaid = done.act == Act::Answer && done.message.is_none();
            if let Some(after) = line.after(done.act, kind, checks) {
                (line.state, line.passed) = after;
            }
            line.step += 1;
            line.acts.push(done);
            if unsaid {
                line.unsay();
            }
        }
        line
    }
}

/// That something was done with a line of a slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SlipDone")]
pub struct Done {
    /// What.
    pub act: Act,
    /// When.
    pub at: Timestamp,
    /// By whom.
    #[schemars(with = "String")]
    pub by: PersonId,
    /// Who was using the shared account.
    #[schemars(with = "Option<String>")]
    pub operator: Option<PersonId>,
    /// The message of the thread that says the answer or the reason.
    pub message_id: Option<MessageId>,
}

/// A line of a slip: for whom it is, and how far it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SlipLine")]
pub struct Line {
    /// Its number in the slip.
    pub number: i64,
    /// For whom.
    pub to: Addressee,
    /// What a section is called.
    pub name: Option<String>,
    /// How far it is.
    pub state: State,
    /// How often something was done with it: said with each act, so that one act sent twice is done once.
    pub step: i64,
    /// How many checks the draft has passed.
    pub passed: i64,
    /// The last answer; empty where there is none, or where it was taken back.
    pub answer: String,
    /// The message of the thread that says it, with its files.
    pub answer_id: Option<MessageId>,
    /// Why it was returned the last time; empty where it was not.
    pub reason: String,
    /// What was done, the oldest first.
    pub acts: Vec<Done>,
}

/// A check of the draft of a council answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SlipCheck")]
pub struct Check {
    /// What it is called.
    pub label: String,
    /// Whose it is by name.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// What the post is called whose it is.
    pub name: Option<String>,
}

/// A slip as everybody in its room may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SlipFacts")]
pub struct Facts {
    /// Its id.
    pub id: SlipId,
    /// The room.
    pub room_id: RoomId,
    /// The message that carries it.
    pub message_id: MessageId,
    /// Who put it there.
    #[schemars(with = "String")]
    pub maker_id: PersonId,
    /// What sort.
    pub kind: Kind,
    /// What is asked for; empty for a parcel.
    pub subject: String,
    /// What there is to say about it.
    pub note: String,
    /// Who sent or brought the parcel; who asks the question in the council.
    pub sender: String,
    /// How many pieces it has.
    pub pieces: i64,
    /// Where it waits.
    pub place: String,
    /// Which of the questions of its day it is.
    pub turn: i64,
    /// Who checks the draft of the answer, in order.
    pub checks: Vec<Check>,
    /// What the unit that asks is called: its maker's when it was made.
    pub asking: Option<String>,
    /// Until when; of a council question, on which day it is answered.
    #[schemars(with = "Option<String>")]
    pub due_on: Option<Date>,
    /// On which day those are called for whom it waits still.
    #[schemars(with = "Option<String>")]
    pub remind_on: Option<Date>,
    /// For whom.
    pub lines: Vec<Line>,
    /// When it was put there.
    pub created_at: Timestamp,
    /// All up to here is in it: what is older than what one has is passed over.
    pub at: Tick,
}

/// A slip as somebody sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Slip")]
pub struct Slip {
    /// What everybody in its room may know.
    #[serde(flatten)]
    pub facts: Facts,
    /// What the room is called; empty for a direct room.
    pub room_name: String,
    /// The numbers of the lines that are theirs.
    pub mine: Vec<i64>,
    /// Whether the check at which the draft is would be theirs.
    pub checks_now: bool,
    /// Whether they may do something with it where it is theirs, or anybody's.
    pub may_act: bool,
    /// Whether they are of those who asked.
    pub asks: bool,
}

impl Line {
    /// A line as it is shown, with what its section is called.
    pub(crate) fn of(row: &LineRow, name: Option<String>) -> Self {
        let (answer, reason) = (row.last(Act::Answer), row.last(Act::Return));
        let done = |act: &ActRow| Done {
            act: act.act,
            at: act.at,
            by: act.by,
            operator: act.operator,
            message_id: act.message,
        };
        Self {
            number: row.number,
            to: row.to,
            name,
            state: row.state,
            step: row.step,
            passed: row.passed,
            answer: answer.map(|act| act.words.clone()).unwrap_or_default(),
            answer_id: answer.and_then(|act| act.message),
            reason: reason.map(|act| act.words.clone()).unwrap_or_default(),
            acts: row.acts.iter().map(done).collect(),
        }
    }
}

/// How much waits for somebody, up to 200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SlipCounts")]
pub struct Counts {
    /// What waits for them, by name or by their section.
    pub waiting: usize,
}

/// Which of somebody's slips.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SlipList")]
pub enum Which {
    /// What waits for them, by name or by their section.
    #[default]
    Mine,
    /// What they put somewhere and is not over.
    Made,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(act: Act, words: &str, message: Option<i64>) -> ActRow {
        let message = message.map(Id::from_raw);
        let (at, by) = (Timestamp::from_micros(1), Id::from_raw(3));
        ActRow { act, at, by, operator: None, words: words.to_owned(), message }
    }

    #[test]
    fn the_last_answer_counts_and_where_it_was_taken_back_none_does() {
        let to = Addressee::Unit { unit_id: Id::from_raw(7) };
        let acts = vec![
            act(Act::Answer, "別紙のとおり", Some(11)),
            act(Act::Return, "根拠がありません", Some(12)),
            act(Act::Answer, "", None),
        ];
        let row = LineRow { number: 0, to, state: State::Doing, step: 4, passed: 0, acts };
        let line = Line::of(&row, Some("総務課".to_owned()));
        assert_eq!((line.answer.as_str(), line.reason.as_str()), ("", "根拠がありません"));
        assert_eq!(line.answer_id, None, "the one before it was returned");
    }

    #[test]
    fn a_line_as_it_was_before_a_moment_knows_nothing_of_what_was_done_later() {
        let to = Addressee::Unit { unit_id: Id::from_raw(7) };
        let done = [
            act(Act::Answer, "初めの案", Some(11)),
            act(Act::Return, "根拠がありません", Some(12)),
            act(Act::Answer, "直した案", Some(13)),
            act(Act::Approve, "", None),
            act(Act::Approve, "", None),
        ];
        let acts: Vec<ActRow> =
            (1..).zip(done).map(|(at, act)| ActRow { at: Timestamp::from_micros(at), ..act }).collect();
        let settled = LineRow { number: 0, to, state: State::Settled, step: 5, passed: 2, acts };
        let before = |moment: i64| settled.clone().before(Timestamp::from_micros(moment), Kind::Council, 2);
        let seen = |moment: i64| {
            let row = before(moment);
            let answer = Line::of(&row, None).answer;
            (row.state, row.passed, row.step, answer)
        };
        assert_eq!(seen(1), (State::Drafting, 0, 0, String::new()));
        assert_eq!(seen(3), (State::Returned, 0, 2, "初めの案".to_owned()));
        assert_eq!(seen(5), (State::Checking, 1, 4, "直した案".to_owned()));
        assert_eq!(before(6), settled, "all of it");
        let mut unsaid = settled.clone();
        unsaid.acts[2].message = None;
        let row = unsaid.before(Timestamp::from_micros(5), Kind::Council, 2);
        assert_eq!((row.state, row.passed), (State::Drafting, 0), "the draft was taken back since then");
    }
}
