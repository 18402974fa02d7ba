//! What stores see: a connection to read from and a transaction to write in.

use crate::lite::Lite;
use crate::pg::Pg;
use crate::{Engine, Row, Sql, ToValue, Value};
use kernel::{Actor, Entropy, Event, Id, IdMaker, Position, Result, Tick, Timestamp};
use std::ops::{Deref, DerefMut};

/// The engine's own connection.
pub(crate) enum Driver {
    Lite(Lite),
    Pg(Box<Pg>),
}

impl Driver {
    pub(crate) fn rows(&mut self, sql: &Sql, params: &[&dyn ToValue]) -> Result<Vec<Row>> {
        let values: Vec<Value> = params.iter().map(|param| param.to_value()).collect();
        match self {
            Driver::Lite(lite) => lite.rows(sql, &values),
            Driver::Pg(pg) => pg.rows(sql, values),
        }
    }

    pub(crate) fn rows_of_each(&mut self, sql: &Sql, many: &[&[&dyn ToValue]]) -> Result<Vec<Vec<Row>>> {
        match self {
            Driver::Lite(_) => many.iter().map(|params| self.rows(sql, params)).collect(),
            Driver::Pg(pg) => {
                let values = |params: &&[&dyn ToValue]| params.iter().map(|param| param.to_value()).collect();
                pg.rows_of_each(sql, many.iter().map(values).collect())
            }
        }
    }

    pub(crate) fn execute(&mut self, sql: &Sql, params: &[&dyn ToValue]) -> Result<u64> {
        let values: Vec<Value> = params.iter().map(|param| param.to_value()).collect();
        match self {
            Driver::Lite(lite) => lite.execute(sql, &values),
            Driver::Pg(pg) => pg.execute(sql, values),
        }
    }

    /// Runs a statement of which only the failure matters; on PostgreSQL with the next one that is waited for.
    pub(crate) fn run(&mut self, sql: &Sql, params: &[&dyn ToValue]) -> Result<()> {
        let values: Vec<Value> = params.iter().map(|param| param.to_value()).collect();
        match self {
            Driver::Lite(lite) => lite.execute(sql, &values).map(|_| ()),
            Driver::Pg(pg) => pg.run(sql, values),
        }
    }

    /// [`Driver::run`] for a statement that touches nothing that its neighbours touch.
    pub(crate) fn run_apart(&mut self, sql: &Sql, params: &[&dyn ToValue]) -> Result<()> {
        let values: Vec<Value> = params.iter().map(|param| param.to_value()).collect();
        match self {
            Driver::Lite(lite) => lite.execute(sql, &values).map(|_| ()),
            Driver::Pg(pg) => pg.run_apart(sql, values),
        }
    }

    pub(crate) fn batch(&mut self, text: &str) -> Result<()> {
        match self {
            Driver::Lite(lite) => lite.batch(text),
            Driver::Pg(pg) => pg.batch(text),
        }
    }

    pub(crate) fn begin(&mut self, text: &'static str) -> Result<()> {
        match self {
            Driver::Lite(lite) => lite.command(text),
            Driver::Pg(pg) => {
                pg.begin(text);
                Ok(())
            }
        }
    }

    pub(crate) fn commit(&mut self) -> Result<()> {
        match self {
            Driver::Lite(lite) => lite.command("COMMIT"),
            Driver::Pg(pg) => pg.commit(),
        }
    }

    pub(crate) fn end_read(&mut self) -> Result<()> {
        match self {
            Driver::Lite(lite) => lite.command("COMMIT"),
            Driver::Pg(pg) => {
                pg.end_read();
                Ok(())
            }
        }
    }

    pub(crate) fn rollback(&mut self) {
        match self {
            // The engine may have rolled back by itself already; then this fails, and is right all the same.
            Driver::Lite(lite) => drop(lite.command("ROLLBACK")),
            Driver::Pg(pg) => pg.rollback(),
        }
    }

    pub(crate) fn engine(&self) -> Engine {
        match self {
            Driver::Lite(_) => Engine::Sqlite,
            Driver::Pg(_) => Engine::Postgres,
        }
    }
}

/// Reads within one snapshot, for one actor.
pub struct Conn<'c> {
    pub(crate) driver: &'c mut Driver,
    pub(crate) actor: Actor,
    pub(crate) now: Timestamp,
}

impl Conn<'_> {
    /// All rows of a query.
    pub fn rows(&mut self, sql: &Sql, params: &[&dyn ToValue]) -> Result<Vec<Row>> {
        self.driver.rows(sql, params)
    }

    /// All rows of a query for each of several lists of parameters, in their order. On PostgreSQL they travel together, so that the way
    /// there and back is waited for once.
    pub fn rows_of_each(&mut self, sql: &Sql, many: &[&[&dyn ToValue]]) -> Result<Vec<Vec<Row>>> {
        self.driver.rows_of_each(sql, many)
    }

    /// The first row, if any.
    pub fn row(&mut self, sql: &Sql, params: &[&dyn ToValue]) -> Result<Option<Row>> {
        Ok(self.driver.rows(sql, params)?.into_iter().next())
    }

    /// The only row of a query that always has one.
    pub fn one(&mut self, sql: &Sql, params: &[&dyn ToValue]) -> Result<Row> {
        Ok(self.row(sql, params)?.unwrap_or_else(|| panic!("{} gave no row although it always does", sql.name)))
    }

    /// For whom this runs.
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// The moment at which it began.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Everything up to this position is visible here.
    pub fn position(&mut self) -> Result<Position> {
        crate::log::position(self.driver)
    }

    /// How large the database is, in bytes.
    pub fn database_bytes(&mut self) -> Result<i64> {
        Ok(self.one(&crate::log::BYTES, &[])?.get(0))
    }
}

/// What a transaction takes hold of before it changes anything, so that two changes of the same things follow one
/// another. SQLite has one writer and needs none of it. PostgreSQL takes an advisory lock *before* the transaction
/// gets its number, which makes the order of numbers the order of states for everything under the same lock: the
/// sync contract rests on that (ADR 0005).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// An organisation's units, people and settings.
    Org(kernel::OrgId),
    /// One group and everything in it, by its raw id.
    Group(i64),
    /// A group together with others who, like this use case, change only what is one person's own in it, which they hold
    /// besides. They do not wait for one another, only for who holds the group whole, and that one for them: what a person
    /// has of a group depends on the group.
    Inside(i64),
    /// One account and its sessions.
    Account(kernel::AccountId),
    /// What is one person's own: read positions, drafts, choices.
    Person(kernel::PersonId),
    /// The jobs queue.
    Jobs,
    /// When sessions were used last, of which no event tells: nodes note it one after another.
    Uses,
    /// An organisation's audit, where each record follows the one before it.
    Audit(kernel::OrgId),
    /// The index of what can be searched.
    Index,
}

impl Lock {
    /// Whether others may hold it in the same way at the same time.
    pub(crate) fn is_shared(self) -> bool {
        matches!(self, Lock::Inside(_))
    }

    /// (class, key) as PostgreSQL's advisory locks take them, folded to one number.
    pub(crate) fn key(self) -> i64 {
        let (class, raw) = match self {
            Lock::Org(id) => (1i64, id.raw()),
            Lock::Group(id) | Lock::Inside(id) => (2, id),
            Lock::Account(id) => (3, id.raw()),
            Lock::Person(id) => (4, id.raw()),
            Lock::Jobs => (5, 0),
            Lock::Uses => (6, 0),
            Lock::Audit(id) => (7, id.raw()),
            // Not 8: the key of an id begins with the fourth bit.
            Lock::Index => (0, 0),
        };
        // Two keys that collide wait for each other needlessly and do no harm.
        raw.rotate_left(3) ^ class
    }
}

/// What a use case does last.
pub(crate) type Last = Box<dyn FnOnce(&mut Tx<'_>) -> Result<()>>;

/// A transaction: reads, writes, and the events that tell of them, saved together or not at all.
pub struct Tx<'c> {
    pub(crate) conn: Conn<'c>,
    pub(crate) tick: Option<Tick>,
    pub(crate) next_tick: &'c mut Tick,
    pub(crate) locked: bool,
    pub(crate) events: Vec<Event>,
    pub(crate) last: Vec<Last>,
    pub(crate) entropy: &'c dyn Entropy,
    pub(crate) ids: &'c IdMaker,
}

impl<'c> Deref for Tx<'c> {
    type Target = Conn<'c>;
    fn deref(&self) -> &Conn<'c> {
        &self.conn
    }
}
impl<'c> DerefMut for Tx<'c> {
    fn deref_mut(&mut self) -> &mut Conn<'c> {
        &mut self.conn
    }
}

impl Tx<'_> {
    /// Runs a statement that changes rows; the number of rows changed.
    pub fn execute(&mut self, sql: &Sql, params: &[&dyn ToValue]) -> Result<u64> {
        assert!(self.locked, "{} writes before its use case took a lock", sql.name);
        self.conn.driver.execute(sql, params)
    }

    /// Runs a statement of which nobody needs to know how many rows it changed. On PostgreSQL it travels with the next
    /// statement that is waited for, or with the commit, and its error comes from there.
    pub fn run(&mut self, sql: &Sql, params: &[&dyn ToValue]) -> Result<()> {
        assert!(self.locked, "{} writes before its use case took a lock", sql.name);
        self.conn.driver.run(sql, params)
    }

    /// [`Tx::run`] for a statement whose rows no other statement of the same use case reads or writes: PostgreSQL may carry it out
    /// at the same moment as its neighbours.
    pub fn run_apart(&mut self, sql: &Sql, params: &[&dyn ToValue]) -> Result<()> {
        assert!(self.locked, "{} writes before its use case took a lock", sql.name);
        self.conn.driver.run_apart(sql, params)
    }

    /// Takes hold of something until the transaction ends. Every use case that writes takes its lock first; several
    /// locks are taken in the order of the `Lock` variants, or two use cases could wait for each other.
    pub fn lock(&mut self, lock: Lock) -> Result<()> {
        self.locked = true;
        match self.conn.driver {
            Driver::Lite(_) => Ok(()),
            Driver::Pg(pg) => pg.lock(lock),
        }
    }

    /// Takes two locks at once, for the price of one.
    pub fn lock_both(&mut self, first: Lock, second: Lock) -> Result<()> {
        self.locked = true;
        match self.conn.driver {
            Driver::Lite(_) => Ok(()),
            Driver::Pg(pg) => pg.lock_both(first, second),
        }
    }

    /// Takes two locks and draws the tick, all for the price of the next statement that is waited for. For use cases that take
    /// no further lock and nearly always change something.
    pub fn lock_both_and_tick(&mut self, first: Lock, second: Lock) -> Result<()> {
        self.locked = true;
        match self.conn.driver {
            Driver::Lite(_) => Ok(()),
            Driver::Pg(pg) => pg.lock_both_and_tick(first, second),
        }
    }

    /// Takes those of some locks that nobody else holds, and waits for none; gives whether each was free. For a use case that does
    /// for many what each could do alone: it can leave out whom it would have to wait for, and with that no two can wait for each
    /// other. The tick is drawn with the next statement that is waited for.
    pub fn try_locks_and_tick(&mut self, locks: &[Lock]) -> Result<Vec<bool>> {
        self.locked = true;
        match self.conn.driver {
            Driver::Lite(_) => Ok(vec![true; locks.len()]),
            Driver::Pg(pg) => {
                assert!(!locks.iter().any(|lock| lock.is_shared()), "what is tried is held whole");
                let held = pg.try_locks_and_tick(&locks.iter().map(|lock| lock.key()).collect())?;
                Ok(locks.iter().map(|lock| held.contains(&lock.key())).collect())
            }
        }
    }

    /// The tick of this transaction, for the rows that it changes.
    pub fn tick(&mut self) -> Result<Tick> {
        assert!(self.locked, "a tick drawn before the lock would not be in the order of states");
        if let Some(tick) = self.tick {
            return Ok(tick);
        }
        let tick = match self.conn.driver {
            Driver::Lite(_) => {
                *self.next_tick += 1;
                *self.next_tick
            }
            Driver::Pg(pg) => pg.tick()?,
        };
        self.tick = Some(tick);
        Ok(tick)
    }

    /// Tells of a change. Saved with it; delivered after the commit.
    pub fn emit(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Does something last, right before the transaction is saved, in the order asked for: what many use cases have to wait for one
    /// another for is held no longer than it must be.
    pub fn at_last(&mut self, last: impl FnOnce(&mut Tx<'_>) -> Result<()> + 'static) {
        self.last.push(Box::new(last));
    }

    /// A new id.
    pub fn id<T>(&self) -> Id<T> {
        self.ids.next(self.conn.now, self.entropy)
    }

    /// Chance, as a parameter.
    pub fn entropy(&self) -> &dyn Entropy {
        self.entropy
    }

    /// Acts as somebody else from here on: sign-in begins as nobody and goes on as the one who signed in.
    pub fn act_as(&mut self, actor: Actor) {
        self.conn.actor = actor;
    }
}
