//! A transfer that waits for its release is asked for again at its moment: does whoever had it wait still stand for it?

use crate::grants::{Shared, give, person, shared};
use crate::scene::{Scene, each, id, items, next_day, text};
use harness::{Staff, World, everywhere, new_id};
use jiff::civil::date;
use reqwest::Method;
use serde_json::{Value, json};

/// The moment, in the middle of 3 April.
const AT: &str = "2026-04-03T03:00:00Z";

/// A transfer of 佐藤 that somebody has wait until [`AT`].
async fn waits(scene: &Scene, by: &Staff) -> String {
    let new = json!({ "id": new_id(), "name": "人事異動", "effective_on": "2026-04-08" });
    let transfer = id(&by.client.post("/transfers", new).await.ok());
    let record = scene.admin.client.get(&format!("/people/{}", scene.sato.id)).await.ok();
    let [number, name, reading] = ["staff_number", "name", "reading"].map(|field| text(&record[field]));
    let list = format!(
        "職員番号,氏名,フリガナ,所属,職名,本務兼務区分\r\n{number},{name},{reading},建設部/道路課,主事,本務\r\n"
    );
    let put = by.client.request(Method::PUT, &format!("/transfers/{transfer}/list?file=list.csv"));
    by.client.send(put.body(list)).await.ok();
    schedule(by, &transfer).await;
    transfer
}

async fn schedule(by: &Staff, transfer: &str) {
    by.client.post(&format!("/transfers/{transfer}/schedule"), json!({ "release_at": AT })).await.ok();
}

async fn at_its_moment(world: &World, scene: &Scene, transfer: &str) -> Value {
    next_day(world, date(2026, 4, 4)).await;
    scene.admin.client.get(&format!("/transfers/{transfer}")).await.ok()
}

#[test]
fn what_somebody_had_wait_who_was_stripped_of_the_function_stays_a_draft_and_says_why() {
    everywhere(|world| async move {
        let Shared { scene, hara, oka, .. } = shared(&world).await;
        let grant = id(&give(&scene.admin, person(&hara), &[("transfers", "release")], "all").await);
        give(&scene.admin, person(&oka), &[("transfers", "release")], "all").await;
        let transfer = waits(&scene, &hara).await;
        assert_eq!(scene.admin.client.delete(&format!("/grants/{grant}")).await.status, 204);
        let back = at_its_moment(&world, &scene, &transfer).await;
        assert_eq!(
            (&back["state"], &back["release_at"], &back["counts"]["conflict"]),
            (&json!("draft"), &Value::Null, &json!(1))
        );
        let path = format!("/transfers/{transfer}/differences?sort=conflict");
        let why = scene.admin.client.get(&path).await.ok();
        assert_eq!(each(&why["items"], "name"), ["原 空"]);
        assert!(text(&why["items"][0]["english"]).contains("may not release it any more"));
        let record = scene.admin.client.get("/audit?limit=50").await.ok();
        assert!(items(&record["items"]).iter().any(|entry| entry["act"] == "transfers.release_failed"));
        let posts = scene.admin.client.get(&format!("/people/{}", scene.sato.id)).await.ok();
        assert_eq!(items(&posts["posts"]).len(), 1, "nobody moves");
        // Checked again, somebody who may can have it wait.
        scene.admin.client.post(&format!("/transfers/{transfer}/check"), json!({})).await.ok();
        world.run_jobs().await;
        oka.client.post(&format!("/transfers/{transfer}/schedule"), json!({ "release_at": null })).await.ok();
        world.run_jobs().await;
        let released = scene.admin.client.get(&format!("/transfers/{transfer}")).await.ok();
        assert_eq!(released["state"], "released");
    });
}

#[test]
fn whoever_took_it_over_in_time_has_it_released_whatever_became_of_who_had_it_wait_first() {
    everywhere(|world| async move {
        let Shared { scene, hara, oka, .. } = shared(&world).await;
        let grant = id(&give(&scene.admin, person(&hara), &[("transfers", "release")], "all").await);
        give(&scene.admin, person(&oka), &[("transfers", "release")], "all").await;
        let transfer = waits(&scene, &hara).await;
        oka.client.post(&format!("/transfers/{transfer}/withdraw"), json!({})).await.ok();
        schedule(&oka, &transfer).await;
        assert_eq!(scene.admin.client.delete(&format!("/grants/{grant}")).await.status, 204);
        assert_eq!(at_its_moment(&world, &scene, &transfer).await["state"], "released");
    });
}

#[test]
fn who_is_suspended_or_has_left_releases_nothing_either() {
    everywhere(|world| async move {
        let Shared { scene, hara, oka, .. } = shared(&world).await;
        for releaser in [&hara, &oka] {
            give(&scene.admin, person(releaser), &[("transfers", "release")], "all").await;
        }
        let (first, second) = (waits(&scene, &hara).await, waits(&scene, &oka).await);
        let stopped = json!({ "state": "suspended" });
        scene.admin.client.patch(&format!("/accounts/{}", hara.account), stopped).await.ok();
        scene.admin.client.post(&format!("/people/{}/leave", oka.id), json!({ "date": "2026-04-01" })).await.ok();
        for transfer in [&first, &second] {
            assert_eq!(at_its_moment(&world, &scene, transfer).await["state"], "draft");
        }
    });
}
