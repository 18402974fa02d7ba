//! What happened, whom it concerns, and in which order: the words of the sync contract (ARCHITECTURE, 'Live sync').

use crate::actor::{OrgId, PersonId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The number of a commit in the organisation-wide order. Who has seen all up to `S` never misses a later commit with
/// a smaller tick.
pub type Tick = i64;

/// Where a client stands: `epoch` changes when the database was restored or moved, and then positions mean nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Names one life of the database.
    pub epoch: String,
    /// All up to here was seen.
    pub tick: Tick,
}

/// Whom an event concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// Everybody of an organisation.
    Org(OrgId),
    /// The same without guests and bots.
    Staff(OrgId),
    /// One person, on all devices.
    Person(PersonId),
    /// Those whom a feature has subscribed to a group of its own (a room, a board, …), by the group's raw id.
    Group(i64),
}

impl Topic {
    /// The pair the database keeps.
    pub fn to_raw(self) -> (i64, i64) {
        match self {
            Topic::Org(id) => (0, id.raw()),
            Topic::Person(id) => (1, id.raw()),
            Topic::Group(id) => (2, id),
            Topic::Staff(id) => (3, id.raw()),
        }
    }

    /// From the pair the database keeps.
    pub fn from_raw(kind: i64, id: i64) -> Self {
        match kind {
            0 => Topic::Org(OrgId::from_raw(id)),
            1 => Topic::Person(PersonId::from_raw(id)),
            2 => Topic::Group(id),
            3 => Topic::Staff(OrgId::from_raw(id)),
            other => panic!("the change log holds a topic of kind {other}"),
        }
    }
}

/// A change of who is subscribed to a group, carried by the event that tells of it, so that every node follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// From this event on the person gets the group's events.
    Subscribe(PersonId, i64),
    /// After this event the person gets the group's events no longer.
    Unsubscribe(PersonId, i64),
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Effect::Subscribe(person, group) => write!(f, "+{}:{group}", person.raw()),
            Effect::Unsubscribe(person, group) => write!(f, "-{}:{group}", person.raw()),
        }
    }
}

impl FromStr for Effect {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (sign, rest) = text.split_at_checked(1).ok_or(())?;
        let (person, group) = rest.split_once(':').ok_or(())?;
        let person = PersonId::from_raw(person.parse().map_err(|_| ())?);
        let group = group.parse().map_err(|_| ())?;
        match sign {
            "+" => Ok(Effect::Subscribe(person, group)),
            "-" => Ok(Effect::Unsubscribe(person, group)),
            _ => Err(()),
        }
    }
}

/// One fact, saved in the transaction that made it true.
#[derive(Debug, Clone)]
pub struct Event {
    /// Whom it concerns.
    pub topic: Topic,
    /// For a personal event about a group: delivered only while the person is subscribed to it.
    pub guard: Option<i64>,
    /// `feature.past_tense`, the key by which reactions and clients tell events apart.
    pub kind: &'static str,
    /// The changed rows as JSON, complete, so that applying it twice or late does no harm.
    pub payload: String,
    /// Subscriptions that change with it.
    pub effects: Vec<Effect>,
}

impl Event {
    /// An event with `payload` written as JSON.
    pub fn new(topic: Topic, kind: &'static str, payload: &impl Serialize) -> Self {
        let payload = serde_json::to_string(payload).expect("events are plain data");
        Self { topic, guard: None, kind, payload, effects: Vec::new() }
    }

    /// Withholds it from a person who is not subscribed to the group when it is delivered.
    pub fn guarded_by(mut self, group: i64) -> Self {
        self.guard = Some(group);
        self
    }

    /// Adds subscription changes.
    pub fn with_effects(mut self, effects: Vec<Effect>) -> Self {
        self.effects = effects;
        self
    }
}

/// An event as the log holds it.
#[derive(Debug, Clone)]
pub struct Committed {
    /// The tick of its transaction; several events of one transaction share it.
    pub tick: Tick,
    /// The organisation.
    pub org: OrgId,
    /// Whom it concerns.
    pub topic: Topic,
    /// See [`Event::guard`].
    pub guard: Option<i64>,
    /// See [`Event::kind`].
    pub kind: Arc<str>,
    /// See [`Event::payload`].
    pub payload: Arc<str>,
    /// See [`Event::effects`].
    pub effects: Vec<Effect>,
}
