//! The page that people read: the machine first, then for each benchmark its targets, figures and verdicts, and plots.

use crate::plot::{Bar, Curve, Scale, bars, curves};
use crate::reasons;
use crate::targets::{Check, Verdict, acts, case, checks, number};
use serde_json::Value;
use std::fmt::Write;

/// A page and the plots that it shows, by their file names.
pub(crate) struct Page {
    pub(crate) text: String,
    pub(crate) plots: Vec<(String, String)>,
}

/// Every benchmark in the order of the page, what it is about, and why that is asked.
const CHAPTERS: [(&str, &str, &str); 11] = [
    ("idle", "An idle server", "The demo town of 800 staff, in which nothing happens."),
    (
        "post",
        "Posts a second",
        "Each is acknowledged after it is safe on the disk. `posts per fsync of disk` says how many share one wait for it. \
Beside PostgreSQL stands what the same server does of the smallest transactions that others measure with (pgbench's simple \
update: one row changed, one read, one appended). Machines of this kind differ, and so do their hours: three runs of one day on the machine \
of these figures gave 14,300 to 16,300 posts a second on SQLite at 256 writers, and two of them 8,600 and 11,100 on PostgreSQL, with p99 of 13 and \
24 ms at 500 a second; earlier machines, whose disks took about twice as long, 7,840 to 9,620, 5,700, and 12 to 93 ms.",
    ),
    (
        "fanout",
        "One post to everybody",
        "From the moment it is sent until the last one in the room has it; in turn, in the same run, a bare TCP \
writer of the same bytes (the floor) and ejabberd.",
    ),
    (
        "mixed",
        "Direct messages during a post to everybody",
        "Pairs outside the large room write to each other all the time.",
    ),
    (
        "morning",
        "Everybody comes back at once",
        "After a restart, each at the position where they left, with 20 messages missed.",
    ),
    (
        "receipts",
        "Everybody reads one post within a minute",
        "From the acknowledgement of a read to the frame that counts it.",
    ),
    (
        "catchup",
        "A week away",
        "People come back whose position is older than anything in memory: what they missed is read from the log of changes, \
or they start afresh.",
    ),
    (
        "office",
        "A working day",
        "For each post six and a half looks into another room, two pages scrolled, one check of what is unread, 0.13 \
reactions. Searches are measured by themselves.",
    ),
    (
        "transfer",
        "The mass transfer of April",
        "A third of a city's people with one post goes elsewhere and sixty units get another name, on the day itself: compared \
(dry run), carried into the directory, rooms following, and all of it taken back, while somebody posts all the time.",
    ),
    (
        "search",
        "Search",
        "Parts of 1 to 20 characters of what was said in 16 rooms are looked for by people who are in two of them, one after another: common ones, rare \
ones, and some that hardly occur. The wait lasts until fifty were found, or all was looked at. Answers are compared with a look at every message.",
    ),
    (
        "growth",
        "As data grows",
        "One city of 21,036 people and 6,000 rooms, as its talk grows from a thousand messages to millions.",
    ),
];

/// Writes the page of some lines; `folder` is where its plots lie.
pub(crate) fn of(lines: &[Value], folder: &str) -> Page {
    let mut page = Page { text: "# Performance\n\n".to_owned(), plots: Vec::new() };
    let of_bench = |name: &str| lines.iter().filter(|line| line["bench"] == name).collect::<Vec<_>>();
    machine(&mut page.text, &of_bench("about"), lines);
    let chapters: Vec<_> = CHAPTERS
        .iter()
        .map(|chapter| (chapter, of_bench(chapter.0)))
        .map(|(chapter, lines)| (chapter, checks(chapter.0, &lines), lines))
        .collect();
    summary(&mut page.text, chapters.iter().flat_map(|(_, checks, _)| checks));
    for failed in of_bench("failed") {
        let _ = writeln!(
            page.text,
            "`{}` **did not end well**; what it had printed until then is below.\n",
            failed["what"].as_str().unwrap_or("")
        );
    }
    for ((name, title, about), checks, lines) in &chapters {
        let _ = writeln!(page.text, "## {title}\n\n`cargo x bench {name}`. {about}\n");
        if lines.is_empty() {
            page.text.push_str("Not measured.\n\n");
            continue;
        }
        table(&mut page.text, checks);
        for (file, title, svg) in plots(name, lines) {
            let _ = writeln!(page.text, "![{title}]({folder}/{file})\n");
            page.plots.push((file, svg));
        }
    }
    let latency = latency(lines);
    if !latency.is_empty() {
        let title = "How long things take";
        page.plots.push(("latency.svg".to_owned(), bars(title, "ms", Scale::Logarithmic, &["p50", "p99"], &latency)));
        let _ = writeln!(
            page.text,
            "## {title}\n\nHalf of all were done within p50, 99 of 100 within p99.\n\n![{title}]({folder}/latency.svg)"
        );
    }
    page
}

fn machine(text: &mut String, about: &[&Value], lines: &[Value]) {
    let about = about.first().copied().unwrap_or(&Value::Null);
    let machine = lines.iter().map(|line| &line["machine"]).find(|machine| !machine.is_null()).unwrap_or(&Value::Null);
    text.push_str(
        "Written by `cargo x bench all`; [bench/README.md](../bench/README.md) says what each benchmark does. Figures go with the \
         machine that they were taken on; ratios were taken within one run.\n\n",
    );
    if about["quick"] == true {
        text.push_str("**A quick run, to see whether everything works: its figures say nothing.**\n\n");
    }
    text.push_str("| | |\n|---|---|\n");
    let rows = [
        ("processor", &machine["cpu"]),
        ("cores", &machine["cores"]),
        ("memory (GB)", &machine["memory_gb"]),
        ("Linux", &machine["system"]),
        ("Engawa", &machine["version"]),
        ("commit", &about["commit"]),
        ("build", &machine["profile"]),
        ("PostgreSQL", &about["postgresql"]),
        ("ejabberd", &about["ejabberd"]),
        ("Matrix", lines.iter().map(|line| &line["synapse"]).find(|said| !said.is_null()).unwrap_or(&Value::Null)),
        ("day", &about["date"]),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_null()) {
        let _ = writeln!(text, "| {name} | {} |", value.to_string().trim_matches('"'));
    }
    text.push('\n');
}

fn summary<'a>(text: &mut String, checks: impl Iterator<Item = &'a Check>) {
    let (short, met): (Vec<_>, Vec<_>) =
        checks.filter(|check| check.verdict != Verdict::Shown).partition(|check| check.verdict == Verdict::FallsShort);
    let _ = writeln!(text, "{} figures meet their targets, {} fall short.\n", met.len(), short.len());
    for Check { case, figure, value, target, .. } in short {
        let why = reasons::of(figure, case).map(|why| format!(". {why}")).unwrap_or_default();
        let _ = writeln!(text, "- falls short: {figure} ({case}): {value}, target {target}{why}");
    }
    text.push('\n');
}

fn table(text: &mut String, checks: &[Check]) {
    text.push_str("| case | figure | target | measured | verdict |\n|---|---|---|---|---|\n");
    let mut before = "";
    for Check { case, figure, value, target, verdict } in checks {
        let shown = if case == before { "" } else { case };
        let _ = writeln!(text, "| {shown} | {figure} | {target} | {value} | {} |", verdict.words());
        before = case;
    }
    text.push('\n');
}

/// File, title and picture of a benchmark's plots.
fn plots(bench: &str, lines: &[&Value]) -> Vec<(String, String, String)> {
    match bench {
        "fanout" => {
            let bars = ratios(lines);
            let title = "Until the last one has it: ours divided by theirs (line: target)";
            let svg = crate::plot::bars(title, "times as long", Scale::Linear, &["ratio"], &bars);
            if bars.is_empty() { Vec::new() } else { vec![("fanout.svg".to_owned(), title.to_owned(), svg)] }
        }
        "growth" => ["sqlite", "postgres"].iter().filter_map(|engine| growth(engine, lines)).collect(),
        _ => Vec::new(),
    }
}

fn ratios(lines: &[&Value]) -> Vec<Bar> {
    const PEERS: [(&str, &str, f64); 3] = [
        ("ratio_to_floor", "floor", 1.5),
        ("ratio_to_ejabberd", "ejabberd", 0.4),
        ("ratio_to_ejabberd_archive", "ejabberd with archive", 0.4),
    ];
    let of_line = |line: &Value| {
        let large = number(line, "clients") >= Some(18_000.0);
        let about = case("fanout", line);
        let bar = |(key, peer, target): &(&str, &str, f64)| {
            let value = number(line, key)?;
            Some(Bar { label: format!("{about} : {peer}"), values: vec![value], mark: (!large).then_some(*target) })
        };
        PEERS.iter().filter_map(bar).collect::<Vec<_>>()
    };
    lines.iter().flat_map(|line| of_line(line)).collect()
}

fn growth(engine: &str, lines: &[&Value]) -> Option<(String, String, String)> {
    let lines: Vec<&Value> = lines.iter().copied().filter(|line| line["engine"] == engine).collect();
    let curve = |act: &str| {
        let point =
            |line: &&Value| Some((number(line, "messages")?, number(line, &format!("{act}_p50_ms"))?.max(0.001)));
        Curve { label: act.replace('_', " "), points: lines.iter().filter_map(point).collect() }
    };
    let all: Vec<Curve> = acts(lines.first()?).into_iter().map(curve).collect();
    let title = format!("What things cost as data grows, {engine}");
    let svg = curves(&title, "messages in the database", "p50 in ms", &all);
    Some((format!("growth-{engine}.svg"), title, svg))
}

/// What people wait for, from all benchmarks.
fn latency(lines: &[Value]) -> Vec<Bar> {
    const WAITS: [(&str, &str, &str); 12] = [
        ("post", "", "post"),
        ("mixed", "direct_quiet_", "direct message, quiet"),
        ("mixed", "direct_during_", "direct message, broadcast"),
        ("receipts", "lag_", "receipt counted"),
        ("catchup", "up_to_date_", "up to date"),
        ("office", "delivery_", "office: delivery"),
        ("office", "post_", "office: post"),
        ("office", "switch_", "office: look into a room"),
        ("office", "scroll_", "office: scroll"),
        ("office", "unread_", "office: what is unread"),
        ("office", "react_", "office: react"),
        ("search", "", "search"),
    ];
    let mut found = Vec::new();
    for (bench, before, name) in WAITS {
        for line in lines.iter().filter(|line| line["bench"] == bench) {
            let (half, most) = (number(line, &format!("{before}p50_ms")), number(line, &format!("{before}p99_ms")));
            if let (Some(half), Some(most)) = (half, most) {
                let engine = line["engine"].as_str().unwrap_or("");
                let more = match (line["writers"].as_u64(), line["log_reaches_back"].as_bool()) {
                    (Some(writers), _) => format!(", {writers} writers"),
                    (None, Some(false)) => ", afresh".to_owned(),
                    _ => String::new(),
                };
                found.push(Bar { label: format!("{name}{more} ({engine})"), values: vec![half, most], mark: None });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_page_names_what_falls_short_before_anything_else() {
        let line = json!({ "bench": "idle", "engine": "sqlite", "staff": 800, "rss_mb": 61.0 });
        let page = of(&[line], "performance");
        let short =
            page.text.find("- falls short: rss (sqlite, 800 staff): 61.0 MB, target ≤ 60 MB").expect("it is named");
        assert!(short < page.text.find("## An idle server").expect("a chapter"));
        assert!(page.text.contains("## As data grows") && page.text.contains("Not measured."));
    }

    #[test]
    fn growth_is_drawn_once_for_each_database() {
        let size = |engine: &str, messages: u64| json!({ "bench": "growth", "engine": engine, "messages": messages, "post_p50_ms": 2.0 });
        let page = of(&[size("sqlite", 1_000), size("sqlite", 10_000), size("postgres", 1_000)], "performance");
        let names: Vec<&str> = page.plots.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["growth-sqlite.svg", "growth-postgres.svg"]);
        assert!(page.text.contains("(performance/growth-sqlite.svg)"));
    }
}
