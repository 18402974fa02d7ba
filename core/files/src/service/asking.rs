//! The talk with a clamd, by its protocol INSTREAM. Nobody waits for one that hangs: it is greeted before, and each talk has an end.

use crate::model::{Clamd, Verdict};
use kernel::{Error, Result};
use std::io::{Error as IoError, ErrorKind, Read, Result as IoResult, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

const PIECE: usize = 64 << 10;
/// An answer is no longer.
const LONGEST_ANSWER: u64 = 4 << 10;

/// How long a clamd is waited for.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// Until it has answered a greeting.
    greeting: Duration,
    /// Until it has taken a file and looked into it.
    file: Duration,
    /// So much longer for each mebibyte.
    mebibyte: Duration,
}

const PATIENCE: Patience =
    Patience { greeting: Duration::from_secs(3), file: Duration::from_secs(60), mebibyte: Duration::from_secs(1) };

/// What a clamd says of so many bytes.
///
/// Errors: `files.unchecked` when it is not there, does not greet, or cannot check now.
pub(super) fn ask(clamd: &Clamd, bytes: impl Read, size: u64) -> Result<Verdict> {
    ask_within(PATIENCE, clamd, bytes, size)
}

fn ask_within(patience: Patience, clamd: &Clamd, bytes: impl Read, size: u64) -> Result<Verdict> {
    let unchecked = |detail: String| Error::unavailable("files.unchecked", format!("{clamd}: {detail}"));
    let mebibytes = u32::try_from(size >> 20).unwrap_or(u32::MAX);
    let answer = greet(Line::open(clamd, patience.greeting)).and_then(|()| {
        let mut line = Line::open(clamd, patience.greeting)?;
        line.until = Instant::now() + patience.file + patience.mebibyte.saturating_mul(mebibytes);
        talk(line, bytes)
    });
    let answer = answer.map_err(|error| unchecked(error.to_string()))?;
    Verdict::read(&answer).ok_or_else(|| unchecked(String::from_utf8_lossy(&answer).into_owned()))
}

enum Stream {
    Socket(UnixStream),
    Host(TcpStream),
}

/// A line that is over at a moment, whoever is slow.
struct Line {
    stream: Stream,
    until: Instant,
}

impl Line {
    fn open(clamd: &Clamd, within: Duration) -> IoResult<Self> {
        let stream = match clamd {
            Clamd::Socket(path) => Stream::Socket(connect_to_socket(path)?),
            Clamd::Host(host) => Stream::Host(connect_to_host(host, within)?),
        };
        Ok(Self { stream, until: Instant::now() + within })
    }

    fn left(&self) -> IoResult<Option<Duration>> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(Some(left)) }
    }
}

impl Read for Line {
    fn read(&mut self, bytes: &mut [u8]) -> IoResult<usize> {
        let left = self.left()?;
        match &mut self.stream {
            Stream::Socket(line) => line.set_read_timeout(left).and_then(|()| line.read(bytes)),
            Stream::Host(line) => line.set_read_timeout(left).and_then(|()| line.read(bytes)),
        }
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> IoResult<usize> {
        let left = self.left()?;
        match &mut self.stream {
            Stream::Socket(line) => line.set_write_timeout(left).and_then(|()| line.write(bytes)),
            Stream::Host(line) => line.set_write_timeout(left).and_then(|()| line.write(bytes)),
        }
    }

    fn flush(&mut self) -> IoResult<()> {
        Ok(())
    }
}

/// Connects without waiting: where a clamd accepts nobody any more, a connection that waits for its place would never end.
fn connect_to_socket(path: &Path) -> IoResult<UnixStream> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let line = runtime.block_on(tokio::net::UnixStream::connect(path))?.into_std()?;
    line.set_nonblocking(false)?;
    Ok(line)
}

fn connect_to_host(host: &str, within: Duration) -> IoResult<TcpStream> {
    let mut fault = IoError::from(ErrorKind::AddrNotAvailable);
    for address in host.to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, within) {
            Ok(line) => return Ok(line),
            Err(error) => fault = error,
        }
    }
    Err(fault)
}

fn greet(line: IoResult<Line>) -> IoResult<()> {
    let mut line = line?;
    line.write_all(b"zPING\0")?;
    match &*answered(&mut line)? {
        b"PONG\0" => Ok(()),
        _ => Err(IoError::other("it is no clamd")),
    }
}

fn answered(line: &mut Line) -> IoResult<Vec<u8>> {
    let mut answer = Vec::new();
    let read = line.take(LONGEST_ANSWER).read_to_end(&mut answer);
    // One that ends the line amid what it is sent has said why before.
    match (answer.ends_with(&[0]), read) {
        (true, _) => Ok(answer),
        (false, Err(error)) => Err(error),
        (false, Ok(_)) => Err(ErrorKind::UnexpectedEof.into()),
    }
}

fn talk(mut line: Line, mut bytes: impl Read) -> IoResult<Vec<u8>> {
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
    match (answered(&mut line), stopped) {
        // Nothing was found in what it has seen, which is not all.
        (Ok(answer), Some(error)) if Verdict::read(&answer) == Some(Verdict::Clean) => Err(error),
        (Err(_), Some(error)) => Err(error),
        (answer, _) => answer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;
    use std::sync::mpsc;
    use std::thread;

    const LONG: Duration = Duration::from_secs(20);
    const SHORT: Duration = Duration::from_millis(200);
    const PATIENT: Patience = Patience { greeting: LONG, file: LONG, mebibyte: Duration::ZERO };
    /// A greeting, and three bytes as they are sent.
    const GREETING: usize = 6;
    const THREE: usize = 10 + 4 + 3 + 4;

    /// What comes of asking a clamd that says so after so many bytes, on one line after another; where it says nothing it hangs.
    fn asked(patience: Patience, says: &[(usize, Option<&'static [u8]>)]) -> Result<Verdict> {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let clamd = Clamd::Host(listener.local_addr().expect("an address").to_string());
        let (done, is_done) = mpsc::channel::<()>();
        thread::scope(|scope| {
            scope.spawn(move || {
                for (count, answer) in says {
                    let (mut line, _) = listener.accept().expect("a line");
                    let is_sent = line.read_exact(&mut vec![0; *count]).is_ok();
                    match answer {
                        Some(answer) if is_sent => line.write_all(answer).expect("it is read"),
                        _ => drop(is_done.recv()),
                    }
                }
            });
            let said = ask_within(patience, &clamd, &b"abc"[..], 3);
            drop(done);
            said
        })
    }

    const GREETS: (usize, Option<&[u8]>) = (GREETING, Some(b"PONG\0"));

    #[test]
    fn whole_answers_of_one_who_greeted_are_believed() {
        let clean = asked(PATIENT, &[GREETS, (THREE, Some(b"stream: OK\0"))]);
        assert_eq!(clean.expect("answered"), Verdict::Clean);
        let found = asked(PATIENT, &[GREETS, (THREE, Some(b"stream: Eicar FOUND\0"))]);
        assert_eq!(found.expect("answered"), Verdict::Infected("Eicar".into()));
    }

    #[test]
    fn who_hangs_or_breaks_off_is_waited_for_no_longer_than_that_and_has_found_nothing_out() {
        let of_greeting = asked(Patience { greeting: SHORT, ..PATIENT }, &[(GREETING, None)]);
        let of_file = asked(Patience { file: SHORT, ..PATIENT }, &[GREETS, (THREE, None)]);
        let other = asked(PATIENT, &[(GREETING, Some(b"220 mail\r\n"))]);
        let cut = asked(PATIENT, &[GREETS, (THREE, Some(b"stream: OK"))]);
        let none = asked(PATIENT, &[GREETS, (THREE, Some(b""))]);
        for said in [of_greeting, of_file, other, cut, none] {
            assert_eq!(said.expect_err("it did not say").code(), "files.unchecked");
        }
    }
}
