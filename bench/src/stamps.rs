//! `stamps`: everybody in a room answers one question at the same moment, and somebody looks at the counts.

use crate::Shared;
use crate::hall::runtime;
use crate::percentiles::Percentiles;
use crate::stage::Stage;
use clap::Args;
use db::Engine;
use harness::{Cast, Client, Live, Wire, new_id};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Barrier;

#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    shared: Shared,
    /// How many answer, besides who asks and looks.
    #[arg(long, default_value_t = 1_000)]
    people: usize,
}

/// Options of a score, each taken by as many.
const OPTIONS: usize = 5;

pub(crate) fn run(options: &Options) {
    for engine in options.shared.engines() {
        for anonymous in [false, true] {
            case(options, engine, anonymous);
        }
    }
}

fn case(options: &Options, engine: Engine, anonymous: bool) {
    let people = options.people.max(1);
    let stage = Stage::new(engine);
    let everybody = 0..people + 1;
    let cast = Cast::fill(stage.place(), everybody.end, std::slice::from_ref(&everybody)).expect("an empty database");
    let program = stage.serve();
    let (address, room) = (program.address, cast.rooms[0].to_string());
    let tokens: Vec<String> = cast.people.iter().map(|(_, token)| token.clone()).collect();
    let asker = Client::new(address, Some(tokens[0].clone()));
    let runtime = runtime();
    let (stamp, mut live) = runtime.block_on(async {
        let asked = json!({
            "id": new_id(), "kind": "score", "question": "研修の満足度", "anonymous": anonymous,
            "shows": if anonymous { "closed" } else { "always" }, "deadline": null,
        });
        let made = asker.post(&format!("/rooms/{room}/stamps"), asked).await.ok();
        let mut live = asker.live_now().await;
        live.say(json!({ "t": "look", "room": room })).await;
        live.until(|frame| frame["t"] == "receipts").await;
        (made["id"].as_str().expect("an id").to_owned(), live)
    });
    let (times, span) = runtime.block_on(all_at_once(address, &tokens[1..], &stamp));
    let (frames, shown) = runtime.block_on(frames(&mut live, &stamp, people));
    let counts = runtime
        .block_on(async { asker.post(&format!("/stamps/{stamp}/close"), json!({})).await.ok()["counts"].clone() });
    let expected: Vec<usize> =
        (0..OPTIONS).map(|option| (0..people).filter(|place| place % OPTIONS == option).count()).collect();
    let taken = times.len();
    let waits = Percentiles::of(times);
    options.shared.report().case(&json!({
        "bench": "stamps",
        "engine": engine.name(),
        "anonymous": anonymous,
        "people": people,
        "answers_per_s": people as f64 / span.as_secs_f64(),
        "p50_ms": waits.ms(0.5),
        "p99_ms": waits.ms(0.99),
        "exact": taken == people && shown == people && counts == json!(expected),
        "frames": frames,
        "rss_mb": crate::machine::rss_mb(program.id()),
    }));
}

/// Everybody answers at the same moment over a line of their own; how long each waited for the acknowledgement, and all of them.
async fn all_at_once(address: SocketAddr, tokens: &[String], stamp: &str) -> (Vec<Duration>, Duration) {
    let ready = Arc::new(Barrier::new(tokens.len() + 1));
    let mut tasks = Vec::with_capacity(tokens.len());
    for (place, token) in tokens.iter().enumerate() {
        let mut wire = Wire::connect(address, token).await.expect("a line");
        let (ready, path) = (ready.clone(), format!("/stamps/{stamp}/answer"));
        let answer = json!({ "choices": [place % OPTIONS], "sending": new_id() }).to_string();
        tasks.push(tokio::spawn(async move {
            ready.wait().await;
            let begun = Instant::now();
            let (status, said) = wire.send("PUT", &path, &answer).await.expect("an answer");
            assert_eq!(status, 200, "{}", String::from_utf8_lossy(&said));
            begun.elapsed()
        }));
    }
    ready.wait().await;
    let begun = Instant::now();
    let mut times = Vec::with_capacity(tasks.len());
    for task in tasks {
        times.push(task.await.expect("whoever answers does not panic"));
    }
    (times, begun.elapsed())
}

/// How many frames told of the answers until all were counted, and how many that were.
async fn frames(live: &mut Live, stamp: &str, people: usize) -> (usize, usize) {
    let mut frames = 0;
    loop {
        let frame: Value = live.until(|frame| frame["t"] == "stamp" && frame["id"] == json!(stamp)).await;
        frames += 1;
        let answered = frame["answered"].as_u64().and_then(|answered| usize::try_from(answered).ok()).unwrap_or(0);
        if answered >= people {
            return (frames, answered);
        }
    }
}
