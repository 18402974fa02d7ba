//! Transfers, as the API shows them.

use directory::model::{Employment, NewPost, Person, Unit, UnitId, UnitKind};
use jiff::civil::Date;
use kernel::{Id, Kind, PersonId, Refusal, Tick, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A transfer.
    pub struct Transfer;
    /// What a check of a transfer found.
    pub struct Outlook;
}

/// The id of a transfer.
pub type TransferId = Id<tag::Transfer>;
/// The id of what a check found.
pub type OutlookId = Id<tag::Outlook>;

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 100;
/// How many units a transfer changes at most.
pub const MOST_ORDERS: usize = 1_000;

/// How a file's characters are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// Found out.
    #[default]
    Auto,
    /// UTF-8.
    Utf8,
    /// CP932 (Windows-31J, "Shift_JIS").
    Cp932,
}

/// How far a transfer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being prepared. Only administrators know of it.
    Draft,
    /// Waiting for its release.
    Scheduled,
    /// Being carried into the directory.
    Releasing,
    /// In the directory: everybody sees who will be where, and from the day on they are there.
    Released,
    /// Being taken back.
    Undoing,
    /// Taken back.
    Undone,
}

/// What is done to a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum UnitOrder {
    /// 新設
    Create {
        /// A proposed id, by which other orders name it.
        unit_id: UnitId,
        /// Its name.
        name: String,
        /// Kana.
        reading: String,
        /// What sort.
        unit_kind: UnitKind,
        /// The unit that it is part of.
        parent_id: Option<UnitId>,
        /// Its place among its siblings; after all of them when absent.
        #[serde(default)]
        order: Option<i64>,
    },
    /// 改称・移管: other name, other unit above it; absent fields stay.
    Change {
        /// Which.
        unit_id: UnitId,
        /// Its new name.
        #[serde(default)]
        name: Option<String>,
        /// Kana.
        #[serde(default)]
        reading: Option<String>,
        /// The unit that it is part of from then on.
        #[serde(default)]
        parent_id: Option<UnitId>,
    },
    /// 統合: it ends, and whoever is in it and is not named in the list goes over into another with their title.
    Merge {
        /// Which ends.
        unit_id: UnitId,
        /// Into which it goes.
        into_id: UnitId,
    },
    /// 廃止
    Close {
        /// Which.
        unit_id: UnitId,
    },
}

impl UnitOrder {
    /// The unit that it is about.
    pub fn unit(&self) -> UnitId {
        match self {
            Self::Create { unit_id, .. }
            | Self::Change { unit_id, .. }
            | Self::Merge { unit_id, .. }
            | Self::Close { unit_id } => *unit_id,
        }
    }
}

/// What sort of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Something that has to be put right first.
    Conflict,
    /// A unit or a title.
    Unit,
    /// A person who is new.
    Added,
    /// Another main unit.
    Moved,
    /// Something else about somebody.
    Changed,
    /// Somebody who leaves.
    Left,
    /// Somebody who goes on leave, stays on it for longer or shorter, or comes back.
    Leave,
}

/// How many differences of each sort a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// What has to be put right first.
    pub conflict: i64,
    /// Units and titles.
    pub unit: i64,
    /// New people.
    pub added: i64,
    /// People with another main unit.
    pub moved: i64,
    /// Other changes.
    pub changed: i64,
    /// People who leave.
    pub left: i64,
    /// People whose leaves change.
    #[serde(default)]
    pub leave: i64,
    /// People in the list to whom nothing happens.
    pub unchanged: i64,
    /// People who are here and not in the list, and stay as they are.
    pub absent: i64,
    /// Lines of the list.
    pub lines: i64,
}

impl Counts {
    /// One more of a sort.
    pub fn add(&mut self, sort: Sort) {
        *match sort {
            Sort::Conflict => &mut self.conflict,
            Sort::Unit => &mut self.unit,
            Sort::Added => &mut self.added,
            Sort::Moved => &mut self.moved,
            Sort::Changed => &mut self.changed,
            Sort::Left => &mut self.left,
            Sort::Leave => &mut self.leave,
        } += 1;
    }

    /// Whether nothing would happen.
    pub fn is_empty(&self) -> bool {
        self.unit + self.added + self.moved + self.changed + self.left + self.leave == 0
    }
}

/// A transfer.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Transfer {
    /// Its id.
    pub id: TransferId,
    /// Its name, such as 令和9年4月1日付け定期人事異動.
    pub name: String,
    /// The day from which it holds.
    #[schemars(with = "String")]
    pub effective_on: Date,
    /// How far it is.
    pub state: State,
    /// When it becomes known.
    pub release_at: Option<Timestamp>,
    /// When it became known.
    pub released_at: Option<Timestamp>,
    /// Whether units and titles that the list names and nobody knows are made.
    pub creates: bool,
    /// The name of the file with the list of people.
    pub file: Option<String>,
    /// When it came.
    pub uploaded_at: Option<Timestamp>,
    /// What is done to units.
    pub orders: Vec<UnitOrder>,
    /// What the last check found.
    pub counts: Counts,
    /// When it was checked.
    pub checked_at: Option<Timestamp>,
    /// People done, while it is carried in or taken back.
    pub done: i64,
    /// People in all.
    pub total: i64,
    /// Who prepared it.
    #[schemars(with = "String")]
    pub author_id: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// The tick of the last change.
    pub tick: Tick,
    /// What the last check found, by its id.
    #[serde(skip)]
    pub outlook: OutlookId,
    /// Whether the names of units have changed.
    #[serde(skip)]
    pub turned: bool,
}

/// What is needed for a transfer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NewTransfer {
    /// A proposed id.
    pub id: Option<TransferId>,
    /// Its name.
    pub name: String,
    /// The day from which it holds.
    #[schemars(with = "String")]
    pub effective_on: Date,
}

/// The fields of a transfer that change; absent ones stay.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TransferChange {
    /// Its name.
    pub name: Option<String>,
    /// The day from which it holds.
    #[schemars(with = "Option<String>")]
    pub effective_on: Option<Date>,
    /// Whether units and titles that the list names and nobody knows are made.
    pub creates: Option<bool>,
    /// What is done to units.
    pub orders: Option<Vec<UnitOrder>>,
}

/// One line of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    /// Its place in the report.
    pub number: i64,
    /// What sort.
    pub sort: Sort,
    /// Whose staff number; empty for units and titles.
    pub staff_number: String,
    /// Whose.
    pub name: String,
    /// The name in hiragana.
    pub reading: String,
    /// Which field of the record; empty for posts, units, and who is added.
    pub field: String,
    /// As it is.
    pub before: String,
    /// As it will be.
    pub after: String,
    /// Of a conflict: the line in the list.
    pub line: Option<i64>,
    /// Of a conflict: what is wrong.
    pub english: String,
    /// The same in Japanese.
    pub japanese: String,
}

/// What a transfer can change of a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonRecord {
    /// As written.
    pub family_name: String,
    /// As written.
    pub given_name: String,
    /// In hiragana.
    pub family_reading: String,
    /// In hiragana.
    pub given_reading: String,
    /// How they are employed.
    pub employment: Employment,
    /// Address.
    pub email: Option<String>,
    /// Telephone extension.
    pub extension: Option<String>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// The last day at the organisation.
    pub left_on: Option<Date>,
    /// All posts.
    pub posts: Vec<NewPost>,
}

impl PersonRecord {
    /// Of somebody as they are.
    pub fn of(person: &Person) -> Self {
        let post = |post: &directory::model::Post| NewPost {
            unit_id: post.unit_id,
            title_id: post.title_id,
            kind: post.kind,
            valid_from: post.valid_from,
            valid_to: post.valid_to,
        };
        let posts = person.posts.iter().map(post).collect();
        Self {
            family_name: person.family_name.clone(),
            given_name: person.given_name.clone(),
            family_reading: person.family_reading.clone(),
            given_reading: person.given_reading.clone(),
            employment: person.employment,
            email: person.email.clone(),
            extension: person.extension.clone(),
            mobile: person.mobile.clone(),
            left_on: person.left_on,
            posts: Vec::new(),
        }
        .with(posts)
    }

    /// This with other posts, in one order, so that records can be compared.
    pub fn with(self, mut posts: Vec<NewPost>) -> Self {
        posts.sort_by_key(|post| (post.valid_from, post.kind, post.unit_id, post.title_id, post.valid_to));
        Self { posts, ..self }
    }

    /// This with what differs between two records, where it is still as in the first; posts stay.
    pub fn changed_from(self, from: &Self, to: &Self) -> Self {
        Self {
            family_name: pick(self.family_name, &from.family_name, &to.family_name),
            given_name: pick(self.given_name, &from.given_name, &to.given_name),
            family_reading: pick(self.family_reading, &from.family_reading, &to.family_reading),
            given_reading: pick(self.given_reading, &from.given_reading, &to.given_reading),
            employment: pick(self.employment, &from.employment, &to.employment),
            email: pick(self.email, &from.email, &to.email),
            extension: pick(self.extension, &from.extension, &to.extension),
            mobile: pick(self.mobile, &from.mobile, &to.mobile),
            left_on: pick(self.left_on, &from.left_on, &to.left_on),
            posts: self.posts,
        }
    }

    /// Somebody with this record; their posts are given apart.
    pub fn over(self, person: Person) -> (Person, Vec<NewPost>) {
        let Self {
            family_name,
            given_name,
            family_reading,
            given_reading,
            employment,
            email,
            extension,
            mobile,
            left_on,
            posts,
        } = self;
        let person = Person {
            family_name,
            given_name,
            family_reading,
            given_reading,
            employment,
            email,
            extension,
            mobile,
            left_on,
            ..person
        };
        (person, posts)
    }
}

/// What a transfer can change of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRecord {
    /// Its name.
    pub name: String,
    /// Kana.
    pub reading: String,
    /// The unit that it is part of.
    pub parent_id: Option<UnitId>,
    /// Its last day.
    pub valid_to: Option<Date>,
}

impl UnitRecord {
    /// Of a unit as it is.
    pub fn of(unit: &Unit) -> Self {
        let Unit { name, reading, parent_id, valid_to, .. } = unit.clone();
        Self { name, reading, parent_id, valid_to }
    }

    /// This with what differs between two records, where it is still as in the first.
    pub fn changed_from(self, from: &Self, to: &Self) -> Self {
        Self {
            name: pick(self.name, &from.name, &to.name),
            reading: pick(self.reading, &from.reading, &to.reading),
            parent_id: pick(self.parent_id, &from.parent_id, &to.parent_id),
            valid_to: pick(self.valid_to, &from.valid_to, &to.valid_to),
        }
    }

    /// A unit with this record.
    pub fn over(self, unit: Unit) -> Unit {
        let Self { name, reading, parent_id, valid_to } = self;
        Unit { name, reading, parent_id, valid_to, ..unit }
    }
}

/// What differs between two, where it is still as in the first.
fn pick<T: PartialEq + Clone>(now: T, from: &T, to: &T) -> T {
    if now == *from { to.clone() } else { now }
}

/// Why a transfer is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferRefusal {
    /// Somebody else's has the id.
    IdTaken,
    /// It is no draft any more.
    NoDraft,
    /// It waits for no release.
    NotScheduled,
    /// It is not released.
    NotReleased,
    /// It is in the directory: it can be taken back, not removed.
    InUse,
    /// Something has to be put right first.
    Conflicts,
    /// Nothing would change.
    Empty,
    /// The day has passed.
    Past,
    /// It says something of who would put it in force.
    Oneself,
    /// It puts a unit under another one: where units stand decides how far others reach.
    MovesUnits,
}

impl Refusal for TransferRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::IdTaken => "transfers.id_taken",
            Self::NoDraft => "transfers.no_draft",
            Self::NotScheduled => "transfers.not_scheduled",
            Self::NotReleased => "transfers.not_released",
            Self::InUse => "transfers.in_use",
            Self::Conflicts => "transfers.conflicts",
            Self::Empty => "transfers.empty",
            Self::Past => "transfers.past",
            Self::Oneself => "transfers.oneself",
            Self::MovesUnits => "transfers.moves_units",
        }
    }
    fn kind(&self) -> Kind {
        if matches!(self, Self::Oneself | Self::MovesUnits) { Kind::Denied } else { Kind::Conflict }
    }
}
