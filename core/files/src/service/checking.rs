//! ウイルス検査: where a clamd is configured, no file is whole before that has looked into it. It is asked by its protocol INSTREAM.

use super::Uploads;
use crate::model::{Check, Clamd, FileId, Verdict};
use crate::store::{self, FileRow};
use audit::{Record, Subject};
use db::{Db, Lock, Tx};
use directory::store::people;
use kernel::{Actor, Error, Id, Result};
use serde_json::json;
use std::io::{Error as IoError, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::os::unix::net::UnixStream;
use std::time::Duration;

const CONNECTS_WITHIN: Duration = Duration::from_secs(5);
/// So long it may be silent while it looks.
const ANSWERS_WITHIN: Duration = Duration::from_secs(180);
const PIECE: usize = 64 << 10;
/// An answer is no longer.
const LONGEST_ANSWER: u64 = 4 << 10;
/// Checked at a time by the job.
const BATCH: usize = 200;

/// What a clamd says of some bytes.
///
/// Errors: `files.unchecked` when it is not there, or cannot check now.
pub(super) fn ask(clamd: &Clamd, bytes: impl Read) -> Result<Verdict> {
    let answer = match clamd {
        Clamd::Socket(path) => UnixStream::connect(path).and_then(|line| {
            line.set_read_timeout(Some(ANSWERS_WITHIN))?;
            line.set_write_timeout(Some(ANSWERS_WITHIN))?;
            talk(line, bytes)
        }),
        Clamd::Host(host) => connect(host).and_then(|line| {
            line.set_read_timeout(Some(ANSWERS_WITHIN))?;
            line.set_write_timeout(Some(ANSWERS_WITHIN))?;
            talk(line, bytes)
        }),
    };
    let unchecked = |detail: String| Error::unavailable("files.unchecked", format!("{clamd}: {detail}"));
    let answer = answer.map_err(|error| unchecked(error.to_string()))?;
    Verdict::read(&answer).ok_or_else(|| unchecked(String::from_utf8_lossy(&answer).into_owned()))
}

fn connect(host: &str) -> std::io::Result<TcpStream> {
    let mut fault = IoError::from(ErrorKind::AddrNotAvailable);
    for address in host.to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, CONNECTS_WITHIN) {
            Ok(line) => return Ok(line),
            Err(error) => fault = error,
        }
    }
    Err(fault)
}

fn talk(mut line: impl Read + Write, mut bytes: impl Read) -> std::io::Result<Vec<u8>> {
    line.write_all(b"zINSTREAM\0")?;
    let mut piece = vec![0; PIECE];
    let stopped = loop {
        let count = bytes.read(&mut piece)?;
        let sent = line.write_all(&(count as u32).to_be_bytes()).and_then(|()| line.write_all(&piece[..count]));
        match sent {
            Ok(()) if count > 0 => (),
            // It listens no longer once it has enough, and has said so.
            sent => break sent.err(),
        }
    };
    let mut answer = Vec::new();
    let read = line.take(LONGEST_ANSWER).read_to_end(&mut answer);
    match (stopped, read) {
        (Some(error), _) if answer.is_empty() => Err(error),
        (_, Err(error)) if answer.is_empty() => Err(error),
        _ => Ok(answer),
    }
}

/// Notes that a file is to be checked.
pub fn to_be_checked(tx: &mut Tx<'_>, id: FileId) -> Result<FileRow> {
    let person = tx.actor().person;
    tx.lock(Lock::Person(person))?;
    let mut row = super::brought(tx, id)?;
    if row.check.is_none() {
        row.check = Some(Check::Waiting);
        store::to_be_checked(tx, &row)?;
    }
    Ok(row.into_inner())
}

/// Notes what was said of a file that waited for it, unless somebody did so before. What is infected is on record.
pub fn checked(tx: &mut Tx<'_>, row: &FileRow, verdict: &Verdict, address: &str) -> Result<()> {
    tx.lock(Lock::Person(row.owner))?;
    if !store::checked(tx, row.id, verdict.check())? {
        return Ok(());
    }
    let Verdict::Infected(threat) = verdict else { return Ok(()) };
    let name = people::briefs(tx, &[row.owner])?.pop().map(|person| person.name).unwrap_or_default();
    let subject = Subject::of("person", row.owner, name);
    let detail = json!({ "file": row.name, "bytes": row.size, "threat": threat });
    audit::record(tx, &Record { act: "files.infected_refused", subject, detail, address })
}

/// Checks the files of this node that wait for it since nobody answered. They become whole when whoever brought them asks for them next.
pub fn check_waiting(db: &Db, uploads: &Uploads) -> Result<()> {
    let nobody = Actor::system(Id::from_raw(0));
    if uploads.limits.clamd.is_none() {
        return Ok(());
    }
    let (mut after, store) = (FileId::from_raw(0), uploads.name().to_owned());
    loop {
        let name = store.clone();
        let rows = db.read_now(nobody, move |conn| store::unchecked(conn, &name, after, BATCH))?;
        for row in &rows {
            after = row.id;
            match uploads.check(row) {
                Ok(verdict) => {
                    let (row, said) = (row.clone(), verdict.clone());
                    db.write_now(Actor::system(row.org), move |tx| checked(tx, &row, &said, ""))?;
                    if verdict != Verdict::Clean {
                        uploads.drop_part(after)?;
                    }
                }
                // Its bytes are gone: it comes anew, or nobody wants it.
                Err(error) if error.kind() == kernel::Kind::NotFound => (),
                Err(error) => {
                    tracing::warn!(%error, "files wait to be checked for viruses");
                    return Ok(());
                }
            }
        }
        if rows.len() < BATCH {
            return Ok(());
        }
    }
}
