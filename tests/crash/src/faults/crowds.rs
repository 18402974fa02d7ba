//! Many at once: readers who do not read, connections that say nothing, heads that come letter by letter.

use crate::{Options, Outcome, Tried, engawa, folder, runtime};
use crash::Sum;
use db::Place;
use harness::{Cast, Client, Live, Program, Wire, new_id};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// People with a live line, and how many of them stall.
const READERS: usize = 50;
const STALLED: usize = 5;
/// Messages that are posted at most until who stalls has been let go of.
const MOST: usize = 2_900;
/// Connections of a flood, and how many the program may hold in the meantime.
const FLOOD: usize = 900;
const HELD: usize = 500;
/// Connections that send a head letter by letter.
const SLOW: usize = 400;
/// Posts while the flood stands at the door.
const POSTS: usize = 500;
/// The program's own bound on those who say nothing is 75 s, twice for those who wait behind them.
const LET_GO_WITHIN: Duration = Duration::from_secs(200);

/// Resident memory of a process in MB.
fn rss_mb(process: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).expect("the program runs");
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it has memory");
    line.trim().trim_end_matches("kB").trim().parse::<u64>().expect("a number") * 1024 / 1_000_000
}

fn cast(data: &Path, people: usize) -> Cast {
    Cast::fill(Place::Sqlite(data.join("engawa.db")), people, std::slice::from_ref(&(0..people)))
        .expect("an empty database")
}

/// Says something in a room; the message.
pub(crate) async fn say(wire: &mut Wire, room: &str, body: &str) -> Value {
    let said = json!({ "id": new_id(), "body": body }).to_string();
    let (status, answer) = wire.send("POST", &format!("/rooms/{room}/messages"), &said).await.expect("an answer");
    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&answer));
    serde_json::from_slice(&answer).expect("answers are JSON")
}

/// How many live lines the program has.
pub(crate) async fn lines(address: SocketAddr) -> u64 {
    let health = Client::new(address, None).get("/health").await.ok();
    health["connections"].as_u64().expect("it counts its lines")
}

pub(crate) fn stalled_readers(_: &Options) -> Tried {
    let folder = folder();
    let cast = cast(folder.path(), READERS);
    let program = Program::start(&engawa(), folder.path(), None);
    let outcome = runtime().block_on(async {
        let clients: Vec<Client> =
            cast.people.iter().map(|(_, token)| Client::new(program.address, Some(token.clone()))).collect();
        let position = clients[0].bootstrap().await["position"].clone();
        let mut live = Vec::new();
        for client in &clients {
            live.push(client.live(&position).await);
        }
        // Connected and never read from again.
        let stalled: Vec<Live> = live.drain(..STALLED).collect();
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
        for mut line in live {
            let tell = tell.clone();
            tokio::spawn(async move {
                while let Some(frame) = line.next().await {
                    if frame["kind"] == "chat.message_posted" && tell.send(frame["p"]["message"]["id"].clone()).is_err()
                    {
                        break;
                    }
                }
            });
        }
        let before_mb = rss_mb(program.id());
        let mut wire = Wire::connect(program.address, &cast.people[READERS - 1].1).await.expect("a line");
        let (room, body) = (cast.rooms[0].to_string(), "長".repeat(3_000));
        let (mut said, mut most_mb) = (Vec::new(), before_mb);
        while lines(program.address).await > (READERS - STALLED) as u64 {
            said.push(say(&mut wire, &room, &body).await["id"].clone());
            most_mb = most_mb.max(rss_mb(program.id()));
            assert!(said.len() < MOST, "who does not read was never let go of");
            for _ in 0..READERS - STALLED {
                let heard = told.recv().await.expect("the others hear on");
                assert_eq!(Some(&heard), said.last(), "the others hear everything at once and in order");
            }
        }
        drop(stalled);
        let (mut lost, mut doubled) = (0, 0);
        for client in &clients[..STALLED] {
            let mut back = client.live(&position).await;
            let mark = say(&mut wire, &room, "戻り").await["id"].clone();
            let mut heard = Vec::new();
            while heard.last() != Some(&mark) {
                let frame = back.next().await.expect("who comes back hears what they missed");
                assert_ne!(frame["t"], "fresh", "what was missed is not too much");
                if frame["kind"] == "chat.message_posted" {
                    heard.push(frame["p"]["message"]["id"].clone());
                }
            }
            let once: HashSet<&Value> = heard.iter().collect();
            doubled += heard.len() - once.len();
            lost += said.iter().filter(|id| !once.contains(id)).count();
        }
        assert_eq!((lost, doubled), (0, 0), "who comes back hears everything once");
        let sum = Sum { acknowledged: said.len(), found: said.len(), lost, doubled };
        let seen = format!(
            "{STALLED} of {READERS} stalled, let go of after {} messages; {before_mb} → {most_mb} MB at most",
            said.len()
        );
        Outcome { rounds: 1, sum, seen }
    });
    program.stop();
    Ok(outcome)
}

/// A program that may hold few connections.
fn narrow(data: &Path) -> Program {
    let mut command = Command::new("prlimit");
    // 256 files are its own.
    command.arg(format!("--nofile={}", HELD + 256)).arg(engawa());
    Program::start_by(command, "127.0.0.1:0", data, None)
}

pub(crate) fn flood(_: &Options) -> Tried {
    beset(FLOOD, |mut stream| async move {
        let mut heard = Vec::new();
        let _ = stream.read_to_end(&mut heard).await;
    })
}

pub(crate) fn slow_loris(_: &Options) -> Tried {
    beset(SLOW, |mut stream| async move {
        let mut every_second = tokio::time::interval(Duration::from_secs(1));
        let mut answer = [0; 512];
        for letter in b"GET /api/health HTTP/1.1\r\nx-name: ".iter().copied().chain(std::iter::repeat(b'x')) {
            tokio::select! {
                _ = every_second.tick() => {}
                // An answer or the end: the program is done with it.
                _ = stream.read(&mut answer) => break,
            }
            if stream.write_all(&[letter]).await.is_err() {
                break;
            }
        }
    })
}

/// Lets a crowd of connections in that behave in some way until they are let go of. Somebody who was in before goes on
/// writing; somebody who comes after them is served at last.
fn beset<F: Future<Output = ()> + Send + 'static>(crowd: usize, behave: impl Fn(TcpStream) -> F) -> Tried {
    let folder = folder();
    let cast = cast(folder.path(), 2);
    let program = narrow(folder.path());
    let outcome = runtime().block_on(async {
        let room = cast.rooms[0].to_string();
        let mut wire = Wire::connect(program.address, &cast.people[0].1).await.expect("a line");
        let mut said = vec![say(&mut wire, &room, "前から").await];
        let since = Instant::now();
        let mut besetting = Vec::new();
        for _ in 0..crowd {
            let stream = TcpStream::connect(program.address).await.expect("the system queues who knocks");
            besetting.push(tokio::spawn(behave(stream)));
        }
        let mut slowest = Duration::ZERO;
        for turn in 0..POSTS {
            let asked = Instant::now();
            said.push(say(&mut wire, &room, &turn.to_string()).await);
            slowest = slowest.max(asked.elapsed());
        }
        let served = tokio::time::timeout(LET_GO_WITHIN * 3, async {
            let mut late = Wire::connect(program.address, &cast.people[1].1).await.expect("a line");
            say(&mut late, &room, "後から").await
        });
        said.push(served.await.expect("who comes after the crowd is served"));
        let served_s = since.elapsed().as_secs_f64();
        for one in besetting {
            let gone = tokio::time::timeout(LET_GO_WITHIN * 3, one).await;
            gone.expect("the crowd is let go of").expect("it does not panic");
        }
        let gone_s = since.elapsed().as_secs_f64();
        let mut wire = Wire::connect(program.address, &cast.people[0].1).await.expect("a line");
        let path = format!("/rooms/{room}/messages?after=0&limit=200");
        let (status, page) = wire.send("GET", &path, "").await.expect("an answer");
        let page: Value = serde_json::from_slice(&page).expect("answers are JSON");
        assert_eq!(status, 200);
        let found = page["messages"].as_array().expect("a list");
        assert!(found.iter().zip(&said).all(|(one, other)| one["id"] == other["id"]), "what was said is there");
        let last = said.last().expect("somebody spoke")["seq"].as_u64();
        assert_eq!(last, Some(said.len() as u64), "nothing is lost or doubled");
        let seen = format!(
            "{crowd} connections at a bound of {HELD}: posts meanwhile within {} ms, a newcomer served after {served_s:.0} s, \
             all let go of after {gone_s:.0} s",
            slowest.as_millis()
        );
        Outcome { rounds: 1, sum: Sum { acknowledged: said.len(), found: said.len(), lost: 0, doubled: 0 }, seen }
    });
    program.stop();
    Ok(outcome)
}
