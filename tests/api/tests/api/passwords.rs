//! Passwords: the rules, the initial one, changing and resetting.

use crate::scene::{PASSWORD, id, login, scene, sign_in, text, times, token, with_password};
use harness::{Client, NewStaff, World, everywhere};
use serde_json::{Value, json};
use std::time::Duration;

const OTHER: &str = "川の流れのように静かな朝";

fn change(current: &str, new: &str) -> Value {
    json!({ "current": current, "new": new })
}

async fn new_clerk(world: &World, admin: &Client, unit: &Value) -> (Client, String, String) {
    let new = json!({
        "staff_number": "B77", "family_name": "田中", "given_name": "実", "family_reading": "たなか",
        "given_reading": "みのる", "employment": "fiscal_year",
        "posts": [{ "unit_id": unit, "kind": "main", "valid_from": "2026-04-01" }],
    });
    let made = admin.post("/people", new).await;
    assert_eq!(made.status, 201);
    let initial = text(&made.body["initial_password"]);
    let session = token(&sign_in(&world.stranger(), "b77", &initial).await);
    (world.stranger().with_token(Some(session)), initial, id(&made.body["person"]))
}

#[test]
fn an_initial_password_must_be_changed_before_anything_else() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (clerk, initial, _) = new_clerk(&world, &scene.admin.client, &json!(scene.town.units["総務課"])).await;
        assert_eq!(clerk.get("/me").await.ok()["must_change_password"], true);
        for path in
            ["/bootstrap", "/people", "/units", "/rooms", "/me/sessions", "/mentions", "/live/sse?epoch=&tick=0"]
        {
            assert_eq!(clerk.get(path).await.refused(403), "password_change_needed", "{path}");
        }
        let settings = json!({ "theme": "dark" });
        assert_eq!(clerk.put("/me/settings", settings.clone()).await.refused(403), "password_change_needed");
        assert_eq!(clerk.put("/me/password", change(&initial, OTHER)).await.status, 204);
        clerk.get("/bootstrap").await.ok();
        clerk.put("/me/settings", settings).await.ok();
        assert_eq!(clerk.get("/me").await.ok()["must_change_password"], false);
        sign_in(&world.stranger(), "b77", &initial).await.refused(401);
        sign_in(&world.stranger(), "b77", OTHER).await.ok();
    });
}

#[test]
fn who_still_has_an_initial_password_may_sign_out() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (clerk, _, _) = new_clerk(&world, &scene.admin.client, &json!(scene.town.units["総務課"])).await;
        let out = clerk.post("/sign-out", json!({})).await;
        assert_eq!(out.status, 204);
        assert!(out.headers["set-cookie"].to_str().expect("ASCII").starts_with("engawa_session=; Max-Age=0"));
        assert_eq!(clerk.get("/me").await.refused(401), "sign_in_needed");
    });
}

#[test]
fn a_password_that_is_too_short_or_that_everybody_tries_is_refused() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let tanaka = with_password(NewStaff::named("田中", "実", ("たなか", "みのる")));
        let tanaka = scene.town.staff(&world, tanaka).await;
        let number = login(&tanaka).await;
        for (bad, code) in [
            ("九文字しかない語", "identity.password_too_short"),
            ("", "identity.password_too_short"),
            ("1234567890123", "identity.password_too_common"),
            ("ｐａｓｓｗｏｒｄ２０２６", "identity.password_too_common"),
            (&number, "identity.password_too_common"),
        ] {
            let answer = tanaka.client.put("/me/password", change(PASSWORD, bad)).await;
            assert_eq!(answer.refused(400), code, "{bad}");
        }
        sign_in(&world.stranger(), &number, PASSWORD).await.ok();
    });
}

#[test]
fn changing_needs_the_present_password_and_guessing_it_is_slowed_down() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let tanaka = with_password(NewStaff::named("田中", "実", ("たなか", "みのる")));
        let tanaka = scene.town.staff(&world, tanaka).await;
        for _ in 0..5 {
            let answer = tanaka.client.put("/me/password", change("a wild guess", OTHER)).await;
            assert_eq!(answer.refused(400), "identity.wrong_password");
        }
        tanaka.client.put("/me/password", change(PASSWORD, OTHER)).await.refused(429);
        world.clock().advance(Duration::from_secs(1));
        assert_eq!(tanaka.client.put("/me/password", change(PASSWORD, OTHER)).await.status, 204);
    });
}

#[test]
fn a_changed_password_forgives_the_wrong_ones_before_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let tanaka = with_password(NewStaff::named("田中", "実", ("たなか", "みのる")));
        let tanaka = scene.town.staff(&world, tanaka).await;
        for _ in 0..4 {
            tanaka.client.put("/me/password", change("a wild guess", OTHER)).await.refused(400);
        }
        assert_eq!(tanaka.client.put("/me/password", change(PASSWORD, OTHER)).await.status, 204);
        tanaka.client.put("/me/password", change("a wild guess", PASSWORD)).await.refused(400);
        assert_eq!(tanaka.client.put("/me/password", change(OTHER, PASSWORD)).await.status, 204);
    });
}

#[test]
fn a_new_password_signs_the_other_devices_out_and_keeps_this_one() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let tanaka = with_password(NewStaff::named("田中", "実", ("たなか", "みのる")));
        let tanaka = scene.town.staff(&world, tanaka).await;
        let number = login(&tanaka).await;
        let other = token(&sign_in(&world.stranger(), &number, PASSWORD).await);
        let other = world.stranger().with_token(Some(other));
        let mut live = other.live_now().await;
        assert_eq!(tanaka.client.put("/me/password", change(PASSWORD, OTHER)).await.status, 204);
        let told = live.event("identity.signed_out").await;
        assert_eq!(told["session_id"].as_str().map(str::len), Some(13));
        while live.next().await.is_some() {}
        assert_eq!(other.get("/me").await.refused(401), "sign_in_needed");
        tanaka.client.get("/me").await.ok();
        assert_eq!(times(&scene.admin, "identity.password_changed").await, 1);
    });
}

#[test]
fn a_reset_gives_an_initial_password_once_and_signs_the_account_out() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let tanaka = with_password(NewStaff::named("田中", "実", ("たなか", "みのる")));
        let tanaka = scene.town.staff(&world, tanaka).await;
        let number = login(&tanaka).await;
        let mut live = tanaka.client.live_now().await;
        let path = format!("/accounts/{}/password-reset", tanaka.account);
        let initial = text(&scene.admin.client.post(&path, json!({})).await.ok()["initial_password"]);
        while live.next().await.is_some() {}
        tanaka.client.get("/me").await.refused(401);
        sign_in(&world.stranger(), &number, PASSWORD).await.refused(401);
        let me = sign_in(&world.stranger(), &number, &initial).await.ok();
        assert_eq!(me["must_change_password"], true);
        assert_eq!(times(&scene.admin, "identity.password_reset").await, 1);
        let record = scene.admin.client.get("/audit").await.ok().to_string();
        assert!(!record.contains(&initial), "the record tells no secret");
    });
}

#[test]
fn a_person_may_be_taken_on_without_an_account() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let new = json!({
            "staff_number": "C1", "family_name": "議員", "given_name": "一", "family_reading": "ぎいん",
            "given_reading": "はじめ", "employment": "councillor", "account": false,
            "posts": [{ "unit_id": scene.town.units["緑野市"], "kind": "main", "valid_from": "2026-04-01" }],
        });
        let made = scene.admin.client.post("/people", new).await.ok();
        assert_eq!(made["initial_password"], Value::Null);
        let accounts = scene.admin.client.get("/accounts?q=%E8%AD%B0%E5%93%A1").await.ok();
        assert_eq!(accounts["items"], json!([]));
    });
}
