//! `transfer`: the mass transfer of April in a demo city: compared, carried in and taken back, while somebody posts all the time.

use crate::Shared;
use crate::city::{STAFF, id_now};
use crate::hall::runtime;
use crate::percentiles::Percentiles;
use crate::stage::{Stage, signed_in};
use clap::Args;
use db::Engine;
use harness::{Client, Program, Wire};
use kernel::{Clock, Jst, SystemClock};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    shared: Shared,
    /// How many people the city has; a third of those with one post are moved.
    #[arg(long, default_value_t = STAFF)]
    people: usize,
    /// How many units get another name.
    #[arg(long, default_value_t = 60)]
    units: usize,
    /// Posts a second of who posts meanwhile.
    #[arg(long, default_value_t = 50)]
    posts_per_s: u32,
}

/// How often progress is asked for.
const LOOK: Duration = Duration::from_millis(50);

pub(crate) fn run(options: &Options) {
    for engine in options.shared.engines() {
        case(options, engine);
    }
}

fn case(options: &Options, engine: Engine) {
    let stage = Stage::new(engine);
    stage.command(&["demo", "--bare", "--staff", &options.people.to_string()]);
    let exported = stage.data().join("staff.csv");
    stage.command(&["export", "people", "--encoding", "utf-8", exported.to_str().expect("a path")]);
    let (list, moved) = transfer_list(&std::fs::read(exported).expect("the list"));
    let program = stage.serve();
    let sign_ins = stage.sign_ins();
    let (client, token) = runtime().block_on(administrator(&program, &sign_ins));
    let over = AtomicBool::new(false);
    let (figures, quiet, during) = std::thread::scope(|scope| {
        let poster = |until: &'static str| {
            let (token, over, address) = (token.clone(), &over, program.address);
            scope.spawn(move || runtime().block_on(posts(address, &token, options.posts_per_s, over, until)))
        };
        let quiet = poster("for a while").join().expect("the poster does not panic");
        let during = poster("until it is over");
        let end = End(&over);
        let figures = runtime().block_on(transfer(&client, &list, options.units));
        drop(end);
        (figures, quiet, during.join().expect("the poster does not panic"))
    });
    let mut line = json!({
        "bench": "transfer",
        "engine": engine.name(),
        "people": options.people,
        "moved": moved,
        "units_changed": options.units,
        "posts_meanwhile": during.count(),
        "post_quiet_p50_ms": quiet.ms(0.5),
        "post_quiet_p99_ms": quiet.ms(0.99),
        "post_p50_ms": during.ms(0.5),
        "post_p99_ms": during.ms(0.99),
        "post_max_ms": during.ms(1.0),
        "rss_mb": crate::machine::rss_mb(program.id()),
    });
    for (name, value) in figures {
        line[name] = json!(value);
    }
    options.shared.report().case(&line);
    program.stop();
}

/// Whatever happens, whoever posts meanwhile comes to an end.
struct End<'o>(&'o AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The first of the demo's sign-ins who administers the city.
async fn administrator(program: &Program, sign_ins: &Value) -> (Client, String) {
    for place in 0..sign_ins["accounts"].as_array().expect("accounts").len() {
        let (client, token) = signed_in(program, sign_ins, place).await;
        if client.get("/transfers").await.status == 200 {
            return (client, token);
        }
    }
    panic!("the demo has an administrator")
}

/// From the export of everybody a list in which every third of those with one post goes where another of them is; how many.
fn transfer_list(exported: &[u8]) -> (Vec<u8>, usize) {
    let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(exported);
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("our own list")).collect();
    let alone = |place: usize| {
        let near = [place.checked_sub(1), Some(place + 1)];
        near.into_iter().flatten().all(|other| rows.get(other).is_none_or(|row| row[0] != rows[place][0]))
    };
    let all: Vec<usize> = (0..rows.len()).filter(|place| alone(*place) && place % 3 == 0).collect();
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["職員番号", "姓", "名", "所属", "職名", "本務兼務区分"]).expect("memory takes it");
    let mut moved = 0;
    for (at, place) in all.iter().enumerate() {
        let row = &rows[*place];
        let goes = all.iter().cycle().skip(at + 1).take(all.len()).find(|other| rows[**other][5] != row[5]);
        let Some(goes) = goes else { continue };
        moved += 1;
        out.write_record([&row[0], &row[1], &row[2], &rows[*goes][5], &row[6], "本務"]).expect("memory takes it");
    }
    (out.into_inner().expect("memory takes it"), moved)
}

/// The transfer from the upload to the end of taking it back, in milliseconds a part.
async fn transfer(client: &Client, list: &[u8], units: usize) -> Vec<(&'static str, f64)> {
    let today = Jst::date(SystemClock.now()).to_string();
    let new = json!({ "name": "定期人事異動", "effective_on": today });
    let made = client.post("/transfers", new).await.ok();
    let path = format!("/transfers/{}", made["id"].as_str().expect("an id"));
    let all = client.get("/units").await.ok();
    let renamed = all["items"].as_array().expect("units").iter().rev().take(units);
    let orders: Vec<Value> = renamed
        .map(|unit| json!({ "kind": "change", "unit_id": unit["id"], "name": format!("新{}", unit["name"].as_str().expect("a name")) }))
        .collect();
    client.patch(&path, json!({ "orders": orders })).await.ok();
    let since = Instant::now();
    let request = client.request(Method::PUT, &format!("{path}/list?file=list.csv")).body(list.to_vec());
    let checked = client.send(request).await.ok();
    let dry_run = since.elapsed();
    assert_eq!(checked["counts"]["conflict"], 0, "{checked}");
    let since = Instant::now();
    client.post(&format!("{path}/schedule"), json!({ "release_at": null })).await.ok();
    until(client, &path, |transfer| transfer["state"] == "released").await;
    let applied = since.elapsed();
    // Jobs run one after another: taking back begins when all rooms have followed.
    let since = Instant::now();
    client.post(&format!("{path}/undo"), json!({})).await.ok();
    until(client, &path, |transfer| transfer["done"] != 0 || transfer["state"] == "undone").await;
    let followed = since.elapsed();
    let since = Instant::now();
    until(client, &path, |transfer| transfer["state"] == "undone").await;
    let undone = since.elapsed();
    [("dry_run_ms", dry_run), ("applied_ms", applied), ("rooms_followed_ms", followed), ("undone_ms", undone)]
        .map(|(name, took)| (name, took.as_secs_f64() * 1000.0))
        .to_vec()
}

async fn until(client: &Client, path: &str, there: impl Fn(&Value) -> bool) {
    while !there(&client.get(path).await.ok()) {
        tokio::time::sleep(LOOK).await;
    }
}

/// Lines over which posts go in turn: whoever posts does not wait for somebody else's post.
const LINES: u32 = 16;

/// People post so often, for three seconds or until all is over; how long each post took from when it was due.
async fn posts(
    address: std::net::SocketAddr,
    token: &str,
    per_s: u32,
    over: &AtomicBool,
    until: &'static str,
) -> Percentiles {
    let client = Client::new(address, Some(token.to_owned()));
    let rooms = client.bootstrap().await["rooms"].clone();
    let path = format!("/rooms/{}/messages", rooms[0]["id"].as_str().expect("a room"));
    let (begin, every) = (Instant::now(), Duration::from_secs(1) * LINES / per_s.max(1));
    let line = |place: u32| {
        let path = &path;
        async move {
            let mut wire = Wire::connect(address, token).await.expect("a line");
            let (mut due, mut times) = (begin + every * place / LINES, Vec::new());
            let is_over = |due: Instant| match until {
                "for a while" => due.duration_since(begin) > Duration::from_secs(3),
                _ => over.load(Ordering::Relaxed),
            };
            while !is_over(due) {
                tokio::time::sleep_until(due.into()).await;
                let body = json!({ "id": id_now(), "body": "明日の会議室は201に変わりました。" }).to_string();
                let (status, answer) = wire.send("POST", path, &body).await.expect("an answer");
                assert_eq!(status, 201, "{}", String::from_utf8_lossy(&answer));
                times.push(due.elapsed());
                due += every;
            }
            times
        }
    };
    let all = futures_util::future::join_all((0..LINES).map(line)).await;
    Percentiles::of(all.into_iter().flatten().collect())
}
