//! PostgreSQL through the synchronous client, on threads of our own.

use crate::log::PG_TICK;
use crate::{Engine, Lock, Row, Sql, Value};
use bytes::BytesMut;
use kernel::{Error, Result, Tick};
use postgres::error::SqlState;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Statement};
use std::collections::HashMap;

pub(crate) struct Pg {
    client: Client,
    prepared: HashMap<(usize, usize), Statement>,
    /// The last error was a conflict with another transaction; running the use case again may succeed.
    pub(crate) conflicted: bool,
}

const LOCK: Sql = Sql { name: "db::pg::LOCK", text: "SELECT 1 FROM pg_advisory_xact_lock($1)" };
const LOCK_SHARED: Sql = Sql { name: "db::pg::LOCK_SHARED", text: "SELECT 1 FROM pg_advisory_xact_lock_shared($1)" };
const LOCK_BOTH: Sql = Sql {
    name: "db::pg::LOCK_BOTH",
    text: "SELECT 1 FROM (SELECT pg_advisory_xact_lock($1)) AS first, (SELECT pg_advisory_xact_lock($2)) AS second",
};
const LOCK_SHARED_AND: Sql = Sql {
    name: "db::pg::LOCK_SHARED_AND",
    text: "SELECT 1 FROM (SELECT pg_advisory_xact_lock_shared($1)) AS first,
        (SELECT pg_advisory_xact_lock($2)) AS second",
};

#[derive(Debug)]
struct Bound<'v>(&'v Value);

impl ToSql for Bound<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self.0 {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) => match *ty {
                Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
                Type::INT2 => i16::try_from(*number)?.to_sql(ty, out),
                Type::FLOAT8 => (*number as f64).to_sql(ty, out),
                Type::BOOL => (*number != 0).to_sql(ty, out),
                _ => number.to_sql(ty, out),
            },
            Value::Real(number) => number.to_sql(ty, out),
            // PostgreSQL keeps no NUL in a text; a typed one would otherwise make the whole message unsendable.
            Value::Text(text) if text.contains('\0') => text.replace('\0', "\u{fffd}").to_sql(ty, out),
            Value::Text(text) => text.to_sql(ty, out),
            Value::Bool(truth) => truth.to_sql(ty, out),
            Value::Bytes(bytes) => bytes.to_sql(ty, out),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

struct Cell(Value);

impl<'a> FromSql<'a> for Cell {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Cell(match *ty {
            Type::INT8 => Value::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Value::Int(i64::from(i32::from_sql(ty, raw)?)),
            Type::INT2 => Value::Int(i64::from(i16::from_sql(ty, raw)?)),
            Type::FLOAT8 => Value::Real(f64::from_sql(ty, raw)?),
            Type::BOOL => Value::Bool(bool::from_sql(ty, raw)?),
            Type::BYTEA => Value::Bytes(Vec::from_sql(ty, raw)?),
            Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR => Value::Text(String::from_sql(ty, raw)?),
            // The lock function's answer carries nothing.
            Type::VOID => Value::Null,
            _ => return Err(format!("a column of type {ty} has no portable form: cast it").into()),
        }))
    }
    fn from_sql_null(_: &Type) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Cell(Value::Null))
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}

impl Pg {
    pub(crate) fn connect(url: &str) -> Result<Self> {
        let mut config: postgres::Config =
            url.parse().map_err(|error| Error::unavailable("database_away", format!("bad database URL: {error}")))?;
        config.application_name("engawa");
        let client =
            config.connect(NoTls).map_err(|error| Error::unavailable("database_away", format!("connect: {error}")))?;
        Ok(Self { client, prepared: HashMap::new(), conflicted: false })
    }

    pub(crate) fn closed(&self) -> bool {
        self.client.is_closed()
    }

    fn fault(&mut self, name: &str, error: postgres::Error) -> Error {
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
        let key = (sql.text.as_ptr() as usize, sql.text.len());
        if let Some(statement) = self.prepared.get(&key) {
            return Ok(statement.clone());
        }
        let statement =
            self.client.prepare(&sql.for_engine(Engine::Postgres)).map_err(|error| self.fault(sql.name, error))?;
        self.prepared.insert(key, statement.clone());
        Ok(statement)
    }

    pub(crate) fn rows(&mut self, sql: &Sql, values: &[Value]) -> Result<Vec<Row>> {
        let statement = self.statement(sql)?;
        let bound: Vec<Bound<'_>> = values.iter().map(Bound).collect();
        let params: Vec<&(dyn ToSql + Sync)> = bound.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        let found = self.client.query(&statement, &params).map_err(|error| self.fault(sql.name, error))?;
        let mut rows = Vec::with_capacity(found.len());
        for row in found {
            let mut cells = Vec::with_capacity(row.len());
            for place in 0..row.len() {
                let cell: Cell = row.try_get(place).map_err(|error| self.fault(sql.name, error))?;
                cells.push(cell.0);
            }
            rows.push(Row(cells));
        }
        Ok(rows)
    }

    pub(crate) fn execute(&mut self, sql: &Sql, values: &[Value]) -> Result<u64> {
        let statement = self.statement(sql)?;
        let bound: Vec<Bound<'_>> = values.iter().map(Bound).collect();
        let params: Vec<&(dyn ToSql + Sync)> = bound.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        self.client.execute(&statement, &params).map_err(|error| self.fault(sql.name, error))
    }

    pub(crate) fn batch(&mut self, text: &str) -> Result<()> {
        self.client.batch_execute(text).map_err(|error| self.fault("batch", error))
    }

    pub(crate) fn lock_key(&mut self, key: i64) -> Result<()> {
        self.rows(&LOCK, &[Value::Int(key)]).map(|_| ())
    }

    pub(crate) fn lock(&mut self, lock: Lock) -> Result<()> {
        let sql = if lock.is_shared() { &LOCK_SHARED } else { &LOCK };
        self.rows(sql, &[Value::Int(lock.key())]).map(|_| ())
    }

    pub(crate) fn lock_both(&mut self, first: Lock, second: Lock) -> Result<()> {
        let sql = if first.is_shared() { &LOCK_SHARED_AND } else { &LOCK_BOTH };
        assert!(!second.is_shared(), "a group is locked before what is somebody's own in it");
        self.rows(sql, &[Value::Int(first.key()), Value::Int(second.key())]).map(|_| ())
    }

    pub(crate) fn tick(&mut self) -> Result<Tick> {
        let rows = self.rows(&PG_TICK, &[])?;
        Ok(rows.first().expect("the clock has its one row").get(0))
    }

    /// Whether a statement is valid, without running it.
    pub(crate) fn check(&mut self, sql: &Sql) -> Result<()> {
        let outcome = self.client.prepare(&sql.for_engine(Engine::Postgres));
        outcome.map(|_| ()).map_err(|error| self.fault(sql.name, error))
    }
}
