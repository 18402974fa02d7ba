//! Values that cross the database's border, the same for both engines.

use kernel::{Id, Timestamp};

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// NULL.
    Null,
    /// BIGINT, and BOOLEAN where the engine has no other form for it.
    Int(i64),
    /// DOUBLE PRECISION.
    Real(f64),
    /// TEXT.
    Text(String),
    /// BOOLEAN.
    Bool(bool),
    /// BYTEA or BLOB.
    Bytes(Vec<u8>),
}

/// What can be bound to a placeholder.
pub trait ToValue {
    /// The cell.
    fn to_value(&self) -> Value;
}

/// What can be read from a cell. A cell of another type is a bug in the statement, so reading panics and names it.
pub trait FromValue: Sized {
    /// The thing.
    fn from_value(value: &Value) -> Self;
}

/// A list for an `{in $n}`, `{in_text $n}` or `{each $n …}` fragment, bound as one JSON text.
pub struct List(pub String);

impl List {
    /// Of ids.
    pub fn ids<T>(ids: impl IntoIterator<Item = Id<T>>) -> Self {
        Self::numbers(ids.into_iter().map(Id::raw))
    }

    /// Of numbers.
    pub fn numbers(numbers: impl IntoIterator<Item = i64>) -> Self {
        let mut text = String::from("[");
        for (place, number) in numbers.into_iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            text.push_str(&number.to_string());
        }
        text.push(']');
        Self(text)
    }

    /// Of texts.
    pub fn texts(texts: &[&str]) -> Self {
        Self(serde_json::Value::from(texts.to_vec()).to_string())
    }

    /// Of rows, each with its cells in the order in which the fragment names them. Bytes have no place in it; a NUL in a text, which
    /// PostgreSQL does not keep, becomes U+FFFD.
    pub fn rows<const N: usize>(rows: impl IntoIterator<Item = [Value; N]>) -> Self {
        let rows: Vec<serde_json::Value> = rows.into_iter().map(|row| row.map(cell).to_vec().into()).collect();
        Self(serde_json::Value::from(rows).to_string())
    }
}

fn cell(value: Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Int(number) => number.into(),
        Value::Real(number) => number.into(),
        Value::Text(text) if text.contains('\0') => text.replace('\0', "\u{fffd}").into(),
        Value::Text(text) => text.into(),
        Value::Bool(truth) => truth.into(),
        Value::Bytes(_) => panic!("bytes in a list of rows"),
    }
}

impl ToValue for List {
    fn to_value(&self) -> Value {
        Value::Text(self.0.clone())
    }
}
impl ToValue for Value {
    fn to_value(&self) -> Value {
        self.clone()
    }
}
impl ToValue for i64 {
    fn to_value(&self) -> Value {
        Value::Int(*self)
    }
}
impl ToValue for i32 {
    fn to_value(&self) -> Value {
        Value::Int(i64::from(*self))
    }
}
impl ToValue for u32 {
    fn to_value(&self) -> Value {
        Value::Int(i64::from(*self))
    }
}
impl ToValue for usize {
    fn to_value(&self) -> Value {
        Value::Int(i64::try_from(*self).expect("counts fit 63 bits"))
    }
}
impl ToValue for f64 {
    fn to_value(&self) -> Value {
        Value::Real(*self)
    }
}
impl ToValue for bool {
    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }
}
impl ToValue for str {
    fn to_value(&self) -> Value {
        Value::Text(self.to_owned())
    }
}
impl ToValue for String {
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
}
impl ToValue for Vec<u8> {
    fn to_value(&self) -> Value {
        Value::Bytes(self.clone())
    }
}
impl ToValue for [u8] {
    fn to_value(&self) -> Value {
        Value::Bytes(self.to_vec())
    }
}
impl ToValue for Timestamp {
    fn to_value(&self) -> Value {
        Value::Int(self.micros())
    }
}
impl<T> ToValue for Id<T> {
    fn to_value(&self) -> Value {
        Value::Int(self.raw())
    }
}
impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}
impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value {
        (**self).to_value()
    }
}

fn wrong(value: &Value, wanted: &str) -> ! {
    panic!("a column holds {value:?} where the statement promised {wanted}")
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Self {
        match value {
            Value::Int(number) => *number,
            other => wrong(other, "a number"),
        }
    }
}
impl FromValue for f64 {
    fn from_value(value: &Value) -> Self {
        match value {
            Value::Real(number) => *number,
            Value::Int(number) => *number as f64,
            other => wrong(other, "a real number"),
        }
    }
}
impl FromValue for u32 {
    fn from_value(value: &Value) -> Self {
        u32::try_from(i64::from_value(value)).unwrap_or_else(|_| wrong(value, "a small number"))
    }
}
impl FromValue for bool {
    fn from_value(value: &Value) -> Self {
        match value {
            Value::Bool(truth) => *truth,
            Value::Int(number) => *number != 0,
            other => wrong(other, "a truth value"),
        }
    }
}
impl FromValue for String {
    fn from_value(value: &Value) -> Self {
        match value {
            Value::Text(text) => text.clone(),
            other => wrong(other, "a text"),
        }
    }
}
impl FromValue for Vec<u8> {
    fn from_value(value: &Value) -> Self {
        match value {
            Value::Bytes(bytes) => bytes.clone(),
            other => wrong(other, "bytes"),
        }
    }
}
impl FromValue for Timestamp {
    fn from_value(value: &Value) -> Self {
        Timestamp::from_micros(i64::from_value(value))
    }
}
impl<T> FromValue for Id<T> {
    fn from_value(value: &Value) -> Self {
        Id::from_raw(i64::from_value(value))
    }
}
impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Self {
        match value {
            Value::Null => None,
            other => Some(T::from_value(other)),
        }
    }
}

/// One row of a result.
#[derive(Debug, Clone, PartialEq)]
pub struct Row(pub(crate) Vec<Value>);

impl Row {
    /// The cell at `place`, counted from 0.
    pub fn get<T: FromValue>(&self, place: usize) -> T {
        T::from_value(self.0.get(place).unwrap_or_else(|| panic!("a row of {} has no column {place}", self.0.len())))
    }

    /// Bytes moved out of the row, if the column holds bytes; reading them again gives none. SQLite keeps what was put there, whatever the column is for.
    pub fn take_if_bytes(&mut self, place: usize) -> Option<Vec<u8>> {
        match self.0.get_mut(place) {
            Some(Value::Bytes(bytes)) => Some(std::mem::take(bytes)),
            _ => None,
        }
    }

    /// A text moved out of the row; reading it again gives an empty one.
    pub fn take_text(&mut self, place: usize) -> String {
        match self.0.get_mut(place) {
            Some(Value::Text(text)) => std::mem::take(text),
            other => panic!("a column holds {other:?} where the statement promised a text"),
        }
    }
}
