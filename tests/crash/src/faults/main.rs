//! `cargo x faults`: the program mistreated in every way that we know of, for long, and a table of what came of it.
//!
//! Everything happens on this machine, is bounded in count and time, and ends by itself. Rows that need root or a kernel
//! feature that is not there say so.

mod blows;
mod crowds;
mod postmaster;
mod proxy;
mod weak;
mod weak_client;

use clap::{Args, Parser, Subcommand};
use crash::Sum;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    part: Option<Part>,
    #[command(flatten)]
    options: Options,
}

/// Parts of a run in processes of their own.
#[derive(Debug, Subcommand)]
enum Part {
    /// Lets bytes pass after a while.
    #[command(hide = true)]
    Proxy(proxy::Options),
    /// Somebody at the end of a weak network.
    #[command(hide = true)]
    WeakClient(weak_client::Options),
    /// How many live lines a program has, asked from within its network.
    #[command(hide = true)]
    Lines {
        #[arg(long)]
        address: SocketAddr,
    },
}

#[derive(Debug, Args)]
struct Options {
    /// Rounds of `kill -9`, half of them on each database; the other rows have a part of that.
    #[arg(long, default_value_t = 1000)]
    rounds: u64,
    /// From which chance everything follows.
    #[arg(long, default_value_t = 20_261_128)]
    seed: u64,
    /// Only rows whose name contains one of these words.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// One JSON object a line instead of a table.
    #[arg(long)]
    json: bool,
    /// Writes the table into this page too.
    #[arg(long)]
    report: Option<PathBuf>,
    /// The data folder of a PostgreSQL that may be killed.
    #[arg(long)]
    cluster: Option<PathBuf>,
    /// Where the browser tests' packages are.
    #[arg(long, default_value = "e2e")]
    e2e: PathBuf,
}

/// What a row comes to when nothing was lost.
#[derive(Default)]
struct Outcome {
    rounds: u64,
    sum: Sum,
    /// What else was seen.
    seen: String,
}

/// Why a row was not tried.
struct NotTried(String);

type Tried = Result<Outcome, NotTried>;
type Run = fn(&Options) -> Tried;

struct Row {
    name: &'static str,
    tried: Result<Tried, String>,
    took_s: f64,
}

fn main() {
    let cli = Cli::parse();
    match cli.part {
        Some(Part::Proxy(options)) => return proxy::run(&options),
        Some(Part::WeakClient(options)) => return weak_client::run(&options),
        Some(Part::Lines { address }) => return weak::tell_lines(address),
        None => {}
    }
    let options = cli.options;
    let all: [(&'static str, Run); 13] = [
        ("kill -9, SQLite", blows::kill_on_sqlite),
        ("kill -9, PostgreSQL", blows::kill_on_postgresql),
        ("power cut, SQLite", blows::power_cut),
        ("clock jumps, SQLite", blows::jumps_on_sqlite),
        ("clock jumps, PostgreSQL", blows::jumps_on_postgresql),
        ("kill -9 of PostgreSQL itself", postmaster::kill),
        ("full disk", blows::full_disk),
        ("stalled readers", crowds::stalled_readers),
        ("connection flood", crowds::flood),
        ("slow-loris", crowds::slow_loris),
        ("half-open lines", weak::half_open),
        ("weak network, protocol", weak::protocol),
        ("weak network, browser", weak::browser),
    ];
    let wanted = |name: &str| options.only.is_empty() || options.only.iter().any(|word| name.contains(word.as_str()));
    let mut rows = Vec::new();
    for (name, run) in all.into_iter().filter(|(name, _)| wanted(name)) {
        let since = Instant::now();
        let tried = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&options))).map_err(words);
        let row = Row { name, tried, took_s: since.elapsed().as_secs_f64() };
        match options.json {
            true => println!("{}", row.json()),
            false => println!("{}", row.line()),
        }
        rows.push(row);
    }
    if let Some(page) = &options.report {
        std::fs::write(page, report(&rows, &options)).expect("the page can be written");
    }
    if rows.iter().any(|row| row.tried.is_err()) {
        std::process::exit(1);
    }
}

/// A panic's words.
fn words(panic: Box<dyn std::any::Any + Send>) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    text.unwrap_or_else(|| "a panic without words".to_owned()).replace(['\n', '|'], " ")
}

impl Row {
    fn verdict(&self) -> (&'static str, &str) {
        match &self.tried {
            Ok(Ok(outcome)) => ("held", &outcome.seen),
            Ok(Err(NotTried(why))) => ("not tried", why),
            Err(panic) => ("FAILED", panic),
        }
    }

    fn line(&self) -> String {
        let (verdict, seen) = self.verdict();
        let books = match &self.tried {
            Ok(Ok(Outcome { rounds, sum, .. })) => {
                format!("{rounds} | {} | {} | {}", sum.acknowledged, sum.lost, sum.doubled)
            }
            _ => "– | – | – | –".to_owned(),
        };
        format!("| {} | {books} | {verdict} | {seen} | {:.0} |", self.name, self.took_s)
    }

    fn json(&self) -> serde_json::Value {
        let (verdict, seen) = self.verdict();
        let mut line =
            serde_json::json!({ "row": self.name, "verdict": verdict, "seen": seen, "took_s": self.took_s.round() });
        if let Ok(Ok(Outcome { rounds, sum, .. })) = &self.tried {
            line["rounds"] = (*rounds).into();
            line["acknowledged"] = sum.acknowledged.into();
            line["lost"] = sum.lost.into();
            line["doubled"] = sum.doubled.into();
        }
        line
    }
}

/// The page.
fn report(rows: &[Row], options: &Options) -> String {
    let lines: Vec<String> = rows.iter().map(Row::line).collect();
    format!(
        "# Faults\n\nWhat `cargo x faults --rounds {} --seed {}` printed. A row holds when whatever was acknowledged was found \
         afterwards, id by id, nothing was there twice, and what else the row is about happened; how is told in \
         [tests/crash](../tests/crash/README.md).\n\n\
         | fault | rounds | acknowledged | lost | doubled | verdict | seen | took (s) |\n\
         |---|---|---|---|---|---|---|---|\n{}\n\n\
         PostgreSQL's own promise is that what it committed survives a power cut (`fsync`, `synchronous_commit` and \
         `full_page_writes` as they are by default); dropping what it had not synced would test PostgreSQL and not Engawa. \
         Killed here is its postmaster, with all that were connected, while Engawa goes on.\n",
        options.rounds,
        options.seed,
        lines.join("\n")
    )
}

/// The program beside our own executable.
fn engawa() -> PathBuf {
    let own = std::env::current_exe().expect("a program knows where it lies");
    own.with_file_name("engawa-to-kill")
}

/// An empty folder on a disk: the system's temporary folder may be memory.
fn folder() -> tempfile::TempDir {
    let own = std::env::current_exe().expect("a program knows where it lies");
    tempfile::tempdir_in(own.parent().unwrap_or(Path::new("."))).expect("a folder")
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}
