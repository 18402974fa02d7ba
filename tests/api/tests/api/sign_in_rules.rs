//! Rules by network: from where one signs in with what, and for how long.

use crate::scene::{
    PASSWORD, Scene, acts, items, login, scene, scene_of, settled, sign_in, text, token, with_password,
};
use crate::second_factor::{App, challenge, second_step, tanaka};
use harness::{Client, NewStaff, Staff, World, everywhere};
use serde_json::{Value, json};
use std::time::Duration;

const HALL: &str = "10.1.2.3";
const OUTSIDE: &str = "198.51.100.9";

fn rule(allowed: bool, factor: &str, idle_days: u64, session_days: u64) -> Value {
    json!({
        "allowed": allowed, "guests": true, "watermark": "nobody", "factor": factor, "idle_days": idle_days,
        "session_days": session_days,
    })
}

fn as_ever() -> Value {
    rule(true, "optional", 14, 90)
}

/// The hall's network as it ever was, and a rule for everywhere else; saved from the hall.
fn outside(elsewhere: Value) -> Value {
    let hall = json!({ "name": "庁内LGWAN", "ranges": ["10.1.0.0/16"], "rule": as_ever() });
    json!({ "networks": [hall], "elsewhere": elsewhere })
}

/// Saves rules, and waits until nothing from before is believed any more.
async fn save(world: &World, admin: &Client, rules: Value) -> Value {
    let saved = admin.put("/sign-in-rules", rules).await.ok();
    world.clock().advance(Duration::from_secs(60));
    saved
}

async fn in_the_hall(world: &World) -> (Scene, Client) {
    let scene = scene(world).await;
    let admin = scene.admin.client.clone().from_address(HALL);
    (scene, admin)
}

async fn ito_with_password(world: &World, scene: &Scene) -> (Staff, String) {
    let staff = scene.town.staff(world, with_password(NewStaff::named("岡", "恵", ("おか", "めぐみ")))).await;
    let number = login(&staff).await;
    (staff, number)
}

#[test]
fn a_town_without_rules_goes_on_as_before_and_sees_where_it_stands() {
    everywhere(|world| async move {
        let (scene, admin) = in_the_hall(&world).await;
        let before = admin.get("/sign-in-rules").await.ok();
        assert_eq!(before["rules"], json!({ "networks": [], "elsewhere": as_ever() }));
        assert_eq!((&before["tick"], &before["address"], &before["network"]), (&json!(0), &json!(HALL), &Value::Null));
        let saved = save(&world, &admin, outside(as_ever())).await;
        assert_eq!(saved["network"], "庁内LGWAN");
        assert_eq!(saved, admin.get("/sign-in-rules").await.ok());
        scene.sato.client.get("/me").await.ok();
        let act = acts(&scene.admin).await.pop().expect("a record");
        assert_eq!(act["act"], "identity.sign_in_rules_changed");
        assert_eq!(act["detail"]["rules"]["networks"][0]["name"], "庁内LGWAN");
    });
}

#[test]
fn what_is_no_rule_or_an_older_copy_is_refused_and_nothing_changes() {
    everywhere(|world| async move {
        let (_, admin) = in_the_hall(&world).await;
        let wrong = json!({
            "networks": [{ "name": "庁内", "ranges": ["10.1.0.0/40"], "rule": as_ever() }], "elsewhere": as_ever(),
        });
        let refused = admin.put("/sign-in-rules", wrong).await;
        assert_eq!(refused.body["fields"][0]["field"], "networks[0].ranges");
        assert_eq!(refused.refused(400), "invalid_input");
        let first = save(&world, &admin, outside(as_ever())).await;
        let with = |tick: i64| {
            let request =
                admin.request(reqwest::Method::PUT, "/sign-in-rules").header("if-match", format!("\"{tick}\""));
            request.json(&outside(rule(true, "optional", 1, 1)))
        };
        assert_eq!(admin.send(with(0)).await.refused(412), "stale");
        assert_eq!(admin.get("/sign-in-rules").await.ok(), first);
        admin.send(with(first["tick"].as_i64().expect("a version"))).await.ok();
    });
}

#[test]
fn where_nobody_may_be_no_password_opens_and_no_session_goes_on_and_it_is_said_why() {
    everywhere(|world| async move {
        let (scene, admin) = in_the_hall(&world).await;
        let (oka, number) = ito_with_password(&world, &scene).await;
        let away = oka.client.clone().from_address(OUTSIDE);
        away.get("/me").await.ok();
        save(&world, &admin, outside(rule(false, "optional", 14, 90))).await;
        assert_eq!(away.get("/me").await.refused(401), "identity.network_refused");
        // A session that was opened out there is not refused for good.
        oka.client.clone().from_address(HALL).get("/me").await.ok();
        let thief = world.stranger().from_address(OUTSIDE);
        assert_eq!(sign_in(&thief, &number, PASSWORD).await.refused(401), "identity.network_refused");
        assert_eq!(sign_in(&thief, &number, "wrong wrong wrong").await.refused(401), "identity.wrong_credentials");
        let failed = items(&admin.get("/audit?act=identity.sign_in_failed").await.ok()["items"]).len();
        assert_eq!(failed, 2);
        sign_in(&world.stranger().from_address(HALL), &number, PASSWORD).await.ok();
        // What anybody may ask is answered out there as well.
        away.get("/setup").await.ok();
        save(&world, &admin, outside(as_ever())).await;
        away.get("/me").await.ok();
    });
}

#[test]
fn whoever_must_have_a_factor_and_has_none_sets_one_up_before_anything_else() {
    everywhere(|world| async move {
        let (scene, admin) = in_the_hall(&world).await;
        let (_, number) = ito_with_password(&world, &scene).await;
        save(&world, &admin, outside(rule(true, "everybody", 14, 90))).await;
        let desk = world.stranger().from_address(OUTSIDE);
        let answer = sign_in(&desk, &number, PASSWORD).await;
        assert_eq!(answer.body["must_set_up_factor"], true);
        let bound = desk.clone().with_token(Some(token(&answer)));
        assert_eq!(bound.get("/bootstrap").await.refused(403), "factor_set_up_needed");
        assert_eq!(bound.get("/me").await.ok()["must_set_up_factor"], true);
        assert_eq!(bound.clone().from_address(HALL).get("/bootstrap").await.ok()["me"]["must_set_up_factor"], false);
        let app = App::with(&bound.post("/me/code", json!({ "password": PASSWORD })).await.ok()["secret"]);
        bound.put("/me/code", json!({ "code": app.shows(&world, 0) })).await.ok();
        bound.get("/bootstrap").await.ok();
        assert_eq!(bound.get("/me").await.ok()["must_set_up_factor"], false);
        // Whoever takes it off again is bound again.
        bound.post("/me/code/removal", json!({ "password": PASSWORD })).await.ok();
        world.clock().advance(Duration::from_secs(60));
        assert_eq!(bound.get("/bootstrap").await.refused(403), "factor_set_up_needed");
    });
}

#[test]
fn a_session_without_its_second_step_is_good_in_the_hall_alone() {
    everywhere(|world| async move {
        let (scene, admin) = in_the_hall(&world).await;
        let tanaka = tanaka(&world, &scene).await;
        // Opened before there was a factor, confirmed since; this one is another device, from the time before.
        let weak = sign_in_before(&world, &scene).await;
        save(&world, &admin, outside(rule(true, "everybody", 14, 90))).await;
        tanaka.staff.client.clone().from_address(OUTSIDE).get("/bootstrap").await.ok();
        let away = weak.clone().from_address(OUTSIDE);
        assert_eq!(away.get("/bootstrap").await.refused(401), "identity.second_factor_needed");
        weak.from_address(HALL).get("/bootstrap").await.ok();
        let desk = world.stranger().from_address(OUTSIDE);
        let given = challenge(&desk, &tanaka.login).await;
        let strong = token(&second_step(&desk, &given, &tanaka.app.shows(&world, 0)).await);
        desk.with_token(Some(strong)).get("/bootstrap").await.ok();
    });
}

/// A session of somebody who set a factor up on another device later.
async fn sign_in_before(world: &World, scene: &Scene) -> Client {
    let (oka, number) = ito_with_password(world, scene).await;
    let desk = world.stranger().from_address(HALL);
    let weak = token(&sign_in(&desk, &number, PASSWORD).await);
    let app = App::with(&oka.client.post("/me/code", json!({ "password": PASSWORD })).await.ok()["secret"]);
    oka.client.put("/me/code", json!({ "code": app.shows(world, 0) })).await.ok();
    desk.with_token(Some(weak))
}

#[test]
fn a_rule_for_administrators_lets_members_be() {
    everywhere(|world| async move {
        let (scene, admin) = in_the_hall(&world).await;
        save(&world, &admin, outside(rule(true, "administrators", 14, 90))).await;
        scene.sato.client.clone().from_address(OUTSIDE).get("/bootstrap").await.ok();
        let away = scene.admin.client.clone().from_address(OUTSIDE);
        assert_eq!(away.get("/bootstrap").await.refused(403), "factor_set_up_needed");
    });
}

#[test]
fn a_session_ends_after_the_days_of_its_own_network_and_elsewhere_after_those_of_elsewhere() {
    everywhere(|world| async move {
        let (scene, admin) = in_the_hall(&world).await;
        let (_, number) = ito_with_password(&world, &scene).await;
        save(&world, &admin, outside(rule(true, "optional", 1, 2))).await;
        let (hall, out) = (world.stranger().from_address(HALL), world.stranger().from_address(OUTSIDE));
        let of_hall =
            hall.with_token(Some(token(&sign_in(&world.stranger().from_address(HALL), &number, PASSWORD).await)));
        let of_outside =
            out.with_token(Some(token(&sign_in(&world.stranger().from_address(OUTSIDE), &number, PASSWORD).await)));
        world.clock().advance(Duration::from_secs(86_400));
        assert_eq!(of_outside.get("/me").await.refused(401), "sign_in_needed");
        assert_eq!(of_outside.from_address(HALL).get("/me").await.refused(401), "sign_in_needed");
        let visiting = of_hall.clone().from_address(OUTSIDE);
        assert_eq!(visiting.get("/me").await.refused(401), "identity.sign_in_again_here");
        of_hall.get("/me").await.ok();
        visiting.get("/me").await.ok();
        world.clock().advance(Duration::from_secs(86_400));
        assert_eq!(visiting.get("/me").await.refused(401), "identity.sign_in_again_here");
        of_hall.get("/me").await.ok();
    });
}

#[test]
fn rules_that_would_shut_their_own_author_out_are_refused() {
    everywhere(|world| async move {
        let (scene, admin) = in_the_hall(&world).await;
        let nowhere = json!({ "networks": [], "elsewhere": rule(false, "optional", 14, 90) });
        assert_eq!(admin.put("/sign-in-rules", nowhere).await.refused(409), "identity.rules_refuse_you");
        let shut = outside(rule(false, "optional", 14, 90));
        let away = scene.admin.client.clone().from_address(OUTSIDE);
        assert_eq!(away.put("/sign-in-rules", shut.clone()).await.refused(409), "identity.rules_refuse_you");
        assert_eq!(admin.get("/sign-in-rules").await.ok()["tick"], 0);
        save(&world, &admin, shut).await;
        // Whoever has no factor yet is led to one, which shuts nobody out.
        let everybody = json!({ "networks": [], "elsewhere": rule(true, "everybody", 14, 90) });
        save(&world, &admin, everybody).await;
        assert_eq!(admin.get("/sign-in-rules").await.refused(403), "factor_set_up_needed");
    });
}

#[test]
fn rules_are_an_organisations_own_and_reach_open_lines_at_once() {
    everywhere(|world| async move {
        let (scene, other) = (scene(&world).await, scene_of(&world, "青浜町").await);
        let admin = scene.admin.client.clone().from_address(HALL);
        let mut live = settled(&scene.sato).await;
        let mut theirs = settled(&other.sato).await;
        save(&world, &admin, outside(rule(false, "optional", 14, 90))).await;
        live.until(|frame| frame["kind"] == "identity.sign_in_rules_changed").await;
        assert!(live.next().await.is_none(), "whoever may still be here comes again");
        other.sato.client.get("/me").await.ok();
        other.sato.client.put("/me/settings", json!({ "text_size": 100 })).await.ok();
        theirs.until(|frame| frame["p"]["settings"]["text_size"] == 100).await;
        assert!(items(&other.admin.client.get("/sign-in-rules").await.ok()["rules"]["networks"]).is_empty());
        assert_eq!(text(&admin.get("/sign-in-rules").await.ok()["network"]), "庁内LGWAN");
    });
}
