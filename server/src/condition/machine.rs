//! The machine that the program runs on, as the system tells it.

use db::Engine;
use kernel::{Error, Result, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::PathBuf;

/// Where to look.
pub struct Machine {
    /// A folder on the disk that fills: files lie there, and the embedded database beside them.
    pub folder: PathBuf,
    /// Where else files lie, for people.
    pub bucket: Option<String>,
    /// How many connections are open at most.
    pub connections: usize,
    /// When the program started.
    pub started_at: Timestamp,
}

/// The machine, as administrators of home see it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MachineView {
    /// The program's.
    pub version: &'static str,
    /// When this node started.
    pub started_at: Timestamp,
    /// `sqlite` or `postgres`.
    pub engine: &'static str,
    /// How large the database is.
    pub database_bytes: i64,
    /// The disk on which files are, and the embedded database.
    pub disk_bytes: i64,
    /// What is free on it.
    pub disk_free_bytes: i64,
    /// The bucket in which files are, if they are not on the disk.
    pub bucket: Option<String>,
    /// The machine's memory; nothing where the system does not tell.
    pub memory_bytes: Option<i64>,
    /// What could still be used of it.
    pub memory_available_bytes: Option<i64>,
    /// What the program uses of it.
    pub own_memory_bytes: Option<i64>,
    /// Live connections to this node.
    pub connections: usize,
    /// How many there may be.
    pub connections_at_most: usize,
    /// Jobs that wait, for as soon as possible or for a moment.
    pub waiting_jobs: i64,
}

impl Machine {
    /// Looks at it now.
    ///
    /// Errors: `disk_failed` when the disk does not say how full it is.
    pub fn look(
        &self,
        engine: Engine,
        database_bytes: i64,
        connections: usize,
        queue: &jobs::Standing,
    ) -> Result<MachineView> {
        let disk = rustix::fs::statvfs(&self.folder).map_err(|error| Error::unavailable("disk_failed", error))?;
        let bytes = |blocks: u64| i64::try_from(blocks.saturating_mul(disk.f_frsize)).unwrap_or(i64::MAX);
        let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
        let own = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        Ok(MachineView {
            version: env!("CARGO_PKG_VERSION"),
            started_at: self.started_at,
            engine: engine.name(),
            database_bytes,
            disk_bytes: bytes(disk.f_blocks),
            disk_free_bytes: bytes(disk.f_bavail),
            bucket: self.bucket.clone(),
            memory_bytes: kibibytes(&memory, "MemTotal"),
            memory_available_bytes: kibibytes(&memory, "MemAvailable"),
            own_memory_bytes: kibibytes(&own, "VmRSS"),
            connections,
            connections_at_most: self.connections,
            waiting_jobs: queue.waiting,
        })
    }
}

/// The bytes that a line such as `VmRSS:   1024 kB` tells.
fn kibibytes(text: &str, name: &str) -> Option<i64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    line.trim().strip_suffix("kB")?.trim().parse::<i64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_tells_sizes_in_lines_of_kibibytes() {
        let text = "MemTotal:       24576 kB\nMemAvailableX:  1 kB\nMemAvailable:   1024 kB\nHugePages: 3\n";
        assert_eq!(kibibytes(text, "MemTotal"), Some(24_576 << 10));
        assert_eq!(kibibytes(text, "MemAvailable"), Some(1 << 20));
        assert_eq!(kibibytes(text, "HugePages"), None);
        assert_eq!(kibibytes("", "MemTotal"), None);
    }
}
