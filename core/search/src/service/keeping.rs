//! The index kept up with what happens, a step at a time.

use crate::model::Sources;
use crate::model::index::{Builder, Document, Head};
use crate::service::gathering::{Batch, page, read_events, read_waiting};
use crate::service::troubles::Troubles;
use crate::service::{Finder, Limits, damage, merging};
use crate::store::generations::{self, Generation, Unread};
use crate::store::parts::{self, Part, Writing, nobody};
use crate::store::segments::{self, Segment};
use crate::store::waiting::{self, Waiting};
use db::{Conn, Db, Lock, Tx};
use kernel::{Error, Jst, Result, Tick};
use std::cmp::Ordering;
use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// How long the indexer rests when nothing is left to do. What happens meanwhile is looked at as it stands.
const REST: Duration = Duration::from_secs(2);
/// How far the log may get ahead of the index by what does not concern it.
const AHEAD: Tick = 2_000;
/// For how long the log surely has what happened; it keeps it a day longer.
const LASTS: Duration = Duration::from_secs(7 * 24 * 3600);
/// How old what is known may get when nothing happens that concerns the index.
const FRESH: Duration = Duration::from_secs(24 * 3600);
/// How old an index gets whose large segments keep traces of what was taken back; it is built anew in one of these hours.
const RENEWED: Duration = Duration::from_secs(30 * 24 * 3600);
const AT_NIGHT: Range<u64> = 1..5;
/// For how long parts of a segment may lie about before it is whole.
const UNFINISHED: Duration = Duration::from_secs(3600);

/// Keeps the index, on a thread of its own or step by step.
pub struct Indexer {
    db: Db,
    sources: Sources,
    limits: Limits,
    stopped: (Mutex<bool>, Condvar),
    troubles: Arc<Troubles>,
}

/// What came of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// There was nothing to do.
    Nothing,
    /// All that there was.
    All,
    /// There is more to do.
    Some,
}

impl Step {
    fn more(is_so: bool) -> Self {
        if is_so { Step::Some } else { Step::Nothing }
    }
}

/// Whether the log has all that a generation does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogReach {
    /// It has.
    Whole,
    /// It begins later, or is of another life of the database.
    Broken,
}

/// Whether the log has all that a generation does not.
pub(crate) fn reach(conn: &mut Conn<'_>, generation: &Generation) -> Result<LogReach> {
    let (span, now) = (conn.log_span()?, conn.now());
    let begins_later = span.oldest.is_some_and(|oldest| oldest > generation.tick);
    // Nothing young is taken out of the log: if it begins later all the same, nothing was before.
    let is_old = now.since(generation.at) > LASTS;
    let broken = span.position.epoch != generation.epoch || (begins_later && is_old);
    Ok(if broken { LogReach::Broken } else { LogReach::Whole })
}

/// How the index fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Documents that the one that answers has.
    pub documents: i64,
    /// How large it is.
    pub bytes: i64,
    /// Documents that were read for the one that is being built; nothing when none is.
    pub building: Option<i64>,
}

/// How the index fares, of all organisations.
pub fn standing(conn: &mut Conn<'_>) -> Result<Standing> {
    let generations = generations::all(conn)?;
    let serving = generations.first().map_or(0, |generation| generation.number);
    let segments = segments::all(conn)?;
    let of_serving = || segments.iter().filter(|segment| segment.generation == serving);
    Ok(Standing {
        documents: of_serving().map(|segment| segment.documents).sum(),
        bytes: of_serving().map(|segment| segment.bytes).sum(),
        building: generations
            .iter()
            .find(|generation| generation.unread.is_some())
            .map(|generation| generation.documents),
    })
}

/// Has the index built anew while the one that is there answers; false when that is under way.
pub fn rebuild(tx: &mut Tx<'_>, sources: &Sources) -> Result<bool> {
    tx.lock(Lock::Index)?;
    let generations = generations::all(tx)?;
    if generations.iter().any(|generation| generation.unread.is_some()) {
        return Ok(false);
    }
    begin(tx, sources, generations.last())?;
    Ok(true)
}

/// Begins another generation than a damaged one; false when there is another by now, or it is under way.
fn heal(tx: &mut Tx<'_>, sources: &Sources, damaged: i64) -> Result<bool> {
    tx.lock(Lock::Index)?;
    let generations = generations::all(tx)?;
    let is_newest = generations.last().is_some_and(|newest| newest.number == damaged);
    if is_newest {
        begin(tx, sources, generations.last())?;
    }
    Ok(is_newest)
}

/// Begins a generation. What is committed from now on comes from the log; what was before is read.
fn begin(tx: &mut Tx<'_>, sources: &Sources, after: Option<&Generation>) -> Result<()> {
    let Some(first) = sources.0.first() else { return Ok(()) };
    let from = tx.position()?;
    let number = after.map_or(1, |generation| generation.number + 1);
    generations::begin(tx, number, sources.version(), &from, Unread { kind: first.kind, below: i64::MAX })
}

impl Indexer {
    /// One that has not begun yet.
    pub fn new(db: Db, sources: Sources) -> Self {
        Self::with_limits(db, sources, Limits::default())
    }

    /// The same with other sizes.
    pub fn with_limits(db: Db, sources: Sources, limits: Limits) -> Self {
        Self { db, sources, limits, stopped: Default::default(), troubles: Arc::default() }
    }

    /// One that heals also what somebody who looks into the index finds damaged.
    pub fn minding(self, finder: &Finder) -> Self {
        Self { troubles: finder.troubles(), ..self }
    }

    /// Works on the calling thread and one more until [`Indexer::stop`] is called: what is said is followed while segments are merged, which
    /// may take minutes.
    pub fn work(&self) {
        std::thread::scope(|scope| {
            scope.spawn(|| self.repeat(Self::tidy));
            self.repeat(Self::keep_up);
        });
    }

    fn repeat(&self, step: fn(&Self) -> Result<Step>) {
        while !self.is_stopped() {
            match damage::read(|| step(self)) {
                Ok(Step::Some) => continue,
                Ok(Step::All | Step::Nothing) => {}
                Err(error) if error.code() == parts::STOPPED => {}
                Err(error) => tracing::warn!(%error, "the index cannot follow"),
            }
            let stopped = self.stopped.0.lock().expect("nobody panics while holding the word to stop");
            let waited = self.stopped.1.wait_timeout_while(stopped, REST, |stopped| !*stopped);
            drop(waited.expect("nobody panics while holding the word to stop"));
        }
    }

    fn is_stopped(&self) -> bool {
        *self.stopped.0.lock().expect("nobody panics while holding the word to stop")
    }

    /// Ends [`Indexer::work`] after the step that it is at.
    pub fn stop(&self) {
        *self.stopped.0.lock().expect("nobody panics while holding the word to stop") = true;
        self.stopped.1.notify_all();
    }

    /// Does all that there is to do.
    pub fn catch_up(&self) -> Result<()> {
        while self.step()? {}
        Ok(())
    }

    /// Does the next thing that there is to do; false when there is nothing.
    pub fn step(&self) -> Result<bool> {
        Ok(self.keep_up()? != Step::Nothing || self.tidy()? != Step::Nothing)
    }

    /// Indexes what there is next.
    fn keep_up(&self) -> Result<Step> {
        let mut generations = self.db.read_now(nobody(), generations::all)?;
        let version = self.sources.version();
        // A newer program is at it.
        if generations.last().is_some_and(|newest| newest.age(version) == Ordering::Greater) {
            return Ok(Step::Nothing);
        }
        if self.begin_if_needed(&generations)? {
            return Ok(Step::Some);
        }
        let mut step = Step::Nothing;
        // One of a newer program may stand beside the one that is built anew for this one.
        for generation in generations.iter().filter(|generation| generation.age(version) == Ordering::Equal) {
            step = step.max(self.follow(generation)?);
        }
        if step != Step::Nothing {
            generations = self.db.read_now(nobody(), generations::all)?;
        }
        let is_more = self.change_over(&generations)?
            || (!merging::is_behind(&self.db, version, &self.troubles)?
                && (self.take_waiting(&generations)? || self.build(&generations)?));
        Ok(step.max(Step::more(is_more)))
    }

    /// Throws away what is of no use any more, and merges some segments when nothing of that is left: what is written never gets far ahead of
    /// what is thrown away.
    fn tidy(&self) -> Result<Step> {
        if self.db.read_now(nobody(), parts::are_left)? {
            self.db.write_now(nobody(), parts::sweep)?;
            return Ok(Step::Some);
        }
        let (version, is_stopped) = (self.sources.version(), || self.is_stopped());
        let is_merged = merging::merge_some(&self.db, version, &self.troubles, &is_stopped)?;
        Ok(Step::more(self.heal_if_needed()? || is_merged))
    }

    /// Has a damaged index built anew.
    fn heal_if_needed(&self) -> Result<bool> {
        let now = self.db.clock().now();
        let Some(damaged) = self.troubles.to_heal(now) else { return Ok(false) };
        let sources = self.sources.clone();
        let is_begun = self.db.write_now(nobody(), move |tx| heal(tx, &sources, damaged))?;
        self.troubles.is_healed(damaged, is_begun.then_some(now));
        Ok(is_begun)
    }

    /// Begins the first generation, or another when the newest cannot follow any more.
    fn begin_if_needed(&self, generations: &[Generation]) -> Result<bool> {
        if let Some(newest) = generations.last().cloned()
            && newest.age(self.sources.version()) == Ordering::Equal
            && self.db.read_now(nobody(), move |conn| reach(conn, &newest))? == LogReach::Whole
            && !self.is_old(generations)?
        {
            return Ok(false);
        }
        let (sources, seen) = (self.sources.clone(), generations.to_vec());
        self.db.write_now(nobody(), move |tx| {
            tx.lock(Lock::Index)?;
            if generations::all(tx)? != seen {
                return Ok(true);
            }
            begin(tx, &sources, seen.last())?;
            // What an older program wrote is of no use while the next is built.
            let version = sources.version();
            if let Some(outdated) = seen.last().filter(|newest| newest.age(version) == Ordering::Less) {
                generations::end_before(tx, outdated.number + 1)?;
                segments::delete_before(tx, outdated.number + 1)?;
            }
            Ok(!sources.0.is_empty())
        })
    }

    /// Whether the index is to be built anew because it keeps traces of what was taken back for long, and it is night.
    fn is_old(&self, generations: &[Generation]) -> Result<bool> {
        let [only] = generations else { return Ok(false) };
        let now = self.db.clock().now();
        let hour = now.since(Jst::start_of(Jst::date(now))).as_secs() / 3600;
        let is_time = AT_NIGHT.contains(&hour) && now.since(only.begun_at) > RENEWED;
        if !is_time || only.unread.is_some() {
            return Ok(false);
        }
        let segments = self.db.read_now(nobody(), segments::all)?;
        Ok(segments.iter().any(|segment| segment.documents >= self.limits.lasting))
    }

    /// Indexes what came without an event.
    fn take_waiting(&self, generations: &[Generation]) -> Result<bool> {
        let (sources, taken) = (self.sources.clone(), self.limits.taken);
        let (waiting, batch) = self.db.read_now(nobody(), move |conn| {
            let mut waiting = waiting::some(conn, taken)?;
            let (batch, done) = read_waiting(conn, &sources, &waiting)?;
            waiting.truncate(done);
            Ok((waiting, batch))
        })?;
        if waiting.is_empty() || generations.is_empty() {
            return Ok(false);
        }
        let mut changes: Vec<Change> = Vec::new();
        let version = self.sources.version();
        for generation in generations.iter().filter(|generation| generation.age(version) == Ordering::Equal) {
            changes.push(self.written(generation.clone(), &batch)?);
        }
        self.save(changes, waiting)
    }

    /// Indexes what the log tells of.
    fn follow(&self, generation: &Generation) -> Result<Step> {
        let (sources, known, taken) = (self.sources.clone(), generation.clone(), self.limits.taken);
        let (upto, at, batch, step) = self.db.read_now(nobody(), move |conn| {
            if reach(conn, &known)? == LogReach::Broken {
                return Ok((known.tick, known.at, Batch::new(), Step::Nothing));
            }
            let kinds: Vec<&str> = sources.0.iter().flat_map(|source| source.events).copied().collect();
            let position = conn.position()?;
            let mut events = conn.events_of(&kinds, known.tick, position.tick, taken as i64)?;
            let (mut upto, mut step) = (position.tick, Step::All);
            if events.len() == taken {
                (upto, step) = (events[taken - 1].tick, Step::Some);
                events = conn.events_of(&kinds, known.tick, upto, i64::MAX)?;
            }
            let (batch, until) = read_events(conn, &sources, &events)?;
            if let Some(until) = until {
                (upto, step) = (until, Step::Some);
            }
            Ok((upto, conn.now(), batch, step))
        })?;
        if batch.is_empty() && upto - generation.tick < AHEAD && at.since(generation.at) < FRESH {
            return Ok(Step::Nothing);
        }
        let change = self.written(Generation { tick: upto, at, ..generation.clone() }, &batch)?;
        self.save(vec![change], Vec::new())?;
        Ok(step)
    }

    /// Reads on for the generation that is not whole yet.
    fn build(&self, generations: &[Generation]) -> Result<bool> {
        let unread = generations.iter().rev().find_map(|generation| Some((generation, generation.unread?)));
        let Some((generation, unread)) = unread else { return Ok(false) };
        let place = self.sources.0.iter().position(|source| source.kind == unread.kind);
        let Some(place) = place else { return Err(Error::internal("the index is built of a kind that nobody brings")) };
        let source = self.sources.0[place];
        let built = self.limits.built;
        let page = self.db.read_now(nobody(), move |conn| page(conn, &source, unread.below, built))?;
        let lowest = page.iter().map(|(_, document)| document.id).min();
        let unread = match lowest {
            Some(below) => Some(Unread { kind: unread.kind, below }),
            None => self.sources.0.get(place + 1).map(|next| Unread { kind: next.kind, below: i64::MAX }),
        };
        let documents = generation.documents + page.len() as i64;
        let mut batch = Batch::new();
        for (org, document) in page.into_iter().filter(|(_, document)| document.marks & crate::GONE == 0) {
            batch.entry((org, source.kind)).or_default().push(document);
        }
        let change = self.written(Generation { unread, documents, ..generation.clone() }, &batch)?;
        self.save(vec![change], Vec::new())
    }

    /// Lets the newest generation answer once it is whole. What it has not followed yet is in the log.
    fn change_over(&self, generations: &[Generation]) -> Result<bool> {
        let [_, .., newest] = generations else { return Ok(false) };
        if newest.unread.is_some() {
            return Ok(false);
        }
        let newest = newest.clone();
        self.db.write_now(nobody(), move |tx| {
            tx.lock(Lock::Index)?;
            if generations::save(tx, &newest)? {
                generations::end_before(tx, newest.number)?;
                segments::delete_before(tx, newest.number)?;
            }
            Ok(true)
        })
    }

    /// Writes segments for a generation that is to become another with them.
    fn written<'b>(&self, generation: Generation, batch: &'b Batch) -> Result<Change> {
        let until = self.db.clock().now().plus(UNFINISHED);
        let mut segments = Vec::new();
        let some = |documents: &'b Vec<Document>| documents.chunks(Builder::MOST);
        for ((org, kind), documents) in batch.iter().flat_map(|(of, all)| some(all).map(move |some| (of, some))) {
            let mut builder = Builder::default();
            builder.extend(documents.iter().cloned());
            let id = new_id(&self.db);
            let mut writing = Writing::new(&self.db, id, until);
            let head = builder.write(&mut writing)?;
            let (bytes, rest) = writing.end();
            let segment = Segment {
                id,
                generation: generation.number,
                org: *org,
                kind: *kind,
                rank: 0,
                documents: i64::from(head.documents),
                bytes: bytes as i64,
            };
            segments.push(Written { segment, head, rest });
        }
        Ok(Change { generation, segments })
    }

    /// Saves what was written. What another node has changed meanwhile is left to it.
    fn save(&self, changes: Vec<Change>, waited: Vec<Waiting>) -> Result<bool> {
        let outcome = self.db.write_now(nobody(), move |tx| {
            tx.lock(Lock::Index)?;
            for Change { generation, segments } in &changes {
                if !generations::save(tx, generation)? {
                    return Err(Error::conflict("search.generation_changed"));
                }
                for Written { segment, head, rest } in segments {
                    parts::insert(tx, segment.id, rest)?;
                    let rank = segments::next_rank(tx, segment.generation, segment.org, segment.kind)?;
                    segments::insert(tx, &Segment { rank, ..segment.clone() }, head)?;
                }
            }
            if !waited.is_empty() {
                waiting::delete(tx, &waited)?;
            }
            Ok(true)
        });
        match outcome {
            Err(error) if error.code() == "search.generation_changed" => Ok(true),
            outcome => outcome,
        }
    }
}

/// A segment, and those of its parts that are not written yet.
struct Written {
    segment: Segment,
    head: Head,
    rest: Vec<Part>,
}

/// A generation as it is to be, and the segments that make it so.
struct Change {
    generation: Generation,
    segments: Vec<Written>,
}

/// An id for a segment.
pub(crate) fn new_id(db: &Db) -> i64 {
    (db.entropy().u64() >> 1) as i64
}
