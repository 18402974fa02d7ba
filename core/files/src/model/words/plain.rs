//! Plain text: UTF-8, UTF-16 with its mark, CP932.

use super::{MOST_WORDS, Said, Unread};
use std::borrow::Cow;
use text::cp932;

/// Bytes that are looked at: more than can become as much text as is kept.
const MOST_BYTES: usize = MOST_WORDS * 3;

pub(super) fn read(bytes: &[u8], said: &mut Said) -> Result<(), Unread> {
    let is_wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    // A program, or an older office file.
    if !is_wide && bytes[..bytes.len().min(8_192)].contains(&0) {
        return Err(Unread::Unreadable);
    }
    let looked_at = &bytes[..bytes.len().min(MOST_BYTES)];
    said.add(&decoded(looked_at)).ok();
    Ok(())
}

fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    match cp932::sniff_and_decode(bytes) {
        Ok((text, _)) => Cow::Owned(text),
        // A character was cut in two at the end, or one of them is damaged.
        Err(_) => match bytes {
            [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode(rest).0,
            [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode(rest).0,
            _ => {
                let read = String::from_utf8_lossy(bytes);
                let is_good = read.chars().filter(|c| *c == '\u{FFFD}').count() * 100 <= read.chars().count();
                if is_good { read } else { encoding_rs::SHIFT_JIS.decode(bytes).0 }
            }
        },
    }
}
