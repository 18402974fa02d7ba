//! Passkeys among the other ways to sign in: rules by network, apps, passwords, providers, shared accounts.

use crate::authenticator::{Browser, Passkey, passkeys};
use crate::operators::{PIN, introduce, nursery};
use crate::passkeys::{hara, last_act, refused, staff};
use crate::scene::{PASSWORD, Scene, id, login, scene, sign_in, token};
use crate::second_factor::tanaka;
use harness::{World, everywhere};
use serde_json::json;
use std::time::Duration;

/// Rules that want a second factor of everybody.
async fn want_factors(world: &World, scene: &Scene, allowed: bool) {
    let rule = |allowed: bool, factor: &str| json!({ "allowed": allowed, "factor": factor, "idle_days": 14, "session_days": 90 });
    let hall = json!({ "name": "庁内", "ranges": ["10.1.0.0/16"], "rule": rule(true, "optional") });
    let rules = json!({ "networks": [hall], "elsewhere": rule(allowed, "everybody") });
    scene.admin.client.clone().from_address("10.1.2.3").put("/sign-in-rules", rules).await.ok();
    world.clock().advance(Duration::from_secs(60));
}

#[test]
fn where_a_second_factor_is_wanted_a_passkey_is_one_and_stands_behind_the_password() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (hara, mut passkey) = hara(&world, &scene).await;
        let number = login(&hara).await;
        let desk = Browser::of(&world.stranger());
        // Where none is wanted the password is enough: a passkey is not at hand at every desk.
        assert_eq!(sign_in(&desk.client, &number, PASSWORD).await.ok()["person"]["id"], json!(hara.id));
        want_factors(&world, &scene, true).await;
        let answer = desk.sign_in(&mut passkey).await;
        assert_eq!(answer.body["must_set_up_factor"], false);
        let signed_in = desk.client.clone().with_token(Some(token(&answer)));
        signed_in.get("/bootstrap").await.ok();
        // The session that made it has shown it.
        hara.client.get("/bootstrap").await.ok();
        // The password alone neither opens nor lets set another factor up.
        let first = sign_in(&desk.client, &number, PASSWORD).await;
        assert!(first.headers.get("set-cookie").is_none());
        let first = first.ok();
        assert_eq!(first["ways"], json!(["passkey"]));
        let code = json!({ "challenge": first["challenge"], "code": "000000" });
        assert_eq!(desk.client.post("/sign-in/second-step", code).await.refused(401), "identity.wrong_second_factor");
        desk.sign_in(&mut passkey).await.ok();
        // In the hall it does.
        let hall = world.stranger().from_address("10.1.2.3");
        assert!(sign_in(&hall, &number, PASSWORD).await.ok()["person"].is_object());
        let path = format!("/me/passkeys/{}/removal", id(&passkeys(&hara).await[0]));
        signed_in.post(&path, json!({ "password": PASSWORD })).await.ok();
        world.clock().advance(Duration::from_secs(60));
        assert_eq!(signed_in.get("/bootstrap").await.refused(403), "factor_set_up_needed");
    });
}

#[test]
fn who_must_set_a_factor_up_may_make_a_passkey_and_goes_on() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hara = staff(&world, &scene).await;
        want_factors(&world, &scene, true).await;
        let answer = sign_in(&world.stranger(), &login(&hara).await, PASSWORD).await;
        assert_eq!(answer.body["must_set_up_factor"], true);
        let bound = world.stranger().with_token(Some(token(&answer)));
        assert_eq!(bound.get("/bootstrap").await.refused(403), "factor_set_up_needed");
        Browser::of(&bound).add("").await;
        bound.get("/bootstrap").await.ok();
    });
}

#[test]
fn a_passkey_is_asked_for_no_code_and_is_offered_beside_the_app_after_the_password() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let tanaka = tanaka(&world, &scene).await;
        let (mut passkey, _) = Browser::of(&tanaka.staff.client).add("").await;
        let desk = Browser::of(&world.stranger());
        assert!(desk.sign_in(&mut passkey).await.ok()["person"].is_object());
        let first = sign_in(&desk.client, &tanaka.login, PASSWORD).await.ok();
        assert_eq!(first["ways"], json!(["code", "recovery_code", "passkey"]));
    });
}

#[test]
fn from_where_nobody_may_be_no_passkey_opens() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (_, mut passkey) = hara(&world, &scene).await;
        want_factors(&world, &scene, false).await;
        let away = Browser::of(&world.stranger().from_address("198.51.100.9"));
        assert_eq!(away.sign_in(&mut passkey).await.refused(401), "identity.network_refused");
        refused(away.sign_in(&mut Passkey { key: 1, ..passkey.clone() }).await);
        Browser::of(&world.stranger().from_address("10.1.2.3")).sign_in(&mut passkey).await.ok();
    });
}

#[test]
fn an_initial_password_does_not_stand_in_the_way_of_a_passkey() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (hara, mut passkey) = hara(&world, &scene).await;
        scene.admin.client.post(&format!("/accounts/{}/password-reset", hara.account), json!({})).await.ok();
        let answer = Browser::of(&world.stranger()).sign_in(&mut passkey).await;
        assert_eq!(answer.body["must_change_password"], false);
        world.stranger().with_token(Some(token(&answer))).get("/bootstrap").await.ok();
    });
}

#[test]
fn a_shared_account_has_no_passkeys() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = nursery(&world, &scene).await;
        introduce(&scene, &nursery.device, &scene.sato, PIN).await;
        assert_eq!(Browser::of(&nursery.device).asked_new().await.refused(409), "identity.shared_account");
    });
}

#[test]
fn where_a_provider_stops_passwords_it_stops_passkeys_too() {
    everywhere(|world| async move {
        let trial = crate::provider::trial(&world).await;
        let (hara, mut passkey) = hara(&world, &trial.scene).await;
        let desk = Browser::of(&world.stranger());
        {
            let number = login(&hara).await;
            let mut mood = trial.provider.mood();
            (mood.login, mood.subject) = (number, "hara".to_owned());
        }
        let answer = trial.there_and_back(&desk.client).await;
        let linked = Browser::of(&desk.client.clone().with_token(Some(token(&answer))));
        desk.sign_in(&mut passkey).await.ok();
        trial.change(json!({ "stops_passwords": true })).await;
        assert_eq!(desk.sign_in(&mut passkey).await.refused(403), "identity.passkeys_stopped");
        assert_eq!(linked.asked_new().await.refused(403), "identity.passkeys_stopped");
        assert_eq!(last_act(&trial.scene, "identity.sign_in_failed").await["detail"], json!({ "passkey": "窓口の鍵" }));
    });
}

#[test]
fn an_initial_password_makes_no_passkey_that_would_outlive_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hara = staff(&world, &scene).await;
        let number = login(&hara).await;
        let reset =
            scene.admin.client.post(&format!("/accounts/{}/password-reset", hara.account), json!({})).await.ok();
        let initial = crate::scene::text(&reset["initial_password"]);
        let first = token(&sign_in(&world.stranger(), &number, &initial).await);
        let browser = Browser::of(&world.stranger().with_token(Some(first)));
        let asked = browser.post("/me/passkeys/challenge", json!({ "password": initial })).await;
        assert_eq!(asked.refused(403), "password_change_needed");
    });
}

#[test]
fn the_password_alone_puts_no_other_factor_in_the_place_of_a_passkey() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (hara, mut passkey) = hara(&world, &scene).await;
        let by_password = token(&sign_in(&world.stranger(), &login(&hara).await, PASSWORD).await);
        let weak = Browser::of(&world.stranger().with_token(Some(by_password)));
        assert_eq!(weak.asked_new().await.refused(403), "identity.passkey_first");
        let password = json!({ "password": PASSWORD });
        assert_eq!(weak.post("/me/code", password.clone()).await.refused(403), "identity.passkey_first");
        let path = format!("/me/passkeys/{}/removal", id(&passkeys(&hara).await[0]));
        assert_eq!(weak.post(&path, password.clone()).await.refused(403), "identity.passkey_first");
        let shown = Browser::of(&world.stranger()).sign_in(&mut passkey).await;
        let strong = Browser::of(&world.stranger().with_token(Some(token(&shown))));
        strong.add("二本目").await;
        strong.post(&path, password).await.ok();
    });
}

#[test]
fn passkeys_that_a_provider_has_stopped_lock_nobody_out_where_a_factor_is_wanted() {
    everywhere(|world| async move {
        let trial = crate::provider::trial(&world).await;
        let (hara, _) = hara(&world, &trial.scene).await;
        {
            let number = login(&hara).await;
            let mut mood = trial.provider.mood();
            (mood.login, mood.subject) = (number, "hara".to_owned());
        }
        trial.there_and_back(&world.stranger()).await.ok();
        trial.change(json!({ "stops_passwords": true })).await;
        want_factors(&world, &trial.scene, true).await;
        let answer = trial.there_and_back(&world.stranger()).await;
        assert_eq!(answer.body["must_set_up_factor"], true, "{}", answer.body);
        let hall = trial.scene.admin.client.clone().from_address("10.1.2.3");
        let taken = hall.get("/audit?act=identity.factors_taken_off").await.ok();
        assert_eq!(taken["items"][0]["detail"], json!({ "passkeys": 1 }));
    });
}
