//! A private PostgreSQL for one run of tests or benchmarks: made in an empty folder, gone afterwards.

use crate::shell::{Program, target};
use crate::{Outcome, machine};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

const OLDEST: u32 = 15;

/// The variable in which platform/testkit finds the cluster.
pub const POSTGRES_VARIABLE: &str = "ENGAWA_TEST_POSTGRES";

/// How much the cluster promises.
#[derive(Clone, Copy, PartialEq)]
pub enum Durability {
    /// Tests: the data is thrown away anyhow, so nothing waits for the disk.
    None,
    /// Benchmarks: a number measured without the disk would be a lie.
    Full,
}

/// A running cluster; dropping it stops it and removes its folder.
pub struct Cluster {
    keeper: Child,
    folder: PathBuf,
    port: u16,
}

/// Starts PostgreSQL, waits for our end of the pipe to close, then stops it and removes the folder. A shell does this and not
/// our destructor, so that it also happens when we are killed. Interrupts are left to us: the pipe tells when we are gone.
const KEEPER: &str =
    "trap '' INT TERM HUP; folder=$1; shift; \"$@\" & pid=$!; cat; kill -QUIT $pid; wait $pid; rm -rf \"$folder\"";

impl Cluster {
    pub fn start(durability: Durability) -> Outcome<Cluster> {
        let programs = programs()?;
        let user = user()?;
        let folder = folder(user.as_deref())?;
        let data = folder.join("data");
        let made = as_user(user.as_deref(), &programs.join("initdb"))
            .arguments([
                "--locale=C.UTF-8",
                "--encoding=UTF8",
                "--auth=trust",
                "--username=postgres",
                "--no-sync",
                "-D",
            ])
            .arguments([&data])
            .folder(&folder)
            .read();
        if let Err(failure) = made {
            fs::remove_dir_all(&folder).ok();
            return Err(failure);
        }
        let port = free_port()?;
        let server = as_user(user.as_deref(), &programs.join("postgres"))
            .arguments(["-D"])
            .arguments([&data])
            .arguments(settings(durability, port))
            .into_command();
        let log = fs::File::create(folder.join("log")).map_err(|e| format!("cannot write PostgreSQL's log: {e}"))?;
        let errors = log.try_clone().map_err(|e| format!("cannot write PostgreSQL's log: {e}"))?;
        let mut keeper =
            Program::new("sh").arguments(["-c", KEEPER, "keeper"]).arguments([&folder]).folder(&folder).into_command();
        keeper.arg(server.get_program()).args(server.get_args());
        let keeper = keeper.stdin(Stdio::piped()).stdout(log).stderr(errors).spawn();
        let mut cluster = Cluster { keeper: keeper.map_err(|e| format!("cannot start a shell: {e}"))?, folder, port };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    /// Where it listens, in the form that our configuration takes.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Its data, in which it says which process keeps it.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn wait_until_ready(&mut self) -> Outcome {
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(60) {
            // The eighth line is the state; it needs no client and no guess about when a connection would be taken.
            let state = fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap_or_default();
            if state.lines().nth(7).is_some_and(|line| line.trim() == "ready") {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(format!("PostgreSQL did not start within a minute:\n{log}"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        self.keeper.wait().ok();
    }
}

fn settings(durability: Durability, port: u16) -> Vec<String> {
    // No socket file: its path may not be longer than 107 bytes, and a checkout's may.
    let mut settings =
        vec!["listen_addresses=127.0.0.1".into(), format!("port={port}"), "unix_socket_directories=".into()];
    settings.extend(["max_connections=300", "log_min_messages=warning"].map(str::to_owned));
    if durability == Durability::None {
        settings.extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off"].map(str::to_owned));
    }
    settings.into_iter().flat_map(|setting| ["-c".to_owned(), setting]).collect()
}

/// The folder of a new enough PostgreSQL's programs; installs one when there is none.
fn programs() -> Outcome<PathBuf> {
    if let Some(folder) = newest_programs() {
        return Ok(folder);
    }
    machine::install(&["postgresql"], &format!("the tests need PostgreSQL {OLDEST} or newer"))?;
    newest_programs()
        .ok_or_else(|| format!("no PostgreSQL {OLDEST} or newer was found, even after installing Debian's"))
}

fn newest_programs() -> Option<PathBuf> {
    // Debian keeps the server's programs out of PATH; a link into PATH leads back to their folder.
    let in_path = machine::find("postgres").and_then(|link| link.canonicalize().ok());
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let installed = versions.map(|version| version.path().join("bin/postgres"));
    in_path
        .into_iter()
        .chain(installed)
        .filter_map(|server| Some((version_of(&server)?, server.parent()?.to_owned())))
        .filter(|(version, folder)| *version >= OLDEST && folder.join("initdb").is_file())
        .max()
        .map(|(_, folder)| folder)
}

fn version_of(server: &Path) -> Option<u32> {
    major(&Program::new(server.to_str()?).arguments(["--version"]).read().ok()?)
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` is 15.
fn major(version: &str) -> Option<u32> {
    let number = version.split(' ').nth(2)?;
    number.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
}

/// PostgreSQL refuses to run as root; then it runs as the user that Debian's package makes, or one of our own.
fn user() -> Outcome<Option<String>> {
    if !machine::is_root() {
        return Ok(None);
    }
    for name in ["postgres", "engawa-test"] {
        if Program::new("id").arguments(["-u", name]).read().is_ok() {
            return Ok(Some(name.into()));
        }
    }
    Program::new("useradd").arguments(["--system", "--no-create-home", "engawa-test"]).run()?;
    Ok(Some("engawa-test".into()))
}

/// `setpriv` and not `runuser`: it becomes the program, so the process that we stop is PostgreSQL itself.
fn as_user(user: Option<&str>, program: &Path) -> Program {
    match user {
        None => Program::new(&program.to_string_lossy()),
        Some(user) => {
            Program::new("setpriv").arguments(["--reuid", user, "--regid", user, "--init-groups"]).arguments([program])
        }
    }
}

/// An empty folder that the user can enter: in the target folder, or, where that lies in somebody's closed home, a temporary one.
fn folder(user: Option<&str>) -> Outcome<PathBuf> {
    let name = format!("engawa-postgres-{}", std::process::id());
    for parent in [target(), std::env::temp_dir()] {
        let folder = parent.join(&name);
        fs::create_dir_all(&folder).map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
        let Some(user) = user else { return Ok(folder) };
        let owned = Program::new("chown").arguments([user]).arguments([&folder]).read();
        let entered =
            as_user(Some(user), Path::new("test")).arguments(["-w"]).arguments([&folder]).folder(Path::new("/")).read();
        if owned.is_ok() && entered.is_ok() {
            return Ok(folder);
        }
        fs::remove_dir_all(&folder).ok();
    }
    Err("PostgreSQL's user can write neither in the target folder nor in the temporary folder".into())
}

fn free_port() -> Outcome<u16> {
    // Somebody could take it before PostgreSQL does; that has not been worth a second try.
    let listener = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|e| format!("no free port on 127.0.0.1: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_what_postgres_prints() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("not found"), None);
    }

    #[test]
    fn only_benchmarks_wait_for_the_disk() {
        assert!(settings(Durability::None, 1).contains(&"fsync=off".to_owned()));
        assert!(!settings(Durability::Full, 1).iter().any(|setting| setting.contains("fsync")));
    }
}
