//! The database threads of both engines.

use crate::checkpoint::Wal;
use crate::conn::Driver;
use crate::lite::Lite;
use crate::log;
use crate::pg::Pg;
use crate::work::{ReadWork, WriteWork};
use crate::{Conn, Tx};
use crossbeam_channel::Receiver;
use kernel::{Committed, Entropy, Error, IdMaker, Result, SharedClock, Tick};
use std::sync::{Arc, Condvar, Mutex};
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

/// What all threads of one database share.
pub(crate) struct Shared {
    pub(crate) clock: SharedClock,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) ids: IdMaker,
    pub(crate) sink: Mutex<Option<Sink>>,
    /// Wakes the tail after a commit of this node; true = something is new.
    pub(crate) bell: (Mutex<bool>, Condvar),
}

impl Shared {
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

enum Ran {
    Well(Vec<Committed>),
    Badly,
    /// The engine gave up the whole transaction, not only this use case.
    Lost(Error),
}

fn run_in_savepoint(driver: &mut Driver, work: &mut dyn WriteWork, shared: &Shared, next_tick: &mut Tick) -> Ran {
    let lite = |driver: &mut Driver, text: &'static str| match driver {
        Driver::Lite(lite) => lite.command(text),
        Driver::Pg(_) => panic!("savepoints are SQLite's group commit"),
    };
    if let Err(error) = lite(driver, "SAVEPOINT story") {
        return Ran::Lost(error);
    }
    match run(driver, work, shared, next_tick) {
        Some(events) => match lite(driver, "RELEASE story") {
            Ok(()) => Ran::Well(events),
            Err(error) => Ran::Lost(error),
        },
        None => match lite(driver, "ROLLBACK TO story").and_then(|()| lite(driver, "RELEASE story")) {
            Ok(()) => Ran::Badly,
            Err(error) => Ran::Lost(error),
        },
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
        entropy: &*shared.entropy,
        ids: &shared.ids,
    };
    if !work.run(&mut tx) {
        return None;
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

/// A use case that has had its turn in a group.
struct Ended {
    work: Box<dyn WriteWork>,
    /// It failed by itself and holds its own error.
    refused: bool,
}

pub(crate) fn lite_writer(mut driver: Driver, jobs: Receiver<Box<dyn WriteWork>>, shared: Arc<Shared>, wal: &Wal) {
    let mut next_tick = log::position(&mut driver).expect("an opened database has its clock").tick;
    while let Ok(first) = jobs.recv() {
        let before = next_tick;
        let mut batch: Vec<Ended> = Vec::new();
        let mut events = Vec::new();
        let mut lost = driver.begin("BEGIN IMMEDIATE").err();
        let mut work = Some(first);
        while let Some(mut item) = work.take() {
            let mut refused = false;
            if lost.is_none() {
                match run_in_savepoint(&mut driver, &mut *item, &shared, &mut next_tick) {
                    Ran::Well(more) => events.extend(more),
                    Ran::Badly => refused = true,
                    Ran::Lost(error) => lost = Some(error),
                }
            }
            batch.push(Ended { work: item, refused });
            if lost.is_none() && batch.len() < GROUP {
                work = jobs.try_recv().ok();
            }
        }
        if lost.is_none() {
            let saved = match next_tick == before {
                true => Ok(()),
                false => driver.execute(&log::SET_TICK, &[&next_tick]).map(|_| ()),
            };
            lost = saved.and_then(|()| driver.commit()).err();
        }
        if let Some(error) = lost {
            driver.rollback();
            next_tick = before;
            tracing::error!(%error, stories = batch.len(), "a commit failed, nothing of it was kept");
            for ended in batch.iter_mut().filter(|ended| !ended.refused) {
                ended.work.spoil(error.clone());
            }
        } else {
            shared.tell(events);
        }
        for ended in batch {
            ended.work.answer();
        }
        if let Driver::Lite(lite) = &mut driver {
            wal.renew(lite);
        }
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
