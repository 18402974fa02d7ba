//! `mixed`: how long a direct message takes while a post to everybody is on its way, and how long when all is quiet.

use crate::Shared;
use crate::hall::{Broadcast, Hall, announcement, marker};
use crate::percentiles::Percentiles;
use crate::swarm::{Round, now_us};
use clap::Args;
use db::Engine;
use harness::{Client, Wire, new_id};
use serde_json::json;
use std::net::SocketAddr;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    shared: Shared,
    /// How many are connected, all in one room.
    #[arg(long, default_value_t = 10_000)]
    clients: usize,
    /// Pairs outside that room; each writes one message after another.
    #[arg(long, default_value_t = 4)]
    pairs: usize,
    /// Posts to everybody.
    #[arg(long, default_value_t = 20)]
    rounds: usize,
}

pub(crate) fn run(options: &Options) {
    for engine in options.shared.engines() {
        case(options, engine);
    }
}

/// When a direct message was sent and when it was there, in microseconds since 1970.
type Passage = (u64, u64);

fn case(options: &Options, engine: Engine) {
    let clients = options.clients.max(1);
    let pairs: Vec<Range<usize>> =
        (0..options.pairs.max(1)).map(|pair| clients + 2 * pair..clients + 2 * pair + 2).collect();
    let mut hall = Hall::open(engine, clients, 1, &pairs);
    let ended = Arc::new(AtomicBool::new(false));
    let talks: Vec<_> = pairs
        .iter()
        .zip(&hall.cast.rooms[1..])
        .map(|(pair, room)| {
            let tokens = [hall.cast.people[pair.start].1.clone(), hall.cast.people[pair.start + 1].1.clone()];
            let (address, path, ended) = (hall.programs[0].address, format!("/rooms/{room}/messages"), ended.clone());
            std::thread::spawn(move || crate::hall::runtime().block_on(talk(address, &tokens, &path, &ended)))
        })
        .collect();
    let mut flights = Vec::new();
    let mut last_ms = Vec::new();
    for round in 0..options.rounds.max(1) {
        let waits = Round { marker: marker(round), say: None };
        let Broadcast { since_us, outcomes, .. } = hall.broadcast(&waits, &announcement(&waits.marker));
        let last = outcomes.iter().filter_map(|outcome| outcome.at_us.last()).max().copied().unwrap_or(since_us);
        flights.push((since_us, last));
        last_ms.push(Duration::from_micros(last - since_us));
    }
    ended.store(true, Ordering::Release);
    let passages: Vec<Passage> = talks.into_iter().flat_map(|talk| talk.join().expect("talks do not panic")).collect();
    let meets = |passage: &&Passage| flights.iter().any(|flight| passage.0 < flight.1 && flight.0 < passage.1);
    let times = |some: Vec<&Passage>| {
        Percentiles::of(some.iter().map(|(from, to)| Duration::from_micros(to.saturating_sub(*from))).collect())
    };
    let during = times(passages.iter().filter(meets).collect());
    let quiet = times(passages.iter().filter(|passage| !meets(passage)).collect());
    options.shared.report().case(&json!({
        "bench": "mixed",
        "engine": engine.name(),
        "clients": clients,
        "pairs": pairs.len(),
        "broadcasts": flights.len(),
        "broadcast_last_p50_ms": Percentiles::of(last_ms).ms(0.5),
        "direct_during": during.count(),
        "direct_during_p50_ms": during.ms(0.5),
        "direct_during_p99_ms": during.ms(0.99),
        "direct_during_max_ms": during.ms(1.0),
        "direct_quiet": quiet.count(),
        "direct_quiet_p50_ms": quiet.ms(0.5),
        "direct_quiet_p99_ms": quiet.ms(0.99),
        "ratio_to_quiet": during.ms(0.99) / quiet.ms(0.99),
    }));
    hall.close();
}

/// One writes to the other, the next message when the one before is there, until it is over.
async fn talk(address: SocketAddr, tokens: &[String; 2], path: &str, ended: &AtomicBool) -> Vec<Passage> {
    let mut wire = Wire::connect(address, &tokens[0]).await.expect("a line");
    let mut live = Client::new(address, Some(tokens[1].clone())).live_now().await;
    let mut passages = Vec::new();
    while !ended.load(Ordering::Acquire) {
        let id = new_id();
        let since = now_us();
        let body = json!({ "id": id, "body": "少し相談があります。" }).to_string();
        let (status, answer) = wire.send("POST", path, &body).await.expect("an answer");
        assert_eq!(status, 201, "{}", String::from_utf8_lossy(&answer));
        live.until(|frame| frame["p"]["message"]["id"] == id.as_str()).await;
        passages.push((since, now_us()));
    }
    passages
}
