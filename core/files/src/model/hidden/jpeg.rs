//! JPEG, and what telephones put behind one: further pictures, a film. Marked segments are looked for everywhere, as nothing else of a
//! picture looks like them: a file need not be well made, and may hold several pictures.

use super::source::Source;
use super::{Changes, boxes, iptc, look_at_exif, look_at_packet};
use std::io::{Read, Result, Seek};

/// So many bytes tell what begins at a place.
const LOOK: usize = 48;
const PACKET: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
/// An id of 32 letters, the length of all and where this part begins follow.
const EXTENSION: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
const EXTENSION_HEAD: usize = 40;
/// So many films lie behind a picture at most.
const MOST_FILMS: usize = 4;
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";

enum Part {
    Exif,
    Packet,
    Photoshop,
    Film,
}

/// What begins with some bytes, how many of them are its head.
fn begins(bytes: &[u8]) -> Option<(Part, usize)> {
    match bytes {
        [0xff, 0xe1, _, _, rest @ ..] if rest.starts_with(b"Exif\0") => Some((Part::Exif, 6)),
        [0xff, 0xe1, _, _, rest @ ..] if rest.starts_with(PACKET) => Some((Part::Packet, PACKET.len())),
        [0xff, 0xe1, _, _, rest @ ..] if rest.starts_with(EXTENSION) => {
            Some((Part::Packet, EXTENSION.len() + EXTENSION_HEAD))
        }
        [0xff, 0xed, _, _, rest @ ..] if rest.starts_with(PHOTOSHOP) => Some((Part::Photoshop, PHOTOSHOP.len())),
        [b'f', b't', b'y', b'p', ..] => Some((Part::Film, 0)),
        _ => None,
    }
}

pub(super) fn look<F: Read + Seek>(source: &mut Source<F>, changes: &mut Changes) -> Result<()> {
    let (mut at, mut films) = (0, 0);
    while at < source.length() {
        let window = source.window(at)?;
        let found = (0..window.len()).find_map(|index| {
            let (part, head) = begins(&window[index..])?;
            let long = u16::from_be_bytes([*window.get(index + 2)?, *window.get(index + 3)?]);
            Some((index, part, head, u64::from(long)))
        });
        let Some((index, part, head, long)) = found else {
            // What begins at the end of one window is found in the next.
            at += window.len().saturating_sub(LOOK).max(1) as u64;
            continue;
        };
        if !changes.goes_on(source.length()) {
            break;
        }
        let start = at + index as u64;
        let (from, end) = (start + 4 + head as u64, start + 2 + long);
        at = end.max(start + 4);
        let count = end.saturating_sub(from);
        match part {
            Part::Film => {
                at = start + 4;
                // The length of its first box stands before it.
                films += 1;
                if let Some(first) = start.checked_sub(4).filter(|_| films <= MOST_FILMS) {
                    boxes::look(source, first, changes)?;
                }
            }
            Part::Exif => look_at_exif(source, from, count, changes)?,
            Part::Packet => look_at_packet(source, from, count, changes)?,
            Part::Photoshop => match source.block(from, count)? {
                Some(mut block) => {
                    if let Some(place) = iptc::clean(&mut block) {
                        changes.place |= place;
                        changes.put(from, block);
                    }
                }
                None => changes.fill(from, source.within(from, count), 0),
            },
        }
    }
    Ok(())
}
