//! What can be read can be written again, and what was written can be read.

use text::cp932::{self, Encoding};

pub(crate) fn promises(input: &[u8]) {
    decoding(input);
    sniffing(input);
    if let Ok(text) = std::str::from_utf8(input) {
        encoding(text);
    }
}

fn decoding(input: &[u8]) {
    match cp932::decode(input) {
        Ok(text) => {
            let encoded = cp932::encode(&text);
            assert_eq!((&encoded.unmappable[..], &encoded.reduced[..]), (&[][..], &[][..]), "it came from CP932");
            assert_eq!(cp932::decode(&encoded.bytes).as_ref(), Ok(&text));
        }
        Err(error) => {
            assert!(error.offset < input.len());
            assert!(cp932::decode(&input[..error.offset]).is_ok(), "the fault is not where it is said to be");
        }
    }
}

fn sniffing(input: &[u8]) {
    match cp932::sniff_and_decode(input) {
        Ok((text, found)) => {
            assert!(text.len() <= 3 * input.len());
            let marked =
                input.starts_with(b"\xEF\xBB\xBF") || input.starts_with(b"\xFF\xFE") || input.starts_with(b"\xFE\xFF");
            if let (false, Ok(utf8)) = (marked, std::str::from_utf8(input)) {
                assert_eq!((text.as_str(), found), (utf8, Encoding::Utf8));
            }
            for (mark, one) in [(0xFEFF_u16, u16::to_le_bytes as fn(u16) -> [u8; 2]), (0xFEFF, u16::to_be_bytes)] {
                let bytes: Vec<u8> = std::iter::once(mark).chain(text.encode_utf16()).flat_map(one).collect();
                assert_eq!(cp932::sniff_and_decode(&bytes).map(|(again, _)| again).as_ref(), Ok(&text));
            }
        }
        Err(error) => assert!(error.offset < input.len()),
    }
}

fn encoding(text: &str) {
    let encoded = cp932::encode(text);
    assert!(encoded.bytes.len() <= 2 * text.chars().count());
    let again = cp932::decode(&encoded.bytes).expect("what was written in CP932 is CP932");
    let twice = cp932::encode(&again);
    assert_eq!(twice.bytes, encoded.bytes, "written twice it is something else");
    assert!(twice.unmappable.is_empty() && twice.reduced.is_empty());
    for lost in encoded.unmappable.iter().chain(&encoded.reduced) {
        let found: String = text.chars().skip(lost.index).take(lost.grapheme.chars().count()).collect();
        assert_eq!(found, lost.grapheme, "what was lost does not stand there");
    }
}
