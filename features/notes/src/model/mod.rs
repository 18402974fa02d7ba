//! What a note is, and what stands on its page. Pure: no database, no clock, no HTTP.

pub mod base64;
pub mod change;
pub mod comment;
mod diff;
pub mod export;
pub mod file;
pub mod history;
pub mod lines;
mod note;
pub mod page;
mod refusal;
pub mod schema;
mod steps;
pub mod templates;
pub mod tree;
pub mod wire;

pub use note::{
    Edit, Kept, LONGEST_TITLE, Lost, LostId, MOST_NOTES, MOST_VERSIONS, MOST_WRITERS, MOST_WRITTEN, New, Note, NoteId,
    Owner, OwnerPost, UpdateId, Version, Who, checked_title,
};
pub use refusal::NoteRefusal;
