//! Signing in, and who cannot.

use crate::scene::{PASSWORD, acts, cookie, login, scene, sign_in, text, times, token, with_password};
use harness::{Client, NewStaff, Staff, World, everywhere};
use jiff::civil::date;
use kernel::Jst;
use serde_json::json;
use std::time::Duration;

async fn with_tanaka(world: &World) -> (crate::scene::Scene, Staff, String) {
    let scene = scene(world).await;
    let tanaka = with_password(NewStaff::named("田中", "実", ("たなか", "みのる")));
    let tanaka = scene.town.staff(world, tanaka).await;
    let number = login(&tanaka).await;
    (scene, tanaka, number)
}

async fn fail(client: &Client, login: &str, times: usize) {
    for _ in 0..times {
        assert_eq!(sign_in(client, login, "wrong wrong wrong").await.refused(401), "identity.wrong_credentials");
    }
}

#[test]
fn a_staff_number_signs_in_however_wide_it_is_typed() {
    everywhere(|world| async move {
        let (_, tanaka, number) = with_tanaka(&world).await;
        let wide: String = number
            .to_uppercase()
            .chars()
            .map(|letter| char::from_u32(u32::from(letter) - 0x21 + 0xff01).expect("the full-width block"))
            .collect();
        for typed in [number.clone(), number.to_uppercase(), format!(" {wide}　")] {
            let answer = sign_in(&world.stranger(), &typed, PASSWORD).await;
            let client = world.stranger().with_token(Some(token(&answer)));
            assert_eq!(client.get("/me").await.ok()["person"]["id"], json!(tanaka.id), "{typed}");
        }
    });
}

#[test]
fn an_address_signs_in_without_regard_to_case() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let new = json!({
            "staff_number": "B77", "family_name": "田中", "given_name": "実", "family_reading": "たなか",
            "given_reading": "みのる", "employment": "regular", "email": "Tanaka@Midorino.example",
            "posts": [{ "unit_id": scene.town.units["総務課"], "kind": "main", "valid_from": "2026-04-01" }],
        });
        let made = scene.admin.client.post("/people", new).await.ok();
        let initial = text(&made["initial_password"]);
        let me = sign_in(&world.stranger(), "tanaka@midorino.EXAMPLE", &initial).await.ok();
        assert_eq!(me["person"]["id"], made["person"]["id"]);
        assert_eq!(me["login"], "b77");
    });
}

#[test]
fn a_changed_staff_number_or_address_is_what_one_signs_in_with() {
    everywhere(|world| async move {
        let (scene, tanaka, number) = with_tanaka(&world).await;
        let path = format!("/people/{}", tanaka.id);
        let change = json!({ "staff_number": "Ｃ９００", "email": "tanaka@midorino.example" });
        scene.admin.client.patch(&path, change).await.ok();
        for login in ["c900", "Tanaka@midorino.example"] {
            assert_eq!(sign_in(&world.stranger(), login, PASSWORD).await.ok()["person"]["id"], json!(tanaka.id));
        }
        assert_eq!(sign_in(&world.stranger(), &number, PASSWORD).await.refused(401), "identity.wrong_credentials");
        assert!(tanaka.client.get("/me").await.ok()["login"] == "c900", "and who is signed in stays so");
        // What somebody else signs in with is refused, and nothing is changed.
        let taken = scene.admin.client.patch(&path, json!({ "email": login(&scene.mori).await })).await;
        assert_eq!(taken.refused(409), "identity.login_taken");
        assert_eq!(scene.admin.client.get(&path).await.ok()["email"], "tanaka@midorino.example");
    });
}

#[test]
fn a_wrong_password_and_an_unknown_login_are_answered_alike() {
    everywhere(|world| async move {
        let (_, _, number) = with_tanaka(&world).await;
        let wrong = sign_in(&world.stranger(), &number, "somebody else's words").await;
        let unknown = sign_in(&world.stranger(), "nobody-at-all", PASSWORD).await;
        assert!(wrong.headers.get("set-cookie").is_none());
        for field in ["type", "title", "status", "code"] {
            assert_eq!(wrong.body[field], unknown.body[field]);
        }
        assert_eq!(wrong.refused(401), "identity.wrong_credentials");
    });
}

#[test]
fn a_source_that_fails_too_often_has_to_wait_twice_as_long_each_time() {
    everywhere(|world| async move {
        let (_, _, number) = with_tanaka(&world).await;
        let thief = world.stranger().from_address("198.51.100.9");
        fail(&thief, &number, 5).await;
        for wait in [1, 2, 4, 8] {
            let refused = sign_in(&thief, &number, PASSWORD).await;
            assert_eq!(refused.body["retry_after_s"], wait);
            assert_eq!(refused.headers["retry-after"], wait.to_string());
            assert_eq!(refused.refused(429), "identity.too_many_attempts");
            world.clock().advance(Duration::from_secs(wait));
            fail(&thief, &number, 1).await;
        }
        world.clock().advance(Duration::from_secs(16));
        sign_in(&thief, &number, PASSWORD).await.ok();
        fail(&thief, &number, 5).await;
    });
}

#[test]
fn failures_are_forgiven_when_none_came_for_an_hour() {
    everywhere(|world| async move {
        let (_, _, number) = with_tanaka(&world).await;
        fail(&world.stranger(), &number, 5).await;
        world.clock().advance(Duration::from_secs(3_601));
        fail(&world.stranger(), &number, 5).await;
        sign_in(&world.stranger(), &number, PASSWORD).await.refused(429);
    });
}

#[test]
fn whoever_has_to_wait_does_not_wait_for_a_day_because_the_clock_was_set_back_by_one() {
    everywhere(|world| async move {
        let (_, _, number) = with_tanaka(&world).await;
        fail(&world.stranger(), &number, 5).await;
        sign_in(&world.stranger(), &number, PASSWORD).await.refused(429);
        let now = world.test.db.clock().now();
        world.clock().set(now.minus(Duration::from_secs(86_400)));
        // One try is let in, for nobody can tell how long they waited; after it the wait counts from the new time.
        fail(&world.stranger(), &number, 1).await;
        sign_in(&world.stranger(), &number, PASSWORD).await.refused(429);
        world.clock().advance(Duration::from_secs(2));
        sign_in(&world.stranger(), &number, PASSWORD).await.ok();
    });
}

#[test]
fn a_thief_elsewhere_cannot_lock_the_owner_out() {
    everywhere(|world| async move {
        let (_, _, number) = with_tanaka(&world).await;
        let thief = world.stranger().from_address("198.51.100.9");
        fail(&thief, &number, 5).await;
        sign_in(&thief, &number, PASSWORD).await.refused(429);
        sign_in(&world.stranger().from_address("192.0.2.77"), &number, PASSWORD).await.ok();
        sign_in(&thief, &number, PASSWORD).await.refused(429);
    });
}

#[test]
fn a_known_device_gets_in_from_the_very_address_of_the_thief() {
    everywhere(|world| async move {
        let (_, _, number) = with_tanaka(&world).await;
        let office = world.stranger().from_address("203.0.113.5");
        let device = cookie(&sign_in(&office, &number, PASSWORD).await, "engawa_device");
        fail(&office, &number, 5).await;
        sign_in(&office, &number, PASSWORD).await.refused(429);
        let at_desk = |cookie: String| {
            let body = json!({ "login": number, "password": PASSWORD });
            office.request(reqwest::Method::POST, "/sign-in").header("cookie", cookie).json(&body)
        };
        office.send(at_desk(format!("engawa_device={device}"))).await.ok();
        let invented = "0".repeat(64);
        office.send(at_desk(format!("engawa_device={invented}"))).await.refused(429);
    });
}

#[test]
fn a_suspended_account_is_turned_away_although_its_password_is_right() {
    everywhere(|world| async move {
        let (scene, tanaka, number) = with_tanaka(&world).await;
        let account = format!("/accounts/{}", tanaka.account);
        let stopped = scene.admin.client.patch(&account, json!({ "state": "suspended" })).await.ok();
        assert_eq!(stopped["state"], "suspended");
        assert_eq!(sign_in(&world.stranger(), &number, PASSWORD).await.refused(403), "identity.suspended");
        fail(&world.stranger(), &number, 1).await;
        scene.admin.client.patch(&account, json!({ "state": "active" })).await.ok();
        sign_in(&world.stranger(), &number, PASSWORD).await.ok();
    });
}

#[test]
fn a_suspended_account_that_knocks_is_in_the_record() {
    everywhere(|world| async move {
        let (scene, tanaka, number) = with_tanaka(&world).await;
        let account = format!("/accounts/{}", tanaka.account);
        scene.admin.client.patch(&account, json!({ "state": "suspended" })).await.ok();
        sign_in(&world.stranger().from_address("198.51.100.9"), &number, PASSWORD).await.refused(403);
        let last = acts(&scene.admin).await.pop().expect("a record");
        assert_eq!(last["act"], "identity.sign_in_failed");
        assert_eq!(last["subject"], format!("account:{}", tanaka.account));
        assert_eq!(last["address"], "198.51.100.9");
    });
}

#[test]
fn whose_last_post_has_ended_cannot_sign_in_from_the_next_day_on() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let mut ending = with_password(NewStaff::named("田中", "実", ("たなか", "みのる")));
        ending.term = (date(2020, 4, 1), Some(date(2026, 4, 1)));
        let tanaka = scene.town.staff(&world, ending).await;
        let number = login(&tanaka).await;
        sign_in(&world.stranger(), &number, PASSWORD).await.ok();
        world.run_jobs().await;
        world.clock().set(Jst::start_of(date(2026, 4, 2)));
        world.run_jobs().await;
        assert_eq!(sign_in(&world.stranger(), &number, PASSWORD).await.refused(401), "identity.wrong_credentials");
        tanaka.client.get("/me").await.refused(401);
    });
}

#[test]
fn whose_first_post_begins_tomorrow_signs_in_from_tomorrow_on() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let mut coming = with_password(NewStaff::named("田中", "実", ("たなか", "みのる")));
        coming.term = (date(2026, 4, 2), None);
        let tanaka = scene.town.staff(&world, coming).await;
        let record = scene.admin.client.get(&format!("/people/{}", tanaka.id)).await.ok();
        let number = text(&record["staff_number"]);
        sign_in(&world.stranger(), &number, PASSWORD).await.refused(401);
        world.run_jobs().await;
        world.clock().set(Jst::start_of(date(2026, 4, 2)));
        world.run_jobs().await;
        sign_in(&world.stranger(), &number, PASSWORD).await.ok();
    });
}

#[test]
fn every_sign_in_and_every_failure_is_in_the_record_with_its_address() {
    everywhere(|world| async move {
        let (scene, tanaka, number) = with_tanaka(&world).await;
        let (was_in, failed) =
            (times(&scene.admin, "identity.signed_in").await, times(&scene.admin, "identity.sign_in_failed").await);
        let desk = world.stranger().from_address("203.0.113.5");
        fail(&desk, &number, 2).await;
        let session = token(&sign_in(&desk, &number, PASSWORD).await);
        desk.with_token(Some(session)).post("/sign-out", json!({})).await.ok();
        assert_eq!(times(&scene.admin, "identity.sign_in_failed").await, failed + 2);
        assert_eq!(times(&scene.admin, "identity.signed_in").await, was_in + 1);
        let acts = acts(&scene.admin).await;
        let [.., signed_in, signed_out] = acts.as_slice() else { panic!("a record") };
        assert_eq!(signed_in["act"], "identity.signed_in");
        assert_eq!(signed_in["actor"]["id"], json!(tanaka.id));
        assert_eq!(signed_in["address"], "203.0.113.5");
        assert_eq!(signed_out["act"], "identity.signed_out");
        assert!(!json!(acts).to_string().contains(PASSWORD), "no secret is ever in the record");
    });
}
