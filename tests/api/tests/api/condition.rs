//! How the program fares: counts, what somebody should look after, and jobs that failed for good.

use crate::scene::{Scene, each, items, scene, scene_of, text};
use db::Lock;
use harness::{Staff, World, everywhere, system};
use kernel::OrgId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::time::Duration;

/// Something that no part of the program does, as an older node of a newer program's jobs would find it.
#[derive(Serialize, Deserialize)]
struct Unheard {}

impl jobs::Job for Unheard {
    const KIND: &'static str = "test.unheard";
}

async fn enqueue(world: &World, org: OrgId) {
    let enqueued = world.test.db.write(system(org), |tx| {
        tx.lock(Lock::Jobs)?;
        jobs::enqueue(tx, &Unheard {}, None)
    });
    enqueued.await.expect("enqueued");
}

/// Tries all that is due until it is set aside.
async fn fail(world: &World) {
    for _ in 0..12 {
        world.run_jobs().await;
        world.clock().advance(Duration::from_secs(600));
    }
}

async fn condition(who: &Staff) -> Value {
    who.client.get("/condition").await.ok()
}

fn kinds(condition: &Value) -> Vec<String> {
    each(&condition["failed_jobs"], "kind")
}

fn codes(condition: &Value) -> Vec<String> {
    // How full the disk of the machine under test is, is not what is tried.
    each(&condition["findings"], "code")
        .into_iter()
        .filter(|code| !["disk_full", "memory_full"].contains(&&**code))
        .collect()
}

#[test]
fn an_administrator_sees_what_there_is_and_at_home_how_the_machine_fares() {
    everywhere(|world| async move {
        let (home, other) = (scene(&world).await, scene_of(&world, "海沿町").await);
        let seen = condition(&home.admin).await;
        assert_eq!(seen["directory"]["staff"], 4, "{seen}");
        assert_eq!(seen["directory"]["guests"], 0);
        assert_eq!((&seen["accounts"]["accounts"], &seen["accounts"]["used"]), (&json!(4), &json!(4)));
        assert_eq!(seen["machine"]["engine"], world.test.db.engine().name());
        let bytes = |of: &str| seen["machine"][of].as_i64().expect("a number");
        assert!(bytes("database_bytes") > 100_000 && bytes("disk_bytes") > bytes("disk_free_bytes"), "{seen}");
        assert_eq!(codes(&seen), [""; 0]);

        let elsewhere = condition(&other.admin).await;
        assert_eq!(elsewhere["machine"], json!(null), "the machine is home's");
        assert_eq!(elsewhere["directory"]["staff"], 4);
        home.sato.client.get("/condition").await.refused(404);

        for _ in 0..4 {
            world.clock().advance(Duration::from_secs(10 * 24 * 3600));
            home.admin.client.get("/me").await.ok();
        }
        let later = condition(&home.admin).await;
        // Uses are noted now and then: whoever looks may count already.
        assert!(later["accounts"]["used"].as_i64().is_some_and(|used| used <= 1), "{later}");
        assert_eq!(later["accounts"]["accounts"], 4);
    });
}

#[test]
fn a_job_that_failed_for_good_is_shown_run_again_and_forgotten_by_whose_it_is() {
    everywhere(|world| async move {
        let (home, other): (Scene, Scene) = (scene(&world).await, scene_of(&world, "海沿町").await);
        world.run_jobs().await;
        for org in [home.town.org, other.town.org, OrgId::from_raw(0)] {
            enqueue(&world, org).await;
        }
        fail(&world).await;

        let seen = condition(&home.admin).await;
        assert_eq!(kinds(&seen), ["test.unheard", "test.unheard"], "its own, and that of nobody");
        assert_eq!(codes(&seen), ["jobs_failed", "jobs_failed_elsewhere"]);
        assert!(text(&seen["failed_jobs"][0]["error"]).contains("nobody here runs"), "{seen}");
        let elsewhere = condition(&other.admin).await;
        assert_eq!((kinds(&elsewhere).len(), codes(&elsewhere)), (1, vec!["jobs_failed".to_owned()]));

        let theirs = text(&elsewhere["failed_jobs"][0]["id"]);
        home.admin.client.post(&format!("/jobs/{theirs}/again"), json!(null)).await.refused(404);
        home.admin.client.delete(&format!("/jobs/{theirs}")).await.refused(404);

        let own: Vec<String> = each(&seen["failed_jobs"], "id");
        home.admin.client.post(&format!("/jobs/{}/again", own[0]), json!(null)).await.ok();
        home.admin.client.post(&format!("/jobs/{}/again", own[0]), json!(null)).await.refused(404);
        assert_eq!(kinds(&condition(&home.admin).await).len(), 1, "it waits again");
        fail(&world).await;
        assert_eq!(kinds(&condition(&home.admin).await).len(), 2, "and has failed again");
        for job in &own {
            home.admin.client.delete(&format!("/jobs/{job}")).await.ok();
            home.admin.client.delete(&format!("/jobs/{job}")).await.refused(404);
        }
        let at_last = condition(&home.admin).await;
        assert_eq!((kinds(&at_last), codes(&at_last)), (vec![], vec!["jobs_failed_elsewhere".to_owned()]));

        let record = home.admin.client.get("/audit").await.ok();
        let acts: Vec<String> = items(&record["items"]).iter().take(3).map(|line| text(&line["act"])).collect();
        assert_eq!(acts, ["server.job_forgotten", "server.job_forgotten", "server.job_run_again"]);
        assert_eq!(record["items"][0]["subject_name"], "test.unheard");
    });
}

#[test]
fn jobs_that_are_due_for_long_are_told_of() {
    everywhere(|world| async move {
        let home = scene(&world).await;
        world.run_jobs().await;
        enqueue(&world, home.town.org).await;
        assert_eq!(codes(&condition(&home.admin).await), [""; 0]);
        world.clock().advance(Duration::from_secs(20 * 60));
        assert_eq!(codes(&condition(&home.admin).await), ["jobs_late"]);
    });
}
