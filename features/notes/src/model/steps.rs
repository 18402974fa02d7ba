//! How far the merge has to look for the places of what was written. Each change says between which two it was put; the merge goes over all
//! that lies between them by now. That is nothing for who saw the page, and little for people, but a page can be made on which it is minutes
//! for everybody who opens it. So the same way is gone here first, with a count.

use super::refusal::NoteRefusal;
use super::wire::{self, Id, List, Placed, Scan, Writer};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Steps of the merge that putting a page together may take: about a second.
pub const MOST_STEPS: u64 = 2_000_000;

/// Whether a page that is put together from pieces stays one that is so quickly with an update; if so, up to how many steps it may take who
/// has nothing of it, which [`after`] looks at. Nothing for a page that is too small to be slow, and for one on which everybody saw what they
/// wrote beside.
///
/// Errors: `notes.too_large`.
pub fn before(pieces: &[Vec<u8>], update: &Scan) -> Result<Option<u64>, NoteRefusal> {
    let bytes: usize = pieces.iter().map(Vec::len).sum();
    if update.fresh.is_empty() || !is_many(bytes / LEAST_BYTES + parts(update)) {
        return Ok(None);
    }
    let pieces: Vec<Scan> = pieces.iter().map(|piece| wire::read_state(piece)).collect::<Result<_, _>>()?;
    if !is_many(pieces.iter().chain([update]).map(parts).sum()) {
        return Ok(None);
    }
    let mut places = Places::default();
    let there = pieces.iter().try_fold(0, |sum, piece| places.take(piece, u64::MAX).map(|steps| sum + steps))?;
    let new = places.take(update, MOST_STEPS)?;
    if new > 0 && there + new > MOST_STEPS {
        return Err(NoteRefusal::TooLarge);
    }
    Ok(if there + new > 0 { Some(there.max(MOST_STEPS)) } else { None })
}

/// Bytes that make a part, at least.
const LEAST_BYTES: usize = 2;

/// Of how much something consists, once what it takes away is cut out.
fn parts(scan: &Scan) -> usize {
    scan.placed.len() + 2 * scan.gone.len()
}

/// Whether so many parts can keep the merge busy.
fn is_many(parts: usize) -> bool {
    let parts = parts as u64;
    parts * parts / 2 > MOST_STEPS
}

/// Whether a page is put together within so many steps by who has nothing of it.
///
/// Errors: `notes.too_large`.
pub fn after(page: &Scan, most: u64) -> Result<(), NoteRefusal> {
    Places::default().take(page, most).map(|_| ())
}

/// A run that lies in its list.
struct Item {
    writer: Writer,
    from: u32,
    len: u32,
    /// What it was put behind, and what before.
    origins: (Option<Id>, Option<Id>),
    left: Option<usize>,
    right: Option<usize>,
    list: usize,
}

/// Where all lies.
#[derive(Default)]
struct Places {
    items: Vec<Item>,
    by_id: BTreeMap<Id, usize>,
    /// How far each writer counts.
    counts: HashMap<Writer, u32>,
    lists: HashMap<List, usize>,
    heads: Vec<Option<usize>>,
    /// For each item in which search it was met last, and since when it may have to stand behind.
    met: Vec<(u64, u64)>,
    search: u64,
    stretch: u64,
}

impl Places {
    /// Takes up an update as the merge does: the largest number of a writer first, and before each change what it goes on with; the steps.
    fn take(&mut self, scan: &Scan, most: u64) -> Result<u64, NoteRefusal> {
        let placed = &scan.placed;
        let mut queues: BTreeMap<Writer, Range<usize>> = BTreeMap::new();
        for (at, one) in placed.iter().enumerate() {
            queues.entry(one.span.writer).or_insert(at..at).end = at + 1;
        }
        let (mut steps, mut latest, mut waiting) = (0u64, 0..0, Vec::new());
        loop {
            let Some(mut at) = waiting.pop().or_else(|| latest.next()) else {
                let Some((_, next)) = queues.pop_last() else { break };
                latest = next;
                continue;
            };
            while let Some(writer) = self.missing(&placed[at]) {
                waiting.push(at);
                steps += waiting.len() as u64;
                let is_stuck = waiting.iter().any(|place| placed[*place].span.writer == writer);
                let next = queues.get_mut(&writer).filter(|_| !is_stuck).and_then(Iterator::next);
                // What goes on with nothing is not taken up, which the merge says.
                let Some(next) = next else { return Ok(steps) };
                at = next;
            }
            steps += self.put(&placed[at], most.saturating_sub(steps))?;
            if steps > most {
                return Err(NoteRefusal::TooLarge);
            }
        }
        for span in &scan.gone {
            self.beginning(Some((span.writer, span.from)));
            self.ending(Some((span.writer, span.end() - 1)));
        }
        Ok(steps)
    }

    /// Who has to be taken up further before a change is.
    fn missing(&self, one: &Placed) -> Option<Writer> {
        let is_missing = |(writer, number): &Id| self.counts.get(writer).is_none_or(|count| count <= number);
        let needs = one.origin.iter().chain(&one.right).chain(one.list.as_ref().and_then(|list| list.node.as_ref()));
        needs.copied().find(is_missing).map(|(writer, _)| writer)
    }

    fn find(&self, id: Id) -> Option<usize> {
        let (_, at) = self.by_id.range(..=id).next_back()?;
        let item = &self.items[*at];
        (item.writer == id.0 && id.1 - item.from < item.len).then_some(*at)
    }

    /// The item that begins with an id.
    fn beginning(&mut self, id: Option<Id>) -> Option<usize> {
        let (writer, number) = id?;
        let at = self.find((writer, number))?;
        let before = number - self.items[at].from;
        Some(if before > 0 { self.split(at, before) } else { at })
    }

    /// The item that ends with an id.
    fn ending(&mut self, id: Option<Id>) -> Option<usize> {
        let (writer, number) = id?;
        let at = self.find((writer, number))?;
        let len = number - self.items[at].from + 1;
        if len < self.items[at].len {
            self.split(at, len);
        }
        Some(at)
    }

    /// Cuts an item; the second part.
    fn split(&mut self, at: usize, len: u32) -> usize {
        let item = &mut self.items[at];
        let (writer, from) = (item.writer, item.from + len);
        let origins = (Some((writer, from - 1)), item.origins.1);
        let second =
            Item { writer, from, len: item.len - len, origins, left: Some(at), right: item.right, list: item.list };
        item.len = len;
        self.link(second)
    }

    /// Puts an item between the two that it names.
    fn link(&mut self, item: Item) -> usize {
        let at = self.items.len();
        match item.left {
            Some(left) => self.items[left].right = Some(at),
            None => self.heads[item.list] = Some(at),
        }
        if let Some(right) = item.right {
            self.items[right].left = Some(at);
        }
        self.by_id.insert((item.writer, item.from), at);
        self.items.push(item);
        self.met.push((0, 0));
        at
    }

    /// Puts a change where it belongs; the steps.
    fn put(&mut self, one: &Placed, most: u64) -> Result<u64, NoteRefusal> {
        self.counts.insert(one.span.writer, one.span.end());
        let (left, right) = (self.ending(one.origin), self.beginning(one.right));
        let known = left.or(right).map(|at| self.items[at].list);
        let list = match (known, &one.list) {
            (Some(list), _) => list,
            (None, Some(list)) => {
                let new = self.heads.len();
                let list = *self.lists.entry(list.clone()).or_insert(new);
                if list == new {
                    self.heads.push(None);
                }
                list
            }
            // It was dead when it came, or what it lay beside is.
            (None, None) => return Ok(0),
        };
        let next = |places: &Self, left: Option<usize>| match left {
            Some(left) => places.items[left].right,
            None => places.heads[list],
        };
        let (mut steps, mut place) = (0, left);
        if next(self, left) != right {
            (self.search, self.stretch) = (self.search + 1, self.stretch + 1);
            let mut over = next(self, left);
            while let Some(at) = over.filter(|at| right != Some(*at)) {
                steps += 1;
                if steps > most {
                    return Err(NoteRefusal::TooLarge);
                }
                self.met[at] = (self.search, self.stretch);
                let item = &self.items[at];
                let is_behind = if item.origins.0 == one.origin {
                    if item.writer >= one.span.writer && item.origins.1 == one.right {
                        break;
                    }
                    item.writer < one.span.writer
                } else {
                    match item.origins.0.and_then(|id| self.find(id)).map(|at| self.met[at]) {
                        Some((search, stretch)) if search == self.search => stretch != self.stretch,
                        _ => break,
                    }
                };
                if is_behind {
                    place = Some(at);
                    self.stretch += 1;
                }
                over = self.items[at].right;
            }
        }
        let right = next(self, place);
        let origins = (one.origin, one.right);
        self.link(Item {
            writer: one.span.writer,
            from: one.span.from,
            len: one.span.len,
            origins,
            left: place,
            right,
            list,
        });
        Ok(steps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use yrs::updates::decoder::Decode;
    use yrs::{
        ClientID, Doc, GetString, OffsetKind, Options, ReadTxn, StateVector, Text, Transact, Update, XmlElementPrelim,
        XmlFragment, XmlTextPrelim, XmlTextRef,
    };

    fn doc(writer: u64) -> Doc {
        let options = Options { offset_kind: OffsetKind::Utf16, ..Options::with_client_id(ClientID::new(writer)) };
        Doc::with_options(options)
    }

    fn state(doc: &Doc) -> Vec<u8> {
        doc.transact().encode_state_as_update_v1(&StateVector::default())
    }

    fn text(doc: &Doc) -> XmlTextRef {
        let root = doc.get_or_insert_xml_fragment("doc");
        let txn = doc.transact();
        let paragraph = root.get(&txn, 0).and_then(|node| node.into_xml_element()).expect("a paragraph");
        paragraph.get(&txn, 0).and_then(|node| node.into_xml_text()).expect("letters")
    }

    /// What the letters of a page say in the order in which they lie.
    fn said(scan: &Scan) -> String {
        let mut letters = HashMap::new();
        for (span, words) in &scan.words {
            letters.extend((span.from..).zip(words.encode_utf16()).map(|(number, unit)| ((span.writer, number), unit)));
        }
        let mut places = Places::default();
        places.take(scan, u64::MAX).expect("there is no bound");
        let mut units = Vec::new();
        for head in &places.heads {
            let mut place = *head;
            while let Some(at) = place {
                let Item { writer, from, len, right, .. } = places.items[at];
                units.extend((from..from + len).filter_map(|number| letters.get(&(writer, number))));
                place = right;
            }
        }
        String::from_utf16(&units).expect("letters")
    }

    proptest! {
        #[test]
        fn everything_lies_where_the_merge_puts_it(
            acts in proptest::collection::vec((0usize..3, 0usize..3, any::<u16>(), 0u8..6), 1..120),
        ) {
            let docs: Vec<Doc> = (1u64..=3).map(doc).collect();
            let root = docs[0].get_or_insert_xml_fragment("doc");
            let paragraph = root.push_back(&mut docs[0].transact_mut(), XmlElementPrelim::empty("paragraph"));
            paragraph.push_back(&mut docs[0].transact_mut(), XmlTextPrelim::new("ab"));
            let tell = |from: &Doc, to: &Doc| {
                let update = Update::decode_v1(&state(from)).expect("a state");
                to.transact_mut().apply_update(update).expect("it is taken up");
            };
            docs[1..].iter().for_each(|doc| tell(&docs[0], doc));
            for (step, (who, other, at, act)) in acts.iter().enumerate() {
                if *act == 0 {
                    if who != other {
                        tell(&docs[*who], &docs[*other]);
                    }
                    continue;
                }
                let text = text(&docs[*who]);
                let mut txn = docs[*who].transact_mut();
                let len = text.len(&txn);
                if *act == 1 && len > 0 {
                    text.remove_range(&mut txn, u32::from(*at) % len, 1);
                } else {
                    let letter = char::from_u32(0x5000 + step as u32).expect("a letter").to_string();
                    text.insert(&mut txn, u32::from(*at) % (len + 1), &letter);
                }
            }
            docs[1..].iter().for_each(|doc| tell(doc, &docs[0]));
            let scan = wire::read_state(&state(&docs[0])).expect("a page");
            prop_assert_eq!(said(&scan), text(&docs[0]).get_string(&docs[0].transact()));
        }
    }
}
