//! What an update says, read before anything else believes it: the form in which Yjs writes changes (version 1), and of that only what our
//! editor makes. Whoever sends something else is refused.

use super::refusal::NoteRefusal;
use super::schema::{self, Kind};
use std::collections::{HashMap, HashSet};

/// The number that a browser draws for each visit, and with which it numbers what it writes.
pub type Writer = u32;

/// The one root of a page.
pub const ROOT: &str = "doc";
/// How far a writer may count.
const LAST_CLOCK: u64 = 1 << 30;
/// How deep nodes of one update may lie in one another, and of a page.
pub const DEEPEST: usize = 12;
/// Changes that an update may consist of.
const MOST_STRUCTS: u64 = 200_000;
/// Writers in one update: the visits of one person that were not sent yet.
const MOST_WRITERS: usize = 1_000;
/// Changes of one update that lie beside the same thing. The merge compares each of them with all others.
const MOST_BESIDE: usize = 1_000;
/// The longest value of a mark or an attribute, in bytes.
const LONGEST_VALUE: usize = 4_096;

/// A writer, and a number of theirs.
pub(super) type Id = (Writer, u32);

/// A run of what one writer wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Who.
    pub writer: Writer,
    /// From which of their numbers.
    pub from: u32,
    /// How many.
    pub len: u32,
}

impl Span {
    /// The number after the last.
    pub fn end(self) -> u32 {
        self.from + self.len
    }
}

/// What an update brings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// What is new, one run for each writer.
    pub fresh: Vec<Span>,
    /// Letters that are new.
    pub words: Vec<(Span, String)>,
    /// What was there and is no more when it came: numbers without letters.
    pub dead: Vec<Span>,
    /// What it takes away.
    pub gone: Vec<Span>,
    /// All changes, with where they were put.
    pub(super) placed: Vec<Placed>,
    /// What it refers to, each a writer and a number.
    needs: Vec<Id>,
}

impl Scan {
    /// Letters that it brings, in UTF-16 as the browser counts.
    pub fn added(&self) -> u64 {
        self.words.iter().map(|(span, _)| u64::from(span.len)).sum()
    }

    /// How much it takes away.
    pub fn removed(&self) -> u64 {
        self.gone.iter().map(|span| u64::from(span.len)).sum()
    }

    /// Whether it goes on exactly where a page stands, of which for each writer the next number is given.
    pub fn fits(&self, next: &HashMap<Writer, u32>) -> bool {
        let known = |writer: Writer| next.get(&writer).copied().unwrap_or_default();
        let mut after = next.clone();
        for span in &self.fresh {
            after.insert(span.writer, span.end());
        }
        let is_there = |writer: Writer, number: u32| after.get(&writer).is_some_and(|end| number < *end);
        self.fresh.iter().all(|span| span.from == known(span.writer))
            && self.needs.iter().all(|(writer, number)| is_there(*writer, *number))
            && self.gone.iter().all(|span| is_there(span.writer, span.end() - 1))
    }

    /// Whether nothing of it is new to a page: it was taken up before, perhaps in other pieces.
    pub fn is_known(&self, next: &HashMap<Writer, u32>) -> bool {
        self.fresh.iter().all(|span| next.get(&span.writer).is_some_and(|end| span.end() <= *end))
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

type Read<T> = Result<T, NoteRefusal>;

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Read<&'b [u8]> {
        let end = self.at.checked_add(count).ok_or(NoteRefusal::Damaged)?;
        let taken = self.bytes.get(self.at..end).ok_or(NoteRefusal::Damaged)?;
        self.at = end;
        Ok(taken)
    }

    fn byte(&mut self) -> Read<u8> {
        Ok(self.take(1)?[0])
    }

    /// A number in groups of seven bits.
    fn number(&mut self) -> Read<u64> {
        let mut number = 0u64;
        for place in 0..8 {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(NoteRefusal::Damaged)
    }

    /// A number with a sign, as values of attributes have it.
    fn signed(&mut self) -> Read<i64> {
        let first = self.byte()?;
        let (mut number, mut place, mut more) = (i64::from(first & 0x3f), 6, first & 0x80 != 0);
        while more {
            let byte = self.byte()?;
            if place > 48 {
                return Err(NoteRefusal::Damaged);
            }
            number |= i64::from(byte & 0x7f) << place;
            (place, more) = (place + 7, byte & 0x80 != 0);
        }
        Ok(if first & 0x40 == 0 { number } else { -number })
    }

    fn length(&mut self) -> Read<u32> {
        match self.number()? {
            0 => Err(NoteRefusal::Damaged),
            long if long > LAST_CLOCK => Err(NoteRefusal::Damaged),
            length => Ok(length as u32),
        }
    }

    fn clock(&mut self) -> Read<u32> {
        let number = self.number()?;
        if number > LAST_CLOCK { Err(NoteRefusal::Damaged) } else { Ok(number as u32) }
    }

    fn writer(&mut self) -> Read<Writer> {
        Writer::try_from(self.number()?).map_err(|_| NoteRefusal::Damaged)
    }

    fn id(&mut self) -> Read<(Writer, u32)> {
        Ok((self.writer()?, self.clock()?))
    }

    fn text(&mut self) -> Read<&'b str> {
        let count = usize::try_from(self.number()?).map_err(|_| NoteRefusal::Damaged)?;
        std::str::from_utf8(self.take(count)?).map_err(|_| NoteRefusal::Damaged)
    }

    /// A value of an attribute: a word, a number, a truth, or a list of numbers.
    fn value(&mut self, is_inner: bool) -> Read<()> {
        match self.byte()? {
            120 | 121 | 126 | 127 => Ok(()),
            125 => self.signed().map(|_| ()),
            124 => self.take(4).map(|_| ()),
            123 => self.take(8).map(|_| ()),
            119 if self.text()?.len() <= LONGEST_VALUE => Ok(()),
            117 if !is_inner => {
                let count = self.number()?;
                if count > 100 {
                    return Err(NoteRefusal::Foreign);
                }
                (0..count).try_for_each(|_| self.value(true))
            }
            _ => Err(NoteRefusal::Foreign),
        }
    }
}

/// On what the place of a change depends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Beside {
    /// On nothing: it lies at the root, or is of no account.
    Root,
    /// It lies in this node.
    In(Writer, u32),
    /// It lies where this lies.
    By(Writer, u32),
}

/// What lies in a node, in the root where none is named: one after the other, or as one of its attributes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct List {
    pub(super) node: Option<Id>,
    pub(super) attribute: Option<String>,
}

/// A change, and where it was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) span: Span,
    /// Behind what, and before what.
    pub(super) origin: Option<Id>,
    pub(super) right: Option<Id>,
    /// In what, where it lay beside nothing.
    pub(super) list: Option<List>,
}

impl Placed {
    fn beside(&self) -> Beside {
        match (self.origin.or(self.right), self.list.as_ref().and_then(|list| list.node)) {
            (Some((writer, number)), _) => Beside::By(writer, number),
            (None, Some((writer, number))) => Beside::In(writer, number),
            (None, None) => Beside::Root,
        }
    }
}

/// Reads an update.
///
/// Errors: `notes.damaged` for what is none, `notes.foreign` for what our editor does not make.
pub fn read(bytes: &[u8]) -> Read<Scan> {
    let scan = scanned(bytes, MOST_STRUCTS, MOST_WRITERS)?;
    check_crowds(&scan.placed)?;
    check_depth(&scan.placed)?;
    Ok(scan)
}

/// Reads a whole page as one update. It may have as much of everything as many updates brought.
///
/// Errors: `notes.damaged` and `notes.foreign`, which no page of ours is.
pub fn read_state(bytes: &[u8]) -> Read<Scan> {
    scanned(bytes, u64::MAX, usize::MAX)
}

fn scanned(bytes: &[u8], most_structs: u64, most_writers: usize) -> Read<Scan> {
    let mut reader = Reader { bytes, at: 0 };
    let mut scan = Scan::default();
    let mut left = most_structs;
    let mut writers = HashSet::new();
    for _ in 0..reader.number()? {
        let count = reader.number()?;
        left = left.checked_sub(count).ok_or(NoteRefusal::TooLarge)?;
        let (writer, first) = reader.id()?;
        let mut next = first;
        for _ in 0..count {
            let span = changed(&mut reader, &mut scan, writer, next)?;
            next =
                next.checked_add(span.len).filter(|next| u64::from(*next) <= LAST_CLOCK).ok_or(NoteRefusal::Damaged)?;
        }
        if !writers.insert(writer) {
            return Err(NoteRefusal::Damaged);
        }
        if writers.len() > most_writers {
            return Err(NoteRefusal::TooLarge);
        }
        if next > first {
            scan.fresh.push(Span { writer, from: first, len: next - first });
        }
    }
    for _ in 0..reader.number()? {
        let writer = reader.writer()?;
        for _ in 0..reader.number()? {
            scan.gone.push(Span { writer, from: reader.clock()?, len: reader.length()? });
        }
    }
    if reader.at != bytes.len() {
        return Err(NoteRefusal::Damaged);
    }
    Ok(scan)
}

/// Whether something is a list of writers with how far each counts, and no longer than it says.
pub fn is_vector(bytes: &[u8]) -> bool {
    let mut reader = Reader { bytes, at: 0 };
    let Ok(count) = reader.number() else { return false };
    (0..count).all(|_| reader.id().is_ok()) && reader.at == bytes.len()
}

/// One change.
fn changed(reader: &mut Reader<'_>, scan: &mut Scan, writer: Writer, from: u32) -> Read<Span> {
    let info = reader.byte()?;
    let span = |len: u32| Span { writer, from, len };
    if info == 0 {
        let span = span(reader.length()?);
        scan.dead.push(span);
        scan.placed.push(Placed { span, origin: None, right: None, list: None });
        return Ok(span);
    }
    let origin = if info & 0x80 != 0 { Some(reader.id()?) } else { None };
    let right = if info & 0x40 != 0 { Some(reader.id()?) } else { None };
    scan.needs.extend(origin.iter().chain(&right));
    let (mut list, mut is_attribute) = (None, None);
    if origin.or(right).is_none() {
        let node = match reader.number()? {
            1 if reader.text()? == ROOT => None,
            0 => Some(reader.id()?),
            _ => return Err(NoteRefusal::Foreign),
        };
        scan.needs.extend(node);
        let attribute = if info & 0x20 != 0 { Some(reader.text()?.to_owned()) } else { None };
        // How long the name of an attribute may be is looked at when the page is read.
        is_attribute = Some(attribute.as_ref().is_some_and(|name| name.len() <= 40));
        list = Some(List { node, attribute });
    }
    let span = match info & 0x1f {
        1 => {
            let span = span(reader.length()?);
            scan.dead.push(span);
            span
        }
        4 if is_attribute != Some(true) => {
            let text = reader.text()?;
            let len = text.encode_utf16().count() as u32;
            if len == 0 {
                return Err(NoteRefusal::Damaged);
            }
            scan.words.push((span(len), text.to_owned()));
            span(len)
        }
        6 if is_attribute != Some(true) => {
            let (key, value) = (reader.text()?, reader.text()?);
            check_format(key, value)?;
            span(1)
        }
        7 if is_attribute != Some(true) => {
            match reader.number()? {
                3 if Kind::named(reader.text()?).is_some() => {}
                6 => {}
                _ => return Err(NoteRefusal::Foreign),
            }
            span(1)
        }
        8 if is_attribute != Some(false) => {
            let count = reader.length()?;
            if count > 16 {
                return Err(NoteRefusal::Foreign);
            }
            (0..count).try_for_each(|_| reader.value(false))?;
            span(count)
        }
        _ => return Err(NoteRefusal::Foreign),
    };
    scan.placed.push(Placed { span, origin, right, list });
    Ok(span)
}

/// A mark begins, with its value, or ends, with nothing.
fn check_format(key: &str, value: &str) -> Read<()> {
    if value.len() > LONGEST_VALUE {
        return Err(NoteRefusal::Foreign);
    }
    let value: serde_json::Value = serde_json::from_str(value).map_err(|_| NoteRefusal::Damaged)?;
    let is_good = if value.is_null() { schema::is_mark(key) } else { schema::mark(key, &value).is_some() };
    if is_good { Ok(()) } else { Err(NoteRefusal::Foreign) }
}

/// Refuses an update of which more lies beside one thing than anybody writes, before the merge compares all of it.
fn check_crowds(placed: &[Placed]) -> Read<()> {
    let mut crowds: HashMap<Beside, usize> = HashMap::new();
    for one in placed {
        let crowd = crowds.entry(one.beside()).or_default();
        *crowd += 1;
        if *crowd > MOST_BESIDE {
            return Err(NoteRefusal::TooLarge);
        }
    }
    Ok(())
}

/// Refuses what lies in one another deeper than any page does, or in a circle, before anything follows it down.
fn check_depth(placed: &[Placed]) -> Read<()> {
    let mut order: Vec<usize> = (0..placed.len()).collect();
    order.sort_unstable_by_key(|place| (placed[*place].span.writer, placed[*place].span.from));
    let find = |writer: Writer, number: u32| {
        let after = order.partition_point(|place| {
            let span = placed[*place].span;
            (span.writer, span.from) <= (writer, number)
        });
        let place = *order.get(after.checked_sub(1)?)?;
        let span = placed[place].span;
        (span.writer == writer && number < span.end()).then_some(place)
    };
    // Nothing is known of one; it is being worked out; it is known.
    let mut depths: Vec<Option<Option<usize>>> = vec![None; placed.len()];
    for start in 0..placed.len() {
        let mut path = vec![start];
        while let Some(&place) = path.last() {
            if depths[place].is_some_and(|depth| depth.is_some()) {
                path.pop();
                continue;
            }
            let (on, deeper) = match placed[place].beside() {
                Beside::Root => (None, 0),
                Beside::In(writer, number) => (find(writer, number), 1),
                Beside::By(writer, number) => (find(writer, number), 0),
            };
            let depth = match on {
                None => deeper,
                Some(on) => match depths[on] {
                    Some(Some(depth)) => depth + deeper,
                    Some(None) => return Err(NoteRefusal::Damaged),
                    None => {
                        depths[place] = Some(None);
                        path.push(on);
                        continue;
                    }
                },
            };
            if depth > DEEPEST * 2 {
                return Err(NoteRefusal::TooDeep);
            }
            depths[place] = Some(Some(depth));
            path.pop();
        }
    }
    Ok(())
}
