//! Weak networks: two hosts of our own in network namespaces, a line of 64 kbit/s that loses one packet in ten, and a way and
//! back of 800 ms; and a line that is cut without a word.

use crate::crowds::lines;
use crate::{NotTried, Options, Outcome, Tried, engawa, folder, runtime};
use crash::Sum;
use db::Place;
use harness::{Cast, Program};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where the server is, and the ends of the line between the two hosts.
const SERVER: &str = "10.213.7.1";
const CLIENT: &str = "10.213.7.2";
const PORT: u16 = 8080;
/// Where the client finds the far end of the long way.
const NEAR: &str = "127.0.0.1:8081";
const RATE: &str = "64kbit";
const LOSS_PERCENT: &str = "10";
const DELAY_MS: &str = "400";
const JITTER_MS: &str = "50";
/// Messages that are sent and seen.
const MESSAGES: usize = 10;
/// The targets.
const SEEN_WITHIN_S: f64 = 10.0;
const LIST_WITHIN_S: f64 = 20.0;
const WARM_WITHIN_S: f64 = 1.0;
/// The server's heartbeat, the minute that a line may stay unconfirmed, and some.
const LET_GO_WITHIN: Duration = Duration::from_secs(120);

/// Two hosts and a line between them. They vanish with this.
struct Hosts {
    name: String,
}

fn run(words: &str) -> Result<(), String> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let output = Command::new(words[0]).args(&words[1..]).output().map_err(|error| format!("{}: {error}", words[0]))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("{}: {}", words.join(" "), String::from_utf8_lossy(&output.stderr).trim())),
    }
}

impl Hosts {
    fn new() -> Result<Self, NotTried> {
        let hosts = Self { name: format!("engawa{}", std::process::id()) };
        hosts.lay().map_err(|why| NotTried(format!("no network of our own: {why}")))?;
        Ok(hosts)
    }

    fn lay(&self) -> Result<(), String> {
        let name = &self.name;
        for end in ["s", "c"] {
            run(&format!("ip netns add {name}{end}"))?;
            self.at(end, "ip link set lo up")?;
        }
        run(&format!("ip link add line netns {name}s type veth peer name line netns {name}c"))?;
        for (end, address) in [("s", SERVER), ("c", CLIENT)] {
            self.at(end, &format!("ip address add {address}/30 dev line"))?;
            self.at(end, "ip link set line up")?;
        }
        Ok(())
    }

    fn at(&self, end: &str, words: &str) -> Result<(), String> {
        run(&format!("ip netns exec {}{end} {words}", self.name))
    }

    fn command(&self, end: &str, program: &Path) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &format!("{}{end}", self.name)]).arg(program);
        command
    }

    /// Makes the line slow, at both ends, and lets it lose packets.
    fn weaken(&self) -> Result<(), NotTried> {
        for end in ["s", "c"] {
            self.at(end, &format!("tc qdisc add dev line root tbf rate {RATE} burst 3000 latency 3s"))
                .and_then(|()| self.at(end, "nft add table inet weak"))
                .and_then(|()| self.at(end, "nft add chain inet weak arrive { type filter hook input priority 0 ; }"))
                .and_then(|()| {
                    let loses = format!("numgen random mod 100 < {LOSS_PERCENT} drop");
                    self.at(end, &format!("nft add rule inet weak arrive iifname line {loses}"))
                })
                .map_err(|why| NotTried(format!("no weak line: {why}")))?;
        }
        Ok(())
    }

    fn serve(&self, data: &Path) -> Program {
        Program::start_by(self.command("s", &engawa()), &format!("{SERVER}:{PORT}"), data, None)
    }

    /// A part of ours at the client's end, and the first line that it says.
    fn part(&self, words: &[&str]) -> (Part, BufReader<std::process::ChildStdout>) {
        let own = std::env::current_exe().expect("a program knows where it lies");
        let mut child = self.command("c", &own).args(words).stdout(Stdio::piped()).spawn().expect("it starts itself");
        let output = BufReader::new(child.stdout.take().expect("its output is ours"));
        (Part(child), output)
    }

    /// The long way, at the client's end.
    fn long_way(&self) -> Part {
        let to = format!("{SERVER}:{PORT}");
        let words = ["proxy", "--listen", NEAR, "--to", &to, "--delay-ms", DELAY_MS, "--jitter-ms", JITTER_MS];
        let (part, output) = self.part(&words);
        assert_eq!(line(output), "ready");
        part
    }
}

impl Drop for Hosts {
    fn drop(&mut self) {
        for end in ["s", "c"] {
            // What was never made cannot be taken away.
            let _ = run(&format!("ip netns del {}{end}", self.name));
        }
    }
}

/// A process of ours that ends with this.
struct Part(Child);

impl Drop for Part {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn line(mut output: BufReader<std::process::ChildStdout>) -> String {
    let mut line = String::new();
    output.read_line(&mut line).expect("it speaks");
    line.trim().to_owned()
}

fn cast(data: &Path) -> Cast {
    Cast::fill(Place::Sqlite(data.join("engawa.db")), 40, &[0..40, 0..20, 0..2]).expect("an empty database")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|one| one.as_f64().expect("a number")).collect()
}

fn judge(list_s: f64, warm_s: Option<f64>, seen_s: &[f64], more: &str) -> Outcome {
    let slowest = seen_s.iter().copied().fold(0.0, f64::max);
    let mut sorted = seen_s.to_vec();
    sorted.sort_by(f64::total_cmp);
    let seen = format!(
        "{RATE}, {LOSS_PERCENT} % lost, 800 ms: first list after {list_s:.1} s (≤ {LIST_WITHIN_S}){more}; sent and seen after \
         {:.1} s, {slowest:.1} s at most (≤ {SEEN_WITHIN_S})",
        sorted[sorted.len() / 2]
    );
    assert!(list_s <= LIST_WITHIN_S && slowest <= SEEN_WITHIN_S, "{seen}");
    assert!(warm_s.is_none_or(|warm_s| warm_s <= WARM_WITHIN_S), "{seen}");
    let sum = Sum { acknowledged: seen_s.len(), found: seen_s.len(), lost: 0, doubled: 0 };
    Outcome { rounds: 1, sum, seen }
}

pub(crate) fn protocol(_: &Options) -> Tried {
    let hosts = Hosts::new()?;
    let folder = folder();
    let cast = cast(folder.path());
    let program = hosts.serve(folder.path());
    hosts.weaken()?;
    let _way = hosts.long_way();
    let (room, count) = (cast.rooms[0].to_string(), MESSAGES.to_string());
    let mut words = vec!["weak-client", "--address", NEAR, "--room", &room, "--messages", &count];
    words.extend(cast.people[..2].iter().flat_map(|(_, token)| ["--tokens", token.as_str()]));
    let (_part, output) = hosts.part(&words);
    let told: Value = serde_json::from_str(&line(output)).expect("it says how it went");
    drop(program);
    Ok(judge(told["list_s"].as_f64().expect("a number"), None, &numbers(&told["seen_s"]), ""))
}

pub(crate) fn browser(options: &Options) -> Tried {
    let script = options.e2e.join("weak.mjs");
    if !options.e2e.join("node_modules").exists() {
        return Err(NotTried(format!("no browser: {} has no packages", options.e2e.display())));
    }
    let hosts = Hosts::new()?;
    let folder = folder();
    let cast = cast(folder.path());
    let program = hosts.serve(folder.path());
    hosts.weaken()?;
    let _way = hosts.long_way();
    let profiles = tempfile::tempdir().expect("a folder");
    let mut command = hosts.command("c", Path::new("node"));
    command.arg(&script).arg(format!("http://{NEAR}/")).arg(profiles.path()).arg("部屋0").arg(MESSAGES.to_string());
    command.args(cast.people[..2].iter().map(|(_, token)| token));
    let output = command.stderr(Stdio::inherit()).output().expect("node runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let told: Value = serde_json::from_str(text.lines().last().unwrap_or_default())
        .unwrap_or_else(|_| panic!("the browser says how it went, not {text:?}"));
    drop(program);
    let warm_s = told["warm_s"].as_f64().expect("a number");
    let cold_s = numbers(&told["cold_s"]);
    let (middle, count) = (cold_s[cold_s.len() / 2], cold_s.len());
    let more = format!(
        " ({count} cold starts, {:.1} to {:.1}, {} kB each), {warm_s:.1} s when warm (≤ {WARM_WITHIN_S})",
        cold_s[0],
        cold_s[count - 1],
        told["cold_kb"]
    );
    Ok(judge(middle, Some(warm_s), &numbers(&told["seen_s"]), &more))
}

pub(crate) fn half_open(_: &Options) -> Tried {
    let hosts = Hosts::new()?;
    let folder = folder();
    let cast = cast(folder.path());
    let program = hosts.serve(folder.path());
    let room = cast.rooms[0].to_string();
    let to = format!("{SERVER}:{PORT}");
    let mut words = vec!["weak-client", "--address", &to, "--room", &room, "--messages", "0", "--idle"];
    words.extend(cast.people[..2].iter().flat_map(|(_, token)| ["--tokens", token.as_str()]));
    let (_part, output) = hosts.part(&words);
    line(output);
    // The cable is pulled: neither end hears of it.
    hosts.at("c", "ip link set line down").map_err(NotTried)?;
    let since = Instant::now();
    let own = std::env::current_exe().expect("a program knows where it lies");
    let mut left = u64::MAX;
    while left > 0 && since.elapsed() < LET_GO_WITHIN {
        let asked = hosts.command("s", &own).args(["lines", "--address", &to]).output().expect("it starts itself");
        left = String::from_utf8_lossy(&asked.stdout).trim().parse().expect("a number");
    }
    let after_s = since.elapsed().as_secs_f64();
    assert_eq!(left, 0, "a line whose other end is gone is let go of within {LET_GO_WITHIN:?}");
    drop(program);
    let seen = format!("a line without its other end is let go of after {after_s:.0} s");
    Ok(Outcome { rounds: 1, sum: Sum::default(), seen })
}

/// How many live lines a program at an address has, for whoever is at its end.
pub(crate) fn tell_lines(address: SocketAddr) {
    println!("{}", runtime().block_on(lines(address)));
}
