//! Sending records to log servers.

use crate::line::{Broken, Line};
use crate::message::Sender;
use crate::model::{Forwarding, LogServer, Transport};
use crate::store;
use db::{Conn, Db, Lock};
use directory::store::{organisations, people};
use kernel::{Actor, Id, OrgId, Result};
use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

pub use crate::line::{Trust, trusting};

/// Records of one organisation that are sent at a time.
const TOGETHER: usize = 500;
/// How long a node may be silent before another takes over; longer than a log server may take for what is sent at a time.
const LEASE: Duration = Duration::from_secs(60);
/// How often is looked whether there is something to send.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The longest pause between tries to reach a log server.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Sends the records of every organisation to one log server.
///
/// What was sent counts as sent when the line is still open at the next look: a connection that has broken takes a first
/// message without a word. So what is under way when one breaks is sent again, and a log server may hear a number twice.
pub struct Forwarder {
    db: Db,
    server: LogServer,
    address: String,
    trust: Option<Trust>,
    node: i64,
    sender: Sender,
    state: Mutex<State>,
    stopped: (Mutex<bool>, Condvar),
}

/// The open line, and how far each organisation's records were put on it.
#[derive(Default)]
struct State {
    line: Option<Line>,
    reached: HashMap<OrgId, i64>,
    /// Whether that is further than the database knows.
    unnoted: bool,
}

/// The next records of an organisation.
struct Batch {
    org: OrgId,
    /// The number of the last.
    last: i64,
    messages: Vec<Vec<u8>>,
}

/// What a look came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Nothing waits.
    Idle,
    /// So many records were sent.
    Sent(usize),
    /// Another node sends them.
    Elsewhere,
    /// The log server cannot be reached; the records wait.
    Broken,
}

impl Forwarder {
    /// For a log server, which must have its certificate of whom `trust` says when the way there is encrypted.
    pub fn new(db: Db, server: LogServer, trust: Option<Trust>) -> Self {
        let node = (db.entropy().u64() >> 1) as i64;
        let address = server.to_string();
        let (state, stopped) = (Mutex::default(), (Mutex::new(false), Condvar::new()));
        Self { db, server, address, trust, node, sender: Sender::here(), state, stopped }
    }

    /// Looks on the calling thread again and again, until [`Forwarder::stop`] is called on another; then hangs up.
    pub fn run(&self) {
        let mut pause = LOOK_EVERY;
        let mut stopped = self.stopped.0.lock().expect("nobody panics while holding the word to stop");
        while !*stopped {
            drop(stopped);
            pause = match self.look() {
                Ok(Look::Sent(count)) if count >= TOGETHER => Duration::ZERO,
                Ok(Look::Broken) => (pause * 2).clamp(LOOK_EVERY, LONGEST_PAUSE),
                Ok(_) => LOOK_EVERY,
                Err(error) => {
                    tracing::warn!(%error, "records cannot be read for the log server");
                    LOOK_EVERY
                }
            };
            stopped = self.stopped.0.lock().expect("as above");
            if !*stopped {
                stopped = self.stopped.1.wait_timeout(stopped, pause).expect("as above").0;
            }
        }
        drop(stopped);
        if let Err(error) = self.hang_up() {
            tracing::warn!(%error, "what was sent to the log server is sent again at the next start");
        }
    }

    /// Ends [`Forwarder::run`] after the look that it is at.
    pub fn stop(&self) {
        *self.stopped.0.lock().expect("nobody panics while holding the word to stop") = true;
        self.stopped.1.notify_all();
    }

    /// Notes what has arrived, and sends what has been written since. Tests call this instead of waiting.
    pub fn look(&self) -> Result<Look> {
        let mut state = self.state.lock().expect("nobody panics while looking");
        if state.line.as_mut().is_some_and(|line| !line.is_open()) {
            *state = State::default();
        }
        self.note(&mut state)?;
        let waiting = self.waiting(&state.reached)?;
        if waiting.is_empty() {
            return Ok(Look::Idle);
        }
        if !self.claim()? {
            *state = State::default();
            return Ok(Look::Elsewhere);
        }
        let count = waiting.iter().map(|batch| batch.messages.len()).sum();
        match self.send(&mut state, waiting) {
            Ok(()) => Ok(Look::Sent(count)),
            Err(Broken { fault, detail }) => {
                *state = State::default();
                tracing::warn!(server = self.address, detail, "the log server cannot be reached");
                let address = self.address.clone();
                self.db.write_now(nobody(), move |tx| {
                    tx.lock(Lock::Jobs)?;
                    store::in_trouble(tx, &address, fault, &detail)
                })?;
                Ok(Look::Broken)
            }
        }
    }

    /// Closes the line, notes what has arrived, and leaves the log server to other nodes.
    pub fn hang_up(&self) -> Result<()> {
        let mut state = self.state.lock().expect("nobody panics while looking");
        if state.line.take().is_some_and(Line::close) {
            self.note(&mut state)?;
        }
        *state = State::default();
        let (address, node) = (self.address.clone(), self.node);
        self.db.write_now(nobody(), move |tx| {
            tx.lock(Lock::Jobs)?;
            store::let_go(tx, &address, node)
        })
    }

    /// How it stands with the records of the actor's organisation.
    pub fn standing(&self, conn: &mut Conn<'_>) -> Result<Forwarding> {
        let org = conn.actor().org;
        let (sent, sent_at) = store::sent(conn, &self.address, org)?;
        Ok(Forwarding {
            address: self.address.clone(),
            encrypted: self.server.transport == Transport::Tls,
            sent,
            sent_at,
            waiting: audit::head(conn)?.map_or(0, |head| head.number - sent),
            trouble: store::trouble(conn, &self.address)?,
        })
    }

    /// Writes down how far records have got, where that is further than the database knows.
    fn note(&self, state: &mut State) -> Result<()> {
        if !state.unnoted {
            return Ok(());
        }
        let (address, reached) = (self.address.clone(), state.reached.clone());
        self.db.write_now(nobody(), move |tx| {
            tx.lock(Lock::Jobs)?;
            store::well(tx, &address)?;
            reached.iter().try_for_each(|(org, number)| store::advance(tx, &address, *org, *number))
        })?;
        state.unnoted = false;
        Ok(())
    }

    /// What waits, of each organisation of which something does.
    fn waiting(&self, reached: &HashMap<OrgId, i64>) -> Result<Vec<Batch>> {
        let mut waiting = Vec::new();
        for organisation in self.db.read_now(nobody(), organisations::all)? {
            let (address, reached) = (self.address.clone(), reached.get(&organisation.id).copied());
            let (org, actor) = (organisation.id, Actor::system(organisation.id));
            let (records, people) = self.db.read_now(actor, move |conn| {
                let after = match reached {
                    Some(number) => number,
                    None => store::sent(conn, &address, org)?.0,
                };
                let records = audit::chain(conn, after, TOGETHER)?;
                let ids: Vec<_> = records
                    .iter()
                    .flat_map(|record| [record.entry.person, record.entry.operator()])
                    .flatten()
                    .collect();
                Ok((records, people::briefs(conn, &ids)?))
            })?;
            if let Some(last) = records.last().map(|record| record.head.number) {
                let message = |record| self.sender.message(&organisation, record, &people);
                waiting.push(Batch { org, last, messages: records.iter().map(message).collect() });
            }
        }
        Ok(waiting)
    }

    fn claim(&self) -> Result<bool> {
        let (address, node) = (self.address.clone(), self.node);
        self.db.write_now(nobody(), move |tx| {
            tx.lock(Lock::Jobs)?;
            let (until, never) = (tx.now().plus(LEASE), tx.now().plus(2 * LEASE));
            store::claim(tx, &address, node, until, never)
        })
    }

    fn send(&self, state: &mut State, waiting: Vec<Batch>) -> std::result::Result<(), Broken> {
        let mut line = match state.line.take() {
            Some(line) => line,
            None => Line::open(&self.server, self.trust.as_ref())?,
        };
        for Batch { org, last, messages } in waiting {
            line.send(&messages)?;
            state.reached.insert(org, last);
            state.unnoted = true;
        }
        state.line = Some(line);
        Ok(())
    }
}

/// The log servers of this program.
#[derive(Default)]
pub struct Forwarders(pub Vec<Arc<Forwarder>>);

fn nobody() -> Actor {
    Actor::system(Id::from_raw(0))
}
