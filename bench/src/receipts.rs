//! `receipts`: everybody reads one post within a minute, and somebody looks at how many have.

use crate::Shared;
use crate::hall::{announcement, marker, runtime};
use crate::percentiles::Percentiles;
use crate::stage::Stage;
use crate::swarm::now_us;
use clap::Args;
use db::Engine;
use harness::{Cast, Client, Live, Wire, new_id};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    shared: Shared,
    /// How many read it, besides its author and the one who looks.
    #[arg(long, default_value_t = 21_034)]
    readers: usize,
    /// Within how long.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
}

/// Requests under way at the same time.
const AT_ONCE: usize = 64;

pub(crate) fn run(options: &Options) {
    for engine in options.shared.engines() {
        case(options, engine);
    }
}

fn case(options: &Options, engine: Engine) {
    let readers = options.readers.max(1);
    let stage = Stage::new(engine);
    let everybody = 0..readers + 2;
    let cast = Cast::fill(stage.place(), everybody.end, std::slice::from_ref(&everybody)).expect("an empty database");
    let program = stage.serve();
    let (address, room) = (program.address, cast.rooms[0].to_string());
    let tokens: Vec<String> = cast.people.iter().map(|(_, token)| token.clone()).collect();
    let (author, viewer) = (tokens[0].clone(), Client::new(address, Some(tokens[1].clone())));
    let runtime = runtime();
    let said = runtime.block_on(async {
        let post = json!({ "id": new_id(), "body": announcement(&marker(0)) }).to_string();
        let mut wire = Wire::connect(address, &author).await.expect("a line");
        let (status, answer) = wire.send("POST", &format!("/rooms/{room}/messages"), &post).await.expect("an answer");
        assert_eq!(status, 201);
        serde_json::from_slice::<Value>(&answer).expect("a message")["seq"].as_i64().expect("a number")
    });
    let looks = {
        let room = room.clone();
        let looked = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            crate::hall::runtime().block_on(async {
                let mut live = viewer.live_now().await;
                live.say(json!({ "t": "look", "room": room })).await;
                count(&mut live, said).await;
                looked.0.send(()).expect("the bench waits");
                watch(&mut live, said, readers).await
            })
        });
        looked.1.recv().expect("the viewer looks");
        thread
    };
    let doors = Arc::new(Semaphore::new(AT_ONCE));
    let every = Duration::from_secs(options.seconds.max(1)) / readers as u32;
    let mut acknowledged: Vec<u64> = runtime.block_on(async {
        let mut beat = tokio::time::interval(every);
        let mut tasks = Vec::with_capacity(readers);
        for token in tokens.into_iter().skip(2) {
            beat.tick().await;
            let (doors, path) = (doors.clone(), format!("/rooms/{room}/read"));
            tasks.push(tokio::spawn(async move {
                let _door = doors.acquire().await.expect("never closed");
                let mut wire = Wire::connect(address, &token).await.expect("a line");
                let (status, answer) =
                    wire.send("PUT", &path, &json!({ "seq": said }).to_string()).await.expect("an answer");
                assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
                now_us()
            }));
        }
        let mut times = Vec::with_capacity(readers);
        for task in tasks {
            times.push(task.await.expect("readers do not panic"));
        }
        times
    });
    acknowledged.sort_unstable();
    let seen: Vec<(u64, usize)> = looks.join().expect("the viewer does not panic");
    let reading_s = (acknowledged[readers - 1] - acknowledged[0]).max(1) as f64 / 1e6;
    let lag = Percentiles::of(
        acknowledged
            .iter()
            .enumerate()
            .filter_map(|(place, at)| {
                let (shown, _) = seen.iter().find(|(_, count)| *count > place)?;
                Some(Duration::from_micros(shown.saturating_sub(*at)))
            })
            .collect(),
    );
    let busiest =
        seen.iter().map(|(from, _)| seen.iter().filter(|(at, _)| (*from..from + 1_000_000).contains(at)).count());
    options.shared.report().case(&json!({
        "bench": "receipts",
        "engine": engine.name(),
        "readers": readers,
        "reads_per_s": readers as f64 / reading_s,
        "counted": seen.last().map(|(_, count)| count),
        "shown": lag.count(),
        "lag_p50_ms": lag.ms(0.5),
        "lag_p99_ms": lag.ms(0.99),
        "lag_max_ms": lag.ms(1.0),
        "frames": seen.len(),
        "frames_per_s": seen.len() as f64 / reading_s,
        "frames_in_busiest_s": busiest.max(),
        "rss_mb": crate::machine::rss_mb(program.id()),
    }));
    program.stop();
}

/// The next count of readers that the server tells, besides the author.
async fn count(live: &mut Live, said: i64) -> usize {
    let frame = live.until(|frame| frame["t"] == "receipts").await;
    let steps = frame["read"].as_array().expect("steps");
    let read: i64 =
        steps.iter().filter(|step| step[0].as_i64() >= Some(said)).filter_map(|step| step[1].as_i64()).sum();
    read.saturating_sub(1).cast_unsigned() as usize
}

/// Every count until it is complete, and when it came, in microseconds since 1970.
async fn watch(live: &mut Live, said: i64, readers: usize) -> Vec<(u64, usize)> {
    let mut seen = Vec::new();
    loop {
        let count = count(live, said).await;
        seen.push((now_us(), count));
        if count >= readers {
            return seen;
        }
    }
}
