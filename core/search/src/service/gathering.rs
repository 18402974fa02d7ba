//! What is to be indexed next, read some at a time.

use crate::model::index::Document;
use crate::model::{Owned, Source, Sources};
use crate::store::waiting::Waiting;
use db::Conn;
use kernel::{Committed, OrgId, Result, Tick};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of text of which a segment is made at most, when the index is built.
const BUILT_BYTES: usize = 8 << 20;
/// Documents that are read at a time when the index is built.
const READ_AT_A_TIME: usize = 1_024;
/// Documents that are read together of what the log tells or what waits: each may have a mebibyte of words.
const READ_TOGETHER: usize = 16;

/// Documents of an organisation and a kind.
pub(super) type Batch = BTreeMap<(OrgId, i64), Vec<Document>>;

/// Of which documents an event tells: one of each kind at most.
fn told<'s>(sources: &'s Sources, event: &'s Committed) -> impl Iterator<Item = (OrgId, i64, i64)> + 's {
    let concerned = sources.0.iter().filter(|source| source.events.contains(&&*event.kind));
    concerned.filter_map(|source| Some((event.org, source.kind, (source.told)(event)?)))
}

/// What is read of many documents, some at a time, so that those of many words are not all in memory at once.
#[derive(Default)]
struct Reading {
    batch: Batch,
    seen: BTreeSet<(OrgId, i64, i64)>,
    waits: BTreeSet<(OrgId, i64, i64)>,
    bytes: usize,
}

impl Reading {
    fn add(&mut self, told: impl IntoIterator<Item = (OrgId, i64, i64)>) {
        for one in told {
            if self.seen.insert(one) {
                self.waits.insert(one);
            }
        }
    }

    /// Reads what was added; whether that is as much as is read at once.
    fn read(&mut self, conn: &mut Conn<'_>, sources: &Sources) -> Result<bool> {
        for (of, documents) in read(conn, sources, std::mem::take(&mut self.waits))? {
            self.bytes += documents.iter().map(|document| document.text.len()).sum::<usize>();
            self.batch.entry(of).or_default().extend(documents);
        }
        Ok(self.bytes > BUILT_BYTES)
    }
}

/// Documents that wait, the first of them until it is much to hold at once; how many of the list these are.
pub(super) fn read_waiting(conn: &mut Conn<'_>, sources: &Sources, waiting: &[Waiting]) -> Result<(Batch, usize)> {
    let (mut reading, mut done) = (Reading::default(), 0);
    for some in waiting.chunks(READ_TOGETHER) {
        reading.add(some.iter().map(|waiting| (waiting.org, waiting.kind, waiting.document)));
        done += some.len();
        if reading.read(conn, sources)? {
            break;
        }
    }
    Ok((reading.batch, done))
}

/// Documents of which events tell, by whole ticks, until it is much to hold at once; up to which tick, if not all.
pub(super) fn read_events(
    conn: &mut Conn<'_>,
    sources: &Sources,
    events: &[Committed],
) -> Result<(Batch, Option<Tick>)> {
    let mut reading = Reading::default();
    for of_tick in events.chunk_by(|one, next| one.tick == next.tick) {
        reading.add(of_tick.iter().flat_map(|event| told(sources, event)));
        if reading.waits.len() >= READ_TOGETHER && reading.read(conn, sources)? {
            return Ok((reading.batch, of_tick.last().map(|event| event.tick)));
        }
    }
    reading.read(conn, sources)?;
    Ok((reading.batch, None))
}

/// Documents below an id, the highest first: so many, or fewer of many words.
pub(super) fn page(conn: &mut Conn<'_>, source: &Source, mut below: i64, most: usize) -> Result<Vec<Owned>> {
    let (mut page, mut bytes) = (Vec::new(), 0);
    while page.len() < most && bytes < BUILT_BYTES {
        let some = (source.below)(conn, below, READ_AT_A_TIME.min(most - page.len()))?;
        let Some(lowest) = some.iter().map(|(_, document)| document.id).min() else { break };
        below = lowest;
        bytes += some.iter().map(|(_, document)| document.text.len()).sum::<usize>();
        page.extend(some);
    }
    Ok(page)
}

/// Documents as they are now; what is gone stands as that.
fn read(conn: &mut Conn<'_>, sources: &Sources, told: BTreeSet<(OrgId, i64, i64)>) -> Result<Batch> {
    let mut batch = Batch::new();
    for source in &sources.0 {
        let ids: Vec<i64> = told.iter().filter(|(_, kind, _)| *kind == source.kind).map(|(_, _, id)| *id).collect();
        if !ids.is_empty() {
            for (org, document) in (source.read)(conn, &ids)? {
                batch.entry((org, source.kind)).or_default().push(document);
            }
        }
    }
    Ok(batch)
}
