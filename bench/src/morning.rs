//! `morning`: everybody comes back at once at the position where they left, and each is sent what they missed. Meanwhile somebody
//! opens a room, over and over.

use crate::Shared;
use crate::hall::{announcement, marker, runtime};
use crate::machine::rss_mb;
use crate::percentiles::Percentiles;
use crate::stage::Stage;
use crate::store;
use crate::swarm::{Job, Speak, Swarm};
use clap::Args;
use db::Engine;
use harness::{Cast, Client, Program, Wire, new_id};
use kernel::{Actor, Id};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Since everybody left. Each session's first use of the morning is noted.
const NIGHT: Duration = Duration::from_secs(12 * 60 * 60);

#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    shared: Shared,
    /// How many come, all in one room.
    #[arg(long, default_value_t = 10_000)]
    clients: usize,
    /// How many messages each has missed.
    #[arg(long, default_value_t = 20)]
    missed: usize,
    /// Servers between which the clients are divided; more than one only on PostgreSQL.
    #[arg(long, default_value_t = 1)]
    nodes: usize,
}

pub(crate) fn run(options: &Options) {
    for engine in options.shared.engines() {
        if options.nodes == 1 || engine == Engine::Postgres {
            case(options, engine);
        }
    }
}

fn case(options: &Options, engine: Engine) {
    let clients = options.clients.max(1);
    let stage = Stage::new(engine);
    let everybody = 0..clients;
    let cast = Cast::fill(stage.place(), clients, std::slice::from_ref(&everybody)).expect("an empty database");
    let tokens: Vec<String> = cast.people.iter().map(|(_, token)| token.clone()).collect();
    let runtime = runtime();
    let missed: Vec<String> = (0..options.missed.max(1)).map(marker).collect();
    let evening = stage.serve();
    let position = runtime.block_on(async {
        let position = Client::new(evening.address, Some(tokens[0].clone())).bootstrap().await["position"].clone();
        let mut wire = Wire::connect(evening.address, &tokens[0]).await.expect("a line");
        for text in &missed {
            let body = json!({ "id": new_id(), "body": announcement(text) }).to_string();
            let path = format!("/rooms/{}/messages", cast.rooms[0]);
            let (status, _) = wire.send("POST", &path, &body).await.expect("an answer");
            assert_eq!(status, 201);
        }
        position
    });
    evening.stop();
    let system = Actor::system(Id::from_raw(0));
    let slept = stage.open().write_now(system, |tx| store::sleep(tx, NIGHT)).expect("the database is ours");
    assert_eq!(slept, clients as u64);
    let programs: Vec<_> = (0..options.nodes.max(1)).map(|node| stage.serve_as(node)).collect();
    let over = AtomicBool::new(false);
    let (swarms, opened) = std::thread::scope(|scope| {
        let reader = scope
            .spawn(|| opened(programs[0].address, &tokens[0], &format!("/rooms/{}/messages", cast.rooms[0]), &over));
        let shares = tokens.chunks(clients.div_ceil(programs.len())).zip(&programs);
        let mut swarms: Vec<Swarm> = shares
            .map(|(tokens, program)| {
                let speak = Speak::engawa(tokens.to_vec(), &position);
                Swarm::send(&Job { address: program.address, speak, missed: missed.clone() })
            })
            .collect();
        swarms.iter_mut().for_each(Swarm::wait);
        over.store(true, Ordering::Relaxed);
        (swarms, reader.join().expect("the reader does not panic"))
    });
    let mut after_ms: Vec<f64> = swarms.iter().flat_map(|swarm| swarm.after_ms.iter().copied()).collect();
    after_ms.sort_by(f64::total_cmp);
    let all_ms = after_ms.last().copied().unwrap_or(0.0);
    options.shared.report().case(&json!({
        "bench": "morning",
        "engine": engine.name(),
        "nodes": programs.len(),
        "clients": clients,
        "resumed": after_ms.len(),
        "missed_each": options.missed.max(1),
        "lost": swarms.iter().map(|swarm| swarm.lost).sum::<usize>(),
        "doubled": swarms.iter().map(|swarm| swarm.doubled).sum::<usize>(),
        "half_resumed_ms": after_ms.get(clients / 2),
        "p99_resumed_ms": after_ms.get(clients * 99 / 100),
        "all_resumed_ms": all_ms,
        "opened_meanwhile": opened.count(),
        "open_p50_ms": opened.ms(0.5),
        "open_p99_ms": opened.ms(0.99),
        "resumed_per_s": clients as f64 / (all_ms / 1000.0),
        "rss_mb": programs.iter().map(|program| rss_mb(program.id())).sum::<f64>(),
    }));
    drop(swarms);
    programs.into_iter().for_each(Program::stop);
}

/// Opens a room again and again until all is over, and tells how long each time took.
fn opened(address: SocketAddr, token: &str, path: &str, over: &AtomicBool) -> Percentiles {
    let times = runtime().block_on(async {
        let mut wire = Wire::connect(address, token).await.expect("a line");
        let mut times = Vec::new();
        while !over.load(Ordering::Relaxed) {
            let since = Instant::now();
            let (status, _) = wire.send("GET", path, "").await.expect("an answer");
            assert_eq!(status, 200);
            times.push(since.elapsed());
        }
        times
    });
    Percentiles::of(times)
}
