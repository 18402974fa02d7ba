//! Signed-in devices.

use crate::scene::{PASSWORD, each, id, items, login, scene, sign_in, times, token, with_password};
use harness::{NewStaff, everywhere};
use serde_json::json;
use std::time::Duration;

#[test]
fn devices_are_listed_with_where_they_signed_in_and_which_one_asks() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let tanaka = with_password(NewStaff::named("田中", "実", ("たなか", "みのる")));
        let tanaka = scene.town.staff(&world, tanaka).await;
        let number = login(&tanaka).await;
        world.clock().advance(Duration::from_secs(60));
        let phone = world.stranger().from_address("203.0.113.5");
        let agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604";
        let request = phone.request(reqwest::Method::POST, "/sign-in").header("user-agent", agent);
        phone.send(request.json(&json!({ "login": number, "password": PASSWORD }))).await.ok();
        let devices = tanaka.client.get("/me/sessions").await.ok();
        assert_eq!(each(&devices["items"], "device"), ["Safari / iPhone", "Test"], "the last used first");
        assert_eq!(each(&devices["items"], "address"), ["203.0.113.5", "192.0.2.1"]);
        let current: Vec<_> = items(&devices["items"]).iter().map(|device| device["current"].clone()).collect();
        assert_eq!(json!(current), json!([false, true]));
    });
}

#[test]
fn a_device_that_its_owner_signs_out_is_out_at_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let tanaka = with_password(NewStaff::named("田中", "実", ("たなか", "みのる")));
        let tanaka = scene.town.staff(&world, tanaka).await;
        let number = login(&tanaka).await;
        let signed = sign_in(&world.stranger(), &number, PASSWORD).await;
        let phone = world.stranger().with_token(Some(token(&signed)));
        let mut live = phone.live_now().await;
        let path = format!("/me/sessions/{}", signed.body["session_id"].as_str().expect("an id"));
        assert_eq!(tanaka.client.delete(&path).await.status, 204);
        while live.next().await.is_some() {}
        phone.get("/me").await.refused(401);
        assert_eq!(items(&tanaka.client.get("/me/sessions").await.ok()["items"]).len(), 1);
        assert_eq!(tanaka.client.delete(&path).await.refused(404), "not_found");
    });
}

#[test]
fn nobody_signs_out_the_device_of_somebody_else() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let devices = scene.ito.client.get("/me/sessions").await.ok();
        let path = format!("/me/sessions/{}", id(&devices["items"][0]));
        assert_eq!(scene.sato.client.delete(&path).await.refused(404), "not_found");
        scene.admin.client.delete(&path).await.refused(404);
        scene.ito.client.get("/me").await.ok();
    });
}

#[test]
fn an_administrator_sees_and_ends_the_devices_of_an_account() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let path = format!("/accounts/{}/sessions", scene.sato.account);
        let devices = scene.admin.client.get(&path).await.ok();
        assert_eq!(items(&devices["items"]).len(), 1);
        assert_eq!(devices["items"][0]["current"], false);
        let mut live = scene.sato.client.live_now().await;
        assert_eq!(scene.admin.client.delete(&path).await.status, 204);
        while live.next().await.is_some() {}
        scene.sato.client.get("/me").await.refused(401);
        assert_eq!(times(&scene.admin, "identity.signed_out").await, 1);
    });
}

#[test]
fn a_session_lapses_a_fortnight_after_its_last_use() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let day = Duration::from_secs(86_400);
        for _ in 0..3 {
            world.clock().advance(day * 13);
            scene.sato.client.get("/me").await.ok();
        }
        world.clock().advance(day * 14);
        assert_eq!(scene.sato.client.get("/me").await.refused(401), "sign_in_needed");
    });
}

#[test]
fn the_last_use_of_a_session_is_written_down_soon() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let path = format!("/accounts/{}/sessions", scene.sato.account);
        let seen = async || scene.admin.client.get(&path).await.ok()["items"][0]["seen_at"].clone();
        let before = seen().await;
        world.clock().advance(Duration::from_secs(3_600));
        scene.sato.client.get("/me").await.ok();
        // Nobody waits for the note, so it is asked for again and again; what is read comes from the database.
        let mut asked = 0;
        while seen().await == before {
            asked += 1;
            assert!(asked < 20_000, "nobody wrote it down");
        }
    });
}

#[test]
fn a_session_is_over_after_ninety_days_however_much_it_was_used() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let day = Duration::from_secs(86_400);
        for _ in 0..8 {
            world.clock().advance(day * 11);
            scene.sato.client.get("/me").await.ok();
        }
        world.clock().advance(day * 2);
        scene.sato.client.get("/me").await.refused(401);
    });
}

#[test]
fn a_token_that_nobody_gave_opens_nothing() {
    everywhere(|world| async move {
        scene(&world).await;
        for token in ["", "0", &"0".repeat(64), "; DROP TABLE session"] {
            let client = world.stranger().with_token(Some(token.to_owned()));
            assert_eq!(client.get("/me").await.refused(401), "sign_in_needed", "{token}");
        }
    });
}

#[test]
fn choices_follow_a_person_to_all_their_devices() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let mut live = scene.sato.client.live_now().await;
        let mut others = scene.ito.client.live_now().await;
        let settings = json!({
            "ring_on_leave": true, "ring_off_duty": true, "enter_sends": true, "theme": "contrast", "text_size": 150, "language": "en",
            "dates": "iso", "notify": "all",
        });
        assert_eq!(scene.sato.client.put("/me/settings", settings.clone()).await.ok(), settings);
        assert_eq!(live.event("identity.settings_changed").await["settings"], settings);
        assert_eq!(scene.sato.client.get("/me").await.ok()["settings"], settings);
        let huge = scene.sato.client.put("/me/settings", json!({ "text_size": 400 })).await;
        assert_eq!(huge.body["fields"], json!([{ "field": "text_size", "code": "out_of_range" }]));
        // What is somebody's own is told to nobody else: the next that the other hears is their own.
        scene.ito.client.put("/me/settings", json!({ "theme": "dark" })).await.ok();
        assert_eq!(others.event("identity.settings_changed").await["settings"]["theme"], "dark");
    });
}
