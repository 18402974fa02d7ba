//! Work that follows a change: enqueued in its transaction, run after it, once, on one node, again when it failed.
//!
//! A job is claimed with a lease, so a node that dies leaves it to another. What a job does must bear being done twice:
//! the process may die between the work and the note that it is done.

mod standing;
mod store;

pub use standing::{Aside, AsideId, Standing, drop_aside, run_again, standing};

use db::{Db, Engine, Lock, Migration, Sql, Tx};
use kernel::{Actor, Error, OrgId, Result, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// The tables.
pub const MIGRATIONS: &[Migration] =
    &[Migration { owner: "jobs", number: 1, text: include_str!("../migrations/0001_job.sql") }];

/// Every statement, for the test that prepares them on both engines.
pub const STATEMENTS: &[Sql] = store::STATEMENTS;

/// How long a node may work on a job before another takes it for dead.
const LEASE: Duration = Duration::from_secs(300);
/// Tries until a job is set aside for the administrator to see.
const TRIES: i64 = 8;
/// How often the queue is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A kind of job: its payload, and the name under which it is stored.
pub trait Job: Serialize + DeserializeOwned + Send + 'static {
    /// Imperative, `feature.verb_noun`; never changes while jobs of it may wait.
    const KIND: &'static str;

    /// Jobs with the same key that wait at the same time are one; one that runs already waits no more. Empty: never the same.
    fn once(&self) -> String {
        String::new()
    }
}

/// Enqueues a job for `run_at`, or for as soon as possible.
pub fn enqueue<J: Job>(tx: &mut Tx<'_>, job: &J, run_at: Option<Timestamp>) -> Result<()> {
    let payload = serde_json::to_string(job).expect("a job is plain data");
    let id = tx.id::<()>();
    let org = tx.actor().org;
    let once = match job.once() {
        empty if empty.is_empty() => id.to_string(),
        key => format!("{}:{org}:{key}", J::KIND),
    };
    // As soon as possible is no moment: a clock that is set back would put it off.
    let run_at = run_at.unwrap_or_default();
    store::insert(tx, id.raw(), org, J::KIND, &payload, &once, run_at)
}

type Handler = Arc<dyn Fn(&Db, Actor, &str) -> Result<()> + Send + Sync>;
type Timetable = Arc<dyn Fn(Timestamp) -> Timestamp + Send + Sync>;

/// Runs jobs of the kinds that it was taught.
pub struct Runner {
    db: Db,
    handlers: HashMap<&'static str, Handler>,
    recurring: Vec<(&'static str, Timetable)>,
    stopped: (Mutex<bool>, Condvar),
}

impl Runner {
    /// A runner that knows no kind yet.
    pub fn new(db: Db) -> Self {
        Self { db, handlers: HashMap::new(), recurring: Vec::new(), stopped: Default::default() }
    }

    /// Teaches a kind.
    pub fn on<J: Job>(mut self, run: impl Fn(&Db, Actor, J) -> Result<()> + Send + Sync + 'static) -> Self {
        let handler = move |db: &Db, actor: Actor, payload: &str| {
            let job =
                serde_json::from_str(payload).map_err(|error| Error::internal(format!("job payload: {error}")))?;
            run(db, actor, job)
        };
        self.handlers.insert(J::KIND, Arc::new(handler));
        self
    }

    /// Lets a job of no organisation come back at the moments that `next` names, one after another.
    pub fn every(
        mut self,
        kind: &'static str,
        next: impl Fn(Timestamp) -> Timestamp + Send + Sync + 'static,
        run: impl Fn(&Db) -> Result<()> + Send + Sync + 'static,
    ) -> Self {
        self.handlers.insert(kind, Arc::new(move |db, _, _| run(db)));
        self.recurring.push((kind, Arc::new(next)));
        self
    }

    /// Runs everything that is due; how many jobs ran. Tests call this instead of waiting.
    pub fn run_due(&self) -> Result<usize> {
        self.plan()?;
        let mut ran = 0;
        while let Some(claimed) = self.claim()? {
            self.run(claimed)?;
            ran += 1;
        }
        // What recurs and has just run waits for its next moment from now on.
        if ran > 0 {
            self.plan()?;
        }
        Ok(ran)
    }

    /// Runs jobs on the calling thread until [`Runner::stop`] is called on another.
    pub fn work(&self) {
        if let Err(error) = self.take_over() {
            tracing::warn!(%error, "what a program of before was at waits until its lease ends");
        }
        let mut stopped = self.stopped.0.lock().expect("nobody panics while holding the word to stop");
        while !*stopped {
            drop(stopped);
            if let Err(error) = self.run_due() {
                tracing::warn!(%error, "the jobs queue cannot be read");
            }
            stopped = self.stopped.0.lock().expect("nobody panics while holding the word to stop");
            if !*stopped {
                stopped = self.stopped.1.wait_timeout(stopped, LOOK_EVERY).expect("as above").0;
            }
        }
    }

    /// An embedded database has one program at a time: what another held when it was killed can be gone on with at once.
    fn take_over(&self) -> Result<()> {
        if self.db.engine() != Engine::Sqlite {
            return Ok(());
        }
        self.db.write_now(Self::nobody(), |tx| {
            tx.lock(Lock::Jobs)?;
            store::free(tx)
        })
    }

    /// Ends [`Runner::work`] after the job that it is at.
    pub fn stop(&self) {
        *self.stopped.0.lock().expect("nobody panics while holding the word to stop") = true;
        self.stopped.1.notify_all();
    }

    fn nobody() -> Actor {
        Actor::system(OrgId::from_raw(0))
    }

    /// Makes sure that each recurring job waits for its next moment.
    fn plan(&self) -> Result<()> {
        let plan: Vec<_> = self.recurring.clone();
        if plan.is_empty() {
            return Ok(());
        }
        self.db.write_now(Self::nobody(), move |tx| {
            tx.lock(Lock::Jobs)?;
            for (kind, next) in &plan {
                let (id, at) = (tx.id::<()>().raw(), next(tx.now()));
                store::recur(tx, id, kind, &format!("every:{kind}"), at)?;
            }
            Ok(())
        })
    }

    fn claim(&self) -> Result<Option<store::Claimed>> {
        self.db.write_now(Self::nobody(), |tx| {
            tx.lock(Lock::Jobs)?;
            // Clocks of nodes differ a little. A lease that ends much later than any could now is of a clock set back since.
            let (until, never) = (tx.now().plus(LEASE), tx.now().plus(2 * LEASE));
            store::claim(tx, until, never)
        })
    }

    fn run(&self, claimed: store::Claimed) -> Result<()> {
        let outcome = match self.handlers.get(claimed.kind.as_str()) {
            Some(handler) => handler(&self.db, Actor::system(claimed.org), &claimed.payload),
            None => Err(Error::internal(format!("nobody here runs {}", claimed.kind))),
        };
        if let Err(error) = &outcome {
            tracing::warn!(kind = claimed.kind, attempts = claimed.attempts, %error, "a job failed");
        }
        let error = outcome.err().map(|error| error.to_string());
        let (id, attempts) = (claimed.id, claimed.attempts);
        self.db.write_now(Self::nobody(), move |tx| {
            tx.lock(Lock::Jobs)?;
            match &error {
                None => store::done(tx, id),
                Some(error) if attempts >= TRIES => store::set_aside(tx, id, error),
                Some(error) => {
                    let again = tx.now().plus(Duration::from_secs(1 << attempts.min(8)));
                    store::later(tx, id, again, error)
                }
            }
        })
    }
}
