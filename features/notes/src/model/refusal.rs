//! What is refused, and why.

use kernel::{Kind, Refusal};

/// Why a rule of notes refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteRefusal {
    /// Somebody else's thing has the proposed id.
    IdTaken,
    /// The bytes are no update.
    Damaged,
    /// The update says what no editor of ours says.
    Foreign,
    /// It does not go on where the page stands.
    OutOfStep,
    /// It goes on with what somebody else writes.
    WriterTaken,
    /// The update, or the page with it, is too large.
    TooLarge,
    /// Nodes lie too deep in one another.
    TooDeep,
    /// More visits have written in this note than are kept apart.
    TooManyWriters,
    /// The room has as many notes as it can have.
    TooMany,
    /// Only who began it, or owns the room, does that.
    NotYours,
    /// Bots add rows to tables, and nothing else.
    NoTable,
    /// The actor reads in this room, and does not write.
    ReadOnly,
    /// It has as many comments as it can have.
    TooManyComments,
    /// It has as many files as it can have.
    TooManyFiles,
    /// It has as many versions with a name as it can have.
    TooManyVersions,
}

impl Refusal for NoteRefusal {
    fn code(&self) -> &'static str {
        match self {
            NoteRefusal::IdTaken => "id_taken",
            NoteRefusal::Damaged => "notes.damaged",
            NoteRefusal::Foreign => "notes.foreign",
            NoteRefusal::OutOfStep => "notes.out_of_step",
            NoteRefusal::WriterTaken => "notes.writer_taken",
            NoteRefusal::TooLarge => "notes.too_large",
            NoteRefusal::TooDeep => "notes.too_deep",
            NoteRefusal::TooManyWriters => "notes.too_many_writers",
            NoteRefusal::TooMany => "notes.too_many",
            NoteRefusal::NotYours => "notes.not_yours",
            NoteRefusal::NoTable => "notes.no_table",
            NoteRefusal::ReadOnly => "notes.read_only",
            NoteRefusal::TooManyComments => "notes.too_many_comments",
            NoteRefusal::TooManyFiles => "notes.too_many_files",
            NoteRefusal::TooManyVersions => "notes.too_many_versions",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            NoteRefusal::Damaged | NoteRefusal::Foreign | NoteRefusal::TooDeep => Kind::Invalid,
            NoteRefusal::TooLarge => Kind::TooLarge,
            NoteRefusal::NotYours | NoteRefusal::ReadOnly => Kind::Denied,
            _ => Kind::Conflict,
        }
    }
}
