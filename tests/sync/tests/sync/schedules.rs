//! Random schedules of people, networks and servers, and after each of them the promises (`promises` in the folder beside
//! are the same one by one).
//!
//! `ENGAWA_SYNC_SEED` begins with another seed, `ENGAWA_SYNC_SCHEDULES` runs another number of schedules on each engine.

use crate::crew::{Crew, Said, WITNESS};
use crate::dice::Dice;
use crate::machine::Machine;
use crate::truth::{mark, nothing_is_lost_or_doubled, settled};
use db::Engine;
use futures_util::future::join_all;
use harness::{Town, World};
use live::Limits;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;
use testkit::{TestDb, setting};

/// On each engine; together more than a thousand.
const SCHEDULES: usize = 520;
/// Schedules of one crew, whose devices come to the later ones with what they held after the earlier.
const PER_CREW: usize = 20;

/// Bounds so tight that the ring, the log, the mailboxes and the replays are all overrun now and then.
fn tight(dice: &Dice) -> Limits {
    Limits {
        ring_bytes: [400, 6_000, 32 << 20][dice.below(3)],
        mailbox: [2, 5, 512][dice.below(3)],
        replay: [6, 3_000, 3_000][dice.below(3)],
        ..Limits::default()
    }
}

#[test]
fn after_any_schedule_every_device_holds_what_a_refetch_gives_on_sqlite() {
    run(Engine::Sqlite);
}

#[test]
fn after_any_schedule_every_device_holds_what_a_refetch_gives_on_postgresql() {
    run(Engine::Postgres);
}

fn run(engine: Engine) {
    let seed = setting("ENGAWA_SYNC_SEED", 20_261_121);
    let count = setting("ENGAWA_SYNC_SCHEDULES", SCHEDULES as u64) as usize;
    let mut machine = Machine::start(TestDb::new(engine, &server::features::migrations()), Limits::default());
    let town = machine.runtime.block_on(machine.world.town("緑野市"));
    let mut told = Told::default();
    for first in (0..count).step_by(PER_CREW) {
        machine = machine.restart(tight(&Dice::new(seed ^ first as u64)));
        let mut crew = machine.runtime.block_on(Crew::muster(&machine.world, &town));
        for index in first..count.min(first + PER_CREW) {
            let dice = Dice::new(seed.wrapping_add(index as u64));
            let one = catch_unwind(AssertUnwindSafe(|| schedule(machine, &town, &mut crew, &dice, &mut told)));
            machine = one.unwrap_or_else(|panic| {
                let seed = seed.wrapping_add(index as u64);
                eprintln!("schedule {index} of {} failed; its dice had the seed {seed}", engine.name());
                resume_unwind(panic)
            });
        }
    }
    // The faults have to have happened, or the schedules prove little.
    assert!(count < 100 || (told.fresh > 0 && told.acknowledged > count), "too little happened");
    println!("{}: {count} schedules from seed {seed}: {told:?}", engine.name());
}

/// What happened over all schedules.
#[derive(Debug, Default)]
struct Told {
    acknowledged: usize,
    events: usize,
    fresh: usize,
    restarts: usize,
    forgotten: usize,
}

fn schedule(mut machine: Machine, town: &Town, crew: &mut Crew, dice: &Dice, told: &mut Told) -> Machine {
    machine.runtime.block_on(async {
        crew.make_rooms().await;
        steps(&machine.world, town, crew, dice).await;
    });
    crew.stays.learn(&machine.world, &crew.people);
    if dice.once_in(10) {
        told.restarts += 1;
        for device in &mut crew.devices {
            device.drop_line();
        }
        machine = machine.restart(tight(dice));
        crew.move_to(&machine.world);
    }
    if dice.once_in(6) {
        told.forgotten += 1;
        // Days pass before the log forgets something: the program has told of it by then.
        machine.runtime.block_on(settled(&machine.world, town, &crew.people[WITNESS].client));
        let now = machine.world.test.db.clock().now();
        machine.world.test.db.forget_events(now.plus(Duration::from_secs(1))).expect("the log forgets");
    }
    machine.runtime.block_on(async {
        steps(&machine.world, town, crew, dice).await;
        let mark = mark(&machine.world, town).await;
        for device in &mut crew.devices {
            assert!(device.listen(mark, usize::MAX).await, "the mark comes");
        }
        for device in &crew.devices {
            device.equals_a_refetch().await;
        }
        nothing_is_lost_or_doubled(crew).await;
    });
    crew.stays.learn(&machine.world, &crew.people);
    crew.stays.nobody_heard_what_they_may_not(&crew.devices);
    told.acknowledged += crew.said.lock().expect("a list").len();
    for device in &mut crew.devices {
        told.events += std::mem::take(&mut device.heard).len();
        told.fresh += std::mem::take(&mut device.fresh);
    }
    machine
}

/// A few steps: people act, alone or at the same time; devices come, listen, look and go.
async fn steps(world: &World, town: &Town, crew: &mut Crew, dice: &Dice) {
    for _ in 0..2 + dice.below(5) {
        let mut devices = std::mem::take(&mut crew.devices);
        let place = dice.below(devices.len());
        let at_once = if dice.once_in(2) { 1 } else { 2 + dice.below(3) };
        let acts = join_all((0..at_once).map(|_| crew.act(dice.below(crew.people.len()), dice.more())));
        // Coming at the very moment of a change is where a change is lost most easily.
        if dice.once_in(3) {
            tokio::join!(acts, devices[place].connect());
        } else {
            acts.await;
        }
        crew.devices = devices;
        world.test.clock.advance(Duration::from_millis(1));
        trouble(world, town, crew, dice).await;
    }
}

async fn trouble(world: &World, town: &Town, crew: &mut Crew, dice: &Dice) {
    let place = dice.below(crew.devices.len());
    let rooms = crew.rooms.clone();
    let roots: Vec<Said> =
        crew.said.lock().expect("a list").iter().filter(|said| said.stream == said.room).cloned().collect();
    let device = &mut crew.devices[place];
    device.stutters = dice.once_in(4);
    if dice.once_in(4) {
        world.app.hub.beat();
    }
    match dice.below(8) {
        0 => device.drop_line(),
        1 => device.step_back(dice.below(6)),
        2 => device.connect().await,
        3 | 4 => {
            let mark = mark(world, town).await;
            device.listen(mark, 1 + dice.below(12)).await;
        }
        5 | 6 => {
            let room = dice.pick(&rooms).expect("rooms");
            let mark = mark(world, town).await;
            device.connect().await;
            if device.state.rooms.contains_key(room) {
                device.look(room, mark, dice.below(8)).await;
            }
        }
        _ => {
            if let Some(root) = dice.pick(&roots) {
                let mark = mark(world, town).await;
                device.connect().await;
                if device.state.rooms.contains_key(&root.room) {
                    device.look(&root.id, mark, dice.below(8)).await;
                }
            }
        }
    }
}
