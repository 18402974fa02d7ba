//! `search`: how long somebody waits for what they look for, among how many messages, and whether anything was missed.

use crate::Shared;
use crate::hall::runtime;
use crate::percentiles::Percentiles;
use crate::stage::Stage;
use crate::store::{Line, say};
use clap::Args;
use db::{Db, Engine};
use flate2::read::GzDecoder;
use harness::{Cast, Wire};
use kernel::Actor;
use search::folded;
use search::service::{Indexer, standing};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::time::{Duration, Instant};

#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    shared: Shared,
    /// How many messages there are, rising; a case for each. Ten million take some 6 GB of disk.
    #[arg(long, value_delimiter = ',', default_values_t = [20_000])]
    messages: Vec<usize>,
    /// Real utterances, a JSON array a line with the words at its end, packed by gzip; without it a few made-up ones.
    #[arg(long)]
    data: Option<PathBuf>,
    /// How many queries are asked, of each length from 1 to 20 characters in turn.
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
const AT_A_TIME: usize = 1_000;
/// Hits of a first page.
const PAGE: usize = 50;
/// Milliseconds from one message to the next, and since when.
const STEP_MS: i64 = 900;
const FIRST_MS: i64 = 1_640_000_000_000;

pub(crate) fn run(options: &Options) {
    for engine in options.shared.engines() {
        let stage = Stage::new(engine);
        let rooms: Vec<_> = (0..PEOPLE).step_by(ROOM / 2).map(|first| first..PEOPLE.min(first + ROOM)).collect();
        let cast = Cast::fill(stage.place(), PEOPLE, &rooms).expect("an empty database");
        let mut talk = Talk { texts: utterances(options), said: 0, cast, rooms };
        for size in &options.messages {
            case(options, engine, &stage, &mut talk, *size);
        }
    }
}

fn utterances(options: &Options) -> Vec<String> {
    let Some(path) = &options.data else {
        let made = [
            "明日の会議室は201に変わりました。",
            "資料は共有フォルダーにあります。",
            "ｻｰﾊﾞｰの点検は来週です。",
            "髙橋さんに折り返しの電話をお願いします。",
        ];
        return made.into_iter().map(str::to_owned).collect();
    };
    let file = std::fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = BufReader::new(GzDecoder::new(file)).lines();
    let words = |line: std::io::Result<String>| {
        let row: Value = serde_json::from_str(&line.expect("a file of text")).expect("an array a line");
        row.as_array().and_then(|cells| cells.last()?.as_str()).expect("words at its end").to_owned()
    };
    lines.map(words).filter(|text| !text.is_empty()).collect()
}

/// What is said in the city.
struct Talk {
    texts: Vec<String>,
    said: usize,
    cast: Cast,
    rooms: Vec<std::ops::Range<usize>>,
}

impl Talk {
    /// What is said as the message of a number: the utterances in turn, from the second time on with another day and number.
    fn words(&self, number: usize) -> String {
        let text = &self.texts[number % self.texts.len()];
        match number / self.texts.len() {
            0 => text.clone(),
            _ => format!("{text} {}月{}日 第{number}号", number % 12 + 1, number % 28 + 1),
        }
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
        let org = self.cast.org;
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
        }
    }

    /// Parts of what was said, of 1 to 20 characters; every tenth is of two, so that it is seldom found.
    fn queries(&self, count: usize) -> Vec<String> {
        let mut queries = Vec::new();
        let mut number: usize = 7;
        while queries.len() < count {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (one, other) = ((number >> 17) % self.said, (number >> 29) % self.said);
            let length = queries.len() % 20 + 1;
            let mut part = part(&self.words(one), length, number >> 40);
            if queries.len() % 10 == 9 {
                part.push_str(&self::part(&self.words(other), 3, number >> 41));
            }
            if !folded(&part).is_empty() && !part.contains(['"', ':', '：']) {
                queries.push(part.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
        queries
    }
}

fn part(text: &str, length: usize, from: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    let length = length.min(characters.len());
    let from = from % (characters.len() - length + 1);
    characters[from..from + length].iter().collect()
}

fn case(options: &Options, engine: Engine, stage: &Stage, talk: &mut Talk, size: usize) {
    let db = stage.open();
    talk.say(&db, size);
    let indexer = Indexer::new(db.clone(), server::features::search_sources());
    let nobody = Actor::system(talk.cast.org);
    // From nothing, as after an update or an import.
    let begin = Instant::now();
    db.write_now(nobody, |tx| search::service::rebuild(tx, &server::features::search_sources())).expect("begun");
    indexer.catch_up().expect("indexed");
    let took = begin.elapsed();
    let index = db.read_now(nobody, standing).expect("known");
    drop((indexer, db));

    let queries = talk.queries(options.queries.max(1));
    let program = stage.serve();
    let runtime = runtime();
    let (times, first_pages) = runtime.block_on(async {
        let (mut times, mut pages) = (Vec::new(), Vec::new());
        for (place, query) in queries.iter().enumerate() {
            let person = place * 13 % PEOPLE;
            let mut wire = Wire::connect(program.address, &talk.cast.people[person].1).await.expect("a line");
            wire.send("GET", "/titles", "").await.expect("an answer");
            let (took, page) = look(&mut wire, query).await;
            times.push(took);
            pages.push((person, query.clone(), page));
        }
        (times, pages)
    });
    program.stop();
    let (expected, found, leaked) = compared(talk, first_pages.into_iter().take(options.compared).collect());
    let times = Percentiles::of(times);
    let figures = json!({
        "bench": "search",
        "engine": engine.name(),
        "messages": talk.said,
        "queries": times.count(),
        "p50_ms": times.ms(0.5),
        "p99_ms": times.ms(0.99),
        "recall": if expected == 0 { 1.0 } else { found as f64 / expected as f64 },
        "compared_hits": expected,
        "leaked": leaked,
        "index_mb": index.bytes as f64 / 1e6,
        "indexed_per_s": talk.said as f64 / took.as_secs_f64(),
    });
    options.shared.report().case(&figures);
}

/// Asks for a page, and for further ones while nothing was found and not all was looked at; the ids, and how long the first took.
async fn look(wire: &mut Wire, query: &str) -> (Duration, Vec<String>) {
    let encoded: String = format!("\"{query}\"").bytes().map(|byte| format!("%{byte:02X}")).collect();
    let (mut ids, mut cursor, mut first) = (Vec::new(), String::new(), None);
    loop {
        let since = Instant::now();
        let (status, answer) =
            wire.send("GET", &format!("/search?q={encoded}&limit={PAGE}{cursor}"), "").await.expect("an answer");
        let took = *first.get_or_insert(since.elapsed());
        assert_eq!(status, 200, "{query}: {}", String::from_utf8_lossy(&answer));
        let page: Value = serde_json::from_slice(&answer).expect("JSON");
        let items = page["items"].as_array().expect("items");
        ids.extend(items.iter().map(|item| item["message"]["id"].as_str().expect("an id").to_owned()));
        match page["next"].as_str() {
            Some(next) if ids.len() < PAGE => cursor = format!("&cursor={next}"),
            _ => {
                ids.truncate(PAGE);
                return (took, ids);
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
    for number in (0..talk.said).rev() {
        let (text, room) = (folded(&talk.words(number)), talk.room(number));
        for (place, (rooms, term)) in wanted.iter().enumerate() {
            let hits = hits.entry(place).or_default();
            if hits.len() < PAGE && rooms.contains(&room) && text.contains(term.as_str()) {
                hits.insert(talk.id(number));
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
