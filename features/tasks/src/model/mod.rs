//! Tasks as the API shows them, and the rules that need no database.

mod days;
mod refusal;
mod wish;

pub use days::{Repeats, Shift, next, open_days_after, shifted, told_at};
pub use refusal::TaskRefusal;
pub use wish::{Due, MOST_PARTS, Source, SourceKind, Wish};

use directory::model::{TitleId, UnitId};
use jiff::civil::Date;
use kernel::{Id, PersonId, Tick, Timestamp};
use rooms::model::{MessageId, RoomId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A task.
    pub struct Task;
}

/// The id of a task: that of its message.
pub type TaskId = Id<tag::Task>;

/// What a task is called as a card.
pub const CARD: &str = "task";
/// My tasks are counted up to here.
pub const COUNTED: usize = 200;

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TaskState")]
pub enum State {
    /// 未着手
    Open,
    /// 進行中
    Doing,
    /// 完了
    Done,
}

/// When a task with several parts is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TaskClosing")]
pub enum Closing {
    /// Once one of them is done.
    #[default]
    Any,
    /// Once all are.
    All,
}

/// Who is to do something: a person, or whoever holds a post on the day, which is a title in a unit, or any in the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "TaskHolder")]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Holder {
    /// Somebody by name.
    Person {
        /// Who.
        #[schemars(with = "String")]
        person_id: PersonId,
    },
    /// A post.
    Post {
        /// The unit.
        unit_id: UnitId,
        /// The title; nothing for whoever is in the unit.
        title_id: Option<TitleId>,
    },
}

/// A post that somebody holds today.
pub type Held = (UnitId, Option<TitleId>);

impl Holder {
    /// Whether it is somebody who holds these posts today.
    pub fn is(&self, person: PersonId, held: &[Held]) -> bool {
        match *self {
            Self::Person { person_id } => person_id == person,
            Self::Post { unit_id, title_id } => {
                held.iter().any(|(unit, title)| *unit == unit_id && (title_id.is_none() || *title == title_id))
            }
        }
    }

    /// Whether it is a post.
    pub fn is_post(&self) -> bool {
        matches!(self, Self::Post { .. })
    }
}

/// That something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: PersonId,
    /// Who was using the shared account.
    pub operator: Option<PersonId>,
}

/// A part of a task, as its table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRow {
    /// Whose.
    pub holder: Holder,
    /// When it was done, and by whom.
    pub done: Option<Done>,
}

/// A task as its tables have it.
#[derive(Debug, Clone)]
pub struct TaskRow {
    /// Its id.
    pub id: TaskId,
    /// The room.
    pub room: RoomId,
    /// Who made it.
    pub maker: PersonId,
    /// What is to be done.
    pub title: String,
    /// What there is to say about it.
    pub note: String,
    /// From what it was made, elsewhere.
    pub source: Option<Source>,
    /// When it is done.
    pub closing: Closing,
    /// How far it is.
    pub state: State,
    /// The day on which it is due.
    pub due: Option<Date>,
    /// The day that was meant, before it moved out of the way of a day of rest.
    pub meant: Option<Date>,
    /// The day from which it comes round again.
    pub anchor: Option<Date>,
    /// How it moves out of the way.
    pub shift: Shift,
    /// How often it comes round again.
    pub repeats: Option<Repeats>,
    /// How often it was done before it came round again.
    pub round: i64,
    /// When the whole was done, and by whom.
    pub done: Option<Done>,
    /// When it was made.
    pub created_at: Timestamp,
    /// The tick of the last change.
    pub tick: Tick,
    /// Who is to do it, in order.
    pub parts: Vec<PartRow>,
}

impl TaskRow {
    /// The message that carries it.
    pub fn message(&self) -> MessageId {
        self.id.cast()
    }

    /// Whether somebody who holds these posts today is to do it.
    pub fn is_for(&self, person: PersonId, held: &[Held]) -> bool {
        self.parts.iter().any(|part| part.holder.is(person, held))
    }

    /// Whether that is so by a post, whatever room it stands in.
    pub fn is_for_post(&self, person: PersonId, held: &[Held]) -> bool {
        self.parts.iter().any(|part| part.holder.is_post() && part.holder.is(person, held))
    }

    /// Whether its parts say that the whole is done.
    pub fn is_settled(&self) -> bool {
        let mut parts = self.parts.iter().map(|part| part.done.is_some());
        match self.closing {
            Closing::Any => parts.any(|done| done),
            Closing::All => !self.parts.is_empty() && parts.all(|done| done),
        }
    }

    /// Somebody does their own parts, or does not.
    pub fn do_parts(&mut self, person: PersonId, held: &[Held], done: Option<Done>) {
        for part in self.parts.iter_mut().filter(|part| part.holder.is(person, held)) {
            match done {
                // What was done is done by who did it first.
                Some(_) => part.done = part.done.or(done),
                None => part.done = None,
            }
        }
    }

    /// The whole is done. What comes round again is open for its next day; gives the day of the round that is over then.
    pub fn finish(&mut self, done: Done, today: Date) -> Option<Option<Date>> {
        let Some((repeats, meant, anchor)) = self.repeats.and_then(|every| Some((every, self.meant?, self.anchor?)))
        else {
            (self.state, self.done) = (State::Done, Some(done));
            return None;
        };
        let over = self.due;
        let meant = next(repeats, anchor, meant, today);
        (self.meant, self.due) = (Some(meant), Some(shifted(meant, self.shift)));
        (self.state, self.done) = (State::Open, None);
        self.round += 1;
        self.parts.iter_mut().for_each(|part| part.done = None);
        Some(over)
    }

    /// The whole is not done, but as far as is said.
    pub fn reopen(&mut self, state: State) {
        (self.state, self.done) = (state, None);
        // One part that stays done would close it again.
        if self.is_settled() {
            self.parts.iter_mut().for_each(|part| part.done = None);
        }
    }
}

/// A part of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TaskPart")]
pub struct Part {
    /// Whose.
    pub holder: Holder,
    /// What a post is called.
    pub name: Option<String>,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// By whom.
    #[schemars(with = "Option<String>")]
    pub done_by: Option<PersonId>,
    /// Who was using the shared account that did it.
    #[schemars(with = "Option<String>")]
    pub done_operator: Option<PersonId>,
}

/// The last time that a repeated task was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TaskRound")]
pub struct Round {
    /// For which day.
    #[schemars(with = "Option<String>")]
    pub due_on: Option<Date>,
    /// When.
    pub done_at: Timestamp,
    /// By whom.
    #[schemars(with = "String")]
    pub done_by: PersonId,
    /// Who was using the shared account that did it.
    #[schemars(with = "Option<String>")]
    pub done_operator: Option<PersonId>,
}

/// A task as everybody in its room may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TaskFacts")]
pub struct Facts {
    /// Its id.
    pub id: TaskId,
    /// The room.
    pub room_id: RoomId,
    /// The message that carries it.
    pub message_id: MessageId,
    /// Who made it.
    #[schemars(with = "String")]
    pub maker_id: PersonId,
    /// What is to be done.
    pub title: String,
    /// What there is to say about it.
    pub note: String,
    /// From what it was made, in another room or a note; whether that may be seen, whoever opens it is told.
    pub source: Option<Source>,
    /// When it is done.
    pub closing: Closing,
    /// How far it is.
    pub state: State,
    /// The day on which it is due.
    #[schemars(with = "Option<String>")]
    pub due_on: Option<Date>,
    /// The day that was meant, before it moved out of the way of a day of rest.
    #[schemars(with = "Option<String>")]
    pub meant_on: Option<Date>,
    /// How it moves out of the way.
    pub shift: Shift,
    /// How often it comes round again.
    pub repeats: Option<Repeats>,
    /// How often it was done before it came round again: said with each act, so that one act sent twice is done once.
    pub round: i64,
    /// The last of these.
    pub last_round: Option<Round>,
    /// When the whole was done.
    pub done_at: Option<Timestamp>,
    /// By whom.
    #[schemars(with = "Option<String>")]
    pub done_by: Option<PersonId>,
    /// Who was using the shared account that did it.
    #[schemars(with = "Option<String>")]
    pub done_operator: Option<PersonId>,
    /// Who is to do it; nobody when it is anybody's in the room.
    pub parts: Vec<Part>,
    /// When it was made.
    pub created_at: Timestamp,
    /// All up to here is in it: what is older than what one has is passed over.
    pub at: Tick,
}

/// A task as somebody sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Task")]
pub struct Task {
    /// What everybody in its room may know.
    #[serde(flatten)]
    pub facts: Facts,
    /// What the room is called, for who reads it; empty for a direct room.
    pub room_name: Option<String>,
    /// How many belong to the room, for who reads it.
    pub room_members: Option<i64>,
    /// Whether it is theirs to do.
    pub mine: bool,
    /// Whether their part is done.
    pub my_part_done: bool,
    /// Whether they may do it, or say how far it is.
    pub may_do: bool,
    /// Whether they may change it, and say that the whole is done.
    pub may_manage: bool,
}

/// How much waits for somebody, up to 200 each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TaskCounts")]
pub struct Counts {
    /// What is theirs to do.
    pub open: usize,
    /// Of that what is due today.
    pub today: usize,
    /// Of that what was due before today.
    pub overdue: usize,
}

/// Which of somebody's tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TaskList")]
pub enum Which {
    /// Theirs to do.
    #[default]
    Mine,
    /// Made by them.
    Made,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const NOW: Timestamp = Timestamp::from_micros(1_000_000);

    fn person(id: i64) -> PersonId {
        Id::from_raw(id)
    }

    fn done_by(id: i64) -> Done {
        Done { at: NOW, by: person(id), operator: None }
    }

    fn task(closing: Closing, holders: &[Holder]) -> TaskRow {
        let part = |holder: &Holder| PartRow { holder: *holder, done: None };
        TaskRow {
            id: Id::from_raw(1),
            room: Id::from_raw(2),
            maker: person(3),
            title: "予算資料".to_owned(),
            note: String::new(),
            source: None,
            closing,
            state: State::Open,
            due: None,
            meant: None,
            anchor: None,
            shift: Shift::Stays,
            repeats: None,
            round: 0,
            done: None,
            created_at: NOW,
            tick: 1,
            parts: holders.iter().map(part).collect(),
        }
    }

    fn named(id: i64) -> Holder {
        Holder::Person { person_id: person(id) }
    }

    #[test]
    fn a_post_is_whoever_holds_it_and_a_unit_whoever_is_in_it() {
        let (unit, other) = (Id::from_raw(7), Id::from_raw(8));
        let title = Some(Id::from_raw(9));
        let chief = Holder::Post { unit_id: unit, title_id: title };
        let anybody = Holder::Post { unit_id: unit, title_id: None };
        assert!(chief.is(person(1), &[(unit, title)]) && anybody.is(person(1), &[(unit, title)]));
        assert!(!chief.is(person(1), &[(unit, None)]) && anybody.is(person(1), &[(unit, None)]));
        assert!(!chief.is(person(1), &[(other, title)]) && !anybody.is(person(1), &[(other, title)]));
    }

    #[test]
    fn one_part_or_all_of_them_make_the_whole() {
        for (closing, after_one) in [(Closing::Any, true), (Closing::All, false)] {
            let mut task = task(closing, &[named(1), named(2)]);
            assert!(!task.is_settled());
            task.do_parts(person(1), &[], Some(done_by(1)));
            assert_eq!(task.is_settled(), after_one);
            task.do_parts(person(2), &[], Some(done_by(2)));
            assert!(task.is_settled());
            task.reopen(State::Doing);
            assert!(!task.is_settled());
        }
        assert!(!task(Closing::All, &[]).is_settled());
    }

    #[test]
    fn what_comes_round_again_is_open_for_its_next_day() {
        let mut task = task(Closing::Any, &[named(1)]);
        let saturday = date(2026, 4, 25);
        (task.repeats, task.shift) = (Some(Repeats::Monthly), Shift::Before);
        (task.meant, task.anchor, task.due) = (Some(saturday), Some(saturday), Some(date(2026, 4, 24)));
        task.do_parts(person(1), &[], Some(done_by(1)));
        let over = task.finish(done_by(1), date(2026, 4, 23));
        assert_eq!(over, Some(Some(date(2026, 4, 24))));
        assert_eq!((task.state, task.round, task.due), (State::Open, 1, Some(date(2026, 5, 25))));
        assert!(!task.is_settled());
        task.repeats = None;
        assert_eq!(task.finish(done_by(1), date(2026, 4, 23)), None);
        assert_eq!((task.state, task.done), (State::Done, Some(done_by(1))));
    }
}
