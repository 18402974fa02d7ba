//! 利用の約束: guests agree before they see anything, and again when it has changed.

use crate::outsiders::{bot, guest, new_bot, new_guest, visit};
use crate::scene::{Scene, each, id, items, room, scene, settled, text, token};
use harness::{Answer, Client, Staff, everywhere, new_id};
use serde_json::{Value, json};

async fn set(scene: &Scene, body: &str) -> Value {
    scene.admin.client.put("/guest-conditions", json!({ "body": body })).await.ok()
}

async fn agree(guest: &Staff, version: i64) -> Answer {
    guest.client.post("/me/guest-conditions", json!({ "version": version })).await
}

async fn listed(scene: &Scene, of: &Staff) -> Value {
    let found = scene.sato.client.get("/guests").await.ok();
    let line = items(&found["items"]).iter().find(|line| line["person"]["id"] == of.id.to_string());
    line.expect("the guest is in the list").clone()
}

#[test]
fn a_guest_agrees_before_any_door_opens_and_is_asked_again_when_the_text_changed() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let guest = guest(&world, &scene.admin, new_guest(&scene.sato, "business")).await;
        let home = room(&scene.sato, "private", "空調の工事", &[&guest]).await;
        assert_eq!(guest.client.get("/me/guest-conditions").await.refused(404), "not_found");
        let mut live = settled(&guest).await;
        assert_eq!(set(&scene, " ここで知ったことを外に出しません。\n").await["version"], 1);
        while live.next().await.is_some() {}
        let me = guest.client.get("/me").await.ok();
        assert_eq!(me["must_agree"], true, "{me}");
        for path in ["/bootstrap", "/me/sessions", &format!("/rooms/{home}"), &format!("/rooms/{home}/messages")] {
            assert_eq!(guest.client.get(path).await.refused(403), "agreement_needed", "{path}");
        }
        let said = json!({ "id": new_id(), "body": "こんにちは" });
        let refused = guest.client.post(&format!("/rooms/{home}/messages"), said.clone()).await;
        assert_eq!(refused.refused(403), "agreement_needed");
        let asked = guest.client.get("/me/guest-conditions").await.ok();
        assert_eq!(asked, json!({ "version": 1, "body": "ここで知ったことを外に出しません。" }));
        assert_eq!(listed(&scene, &guest).await["must_agree"], true);

        assert_eq!(agree(&guest, 1).await.status, 204);
        assert_eq!(agree(&guest, 1).await.status, 204, "sent again");
        assert_eq!(guest.client.get("/me").await.ok()["must_agree"], Value::Null);
        guest.client.post(&format!("/rooms/{home}/messages"), said).await.ok();
        let line = listed(&scene, &guest).await;
        assert_eq!((&line["must_agree"], &line["agreement"]["version"]), (&json!(false), &json!(1)));

        set(&scene, "写真も外に出しません。").await;
        assert_eq!(guest.client.get("/bootstrap").await.refused(403), "agreement_needed");
        assert_eq!(agree(&guest, 1).await.refused(412), "stale", "it changed while they read");
        let line = listed(&scene, &guest).await;
        assert_eq!((&line["must_agree"], &line["agreement"]["version"]), (&json!(true), &json!(1)));
        assert_eq!(agree(&guest, 2).await.status, 204);
        set(&scene, "").await;
        let line = listed(&scene, &guest).await;
        assert_eq!((&line["must_agree"], &line["agreement"]["version"]), (&json!(false), &json!(2)), "it is kept");
        guest.client.bootstrap().await;
    });
}

#[test]
fn whoever_comes_by_a_link_agrees_as_well_and_nobody_else_is_asked() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        set(&scene, "相談の内容は記録されます。").await;
        let made = scene.admin.client.post("/guests", new_guest(&scene.sato, "resident")).await.ok();
        let path = format!("/guests/{}/link", id(&made["guest"]["person"]));
        let link = scene.sato.client.post(&path, json!({})).await.ok();
        let came = visit(&world.stranger(), &link, &text(&link["pin"])).await;
        let resident = Client::of(&world, Some(token(&came)));
        assert_eq!(resident.get("/me").await.ok()["must_agree"], true);
        assert_eq!(resident.get("/me/sessions").await.refused(403), "agreement_needed");
        resident.post("/me/guest-conditions", json!({ "version": 1 })).await;
        resident.bootstrap().await;
        let bot = bot(&world, &scene.admin, new_bot(&scene.sato)).await;
        for staff in [&scene.sato, &scene.admin, &bot] {
            assert_eq!(staff.client.get("/me/guest-conditions").await.refused(404), "not_found");
            assert_eq!(staff.client.get("/me").await.ok()["must_agree"], Value::Null);
        }
    });
}

#[test]
fn every_version_is_kept_with_who_wrote_it_and_how_many_agreed_and_nobody_overwrites_unseen() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let guest = guest(&world, &scene.admin, new_guest(&scene.sato, "business")).await;
        set(&scene, "一").await;
        agree(&guest, 1).await;
        set(&scene, "二").await;
        set(&scene, "二").await;
        let kept = scene.admin.client.get("/guest-conditions").await.ok();
        assert_eq!((&kept["version"], &kept["body"]), (&json!(2), &json!("二")));
        let line = |line: &Value| (line["version"].clone(), line["body"].clone(), line["agreed"].clone());
        let history: Vec<_> = items(&kept["history"]).iter().map(line).collect();
        let two = (json!(2), json!("二"), json!(0));
        assert_eq!(history, [two, (json!(1), json!("一"), json!(1))]);
        assert_eq!(kept["history"][0]["author"]["id"], scene.admin.id.to_string());
        let path = "/guest-conditions";
        let late = scene.admin.client.request(reqwest::Method::PUT, path).header("if-match", "\"1\"");
        let late = scene.admin.client.send(late.json(&json!({ "body": "三" }))).await;
        assert_eq!(late.refused(412), "stale");
        let long = "長".repeat(10_001);
        assert_eq!(scene.admin.client.put(path, json!({ "body": long })).await.status, 400);
        let acts = each(&scene.admin.client.get("/audit?order=oldest").await.ok()["items"], "act");
        let acts: Vec<_> =
            acts.iter().filter(|act| act.contains("guest_conditions") || act.contains("agreed")).collect();
        let changed = "identity.guest_conditions_changed";
        assert_eq!(acts, [changed, "identity.guest_agreed", changed]);
    });
}
