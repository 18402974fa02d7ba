//! The second step of signing in, and how it is set up and taken off.

use crate::scene::{
    PASSWORD, Scene, acts, cookie, items, login, number, scene, scene_of, settled, sign_in, text, times, token,
    with_password,
};
use harness::{Answer, Client, NewStaff, Staff, World, everywhere};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;
use totp_rs::{Builder, Secret, Totp};

/// Somebody's authenticator app.
pub struct App(Totp);

impl App {
    pub fn with(secret: &Value) -> Self {
        let secret = Secret::try_from_base32(text(secret)).expect("base32");
        let totp = Builder::new().with_secret(secret).with_account_name("x".to_owned()).build();
        Self(totp.expect("an app"))
    }

    /// What it shows so many seconds from now.
    pub fn shows(&self, world: &World, seconds: i64) -> String {
        let now = world.test.db.clock().now().micros() / 1_000_000 + seconds;
        self.0.generate(now.unsigned_abs()).to_string()
    }
}

/// Somebody who signs in with a password and an app, which was set up a minute ago.
pub struct Tanaka {
    pub staff: Staff,
    pub login: String,
    pub app: App,
    recovery: Vec<String>,
}

async fn staff_with_password(world: &World, scene: &Scene) -> (Staff, String) {
    let tanaka = with_password(NewStaff::named("田中", "実", ("たなか", "みのる")));
    let tanaka = scene.town.staff(world, tanaka).await;
    let number = login(&tanaka).await;
    (tanaka, number)
}

pub async fn tanaka(world: &World, scene: &Scene) -> Tanaka {
    let (staff, login) = staff_with_password(world, scene).await;
    let begun = staff.client.post("/me/code", json!({ "password": PASSWORD })).await.ok();
    let app = App::with(&begun["secret"]);
    let confirmed = staff.client.put("/me/code", json!({ "code": app.shows(world, 0) })).await.ok();
    let recovery = items(&confirmed["recovery_codes"]).iter().map(text).collect();
    world.clock().advance(Duration::from_secs(60));
    Tanaka { staff, login, app, recovery }
}

/// The challenge that a right password is answered with.
pub async fn challenge(client: &Client, login: &str) -> String {
    let answer = sign_in(client, login, PASSWORD).await;
    assert!(answer.headers.get("set-cookie").is_none(), "no session yet, and no known device");
    text(&answer.ok()["challenge"])
}

pub async fn second_step(client: &Client, challenge: &str, code: &str) -> Answer {
    client.post("/sign-in/second-step", json!({ "challenge": challenge, "code": code })).await
}

#[test]
fn after_the_password_the_app_is_asked_and_its_code_opens_the_session() {
    everywhere(|world| async move {
        let tanaka = tanaka(&world, &scene(&world).await).await;
        let desk = world.stranger();
        let first = sign_in(&desk, &tanaka.login, PASSWORD).await.ok();
        assert_eq!(first["ways"], json!(["code", "recovery_code"]));
        assert!(first.get("person").is_none());
        let answer = second_step(&desk, &text(&first["challenge"]), &tanaka.app.shows(&world, 0)).await;
        let signed_in = desk.with_token(Some(token(&answer)));
        assert_eq!(signed_in.get("/me").await.ok()["person"]["id"], json!(tanaka.staff.id));
        let methods = signed_in.get("/me/sign-in-methods").await.ok();
        assert!(methods["code_since"].is_string());
        assert_eq!(methods["recovery_codes"], 10);
    });
}

#[test]
fn a_secret_that_no_code_has_confirmed_locks_nobody_out() {
    everywhere(|world| async move {
        let (staff, login) = staff_with_password(&world, &scene(&world).await).await;
        assert_eq!(
            staff.client.put("/me/code", json!({ "code": "000000" })).await.refused(409),
            "identity.code_not_begun"
        );
        let former = App::with(&staff.client.post("/me/code", json!({ "password": PASSWORD })).await.ok()["secret"]);
        let begun = staff.client.post("/me/code", json!({ "password": PASSWORD })).await.ok();
        assert!(text(&begun["address"]).contains(&text(&begun["secret"])));
        let size = number(&begun["picture"]["size"]);
        assert!(size > 29 && text(&begun["picture"]["path"]).starts_with("M4,4h7v1h-7z"));
        // Only the newest secret counts.
        let code = former.shows(&world, 0);
        assert_eq!(staff.client.put("/me/code", json!({ "code": code })).await.refused(400), "identity.wrong_code");
        sign_in(&world.stranger(), &login, PASSWORD).await.ok()["person"].as_object().expect("a session at once");
        assert_eq!(staff.client.get("/me/sign-in-methods").await.ok()["code_since"], Value::Null);
    });
}

#[test]
fn a_code_counts_once_and_a_clock_may_be_half_a_minute_off() {
    everywhere(|world| async move {
        let tanaka = tanaka(&world, &scene(&world).await).await;
        let desk = world.stranger();
        let early = tanaka.app.shows(&world, -30);
        token(&second_step(&desk, &challenge(&desk, &tanaka.login).await, &early).await);
        let again = challenge(&desk, &tanaka.login).await;
        assert_eq!(second_step(&desk, &again, &early).await.refused(401), "identity.wrong_second_factor");
        let late = tanaka.app.shows(&world, 30);
        token(&second_step(&desk, &again, &late).await);
        // A step that is over counts no more once a later one was used.
        let third = challenge(&desk, &tanaka.login).await;
        let present = tanaka.app.shows(&world, 0);
        second_step(&desk, &third, &present).await.refused(401);
        let far = tanaka.app.shows(&world, 90);
        second_step(&desk, &third, &far).await.refused(401);
    });
}

#[test]
fn a_recovery_code_counts_once_however_it_is_typed() {
    everywhere(|world| async move {
        let tanaka = tanaka(&world, &scene(&world).await).await;
        let desk = world.stranger();
        assert_eq!(tanaka.recovery.len(), 10);
        let typed = tanaka.recovery[3].to_uppercase().replace('-', " ");
        let answer = second_step(&desk, &challenge(&desk, &tanaka.login).await, &typed).await;
        let signed_in = desk.clone().with_token(Some(token(&answer)));
        assert_eq!(signed_in.get("/me/sign-in-methods").await.ok()["recovery_codes"], 9);
        let again = challenge(&desk, &tanaka.login).await;
        second_step(&desk, &again, &tanaka.recovery[3]).await.refused(401);
        let renewed = signed_in.post("/me/recovery-codes", json!({ "password": PASSWORD })).await.ok();
        second_step(&desk, &again, &tanaka.recovery[4]).await.refused(401);
        token(&second_step(&desk, &again, &text(&renewed["recovery_codes"][0])).await);
    });
}

#[test]
fn a_challenge_counts_once_for_five_minutes_and_from_where_it_was_given() {
    everywhere(|world| async move {
        let tanaka = tanaka(&world, &scene(&world).await).await;
        let desk = world.stranger().from_address("203.0.113.5");
        let over = |answer: Answer| assert_eq!(answer.refused(401), "identity.challenge_over");
        over(second_step(&desk, "never given", &tanaka.app.shows(&world, 0)).await);
        let given = challenge(&desk, &tanaka.login).await;
        let elsewhere = world.stranger().from_address("198.51.100.9");
        over(second_step(&elsewhere, &given, &tanaka.app.shows(&world, 0)).await);
        token(&second_step(&desk, &given, &tanaka.app.shows(&world, 0)).await);
        over(second_step(&desk, &given, &tanaka.recovery[0]).await);
        let old = challenge(&desk, &tanaka.login).await;
        world.clock().advance(Duration::from_secs(300));
        over(second_step(&desk, &old, &tanaka.recovery[0]).await);
        world.run_jobs().await;
    });
}

#[test]
fn wrong_codes_have_to_wait_whatever_address_they_come_from_and_a_known_device_does_not() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let tanaka = tanaka(&world, &scene).await;
        let desk = world.stranger().from_address("203.0.113.5");
        let code = tanaka.app.shows(&world, 0);
        let device = cookie(&second_step(&desk, &challenge(&desk, &tanaka.login).await, &code).await, "engawa_device");
        let failed = times(&scene.admin, "identity.sign_in_failed").await;
        for place in 0..5 {
            let thief = world.stranger().from_address(&format!("198.51.100.{place}"));
            let given = challenge(&thief, &tanaka.login).await;
            assert_eq!(second_step(&thief, &given, "000000").await.refused(401), "identity.wrong_second_factor");
        }
        assert_eq!(times(&scene.admin, "identity.sign_in_failed").await, failed + 5);
        let thief = world.stranger().from_address("198.51.100.77");
        let given = challenge(&thief, &tanaka.login).await;
        let refused = second_step(&thief, &given, &tanaka.recovery[0]).await;
        assert_eq!(refused.body["retry_after_s"], 1);
        assert_eq!(refused.refused(429), "identity.too_many_attempts");
        // At the desk nobody waits.
        let known = |path: &str, body: Value| {
            desk.request(Method::POST, path).header("cookie", format!("engawa_device={device}")).json(&body)
        };
        let first = desk.send(known("/sign-in", json!({ "login": tanaka.login, "password": PASSWORD }))).await.ok();
        let step = json!({ "challenge": first["challenge"], "code": tanaka.recovery[0] });
        token(&desk.send(known("/sign-in/second-step", step)).await);
        world.clock().advance(Duration::from_secs(1));
        token(&second_step(&thief, &given, &tanaka.recovery[1]).await);
    });
}

#[test]
fn wrong_passwords_before_a_right_one_are_forgiven_only_after_the_second_step() {
    everywhere(|world| async move {
        let tanaka = tanaka(&world, &scene(&world).await).await;
        let desk = world.stranger();
        for _ in 0..4 {
            sign_in(&desk, &tanaka.login, "wrong wrong wrong").await.refused(401);
        }
        let given = challenge(&desk, &tanaka.login).await;
        sign_in(&desk, &tanaka.login, "wrong wrong wrong").await.refused(401);
        sign_in(&desk, &tanaka.login, PASSWORD).await.refused(429);
        token(&second_step(&desk, &given, &tanaka.app.shows(&world, 0)).await);
        challenge(&desk, &tanaka.login).await;
    });
}

#[test]
fn only_who_knows_the_password_sets_a_factor_up_renews_its_codes_or_takes_it_off() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let tanaka = tanaka(&world, &scene).await;
        let own = &tanaka.staff.client;
        for path in ["/me/code", "/me/code/removal", "/me/recovery-codes"] {
            let refused = own.post(path, json!({ "password": "wrong wrong wrong" })).await;
            assert_eq!(refused.refused(400), "identity.wrong_password", "{path}");
        }
        let right = json!({ "password": PASSWORD });
        assert_eq!(own.post("/me/code", right.clone()).await.refused(409), "identity.code_exists");
        own.post("/me/code/removal", right.clone()).await.ok();
        own.post("/me/code/removal", right.clone()).await.refused(404);
        own.post("/me/recovery-codes", right).await.refused(404);
        sign_in(&world.stranger(), &tanaka.login, PASSWORD).await.ok()["person"]
            .as_object()
            .expect("a session at once");
        for act in ["identity.code_set_up", "identity.code_removed"] {
            assert_eq!(times(&scene.admin, act).await, 1, "{act}");
        }
    });
}

#[test]
fn an_administrator_takes_the_factor_of_a_lost_telephone_off_and_never_sees_a_secret() {
    everywhere(|world| async move {
        let (scene, other) = (scene(&world).await, scene_of(&world, "青浜町").await);
        let tanaka = tanaka(&world, &scene).await;
        let listed = |page: Value| {
            let of_tanaka = items(&page["items"]).iter().find(|one| one["id"] == json!(tanaka.staff.account)).cloned();
            of_tanaka.expect("listed")
        };
        let before = listed(scene.admin.client.get("/accounts?q=田中").await.ok());
        assert_eq!(before["second_factor"], true);
        let path = format!("/accounts/{}/second-factors", tanaka.staff.account);
        other.admin.client.delete(&path).await.refused(404);
        scene.sato.client.delete(&path).await.refused(404);
        scene.admin.client.delete(&path).await.ok();
        assert_eq!(listed(scene.admin.client.get("/accounts?q=田中").await.ok())["second_factor"], false);
        tanaka.staff.client.get("/me").await.refused(401);
        sign_in(&world.stranger(), &tanaka.login, PASSWORD).await.ok()["person"]
            .as_object()
            .expect("a session at once");
        let acts = acts(&scene.admin).await;
        let act = acts.iter().find(|act| act["act"] == "identity.factors_taken_off").expect("in the record");
        assert_eq!(act["actor"]["id"], json!(scene.admin.id));
        assert_eq!(act["subject"], format!("account:{}", tanaka.staff.account));
        let (record, secret) = (json!(acts).to_string(), tanaka.app.0.secret().to_base32());
        assert!(!record.contains(&secret) && tanaka.recovery.iter().all(|code| !record.contains(code)));
        assert!(!before.to_string().contains(&secret));
    });
}

#[test]
fn a_stopped_account_is_turned_away_between_the_steps() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let tanaka = tanaka(&world, &scene).await;
        let desk = world.stranger();
        let given = challenge(&desk, &tanaka.login).await;
        let account = format!("/accounts/{}", tanaka.staff.account);
        scene.admin.client.patch(&account, json!({ "state": "suspended" })).await.ok();
        let refused = second_step(&desk, &given, &tanaka.app.shows(&world, 0)).await;
        assert_eq!(refused.refused(403), "identity.suspended");
        assert_eq!(sign_in(&desk, &tanaka.login, PASSWORD).await.refused(403), "identity.suspended");
    });
}

#[test]
fn other_devices_hear_of_a_factor_at_once() {
    everywhere(|world| async move {
        let tanaka = tanaka(&world, &scene(&world).await).await;
        let mut live = settled(&tanaka.staff).await;
        tanaka.staff.client.post("/me/code/removal", json!({ "password": PASSWORD })).await.ok();
        assert_eq!(live.event("identity.account_changed").await, json!({}));
    });
}
