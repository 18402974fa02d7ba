//! What each figure has to be, and whether it is.

use crate::plot::precise;
use serde_json::Value;

/// A figure beside its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Check {
    /// Which case of the benchmark.
    pub(crate) case: String,
    pub(crate) figure: String,
    pub(crate) value: String,
    pub(crate) target: String,
    pub(crate) verdict: Verdict,
}

/// Whether a figure is what it has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Meets,
    FallsShort,
    /// Nothing is asked of it.
    Shown,
}

impl Verdict {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Verdict::Meets => "meets",
            Verdict::FallsShort => "**falls short**",
            Verdict::Shown => "",
        }
    }
}

/// The most by which the cost of an act may have grown and still be called the same: two runs of one differ as much.
const FLAT: f64 = 1.5;
/// From this size on, posting and opening a room cost the same.
const GROWN: f64 = 1_000_000.0;

/// The checks of a benchmark's lines.
pub(crate) fn checks(bench: &str, lines: &[&Value]) -> Vec<Check> {
    let mut found = Found { checks: Vec::new(), case: String::new() };
    for line in lines {
        found.case = case(bench, line);
        match bench {
            "idle" => {
                found.most(line, "rss_mb", 60.0);
                found.shown(line, &["rss_started_mb", "threads"]);
            }
            "post" => post(&mut found, line, lines),
            "fanout" => fanout(&mut found, line),
            "mixed" => {
                found.most(line, "direct_during_p99_ms", 100.0);
                found.shown(
                    line,
                    &["direct_during_p50_ms", "direct_quiet_p99_ms", "ratio_to_quiet", "broadcast_last_p50_ms"],
                );
            }
            "morning" => {
                found.most(line, "all_resumed_ms", 20_000.0);
                found.nothing(line, &["lost", "doubled"]);
                found.shown(line, &["resumed_per_s", "missed_each", "open_p50_ms", "open_p99_ms", "rss_mb"]);
            }
            "receipts" => {
                found.most(line, "lag_max_ms", 1_000.0);
                // A clock's jitter is no third frame: judged to a tenth.
                found.compare(line, "frames_per_s", "≤", 2.0, |value| (value * 10.0).round() <= 20.0);
                found.shown(line, &["lag_p50_ms", "frames_in_busiest_s", "reads_per_s"]);
            }
            "catchup" => {
                found.nothing(line, &["lost", "doubled"]);
                found.shown(
                    line,
                    &["up_to_date_p50_ms", "up_to_date_p99_ms", "up_to_date_max_ms", "all_ms", "missed_each"],
                );
                found.shown(line, &["by_log", "afresh", "requests", "received_mb"]);
            }
            "transfer" => {
                found.most(line, "dry_run_ms", 60_000.0);
                found.most(line, "applied_ms", 300_000.0);
                found.shown(line, &["moved", "units_changed", "rooms_followed_ms", "undone_ms"]);
                found.shown(line, &["post_quiet_p99_ms", "post_p50_ms", "post_p99_ms", "post_max_ms", "rss_mb"]);
            }
            "search" => {
                found.most(line, "p99_ms", 100.0);
                found.least(line, "recall", 1.0);
                found.nothing(line, &["leaked"]);
                found.shown(line, &["p50_ms", "first_page_p99_ms", "queries", "compared_hits"]);
                found.shown(line, &["indexed_per_s", "index_mb"]);
            }
            "office" => {
                found.whole(line, "delivered", "expected");
                found.nothing(line, &["doubled"]);
                found.shown(
                    line,
                    &["delivery_p50_ms", "delivery_p99_ms", "post_p50_ms", "post_p99_ms", "switch_p99_ms"],
                );
                found
                    .shown(line, &["scroll_p99_ms", "unread_p99_ms", "react_p99_ms", "cpu_s_per_1000_posts", "rss_mb"]);
            }
            _ => {}
        }
    }
    if bench == "growth" {
        growth(&mut found, lines);
    }
    found.checks
}

fn post(found: &mut Found, line: &Value, lines: &[&Value]) {
    if line["offered_per_s"].is_u64() {
        found.most(line, "p99_ms", 20.0);
        found.shown(line, &["posts_per_s", "p50_ms"]);
        return;
    }
    let most = lines
        .iter()
        .filter(|other| other["engine"] == line["engine"] && other["offered_per_s"].is_null())
        .filter_map(|other| other["writers"].as_u64())
        .max();
    if line["writers"].as_u64() == most {
        found.least(line, "posts_per_s", if line["engine"] == "postgres" { 4_000.0 } else { 10_000.0 });
    } else {
        found.shown(line, &["posts_per_s"]);
    }
    found.shown(line, &["p99_ms"]);
    found.shown(
        line,
        &["p50_ms", "posts_per_fsync_of_disk", "fsync_of_disk_p99_ms", "pgbench_per_s", "ratio_to_pgbench"],
    );
}

fn fanout(found: &mut Found, line: &Value) {
    found.whole(line, "delivered", "expected");
    found.nothing(line, &["doubled"]);
    if number(line, "clients") >= Some(18_000.0) {
        found.most(line, "last_p50_ms", 400.0);
        found.shown(line, &["ratio_to_floor", "ratio_to_ejabberd", "ratio_to_ejabberd_archive"]);
    } else {
        found.most(line, "ratio_to_floor", 1.5);
        found.most(line, "ratio_to_ejabberd", 0.4);
        found.most(line, "ratio_to_ejabberd_archive", 0.4);
        found.most(line, "rss_mb", 200.0);
        found.shown(line, &["last_p50_ms"]);
    }
    found.most(line, "rss_per_connection_kb", 20.0);
    found.shown(line, &["last_max_ms", "acknowledged_p50_ms", "floor_last_p50_ms"]);
    found.shown(line, &["ejabberd_last_p50_ms", "ejabberd_archive_last_p50_ms"]);
    found.shown(line, &["ratio_to_synapse", "synapse_last_p50_ms", "synapse_rss_mb"]);
}

/// The largest size beside the smallest that is grown, or beside the smallest of all.
fn growth(found: &mut Found, lines: &[&Value]) {
    for engine in ["sqlite", "postgres"] {
        let mut sizes: Vec<&Value> = lines.iter().copied().filter(|line| line["engine"] == engine).collect();
        sizes.sort_by_key(|line| line["messages"].as_u64());
        let Some((largest, smaller)) = sizes.split_last() else { continue };
        let grown = smaller.iter().find(|line| number(line, "messages") >= Some(GROWN * 0.9));
        let Some(before) = grown.or(smaller.last()) else { continue };
        let size = |line: &Value| number(line, "messages").unwrap_or(0.0) / 1e6;
        found.case = format!("{engine}, {} M beside {} M messages", precise(size(largest)), precise(size(before)));
        for act in acts(largest) {
            let key = format!("{act}_p50_ms");
            let (Some(now), Some(then)) = (number(largest, &key), number(before, &key)) else { continue };
            let ratio = now / then.max(1e-9);
            let figure = format!("{} p50, {} beside {} ms", act.replace('_', " "), precise(now), precise(then));
            found.add(figure, format!("{} ×", precise(ratio)), format!("≤ {FLAT} ×"), verdict(ratio <= FLAT));
        }
    }
}

/// The acts of which a line of `growth` tells.
pub(crate) fn acts(line: &Value) -> Vec<&str> {
    let names = line.as_object().into_iter().flat_map(|fields| fields.keys());
    names.filter_map(|name| name.strip_suffix("_p50_ms")).collect()
}

/// What tells a case from the others of its benchmark.
pub(crate) fn case(bench: &str, line: &Value) -> String {
    let mut words = vec![line["engine"].as_str().unwrap_or("").to_owned()];
    let mut about = |key: &str, after: &str| words.extend(line[key].as_u64().map(|number| format!("{number} {after}")));
    match bench {
        "post" => about("writers", "writers"),
        "fanout" | "morning" if line["nodes"].as_u64() > Some(1) => {
            about("clients", "clients");
            about("nodes", "nodes");
        }
        "receipts" => about("readers", "readers"),
        "growth" | "search" => about("messages", "messages"),
        "idle" => about("staff", "staff"),
        "transfer" => about("people", "people"),
        _ => about("clients", "clients"),
    }
    if let Some(per_s) = line["offered_per_s"].as_u64() {
        words.push(format!("{per_s} posts a second in all"));
    }
    match line["log_reaches_back"].as_bool() {
        Some(true) => words.push("log reaches back".to_owned()),
        Some(false) => words.push("log forgotten".to_owned()),
        None => {}
    }
    words.join(", ")
}

pub(crate) fn number(line: &Value, key: &str) -> Option<f64> {
    line[key].as_f64()
}

struct Found {
    checks: Vec<Check>,
    case: String,
}

impl Found {
    fn add(&mut self, figure: String, value: String, target: String, verdict: Verdict) {
        self.checks.push(Check { case: self.case.clone(), figure, value, target, verdict });
    }

    fn most(&mut self, line: &Value, key: &str, most: f64) {
        self.compare(line, key, "≤", most, |value| value <= most);
    }

    fn least(&mut self, line: &Value, key: &str, least: f64) {
        self.compare(line, key, "≥", least, |value| value >= least);
    }

    fn compare(&mut self, line: &Value, key: &str, sign: &str, bound: f64, holds: impl Fn(f64) -> bool) {
        let (name, unit) = named(key);
        if let Some(value) = number(line, key) {
            let target = format!("{sign} {bound}{unit}");
            self.add(name, format!("{}{unit}", precise(value)), target, verdict(holds(value)));
        }
    }

    /// Figures that have to be 0.
    fn nothing(&mut self, line: &Value, keys: &[&str]) {
        for key in keys {
            if let Some(value) = line[*key].as_i64() {
                self.add(named(key).0, value.to_string(), "0".to_owned(), verdict(value == 0));
            }
        }
    }

    /// A count that has to be another.
    fn whole(&mut self, line: &Value, key: &str, of: &str) {
        if let (Some(value), Some(all)) = (line[key].as_u64(), line[of].as_u64()) {
            self.add(named(key).0, value.to_string(), all.to_string(), verdict(value == all));
        }
    }

    fn shown(&mut self, line: &Value, keys: &[&str]) {
        for key in keys {
            if let Some(value) = number(line, key) {
                let (name, unit) = named(key);
                let whole = line[*key].is_u64();
                let value = if whole { format!("{value:.0}") } else { precise(value) };
                self.add(name, format!("{value}{unit}"), String::new(), Verdict::Shown);
            }
        }
    }
}

fn verdict(holds: bool) -> Verdict {
    if holds { Verdict::Meets } else { Verdict::FallsShort }
}

/// A figure's name in words, and its unit.
fn named(key: &str) -> (String, &'static str) {
    const UNITS: [(&str, &str); 4] = [("_ms", " ms"), ("_mb", " MB"), ("_kb", " kB"), ("_per_s", " /s")];
    let unit = UNITS.iter().find(|(end, _)| key.ends_with(end));
    let (name, unit) = unit.map_or((key, ""), |(end, unit)| (key.strip_suffix(end).unwrap_or(key), *unit));
    (name.replace('_', " "), unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_figure_beyond_its_target_falls_short_and_one_within_meets_it() {
        let line = json!({ "engine": "sqlite", "clients": 10_000, "direct_during_p99_ms": 99.0 });
        assert_eq!(checks("mixed", &[&line])[0].verdict, Verdict::Meets);
        let line = json!({ "engine": "sqlite", "clients": 10_000, "direct_during_p99_ms": 101.0 });
        let check = checks("mixed", &[&line]).remove(0);
        assert_eq!(
            (check.verdict, check.value.as_str(), check.target.as_str()),
            (Verdict::FallsShort, "101 ms", "≤ 100 ms")
        );
    }

    #[test]
    fn a_search_that_misses_something_falls_short() {
        let line = json!({ "engine": "sqlite", "messages": 1000, "p99_ms": 9.0, "recall": 0.99, "leaked": 0 });
        let verdicts: Vec<_> =
            checks("search", &[&line]).into_iter().map(|check| (check.figure, check.verdict)).collect();
        assert_eq!(verdicts[1], ("recall".to_owned(), Verdict::FallsShort));
        assert_eq!(verdicts[2], ("leaked".to_owned(), Verdict::Meets));
    }

    #[test]
    fn growth_is_judged_between_the_largest_size_and_a_million() {
        let size = |messages: u64, ms: f64| json!({ "engine": "sqlite", "messages": messages, "post_p50_ms": ms });
        let lines = [size(1_000, 1.0), size(1_000_000, 2.0), size(10_000_000, 2.5)];
        let checks = checks("growth", &lines.iter().collect::<Vec<_>>());
        assert_eq!(checks.len(), 1);
        assert_eq!((checks[0].value.as_str(), checks[0].verdict), ("1.25 ×", Verdict::Meets));
    }
}
