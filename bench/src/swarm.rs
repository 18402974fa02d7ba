//! Thousands of clients of one server in a process of their own: a process may not hold more files than the system lets it,
//! and a client that costs next to nothing leaves the cores to the server.
//!
//! A swarm reads one [`Job`] from its standard input and says when all its clients are there. Then each [`Round`] that it reads is
//! a text to wait for: it says that it listens, and when the text has reached every client, when it reached each. Each
//! [`Watch`] is a time in which it writes down whatever text came to whom.

use crate::crowd::Crowd;
use crate::part::Part;
use crate::synapse::Since;
use kernel::{Clock, SystemClock};
use serde::{Deserialize, Serialize};
use std::io::{Error, ErrorKind, Result};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Semaphore;

/// Handshakes under way at the same time.
pub(crate) const AT_ONCE: usize = 64;
/// Clients that share an address: the system looks long for a free port when half of them are taken.
const FROM_ONE_ADDRESS: usize = 8_000;

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
    /// Matrix: so many clients who wait for what is newer.
    Matrix(usize, Since),
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

/// Texts to write down as they come: six digits after a marker.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Watch {
    /// It stands before the digits.
    pub(crate) marker: String,
    /// For how long, in milliseconds.
    pub(crate) ms: u64,
}

/// What a swarm is told once its clients are there.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Order {
    Round(Round),
    Watch(Watch),
}

/// A text that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Heard {
    /// To which client.
    pub(crate) client: usize,
    /// The six digits.
    pub(crate) number: u32,
    /// When, in microseconds since 1970.
    pub(crate) at_us: u64,
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
    /// What came while it watched.
    Heard(Vec<Heard>),
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
        self.order(&Order::Round(round.clone()));
    }

    /// Makes it write down what comes; [`Swarm::heard`] has to follow.
    pub(crate) fn watch(&mut self, watch: &Watch) {
        self.order(&Order::Watch(watch.clone()));
    }

    fn order(&mut self, order: &Order) {
        self.say(order);
        assert!(matches!(self.hear(), Report::Listening), "a swarm listens before it is told anything");
    }

    /// What came, once the time is over.
    pub(crate) fn heard(&mut self) -> Vec<Heard> {
        let Report::Heard(heard) = self.hear() else { panic!("a swarm says what it heard") };
        heard
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
    tell(&Report::Ready { clients: crowd.count(), after_ms, lost, doubled });
    while let Some(line) = next() {
        let order: Order = serde_json::from_str(&line).expect("an order");
        tell(&Report::Listening);
        let report = match order {
            Order::Round(round) => crowd.round(&round).map(Report::Done),
            Order::Watch(watch) => crowd.watch(&watch).map(Report::Heard),
        };
        tell(&report.expect("the system lets them be watched"));
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

/// What a client says first, and which text has to come before it says the next.
pub(crate) type Greeting = Vec<(Vec<u8>, &'static str)>;

/// The address from which a client comes. Servers' clients share none, or they would run out of ports together.
pub(crate) fn source(port: u16, place: usize) -> Ipv4Addr {
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

pub(crate) async fn read_until(stream: &mut tokio::net::TcpStream, heard: &mut Vec<u8>, text: &str) -> Result<()> {
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
            Speak::Plain(clients) | Speak::Xmpp(clients) | Speak::Matrix(clients, _) => *clients,
            Speak::Engawa { tokens, .. } => tokens.len(),
        }
    }

    fn greeting(&self, place: usize) -> Greeting {
        let address = self.address;
        match &self.speak {
            Speak::Plain(_) => Vec::new(),
            Speak::Engawa { tokens, epoch, tick } => {
                vec![(upgrade(address, &tokens[place]), "\r\n\r\n"), (hello(epoch, *tick), "\"t\":\"ready\"")]
            }
            Speak::Xmpp(_) => crate::ejabberd::greeting(place),
            Speak::Matrix(_, since) => crate::synapse::greeting(address, since, place),
        }
    }
}

/// Asks for a WebSocket.
pub(crate) fn upgrade(address: SocketAddr, token: &str) -> Vec<u8> {
    format!(
        "GET /api/live HTTP/1.1\r\nhost: {address}\r\ncookie: engawa_session={token}\r\nupgrade: websocket\r\n\
         connection: Upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
    )
    .into_bytes()
}

/// Says where somebody stands.
pub(crate) fn hello(epoch: &str, tick: i64) -> Vec<u8> {
    masked(format!("{{\"t\":\"hello\",\"epoch\":\"{epoch}\",\"tick\":{tick}}}").as_bytes())
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_websocket_client_says_is_masked_with_nothing() {
        assert_eq!(masked(b"hi"), [0x81, 0x82, 0, 0, 0, 0, b'h', b'i']);
        assert_eq!(masked(&[b'a'; 200])[..4], [0x81, 0xfe, 0, 200]);
    }
}
