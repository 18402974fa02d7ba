//! The hub: who is connected, who is subscribed to what, and what they still have to be sent.

use crate::lines::{Clerks, Lines, PlainMap};
use crate::presence::Veil;
use crate::protocol::{FromClient, ToClient, event_frame};
use crate::ring::{Entry, Ring};
use crate::tables::Tables;
use kernel::{
    Actor, Committed, Effect, Face, OrgId, Outsider, PersonId, Position, SessionId, SharedClock, Tick, Timestamp, Topic,
};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::time::Duration;
use tokio::sync::mpsc;
use web::Frame;

/// Bounds that keep one client, or one person, from costing everybody.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of recent events kept in memory.
    pub ring_bytes: usize,
    /// Frames that may wait for one connection; with one more it is told to resume.
    pub mailbox: usize,
    /// Connections of one person; one more ends the oldest.
    pub per_person: usize,
    /// Events replayed to one client; with more, starting afresh is cheaper for both.
    pub replay: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { ring_bytes: 32 << 20, mailbox: 512, per_person: 12, replay: 3_000 }
    }
}

/// What features learn from the hub.
pub trait Ears: Send + Sync {
    /// An event was committed, on this node or another; called in order, on the dispatching thread: do not wait.
    fn committed(&self, hub: &Arc<Hub>, event: &Committed);
    /// A connection looks at a group that it is subscribed to.
    fn looked(&self, hub: &Arc<Hub>, connection: u64, viewer: Actor, group: i64);
}

/// The code with which a connection ends whose client should resume at once.
pub(crate) const RESUME: u16 = 4000;
/// Threads that serve lines, at most: one of them fills a fast network.
const MOST_THREADS: usize = 4;
/// Milliseconds between two clients that come back after a restart, at most.
const RETURN_STEP_MS: u64 = 3;

/// Where a connection's frames go.
enum Outlet {
    /// To a task; it ends when this is dropped.
    Mailbox(mpsc::Sender<Frame>),
    /// To the threads that serve WebSockets.
    Line,
}

pub(crate) struct Link {
    pub(crate) actor: Actor,
    pub(crate) org: OrgId,
    outlet: Outlet,
    pub(crate) looking: Option<i64>,
    pub(crate) watching: Vec<PersonId>,
    pub(crate) active: bool,
    typed_at: Timestamp,
    /// What it has seen already: events of another node, or of this one's database, may reach the hub after that.
    seen: Tick,
}

pub(crate) struct State {
    lines: Lines,
    epoch: String,
    ring: Ring,
    next: u64,
    pub(crate) links: PlainMap<u64, Link>,
    pub(crate) by_person: PlainMap<PersonId, Vec<u64>>,
    by_org: HashMap<OrgId, HashSet<u64>>,
    /// Groups of every connected person, kept current by the effects of events.
    pub(crate) groups: HashMap<PersonId, HashSet<i64>>,
    by_group: HashMap<i64, HashSet<PersonId>>,
    lookers: HashMap<i64, HashSet<u64>>,
    pub(crate) watchers: HashMap<PersonId, HashSet<u64>>,
    pub(crate) moved: HashSet<PersonId>,
    /// Who is there for some only, by organisation.
    pub(crate) veils: HashMap<OrgId, Vec<Veil>>,
    pub(crate) tables: Tables,
    closing: bool,
}

/// See the crate's page.
pub struct Hub {
    state: Mutex<State>,
    limits: Limits,
    clock: SharedClock,
    ears: OnceLock<Vec<Arc<dyn Ears>>>,
    clerks: Mutex<Option<Clerks>>,
}

/// One end of a connection, held by the task that serves it. Dropping it disconnects.
pub struct Connection {
    hub: Arc<Hub>,
    key: u64,
    mailbox: mpsc::Receiver<Frame>,
    handed_over: bool,
}

/// How a resumption went.
pub enum Joined {
    /// Connected; send these first, then what the mailbox brings.
    At(Connection, Vec<Frame>),
    /// The ring begins later than the position: read the log, then try again.
    Behind,
}

impl Hub {
    /// A hub that begins at a position of the database.
    pub fn new(from: Position, limits: Limits, clock: SharedClock) -> Arc<Self> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        Arc::new_cyclic(|hub| Self::over(from, limits, clock, Lines::start(threads, limits.mailbox, hub)))
    }

    fn over(from: Position, limits: Limits, clock: SharedClock, lines: std::io::Result<(Lines, Clerks)>) -> Self {
        let (lines, clerks) = lines.expect("the system has threads for the lines");
        let state = State {
            lines,
            epoch: from.epoch,
            ring: Ring::new(from.tick, limits.ring_bytes),
            next: 1,
            links: PlainMap::default(),
            by_person: PlainMap::default(),
            by_org: HashMap::new(),
            groups: HashMap::new(),
            by_group: HashMap::new(),
            lookers: HashMap::new(),
            watchers: HashMap::new(),
            moved: HashSet::new(),
            veils: HashMap::new(),
            tables: Tables::default(),
            closing: false,
        };
        Self { state: Mutex::new(state), limits, clock, ears: OnceLock::new(), clerks: Mutex::new(Some(clerks)) }
    }

    /// Names who learns of events and looks; once, before the first connection.
    pub fn listen(&self, ears: Vec<Arc<dyn Ears>>) {
        assert!(self.ears.set(ears).is_ok(), "the hub's ears are set once");
    }

    /// The bounds.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while holding the hub")
    }

    /// Where the hub stands.
    pub fn position(&self) -> Position {
        let state = self.state();
        Position { epoch: state.epoch.clone(), tick: state.ring.newest() }
    }

    /// How many connections there are.
    pub fn connections(&self) -> usize {
        self.state().links.len()
    }

    /// Takes committed events, in tick order, and passes each to whom it concerns. All events of a tick come together;
    /// what lies before the hub's position is passed over.
    pub fn dispatch(self: &Arc<Self>, mut events: Vec<Committed>) {
        {
            let mut state = self.state();
            let known = state.ring.newest();
            events.retain(|event| event.tick > known);
            for event in &events {
                state.deliver(event);
            }
        }
        for ears in self.ears.get().into_iter().flatten() {
            for event in &events {
                ears.committed(self, event);
            }
        }
    }

    /// Whether everything after a tick is still at hand here.
    pub fn reaches(&self, tick: Tick) -> bool {
        tick >= self.state().ring.start()
    }

    /// Connects somebody who has seen everything up to `seen`. `groups` is what they are subscribed to as of
    /// `groups_at`, both read in one snapshot.
    pub fn join(self: &Arc<Self>, actor: Actor, groups: &HashSet<i64>, groups_at: Tick, seen: Tick) -> Joined {
        let mut state = self.state();
        let start = state.ring.start();
        if seen < start || groups_at < start {
            return Joined::Behind;
        }
        // Whoever is connected already has groups that followed every event; a snapshot could only be older.
        let current = match state.groups.get(&actor.person) {
            Some(current) => current.clone(),
            None => {
                let mut current = groups.clone();
                for entry in state.ring.after(groups_at) {
                    for effect in &entry.effects {
                        match *effect {
                            Effect::Subscribe(person, group) if person == actor.person => current.insert(group),
                            Effect::Unsubscribe(person, group) if person == actor.person => current.remove(&group),
                            _ => false,
                        };
                    }
                }
                current
            }
        };
        let missed = state
            .ring
            .after(seen)
            .filter(|entry| entry.concerns(&actor, &current))
            .map(|entry| entry.frame.clone())
            .collect();
        let (key, mailbox) = state.add(actor, current, self.limits, seen);
        Joined::At(Connection { hub: self.clone(), key, mailbox, handed_over: false }, missed)
    }

    /// Passes a frame to one connection.
    pub fn send(&self, connection: u64, frame: Frame) {
        self.state().send(connection, frame);
    }

    /// Passes an ephemeral frame to everybody who looks at a group.
    pub fn show(&self, group: i64, frame: &Frame) {
        let mut state = self.state();
        let keys = state.lookers.get(&group).into_iter().flatten().copied().collect();
        state.send_all(keys, frame);
    }

    /// Whether anybody looks at a group.
    pub fn is_looked_at(&self, group: i64) -> bool {
        self.state().lookers.contains_key(&group)
    }

    /// All groups that anybody looks at.
    pub fn looked_at(&self) -> Vec<i64> {
        self.state().lookers.keys().copied().collect()
    }

    /// Ends the connections of a session that was revoked.
    pub fn end_session(&self, session: SessionId) {
        self.end_those(|actor| actor.face == Face::Session(session));
    }

    /// Ends all connections of an organisation: whoever may still be here comes again.
    pub fn end_all_of(&self, org: OrgId) {
        self.end_those(|actor| actor.org == org);
    }

    /// Ends the connections of shared accounts that somebody is using; and those of a shared account itself, whoever is using it.
    pub fn end_used(&self, person: PersonId) {
        self.end_those(|actor| actor.operator == Some(person) || (actor.person == person && actor.operator.is_some()));
    }

    /// Ends the connections of a guest, who may have something to agree to before they see more.
    pub fn end_guest(&self, person: PersonId) {
        self.end_those(|actor| actor.person == person && actor.outsider == Some(Outsider::Guest));
    }

    /// Ends all connections of a person, who comes again as what they are now.
    pub fn end_all_of_person(&self, person: PersonId) {
        self.end_those(|actor| actor.person == person);
    }

    fn end_those(&self, concerned: impl Fn(&Actor) -> bool) {
        let mut state = self.state();
        let links = state.links.iter().filter(|(_, link)| concerned(&link.actor));
        let keys: Vec<u64> = links.map(|(key, _)| *key).collect();
        for key in keys {
            state.end(key);
        }
    }

    /// Ends all lines at once and waits for the threads that serve them. They hold the hub now and then, and with it what
    /// listens to it; after this they hold nothing.
    pub fn close(&self) {
        let clerks = self.clerks.lock().expect("nothing panics while holding the clerks").take();
        if let Some(clerks) = clerks {
            self.state().lines.close_all();
            clerks.join();
        }
    }

    /// Forgets a connection whose line is gone.
    pub(crate) fn gone(&self, key: u64) {
        self.state().remove(key);
    }

    /// Tells everybody where the stream stands; also the heartbeat that keeps proxies from closing idle connections.
    pub fn beat(&self) {
        let mut state = self.state();
        let frame = ToClient::At { tick: state.ring.newest() }.frame();
        let keys = state.links.keys().copied().collect();
        state.send_all(keys, &frame);
    }

    /// Tells watchers whose presence changed.
    pub fn tell_presence(&self) {
        self.state().tell_presence();
    }

    /// Ends all connections, asking clients to come back spread over `spread`, and takes no more.
    pub fn drain(&self, spread: Duration) {
        let mut state = self.state();
        state.closing = true;
        let keys: Vec<u64> = state.links.keys().copied().collect();
        // A city comes back over the whole spread; a small office, which a machine takes in one breath, at once.
        let step = (spread.as_millis() as u64 / (keys.len() as u64).max(1)).min(RETURN_STEP_MS);
        for (place, key) in keys.into_iter().enumerate() {
            let retry_ms = 500 + step * place as u64;
            state.send(key, ToClient::Bye { retry_ms }.frame());
            state.end(key);
        }
    }

    /// Whether the hub still takes connections.
    pub fn is_open(&self) -> bool {
        !self.state().closing
    }

    /// Acts on what a client says. `hello` has had its turn when a connection exists and changes nothing here.
    pub fn hear(self: &Arc<Self>, connection: u64, said: FromClient) {
        let now = self.clock.now();
        let mut state = self.state();
        let Some(actor) = state.links.get(&connection).map(|link| link.actor) else { return };
        match said {
            FromClient::Hello { .. } => {}
            FromClient::Look { room } => {
                let group = room.map(kernel::Id::raw);
                let looking = state.look(connection, group);
                drop(state);
                if let Some(group) = looking {
                    for ears in self.ears.get().into_iter().flatten() {
                        ears.looked(self, connection, actor, group);
                    }
                }
            }
            FromClient::Watch { mut people } => {
                // Outsiders meet people in rooms; whether somebody is there, and where, is not theirs to watch.
                people.truncate(if actor.outsider.is_some() { 0 } else { 100 });
                state.watch(connection, people);
            }
            FromClient::Typing { room, thread } => state.typing(connection, room, thread, now),
            FromClient::Hand { table, state: word } => state.reach(connection, table.raw(), word, now),
            FromClient::Active => state.set_active(connection, true),
            FromClient::Idle => state.set_active(connection, false),
        }
    }

    /// The person behind a connection, for the door that takes frames over plain HTTP.
    pub fn actor_of(&self, connection: u64) -> Option<Actor> {
        self.state().links.get(&connection).map(|link| link.actor)
    }
}

impl Connection {
    /// Its key in the hub.
    pub fn key(&self) -> u64 {
        self.key
    }

    /// The next frame; nothing when the hub has ended the connection.
    pub async fn next(&mut self) -> Option<Frame> {
        self.mailbox.recv().await
    }

    /// Lets the threads of lines serve a WebSocket from here on, these frames first.
    pub fn hand_over(mut self, line: web::Line, first: Vec<Frame>) {
        let mut state = self.hub.state();
        // Under the lock nothing is sent, so nothing comes between what waits and what follows.
        let waiting = std::iter::from_fn(|| self.mailbox.try_recv().ok());
        let frames = first.into_iter().chain(waiting).map(|frame| frame.wire().clone()).collect();
        state.lines.open(self.key, line, frames);
        match state.links.get_mut(&self.key) {
            Some(link) => link.outlet = Outlet::Line,
            None => state.lines.close(self.key, RESUME),
        }
        drop(state);
        self.handed_over = true;
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if !self.handed_over {
            self.hub.state().remove(self.key);
        }
    }
}

impl State {
    fn deliver(&mut self, event: &Committed) {
        for effect in &event.effects {
            if let Effect::Subscribe(person, group) = *effect {
                self.subscribe(person, group);
            }
        }
        let entry = Entry {
            tick: event.tick,
            topic: event.topic,
            guard: event.guard,
            effects: event.effects.clone(),
            frame: event_frame(event),
        };
        let keys: Vec<u64> = match event.topic {
            Topic::Org(org) => self.by_org.get(&org).into_iter().flatten().copied().collect(),
            Topic::Staff(org) => {
                let is_staff = |key: &u64| self.links.get(key).is_some_and(|link| link.actor.outsider.is_none());
                self.by_org.get(&org).into_iter().flatten().copied().filter(is_staff).collect()
            }
            Topic::Person(person) => {
                let subscribed = |group| self.groups.get(&person).is_some_and(|groups| groups.contains(&group));
                if event.guard.is_none_or(subscribed) { self.of(person).collect() } else { Vec::new() }
            }
            Topic::Group(group) => {
                let people = self.by_group.get(&group).into_iter().flatten();
                people.flat_map(|person| self.of(*person)).collect()
            }
        };
        let keys = keys.into_iter().filter(|key| self.links.get(key).is_some_and(|link| link.seen < event.tick));
        let keys = keys.collect();
        self.send_all(keys, &entry.frame);
        for effect in &event.effects {
            if let Effect::Unsubscribe(person, group) = *effect {
                self.unsubscribe(person, group);
            }
        }
        self.ring.push(entry);
    }

    fn of(&self, person: PersonId) -> impl Iterator<Item = u64> {
        self.by_person.get(&person).into_iter().flatten().copied()
    }

    /// Never waits: a full mailbox ends the connection, and the client resumes from where it stands.
    pub(crate) fn send(&mut self, key: u64, frame: Frame) {
        let Some(link) = self.links.get(&key) else { return };
        match &link.outlet {
            Outlet::Line => self.lines.send(std::iter::once(key), frame.wire()),
            Outlet::Mailbox(frames) => {
                if frames.try_send(frame).is_err() {
                    self.remove(key);
                }
            }
        }
    }

    /// [`State::send`] of one frame on many connections, at the price of one message to each thread of lines.
    pub(crate) fn send_all(&mut self, keys: Vec<u64>, frame: &Frame) {
        let is_line = |key: &u64| self.links.get(key).is_some_and(|link| matches!(link.outlet, Outlet::Line));
        let (lines, tasks): (Vec<u64>, Vec<u64>) = keys.into_iter().partition(is_line);
        self.lines.send(lines.into_iter(), frame.wire());
        for key in tasks {
            self.send(key, frame.clone());
        }
    }

    /// Ends a connection from our side: its client may resume at once.
    fn end(&mut self, key: u64) {
        if let Some(Link { outlet: Outlet::Line, .. }) = self.remove(key) {
            self.lines.close(key, RESUME);
        }
    }

    fn add(&mut self, actor: Actor, groups: HashSet<i64>, limits: Limits, seen: Tick) -> (u64, mpsc::Receiver<Frame>) {
        let (mailbox, frames) = mpsc::channel(limits.mailbox);
        if self.of(actor.person).count() >= limits.per_person
            && let Some(oldest) = self.of(actor.person).min()
        {
            self.end(oldest);
        }
        let key = self.next;
        self.next += 1;
        for group in &groups {
            self.by_group.entry(*group).or_default().insert(actor.person);
        }
        self.groups.insert(actor.person, groups);
        self.by_person.entry(actor.person).or_default().push(key);
        self.by_org.entry(actor.org).or_default().insert(key);
        let link = Link {
            actor,
            org: actor.org,
            outlet: Outlet::Mailbox(mailbox),
            looking: None,
            watching: Vec::new(),
            active: true,
            typed_at: Timestamp::default(),
            seen,
        };
        self.links.insert(key, link);
        self.moved.insert(actor.person);
        (key, frames)
    }

    fn remove(&mut self, key: u64) -> Option<Link> {
        self.watch(key, Vec::new());
        self.look(key, None);
        self.get_up(key);
        let link = self.links.remove(&key)?;
        let person = link.actor.person;
        self.moved.insert(person);
        if let Some(keys) = self.by_org.get_mut(&link.org) {
            keys.remove(&key);
            if keys.is_empty() {
                self.by_org.remove(&link.org);
            }
        }
        let keys = self.by_person.get_mut(&person).expect("a link is listed under its person");
        keys.retain(|other| *other != key);
        if keys.is_empty() {
            self.by_person.remove(&person);
            for group in self.groups.remove(&person).unwrap_or_default() {
                self.forget(person, group);
            }
        }
        Some(link)
    }

    fn subscribe(&mut self, person: PersonId, group: i64) {
        if let Some(groups) = self.groups.get_mut(&person) {
            groups.insert(group);
            self.by_group.entry(group).or_default().insert(person);
        }
    }

    fn unsubscribe(&mut self, person: PersonId, group: i64) {
        if let Some(groups) = self.groups.get_mut(&person) {
            groups.remove(&group);
            self.forget(person, group);
            self.doubt(person);
            let keys: Vec<u64> = self.of(person).collect();
            for key in self.seated_by(&keys, group) {
                self.get_up(key);
            }
            for key in keys {
                if self.links[&key].looking == Some(group) {
                    self.look(key, None);
                }
            }
        }
    }

    fn forget(&mut self, person: PersonId, group: i64) {
        if let Some(people) = self.by_group.get_mut(&group) {
            people.remove(&person);
            if people.is_empty() {
                self.by_group.remove(&group);
            }
        }
    }

    /// Turns a connection's eyes to a group; the group when it may look there.
    fn look(&mut self, key: u64, group: Option<i64>) -> Option<i64> {
        let link = self.links.get(&key)?;
        let subscribed = |group: &i64| self.groups.get(&link.actor.person).is_some_and(|groups| groups.contains(group));
        let group = group.filter(subscribed);
        let before = self.links.get_mut(&key).and_then(|link| std::mem::replace(&mut link.looking, group));
        if let Some(before) = before
            && let Some(keys) = self.lookers.get_mut(&before)
        {
            keys.remove(&key);
            if keys.is_empty() {
                self.lookers.remove(&before);
            }
        }
        if let Some(group) = group {
            self.lookers.entry(group).or_default().insert(key);
        }
        group
    }

    fn typing(&mut self, key: u64, room: kernel::Id<()>, thread: Option<kernel::Id<()>>, now: Timestamp) {
        let Some(link) = self.links.get_mut(&key) else { return };
        let person = link.actor.person;
        // Whoever is on leave is not there.
        if link.actor.leave.is_some() {
            return;
        }
        let subscribed = self.groups.get(&person).is_some_and(|groups| groups.contains(&room.raw()));
        // Clients repeat it while somebody types; more often than this nobody sees a difference.
        if !subscribed || now.is_within(Duration::from_secs(2), link.typed_at) {
            return;
        }
        link.typed_at = now;
        let frame = ToClient::Typing { room, thread, person }.frame();
        let lookers = self.lookers.get(&room.raw()).into_iter().flatten().copied();
        let others = lookers.filter(|key| self.links[key].actor.person != person).collect();
        self.send_all(others, &frame);
    }

    fn set_active(&mut self, key: u64, active: bool) {
        if let Some(link) = self.links.get_mut(&key)
            && link.active != active
        {
            link.active = active;
            let person = link.actor.person;
            self.moved.insert(person);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::SystemClock;

    #[test]
    fn a_hub_that_is_closed_while_it_gives_orders_is_let_go_of_by_its_threads() {
        for turn in 0..10_000 {
            let position = Position { epoch: "test".to_owned(), tick: 0 };
            let hub = Hub::new(position, Limits::default(), Arc::new(SystemClock));
            // The thread is on its way to its desk when the end comes, each time a little further.
            hub.state().lines.close(1, RESUME);
            (0..turn % 2_000).for_each(|_| std::hint::spin_loop());
            hub.close();
            assert_eq!(Arc::strong_count(&hub), 1, "nobody else holds it");
        }
    }
}
