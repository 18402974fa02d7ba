//! PNG: chunks with their length before them and a checksum behind.

use super::source::Source;
use super::{Changes, Over, tiff, words};
use std::io::{Read, Result, Seek};

const FIRST: u64 = 8;
/// A chunk has its length and its name before it, and its checksum behind.
const HEAD: u64 = 8;
const AROUND: u64 = 12;
/// A keyword and what says how its text is packed take no more.
const LONGEST_KEYWORD: u64 = 80;
const PACKET: &[u8] = b"XML:com.adobe.xmp";
/// Keywords with this in them tell of a place.
const PLACE: [&str; 4] = ["gps", "location", "latitude", "longitude"];
/// Or of the camera and whose it is; profiles have any of it.
const TRAITS: [&str; 7] = ["raw profile type", "author", "artist", "owner", "serial", "makernote", "exif:"];

pub(super) fn look<F: Read + Seek>(source: &mut Source<F>, changes: &mut Changes) -> Result<()> {
    let mut at = FIRST;
    while changes.goes_on(source.length()) {
        let Some([a, b, c, d, kind @ ..]) = source.bytes::<{ HEAD as usize }>(at)? else { break };
        let long = u64::from(u32::from_be_bytes([a, b, c, d]));
        match &kind {
            b"IEND" => break,
            b"eXIf" => exif(source, at, long, changes)?,
            b"tEXt" | b"zTXt" | b"iTXt" => text(source, at, long, kind, changes)?,
            _ => (),
        }
        at += AROUND + long;
    }
    Ok(())
}

/// The checksum of a chunk, from its name on.
fn checksum(parts: &[&[u8]]) -> [u8; 4] {
    let bytes = parts.iter().flat_map(|part| part.iter());
    let sum = bytes.fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| sum >> 1 ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 })
    });
    (!sum).to_be_bytes()
}

fn exif<F: Read + Seek>(source: &mut Source<F>, at: u64, long: u64, changes: &mut Changes) -> Result<()> {
    match source.block(at + HEAD, long)? {
        Some(mut block) => {
            if let Some(place) = tiff::clean(&mut block) {
                changes.place |= place;
                let sum = checksum(&[b"eXIf", &block]);
                put(source, at + HEAD, block, sum, changes);
            }
        }
        None => changes.fill(at + HEAD, source.within(at + HEAD, long), 0),
    }
    Ok(())
}

/// Leaves of a text that says such things its keyword alone.
fn text<F: Read + Seek>(
    source: &mut Source<F>,
    at: u64,
    long: u64,
    kind: [u8; 4],
    changes: &mut Changes,
) -> Result<()> {
    let start = source.block(at + HEAD, source.within(at + HEAD, long.min(LONGEST_KEYWORD)))?.unwrap_or_default();
    let Some(end) = start.iter().position(|byte| *byte == 0) else { return Ok(()) };
    let keyword = start[..end].to_ascii_lowercase();
    let word = String::from_utf8_lossy(&keyword);
    let has = |words: &[&str]| words.iter().any(|one| word.contains(one));
    let block = source.block(at + HEAD, long)?;
    let says = match (&block, start.get(end + 1)) {
        _ if has(&PLACE) => Some(true),
        _ if has(&TRAITS) => Some(false),
        (Some(block), Some(0)) if start[..end] == *PACKET => words::says(block),
        // It is packed, or larger than any.
        _ if start[..end] == *PACKET => Some(false),
        _ => None,
    };
    // What was overwritten before is a text of spaces.
    let is_blank =
        block.as_ref().is_some_and(|block| kind == *b"tEXt" && block[end + 1..].iter().all(|byte| *byte == b' '));
    let Some(place) = says.filter(|_| !is_blank) else { return Ok(()) };
    changes.place |= place;
    let Some(block) = block else {
        changes.fill(at + HEAD, source.within(at + HEAD, long), b' ');
        return Ok(());
    };
    let mut blank = vec![b' '; block.len()];
    blank[..=end].copy_from_slice(&block[..=end]);
    // Its name says how it is packed, and stands before it.
    let sum = checksum(&[b"tEXt", &blank]);
    changes.writes.push((at + 4, Over::Bytes(b"tEXt".to_vec())));
    put(source, at + HEAD, blank, sum, changes);
    Ok(())
}

/// Puts what a chunk has now in its place, with its checksum if the file does not end before.
fn put<F: Read + Seek>(source: &Source<F>, at: u64, mut data: Vec<u8>, sum: [u8; 4], changes: &mut Changes) {
    let end = at + data.len() as u64;
    if source.within(end, 4) == 4 {
        data.extend(sum);
    }
    if !data.is_empty() {
        changes.put(at, data);
    }
}
