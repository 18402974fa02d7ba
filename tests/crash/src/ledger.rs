//! The books: what was acknowledged, and what the server shows.

use crate::writer::{Acknowledged, Said, Writer};
use harness::Wire;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::SocketAddr;

/// Threads that are written in.
const ROOTS: usize = 6;
/// Messages asked for at a time, the most that the server gives.
const PAGE: usize = 200;

/// See the module's page.
#[derive(Default)]
pub struct Ledger {
    /// Acknowledged, by id: in which stream and under which number.
    acknowledged: HashMap<String, (String, i64)>,
    /// The first messages of the threads.
    roots: Vec<Said>,
    /// Found in each stream, in order, the first under number 1.
    found: BTreeMap<String, Vec<String>>,
    /// By token: the author's own last number in their room.
    last_own: HashMap<String, i64>,
}

/// What a run comes to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sum {
    /// Messages that were acknowledged.
    pub acknowledged: usize,
    /// Messages that are there.
    pub found: usize,
    /// Acknowledged and not there.
    pub lost: usize,
    /// There more than once.
    pub doubled: usize,
}

impl std::fmt::Display for Sum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { acknowledged, found, lost, doubled } = self;
        write!(f, "{acknowledged} acknowledged, {found} found, {lost} lost, {doubled} doubled")
    }
}

fn stream(said: &Said) -> String {
    match &said.thread {
        Some(root) => format!("/threads/{root}/messages"),
        None => format!("/rooms/{}/messages", said.room),
    }
}

impl Ledger {
    /// Takes an acknowledgement down.
    pub fn acknowledge(&mut self, acknowledged: Acknowledged) {
        let Acknowledged { said, seq, author } = acknowledged;
        if said.thread.is_none() {
            if self.roots.len() < ROOTS {
                self.roots.push(said.clone());
            }
            let last = self.last_own.entry(author).or_default();
            *last = seq.max(*last);
        }
        let before = self.acknowledged.insert(said.id.clone(), (stream(&said), seq));
        assert!(before.is_none_or(|before| before.1 == seq), "{} was acknowledged under two numbers", said.id);
    }

    /// The first messages of the threads.
    pub fn roots(&self) -> Vec<Said> {
        self.roots.clone()
    }

    /// Lets the next comparison begin at the beginning.
    pub fn forget_what_was_found(&mut self) {
        self.found.clear();
    }

    /// Reads on in every stream from where the last reading ended, and compares with what was acknowledged.
    pub async fn compare(&mut self, address: SocketAddr, writers: &[Writer]) {
        for room in writers.iter().map(|writer| &writer.room).collect::<HashSet<_>>() {
            let reader = writers.iter().find(|writer| writer.room == *room).expect("a room has writers");
            let mut wire = Wire::connect(address, &reader.token).await.expect("a line");
            self.read_on(&mut wire, format!("/rooms/{room}/messages")).await;
            for root in self.roots.clone().iter().filter(|root| root.room == *room) {
                // A thread begins with its first reply.
                if self.acknowledged.values().any(|(stream, _)| stream.contains(&root.id)) {
                    self.read_on(&mut wire, format!("/threads/{}/messages", root.id)).await;
                }
            }
        }
        for (id, (stream, seq)) in &self.acknowledged {
            let there = self.found.get(stream).and_then(|found| found.get(*seq as usize - 1));
            assert_eq!(there, Some(id), "acknowledged as number {seq} of {stream}");
        }
        for writer in writers {
            let own = self.last_own.get(&writer.token).copied().unwrap_or_default();
            let mut wire = Wire::connect(address, &writer.token).await.expect("a line");
            let room = get(&mut wire, &format!("/rooms/{}", writer.room)).await;
            let read = room["mine"]["read_seq"].as_i64().expect("a member has read up to somewhere");
            assert!(read >= own, "whoever writes number {own} has read up to it, not to {read}");
        }
    }

    async fn read_on(&mut self, wire: &mut Wire, stream: String) {
        let found = self.found.entry(stream.clone()).or_default();
        loop {
            let page = get(wire, &format!("{stream}?after={}&limit={PAGE}", found.len())).await;
            let messages = page["messages"].as_array().expect("a page has messages");
            for message in messages {
                assert_eq!(message["seq"], found.len() as i64 + 1, "numbers of {stream} have no hole");
                found.push(message["id"].as_str().expect("a message has an id").to_owned());
            }
            if messages.len() < PAGE {
                break;
            }
        }
    }

    /// The sum, after everything was compared.
    ///
    /// Panics: when anything was lost or is there twice.
    pub fn verdict(&self) -> Sum {
        let all: Vec<&String> = self.found.values().flatten().collect();
        let once: HashSet<&String> = all.iter().copied().collect();
        let doubled = all.len() - once.len();
        let lost = self.acknowledged.keys().filter(|id| !once.contains(id)).count();
        let sum = Sum { acknowledged: self.acknowledged.len(), found: all.len(), lost, doubled };
        assert!(lost == 0 && doubled == 0, "{sum}");
        // Every message was repeated until it was acknowledged, so nothing else may be there.
        assert_eq!(sum.found, sum.acknowledged, "{sum}");
        sum
    }
}

async fn get(wire: &mut Wire, path: &str) -> Value {
    let (status, body) = wire.send("GET", path, "").await.expect("an answer");
    let body = serde_json::from_slice(&body).expect("answers are JSON");
    assert_eq!(status, 200, "{path}: {body}");
    body
}
