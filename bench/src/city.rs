//! A city hall in numbers, and years of talk in it: rooms of the sizes that an organisation has, a few busy and most quiet, and
//! messages written straight into the database.

use crate::stage::Stage;
use crate::store;
use db::{Db, Engine};
use harness::Cast;
use kernel::{Actor, Entropy, Id, PersonId, SeededEntropy};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// People of the city, and rooms of theirs, the one of all staff among them.
pub(crate) const STAFF: usize = 21_036;
const ROOMS: usize = 6_000;
/// Messages of one stretch of time, and its milliseconds.
const WINDOW: i64 = 500_000;
const WINDOW_MS: i64 = 100_000_000;
/// At most so many rooms, and hardly more messages, are written in one transaction: within one, SQLite takes longer for each
/// statement the more pages were changed before it.
const TOGETHER: (usize, i64) = (100, 5_000);
/// The talk begins in 2021, in milliseconds since 2020.
const BEGINNING_MS: i64 = 366 * 86_400_000;
/// The bits of an id below its milliseconds.
const BELOW_MS: i64 = 1 << 21;

/// Messages of a room that follow one another.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    pub(crate) room: i64,
    /// The numbers of the first and the last.
    pub(crate) first: i64,
    pub(crate) last: i64,
    /// Message `i` came `base_ms + i * step_ms` milliseconds after the beginning of 2020.
    pub(crate) base_ms: i64,
    pub(crate) step_ms: i64,
    /// Which room of all, so that no two messages have one id.
    pub(crate) place: i64,
    pub(crate) writers: [PersonId; 4],
}

/// See the module's page.
pub(crate) struct City {
    pub(crate) cast: Cast,
    /// Of each room the places of its members in the cast; the first is everybody's.
    pub(crate) members: Vec<Range<usize>>,
    /// Of each room the number of its newest message.
    pub(crate) last: Vec<i64>,
    /// How often somebody writes in a room or in one before it, of all times.
    share: Vec<f64>,
    /// Messages that were to be written so far.
    planned: i64,
    /// Until when the talk goes, in milliseconds since 2020.
    until_ms: i64,
    chance: SeededEntropy,
}

impl City {
    /// People and rooms, nothing said yet.
    pub(crate) fn found(stage: &Stage, people: usize) -> Self {
        let chance = SeededEntropy::new(20);
        let members = rooms(people, &chance);
        let cast = Cast::fill(stage.place(), people, &members).expect("an empty database");
        let last = vec![0; members.len()];
        let share = shares(members.len(), &chance);
        Self { cast, members, last, share, planned: 0, until_ms: BEGINNING_MS, chance }
    }

    /// Somebody writes until there are about so many messages; how many were written, and in which time.
    pub(crate) fn talk(&mut self, stage: &Stage, total: i64) -> (u64, Duration) {
        let (db, org, since) = (stage.open(), self.cast.org, Instant::now());
        let mut written = 0;
        while self.planned < total {
            let upto = total.min(self.planned + WINDOW);
            for chunks in together(self.window(upto)) {
                let chunks = Arc::new(chunks);
                written += write(&db, Actor::system(org), move |tx| store::write(tx, org, &chunks));
            }
        }
        let took = since.elapsed();
        write(&db, Actor::system(org), move |tx| store::read_nearly_all(tx, org));
        if db.engine() == Engine::Postgres {
            write(&db, Actor::system(org), move |tx| store::analyse(tx, org));
        }
        (written, took)
    }

    /// The next messages of every room.
    fn window(&mut self, upto: i64) -> Vec<Chunk> {
        let mut chunks = Vec::new();
        for place in 0..self.members.len() {
            let below = if place == 0 { 0.0 } else { self.share[place - 1] };
            let due = |total: i64| (self.share[place] * total as f64) as i64 - (below * total as f64) as i64;
            let count = due(upto) - due(self.planned);
            if count > 0 {
                let first = self.last[place] + 1;
                let step_ms = WINDOW_MS / count;
                self.last[place] += count;
                chunks.push(Chunk {
                    room: self.cast.rooms[place].raw(),
                    first,
                    last: self.last[place],
                    base_ms: self.until_ms - first * step_ms,
                    step_ms,
                    place: place as i64,
                    writers: [(); 4].map(|()| self.cast.people[self.member(place)].0),
                });
            }
        }
        self.planned = upto;
        self.until_ms += WINDOW_MS;
        chunks
    }

    /// Tells of the newest messages, a share of those of the last window, as of now and in so many transactions; how many they
    /// were.
    pub(crate) fn tell(&self, stage: &Stage, share: f64, transactions: i64) -> u64 {
        let (db, org) = (stage.open(), self.cast.org);
        let from_ms = self.until_ms - (WINDOW_MS as f64 * share) as i64;
        let edge = move |number: i64| (from_ms + (self.until_ms - from_ms) * number / transactions) * BELOW_MS;
        let edges = (0..transactions).map(|number| (edge(number), edge(number + 1)));
        edges.map(|(from, below)| write(&db, Actor::system(org), move |tx| store::tell(tx, org, from, below))).sum()
    }

    /// A room in which somebody writes or reads, by chance and as often as people do there; not everybody's.
    pub(crate) fn spoken_in(&self) -> usize {
        let all = 1_000_000_000;
        let chosen = self.up_to(all) as f64 / all as f64;
        self.share.partition_point(|share| *share <= chosen).clamp(1, self.members.len() - 1)
    }

    /// One of a room's members, by chance.
    pub(crate) fn member(&self, room: usize) -> usize {
        let members = &self.members[room];
        members.start + self.up_to(members.len())
    }

    /// A number below another, by chance.
    pub(crate) fn up_to(&self, below: usize) -> usize {
        (self.chance.u64() % below as u64) as usize
    }

    /// Rooms in which a page is full, at least one: the busiest.
    pub(crate) fn busy(&self) -> Vec<usize> {
        const PAGE: i64 = 50;
        let most = self.last.iter().skip(1).max().copied().unwrap_or(0);
        (1..self.last.len()).filter(|place| self.last[*place] >= PAGE.min(most)).collect()
    }

    pub(crate) fn token(&self, person: usize) -> &str {
        &self.cast.people[person].1
    }
}

/// What is written in one transaction each.
fn together(chunks: Vec<Chunk>) -> Vec<Vec<Chunk>> {
    let mut all: Vec<Vec<Chunk>> = Vec::new();
    let mut held = 0;
    for chunk in chunks {
        let count = chunk.last - chunk.first + 1;
        match all.last_mut() {
            Some(some) if held < TOGETHER.1 && some.len() < TOGETHER.0 => some.push(chunk),
            _ => {
                all.push(vec![chunk]);
                held = 0;
            }
        }
        held += count;
    }
    all
}

fn write<T: Send + 'static>(
    db: &Db,
    actor: Actor,
    story: impl FnMut(&mut db::Tx<'_>) -> kernel::Result<T> + Send + 'static,
) -> T {
    db.write_now(actor, story).expect("the disk has room and nobody else writes")
}

static PROPOSED: AtomicU64 = AtomicU64::new(0);

/// An id that somebody's client proposes now: ids rise with time, so that the newest lie together.
pub(crate) fn id_now() -> String {
    let ms = (crate::swarm::now_us() / 1000).cast_signed() - 1_577_836_800_000;
    // Counted and not drawn: one process that proposes thousands a second would draw the same one twice.
    let place = PROPOSED.fetch_add(1, Ordering::Relaxed) % BELOW_MS.cast_unsigned();
    let raw = ms * BELOW_MS + place.cast_signed();
    Id::<()>::from_raw(raw).to_string()
}

/// Of each room the places of its members: everybody's first, then sizes as an organisation has them, from two people to a
/// bureau, 37 on average.
fn rooms(people: usize, chance: &SeededEntropy) -> Vec<Range<usize>> {
    let up_to = |below: usize| (chance.u64() % below as u64) as usize;
    let room = |place: usize| {
        let size = match place % 100 {
            0..45 => 2 + up_to(5),
            45..80 => 7 + up_to(19),
            80..95 => 26 + up_to(55),
            95..99 => 81 + up_to(320),
            _ => 401 + up_to(1_600),
        };
        let size = size.min(people);
        let first = up_to(people - size + 1);
        first..first + size
    };
    let smaller = (1..(people * ROOMS / STAFF).max(2)).map(room);
    std::iter::once(0..people).chain(smaller).collect()
}

/// How often somebody writes in a room or in one before it: the n-th busiest room has 1/n of the busiest, and which it is, is
/// chance; in the room of all staff as seldom as in the middle one.
fn shares(rooms: usize, chance: &SeededEntropy) -> Vec<f64> {
    let mut ranks: Vec<usize> = (1..=rooms).collect();
    for place in (1..rooms).rev() {
        ranks.swap(place, (chance.u64() % (place as u64 + 1)) as usize);
    }
    let middle = ranks.iter().position(|rank| *rank == rooms.div_ceil(2)).expect("each rank is there");
    ranks.swap(0, middle);
    let all: f64 = ranks.iter().map(|rank| 1.0 / *rank as f64).sum();
    let mut below = 0.0;
    ranks
        .iter()
        .map(|rank| {
            below += 1.0 / *rank as f64 / all;
            below
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_have_members_within_the_staff_and_shares_that_make_a_whole() {
        for people in [2, 50, 2_000] {
            let chance = SeededEntropy::new(1);
            let rooms = rooms(people, &chance);
            assert!(rooms.iter().all(|members| members.len() >= 2 && members.end <= people));
            assert_eq!(rooms[0], 0..people);
            let shares = shares(rooms.len(), &chance);
            assert!(shares.is_sorted());
            assert!((shares.last().expect("a room") - 1.0).abs() < 1e-9);
        }
    }
}
