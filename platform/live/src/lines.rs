//! The lines to WebSocket clients, tens of thousands on a few threads, without a task or a buffer for each.
//!
//! Frames come in encoded and shared; a line holds references to those that it has not sent yet, at most as many as the
//! hub's limits say. A frame for many is laid on all lines at once and then sent in slices, between which frames for few
//! overtake it: on other lines, for the order on one line never changes.

use crate::hub::Hub;
use crate::protocol::FromClient;
use bytes::Bytes;
use mio::event::Event;
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token, Waker};
use socket2::SockRef;
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};
use std::io::{ErrorKind, IoSlice, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::thread::JoinHandle;
use std::time::Duration;
use web::{Decoder, Heard};

/// Frames for no more lines than this overtake those for more.
const FEW: usize = 64;
/// Lines that are served of a frame for many before the thread looks for anything newer.
const SLICE: usize = 64;
/// Frames handed to the system in one call.
const TOGETHER: usize = 16;
/// Bytes read from one line before others have their turn.
const READ_AT_ONCE: usize = 16 << 10;
/// How long what was sent may stay unconfirmed before the line counts as dead: longer than two heartbeats, so that a client
/// that vanished without a word is let go of within a minute and a half.
const CONFIRMED_WITHIN: Duration = Duration::from_secs(60);
const WAKE: Token = Token(usize::MAX);

/// What the hub asks of a thread.
enum Order {
    /// Serve a line, after these frames.
    Open(u64, web::Line, Vec<Bytes>),
    /// Send a frame on these lines.
    Send(Vec<u64>, Bytes),
    /// Say goodbye with a code after what waits.
    Close(u64, u16),
}

struct Desk {
    orders: Mutex<Vec<Order>>,
    waker: Waker,
    /// Whether the thread was woken and has not looked yet.
    woken: AtomicBool,
    /// The thread has to end.
    closed: AtomicBool,
}

/// All lines.
pub(crate) struct Lines {
    desks: Vec<Arc<Desk>>,
}

/// The threads that serve them.
pub(crate) struct Clerks(Vec<JoinHandle<()>>);

impl Clerks {
    /// Waits for them to end, once the lines are closed.
    pub(crate) fn join(self) {
        for thread in self.0 {
            // One of them may be the last to let go of the hub; it cannot wait for itself.
            if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
                tracing::error!("a thread of lines has panicked");
            }
        }
    }
}

/// Keys are numbered one after another, so they are spread well enough as they are.
#[derive(Default)]
pub(crate) struct Plain(u64);

impl Hasher for Plain {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }
    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    fn write_i64(&mut self, number: i64) {
        self.write_u64(number.cast_unsigned());
    }
    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}

/// A map whose keys nobody outside chooses.
pub(crate) type PlainMap<K, V> = HashMap<K, V, BuildHasherDefault<Plain>>;

impl Lines {
    /// Starts so many threads for a hub; they end when the lines are closed or the hub is gone.
    pub(crate) fn start(threads: usize, waiting: usize, hub: &Weak<Hub>) -> std::io::Result<(Self, Clerks)> {
        let (mut desks, mut clerks) = (Vec::new(), Vec::new());
        for _ in 0..threads {
            let poll = Poll::new()?;
            let waker = Waker::new(poll.registry(), WAKE)?;
            let desk = Arc::new(Desk {
                orders: Mutex::default(),
                waker,
                woken: AtomicBool::new(false),
                closed: AtomicBool::new(false),
            });
            let clerk = Clerk {
                desk: desk.clone(),
                poll,
                hub: hub.clone(),
                waiting,
                lines: PlainMap::default(),
                few: VecDeque::new(),
                many: VecDeque::new(),
                unread: VecDeque::new(),
                buffer: vec![0; READ_AT_ONCE],
            };
            clerks.push(std::thread::Builder::new().name("lines".to_owned()).spawn(move || clerk.work())?);
            desks.push(desk);
        }
        Ok((Self { desks }, Clerks(clerks)))
    }

    fn place(&self, key: u64) -> usize {
        (key % self.desks.len() as u64) as usize
    }

    fn order(&self, place: usize, order: Order) {
        self.desks[place].put(order);
    }

    pub(crate) fn open(&self, key: u64, line: web::Line, first: Vec<Bytes>) {
        self.order(self.place(key), Order::Open(key, line, first));
    }

    /// Sends one frame on many lines.
    pub(crate) fn send(&self, keys: impl Iterator<Item = u64>, frame: &Bytes) {
        let mut by_place = vec![Vec::new(); self.desks.len()];
        for key in keys {
            by_place[self.place(key)].push(key);
        }
        for (place, keys) in by_place.into_iter().enumerate().filter(|(_, keys)| !keys.is_empty()) {
            self.order(place, Order::Send(keys, frame.clone()));
        }
    }

    /// Ends the threads, and with them all lines.
    pub(crate) fn close_all(&self) {
        for desk in &self.desks {
            desk.closed.store(true, Ordering::Release);
            desk.wake();
        }
    }

    pub(crate) fn close(&self, key: u64, code: u16) {
        self.order(self.place(key), Order::Close(key, code));
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.close_all();
    }
}

impl Desk {
    fn put(&self, order: Order) {
        self.orders.lock().expect("nothing panics while holding the orders").push(order);
        self.wake();
    }

    /// The thread looks at its desk: what is asked of it after this wakes it again. Whether it has to end.
    fn look(&self) -> bool {
        // A swap and no store: whoever found the thread woken already has had their say seen by what follows.
        self.woken.swap(false, Ordering::AcqRel);
        self.closed.load(Ordering::Acquire)
    }

    fn wake(&self) {
        if !self.woken.swap(true, Ordering::AcqRel)
            && let Err(error) = self.waker.wake()
        {
            tracing::error!(%error, "the lines' thread cannot be woken");
        }
    }
}

struct Line {
    stream: TcpStream,
    decoder: Decoder,
    waiting: VecDeque<Bytes>,
    /// Bytes of the first waiting frame that are sent already.
    sent: usize,
    /// The system takes no more for now and tells when it does.
    blocked: bool,
    /// It stands in one of the queues.
    queued: bool,
    /// A goodbye is the last that waits.
    closing: bool,
    /// Frames that may wait: what it missed while it was away comes on top of what others may have waiting.
    bound: usize,
    _place: Option<web::Place>,
}

/// How a line stands after it was served.
#[derive(PartialEq)]
enum Stand {
    Open,
    Gone,
}

/// One thread and its lines.
struct Clerk {
    desk: Arc<Desk>,
    poll: Poll,
    hub: Weak<Hub>,
    /// Frames that may wait on a line.
    waiting: usize,
    lines: PlainMap<u64, Line>,
    /// Lines with something to send, in the order in which they are served.
    few: VecDeque<u64>,
    /// The same, of frames for many.
    many: VecDeque<u64>,
    /// Lines that may have more to read.
    unread: VecDeque<u64>,
    buffer: Vec<u8>,
}

impl Clerk {
    fn work(mut self) {
        let mut events = Events::with_capacity(1024);
        loop {
            let busy = !self.many.is_empty() || !self.unread.is_empty();
            match self.poll.poll(&mut events, busy.then_some(Duration::ZERO)) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return tracing::error!(%error, "the lines cannot be watched any more"),
            }
            let Some(hub) = self.hub.upgrade() else { return };
            for event in &events {
                if event.token() != WAKE {
                    self.happened(&hub, event);
                }
            }
            // Before the orders are taken: those that were given before the end are still carried out.
            let closed = self.desk.look();
            self.orders(&hub);
            self.serve(&hub);
            if closed && self.many.is_empty() {
                return;
            }
        }
    }

    fn happened(&mut self, hub: &Arc<Hub>, event: &Event) {
        let key = event.token().0 as u64;
        let Some(line) = self.lines.get_mut(&key) else { return };
        if event.is_writable() && line.blocked {
            line.blocked = false;
            if !line.queued {
                line.queued = true;
                self.few.push_back(key);
            }
        }
        if event.is_readable() || event.is_error() || event.is_read_closed() {
            self.read(hub, key);
        }
        if event.is_read_closed() {
            // Told once, perhaps together with the last words: only another read finds the end.
            self.unread.push_back(key);
        }
    }

    fn orders(&mut self, hub: &Arc<Hub>) {
        let orders = std::mem::take(&mut *self.desk.orders.lock().expect("nothing panics while holding the orders"));
        for order in orders {
            match order {
                Order::Open(key, line, first) => self.open(hub, key, line, first),
                Order::Send(keys, frame) => {
                    let many = keys.len() > FEW;
                    for key in keys {
                        self.lay(hub, key, frame.clone(), many);
                    }
                }
                Order::Close(key, code) => {
                    self.lay(hub, key, web::close(code), false);
                    if let Some(line) = self.lines.get_mut(&key) {
                        line.closing = true;
                    }
                }
            }
        }
    }

    fn open(&mut self, hub: &Arc<Hub>, key: u64, line: web::Line, first: Vec<Bytes>) {
        let web::Line { stream, decoder, heard, place } = line;
        if let Err(error) = SockRef::from(&stream).set_tcp_user_timeout(Some(CONFIRMED_WITHIN)) {
            tracing::debug!(%error, "the system keeps its own time for lines that are dead");
        }
        let mut stream = TcpStream::from_std(stream);
        let both = Interest::READABLE | Interest::WRITABLE;
        if let Err(error) = self.poll.registry().register(&mut stream, Token(key as usize), both) {
            tracing::warn!(%error, "a line cannot be watched");
            return hub.gone(key);
        }
        let line = Line {
            stream,
            decoder,
            sent: 0,
            blocked: false,
            queued: true,
            closing: false,
            bound: self.waiting + first.len(),
            waiting: first.into(),
            _place: place,
        };
        self.lines.insert(key, line);
        self.few.push_back(key);
        for heard in heard {
            self.hear(hub, key, heard);
        }
    }

    /// Lays a frame on a line, to be sent in its turn.
    fn lay(&mut self, hub: &Arc<Hub>, key: u64, frame: Bytes, many: bool) {
        let Some(line) = self.lines.get_mut(&key) else { return };
        if line.closing {
            return;
        }
        if line.waiting.len() >= line.bound {
            // Its client does not keep up. It hears nothing of it, for nothing reaches it; it comes back at its position.
            self.lines.remove(&key);
            return hub.gone(key);
        }
        line.waiting.push_back(frame);
        if !line.queued && !line.blocked {
            line.queued = true;
            let queue = if many { &mut self.many } else { &mut self.few };
            queue.push_back(key);
        } else if line.queued && !many && !self.many.is_empty() {
            // It may stand among the many; a second place is harmless, for the later one finds nothing to send.
            self.few.push_back(key);
        }
    }

    fn serve(&mut self, hub: &Arc<Hub>) {
        for _ in 0..self.unread.len() {
            if let Some(key) = self.unread.pop_front() {
                self.read(hub, key);
            }
        }
        while let Some(key) = self.few.pop_front() {
            self.write(hub, key);
        }
        for _ in 0..SLICE {
            let Some(key) = self.many.pop_front() else { break };
            self.write(hub, key);
        }
    }

    fn write(&mut self, hub: &Arc<Hub>, key: u64) {
        let Some(line) = self.lines.get_mut(&key) else { return };
        line.queued = false;
        if line.blocked {
            return;
        }
        let stand = line.write();
        if line.waiting.is_empty() {
            line.bound = self.waiting;
        }
        if stand == Stand::Open {
            return;
        }
        self.lines.remove(&key);
        hub.gone(key);
    }

    fn read(&mut self, hub: &Arc<Hub>, key: u64) {
        let Some(line) = self.lines.get_mut(&key) else { return };
        let mut heard = Vec::new();
        let fault = match line.stream.read(&mut self.buffer) {
            Ok(0) => None,
            Ok(count) => {
                let fault = line.decoder.take(&self.buffer[..count], |one| heard.push(one)).err();
                // Readiness is told once, so whoever filled the buffer may have more to say.
                if count == self.buffer.len() {
                    self.unread.push_back(key);
                }
                for one in heard {
                    self.hear(hub, key, one);
                }
                if fault.is_none() {
                    return;
                }
                fault
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => return,
            Err(error) if error.kind() == ErrorKind::Interrupted => return self.unread.push_back(key),
            Err(_) => None,
        };
        if let (Some(fault), Some(line)) = (fault, self.lines.get_mut(&key)) {
            line.waiting.truncate(usize::from(line.sent > 0));
            line.waiting.push_back(web::close(fault.code()));
            line.write();
        }
        self.lines.remove(&key);
        hub.gone(key);
    }

    fn hear(&mut self, hub: &Arc<Hub>, key: u64, heard: Heard) {
        match heard {
            // What we cannot read we pass over: a newer client may know more than we do.
            Heard::Text(text) => {
                if let Ok(said) = serde_json::from_str::<FromClient>(&text) {
                    hub.hear(key, said);
                }
            }
            Heard::Ping(payload) => self.lay(hub, key, web::pong(&payload), false),
            Heard::Close => {
                self.lay(hub, key, web::close(1000), false);
                if let Some(line) = self.lines.get_mut(&key) {
                    line.closing = true;
                }
            }
        }
    }
}

impl Line {
    /// Sends what waits, as far as the system takes it.
    fn write(&mut self) -> Stand {
        while !self.waiting.is_empty() {
            let mut slices = [IoSlice::new(&[]); TOGETHER];
            let mut count = 0;
            for (slice, frame) in slices.iter_mut().zip(&self.waiting) {
                *slice = IoSlice::new(if count == 0 { &frame[self.sent..] } else { frame });
                count += 1;
            }
            match self.stream.write_vectored(&slices[..count]) {
                Ok(0) => return Stand::Gone,
                Ok(written) => self.advance(written),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.blocked = true;
                    return Stand::Open;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Stand::Gone,
            }
        }
        // Nothing waits any more, so nothing is held for it.
        self.waiting = VecDeque::new();
        if self.closing {
            let _ = self.stream.shutdown(std::net::Shutdown::Write);
            return Stand::Gone;
        }
        Stand::Open
    }

    fn advance(&mut self, mut written: usize) {
        while let Some(front) = self.waiting.front() {
            let left = front.len() - self.sent;
            if written < left {
                self.sent += written;
                return;
            }
            written -= left;
            self.sent = 0;
            self.waiting.pop_front();
        }
    }
}
