//! What of a segment may be what somebody looks for, the newest first.
//!
//! A scan reads nothing. It goes as far as it comes with the parts that are at hand and says which it lacks, so that whoever reads them
//! reads those of several spans, and of several segments, at once.

use super::Place;
use super::column::{Column, Words, read_days, read_places};
use super::gram::{Gram, Key, chosen, keys};
use super::list::{Bits, Cursor, SPAN};
use super::segment::{Head, PageReader, column_part};
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

/// Which documents may be found at all, whatever they say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    /// Where they stand.
    pub(crate) scopes: HashSet<i64>,
    /// Who wrote them; anybody when nothing is said.
    pub(crate) authors: Option<HashSet<i64>>,
    /// The first and the last day.
    pub(crate) days: Option<(i32, i32)>,
    /// What they must have.
    pub(crate) marks: u8,
}

impl Filter {
    /// Whether a document passes.
    pub(crate) fn passes(&self, document: &super::Document) -> bool {
        self.scopes.contains(&document.scope)
            && self.authors.as_ref().is_none_or(|authors| authors.contains(&document.author))
            && self.days.is_none_or(|(first, last)| (first..=last).contains(&document.day))
            && document.marks & self.marks == self.marks
            && document.marks & super::GONE == 0
    }
}

/// Documents that may be what is looked for by their grams alone, of as many spans as have so many are the columns read at once.
const LISTED_AHEAD: u32 = 256;
/// And by their columns too: of as many spans are the places read.
const FOUND_AHEAD: u32 = 64;

/// Of several terms so many grams are asked for in all; what is found is read anyway.
const MOST_KEYS: usize = 20;

/// What is looked for.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    keys: Vec<Key>,
    filter: Filter,
}

impl Plan {
    /// Documents with each of some terms, folded as they are.
    pub(crate) fn new<'t>(terms: impl IntoIterator<Item = &'t str>, filter: Filter) -> Self {
        Self { keys: chosen(terms.into_iter().flat_map(keys).collect(), MOST_KEYS), filter }
    }

    /// Which documents may be found.
    pub(crate) fn filter(&self) -> &Filter {
        &self.filter
    }
}

/// Parts of a segment that were read and are not used yet.
#[derive(Debug, Default)]
pub(crate) struct Hand(HashMap<i64, Arc<Vec<u8>>>);

impl Hand {
    /// Takes what was read.
    pub(crate) fn add(&mut self, parts: impl IntoIterator<Item = (i64, Arc<Vec<u8>>)>) {
        self.0.extend(parts);
    }

    /// Whether all was used.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Which of some parts have to be read first.
    fn lacks(&self, numbers: &[i64]) -> Vec<i64> {
        numbers.iter().copied().filter(|number| !self.0.contains_key(number)).collect()
    }

    fn part(&self, number: i64) -> &[u8] {
        &self.0[&number]
    }

    fn drop(&mut self, numbers: &[i64]) {
        numbers.iter().for_each(|number| drop(self.0.remove(number)));
    }
}

/// What a look at a span gives.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Stepped {
    /// The span's lists alone say that there is nothing, which is no work.
    Nothing,
    /// The places of those in it that may be what is looked for, the highest first.
    Found(Vec<Place>),
    /// Parts are lacking: see [`Scan::prepare`].
    Lacks,
}

/// What is known of a span in which the lists have something.
enum Known {
    /// By its lists.
    Listed(Bits),
    /// By its columns too.
    Passed(Bits),
    /// All.
    Found(Vec<Place>),
}

/// A way through a segment from its last span to its first.
pub(crate) struct Scan {
    head: Arc<Head>,
    /// For each key the lists that together say which documents have it; nothing until the segment is looked at.
    lists: Option<Vec<Vec<Cursor>>>,
    /// The span that is looked at next, from 1; 0 at the end.
    next: usize,
    /// The same for its lists, which are ahead.
    listed: usize,
    /// Those of the spans between the two in which there is something, the next one first.
    ahead: VecDeque<(usize, Known)>,
}

impl Scan {
    /// Begins below a place.
    pub(crate) fn new(head: Arc<Head>, below: Place) -> Self {
        let next = head.spans.partition_point(|(first, _)| *first < below);
        Self { head, lists: None, next, listed: next, ahead: VecDeque::new() }
    }

    /// How many documents its segment has.
    pub(crate) fn documents(&self) -> u64 {
        u64::from(self.head.documents)
    }

    /// The highest place that may come; nothing at the end.
    pub(crate) fn bound(&self) -> Option<Place> {
        self.next.checked_sub(1).map(|span| self.head.spans[span].1)
    }

    /// Looks at the next span.
    pub(crate) fn step(&mut self, plan: &Plan, hand: &mut Hand) -> Stepped {
        if !self.prepare(plan, hand).is_empty() && self.lists.is_none() {
            return Stepped::Lacks;
        }
        let Some(span) = self.next.checked_sub(1) else { return Stepped::Nothing };
        let stepped = match self.ahead.front() {
            Some((next, Known::Found(_))) if *next == span => match self.ahead.pop_front() {
                Some((_, Known::Found(places))) => Stepped::Found(places),
                _ => Stepped::Nothing,
            },
            Some((next, _)) if *next == span => return Stepped::Lacks,
            _ => Stepped::Nothing,
        };
        self.next = span;
        if span == 0 {
            self.lists = None;
        }
        stepped
    }

    /// Goes as far as it comes with what is at hand, and says which parts it lacks for the next spans.
    pub(crate) fn prepare(&mut self, plan: &Plan, hand: &mut Hand) -> Vec<i64> {
        if self.next == 0 {
            return Vec::new();
        }
        if self.lists.is_none() {
            match opened(&self.head, &plan.keys, hand) {
                Ok(lists) => self.lists = Some(lists),
                Err(lacking) => return lacking,
            }
        }
        self.list_ahead();
        let (mut lacking, mut passed) = (Vec::new(), 0);
        for (span, known) in &mut self.ahead {
            if let Known::Listed(bits) = known {
                let columns = plan.filter.columns(*span as u32);
                let missing = hand.lacks(&columns);
                if missing.is_empty() {
                    *known = match plan.filter.passing(bits, *span as u32, hand) {
                        Some(bits) => Known::Passed(bits),
                        None => Known::Found(Vec::new()),
                    };
                    hand.drop(&columns);
                } else {
                    lacking.extend(missing);
                }
            }
            if let Known::Passed(bits) = known
                && passed < FOUND_AHEAD
            {
                passed += bits.count();
                let column = column_part(*span as u32, Column::Places);
                let missing = hand.lacks(&[column]);
                if missing.is_empty() {
                    let all = read_places(hand.part(column));
                    *known = Known::Found(bits.places().map(|place| all[place as usize]).collect());
                    hand.drop(&[column]);
                } else {
                    lacking.extend(missing);
                }
            }
        }
        lacking
    }

    /// Reads the lists of further spans until there is enough ahead.
    fn list_ahead(&mut self) {
        let Some(lists) = &mut self.lists else { return };
        // A key that nothing has.
        if lists.iter().any(Vec::is_empty) {
            (self.next, self.listed, self.lists) = (0, 0, None);
            return;
        }
        let listed = |known: &Known| match known {
            Known::Listed(bits) => bits.count(),
            Known::Passed(_) | Known::Found(_) => 0,
        };
        let mut count: u32 = self.ahead.iter().map(|(_, known)| listed(known)).sum();
        while self.listed > 0 && count < LISTED_AHEAD {
            self.listed -= 1;
            let span = self.listed as u32;
            let mut bits = Bits::first((self.head.documents - span * SPAN).min(SPAN));
            // A list that is left behind here skips what it did not read.
            let any = lists.iter_mut().all(|lists| {
                let mut having = Bits::none();
                lists.iter_mut().for_each(|list| list.add(span, &mut having));
                bits.retain(&having)
            });
            if any {
                count += bits.count();
                self.ahead.push_back((self.listed, Known::Listed(bits)));
            }
        }
    }
}

impl Filter {
    /// The columns of a span that say who passes.
    fn columns(&self, span: u32) -> Vec<i64> {
        let asked = [
            (Column::Scopes, true),
            (Column::Authors, self.authors.is_some()),
            (Column::Days, self.days.is_some() || self.marks != 0),
        ];
        asked.into_iter().filter(|(_, is_asked)| *is_asked).map(|(column, _)| column_part(span, column)).collect()
    }

    /// Who of a span passes, by its columns.
    fn passing(&self, bits: &Bits, span: u32, hand: &Hand) -> Option<Bits> {
        let column = |column| hand.part(column_part(span, column));
        let mut left = Words::read(column(Column::Scopes)).allowed(bits, |scope| self.scopes.contains(&scope));
        if let (Some(bits), Some(authors)) = (&left, &self.authors) {
            left = Words::read(column(Column::Authors)).allowed(bits, |author| authors.contains(&author));
        }
        if let (Some(bits), true) = (&left, self.days.is_some() || self.marks != 0) {
            let days = read_days(column(Column::Days));
            let (first, last) = self.days.unwrap_or((i32::MIN, i32::MAX));
            left = bits.filtered(|place| {
                let (day, marks) = days[place as usize];
                (first..=last).contains(&day) && marks & self.marks == self.marks
            });
        }
        left
    }
}

/// The lists of each key; or which pages have to be read first.
fn opened(head: &Head, keys: &[Key], hand: &mut Hand) -> Result<Vec<Vec<Cursor>>, Vec<i64>> {
    let pages = |from: Gram, to: Gram| head.pages_of(from, to).map(|page| page as i64).collect::<Vec<i64>>();
    // All pages of the grams at once; what a single character needs is only known when its first page is there.
    let mut numbers: Vec<i64> = keys.iter().flat_map(|key| pages(key.first(), key.first())).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut lacking = hand.lacks(&numbers);
    if !lacking.is_empty() {
        return Err(lacking);
    }
    let mut all = Vec::with_capacity(keys.len());
    for key in keys {
        let lists = |hand: &Hand, pages: &[i64], to: Gram| -> Vec<Cursor> {
            pages.iter().flat_map(|page| found(hand.part(*page), key.first(), to)).collect()
        };
        let own = lists(hand, &pages(key.first(), key.first()), key.first());
        all.push(match key {
            Key::Single(_) if own.is_empty() => {
                let range = pages(key.first(), key.last());
                let missing = hand.lacks(&range);
                numbers.extend(&range);
                let is_there = missing.is_empty();
                lacking.extend(missing);
                if is_there { lists(hand, &range, key.last()) } else { Vec::new() }
            }
            _ => own,
        });
    }
    if !lacking.is_empty() {
        return Err(lacking);
    }
    hand.drop(&numbers);
    // The rarest first: most spans need no other.
    all.sort_by_key(|lists| lists.iter().map(Cursor::size).sum::<usize>());
    Ok(all)
}

fn found(page: &[u8], from: Gram, to: Gram) -> impl Iterator<Item = Cursor> {
    let lists = PageReader::new(page).skip_while(move |(gram, _)| *gram < from);
    lists.take_while(move |(gram, _)| *gram <= to).map(|(_, list)| Cursor::new(list.to_vec()))
}
