//! A transfer under way when the program is killed.

use crate::{binary, on_postgresql, on_sqlite, runtime, seed};
use db::{Db, Place, Threads, Tx};
use directory::model::{NewUnit, Person, PostKind, UnitKind};
use directory::store::{people, units};
use harness::{Cast, Program};
use jiff::civil::date;
use kernel::{Actor, Entropy, Jst, OrgId, SeededEntropy, SystemClock, SystemEntropy};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use transfers::jobs::{ReleaseTransfer, UndoTransfer};
use transfers::model::{NewTransfer, State, TransferId};
use transfers::service;

/// Enough that carrying them in takes several kills.
const PEOPLE: usize = 1_000;
/// Kills each way; what is left then is done without the program.
const KILLS: usize = 6;
/// The longest that the program lives, in milliseconds after it listens.
const LONGEST_MS: u64 = 900;

#[test]
fn a_transfer_killed_again_and_again_is_carried_in_once_and_taken_back_whole_on_sqlite() {
    on_sqlite(|_, place, data| story(&place, data));
}

#[test]
fn a_transfer_killed_again_and_again_is_carried_in_once_and_taken_back_whole_on_postgresql() {
    on_postgresql(|_, place, data| story(&place, data));
}

fn open(place: &Place) -> Db {
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    let migrations = server::features::migrations();
    Db::open(place.clone(), &migrations, Threads::default(), clock, entropy).expect("nobody else has it open")
}

fn act<T: Send + 'static>(
    db: &Db,
    org: OrgId,
    story: impl FnMut(&mut Tx<'_>) -> kernel::Result<T> + Send + 'static,
) -> T {
    db.write_now(Actor::system(org), story).expect("it may")
}

fn story(place: &Place, data: &Path) {
    let org = Cast::fill(place.clone(), PEOPLE, &[]).expect("an empty database").org;
    let before = everybody(&open(place), org);
    let transfer = scheduled(&open(place), org);
    kill_until(place, data, org, transfer, State::Released);
    let db = open(place);
    service::release(&db, Actor::system(org), ReleaseTransfer { id: transfer, scheduled: None })
        .expect("what is left of it");
    let done = act(&db, org, move |tx| service::get(tx, transfer));
    assert_eq!((done.state, done.counts.conflict), (State::Released, 0), "{done:?}");
    for person in everybody(&db, org) {
        assert_eq!(person.brief.unit.as_deref(), Some("新しい課"), "{}", person.staff_number);
        let main = person.posts.iter().filter(|post| post.kind == PostKind::Main);
        assert_eq!(main.count(), 2, "{}: one post that ended and one that began", person.staff_number);
    }
    act(&db, org, move |tx| service::begin_undo(tx, transfer, ""));
    drop(db);
    kill_until(place, data, org, transfer, State::Undone);
    let db = open(place);
    service::undo(&db, Actor::system(org), UndoTransfer { id: transfer }).expect("what is left of it");
    let undone = act(&db, org, move |tx| service::get(tx, transfer));
    assert_eq!((undone.state, undone.counts.conflict), (State::Undone, 0), "{undone:?}");
    let plain = |people: &[Person]| {
        let post =
            |person: &Person| person.posts.iter().map(|post| (post.unit_id, post.valid_from, post.valid_to)).collect();
        people.iter().map(|person| (person.staff_number.clone(), post(person))).collect::<Vec<(String, Vec<_>)>>()
    };
    assert_eq!(plain(&everybody(&db, org)), plain(&before), "everybody is where they were");
}

fn everybody(db: &Db, org: OrgId) -> Vec<Person> {
    db.read_now(Actor::system(org), people::everybody).expect("everybody")
}

/// A transfer of everybody into another unit, of today and due now.
fn scheduled(db: &Db, org: OrgId) -> TransferId {
    let today = Jst::date(db.clock().now());
    act(db, org, move |tx| {
        let parent_id = units::all_units(tx)?.first().map(|unit| unit.id);
        let new = NewUnit {
            name: "新しい課".to_owned(),
            short_name: None,
            reading: "あたらしいか".to_owned(),
            kind: UnitKind::Section,
            parent_id,
            order: 1,
            extension: None,
            valid_from: date(2020, 4, 1),
        };
        directory::service::create_unit(tx, &new, "").map(|_| ())
    });
    let new = NewTransfer { id: None, name: "全員の異動".to_owned(), effective_on: today };
    let id = act(db, org, move |tx| service::create(tx, &new, "")).id;
    let lines: Vec<String> = everybody(db, org)
        .iter()
        .map(|person| format!("{},{},新しい課", person.staff_number, person.brief.name))
        .collect();
    let list = format!("職員番号,氏名,所属\n{}\n", lines.join("\n"));
    act(db, org, move |tx| service::put_list(tx, id, "list.csv", list.as_bytes(), ""));
    let looked = db.read_now(Actor::system(org), move |conn| service::look_at_draft(conn, id)).expect("a look");
    let (draft, look) = looked.expect("it is a draft");
    assert_eq!((look.counts.moved, look.counts.conflict), (PEOPLE as i64, 0));
    act(db, org, move |tx| {
        let outlook = tx.id();
        service::note_outlook(tx, id, draft.tick, outlook, &look.counts)?;
        let seen = service::get(tx, id)?.tick;
        service::schedule(tx, id, None, seen, "").map(|_| ())
    });
    id
}

/// Starts the program and kills it at a random moment, some times or until the transfer is there.
fn kill_until(place: &Place, data: &Path, org: OrgId, transfer: TransferId, there: State) {
    let chance = SeededEntropy::new(seed());
    let url = match place {
        Place::Postgres(url) => Some(url.as_str()),
        Place::Sqlite(_) => None,
    };
    for _ in 0..KILLS {
        let program = Program::start(&binary(), data, url);
        let lives = Duration::from_millis(chance.u64() % LONGEST_MS);
        runtime().block_on(async { tokio::time::sleep(lives).await });
        program.kill();
        let found = act(&open(place), org, move |tx| service::get(tx, transfer));
        println!("killed after {lives:?}: {:?}, {} of {}", found.state, found.done, found.total);
        if found.state == there {
            return;
        }
    }
}
