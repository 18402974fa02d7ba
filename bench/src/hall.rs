//! A hall in which everybody is: one server or several, and a room of all, each connected.

use crate::machine::rss_mb;
use crate::stage::Stage;
use crate::swarm::{Job, Outcome, Round, Speak, Swarm, now_us};
use db::Engine;
use harness::{Cast, Client, Program, Wire, new_id};
use serde_json::json;
use std::ops::Range;
use tokio::runtime::{Builder, Runtime};

/// See the module's page.
pub(crate) struct Hall {
    pub(crate) cast: Cast,
    pub(crate) programs: Vec<Program>,
    pub(crate) runtime: Runtime,
    /// Resident memory that each connection added, in kB.
    pub(crate) rss_per_connection_kb: f64,
    swarms: Vec<Swarm>,
    _stage: Stage,
}

/// One post to everybody.
pub(crate) struct Broadcast {
    /// When it was sent, in microseconds since 1970.
    pub(crate) since_us: u64,
    /// When its writer had the acknowledgement.
    pub(crate) acknowledged_us: u64,
    /// How it went at each swarm.
    pub(crate) outcomes: Vec<Outcome>,
}

/// A single thread: the cores are the server's.
pub(crate) fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

impl Hall {
    /// Opens one for so many clients, divided between the servers; further people stand outside, in rooms of their own.
    pub(crate) fn open(engine: Engine, clients: usize, nodes: usize, outside: &[Range<usize>]) -> Self {
        let stage = Stage::new(engine);
        let people = outside.iter().map(|range| range.end).fold(clients, usize::max);
        let rooms: Vec<_> = std::iter::once(0..clients).chain(outside.iter().cloned()).collect();
        let cast = Cast::fill(stage.place(), people, &rooms).expect("an empty database");
        let programs: Vec<_> = (0..nodes.max(1)).map(|node| stage.serve_as(node)).collect();
        let runtime = runtime();
        let first = Client::new(programs[0].address, Some(cast.people[0].1.clone()));
        let position = runtime.block_on(first.bootstrap())["position"].clone();
        let before_mb = memory_mb(&programs);
        let tokens: Vec<String> = cast.people[..clients].iter().map(|(_, token)| token.clone()).collect();
        let swarms: Vec<Swarm> = tokens
            .chunks(clients.div_ceil(programs.len()))
            .zip(&programs)
            .map(|(tokens, program)| {
                let speak = Speak::engawa(tokens.to_vec(), &position);
                Swarm::start(&Job { address: program.address, speak, missed: Vec::new() })
            })
            .collect();
        let rss_per_connection_kb = (memory_mb(&programs) - before_mb) * 1000.0 / clients as f64;
        Self { cast, programs, runtime, rss_per_connection_kb, swarms, _stage: stage }
    }

    /// Resident memory of all servers.
    pub(crate) fn rss_mb(&self) -> f64 {
        memory_mb(&self.programs)
    }

    /// Posts a text to everybody and waits until all have it.
    pub(crate) fn broadcast(&mut self, round: &Round, body: &str) -> Broadcast {
        self.swarms.iter_mut().for_each(|swarm| swarm.listen(round));
        let path = format!("/rooms/{}/messages", self.cast.rooms[0]);
        let post = json!({ "id": new_id(), "body": body }).to_string();
        // A new line each time: the server lets go of one that is silent while other servers have their turn.
        let speaker = Wire::connect(self.programs[0].address, &self.cast.people[0].1);
        let mut speaker = self.runtime.block_on(speaker).expect("a line");
        let since_us = now_us();
        let (status, answer) = self.runtime.block_on(speaker.send("POST", &path, &post)).expect("an answer");
        assert_eq!(status, 201, "{}", String::from_utf8_lossy(&answer));
        let acknowledged_us = now_us();
        let outcomes = self.swarms.iter_mut().map(Swarm::outcome).collect();
        Broadcast { since_us, acknowledged_us, outcomes }
    }

    /// Ends it.
    pub(crate) fn close(self) {
        drop(self.swarms);
        self.programs.into_iter().for_each(Program::stop);
    }
}

fn memory_mb(programs: &[Program]) -> f64 {
    programs.iter().map(|program| rss_mb(program.id())).sum()
}

/// What is posted to everybody; `marker` tells one post from another.
pub(crate) fn announcement(marker: &str) -> String {
    format!("{marker} 明日は全庁の停電点検です。17時までに端末の電源を切ってください。")
}

/// The text of a round.
pub(crate) fn marker(round: usize) -> String {
    format!("marker-{round:06}")
}
