//! What a meeting is, what lies on its table, and what somebody keeps of it for themselves. Pure: no database, no clock, no HTTP.

mod agenda;
mod margin;
mod meeting;
mod refusal;

pub use agenda::{Agenda, Edition, Item, Material, NewItem, NewMaterial, Outcome, Paper, Sheet, checked_agenda};
pub use margin::{Look, Margin, NewMargin, Reader};
pub use meeting::{
    CARD, Edit, Meeting, MeetingRow, New, OpenedMeeting, Shown, Stage, Who, checked_line, checked_words,
};
pub use refusal::MeetingRefusal;

use kernel::Id;
use std::time::Duration;

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A meeting.
    pub struct Meeting;
    /// Something that is talked about.
    pub struct Item;
    /// Something that lies on the table.
    pub struct Material;
    /// A note of the room.
    pub struct Note;
    /// What somebody wrote in the margin.
    pub struct Margin;
}

/// The id of a meeting.
pub type MeetingId = Id<tag::Meeting>;
/// The id of an item of an agenda.
pub type ItemId = Id<tag::Item>;
/// The id of a material.
pub type MaterialId = Id<tag::Material>;
/// The id of a note, which another feature has.
pub type NoteId = Id<tag::Note>;
/// The id of a margin note, one of its author's.
pub type MarginId = Id<tag::Margin>;

/// Meetings of a room, at most.
pub const MOST_MEETINGS: i64 = 2_000;
/// Items of an agenda, at most.
pub const MOST_ITEMS: usize = 100;
/// Materials of a meeting, at most.
pub const MOST_MATERIALS: usize = 60;
/// Files that one material was, at most.
pub const MOST_EDITIONS: i64 = 200;
/// Margin notes of one person in one meeting, at most.
pub const MOST_MARGINS: i64 = 2_000;
/// The last page of a material that can be shown or written beside.
pub const LAST_PAGE: i64 = 20_000;
/// The longest title, in characters as people see them.
pub const LONGEST_TITLE: usize = 120;
/// The longest text, in characters as people see them.
pub const LONGEST_WORDS: usize = 4_000;
/// Sooner after the last nobody turns a page.
pub const TURNS_APART: Duration = Duration::from_millis(100);
