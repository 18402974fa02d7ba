//! The most recent events, in memory.

use kernel::{Actor, Effect, Tick, Topic};
use std::collections::{HashSet, VecDeque};
use web::Frame;

/// An event ready to send.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) tick: Tick,
    pub(crate) topic: Topic,
    pub(crate) guard: Option<i64>,
    pub(crate) effects: Vec<Effect>,
    pub(crate) frame: Frame,
}

impl Entry {
    /// Whether it concerns somebody who is in some groups.
    pub(crate) fn concerns(&self, who: &Actor, groups: &HashSet<i64>) -> bool {
        let addressed = match self.topic {
            Topic::Org(id) => id == who.org,
            Topic::Staff(id) => id == who.org && who.outsider.is_none(),
            Topic::Person(id) => id == who.person,
            Topic::Group(id) => groups.contains(&id),
        };
        addressed && self.guard.is_none_or(|group| groups.contains(&group))
    }
}

/// Bounded by bytes; complete for all ticks above `start`.
pub(crate) struct Ring {
    start: Tick,
    newest: Tick,
    entries: VecDeque<Entry>,
    bytes: usize,
    limit: usize,
}

impl Ring {
    pub(crate) fn new(start: Tick, limit: usize) -> Self {
        Self { start, newest: start, entries: VecDeque::new(), bytes: 0, limit }
    }

    /// Every event with a tick above this is here.
    pub(crate) fn start(&self) -> Tick {
        self.start
    }

    /// The last tick that was put in.
    pub(crate) fn newest(&self) -> Tick {
        self.newest
    }

    pub(crate) fn push(&mut self, entry: Entry) {
        assert!(entry.tick >= self.newest, "tick {} came after {}", entry.tick, self.newest);
        self.newest = entry.tick;
        self.bytes += entry.frame.text().len();
        self.entries.push_back(entry);
        while self.bytes > self.limit {
            // All events of a tick go together, or `start` would be a lie about the rest of it.
            let tick = self.entries.front().expect("bytes are held by entries").tick;
            while let Some(front) = self.entries.front()
                && front.tick == tick
            {
                self.bytes -= front.frame.text().len();
                self.entries.pop_front();
            }
            self.start = tick;
        }
    }

    /// Events above a tick, oldest first. Ticks never fall, so the place is found by halving.
    pub(crate) fn after(&self, tick: Tick) -> impl Iterator<Item = &Entry> {
        let first = self.entries.partition_point(|entry| entry.tick <= tick);
        self.entries.range(first..)
    }
}
