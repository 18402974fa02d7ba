//! What of a segment may be what somebody looks for, the newest first.

use super::Place;
use super::column::{Column, Words, read_days, read_places};
use super::gram::{Gram, Key, chosen, keys, range_end, single};
use super::list::{Bits, Cursor, SPAN};
use super::segment::{Head, PageReader, Parts, column_part};
use kernel::Result;
use std::collections::HashSet;
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

/// A way through a segment from its last span to its first.
pub(crate) struct Scan {
    head: Arc<Head>,
    /// For each key the lists that together say which documents have it; nothing until the segment is looked at.
    lists: Option<Vec<Vec<Cursor>>>,
    /// The span that is looked at next, from 1; 0 at the end.
    next: usize,
}

impl Scan {
    /// Begins below a place.
    pub(crate) fn new(head: Arc<Head>, below: Place) -> Self {
        let next = head.spans.partition_point(|(first, _)| *first < below);
        Self { head, lists: None, next }
    }

    /// The highest place that may come; nothing at the end.
    pub(crate) fn bound(&self) -> Option<Place> {
        self.next.checked_sub(1).map(|span| self.head.spans[span].1)
    }

    /// Looks at the next span: the places of those in it that may be what is looked for, the highest first. Nothing when its lists alone
    /// say that there are none, which is no work.
    pub(crate) fn step(&mut self, plan: &Plan, parts: &mut dyn Parts) -> Result<Option<Vec<Place>>> {
        let lists = match &mut self.lists {
            Some(lists) => lists,
            nothing => nothing.insert(lists(&self.head, &plan.keys, parts)?),
        };
        // A key that nothing has.
        if lists.iter().any(Vec::is_empty) {
            self.next = 0;
            return Ok(None);
        }
        self.next -= 1;
        let span = self.next as u32;
        let count = (self.head.documents - span * SPAN).min(SPAN);
        let mut bits = Bits::first(count);
        // A list that is left behind here skips what it did not read.
        let any = lists.iter_mut().all(|lists| {
            let mut having = Bits::none();
            lists.iter_mut().for_each(|list| list.add(span, &mut having));
            bits.retain(&having)
        });
        if self.next == 0 {
            self.lists = None;
        }
        if !any {
            return Ok(None);
        }
        let Some(bits) = filtered(bits, span, &plan.filter, parts)? else { return Ok(Some(Vec::new())) };
        let all = read_places(&one(parts, span, Column::Places)?);
        Ok(Some(bits.places().map(|place| all[place as usize]).collect()))
    }
}

fn one(parts: &mut dyn Parts, span: u32, column: Column) -> Result<Vec<u8>> {
    Ok(parts.parts(&[column_part(span, column)])?.remove(0))
}

fn filtered(bits: Bits, span: u32, filter: &Filter, parts: &mut dyn Parts) -> Result<Option<Bits>> {
    let scopes = one(parts, span, Column::Scopes)?;
    let mut left = Words::read(&scopes).allowed(&bits, |scope| filter.scopes.contains(&scope));
    if let (Some(bits), Some(authors)) = (&left, &filter.authors) {
        let column = one(parts, span, Column::Authors)?;
        left = Words::read(&column).allowed(bits, |author| authors.contains(&author));
    }
    if let (Some(bits), true) = (&left, filter.days.is_some() || filter.marks != 0) {
        let days = read_days(&one(parts, span, Column::Days)?);
        let (first, last) = filter.days.unwrap_or((i32::MIN, i32::MAX));
        left = bits.filtered(|place| {
            let (day, marks) = days[place as usize];
            (first..=last).contains(&day) && marks & filter.marks == filter.marks
        });
    }
    Ok(left)
}

/// The lists of each key.
fn lists(head: &Head, keys: &[Key], parts: &mut dyn Parts) -> Result<Vec<Vec<Cursor>>> {
    let range = |key: &Key| match key {
        Key::Pair(gram) => (*gram, *gram),
        Key::Single(c) => (single(*c), range_end(single(*c))),
    };
    // All pages of the grams at once; what a single character needs is only known when its first page is there.
    let mut numbers: Vec<i64> = Vec::new();
    for key in keys {
        let (from, to) = range(key);
        let pages = head.pages_of(from, to);
        match key {
            Key::Pair(_) => numbers.extend(pages.map(|page| page as i64)),
            Key::Single(_) => numbers.extend(head.pages_of(from, from).map(|page| page as i64)),
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    let pages = parts.parts(&numbers)?;
    let page = |number: i64| numbers.binary_search(&number).ok().map(|place| pages[place].as_slice());
    let mut all = Vec::with_capacity(keys.len());
    for key in keys {
        let (from, to) = range(key);
        let first = head.pages_of(from, from).filter_map(|number| page(number as i64));
        let own: Vec<Cursor> = first.flat_map(|page| found(page, from, from)).collect();
        let list = match key {
            Key::Single(_) if own.is_empty() => {
                let numbers: Vec<i64> = head.pages_of(from, to).map(|page| page as i64).collect();
                let pages = parts.parts(&numbers)?;
                pages.iter().flat_map(|page| found(page, from, to)).collect()
            }
            _ => own,
        };
        all.push(list);
    }
    // The rarest first: most spans need no other.
    all.sort_by_key(|lists| lists.iter().map(Cursor::size).sum::<usize>());
    Ok(all)
}

fn found(page: &[u8], from: Gram, to: Gram) -> impl Iterator<Item = Cursor> {
    let lists = PageReader::new(page).skip_while(move |(gram, _)| *gram < from);
    lists.take_while(move |(gram, _)| *gram <= to).map(|(_, list)| Cursor::new(list.to_vec()))
}
