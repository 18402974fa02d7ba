//! What PostgreSQL is sent in one go, and what comes back.

use crate::{Row, Sql, Value};
use bytes::BytesMut;
use futures_util::future::maybe_done;
use futures_util::{TryStreamExt, poll};
use std::pin::pin;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Statement};

/// A statement by the address of its portable text, which is static.
pub(crate) type Key = (usize, usize);

pub(crate) fn key(sql: &Sql) -> Key {
    (sql.text.as_ptr() as usize, sql.text.len())
}

/// What is sent in one go with others.
pub(crate) enum Step {
    /// One of our own words around a transaction.
    Text(&'static str),
    Statement {
        sql: Sql,
        statement: Statement,
        values: Vec<Value>,
        what: What,
    },
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum What {
    /// Carried out in its turn.
    Plain,
    /// Touches nothing that its neighbours touch.
    Apart,
    /// Gives the tick.
    Tick,
}

impl Step {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Step::Text(text) => text,
            Step::Statement { sql, .. } => sql.name,
        }
    }

    pub(crate) fn is(&self, wanted: What) -> bool {
        matches!(self, Step::Statement { what, .. } if *what == wanted)
    }
}

/// A statement's text with its placeholders counted from a later one on.
pub(crate) fn shifted(text: &str, by: usize) -> String {
    let mut parts = text.split('$');
    let mut moved = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
        let number: usize = part[..digits].parse().expect("a dollar begins a placeholder");
        moved.push_str(&format!("${}{}", number + by, &part[digits..]));
    }
    moved
}

/// What came of a step.
#[derive(Default)]
pub(crate) struct Answer {
    pub(crate) rows: Vec<Row>,
    pub(crate) changed: u64,
}

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

/// Runs one step to its answer. Polled once, it is on its way.
async fn carried_out(client: &Client, step: &Step) -> std::result::Result<Answer, tokio_postgres::Error> {
    let (statement, values) = match step {
        Step::Text(text) => return client.batch_execute(text).await.map(|()| Answer::default()),
        Step::Statement { statement, values, .. } => (statement, values),
    };
    let mut stream = pin!(client.query_raw(statement, values.iter().map(Bound)).await?);
    let mut rows = Vec::new();
    while let Some(row) = stream.try_next().await? {
        let mut cells = Vec::with_capacity(row.len());
        for place in 0..row.len() {
            cells.push(row.try_get::<_, Cell>(place)?.0);
        }
        rows.push(Row(cells));
    }
    Ok(Answer { rows, changed: stream.rows_affected().unwrap_or(0) })
}

/// Sends steps one behind the other without waiting in between, then waits for all answers. The place of the step that failed
/// comes with the error. The database refuses every further step of a transaction in which one failed, its COMMIT included.
pub(crate) async fn exchange(
    client: &Client,
    steps: &[Step],
) -> std::result::Result<Vec<Answer>, (usize, tokio_postgres::Error)> {
    let mut under_way = Vec::with_capacity(steps.len());
    for step in steps {
        let mut answer = Box::pin(maybe_done(carried_out(client, step)));
        let _ = poll!(answer.as_mut());
        let refused = matches!(answer.as_mut().output_mut(), Some(Err(_)));
        under_way.push(answer);
        // A value that does not fit its column fails before it is sent. Nothing may follow it, least of all the COMMIT.
        if refused {
            break;
        }
    }
    let mut answers = Vec::with_capacity(steps.len());
    let mut failed = None;
    for (place, mut answer) in under_way.into_iter().enumerate() {
        answer.as_mut().await;
        match answer.as_mut().take_output().expect("awaited above") {
            Ok(answer) => answers.push(answer),
            Err(error) if failed.is_none() => failed = Some((place, error)),
            Err(_) => {}
        }
    }
    failed.map_or(Ok(answers), Err)
}

#[cfg(test)]
mod tests {
    use super::shifted;

    #[test]
    fn placeholders_are_counted_from_a_later_one_on() {
        assert_eq!(shifted("SELECT 1", 3), "SELECT 1");
        assert_eq!(
            shifted("UPDATE t SET a = $2, b = $10 WHERE id = $1", 3),
            "UPDATE t SET a = $5, b = $13 WHERE id = $4"
        );
    }
}
