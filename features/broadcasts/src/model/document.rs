//! A broadcast as it is kept.

use super::{BroadcastId, LeftOut, State, Trouble, Words};
use directory::model::{TitleId, UnitId};
use kernel::{PersonId, Tick, Timestamp};

/// The post as whose holder somebody sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsPost {
    /// Its unit.
    pub unit: UnitId,
    /// Its title.
    pub title: Option<TitleId>,
    /// What it was called when they wrote.
    pub name: String,
}

/// A broadcast as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its id.
    pub id: BroadcastId,
    /// Who wrote it.
    pub author: PersonId,
    /// As the holder of which post.
    pub post: Option<AsPost>,
    /// What it says, and to whom.
    pub words: Words,
    /// How far it is.
    pub state: State,
    /// When it goes out.
    pub send_at: Option<Timestamp>,
    /// When it went out.
    pub sent_at: Option<Timestamp>,
    /// Why it is not as its author left it.
    pub trouble: Option<Trouble>,
    /// Who consented, and when.
    pub consented: Option<(PersonId, Timestamp)>,
    /// What somebody said who did not consent.
    pub refused_why: Option<String>,
    /// Who took it back, when and why.
    pub withdrawn: Option<(PersonId, Timestamp, String)>,
    /// To how many it goes or went.
    pub total: i64,
    /// For how many of them that is written down.
    pub done: i64,
    /// How many of those meant were left out.
    pub left_out: LeftOut,
    /// How often those who had not read it were reminded.
    pub reminders: i64,
    /// When last.
    pub reminded_at: Option<Timestamp>,
    /// When its author began it.
    pub created_at: Timestamp,
    /// The tick of its last change.
    pub tick: Tick,
}

impl Document {
    /// A draft without a past.
    pub fn draft(id: BroadcastId, author: PersonId, post: Option<AsPost>, words: Words, now: Timestamp) -> Self {
        Self {
            id,
            author,
            post,
            words,
            state: State::Draft,
            send_at: None,
            sent_at: None,
            trouble: None,
            consented: None,
            refused_why: None,
            withdrawn: None,
            total: 0,
            done: 0,
            left_out: LeftOut::default(),
            reminders: 0,
            reminded_at: None,
            created_at: now,
            tick: 0,
        }
    }

    /// Makes a draft of it again, and says why if that is not its author's doing. What was consented to is what it said then.
    pub fn hand_back(&mut self, trouble: Option<Trouble>) {
        self.state = State::Draft;
        self.trouble = trouble;
        (self.send_at, self.sent_at, self.consented) = (None, None, None);
        (self.total, self.done, self.left_out) = (0, 0, LeftOut::default());
    }
}
