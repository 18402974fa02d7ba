//! Matrix Synapse with PostgreSQL as a peer: one room that everybody is in, presence off. Each client waits in a `/sync` that is
//! answered when something happens, as Matrix clients do; an application service speaks for all of them, so that nobody signs in.

use crate::machine::cpu_s;
use crate::swarm::{Greeting, now_us};
use db::{Engine, Place};
use futures_util::{StreamExt, stream};
use reqwest::Method;
use serde_json::{Value, json};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use testkit::TestDb;
use tokio::runtime::Runtime;

const PROGRAM: &str = "synapse_homeserver";
const TOKEN: &str = "bench";
/// What a client asks to be told: messages of its rooms, no lists of members.
const FILTER: &str = "%7B%22room%22%3A%7B%22state%22%3A%7B%22lazy_load_members%22%3Atrue%7D%7D%7D";
/// People who are made at the same time.
const AT_ONCE: usize = 8;
/// How long it is looked at whether it does nothing any more, and the processor time that is nothing.
const LOOK: Duration = Duration::from_millis(500);
const NOTHING_S: f64 = 0.05;

/// Where clients stand: what is newer comes to them.
pub(crate) type Since = String;

/// How one of its clients asks for what is newer, without waiting for the answer.
pub(crate) fn greeting(address: SocketAddr, since: &str, place: usize) -> Greeting {
    let say = format!(
        "GET /_matrix/client/v3/sync?since={since}&timeout=600000&filter={FILTER}&user_id=@client{place}:localhost HTTP/1.1\r\n\
         host: {address}\r\nauthorization: Bearer {TOKEN}\r\n\r\n"
    );
    vec![(say.into_bytes(), "")]
}

/// Whether it is installed.
pub(crate) fn is_there() -> bool {
    Command::new(PROGRAM).arg("--help").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// A running Synapse. Dropping it ends it.
pub(crate) struct Synapse {
    child: Child,
    pub(crate) address: SocketAddr,
    room: String,
    http: reqwest::Client,
    _folder: tempfile::TempDir,
    /// Held: what it has written goes with it.
    _database: TestDb,
}

impl Synapse {
    /// Starts one on a free port, with so many people in one room.
    pub(crate) fn start(clients: usize, runtime: &Runtime) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = TestDb::new(Engine::Postgres, &[]);
        let Place::Postgres(url) = database.place().clone() else { panic!("it was asked for PostgreSQL") };
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let config = folder.path().join("homeserver.yaml");
        let write = |name: &str, value: &Value| {
            std::fs::write(folder.path().join(name), value.to_string()).expect("its settings");
            folder.path().join(name)
        };
        let log = write("log.yaml", &json!({ "version": 1, "root": { "level": "ERROR" } }));
        let everybody = json!([{ "exclusive": false, "regex": "@.*:localhost" }]);
        let service = json!({
            "id": TOKEN, "as_token": TOKEN, "hs_token": "none", "url": null, "sender_localpart": TOKEN,
            "rate_limited": false, "namespaces": { "users": everybody, "rooms": [], "aliases": [] },
        });
        let service = write("service.yaml", &service);
        // JSON is YAML.
        let settings = json!({
            "server_name": "localhost",
            "listeners": [{ "port": port, "bind_addresses": ["127.0.0.1"], "type": "http", "resources": [{ "names": ["client"] }] }],
            "database": { "name": "psycopg2", "allow_unsafe_locale": true, "args": { "dsn": url, "cp_min": 5, "cp_max": 10 } },
            "pid_file": folder.path().join("pid"),
            "media_store_path": folder.path().join("media"),
            "signing_key_path": folder.path().join("key"),
            "log_config": log,
            "app_service_config_files": [service],
            "trusted_key_servers": [],
            "report_stats": false,
            "macaroon_secret_key": TOKEN,
            "presence": { "enabled": false },
            // Or it would say for two minutes that all still stand where they stood.
            "caches": { "sync_response_cache_duration": "0s" },
        });
        write("homeserver.yaml", &settings);
        let command = || {
            let mut command = Command::new(PROGRAM);
            command.arg("-c").arg(&config).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            command
        };
        assert!(command().arg("--generate-keys").status().expect("Synapse starts").success(), "it makes its key");
        let child = command().spawn().expect("Synapse starts");
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let http = reqwest::Client::new();
        let mut synapse = Self { child, address, room: String::new(), http, _folder: folder, _database: database };
        runtime.block_on(synapse.furnish(clients));
        synapse
    }

    /// The process that does the work.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Which it is, as its answers say.
    pub(crate) async fn version(&self) -> Option<String> {
        let answer = self.http.get(format!("http://{}/health", self.address)).send().await.ok()?;
        answer.headers().get("server")?.to_str().ok().map(str::to_owned)
    }

    async fn furnish(&mut self, clients: usize) {
        while self.http.get(format!("http://{}/health", self.address)).send().await.is_err() {
            assert!(self.child.try_wait().expect("it is our child").is_none(), "Synapse did not start");
            tokio::time::sleep(LOOK).await;
        }
        self.register(0).await;
        let room = json!({ "preset": "public_chat" });
        let room = self.ask(Method::POST, "createRoom", 0, &room).await;
        self.room = room["room_id"].as_str().expect("a room has an id").to_owned();
        let join = format!("join/{}", self.room);
        let come = async |place: usize| {
            self.register(place).await;
            self.ask(Method::POST, &join, place, &json!({})).await;
        };
        stream::iter(1..clients).for_each_concurrent(AT_ONCE, come).await;
    }

    async fn register(&self, place: usize) {
        let who = json!({ "type": "m.login.application_service", "username": format!("client{place}"), "inhibit_login": true });
        self.ask(Method::POST, "register", place, &who).await;
    }

    /// Where all stand.
    pub(crate) async fn since(&self) -> Since {
        let answer = self.ask(Method::GET, "sync", 0, &json!({})).await;
        answer["next_batch"].as_str().expect("a position").to_owned()
    }

    /// Waits until it does nothing any more: all its clients wait.
    pub(crate) async fn settle(&self) {
        let mut used = cpu_s(self.id());
        loop {
            tokio::time::sleep(LOOK).await;
            let now = cpu_s(self.id());
            if now - used < NOTHING_S {
                return;
            }
            used = now;
        }
    }

    /// The first client says something; when it began, in microseconds since 1970.
    pub(crate) async fn say(&self, marker: &str, body: &str) -> u64 {
        let begin = now_us();
        let message = json!({ "msgtype": "m.text", "body": body });
        self.ask(Method::PUT, &format!("rooms/{}/send/m.room.message/{marker}", self.room), 0, &message).await;
        begin
    }

    async fn ask(&self, method: Method, path: &str, place: usize, body: &Value) -> Value {
        let user = format!("@client{place}:localhost");
        let url = format!("http://{}/_matrix/client/v3/{path}", self.address);
        let request = self.http.request(method.clone(), url).query(&[("user_id", &user)]).bearer_auth(TOKEN);
        let request = if method == Method::GET { request } else { request.json(body) };
        let answer = request.send().await.expect("Synapse answers");
        assert!(answer.status().is_success(), "Synapse answers {path} with {}", answer.status());
        answer.json().await.expect("it answers in JSON")
    }
}

impl Drop for Synapse {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
