//! One device of a person: what it holds, where it stands, and its line to the server.

use crate::state::{Rows, State, number, stream_of, text_of};
use db::List;
use harness::{Client, Live};
use kernel::{Actor, Id};
use serde_json::{Value, json};
use server::App;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Weak};

/// A frame that told a device of something in a room.
pub struct Heard {
    pub tick: i64,
    pub room: String,
    /// Between these ticks the device had connected; what it had missed was told then.
    pub connected: (i64, i64),
}

pub struct Device {
    pub client: Client,
    /// The program that it connects to, only to know at which tick it did.
    pub program: Weak<App>,
    pub state: State,
    /// Everything up to here was applied; nothing before the first start.
    position: Option<Value>,
    /// The tick of the last frame; it may be unfinished.
    newest: i64,
    live: Option<Live>,
    connected: (i64, i64),
    /// Every event since the device connected, to be applied again where the contract says so.
    recent: Vec<Value>,
    /// Positions from which it may come back, the oldest first.
    trail: Vec<Value>,
    pub heard: Vec<Heard>,
    /// Applies every event twice.
    pub stutters: bool,
    /// How often it was told to start afresh.
    pub fresh: usize,
    /// What happened on its line of late, to be printed when it holds something else than it should.
    trace: VecDeque<String>,
}

/// Lines of a trace that are kept.
const TRACED: usize = 80;

impl Device {
    pub fn new(client: Client, program: Weak<App>, me: &str, names: Arc<HashMap<String, String>>) -> Self {
        let state = State { me: me.to_owned(), names, ..State::default() };
        Self {
            client,
            program,
            state,
            position: None,
            newest: 0,
            live: None,
            connected: (0, 0),
            recent: Vec::new(),
            trail: Vec::new(),
            heard: Vec::new(),
            stutters: false,
            fresh: 0,
            trace: VecDeque::new(),
        }
    }

    fn note(&mut self, line: String) {
        self.trace.push_back(line);
        if self.trace.len() > TRACED {
            self.trace.pop_front();
        }
    }

    pub fn drop_line(&mut self) {
        self.note("the line broke".to_owned());
        self.live = None;
    }

    /// Forgets what it learnt since, as if its disk had kept the position for longer than the rows.
    pub fn step_back(&mut self, steps: usize) {
        self.live = None;
        // It has been where it goes back to, but not yet again where it came from.
        self.trail.truncate(self.trail.len().saturating_sub(steps).max(1));
        self.position = self.trail.last().cloned();
        self.note(format!("stepped back to {:?}", self.position));
    }

    async fn start(&mut self) {
        let shown = self.client.bootstrap().await;
        self.state.start(&shown);
        self.note(format!("started with {}", shown["position"]["tick"]));
        self.move_to(shown["position"].clone());
    }

    fn move_to(&mut self, position: Value) {
        self.newest = number(&position["tick"]);
        self.trail.push(position.clone());
        self.position = Some(position);
    }

    /// Where the hub stands, and up to where the database tells who belongs where. On PostgreSQL that is further than its
    /// position: whoever was added a moment ago belongs to the room, although older transactions still hold the position back.
    async fn ticks(&self) -> (i64, i64) {
        let program = self.program.upgrade().expect("the program runs");
        let (db, hub) = (program.db.clone(), program.hub.position().tick);
        let me = self.state.me.parse().expect("an id");
        let known = db.read(Actor { person: me, ..Actor::system(Id::from_raw(0)) }, |conn| {
            let position = conn.position()?.tick;
            let own = conn.events_concerning(position, i64::MAX, &List::numbers([]), i64::MAX)?;
            Ok(own.last().map_or(position, |event| event.tick))
        });
        (hub, known.await.expect("a tick").max(hub))
    }

    /// Connects where it stands; starts afresh when it has to.
    pub async fn connect(&mut self) {
        while self.live.is_none() {
            if self.position.is_none() {
                self.start().await;
            }
            let position = self.position.clone().expect("it has started");
            let (before, _) = self.ticks().await;
            let mut live = self.client.live(&position).await;
            let Some(first) = live.next().await else { continue };
            let (_, after) = self.ticks().await;
            self.connected = (before, after);
            self.note(format!("connected at {} between {before} and {after}: {}", position["tick"], first["t"]));
            match first["t"].as_str() {
                Some("ready") => self.newest = number(&position["tick"]),
                Some("fresh") => {
                    self.fresh += 1;
                    self.start().await;
                }
                other => panic!("a line begins with ready or fresh, not {other:?}"),
            }
            self.live = Some(live);
        }
    }

    /// Reads until the mark or until `patience` frames were read, whichever comes first; comes back when the line broke.
    /// True when it has seen the mark.
    pub async fn listen(&mut self, mark: i64, patience: usize) -> bool {
        for _ in 0..patience {
            self.connect().await;
            // A start may show what the mark would tell of.
            if self.newest >= mark {
                return true;
            }
            let live = self.live.as_mut().expect("just connected");
            let Some(frame) = live.next().await else {
                self.live = None;
                continue;
            };
            self.take(&frame);
        }
        self.newest >= mark
    }

    fn take(&mut self, frame: &Value) {
        self.note(format!("{} {} {}", frame["tick"], frame["t"], frame["kind"]));
        if frame["t"] == "at" {
            self.move_to_tick(number(&frame["tick"]));
        }
        if frame["t"] != "ev" {
            return;
        }
        let tick = number(&frame["tick"]);
        if tick > self.newest {
            // The one before is finished now.
            self.move_to_tick(self.newest);
            self.newest = tick;
        }
        if let Some(room) = room_of(&frame["p"]) {
            self.heard.push(Heard { tick, room, connected: self.connected });
        }
        for _ in 0..=usize::from(self.stutters) {
            self.apply(frame);
        }
        self.recent.push(frame.clone());
    }

    fn apply(&mut self, frame: &Value) {
        let kind = frame["kind"].as_str().expect("an event has a kind");
        self.state.apply(kind, number(&frame["tick"]), &frame["p"]);
    }

    fn move_to_tick(&mut self, tick: i64) {
        let position = self.position.as_mut().expect("it has started");
        if tick > number(&position["tick"]) {
            position["tick"] = json!(tick);
            self.trail.push(position.clone());
        }
    }

    /// Fetches the newest page of a room or thread that it holds and, between asking and taking the answer, hears
    /// `meanwhile` frames more; what they tell and the page does not know yet is applied to it again.
    pub async fn look(&mut self, stream: &str, mark: i64, meanwhile: usize) {
        let of_room = self.state.rooms.contains_key(stream);
        let path = if of_room { format!("/rooms/{stream}") } else { format!("/threads/{stream}") };
        self.recent.clear();
        let answer = self.client.get(&format!("{path}/messages?limit=6")).await;
        if answer.status == 404 {
            return;
        }
        let (page, before) = (answer.ok(), self.fresh);
        self.listen(mark, meanwhile).await;
        let room = if of_room { stream.to_owned() } else { text_of(&page["room_id"]) };
        // Whoever left the room meanwhile, or began afresh, has no use for the page.
        if !self.state.rooms.contains_key(&room) || self.fresh != before || self.left_since(&room, &page) {
            return;
        }
        self.state.take_page(&room, stream, &page);
        for frame in self.recent.clone() {
            if number(&frame["tick"]) > number(&page["tick"]) {
                self.apply(&frame);
            }
        }
    }

    fn left_since(&self, room: &str, page: &Value) -> bool {
        let left = |frame: &&Value| frame["kind"] == "chat.room_left" && frame["p"]["room_id"] == room;
        self.recent.iter().filter(left).any(|frame| number(&frame["tick"]) > number(&page["tick"]))
    }

    /// Compares what it holds with what it would fetch now.
    pub async fn equals_a_refetch(&self) {
        let shown = self.client.bootstrap().await;
        let mut fetched = State::default();
        fetched.start(&shown);
        self.same("rooms", &self.state.rooms, &fetched.rooms);
        self.same("threads", &self.state.unread_threads(), &fetched.threads);
        self.same("drafts", &self.state.drafts, &fetched.drafts);
        for (stream, run) in &self.state.runs {
            let kind = if self.state.rooms.contains_key(stream) { "rooms" } else { "threads" };
            let path = format!("/{kind}/{stream}/messages?after={}&limit=200", run.first - 1);
            let page = self.client.get(&path).await.ok();
            let wanted = page["messages"].as_array().expect("messages");
            assert_eq!(run.last, number(&page["last_seq"]), "{stream} ends");
            let mut held: Vec<&Value> = self.state.messages.values().filter(|m| stream_of(m) == *stream).collect();
            held.retain(|message| number(&message["seq"]) >= run.first);
            held.sort_by_key(|message| number(&message["seq"]));
            for (held, wanted) in held.iter().zip(wanted) {
                self.differs(&format!("message {} of {stream}", wanted["seq"]), held, wanted);
            }
            assert_eq!(held.len(), wanted.len(), "messages held of {stream}");
        }
    }

    fn same(&self, what: &str, held: &Rows, wanted: &Rows) {
        let ids: HashSet<&String> = held.keys().chain(wanted.keys()).collect();
        for id in ids {
            let missing = Value::Null;
            let (held, wanted) = (held.get(id).unwrap_or(&missing), wanted.get(id).unwrap_or(&missing));
            self.differs(&format!("{what} {id}"), held, wanted);
        }
    }

    fn differs(&self, what: &str, held: &Value, wanted: &Value) {
        if held == wanted {
            return;
        }
        let trace: Vec<&str> = self.trace.iter().map(String::as_str).collect();
        panic!(
            "{what} of {} is not what a refetch gives\n   held: {held}\nfetched: {wanted}\n{}",
            self.state.me,
            trace.join("\n")
        );
    }
}

/// The room that an event tells of, for promise 5: what is personal and needs no membership tells of none.
fn room_of(p: &Value) -> Option<String> {
    let room = [&p["message"]["room_id"], &p["thread"]["room_id"], &p["room"]["id"]];
    let named = room.into_iter().find(|room| room.is_string());
    let bare =
        (p["room_id"].is_string() && p.as_object().is_some_and(|fields| fields.len() > 1)).then(|| &p["room_id"]);
    named.or(bare).map(text_of)
}
