//! `kill -9` at random moments under load, cuts of the power, clocks that jump, a full disk: whatever was acknowledged is
//! found afterwards, id by id, and nothing is there twice.
//!
//! `ENGAWA_CRASH_ROUNDS` runs another number of kills on each engine, `ENGAWA_CRASH_SEED` others. `cargo x faults` goes on for
//! longer and mistreats the program in more ways.

mod shared;
mod transfer;

use crash::{Machine, Office, Strike};
use db::{Engine, Place};
use std::path::{Path, PathBuf};
use testkit::{TestDb, setting};
use tokio::runtime::{Builder, Runtime};

/// Kills on each engine; together two hundred.
const KILLS: u64 = 100;
/// Cuts of the power, and nights with jumping clocks.
const FEWER: u64 = 20;

#[test]
fn what_was_acknowledged_survives_kills_at_random_on_sqlite() {
    let kills = setting("ENGAWA_CRASH_ROUNDS", KILLS);
    on_sqlite(|binary, place, data| run(Office::open(binary, place, data, seed()), Strike::Kill, kills));
}

#[test]
fn what_was_acknowledged_survives_kills_at_random_on_postgresql() {
    let kills = setting("ENGAWA_CRASH_ROUNDS", KILLS);
    on_postgresql(|binary, place, data| run(Office::open(binary, place, data, seed()), Strike::Kill, kills));
}

#[test]
fn what_was_acknowledged_survives_the_loss_of_what_was_not_synced() {
    on_sqlite(|binary, place, data| {
        let machine = Machine::new(data);
        run(Office::open(binary, place, data, seed()), Strike::CutPower(&machine), FEWER);
    });
}

#[test]
fn what_was_acknowledged_survives_clocks_that_jump_by_a_day_on_sqlite() {
    on_sqlite(|binary, place, data| {
        let machine = Machine::new(data);
        run(Office::open(binary, place, data, seed()), Strike::JumpClock(&machine), FEWER);
    });
}

#[test]
fn what_was_acknowledged_survives_clocks_that_jump_by_a_day_on_postgresql() {
    on_postgresql(|binary, place, data| {
        let machine = Machine::new(data);
        run(Office::open(binary, place, data, seed()), Strike::JumpClock(&machine), FEWER);
    });
}

#[test]
fn a_full_disk_refuses_writes_and_says_why_while_reads_go_on_and_takes_them_when_there_is_room() {
    let folder = tempfile::tempdir().expect("a folder");
    match crash::fill_the_disk(&binary(), folder.path()) {
        Some(filled) => println!("{} refused, {}", filled.refused, filled.sum),
        None => println!("not tried: this system lets nobody mount a small file system of their own"),
    }
}

fn binary() -> PathBuf {
    env!("CARGO_BIN_EXE_engawa-to-kill").into()
}

fn seed() -> u64 {
    setting("ENGAWA_CRASH_SEED", 20_261_125)
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

fn on_sqlite(body: impl Fn(&Path, Place, &Path)) {
    let folder = tempfile::tempdir().expect("a folder");
    body(&binary(), Place::Sqlite(folder.path().join("engawa.db")), folder.path());
}

fn on_postgresql(body: impl Fn(&Path, Place, &Path)) {
    let folder = tempfile::tempdir().expect("a folder");
    // Held to the end: its database goes with it.
    let test = TestDb::new(Engine::Postgres, &server::features::migrations());
    body(&binary(), test.place().clone(), folder.path());
}

fn run(mut office: Office, strike: Strike<'_>, rounds: u64) {
    let seed = seed();
    runtime().block_on(async {
        for round in 0..rounds {
            office.round(seed.wrapping_add(round), strike).await;
        }
        let (unsynced, gone) = office.unsynced;
        let sum = office.audit().await;
        println!("{rounds} rounds from seed {seed}: {sum}; {gone} of {unsynced} bytes that were not synced are gone");
    });
}
