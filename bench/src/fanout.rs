//! `fanout`: one post to everybody in a room, from the moment it is sent to the moment the last one has it; beside it, in turn
//! with it, what a bare writer of the same bytes and other servers take.

use crate::Shared;
use crate::ejabberd::{self, Ejabberd, XMPP_ROOM};
use crate::floor::Floor;
use crate::hall::{Broadcast, Hall, announcement, marker};
use crate::machine::rss_mb;
use crate::swarm::{Job, Outcome, Round, Speak, Swarm};
use crate::synapse::{self, Synapse};
use clap::{Args, ValueEnum};
use db::Engine;
use serde_json::json;

#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    shared: Shared,
    /// How many are connected, all in one room.
    #[arg(long, default_value_t = 10_000)]
    clients: usize,
    /// How often something is posted, after two to warm up.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Servers between which the clients are divided; more than one only on PostgreSQL.
    #[arg(long, default_value_t = 1)]
    nodes: usize,
    /// Who else does the same in the same run.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Peer::Floor])]
    peer: Vec<Peer>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Peer {
    /// Nobody.
    None,
    /// A bare TCP writer of the same bytes on one thread.
    Floor,
    /// ejabberd (Debian's package), once without and once with its message archive.
    Ejabberd,
    /// Matrix Synapse with PostgreSQL.
    Synapse,
}

const WARM_UP: usize = 2;

pub(crate) fn run(options: &Options) {
    assert!(
        !options.peer.contains(&Peer::Ejabberd) || ejabberd::is_there(),
        "ejabberd is not installed: apt-get install ejabberd"
    );
    assert!(
        !options.peer.contains(&Peer::Synapse) || synapse::is_there(),
        "Synapse is not installed: pip install matrix-synapse psycopg2-binary"
    );
    for engine in options.shared.engines() {
        if options.nodes == 1 || engine == Engine::Postgres {
            case(options, engine);
        }
    }
}

/// Rounds of one server.
#[derive(Default)]
struct Tally {
    rounds: Vec<Vec<f64>>,
    delivered: usize,
    doubled: usize,
}

impl Tally {
    /// Takes a round that began then.
    fn add(&mut self, since_us: u64, outcomes: &[Outcome]) {
        let times = outcomes.iter().flat_map(|outcome| &outcome.at_us);
        let mut times: Vec<f64> = times.map(|at| at.saturating_sub(since_us) as f64 / 1000.0).collect();
        times.sort_by(f64::total_cmp);
        self.delivered += times.len();
        self.doubled += outcomes.iter().map(|outcome| outcome.doubled).sum::<usize>();
        self.rounds.push(times);
    }

    /// Over the rounds, in order: when the text had reached this share of all.
    fn reached(&self, share: f64) -> Vec<f64> {
        let place = |times: &Vec<f64>| (share * times.len().saturating_sub(1) as f64).round() as usize;
        let mut all: Vec<f64> = self.rounds.iter().filter_map(|times| times.get(place(times)).copied()).collect();
        all.sort_by(f64::total_cmp);
        all
    }

    /// The median round's last recipient.
    fn last_ms(&self) -> f64 {
        middle(&self.reached(1.0))
    }
}

fn middle(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

/// A peer with its clients and its rounds.
struct Rival<S> {
    server: S,
    swarm: Swarm,
    tally: Tally,
}

impl<S> Rival<S> {
    fn new(server: S, job: &Job) -> Self {
        Self { server, swarm: Swarm::start(job), tally: Tally::default() }
    }
}

fn xmpp_round(rival: &mut Rival<Ejabberd>, marker: &str, body: &str, counts: bool) {
    let say = format!("<message to='{XMPP_ROOM}' type='groupchat'><body>{body}</body></message>");
    let outcome = rival.swarm.round(&Round { marker: marker.to_owned(), say: Some(say) }, || {});
    if counts {
        rival.tally.add(outcome.said_us.expect("the first client spoke"), &[outcome]);
    }
}

/// A client of Synapse has a request for each thing it hears, so every round has clients of its own, who wait before it begins.
fn matrix_round(synapse: &Synapse, hall: &Hall, clients: usize, waits: &Round, body: &str) -> (u64, Outcome) {
    let speak = Speak::Matrix(clients, hall.runtime.block_on(synapse.since()));
    let mut swarm = Swarm::start(&Job { address: synapse.address, speak, missed: Vec::new() });
    hall.runtime.block_on(synapse.settle());
    let mut begin = 0;
    let outcome = swarm.round(waits, || begin = hall.runtime.block_on(synapse.say(&waits.marker, body)));
    (begin, outcome)
}

fn case(options: &Options, engine: Engine) {
    let clients = options.clients.max(1);
    let mut hall = Hall::open(engine, clients, options.nodes, &[]);
    let wants = |peer| options.peer.contains(&peer);
    let mut floor = wants(Peer::Floor).then(|| {
        let floor = Floor::start();
        let job = Job { address: floor.address, speak: Speak::Plain(clients), missed: Vec::new() };
        Rival::new(floor, &job)
    });
    let mut xmpp = [false, true].map(|archive| {
        wants(Peer::Ejabberd).then(|| {
            let server = Ejabberd::start(archive);
            let job = Job { address: server.address, speak: Speak::Xmpp(clients), missed: Vec::new() };
            Rival::new(server, &job)
        })
    });
    let matrix = wants(Peer::Synapse).then(|| Synapse::start(clients, &hall.runtime));
    let mut theirs = Tally::default();
    let mut ours = Tally::default();
    let mut acknowledged = Vec::new();
    for round in 0..WARM_UP + options.rounds.max(1) {
        let counts = round >= WARM_UP;
        let marker = marker(round);
        let body = announcement(&marker);
        let waits = Round { marker: marker.clone(), say: None };
        let Broadcast { since_us, acknowledged_us, outcomes } = hall.broadcast(&waits, &body);
        if counts {
            ours.add(since_us, &outcomes);
            acknowledged.push((acknowledged_us - since_us) as f64 / 1000.0);
        }
        if let Some(Rival { server, swarm, tally }) = &mut floor {
            let mut begin = 0;
            let outcome = swarm.round(&waits, || begin = server.write(&outcomes[0].frame));
            if counts {
                tally.add(begin, &[outcome]);
            }
        }
        for rival in xmpp.iter_mut().flatten() {
            xmpp_round(rival, &marker, &body, counts);
        }
        if let Some(synapse) = &matrix {
            let (begin, outcome) = matrix_round(synapse, &hall, clients, &waits, &body);
            if counts {
                theirs.add(begin, &[outcome]);
            }
        }
    }
    acknowledged.sort_by(f64::total_cmp);
    let last = ours.reached(1.0);
    let mut figures = json!({
        "bench": "fanout",
        "engine": engine.name(),
        "nodes": hall.programs.len(),
        "clients": clients,
        "rounds": ours.rounds.len(),
        "expected": clients * ours.rounds.len(),
        "delivered": ours.delivered,
        "doubled": ours.doubled,
        "last_p50_ms": middle(&last),
        "last_min_ms": last.first(),
        "last_max_ms": last.last(),
        "half_p50_ms": middle(&ours.reached(0.5)),
        "acknowledged_p50_ms": middle(&acknowledged),
        "rss_mb": hall.rss_mb(),
        "rss_per_connection_kb": hall.rss_per_connection_kb,
    });
    if let Some(Rival { tally, .. }) = &floor {
        figures["floor_last_p50_ms"] = json!(tally.last_ms());
        figures["floor_last_min_ms"] = json!(tally.reached(1.0).first());
        figures["floor_last_max_ms"] = json!(tally.reached(1.0).last());
        figures["ratio_to_floor"] = json!(middle(&last) / tally.last_ms());
    }
    for (name, rival) in ["ejabberd", "ejabberd_archive"].iter().zip(&xmpp) {
        if let Some(Rival { server, tally, .. }) = rival {
            figures[format!("{name}_last_p50_ms")] = json!(tally.last_ms());
            figures[format!("{name}_last_max_ms")] = json!(tally.reached(1.0).last());
            figures[format!("{name}_delivered")] = json!(tally.delivered);
            figures[format!("{name}_rss_mb")] = json!(server.id().map(rss_mb));
            figures[format!("ratio_to_{name}")] = json!(middle(&last) / tally.last_ms());
        }
    }
    if let Some(synapse) = &matrix {
        figures["synapse"] = json!(hall.runtime.block_on(synapse.version()));
        figures["synapse_last_p50_ms"] = json!(theirs.last_ms());
        figures["synapse_last_max_ms"] = json!(theirs.reached(1.0).last());
        figures["synapse_delivered"] = json!(theirs.delivered);
        figures["synapse_rss_mb"] = json!(rss_mb(synapse.id()));
        figures["ratio_to_synapse"] = json!(middle(&last) / theirs.last_ms());
    }
    options.shared.report().case(&figures);
    hall.close();
}
