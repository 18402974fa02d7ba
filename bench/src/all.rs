//! `all`: every benchmark one after another, each in a process of its own, and a page that people read. The figures are kept as
//! they were printed, so that the page can be written anew without measuring.

use crate::page;
use clap::Args;
use kernel::{Clock, Jst, SystemClock};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    /// Where the page goes; plots and figures go into a folder of the same name beside it.
    #[arg(long, default_value = "docs/performance.md")]
    report: PathBuf,
    /// A small version of everything, to see whether it works. Its figures say nothing.
    #[arg(long)]
    quick: bool,
    /// Figures of an earlier run: writes the page without measuring.
    #[arg(long)]
    from: Option<PathBuf>,
}

/// What is measured: words for this program, and those for a quick version of it.
const RUNS: [(&str, &str); 17] = [
    ("idle", "idle --engine sqlite"),
    ("post --seconds 10", "post --seconds 1 --writers 1,16"),
    ("fanout --clients 10000 --rounds 9", "fanout --clients 200 --rounds 3"),
    ("fanout --engine sqlite --clients 18000 --rounds 9", "fanout --engine sqlite --clients 300 --rounds 3"),
    // No floor beside it: a process of its own may not hold so many.
    (
        "fanout --engine postgres --clients 21036 --nodes 2 --rounds 9 --peer none",
        "fanout --engine postgres --clients 300 --nodes 2 --rounds 3 --peer none",
    ),
    // Synapse answers a few hundred clients a second.
    (
        "fanout --engine postgres --clients 1000 --rounds 5 --peer synapse",
        "fanout --engine postgres --clients 20 --rounds 1 --peer synapse",
    ),
    ("mixed --clients 10000 --rounds 10", "mixed --clients 200 --rounds 5"),
    ("morning --engine sqlite --clients 18000", "morning --engine sqlite --clients 200"),
    ("morning --engine postgres --clients 18000", "morning --engine postgres --clients 200"),
    ("morning --engine postgres --clients 21036 --nodes 2", "morning --engine postgres --clients 200 --nodes 2"),
    ("receipts", "receipts --readers 200 --seconds 3"),
    ("catchup", "catchup --clients 200 --messages 2000"),
    ("office --posts-per-s 20 --seconds 40", "office --clients 200 --messages 2000 --posts-per-s 5 --seconds 4"),
    ("transfer", "transfer --people 800 --units 5"),
    ("search --messages 1000000", "search --messages 3000 --queries 60 --compared 20"),
    ("growth --engine sqlite", "growth --engine sqlite --people 200 --messages 1000,10000 --rounds 20"),
    ("growth --engine postgres", "growth --engine postgres --people 200 --messages 1000,10000 --rounds 20"),
];

pub(crate) fn run(options: &Options) {
    let (text, own) = match &options.from {
        Some(file) => (fs::read_to_string(file).expect("the figures of an earlier run"), false),
        None => (measure(options.quick), true),
    };
    let lines: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("a line is a JSON object")).collect();
    let folder = options.report.with_extension("");
    fs::create_dir_all(&folder).expect("a folder for plots");
    if own {
        write(&folder.join("figures.jsonl"), &text);
    }
    let page = page::of(&lines, &folder.file_name().expect("the page has a name").to_string_lossy());
    for (name, svg) in &page.plots {
        write(&folder.join(name), svg);
    }
    write(&options.report, &page.text);
    println!("{}", options.report.display());
}

fn write(file: &Path, text: &str) {
    fs::write(file, text).unwrap_or_else(|error| panic!("cannot write {}: {error}", file.display()));
}

/// The lines of all benchmarks, after one that says when and with what. One that fails costs its own lines only, and is named.
fn measure(quick: bool) -> String {
    let mut text = format!("{}\n", about(quick));
    let ejabberd = crate::ejabberd::is_there();
    let there = |words: &str| !words.ends_with("synapse") || crate::synapse::is_there();
    for (long, short) in RUNS.into_iter().filter(|(words, _)| there(words)) {
        let words = if quick { short } else { long };
        let peers = if words.starts_with("fanout") && ejabberd && !words.contains("--peer") {
            " --peer floor,ejabberd"
        } else {
            ""
        };
        let words = format!("{words}{peers}");
        eprintln!("bench {words}");
        let own = std::env::current_exe().expect("a program knows where it lies");
        let mut command = Command::new(own);
        command.args(words.split(' ')).arg("--json").stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program starts itself");
        for line in BufReader::new(child.stdout.take().expect("its output is ours")).lines() {
            let line = line.expect("it prints text");
            println!("{line}");
            text.push_str(&line);
            text.push('\n');
        }
        if !child.wait().expect("it is our child").success() {
            let failed = json!({ "bench": "failed", "what": words });
            println!("{failed}");
            text.push_str(&format!("{failed}\n"));
        }
    }
    text
}

/// When and with what all this was measured.
fn about(quick: bool) -> Value {
    json!({
        "bench": "about",
        "quick": quick,
        "date": Jst::date(SystemClock.now()).to_string(),
        "commit": said(&["git", "rev-parse", "--short=12", "HEAD"]),
        "postgresql": said(&["psql", "--version"]),
        "ejabberd": said(&["dpkg-query", "--show", "--showformat", "${Version}", "ejabberd"]),
        "machine": crate::machine::about(),
    })
}

/// The first line that a program says; nothing when it is not there.
fn said(words: &[&str]) -> Option<String> {
    let output = Command::new(words[0]).args(&words[1..]).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.lines().next().unwrap_or_default().trim().to_owned())
}
