//! PostgreSQL through the asynchronous client, driven by the database thread that it serves: statements that nobody waits for
//! travel with the next one that somebody does.

mod steps;

use crate::log::PG_TICK;
use crate::{Engine, List, Lock, Row, Sql, ToValue, Value};
use futures_util::poll;
use kernel::{Error, Result, Tick};
use std::collections::{BTreeSet, HashMap};
use std::pin::pin;
use steps::{Answer, Key, Step, What, exchange, key, shifted};
use tokio::runtime::Runtime;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, NoTls, Statement};

/// Statements that may wait for company. Beyond it they are sent by themselves: an import must not gather in memory.
const TOGETHER: usize = 64;
/// Statements that may become one; every such row of statements is prepared for itself.
const MERGED: usize = 6;

pub(crate) struct Pg {
    /// Drives the connection, and only while this thread waits for an answer.
    runtime: Runtime,
    client: Client,
    prepared: HashMap<Key, Statement>,
    /// Several statements as one, by what they are made of.
    merged: HashMap<Vec<Key>, Statement>,
    /// Sent before whatever is sent next.
    waiting: Vec<Step>,
    /// The tick that was asked for together with other things.
    drawn: Option<Tick>,
    /// The last error was a conflict with another transaction; running the use case again may succeed.
    pub(crate) conflicted: bool,
}

const LOCK: Sql = Sql { name: "db::pg::LOCK", text: "SELECT 1 FROM pg_advisory_xact_lock($1)" };
const LOCK_SHARED: Sql = Sql { name: "db::pg::LOCK_SHARED", text: "SELECT 1 FROM pg_advisory_xact_lock_shared($1)" };
const LOCK_BOTH: Sql = Sql {
    name: "db::pg::LOCK_BOTH",
    text: "SELECT 1 FROM (SELECT pg_advisory_xact_lock($1)) AS first, (SELECT pg_advisory_xact_lock($2)) AS second",
};
/// Both locks, and then the tick: what stands in a SELECT's list is worked out when the rows it is made of are there.
const LOCK_BOTH_AND_TICK: Sql = Sql {
    name: "db::pg::LOCK_BOTH_AND_TICK",
    text: "WITH held AS MATERIALIZED (
            SELECT 1 FROM (SELECT pg_advisory_xact_lock($1)) AS first, (SELECT pg_advisory_xact_lock($2)) AS second)
        SELECT c.tick + CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT) FROM held, clock c WHERE c.one = 1",
};
const LOCK_SHARED_AND: Sql = Sql {
    name: "db::pg::LOCK_SHARED_AND",
    text: "SELECT 1 FROM (SELECT pg_advisory_xact_lock_shared($1)) AS first,
        (SELECT pg_advisory_xact_lock($2)) AS second",
};

/// Of some keys those that were free, now held.
const TRY_LOCKS: Sql = Sql {
    name: "db::pg::TRY_LOCKS",
    text: "SELECT l.lock FROM {each $1 AS l: lock BIGINT} WHERE pg_try_advisory_xact_lock(l.lock)",
};

impl Pg {
    pub(crate) fn connect(url: &str) -> Result<Self> {
        let away =
            |what: &str, error: &dyn std::fmt::Display| Error::unavailable("database_away", format!("{what}: {error}"));
        let mut config: tokio_postgres::Config = url.parse().map_err(|error| away("bad database URL", &error))?;
        config.application_name("engawa");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| away("a runtime", &error))?;
        let connected = runtime.block_on(async {
            let (client, connection) = config.connect(NoTls).await?;
            tokio::spawn(connection);
            Ok::<_, tokio_postgres::Error>(client)
        });
        let client = connected.map_err(|error| away("connect", &error))?;
        Ok(Self {
            runtime,
            client,
            prepared: HashMap::new(),
            merged: HashMap::new(),
            waiting: Vec::new(),
            drawn: None,
            conflicted: false,
        })
    }

    pub(crate) fn closed(&self) -> bool {
        self.client.is_closed()
    }

    fn fault(&mut self, name: &str, error: tokio_postgres::Error) -> Error {
        let text = match error.as_db_error() {
            Some(inner) => format!("{name}: {inner}"),
            None => format!("{name}: {error}"),
        };
        match error.code() {
            Some(code) if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED => {
                self.conflicted = true;
                Error::unavailable("busy", text)
            }
            Some(code)
                if *code == SqlState::UNIQUE_VIOLATION
                    || *code == SqlState::FOREIGN_KEY_VIOLATION
                    || *code == SqlState::CHECK_VIOLATION
                    || *code == SqlState::NOT_NULL_VIOLATION =>
            {
                Error::conflict("already_exists").because(text)
            }
            Some(code) if *code == SqlState::DISK_FULL => Error::unavailable("disk_full", text),
            // The server says that it is going (class 57P) before the line is closed, and what it said may be read first.
            Some(code) if !self.client.is_closed() && !code.code().starts_with("57P") => Error::internal(text),
            _ => Error::unavailable("database_away", text),
        }
    }

    fn statement(&mut self, sql: &Sql) -> Result<Statement> {
        if let Some(statement) = self.prepared.get(&key(sql)) {
            return Ok(statement.clone());
        }
        let prepared = self.runtime.block_on(self.client.prepare(&sql.for_engine(Engine::Postgres)));
        let statement = prepared.map_err(|error| self.fault(sql.name, error))?;
        self.prepared.insert(key(sql), statement.clone());
        Ok(statement)
    }

    /// Makes one statement of neighbours that touch different things: half of what a small statement costs is the way there
    /// and back, and the beginning and end of its execution.
    fn merge(&mut self, steps: Vec<Step>) -> Result<Vec<Step>> {
        let mut merged = Vec::with_capacity(steps.len());
        let mut steps = steps.into_iter().peekable();
        while let Some(step) = steps.next() {
            let mut group = vec![step];
            while group[0].is(What::Apart) && group.len() < MERGED {
                let Some(next) = steps.next_if(|next| next.is(What::Apart)) else { break };
                group.push(next);
            }
            merged.push(if group.len() == 1 { group.remove(0) } else { self.one_of(group)? });
        }
        Ok(merged)
    }

    fn one_of(&mut self, group: Vec<Step>) -> Result<Step> {
        let (mut parts, mut all) = (Vec::new(), Vec::new());
        for step in group {
            if let Step::Statement { sql, values, .. } = step {
                parts.push((sql, all.len()));
                all.extend(values);
            }
        }
        let first = parts[0].0;
        let keys: Vec<Key> = parts.iter().map(|(sql, _)| key(sql)).collect();
        let statement = match self.merged.get(&keys) {
            Some(statement) => statement.clone(),
            None => {
                let named = |(place, (sql, from)): (usize, &(Sql, usize))| {
                    format!("s{place} AS ({})", shifted(&sql.for_engine(Engine::Postgres), *from))
                };
                let text = parts.iter().enumerate().map(named).collect::<Vec<_>>().join(", ");
                let prepared = self.runtime.block_on(self.client.prepare(&format!("WITH {text} SELECT 1")));
                let statement = prepared.map_err(|error| self.fault(first.name, error))?;
                self.merged.insert(keys, statement.clone());
                statement
            }
        };
        Ok(Step::Statement { sql: first, statement, values: all, what: What::Plain })
    }

    /// Sends what waits and then a step, and gives the answer to that one.
    fn send(&mut self, last: Step) -> Result<Answer> {
        Ok(self.send_all(vec![last])?.pop().expect("an answer for each step"))
    }

    /// Sends what waits and then some steps, and gives the answers to these.
    fn send_all(&mut self, last: Vec<Step>) -> Result<Vec<Answer>> {
        let count = last.len();
        self.waiting.extend(last);
        let steps = std::mem::take(&mut self.waiting);
        let steps = self.merge(steps)?;
        let mut answers = match self.runtime.block_on(exchange(&self.client, &steps)) {
            Ok(answers) => answers,
            Err((place, error)) => return Err(self.fault(steps[place].name(), error)),
        };
        for (_, answer) in steps.iter().zip(&answers).filter(|(step, _)| step.is(What::Tick)) {
            self.drawn = Some(answer.rows.first().expect("the clock has its one row").get(0));
        }
        Ok(answers.split_off(answers.len() - count))
    }

    fn step(&mut self, sql: &Sql, values: Vec<Value>, what: What) -> Result<Step> {
        Ok(Step::Statement { sql: *sql, statement: self.statement(sql)?, values, what })
    }

    fn wait_for_company(&mut self, step: Step) -> Result<()> {
        if self.waiting.len() >= TOGETHER {
            return self.send(step).map(|_| ());
        }
        self.waiting.push(step);
        Ok(())
    }

    pub(crate) fn rows(&mut self, sql: &Sql, values: Vec<Value>) -> Result<Vec<Row>> {
        let step = self.step(sql, values, What::Plain)?;
        Ok(self.send(step)?.rows)
    }

    /// The rows of a statement for each of several lists of values, all sent before the first answer is waited for.
    pub(crate) fn rows_of_each(&mut self, sql: &Sql, many: Vec<Vec<Value>>) -> Result<Vec<Vec<Row>>> {
        let steps = many.into_iter().map(|values| self.step(sql, values, What::Plain)).collect::<Result<Vec<_>>>()?;
        if steps.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.send_all(steps)?.into_iter().map(|answer| answer.rows).collect())
    }

    pub(crate) fn execute(&mut self, sql: &Sql, values: Vec<Value>) -> Result<u64> {
        let step = self.step(sql, values, What::Plain)?;
        Ok(self.send(step)?.changed)
    }

    /// Runs a statement together with the next one that is waited for.
    pub(crate) fn run(&mut self, sql: &Sql, values: Vec<Value>) -> Result<()> {
        let step = self.step(sql, values, What::Plain)?;
        self.wait_for_company(step)
    }

    /// [`Pg::run`] for a statement that may be carried out at the same moment as its neighbours.
    pub(crate) fn run_apart(&mut self, sql: &Sql, values: Vec<Value>) -> Result<()> {
        let step = self.step(sql, values, What::Apart)?;
        self.wait_for_company(step)
    }

    pub(crate) fn batch(&mut self, text: &str) -> Result<()> {
        assert!(self.waiting.is_empty(), "a batch runs by itself");
        let done = self.runtime.block_on(self.client.batch_execute(text));
        done.map_err(|error| self.fault("batch", error))
    }

    /// Begins a transaction, together with its first statement.
    pub(crate) fn begin(&mut self, text: &'static str) {
        assert!(self.waiting.is_empty(), "{text} amid a transaction");
        self.drawn = None;
        self.waiting.push(Step::Text(text));
    }

    /// Ends a transaction and keeps what it did. One that did nothing was never begun.
    pub(crate) fn commit(&mut self) -> Result<()> {
        if matches!(self.waiting.as_slice(), [Step::Text(_)]) {
            self.waiting.clear();
            return Ok(());
        }
        self.send(Step::Text("COMMIT")).map(|_| ())
    }

    /// Ends a transaction that only read. Nothing can come of it any more, so nobody waits for the answer: the end is on its way when
    /// this returns, and the next statement finds it done.
    pub(crate) fn end_read(&mut self) {
        if std::mem::take(&mut self.waiting).is_empty() {
            self.runtime.block_on(async {
                let _ = poll!(pin!(self.client.batch_execute("COMMIT")));
                // Lets the connection send it.
                tokio::task::yield_now().await;
            });
        }
    }

    /// Ends a transaction of which nothing is kept.
    pub(crate) fn rollback(&mut self) {
        let begun = !matches!(self.waiting.first(), Some(Step::Text(_)));
        self.waiting.clear();
        // A connection that cannot roll back is lost, and with it the transaction.
        if begun {
            let _ = self.send(Step::Text("ROLLBACK"));
        }
    }

    pub(crate) fn lock_key(&mut self, key: i64) -> Result<()> {
        self.rows(&LOCK, vec![Value::Int(key)]).map(|_| ())
    }

    pub(crate) fn lock(&mut self, lock: Lock) -> Result<()> {
        let sql = if lock.is_shared() { &LOCK_SHARED } else { &LOCK };
        self.run(sql, vec![Value::Int(lock.key())])
    }

    pub(crate) fn lock_both(&mut self, first: Lock, second: Lock) -> Result<()> {
        let sql = if first.is_shared() { &LOCK_SHARED_AND } else { &LOCK_BOTH };
        assert!(!second.is_shared(), "a group is locked before what is somebody's own in it");
        self.run(sql, vec![Value::Int(first.key()), Value::Int(second.key())])
    }

    /// Takes two locks and draws the tick, together with the next statement that is waited for.
    pub(crate) fn lock_both_and_tick(&mut self, first: Lock, second: Lock) -> Result<()> {
        assert!(!first.is_shared() && !second.is_shared(), "whoever shares a group may have to wait for the tick");
        let step =
            self.step(&LOCK_BOTH_AND_TICK, vec![Value::Int(first.key()), Value::Int(second.key())], What::Tick)?;
        self.wait_for_company(step)
    }

    /// Of some locks those that nobody else holds, now held; the tick is drawn together with the next statement that is waited for.
    pub(crate) fn try_locks_and_tick(&mut self, keys: &BTreeSet<i64>) -> Result<BTreeSet<i64>> {
        let list = List::rows(keys.iter().map(|key| [Value::Int(*key)]));
        let held = self.rows(&TRY_LOCKS, vec![list.to_value()])?;
        let step = self.step(&PG_TICK, Vec::new(), What::Tick)?;
        self.wait_for_company(step)?;
        Ok(held.iter().map(|row| row.get(0)).collect())
    }

    pub(crate) fn tick(&mut self) -> Result<Tick> {
        if self.drawn.is_none() {
            let step = self.step(&PG_TICK, Vec::new(), What::Tick)?;
            self.send(step)?;
        }
        Ok(self.drawn.expect("drawn above"))
    }

    /// Whether a statement is valid, without running it.
    pub(crate) fn check(&mut self, sql: &Sql) -> Result<()> {
        let outcome = self.runtime.block_on(self.client.prepare(&sql.for_engine(Engine::Postgres)));
        outcome.map(|_| ()).map_err(|error| self.fault(sql.name, error))
    }
}
