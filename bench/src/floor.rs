//! The floor: a bare TCP writer of the same frame on one thread, the least that a server on this machine could do. It runs as a
//! process of its own, as a server does.

use crate::part::Part;
use crate::swarm::now_us;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};

/// The floor, as the process that measures sees it.
pub(crate) struct Floor {
    part: Part,
    pub(crate) address: SocketAddr,
}

impl Floor {
    pub(crate) fn start() -> Self {
        let mut part = Part::start("floor");
        let address = part.line().parse().expect("it says where it listens");
        Self { part, address }
    }

    /// Writes these bytes on all connections; when it began, in microseconds since 1970.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> u64 {
        self.part.give(&(bytes.len() as u64).to_be_bytes());
        self.part.give(bytes);
        self.part.line().parse().expect("it says when it began")
    }
}

/// The floor's own process.
pub(crate) fn run() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    println!("{}", listener.local_addr().expect("it is bound"));
    let (arrive, arrived) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.expect("a connection");
            stream.set_nodelay(true).expect("it is open");
            if arrive.send(stream).is_err() {
                return;
            }
        }
    });
    let mut streams = Vec::new();
    let mut input = std::io::stdin().lock();
    let mut length = [0; 8];
    while input.read_exact(&mut length).is_ok() {
        let mut bytes = vec![0; u64::from_be_bytes(length) as usize];
        input.read_exact(&mut bytes).expect("the whole frame");
        streams.extend(arrived.try_iter());
        let begin = now_us();
        for stream in &mut streams {
            stream.write_all(&bytes).expect("its client is there");
        }
        println!("{begin}");
    }
}
