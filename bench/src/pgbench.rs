//! What a PostgreSQL does of somebody else's smallest transactions on the same machine: pgbench's simple update, which changes a
//! row, reads it and appends another, and is safe on the disk when it is answered.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Debian keeps it beside the server, in no path.
const VERSIONS: &str = "/usr/lib/postgresql";
/// With which it does the most on few cores.
const CLIENTS: &str = "16";
/// In hundred thousands of rows: more than one transaction finds in the way of another.
const SCALE: &str = "10";

/// Transactions a second in the database at an address, which nobody else may use; nothing where pgbench is not installed.
pub(crate) fn per_s(url: &str, during: Duration) -> Option<f64> {
    let program = find()?;
    let run = |words: &[&str]| {
        let output = Command::new(&program).args(words).arg(url).stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    run(&["--initialize", "--quiet", "--scale", SCALE])?;
    let seconds = during.as_secs().to_string();
    let words = ["--builtin", "simple-update", "--protocol", "prepared", "--client", CLIENTS, "--time", &seconds];
    per_s_of(&run(&words)?)
}

fn find() -> Option<PathBuf> {
    let versions =
        fs::read_dir(VERSIONS).into_iter().flatten().flatten().map(|version| version.path().join("bin/pgbench"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let everywhere = std::env::split_paths(&path).map(|folder| folder.join("pgbench")).collect::<Vec<_>>();
    everywhere.into_iter().chain(versions).find(|file| file.exists())
}

fn per_s_of(said: &str) -> Option<f64> {
    let figure = said.lines().find_map(|line| line.strip_prefix("tps = "))?;
    figure.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::per_s_of;

    #[test]
    fn the_figure_is_read_from_what_pgbench_says() {
        let said = "transaction type: <builtin: simple update>\nlatency average = 5.170 ms\n\
                    tps = 3095.064401 (without initial connection time)\n";
        assert_eq!(per_s_of(said), Some(3095.064401));
        assert_eq!(per_s_of("pgbench: error"), None);
    }
}
