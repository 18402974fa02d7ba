//! The machine that figures were taken on, and what a process uses of it.

use serde_json::{Value, json};
use std::fs;

fn line_of(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn kilobytes(file: &str, name: &str) -> Option<f64> {
    line_of(file, name)?.trim_end_matches("kB").trim().parse().ok()
}

/// What every line says of the machine.
pub(crate) fn about() -> Value {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    json!({
        "cpu": line_of("/proc/cpuinfo", "model name"),
        "cores": cores,
        "memory_gb": kilobytes("/proc/meminfo", "MemTotal").map(|kb| (kb / 1024.0 / 1024.0).round()),
        "system": fs::read_to_string("/proc/sys/kernel/osrelease").ok().map(|text| text.trim().to_owned()),
        "version": env!("CARGO_PKG_VERSION"),
        "profile": if cfg!(debug_assertions) { "debug" } else { "optimised" },
    })
}

/// Resident memory of a process in MB (10⁶ bytes).
pub(crate) fn rss_mb(process: u32) -> f64 {
    let kb = kilobytes(&format!("/proc/{process}/status"), "VmRSS").expect("the process runs");
    kb * 1024.0 / 1e6
}

/// Threads of a process.
pub(crate) fn threads(process: u32) -> u64 {
    let text = line_of(&format!("/proc/{process}/status"), "Threads").expect("the process runs");
    text.parse().expect("a number")
}

/// Seconds of processor time that a process has used.
pub(crate) fn cpu_s(process: u32) -> f64 {
    /// What Linux counts in, on every machine that this runs on.
    const PER_SECOND: f64 = 100.0;
    let text = fs::read_to_string(format!("/proc/{process}/stat")).expect("the process runs");
    // The name before the last parenthesis may hold anything; user and system time are the 14th and 15th of all fields.
    let (_, fields) = text.rsplit_once(')').expect("a name in parentheses");
    let ticks = fields.split_whitespace().skip(11).take(2).map(|field| field.parse::<f64>().expect("a number"));
    ticks.sum::<f64>() / PER_SECOND
}
