//! SQLite: one writer thread with group commit, a pool of read-only threads, checkpoints off the request path.

use crate::{Row, Sql, Value, sql};
use kernel::{Error, Result};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

/// A minute: who had the file open last may still be copying a long log into it.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Lite {
    connection: Connection,
    /// Rendered statements by the address of their portable text, which is static.
    rendered: HashMap<(usize, usize), String>,
    /// Something was written, or went wrong, since it was last asked.
    touched: bool,
}

struct Bound<'v>(&'v Value);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Real(number) => ValueRef::Real(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bool(truth) => ValueRef::Integer(i64::from(*truth)),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

pub(crate) fn fault(name: &str, error: rusqlite::Error) -> Error {
    let code = error.sqlite_error_code();
    let text = format!("{name}: {error}");
    match code {
        Some(ErrorCode::ConstraintViolation) => Error::conflict("already_exists").because(text),
        Some(ErrorCode::DiskFull) => Error::unavailable("disk_full", text),
        Some(ErrorCode::SystemIoFailure | ErrorCode::ReadOnly | ErrorCode::CannotOpen) => {
            Error::unavailable("disk_failed", text)
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::unavailable("busy", text),
        _ => Error::internal(text),
    }
}

impl Lite {
    pub(crate) fn open(path: &Path, writable: bool) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(path, flags).map_err(|error| fault("open", error))?;
        connection.set_prepared_statement_cache_capacity(512);
        // Without it SQLite looks at the values when it plans, and plans a prepared statement anew whenever they change: nearly half
        // of the time of a post went into that.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(|error| fault("stable plans", error))?;
        // FULL: an acknowledged commit survives a power cut. Checkpoints are ours to time, so SQLite's own are off. A log that grew
        // under a long read gives its room back when it starts afresh.
        connection.busy_timeout(PATIENCE).map_err(|error| fault("patience", error))?;
        let settings = "PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -16000;
            PRAGMA journal_size_limit = 67108864;
            PRAGMA wal_autocheckpoint = 0;";
        connection.execute_batch(settings).map_err(|error| fault("settings", error))?;
        if !writable {
            connection.execute_batch("PRAGMA query_only = ON").map_err(|error| fault("query_only", error))?;
        }
        Ok(Self { connection, rendered: HashMap::new(), touched: false })
    }

    /// Whether anything was written, or went wrong, since this was asked the last time.
    pub(crate) fn take_touched(&mut self) -> bool {
        std::mem::take(&mut self.touched)
    }

    /// Whether a transaction is under way. SQLite ends one by itself when the disk fails.
    pub(crate) fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    pub(crate) fn rows(&mut self, sql: &Sql, values: &[Value]) -> Result<Vec<Row>> {
        let rows = self.queried(sql, values);
        self.touched |= rows.is_err();
        rows
    }

    fn queried(&mut self, sql: &Sql, values: &[Value]) -> Result<Vec<Row>> {
        let text = rendered(&mut self.rendered, sql);
        let mut statement = self.connection.prepare_cached(text).map_err(|error| fault(sql.name, error))?;
        self.touched |= !statement.readonly();
        let width = statement.column_count();
        let mut found = statement
            .query(rusqlite::params_from_iter(values.iter().map(Bound)))
            .map_err(|error| fault(sql.name, error))?;
        let mut rows = Vec::new();
        while let Some(row) = found.next().map_err(|error| fault(sql.name, error))? {
            let mut cells = Vec::with_capacity(width);
            for place in 0..width {
                cells.push(match row.get_ref(place).map_err(|error| fault(sql.name, error))? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(number) => Value::Int(number),
                    ValueRef::Real(number) => Value::Real(number),
                    ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                    ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
                });
            }
            rows.push(Row(cells));
        }
        Ok(rows)
    }

    pub(crate) fn execute(&mut self, sql: &Sql, values: &[Value]) -> Result<u64> {
        let changed = self.executed(sql, values);
        self.touched |= *changed.as_ref().unwrap_or(&1) > 0;
        changed
    }

    fn executed(&mut self, sql: &Sql, values: &[Value]) -> Result<u64> {
        let text = rendered(&mut self.rendered, sql);
        let mut statement = self.connection.prepare_cached(text).map_err(|error| fault(sql.name, error))?;
        let changed = statement
            .execute(rusqlite::params_from_iter(values.iter().map(Bound)))
            .map_err(|error| fault(sql.name, error))?;
        Ok(changed as u64)
    }

    pub(crate) fn batch(&mut self, text: &str) -> Result<()> {
        self.connection.execute_batch(text).map_err(|error| fault("batch", error))
    }

    /// Runs something after each commit, with how many pages the write-ahead log holds then.
    pub(crate) fn after_commits(&mut self, mut run: impl FnMut(u64) + Send + 'static) -> Result<()> {
        let hook = move |_: &mut rusqlite::hooks::Wal, pages: std::ffi::c_int| {
            run(u64::try_from(pages).unwrap_or_default());
            Ok(())
        };
        self.connection.wal_hook(Some(hook)).map_err(|error| fault("after commits", error))
    }

    /// Runs something that waits no longer than this for who else uses the file.
    pub(crate) fn with_patience<T>(
        &mut self,
        patience: Duration,
        run: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        self.connection.busy_timeout(patience).map_err(|error| fault("patience", error))?;
        let ran = run(self);
        self.connection.busy_timeout(PATIENCE).map_err(|error| fault("patience", error))?;
        ran
    }

    /// A short fixed statement without parameters, prepared once.
    pub(crate) fn command(&mut self, text: &'static str) -> Result<()> {
        let mut statement = self.connection.prepare_cached(text).map_err(|error| fault(text, error))?;
        let mut rows = statement.query([]).map_err(|error| fault(text, error))?;
        while rows.next().map_err(|error| fault(text, error))?.is_some() {}
        Ok(())
    }

    /// Whether a statement is valid, without running it.
    pub(crate) fn check(&mut self, sql: &Sql) -> Result<()> {
        self.connection
            .prepare(&sql.for_engine(crate::Engine::Sqlite))
            .map(|_| ())
            .map_err(|error| fault(sql.name, error))
    }
}

fn rendered<'r>(cache: &'r mut HashMap<(usize, usize), String>, sql: &Sql) -> &'r str {
    cache
        .entry((sql.text.as_ptr() as usize, sql.text.len()))
        .or_insert_with(|| sql::render(sql.text, crate::Engine::Sqlite))
}
