//! 63-bit time-ordered ids with one text form.
//!
//! Layout: 42 bits of milliseconds since 2020-01-01T00:00:00Z (good until 2159), then 21 random bits. They fit a
//! `BIGINT` / `INTEGER PRIMARY KEY`, sort by age, and are written as 13 characters of lower-case Crockford base32.
//! A client may propose the id of what it creates; who proposes the id of somebody else's thing is refused with
//! `id_taken` and proposes another (ADR 0003 works out how seldom that is).

use crate::time::Timestamp;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;
use std::sync::Mutex;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const TEXT_LENGTH: usize = 13;
const RANDOM_BITS: u32 = 21;
/// 2020-01-01T00:00:00Z in milliseconds since 1970.
const EPOCH_MS: i64 = 1_577_836_800_000;

/// The id of a `T`. Two ids of different things cannot be mixed up at compile time.
pub struct Id<T> {
    raw: i64,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// Wraps a number read from the database.
    pub const fn from_raw(raw: i64) -> Self {
        Self { raw, of: PhantomData }
    }

    /// The number as the database keeps it, never negative.
    pub const fn raw(self) -> i64 {
        self.raw
    }

    /// When it was made, to the millisecond, by the clock of whoever made it.
    pub fn made_at(self) -> Timestamp {
        Timestamp::from_micros(((self.raw >> RANDOM_BITS) + EPOCH_MS) * 1000)
    }

    /// The same number as the id of something else; for ids that two kinds of thing share by design.
    pub const fn cast<U>(self) -> Id<U> {
        Id::from_raw(self.raw)
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.raw.cmp(&other.raw)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0u8; TEXT_LENGTH];
        let mut rest = self.raw as u64;
        for place in text.iter_mut().rev() {
            *place = ALPHABET[(rest & 31) as usize];
            rest >>= 5;
        }
        f.write_str(std::str::from_utf8(&text).expect("the alphabet is ASCII"))
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not 13 characters of Crockford base32 below 2^63.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseIdError;

impl fmt::Display for ParseIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id is 13 characters of lower-case Crockford base32")
    }
}
impl std::error::Error for ParseIdError {}

impl<T> FromStr for Id<T> {
    type Err = ParseIdError;
    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        if text.len() != TEXT_LENGTH {
            return Err(ParseIdError);
        }
        let mut raw: u64 = 0;
        for (place, byte) in text.bytes().enumerate() {
            let digit = ALPHABET.iter().position(|known| *known == byte).ok_or(ParseIdError)? as u64;
            // 13 digits carry 65 bits; the first may only use three of its five, or the number would not fit 63.
            if place == 0 && digit > 7 {
                return Err(ParseIdError);
            }
            raw = (raw << 5) | digit;
        }
        Ok(Self::from_raw(raw as i64))
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
impl<T> JsonSchema for Id<T> {
    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-7][0-9a-hjkmnp-tv-z]{12}$", "description": "A time-ordered id in Crockford base32" })
    }
}

/// Where chance comes from. Tests inject a seeded one.
pub trait Entropy: Send + Sync {
    /// Fills the buffer with random bytes.
    fn fill(&self, buffer: &mut [u8]);

    /// A random number, uniform over all 64 bits.
    fn u64(&self) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }
}

/// The operating system's random source: the only one fit for secrets.
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the operating system has random bytes");
    }
}

/// A repeatable sequence (splitmix64) for tests and the demo town; never for secrets.
pub struct SeededEntropy(Mutex<u64>);

impl SeededEntropy {
    /// The same seed gives the same sequence.
    pub const fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        let mut state = self.0.lock().expect("nothing panics while holding the seed");
        for chunk in buffer.chunks_mut(8) {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^= z >> 31;
            chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
        }
    }
}

/// Makes ids that never repeat within this process and hardly ever across processes.
pub struct IdMaker {
    last: Mutex<i64>,
}

impl IdMaker {
    /// A fresh maker.
    pub const fn new() -> Self {
        Self { last: Mutex::new(0) }
    }

    /// A new id for the moment `now`; later calls give larger ids even when the clock steps back.
    pub fn next<T>(&self, now: Timestamp, entropy: &dyn Entropy) -> Id<T> {
        let millis = (now.micros().div_euclid(1000) - EPOCH_MS).max(0);
        let random = entropy.u64() & ((1 << RANDOM_BITS) - 1);
        let proposal = (millis << RANDOM_BITS) | random as i64;
        let mut last = self.last.lock().expect("nothing panics while holding the last id");
        *last = proposal.max(*last + 1);
        Id::from_raw(*last)
    }
}

impl Default for IdMaker {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_its_text() {
        for raw in [0, 1, 31, 32, i64::MAX, 0x1234_5678_9abc_def0] {
            let id: Id<()> = Id::from_raw(raw);
            assert_eq!(id.to_string().len(), 13);
            assert_eq!(id.to_string().parse(), Ok(id));
        }
    }

    #[test]
    fn a_text_that_is_no_id_is_refused() {
        for text in ["", "0", "zzzzzzzzzzzzz", "000000000000u", "000000000000I", "00000000000000", "あいうえお"] {
            assert_eq!(text.parse::<Id<()>>(), Err(ParseIdError), "{text}");
        }
    }

    #[test]
    fn ids_grow_although_the_clock_steps_back() {
        let (maker, entropy) = (IdMaker::new(), SeededEntropy::new(1));
        let late: Id<()> = maker.next(Timestamp::from_micros(1_800_000_000_000_000), &entropy);
        let early: Id<()> = maker.next(Timestamp::from_micros(1_700_000_000_000_000), &entropy);
        assert!(early > late);
    }
}
