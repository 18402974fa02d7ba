//! Several segments made into one, page by page, without reading the documents again.

use super::Place;
use super::column::{COLUMNS, Column, Facts, read, read_places};
use super::gram::{Gram, is_single};
use super::list::{self, SPAN};
use super::segment::{Head, PageReader, Parts, Sink, Writer, column_part};
use kernel::Result;

/// A segment that goes into another.
pub(crate) struct Input<'p> {
    /// Its head.
    pub(crate) head: Head,
    /// Its parts.
    pub(crate) parts: &'p mut dyn Parts,
}

/// Pages and spans that are read at a time.
const READ_AHEAD: usize = 16;
/// Stands for a document of which a later segment knows better.
const SUPERSEDED: u32 = u32::MAX;

/// One segment of several, the later of which know better of a document that is in several.
pub(crate) fn merge(inputs: &mut [Input<'_>], sink: &mut dyn Sink) -> Result<Head> {
    let (places, documents) = number(inputs)?;
    let mut writer = Writer::new(documents, sink);
    lists(inputs, &places, &mut writer)?;
    facts(inputs, &places, documents, &mut writer)?;
    writer.end()
}

/// Where each document of each input goes, and how many there are then.
fn number(inputs: &mut [Input<'_>]) -> Result<(Vec<Vec<u32>>, usize)> {
    let mut all: Vec<(Place, u32, u32)> = Vec::new();
    for (input, Input { head, parts }) in inputs.iter_mut().enumerate() {
        let mut place = 0;
        for span in 0..head.spans.len() as u32 {
            for key in read_places(&parts.parts(&[column_part(span, Column::Places)])?[0]) {
                all.push((key, input as u32, place));
                place += 1;
            }
        }
        assert_eq!(place, head.documents, "each document has its place");
    }
    all.sort_unstable();
    let mut places: Vec<Vec<u32>> =
        inputs.iter().map(|input| vec![SUPERSEDED; input.head.documents as usize]).collect();
    let mut documents = 0;
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        let (_, input, place) = same[same.len() - 1];
        places[input as usize][place as usize] = documents;
        documents += 1;
    }
    Ok((places, documents as usize))
}

/// The lists of one input, one after another.
struct Lists {
    next_page: usize,
    pages: Vec<Vec<u8>>,
    /// The lists of the pages at hand, the next one last.
    ready: Vec<(Gram, Vec<u8>)>,
}

impl Lists {
    fn new() -> Self {
        Self { next_page: 0, pages: Vec::new(), ready: Vec::new() }
    }

    fn fill(&mut self, input: &mut Input<'_>) -> Result<()> {
        while self.ready.is_empty() {
            if self.pages.is_empty() {
                let to = input.head.pages.len().min(self.next_page + READ_AHEAD);
                let numbers: Vec<i64> = (self.next_page as i64..to as i64).collect();
                if numbers.is_empty() {
                    return Ok(());
                }
                self.pages = input.parts.parts(&numbers)?;
                self.pages.reverse();
                self.next_page = to;
            }
            let page = self.pages.pop().unwrap_or_default();
            let lists = PageReader::new(&page).filter(|(gram, _)| !is_single(*gram));
            self.ready = lists.map(|(gram, list)| (gram, list.to_vec())).collect();
            self.ready.reverse();
        }
        Ok(())
    }
}

fn lists(inputs: &mut [Input<'_>], places: &[Vec<u32>], writer: &mut Writer<'_>) -> Result<()> {
    let mut lists: Vec<Lists> = inputs.iter().map(|_| Lists::new()).collect();
    let mut having = Vec::new();
    loop {
        for (lists, input) in lists.iter_mut().zip(inputs.iter_mut()) {
            lists.fill(input)?;
        }
        let Some(gram) = lists.iter().filter_map(|lists| lists.ready.last()).map(|(gram, _)| *gram).min() else {
            return Ok(());
        };
        having.clear();
        for (lists, places) in lists.iter_mut().zip(places) {
            if let Some((_, list)) = lists.ready.pop_if(|(next, _)| *next == gram) {
                list::decode(&list, |document| having.push(places[document as usize]));
            }
        }
        having.retain(|place| *place != SUPERSEDED);
        having.sort_unstable();
        if !having.is_empty() {
            writer.list(gram, &having)?;
        }
    }
}

/// What one input knows of its documents, one after another.
struct Known {
    /// The number of the next.
    next: usize,
    /// The span at hand.
    span: Vec<Facts>,
}

impl Known {
    /// The next that goes on, and where.
    fn peek(&mut self, input: &mut Input<'_>, places: &[u32]) -> Result<Option<(u32, Facts)>> {
        while places.get(self.next) == Some(&SUPERSEDED) {
            self.next += 1;
        }
        let Some(place) = places.get(self.next) else { return Ok(None) };
        let (span, within) = (self.next / SPAN as usize, self.next % SPAN as usize);
        if self.span.get(within).is_none_or(|facts| !is_within(facts, input.head.spans[span])) {
            let numbers = COLUMNS.map(|column| column_part(span as u32, column));
            let columns = input.parts.parts(&numbers)?;
            self.span = read(&columns.try_into().expect("as many as were asked for"));
        }
        Ok(Some((*place, self.span[within])))
    }
}

fn is_within(facts: &Facts, (first, last): (Place, Place)) -> bool {
    (first..=last).contains(&facts.place)
}

fn facts(inputs: &mut [Input<'_>], places: &[Vec<u32>], documents: usize, writer: &mut Writer<'_>) -> Result<()> {
    let mut known: Vec<Known> = inputs.iter().map(|_| Known { next: 0, span: Vec::new() }).collect();
    let mut heads = Vec::new();
    for ((known, input), places) in known.iter_mut().zip(inputs.iter_mut()).zip(places) {
        heads.push(known.peek(input, places)?);
    }
    for document in 0..documents as u32 {
        let from = heads.iter().position(|head| head.is_some_and(|(place, _)| place == document));
        let from = from.expect("each place is one document's");
        let (_, facts) = heads[from].expect("as was just seen");
        writer.facts(facts)?;
        known[from].next += 1;
        heads[from] = known[from].peek(&mut inputs[from], &places[from])?;
    }
    Ok(())
}
