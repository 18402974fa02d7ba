//! What somebody looks for, the newest first, as far as they may see it.

use crate::model::index::{Document, Filter, Place, Plan, Scan};
use crate::model::{Source, Sources};
use crate::service::keeping::{LogReach, reach};
use crate::store::parts::Kept;
use crate::store::{generations, segments, waiting};
use db::Conn;
use kernel::Result;
use std::collections::{BTreeSet, HashSet};

/// Documents that are read to see whether they are what was looked for, for one answer.
const MOST_READ: usize = 1_000;
/// Work at spans for one answer, of which one with candidates costs so much and any other 1.
const MOST_WORK: usize = 6_400;
const WORK_OF_CANDIDATES: usize = 16;
/// Documents that are read at a time.
const READ_AT_A_TIME: usize = 48;
/// Events of the log that are read beyond what is indexed, a few seconds' worth as a rule.
const MOST_EVENTS: i64 = 50_000;
/// Documents beyond what is indexed that are read.
const MOST_FRESH: usize = 4_096;

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Texts that all occur in it, folded by [`crate::folded`].
    pub terms: Vec<String>,
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
    segment: i64,
    scan: Option<Scan>,
    /// Candidates at hand, the highest last.
    ready: Vec<Place>,
}

impl Way {
    /// The highest place that may come next.
    fn top(&self) -> Option<Place> {
        let bound = self.scan.as_ref().and_then(Scan::bound);
        self.ready.last().copied().max(bound)
    }

    fn is_ready(&self) -> bool {
        self.ready.last().is_some_and(|place| Some(*place) == self.top())
    }
}

/// All ways together.
struct Search<'s> {
    source: &'s Source,
    plan: Plan,
    wanted: &'s Wanted,
    ways: Vec<Way>,
    below: Place,
    work: usize,
    read: usize,
}

/// Looks for a kind of documents below a place.
pub fn find(
    conn: &mut Conn<'_>,
    sources: &Sources,
    kind: i64,
    wanted: &Wanted,
    below: Place,
    limit: usize,
) -> Result<Found> {
    let Some(source) = sources.of(kind) else { return Ok(Found::default()) };
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
    let mut search = Search { source, plan, wanted, ways: Vec::new(), below, work: 0, read: 0 };
    let is_building = search.begin(conn)?;
    let (places, below) = search.run(conn, limit)?;
    Ok(Found { places, below, is_building })
}

impl Search<'_> {
    /// Gathers where to look; whether the index cannot answer everything yet.
    fn begin(&mut self, conn: &mut Conn<'_>) -> Result<bool> {
        let generations = generations::all(conn)?;
        let serving = generations.first();
        let mut is_building = serving.is_none_or(|serving| serving.unread.is_some());
        if let Some(serving) = serving {
            for (segment, head) in segments::own(conn, serving.number, self.source.kind)? {
                let scan = Scan::new(head, self.below);
                self.ways.push(Way { segment, scan: Some(scan), ready: Vec::new() });
            }
        }
        // What the index does not have yet is looked at as it stands. Of what happened in another life of the database, or before the
        // log begins, it may not have everything until it was built anew.
        let since = match serving {
            None => 0,
            Some(serving) if reach(conn, serving)? == LogReach::Whole => serving.tick,
            Some(serving) => {
                is_building = true;
                generations.last().map_or(serving.tick, |newest| newest.tick)
            }
        };
        let events = conn.own_events_of(self.source.events, since, MOST_EVENTS)?;
        let told: BTreeSet<i64> = events.iter().filter_map(self.source.told).collect();
        let waiting = waiting::own(conn, self.source.kind, MOST_FRESH)?;
        is_building |= events.len() as i64 == MOST_EVENTS || told.len() > MOST_FRESH || waiting.len() == MOST_FRESH;
        let fresh: BTreeSet<i64> = told.into_iter().rev().take(MOST_FRESH).chain(waiting).collect();
        let fresh: Vec<i64> = fresh.into_iter().collect();
        let mut ready = Vec::new();
        for some in fresh.chunks(READ_AT_A_TIME) {
            ready.extend(self.matching(conn, some)?.into_iter().filter(|place| *place < self.below));
        }
        ready.sort_unstable();
        self.ways.push(Way { segment: 0, scan: None, ready });
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
                Some((at, id)) if self.read >= MOST_READ || self.work >= MOST_WORK => {
                    return Ok((found, Some((at, id.saturating_add(1)))));
                }
                Some(_) => {}
            }
        }
    }

    /// The next candidates, the highest first, and the highest that may come after them.
    fn gather(&mut self, conn: &mut Conn<'_>) -> Result<(Vec<Place>, Option<Place>)> {
        let mut batch: Vec<Place> = Vec::new();
        loop {
            let ways = self.ways.iter_mut().filter_map(|way| way.top().map(|top| (top, way)));
            let Some((top, way)) = ways.max_by_key(|(top, _)| *top) else { return Ok((batch, None)) };
            if batch.len() >= READ_AT_A_TIME || self.work >= MOST_WORK {
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
                let stepped = scan.step(&self.plan, &mut Kept { conn, segment: way.segment })?;
                self.work += if stepped.is_some() { WORK_OF_CANDIDATES } else { 1 };
                let mut places = stepped.unwrap_or_default();
                places.reverse();
                // What is still at hand of the span after it is higher than all of it.
                places.append(&mut way.ready);
                way.ready = places;
            }
        }
    }

    /// The places of those of some documents that are what is looked for.
    fn matching(&self, conn: &mut Conn<'_>, ids: &[i64]) -> Result<HashSet<Place>> {
        if ids.is_empty() {
            return Ok(HashSet::new());
        }
        let org = conn.actor().org;
        let says = |document: &Document| self.wanted.terms.iter().all(|term| document.text.contains(term.as_str()));
        let documents = (self.source.read)(conn, ids)?;
        let good = documents
            .iter()
            .filter(|(of, document)| *of == org && self.plan.filter().passes(document) && says(document));
        Ok(good.map(|(_, document)| document.place()).collect())
    }
}
