//! What somebody should look after.

use super::machine::MachineView;
use schemars::JsonSchema;
use serde::Serialize;
use std::time::Duration;

const MIB: i64 = 1 << 20;
/// Room on the disk below which it is worth a word, and below which it is urgent, in bytes; or a tenth and a thirtieth of the disk.
const LITTLE_ROOM: i64 = 4_096 * MIB;
const HARDLY_ANY_ROOM: i64 = 512 * MIB;
/// How long a job may wait after it could have run: nodes look every second, and one job may take minutes.
const LATE_AFTER: Duration = Duration::from_secs(15 * 60);

/// How urgent a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// The program stops, or has stopped, doing something.
    Now,
    /// It goes on, and will not for ever.
    Soon,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// The disk is nearly full.
    DiskFull,
    /// Jobs have been due for a quarter of an hour.
    JobsLate,
    /// Jobs failed as often as they may.
    JobsFailed,
    /// Of other organisations: their administrators see which.
    JobsFailedElsewhere,
    /// Log servers do not take the record of acts.
    LogServersSilent,
    /// Files wait to be checked for viruses, and nobody looks into them.
    FilesUnchecked,
    /// The machine's memory is nearly used up.
    MemoryFull,
    /// Four fifths of the connections are taken.
    ConnectionsFull,
    /// There are more accounts than connections.
    MoreAccountsThanConnections,
}

/// Something that somebody should look after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// How urgent it is.
    pub urgency: Urgency,
    /// What it is.
    pub code: FindingCode,
    /// How many, for what is counted; else 0.
    pub count: i64,
}

/// What findings are made from.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Jobs of one's own that failed.
    pub failed_jobs: i64,
    /// Of others.
    pub failed_elsewhere: i64,
    /// How long the oldest job has been due.
    pub late: Option<Duration>,
    /// Log servers that do not take records.
    pub silent_log_servers: i64,
    /// Files of one's own that wait to be checked for viruses.
    pub unchecked_files: i64,
    /// Accounts of all organisations.
    pub accounts: i64,
    /// The machine, at home.
    pub machine: Option<MachineView>,
}

/// What to look after, the most urgent first.
pub fn findings(seen: &Seen) -> Vec<Finding> {
    use FindingCode::*;
    let mut found = Vec::new();
    let mut add = |urgency, code, count| found.push(Finding { urgency, code, count });
    for (count, code) in [
        (seen.failed_jobs, JobsFailed),
        (seen.failed_elsewhere, JobsFailedElsewhere),
        (seen.silent_log_servers, LogServersSilent),
        (seen.unchecked_files, FilesUnchecked),
    ] {
        if count > 0 {
            add(Urgency::Now, code, count);
        }
    }
    if seen.late.is_some_and(|late| late >= LATE_AFTER) {
        add(Urgency::Now, JobsLate, 0);
    }
    if let Some(machine) = &seen.machine {
        let free = machine.disk_free_bytes;
        if free < HARDLY_ANY_ROOM.min(machine.disk_bytes / 30) {
            add(Urgency::Now, DiskFull, 0);
        } else if free < LITTLE_ROOM.min(machine.disk_bytes / 10) {
            add(Urgency::Soon, DiskFull, 0);
        }
        if machine.memory_available_bytes.is_some_and(|free| free < machine.memory_bytes.unwrap_or(0) / 20) {
            add(Urgency::Soon, MemoryFull, 0);
        }
        let [taken, most] = [machine.connections, machine.connections_at_most];
        if taken.saturating_mul(5) >= most.saturating_mul(4) {
            add(Urgency::Now, ConnectionsFull, taken as i64);
        }
        if seen.accounts > most as i64 {
            add(Urgency::Soon, MoreAccountsThanConnections, seen.accounts);
        }
    }
    found.sort_by_key(|finding| (finding.urgency, finding.code));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: i64 = 1 << 30;

    fn machine() -> MachineView {
        MachineView {
            version: "1",
            started_at: Default::default(),
            engine: "sqlite",
            database_bytes: GIB,
            disk_bytes: 200 * GIB,
            disk_free_bytes: 100 * GIB,
            bucket: None,
            memory_bytes: Some(16 * GIB),
            memory_available_bytes: Some(8 * GIB),
            own_memory_bytes: Some(GIB),
            connections: 10,
            connections_at_most: 1000,
            waiting_jobs: 0,
        }
    }

    fn of(change: impl FnOnce(&mut Seen, &mut MachineView)) -> Vec<(Urgency, FindingCode, i64)> {
        let (mut seen, mut machine) = (Seen { accounts: 100, ..Seen::default() }, machine());
        change(&mut seen, &mut machine);
        seen.machine = Some(machine);
        findings(&seen).iter().map(|finding| (finding.urgency, finding.code, finding.count)).collect()
    }

    #[test]
    fn a_machine_with_room_gives_nothing_to_look_after() {
        assert_eq!(of(|_, _| ()), []);
        assert_eq!(findings(&Seen::default()), [], "nor an organisation that does not see it");
    }

    #[test]
    fn a_disk_is_told_of_while_there_is_time_and_again_when_there_is_none() {
        assert_eq!(of(|_, machine| machine.disk_free_bytes = 4 * GIB), []);
        assert_eq!(of(|_, machine| machine.disk_free_bytes = 3 * GIB), [(Urgency::Soon, FindingCode::DiskFull, 0)]);
        assert_eq!(of(|_, machine| machine.disk_free_bytes = GIB / 4), [(Urgency::Now, FindingCode::DiskFull, 0)]);
        let small = |free| of(move |_, machine| (machine.disk_bytes, machine.disk_free_bytes) = (10 * GIB, free));
        assert_eq!(small(2 * GIB), [], "a small disk is not always full");
        assert_eq!(small(GIB / 2), [(Urgency::Soon, FindingCode::DiskFull, 0)]);
    }

    #[test]
    fn what_has_stopped_comes_before_what_will() {
        let all = of(|seen, machine| {
            seen.failed_jobs = 2;
            seen.late = Some(LATE_AFTER);
            seen.accounts = 2000;
            machine.connections = 800;
            machine.memory_available_bytes = Some(GIB / 2);
        });
        assert_eq!(
            all,
            [
                (Urgency::Now, FindingCode::JobsLate, 0),
                (Urgency::Now, FindingCode::JobsFailed, 2),
                (Urgency::Now, FindingCode::ConnectionsFull, 800),
                (Urgency::Soon, FindingCode::MemoryFull, 0),
                (Urgency::Soon, FindingCode::MoreAccountsThanConnections, 2000),
            ]
        );
    }
}
