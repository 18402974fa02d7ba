//! Which documents of a segment have a gram: a list in spans, the newest first.
//!
//! A span is [`SPAN`] documents that follow one another. A list names the spans in which there is something, from the last to the first,
//! each with how long it is, so that whoever wants the newest only need not read on. Within a span stand the distances between the
//! documents, or a bit for each of them when that is shorter.

use super::varint::{Reader, put};

/// Documents of a span.
pub(crate) const SPAN: u32 = 1 << SPAN_BITS;
const SPAN_BITS: u32 = 14;
const WORDS: usize = SPAN as usize / 64;

/// Some of the documents of a span.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Bits(Box<[u64; WORDS]>);

impl Bits {
    /// None.
    pub(crate) fn none() -> Self {
        Self(Box::new([0; WORDS]))
    }

    /// The first so many.
    pub(crate) fn first(count: u32) -> Self {
        let (mut bits, whole) = (Self::none(), count as usize / 64);
        bits.0[..whole].fill(u64::MAX);
        if !count.is_multiple_of(64) {
            bits.0[whole] = (1 << (count % 64)) - 1;
        }
        bits
    }

    fn set(&mut self, place: u32) {
        self.0[place as usize / 64] |= 1 << (place % 64);
    }

    /// Leaves those that are in the other as well; whether any are left.
    pub(crate) fn retain(&mut self, other: &Bits) -> bool {
        let mut any = 0;
        for (mine, theirs) in self.0.iter_mut().zip(other.0.iter()) {
            *mine &= theirs;
            any |= *mine;
        }
        any != 0
    }

    /// How many.
    pub(crate) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Those that pass; nothing when none does.
    pub(crate) fn filtered(&self, passes: impl Fn(u32) -> bool) -> Option<Self> {
        let (mut left, mut any) = (Self::none(), false);
        for place in self.places().filter(|place| passes(*place)) {
            left.set(place);
            any = true;
        }
        any.then_some(left)
    }

    /// The places, the last first.
    pub(crate) fn places(&self) -> impl Iterator<Item = u32> {
        self.0.iter().enumerate().rev().flat_map(|(word, bits)| {
            let mut bits = *bits;
            std::iter::from_fn(move || {
                let highest = bits.checked_ilog2()?;
                bits ^= 1 << highest;
                Some(word as u32 * 64 + highest)
            })
        })
    }
}

/// Appends a list of documents, given in rising order.
pub(super) fn encode(documents: &[u32], out: &mut Vec<u8>) {
    let mut rest = documents;
    let mut gaps = Vec::new();
    while let Some(last) = rest.last() {
        let span = last >> SPAN_BITS;
        let from = rest.partition_point(|document| document >> SPAN_BITS < span);
        let within = &rest[from..];
        rest = &rest[..from];
        gaps.clear();
        let mut next = 0;
        for document in within {
            let place = document & (SPAN - 1);
            put(&mut gaps, u64::from(place - next));
            next = place + 1;
        }
        put(out, u64::from(span));
        let bits = next.div_ceil(8) as usize;
        if gaps.len() <= bits {
            put(out, (gaps.len() as u64) << 1);
            out.extend_from_slice(&gaps);
        } else {
            put(out, ((bits as u64) << 1) | 1);
            let start = out.len();
            out.resize(start + bits, 0);
            for document in within {
                let place = (document & (SPAN - 1)) as usize;
                out[start + place / 8] |= 1 << (place % 8);
            }
        }
    }
}

/// The part of a list that lies in a span: how it is written, and its bytes.
fn each_place(bits: bool, bytes: &[u8], mut take: impl FnMut(u32)) {
    if bits {
        for (at, byte) in bytes.iter().enumerate() {
            let mut byte = *byte;
            while byte != 0 {
                take(at as u32 * 8 + byte.trailing_zeros());
                byte &= byte - 1;
            }
        }
    } else {
        let (mut reader, mut next) = (Reader::new(bytes, 0), 0);
        while !reader.is_at_end() {
            let place = next + reader.number() as u32;
            take(place);
            next = place + 1;
        }
    }
}

/// All documents of a list, in no order.
pub(super) fn decode(list: &[u8], mut take: impl FnMut(u32)) {
    let mut reader = Reader::new(list, 0);
    while !reader.is_at_end() {
        let base = (reader.number() as u32) << SPAN_BITS;
        let length = reader.size();
        each_place(length & 1 == 1, reader.bytes(length >> 1), |place| take(base | place));
    }
}

/// A list, read from its last span to its first.
#[derive(Debug, Clone)]
pub(crate) struct Cursor {
    list: Vec<u8>,
    at: usize,
}

impl Cursor {
    pub(super) fn new(list: Vec<u8>) -> Self {
        Self { list, at: 0 }
    }

    /// How long it is, which says how many documents it has, about.
    pub(super) fn size(&self) -> usize {
        self.list.len()
    }

    /// Adds what lies in a span. Spans are asked for from the last to the first.
    pub(super) fn add(&mut self, span: u32, to: &mut Bits) {
        while self.at < self.list.len() {
            let mut reader = Reader::new(&self.list, self.at);
            let (here, length) = (reader.number() as u32, reader.size());
            if here < span {
                return;
            }
            let bytes = reader.bytes(length >> 1);
            self.at = reader.at();
            if here == span {
                return each_place(length & 1 == 1, bytes, |place| to.set(place));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..Default::default() })]

        #[test]
        fn a_list_gives_back_what_was_put_into_it(
            documents in prop::collection::btree_set(0..5 * SPAN, 0..600),
            dense in prop::collection::btree_set(2 * SPAN..2 * SPAN + 3000, 0..2500),
        ) {
            let all: Vec<u32> = documents.union(&dense).copied().collect();
            let mut list = Vec::new();
            encode(&all, &mut list);
            let mut back = Vec::new();
            decode(&list, |document| back.push(document));
            back.sort_unstable();
            prop_assert_eq!(&back, &all);
            let (mut cursor, mut newest_first) = (Cursor::new(list), Vec::new());
            for span in (0..5).rev() {
                let mut bits = Bits::none();
                cursor.add(span, &mut bits);
                newest_first.extend(bits.places().map(|place| span * SPAN + place));
            }
            newest_first.reverse();
            prop_assert_eq!(newest_first, all);
        }
    }
}
