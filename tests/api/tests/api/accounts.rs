//! What administrators do with accounts, and the record of it.

use crate::scene::{acts, each, id, items, login, scene, sign_in, text, times};
use harness::everywhere;
use harness::store::while_the_log_waits;
use serde_json::{Value, json};

#[test]
fn accounts_are_listed_searched_and_paged() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let all = scene.admin.client.get("/accounts").await.ok();
        let whole = each(&all["items"], "id");
        assert_eq!(whole.len(), 4);
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = scene.admin.client.get(&format!("/accounts?limit=3{cursor}")).await.ok();
            paged.extend(each(&page["items"], "id"));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(paged, whole);
        let found = scene.admin.client.get("/accounts?q=%E3%83%A2%E3%83%AA").await.ok();
        assert_eq!(items(&found["items"]).len(), 1, "モリ finds 森");
        assert_eq!(found["items"][0]["id"], json!(scene.mori.account));
        assert_eq!(found["items"][0]["state"], "active");
        assert_eq!(found["items"][0]["rights"], "member");
        assert_eq!(found["items"][0]["login"], login(&scene.mori).await);
    });
}

#[test]
fn those_who_never_signed_in_are_found_among_the_accounts() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        crate::terms::person(&scene, "a7", "2027-03-31").await;
        let unused = scene.admin.client.get("/accounts?unused=true").await.ok();
        assert_eq!(each(&unused["items"], "login"), ["a7"], "nobody who has");
        let path = format!("/accounts/{}", id(&unused["items"][0]));
        scene.admin.client.patch(&path, json!({ "state": "suspended" })).await.ok();
        assert_eq!(items(&scene.admin.client.get("/accounts?unused=true").await.ok()["items"]).len(), 0);
        scene.admin.client.patch(&path, json!({ "state": "active" })).await.ok();
        assert_eq!(items(&scene.admin.client.get("/accounts?unused=true&q=a8").await.ok()["items"]).len(), 0);
        let reset = scene.admin.client.post(&format!("{path}/password-reset?unused=true"), json!(null)).await.ok();
        sign_in(&world.stranger(), "a7", &text(&reset["initial_password"])).await.ok();
        assert_eq!(items(&scene.admin.client.get("/accounts?unused=true").await.ok()["items"]).len(), 0);
        let late = scene.admin.client.post(&format!("{path}/password-reset?unused=true"), json!(null)).await;
        assert_eq!(late.refused(409), "identity.account_used", "whoever has signed in keeps their password");
    });
}

#[test]
fn the_last_administrator_keeps_a_post() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let own = format!("/people/{}", scene.admin.id);
        let ending = |last: &str| {
            let unit = scene.town.units["総務課"];
            json!({ "posts": [{ "unit_id": unit, "kind": "main", "valid_from": "2020-04-01", "valid_to": last }] })
        };
        let leave = scene.admin.client.post(&format!("{own}/leave"), json!({ "date": "2026-09-30" })).await;
        assert_eq!(leave.refused(409), "identity.last_administrator");
        let ends = scene.admin.client.patch(&own, ending("2027-03-31")).await;
        assert_eq!(ends.refused(409), "identity.last_administrator");
        scene.admin.client.patch(&own, json!({ "extension": "2201" })).await.ok();
        // With somebody who stays longer they may go.
        let sato = format!("/accounts/{}", scene.sato.account);
        scene.admin.client.patch(&sato, json!({ "rights": "administrator" })).await.ok();
        scene.admin.client.patch(&own, ending("2027-03-31")).await.ok();
        scene.admin.client.post(&format!("{own}/leave"), json!({ "date": "2026-09-30" })).await.ok();
        let other = format!("/people/{}/leave", scene.sato.id);
        let leave = scene.admin.client.post(&other, json!({ "date": "2026-12-31" })).await;
        assert_eq!(leave.refused(409), "identity.last_administrator", "the first is gone by then");
    });
}

#[test]
fn the_last_administrator_stays_one() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let own = format!("/accounts/{}", scene.admin.account);
        for change in [json!({ "rights": "member" }), json!({ "state": "suspended" })] {
            let refused = scene.admin.client.patch(&own, change).await;
            assert_eq!(refused.refused(409), "identity.last_administrator");
        }
        let heir = format!("/accounts/{}", scene.sato.account);
        scene.admin.client.patch(&heir, json!({ "rights": "administrator" })).await.ok();
        let stepped_down = scene.admin.client.patch(&own, json!({ "rights": "member" })).await.ok();
        assert_eq!(stepped_down["rights"], "member");
        assert_eq!(scene.sato.client.get("/me").await.ok()["rights"], "administrator");
    });
}

#[test]
fn a_suspended_administrator_does_not_count_as_one() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let heir = format!("/accounts/{}", scene.sato.account);
        let both = json!({ "rights": "administrator", "state": "suspended" });
        scene.admin.client.patch(&heir, both).await.ok();
        let own = format!("/accounts/{}", scene.admin.account);
        scene.admin.client.patch(&own, json!({ "rights": "member" })).await.refused(409);
    });
}

#[test]
fn a_suspension_ends_what_is_open_at_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let mut live = scene.sato.client.live_now().await;
        let path = format!("/accounts/{}", scene.sato.account);
        scene.admin.client.patch(&path, json!({ "state": "suspended" })).await.ok();
        while live.next().await.is_some() {}
        scene.sato.client.get("/me").await.refused(401);
        scene.admin.client.patch(&path, json!({ "state": "active" })).await.ok();
        scene.sato.client.get("/me").await.refused(401);
    });
}

#[test]
fn whoever_is_suspended_is_out_with_the_answer_however_long_the_news_takes() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        scene.sato.client.get("/me").await.ok();
        let path = format!("/accounts/{}", scene.sato.account);
        while_the_log_waits(&world, scene.town.org, async {
            scene.admin.client.patch(&path, json!({ "state": "suspended" })).await.ok();
            scene.sato.client.get("/me").await.refused(401);
        })
        .await;
    });
}

#[test]
fn two_accounts_cannot_share_a_login_or_an_address() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let new = |number: &str, email: &str| {
            json!({
                "staff_number": number, "family_name": "林", "given_name": "豊", "family_reading": "はやし",
                "given_reading": "ゆたか", "employment": "regular", "email": email,
                "posts": [{ "unit_id": scene.town.units["総務課"], "kind": "main", "valid_from": "2026-04-01" }],
            })
        };
        scene.admin.client.post("/people", new("E1", "hayashi@midorino.example")).await.ok();
        let same = scene.admin.client.post("/people", new("E2", "HAYASHI@midorino.example")).await;
        assert_eq!(same.refused(409), "identity.login_taken");
        let wide = scene.admin.client.post("/people", new("Ｅ１", "other@midorino.example")).await;
        assert_eq!(wide.refused(409), "identity.login_taken", "full-width is the same login");
        let found = scene.admin.client.get("/people?q=%E6%9E%97").await.ok();
        assert_eq!(items(&found["items"]).len(), 1, "what was refused left nothing behind");
    });
}

#[test]
fn every_act_of_an_administrator_is_in_the_record() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (admin, unit) = (&scene.admin.client, scene.town.units["総務課"]);
        let before = acts(&scene.admin).await.len();
        let new = json!({
            "staff_number": "F1", "family_name": "林", "given_name": "豊", "family_reading": "はやし",
            "given_reading": "ゆたか", "employment": "regular",
            "posts": [{ "unit_id": unit, "kind": "main", "valid_from": "2026-04-01" }],
        });
        let person = id(&admin.post("/people", new).await.ok()["person"]);
        admin.patch(&format!("/people/{person}"), json!({ "extension": "99" })).await.ok();
        admin.post(&format!("/people/{person}/leave"), json!({ "date": "2026-09-30" })).await.ok();
        let section = json!({
            "name": "防災課", "reading": "ぼうさいか", "kind": "section", "order": 9, "valid_from": "2026-04-01",
        });
        let made = id(&admin.post("/units", section).await.ok());
        admin.patch(&format!("/units/{made}"), json!({ "short_name": "防災" })).await.ok();
        admin.post(&format!("/units/{made}/close"), json!({ "valid_to": "2026-04-30" })).await;
        let title = json!({ "name": "技監", "reading": "ぎかん", "rank": 90 });
        let title_id = id(&admin.post("/titles", title.clone()).await.ok());
        admin.patch(&format!("/titles/{title_id}"), title).await.ok();
        let account = format!("/accounts/{}", scene.sato.account);
        admin.patch(&account, json!({ "rights": "administrator" })).await.ok();
        admin.patch(&account, json!({ "rights": "administrator" })).await.ok();
        admin.post(&format!("{account}/password-reset"), json!({})).await.ok();
        let room = json!({ "id": harness::new_id(), "kind": "unit", "name": "総務課", "unit_id": unit });
        admin.post("/rooms", room).await.ok();

        let new_acts: Vec<Value> = acts(&scene.admin).await.split_off(before);
        let names: Vec<String> = new_acts.iter().map(|entry| text(&entry["act"])).collect();
        let expected = [
            "directory.person_created",
            "directory.person_changed",
            "directory.person_left",
            "directory.unit_created",
            "directory.unit_changed",
            "directory.unit_closed",
            "directory.title_created",
            "directory.title_changed",
            "identity.account_changed",
            "identity.signed_out",
            "identity.password_reset",
            "chat.room_created",
        ];
        assert_eq!(names, expected, "each once, and what changed nothing is no act");
        assert!(new_acts.iter().all(|entry| entry["actor"]["id"] == json!(scene.admin.id)));
        assert!(new_acts.iter().all(|entry| entry["address"] == "192.0.2.1"));
        assert_eq!(new_acts[0]["subject"], format!("person:{person}"));
    });
}

#[test]
fn the_record_is_paged_and_narrowed_by_act_and_person() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        sign_in(&world.stranger(), &login(&scene.sato).await, "a wrong password").await.refused(401);
        let whole: Vec<String> = acts(&scene.admin).await.iter().rev().map(id).collect();
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = scene.admin.client.get(&format!("/audit?limit=3{cursor}")).await.ok();
            paged.extend(each(&page["items"], "id"));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(paged, whole);
        assert_eq!(times(&scene.admin, "identity.signed_in").await, 4);
        let of_sato = scene.admin.client.get(&format!("/audit?person={}", scene.sato.id)).await.ok();
        assert_eq!(each(&of_sato["items"], "act"), ["identity.signed_in"]);
        let failed = scene.admin.client.get("/audit?act=identity.sign_in_failed").await.ok();
        assert_eq!(failed["items"][0]["actor"], Value::Null, "nobody signed in");
        assert_eq!(failed["items"][0]["subject"], format!("account:{}", scene.sato.account));
        assert_eq!(failed["items"][0]["subject_name"], "佐藤 花", "an id says nothing to who reads the record");
        let oldest = scene.admin.client.get("/audit?order=oldest&limit=3").await.ok();
        let mut turned = each(&oldest["items"], "id");
        let cursor = oldest["next"].as_str().expect("more records");
        let rest = scene.admin.client.get(&format!("/audit?order=oldest&limit=200&cursor={cursor}")).await.ok();
        turned.extend(each(&rest["items"], "id"));
        turned.reverse();
        let whole = scene.admin.client.get("/audit?limit=200").await.ok();
        assert_eq!(turned, each(&whole["items"], "id"));
    });
}
