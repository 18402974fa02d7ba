//! Directories, runs and differences, as the console shows them; why something is refused. Pure.

mod settings;

pub use settings::{AttributeMapping, DirectorySettings};

use directory::model::PersonBrief;
use kernel::{Id, Kind, PersonId, Refusal, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A directory of people.
    pub struct Directory;
    /// A reading of one.
    pub struct Run;
}

/// The id of a directory.
pub type DirectoryId = Id<tag::Directory>;
/// The id of a run.
pub type RunId = Id<tag::Run>;

/// Most directories of an organisation.
pub const MOST_DIRECTORIES: usize = 5;
/// Runs that are remembered of a directory, and those of them whose differences are.
pub const RUNS_KEPT: i64 = 50;
/// See [`RUNS_KEPT`].
pub const LINES_KEPT: i64 = 3;
/// What is needed to make or change a directory.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct SaveDirectory {
    /// How it is reached and read.
    pub settings: DirectorySettings,
    /// With what who reads signs in there; nothing keeps the one that is known.
    pub password: Option<String>,
}

/// A directory in the console, without its password.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LdapDirectory {
    /// Its id.
    #[schemars(with = "String")]
    pub id: DirectoryId,
    /// How it is reached and read.
    pub settings: DirectorySettings,
    /// How many people came from it and are still there.
    pub people: i64,
    /// When it is read next by itself.
    pub next_at: Option<Timestamp>,
    /// The latest run.
    pub last_run: Option<DirectoryRun>,
}

/// How trying or reading a directory came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It can be read.
    Fine,
    /// Nothing answers at the address.
    Unreachable,
    /// The certificate is not one that is trusted, or is another host's.
    Certificate,
    /// No encrypted connection comes about.
    NoEncryption,
    /// The directory wants an encrypted connection first.
    EncryptionNeeded,
    /// Who reads is not let in.
    BindRefused,
    /// There is nothing at the base.
    BaseMissing,
    /// The filter is none that the directory understands.
    FilterWrong,
    /// Nobody is found.
    Nobody,
    /// Who reads is let in and may not read.
    ReadRefused,
    /// The directory refuses for a reason of its own, or what it says makes no sense.
    Refused,
    /// It takes more than four minutes.
    TooSlow,
    /// The program was stopped for so long that the run was given up.
    BrokenOff,
}

/// What is wrong with an entry, so that it cannot become a person's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EntryFault {
    /// A stable code.
    pub code: String,
    /// What it is about, such as the unit that nobody knows.
    pub text: String,
}

impl EntryFault {
    /// Of a code, about a text.
    pub fn new(code: &str, text: impl Into<String>) -> Self {
        Self { code: code.to_owned(), text: text.into() }
    }
}

/// Somebody as they would be read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SamplePerson {
    /// What never changes.
    pub permanent_id: String,
    /// What they sign in with.
    pub login: String,
    /// The staff number.
    pub number: String,
    /// The name.
    pub name: String,
    /// The reading.
    pub reading: String,
    /// The address.
    pub email: Option<String>,
    /// The unit, as the directory names it.
    pub unit: Option<String>,
    /// The title, as the directory names it.
    pub title: Option<String>,
    /// Stopped there.
    pub disabled: bool,
    /// Why they would not be taken in.
    pub fault: Option<EntryFault>,
}

/// What trying a directory came to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DirectoryCheck {
    /// How it came out.
    pub outcome: Outcome,
    /// The first people, as they would be read.
    pub sample: Vec<SamplePerson>,
}

/// What a run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunKind {
    /// To see what differs.
    Look,
    /// To do it.
    Apply,
    /// To do it, because the time has come.
    Follow,
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// It is about to begin.
    Waiting,
    /// The directory is being read.
    Reading,
    /// People are being changed.
    Carrying,
    /// It is done.
    Done,
    /// More people than is allowed would be stopped: nothing was done.
    Held,
    /// Somebody cancelled it; what was done stays.
    Cancelled,
    /// It did not come to an end.
    Failed,
}

impl RunState {
    /// Whether it goes on by itself.
    pub fn is_on(self) -> bool {
        matches!(self, Self::Waiting | Self::Reading | Self::Carrying)
    }
}

/// What a run has found and done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RunCounts {
    /// Entries read.
    pub read: i64,
    /// People to take in.
    pub added: i64,
    /// People to change.
    pub changed: i64,
    /// People who are gone.
    pub gone: i64,
    /// Entries that do not fit.
    pub conflict: i64,
    /// Of all these, who is stopped from signing in.
    pub suspended: i64,
    /// Who followed the directory before.
    pub following: i64,
    /// How many are carried in by now.
    pub done: i64,
    /// Of how many.
    pub total: i64,
}

/// A run in the console.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DirectoryRun {
    /// Its id.
    #[schemars(with = "String")]
    pub id: RunId,
    /// What for.
    pub kind: RunKind,
    /// Where it stands.
    pub state: RunState,
    /// Why it failed.
    pub outcome: Option<Outcome>,
    /// Who began it; nobody when its time had come.
    pub started_by: Option<PersonBrief>,
    /// When.
    pub begun_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// What it found and did.
    pub counts: RunCounts,
}

/// What is needed to begin a run.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct NewRun {
    /// A proposed id.
    #[schemars(with = "String")]
    pub id: RunId,
    /// Whether only to look.
    pub look: bool,
    /// How many may be stopped although that is more than usual: as many as somebody has seen and said yes to.
    #[serde(default)]
    pub allowed: Option<i64>,
}

/// What a difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineSort {
    /// Somebody new.
    Added,
    /// Somebody changes.
    Changed,
    /// Somebody is no longer there.
    Gone,
    /// It does not fit.
    Conflict,
    /// Only what nobody sees has changed.
    Quiet,
}

/// One thing that changes of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FieldChange {
    /// Which: `name`, `reading`, `login`, `number`, `email`, `unit`, `title`, `state`, `link`.
    pub field: String,
    /// As it is.
    pub old: String,
    /// As it will be.
    pub new: String,
}

/// What a line says to people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Shown {
    /// The name.
    pub name: String,
    /// What they sign in with.
    pub login: String,
    /// What changes.
    pub changes: Vec<FieldChange>,
    /// What does not fit.
    pub fault: Option<EntryFault>,
}

/// A difference in the console.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DirectoryLine {
    /// Its place in the list.
    pub number: i64,
    /// What it is.
    pub sort: LineSort,
    /// Who it is about, if they are known here.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// What it says.
    #[serde(flatten)]
    pub shown: Shown,
}

/// Why LDAP refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LdapRefusal {
    /// The organisation has as many directories as it may.
    TooManyDirectories,
    /// The directory is being read.
    RunIsOn,
    /// The run has ended.
    RunIsOver,
}

impl Refusal for LdapRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::TooManyDirectories => "ldap.too_many_directories",
            Self::RunIsOn => "ldap.run_is_on",
            Self::RunIsOver => "ldap.run_is_over",
        }
    }
    fn kind(&self) -> Kind {
        Kind::Conflict
    }
}
