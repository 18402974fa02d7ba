//! `kill -9` at random moments under load: whatever was acknowledged is found afterwards, id by id, and nothing is there twice.
//!
//! `ENGAWA_CRASH_ROUNDS` runs another number of rounds on each engine, `ENGAWA_CRASH_SEED` others.

mod ledger;
mod writer;

use db::{Engine, Place};
use harness::{Cast, Program};
use kernel::{Entropy, SeededEntropy};
use ledger::Ledger;
use std::path::{Path, PathBuf};
use testkit::{TestDb, setting};
use tokio::sync::mpsc;
use writer::Writer;

/// On each engine; together two hundred.
const ROUNDS: u64 = 100;
/// People who write at the same time, half of them in each of two rooms.
const WRITERS: usize = 16;
/// Acknowledgements after which a round's kill comes, at most.
const LONGEST: u64 = 200;

#[test]
fn what_was_acknowledged_survives_kills_at_random_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::Sqlite(folder.path().join("engawa.db"));
    run(Engine::Sqlite, place, folder.path());
}

#[test]
fn what_was_acknowledged_survives_kills_at_random_on_postgresql() {
    let folder = tempfile::tempdir().expect("a folder");
    // Held to the end: its database goes with it.
    let test = TestDb::new(Engine::Postgres, &server::features::migrations());
    run(Engine::Postgres, test.place().clone(), folder.path());
}

fn run(engine: Engine, place: Place, data: &Path) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let seed = setting("ENGAWA_CRASH_SEED", 20_261_125);
    let rounds = setting("ENGAWA_CRASH_ROUNDS", ROUNDS);
    let cast = Cast::fill(place.clone(), WRITERS, &[0..WRITERS / 2, WRITERS / 2..WRITERS]).expect("an empty database");
    runtime.expect("a runtime").block_on(async {
        let mut office = Office::over(place, data, &cast, seed);
        for round in 0..rounds {
            office.round(seed.wrapping_add(round)).await;
        }
        let told = office.audit().await;
        println!("{}: {rounds} kills from seed {seed}: {told}", engine.name());
    });
}

/// The program's place, who writes there, and what they know of it.
struct Office {
    binary: PathBuf,
    data: PathBuf,
    database: Option<String>,
    writers: Vec<Writer>,
    ledger: Ledger,
}

impl Office {
    fn over(place: Place, data: &Path, cast: &Cast, seed: u64) -> Self {
        let database = match place {
            Place::Sqlite(_) => None,
            Place::Postgres(url) => Some(url),
        };
        let people = cast.people.iter().enumerate();
        let writers = people.map(|(place, (_, token))| {
            let room = cast.rooms[place * cast.rooms.len() / WRITERS];
            Writer::new(room.to_string(), token.clone(), SeededEntropy::new(seed ^ place as u64))
        });
        let writers = writers.collect();
        Self {
            binary: env!("CARGO_BIN_EXE_engawa-to-kill").into(),
            data: data.to_owned(),
            database,
            writers,
            ledger: Ledger::default(),
        }
    }

    fn start(&self) -> Program {
        Program::start(&self.binary, &self.data, self.database.as_deref())
    }

    /// Starts the program, looks for everything acknowledged so far, lets everybody write, and kills it amid that.
    async fn round(&mut self, seed: u64) {
        let program = self.start();
        let address = program.address;
        self.ledger.compare(address, &self.writers).await;
        let last = 1 + SeededEntropy::new(seed).u64() % LONGEST;
        let (tell, mut told) = mpsc::unbounded_channel();
        let roots = self.ledger.roots();
        let under_way: Vec<_> = std::mem::take(&mut self.writers)
            .into_iter()
            .map(|writer| tokio::spawn(writer.write_until_the_line_breaks(address, roots.clone(), tell.clone())))
            .collect();
        drop(tell);
        for _ in 0..last {
            self.ledger.acknowledge(told.recv().await.expect("writers write for as long as there is a server"));
        }
        program.kill();
        // Answers that were on their way are acknowledgements too.
        while let Some(acknowledged) = told.recv().await {
            self.ledger.acknowledge(acknowledged);
        }
        for writer in under_way {
            self.writers.push(writer.await.expect("writers do not panic"));
        }
    }

    /// After the last kill: what waits still is sent, and everything is read once more from the beginning.
    async fn audit(&mut self) -> String {
        let program = self.start();
        for writer in &mut self.writers {
            if let Some(acknowledged) = writer.finish(program.address).await {
                self.ledger.acknowledge(acknowledged);
            }
        }
        self.ledger.forget_what_was_found();
        self.ledger.compare(program.address, &self.writers).await;
        let told = self.ledger.verdict();
        program.stop();
        told
    }
}
