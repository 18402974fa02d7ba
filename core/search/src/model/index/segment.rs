//! How a segment is written, and where in it is what.

use super::column::{COLUMNS, Column, Facts, encode as encode_column};
use super::gram::{Gram, grams, is_single, single_of};
use super::list;
use super::varint::{Reader, put};
use super::{Document, Place};
use kernel::Result;

/// Bytes after which a page is full; one long list may be longer.
const PAGE: usize = 8 * 1024;
/// A character has a list by itself when one in so many documents has it. Rarer ones are put together from their grams.
const SINGLE_FROM: usize = 64;
/// And at least so many, lest a small segment have a list of each.
const SINGLE_LEAST: usize = 64;

/// Where a segment's parts come from.
pub(crate) trait Parts {
    /// Some parts, in the order asked for.
    fn parts(&mut self, numbers: &[i64]) -> Result<Vec<Vec<u8>>>;
}

/// Where a segment's parts go.
pub(crate) trait Sink {
    /// Keeps a part.
    fn part(&mut self, number: i64, bytes: Vec<u8>) -> Result<()>;
}

/// The number of a span's column among a segment's parts; pages are numbered from 0.
pub(super) fn column_part(span: u32, column: Column) -> i64 {
    -1 - (i64::from(span) * COLUMNS.len() as i64 + column as i64)
}

/// Whether a part is a column, and not a page of lists.
pub(crate) fn is_column(number: i64) -> bool {
    number < 0
}

/// What has to be known of a segment before anything of it is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Head {
    /// How many documents it has.
    pub(crate) documents: u32,
    /// The first and the last place of each span.
    pub(crate) spans: Vec<(Place, Place)>,
    /// The first gram of each page.
    pub(super) pages: Vec<Gram>,
}

impl Head {
    /// As it is kept.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put(&mut out, u64::from(self.documents));
        put(&mut out, self.spans.len() as u64);
        for (first, last) in &self.spans {
            [first.0, first.1, last.0, last.1].into_iter().for_each(|number| put(&mut out, number as u64));
        }
        put(&mut out, self.pages.len() as u64);
        let mut before = 0;
        for gram in &self.pages {
            put(&mut out, gram - before);
            before = *gram;
        }
        out
    }

    /// From how it is kept.
    pub(crate) fn decode(bytes: &[u8]) -> Self {
        let mut reader = Reader::new(bytes, 0);
        let documents = reader.number() as u32;
        let count = reader.count();
        let mut place = || (reader.number() as i64, reader.number() as i64);
        let spans = (0..count).map(|_| (place(), place())).collect();
        let mut before = 0;
        let pages = (0..reader.count()).map(|_| {
            before += reader.number();
            before
        });
        Self { documents, spans, pages: pages.collect() }
    }

    /// How much memory it takes, about.
    pub(crate) fn size(&self) -> usize {
        256 + self.spans.len() * size_of::<(Place, Place)>() + self.pages.len() * size_of::<Gram>()
    }

    /// The pages in which grams of a range may be.
    pub(super) fn pages_of(&self, from: Gram, to: Gram) -> std::ops::Range<usize> {
        let start = self.pages.partition_point(|first| *first <= from).saturating_sub(1);
        start..self.pages.partition_point(|first| *first <= to).max(start)
    }
}

/// The lists of a page, in the order of their grams.
pub(super) struct PageReader<'b> {
    reader: Reader<'b>,
    gram: Gram,
}

impl<'b> PageReader<'b> {
    pub(super) fn new(page: &'b [u8]) -> Self {
        Self { reader: Reader::new(page, 0), gram: 0 }
    }
}

impl<'b> Iterator for PageReader<'b> {
    type Item = (Gram, &'b [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        if self.reader.is_at_end() {
            return None;
        }
        self.gram += self.reader.number();
        let length = self.reader.size();
        Some((self.gram, self.reader.bytes(length)))
    }
}

/// Writes a segment: first its lists in the order of their grams, then its columns in the order of its documents.
pub(super) struct Writer<'s> {
    sink: &'s mut dyn Sink,
    head: Head,
    documents: usize,
    page: Vec<u8>,
    last: Gram,
    /// The lists that begin with one character, which go out together with that of the character itself.
    group: Vec<(Gram, Vec<u8>)>,
    having: Vec<u32>,
    span: Vec<Facts>,
}

impl<'s> Writer<'s> {
    pub(super) fn new(documents: usize, sink: &'s mut dyn Sink) -> Self {
        Self {
            sink,
            head: Head::default(),
            documents,
            page: Vec::new(),
            last: 0,
            group: Vec::new(),
            having: Vec::new(),
            span: Vec::new(),
        }
    }

    /// Adds the documents of a gram, which rise, as grams do from one call to the next.
    pub(super) fn list(&mut self, gram: Gram, documents: &[u32]) -> Result<()> {
        debug_assert!(!is_single(gram), "lists of single characters are worked out here");
        if self.group.first().is_some_and(|(first, _)| single_of(*first) != single_of(gram)) {
            self.write_group()?;
        }
        let mut bytes = Vec::new();
        list::encode(documents, &mut bytes);
        self.group.push((gram, bytes));
        self.having.extend_from_slice(documents);
        Ok(())
    }

    fn write_group(&mut self) -> Result<()> {
        let group = std::mem::take(&mut self.group);
        let mut having = std::mem::take(&mut self.having);
        if having.len() >= SINGLE_LEAST.max(self.documents / SINGLE_FROM) {
            having.sort_unstable();
            having.dedup();
        }
        if let (Some((first, _)), true) =
            (group.first(), having.len() >= SINGLE_LEAST.max(self.documents / SINGLE_FROM))
        {
            let mut bytes = Vec::new();
            list::encode(&having, &mut bytes);
            self.write(single_of(*first), &bytes)?;
        }
        for (gram, bytes) in &group {
            self.write(*gram, bytes)?;
        }
        having.clear();
        self.having = having;
        Ok(())
    }

    fn write(&mut self, gram: Gram, list: &[u8]) -> Result<()> {
        if !self.page.is_empty() && self.page.len() + list.len() > PAGE {
            self.end_page()?;
        }
        if self.page.is_empty() {
            self.head.pages.push(gram);
            self.last = 0;
        }
        put(&mut self.page, gram - self.last);
        put(&mut self.page, list.len() as u64);
        self.page.extend_from_slice(list);
        self.last = gram;
        Ok(())
    }

    fn end_page(&mut self) -> Result<()> {
        let page = std::mem::take(&mut self.page);
        self.sink.part(self.head.pages.len() as i64 - 1, page)
    }

    /// Adds what is known of the next document.
    pub(super) fn facts(&mut self, facts: Facts) -> Result<()> {
        self.head.documents += 1;
        self.span.push(facts);
        if self.span.len() == list::SPAN as usize { self.end_span() } else { Ok(()) }
    }

    fn end_span(&mut self) -> Result<()> {
        let Some((first, last)) = self.span.first().zip(self.span.last()) else { return Ok(()) };
        let number = self.head.spans.len() as u32;
        self.head.spans.push((first.place, last.place));
        for column in COLUMNS {
            self.sink.part(column_part(number, column), encode_column(column, &self.span))?;
        }
        self.span.clear();
        Ok(())
    }

    /// Ends the segment.
    pub(super) fn end(mut self) -> Result<Head> {
        self.write_group()?;
        if !self.page.is_empty() {
            self.end_page()?;
        }
        self.end_span()?;
        debug_assert_eq!(self.head.documents as usize, self.documents, "as many as was said");
        Ok(self.head)
    }
}

/// Bits of a document's number beside its gram in one number.
const DOCUMENT_BITS: u32 = 22;

/// Gathers documents for a segment of at most [`Builder::MOST`].
#[derive(Default)]
pub(crate) struct Builder {
    documents: Vec<Document>,
}

impl Builder {
    /// Documents of one segment that is made from documents and not from segments.
    pub(crate) const MOST: usize = 1 << 16;

    /// Adds documents in any order; of several with one id the last holds.
    pub(crate) fn extend(&mut self, documents: impl IntoIterator<Item = Document>) {
        self.documents.extend(documents);
        assert!(self.documents.len() <= 2 * Self::MOST, "a segment made at once is a small one");
    }

    /// Writes the segment.
    pub(crate) fn write(mut self, sink: &mut dyn Sink) -> Result<Head> {
        self.documents.reverse();
        self.documents.sort_by_key(Document::place);
        self.documents.dedup_by_key(|document| document.place());
        let mut pairs: Vec<u64> = Vec::new();
        for (place, document) in self.documents.iter().enumerate() {
            grams(&document.text, |gram| pairs.push(gram << DOCUMENT_BITS | place as u64));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut writer = Writer::new(self.documents.len(), sink);
        let mut having = Vec::new();
        for same in pairs.chunk_by(|a, b| a >> DOCUMENT_BITS == b >> DOCUMENT_BITS) {
            having.clear();
            having.extend(same.iter().map(|pair| (pair & ((1 << DOCUMENT_BITS) - 1)) as u32));
            writer.list(same[0] >> DOCUMENT_BITS, &having)?;
        }
        for document in self.documents {
            let place = document.place();
            let Document { scope, author, day, marks, .. } = document;
            writer.facts(Facts { place, scope, author, day, marks })?;
        }
        writer.end()
    }
}
