//! Reading what files say, for search: one after another, each in a process of its own that may take so much memory and time, is given
//! nothing else and writes nothing. It runs as the same user: what keeps a file from more is that its readers are memory safe.

use super::Uploads;
use crate::model::{FileId, LARGEST_READ, MOST_WORDS, Unread, words};
use crate::store::{self, FileRow};
use db::{Db, Lock, Tx};
use kernel::{Actor, Error, Id, Kind, Result};
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// How long it rests when no file waits.
const REST: Duration = Duration::from_secs(2);
/// How long it rests when a file could not be looked at for no fault of the file's.
const LONG_REST: Duration = Duration::from_secs(60);
/// How long the reading of one file may take.
const MOST_TIME: Duration = Duration::from_secs(30);

/// What the process that reads ends with when it is none of what is read.
pub const UNREADABLE: u8 = 3;
/// What it ends with when it is too much.
pub const TOO_LARGE: u8 = 4;

/// What is done with a file of which it is known now what it says, within the transaction that keeps that.
pub type Told = fn(&mut Tx<'_>, FileId) -> Result<()>;

/// How texts are compared.
pub type Folded = fn(&str) -> String;

/// Reads files, on a thread of its own or step by step.
pub struct Reader {
    db: Db,
    uploads: Arc<Uploads>,
    folded: Folded,
    told: Told,
    stopped: (Mutex<bool>, Condvar),
}

impl Reader {
    /// One that is not at work yet.
    pub fn new(db: Db, uploads: Arc<Uploads>, folded: Folded, told: Told) -> Self {
        Self { db, uploads, folded, told, stopped: Default::default() }
    }

    /// Works on the calling thread until [`Reader::stop`] is called.
    pub fn work(&self) {
        loop {
            let rest = match self.catch_up() {
                Ok(()) => REST,
                Err(error) => {
                    tracing::warn!(%error, "files wait to be read for search");
                    LONG_REST
                }
            };
            let stopped = self.stopped.0.lock().expect("nobody panics while holding the word to stop");
            let waited = self.stopped.1.wait_timeout_while(stopped, rest, |stopped| !*stopped);
            if *waited.expect("nobody panics while holding the word to stop").0 {
                return;
            }
        }
    }

    /// Ends [`Reader::work`] after the file that it is at.
    pub fn stop(&self) {
        *self.stopped.0.lock().expect("nobody panics while holding the word to stop") = true;
        self.stopped.1.notify_all();
    }

    fn is_stopped(&self) -> bool {
        *self.stopped.0.lock().expect("nobody panics while holding the word to stop")
    }

    /// Reads all files of this node that wait, the newest first. One that cannot be looked at now holds up no other; of these the last error
    /// is given.
    pub fn catch_up(&self) -> Result<()> {
        const NEWEST: FileId = FileId::from_raw(i64::MAX);
        let (mut below, mut last) = (NEWEST, Ok(()));
        while !self.is_stopped() {
            let store = self.uploads.name().to_owned();
            let next = self.db.read_now(nobody(), move |conn| store::words::next(conn, below, &store))?;
            let Some(row) = next else { break };
            match self.read(&row) {
                // What came meanwhile is newer than what is left.
                Ok(()) if last.is_ok() => below = NEWEST,
                Ok(()) => below = row.id,
                Err(error) => (below, last) = (row.id, Err(error)),
            }
        }
        last
    }

    fn read(&self, row: &FileRow) -> Result<()> {
        let said = match self.bytes(row) {
            Ok(bytes) => self.words(&bytes)?,
            // What the disk has lost says nothing.
            Err(error) if error.kind() == Kind::NotFound => Err(Unread::Unreadable),
            Err(error) => return Err(error),
        };
        let said = said.map(|words| {
            let folded = (self.folded)(&words);
            (words, folded)
        });
        let (id, told) = (row.id, self.told);
        self.db.write_now(Actor::system(row.org), move |tx| {
            tx.lock(Lock::Jobs)?;
            let says_something = said.as_ref().is_ok_and(|(words, _)| !words.is_empty());
            if store::words::keep(tx, id, &said)? && says_something { told(tx, id) } else { Ok(()) }
        })
    }

    fn bytes(&self, row: &FileRow) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let contents = self.uploads.contents(row)?;
        let read = contents.take(LARGEST_READ + 1).read_to_end(&mut bytes);
        read.map_err(|error| Error::unavailable("disk_failed", error))?;
        Ok(bytes)
    }

    fn words(&self, bytes: &[u8]) -> Result<std::result::Result<String, Unread>> {
        match &self.uploads.limits.reader {
            Some(program) => apart(program, bytes),
            None => Ok(words(bytes)),
        }
    }
}

fn nobody() -> Actor {
    Actor::system(Id::from_raw(0))
}

/// Signals by which a process ends for its file's sake: aborted, out of bounds, out of its time.
const OWN_FAULTS: [i32; 4] = [6, 7, 11, 24];

/// Has a process read a file: it is given its bytes and nothing else.
///
/// Errors: `files.no_reader` when it could not begin, or was ended from outside: that says nothing of the file.
fn apart(program: &Path, bytes: &[u8]) -> Result<std::result::Result<String, Unread>> {
    let mut command = Command::new(program);
    // No name of the database, no way to it. The allocator asks for little at a time, since the process may have little.
    command.arg("extract").env_clear().env("MIMALLOC_ARENA_RESERVE", "32M");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).current_dir("/");
    let mut child = command.spawn().map_err(|error| Error::unavailable("files.no_reader", error))?;
    let mut had_its_time = false;
    let (text, status) = std::thread::scope(|scope| {
        let (input, output) = (child.stdin.take(), child.stdout.take());
        scope.spawn(move || {
            // It may end before it has all.
            input.map(|mut input| input.write_all(bytes).ok())
        });
        let (done, read) = channel();
        scope.spawn(move || {
            let mut text = Vec::new();
            if let Some(output) = output {
                output.take(MOST_WORDS as u64 * 2).read_to_end(&mut text).ok();
            }
            done.send(text).ok();
        });
        let text = read.recv_timeout(MOST_TIME).unwrap_or_else(|_| {
            had_its_time = true;
            child.kill().ok();
            Vec::new()
        });
        (text, child.wait())
    });
    let status = status.map_err(|error| Error::unavailable("files.no_reader", error))?;
    let ended_from_outside = status.signal().is_some_and(|signal| !OWN_FAULTS.contains(&signal));
    if status.code() == Some(1) || (ended_from_outside && !had_its_time) {
        return Err(Error::unavailable("files.no_reader", format!("the process that reads ended: {status}")));
    }
    Ok(match status.code() {
        Some(0) => String::from_utf8(text).map_err(|_| Unread::Unreadable),
        Some(code) if code == i32::from(TOO_LARGE) => Err(Unread::TooLarge),
        Some(code) if code == i32::from(UNREADABLE) => Err(Unread::Unreadable),
        _ => {
            tracing::info!(%status, "a file was too much for the process that reads");
            Err(Unread::TooLarge)
        }
    })
}
