//! Two databases behind one small facade: SQLite inside the program, PostgreSQL beside it.
//!
//! Use cases and stores are synchronous closures that run on database threads; the asynchronous world ends at
//! [`Db::read`] and [`Db::write`]. Nothing in a transaction can wait for HTTP, a file or a hash, because it cannot
//! `await`. Stores write each statement once (see [`statements!`]); only this crate knows the drivers.

mod checkpoint;
mod conn;
mod engine;
mod lite;
mod log;
mod migrate;
mod pg;
mod sql;
mod value;
mod work;

pub use conn::{Conn, Lock, Tx};
pub use log::LogSpan;
pub use migrate::Migration;
pub use sql::Sql;
pub use value::{FromValue, List, Row, ToValue, Value};

use conn::Driver;
use crossbeam_channel::{Sender, TrySendError, bounded};
use engine::Shared;
use kernel::{Actor, Committed, Entropy, Error, IdMaker, Result, SharedClock, Tick, Timestamp};
use lite::Lite;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use work::{Pending, ReadWork, WriteWork};

/// Use cases that may wait for a database thread; one more is told to come back, so that a flood costs bounded memory.
const QUEUE: usize = 8_192;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, the default.
    Sqlite,
    /// PostgreSQL 15 or newer.
    Postgres,
}

impl Engine {
    /// As figures and settings name it.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        }
    }
}

/// Where the database is.
#[derive(Debug, Clone)]
pub enum Place {
    /// A file of its own, created when absent; its folder exists.
    Sqlite(PathBuf),
    /// `postgres://user@host:port/database`.
    Postgres(String),
}

/// How many threads serve it.
#[derive(Debug, Clone, Copy)]
pub struct Threads {
    /// Threads that read.
    pub readers: usize,
    /// Threads that write; SQLite always has one.
    pub writers: usize,
}

impl Default for Threads {
    fn default() -> Self {
        Self { readers: 4, writers: 8 }
    }
}

/// An open database. Cheap to clone; the last clone closes it.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    place: Place,
    writes: Sender<Box<dyn WriteWork>>,
    reads: Sender<Box<dyn ReadWork>>,
    shared: Arc<Shared>,
    /// Dropped with the database; ends the checkpointer.
    _stop: Sender<()>,
    /// Held so that a second program does not write to the same file behind this one's back.
    _file: Option<std::fs::File>,
    /// Where the log stood when a PostgreSQL was opened.
    opened_at: Option<Tick>,
    tail: Mutex<bool>,
}

impl Db {
    /// Opens the database, brings its schema up to date, starts its threads.
    ///
    /// Errors: `data_in_use` when another program has the SQLite file open, `database_away` when PostgreSQL does not
    /// answer, `internal` when a migration fails.
    pub fn open(
        place: Place,
        migrations: &[Migration],
        threads: Threads,
        clock: SharedClock,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Db> {
        let epoch = format!("{:016x}", entropy.u64());
        let shared = Arc::new(Shared {
            clock,
            entropy,
            ids: IdMaker::new(),
            sink: Mutex::new(None),
            on_commit: std::sync::OnceLock::new(),
            bell: (Mutex::new(false), std::sync::Condvar::new()),
        });
        let (writes, write_jobs) = bounded(QUEUE);
        let (reads, read_jobs) = bounded(QUEUE);
        let (stop, stopped) = bounded(0);
        let (mut file, mut opened_at) = (None, None);
        match &place {
            Place::Sqlite(path) => {
                file = Some(hold(path)?);
                let mut driver = Driver::Lite(Lite::open(path, true)?);
                migrate::migrate(&mut driver, migrations, shared.clock.now(), &epoch)?;
                let (with, wal) = (shared.clone(), Arc::new(checkpoint::Wal::default()));
                if let Driver::Lite(lite) = &mut driver {
                    wal.follow(lite)?;
                }
                let written = wal.clone();
                spawn("db-write", move || engine::lite_writer(driver, write_jobs, with, &written));
                let lite = Lite::open(path, true)?;
                spawn("db-checkpoint", move || checkpoint::work(lite, &wal, &stopped));
                for _ in 0..threads.readers.max(1) {
                    let (lite, jobs, with) = (Lite::open(path, false)?, read_jobs.clone(), shared.clone());
                    spawn("db-read", move || engine::lite_reader(lite, jobs, with));
                }
            }
            Place::Postgres(url) => {
                let mut driver = Driver::Pg(Box::new(pg::Pg::connect(url)?));
                migrate::migrate(&mut driver, migrations, shared.clock.now(), &epoch)?;
                opened_at = Some(log::position(&mut driver)?.tick);
                for _ in 0..threads.writers.max(1) {
                    let (url, jobs, with) = (url.clone(), write_jobs.clone(), shared.clone());
                    spawn("db-write", move || engine::pg_writer(url, jobs, with));
                }
                for _ in 0..threads.readers.max(1) {
                    let (url, jobs, with) = (url.clone(), read_jobs.clone(), shared.clone());
                    spawn("db-read", move || engine::pg_reader(url, jobs, with));
                }
            }
        }
        let inner =
            Inner { place, writes, reads, shared, _stop: stop, _file: file, opened_at, tail: Mutex::new(false) };
        Ok(Db { inner: Arc::new(inner) })
    }

    /// Which engine.
    pub fn engine(&self) -> Engine {
        match self.inner.place {
            Place::Sqlite(_) => Engine::Sqlite,
            Place::Postgres(_) => Engine::Postgres,
        }
    }

    /// The clock that stamps what is written.
    pub fn clock(&self) -> &SharedClock {
        &self.inner.shared.clock
    }

    /// Chance, as a parameter.
    pub fn entropy(&self) -> &Arc<dyn Entropy> {
        &self.inner.shared.entropy
    }

    /// Runs a use case that writes. It is answered after its commit reached the disk. It may run more than once, so it must
    /// not carry anything out of itself but its result.
    ///
    /// Errors: the use case's own; `busy` (unavailable) when too much waits or conflicts; `disk_full`, `disk_failed`,
    /// `database_away` when nothing was kept.
    pub async fn write<T, F>(&self, actor: Actor, story: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (pending, answer) = Pending::new(actor, story);
        self.submit_write(Box::new(pending))?;
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Runs a use case that reads, within one snapshot.
    pub async fn read<T, F>(&self, actor: Actor, story: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn<'_>) -> Result<T> + Send + 'static,
    {
        let (pending, answer) = Pending::new(actor, story);
        self.submit_read(Box::new(pending))?;
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// [`Db::write`] for commands and jobs outside the asynchronous world.
    pub fn write_now<T, F>(&self, actor: Actor, story: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (pending, answer) = Pending::new(actor, story);
        self.submit_write(Box::new(pending))?;
        answer.blocking_recv().unwrap_or_else(|_| Err(closed()))
    }

    /// [`Db::read`] for commands and jobs outside the asynchronous world.
    pub fn read_now<T, F>(&self, actor: Actor, story: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn<'_>) -> Result<T> + Send + 'static,
    {
        let (pending, answer) = Pending::new(actor, story);
        self.submit_read(Box::new(pending))?;
        answer.blocking_recv().unwrap_or_else(|_| Err(closed()))
    }

    fn submit_write(&self, work: Box<dyn WriteWork>) -> Result<()> {
        self.inner.writes.try_send(work).map_err(refused)
    }

    fn submit_read(&self, work: Box<dyn ReadWork>) -> Result<()> {
        self.inner.reads.try_send(work).map_err(refused)
    }

    /// From now on hands every committed event to `sink`, in tick order, on a database thread; `sink` must not wait. May
    /// be called once.
    ///
    /// On PostgreSQL it begins with what was committed since this database was opened, by other nodes too: whoever read a
    /// position in between and counts on hearing of everything after it would otherwise miss what came before the call.
    /// Such a reader passes over what it knows already.
    pub fn follow(&self, sink: impl Fn(Vec<Committed>) + Send + Sync + 'static) -> Result<()> {
        let mut tailing = self.inner.tail.lock().expect("nothing panics while holding the tail");
        assert!(!*tailing, "a database is followed once");
        *tailing = true;
        *self.inner.shared.sink.lock().expect("nothing panics while holding the sink") = Some(Arc::new(sink));
        if let (Place::Postgres(url), Some(from)) = (&self.inner.place, self.inner.opened_at) {
            let (url, weak) = (url.clone(), Arc::downgrade(&self.inner.shared));
            spawn("db-tail", move || engine::pg_tail(url, from, weak));
        }
        Ok(())
    }

    /// From now on shows the events of each of this node's own commits to `hook`, on a database thread, before whoever wrote is
    /// answered: so nothing that this node remembers outlives the answer that says it is over. Other nodes' commits come through
    /// [`Db::follow`] alone, and these too. `hook` must not wait, nor hold a `Db`: neither would ever be closed. May be called once.
    pub fn on_commit(&self, hook: impl Fn(&[Committed]) + Send + Sync + 'static) {
        assert!(self.inner.shared.on_commit.set(Box::new(hook)).is_ok(), "one hook hears of commits");
    }

    /// Hands no more events to whoever followed, and lets go of them. Who follows usually holds the database as well, so
    /// that neither would ever be closed without this.
    pub fn unfollow(&self) {
        // Let go of without the lock: who follows may wait for a thread of theirs.
        let sink = self.inner.shared.sink.lock().expect("nothing panics while holding the sink").take();
        drop(sink);
    }

    /// Forgets events older than `before`; who stands further back starts afresh. The newest is always kept.
    pub fn forget_events(&self, before: Timestamp) -> Result<u64> {
        let nobody = Actor::system(kernel::Id::from_raw(0));
        self.write_now(nobody, move |tx| {
            tx.lock(Lock::Jobs)?;
            let newest: Option<i64> = tx.one(&log::NEWEST, &[])?.get(0);
            tx.execute(&log::FORGET, &[&newest.unwrap_or(0), &before])
        })
    }

    /// Begins a new epoch, after a restore or a move: positions of the old one mean nothing any more.
    pub fn begin_epoch(&self) -> Result<String> {
        let nobody = Actor::system(kernel::Id::from_raw(0));
        self.write_now(nobody, move |tx| {
            tx.lock(Lock::Jobs)?;
            let epoch = format!("{:016x}", tx.entropy().u64());
            let tick = tx.one(&log::CLOCK, &[])?.get::<i64>(1);
            tx.execute(&log::SET_EPOCH, &[&epoch, &tick])?;
            Ok(epoch)
        })
    }

    /// Prepares statements without running them; the names and errors of those that this engine does not take.
    pub fn check_statements(&self, statements: &[&[Sql]]) -> Result<Vec<String>> {
        let mut bad = Vec::new();
        let mut driver = match &self.inner.place {
            Place::Sqlite(path) => Driver::Lite(Lite::open(path, false)?),
            Place::Postgres(url) => Driver::Pg(Box::new(pg::Pg::connect(url)?)),
        };
        for sql in statements.iter().copied().chain([log::STATEMENTS, migrate::STATEMENTS]).flatten() {
            let outcome = match &mut driver {
                Driver::Lite(lite) => lite.check(sql),
                Driver::Pg(pg) => pg.check(sql),
            };
            if let Err(error) = outcome {
                bad.push(error.to_string());
            }
        }
        Ok(bad)
    }
}

fn refused<T>(error: TrySendError<T>) -> Error {
    match error {
        TrySendError::Full(_) => Error::unavailable("busy", "the database's queue is full"),
        TrySendError::Disconnected(_) => closed(),
    }
}

fn closed() -> Error {
    Error::unavailable("closing", "the database is closing")
}

fn hold(path: &Path) -> Result<std::fs::File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = std::fs::File::create(name).map_err(|error| Error::unavailable("disk_failed", error))?;
    file.try_lock().map_err(|error| Error::conflict("data_in_use").because(error))?;
    Ok(file)
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().name(name.to_owned()).spawn(body).expect("the system has a thread for the database");
}
