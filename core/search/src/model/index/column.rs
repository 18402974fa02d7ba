//! What a segment knows of each document besides its grams: its place and id, where it stands, who wrote it, on which day, and its marks.

use super::Place;
use super::list::Bits;
use super::varint::{Reader, put, put_signed};

/// One of the columns of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// The places, rising.
    Places,
    /// Where each stands.
    Scopes,
    /// Who wrote each.
    Authors,
    /// The day and the marks of each.
    Days,
}

/// All of them, in the order in which they are kept.
pub(super) const COLUMNS: [Column; 4] = [Column::Places, Column::Scopes, Column::Authors, Column::Days];

/// What is kept of a document of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) place: Place,
    pub(crate) scope: i64,
    pub(crate) author: i64,
    pub(crate) day: i32,
    pub(crate) marks: u8,
}

/// A column of some documents.
pub(super) fn encode(column: Column, facts: &[Facts]) -> Vec<u8> {
    match column {
        Column::Places => places(facts),
        Column::Scopes => words(facts.iter().map(|facts| facts.scope)),
        Column::Authors => words(facts.iter().map(|facts| facts.author)),
        Column::Days => days(facts),
    }
}

/// The least id that can be made at a moment (ADR 0003). Most ids are little above that of when their document came.
fn least_id(at: i64) -> i64 {
    const EPOCH_MS: i64 = 1_577_836_800_000;
    const RANDOM_BITS: u32 = 21;
    (at.div_euclid(1000).wrapping_sub(EPOCH_MS)).wrapping_shl(RANDOM_BITS)
}

fn places(facts: &[Facts]) -> Vec<u8> {
    let (mut out, mut before) = (Vec::with_capacity(facts.len() * 8), 0);
    for Facts { place: (at, id), .. } in facts {
        put(&mut out, at.wrapping_sub(before) as u64);
        put_signed(&mut out, id.wrapping_sub(least_id(*at)));
        before = *at;
    }
    out
}

/// The places of a span, rising.
pub(crate) fn read_places(bytes: &[u8]) -> Vec<Place> {
    let (mut reader, mut at, mut all) = (Reader::new(bytes, 0), 0i64, Vec::new());
    while !reader.is_at_end() {
        at = at.wrapping_add(reader.number() as i64);
        all.push((at, least_id(at).wrapping_add(reader.signed())));
    }
    all
}

/// Numbers of which few are different: what they are, then which of them each is.
fn words(numbers: impl Iterator<Item = i64> + Clone) -> Vec<u8> {
    let mut different: Vec<i64> = numbers.clone().collect();
    different.sort_unstable();
    different.dedup();
    let mut out = Vec::new();
    put(&mut out, different.len() as u64);
    let mut before = 0;
    for number in &different {
        put_signed(&mut out, number.wrapping_sub(before));
        before = *number;
    }
    for number in numbers {
        let place = different.partition_point(|known| *known < number) as u16;
        if different.len() <= 256 { out.push(place as u8) } else { out.extend(place.to_le_bytes()) }
    }
    out
}

/// A column of numbers of which few are different.
pub(crate) struct Words<'b> {
    different: Vec<i64>,
    places: &'b [u8],
}

impl<'b> Words<'b> {
    pub(crate) fn read(bytes: &'b [u8]) -> Self {
        let mut reader = Reader::new(bytes, 0);
        let (count, mut before) = (reader.count(), 0i64);
        let mut different = Vec::with_capacity(count);
        for _ in 0..count {
            before = before.wrapping_add(reader.signed());
            different.push(before);
        }
        Self { different, places: &bytes[reader.at()..] }
    }

    fn word(&self, place: usize) -> usize {
        match self.different.len() {
            0..=256 => usize::from(self.places[place]),
            _ => usize::from(u16::from_le_bytes([self.places[place * 2], self.places[place * 2 + 1]])),
        }
    }

    pub(super) fn get(&self, place: usize) -> i64 {
        self.different[self.word(place)]
    }

    /// Of some documents those whose number is allowed.
    pub(crate) fn allowed(&self, of: &Bits, is_allowed: impl Fn(i64) -> bool) -> Option<Bits> {
        let allowed: Vec<bool> = self.different.iter().map(|number| is_allowed(*number)).collect();
        if !allowed.contains(&true) {
            return None;
        }
        of.filtered(|place| allowed[self.word(place as usize)])
    }
}

fn days(facts: &[Facts]) -> Vec<u8> {
    let (mut out, mut before) = (Vec::with_capacity(facts.len() * 2), 0);
    for facts in facts {
        put_signed(&mut out, i64::from(facts.day) - before);
        out.push(facts.marks);
        before = i64::from(facts.day);
    }
    out
}

/// The day and the marks of each document of a span.
pub(crate) fn read_days(bytes: &[u8]) -> Vec<(i32, u8)> {
    let (mut reader, mut day, mut all) = (Reader::new(bytes, 0), 0i64, Vec::new());
    while !reader.is_at_end() {
        day += reader.signed();
        all.push((day as i32, reader.bytes(1)[0]));
    }
    all
}

/// The documents of a span from all of its columns.
pub(super) fn read(columns: &[Vec<u8>; 4]) -> Vec<Facts> {
    let [places, scopes, authors, days] = columns;
    let (scopes, authors) = (Words::read(scopes), Words::read(authors));
    let facts = read_places(places).into_iter().zip(read_days(days)).enumerate();
    facts
        .map(|(number, (place, (day, marks)))| Facts {
            place,
            scope: scopes.get(number),
            author: authors.get(number),
            day,
            marks,
        })
        .collect()
}
