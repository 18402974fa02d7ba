//! `catchup`: people who were away for a week come back at the position where they left. A server that has just started holds
//! none of it in memory, so what they missed is read from the log of changes; and where the log no longer reaches back, or too
//! much was missed, they start afresh as our own client does.

use crate::Shared;
use crate::city::City;
use crate::hall::runtime;
use crate::machine::rss_mb;
use crate::percentiles::Percentiles;
use crate::stage::Stage;
use crate::swarm::{AT_ONCE, hello, read_until, source, upgrade};
use clap::Args;
use db::Engine;
use harness::Wire;
use kernel::{Actor, Position};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::Semaphore;

#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) shared: Shared,
    /// How many people there are, all of whom come back; rooms in proportion, 6,000 of 21,036 people.
    #[arg(long, default_value_t = 10_000)]
    pub(crate) clients: usize,
    /// About how many messages were written meanwhile in all rooms, at most 500,000.
    #[arg(long, default_value_t = 100_000)]
    pub(crate) messages: i64,
}

/// What still comes after everything is there came twice.
const GRACE: Duration = Duration::from_millis(100);

pub(crate) fn run(options: &Options) {
    for engine in options.shared.engines() {
        for forgotten in [false, true] {
            case(options, engine, forgotten);
        }
    }
}

/// What somebody missed and has to have: of each room of theirs, by its id in the database, the number of its newest message.
type Missed = HashMap<i64, i64>;

/// What somebody came back to.
#[derive(Default)]
struct Return {
    took: Duration,
    requests: usize,
    bytes: usize,
    fresh: bool,
    lost: i64,
    doubled: usize,
}

fn case(options: &Options, engine: Engine, forgotten: bool) {
    let stage = Stage::new(engine);
    let mut city = City::found(&stage, options.clients.max(2));
    let org = Actor::system(city.cast.org);
    let position = stage.open().read_now(org, |conn| conn.position()).expect("a clock");
    city.talk(&stage, options.messages.clamp(1, 500_000));
    let told = city.tell(&stage, 1.0, 1_000);
    if forgotten {
        let db = stage.open();
        db.forget_events(db.clock().now()).expect("nobody else has it open");
    }
    let program = stage.serve();
    let missed = missed_by_each(&city);
    let everything: i64 = missed.iter().flat_map(HashMap::values).sum();
    let since = Instant::now();
    let returns = runtime().block_on(all_return(&program.address, &city, &position, missed));
    let all_ms = since.elapsed().as_secs_f64() * 1000.0;
    let times = Percentiles::of(returns.iter().map(|back| back.took).collect());
    let fresh = returns.iter().filter(|back| back.fresh).count();
    options.shared.report().case(&json!({
        "bench": "catchup",
        "engine": engine.name(),
        "log_reaches_back": !forgotten,
        "clients": returns.len(),
        "at_once": AT_ONCE,
        "told_of": told,
        "missed": everything,
        "missed_each": everything as f64 / returns.len() as f64,
        "by_log": returns.len() - fresh,
        "afresh": fresh,
        "lost": returns.iter().map(|back| back.lost).sum::<i64>(),
        "doubled": returns.iter().map(|back| back.doubled).sum::<usize>(),
        "up_to_date_p50_ms": times.ms(0.5),
        "up_to_date_p99_ms": times.ms(0.99),
        "up_to_date_max_ms": times.ms(1.0),
        "all_ms": all_ms,
        "returned_per_s": returns.len() as f64 / (all_ms / 1000.0),
        "requests": returns.iter().map(|back| back.requests).sum::<usize>(),
        "received_mb": returns.iter().map(|back| back.bytes).sum::<usize>() as f64 / 1e6,
        "rss_mb": rss_mb(program.id()),
    }));
    program.stop();
}

fn missed_by_each(city: &City) -> Vec<Missed> {
    let mut missed = vec![Missed::new(); city.cast.people.len()];
    for (place, members) in city.members.iter().enumerate() {
        for person in members.clone() {
            missed[person].insert(city.cast.rooms[place].raw(), city.last[place]);
        }
    }
    missed
}

async fn all_return(address: &SocketAddr, city: &City, position: &Position, missed: Vec<Missed>) -> Vec<Return> {
    let doors = Arc::new(Semaphore::new(AT_ONCE));
    let tasks: Vec<_> = missed
        .into_iter()
        .enumerate()
        .map(|(person, missed)| {
            let (address, token, position) = (*address, city.token(person).to_owned(), position.clone());
            let doors = doors.clone();
            tokio::spawn(async move {
                let door = doors.acquire().await.expect("never closed");
                let mut line = Line { address, token, place: person, back: Return::default(), since: Instant::now() };
                let mut stream = line.come_back(&position, &missed).await;
                line.back.took = line.since.elapsed();
                drop(door);
                // Whoever is back stays, and has nothing more to hear.
                let mut more = Vec::new();
                let rest = tokio::time::timeout(GRACE, read_until(&mut stream, &mut more, "\"t\":\"ev\"")).await;
                line.back.doubled += usize::from(rest.is_ok());
                (line.back, stream)
            })
        })
        .collect();
    let mut returns = Vec::with_capacity(tasks.len());
    let mut streams = Vec::with_capacity(tasks.len());
    for task in tasks {
        let (back, stream) = task.await.expect("nobody panics who comes back");
        returns.push(back);
        streams.push(stream);
    }
    returns
}

struct Line {
    address: SocketAddr,
    token: String,
    place: usize,
    back: Return,
    since: Instant,
}

impl Line {
    async fn come_back(&mut self, position: &Position, missed: &Missed) -> TcpStream {
        let (mut stream, mut heard) = self.connect(position).await;
        if memchr::memmem::find(&heard, b"\"t\":\"fresh\"").is_some() {
            drop(stream);
            return self.start_afresh(missed).await;
        }
        let expected: i64 = missed.values().sum();
        let mut found: HashSet<(i64, i64)> = HashSet::new();
        let mut read = 0;
        loop {
            for message in messages(&heard, &mut read) {
                self.back.doubled += usize::from(!found.insert(message));
            }
            if found.len() as i64 >= expected {
                break;
            }
            // What does not come within a while is lost.
            let more = tokio::time::timeout(Duration::from_secs(20), stream.read_buf(&mut heard)).await;
            if !matches!(more, Ok(Ok(1..))) {
                break;
            }
        }
        let mine = |(room, number): &&(i64, i64)| missed.get(room).is_some_and(|last| (1..=*last).contains(number));
        self.back.lost += expected - found.iter().filter(mine).count() as i64;
        self.back.bytes += heard.len();
        stream
    }

    /// Connects at a position; what was heard up to the server's first frame.
    async fn connect(&mut self, position: &Position) -> (TcpStream, Vec<u8>) {
        self.back.requests += 1;
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind((source(self.address.port(), self.place), 0).into()).expect("a free port");
        let mut stream = socket.connect(self.address).await.expect("a line");
        stream.set_nodelay(true).expect("it is open");
        let mut heard = Vec::new();
        stream.write_all(&upgrade(self.address, &self.token)).await.expect("it is open");
        read_until(&mut stream, &mut heard, "\r\n\r\n").await.expect("a WebSocket");
        stream.write_all(&hello(&position.epoch, position.tick)).await.expect("it is open");
        read_until(&mut stream, &mut heard, "\"tick\":").await.expect("a first frame");
        (stream, heard)
    }

    /// As our own client does: drops everything, fetches the first screen, connects at its position, and looks into the room
    /// that was written in last.
    async fn start_afresh(&mut self, missed: &Missed) -> TcpStream {
        self.back.fresh = true;
        let mut wire = Wire::connect(self.address, &self.token).await.expect("a line");
        let all = self.get(&mut wire, "/bootstrap").await;
        let rooms = all["rooms"].as_array().expect("rooms");
        let told: i64 = rooms.iter().map(|room| room["last_seq"].as_i64().expect("a number")).sum();
        self.back.lost += missed.values().sum::<i64>() - told;
        let position = Position {
            epoch: all["position"]["epoch"].as_str().expect("an epoch").into(),
            tick: all["position"]["tick"].as_i64().expect("a number"),
        };
        let (stream, heard) = self.connect(&position).await;
        assert!(memchr::memmem::find(&heard, b"\"t\":\"ready\"").is_some(), "the position of a moment ago is good");
        self.back.bytes += heard.len();
        if let Some(room) = rooms.first().and_then(|room| room["id"].as_str()) {
            self.get(&mut wire, &format!("/rooms/{room}/messages")).await;
        }
        stream
    }

    async fn get(&mut self, wire: &mut Wire, path: &str) -> Value {
        self.back.requests += 1;
        let (status, answer) = wire.send("GET", path, "").await.expect("an answer");
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
        self.back.bytes += answer.len();
        serde_json::from_slice(&answer).expect("JSON")
    }
}

/// The messages told of in some bytes from a place on, each as its room and number; the place moves behind them.
fn messages(bytes: &[u8], from: &mut usize) -> Vec<(i64, i64)> {
    const ROOM: &[u8] = b"\"message\":{\"room_id\":\"";
    const NUMBER: &[u8] = b"\",\"seq\":";
    let mut found = Vec::new();
    while let Some(at) = memchr::memmem::find(&bytes[*from..], ROOM) {
        let rest = &bytes[*from + at + ROOM.len()..];
        let Some(end) =
            memchr::memchr(b',', rest).and_then(|comma| Some(comma + 1 + memchr::memchr(b',', &rest[comma + 1..])?))
        else {
            break;
        };
        let text = std::str::from_utf8(&rest[..end]).expect("numbers are ASCII");
        let middle = std::str::from_utf8(NUMBER).expect("it is ASCII");
        let (room, number) = text.split_once(middle).expect("the bench wrote these events");
        found.push((room.parse().expect("a number"), number.parse().expect("a number")));
        *from += at + ROOM.len() + end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_message_is_read_once_however_its_bytes_come() {
        let bytes =
            br#"..{"message":{"room_id":"7","seq":1,"author_id":"3"}}..{"message":{"room_id":"7","seq":22,"a":1}}"#;
        let (mut from, mut found) = (0, Vec::new());
        for upto in 0..=bytes.len() {
            found.extend(messages(&bytes[..upto], &mut from));
        }
        assert_eq!(found, [(7, 1), (7, 22)]);
    }
}
