//! Files as the API shows them, and the rules that need no database.

mod clamd;
mod hidden;
mod media;
mod naming;
mod office;
mod refusal;
mod rules;
mod thumbnail;
mod words;

pub use clamd::{Check, Clamd, Verdict};
pub use hidden::{Changes, Over, hidden};
pub use media::{HEAD, Media, is_shown, recognise};
pub use naming::checked_name;
pub use office::{LARGEST_CONVERTED, OFFICE_ENDINGS, Office, OfficeChoice, office_ending};
pub use refusal::FilesRefusal;
pub use rules::{FileRules, Places};
pub use thumbnail::{Drawn, LARGEST_DRAWN, drawn};
pub use words::{LARGEST_READ, MOST_WORDS, Unread, is_read, words};

use blob::Bucket;
use kernel::{Actor, Id, Outsider, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A file.
    pub struct File;
}

/// The id of a file.
pub type FileId = Id<tag::File>;

/// How long a file that nobody has taken waits, from the last byte that came.
pub const WAITS: Duration = Duration::from_secs(7 * 86_400);
/// How long the bytes of a file stay after the last that needed it let go of it: whoever was about to copy it has done so by then.
pub const RESTS: Duration = Duration::from_secs(3_600);
/// Files of one person that wait at a time.
pub const MOST_WAITING: i64 = 200;
/// Files of a guest or a bot that wait at a time.
pub const MOST_WAITING_OF_OUTSIDERS: i64 = 40;
/// What has come no further for so long is not reckoned with when others ask for space.
pub const EXPECTED: Duration = Duration::from_secs(3_600);

/// What sort of file, by its contents and its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A picture made of dots.
    Picture,
    /// A film.
    Video,
    /// Sound.
    Audio,
    /// A PDF.
    Pdf,
    /// Of an office program: text, sheet, slides.
    Document,
    /// Plain text, tables with commas among them.
    Text,
    /// Several files packed into one.
    Archive,
    /// Anything else, and what is not what its name says.
    Other,
}

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// Not all of it is there.
    Coming,
    /// 検査中: all of it is there, and it waits to be checked for viruses.
    Quarantined,
    /// All of it is there, and nothing has taken it yet.
    Whole,
    /// It belongs to what took it.
    Attached,
    /// Nothing needs it any more.
    Released,
}

/// What a file may be.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of one file.
    pub largest: u64,
    /// Bytes of all files of one person that wait to be taken.
    pub waiting: u64,
    /// [`Limits::largest`] for guests and bots.
    pub largest_of_outsiders: u64,
    /// [`Limits::waiting`] for guests and bots.
    pub waiting_of_outsiders: u64,
    /// Bytes of all files of an organisation.
    pub organisation: u64,
    /// Bytes that the disk must have left when a file has come.
    pub spare: u64,
    /// What has to find nothing in a file before it is whole; none where nothing is looked for.
    pub clamd: Option<Clamd>,
    /// What makes previews of office files; none where they are saved to be looked at.
    pub office: Option<Office>,
    /// Where whole files lie, when not on the disk of this machine.
    pub bucket: Option<Arc<Bucket>>,
    /// Bytes of those that are kept on the disk all the same, to be given out quickly.
    pub near: u64,
    /// The program that reads what files say, apart from this one; none to read it here.
    pub reader: Option<PathBuf>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            largest: 10 << 30,
            waiting: 40 << 30,
            largest_of_outsiders: 256 << 20,
            waiting_of_outsiders: 1 << 30,
            organisation: 1 << 40,
            spare: 256 << 20,
            clamd: None,
            office: None,
            bucket: None,
            near: 64 << 30,
            reader: None,
        }
    }
}

/// What one person may bring.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    /// Bytes of one file.
    pub largest: u64,
    /// Bytes of all files that wait.
    pub waiting: u64,
    /// How many may wait.
    pub count: i64,
}

impl Limits {
    /// What somebody may bring: guests and bots less than the staff.
    pub fn of(&self, actor: &Actor) -> Allowance {
        match actor.outsider {
            Some(Outsider::Guest | Outsider::Bot) => Allowance {
                largest: self.largest.min(self.largest_of_outsiders),
                waiting: self.waiting.min(self.waiting_of_outsiders),
                count: MOST_WAITING_OF_OUTSIDERS,
            },
            Some(Outsider::Partner) | None => {
                Allowance { largest: self.largest, waiting: self.waiting, count: MOST_WAITING }
            }
        }
    }
}

/// A file that somebody brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Upload {
    /// Its id.
    pub id: FileId,
    /// Its name.
    pub name: String,
    /// Bytes in all.
    pub size: i64,
    /// Bytes that are there and will not be lost.
    pub received: i64,
    /// How far it has come.
    pub state: FileState,
    /// What sort, once it is whole.
    pub kind: Option<FileKind>,
    /// Of a picture that browsers show: how wide.
    pub width: Option<i64>,
    /// How high.
    pub height: Option<i64>,
    /// Until when it waits.
    pub expires_at: Option<Timestamp>,
    /// It said where it was taken, and does not any more.
    pub place_removed: bool,
}
