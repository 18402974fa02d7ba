//! What must hold for every input of every parser of outside input, whatever is in it.
//!
//! A target is a function that takes any bytes and panics when a promise is broken. `fuzz/` looks for such bytes; what it
//! found worth keeping lies in `fuzz/corpus`, and this crate's test tries all of it with every run of the tests.

mod bodies;
mod client;
pub mod corpus;
mod encodings;
mod entries;
mod export;
mod frames;
mod people;
mod pictures;
mod said;
mod scim;
mod updates;
mod words;

/// A parser with its promises.
pub struct Target {
    /// What it is called: `cargo +nightly fuzz run NAME`, `fuzz/corpus/NAME.txt`.
    pub name: &'static str,
    /// Panics when bytes break a promise.
    pub promises: fn(&[u8]),
    /// The memory that it may take: bytes at all, and bytes for each byte of input.
    pub memory: (usize, usize),
}

const MIB: usize = 1 << 20;

/// The frames of a WebSocket.
pub const FRAMES: Target = Target { name: "frames", promises: frames::promises, memory: (MIB, 64) };
/// What clients say in them, ids and cursors.
pub const CLIENT: Target = Target { name: "client", promises: client::promises, memory: (MIB, 64) };
/// The zip of an export of Slack's, as bytes.
pub const ARCHIVE: Target = Target { name: "archive", promises: export::archive, memory: (24 * MIB, 512) };
/// The files in it, their order, and the messages that they become.
pub const EXPORT: Target = Target { name: "export", promises: export::files, memory: (8 * MIB, 1024) };
/// Lists of staff.
pub const PEOPLE: Target = Target { name: "people", promises: people::promises, memory: (4 * MIB, 256) };
/// CP932, and telling it from others.
pub const ENCODINGS: Target = Target { name: "encodings", promises: encodings::promises, memory: (MIB, 256) };
/// Folding, readings, order, counting.
pub const WORDS: Target = Target { name: "words", promises: words::promises, memory: (4 * MIB, 512) };
/// Bodies of messages, and Slack's texts that become such.
pub const BODIES: Target = Target { name: "bodies", promises: bodies::promises, memory: (4 * MIB, 512) };

/// SCIM's filters, names and changes.
pub const SCIM: Target = Target { name: "scim", promises: scim::promises, memory: (4 * MIB, 512) };

/// Entries of directories, and filters that find one.
pub const ENTRIES: Target = Target { name: "entries", promises: entries::promises, memory: (4 * MIB, 512) };

/// Pictures and films in which a camera hid something.
pub const PICTURES: Target = Target { name: "pictures", promises: pictures::promises, memory: (4 * MIB, 64) };

/// What files say: PDF, office files, texts.
pub const SAID: Target = Target { name: "said", promises: said::promises, memory: (256 * MIB, 4_096) };

/// What is written on the page of a note.
pub const UPDATES: Target = Target { name: "updates", promises: updates::promises, memory: (16 * MIB, 2_048) };

/// All of them.
pub const TARGETS: [Target; 13] =
    [FRAMES, CLIENT, ARCHIVE, EXPORT, PEOPLE, ENCODINGS, WORDS, BODIES, SCIM, ENTRIES, PICTURES, SAID, UPDATES];
