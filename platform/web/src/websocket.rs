//! WebSocket frames (RFC 6455) as a server reads and writes them, without any input or output: bytes in, messages out.
//!
//! Own, because live delivery shares one encoded frame among tens of thousands of connections and keeps no buffer for
//! those that are silent, and libraries encode and buffer for each.

use bytes::{BufMut, Bytes, BytesMut};

/// A text that many connections send: encoded once, header included, and shared by reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    wire: Bytes,
    /// Where the text begins.
    head: u8,
}

impl Frame {
    /// From a text.
    pub fn new(text: String) -> Self {
        let wire = encoded(TEXT, text.as_bytes());
        let head = u8::try_from(wire.len() - text.len()).expect("a header has at most ten bytes");
        Self { wire, head }
    }

    /// The text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.wire[usize::from(self.head)..]).expect("it was made from a text")
    }

    /// As it goes over the line of a WebSocket.
    pub fn wire(&self) -> &Bytes {
        &self.wire
    }
}

const CONTINUATION: u8 = 0;
const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;
const LAST: u8 = 0x80;
const RESERVED: u8 = 0x70;
const MASKED: u8 = 0x80;
/// Control frames carry at most this much.
const LARGEST_CONTROL: usize = 125;

fn encoded(code: u8, payload: &[u8]) -> Bytes {
    let mut wire = BytesMut::with_capacity(payload.len() + 10);
    wire.put_u8(LAST | code);
    match payload.len() {
        length @ 0..=LARGEST_CONTROL => wire.put_u8(length as u8),
        length @ 126..=0xffff => {
            wire.put_u8(126);
            wire.put_u16(length as u16);
        }
        length => {
            wire.put_u8(127);
            wire.put_u64(length as u64);
        }
    }
    wire.put_slice(payload);
    wire.freeze()
}

/// The answer to a ping.
pub fn pong(payload: &[u8]) -> Bytes {
    encoded(PONG, payload)
}

/// A goodbye with a code.
pub fn close(code: u16) -> Bytes {
    encoded(CLOSE, &code.to_be_bytes())
}

/// What a client said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A text, its parts put together.
    Text(String),
    /// It wants this back.
    Ping(Vec<u8>),
    /// It says goodbye.
    Close,
}

/// Why a connection cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Against the protocol.
    Malformed,
    /// Bytes where texts are spoken.
    Binary,
    /// A text that is not UTF-8.
    NotText,
    /// A frame, or a message of several, over the bound.
    TooLarge,
}

impl Fault {
    /// The code that RFC 6455 has for it.
    pub fn code(self) -> u16 {
        match self {
            Fault::Malformed => 1002,
            Fault::Binary => 1003,
            Fault::NotText => 1007,
            Fault::TooLarge => 1009,
        }
    }
}

/// Reads what a client sends. Holds memory only while a frame, or a message of several frames, is incomplete.
#[derive(Debug)]
pub struct Decoder {
    /// Bytes not understood yet.
    waiting: Vec<u8>,
    /// Parts of a text that has more to come.
    parts: Option<Vec<u8>>,
    largest: usize,
    /// After a fault or a goodbye nothing more is understood.
    ended: bool,
}

impl Decoder {
    /// A decoder that takes messages of up to so many bytes.
    pub fn new(largest: usize) -> Self {
        Self { waiting: Vec::new(), parts: None, largest, ended: false }
    }

    /// How many bytes it holds of what is incomplete: never more than a message, a frame's header and a control frame.
    pub fn held(&self) -> usize {
        self.waiting.len() + self.parts.as_ref().map_or(0, Vec::len)
    }

    /// Takes bytes in and gives what they complete, in order, until a fault or a goodbye.
    pub fn take(&mut self, bytes: &[u8], mut heard: impl FnMut(Heard)) -> Result<(), Fault> {
        let mut own = std::mem::take(&mut self.waiting);
        // Most of the time whole frames come at once, and nothing is copied.
        let all: &[u8] = match own.is_empty() {
            true => bytes,
            false => {
                own.extend_from_slice(bytes);
                &own
            }
        };
        let mut at = 0;
        while !self.ended {
            match self.frame(&all[at..]) {
                Ok(Some((length, found))) => {
                    at += length;
                    self.ended = found == Some(Heard::Close);
                    found.into_iter().for_each(&mut heard);
                }
                Ok(None) => break,
                Err(fault) => {
                    self.ended = true;
                    return Err(fault);
                }
            }
        }
        if self.ended || at == all.len() {
            return Ok(());
        }
        self.waiting = match own.is_empty() {
            true => bytes[at..].to_vec(),
            false => {
                own.drain(..at);
                own
            }
        };
        Ok(())
    }

    /// One frame from the beginning of some bytes: how long it is and what it completes. Nothing when it is not whole yet.
    fn frame(&mut self, bytes: &[u8]) -> Result<Option<(usize, Option<Heard>)>, Fault> {
        let [first, second, ..] = *bytes else { return Ok(None) };
        let (last, code) = (first & LAST != 0, first & 0x0f);
        let control = code >= CLOSE;
        // A client masks what it says, and no extension was agreed that would use the reserved bits.
        if first & RESERVED != 0 || second & MASKED == 0 || (control && !last) {
            return Err(Fault::Malformed);
        }
        let (length, head) = match (second & !MASKED, bytes) {
            (126, [_, _, a, b, ..]) => (u64::from(u16::from_be_bytes([*a, *b])), 4),
            (127, [_, _, a, b, c, d, e, f, g, h, ..]) => (u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]), 10),
            (126 | 127, _) => return Ok(None),
            (length, _) => (u64::from(length), 2),
        };
        if control && length > LARGEST_CONTROL as u64 {
            return Err(Fault::Malformed);
        }
        // Control frames have their own bound, and may come between the parts of a text.
        let held = self.parts.as_ref().map_or(0, Vec::len);
        if !control && length > (self.largest - held) as u64 {
            return Err(Fault::TooLarge);
        }
        let end = head + 4 + length as usize;
        let Some(payload) = bytes.get(head + 4..end) else { return Ok(None) };
        let mask = &bytes[head..head + 4];
        let mut payload = payload.to_vec();
        for (byte, mask) in payload.iter_mut().zip(mask.iter().cycle()) {
            *byte ^= mask;
        }
        Ok(Some((end, self.heard(last, code, payload)?)))
    }

    fn heard(&mut self, last: bool, code: u8, payload: Vec<u8>) -> Result<Option<Heard>, Fault> {
        match (code, self.parts.take()) {
            (PING, parts) => {
                self.parts = parts;
                Ok(Some(Heard::Ping(payload)))
            }
            (PONG, parts) => {
                self.parts = parts;
                Ok(None)
            }
            (CLOSE, _) => Ok(Some(Heard::Close)),
            (TEXT, None) => self.text(last, payload),
            (CONTINUATION, Some(mut parts)) => {
                parts.extend_from_slice(&payload);
                self.text(last, parts)
            }
            (BINARY, None) => Err(Fault::Binary),
            _ => Err(Fault::Malformed),
        }
    }

    fn text(&mut self, last: bool, bytes: Vec<u8>) -> Result<Option<Heard>, Fault> {
        if !last {
            self.parts = Some(bytes);
            return Ok(None);
        }
        String::from_utf8(bytes).map(|text| Some(Heard::Text(text))).map_err(|_| Fault::NotText)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LARGEST: usize = 1_000;
    const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

    /// A frame as a client sends it.
    fn said(first: u8, payload: &[u8]) -> Vec<u8> {
        let mut wire = encoded(0, payload).to_vec();
        wire[0] = first;
        wire[1] |= MASKED;
        let head = wire.len() - payload.len();
        for (byte, mask) in wire[head..].iter_mut().zip(MASK.iter().cycle()) {
            *byte ^= mask;
        }
        wire.splice(head..head, MASK);
        wire
    }

    /// What a decoder hears when the bytes come in pieces of a size.
    fn hear(bytes: &[u8], piece: usize) -> (Vec<Heard>, Option<Fault>) {
        let (mut decoder, mut all) = (Decoder::new(LARGEST), Vec::new());
        for piece in bytes.chunks(piece.max(1)) {
            if let Err(fault) = decoder.take(piece, |heard| all.push(heard)) {
                return (all, Some(fault));
            }
        }
        (all, None)
    }

    fn text(text: &str) -> Heard {
        Heard::Text(text.to_owned())
    }

    #[test]
    fn the_example_of_the_standard_is_understood() {
        let hello = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
        assert_eq!(hear(&hello, 100), (vec![text("Hello")], None));
        assert_eq!(said(0x81, b"Hello"), hello);
        assert_eq!(Frame::new("Hello".to_owned()).wire()[..], [0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f]);
    }

    #[test]
    fn a_frame_of_any_length_says_how_long_it_is() {
        for (length, head) in [(0, 2), (125, 2), (126, 4), (65_535, 4), (65_536, 10)] {
            let words = "a".repeat(length);
            let frame = Frame::new(words.clone());
            assert_eq!((frame.wire().len() - length, frame.text()), (head, words.as_str()));
        }
    }

    #[test]
    fn parts_make_one_text_and_a_ping_between_them_is_answered() {
        let bytes = [said(0x01, "縁".as_bytes()), said(0x89, b"?"), said(0x8a, b""), said(0x80, "側".as_bytes())];
        assert_eq!(hear(&bytes.concat(), 3), (vec![Heard::Ping(b"?".to_vec()), text("縁側")], None));
        assert_eq!(pong(b"?")[..], [0x8a, 1, b'?']);
    }

    #[test]
    fn a_ping_between_parts_takes_nothing_of_the_texts_bound() {
        let bytes = [said(0x01, &[b'a'; LARGEST]), said(0x89, b"still there?"), said(0x80, b"")];
        assert_eq!(
            hear(&bytes.concat(), 7),
            (vec![Heard::Ping(b"still there?".to_vec()), text(&"a".repeat(LARGEST))], None)
        );
    }

    #[test]
    fn after_a_goodbye_nothing_is_heard() {
        let bytes = [said(0x88, &[0x03, 0xe8]), said(0x81, b"late")].concat();
        assert_eq!(hear(&bytes, 100), (vec![Heard::Close], None));
        assert_eq!(hear(&bytes, 1), (vec![Heard::Close], None));
        assert_eq!(close(4000)[..], [0x88, 2, 0x0f, 0xa0]);
    }

    #[test]
    fn what_is_against_the_protocol_ends_the_connection_with_its_code() {
        let unmasked = vec![0x81, 1, b'a'];
        let cases = [
            (unmasked, 1002),
            (said(0xc1, b"a"), 1002),
            (said(0x83, b"a"), 1002),
            (said(0x80, b"no beginning"), 1002),
            ([said(0x01, b"a"), said(0x81, b"b")].concat(), 1002),
            (said(0x09, b"a ping in parts"), 1002),
            (said(0x89, &[0; 126]), 1002),
            (said(0x82, b"bytes"), 1003),
            (said(0x81, &[0xff]), 1007),
            (said(0x81, &[b'a'; LARGEST + 1]), 1009),
            ([said(0x01, &[b'a'; LARGEST]), said(0x80, b"b")].concat(), 1009),
            (vec![0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 1009),
            // Added to what is held it would be nothing, if numbers went round.
            ([said(0x01, b"a"), vec![0x80, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]].concat(), 1009),
        ];
        for (bytes, code) in cases {
            for piece in [1, 100_000] {
                assert_eq!(hear(&bytes, piece).1.map(Fault::code), Some(code), "{bytes:x?}");
            }
        }
    }

    #[test]
    fn a_silent_connection_holds_no_memory() {
        let mut decoder = Decoder::new(LARGEST);
        let bytes = said(0x81, b"look");
        decoder.take(&bytes[..3], |_| {}).expect("well formed");
        decoder.take(&bytes[3..], |_| {}).expect("well formed");
        assert_eq!((decoder.waiting.capacity(), decoder.parts.is_none()), (0, true));
    }

    proptest! {
        #[test]
        fn texts_arrive_whole_however_they_are_cut(
            texts in prop::collection::vec("\\PC{0,80}", 1..6),
            piece in 1_usize..40,
        ) {
            let bytes: Vec<u8> = texts.iter().flat_map(|text| said(0x81, text.as_bytes())).collect();
            let expected: Vec<Heard> = texts.iter().map(|one| text(one)).collect();
            prop_assert_eq!(hear(&bytes, piece), (expected, None));
        }

        #[test]
        fn any_bytes_are_understood_alike_however_they_are_cut(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            piece in 1_usize..20,
        ) {
            prop_assert_eq!(hear(&bytes, piece), hear(&bytes, 1_000));
        }
    }
}
