//! Blows amid the writing: kills, power cuts, clocks that jump, a disk that is full.

use crate::{NotTried, Options, Outcome, Tried, engawa, folder, runtime};
use crash::{Machine, Office, Strike};
use db::{Engine, Place};
use std::path::Path;
use testkit::TestDb;

pub(crate) fn kill_on_sqlite(options: &Options) -> Tried {
    on_sqlite(|place, data| strike(place, data, options, options.rounds.div_ceil(2), Strike::Kill))
}

pub(crate) fn kill_on_postgresql(options: &Options) -> Tried {
    on_postgresql(|place, data| strike(place, data, options, options.rounds / 2, Strike::Kill))
}

pub(crate) fn power_cut(options: &Options) -> Tried {
    on_sqlite(|place, data| {
        let machine = Machine::new(data);
        strike(place, data, options, options.rounds.div_ceil(4), Strike::CutPower(&machine))
    })
}

pub(crate) fn jumps_on_sqlite(options: &Options) -> Tried {
    on_sqlite(|place, data| {
        let machine = Machine::new(data);
        strike(place, data, options, options.rounds.div_ceil(10), Strike::JumpClock(&machine))
    })
}

pub(crate) fn jumps_on_postgresql(options: &Options) -> Tried {
    on_postgresql(|place, data| {
        let machine = Machine::new(data);
        strike(place, data, options, options.rounds.div_ceil(10), Strike::JumpClock(&machine))
    })
}

pub(crate) fn full_disk(options: &Options) -> Tried {
    let (mut outcome, mut refused) = (Outcome::default(), 0);
    for _ in 0..options.rounds.div_ceil(100) {
        let folder = folder();
        let filled = crash::fill_the_disk(&engawa(), folder.path());
        let Some(filled) = filled else {
            return Err(NotTried("nobody may mount a small file system of their own here".to_owned()));
        };
        refused += filled.refused;
        outcome.rounds += 1;
        outcome.sum.acknowledged += filled.sum.acknowledged;
        outcome.sum.found += filled.sum.found;
    }
    outcome.seen = format!("{refused} writes refused with `disk_full`, all read meanwhile, the first with room taken");
    Ok(outcome)
}

fn on_sqlite(body: impl Fn(Place, &Path) -> Tried) -> Tried {
    let folder = folder();
    body(Place::Sqlite(folder.path().join("engawa.db")), folder.path())
}

pub(crate) fn on_postgresql(body: impl Fn(Place, &Path) -> Tried) -> Tried {
    let folder = folder();
    // Held to the end: its database goes with it.
    let test = TestDb::new(Engine::Postgres, &server::features::migrations());
    body(test.place().clone(), folder.path())
}

pub(crate) fn strike(place: Place, data: &Path, options: &Options, rounds: u64, strike: Strike<'_>) -> Tried {
    let mut office = Office::open(&engawa(), place, data, options.seed);
    runtime().block_on(async {
        for round in 0..rounds {
            office.round(options.seed.wrapping_add(round), strike).await;
        }
        let (unsynced, gone) = office.unsynced;
        let sum = office.audit().await;
        let seen = match strike {
            Strike::CutPower(_) => format!("{gone} of {unsynced} bytes that were not synced are gone; integrity ok"),
            _ => String::new(),
        };
        Ok(Outcome { rounds, sum, seen })
    })
}
