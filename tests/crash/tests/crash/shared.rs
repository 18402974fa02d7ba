//! Two organisations that talk in a shared room while the program is killed: what was said on one side comes to the other, once and in its order.

use crate::{binary, on_postgresql, on_sqlite, runtime, seed};
use chat::model::{RoomId, ShareId};
use chat::service::sharing::{Answer, answer, offer};
use crash::{Acknowledged, Writer};
use db::{Db, Place, Threads, Tx};
use harness::{Cast, Program, Wire};
use kernel::{Actor, Entropy, OrgId, PersonId, SeededEntropy, SystemClock, SystemEntropy};
use serde_json::Value;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use testkit::setting;
use tokio::sync::mpsc;

/// Kills on each engine.
const KILLS: u64 = 20;
/// Who writes on each side.
const WRITERS: usize = 4;
const EVERYBODY: Range<usize> = 0..WRITERS;
/// Acknowledgements after which the blow comes, at most. Enough that what one round said is still being carried in the next.
const LONGEST: u64 = 120;
/// Where the other side lives.
const CODE: &str = "coast";
/// How long what is left may take to come over.
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn what_is_said_in_a_shared_room_comes_over_once_and_in_order_whenever_it_is_killed_on_sqlite() {
    on_sqlite(|_, place, data| story(&place, data));
}

#[test]
fn what_is_said_in_a_shared_room_comes_over_once_and_in_order_whenever_it_is_killed_on_postgresql() {
    on_postgresql(|_, place, data| story(&place, data));
}

/// One of the two organisations, and its room.
struct Side {
    cast: Cast,
    code: Option<&'static str>,
}

impl Side {
    fn room(&self) -> RoomId {
        self.cast.rooms[0]
    }

    fn writers(&self, seed: u64) -> Vec<Writer> {
        let people = self.cast.people.iter().enumerate();
        let each = people.map(|(place, (_, token))| {
            let chance = SeededEntropy::new(seed ^ place as u64);
            let writer = Writer::new(self.room().to_string(), token.clone(), chance);
            match self.code {
                Some(code) => writer.at(code),
                None => writer,
            }
        });
        each.collect()
    }
}

fn story(place: &Place, data: &Path) {
    let everybody = std::slice::from_ref(&EVERYBODY);
    let ours = Side { cast: Cast::fill(place.clone(), WRITERS, everybody).expect("an empty database"), code: None };
    let theirs = Cast::beside(place.clone(), CODE, WRITERS, everybody).expect("another organisation");
    let theirs = Side { cast: theirs, code: Some(CODE) };
    share(place, &ours, &theirs);
    let database = match place {
        Place::Postgres(url) => Some(url.as_str()),
        Place::Sqlite(_) => None,
    };
    let (kills, seed) = (setting("ENGAWA_CRASH_ROUNDS", KILLS), seed());
    runtime().block_on(async {
        let mut writers = ours.writers(seed);
        writers.extend(theirs.writers(seed ^ 0xFF));
        let mut acknowledged: HashMap<String, i64> = HashMap::new();
        for round in 0..kills {
            let program = Program::start(&binary(), data, database);
            let blow = 1 + SeededEntropy::new(seed.wrapping_add(round)).u64() % LONGEST;
            let (tell, mut told) = mpsc::unbounded_channel();
            let under_way: Vec<_> = writers
                .drain(..)
                .map(|writer| {
                    tokio::spawn(writer.write_until_the_line_breaks(program.address, Vec::new(), tell.clone()))
                })
                .collect();
            drop(tell);
            for _ in 0..blow {
                note(&mut acknowledged, told.recv().await.expect("writers write for as long as there is a server"));
            }
            program.kill();
            while let Some(last) = told.recv().await {
                note(&mut acknowledged, last);
            }
            for writer in under_way {
                writers.push(writer.await.expect("writers do not panic"));
            }
        }
        let program = Program::start(&binary(), data, database);
        for writer in &mut writers {
            if let Some(last) = writer.finish(program.address).await {
                note(&mut acknowledged, last);
            }
        }
        let [here, there] = both(program.address, &ours, &theirs).await;
        for (side, other) in [(&here, &there), (&there, &here)] {
            assert_eq!(side.said, other.copied, "what was said comes over once, in its order");
        }
        let found: HashMap<&String, i64> =
            here.numbers.iter().chain(&there.numbers).map(|(id, seq)| (id, *seq)).collect();
        for (id, seq) in &acknowledged {
            assert_eq!(found.get(id), Some(seq), "{id} was acknowledged");
        }
        println!("{kills} kills from seed {seed}: {} acknowledged, {} found", acknowledged.len(), found.len());
        program.stop();
    });
}

fn note(books: &mut HashMap<String, i64>, Acknowledged { said, seq, .. }: Acknowledged) {
    let before = books.insert(said.id.clone(), seq);
    assert!(before.is_none_or(|before| before == seq), "{} was acknowledged under two numbers", said.id);
}

/// One side's administrators offer the room, and the other's agree.
fn share(place: &Place, ours: &Side, theirs: &Side) {
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    let migrations = server::features::migrations();
    let db = Db::open(place.clone(), &migrations, Threads::default(), clock, entropy).expect("nobody else has it open");
    let act = |side: &Side| -> Actor {
        let (org, person): (OrgId, PersonId) = (side.cast.org, side.cast.people[0].0);
        Actor { person, ..Actor::system(org) }
    };
    let (room, their_room) = (ours.room(), theirs.room());
    let share: ShareId = db
        .write_now(act(ours), move |tx: &mut Tx<'_>| offer(tx, Some(CODE), room, "広域消防の連絡", ""))
        .expect("offered")
        .0
        .id;
    db.write_now(act(theirs), move |tx: &mut Tx<'_>| answer(tx, share, Answer::Agree(their_room), "").map(|_| ()))
        .expect("agreed");
}

/// What stands in one side's room.
#[derive(Default)]
struct Found {
    /// By its own people, in order: the ids.
    said: Vec<String>,
    /// Of the other side, in order: the ids over there.
    copied: Vec<String>,
    /// By id, of what its own people said.
    numbers: HashMap<String, i64>,
}

/// What stands in both rooms, once as much has come over as was said, or no more comes.
async fn both(address: SocketAddr, ours: &Side, theirs: &Side) -> [Found; 2] {
    let mut look = tokio::time::interval(Duration::from_millis(200));
    let looking = tokio::time::timeout(PATIENCE, async {
        loop {
            look.tick().await;
            let found = [read(address, ours).await, read(address, theirs).await];
            let [here, there] = &found;
            if here.said.len() <= there.copied.len() && there.said.len() <= here.copied.len() {
                return found;
            }
        }
    });
    looking.await.expect("what was said comes over")
}

async fn read(address: SocketAddr, side: &Side) -> Found {
    let mut wire = Wire::connect_at(address, side.code, &side.cast.people[0].1).await.expect("a line");
    let (mut found, mut last) = (Found::default(), 0);
    loop {
        let path = format!("/rooms/{}/messages?after={last}&limit=200", side.room());
        let (status, answer) = wire.send("GET", &path, "").await.expect("an answer");
        let page: Value = serde_json::from_slice(&answer).expect("JSON");
        assert_eq!(status, 200, "{page}");
        let messages = page["messages"].as_array().expect("a page has messages");
        for message in messages {
            last += 1;
            assert_eq!(message["seq"], last, "numbers have no hole");
            let id = message["id"].as_str().expect("a message has an id").to_owned();
            // Whoever writes says the id that they gave it.
            match message["body"].as_str().and_then(|body| body.strip_suffix("です。")) {
                Some(told) if told == id => {
                    found.numbers.insert(id.clone(), last);
                    found.said.push(id);
                }
                Some(told) => found.copied.push(told.to_owned()),
                None => {}
            }
        }
        if messages.len() < 200 {
            return found;
        }
    }
}
