//! The clients of a [swarm](crate::swarm) once they are there, on one thread. They look for texts in the bytes as they come and
//! know nothing of frames, so that all servers are measured alike.

use crate::swarm::{Heard, Outcome, Round, Watch, now_us};
use memchr::memmem::Finder;
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};
use std::io::{ErrorKind, Read, Result, Write};
use std::time::{Duration, Instant};

/// A text that has not reached everybody by then counts as lost for the others.
const PATIENCE: Duration = Duration::from_secs(60);
/// What comes twice comes soon; and whatever else a round has stirred up has settled when the next begins.
const GRACE: Duration = Duration::from_millis(100);
/// Of a number after a marker.
const DIGITS: usize = 6;

/// All clients of the process, on one thread.
pub(crate) struct Crowd {
    poll: Poll,
    clients: Vec<Client>,
    buffer: Vec<u8>,
}

struct Client {
    stream: TcpStream,
    /// The last bytes that came: a text may be cut in two.
    tail: Vec<u8>,
    /// When the round's text came.
    at_us: Option<u64>,
}

impl Crowd {
    pub(crate) fn of(streams: Vec<std::net::TcpStream>) -> Result<Self> {
        let poll = Poll::new()?;
        let mut clients = Vec::with_capacity(streams.len());
        for (place, stream) in streams.into_iter().enumerate() {
            let mut stream = TcpStream::from_std(stream);
            poll.registry().register(&mut stream, Token(place), Interest::READABLE)?;
            clients.push(Client { stream, tail: Vec::new(), at_us: None });
        }
        Ok(Self { poll, clients, buffer: vec![0; 64 << 10] })
    }

    /// How many clients it has.
    pub(crate) fn count(&self) -> usize {
        self.clients.len()
    }

    /// Waits for a text.
    pub(crate) fn round(&mut self, round: &Round) -> Result<Outcome> {
        for client in &mut self.clients {
            client.at_us = None;
        }
        let said_us = match &round.say {
            None => None,
            Some(text) => {
                let now = now_us();
                self.clients[0].stream.write_all(text.as_bytes())?;
                Some(now)
            }
        };
        let (mut reached, mut doubled, mut frame) = (0, 0, Vec::new());
        let text = Finder::new(&round.marker);
        let mut events = Events::with_capacity(1024);
        let begin = Instant::now();
        let mut ends = begin + PATIENCE;
        while let Some(left) = ends.checked_duration_since(Instant::now()) {
            match self.poll.poll(&mut events, Some(left)) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                other => other?,
            }
            for event in &events {
                let place = event.token().0;
                let client = &mut self.clients[place];
                while let Some(count) = client.read(&mut self.buffer)? {
                    for _ in 0..client.find(&self.buffer[..count], &text) {
                        match client.at_us {
                            Some(_) => doubled += 1,
                            None => {
                                client.at_us = Some(now_us());
                                reached += 1;
                                if place == 0 {
                                    frame = self.buffer[..count].to_vec();
                                }
                            }
                        }
                    }
                    if count < self.buffer.len() {
                        break;
                    }
                }
            }
            if reached == self.clients.len() && ends > begin + PATIENCE - GRACE {
                ends = Instant::now() + GRACE;
            }
        }
        let mut at_us: Vec<u64> = self.clients.iter().filter_map(|client| client.at_us).collect();
        at_us.sort_unstable();
        Ok(Outcome { said_us, at_us, doubled, frame })
    }

    /// Writes down what comes.
    pub(crate) fn watch(&mut self, watch: &Watch) -> Result<Vec<Heard>> {
        let mut heard = Vec::new();
        let marker = Finder::new(&watch.marker);
        let mut events = Events::with_capacity(1024);
        let ends = Instant::now() + Duration::from_millis(watch.ms);
        while let Some(left) = ends.checked_duration_since(Instant::now()) {
            match self.poll.poll(&mut events, Some(left)) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                other => other?,
            }
            for event in &events {
                let place = event.token().0;
                let client = &mut self.clients[place];
                while let Some(count) = client.read(&mut self.buffer)? {
                    let at_us = now_us();
                    let numbers = client.numbers(&self.buffer[..count], &marker);
                    heard.extend(numbers.into_iter().map(|number| Heard { client: place, number, at_us }));
                    if count < self.buffer.len() {
                        break;
                    }
                }
            }
        }
        Ok(heard)
    }
}

impl Client {
    /// How much has come; nothing when that was all, or the line has ended.
    fn read(&mut self, buffer: &mut [u8]) -> Result<Option<usize>> {
        match self.stream.read(buffer) {
            Ok(0) => Ok(None),
            Ok(count) => Ok(Some(count)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The six digits after each marker that ends in these bytes, which follow those that came before.
    fn numbers(&mut self, bytes: &[u8], marker: &Finder<'_>) -> Vec<u32> {
        self.tail.extend_from_slice(bytes);
        let whole = marker.needle().len() + DIGITS;
        let (mut numbers, mut done) = (Vec::new(), 0);
        for at in marker.find_iter(&self.tail).filter(|at| at + whole <= self.tail.len()) {
            let digits = std::str::from_utf8(&self.tail[at + whole - DIGITS..at + whole]);
            numbers.extend(digits.ok().and_then(|digits| digits.parse::<u32>().ok()));
            done = at + whole;
        }
        self.tail.drain(..done.max(self.tail.len().saturating_sub(whole - 1)));
        numbers
    }
    /// How often a text ends in these bytes, which follow those that came before.
    fn find(&mut self, bytes: &[u8], text: &Finder<'_>) -> usize {
        self.tail.extend_from_slice(bytes);
        let found = text.find_iter(&self.tail).count();
        let keep = self.tail.len().min(text.needle().len() - 1);
        self.tail.drain(..self.tail.len() - keep);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    fn client() -> Client {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let stream = std::net::TcpStream::connect(listener.local_addr().expect("an address")).expect("a line");
        Client { stream: TcpStream::from_std(stream), tail: Vec::new(), at_us: None }
    }

    #[test]
    fn a_text_is_found_once_however_it_is_cut() {
        let mut client = client();
        let bytes = b"..marker-1...marker-2..";
        for piece in 1..bytes.len() {
            let found: usize = bytes.chunks(piece).map(|chunk| client.find(chunk, &Finder::new("marker-1"))).sum();
            assert_eq!(found, 1, "in pieces of {piece}");
        }
    }

    #[test]
    fn numbers_are_read_once_however_they_are_cut() {
        let bytes = b"..marker-000001marker-000002...marker-000003.";
        for piece in 1..bytes.len() {
            let mut client = client();
            let chunks = bytes.chunks(piece);
            let numbers: Vec<u32> = chunks.flat_map(|chunk| client.numbers(chunk, &Finder::new("marker-"))).collect();
            assert_eq!(numbers, [1, 2, 3], "in pieces of {piece}");
        }
    }
}
