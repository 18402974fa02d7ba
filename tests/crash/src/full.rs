//! A full disk: a file system of a few megabytes, of the program's own, that is filled up and given room again.

use crate::ledger::Sum;
use db::Place;
use harness::{Cast, Program, Wire, new_id};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::Path;
use std::process::{Command, Stdio};

/// Mounts a small file system over the data folder, where nobody else sees it, lays the database and a ballast there, and
/// becomes the program.
const ON_A_SMALL_DISK: &str = "set -e; size=$1; data=$2; shift 2
    mkdir \"$data.seed\"; cp \"$data/engawa.db\" \"$data/engawa.db-wal\" \"$data.seed\"
    mount -t tmpfs -o \"size=$size\" none \"$data\"; cp \"$data.seed\"/* \"$data\"
    head -c 3000000 /dev/zero > \"$data/ballast\"; exec \"$@\"";
/// Bytes that the disk has beyond the database and the ballast.
const ROOM: u64 = 4_000_000;
const BALLAST: u64 = 3_000_000;

/// How it went.
#[derive(Debug, Default)]
pub struct Filled {
    /// Writes that were refused.
    pub refused: usize,
    /// The books.
    pub sum: Sum,
}

fn unshare() -> Command {
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount"]);
    command
}

/// Writes until the disk is full, looks whether everything can still be read, gives room, writes on. Nothing where the system
/// does not let us mount.
///
/// Panics: when anything acknowledged is lost or doubled, when a refusal does not say why, or when the program does not
/// recover by itself.
pub fn fill_the_disk(binary: &Path, folder: &Path) -> Option<Filled> {
    let may = unshare().args(["mount", "-t", "tmpfs", "none"]).arg(folder).stderr(Stdio::null()).status();
    if !may.is_ok_and(|done| done.success()) {
        return None;
    }
    let data = folder.join("data");
    std::fs::create_dir(&data).expect("a folder");
    let place = Place::Sqlite(data.join("engawa.db"));
    let cast = Cast::fill(place, 2, std::slice::from_ref(&(0..2))).expect("an empty database");
    // Whoever filled the database may still be closing it. A program that has had it leaves a log beside it that is whole.
    Program::start(binary, &data, None).kill();
    let bytes = |name: &str| std::fs::metadata(data.join(name)).expect("a database and its log").len();
    let size = bytes("engawa.db") + bytes("engawa.db-wal") + BALLAST + ROOM;
    let mut command = unshare();
    command.args(["sh", "-c", ON_A_SMALL_DISK, "sh", &size.to_string()]).arg(&data).arg(binary);
    let program = Program::start_by(command, "127.0.0.1:0", &data, None);
    // The program's own view of its files.
    let ballast = format!("/proc/{}/root{}", program.id(), data.join("ballast").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let filled = runtime.block_on(async {
        let wire = Wire::connect(program.address, &cast.people[0].1).await.expect("a line");
        let office = Small { wire, room: cast.rooms[0].to_string(), acknowledged: Vec::new() };
        office.fill(Path::new(&ballast)).await
    });
    program.stop();
    Some(filled)
}

/// Who writes on the small disk.
struct Small {
    wire: Wire,
    room: String,
    acknowledged: Vec<String>,
}

impl Small {
    async fn fill(mut self, ballast: &Path) -> Filled {
        let mut filled = Filled::default();
        let refused = loop {
            let said = json!({ "id": new_id(), "body": "満".repeat(15_000) });
            if let Some(answer) = self.say(&said).await {
                break (said, answer);
            }
            assert!(self.acknowledged.len() < 10_000, "a small disk fills up");
        };
        assert_eq!((&refused.1["code"], &refused.1["status"]), (&json!("disk_full"), &json!(503)), "{}", refused.1);
        for _ in 0..20 {
            let again = self.say(&refused.0).await.expect("full is full");
            assert_eq!(again["code"], "disk_full");
            filled.refused += 1;
            self.everything_is_there().await;
        }
        std::fs::remove_file(ballast).expect("the ballast can go");
        assert!(self.say(&refused.0).await.is_none(), "with room it is taken, without anybody's help");
        let after = json!({ "id": new_id(), "body": "空いた" });
        assert!(self.say(&after).await.is_none(), "and so is what follows");
        filled.sum = self.everything_is_there().await;
        filled
    }

    /// Says something; the refusal, if it is one.
    async fn say(&mut self, said: &Value) -> Option<Value> {
        let path = format!("/rooms/{}/messages", self.room);
        let (status, answer) = self.wire.send("POST", &path, &said.to_string()).await.expect("an answer");
        if status == 200 || status == 201 {
            let id = said["id"].as_str().expect("an id");
            assert!(!self.acknowledged.iter().any(|known| known == id), "each is acknowledged once");
            self.acknowledged.push(id.to_owned());
            return None;
        }
        Some(serde_json::from_slice(&answer).expect("answers are JSON"))
    }

    /// Reads the whole room.
    async fn everything_is_there(&mut self) -> Sum {
        let mut found = Vec::new();
        loop {
            let path = format!("/rooms/{}/messages?after={}&limit=50", self.room, found.len());
            let (status, page) = self.wire.send("GET", &path, "").await.expect("an answer");
            let page: Value = serde_json::from_slice(&page).expect("answers are JSON");
            assert_eq!(status, 200, "reads go on: {page}");
            let messages = page["messages"].as_array().expect("a page has messages");
            if messages.is_empty() {
                break;
            }
            found.extend(messages.iter().map(|message| message["id"].as_str().expect("an id").to_owned()));
        }
        let once: HashSet<&String> = found.iter().collect();
        let lost = self.acknowledged.iter().filter(|id| !once.contains(id)).count();
        let doubled = found.len() - once.len();
        assert_eq!(found, self.acknowledged, "{lost} lost, {doubled} doubled");
        Sum { acknowledged: self.acknowledged.len(), found: found.len(), lost, doubled }
    }
}
