//! The whole program in a test: a real server on a real port, over either database, with people who are signed in.
//!
//! Time stands still at [`testkit::at`] until a test moves it, jobs run when a test says so.

mod cast;
mod client;
mod program;
pub mod store;
mod town;
mod wire;

pub use cast::Cast;
pub use client::{Answer, Client, Live, new_id};
pub use program::Program;
pub use town::{NewStaff, Staff, Town};
pub use wire::Wire;

use db::Engine;
use files::model::Limits as FileLimits;
use kernel::{FixedClock, OrgId};
use live::Limits;
use server::{App, LogServers, Options};
use std::net::SocketAddr;
use std::sync::Arc;
use testkit::TestDb;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// A running program.
pub struct World {
    /// The program.
    pub app: Arc<App>,
    /// Its database.
    pub test: TestDb,
    /// Where it listens.
    pub address: SocketAddr,
    stop: Stop,
    files: tempfile::TempDir,
}

/// Runs a test on both engines, each in a world of its own, and says on which it failed.
pub fn everywhere<F: Future<Output = ()>>(body: impl Fn(World) -> F) {
    everywhere_with(Limits::default(), body);
}

/// [`everywhere`] with other bounds of live delivery.
pub fn everywhere_with<F: Future<Output = ()>>(limits: Limits, body: impl Fn(World) -> F) {
    everywhere_behind(door(), limits, body);
}

/// How the door of a test's program behaves.
pub fn door() -> web::Settings {
    // Tests tell their address in the proxy's header.
    web::Settings { behind_proxy: true, ..web::Settings::default() }
}

/// [`everywhere_with`] behind a door with other bounds, made from [`door`].
pub fn everywhere_behind<F: Future<Output = ()>>(door: web::Settings, limits: Limits, body: impl Fn(World) -> F) {
    on_each_engine(|engine| {
        let body = &body;
        async move { body(World::start_behind(door, engine, limits, LogServers::default()).await).await }
    });
}

/// [`everywhere`] with log servers to which records of acts go, of which the test has something in hand.
pub fn everywhere_sending<S, F: Future<Output = ()>>(
    begin: impl Fn() -> (S, LogServers),
    body: impl Fn(World, S) -> F,
) {
    on_each_engine(|engine| {
        let (body, (in_hand, servers)) = (&body, begin());
        async move { body(World::start_behind(door(), engine, Limits::default(), servers).await, in_hand).await }
    });
}

fn on_each_engine<F: Future<Output = ()>>(run: impl Fn(Engine) -> F) {
    for engine in testkit::engines() {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let name = engine.name();
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| runtime.block_on(run(engine))));
        if let Err(panic) = outcome {
            eprintln!("the test failed on {name}");
            std::panic::resume_unwind(panic);
        }
    }
}

/// What files may be in tests: little enough that they reach it.
pub fn file_limits() -> FileLimits {
    FileLimits {
        largest: 64 << 20,
        waiting: 128 << 20,
        largest_of_outsiders: 2 << 20,
        waiting_of_outsiders: 3 << 20,
        organisation: 200 << 20,
        spare: 1 << 20,
        clamd: None,
        office: None,
        bucket: None,
        near: 1 << 20,
        reader: None,
    }
}

impl World {
    /// Starts the program on a free port over a fresh database.
    pub async fn start(engine: Engine, limits: Limits) -> Self {
        Self::start_behind(door(), engine, limits, LogServers::default()).await
    }

    async fn start_behind(door: web::Settings, engine: Engine, limits: Limits, log_servers: LogServers) -> Self {
        let test = tokio::task::spawn_blocking(move || TestDb::new(engine, &server::features::migrations()))
            .await
            .expect("a database");
        Self::behind(door, test, limits, log_servers).await
    }

    /// Starts the program over a database that is there already.
    pub async fn over(test: TestDb, limits: Limits) -> Self {
        Self::behind(door(), test, limits, LogServers::default()).await
    }

    async fn behind(settings: web::Settings, test: TestDb, limits: Limits, log_servers: LogServers) -> Self {
        let files = (tempfile::tempdir().expect("a folder"), file_limits());
        Self::among(settings, test, files, limits, log_servers).await
    }

    /// Starts the program over a database and files that are there already.
    pub async fn with_files(test: TestDb, files: tempfile::TempDir, limits: FileLimits) -> Self {
        Self::among(door(), test, (files, limits), Limits::default(), LogServers::default()).await
    }

    async fn among(
        settings: web::Settings,
        test: TestDb,
        (files, file_limits): (tempfile::TempDir, FileLimits),
        limits: Limits,
        log_servers: LogServers,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let origins = web::Origins::new(web::Origin::parse(&format!("http://{address}")).into_iter().collect());
        let files_at = files.path().to_owned();
        let options = Options { files: files_at, file_limits, origins, settings, limits, log_servers, run_jobs: false };
        let db = test.db.clone();
        let app = tokio::task::spawn_blocking(move || App::new(db, options)).await.expect("no panic");
        let app = Arc::new(app.expect("the program starts"));
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = app.clone();
        tokio::spawn(async move {
            let stop = async move {
                let _ = stopped.await;
            };
            serving.serve(listener, stop).await.expect("it serves");
        });
        let stop = Stop { signal: Some(stop), db: test.db.clone() };
        Self { app, test, address, stop, files }
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<FixedClock> {
        &self.test.clock
    }

    /// Runs every job that is due.
    pub async fn run_jobs(&self) {
        let jobs = self.app.jobs.clone();
        tokio::task::spawn_blocking(move || jobs.run_due()).await.expect("no panic").expect("jobs run");
    }

    /// Lets the index catch up with what was said.
    pub async fn index(&self) {
        let indexer = self.app.indexer.clone();
        tokio::task::spawn_blocking(move || indexer.catch_up()).await.expect("no panic").expect("the index follows");
    }

    /// Has all files read that wait for it.
    pub async fn read_files(&self) {
        let reader = self.app.reader.clone();
        tokio::task::spawn_blocking(move || reader.catch_up()).await.expect("no panic").expect("files are read");
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Client {
        Client::of(self, None)
    }

    /// An organisation with a few units and nobody in it.
    pub async fn town(&self, name: &str) -> Town {
        Town::found(self, name).await
    }

    /// Ends the program and gives its database to the next one.
    pub fn into_test(self) -> TestDb {
        self.test
    }

    /// [`World::into_test`], with its files.
    pub fn into_test_and_files(self) -> (TestDb, tempfile::TempDir) {
        (self.test, self.files)
    }

    /// Where its files lie.
    pub fn files(&self) -> &std::path::Path {
        self.files.path()
    }

    /// Ends the program as Ctrl-C does.
    pub fn stop(&mut self) {
        self.stop.now();
    }
}

/// Ends the program with the world. Apart from it, so that the database can be taken out for another program.
struct Stop {
    signal: Option<oneshot::Sender<()>>,
    db: db::Db,
}

impl Stop {
    fn now(&mut self) {
        if let Some(stop) = self.signal.take() {
            let _ = stop.send(());
        }
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        self.now();
        // Who follows holds the database in turn: its connections would stay open until the last test has ended.
        self.db.unfollow();
    }
}

/// The actor that is the program itself, for an organisation.
pub fn system(org: OrgId) -> kernel::Actor {
    kernel::Actor::system(org)
}
