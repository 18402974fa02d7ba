//! The database threads of both engines.

use crate::checkpoint::Wal;
use crate::conn::Driver;
use crate::lite::Lite;
use crate::log;
use crate::pg::Pg;
use crate::work::{ReadWork, WriteWork, guarded};
use crate::{Conn, Tx};
use crossbeam_channel::Receiver;
use kernel::{Committed, Entropy, Error, IdMaker, Result, SharedClock, Tick};
use std::sync::{Arc, Condvar, Mutex, OnceLock};
use std::time::Duration;

/// Use cases that one SQLite transaction carries at most; beyond it the first would wait too long for the last.
const GROUP: usize = 512;
/// How often a use case is run again after losing to another transaction.
const RETRIES: usize = 12;
/// How long a PostgreSQL node may not notice another node's commits when no hint arrives.
const TAIL_INTERVAL: Duration = Duration::from_millis(100);

/// How long the tail rests after each look, so that thousands of commits a second are read together and not one by one.
const TAIL_REST: Duration = Duration::from_millis(2);

/// What happens with committed events.
pub(crate) type Sink = Arc<dyn Fn(Vec<Committed>) + Send + Sync>;

/// What happens with the events of this node's own commits before they are answered.
pub(crate) type Hook = Box<dyn Fn(&[Committed]) + Send + Sync>;

/// What all threads of one database share.
pub(crate) struct Shared {
    pub(crate) clock: SharedClock,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) ids: IdMaker,
    pub(crate) sink: Mutex<Option<Sink>>,
    pub(crate) on_commit: OnceLock<Hook>,
    /// Wakes the tail after a commit of this node; true = something is new.
    pub(crate) bell: (Mutex<bool>, Condvar),
}

impl Shared {
    /// Before whoever wrote is answered: what this node remembers must not be older than its answers.
    fn committed(&self, events: &[Committed]) {
        if let (false, Some(hook)) = (events.is_empty(), self.on_commit.get()) {
            hook(events);
        }
    }

    fn tell(&self, events: Vec<Committed>) {
        let sink = self.sink.lock().expect("nothing panics while holding the sink").clone();
        if let (false, Some(sink)) = (events.is_empty(), sink) {
            sink(events);
        }
    }

    fn ring(&self) {
        *self.bell.0.lock().expect("the bell's holder never panics") = true;
        self.bell.1.notify_all();
    }
}

/// Runs a use case and appends its events; nothing when it failed (its own answer says why).
fn run(driver: &mut Driver, work: &mut dyn WriteWork, shared: &Shared, next_tick: &mut Tick) -> Option<Vec<Committed>> {
    let now = shared.clock.now();
    let actor = work.actor();
    let mut tx = Tx {
        conn: Conn { driver, actor, now },
        tick: None,
        next_tick,
        locked: false,
        events: Vec::new(),
        last: Vec::new(),
        entropy: &*shared.entropy,
        ids: &shared.ids,
    };
    if !work.run(&mut tx) {
        return None;
    }
    for last in std::mem::take(&mut tx.last) {
        if let Err(error) = guarded(|| last(&mut tx)) {
            work.spoil(error);
            return None;
        }
    }
    if tx.events.is_empty() {
        return Some(Vec::new());
    }
    let org = tx.conn.actor.org;
    let events = std::mem::take(&mut tx.events);
    let saved = tx.tick().and_then(|tick| log::append(tx.conn.driver, tick, org, now, &events).map(|()| tick));
    match saved {
        Ok(tick) => Some(events.into_iter().map(|event| log::committed(tick, org, event)).collect()),
        Err(error) => {
            work.spoil(error);
            None
        }
    }
}

/// A use case in a group.
struct Member {
    work: Box<dyn WriteWork>,
    /// It failed by itself and holds its own error.
    refused: bool,
}

impl Member {
    fn new(work: Box<dyn WriteWork>) -> Self {
        Self { work, refused: false }
    }
}

/// Why nothing of a group was kept.
enum Failed {
    /// One had written something before it refused.
    Leftovers,
    /// The engine gave up.
    Lost(Error),
}

/// Where a group of use cases runs.
struct Group<'g> {
    lite: &'g mut Driver,
    shared: &'g Shared,
    next_tick: &'g mut Tick,
    members: Vec<Member>,
}

impl Group<'_> {
    /// Runs the members in one transaction, and whoever else waits meanwhile. Most use cases refuse, if they do, before they write
    /// anything; so nothing is taken back for a single one, and a savepoint around each, a fifth of the writer's time, is spared.
    fn run_together(&mut self, jobs: &Receiver<Box<dyn WriteWork>>) -> std::result::Result<Vec<Committed>, Failed> {
        let mut events = Vec::new();
        let mut place = 0;
        while place < self.members.len() {
            let member = &mut self.members[place];
            lite(self.lite).take_touched();
            match run(self.lite, &mut *member.work, self.shared, self.next_tick) {
                Some(more) => events.extend(more),
                None => {
                    member.refused = true;
                    if lite(self.lite).take_touched() {
                        return Err(Failed::Leftovers);
                    }
                }
            }
            if !lite(self.lite).in_transaction() {
                return Err(Failed::Lost(Error::unavailable("disk_failed", "SQLite ended the transaction")));
            }
            place += 1;
            if place == self.members.len() && place < GROUP {
                self.members.extend(jobs.try_recv().ok().map(Member::new));
            }
        }
        Ok(events)
    }

    /// Runs the members in one transaction, each in a savepoint of its own.
    fn run_apart(&mut self) -> std::result::Result<Vec<Committed>, Failed> {
        let mut events = Vec::new();
        for member in &mut self.members {
            lite(self.lite).command("SAVEPOINT story").map_err(Failed::Lost)?;
            let done = run(self.lite, &mut *member.work, self.shared, self.next_tick);
            member.refused = done.is_none();
            if member.refused {
                lite(self.lite).command("ROLLBACK TO story").map_err(Failed::Lost)?;
            }
            lite(self.lite).command("RELEASE story").map_err(Failed::Lost)?;
            events.extend(done.into_iter().flatten());
        }
        Ok(events)
    }

    /// A transaction around one of the two; what it kept, or why it kept nothing.
    fn attempt(
        &mut self,
        run: impl FnOnce(&mut Self) -> std::result::Result<Vec<Committed>, Failed>,
    ) -> std::result::Result<Vec<Committed>, Failed> {
        let before = *self.next_tick;
        let done =
            self.lite.begin("BEGIN IMMEDIATE").map_err(Failed::Lost).and_then(|()| run(self)).and_then(|events| {
                if *self.next_tick != before {
                    self.lite.execute(&log::SET_TICK, &[&*self.next_tick]).map_err(Failed::Lost)?;
                }
                self.lite.commit().map_err(Failed::Lost)?;
                Ok(events)
            });
        if done.is_err() {
            self.lite.rollback();
            *self.next_tick = before;
        }
        done
    }
}

fn lite(driver: &mut Driver) -> &mut Lite {
    match driver {
        Driver::Lite(lite) => lite,
        Driver::Pg(_) => panic!("group commit is SQLite's"),
    }
}

pub(crate) fn lite_writer(mut driver: Driver, jobs: Receiver<Box<dyn WriteWork>>, shared: Arc<Shared>, wal: &Wal) {
    let mut next_tick = log::position(&mut driver).expect("an opened database has its clock").tick;
    while let Ok(first) = jobs.recv() {
        let members = vec![Member::new(first)];
        let mut group = Group { lite: &mut driver, shared: &shared, next_tick: &mut next_tick, members };
        let mut done = group.attempt(|group| group.run_together(&jobs));
        if matches!(done, Err(Failed::Leftovers)) && group.members.len() > 1 {
            done = group.attempt(Group::run_apart);
        }
        let mut members = group.members;
        match done {
            Ok(events) => {
                shared.committed(&events);
                shared.tell(events);
            }
            // It was alone, and holds its own error.
            Err(Failed::Leftovers) => {}
            Err(Failed::Lost(error)) => {
                tracing::error!(%error, stories = members.len(), "a commit failed, nothing of it was kept");
                for member in members.iter_mut().filter(|member| !member.refused) {
                    member.work.spoil(error.clone());
                }
            }
        }
        for member in members {
            member.work.answer();
        }
        wal.renew(lite(&mut driver));
    }
}

pub(crate) fn lite_reader(lite: Lite, jobs: Receiver<Box<dyn ReadWork>>, shared: Arc<Shared>) {
    let mut driver = Driver::Lite(lite);
    while let Ok(mut work) = jobs.recv() {
        read_once(&mut driver, &mut *work, &shared, "BEGIN");
        work.answer();
    }
}

fn read_once(driver: &mut Driver, work: &mut dyn ReadWork, shared: &Shared, begin: &'static str) {
    if let Err(error) = driver.begin(begin) {
        work.spoil(error);
        return;
    }
    let actor = work.actor();
    work.run(&mut Conn { driver, actor, now: shared.clock.now() });
    if let Err(error) = driver.end_read() {
        tracing::debug!(%error, "a read's snapshot was gone at its end");
    }
}

/// A PostgreSQL connection that comes back when it was lost.
struct Line {
    url: String,
    driver: Option<Driver>,
}

impl Line {
    fn get(&mut self) -> Result<&mut Driver> {
        if let Some(Driver::Pg(pg)) = &self.driver
            && pg.closed()
        {
            self.driver = None;
        }
        if self.driver.is_none() {
            self.driver = Some(Driver::Pg(Box::new(Pg::connect(&self.url)?)));
        }
        Ok(self.driver.as_mut().expect("connected above"))
    }
}

fn take_conflict(driver: &mut Driver) -> bool {
    match driver {
        Driver::Pg(pg) => std::mem::take(&mut pg.conflicted),
        Driver::Lite(_) => false,
    }
}

pub(crate) fn pg_writer(url: String, jobs: Receiver<Box<dyn WriteWork>>, shared: Arc<Shared>) {
    let mut line = Line { url, driver: None };
    while let Ok(mut work) = jobs.recv() {
        for attempt in 1..=RETRIES {
            if !pg_attempt(&mut line, &mut *work, &shared) || attempt == RETRIES {
                break;
            }
        }
        work.answer();
    }
}

/// One try; true when running it again makes sense.
fn pg_attempt(line: &mut Line, work: &mut dyn WriteWork, shared: &Shared) -> bool {
    let driver = match line.get() {
        Ok(driver) => driver,
        Err(error) => {
            work.spoil(error);
            return false;
        }
    };
    if let Err(error) = driver.begin("BEGIN") {
        work.spoil(error);
        return false;
    }
    let mut unused = 0;
    match run(driver, work, shared, &mut unused) {
        None => {
            driver.rollback();
            // A line that was lost before the commit was sent has changed nothing.
            take_conflict(driver) || matches!(driver, Driver::Pg(pg) if pg.closed())
        }
        Some(events) => match driver.commit() {
            Ok(()) => {
                if !events.is_empty() {
                    shared.committed(&events);
                    shared.ring();
                }
                false
            }
            Err(error) => {
                work.spoil(error);
                driver.rollback();
                take_conflict(driver)
            }
        },
    }
}

pub(crate) fn pg_reader(url: String, jobs: Receiver<Box<dyn ReadWork>>, shared: Arc<Shared>) {
    let mut line = Line { url, driver: None };
    while let Ok(mut work) = jobs.recv() {
        match line.get() {
            Ok(driver) => read_once(driver, &mut *work, &shared, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
            Err(error) => work.spoil(error),
        }
        work.answer();
    }
}

/// Follows the change log of PostgreSQL, this node's and all others' commits alike, until the database is closed.
pub(crate) fn pg_tail(url: String, from: Tick, shared: std::sync::Weak<Shared>) {
    let mut line = Line { url, driver: None };
    let mut seen = from;
    while let Some(shared) = shared.upgrade() {
        match tail_once(&mut line, seen) {
            Ok(tail) => {
                seen = tail.upto.max(seen);
                shared.tell(tail.events);
                if tail.more {
                    continue;
                }
            }
            Err(error) => tracing::warn!(%error, "the change log cannot be followed"),
        }
        let (bell, told) = &shared.bell;
        let rung = bell.lock().expect("the bell's holder never panics");
        let (rung, _) = told.wait_timeout_while(rung, TAIL_REST, |_| true).expect("the bell's holder never panics");
        let waited = told.wait_timeout_while(rung, TAIL_INTERVAL, |rung| !*rung);
        *waited.expect("the bell's holder never panics").0 = false;
    }
}

/// Events read at a time.
const TAIL_PAGE: i64 = 5_000;

struct Tail {
    events: Vec<Committed>,
    upto: Tick,
    more: bool,
}

fn tail_once(line: &mut Line, seen: Tick) -> Result<Tail> {
    // Two statements, each with a snapshot of its own: what lies below the horizon of the first has ended, so the second sees all
    // of it.
    let driver = line.get()?;
    let horizon = log::position(driver)?.tick;
    let events = log::after(driver, seen, horizon, TAIL_PAGE)?;
    if (events.len() as i64) < TAIL_PAGE {
        return Ok(Tail { events, upto: horizon, more: false });
    }
    // A full page may end amid the events of one transaction; they are read again up to the end of its tick.
    let upto = events.last().map_or(seen, |last| last.tick);
    Ok(Tail { events: log::after(driver, seen, upto, i64::MAX)?, upto, more: true })
}
