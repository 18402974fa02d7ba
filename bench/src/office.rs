//! `office`: a working day as offices have it. For each post there are six and a half looks into another room, two pages
//! scrolled, one check of what is unread and, now and then, a reaction; everybody is connected.

use crate::Shared;
use crate::city::{City, id_now};
use crate::hall::{announcement, runtime};
use crate::machine::{cpu_s, rss_mb};
use crate::percentiles::Percentiles;
use crate::stage::Stage;
use crate::swarm::{Heard, Job, Speak, Swarm, Watch, now_us};
use clap::Args;
use db::Engine;
use harness::{Client, Wire};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::time::Instant;

#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) shared: Shared,
    /// How many people there are, all connected; rooms in proportion, 6,000 of 21,036 people.
    #[arg(long, default_value_t = 10_000)]
    pub(crate) clients: usize,
    /// About how many messages there are when the day begins.
    #[arg(long, default_value_t = 100_000)]
    pub(crate) messages: i64,
    /// Posts a second of all together. Everything else follows from them.
    #[arg(long, default_value_t = 20.0)]
    pub(crate) posts_per_s: f64,
    /// How long.
    #[arg(long, default_value_t = 60)]
    pub(crate) seconds: u64,
}

/// What people do, and how often for each post. A look into a room is two requests, its page and how far it was read.
/// Searches, 0.02 of them for each post, are not among it: the program has none yet.
const ACTS: [(Act, f64); 5] =
    [(Act::Post, 1.0), (Act::Switch, 6.5), (Act::Scroll, 2.0), (Act::Unread, 1.0), (Act::React, 0.13)];
/// A text to recognise a post by on every line.
const MARKER: &str = "office-";
/// Until the last post has reached everybody.
const AFTERWARDS: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Post,
    Switch,
    Scroll,
    Unread,
    React,
}

pub(crate) fn run(options: &Options) {
    for engine in options.shared.engines() {
        case(options, engine);
    }
}

/// Something that somebody does at a moment of the day.
struct Plan {
    at: Duration,
    act: Act,
    room: usize,
    person: usize,
    /// Of all posts.
    number: usize,
}

fn case(options: &Options, engine: Engine) {
    let stage = Stage::new(engine);
    let mut city = City::found(&stage, options.clients.max(2));
    city.talk(&stage, options.messages.max(1));
    let program = stage.serve();
    let day = Duration::from_secs(options.seconds.max(1));
    let plans = plans(&city, options.posts_per_s, day);
    let posts: Vec<usize> = plans.iter().filter(|plan| plan.act == Act::Post).map(|plan| plan.room).collect();
    let runtime = runtime();
    let position =
        runtime.block_on(Client::new(program.address, Some(city.token(0).to_owned())).bootstrap())["position"].clone();
    let tokens = city.cast.people.iter().map(|(_, token)| token.clone()).collect();
    let speak = Speak::engawa(tokens, &position);
    let mut swarm = Swarm::start(&Job { address: program.address, speak, missed: Vec::new() });
    let ms = (day + AFTERWARDS).as_millis() as u64;
    let before_s = cpu_s(program.id());
    swarm.watch(&Watch { marker: MARKER.to_owned(), ms });
    let done = runtime.block_on(live_through(program.address, &city, plans));
    let heard = swarm.heard();
    let used_s = cpu_s(program.id()) - before_s;
    let delivery = Delivery::of(&heard, &done.sent_us);
    let mut figures = json!({
        "bench": "office",
        "engine": engine.name(),
        "clients": city.cast.people.len(),
        "rooms": city.members.len(),
        "seconds": day.as_secs(),
        "posts": posts.len(),
        "posts_per_s": posts.len() as f64 / day.as_secs_f64(),
        "searches": "none: the program has no search yet",
        "expected": posts.iter().map(|room| city.members[*room].len()).sum::<usize>(),
        "delivered": delivery.times.count(),
        "doubled": delivery.doubled,
        "delivery_p50_ms": delivery.times.ms(0.5),
        "delivery_p99_ms": delivery.times.ms(0.99),
        "delivery_max_ms": delivery.times.ms(1.0),
        "cpu_s_per_1000_posts": used_s * 1000.0 / posts.len().max(1) as f64,
        "cpu_cores_used": used_s / (day + AFTERWARDS).as_secs_f64(),
        "rss_mb": rss_mb(program.id()),
    });
    for (name, times) in done.times {
        let times = Percentiles::of(times);
        figures[format!("{name}_count")] = json!(times.count());
        figures[format!("{name}_p50_ms")] = json!(times.ms(0.5));
        figures[format!("{name}_p99_ms")] = json!(times.ms(0.99));
    }
    options.shared.report().case(&figures);
    drop(swarm);
    program.stop();
}

/// A day's acts in the order of time: when, where and by whom chance decides.
fn plans(city: &City, posts_per_s: f64, day: Duration) -> Vec<Plan> {
    let posts = (posts_per_s * day.as_secs_f64()).ceil();
    let mut plans = Vec::new();
    for (act, often) in ACTS {
        for number in 0..(posts * often).ceil() as usize {
            let at = day.mul_f64(city.up_to(1_000_000) as f64 / 1e6);
            let room = city.spoken_in();
            plans.push(Plan { at, act, room, person: city.member(room), number });
        }
    }
    plans.sort_by_key(|plan| plan.at);
    plans
}

/// What came of a day.
#[derive(Default)]
struct Done {
    /// How long each kind of request took, by its name.
    times: BTreeMap<&'static str, Vec<Duration>>,
    /// When each post was sent, by its number, in microseconds since 1970.
    sent_us: HashMap<usize, u64>,
}

async fn live_through(address: SocketAddr, city: &City, plans: Vec<Plan>) -> Done {
    let mut done = Done::default();
    let mut last = city.last.clone();
    let mut newest: Option<(usize, String)> = None;
    let mut tasks = Vec::with_capacity(plans.len());
    let begin = Instant::now();
    for Plan { at, act, room, person, number } in plans {
        tokio::time::sleep_until(begin + at).await;
        let messages = format!("/rooms/{}/messages", city.cast.rooms[room]);
        let mut who = person;
        let requests = match act {
            Act::Post => {
                let id = id_now();
                let body = json!({ "id": id, "body": announcement(&format!("{MARKER}{number:06}")) }).to_string();
                newest = Some((room, id));
                last[room] += 1;
                done.sent_us.insert(number, now_us());
                vec![("post", "POST", messages, body)]
            }
            Act::Switch => {
                let read = json!({ "seq": city.last[room] }).to_string();
                let mark = format!("/rooms/{}/read", city.cast.rooms[room]);
                vec![("switch", "GET", messages, String::new()), ("read", "PUT", mark, read)]
            }
            Act::Scroll => {
                let before = last[room].max(2) / 2 + 1;
                vec![("scroll", "GET", format!("{messages}?before={before}"), String::new())]
            }
            Act::Unread => vec![("unread", "GET", "/bootstrap".to_owned(), String::new())],
            Act::React => match newest.take() {
                Some((there, message)) => {
                    who = city.member(there);
                    vec![("react", "PUT", format!("/messages/{message}/reactions/%F0%9F%91%8D"), String::new())]
                }
                None => continue,
            },
        };
        let token = city.token(who).to_owned();
        tasks.push(tokio::spawn(act_out(address, token, requests)));
    }
    for task in tasks {
        for (name, took) in task.await.expect("people do not panic") {
            done.times.entry(name).or_default().push(took);
        }
    }
    done
}

type Request = (&'static str, &'static str, String, String);

/// Sends requests, one after another, over a new line, as a browser whose own has long been idle.
async fn act_out(address: SocketAddr, token: String, requests: Vec<Request>) -> Vec<(&'static str, Duration)> {
    let mut since = Instant::now();
    let mut wire = Wire::connect(address, &token).await.expect("a line");
    let mut times = Vec::with_capacity(requests.len());
    for (name, method, path, body) in requests {
        let (status, answer) = wire.send(method, &path, &body).await.expect("an answer");
        // A reaction may come before the message, whose writer may be waiting still.
        let early = name == "react" && status == 404;
        assert!(early || matches!(status, 200..300), "{path}: {status} {}", String::from_utf8_lossy(&answer));
        times.push((name, since.elapsed()));
        since = Instant::now();
    }
    times
}

/// How posts came to those who should have them.
struct Delivery {
    times: Percentiles,
    doubled: usize,
}

impl Delivery {
    fn of(heard: &[Heard], sent_us: &HashMap<usize, u64>) -> Self {
        let mut first: HashMap<(usize, u32), u64> = HashMap::new();
        let mut doubled = 0;
        for Heard { client, number, at_us } in heard {
            let before = first.insert((*client, *number), *at_us);
            doubled += usize::from(before.is_some());
        }
        let took = |((_, number), at): (&(usize, u32), &u64)| {
            let sent = sent_us.get(&(*number as usize))?;
            Some(Duration::from_micros(at.saturating_sub(*sent)))
        };
        Self { times: Percentiles::of(first.iter().filter_map(took).collect()), doubled }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_counts_once_for_each_who_heard_it() {
        let heard = [(1, 0, 1_500), (2, 0, 2_500), (1, 0, 3_000)];
        let heard = heard.map(|(client, number, at_us)| Heard { client, number, at_us });
        let delivery = Delivery::of(&heard, &HashMap::from([(0, 500)]));
        assert_eq!((delivery.times.count(), delivery.doubled), (2, 1));
    }
}
