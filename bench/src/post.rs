//! `post`: how many posts a second are acknowledged, each after it reached the disk, and how long each waits.

use crate::Shared;
use crate::city::id_now;
use crate::disk::syncs;
use crate::percentiles::Percentiles;
use crate::stage::Stage;
use clap::Args;
use db::Engine;
use harness::{Cast, Wire};
use serde_json::json;
use std::time::{Duration, Instant};

#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    shared: Shared,
    /// How many write at the same time; a case for each.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 16, 256])]
    writers: Vec<usize>,
    /// A further case with so many posts a second in all, as many as 64 people write who take turns; 0 for none.
    #[arg(long, default_value_t = 500)]
    paced: u64,
    /// People in a room; all of a room write.
    #[arg(long, default_value_t = 8)]
    room: usize,
    /// How long a case is measured, after a fifth of it to warm up.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
}

pub(crate) fn run(options: &Options) {
    for engine in options.shared.engines() {
        for writers in &options.writers {
            case(options, engine, (*writers).max(1), None);
        }
        if options.paced > 0 {
            case(options, engine, PACED_WRITERS, Some(options.paced));
        }
    }
}

/// For how long the disk is looked at by itself, right after a case.
const DISK: Duration = Duration::from_secs(2);
/// Enough that nobody's turn comes before the answer to their last post.
const PACED_WRITERS: usize = 64;

/// Writers who each write as soon as they are answered or, `paced`, so many a second together. A paced post's time counts from
/// when it was due: whoever is held up is held up by the server.
fn case(options: &Options, engine: Engine, writers: usize, paced: Option<u64>) {
    let stage = Stage::new(engine);
    let size = options.room.max(1);
    let rooms: Vec<_> = (0..writers).step_by(size).map(|first| first..writers.min(first + size)).collect();
    let cast = Cast::fill(stage.place(), writers, &rooms).expect("an empty database");
    let program = stage.serve();
    // One thread: the cores are the server's.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let measured = Duration::from_secs(options.seconds.max(1));
    let start = Instant::now();
    let begin = start + measured / 5;
    let end = begin + measured;
    let turn = paced.map(|per_s| {
        Duration::from_secs(1) * u32::try_from(writers).expect("few") / u32::try_from(per_s).expect("few")
    });
    let times = runtime.block_on(async {
        let tasks: Vec<_> = cast
            .people
            .iter()
            .enumerate()
            .map(|(place, (_, token))| {
                let (address, token, path) = (program.address, token.clone(), format!("/rooms/{}/messages", cast.rooms[place / size]));
                tokio::spawn(async move {
                    let mut wire = Wire::connect(address, &token).await.expect("a line");
                    let mut times = Vec::new();
                    let mut due = turn.map(|turn| start + turn * u32::try_from(place).expect("few") / u32::try_from(writers).expect("few"));
                    loop {
                        if let Some(due) = due {
                            tokio::time::sleep_until(due.into()).await;
                        }
                        let since = due.unwrap_or_else(Instant::now);
                        due = due.zip(turn).map(|(due, turn)| due + turn);
                        if since >= end {
                            return times;
                        }
                        let body = json!({ "id": id_now(), "body": "明日の会議室は201に変わりました。資料は共有フォルダーにあります。" });
                        let (status, answer) = wire.send("POST", &path, &body.to_string()).await.expect("an answer");
                        assert_eq!(status, 201, "{}", String::from_utf8_lossy(&answer));
                        let now = Instant::now();
                        if since >= begin && now <= end {
                            times.push(now - since);
                        }
                    }
                })
            })
            .collect();
        let mut times = Vec::new();
        for task in tasks {
            times.extend(task.await.expect("writers do not panic"));
        }
        Percentiles::of(times)
    });
    let rss_mb = crate::machine::rss_mb(program.id());
    program.stop();
    let disk = syncs(&stage.data(), DISK);
    let floor = disk.count() as f64 / DISK.as_secs_f64();
    let pgbench = stage.url().and_then(|url| crate::pgbench::per_s(&url, measured));
    let per_s = times.count() as f64 / measured.as_secs_f64();
    options.shared.report().case(&json!({
        "bench": "post",
        "engine": engine.name(),
        "writers": writers,
        "offered_per_s": paced,
        "rooms": rooms.len(),
        "posts": times.count(),
        "posts_per_s": per_s,
        "p50_ms": times.ms(0.5),
        "p99_ms": times.ms(0.99),
        "max_ms": times.ms(1.0),
        "fsyncs_per_s_of_disk": floor,
        "fsync_of_disk_p99_ms": disk.ms(0.99),
        "fsync_of_disk_max_ms": disk.ms(1.0),
        "posts_per_fsync_of_disk": per_s / floor,
        "pgbench_per_s": pgbench,
        "ratio_to_pgbench": pgbench.map(|pgbench| per_s / pgbench),
        "rss_mb": rss_mb,
    }));
}
