//! Jobs run once, after their change, again when they failed, on both databases.

use db::{Db, Lock};
use jobs::{Job, Runner, enqueue};
use kernel::{Actor, Error, OrgId, Result, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use testkit::{TestDb, at, both};

#[derive(Serialize, Deserialize)]
struct Greet {
    whom: String,
    merged: bool,
}

impl Job for Greet {
    const KIND: &'static str = "test.greet";
    fn once(&self) -> String {
        if self.merged { self.whom.clone() } else { String::new() }
    }
}

fn org() -> OrgId {
    OrgId::from_raw(7)
}

fn greet(test: &TestDb, whom: &str, merged: bool, run_at: Option<Timestamp>) {
    let job = Greet { whom: whom.to_owned(), merged };
    let enqueued = test.db.write_now(Actor::system(org()), move |tx| {
        tx.lock(Lock::Org(org()))?;
        enqueue(tx, &job, run_at)
    });
    enqueued.expect("enqueued");
}

type Greeted = Arc<Mutex<Vec<(OrgId, String)>>>;

fn runner(test: &TestDb, answer: impl Fn(usize) -> Result<()> + Send + Sync + 'static) -> (Runner, Greeted) {
    let greeted: Greeted = Arc::default();
    let seen = greeted.clone();
    let runner = Runner::new(test.db.clone()).on(move |_: &Db, actor: Actor, job: Greet| {
        let mut seen = seen.lock().expect("a list");
        seen.push((actor.org, job.whom));
        answer(seen.len())
    });
    (runner, greeted)
}

#[test]
fn a_job_runs_once_for_the_organisation_that_enqueued_it() {
    both(jobs::MIGRATIONS, |test| {
        let (runner, greeted) = runner(test, |_| Ok(()));
        greet(test, "佐藤", false, None);
        assert_eq!(runner.run_due().expect("run"), 1);
        assert_eq!(runner.run_due().expect("run"), 0);
        assert_eq!(*greeted.lock().expect("a list"), [(org(), "佐藤".to_owned())]);
    });
}

#[test]
fn jobs_with_the_same_key_that_wait_together_are_one() {
    both(jobs::MIGRATIONS, |test| {
        let (runner, _) = runner(test, |_| Ok(()));
        greet(test, "佐藤", true, None);
        greet(test, "佐藤", true, None);
        greet(test, "鈴木", true, None);
        assert_eq!(runner.run_due().expect("run"), 2);
        greet(test, "佐藤", true, None);
        assert_eq!(runner.run_due().expect("run"), 1, "what has run does not hold a new one back");
    });
}

#[test]
fn a_job_that_is_enqueued_while_its_like_is_running_runs_as_well() {
    both(jobs::MIGRATIONS, |test| {
        let db = test.db.clone();
        let (runner, greeted) = runner(test, move |count| {
            if count > 1 {
                return Ok(());
            }
            // Somebody changes something that the running one has looked at already.
            db.write_now(Actor::system(org()), |tx| {
                tx.lock(Lock::Org(org()))?;
                enqueue(tx, &Greet { whom: "佐藤".to_owned(), merged: true }, None)
            })
        });
        greet(test, "佐藤", true, None);
        assert_eq!(runner.run_due().expect("run"), 2);
        assert_eq!(greeted.lock().expect("a list").len(), 2);
    });
}

#[test]
fn a_job_of_tomorrow_waits_for_tomorrow() {
    both(jobs::MIGRATIONS, |test| {
        let (runner, _) = runner(test, |_| Ok(()));
        greet(test, "佐藤", false, Some(at().plus(Duration::from_secs(86_400))));
        assert_eq!(runner.run_due().expect("run"), 0);
        test.clock.advance(Duration::from_secs(86_400));
        assert_eq!(runner.run_due().expect("run"), 1);
    });
}

#[test]
fn a_failed_job_runs_again_later_and_is_set_aside_at_last() {
    both(jobs::MIGRATIONS, |test| {
        let (runner, greeted) = runner(test, |_| Err(Error::conflict("not_now")));
        greet(test, "佐藤", false, None);
        assert_eq!(runner.run_due().expect("run"), 1);
        assert_eq!(runner.run_due().expect("run"), 0, "not at once");
        for _ in 0..20 {
            test.clock.advance(Duration::from_secs(600));
            runner.run_due().expect("run");
        }
        assert_eq!(greeted.lock().expect("a list").len(), 8, "and not for ever");
    });
}

#[test]
fn a_recurring_job_comes_back_at_its_moments() {
    both(jobs::MIGRATIONS, |test| {
        let hour = Duration::from_secs(3_600);
        let rung = Arc::new(Mutex::new(0));
        let count = rung.clone();
        let runner = Runner::new(test.db.clone()).every(
            "test.chime",
            move |now| now.plus(hour),
            move |_| {
                *count.lock().expect("a count") += 1;
                Ok(())
            },
        );
        for expected in [0, 1, 2, 3] {
            runner.run_due().expect("run");
            assert_eq!(*rung.lock().expect("a count"), expected);
            test.clock.advance(hour);
        }
    });
}

/// Sets the clock back by a day.
fn set_back(test: &TestDb) {
    test.clock.set(test.db.clock().now().minus(Duration::from_secs(86_400)));
}

#[test]
fn what_was_to_run_as_soon_as_possible_does_so_after_the_clock_was_set_back() {
    both(jobs::MIGRATIONS, |test| {
        let (runner, greeted) = runner(test, |_| Ok(()));
        greet(test, "佐藤", false, None);
        set_back(test);
        greet(test, "鈴木", false, None);
        assert_eq!(runner.run_due().expect("run"), 2);
        let greeted: Vec<String> = greeted.lock().expect("a list").iter().map(|(_, whom)| whom.clone()).collect();
        assert_eq!(greeted, ["佐藤", "鈴木"], "in their order");
    });
}

#[test]
fn what_recurs_comes_at_the_next_moment_of_a_clock_that_was_set_back() {
    both(jobs::MIGRATIONS, |test| {
        let day = Duration::from_secs(86_400);
        let midnight = move |now: Timestamp| {
            let days = now.micros() / day.as_micros() as i64;
            Timestamp::from_micros((days + 1) * day.as_micros() as i64)
        };
        let rung = Arc::new(Mutex::new(0));
        let count = rung.clone();
        let runner = Runner::new(test.db.clone()).every("test.chime", midnight, move |_| {
            *count.lock().expect("a count") += 1;
            Ok(())
        });
        // The clock was a day ahead when it was planned.
        test.clock.advance(day);
        runner.run_due().expect("run");
        set_back(test);
        runner.run_due().expect("run");
        test.clock.set(midnight(test.db.clock().now()));
        runner.run_due().expect("run");
        assert_eq!(*rung.lock().expect("a count"), 1);
    });
}

#[test]
fn a_job_whose_node_died_before_the_clock_was_set_back_is_taken_over() {
    both(jobs::MIGRATIONS, |test| {
        let (dying, _) = runner(test, |_| panic!("the node dies amid the job"));
        let (heir, greeted) = runner(test, |_| Ok(()));
        greet(test, "佐藤", false, None);
        let died = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| dying.run_due()));
        assert!(died.is_err());
        assert_eq!(heir.run_due().expect("run"), 0, "for as long as its lease may hold");
        set_back(test);
        assert_eq!(heir.run_due().expect("run"), 1);
        assert_eq!(greeted.lock().expect("a list").len(), 1);
    });
}
