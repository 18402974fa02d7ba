//! Where a case happens: an empty data folder, an empty database, and the program beside our own executable.

use db::{Db, Engine, Place, Threads};
use harness::{Client, Program};
use kernel::{SystemClock, SystemEntropy};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use testkit::TestDb;

/// Vanishes with the case.
pub(crate) struct Stage {
    folder: tempfile::TempDir,
    /// Held: a PostgreSQL's database goes with it.
    database: Option<TestDb>,
}

impl Stage {
    pub(crate) fn new(engine: Engine) -> Self {
        // Not the system's temporary folder: that may be memory, and memory never waits for a disk.
        let folder = tempfile::tempdir_in(executables()).expect("a folder");
        let database = (engine == Engine::Postgres).then(|| TestDb::new(engine, &server::features::migrations()));
        Self { folder, database }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    pub(crate) fn place(&self) -> Place {
        match &self.database {
            Some(test) => test.place().clone(),
            None => Place::Sqlite(self.data().join("engawa.db")),
        }
    }

    /// Opens the database, which no program may have open.
    pub(crate) fn open(&self) -> Db {
        let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
        let migrations = server::features::migrations();
        Db::open(self.place(), &migrations, Threads::default(), clock, entropy).expect("nobody else has it open")
    }

    /// Of its PostgreSQL, if it is one.
    pub(crate) fn url(&self) -> Option<String> {
        match self.place() {
            Place::Postgres(url) => Some(url),
            Place::Sqlite(_) => None,
        }
    }

    /// Runs a command of the program to its end.
    pub(crate) fn command(&self, words: &[&str]) {
        let mut command = Command::new(engawa());
        command.args(words).arg("--data").arg(self.data()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(url) = self.url() {
            command.args(["--database", &url]);
        }
        assert!(command.status().expect("the program starts").success(), "engawa {} failed", words.join(" "));
    }

    /// The ready sign-ins of a demo town that [`Stage::command`] has made.
    pub(crate) fn sign_ins(&self) -> Value {
        let file = std::fs::read(self.data().join("demo.json")).expect("the demo town's sign-ins");
        serde_json::from_slice(&file).expect("the sign-ins are JSON")
    }

    pub(crate) fn serve(&self) -> Program {
        self.serve_as(0)
    }

    /// Starts one of several servers over the same PostgreSQL; the first is the one over an embedded database too.
    pub(crate) fn serve_as(&self, node: usize) -> Program {
        let data = if node == 0 { self.data() } else { self.data().join(format!("node-{node}")) };
        Program::start(&engawa(), &data, self.url().as_deref())
    }
}

/// Signs in as one of the demo town's; the session's token goes with the client.
pub(crate) async fn signed_in(program: &Program, sign_ins: &Value, place: usize) -> (Client, String) {
    let stranger = Client::new(program.address, None);
    let who = json!({ "login": sign_ins["accounts"][place][0], "password": sign_ins["password"] });
    let answer = stranger.post("/sign-in", who).await;
    let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
    let token = cookies.filter_map(|cookie| cookie.strip_prefix("engawa_session=")).next();
    let token = token.and_then(|rest| rest.split(';').next()).expect("a session").to_owned();
    (stranger.with_token(Some(token.clone())), token)
}

fn executables() -> PathBuf {
    let own = std::env::current_exe().expect("a program knows where it lies");
    own.parent().expect("an executable lies in a folder").to_owned()
}

fn engawa() -> PathBuf {
    let path = executables().join("engawa");
    assert!(path.exists(), "{} is not there: run this as `cargo x bench`", path.display());
    path
}
