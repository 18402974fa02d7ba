//! What a handover is and which states it goes through. Pure.

mod content;

pub use content::{Content, Edit, Found, Item, ItemEdit, OWN, Source};

use directory::model::{PersonBrief, TitleId, UnitId};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Id, Jst, Kind, PersonId, Refusal, Tick, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A handover.
    pub struct Handover;
}

/// The id of a handover.
pub type HandoverId = Id<tag::Handover>;

/// For how many days before somebody leaves a post its handover comes into being by itself.
pub const DAYS_AHEAD: i32 = 30;
/// For how many days a handover without a day of its own is the one of whoever leaves the post.
pub const DAYS_KNOWN: i32 = 92;

/// Who leaves which post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Leaving {
    /// Who.
    pub person: PersonId,
    /// The unit that they leave.
    pub unit: UnitId,
    /// The title that they held there.
    pub title: Option<TitleId>,
}

/// How far a handover is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "HandoverState")]
pub enum State {
    /// 作成中: whoever leaves writes it.
    Draft,
    /// 提出済み: it is fixed, and waits for who takes it over.
    Handed,
    /// 引継ぎ済み.
    TakenOver,
    /// 確認済み: the head of the unit has seen it.
    Confirmed,
}

/// Why there is a handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "HandoverReason")]
pub enum Reason {
    /// They hold the post no longer.
    Post,
    /// They leave the organisation.
    Left,
    /// They go on leave. Told to nobody but themselves.
    Leave,
    /// They began it by hand.
    Hand,
}

/// For when a handover was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How far it is.
    pub state: State,
    /// The last day in the post that it was for.
    pub last_day: Option<Date>,
    /// When it began.
    pub created_at: Timestamp,
}

impl Standing {
    /// Whether somebody who leaves the post after a day, or on none that is known, is served by this handover and needs no other. Whoever was
    /// still in the post when its day was over, handed in or not, leaves anew.
    pub fn serves(self, last: Option<Date>, today: Date) -> bool {
        match self.last_day {
            _ if self.state == State::Draft => true,
            Some(day) if day < today => last.is_some_and(|last| last <= day),
            Some(_) => true,
            None => self.created_at >= Jst::start_of(today.saturating_sub(DAYS_KNOWN.days())),
        }
    }
}

/// What somebody did with a handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "HandoverAct")]
pub enum Act {
    /// It came into being; by nobody when by itself.
    Begun,
    /// Handed in.
    HandedIn,
    /// Taken back to go on writing.
    TakenBack,
    /// Taken over.
    TakenOver,
    /// Seen by the head of the unit.
    Confirmed,
}

/// One line of a handover's history, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// What was done.
    pub act: Act,
    /// When.
    pub at: Timestamp,
    /// By whom; nobody when by itself.
    pub by: Option<PersonId>,
    /// Of one handed in: which version.
    pub version: Option<i64>,
}

/// A handover as the table has it.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its id.
    pub id: HandoverId,
    /// Who hands over.
    pub person: PersonId,
    /// The unit.
    pub unit: UnitId,
    /// The title there.
    pub title: Option<TitleId>,
    /// What the post was called when it began.
    pub post: String,
    /// Why there is one.
    pub reason: Reason,
    /// Their last day in the post, when one is known.
    pub last_day: Option<Date>,
    /// How far it is.
    pub state: State,
    /// Whoever hands over has written in it or handed it in.
    pub touched: bool,
    /// How often it was handed in.
    pub version: i64,
    /// What is in it.
    pub content: Content,
    /// What happened to it, the oldest first.
    pub history: Vec<Done>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// The tick of the last change.
    pub tick: Tick,
}

impl Document {
    /// For when it was written.
    pub fn standing(&self) -> Standing {
        Standing { state: self.state, last_day: self.last_day, created_at: self.created_at }
    }

    /// When something was done to it last, and by whom.
    pub fn last(&self, act: Act) -> Option<&Done> {
        self.history.iter().rfind(|done| done.act == act)
    }

    /// Whether it was handed in, and not taken back since: else what is in it was never given to anybody, whatever happened to it after.
    pub fn is_handed_in(&self) -> bool {
        let is_of_author = |done: &&Done| matches!(done.act, Act::HandedIn | Act::TakenBack);
        self.history.iter().rfind(is_of_author).is_some_and(|done| done.act == Act::HandedIn)
    }
}

/// What somebody is to a handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "HandoverSide")]
pub enum Side {
    /// They hand over.
    Predecessor,
    /// They take over.
    Successor,
    /// They head the unit.
    Head,
    /// They hold the post too.
    Holder,
}

/// A line of a handover's history.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "HandoverStep")]
pub struct Step {
    /// What was done.
    pub act: Act,
    /// When.
    pub at: Timestamp,
    /// By whom; nobody when by itself.
    pub by: Option<PersonBrief>,
    /// Of one handed in: which version.
    pub version: Option<i64>,
}

/// What somebody may do with a handover now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "HandoverAllowed")]
pub struct Allowed {
    /// Write in it, and hand it in.
    pub edit: bool,
    /// Go on writing in what was handed in.
    pub take_back: bool,
    /// Take it over.
    pub take_over: bool,
    /// Confirm that they have seen it.
    pub confirm: bool,
    /// Remove it, as it was begun by hand and never handed in.
    pub remove: bool,
}

/// A handover.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "HandoverDocument")]
pub struct Handover {
    /// What lists show of it.
    #[serde(flatten)]
    pub line: Line,
    /// Why there is one; whoever hands over alone is told.
    pub reason: Option<Reason>,
    /// In general.
    pub preface: String,
    /// What is handed over.
    pub items: Vec<Item>,
    /// Whoever left has not handed it in: those who come after are shown what belongs to the post alone, others nothing.
    pub partial: bool,
    /// Who was named to take it over.
    pub named: Vec<PersonBrief>,
    /// Who takes it over: those who were named, or who hold the post from the day on.
    pub successors: Vec<PersonBrief>,
    /// Who heads the unit.
    pub head: Option<PersonBrief>,
    /// What happened to it, the oldest first.
    pub history: Vec<Step>,
    /// What the caller may do with it.
    pub allowed: Allowed,
    /// The tick of the last change, for `If-Match`.
    pub tick: Tick,
}

/// A handover in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "HandoverLine")]
pub struct Line {
    /// Its id.
    pub id: HandoverId,
    /// Who hands over.
    pub person: PersonBrief,
    /// The unit.
    pub unit_id: UnitId,
    /// The title there.
    pub title_id: Option<TitleId>,
    /// What the post was called when it began.
    pub post: String,
    /// Their last day in the post, when one is known.
    #[schemars(with = "Option<String>")]
    pub last_day: Option<Date>,
    /// How far it is.
    pub state: State,
    /// Somebody has begun to write in it.
    pub touched: bool,
    /// How often it was handed in.
    pub version: i64,
    /// When it was handed in last.
    pub handed_at: Option<Timestamp>,
    /// When it was taken over.
    pub taken_over_at: Option<Timestamp>,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// What the caller is to it; nothing in the list of the administration.
    pub side: Option<Side>,
}

/// A post for which somebody can begin a handover.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "HandoverPost")]
pub struct OwnPost {
    /// The unit.
    pub unit_id: UnitId,
    /// The title there.
    pub title_id: Option<TitleId>,
    /// What it is called.
    pub name: String,
}

/// What concerns somebody of handovers.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "OwnHandovers")]
pub struct Own {
    /// Those that they write, the newest first.
    pub own: Vec<Line>,
    /// Those that they take over or may read, the newest first.
    pub others: Vec<Line>,
    /// Posts of theirs for which they can begin one.
    pub posts: Vec<OwnPost>,
}

/// What was handed in once.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "HandoverVersion")]
pub struct Version {
    /// Its number, from 1.
    pub version: i64,
    /// When it was handed in.
    pub at: Timestamp,
    /// In general.
    pub preface: String,
    /// What was handed over.
    pub items: Vec<Item>,
}

/// Where somebody's time in a post is found in the list of the administration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "HandoverStage")]
pub enum Stage {
    /// 未着手: nobody has written in it.
    Untouched,
    /// 作成中.
    Draft,
    /// 提出済み.
    Handed,
    /// 引継ぎ済み, confirmed or not.
    TakenOver,
    /// Whatever is not taken over yet.
    Open,
}

/// Why a handover is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandoverRefusal {
    /// It was handed in, and is fixed.
    HandedIn,
    /// It has not been handed in.
    NotHandedIn,
    /// It was taken over, and stays as it is.
    TakenOver,
    /// It has not been taken over.
    NotTakenOver,
    /// Somebody else does that.
    NotYours,
    /// It stays, as it did not begin by hand or was handed in before.
    Kept,
    /// The id is another thing's.
    IdTaken,
}

impl Refusal for HandoverRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::HandedIn => "handovers.handed_in",
            Self::NotHandedIn => "handovers.not_handed_in",
            Self::TakenOver => "handovers.taken_over",
            Self::NotTakenOver => "handovers.not_taken_over",
            Self::NotYours => "handovers.not_yours",
            Self::Kept => "handovers.kept",
            Self::IdTaken => "id_taken",
        }
    }
    fn kind(&self) -> Kind {
        match self {
            Self::NotYours => Kind::Denied,
            _ => Kind::Conflict,
        }
    }
}
