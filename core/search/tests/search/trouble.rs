//! Small sizes, rebuilds of several pages, damage: what goes wrong may cost time, and never what was said.

use crate::store::{COUNT, DAMAGE, DAMAGE_HEADS, DAMAGE_KINDS, LEAVE, LOSE, NEWEST};
use crate::{body, finds, finds_all_of, indexer, look, migrations, say, scanned, sources, terms, town};
use db::{Lock, Sql, ToValue};
use kernel::Actor;
use search::service::{END, Finder, Indexer, Limits};
use std::sync::Arc;
use std::time::Duration;
use testkit::{TestDb, both};

/// So little at a time that every bound is met.
fn little() -> Limits {
    Limits { taken: 5, built: 7, read: 6, work: 20, fresh: 8, lasting: 100 }
}

/// How many segments there are, and how many of which only parts are left.
pub(crate) fn segments(test: &TestDb) -> (i64, i64) {
    let count = |conn: &mut db::Conn<'_>| {
        let row = conn.one(&COUNT, &[])?;
        Ok((row.get(0), row.get(1)))
    };
    test.db.read_now(Actor::system(town()), count).expect("counted")
}

fn change(test: &TestDb, sql: &'static Sql, params: &[i64], bytes: Option<Vec<u8>>) {
    let params = params.to_vec();
    let changed = test.db.write_now(Actor::system(town()), move |tx| {
        tx.lock(Lock::Index)?;
        let bytes: Option<&dyn ToValue> = bytes.as_ref().map(|bytes| bytes as &dyn ToValue);
        let all: Vec<&dyn ToValue> =
            bytes.into_iter().chain(params.iter().map(|param| param as &dyn ToValue)).collect();
        tx.execute(sql, &all)
    });
    assert!(changed.expect("changed") > 0);
}

fn said(test: &TestDb, numbers: std::ops::RangeInclusive<i64>) -> Vec<(i64, String)> {
    let said: Vec<(i64, String)> = numbers.map(|number| (number, body(number))).collect();
    for (number, body) in &said {
        say(&test.db, town(), *number, number % 3, body, number % 4 != 0);
    }
    said
}

#[test]
fn page_by_page_all_is_found_however_little_is_done_for_one() {
    both(&migrations(), |test| {
        let indexer = Indexer::with_limits(test.db.clone(), sources(), little());
        indexer.catch_up().expect("an empty index");
        let all = said(test, 1..=120);
        indexer.catch_up().expect("followed");
        let finder = Arc::new(Finder::with_limits(sources(), little()));
        for words in ["防災", "了", "AB-12", "の資料を送ります"] {
            let (mut found, mut below, mut pages) = (Vec::new(), END, 0);
            loop {
                let (finder, wanted) = (finder.clone(), terms(&[words]));
                let page = test
                    .db
                    .read_now(Actor::system(town()), move |conn| finder.find(conn, crate::KIND, &wanted, below, 3))
                    .expect("found");
                found.extend(page.places.iter().map(|(_, id)| *id));
                pages += 1;
                match page.below {
                    Some(next) => {
                        assert!(next < below, "each page gets further than the one before");
                        below = next;
                    }
                    None => break,
                }
            }
            assert!(pages > found.len() / 3, "{words}");
            assert_eq!(found, scanned(&all, words), "{words}");
        }
    });
}

#[test]
fn what_is_said_while_a_restored_database_is_indexed_anew_is_found_all_the_while() {
    both(&migrations(), |test| {
        let indexer = Indexer::with_limits(test.db.clone(), sources(), little());
        let mut all = said(test, 1..=60);
        indexer.catch_up().expect("followed");
        test.db.begin_epoch().expect("begun");
        indexer.step().expect("a rebuild is begun");
        let (mut number, mut steps) = (60, 0);
        loop {
            number += 1;
            say(&test.db, town(), number, 1, &body(number), true);
            all.push((number, body(number)));
            let is_more = indexer.step().expect("a step");
            let newest = look(test, town(), terms(&[&body(number)]), END, 50);
            assert!(newest.places.iter().any(|(_, id)| *id == number), "{number} after {steps} steps");
            steps += 1;
            if !is_more || steps > 40 {
                break;
            }
        }
        assert!(steps > 6, "it took several pages");
        indexer.catch_up().expect("built");
        finds_all_of(test, &all);
        assert!(!look(test, town(), terms(&["防災"]), END, 1).is_building);
    });
}

/// A statement, its numbers, and what it writes.
type Damage = (&'static Sql, &'static [i64], Option<Vec<u8>>);

#[test]
fn damage_ends_no_search_and_no_work_and_is_healed() {
    let damages: [Damage; 5] = [
        (&DAMAGE, &[0], Some(vec![0xff; 40])),
        (&DAMAGE, &[-1], Some(Vec::new())),
        (&DAMAGE_HEADS, &[], Some(vec![0xff; 9])),
        // SQLite then gives a text, where PostgreSQL makes bytes of it.
        (&DAMAGE_KINDS, &[], None),
        (&LOSE, &[0], None),
    ];
    for (sql, params, bytes) in damages {
        both(&migrations(), |test| {
            let indexer = indexer(test);
            indexer.catch_up().expect("an empty index");
            let mut all = Vec::new();
            for run in 0..7 {
                all.extend(said(test, run * 5 + 1..=run * 5 + 5));
                indexer.catch_up().expect("followed");
            }
            change(test, sql, params, bytes.clone());
            for words in ["防災", "了", "の資料"] {
                look(test, town(), terms(&[words]), END, 50);
            }
            for run in 7..12 {
                all.extend(said(test, run * 5 + 1..=run * 5 + 5));
                indexer.catch_up().expect("healed");
            }
            let whole = look(test, town(), terms(&["防災"]), END, 1);
            assert!(!whole.is_building, "{} {params:?}", sql.name);
            finds_all_of(test, &all);
        });
    }
}

/// Eight segments of a few things each, the newest the last, damaged before they are merged.
fn damaged(test: &TestDb, indexer: &Indexer, from: i64) -> Vec<(i64, String)> {
    let mut all = Vec::new();
    let mut say_five = |run: i64| {
        for number in from + run * 5..from + run * 5 + 5 {
            say(&test.db, town(), number, number % 3, &body(number), true);
            all.push((number, body(number)));
        }
    };
    for run in 0..7 {
        say_five(run);
        indexer.catch_up().expect("followed");
    }
    change(test, &DAMAGE, &[0], Some(vec![0xff; 40]));
    say_five(7);
    all
}

#[test]
fn what_is_damaged_again_fills_no_disk_stops_nobody_and_is_healed_the_next_day() {
    both(&migrations(), |test| {
        let indexer = indexer(test);
        indexer.catch_up().expect("an empty index");
        let mut all = damaged(test, &indexer, 1);
        indexer.catch_up().expect("healed");
        finds_all_of(test, &all);
        all.extend(damaged(test, &indexer, 41));
        indexer.catch_up().expect("what is damaged is left alone");
        let begun = generation(test);
        for number in 81..=140 {
            all.extend(said(test, number..=number));
            indexer.catch_up().expect("followed");
            let (segments, left) = segments(test);
            assert!(segments < 48 && left == 0, "{number}: {segments} segments, {left} left");
        }
        assert_eq!(generation(test), begun, "once a day");
        let found = look(test, town(), terms(&["防災"]), END, 500);
        assert!(found.is_building, "it says that it may not know");
        test.clock.advance(Duration::from_secs(25 * 3600));
        indexer.catch_up().expect("healed");
        assert!(generation(test) > begun);
        assert!(!look(test, town(), terms(&["防災"]), END, 1).is_building);
        finds_all_of(test, &all);
    });
}

#[test]
fn of_a_program_that_begins_again_while_it_heals_the_same_generation_is_built_on() {
    both(&migrations(), |test| {
        let first = Indexer::with_limits(test.db.clone(), sources(), little());
        first.catch_up().expect("an empty index");
        let all = damaged(test, &first, 1);
        let before = generation(test);
        while generation(test) == before {
            assert!(first.step().expect("a step"), "it heals");
        }
        for _ in 0..3 {
            let again = Indexer::with_limits(test.db.clone(), sources(), little());
            again.step().expect("a step");
        }
        Indexer::with_limits(test.db.clone(), sources(), little()).catch_up().expect("healed");
        assert_eq!(generation(test), before + 1);
        finds_all_of(test, &all);
    });
}

#[test]
fn what_one_damaged_head_does_not_say_others_do_and_whoever_looks_has_it_healed() {
    both(&migrations(), |test| {
        let finder = Arc::new(Finder::new(sources()));
        let indexer = indexer(test).minding(&finder);
        indexer.catch_up().expect("an empty index");
        let mut all = said(test, 1..=20);
        indexer.catch_up().expect("followed");
        let before = generation(test);
        change(test, &DAMAGE_HEADS, &[], Some(vec![0xff; 9]));
        all.extend(said(test, 21..=40));
        indexer.catch_up().expect("followed");
        let find = || {
            let (finder, wanted) = (finder.clone(), terms(&["防災"]));
            let look = move |conn: &mut db::Conn<'_>| finder.find(conn, crate::KIND, &wanted, END, 500);
            test.db.read_now(Actor::system(town()), look).expect("found")
        };
        let found = find();
        assert!(found.is_building);
        let mut young: Vec<i64> = scanned(&all, "防災");
        young.retain(|id| *id > 20);
        assert_eq!(found.places.iter().map(|(_, id)| *id).collect::<Vec<_>>(), young);
        indexer.catch_up().expect("healed");
        assert!(generation(test) > before);
        let found = find();
        assert!(!found.is_building);
        assert_eq!(found.places.iter().map(|(_, id)| *id).collect::<Vec<_>>(), scanned(&all, "防災"));
    });
}

#[test]
fn what_is_named_twice_waits_once() {
    both(&migrations(), |test| {
        let waits = test.db.write_now(Actor::system(town()), |tx| {
            tx.lock(Lock::Index)?;
            search::wait(tx, crate::KIND, [1, 1, 2])
        });
        waits.expect("noted");
        indexer(test).catch_up().expect("indexed");
    });
}

#[test]
fn of_a_segment_that_is_there_nothing_is_thrown_away() {
    both(&migrations(), |test| {
        let indexer = indexer(test);
        indexer.catch_up().expect("an empty index");
        let all = said(test, 1..=30);
        indexer.catch_up().expect("followed");
        change(test, &LEAVE, &[0], None);
        indexer.catch_up().expect("swept");
        assert_eq!(segments(test).1, 0);
        finds(test, &all, &["防災", "了解", "の資料"]);
    });
}

#[test]
fn what_was_taken_back_leaves_large_segments_as_well_after_a_month_at_night() {
    both(&migrations(), |test| {
        let indexer = Indexer::with_limits(test.db.clone(), sources(), Limits { lasting: 20, ..Limits::default() });
        let mut all = said(test, 1..=30);
        indexer.catch_up().expect("followed");
        let begun = generation(test);
        say(&test.db, town(), 7, 1, "", true);
        all.retain(|(number, _)| *number != 7);
        for day in 0..40 {
            test.clock.advance(Duration::from_secs(24 * 3600));
            indexer.catch_up().expect("followed");
            assert!(day > 29 || generation(test) == begun, "not before a month is over");
        }
        // Whatever hour the test began at, one of these is at night.
        for _ in 0..24 {
            test.clock.advance(Duration::from_secs(3600));
            indexer.catch_up().expect("renewed");
        }
        assert!(generation(test) > begun);
        finds_all_of(test, &all);
    });
}

/// Which generation answers.
fn generation(test: &TestDb) -> i64 {
    let newest = |conn: &mut db::Conn<'_>| Ok(conn.one(&NEWEST, &[])?.get(0));
    test.db.read_now(Actor::system(town()), newest).expect("there is one")
}
