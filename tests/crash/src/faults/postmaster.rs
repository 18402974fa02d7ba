//! `kill -9` of PostgreSQL itself, while the program goes on.

use crate::{NotTried, Options, Tried, blows};
use crash::Strike;
use std::cell::RefCell;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long it may take to come back.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn kill(options: &Options) -> Tried {
    let Some(cluster) = &options.cluster else {
        return Err(NotTried("no PostgreSQL of ours to kill (--cluster)".to_owned()));
    };
    let ours = RefCell::new(None);
    let tried = blows::on_postgresql(|place, data| {
        let again = || restart(cluster, &mut ours.borrow_mut());
        blows::strike(place, data, options, options.rounds.div_ceil(20), Strike::KillDatabase(&again))
    });
    // Whoever started the first cannot stop the last. No row after this one needs it.
    if let Some(mut last) = ours.into_inner() {
        let asked = Command::new("kill").args(["-QUIT", &last.id().to_string()]).status();
        assert!(asked.expect("kill runs").success(), "PostgreSQL was there to be stopped");
        last.wait().expect("it is our child");
    }
    tried
}

/// The number of the process that keeps the cluster, once it is ready.
fn ready(cluster: &Path) -> Option<u32> {
    let text = fs::read_to_string(cluster.join("postmaster.pid")).ok()?;
    let lines: Vec<&str> = text.lines().collect();
    lines.get(7).filter(|state| state.trim() == "ready")?;
    lines[0].trim().parse().ok()
}

/// Kills it with all of its processes and starts it again as it was started.
fn restart(cluster: &Path, ours: &mut Option<Child>) {
    let postmaster = ready(cluster).expect("PostgreSQL runs");
    let process = format!("/proc/{postmaster}");
    let words = fs::read_to_string(format!("{process}/cmdline")).expect("PostgreSQL runs");
    let words: Vec<&str> = words.split_terminator('\0').collect();
    let owner = fs::metadata(&process).expect("PostgreSQL runs");
    let killed = Command::new("kill").args(["-9", &postmaster.to_string()]).status().expect("kill runs");
    assert!(killed.success(), "PostgreSQL was there to be killed");
    if let Some(mut child) = ours.take() {
        child.wait().expect("it is our child");
    }
    let since = Instant::now();
    // Its orphans may take a moment to notice, and hold its memory for so long.
    while since.elapsed() < PATIENCE {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", &owner.uid().to_string(), "--regid", &owner.gid().to_string(), "--clear-groups"]);
        command.args(&words).current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("setpriv runs");
        loop {
            if ready(cluster) == Some(child.id()) {
                *ours = Some(child);
                return;
            }
            if child.try_wait().expect("it is our child").is_some() || since.elapsed() > PATIENCE {
                break;
            }
            std::thread::yield_now();
        }
    }
    panic!("PostgreSQL did not come back within a minute");
}
