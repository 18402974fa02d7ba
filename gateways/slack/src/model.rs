//! What an import is told and what it tells.

use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// Bounds of what an archive may unpack to.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of one file.
    pub entry: u64,
    /// Bytes of all files together.
    pub total: u64,
    /// Files.
    pub entries: usize,
}

impl Default for Limits {
    /// One file in memory at a time; a city's ten years of talk in all.
    fn default() -> Self {
        Self { entry: 128 << 20, total: 64 << 30, entries: 5_000_000 }
    }
}

/// What is wrong with an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file in the archive.
    pub file: String,
    /// The place in it.
    pub place: String,
    /// Why.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.is_empty() {
            true => write!(f, "{}: {}", self.file, self.reason),
            false => write!(f, "{}, {}: {}", self.file, self.place, self.reason),
        }
    }
}

/// How many of one kind of thing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// In the archive.
    pub archive: u64,
    /// New here.
    pub carried: u64,
    /// Here already, from an earlier run or under the same address.
    pub already: u64,
}

/// One sort of thing that could not be carried over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Missed {
    /// How many.
    pub count: u64,
    /// The first few of them.
    pub examples: Vec<String>,
}

/// Examples kept of each sort.
const EXAMPLES: usize = 10;

/// What came of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// People; bots are counted apart.
    pub users: Tally,
    /// Channels, private groups and direct talks.
    pub channels: Tally,
    /// Messages, replies in threads included.
    pub messages: Tally,
    /// Replies in threads.
    pub replies: Tally,
    /// Replies shown in the room as well.
    pub broadcasts: Tally,
    /// Reactions, each person's each.
    pub reactions: Tally,
    /// Edited messages.
    pub edits: Tally,
    /// Messages by programs.
    pub bots: Tally,
    /// Names of files.
    pub files: Tally,
    /// Messages of the archive by subtype; `message` is plain words.
    pub subtypes: BTreeMap<String, u64>,
    /// What could not be carried over, or not as it was: reason, how many, the first few.
    pub missed: BTreeMap<String, Missed>,
}

impl Report {
    /// Notes something that could not be carried over.
    pub fn miss(&mut self, reason: &str, example: impl fmt::Display) {
        self.miss_many(reason, 1, example);
    }

    /// Notes several things of one sort under one example.
    pub fn miss_many(&mut self, reason: &str, count: u64, example: impl fmt::Display) {
        let missed = self.missed.entry(reason.to_owned()).or_default();
        missed.count += count;
        if missed.examples.len() < EXAMPLES {
            let example = example.to_string();
            if !missed.examples.contains(&example) {
                missed.examples.push(example);
            }
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<11} {:>10} {:>10} {:>10}", "", "archive", "carried", "already")?;
        let lines = [
            ("users", self.users),
            ("channels", self.channels),
            ("messages", self.messages),
            ("replies", self.replies),
            ("broadcasts", self.broadcasts),
            ("reactions", self.reactions),
            ("edits", self.edits),
            ("bots", self.bots),
            ("files", self.files),
        ];
        for (name, tally) in lines {
            writeln!(f, "{name:<11} {:>10} {:>10} {:>10}", tally.archive, tally.carried, tally.already)?;
        }
        let subtypes: Vec<String> = self.subtypes.iter().map(|(name, count)| format!("{name} {count}")).collect();
        writeln!(f, "subtypes: {}", subtypes.join(", "))?;
        if !self.missed.is_empty() {
            writeln!(f, "not carried over, or not as it was / 移行できなかったもの:")?;
        }
        for (reason, missed) in &self.missed {
            writeln!(f, "  {reason}: {} ({})", missed.count, missed.examples.join(", "))?;
        }
        Ok(())
    }
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rooms whose talk is all there.
    pub rooms: usize,
    /// All rooms.
    pub of_rooms: usize,
    /// Messages done with.
    pub messages: u64,
    /// All messages.
    pub of_messages: u64,
}
