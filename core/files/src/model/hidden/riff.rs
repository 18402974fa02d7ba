//! WebP: parts with their names and lengths before them, of an even number of bytes.

use super::source::Source;
use super::{Changes, look_at_exif, look_at_packet};
use std::io::{Read, Result, Seek};

const FIRST: u64 = 12;
const HEAD: u64 = 8;
/// Some write it before the block, as in a JPEG.
const AS_IN_JPEG: &[u8; 6] = b"Exif\0\0";

pub(super) fn look<F: Read + Seek>(source: &mut Source<F>, changes: &mut Changes) -> Result<()> {
    let mut at = FIRST;
    while changes.goes_on(source.length()) {
        let Some([kind @ .., a, b, c, d]) = source.bytes::<{ HEAD as usize }>(at)? else { break };
        let long = u64::from(u32::from_le_bytes([a, b, c, d]));
        match &kind {
            b"EXIF" => {
                let more = if source.bytes(at + HEAD)? == Some(*AS_IN_JPEG) { 6 } else { 0 };
                look_at_exif(source, at + HEAD + more, long.saturating_sub(more), changes)?;
            }
            b"XMP " => look_at_packet(source, at + HEAD, long, changes)?,
            _ => (),
        }
        at += HEAD + long + long % 2;
    }
    Ok(())
}
