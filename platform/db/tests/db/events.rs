//! What is told of a commit, to whom and in which order.

use crate::{COUNT, PUT, SCHEMA, actor, org};
use db::{List, Lock};
use kernel::{Actor, Error, Event, Outsider, PersonId, Topic};
use std::sync::{Arc, Mutex, mpsc};
use testkit::{TestDb, both};

fn told(test: &TestDb, id: i64) {
    test.db
        .write_now(actor(), move |tx| {
            tx.lock(Lock::Org(org()))?;
            tx.execute(&PUT, &[&id, &format!("n{id}"), &true, &Option::<Vec<u8>>::None])?;
            tx.emit(Event::new(Topic::Org(org()), "ledger.put", &id));
            tx.emit(Event::new(Topic::Person(PersonId::from_raw(5)), "ledger.told", &id));
            Ok(())
        })
        .expect("a row");
}

#[test]
fn events_follow_their_commits_in_order_and_a_refused_use_case_tells_nothing() {
    both(SCHEMA, |test| {
        let (tell, told_of) = mpsc::channel();
        let tell = Mutex::new(tell);
        let from = test.db.read_now(actor(), |conn| conn.position()).expect("a position");
        let followed = test.db.follow(move |events| {
            for event in events {
                tell.lock().expect("a sender").send(event).expect("a listener");
            }
        });
        followed.expect("followed");
        told(test, 1);
        let refused = test.db.write_now(actor(), |tx| -> kernel::Result<()> {
            tx.lock(Lock::Org(org()))?;
            tx.emit(Event::new(Topic::Org(org()), "ledger.lie", &0));
            Err(Error::conflict("no"))
        });
        assert!(refused.is_err());
        told(test, 2);
        let seen: Vec<_> = (0..4).map(|_| told_of.recv().expect("four events")).collect();
        let kinds: Vec<_> = seen.iter().map(|event| (&*event.kind, &*event.payload)).collect();
        assert_eq!(kinds, [("ledger.put", "1"), ("ledger.told", "1"), ("ledger.put", "2"), ("ledger.told", "2")]);
        assert!(from.tick < seen[0].tick && seen[0].tick == seen[1].tick && seen[1].tick < seen[2].tick);

        let missed = test.db.read_now(Actor { person: PersonId::from_raw(6), ..actor() }, move |conn| {
            conn.events_concerning(from.tick, i64::MAX, &List::numbers([]), 100)
        });
        let missed = missed.expect("the log");
        assert_eq!(missed.len(), 2, "another person's events concern nobody else");
    });
}

#[test]
fn what_is_told_to_the_staff_concerns_no_guest() {
    both(SCHEMA, |test| {
        let written = test.db.write_now(actor(), |tx| {
            tx.lock(Lock::Org(org()))?;
            tx.emit(Event::new(Topic::Staff(org()), "ledger.put", &1));
            Ok(())
        });
        written.expect("told");
        for (outsider, hears) in [(None, 1), (Some(Outsider::Guest), 0), (Some(Outsider::Bot), 0)] {
            let missed = test.db.read_now(Actor { outsider, ..actor() }, |conn| {
                conn.events_concerning(0, i64::MAX, &List::numbers([]), 100)
            });
            assert_eq!(missed.expect("the log").len(), hears, "{outsider:?}");
        }
    });
}

#[test]
fn a_hook_on_commit_has_heard_of_a_use_case_when_that_is_answered_and_nothing_of_a_refused_one() {
    both(SCHEMA, |test| {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hearing = heard.clone();
        test.db.on_commit(move |events| {
            let mut heard = hearing.lock().expect("a list");
            heard.extend(events.iter().map(|event| (event.kind.to_string(), event.payload.to_string())));
        });
        let heard = || std::mem::take(&mut *heard.lock().expect("a list"));
        let refused = test.db.write_now(actor(), |tx| -> kernel::Result<()> {
            tx.lock(Lock::Org(org()))?;
            tx.emit(Event::new(Topic::Org(org()), "ledger.lie", &0));
            Err(Error::conflict("no"))
        });
        assert!(refused.is_err());
        assert_eq!(heard(), []);
        told(test, 1);
        let one = |kind: &str| (kind.to_owned(), "1".to_owned());
        assert_eq!(heard(), [one("ledger.put"), one("ledger.told")]);
    });
}

#[test]
fn parallel_writers_under_one_lock_draw_ticks_in_the_order_of_their_states() {
    both(SCHEMA, |test| {
        let from = test.db.read_now(actor(), |conn| conn.position()).expect("a position").tick;
        let next = Arc::new(Mutex::new(0i64));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                let next = next.clone();
                scope.spawn(move || {
                    for _ in 0..25 {
                        let id = {
                            let mut next = next.lock().expect("a counter");
                            *next += 1;
                            *next
                        };
                        let written = test.db.write_now(actor(), move |tx| {
                            match id % 2 {
                                0 => tx.lock(Lock::Group(9))?,
                                _ => tx.lock_both_and_tick(Lock::Group(9), Lock::Person(PersonId::from_raw(id)))?,
                            }
                            let before = tx.one(&COUNT, &[])?.get::<i64>(0);
                            tx.execute(&PUT, &[&id, &format!("n{id}"), &true, &Option::<Vec<u8>>::None])?;
                            tx.emit(Event::new(Topic::Group(9), "ledger.counted", &before));
                            Ok(())
                        });
                        written.expect("a row");
                    }
                });
            }
        });
        // All that is committed, and not only up to the horizon, which other tests' transactions hold back.
        let log =
            test.db.read_now(actor(), move |conn| conn.events_concerning(from, i64::MAX, &List::numbers([9]), 1_000));
        let counted: Vec<i64> =
            log.expect("the log").iter().map(|event| event.payload.parse().expect("a count")).collect();
        assert_eq!(counted, (0..200).collect::<Vec<_>>());
    });
}
