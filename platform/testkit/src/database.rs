use db::{Db, Engine, Migration, Place, Threads};
use kernel::{FixedClock, SeededEntropy, SharedClock, Timestamp};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Every database of a run has chance of its own.
static SEED: AtomicU64 = AtomicU64::new(1);
const THREADS: Threads = Threads { readers: 2, writers: 4 };

/// A database that vanishes with the test.
pub struct TestDb {
    /// The open database.
    pub db: Db,
    /// Its clock, which stands still until the test moves it.
    pub clock: Arc<FixedClock>,
    place: Place,
    migrations: Vec<Migration>,
    _folder: Option<tempfile::TempDir>,
}

/// 2026-04-01 09:00 in Japan, a Wednesday: the moment at which tests begin.
pub fn at() -> Timestamp {
    Timestamp::from_micros(1_775_001_600_000_000)
}

/// Both engines, in the order in which tests try them.
pub fn engines() -> [Engine; 2] {
    [Engine::Sqlite, Engine::Postgres]
}

/// Runs a test on both engines and says on which it failed.
pub fn both(migrations: &[Migration], body: impl Fn(&TestDb)) {
    for engine in engines() {
        let test = TestDb::new(engine, migrations);
        let name = engine.name();
        if let Err(panic) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| body(&test))) {
            eprintln!("the test failed on {name}");
            std::panic::resume_unwind(panic);
        }
    }
}

/// [`both`] for asynchronous bodies, each on a runtime of its own.
pub fn everywhere<F: Future<Output = ()>>(
    migrations: &[Migration],
    body: impl Fn(Arc<TestDb>) -> F,
    block: impl Fn(F),
) {
    for engine in engines() {
        let test = Arc::new(TestDb::new(engine, migrations));
        let name = engine.name();
        if let Err(panic) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| block(body(test)))) {
            eprintln!("the test failed on {name}");
            std::panic::resume_unwind(panic);
        }
    }
}

/// What whoever runs the tests told them in a variable.
fn told(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "tests have no command line of their own")]
    let told = std::env::var(name);
    told.ok()
}

/// How much of something a test does, or from which seed: the number in a variable, or its own choice.
pub fn setting(name: &str, or: u64) -> u64 {
    told(name).map_or(or, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number, not {text}")))
}

/// A program that tests need besides, named by whoever runs them.
pub fn program(name: &str) -> String {
    told(name).unwrap_or_else(|| panic!("name the program in {name}, or let `cargo x test` do it"))
}

fn server() -> String {
    let told = told("ENGAWA_TEST_POSTGRES");
    told.expect("tests need a real PostgreSQL: run them with `cargo x test`, or name one in ENGAWA_TEST_POSTGRES")
}

fn on(url: &str, database: &str) -> String {
    let (server, _) = url.rsplit_once('/').expect("a database URL ends with /database");
    format!("{server}/{database}")
}

impl TestDb {
    /// A fresh database with a schema.
    pub fn new(engine: Engine, migrations: &[Migration]) -> Self {
        let seed = SEED.fetch_add(1, Ordering::SeqCst);
        let (place, folder) = match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().expect("the system has a temporary folder");
                (Place::Sqlite(folder.path().join("engawa.db")), Some(folder))
            }
            Engine::Postgres => (Place::Postgres(postgres_from_template(migrations, seed)), None),
        };
        Self::open(place, migrations.to_vec(), folder, seed)
    }

    fn open(place: Place, migrations: Vec<Migration>, folder: Option<tempfile::TempDir>, seed: u64) -> Self {
        let clock = Arc::new(FixedClock::new(at()));
        let shared: SharedClock = clock.clone();
        let db = Db::open(place.clone(), &migrations, THREADS, shared, Arc::new(SeededEntropy::new(seed)))
            .expect("a fresh database opens");
        Self { db, clock, place, migrations, _folder: folder }
    }

    fn sibling(place: Place, migrations: Vec<Migration>, clock: Arc<FixedClock>) -> Db {
        // Another life has other chance: two that drew alike would propose the same ids.
        let entropy = Arc::new(SeededEntropy::new(SEED.fetch_add(1, Ordering::SeqCst)));
        Db::open(place, &migrations, THREADS, clock, entropy).expect("a database opens again")
    }

    /// The same database after its program has ended and started again. Everybody else who had it open must be gone.
    pub fn reopened(self) -> Self {
        let Self { db, clock, place, migrations, _folder } = self;
        db.unfollow();
        drop(db);
        let db = Self::sibling(place.clone(), migrations.clone(), clock.clone());
        Self { db, clock, place, migrations, _folder }
    }

    /// The same database opened by a second program beside the first, which only PostgreSQL allows.
    pub fn beside(&self) -> Self {
        let (place, migrations, clock) = (self.place.clone(), self.migrations.clone(), self.clock.clone());
        let db = Self::sibling(place.clone(), migrations.clone(), clock.clone());
        Self { db, clock, place, migrations, _folder: None }
    }

    /// Where it is, for a second program to open it.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The schema it was opened with.
    pub fn migrations(&self) -> &[Migration] {
        &self.migrations
    }
}

/// Migrating once and copying the result is several times quicker than migrating for each test.
fn postgres_from_template(migrations: &[Migration], seed: u64) -> String {
    let url = server();
    let mut hasher = DefaultHasher::new();
    for step in migrations {
        (step.owner, step.number, step.text).hash(&mut hasher);
    }
    let template = format!("engawa_template_{:016x}", hasher.finish());
    let name = format!("engawa_test_{}_{seed}", std::process::id());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let connected = runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        Ok::<_, tokio_postgres::Error>(client)
    });
    let client = connected.expect("the test PostgreSQL answers");
    let run = |text: &str| runtime.block_on(client.batch_execute(text));
    // One process makes the template while the others wait for it.
    run("SELECT pg_advisory_lock(4711)").expect("a lock");
    let listed = "SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate";
    let known = runtime.block_on(client.query(listed, &[&template])).expect("the list of databases");
    if known.is_empty() {
        run(&format!("DROP DATABASE IF EXISTS {template}")).expect("an unfinished template goes");
        run(&format!("CREATE DATABASE {template}")).expect("a template");
        let threads = Threads { readers: 1, writers: 1 };
        let clock: SharedClock = Arc::new(FixedClock::new(at()));
        let entropy = Arc::new(SeededEntropy::new(7));
        drop(Db::open(Place::Postgres(on(&url, &template)), migrations, threads, clock, entropy).expect("a schema"));
        // The threads of the closed database end in their own time; their connections must be gone before copying.
        let end = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'");
        run(&end).expect("connections end");
        run(&format!("ALTER DATABASE {template} IS_TEMPLATE true")).expect("a template");
    }
    run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).expect("no leftover");
    run(&format!("CREATE DATABASE {name} TEMPLATE {template}")).expect("a database for the test");
    on(&url, &name)
}

/// What SQLite finds when it looks through a whole database that nobody has open: `ok`, or what is broken.
pub fn integrity(path: &std::path::Path) -> String {
    let database = rusqlite::Connection::open(path).expect("a database");
    database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("SQLite answers")
}
