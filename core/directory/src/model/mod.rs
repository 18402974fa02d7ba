//! Units, titles, people and posts, as the API shows them.

mod address;
mod barrier;
mod floor;
mod grant;
mod headcount;
mod leave;
pub mod naming;
mod organisation;
mod outsider;
mod participation;
mod person;
mod rota;
mod term;
pub mod turning;
mod whereabouts;

pub use address::PostAddress;
pub use barrier::{
    Barrier, BarrierId, Circle, CircleEntry, Contact, Desk, Explanation, Held, NewBarrier, Reason, Side,
};
pub use floor::{Floor, FloorId, FloorPicture, NewFloor, Point, PointId, WHOLE};
pub use grant::{Chart, Grant, GrantId, GrantPreview, HeldPart, Holding, NewGrant, Part, Power, Reach, Scope};
pub use headcount::Headcount;
pub use leave::{Leave, LeaveId, LeaveKind, LeaveLine, NewLeave, Returned, WelcomeBack};
pub use organisation::{
    Colour, ListedOrganisation, NewOrganisation, Organisation, OrganisationChange, OrganisationView, is_code,
};
pub use outsider::{Bot, ENDING_SOON, Guest, GuestKind, LONGEST_STAY, NewBot, NewGuest};
pub use participation::{
    ChosenPerson, ChosenUnit, NotBegun, Outlook, Participation, Scope as ParticipationScope, Turn,
};
pub use person::{Employment, Person, PersonBrief};
pub use rota::{
    Crew, CrewMember, CrewName, CycleDay, DayKind, DutyException, ExceptionId, MonthRow, NewException, NewRota,
    NewSwap, OnDuty, Otherwise, Rota, RotaBrief, RotaId, RotaMonth, RotaToEdit, Schedule, Standing,
};
pub use term::{Ending, Renewal};
pub use whereabouts::{
    Missing, MissingOfUnit, NewPlace, NewWhereabouts, Place, PlaceId, Whereabouts, WhereaboutsKind, WhereaboutsRule,
    section,
};

use jiff::civil::Date;
use kernel::{Id, Kind, PersonId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A unit of the organisation.
    pub struct Unit;
    /// A title.
    pub struct Title;
    /// A post held.
    pub struct Post;
    /// A contact barrier.
    pub struct Barrier;
    /// A share of the administration.
    pub struct Grant;
    /// Months away, from a day to a day.
    pub struct Leave;
    /// Who is on duty when.
    pub struct Rota;
    /// A day that is otherwise for once.
    pub struct DutyException;
    /// A place where people work.
    pub struct Place;
    /// A floor of such a place.
    pub struct Floor;
    /// A point of a floor.
    pub struct Point;
}

/// The id of a unit.
pub type UnitId = Id<tag::Unit>;
/// The id of a title.
pub type TitleId = Id<tag::Title>;
/// The id of a post.
pub type PostId = Id<tag::Post>;

/// The rank of somebody without a title: below everybody who has one.
pub const NO_RANK: i64 = 10_000;

/// The longest time in which people hand over, in days.
pub const LONGEST_HANDOVER: i64 = 366;

/// What sort of unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// 局・本部
    Bureau,
    /// 部
    Department,
    /// 課・室
    Section,
    /// 係・班
    Team,
    /// 支所・出張所・署
    Office,
    /// 保育園・図書館 …
    Facility,
    /// 議会
    Council,
    /// 委員会・その他
    Other,
}

/// A unit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// The unit that it is part of.
    pub parent_id: Option<UnitId>,
    /// Its name.
    pub name: String,
    /// Its name where space is short.
    pub short_name: Option<String>,
    /// Its name in kana.
    pub reading: String,
    /// What sort.
    pub kind: UnitKind,
    /// Its place among its siblings in official order (建制順).
    pub order: i64,
    /// How deep in the tree, from 0.
    pub depth: i64,
    /// People who hold a post in it or below it today.
    pub head_count: i64,
    /// Telephone extension.
    pub extension: Option<String>,
    /// First day.
    #[schemars(with = "String")]
    pub valid_from: Date,
    /// Last day.
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
    /// The sort key of official order; a prefix of those of its subtree.
    #[serde(skip)]
    pub path: String,
}

/// A title.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Title {
    /// Its id.
    pub id: TitleId,
    /// Its name, such as 課長.
    pub name: String,
    /// Its name in kana.
    pub reading: String,
    /// Smaller is higher in office.
    pub rank: i64,
}

/// How a post is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// 本務
    Main,
    /// 兼務
    Concurrent,
    /// 事務取扱
    Acting,
    /// 併任
    Seconded,
}

/// A post held by somebody.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// The unit.
    pub unit_id: UnitId,
    /// The unit's name.
    pub unit_name: String,
    /// The names from the root down to the unit, with blanks between.
    pub unit_path: String,
    /// The title.
    pub title_id: Option<TitleId>,
    /// The title's name.
    pub title_name: Option<String>,
    /// The title's rank.
    pub title_rank: Option<i64>,
    /// What it is called: 総務課長.
    pub name: String,
    /// How it is held.
    pub kind: PostKind,
    /// First day.
    #[schemars(with = "String")]
    pub valid_from: Date,
    /// Last day.
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
}

impl Post {
    /// Whether it is held on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| last >= day)
    }
}

/// In which order a list of people comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// 五十音順
    #[default]
    Reading,
    /// 職位順
    Rank,
    /// 建制順
    Unit,
}

/// Why the directory refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectoryRefusal {
    /// Somebody has the staff number.
    StaffNumberTaken,
    /// The title's name is in use.
    TitleTaken,
    /// A unit cannot be part of itself or of a unit below it.
    UnitInsideItself,
    /// A unit with people or open units below it cannot be closed.
    UnitInUse,
    /// A person needs exactly one main post on any day.
    MainPosts,
    /// The picture is none that we can read.
    NoPicture,
    /// The barrier's name is in use.
    BarrierTaken,
    /// It goes beyond what was given to the actor of the administration.
    BeyondGrant,
    /// One's own record is for others to change.
    Oneself,
    /// The day is otherwise for that person already.
    DayTaken,
    /// The two people's days are the same, or nobody of them works.
    NothingToSwap,
    /// Only the person and colleagues of the section say where somebody is.
    NotOfSection,
    /// The place's name is in use.
    PlaceTaken,
    /// Days that are otherwise would have another usual day, and nobody said whether they stay.
    DaysOtherwise,
    /// The proposed id is something else's.
    IdTaken,
}

impl Refusal for DirectoryRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::StaffNumberTaken => "directory.staff_number_taken",
            Self::TitleTaken => "directory.title_taken",
            Self::UnitInsideItself => "directory.unit_inside_itself",
            Self::UnitInUse => "directory.unit_in_use",
            Self::MainPosts => "directory.main_posts",
            Self::NoPicture => "directory.no_picture",
            Self::BarrierTaken => "directory.barrier_taken",
            Self::BeyondGrant => "directory.beyond_grant",
            Self::Oneself => "directory.oneself",
            Self::DayTaken => "directory.day_taken",
            Self::NothingToSwap => "directory.nothing_to_swap",
            Self::NotOfSection => "directory.not_of_section",
            Self::PlaceTaken => "directory.place_taken",
            Self::DaysOtherwise => "directory.days_otherwise",
            Self::IdTaken => "id_taken",
        }
    }
    fn kind(&self) -> Kind {
        match self {
            Self::BeyondGrant | Self::Oneself | Self::NotOfSection => Kind::Denied,
            _ => Kind::Conflict,
        }
    }
}

/// What is needed for a post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NewPost {
    /// The unit.
    pub unit_id: UnitId,
    /// The title, if any.
    pub title_id: Option<TitleId>,
    /// How it is held.
    pub kind: PostKind,
    /// First day.
    #[schemars(with = "String")]
    pub valid_from: Date,
    /// Last day.
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
}

impl From<&Post> for NewPost {
    fn from(post: &Post) -> Self {
        let &Post { unit_id, title_id, kind, valid_from, valid_to, .. } = post;
        Self { unit_id, title_id, kind, valid_from, valid_to }
    }
}

/// What is needed for a person.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NewPerson {
    /// A proposed id.
    #[schemars(with = "Option<String>")]
    pub id: Option<PersonId>,
    /// Unique in the organisation.
    pub staff_number: String,
    /// As written, never changed by us.
    pub family_name: String,
    /// As written, never changed by us.
    pub given_name: String,
    /// Kana of any sort.
    pub family_reading: String,
    /// Kana of any sort.
    pub given_reading: String,
    /// How they are employed.
    pub employment: Employment,
    /// Address.
    pub email: Option<String>,
    /// Telephone extension.
    pub extension: Option<String>,
    /// Mobile number.
    #[serde(default)]
    pub mobile: Option<String>,
    /// Posts, at least one of them main.
    pub posts: Vec<NewPost>,
}

/// The fields of a person that change; absent ones stay.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PersonChange {
    /// Unique in the organisation.
    pub staff_number: Option<String>,
    /// As written.
    pub family_name: Option<String>,
    /// As written.
    pub given_name: Option<String>,
    /// Kana.
    pub family_reading: Option<String>,
    /// Kana.
    pub given_reading: Option<String>,
    /// How they are employed.
    pub employment: Option<Employment>,
    /// Address; empty removes it.
    pub email: Option<String>,
    /// Extension; empty removes it.
    pub extension: Option<String>,
    /// Mobile number; empty removes it.
    pub mobile: Option<String>,
    /// All posts from now on.
    pub posts: Option<Vec<NewPost>>,
}

/// What is needed for a unit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NewUnit {
    /// Its name.
    pub name: String,
    /// Where space is short.
    pub short_name: Option<String>,
    /// Kana.
    pub reading: String,
    /// What sort.
    pub kind: UnitKind,
    /// The unit that it is part of.
    pub parent_id: Option<UnitId>,
    /// Its place among its siblings.
    pub order: i64,
    /// Extension.
    #[serde(default)]
    pub extension: Option<String>,
    /// First day.
    #[schemars(with = "String")]
    pub valid_from: Date,
}

/// The fields of a unit that change; absent ones stay.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UnitChange {
    /// Its name.
    pub name: Option<String>,
    /// Where space is short; empty removes it.
    pub short_name: Option<String>,
    /// Kana.
    pub reading: Option<String>,
    /// What sort.
    pub kind: Option<UnitKind>,
    /// The unit that it is part of.
    pub parent_id: Option<UnitId>,
    /// Its place among its siblings.
    pub order: Option<i64>,
    /// Extension; empty removes it.
    pub extension: Option<String>,
}

/// A name as it is shown.
pub fn full_name(family: &str, given: &str) -> String {
    match (family.is_empty(), given.is_empty()) {
        (_, true) => family.to_owned(),
        (true, _) => given.to_owned(),
        _ => format!("{family} {given}"),
    }
}

/// The sort key and folded search text of a person; `words` are names of units and titles that should find them too.
pub struct Findable {
    /// Orders by reading, then by name (see `text::sort_key`).
    pub sort_key: Vec<u8>,
    /// The row of the kana table, or empty.
    pub kana_row: String,
    /// What a search looks through.
    pub folded: String,
}

/// Works out how a person is found.
pub fn findable(names: (&str, &str), readings: (&str, &str), numbers: &[Option<&str>], words: &[&str]) -> Findable {
    let reading = full_name(readings.0, readings.1);
    let name = full_name(names.0, names.1);
    let mut parts = vec![
        text::fold(&format!("{}{}", names.0, names.1)),
        text::fold(&format!("{}{}", readings.0, readings.1)),
        text::fold(names.1),
        text::fold(readings.1),
    ];
    parts.extend(numbers.iter().flatten().map(|number| text::fold(number)));
    parts.extend(words.iter().map(|word| text::fold(word)));
    Findable {
        sort_key: text::sort_key(&reading, &name),
        kana_row: text::gojuon_row(&reading).map(String::from).unwrap_or_default(),
        folded: parts.join(" "),
    }
}
