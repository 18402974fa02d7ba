//! What really happened, to hold against what devices were told: the streams as the witness reads them, and who belonged
//! where when, as the change log has it.

use crate::crew::{Crew, WITNESS};
use crate::device::Device;
use crate::state::{number, text_of};
use db::{List, Lock};
use harness::{Client, Staff, Town, World};
use kernel::{Actor, Effect, Event, Id, PersonId, Topic};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// An event that everybody hears, to know that all before it has come.
pub async fn mark(world: &World, town: &Town) -> i64 {
    let org = town.org;
    let told = world.test.db.write(Actor::system(org), move |tx| {
        tx.lock(Lock::Org(org))?;
        let tick = tx.tick()?;
        tx.emit(Event::new(Topic::Org(org), "test.mark", &tick));
        Ok(tick)
    });
    told.await.expect("a mark")
}

/// Waits until the program has told of everything that was committed, and gives a position that lies after all of it. On
/// PostgreSQL other transactions of the cluster, those of other tests too, hold that up for a moment; whoever began before
/// would be told again what they have just fetched, and what the log forgets meanwhile would never be told.
pub async fn settled(world: &World, town: &Town, client: &Client) -> Value {
    loop {
        let position = client.bootstrap().await["position"].clone();
        let mut live = client.live(&position).await;
        // From its first frame on the line hears of a mark from the program itself, and never from the log.
        if live.next().await.is_none() {
            continue;
        }
        let mark = mark(world, town).await;
        // The line of a test with tight bounds may be given up in between.
        while let Some(frame) = live.next().await {
            if frame["kind"] == "test.mark" && number(&frame["tick"]) == mark {
                return client.bootstrap().await["position"].clone();
            }
        }
    }
}

/// All messages of a stream, oldest first, checked to be numbered 1 to n without a hole (promise 3).
pub async fn stream(client: &Client, path: &str) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    loop {
        let page = client.get(&format!("{path}/messages?after={}&limit=200", all.len())).await.ok();
        let messages = page["messages"].as_array().expect("messages");
        for message in messages {
            all.push(message.clone());
            assert_eq!(number(&message["seq"]), all.len() as i64, "{path} has a hole");
        }
        let last = number(&page["last_seq"]);
        if all.len() as i64 >= last {
            assert_eq!(all.len() as i64, last, "{path} ends where it says");
            return all;
        }
        assert!(!messages.is_empty(), "{path} ends before it says");
    }
}

/// Every acknowledged message is there, once, where it was acknowledged (promises 1, 2, 3).
pub async fn nothing_is_lost_or_doubled(crew: &Crew) {
    let witness = &crew.people[WITNESS].client;
    let said = crew.said.lock().expect("a list").clone();
    let mut found: HashMap<String, Vec<(String, Value)>> = HashMap::new();
    let threads: HashSet<&String> =
        said.iter().map(|said| &said.stream).filter(|stream| !crew.rooms.contains(stream)).collect();
    let rooms = crew.rooms.iter().map(|room| (room, format!("/rooms/{room}")));
    for (name, path) in rooms.chain(threads.into_iter().map(|thread| (thread, format!("/threads/{thread}")))) {
        for message in stream(witness, &path).await {
            found.entry(text_of(&message["id"])).or_default().push((name.clone(), message));
        }
    }
    for said in &said {
        let places = found.get(&said.id).map_or(&[][..], Vec::as_slice);
        assert_eq!(places.len(), 1, "{} was acknowledged and is there {} times", said.id, places.len());
        let (stream, message) = &places[0];
        assert_eq!((stream, number(&message["seq"])), (&said.stream, said.seq), "{} moved", said.id);
        assert_eq!(message["author_id"], json!(crew.people[said.author].id), "{} changed hands", said.id);
        let untouched = message["edited_at"].is_null() && message["withdrawn_at"].is_null();
        assert!(!untouched || message["body"] == json!(said.body), "{} says something else", said.id);
    }
}

/// Who got the events of which room, from which tick to which.
#[derive(Default)]
pub struct Stays {
    upto: i64,
    stays: HashMap<(PersonId, i64), Vec<(i64, i64)>>,
}

impl Stays {
    /// Learns what the log tells of the crew, before the log forgets it.
    pub fn learn(&mut self, world: &World, people: &[Staff]) {
        let (after, mut newest) = (self.upto, self.upto);
        for person in people {
            let actor = Actor { person: person.id, ..Actor::system(Id::from_raw(0)) };
            let none = List::numbers([]);
            let log =
                world.test.db.read_now(actor, move |conn| conn.events_concerning(after, i64::MAX, &none, i64::MAX));
            for event in log.expect("the log") {
                newest = newest.max(event.tick);
                for effect in event.effects {
                    self.note(event.tick, effect);
                }
            }
        }
        self.upto = newest;
    }

    fn note(&mut self, tick: i64, effect: Effect) {
        match effect {
            Effect::Subscribe(person, room) => self.stays.entry((person, room)).or_default().push((tick, i64::MAX)),
            Effect::Unsubscribe(person, room) => {
                let stays = self.stays.get_mut(&(person, room)).expect("who leaves had come");
                stays.last_mut().expect("who leaves had come").1 = tick;
            }
        }
    }

    /// No device was told of a room to which its person did not belong: at the moment itself or, for what it had missed,
    /// when it came back (promise 5).
    pub fn nobody_heard_what_they_may_not(&self, devices: &[Device]) {
        for device in devices {
            let person: PersonId = device.state.me.parse().expect("an id");
            for heard in &device.heard {
                let room: Id<()> = heard.room.parse().expect("an id");
                let (earliest, latest) = match heard.connected {
                    (before, after) if heard.tick <= after => (heard.tick.max(before), heard.tick.max(after)),
                    _ => (heard.tick, heard.tick),
                };
                let mut stays = self.stays.get(&(person, room.raw())).into_iter().flatten();
                let belonged = stays.any(|(from, upto)| *from <= latest && *upto >= earliest);
                let all = self.stays.get(&(person, room.raw()));
                assert!(
                    belonged,
                    "{person} was told of room {} at {} (connected at {:?}) and belonged to it only {all:?}",
                    heard.room, heard.tick, heard.connected
                );
            }
        }
    }
}
