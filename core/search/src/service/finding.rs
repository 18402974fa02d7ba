//! What somebody looks for, the newest first, as far as they may see it.

use crate::model::index::{Document, Filter, Hand, Place, Plan, Scan, Stepped};
use crate::model::{Source, Sources, relevance};
use crate::service::columns::Columns;
use crate::service::heads::Heads;
use crate::service::keeping::{LogReach, reach};
use crate::service::troubles::Troubles;
use crate::service::{Limits, damage};
use crate::store::parts::{self, GONE};
use crate::store::{generations, waiting};
use db::Conn;
use kernel::{Committed, Result};
use std::cmp::{Ordering, Reverse};
use std::collections::HashSet;
use std::sync::Arc;

/// Work at a span with candidates; at any other it is 1.
const WORK_OF_CANDIDATES: usize = 16;
/// Documents that are read at a time.
const READ_AT_A_TIME: usize = 48;
/// Segments of which parts are read together at most.
const READ_TOGETHER: usize = 16;
/// And of how many documents: a list takes an eighth of a byte for each at most, and twenty are asked for, so 10 MB.
const HELD_TOGETHER: u64 = 1 << 22;
/// Events of the log that are read beyond what is indexed, a few seconds' worth as a rule.
const MOST_EVENTS: i64 = 20_000;
/// Places at which a search stops are told to the hour: the next message may stand where the actor does not read.
const HOUR: i64 = 3_600_000_000;

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Texts that all occur in it, folded by [`crate::folded`].
    pub terms: Vec<String>,
    /// Texts none of which occurs in it, folded the same way.
    pub without: Vec<String>,
    /// Only in these scopes, as far as the actor may read there.
    pub scopes: Option<HashSet<i64>>,
    /// Only by these authors.
    pub authors: Option<HashSet<i64>>,
    /// Only from the first to the last of these days, since 1970.
    pub days: Option<(i32, i32)>,
    /// Only what has all of these marks.
    pub marks: u8,
}

/// Above every place.
pub const END: Place = (i64::MAX, i64::MAX);

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Places, the highest first.
    pub places: Vec<Place>,
    /// There may be more below this place; nothing when all was looked at.
    pub below: Option<Place>,
    /// The index is being built, or far behind: what was not found now may be found later.
    pub is_building: bool,
}

/// Something in which candidates are found, the highest first.
struct Way {
    generation: i64,
    segment: i64,
    scan: Option<Scan>,
    /// What was read for it.
    hand: Hand,
    /// Candidates at hand, the highest last.
    ready: Vec<Place>,
}

impl Way {
    /// The highest place that may come next.
    fn top(&self) -> Option<Place> {
        let bound = self.scan.as_ref().and_then(Scan::bound);
        self.ready.last().copied().max(bound)
    }

    /// Whether all of its segment was looked at.
    fn is_done(&self) -> bool {
        self.scan.as_ref().is_none_or(|scan| scan.bound().is_none())
    }

    /// Looks into its segment no more, which is damaged; whose generation it is.
    fn give_up(&mut self) -> Option<i64> {
        (self.scan, self.hand) = (None, Hand::default());
        Some(self.generation)
    }

    fn is_ready(&self) -> bool {
        self.ready.last().is_some_and(|place| Some(*place) == self.top())
    }
}

/// All ways together.
struct Search<'s> {
    source: &'s Source,
    columns: &'s Columns,
    plan: Plan,
    limits: Limits,
    wanted: &'s Wanted,
    ways: Vec<Way>,
    /// Where it began.
    from: Place,
    below: Place,
    work: usize,
    read: usize,
    /// The newest generation of which some could not be read.
    damaged: Option<i64>,
}

/// Looks into the index.
pub struct Finder {
    sources: Sources,
    heads: Heads,
    columns: Columns,
    limits: Limits,
    troubles: Arc<Troubles>,
}

impl Finder {
    /// One that knows of nothing yet.
    pub fn new(sources: Sources) -> Self {
        Self::with_limits(sources, Limits::default())
    }

    /// The same with other sizes.
    pub fn with_limits(sources: Sources, limits: Limits) -> Self {
        Self { sources, heads: Heads::default(), columns: Columns::default(), limits, troubles: Arc::default() }
    }

    /// What it finds damaged.
    pub(super) fn troubles(&self) -> Arc<Troubles> {
        self.troubles.clone()
    }

    /// How well documents of the actor's organisation fit as they are now, in no order. Their texts are kept only by parts: all at once may be
    /// more than a small server has.
    pub(super) fn scored(
        &self,
        conn: &mut Conn<'_>,
        kind: i64,
        ids: &[i64],
        terms: &[String],
    ) -> Result<Vec<(u32, Place)>> {
        let Some(source) = self.sources.of(kind) else { return Ok(Vec::new()) };
        let org = conn.actor().org;
        let mut scored = Vec::with_capacity(ids.len());
        for some in ids.chunks(READ_AT_A_TIME) {
            let documents = (source.read)(conn, some)?;
            let own = documents.iter().filter(|(of, _)| *of == org);
            scored.extend(own.map(|(_, document)| (relevance(&document.text, terms), document.place())));
        }
        Ok(scored)
    }

    /// Looks for a kind of documents below a place.
    pub fn find(&self, conn: &mut Conn<'_>, kind: i64, wanted: &Wanted, below: Place, limit: usize) -> Result<Found> {
        let Some(source) = self.sources.of(kind) else { return Ok(Found::default()) };
        let mut scopes: HashSet<i64> = (source.scopes)(conn)?.into_iter().collect();
        if let Some(only) = &wanted.scopes {
            scopes.retain(|scope| only.contains(scope));
        }
        let is_nothing = scopes.is_empty() || wanted.authors.as_ref().is_some_and(HashSet::is_empty);
        if is_nothing || limit == 0 {
            return Ok(Found::default());
        }
        let filter = Filter { scopes, authors: wanted.authors.clone(), days: wanted.days, marks: wanted.marks };
        let plan = Plan::new(wanted.terms.iter().map(String::as_str), filter);
        let ways = Vec::new();
        let mut search = Search {
            source,
            columns: &self.columns,
            plan,
            limits: self.limits,
            wanted,
            ways,
            from: below,
            below,
            work: 0,
            read: 0,
            damaged: None,
        };
        let is_building = search.begin(conn, &self.heads, self.sources.version())?;
        let (places, below) = search.run(conn, limit)?;
        if let Some(generation) = search.damaged {
            self.troubles.tell(generation);
        }
        Ok(Found { places, below, is_building: is_building || search.damaged.is_some() })
    }
}

impl Search<'_> {
    /// Gathers where to look; whether the index cannot answer everything yet.
    fn begin(&mut self, conn: &mut Conn<'_>, heads: &Heads, version: i64) -> Result<bool> {
        let mut generations = generations::all(conn)?;
        generations.retain(|generation| generation.age(version) == Ordering::Equal);
        let mut answering = Vec::new();
        let (mut since, mut is_building) = (0, true);
        if let (Some(serving), Some(newest)) = (generations.first(), generations.last()) {
            answering.push(serving.number);
            (since, is_building) = (serving.tick, serving.unread.is_some());
            // Of what happened in another life of the database, or before the log begins, it may not have everything until it was built
            // anew. What happened since that began is in the one that is built.
            if reach(conn, serving)? == LogReach::Broken {
                (since, is_building) = (newest.tick, true);
                answering.extend((newest.number != serving.number).then_some(newest.number));
            }
        }
        for generation in answering {
            let (own, is_damaged) = heads.own(conn, generation, self.source.kind)?;
            self.ways.extend(own.into_iter().map(|(segment, head)| {
                let scan = Scan::new(head, self.below);
                Way { generation, segment, scan: Some(scan), hand: Hand::default(), ready: Vec::new() }
            }));
            self.damaged = self.damaged.max(is_damaged.then_some(generation));
        }
        // What the index does not have yet is looked at as it stands.
        let events = conn.own_events_of(self.source.events, since, MOST_EVENTS)?;
        let scopes = &self.plan.filter().scopes;
        let concerns = |event: &&Committed| (self.source.stands)(event).is_none_or(|scope| scopes.contains(&scope));
        let waiting = waiting::own(conn, self.source.kind, self.limits.fresh)?;
        is_building |= events.len() as i64 == MOST_EVENTS || waiting.len() == self.limits.fresh;
        let mut known = HashSet::new();
        let told = events.iter().filter(concerns).filter_map(self.source.told).chain(waiting);
        let mut fresh: Vec<i64> = told.filter(|id| known.insert(*id)).collect();
        is_building |= fresh.len() > self.limits.fresh;
        fresh.truncate(self.limits.fresh);
        let mut ready = Vec::new();
        for some in fresh.chunks(READ_AT_A_TIME) {
            ready.extend(self.matching(conn, some)?.into_iter().filter(|place| *place < self.below));
        }
        ready.sort_unstable();
        self.ways.push(Way { generation: 0, segment: 0, scan: None, hand: Hand::default(), ready });
        Ok(is_building)
    }

    /// What was found, and below which place there may be more.
    fn run(&mut self, conn: &mut Conn<'_>, limit: usize) -> Result<(Vec<Place>, Option<Place>)> {
        let mut found = Vec::new();
        loop {
            let (batch, rest) = self.gather(conn)?;
            self.read += batch.len();
            let ids: Vec<i64> = batch.iter().map(|(_, id)| *id).collect();
            let matching = self.matching(conn, &ids)?;
            for place in batch.into_iter().filter(|place| matching.contains(place)) {
                found.push(place);
                if found.len() == limit {
                    return Ok((found, Some(place)));
                }
            }
            match rest {
                None => return Ok((found, None)),
                Some(top) if self.is_spent(top) || self.read >= self.limits.read => {
                    let last = found.last().copied().unwrap_or(self.from);
                    return Ok((found, Some(told(above(top).min(self.below), last))));
                }
                Some(_) => {}
            }
        }
    }

    /// Whether enough was done for one answer, which has to come further than where it began.
    fn is_spent(&self, top: Place) -> bool {
        self.work >= self.limits.work && above(top) < self.from
    }

    /// The next candidates, the highest first, and the highest that may come after them.
    fn gather(&mut self, conn: &mut Conn<'_>) -> Result<(Vec<Place>, Option<Place>)> {
        let mut batch: Vec<Place> = Vec::new();
        loop {
            let ways = self.ways.iter_mut().filter_map(|way| way.top().map(|top| (top, way)));
            let Some((top, way)) = ways.max_by_key(|(top, _)| *top) else { return Ok((batch, None)) };
            if batch.len() >= READ_AT_A_TIME || (self.work >= self.limits.work && above(top) < self.from) {
                return Ok((batch, Some(top)));
            }
            if way.is_ready() {
                way.ready.pop();
                if top < self.below {
                    batch.push(top);
                    // Another way may have the same.
                    self.below = top;
                }
            } else if let Some(scan) = &mut way.scan {
                let (work, mut places) = match damage::read(|| Ok(scan.step(&self.plan, &mut way.hand))) {
                    Ok(Stepped::Nothing) => (1, Vec::new()),
                    Ok(Stepped::Found(places)) => (WORK_OF_CANDIDATES, places),
                    Ok(Stepped::Lacks) => {
                        let segment = way.segment;
                        self.read_parts(conn, segment)?;
                        continue;
                    }
                    Err(_) => {
                        self.damaged = self.damaged.max(way.give_up());
                        continue;
                    }
                };
                self.work += work;
                places.reverse();
                // What is still at hand of the span after it is higher than all of it.
                places.append(&mut way.ready);
                way.ready = places;
            }
        }
    }

    /// Reads the parts that are lacking of a segment, and those of the segments to come with them. Whoever looks for what is found everywhere
    /// ends in the first segment and is to read no more than that; the more segments had not enough, the more are read at once.
    fn read_parts(&mut self, conn: &mut Conn<'_>, segment: i64) -> Result<()> {
        let org = conn.actor().org;
        // What is looked at as it stands is one of them, and done from the start.
        let done = self.ways.iter().filter(|way| way.is_done()).count().saturating_sub(1);
        let mut next: Vec<&mut Way> = self.ways.iter_mut().filter(|way| !way.is_done()).collect();
        next.sort_by_key(|way| (way.segment != segment, Reverse(way.top())));
        let (mut lacking, mut asked, mut documents) = (Vec::new(), Vec::new(), 0);
        for way in next.into_iter().take((2 * done).clamp(1, READ_TOGETHER)) {
            let Some(scan) = &mut way.scan else { continue };
            documents += scan.documents();
            if documents > HELD_TOGETHER && way.segment != segment {
                break;
            }
            match damage::read(|| Ok(scan.prepare(&self.plan, &mut way.hand))) {
                Ok(mut numbers) => {
                    way.hand.add(self.columns.recall(org, way.segment, &mut numbers));
                    if !numbers.is_empty() {
                        asked.push((way.segment, numbers));
                        lacking.push(way);
                    }
                }
                Err(_) => self.damaged = self.damaged.max(way.give_up()),
            }
        }
        let read = parts::of_several(conn, &asked)?;
        for (way, found) in lacking.into_iter().zip(read) {
            match found {
                Ok(found) => {
                    self.columns.remember(org, way.segment, &found);
                    way.hand.add(found);
                }
                // In one snapshot nothing goes away: a part that is not there is damage as well.
                Err(error) if damage::is_damage(&error) || error.code() == GONE => {
                    self.damaged = self.damaged.max(way.give_up());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The places of those of some documents that are what is looked for.
    fn matching(&self, conn: &mut Conn<'_>, ids: &[i64]) -> Result<HashSet<Place>> {
        if ids.is_empty() {
            return Ok(HashSet::new());
        }
        let org = conn.actor().org;
        let Wanted { terms, without, .. } = self.wanted;
        let says = |document: &Document| {
            let has = |term: &String| document.text.contains(term.as_str());
            terms.iter().all(has) && !without.iter().any(has)
        };
        let documents = (self.source.read)(conn, ids)?;
        let good = documents
            .iter()
            .filter(|(of, document)| *of == org && self.plan.filter().passes(document) && says(document));
        Ok(good.map(|(_, document)| document.place()).collect())
    }
}

/// The least place above one.
fn above((at, id): Place) -> Place {
    (at, id.saturating_add(1))
}

/// What is told of where a search stopped: the end of that hour, unless the last thing found lies within it.
fn told(stopped: Place, last: Place) -> Place {
    let hour = (stopped.0.saturating_add(HOUR).div_euclid(HOUR).saturating_mul(HOUR), i64::MIN);
    if hour < last { hour } else { stopped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_search_stopped_is_told_to_the_hour_and_never_above_what_was_found() {
        assert_eq!(told((HOUR + 5, 77), END), (2 * HOUR, i64::MIN));
        assert_eq!(told((HOUR + 5, 77), (HOUR + 9, 3)), (HOUR + 5, 77));
        assert_eq!(told((HOUR + 5, 77), (2 * HOUR, 3)), (2 * HOUR, i64::MIN));
    }
}
