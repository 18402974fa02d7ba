//! What is said is found: right after its commit, when the index has followed, when it was merged, while it is built anew, on both
//! databases.

mod store;
mod trouble;

use db::{Conn, Db, List, Lock, Migration, Sql};
use kernel::{Actor, Committed, Event, Id, OrgId, Result, Topic};
use search::service::{END, Finder, Found, Indexer, Wanted, rebuild, standing};
use search::{Document, GONE, Place, Source, Sources, folded};
use serde_json::json;
use std::collections::HashSet;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use store::{BELOW, OF_VERSION, PEOPLE, READ, SAID, SAY, SCOPES, STATEMENTS, TOLD};
use testkit::{TestDb, both, engines};

const KIND: i64 = 1;

/// One for all tests, as a program has one for all requests: what it keeps in memory must never answer for what is not there.
static FINDER: OnceLock<Arc<Finder>> = OnceLock::new();

fn migrations() -> Vec<Migration> {
    let said = Migration { owner: "test", number: 1, text: SAID };
    let people = Migration { owner: "people", number: 1, text: PEOPLE };
    [people].into_iter().chain(search::MIGRATIONS.iter().copied()).chain([said]).collect()
}

/// What is taken back has no words.
fn rows(conn: &mut Conn<'_>, sql: &Sql, params: &[&dyn db::ToValue]) -> Result<Vec<(OrgId, Document)>> {
    let rows = conn.rows(sql, params)?;
    Ok(rows
        .iter()
        .map(|row| {
            let (org, body): (OrgId, String) = (row.get(0), row.get(5));
            let marks = if body.is_empty() { GONE } else { 0 };
            let (id, scope, author, at) = (row.get(1), row.get(2), row.get(3), row.get::<i64>(4));
            (org, Document { at, id, scope, author, day: (at / 1000) as i32, marks, text: folded(&body) })
        })
        .collect())
}

fn sources() -> Sources {
    Sources(vec![Source {
        kind: KIND,
        version: 1,
        events: &["test.said"],
        told: |event: &Committed| event.payload.parse().ok(),
        stands: |_| None,
        read: |conn, ids| rows(conn, &READ, &[&List::numbers(ids.iter().copied())]),
        below: |conn, id, limit| rows(conn, &BELOW, &[&id, &limit]),
        scopes: |conn| {
            let org = conn.actor().org;
            Ok(conn.rows(&SCOPES, &[&org])?.iter().map(|row| row.get(0)).collect())
        },
    }])
}

fn town() -> OrgId {
    OrgId::from_raw(7)
}

/// Says something in a room, with an event or, as an import does, without.
fn say(db: &Db, org: OrgId, id: i64, scope: i64, body: &str, tells: bool) {
    let body = body.to_owned();
    let said = db.write_now(Actor::system(org), move |tx| {
        tx.lock(Lock::Group(scope))?;
        // Ids do not rise with time: clocks go wrong.
        let at = id * 7919 % 10_007;
        tx.execute(&SAY, &[&id, &org, &scope, &(id % 5), &at, &body])?;
        match tells {
            true => tx.emit(Event::new(Topic::Org(org), "test.said", &json!(id))),
            false => search::wait(tx, KIND, [id])?,
        }
        Ok(())
    });
    said.expect("said");
    while tells && db.read_now(Actor::system(org), is_held_back).expect("known") {
        std::thread::yield_now();
    }
}

/// Whether some of what was told is held back: PostgreSQL does so while anybody's transaction is open, in other databases as well, and the
/// index would follow later than a test looks at it.
fn is_held_back(conn: &mut Conn<'_>) -> Result<bool> {
    let position = conn.position()?;
    Ok(conn.one(&TOLD, &[])?.get::<i64>(0) > position.tick)
}

fn indexer(test: &TestDb) -> Indexer {
    Indexer::new(test.db.clone(), sources())
}

fn look(test: &TestDb, org: OrgId, wanted: Wanted, below: Place, limit: usize) -> Found {
    let finder = FINDER.get_or_init(|| Arc::new(Finder::new(sources()))).clone();
    let found = test.db.read_now(Actor::system(org), move |conn| finder.find(conn, KIND, &wanted, below, limit));
    found.expect("found")
}

fn terms(terms: &[&str]) -> Wanted {
    Wanted { terms: terms.iter().map(|term| folded(term)).collect(), ..Wanted::default() }
}

/// The ids of all that has some words, page by page.
fn ids(test: &TestDb, words: &[&str]) -> Vec<i64> {
    let (mut all, mut below) = (Vec::new(), END);
    loop {
        let found = look(test, town(), terms(words), below, 40);
        all.extend(found.places.iter().map(|(_, id)| *id));
        match found.below {
            Some(next) => below = next,
            None => return all,
        }
    }
}

/// What a look at all that was said finds, newest first.
fn scanned(said: &[(i64, String)], word: &str) -> Vec<i64> {
    let mut found: Vec<(i64, i64)> = said
        .iter()
        .filter(|(_, body)| folded(body).contains(&folded(word)))
        .map(|(id, _)| (id * 7919 % 10_007, *id))
        .collect();
    found.sort_unstable();
    found.reverse();
    found.into_iter().map(|(_, id)| id).collect()
}

const WORDS: [&str; 9] = ["防災会議", "の資料を", "送ります。", "髙橋さん", "ｻｰﾊﾞｰ", "令和8年", "AB-12", " ", "了解"];

fn body(number: i64) -> String {
    (0..4)
        .map(|place| WORDS[((number * 31 + place * 17 + number / 7) % 9) as usize])
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Of some words all that says them is found, and nothing else is.
fn finds(test: &TestDb, said: &[(i64, String)], words: &[&str]) {
    for word in words {
        assert_eq!(ids(test, &[word]), scanned(said, word), "{word}");
    }
}

/// Every part of what some of it says is found, and nothing else is.
fn finds_all_of(test: &TestDb, said: &[(i64, String)]) {
    for (_, body) in said.iter().step_by(said.len().div_ceil(3)) {
        let characters: Vec<char> = body.chars().collect();
        for from in (0..characters.len()).step_by(3) {
            for length in [1, 2, 5] {
                let part: String = characters[from..characters.len().min(from + length)].iter().collect();
                if !folded(&part).is_empty() {
                    finds(test, said, &[&part]);
                }
            }
        }
    }
}

#[test]
fn what_was_said_is_found_before_and_after_the_index_has_followed() {
    both(&migrations(), |test| {
        let indexer = indexer(test);
        indexer.catch_up().expect("an empty index");
        let mut said = Vec::new();
        for run in 0..3 {
            for number in run * 40 + 1..=run * 40 + 40 {
                say(&test.db, town(), number, number % 3, &body(number), number % 4 != 0);
                said.push((number, body(number)));
            }
            finds_all_of(test, &said);
            indexer.catch_up().expect("followed");
            finds_all_of(test, &said);
        }
        assert!(!look(test, town(), terms(&["防災"]), END, 1).is_building);
        let standing = test.db.read_now(Actor::system(town()), standing).expect("known");
        assert_eq!((standing.documents, standing.building), (120, None));
    });
}

#[test]
fn after_merges_the_same_is_found() {
    both(&migrations(), |test| {
        let indexer = indexer(test);
        let mut said = Vec::new();
        for number in 1..=90 {
            say(&test.db, town(), number, number % 3, &body(number), true);
            said.push((number, body(number)));
            indexer.catch_up().expect("followed");
        }
        // Words that changed since, and words that were taken back.
        for number in [3, 50, 88] {
            say(&test.db, town(), number, number % 3, "改めました防災", true);
            said[number as usize - 1].1 = "改めました防災".to_owned();
        }
        for number in [4, 51, 89] {
            say(&test.db, town(), number, number % 3, "", true);
            said[number as usize - 1].1 = String::new();
        }
        said.retain(|(_, body)| !body.is_empty());
        finds_all_of(test, &said);
        for number in 91..=130 {
            say(&test.db, town(), number, number % 3, &body(number), true);
            said.push((number, body(number)));
            indexer.catch_up().expect("followed");
        }
        finds_all_of(test, &said);
        assert!(trouble::segments(test).0 < 36, "some were merged");
        assert_eq!(ids(test, &["改めました"]), scanned(&said, "改めました"));
    });
}

#[test]
fn while_it_is_built_anew_all_is_found_and_what_comes_meanwhile_too() {
    both(&migrations(), |test| {
        let indexer = indexer(test);
        let mut said: Vec<(i64, String)> = (1..=60).map(|number| (number, body(number))).collect();
        for (number, body) in &said {
            say(&test.db, town(), *number, 1, body, true);
        }
        indexer.catch_up().expect("followed");
        let begun = test.db.write_now(Actor::system(town()), |tx| rebuild(tx, &sources())).expect("begun");
        assert!(begun);
        let again = test.db.write_now(Actor::system(town()), |tx| rebuild(tx, &sources())).expect("known");
        assert!(!again, "one at a time");
        let mut number = 60;
        loop {
            number += 1;
            say(&test.db, town(), number, 1, &body(number), number % 2 == 0);
            said.push((number, body(number)));
            assert!(!look(test, town(), terms(&["防災"]), END, 1).is_building);
            finds(test, &said, &["会議の", "災", "了解AB"]);
            if !indexer.step().expect("a step") || number > 90 {
                break;
            }
        }
        indexer.catch_up().expect("followed");
        finds_all_of(test, &said);
        let standing = test.db.read_now(Actor::system(town()), standing).expect("known");
        assert_eq!(standing.building, None);
        assert!(standing.documents >= said.len() as i64 && standing.bytes > 0);
    });
}

#[test]
fn an_index_that_is_begun_late_says_so_and_then_has_what_was_there_before() {
    both(&migrations(), |test| {
        let said: Vec<(i64, String)> = (1..=50).map(|number| (number, body(number))).collect();
        for (number, body) in &said {
            say(&test.db, town(), *number, 1, body, true);
        }
        assert!(look(test, town(), terms(&["防災"]), END, 1).is_building);
        let indexer = indexer(test);
        indexer.catch_up().expect("built");
        assert!(!look(test, town(), terms(&["防災"]), END, 1).is_building);
        finds_all_of(test, &said);
    });
}

#[test]
fn in_another_life_of_the_database_the_index_is_built_anew() {
    both(&migrations(), |test| {
        let indexer = indexer(test);
        say(&test.db, town(), 1, 1, "前からある話", true);
        indexer.catch_up().expect("followed");
        test.db.begin_epoch().expect("begun");
        assert!(look(test, town(), terms(&["前"]), END, 1).is_building);
        say(&test.db, town(), 2, 1, "その後の話", true);
        indexer.catch_up().expect("built");
        let found = look(test, town(), terms(&["話"]), END, 9);
        assert_eq!((found.places.len(), found.is_building), (2, false));
    });
}

#[test]
fn what_an_older_program_wrote_is_built_anew_and_what_a_newer_one_wrote_is_left_alone() {
    both(&migrations(), |test| {
        let of_version = |change: i64| {
            let changed = test.db.write_now(Actor::system(town()), move |tx| {
                tx.lock(Lock::Index)?;
                tx.execute(&OF_VERSION, &[&change])
            });
            assert_eq!(changed.expect("changed"), 1);
        };
        let indexer = indexer(test);
        let said: Vec<(i64, String)> = (1..=30).map(|number| (number, body(number))).collect();
        for (number, body) in &said {
            say(&test.db, town(), *number, 1, body, true);
        }
        indexer.catch_up().expect("followed");
        of_version(-1);
        assert!(look(test, town(), terms(&["防災"]), END, 1).is_building);
        indexer.catch_up().expect("built");
        assert!(!look(test, town(), terms(&["防災"]), END, 1).is_building);
        finds_all_of(test, &said);
        of_version(1);
        assert!(look(test, town(), terms(&["防災"]), END, 1).is_building);
        assert!(!indexer.step().expect("a step"));
    });
}

#[test]
fn while_the_program_serves_what_is_said_is_followed_and_merged() {
    both(&migrations(), |test| {
        let indexer = indexer(test);
        indexer.catch_up().expect("an empty index");
        let said: Vec<(i64, String)> = (1..=60).map(|number| (number, body(number))).collect();
        std::thread::scope(|scope| {
            scope.spawn(|| indexer.work());
            for (number, body) in &said {
                say(&test.db, town(), *number, 1, body, true);
            }
            finds_all_of(test, &said);
            indexer.stop();
        });
        indexer.catch_up().expect("followed");
        finds_all_of(test, &said);
    });
}

#[test]
fn when_the_log_does_not_reach_back_the_index_is_built_anew() {
    both(&migrations(), |test| {
        let indexer = indexer(test);
        say(&test.db, town(), 1, 1, "前からある話", true);
        indexer.catch_up().expect("followed");
        say(&test.db, town(), 2, 1, "その後の話", true);
        test.clock.advance(Duration::from_secs(9 * 24 * 3600));
        say(&test.db, town(), 3, 1, "新しい話", true);
        let week = test.db.clock().now().minus(Duration::from_secs(8 * 24 * 3600));
        test.db.forget_events(week).expect("forgotten");
        assert!(look(test, town(), terms(&["話"]), END, 9).is_building, "it knows that it may not know");
        indexer.catch_up().expect("built");
        let found = look(test, town(), terms(&["話"]), END, 9);
        assert_eq!((found.places.len(), found.is_building), (3, false));
        // A quiet fortnight is no reason to build it again.
        for _ in 0..14 {
            test.clock.advance(Duration::from_secs(24 * 3600));
            indexer.catch_up().expect("followed");
        }
        say(&test.db, town(), 4, 1, "二週間後の話", true);
        test.db.forget_events(test.db.clock().now()).expect("forgotten");
        let found = look(test, town(), terms(&["話"]), END, 9);
        assert_eq!((found.places.len(), found.is_building), (4, false));
    });
}

#[test]
fn nothing_is_found_of_another_organisation_or_where_one_may_not_read() {
    both(&migrations(), |test| {
        let indexer = indexer(test);
        let other = OrgId::from_raw(8);
        for follows in [false, true] {
            let base = if follows { 100 } else { 0 };
            say(&test.db, town(), base + 1, 1, "内緒の話", true);
            say(&test.db, town(), base + 2, 500, "読めない部屋の内緒の話", true);
            say(&test.db, other, base + 3, 1, "隣町の内緒の話", true);
            if follows {
                indexer.catch_up().expect("followed");
            }
        }
        assert_eq!(ids(test, &["内緒"]).into_iter().collect::<HashSet<_>>(), HashSet::from([1, 101]));
        let theirs = look(test, other, terms(&["内緒"]), END, 9);
        assert_eq!(theirs.places.into_iter().map(|(_, id)| id).collect::<HashSet<_>>(), HashSet::from([3, 103]));
    });
}

#[test]
fn authors_days_scopes_and_several_words_narrow_it_down() {
    both(&migrations(), |test| {
        let indexer = indexer(test);
        for number in 1..=200 {
            say(&test.db, town(), number, number % 4, &body(number), true);
        }
        for follows in [false, true] {
            if follows {
                indexer.catch_up().expect("followed");
            }
            let wanted = Wanted {
                scopes: Some(HashSet::from([1, 2, 500])),
                authors: Some(HashSet::from([1, 3])),
                days: Some((2, 7)),
                ..terms(&["防災", "資料"])
            };
            let mut found: Vec<i64> =
                look(test, town(), wanted, END, 500).places.into_iter().map(|(_, id)| id).collect();
            found.sort_unstable();
            let is_so = |number: &i64| {
                let (words, day) = (folded(&body(*number)), number * 7919 % 10_007 / 1000);
                [1, 2].contains(&(number % 4))
                    && [1, 3].contains(&(number % 5))
                    && (2..=7).contains(&day)
                    && words.contains("防災")
                    && words.contains("資料")
            };
            let wanted: Vec<i64> = (1..=200).filter(is_so).collect();
            assert!(!wanted.is_empty());
            assert_eq!(found, wanted);
        }
    });
}

#[test]
fn two_who_keep_the_index_do_not_disturb_one_another() {
    both(&migrations(), |test| {
        let (one, other) = (indexer(test), indexer(test));
        let said: Vec<(i64, String)> = (1..=80).map(|number| (number, body(number))).collect();
        std::thread::scope(|scope| {
            for (place, indexer) in [one, other].into_iter().enumerate() {
                let (said, db) = (&said, &test.db);
                scope.spawn(move || {
                    for (number, body) in said.iter().filter(|(number, _)| *number % 2 == place as i64) {
                        say(db, town(), *number, 1, body, true);
                        indexer.step().expect("a step");
                    }
                    indexer.catch_up().expect("followed");
                });
            }
        });
        finds_all_of(test, &said);
    });
}

#[test]
fn every_statement_is_understood_by_both() {
    both(&migrations(), |test| {
        let all: Vec<&[Sql]> = search::STATEMENTS.iter().copied().chain([STATEMENTS]).collect();
        assert_eq!(test.db.check_statements(&all).expect("asked"), [""; 0]);
        let nobody = Actor::system(Id::from_raw(0));
        assert_eq!(test.db.read_now(nobody, standing).expect("known"), search::service::Standing::default());
    });
}

#[test]
fn after_a_restart_the_index_goes_on_where_it_was() {
    for engine in engines() {
        let test = TestDb::new(engine, &migrations());
        let mut said: Vec<(i64, String)> = (1..=40).map(|number| (number, body(number))).collect();
        for (number, body) in &said {
            say(&test.db, town(), *number, 1, body, true);
        }
        let stopped = indexer(&test);
        for _ in 0..3 {
            stopped.step().expect("a step");
        }
        drop(stopped);
        let test = test.reopened();
        finds_all_of(&test, &said);
        let indexer = indexer(&test);
        indexer.catch_up().expect("followed");
        say(&test.db, town(), 41, 1, &body(41), true);
        said.push((41, body(41)));
        finds_all_of(&test, &said);
    }
}
