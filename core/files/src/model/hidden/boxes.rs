//! HEIC, AVIF and films: boxes within boxes, each with its length and its name before it.

use super::source::Source;
use super::{Changes, Over, look_at_exif, look_at_packet};
use std::collections::HashMap;
use std::io::{Read, Result, Seek};

/// Boxes lie in one another no deeper where a camera wrote them.
const DEEPEST: usize = 6;
/// Nor are there more pieces of items.
const MOST_PIECES: u64 = 10_000;
/// The id of a box with XMP in it.
const PACKET: [u8; 16] =
    [0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac];

/// What lies in a box: its name, where that is, and from where to where it goes.
struct Part {
    kind: [u8; 4],
    named_at: u64,
    from: u64,
    to: u64,
}

/// Looks through all boxes from a place on.
pub(super) fn look<F: Read + Seek>(source: &mut Source<F>, at: u64, changes: &mut Changes) -> Result<()> {
    let mut looking = Looking { source, changes };
    let end = looking.source.length();
    looking.all(at, end, 0)
}

struct Looking<'a, F> {
    source: &'a mut Source<F>,
    changes: &'a mut Changes,
}

impl<F: Read + Seek> Looking<'_, F> {
    /// The box that begins at a place and ends before another one.
    fn part(&mut self, at: u64, end: u64) -> Result<Option<Part>> {
        let goes_on = at < end && self.changes.goes_on(self.source.length());
        let Some([a, b, c, d, kind @ ..]) = self.source.bytes::<8>(at)?.filter(|_| goes_on) else { return Ok(None) };
        let (from, to) = match u32::from_be_bytes([a, b, c, d]) {
            0 => (at + 8, end),
            1 => match self.source.bytes(at + 8)? {
                Some(long) => (at + 16, at.saturating_add(u64::from_be_bytes(long))),
                None => return Ok(None),
            },
            long => (at + 8, at + u64::from(long)),
        };
        Ok((from <= to && to <= end).then_some(Part { kind, named_at: at + 4, from, to }))
    }

    fn all(&mut self, mut at: u64, end: u64, depth: usize) -> Result<()> {
        while let Some(part) = self.part(at, end)? {
            at = part.to;
            match &part.kind {
                b"moov" | b"trak" | b"udta" if depth < DEEPEST => self.all(part.from, part.to, depth + 1)?,
                b"meta" => self.meta(part.from, part.to)?,
                b"uuid" if self.source.bytes(part.from)? == Some(PACKET) => {
                    look_at_packet(
                        self.source,
                        part.from + 16,
                        (part.to - part.from).saturating_sub(16),
                        self.changes,
                    )?;
                }
                // Where a film was taken, as Apple's and as others have it. Players pass over a box that is free.
                [0xa9, b'x', b'y', b'z'] | b"loci" => {
                    self.changes.place = true;
                    self.changes.writes.push((part.named_at, Over::Bytes(b"free".to_vec())));
                    self.changes.fill(part.from, part.to - part.from, 0);
                }
                _ => (),
            }
        }
        Ok(())
    }

    /// What is told of a picture or of a film besides.
    fn meta(&mut self, from: u64, end: u64) -> Result<()> {
        // Apple's begins with its boxes, others with a version.
        let is_apples = self.source.bytes(from + 4)? == Some(*b"hdlr");
        let mut at = if is_apples { from } else { from + 4 };
        let (mut items, mut places, mut inside, mut keys, mut values) = (None, None, None, None, None);
        while let Some(part) = self.part(at, end)? {
            at = part.to;
            match &part.kind {
                b"iinf" => items = self.source.block(part.from, part.to - part.from)?,
                b"iloc" => places = self.source.block(part.from, part.to - part.from)?,
                b"idat" => inside = Some(part.from),
                b"keys" => keys = self.source.block(part.from, part.to - part.from)?,
                b"ilst" => values = Some(part),
                _ => (),
            }
        }
        if let (Some(items), Some(places)) = (items, places) {
            self.items(&hiding(&items), &places, inside)?;
        }
        if let (Some(keys), Some(values)) = (keys, values) {
            self.values(&telling(&keys), &values)?;
        }
        Ok(())
    }

    /// Items of a picture that hide something, by where they lie.
    fn items(&mut self, hiding: &HashMap<u32, Item>, places: &[u8], inside: Option<u64>) -> Result<()> {
        for (id, method, extents) in located(places).unwrap_or_default() {
            let Some(item) = hiding.get(&id) else { continue };
            let base = match method {
                0 => Some(0),
                1 => inside,
                _ => None,
            };
            let Some(base) = base else { continue };
            for (at, count) in &extents {
                let goes_on = self.changes.goes_on(self.source.length());
                let Some(at) = base.checked_add(*at).filter(|_| goes_on) else { continue };
                let count = if *count == 0 { self.source.within(at, u64::MAX) } else { *count };
                match item {
                    Item::Packet => look_at_packet(self.source, at, count, self.changes)?,
                    // In pieces nobody writes it: what it says is not looked for.
                    Item::Exif if extents.len() > 1 => self.changes.fill(at, self.source.within(at, count), 0),
                    Item::Exif => {
                        let Some(skipped) = self.source.bytes(at)?.map(u32::from_be_bytes) else { continue };
                        let head = (4 + u64::from(skipped)).min(count);
                        look_at_exif(self.source, at + head, count - head, self.changes)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Values of a film, of those keys that tell where it was taken.
    fn values(&mut self, telling: &[u32], values: &Part) -> Result<()> {
        let mut at = values.from;
        while let Some(value) = self.part(at, values.to)? {
            at = value.to;
            if !telling.contains(&u32::from_be_bytes(value.kind)) {
                continue;
            }
            // A kind and a language stand before the text.
            if let Some(data) = self.part(value.from, value.to)? {
                let from = (data.from + 8).min(data.to);
                let text = self.source.block(from, data.to - from)?;
                if text.is_none_or(|text| text.iter().any(|byte| *byte != b' ')) {
                    self.changes.place = true;
                    self.changes.fill(from, data.to - from, b' ');
                }
            }
        }
        Ok(())
    }
}

enum Item {
    Exif,
    Packet,
}

/// Reads numbers one after another.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn next(&mut self, bytes: usize) -> Option<u64> {
        let (number, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(number.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }
}

/// The items that hide something, by their numbers.
fn hiding(items: &[u8]) -> HashMap<u32, Item> {
    let mut found = HashMap::new();
    let mut rest = if items.first() == Some(&0) { items.get(6..) } else { items.get(8..) }.unwrap_or_default();
    while let Some(long) = Numbers(rest).next(4) {
        let Some((entry, more)) = rest.split_at_checked(long.max(8) as usize) else { break };
        rest = more;
        if let Some((id, item)) = item(entry) {
            found.insert(id, item);
        }
    }
    found
}

fn item(entry: &[u8]) -> Option<(u32, Item)> {
    let mut numbers = Numbers(entry.get(8..)?);
    let version = numbers.next(4)? >> 24;
    let id = numbers.next(if version >= 3 { 4 } else { 2 })? as u32;
    numbers.next(2)?;
    let (kind, names) = numbers.0.split_at_checked(4)?;
    match kind {
        b"Exif" => Some((id, Item::Exif)),
        b"mime" if names.windows(11).any(|word| word == b"application") => Some((id, Item::Packet)),
        _ => None,
    }
}

/// Where an item lies: its number, how that is said, and of each piece from where on and how long it is.
type Located = (u32, u64, Vec<(u64, u64)>);

/// Where items lie.
fn located(places: &[u8]) -> Option<Vec<Located>> {
    let mut numbers = Numbers(places);
    let version = numbers.next(4)? >> 24;
    let sizes = numbers.next(2)? as usize;
    let [at, long, base, index] = [12, 8, 4, 0].map(|shift| sizes >> shift & 15);
    let wide = if version < 2 { 2 } else { 4 };
    let (mut found, mut all) = (Vec::new(), 0);
    for _ in 0..numbers.next(wide)? {
        let id = numbers.next(wide)? as u32;
        let method = if version > 0 { numbers.next(2)? & 15 } else { 0 };
        numbers.next(2)?;
        let base = numbers.next(base)?;
        let mut pieces = Vec::new();
        let count = numbers.next(2)?;
        all += count;
        if all > MOST_PIECES {
            return None;
        }
        for _ in 0..count {
            numbers.next(if version > 0 { index } else { 0 })?;
            let (at, long) = (numbers.next(at)?, numbers.next(long)?);
            pieces.push((base.saturating_add(at), long));
        }
        found.push((id, method, pieces));
    }
    Some(found)
}

/// The numbers of those keys of a film that tell where it was taken.
fn telling(keys: &[u8]) -> Vec<u32> {
    let mut found = Vec::new();
    let mut rest = keys.get(8..).unwrap_or_default();
    for number in 1.. {
        let Some((key, more)) = Numbers(rest).next(4).and_then(|long| rest.split_at_checked((long as usize).max(8)))
        else {
            break;
        };
        rest = more;
        let name = String::from_utf8_lossy(&key[8..]).to_ascii_lowercase();
        if name.contains("location") || name.contains("gps") {
            found.push(number);
        }
    }
    found
}
