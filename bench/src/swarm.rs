//! Thousands of clients of one server in a process of their own: a process may not hold more files than the system lets it,
//! and a client that costs next to nothing leaves the cores to the server.
//!
//! A swarm reads one [`Job`] from its standard input and says when all its clients are there. Then each [`Round`] that it reads is
//! a text to wait for: it says that it listens, and when the text has reached every client, when it reached each. It looks for the
//! text in the bytes as they come and knows nothing of frames, so that all servers are measured alike.

use crate::part::Part;
use kernel::{Clock, SystemClock};
use memchr::memmem::Finder;
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};
use serde::{Deserialize, Serialize};
use std::io::{Error, ErrorKind, Read, Result, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Semaphore;

/// Handshakes under way at the same time.
const AT_ONCE: usize = 64;
/// Clients that share an address: the system looks long for a free port when half of them are taken.
const FROM_ONE_ADDRESS: usize = 8_000;
/// A text that has not reached everybody by then counts as lost for the others.
const PATIENCE: Duration = Duration::from_secs(60);
/// What comes twice comes soon; and whatever else a round has stirred up has settled when the next begins.
const GRACE: Duration = Duration::from_millis(100);

/// Who the clients are and how they come in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Job {
    /// Where the server listens.
    pub(crate) address: SocketAddr,
    /// How it is spoken to.
    pub(crate) speak: Speak,
    /// Texts that each client has missed and is sent when it comes in; it is there when it has the last of them.
    pub(crate) missed: Vec<String>,
}

/// A protocol, and its clients.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Speak {
    /// Nothing is said; whatever comes is read.
    Plain(usize),
    /// Our own: WebSockets that resume at a position, each of a session's token.
    Engawa {
        /// Of the sessions.
        tokens: Vec<String>,
        /// The life of the database.
        epoch: String,
        /// What all have seen.
        tick: i64,
    },
    /// XMPP: so many anonymous clients in one room of several.
    Xmpp(usize),
}

impl Speak {
    /// Our own, at a position as the first screen tells it.
    pub(crate) fn engawa(tokens: Vec<String>, position: &serde_json::Value) -> Self {
        let epoch = position["epoch"].as_str().expect("an epoch").to_owned();
        Speak::Engawa { tokens, epoch, tick: position["tick"].as_i64().expect("a number") }
    }
}

/// A text to wait for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Round {
    /// It stands in what every client is sent.
    pub(crate) marker: String,
    /// What the first client says to have it sent; without it somebody else sees to that.
    pub(crate) say: Option<String>,
}

/// What a swarm says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Report {
    /// So many clients are there, which took so long.
    Ready {
        /// How many.
        clients: usize,
        /// Milliseconds until each was there, from the first handshake, in order.
        after_ms: Vec<f64>,
        /// How many texts did not come to a client that had missed them.
        lost: usize,
        /// How many came more than once.
        doubled: usize,
    },
    /// It waits for the text.
    Listening,
    /// How a round went.
    Done(Outcome),
}

/// How a round went.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// When the first client said its text, in microseconds since 1970; nothing when it said none.
    pub(crate) said_us: Option<u64>,
    /// When the text came to each client that it reached, in microseconds since 1970, in order.
    pub(crate) at_us: Vec<u64>,
    /// How often it came to a client that had it.
    pub(crate) doubled: usize,
    /// The bytes that brought it to the first client.
    pub(crate) frame: Vec<u8>,
}

/// Microseconds since 1970, the one clock that two processes share.
pub(crate) fn now_us() -> u64 {
    SystemClock.now().micros().cast_unsigned()
}

/// A swarm, as the process that measures sees it.
pub(crate) struct Swarm {
    part: Part,
    /// Milliseconds until each client was there.
    pub(crate) after_ms: Vec<f64>,
    /// Of the texts that clients had missed, how many did not come.
    pub(crate) lost: usize,
    /// How many of them came more than once.
    pub(crate) doubled: usize,
}

impl Swarm {
    /// Starts one and waits until all its clients are there.
    pub(crate) fn start(job: &Job) -> Self {
        let mut swarm = Self::send(job);
        swarm.wait();
        swarm
    }

    /// Starts one; [`Swarm::wait`] has to follow.
    pub(crate) fn send(job: &Job) -> Self {
        let mut swarm = Self { part: Part::start("swarm"), after_ms: Vec::new(), lost: 0, doubled: 0 };
        swarm.say(job);
        swarm
    }

    /// Waits until all clients are there.
    pub(crate) fn wait(&mut self) {
        let Report::Ready { after_ms, lost, doubled, .. } = self.hear() else {
            panic!("a swarm says first that it is there")
        };
        (self.after_ms, self.lost, self.doubled) = (after_ms, lost, doubled);
    }

    /// Waits for a text that `cause` has sent.
    pub(crate) fn round(&mut self, round: &Round, cause: impl FnOnce()) -> Outcome {
        self.listen(round);
        cause();
        self.outcome()
    }

    /// Makes it wait for a text; [`Swarm::outcome`] has to follow.
    pub(crate) fn listen(&mut self, round: &Round) {
        self.say(round);
        assert!(matches!(self.hear(), Report::Listening), "a swarm listens before it is told anything");
    }

    /// How the round went.
    pub(crate) fn outcome(&mut self) -> Outcome {
        let Report::Done(outcome) = self.hear() else { panic!("a swarm says how it went") };
        outcome
    }

    fn say(&mut self, what: &impl Serialize) {
        let line = serde_json::to_string(what).expect("plain data");
        self.part.give(format!("{line}\n").as_bytes());
    }

    fn hear(&mut self) -> Report {
        let line = self.part.line();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("a swarm ended with {line:?}: {error}"))
    }
}

/// The swarm's own process.
pub(crate) fn run() {
    let mut lines = std::io::stdin().lines();
    let mut next = || lines.next().map(|line| line.expect("the input is text"));
    let job: Job = serde_json::from_str(&next().expect("a job")).expect("a job");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let Gathered { streams, after_ms, lost, doubled } = runtime.block_on(gather(&job)).expect("all clients come in");
    let mut crowd = Crowd::of(streams).expect("all clients can be watched");
    tell(&Report::Ready { clients: crowd.clients.len(), after_ms, lost, doubled });
    while let Some(line) = next() {
        let round: Round = serde_json::from_str(&line).expect("a round");
        tell(&Report::Listening);
        tell(&Report::Done(crowd.round(&round).expect("the system lets them be watched")));
    }
}

fn tell(report: &Report) {
    println!("{}", serde_json::to_string(report).expect("plain data"));
}

#[derive(Default)]
struct Gathered {
    streams: Vec<std::net::TcpStream>,
    after_ms: Vec<f64>,
    lost: usize,
    doubled: usize,
}

async fn gather(job: &Job) -> Result<Gathered> {
    let doors = Arc::new(Semaphore::new(AT_ONCE));
    let begin = Instant::now();
    let tasks: Vec<_> = (0..job.clients())
        .map(|place| {
            let doors = doors.clone();
            let entry = Entry {
                from: source(job.address.port(), place),
                address: job.address,
                greeting: job.greeting(place),
                missed: job.missed.clone(),
            };
            tokio::spawn(async move {
                let _door = doors.acquire().await.expect("never closed");
                let (stream, counts) = entry.enter().await?;
                Ok::<_, Error>((stream.into_std()?, begin.elapsed().as_secs_f64() * 1000.0, counts))
            })
        })
        .collect();
    let mut gathered = Gathered::default();
    for task in tasks {
        let (stream, after, counts) = task.await.expect("clients do not panic")?;
        gathered.streams.push(stream);
        gathered.after_ms.push(after);
        gathered.lost += counts.iter().filter(|count| **count == 0).count();
        gathered.doubled += counts.iter().map(|count| count.saturating_sub(1)).sum::<usize>();
    }
    gathered.after_ms.sort_by(f64::total_cmp);
    Ok(gathered)
}

/// What a client says, and which text has to come before it says the next.
type Greeting = Vec<(Vec<u8>, &'static str)>;

/// The address from which a client comes. Servers' clients share none, or they would run out of ports together.
fn source(port: u16, place: usize) -> Ipv4Addr {
    let [high, low] = port.to_be_bytes();
    Ipv4Addr::new(127, high, low, 1 + (place / FROM_ONE_ADDRESS) as u8)
}

struct Entry {
    from: Ipv4Addr,
    address: SocketAddr,
    greeting: Greeting,
    missed: Vec<String>,
}

impl Entry {
    /// Comes in; how often each of the missed texts came.
    async fn enter(&self) -> Result<(tokio::net::TcpStream, Vec<usize>)> {
        let socket = tokio::net::TcpSocket::new_v4()?;
        socket.bind((self.from, 0).into())?;
        let mut stream = socket.connect(self.address).await?;
        stream.set_nodelay(true)?;
        let mut heard = Vec::new();
        for (say, until) in &self.greeting {
            stream.write_all(say).await?;
            heard.clear();
            read_until(&mut stream, &mut heard, until).await?;
        }
        if let Some(last) = self.missed.last() {
            read_until(&mut stream, &mut heard, last).await?;
        }
        let counts = self.missed.iter().map(|text| memchr::memmem::find_iter(&heard, text).count()).collect();
        Ok((stream, counts))
    }
}

async fn read_until(stream: &mut tokio::net::TcpStream, heard: &mut Vec<u8>, text: &str) -> Result<()> {
    while memchr::memmem::find(heard, text.as_bytes()).is_none() {
        if stream.read_buf(heard).await? == 0 {
            let said = String::from_utf8_lossy(heard).into_owned();
            return Err(Error::new(ErrorKind::UnexpectedEof, format!("waiting for {text}, heard {said}")));
        }
    }
    Ok(())
}

impl Job {
    fn clients(&self) -> usize {
        match &self.speak {
            Speak::Plain(clients) | Speak::Xmpp(clients) => *clients,
            Speak::Engawa { tokens, .. } => tokens.len(),
        }
    }

    fn greeting(&self, place: usize) -> Greeting {
        let address = self.address;
        match &self.speak {
            Speak::Plain(_) => Vec::new(),
            Speak::Engawa { tokens, epoch, tick } => {
                let token = &tokens[place];
                let upgrade = format!(
                    "GET /api/live HTTP/1.1\r\nhost: {address}\r\ncookie: engawa_session={token}\r\nupgrade: websocket\r\n\
                     connection: Upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
                );
                let hello = format!("{{\"t\":\"hello\",\"epoch\":\"{epoch}\",\"tick\":{tick}}}");
                vec![(upgrade.into_bytes(), "\r\n\r\n"), (masked(hello.as_bytes()), "\"t\":\"ready\"")]
            }
            Speak::Xmpp(_) => {
                let stream = "<stream:stream to='localhost' version='1.0' xmlns='jabber:client' \
                              xmlns:stream='http://etherx.jabber.org/streams'>";
                let auth = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>";
                let bind = "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";
                let join = format!(
                    "<presence to='{XMPP_ROOM}/client{place}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>"
                );
                [
                    (stream.to_owned(), "</stream:features>"),
                    (auth.to_owned(), "<success"),
                    (stream.to_owned(), "</stream:features>"),
                    (bind.to_owned(), "</iq>"),
                    (join, "<subject"),
                ]
                .map(|(say, until)| (say.into_bytes(), until))
                .into()
            }
        }
    }
}

/// The room in which XMPP clients meet.
pub(crate) const XMPP_ROOM: &str = "hall@conference.localhost";

/// A short text as a WebSocket's client sends it. The mask may be anything, so it is nothing.
fn masked(text: &[u8]) -> Vec<u8> {
    let mut wire = vec![0x81];
    match u8::try_from(text.len()) {
        Ok(length @ ..126) => wire.push(0x80 | length),
        _ => {
            wire.push(0x80 | 126);
            wire.extend((text.len() as u16).to_be_bytes());
        }
    }
    wire.extend([0; 4]);
    wire.extend(text);
    wire
}

/// All clients of the process, on one thread.
struct Crowd {
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
    fn of(streams: Vec<std::net::TcpStream>) -> Result<Self> {
        let poll = Poll::new()?;
        let mut clients = Vec::with_capacity(streams.len());
        for (place, stream) in streams.into_iter().enumerate() {
            let mut stream = TcpStream::from_std(stream);
            poll.registry().register(&mut stream, Token(place), Interest::READABLE)?;
            clients.push(Client { stream, tail: Vec::new(), at_us: None });
        }
        Ok(Self { poll, clients, buffer: vec![0; 64 << 10] })
    }

    fn round(&mut self, round: &Round) -> Result<Outcome> {
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
                loop {
                    let count = match client.stream.read(&mut self.buffer) {
                        Ok(0) => break,
                        Ok(count) => count,
                        Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                        Err(error) => return Err(error),
                    };
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
}

impl Client {
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

    #[test]
    fn a_text_is_found_once_however_it_is_cut() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let stream = std::net::TcpStream::connect(listener.local_addr().expect("an address")).expect("a line");
        let mut client = Client { stream: TcpStream::from_std(stream), tail: Vec::new(), at_us: None };
        let bytes = b"..marker-1...marker-2..";
        for piece in 1..bytes.len() {
            let found: usize = bytes.chunks(piece).map(|chunk| client.find(chunk, &Finder::new("marker-1"))).sum();
            assert_eq!(found, 1, "in pieces of {piece}");
        }
    }

    #[test]
    fn what_a_websocket_client_says_is_masked_with_nothing() {
        assert_eq!(masked(b"hi"), [0x81, 0x82, 0, 0, 0, 0, b'h', b'i']);
        assert_eq!(masked(&[b'a'; 200])[..4], [0x81, 0xfe, 0, 200]);
    }
}
