//! CP932 (Windows-31J), the encoding of office files, and telling it from UTF-8 and UTF-16.

use encoding_rs::{DecoderResult, EncoderResult, SHIFT_JIS, UTF_16BE, UTF_16LE};
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Stands in the output for a character that CP932 has no code for (〓, the printers' geta).
const GETA: [u8; 2] = [0x81, 0xAC];

/// An encoding that [`sniff_and_decode`] tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16 little-endian with byte order mark (Excel's "Unicode text").
    Utf16Le,
    /// UTF-16 big-endian with byte order mark.
    Utf16Be,
    /// CP932, also known as Windows-31J and, loosely, as Shift_JIS.
    Cp932,
}

/// The bytes are no text in the encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// Where the first wrong sequence starts, in bytes from the start of the input.
    pub offset: usize,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no valid text at byte {}", self.offset)
    }
}

impl std::error::Error for DecodeError {}

/// A character that [`encode`] could not write as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmappable {
    /// Position in the input, in Unicode scalar values (`char`s) from 0.
    pub index: usize,
    /// The grapheme cluster as it stands in the input.
    pub grapheme: String,
}

/// A text in CP932.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// The text; one 〓 for every grapheme cluster in `unmappable`.
    pub bytes: Vec<u8>,
    /// What became 〓, in order.
    pub unmappable: Vec<Unmappable>,
    /// What was written without its variation selector (辻󠄀 as 辻), in order: legible, but in
    /// another shape than the person's name.
    pub reduced: Vec<Unmappable>,
}

/// Decodes CP932. Both codes of a doubly coded character are accepted (髙 is EE E0 and FB FC).
///
/// User-defined characters (F040 to F9FC) become the private use characters U+E000 to U+E757, as
/// in Windows.
///
/// # Errors
/// [`DecodeError`] at the first sequence that is no CP932.
pub fn decode(bytes: &[u8]) -> Result<String, DecodeError> {
    decode_strictly(SHIFT_JIS, bytes)
}

/// Finds out the encoding of a file and decodes it. A byte order mark is not part of the text.
///
/// UTF-8 is tried first, then CP932. A file that is mostly good UTF-8 with a broken place is an
/// error and not CP932, which would accept many such files as gibberish.
///
/// # Errors
/// [`DecodeError`] at the first wrong sequence in the likeliest encoding.
pub fn sniff_and_decode(bytes: &[u8]) -> Result<(String, Encoding), DecodeError> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return after_mark(decode_utf8(rest), 3, Encoding::Utf8);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return after_mark(decode_strictly(UTF_16LE, rest), 2, Encoding::Utf16Le);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return after_mark(decode_strictly(UTF_16BE, rest), 2, Encoding::Utf16Be);
    }
    match decode_utf8(bytes) {
        Ok(text) => Ok((text, Encoding::Utf8)),
        Err(error) if is_damaged_utf8(bytes) => Err(error),
        Err(_) => Ok((decode(bytes)?, Encoding::Cp932)),
    }
}

/// Encodes to CP932.
///
/// Characters that Windows codes under a look-alike are written as that (〜 as ～, − as －, — as ―,
/// ‖ as ∥, ¢ £ ¬ ¦ ¥ ‾ full width, no-break space as blank), so a round trip changes them without
/// losing them. Decomposed kana are composed. Private use characters U+E000 to U+E757 become
/// user-defined codes. Everything else without a code becomes 〓 and is reported.
pub fn encode(text: &str) -> Encoded {
    let mut encoded = Encoded { bytes: Vec::with_capacity(text.len()), unmappable: Vec::new(), reduced: Vec::new() };
    let mut index = 0;
    for grapheme in text.graphemes(true) {
        let report = || Unmappable { index, grapheme: grapheme.to_owned() };
        let shown: String = grapheme.chars().filter(|&c| !is_variation_selector(c)).map(windows_form).collect();
        let start = encoded.bytes.len();
        // The composed form is second, because NFC turns 神 (U+FA19) and its kind into others.
        if push_cp932(&shown, &mut encoded.bytes) || push_cp932(&shown.nfc().collect::<String>(), &mut encoded.bytes) {
            let variation = grapheme.chars().any(is_variation_selector);
            if variation && encoded.bytes.len() > start {
                encoded.reduced.push(report());
            }
        } else {
            encoded.bytes.extend_from_slice(&GETA);
            encoded.unmappable.push(report());
        }
        index += grapheme.chars().count();
    }
    encoded
}

fn after_mark(
    decoded: Result<String, DecodeError>,
    mark: usize,
    encoding: Encoding,
) -> Result<(String, Encoding), DecodeError> {
    match decoded {
        Ok(text) => Ok((text, encoding)),
        Err(error) => Err(DecodeError { offset: error.offset + mark }),
    }
}

fn decode_utf8(bytes: &[u8]) -> Result<String, DecodeError> {
    match str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(DecodeError { offset: error.valid_up_to() }),
    }
}

fn decode_strictly(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Result<String, DecodeError> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let capacity = decoder
        .max_utf8_buffer_length_without_replacement(bytes.len())
        .unwrap_or_else(|| panic!("a slice in memory decodes to a length that fits in usize"));
    let mut text = String::with_capacity(capacity);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        DecoderResult::InputEmpty => Ok(text),
        DecoderResult::Malformed(bad, after) => {
            Err(DecodeError { offset: read - usize::from(bad) - usize::from(after) })
        }
        DecoderResult::OutputFull => panic!("the decoder's own bound on its output was too small"),
    }
}

/// Whether bytes that are no UTF-8 look like UTF-8 with a few broken places.
///
/// Japanese in UTF-8 is sequences of three bytes and more. CP932 has few such places by chance,
/// and beside each many that are wrong.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut wrong) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    good > 3 * wrong
}

/// Appends `text` and returns true, or appends nothing and returns false.
fn push_cp932(text: &str, bytes: &mut Vec<u8>) -> bool {
    let start = bytes.len();
    for c in text.chars() {
        // The user-defined area is missing from the WHATWG index; rows of 188 from F040, no xx7F.
        if let code @ 0xE000..=0xE757 = u32::from(c) {
            let (row, cell) = ((code - 0xE000) / 188, (code - 0xE000) % 188);
            let trail = if cell < 63 { 0x40 + cell } else { 0x41 + cell };
            bytes.extend([0xF0 + row, trail].map(|byte| {
                u8::try_from(byte).unwrap_or_else(|_| panic!("10 rows of 188 end at F9FC, got {byte:#x}"))
            }));
            continue;
        }
        // A code takes two bytes; the encoder wants a margin before it starts.
        let mut code = [0; 8];
        let mut utf8 = [0; 4];
        let (result, _, written) =
            SHIFT_JIS.new_encoder().encode_from_utf8_without_replacement(c.encode_utf8(&mut utf8), &mut code, true);
        match result {
            EncoderResult::InputEmpty => bytes.extend_from_slice(&code[..written]),
            EncoderResult::Unmappable(_) => {
                bytes.truncate(start);
                return false;
            }
            EncoderResult::OutputFull => panic!("one character of CP932 takes at most two bytes"),
        }
    }
    true
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// The character that Windows has in CP932 where Unicode and other systems have another.
fn windows_form(c: char) -> char {
    match c {
        '\u{301C}' => '\u{FF5E}',
        '\u{2212}' => '\u{FF0D}',
        '\u{2014}' => '\u{2015}',
        '\u{2016}' => '\u{2225}',
        '\u{00A2}' => '\u{FFE0}',
        '\u{00A3}' => '\u{FFE1}',
        '\u{00AC}' => '\u{FFE2}',
        '\u{00A6}' => '\u{FFE4}',
        // The encoder would write 5C and 7E, which read back as a backslash and a tilde.
        '\u{00A5}' => '\u{FFE5}',
        '\u{203E}' => '\u{FFE3}',
        '\u{00A0}' => ' ',
        other => other,
    }
}
