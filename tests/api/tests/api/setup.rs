//! The first set-up.

use crate::scene::{PASSWORD, cookie, id, items, set_up, set_up_with, sign_in, text};
use harness::everywhere;
use serde_json::json;

#[test]
fn a_fresh_deployment_asks_for_its_set_up_and_then_never_again() {
    everywhere(|world| async move {
        assert_eq!(world.stranger().get("/setup").await.ok(), json!({ "needed": true }));
        set_up(&world).await;
        assert_eq!(world.stranger().get("/setup").await.ok(), json!({ "needed": false }));
        let again = world.stranger().post("/setup", set_up_with(&world.app.set_up_code)).await;
        assert_eq!(again.refused(409), "setup.already_done");
    });
}

#[test]
fn the_code_on_the_console_makes_the_first_administrator_who_is_signed_in_at_once() {
    everywhere(|world| async move {
        let wrong = world.stranger().post("/setup", set_up_with("aaaa-bbbb-cccc")).await;
        assert_eq!(wrong.refused(403), "setup.wrong_code");
        let (client, me) = set_up(&world).await;
        assert_eq!(me["organisation"]["name"], "緑野市");
        assert_eq!(me["rights"], "administrator");
        assert_eq!(me["must_change_password"], false);
        assert_eq!(me["person"]["name"], "加藤 誠");
        assert_eq!(me["person"]["reading"], "かとう まこと", "katakana is stored as hiragana");
        assert_eq!(client.get("/me").await.ok()["account_id"], me["account_id"]);
        let units = client.get("/units").await.ok();
        assert_eq!(items(&units["items"]).len(), 1);
        assert_eq!(units["items"][0]["name"], "緑野市");
        assert_eq!(units["items"][0]["head_count"], 1);
        sign_in(&world.stranger(), "a001", PASSWORD).await.ok();
    });
}

#[test]
fn the_code_may_be_typed_in_capitals_full_width_and_without_dashes() {
    everywhere(|world| async move {
        let wide = |letter: char| match letter {
            '!'..='~' => char::from_u32(u32::from(letter) - 0x21 + 0xff01).expect("the full-width block"),
            other => other,
        };
        let typed: String = world.app.set_up_code.replace('-', " ").to_uppercase().chars().map(wide).collect();
        assert_ne!(typed, world.app.set_up_code);
        world.stranger().post("/setup", set_up_with(&typed)).await.ok();
    });
}

#[test]
fn after_ten_wrong_codes_even_the_right_one_opens_nothing() {
    everywhere(|world| async move {
        for _ in 0..10 {
            let wrong = world.stranger().post("/setup", set_up_with("zzzz-zzzz-zzzz")).await;
            assert_eq!(wrong.refused(403), "setup.wrong_code");
        }
        let right = world.stranger().post("/setup", set_up_with(&world.app.set_up_code)).await;
        assert_eq!(right.refused(403), "setup.wrong_code");
        assert_eq!(world.stranger().get("/setup").await.ok()["needed"], true);
    });
}

#[test]
fn nine_wrong_codes_still_leave_the_door_open() {
    everywhere(|world| async move {
        for _ in 0..9 {
            world.stranger().post("/setup", set_up_with("")).await.refused(403);
        }
        world.stranger().post("/setup", set_up_with(&world.app.set_up_code)).await.ok();
    });
}

#[test]
fn a_set_up_that_is_refused_leaves_nothing_behind() {
    everywhere(|world| async move {
        let code = &world.app.set_up_code;
        let mut short = set_up_with(code);
        short["password"] = json!("short");
        assert_eq!(world.stranger().post("/setup", short).await.refused(400), "identity.password_too_short");
        let mut kanji = set_up_with(code);
        kanji["family_reading"] = json!("加藤");
        let answer = world.stranger().post("/setup", kanji).await;
        assert_eq!(answer.body["fields"], json!([{ "field": "family_reading", "code": "not_kana" }]));
        assert_eq!(answer.refused(400), "invalid_input");
        assert_eq!(world.stranger().get("/setup").await.ok()["needed"], true);
        set_up(&world).await;
    });
}

#[test]
fn the_session_cookie_is_out_of_reach_of_scripts_and_of_plain_http_behind_tls() {
    everywhere(|world| async move {
        let client = world.stranger();
        let request = client.request(reqwest::Method::POST, "/setup").header("x-forwarded-proto", "https");
        let answer = client.send(request.json(&set_up_with(&world.app.set_up_code))).await;
        let kept: Vec<String> = answer
            .headers
            .get_all("set-cookie")
            .iter()
            .map(|value| value.to_str().expect("ASCII").to_owned())
            .collect();
        assert_eq!(kept.len(), 2);
        for cookie in &kept {
            for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Secure"] {
                assert!(cookie.contains(part), "{part} is missing in {cookie}");
            }
        }
        assert_eq!(cookie(&answer, "engawa_session").len(), 64);
        let plain = sign_in(&world.stranger(), "a001", PASSWORD).await;
        assert!(!plain.headers["set-cookie"].to_str().expect("ASCII").contains("Secure"));
    });
}

#[test]
fn the_set_up_is_the_first_thing_in_the_record() {
    everywhere(|world| async move {
        let (client, me) = set_up(&world).await;
        let record = client.get("/audit").await.ok();
        let mut acts: Vec<String> = items(&record["items"]).iter().map(|entry| text(&entry["act"])).collect();
        acts.reverse();
        assert_eq!(
            acts,
            ["directory.unit_created", "directory.person_created", "identity.set_up", "identity.signed_in"]
        );
        let newest = &record["items"][0];
        assert_eq!(newest["actor"]["id"], me["person"]["id"]);
        assert_eq!(newest["address"], "192.0.2.1");
        assert_eq!(id(newest).len(), 13);
    });
}
