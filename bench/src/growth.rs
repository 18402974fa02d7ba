//! `growth`: what posting and reading cost with a thousand messages and with millions, in one city that talks on and on.

use crate::Shared;
use crate::city::{City, STAFF, id_now};
use crate::hall::{announcement, marker, runtime};
use crate::percentiles::Percentiles;
use crate::stage::Stage;
use clap::Args;
use db::{Engine, Place};
use harness::{Client, Program, Wire};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) shared: Shared,
    /// About how many messages there are, rising; a case for each. A hundred million take some 25 GB of disk.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 100_000, 1_000_000, 10_000_000])]
    pub(crate) messages: Vec<i64>,
    /// How many people there are; rooms in proportion, 6,000 of 21,036 people.
    #[arg(long, default_value_t = STAFF)]
    pub(crate) people: usize,
    /// How often each act is done at each size.
    #[arg(long, default_value_t = 300)]
    pub(crate) rounds: usize,
}

/// Messages to all staff that somebody who comes back has missed.
const MISSED: usize = 50;
/// Of the newest messages this share, but no more, is still in the log of changes, as those of eight days of years are.
const IN_LOG: f64 = 0.01;
const MOST_IN_LOG: f64 = 100_000.0;

/// What each act took at a size, by its name.
type Acts = BTreeMap<&'static str, Vec<Duration>>;

pub(crate) fn run(options: &Options) {
    for engine in options.shared.engines() {
        case(options, engine);
    }
}

fn case(options: &Options, engine: Engine) {
    let stage = Stage::new(engine);
    let mut city = City::found(&stage, options.people.max(2));
    let mut first: Option<BTreeMap<&'static str, Percentiles>> = None;
    let mut there = 0;
    for size in &options.messages {
        let (written, took) = city.talk(&stage, *size);
        let before = there;
        there += written;
        let new = (there - before).max(1) as f64;
        let told = city.tell(&stage, ((new * IN_LOG).min(MOST_IN_LOG) / new.min(500_000.0)).min(1.0), 200);
        let acts = measured(options, &stage, &mut city);
        there += acts["post"].len() as u64 + MISSED as u64;
        let acts: BTreeMap<_, _> = acts.into_iter().map(|(name, times)| (name, Percentiles::of(times))).collect();
        let mut figures = json!({
            "bench": "growth",
            "engine": engine.name(),
            "people": city.cast.people.len(),
            "rooms": city.members.len(),
            "messages": there,
            "rounds": options.rounds,
            "told_of": told,
            "written_per_s": written as f64 / took.as_secs_f64(),
            "database_mb": megabytes(&stage),
        });
        let first = first.get_or_insert_with(|| acts.iter().map(|(name, times)| (*name, times.clone())).collect());
        for (name, times) in &acts {
            figures[format!("{name}_p50_ms")] = json!(times.ms(0.5));
            figures[format!("{name}_p99_ms")] = json!(times.ms(0.99));
            figures[format!("{name}_ratio_to_smallest")] = json!(times.ms(0.5) / first[name].ms(0.5));
        }
        options.shared.report().case(&figures);
    }
}

/// The size of an embedded database.
fn megabytes(stage: &Stage) -> Option<f64> {
    let Place::Sqlite(file) = stage.place() else { return None };
    std::fs::metadata(file).ok().map(|found| found.len() as f64 / 1e6)
}

fn measured(options: &Options, stage: &Stage, city: &mut City) -> Acts {
    let runtime = runtime();
    let mut acts = Acts::new();
    let program = stage.serve();
    let position = runtime.block_on(async {
        for _ in 0..options.rounds.max(1) {
            round(&program, city, &mut acts).await;
        }
        let position =
            Client::new(program.address, Some(city.token(0).to_owned())).bootstrap().await["position"].clone();
        let mut wire = visit(&program, city, 0).await;
        for number in 0..MISSED {
            let post = json!({ "id": id_now(), "body": announcement(&marker(number)) });
            ask(&mut wire, "POST", &format!("/rooms/{}/messages", city.cast.rooms[0]), &post.to_string()).await;
            city.last[0] += 1;
        }
        position
    });
    program.stop();
    // Another life: what was missed is no longer in memory, so the log is read.
    let program = stage.serve();
    let catch_up = acts.entry("catch_up").or_default();
    runtime.block_on(async {
        for _ in 0..options.rounds.max(1) {
            let person = city.up_to(city.cast.people.len());
            catch_up.push(caught_up(&program, city.token(person), &position).await);
        }
    });
    program.stop();
    acts
}

/// Each act once, by people and in rooms that chance chooses.
async fn round(program: &Program, city: &mut City, acts: &mut Acts) {
    let rooms = city.busy();
    let place = rooms[city.up_to(rooms.len())];
    let (room, everybody) = (city.cast.rooms[place], city.cast.rooms[0]);
    let mut wire = visit(program, city, city.member(place)).await;
    let middle = city.last[place] / 2;
    let post = json!({ "id": id_now(), "body": "明日の会議室は201に変わりました。資料は共有フォルダーにあります。" });
    let read = json!({ "seq": city.last[place] }).to_string();
    let requests = [
        ("open", "GET", format!("/rooms/{room}/messages"), String::new()),
        ("open_middle", "GET", format!("/rooms/{room}/messages?around={middle}"), String::new()),
        ("read", "PUT", format!("/rooms/{room}/read"), read),
        ("post", "POST", format!("/rooms/{room}/messages"), post.to_string()),
        ("bootstrap", "GET", "/bootstrap".to_owned(), String::new()),
        ("mentions", "GET", "/mentions?limit=10".to_owned(), String::new()),
        ("members", "GET", format!("/rooms/{everybody}/members"), String::new()),
        ("people", "GET", "/people".to_owned(), String::new()),
    ];
    for (name, method, path, body) in requests {
        let took = ask(&mut wire, method, &path, &body).await;
        acts.entry(name).or_default().push(took);
    }
    city.last[place] += 1;
}

/// A line of somebody whose session the server has just looked up.
async fn visit(program: &Program, city: &City, person: usize) -> Wire {
    let mut wire = Wire::connect(program.address, city.token(person)).await.expect("a line");
    ask(&mut wire, "GET", "/titles", "").await;
    wire
}

async fn ask(wire: &mut Wire, method: &str, path: &str, body: &str) -> Duration {
    let since = Instant::now();
    let (status, answer) = wire.send(method, path, body).await.expect("an answer");
    assert!(matches!(status, 200..300), "{method} {path}: {status} {}", String::from_utf8_lossy(&answer));
    since.elapsed()
}

/// How long somebody takes who comes back at a position to have the last message to all staff.
async fn caught_up(program: &Program, token: &str, position: &Value) -> Duration {
    let client = Client::new(program.address, Some(token.to_owned()));
    let last = marker(MISSED - 1);
    let since = Instant::now();
    let mut live = client.live(position).await;
    live.until(|frame| frame["p"]["message"]["body"].as_str().is_some_and(|body| body.starts_with(&last))).await;
    since.elapsed()
}
