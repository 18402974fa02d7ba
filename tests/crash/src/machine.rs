//! A machine that loses its power and whose clock jumps: what `machine.c` does to one process, and what a power cut leaves.
//!
//! A disk keeps what was synced. Of what was not it may keep anything: nothing, what came first, or any of its sectors of 512
//! bytes, torn and out of order.

use kernel::{Entropy, SeededEntropy};
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The least that a disk writes at once.
const SECTOR: u64 = 512;
/// Bytes of a record's head in the journal.
const HEAD: usize = 40;

/// See the module's page.
pub struct Machine {
    scratch: tempfile::TempDir,
    /// The folder whose files lose what was not synced.
    folder: PathBuf,
}

/// Something that happened to a file.
struct Happened {
    file: u32,
    /// Where in the journal.
    at: u64,
    what: What,
}

enum What {
    Created,
    Written { offset: u64, fresh: Vec<u8>, old: Vec<u8>, before: u64 },
    Resized { length: u64, old: Vec<u8>, before: u64 },
}

/// What the journal says.
#[derive(Default)]
struct Journal {
    names: HashMap<u32, PathBuf>,
    happened: Vec<Happened>,
    /// By file: everything before is safe.
    synced: HashMap<u32, u64>,
    /// The names of files created before this are safe.
    names_synced: u64,
}

impl Machine {
    /// A machine with a disk for a folder. Needs a C compiler, as the program itself does.
    pub fn new(folder: &Path) -> Self {
        let scratch = tempfile::tempdir().expect("a folder");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src/machine.c");
        let compiled = Command::new("cc")
            .args(["-std=gnu11", "-Wall", "-Werror", "-O1", "-shared", "-fPIC", "-o"])
            .arg(scratch.path().join("machine.so"))
            .args([source, "-ldl", "-pthread"])
            .status();
        assert!(compiled.expect("a C compiler").success(), "{source} compiles");
        let machine = Self { scratch, folder: folder.to_owned() };
        machine.set_clock_off_by(0);
        machine
    }

    fn own(&self, name: &str) -> PathBuf {
        self.scratch.path().join(name)
    }

    /// The command that runs a program on it.
    pub fn running(&self, binary: &Path) -> Command {
        let mut command = Command::new(binary);
        command
            .env("LD_PRELOAD", self.own("machine.so"))
            .env("ENGAWA_CRASH_CLOCK", self.own("clock"))
            .env("ENGAWA_CRASH_JOURNAL", self.own("journal"))
            .env("ENGAWA_CRASH_FOLDER", &self.folder);
        command
    }

    /// Lets its wall clock jump to so many seconds beside the true time, also that of a program that runs.
    pub fn set_clock_off_by(&self, seconds: i64) {
        let clock = OpenOptions::new().write(true).create(true).truncate(false).open(self.own("clock"));
        clock.and_then(|clock| clock.write_all_at(&seconds.to_ne_bytes(), 0)).expect("the clock is a file");
    }

    /// Cuts the power of a program that was killed a moment ago: leaves on the disk what may be left. How many bytes were
    /// written and not synced, and how many of them are gone.
    pub fn cut_the_power(&self, chance: &mut SeededEntropy) -> (u64, u64) {
        let journal = Journal::read(&fs::read(self.own("journal")).unwrap_or_default());
        fs::remove_file(self.own("journal")).expect("the program ran on this machine");
        let unsafe_ones: Vec<&Happened> = journal.happened.iter().filter(|one| !journal.is_safe(one)).collect();
        for one in unsafe_ones.iter().rev() {
            journal.undo(one);
        }
        let (mut written, mut gone) = (0, 0);
        // A cut spares nothing, a first part, or a sector here and there.
        let (way, first) = (chance.u64() % 4, chance.u64() as usize % (unsafe_ones.len() + 1));
        for (place, one) in unsafe_ones.iter().enumerate() {
            let spared = |chance: &mut SeededEntropy| match way {
                0 => false,
                1 => place < first,
                _ => chance.u64().is_multiple_of(2),
            };
            match &one.what {
                What::Created if spared(chance) => {}
                What::Created => fs::remove_file(&journal.names[&one.file]).expect("a created file is there"),
                What::Resized { length, .. } => {
                    if let Some(file) = journal.open(one.file).filter(|_| spared(chance)) {
                        file.set_len(*length).expect("the file can be resized");
                    }
                }
                What::Written { offset, fresh, .. } => {
                    let file = journal.open(one.file);
                    for (from, sector) in sectors(*offset, fresh) {
                        written += sector.len() as u64;
                        match file.as_ref().filter(|_| spared(chance)) {
                            Some(file) => file.write_all_at(sector, from).expect("the file can be written"),
                            None => gone += sector.len() as u64,
                        }
                    }
                }
            }
        }
        (written, gone)
    }
}

/// Bytes at an offset, cut where a disk's sectors begin.
fn sectors(offset: u64, bytes: &[u8]) -> Vec<(u64, &[u8])> {
    let (mut from, mut left, mut found) = (offset, bytes, Vec::new());
    while !left.is_empty() {
        let (sector, rest) = left.split_at(left.len().min((SECTOR - from % SECTOR) as usize));
        found.push((from, sector));
        (from, left) = (from + sector.len() as u64, rest);
    }
    found
}

fn number(bytes: &[u8], at: usize) -> u64 {
    u64::from_ne_bytes(bytes[at..at + 8].try_into().expect("eight bytes"))
}

impl Journal {
    /// Reads it up to the last whole record: what it says of the next had not happened when the program was killed.
    fn read(bytes: &[u8]) -> Self {
        const NAME: u32 = 1;
        const CREATED: u32 = 2;
        const WRITTEN: u32 = 3;
        const RESIZED: u32 = 4;
        const SYNCED: u32 = 5;
        let (mut journal, mut at) = (Self::default(), 0);
        while let Some(head) = bytes.get(at..at + HEAD) {
            let half = |from: usize| u32::from_ne_bytes(head[from..from + 4].try_into().expect("four bytes"));
            let (kind, file) = (half(0), half(4));
            let (offset, length, kept, before) =
                (number(head, 8), number(head, 16), number(head, 24), number(head, 32));
            let (start, middle) = (at + HEAD, at + HEAD + length as usize);
            let end = middle + kept as usize;
            let Some(fresh) = bytes.get(start..middle).filter(|_| end <= bytes.len()) else { break };
            let old = bytes[middle..end].to_vec();
            let what = match kind {
                CREATED => Some(What::Created),
                WRITTEN => Some(What::Written { offset, fresh: fresh.to_vec(), old, before }),
                RESIZED => Some(What::Resized { length: offset, old, before }),
                NAME => {
                    let name = std::str::from_utf8(fresh).expect("the tests' paths are UTF-8");
                    journal.names.insert(file, name.into());
                    None
                }
                SYNCED => {
                    journal.synced.insert(file, before);
                    None
                }
                _ => {
                    journal.names_synced = before;
                    None
                }
            };
            journal.happened.extend(what.map(|what| Happened { file, at: at as u64, what }));
            at = end;
        }
        journal
    }

    fn is_safe(&self, one: &Happened) -> bool {
        match one.what {
            What::Created => one.at < self.names_synced,
            _ => one.at < self.synced.get(&one.file).copied().unwrap_or(0),
        }
    }

    /// The file under its last name; nothing when it is gone.
    fn open(&self, file: u32) -> Option<File> {
        OpenOptions::new().write(true).open(&self.names[&file]).ok()
    }

    fn undo(&self, one: &Happened) {
        let Some(file) = self.open(one.file) else { return };
        let undone = match &one.what {
            // Whether its name is lost is decided when the rest is.
            What::Created => Ok(()),
            What::Written { offset, old, before, .. } => {
                file.write_all_at(old, *offset).and_then(|()| file.set_len(*before))
            }
            What::Resized { length, old, before } => {
                file.set_len(*before).and_then(|()| file.write_all_at(old, *length))
            }
        };
        undone.expect("what was written can be taken back");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_cut_where_sectors_begin() {
        let lengths = |offset, count| {
            sectors(offset, &vec![0; count]).iter().map(|(from, one)| (*from, one.len())).collect::<Vec<_>>()
        };
        assert_eq!(lengths(0, 1024), [(0, 512), (512, 512)]);
        assert_eq!(lengths(500, 30), [(500, 12), (512, 18)]);
        assert_eq!(lengths(7, 0), []);
    }
}
