//! The facade's promises, on both engines.

mod events;

use db::{Db, Engine, List, Lock, Migration, Place, Sql, Threads, ToValue, Value};
use kernel::{Actor, Error, Event, Id, Kind, OrgId, PersonId, SeededEntropy, Topic};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use testkit::{TestDb, both};

const SCHEMA: &[Migration] = &[Migration {
    owner: "ledger",
    number: 1,
    text: "CREATE TABLE ledger (id {id}, name TEXT NOT NULL UNIQUE, paid BOOLEAN NOT NULL, proof {blob});",
}];

const PUT: Sql = Sql { name: "PUT", text: "INSERT INTO ledger (id, name, paid, proof) VALUES ($1, $2, $3, $4)" };
const ALL: Sql = Sql { name: "ALL", text: "SELECT id, name, paid, proof FROM ledger ORDER BY id" };
const SOME: Sql = Sql { name: "SOME", text: "SELECT name FROM ledger WHERE id {in $1} ORDER BY id" };
const COUNT: Sql = Sql { name: "COUNT", text: "SELECT COUNT(*) FROM ledger" };

const EACH: Sql = Sql {
    name: "EACH",
    text: "SELECT l.id, l.name, l.paid, l.note FROM {each $1 AS l: id BIGINT, name TEXT, paid BOOLEAN, note TEXT} ORDER BY l.id",
};

fn org() -> OrgId {
    Id::from_raw(1)
}
fn actor() -> Actor {
    Actor::system(org())
}

fn put(test: &TestDb, id: i64, name: &str) -> kernel::Result<u64> {
    let name = name.to_owned();
    test.db.write_now(actor(), move |tx| {
        tx.lock(Lock::Org(org()))?;
        tx.execute(&PUT, &[&id, &name, &true, &Some(vec![1u8, 2])])
    })
}

fn count(db: &Db) -> i64 {
    db.read_now(actor(), |conn| Ok(conn.one(&COUNT, &[])?.get(0))).expect("a count")
}

#[test]
fn values_come_back_as_they_went_in() {
    both(SCHEMA, |test| {
        put(test, 7, "縁側 𠮷").expect("a row");
        let row = test.db.read_now(actor(), |conn| conn.one(&ALL, &[])).expect("a row");
        assert_eq!((row.get::<i64>(0), row.get::<String>(1)), (7, "縁側 𠮷".to_owned()));
        assert!(row.get::<bool>(2));
        assert_eq!(row.get::<Option<Vec<u8>>>(3), Some(vec![1, 2]));
    });
}

#[test]
fn a_list_of_any_length_selects_its_members() {
    both(SCHEMA, |test| {
        for id in 1..=3 {
            put(test, id, &format!("name {id}")).expect("a row");
        }
        let names = |list: &'static [i64]| {
            let found =
                test.db.read_now(actor(), move |conn| conn.rows(&SOME, &[&List::numbers(list.iter().copied())]));
            found.expect("rows").iter().map(|row| row.get(0)).collect::<Vec<String>>()
        };
        assert_eq!(names(&[3, 1, 99]), ["name 1", "name 3"]);
        assert!(names(&[]).is_empty());
    });
}

#[test]
fn several_questions_at_once_are_answered_each_by_itself_and_see_what_was_done_before() {
    both(SCHEMA, |test| {
        put(test, 1, "name 1").expect("a row");
        let names = |rows: Vec<db::Row>| rows.iter().map(|row| row.get(0)).collect::<Vec<String>>();
        let found = test.db.write_now(actor(), move |tx| {
            tx.lock(Lock::Org(org()))?;
            tx.run(&PUT, &[&2i64, &"name 2", &true, &Some(vec![7u8])])?;
            let lists = [List::numbers([2, 1]), List::numbers([]), List::numbers([2])];
            let asked: Vec<[&dyn ToValue; 1]> = lists.iter().map(|list| [list as &dyn ToValue]).collect();
            let asked: Vec<&[&dyn ToValue]> = asked.iter().map(|params| &params[..]).collect();
            Ok((tx.rows_of_each(&SOME, &asked)?, tx.rows_of_each(&SOME, &[])?))
        });
        let (found, none) = found.expect("rows");
        assert_eq!(
            found.into_iter().map(names).collect::<Vec<_>>(),
            [vec!["name 1", "name 2"], vec![], vec!["name 2"]]
        );
        assert!(none.is_empty());
    });
}

#[test]
fn a_failed_use_case_leaves_nothing_and_harms_no_neighbour() {
    both(SCHEMA, |test| {
        let failing = test.db.write_now(actor(), |tx| -> kernel::Result<()> {
            tx.lock(Lock::Org(org()))?;
            tx.execute(&PUT, &[&1i64, &"half", &false, &Option::<Vec<u8>>::None])?;
            Err(Error::conflict("second_thoughts"))
        });
        assert_eq!(failing.expect_err("it refused").code(), "second_thoughts");
        put(test, 2, "whole").expect("a row");
        assert_eq!(count(&test.db), 1);
    });
}

#[test]
fn of_many_who_share_a_commit_each_is_answered_for_itself_and_leaves_its_own() {
    both(SCHEMA, |test| {
        let db = &test.db;
        let (hold, holding) = mpsc::channel::<()>();
        let none = Option::<Vec<u8>>::None;
        let put = |id: i64, refuses: bool| {
            let none = none.clone();
            db.write(actor(), move |tx| {
                tx.lock(Lock::Person(PersonId::from_raw(id)))?;
                if id == 4 {
                    return Err(Error::not_found());
                }
                tx.execute(&PUT, &[&id, &format!("n{id}"), &refuses, &none])?;
                tx.emit(Event::new(Topic::Group(9), "ledger.counted", &id));
                if refuses { Err(Error::conflict("second_thoughts")) } else { Ok(id) }
            })
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let answers = runtime.block_on(async {
            // The first keeps SQLite's one writer until all others wait behind it.
            let first = db.write(actor(), move |_| {
                let _ = holding.recv();
                Ok(0)
            });
            let others = futures_util::future::join_all([1, 2, 3, 4, 5, 3, 6].map(|id| put(id, id == 2)));
            let (first, others, ()) = futures_util::future::join3(first, others, async { drop(hold) }).await;
            first.expect("it held");
            others
        });
        let told: Vec<String> = answers
            .into_iter()
            .map(|answer| answer.map_or_else(|error| error.code().to_owned(), |id| id.to_string()))
            .collect();
        // Of the two with the same id one is a double, whichever comes later on PostgreSQL.
        assert_eq!(
            (&told[0], &told[1], &told[3]),
            (&"1".to_owned(), &"second_thoughts".to_owned(), &"not_found".to_owned())
        );
        assert_eq!((&told[4], &told[6]), (&"5".to_owned(), &"6".to_owned()));
        let mut doubles = [told[2].clone(), told[5].clone()];
        doubles.sort();
        assert_eq!(doubles, ["3", "already_exists"]);
        let rows = db.read_now(actor(), |conn| conn.rows(&ALL, &[])).expect("rows");
        assert_eq!(rows.iter().map(|row| row.get(0)).collect::<Vec<i64>>(), [1, 3, 5, 6]);
        let log = db
            .read_now(actor(), |conn| conn.events_concerning(0, i64::MAX, &List::numbers([9]), 100))
            .expect("the log");
        let mut counted: Vec<i64> = log.iter().map(|event| event.payload.parse().expect("a count")).collect();
        counted.sort_unstable();
        assert_eq!(counted, [1, 3, 5, 6], "what was taken back tells nothing");
    });
}

#[test]
fn a_panic_costs_its_use_case_and_not_the_database() {
    both(SCHEMA, |test| {
        let broken = test.db.write_now(actor(), |tx| -> kernel::Result<()> {
            tx.lock(Lock::Org(org()))?;
            tx.execute(&PUT, &[&1i64, &"half", &false, &Option::<Vec<u8>>::None])?;
            panic!("an invariant broke")
        });
        assert_eq!(broken.expect_err("it broke").kind(), Kind::Internal);
        put(test, 2, "whole").expect("a row");
        assert_eq!(count(&test.db), 1);
    });
}

#[test]
fn a_double_is_a_conflict_and_not_a_fault_of_ours() {
    both(SCHEMA, |test| {
        put(test, 1, "once").expect("a row");
        assert_eq!(put(test, 2, "once").expect_err("a double").kind(), Kind::Conflict);
    });
}

/// Puts rows in one use case, none of them waited for.
#[test]
fn a_list_of_rows_is_a_table_with_everything_as_it_went_in() {
    both(SCHEMA, |test| {
        let rows = [
            (i64::MIN, "\"引用\" \\ '一重' {括弧} $1", true, None),
            (-1, "", false, Some("𠮷\n改行\t")),
            (i64::MAX, "null", true, Some("null")),
        ];
        let list = move || {
            List::rows(rows.map(|(id, name, paid, note)| {
                [id.to_value(), name.to_value(), paid.to_value(), note.map(str::to_owned).to_value()]
            }))
        };
        let found = test.db.read_now(actor(), move |conn| conn.rows(&EACH, &[&list()])).expect("rows");
        let found: Vec<(i64, String, bool, Option<String>)> =
            found.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3))).collect();
        assert_eq!(found, rows.map(|(id, name, paid, note)| (id, name.to_owned(), paid, note.map(str::to_owned))));
        let nul = || List::rows([[0i64.to_value(), "a\0b".to_value(), false.to_value(), Value::Null]]);
        let found = test.db.read_now(actor(), move |conn| conn.one(&EACH, &[&nul()])).expect("a row");
        assert_eq!(
            found.get::<String>(1),
            "a\u{fffd}b",
            "what PostgreSQL does not keep shows that something was there"
        );
    });
}

#[test]
fn a_use_case_may_tell_of_more_than_fits_one_journey() {
    both(SCHEMA, |test| {
        let from = test.db.read_now(actor(), |conn| conn.position()).expect("a position").tick;
        let told = test.db.write_now(actor(), |tx| {
            tx.lock(Lock::Group(9))?;
            (0..1_201).for_each(|number| tx.emit(Event::new(Topic::Group(9), "ledger.counted", &number)));
            Ok(())
        });
        told.expect("told");
        let log =
            test.db.read_now(actor(), move |conn| conn.events_concerning(from, i64::MAX, &List::numbers([9]), 5_000));
        let log = log.expect("the log");
        let counted: Vec<i64> = log.iter().map(|event| event.payload.parse().expect("a count")).collect();
        assert_eq!(counted, (0..1_201).collect::<Vec<i64>>());
        assert!(log.iter().all(|event| event.tick == log[0].tick), "one use case, one tick");
    });
}

#[test]
fn a_read_leaves_no_transaction_open_behind_it() {
    let open = Sql {
        name: "OPEN",
        text: "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
            AND application_name = 'engawa' AND state LIKE 'idle in transaction%'",
    };
    both(SCHEMA, |test| {
        if test.db.engine() == Engine::Sqlite {
            return; // its end is waited for
        }
        // Nobody waits for the end of a read, so it may be seen on its way. It is not seen for long.
        let ended = (0..10_000).any(|_| {
            assert_eq!(count(&test.db), 0);
            test.db.read_now(actor(), move |conn| Ok(conn.one(&open, &[])?.get::<i64>(0))).expect("a count") == 0
        });
        assert!(ended);
    });
}

fn put_unwaited(
    test: &TestDb,
    rows: impl Iterator<Item = (i64, String)> + Clone + Send + 'static,
) -> kernel::Result<()> {
    test.db.write_now(actor(), move |tx| {
        tx.lock(Lock::Org(org()))?;
        for (id, name) in rows.clone() {
            let none = Option::<Vec<u8>>::None;
            match id % 16 < 8 {
                true => tx.run(&PUT, &[&id, &name, &true, &none])?,
                false => tx.run_apart(&PUT, &[&id, &name, &true, &none])?,
            }
        }
        tx.emit(Event::new(Topic::Org(org()), "ledger.put", &1));
        Ok(())
    })
}

#[test]
fn statements_that_nobody_waits_for_are_kept_all_or_not_at_all() {
    both(SCHEMA, |test| {
        for first in [1, 9] {
            let twice = [(first, "once".to_owned()), (first + 1, "once".to_owned()), (first + 2, "other".to_owned())];
            assert_eq!(put_unwaited(test, twice.into_iter()).expect_err("a double").kind(), Kind::Conflict);
            assert_eq!(count(&test.db), 0);
        }
        put_unwaited(test, (1..=1_000).map(|id| (id, format!("name {id}")))).expect("rows");
        assert_eq!(count(&test.db), 1_000);
    });
}

#[test]
fn a_value_that_does_not_fit_takes_its_use_case_with_it() {
    const MOVE: Sql = Sql { name: "MOVE", text: "UPDATE ledger SET id = id + CAST($1 AS INTEGER)" };
    // SQLite's numbers all have 64 bits.
    let test = TestDb::new(Engine::Postgres, SCHEMA);
    let moved = test.db.write_now(actor(), |tx| {
        tx.lock(Lock::Org(org()))?;
        tx.run(&PUT, &[&1i64, &"kept by mistake", &true, &Option::<Vec<u8>>::None])?;
        tx.run(&MOVE, &[&i64::MAX])
    });
    assert!(moved.is_err());
    assert_eq!(count(&test.db), 0);
    put(&test, 2, "whole").expect("the connection goes on");
}

#[test]
fn a_write_before_the_lock_is_a_bug() {
    both(SCHEMA, |test| {
        let wild = test.db.write_now(actor(), |tx| tx.execute(&PUT, &[&1i64, &"x", &true, &Option::<Vec<u8>>::None]));
        assert!(wild.expect_err("no lock").to_string().contains("before its use case took a lock"));
    });
}

/// Four who write a quarter of a mebibyte after another, with ids from one on, until something holds or a gibibyte is written;
/// whether it held.
fn write_until(db: &Db, from: i64, holds: impl Fn(u64) -> bool + Sync) -> bool {
    const PART: usize = 256 << 10;
    let (written, held) = (AtomicU64::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !held.load(Ordering::Relaxed) {
                    let total = written.fetch_add(PART as u64, Ordering::Relaxed);
                    if total > 1 << 30 {
                        return;
                    }
                    let id = from + i64::try_from(total).expect("few");
                    let wrote = db.write_now(actor(), move |tx| {
                        tx.lock(Lock::Org(org()))?;
                        tx.execute(&PUT, &[&id, &id.to_string(), &true, &Some(vec![7u8; PART])])
                    });
                    wrote.expect("a row");
                    held.fetch_or(holds(total), Ordering::Relaxed);
                }
            });
        }
    });
    held.into_inner()
}

#[test]
fn the_write_ahead_log_starts_afresh_while_nobody_who_writes_rests() {
    let test = TestDb::new(Engine::Sqlite, SCHEMA);
    let Place::Sqlite(path) = test.place().clone() else { panic!("SQLite is a file") };
    let log = path.with_extension("db-wal");
    let afresh = |written: u64| std::fs::metadata(&log).is_ok_and(|log| 0 < log.len() && 4 * log.len() < written);
    assert!(write_until(&test.db, 0, afresh), "the log grows with all that is written");
}

#[test]
fn a_read_that_takes_long_holds_up_nobody_who_writes() {
    let test = TestDb::new(Engine::Sqlite, SCHEMA);
    let Place::Sqlite(path) = test.place().clone() else { panic!("SQLite is a file") };
    let log = path.with_extension("db-wal");
    let log_is = |wanted: fn(u64) -> bool| std::fs::metadata(&log).is_ok_and(|log| wanted(log.len()));
    let ((begun, begins), (end, ends)) = (mpsc::channel(), mpsc::channel::<()>());
    std::thread::scope(|scope| {
        let db = &test.db;
        let read = scope.spawn(move || {
            db.read_now(actor(), move |conn| {
                let before: i64 = conn.one(&COUNT, &[])?.get(0);
                begun.send(()).expect("the test waits");
                ends.recv().expect("the test tells");
                let after: i64 = conn.one(&COUNT, &[])?.get(0);
                Ok((before, after))
            })
        });
        begins.recv().expect("the read begins");
        // Far more than a log may hold before the writer would start it afresh.
        assert!(write_until(db, 0, |written| written > 128 << 20));
        assert!(log_is(|bytes| bytes > 128 << 20), "the read needs all of the log");
        end.send(()).expect("the read waits");
        assert_eq!(read.join().expect("no panic").expect("counts"), (0, 0), "a read sees one moment");
        let shrinks = |_| log_is(|bytes| bytes <= 64 << 20);
        assert!(write_until(db, 1 << 40, shrinks), "the room is given back");
    });
}

#[test]
fn a_database_opens_when_whoever_still_writes_to_its_file_is_done() {
    let test = TestDb::new(Engine::Sqlite, SCHEMA);
    let Place::Sqlite(path) = test.place().clone() else { panic!("SQLite is a file") };
    put(&test, 1, "before").expect("a row");
    // As a writer does that starts its log afresh when its database is closed.
    let other = rusqlite::Connection::open(path).expect("a file");
    other.execute_batch("BEGIN IMMEDIATE").expect("nobody else writes");
    let (opening, opens) = mpsc::channel();
    std::thread::scope(|scope| {
        let reopened = scope.spawn(move || {
            opening.send(()).expect("the test waits");
            test.reopened()
        });
        opens.recv().expect("it begins to open");
        for id in 2..5_000 {
            let row = (id, id.to_string(), true);
            other.execute("INSERT INTO ledger (id, name, paid) VALUES (?1, ?2, ?3)", row).expect("a row");
        }
        other.execute_batch("COMMIT").expect("room on the disk");
        assert_eq!(count(&reopened.join().expect("it opens").db), 4_999);
    });
}

#[test]
fn a_second_program_on_the_same_file_is_refused() {
    let test = TestDb::new(db::Engine::Sqlite, SCHEMA);
    let again =
        Db::open(test.place().clone(), SCHEMA, Threads::default(), test.clock.clone(), Arc::new(SeededEntropy::new(1)));
    assert_eq!(again.err().expect("in use").code(), "data_in_use");
}

#[test]
fn a_migration_changed_after_it_was_applied_is_refused() {
    both(SCHEMA, |test| {
        let changed = [Migration { text: "CREATE TABLE other (id {id});", ..SCHEMA[0] }];
        let place = match test.place() {
            Place::Postgres(url) => Place::Postgres(url.clone()),
            Place::Sqlite(path) => {
                let copy = path.with_file_name("copy.db");
                std::fs::copy(path, &copy).expect("a copy");
                std::fs::copy(path.with_file_name("engawa.db-wal"), path.with_file_name("copy.db-wal"))
                    .expect("a copy");
                Place::Sqlite(copy)
            }
        };
        let clock = test.clock.clone();
        let again = Db::open(place, &changed, Threads::default(), clock, Arc::new(SeededEntropy::new(1)));
        assert!(again.err().expect("refused").to_string().contains("was changed after it was applied"));
    });
}

#[test]
fn the_facades_own_statements_are_valid() {
    both(SCHEMA, |test| {
        assert_eq!(test.db.check_statements(&[&[PUT, ALL, SOME, COUNT]]).expect("checked"), Vec::<String>::new());
        let bad = Sql { name: "BAD", text: "SELECT nothing FROM nowhere" };
        assert_eq!(test.db.check_statements(&[&[bad]]).expect("checked").len(), 1);
    });
}
