//! What Photoshop keeps in a JPEG: captions by the rules of news agencies (IPTC), and copies of EXIF and XMP.

use super::{tiff, words};

const IPTC: u16 = 0x0404;
const EXIF: u16 = 0x0422;
const XMP: u16 = 0x0424;
/// Of record 2: places of the contents, city, part of it, state, country.
const PLACE: [u8; 7] = [26, 27, 90, 92, 95, 100, 101];
/// Who took it, what they are, who wrote it.
const AUTHOR: [u8; 3] = [80, 85, 122];

/// Takes out what hides in such a block, where it stands; whether that was a place, or nothing when there was none of it.
pub(super) fn clean(block: &mut [u8]) -> Option<bool> {
    let (mut at, mut found) = (0, None);
    while at < block.len() {
        let Some((kind, data)) = resource(block, at) else {
            return or_blanked(&mut block[at..], found);
        };
        let (from, to) = data;
        let part = &mut block[from..to];
        let says = match kind {
            IPTC => records(part),
            EXIF => tiff::clean(part),
            XMP => words::says(part).inspect(|_| part.fill(b' ')),
            _ => None,
        };
        found = found.max(says);
        at = to + (to - from) % 2;
    }
    found
}

/// Overwrites what nobody can read; that is found as well.
fn or_blanked(rest: &mut [u8], found: Option<bool>) -> Option<bool> {
    if rest.iter().all(|byte| *byte == 0) {
        return found;
    }
    rest.fill(0);
    found.max(Some(false))
}

/// The kind of what begins at a place, and from where to where it goes.
fn resource(block: &[u8], at: usize) -> Option<(u16, (usize, usize))> {
    if block.get(at..at + 4)? != b"8BIM" {
        return None;
    }
    let kind = u16::from_be_bytes(block.get(at + 4..at + 6)?.try_into().ok()?);
    let name = usize::from(*block.get(at + 6)?) + 1;
    let from = at + 6 + name + name % 2;
    let size = u32::from_be_bytes(block.get(from..from + 4)?.try_into().ok()?) as usize;
    let to = (from + 4).checked_add(size)?;
    (to <= block.len()).then_some((kind, (from + 4, to)))
}

fn records(block: &mut [u8]) -> Option<bool> {
    let (mut at, mut found) = (0, None);
    while at < block.len() {
        let (record, set, long) = match block[at..] {
            [0x1c, record, set, high, low, ..] if high < 0x80 => (record, set, u16::from_be_bytes([high, low])),
            _ => return or_blanked(&mut block[at..], found),
        };
        let (from, to) = (at + 5, at + 5 + usize::from(long));
        if to > block.len() {
            return or_blanked(&mut block[at..], found);
        }
        let says = match record {
            2 if PLACE.contains(&set) => Some(true),
            2 if AUTHOR.contains(&set) => Some(false),
            _ => None,
        };
        // What was overwritten before says nothing.
        if says.is_some() && block[from..to].iter().any(|byte| *byte != b' ') {
            block[from..to].fill(b' ');
            found = found.max(says);
        }
        at = to;
    }
    found
}
