//! `search`: how long somebody waits for what they look for, among how many messages, and whether anything was missed.

mod queries;
mod utterances;

use crate::Shared;
use crate::hall::runtime;
use crate::percentiles::Percentiles;
use crate::stage::Stage;
use crate::store::{Line, say};
use clap::Args;
use db::{Db, Engine};
use harness::{Cast, Wire};
use kernel::Actor;
use queries::queries;
use search::folded;
use search::service::{Indexer, standing};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use utterances::Utterances;

#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    shared: Shared,
    /// How many messages there are, rising; a case for each. Ten million take some 8 GB of disk.
    #[arg(long, value_delimiter = ',', default_values_t = [20_000])]
    messages: Vec<usize>,
    /// Real utterances, a JSON array a line with the words at its end, packed by gzip; without it made-up ones.
    #[arg(long)]
    data: Option<PathBuf>,
    /// How many queries are asked, of each length from 1 to 20 characters in turn: common ones, rare ones, and some that hardly occur.
    #[arg(long, default_value_t = 400)]
    queries: usize,
    /// Of how many of them the answer is compared with a look at every message.
    #[arg(long, default_value_t = 60)]
    compared: usize,
}

/// People, and rooms of eight of them each, so that each is in two.
const PEOPLE: usize = 64;
const ROOM: usize = 8;
/// Messages that are said at a time.
const AT_A_TIME: usize = 2_000;
/// Hits of a first page.
const PAGE: usize = 50;
/// Milliseconds from one message to the next, and since when.
const STEP_MS: i64 = 900;
const FIRST_MS: i64 = 1_640_000_000_000;
/// Bytes of disk that a message takes at most, with the index, what merges leave behind for a while, and the database's own log.
const BYTES_EACH: u64 = 750;
/// And besides.
const BYTES_ANYWAY: u64 = 1 << 30;

pub(crate) fn run(options: &Options) {
    let mut is_whole = true;
    for engine in options.shared.engines() {
        let stage = Stage::new(engine);
        check_disk(&stage.data(), options.messages.iter().copied().max().unwrap_or(0));
        let rooms: Vec<_> = (0..PEOPLE).step_by(ROOM / 2).map(|first| first..PEOPLE.min(first + ROOM)).collect();
        let cast = Cast::fill(stage.place(), PEOPLE, &rooms).expect("an empty database");
        let mut talk = Talk { utterances: Utterances::of(options.data.as_deref()), said: 0, cast, rooms };
        for size in &options.messages {
            is_whole &= case(options, engine, &stage, &mut talk, *size);
        }
    }
    if !is_whole {
        eprintln!("search: something was missed, or found that is not there");
        std::process::exit(1);
    }
}

/// Ends the program before it fills the disk. A PostgreSQL is taken to lie on the same.
fn check_disk(folder: &Path, messages: usize) {
    let disk = rustix::fs::statvfs(folder).expect("a disk that says how full it is");
    let (free, needed) = (disk.f_bavail * disk.f_frsize, messages as u64 * BYTES_EACH + BYTES_ANYWAY);
    if free < needed {
        let gb = |bytes: u64| bytes as f64 / 1e9;
        eprintln!(
            "search: {messages} messages need about {:.1} GB of disk at {}, and {:.1} GB are free",
            gb(needed),
            folder.display(),
            gb(free)
        );
        std::process::exit(2);
    }
}

/// Says on stderr how far something is, every twentieth part of it.
struct Progress {
    what: &'static str,
    of: usize,
    told: usize,
}

impl Progress {
    fn new(what: &'static str, of: usize) -> Self {
        Self { what, of, told: 0 }
    }

    fn at(&mut self, done: usize) {
        let part = done * 20 / self.of.max(1);
        if part > self.told {
            self.told = part;
            eprintln!("search: {} {done} of {}", self.what, self.of);
        }
    }
}

/// What is said in the city.
struct Talk {
    utterances: Utterances,
    said: usize,
    cast: Cast,
    rooms: Vec<std::ops::Range<usize>>,
}

impl Talk {
    fn words(&self, number: usize) -> String {
        self.utterances.words(number)
    }

    fn room(&self, number: usize) -> usize {
        // Some rooms talk more than others.
        let spread = number.wrapping_mul(0x9e37_79b9) >> 7;
        (spread % self.rooms.len()).min((spread >> 8) % self.rooms.len())
    }

    fn id(&self, number: usize) -> i64 {
        let ms = FIRST_MS + number as i64 * STEP_MS - 1_577_836_800_000;
        (ms << 21) | (number as i64 * 7919 % (1 << 21))
    }

    /// Says on until so much was said.
    fn say(&mut self, db: &Db, size: usize) {
        let (org, mut progress) = (self.cast.org, Progress::new("said", size));
        while self.said < size {
            let until = size.min(self.said + AT_A_TIME);
            let lines: Vec<Line> = (self.said..until)
                .map(|number| {
                    let room = self.room(number);
                    let author = self.rooms[room].start + number % self.rooms[room].len();
                    Line {
                        room: self.cast.rooms[room].raw(),
                        seq: number as i64 + 1,
                        id: self.id(number),
                        author: self.cast.people[author].0.raw(),
                        body: self.words(number),
                        sent_ms: FIRST_MS + number as i64 * STEP_MS,
                    }
                })
                .collect();
            db.write_now(Actor::system(org), move |tx| say(tx, org, &lines)).expect("said");
            self.said = until;
            progress.at(until);
        }
    }
}

/// Whether nothing was missed, and nothing found that is not there.
fn case(options: &Options, engine: Engine, stage: &Stage, talk: &mut Talk, size: usize) -> bool {
    let db = stage.open();
    talk.say(&db, size);
    let indexer = Indexer::new(db.clone(), server::features::search_sources());
    let nobody = Actor::system(talk.cast.org);
    // From nothing, as after an update or an import.
    let begin = Instant::now();
    db.write_now(nobody, |tx| search::service::rebuild(tx, &server::features::search_sources())).expect("begun");
    let mut progress = Progress::new("indexed", talk.said);
    for step in 0.. {
        if !indexer.step().expect("indexed") {
            break;
        }
        if step % 16 == 0 {
            let building = db.read_now(nobody, standing).expect("known").building;
            progress.at(building.map_or(talk.said, |read| read as usize));
        }
    }
    let took = begin.elapsed();
    let index = db.read_now(nobody, standing).expect("known");
    drop((indexer, db));

    let queries = queries(&talk.utterances, talk.said, options.queries.max(1));
    let program = stage.serve();
    let runtime = runtime();
    let (times, firsts, first_pages) = runtime.block_on(async {
        let (mut times, mut firsts, mut pages) = (Vec::new(), Vec::new(), Vec::new());
        let mut progress = Progress::new("asked", queries.len());
        for (place, query) in queries.iter().enumerate() {
            let person = place * 13 % PEOPLE;
            let mut wire = Wire::connect(program.address, &talk.cast.people[person].1).await.expect("a line");
            wire.send("GET", "/titles", "").await.expect("an answer");
            let (took, first, page) = look(&mut wire, query).await;
            times.push(took);
            firsts.push(first);
            pages.push((person, query.clone(), page));
            progress.at(place + 1);
        }
        (times, firsts, pages)
    });
    program.stop();
    let (expected, found, leaked) = compared(talk, first_pages.into_iter().take(options.compared).collect());
    let (times, firsts) = (Percentiles::of(times), Percentiles::of(firsts));
    let is_whole = found == expected && leaked == 0;
    let figures = json!({
        "bench": "search",
        "engine": engine.name(),
        "messages": talk.said,
        "queries": times.count(),
        "p50_ms": times.ms(0.5),
        "p99_ms": times.ms(0.99),
        "first_page_p99_ms": firsts.ms(0.99),
        "recall": if expected == 0 { 1.0 } else { found as f64 / expected as f64 },
        "compared_hits": expected,
        "leaked": leaked,
        "index_mb": index.bytes as f64 / 1e6,
        "indexed_per_s": talk.said as f64 / took.as_secs_f64(),
    });
    options.shared.report().case(&figures);
    is_whole
}

/// Asks for a page, and for further ones until there are as many as on a page or all was looked at; how long that took, and the first page,
/// and the ids.
async fn look(wire: &mut Wire, query: &str) -> (Duration, Duration, Vec<String>) {
    let encoded: String = format!("\"{query}\"").bytes().map(|byte| format!("%{byte:02X}")).collect();
    let (mut ids, mut cursor, mut first, since) = (Vec::new(), String::new(), None, Instant::now());
    loop {
        let (status, answer) =
            wire.send("GET", &format!("/search?q={encoded}&limit={PAGE}{cursor}"), "").await.expect("an answer");
        let first = *first.get_or_insert(since.elapsed());
        assert_eq!(status, 200, "{query}: {}", String::from_utf8_lossy(&answer));
        let page: Value = serde_json::from_slice(&answer).expect("JSON");
        let items = page["items"].as_array().expect("items");
        ids.extend(items.iter().map(|item| item["message"]["id"].as_str().expect("an id").to_owned()));
        match page["next"].as_str() {
            Some(next) if ids.len() < PAGE => cursor = format!("&cursor={next}"),
            _ => {
                ids.truncate(PAGE);
                return (since.elapsed(), first, ids);
            }
        }
    }
}

/// How many hits a look at every message finds on the first pages, how many of these were found, and how many that are none.
fn compared(talk: &Talk, pages: Vec<(usize, String, Vec<String>)>) -> (usize, usize, usize) {
    let wanted: Vec<(HashSet<usize>, String)> = pages
        .iter()
        .map(|(person, query, _)| {
            let rooms = (0..talk.rooms.len()).filter(|room| talk.rooms[*room].contains(person)).collect();
            (rooms, folded(query))
        })
        .collect();
    let mut hits: HashMap<usize, BTreeSet<i64>> = HashMap::new();
    let mut progress = Progress::new("compared", talk.said);
    for number in (0..talk.said).rev() {
        progress.at(talk.said - number);
        let room = talk.room(number);
        let mut texts = None;
        for (place, (rooms, term)) in wanted.iter().enumerate() {
            let hits = hits.entry(place).or_default();
            if hits.len() < PAGE && rooms.contains(&room) {
                let words = || talk.words(number);
                // As it is seen, or as it was typed.
                let [seen, typed] = texts.get_or_insert_with(|| [folded(&text::seen(&words())), folded(&words())]);
                if seen.contains(term.as_str()) || typed.contains(term.as_str()) {
                    hits.insert(talk.id(number));
                }
            }
        }
    }
    let (mut expected, mut found, mut leaked) = (0, 0, 0);
    for (place, (_, _, page)) in pages.iter().enumerate() {
        let real: HashSet<String> =
            hits.get(&place).into_iter().flatten().map(|id| kernel::Id::<()>::from_raw(*id).to_string()).collect();
        expected += real.len();
        found += page.iter().filter(|id| real.contains(*id)).count();
        leaked += page.iter().filter(|id| !real.contains(*id)).count();
    }
    (expected, found, leaked)
}
