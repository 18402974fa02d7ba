//! However a client's bytes are cut, they mean the same; they mean what another implementation takes them for; and what is
//! held of them stays bounded.

use std::io::{self, Read, Write};
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::protocol::{Message, Role, WebSocket, WebSocketConfig};
use web::{Decoder, Fault, Heard};

/// The header of a frame with its mask, and the longest control frame, which may come between the parts of a text.
const BESIDES: usize = 14 + 125;

pub(crate) fn promises(input: &[u8]) {
    let [choice, seed, wire @ ..] = input else { return };
    let largest = [125, 1_000, 16 << 10, 70_000][usize::from(choice & 3)];
    let whole = hear(largest, [wire].into_iter());
    assert_eq!(hear(largest, Cut { rest: wire, state: u32::from(*seed) }), whole, "it depends on how bytes are cut");
    if let Some(fault) = whole.1 {
        assert!([1002, 1003, 1007, 1009].contains(&fault.code()));
    }
    compare(&whole, &other(wire, largest));
}

type Outcome = (Vec<Heard>, Option<Fault>);

fn hear<'w>(largest: usize, pieces: impl Iterator<Item = &'w [u8]>) -> Outcome {
    let (mut decoder, mut all) = (Decoder::new(largest), Vec::new());
    for piece in pieces {
        let result = decoder.take(piece, |heard| all.push(heard));
        assert!(decoder.held() <= largest + BESIDES, "it holds {} bytes", decoder.held());
        if let Err(fault) = result {
            return (all, Some(fault));
        }
    }
    for heard in &all {
        assert!(!matches!(heard, Heard::Text(text) if text.len() > largest));
        assert!(!matches!(heard, Heard::Ping(payload) if payload.len() > 125));
    }
    (all, None)
}

/// Pieces of many lengths, the same for the same seed.
struct Cut<'w> {
    rest: &'w [u8],
    state: u32,
}

impl<'w> Iterator for Cut<'w> {
    type Item = &'w [u8];
    fn next(&mut self) -> Option<&'w [u8]> {
        self.state = self.state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let widest = [1, 4, 64, 2_048][(self.state >> 30) as usize];
        let length = 1 + (self.state >> 8) as usize % widest;
        let (piece, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        (!piece.is_empty()).then_some(piece)
    }
}

/// How another implementation's hearing ended.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// It waits for more.
    Waits,
    Closed,
    Binary,
    Error,
}

fn compare(ours: &Outcome, theirs: &(Vec<Heard>, End)) {
    let ((ours, fault), (theirs, end)) = (ours, theirs);
    let common = ours.len().min(theirs.len());
    assert_eq!(ours[..common], theirs[..common], "the other hears something else");
    match (fault, ours.last()) {
        // It takes bytes that are no text, and would hear what follows them.
        (Some(Fault::Binary), _) => {}
        // It looks at a frame when it is whole, and at a text with every part of it.
        (Some(_), _) => assert_ne!(*end, End::Closed, "it is no fault to the other"),
        (None, Some(Heard::Close)) => assert!(matches!(end, End::Closed | End::Error), "{end:?}"),
        (None, _) => {
            assert!(matches!(end, End::Waits | End::Error), "{end:?}");
            assert!(*end == End::Error || ours.len() == theirs.len(), "the other hears more or less");
        }
    }
}

struct Wire<'w>(&'w [u8]);

impl Read for Wire<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::ErrorKind::WouldBlock.into()),
            count => Ok(count),
        }
    }
}

impl Write for Wire<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn other(wire: &[u8], largest: usize) -> (Vec<Heard>, End) {
    let limits = WebSocketConfig::default()
        .read_buffer_size(4 << 10)
        .max_message_size(Some(largest))
        .max_frame_size(Some(largest));
    let (mut socket, mut all) = (WebSocket::from_raw_socket(Wire(wire), Role::Server, Some(limits)), Vec::new());
    loop {
        match socket.read() {
            Ok(Message::Text(text)) => all.push(Heard::Text(text.as_str().to_owned())),
            Ok(Message::Ping(payload)) => all.push(Heard::Ping(payload.to_vec())),
            Ok(Message::Pong(_) | Message::Frame(_)) => {}
            Ok(Message::Binary(_)) => return (all, End::Binary),
            Ok(Message::Close(_)) => {
                all.push(Heard::Close);
                return (all, End::Closed);
            }
            Err(Error::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => return (all, End::Waits),
            Err(_) => return (all, End::Error),
        }
    }
}
