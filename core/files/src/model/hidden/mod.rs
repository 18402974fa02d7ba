//! What a camera hides in a picture or a film: where it was taken, who owns the camera and its numbers. All of it is overwritten where it
//! stands, so that nothing moves and no dot of the picture is another one; which side is up stays.

mod boxes;
mod iptc;
mod jpeg;
mod png;
mod riff;
mod source;
mod tiff;
#[cfg(test)]
mod tried;
mod words;

use source::Source;
use std::io::{Read, Result, Seek};

/// A part of a file that says such things and is larger than this is overwritten without being looked into.
const LARGEST_BLOCK: u64 = 4 << 20;
/// What is written anew takes no more memory than this in all; what comes after it is overwritten as a whole.
const MOST_HELD: usize = 32 << 20;
/// No more parts of a file than this are looked at, where a camera writes a few dozen.
const MOST_PARTS: usize = 20_000;

/// What is written over a part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Over {
    /// These bytes.
    Bytes(Vec<u8>),
    /// One byte so many times.
    Fill(u8, u64),
}

/// What is to be written over a file, so that it does not say any more what a camera hid in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// What, and from where on.
    pub writes: Vec<(u64, Over)>,
    /// Whether it said where it was taken.
    pub place: bool,
    held: usize,
    filled: u64,
    parts: usize,
}

impl Changes {
    fn put(&mut self, at: u64, bytes: Vec<u8>) {
        if self.held + bytes.len() > MOST_HELD {
            return self.fill(at, bytes.len() as u64, 0);
        }
        self.held += bytes.len();
        self.writes.push((at, Over::Bytes(bytes)));
    }

    fn fill(&mut self, at: u64, count: u64, byte: u8) {
        if count > 0 {
            self.filled += count;
            self.writes.push((at, Over::Fill(byte, count)));
        }
    }

    /// Whether one part more of a file of so many bytes is looked at. Whoever made one that has too many, or would be overwritten more than
    /// once, wants to keep the machine busy.
    fn goes_on(&mut self, length: u64) -> bool {
        self.parts += 1;
        self.parts <= MOST_PARTS && self.filled <= length
    }
}

/// What is to be written over a file of so many bytes; nothing when it is no picture or film that is known, or says nothing.
pub fn hidden(file: impl Read + Seek, length: u64) -> Result<Changes> {
    let mut source = Source::new(file, length);
    let mut changes = Changes::default();
    let head = source.window(0)?.get(..12).map(<[u8]>::to_vec).unwrap_or_default();
    match head.as_slice() {
        [0xff, 0xd8, 0xff, ..] => jpeg::look(&mut source, &mut changes)?,
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => png::look(&mut source, &mut changes)?,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P'] => riff::look(&mut source, &mut changes)?,
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => boxes::look(&mut source, 0, &mut changes)?,
        _ => (),
    }
    Ok(changes)
}

/// Overwrites what a block of EXIF at a place says.
fn look_at_exif<F: Read + Seek>(source: &mut Source<F>, at: u64, count: u64, changes: &mut Changes) -> Result<()> {
    let count = source.within(at, count);
    let Some(mut block) = source.block(at, count)? else {
        changes.fill(at, count, 0);
        return Ok(());
    };
    if let Some(place) = tiff::clean(&mut block) {
        changes.place |= place;
        changes.put(at, block);
    }
    Ok(())
}

/// Overwrites a packet of XMP at a place if it says something.
fn look_at_packet<F: Read + Seek>(source: &mut Source<F>, at: u64, count: u64, changes: &mut Changes) -> Result<()> {
    let count = source.within(at, count);
    let says = match source.block(at, count)? {
        Some(packet) => words::says(&packet),
        None => Some(false),
    };
    if let Some(place) = says {
        changes.place |= place;
        changes.fill(at, count, b' ');
    }
    Ok(())
}
