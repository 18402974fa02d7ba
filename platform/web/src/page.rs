//! Pages of lists: keyset only, so that a page costs the same at any depth and never skips a row that was there.

use kernel::{Error, Result};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;

/// One page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Page<T> {
    /// The items, in order.
    pub items: Vec<T>,
    /// Ask with this for the next page; nothing at the end.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// From one item more than asked for: the extra one only tells that there is a next page.
    pub fn cut<K: Serialize>(mut items: Vec<T>, limit: usize, key: impl FnOnce(&T) -> K) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(|last| Cursor::write(&key(last))) } else { None };
        Self { items, next }
    }

    /// The same page of other things.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(turn).collect(), next: self.next }
    }
}

/// How many items a caller wants: 50 when it does not say, 200 at most.
pub fn limit(asked: Option<usize>) -> usize {
    asked.unwrap_or(50).clamp(1, 200)
}

/// Where a page begins: the sort key of the last item of the page before, opaque to clients.
#[derive(Debug, Clone)]
pub struct Cursor(String);

impl Cursor {
    /// What a client is given for the sort key after which the next page begins.
    pub fn write(key: &impl Serialize) -> String {
        let json = serde_json::to_vec(key).expect("a sort key is plain data");
        json.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The key.
    ///
    /// Errors: `invalid_cursor` when it was not made here.
    pub fn read<K: DeserializeOwned>(&self) -> Result<K> {
        let bad = || Error::invalid("invalid_cursor");
        let digits = self.0.as_bytes();
        if !digits.len().is_multiple_of(2) {
            return Err(bad());
        }
        let bytes: Option<Vec<u8>> =
            digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect();
        serde_json::from_slice(&bytes.ok_or_else(bad)?).map_err(|_| bad())
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        String::deserialize(deserializer).map(Cursor)
    }
}
impl JsonSchema for Cursor {
    fn schema_name() -> Cow<'static, str> {
        "Cursor".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "From `next` of the page before" })
    }
}
