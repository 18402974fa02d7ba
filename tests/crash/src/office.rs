//! The program's place, who writes there, and what they know of it.

use crate::ledger::{Ledger, Sum};
use crate::machine::Machine;
use crate::writer::Writer;
use db::Place;
use harness::{Cast, Program, Wire};
use kernel::{Entropy, SeededEntropy};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tokio::sync::mpsc;

/// People who write at the same time, half of them in each of two rooms.
pub const WRITERS: usize = 16;
/// Acknowledgements after which a round's blow comes, at most.
const LONGEST: u64 = 200;
const DAY_S: i64 = 86_400;
/// How long the database may take to come back.
const PATIENCE: Duration = Duration::from_secs(60);

/// What happens to the program amid a round.
#[derive(Clone, Copy)]
pub enum Strike<'s> {
    /// `kill -9`.
    Kill,
    /// The machine's power is cut: what was not synced may be gone.
    CutPower(&'s Machine),
    /// The clock jumps to a day before or after the true time, several times; then `kill -9`.
    JumpClock(&'s Machine),
    /// The database server is killed and started again, while the program goes on.
    KillDatabase(&'s dyn Fn()),
}

/// See the module's page.
pub struct Office {
    binary: PathBuf,
    data: PathBuf,
    database: Option<String>,
    writers: Vec<Writer>,
    ledger: Ledger,
    /// The program, where it outlives a round.
    running: Option<Program>,
    /// Bytes that were written and not synced when the power was cut, and those of them that were lost.
    pub unsynced: (u64, u64),
}

impl Office {
    /// Fills an empty database with people and opens an office over it.
    pub fn open(binary: &Path, place: Place, data: &Path, seed: u64) -> Self {
        let rooms = [0..WRITERS / 2, WRITERS / 2..WRITERS];
        let cast = Cast::fill(place.clone(), WRITERS, &rooms).expect("an empty database");
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
        let (ledger, running) = (Ledger::default(), None);
        Self { binary: binary.to_owned(), data: data.to_owned(), database, writers, ledger, running, unsynced: (0, 0) }
    }

    fn start(&self, strike: Strike<'_>) -> Program {
        let command = match strike {
            Strike::CutPower(machine) | Strike::JumpClock(machine) => machine.running(&self.binary),
            Strike::Kill | Strike::KillDatabase(_) => Command::new(&self.binary),
        };
        Program::start_by(command, "127.0.0.1:0", &self.data, self.database.as_deref())
    }

    /// Starts the program, looks for everything acknowledged so far, lets everybody write, and strikes amid that.
    pub async fn round(&mut self, seed: u64, strike: Strike<'_>) {
        let program = self.running.take().unwrap_or_else(|| self.start(strike));
        let address = program.address;
        self.ledger.compare(address, &self.writers).await;
        let mut chance = SeededEntropy::new(seed);
        let last = 1 + chance.u64() % LONGEST;
        let (tell, mut told) = mpsc::unbounded_channel();
        let roots = self.ledger.roots();
        let under_way: Vec<_> = std::mem::take(&mut self.writers)
            .into_iter()
            .map(|writer| tokio::spawn(writer.write_until_the_line_breaks(address, roots.clone(), tell.clone())))
            .collect();
        drop(tell);
        for turn in 0..last {
            self.ledger.acknowledge(told.recv().await.expect("writers write for as long as there is a server"));
            if let Strike::JumpClock(machine) = strike
                && turn % (1 + last / 4) == 0
            {
                machine.set_clock_off_by((chance.u64() % 3) as i64 * DAY_S - DAY_S);
            }
        }
        match strike {
            Strike::Kill | Strike::JumpClock(_) | Strike::CutPower(_) => program.kill(),
            Strike::KillDatabase(kill) => {
                kill();
                self.running = Some(program);
            }
        }
        // Answers that were on their way are acknowledgements too.
        while let Some(acknowledged) = told.recv().await {
            self.ledger.acknowledge(acknowledged);
        }
        for writer in under_way {
            self.writers.push(writer.await.expect("writers do not panic"));
        }
        match strike {
            Strike::CutPower(machine) => {
                let (written, gone) = machine.cut_the_power(&mut chance);
                self.unsynced = (self.unsynced.0 + written, self.unsynced.1 + gone);
            }
            Strike::KillDatabase(_) => answers_again(address).await,
            Strike::Kill | Strike::JumpClock(_) => {}
        }
    }

    /// After the last blow: what waits still is sent, and everything is read once more from the beginning.
    ///
    /// Panics: when anything that was acknowledged is lost, or anything is there twice.
    pub async fn audit(mut self) -> Sum {
        let program = self.running.take().unwrap_or_else(|| self.start(Strike::Kill));
        for writer in &mut self.writers {
            if let Some(acknowledged) = writer.finish(program.address).await {
                self.ledger.acknowledge(acknowledged);
            }
        }
        self.ledger.forget_what_was_found();
        self.ledger.compare(program.address, &self.writers).await;
        let sum = self.ledger.verdict();
        program.stop();
        if self.database.is_none() {
            assert_eq!(testkit::integrity(&self.data.join("engawa.db")), "ok", "after {sum}");
        }
        sum
    }
}

/// Waits until the program's database answers again.
async fn answers_again(address: std::net::SocketAddr) {
    let mut ask = tokio::time::interval(Duration::from_millis(100));
    let asked = tokio::time::timeout(PATIENCE, async {
        loop {
            ask.tick().await;
            let mut wire = Wire::connect(address, "").await.expect("the program lives");
            if wire.send("GET", "/health", "").await.is_ok_and(|(status, _)| status == 200) {
                break;
            }
        }
    });
    asked.await.expect("the program finds its database again by itself");
}
