//! `engawa extract`: reads one file of anybody's, in a process that holds nothing else.

use files::model::{LARGEST_READ, Unread, words};
use files::service::{TOO_LARGE, UNREADABLE};
use rlimit::{Resource, getrlimit, setrlimit};
use std::io::{Read, Write};
use std::process::ExitCode;

/// Memory that it may take.
const MOST_MEMORY: u64 = 1 << 30;
/// Seconds of a processor.
const MOST_TIME: u64 = 20;
/// Files that it may hold: its input and output, and what the system needs.
const MOST_FILES: u64 = 16;

/// Bounds what this process may do from now on: it writes no file, and whatever a file makes of it ends with it.
fn bound() -> std::io::Result<()> {
    let bounds = [
        (Resource::AS, MOST_MEMORY),
        (Resource::CPU, MOST_TIME),
        (Resource::FSIZE, 0),
        (Resource::CORE, 0),
        (Resource::NOFILE, MOST_FILES),
    ];
    bounds.into_iter().try_for_each(|(resource, most)| {
        // The system may allow less than that already.
        let most = most.min(getrlimit(resource)?.1);
        setrlimit(resource, most, most)
    })
}

/// Writes what the file on the input says.
pub(super) fn run() -> ExitCode {
    if bound().is_err() {
        return ExitCode::FAILURE;
    }
    let mut bytes = Vec::new();
    if std::io::stdin().lock().take(LARGEST_READ + 1).read_to_end(&mut bytes).is_err() {
        return ExitCode::FAILURE;
    }
    match words(&bytes) {
        Ok(text) if std::io::stdout().lock().write_all(text.as_bytes()).is_ok() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(Unread::Unreadable) => ExitCode::from(UNREADABLE),
        Err(Unread::TooLarge) => ExitCode::from(TOO_LARGE),
    }
}
