//! A page with all that its changes need to come together: taken up one by one, each only if it is understood and fits.

use super::refusal::NoteRefusal;
use super::steps;
use super::tree::{self, Bounds, Node};
use super::wire::{self, ROOT, Scan, Span, Writer};
use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{ClientID, Doc, OffsetKind, Options, ReadTxn, StateVector, Transact, Update, XmlFragmentRef};

/// The largest update, in bytes.
pub const LARGEST_UPDATE: usize = 1 << 20;
/// The largest page, in bytes, deleted things included.
pub const LARGEST_PAGE: usize = 2 << 20;
/// Nothing was written yet.
pub const EMPTY: &[u8] = &[0, 0];

/// A page.
pub struct Page {
    doc: Doc,
    root: XmlFragmentRef,
    bytes: usize,
    /// What it was put together from.
    pieces: Vec<Vec<u8>>,
}

/// What an update brought.
#[derive(Debug, Clone)]
pub struct Taken {
    /// What was read in it.
    pub scan: Scan,
    /// The page with it.
    pub nodes: Vec<Node>,
    /// The page's size with it, at most.
    pub bytes: usize,
    /// Words that went with what they were written in, by who wrote them.
    pub lost: Vec<(Writer, String)>,
}

impl Page {
    /// A page on which nothing was written yet, in which `writer` writes.
    pub fn written_by(writer: Writer) -> Self {
        let options = Options {
            client_id: ClientID::new(u64::from(writer)),
            offset_kind: OffsetKind::Utf16,
            ..Options::with_guid_and_client_id("note".into(), ClientID::new(u64::from(writer)))
        };
        let doc = Doc::with_options(options);
        let root = doc.get_or_insert_xml_fragment(ROOT);
        Self { doc, root, bytes: EMPTY.len(), pieces: Vec::new() }
    }

    /// A page on which nothing was written yet, for reading.
    pub fn empty() -> Self {
        Self::written_by(0)
    }

    /// A page from a state and updates that were taken up before.
    ///
    /// Errors: `notes.damaged` when they are not what was kept.
    pub fn of<'b>(writer: Writer, pieces: impl IntoIterator<Item = &'b [u8]>) -> Result<Self, NoteRefusal> {
        let mut page = Self::written_by(writer);
        for piece in pieces {
            page.apply(piece)?;
        }
        Ok(page)
    }

    /// Hands an update to the merge. It has no faults of a kind that `wire` finds; a panic costs this page alone.
    fn apply(&mut self, update: &[u8]) -> Result<(), NoteRefusal> {
        let doc = &self.doc;
        let applied = catch_unwind(AssertUnwindSafe(|| {
            let update = Update::decode_v1(update).map_err(|_| NoteRefusal::Damaged)?;
            let mut txn = doc.transact_mut();
            txn.apply_update(update).map_err(|_| NoteRefusal::Damaged)?;
            if txn.has_missing_updates() { Err(NoteRefusal::OutOfStep) } else { Ok(()) }
        }));
        applied.unwrap_or(Err(NoteRefusal::Damaged))?;
        self.bytes += update.len();
        self.pieces.push(update.to_vec());
        Ok(())
    }

    /// Takes up an update that comes from outside. After a refusal the page is of no use any more.
    ///
    /// Errors: those of [`wire::read`]; `notes.out_of_step` when it does not go on where the page stands, `notes.too_large` (or too
    /// slow to put together) and `notes.too_deep` when the page would be, `notes.foreign` when it would be none of our editor's.
    ///
    /// `is_apart`: it was written by somebody who had not seen all of the page, so that words may be lost by it.
    pub fn take(&mut self, update: &[u8], is_apart: bool) -> Result<Taken, NoteRefusal> {
        if update.len() > LARGEST_UPDATE { Err(NoteRefusal::TooLarge) } else { self.take_up(update, is_apart) }
    }

    /// [`Page::take`] of what the program itself made: a page that is copied or restored is as large as a page may be.
    pub fn take_own(&mut self, update: &[u8]) -> Result<Taken, NoteRefusal> {
        self.take_up(update, false)
    }

    fn take_up(&mut self, update: &[u8], is_apart: bool) -> Result<Taken, NoteRefusal> {
        if self.bytes + update.len() > LARGEST_PAGE {
            return Err(NoteRefusal::TooLarge);
        }
        let scan = wire::read(update)?;
        if !scan.fits(&self.next()) {
            return Err(NoteRefusal::OutOfStep);
        }
        let most = steps::before(&self.pieces, &scan)?;
        let before = if is_apart { Some(wire::read_state(&self.state())?) } else { None };
        self.apply(update)?;
        // Two who wrote at once may have gone beyond the bounds together: whoever only takes away leads back within them.
        let bounds = if scan.fresh.is_empty() { Bounds::Kept } else { Bounds::Written };
        let nodes = tree::read(&self.doc.transact(), &self.root, bounds)?;
        let after = if before.is_some() || most.is_some() { Some(wire::read_state(&self.state())?) } else { None };
        if let (Some(most), Some(after)) = (most, &after) {
            steps::after(after, most)?;
        }
        let lost = before.zip(after).map(|(before, after)| lost(&before, &scan, &after)).unwrap_or_default();
        Ok(Taken { scan, nodes, bytes: self.bytes, lost })
    }

    /// For each writer, the number that they write next.
    pub fn next(&self) -> HashMap<Writer, u32> {
        let state = self.doc.transact().state_vector();
        // Numbers of writers are as small as these in all that `wire` lets pass.
        state.iter().map(|(writer, next)| (writer.get() as Writer, *next)).collect()
    }

    /// The same as clients write it.
    pub fn state_vector(&self) -> Vec<u8> {
        self.doc.transact().state_vector().encode_v1()
    }

    /// All of it as one update.
    pub fn state(&self) -> Vec<u8> {
        self.doc.transact().encode_state_as_update_v1(&StateVector::default())
    }

    /// What somebody lacks who has written down what they have; all of it when that cannot be read.
    pub fn since(&self, state_vector: &[u8]) -> Vec<u8> {
        let known = Some(state_vector).filter(|known| wire::is_vector(known));
        let known = known.and_then(|known| StateVector::decode_v1(known).ok()).unwrap_or_default();
        self.doc.transact().encode_diff_v1(&known)
    }

    /// What is on it, however much that is.
    pub fn nodes(&self) -> Result<Vec<Node>, NoteRefusal> {
        tree::read(&self.doc.transact(), &self.root, Bounds::Kept)
    }

    /// The document below, for what writes on it.
    pub(super) fn parts(&self) -> (&Doc, &XmlFragmentRef) {
        (&self.doc, &self.root)
    }
}

/// Letters that stood on a page before, or came with an update, and stand there no more although nobody took them away: what they were
/// written in went. By writer, in the order in which they were written.
fn lost(before: &Scan, update: &Scan, after: &Scan) -> Vec<(Writer, String)> {
    let was_dead = Numbers::of(before.dead.iter().chain(&before.gone));
    let is_dead = Numbers::of(after.dead.iter().chain(&after.gone));
    let taken = Numbers::of(update.gone.iter());
    let mut lost: BTreeMap<Writer, Vec<(u32, u16)>> = BTreeMap::new();
    for (span, text) in before.words.iter().chain(&update.words) {
        for (number, unit) in (span.from..).zip(text.encode_utf16()) {
            let has = |numbers: &Numbers| numbers.has(span.writer, number);
            if has(&is_dead) && !has(&was_dead) && !has(&taken) {
                lost.entry(span.writer).or_default().push((number, unit));
            }
        }
    }
    let joined = |mut units: Vec<(u32, u16)>| {
        units.sort_unstable();
        String::from_utf16_lossy(&units.into_iter().map(|(_, unit)| unit).collect::<Vec<_>>())
    };
    lost.into_iter().map(|(writer, units)| (writer, joined(units))).collect()
}

/// A set of numbers of writers.
struct Numbers(BTreeMap<(Writer, u32), u32>);

impl Numbers {
    fn of<'s>(spans: impl Iterator<Item = &'s Span>) -> Self {
        let mut sorted: Vec<&Span> = spans.collect();
        sorted.sort_unstable_by_key(|span| (span.writer, span.from));
        let mut runs: BTreeMap<(Writer, u32), u32> = BTreeMap::new();
        for span in sorted {
            match runs.range_mut(..=(span.writer, span.from)).next_back() {
                Some(((writer, _), end)) if *writer == span.writer && *end >= span.from => *end = span.end().max(*end),
                _ => drop(runs.insert((span.writer, span.from), span.end())),
            }
        }
        Self(runs)
    }

    fn has(&self, writer: Writer, number: u32) -> bool {
        let before = self.0.range(..=(writer, number)).next_back();
        before.is_some_and(|((known, _), end)| *known == writer && number < *end)
    }
}
