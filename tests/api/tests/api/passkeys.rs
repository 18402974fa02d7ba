//! Passkeys: made, shown instead of a password, copied, taken off.

use crate::authenticator::{Browser, HOST, Passkey, passkeys};
use crate::organisations::towns;
use crate::scene::{
    PASSWORD, Scene, acts, id, login, next_day, scene, settled, sign_in, text, times, token, with_password,
};
use harness::{Client, NewStaff, Staff, World, everywhere};
use identity::service::passkeys::source;
use identity::store::factors::{Challenge, put_challenge};
use jiff::civil::date;
use serde_json::{Value, json};
use std::time::Duration;

const ORIGIN: &str = "https://engawa.example";

pub async fn staff(world: &World, scene: &Scene) -> Staff {
    scene.town.staff(world, with_password(NewStaff::named("原", "空", ("はら", "そら")))).await
}

/// Somebody with a passkey.
pub async fn hara(world: &World, scene: &Scene) -> (Staff, Passkey) {
    let hara = staff(world, scene).await;
    let (passkey, _) = Browser::of(&hara.client).add("窓口の鍵").await;
    (hara, passkey)
}

pub async fn last_act(scene: &Scene, act: &str) -> Value {
    acts(&scene.admin).await.into_iter().rfind(|record| record["act"] == act).expect("a record")
}

pub fn refused(answer: harness::Answer) {
    assert!(answer.headers.get("set-cookie").is_none());
    assert_eq!(answer.refused(401), "identity.passkey_refused");
}

#[test]
fn a_passkey_opens_a_session_by_itself_and_is_in_the_record() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hara = staff(&world, &scene).await;
        let browser = Browser::of(&hara.client);
        let asked = browser.asked_new().await.ok();
        let options = &asked["options"];
        assert_eq!((&options["rp"]["id"], &options["attestation"]), (&json!(HOST), &json!("none")));
        assert_eq!(options["user"]["name"], json!(login(&hara).await));
        assert_eq!(options["user"]["displayName"], "原 空 (緑野市)");
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        let (mut passkey, credential) = Passkey::make(ORIGIN, options);
        let kept = browser.keep(&asked, credential, " 窓口の鍵 ").await.ok();
        assert_eq!((&kept["name"], &kept["host"], &kept["used_at"]), (&json!("窓口の鍵"), &json!(HOST), &Value::Null));
        assert_eq!(passkeys(&hara).await, std::slice::from_ref(&kept));
        assert_eq!(last_act(&scene, "identity.passkey_added").await["detail"], json!({ "passkey": "窓口の鍵" }));

        let desk = Browser::of(&world.stranger());
        let answer = desk.sign_in(&mut passkey).await;
        let signed_in = world.stranger().with_token(Some(token(&answer)));
        assert_eq!(signed_in.get("/me").await.ok()["person"]["id"], json!(hara.id));
        assert!(passkeys(&hara).await[0]["used_at"].is_string());
        assert_eq!(last_act(&scene, "identity.signed_in").await["detail"]["passkey"], "窓口の鍵");
        // As often as one likes.
        desk.sign_in(&mut passkey).await.ok();
    });
}

#[test]
fn what_any_passkey_is_asked_tells_nothing_of_anybody() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let desk = Browser::of(&world.stranger());
        let before = desk.asked().await;
        hara(&world, &scene).await;
        let after = desk.asked().await;
        for (field, value) in before["options"].as_object().expect("options") {
            assert!(field == "challenge" || *value == after["options"][field], "{field}");
        }
        assert!(after["options"]["allowCredentials"].as_array().is_none_or(Vec::is_empty));
    });
}

#[test]
fn an_answer_counts_once_and_for_five_minutes() {
    everywhere(|world| async move {
        let (_, mut passkey) = hara(&world, &scene(&world).await).await;
        let desk = Browser::of(&world.stranger());
        let asked = desk.asked().await;
        let credential = passkey.show(ORIGIN, &asked["options"]);
        desk.answer(&asked, credential.clone()).await.ok();
        assert_eq!(desk.answer(&asked, credential.clone()).await.refused(401), "identity.challenge_over");
        // With another challenge it is an answer to something else.
        refused(desk.answer(&desk.asked().await, credential).await);
        let late = desk.asked().await;
        world.clock().advance(Duration::from_secs(300));
        let credential = passkey.show(ORIGIN, &late["options"]);
        assert_eq!(desk.answer(&late, credential).await.refused(401), "identity.challenge_over");
        let never = json!({ "challenge": "never given" });
        let credential = passkey.show(ORIGIN, &late["options"]);
        assert_eq!(desk.answer(&never, credential).await.refused(401), "identity.challenge_over");
        // One that failed is over as well.
        let wrong = desk.asked().await;
        refused(desk.answer(&wrong, passkey.show("https://evil.example", &wrong["options"])).await);
        let credential = passkey.show(ORIGIN, &wrong["options"]);
        assert_eq!(desk.answer(&wrong, credential).await.refused(401), "identity.challenge_over");
    });
}

#[test]
fn what_another_site_another_key_or_nobody_at_all_has_confirmed_opens_nothing() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (hara, passkey) = hara(&world, &scene).await;
        let desk = Browser::of(&world.stranger());
        for origin in ["https://evil.example", "http://engawa.example", "https://engawa.example:8443"] {
            let asked = desk.asked().await;
            refused(desk.answer(&asked, passkey.clone().show(origin, &asked["options"])).await);
        }
        refused(desk.sign_in(&mut Passkey { asks: false, ..passkey.clone() }).await);
        // A known device has a count of its own, so that what was tried elsewhere does not stand in its way.
        let desk = Browser::of(&world.stranger().from_address("198.51.100.9"));
        refused(desk.sign_in(&mut Passkey { key: 1, ..passkey.clone() }).await);
        let unknown = Passkey { credential_id: vec![7; 32], ..passkey.clone() };
        refused(desk.sign_in(&mut unknown.clone()).await);
        // One that was made at another of our addresses is none at this one.
        let other = Browser::at(&desk.client, "engawa.other.example");
        refused(other.sign_in(&mut passkey.clone()).await);
        let failed = last_act(&scene, "identity.sign_in_failed").await;
        assert_eq!(
            (&failed["detail"], times(&scene.admin, "identity.sign_in_failed").await),
            (&json!({ "passkey": "窓口の鍵" }), 6)
        );
        assert_eq!(failed["subject"], format!("account:{}", hara.account));
        assert_eq!(
            desk.post("/sign-in/passkey", json!({ "challenge": "x", "credential": {} })).await.refused(400),
            "invalid_input"
        );
        desk.sign_in(&mut passkey.clone()).await.ok();
    });
}

/// What becomes of a text of base64url on a bad way: nothing, a half, another letter in the middle.
fn spoiled(text: &str) -> [String; 3] {
    let (head, tail) = text.split_at(text.len() / 2);
    let other = if tail.starts_with('A') { "B" } else { "A" };
    [String::new(), head.to_owned(), format!("{head}{other}{}", &tail[1..])]
}

#[test]
fn an_answer_that_is_spoiled_anywhere_opens_nothing_and_breaks_nothing() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (_, mut passkey) = hara(&world, &scene).await;
        let desk = Browser::of(&world.stranger());
        for field in ["authenticatorData", "clientDataJSON", "signature", "userHandle"] {
            for place in 0..3 {
                let asked = desk.asked().await;
                let mut credential = passkey.show(ORIGIN, &asked["options"]);
                credential["response"][field] = json!(spoiled(&text(&credential["response"][field]))[place]);
                let answer = desk.answer(&asked, credential).await;
                assert!([400, 401].contains(&answer.status.as_u16()), "{field} {place}: {}", answer.body);
                // Long enough that nobody has to wait.
                world.clock().advance(Duration::from_secs(3_601));
            }
        }
        let answer = desk.sign_in(&mut passkey).await;
        let browser = Browser::of(&world.stranger().with_token(Some(token(&answer))));
        for field in ["attestationObject", "clientDataJSON"] {
            for place in 0..3 {
                let asked = browser.asked_new().await.ok();
                let (_, mut credential) = Passkey::make(ORIGIN, &asked["options"]);
                credential["response"][field] = json!(spoiled(&text(&credential["response"][field]))[place]);
                // Nobody vouches for what a device says of itself: another letter may make another key of it.
                let answer = browser.keep(&asked, credential, "").await;
                assert!([201, 400].contains(&answer.status.as_u16()), "{field} {place}: {}", answer.body);
            }
        }
    });
}

#[test]
fn a_passkey_that_counts_less_than_it_did_was_copied_and_is_refused_and_recorded() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (_, mut passkey) = hara(&world, &scene).await;
        let desk = Browser::of(&world.stranger());
        let mut copy = passkey.clone();
        desk.sign_in(&mut passkey).await.ok();
        desk.sign_in(&mut passkey).await.ok();
        refused(desk.sign_in(&mut copy).await);
        let failed = last_act(&scene, "identity.sign_in_failed").await;
        assert_eq!(failed["detail"], json!({ "passkey": "窓口の鍵", "copied": true }));
        // A device that has counted does not stop to.
        refused(desk.sign_in(&mut Passkey { counter: None, ..passkey.clone() }).await);
        desk.sign_in(&mut passkey).await.ok();
    });
}

#[test]
fn a_device_that_does_not_count_is_as_good() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hara = staff(&world, &scene).await;
        let browser = Browser::of(&hara.client);
        let asked = browser.asked_new().await.ok();
        let (passkey, _) = Passkey::make(ORIGIN, &asked["options"]);
        let mut passkey = Passkey { counter: None, ..passkey };
        browser.keep(&asked, passkey.made(ORIGIN, &asked["options"]), "").await.ok();
        for _ in 0..2 {
            Browser::of(&world.stranger()).sign_in(&mut passkey).await.ok();
        }
    });
}

#[test]
fn a_passkey_of_one_organisation_opens_nothing_at_the_address_of_another() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let mut keys = Vec::new();
        for scene in [&ours, &theirs] {
            keys.push(hara(&world, scene).await.1);
        }
        for (place, scene) in [&ours, &theirs].into_iter().enumerate() {
            let (here, abroad) = (&keys[place], &keys[1 - place]);
            let desk = Browser::of(&scene.town.stranger(&world));
            refused(desk.sign_in(&mut abroad.clone()).await);
            let me = desk.sign_in(&mut here.clone()).await.ok();
            assert_eq!(me["organisation"]["code"], json!(scene.town.code));
        }
        // Nor does what was asked at one count at the other.
        let (here, abroad) = (Browser::of(&ours.town.stranger(&world)), Browser::of(&theirs.town.stranger(&world)));
        let asked = here.asked().await;
        let mut other = Passkey { counter: Some(9), ..keys[1].clone() };
        refused(abroad.answer(&asked, other.show(ORIGIN, &asked["options"])).await);
    });
}

#[test]
fn a_browser_that_calls_us_by_a_number_is_told_that_there_are_no_passkeys_here() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hara = staff(&world, &scene).await;
        let code = "identity.passkeys_not_here";
        assert_eq!(world.stranger().post("/sign-in/passkey/challenge", json!({})).await.refused(409), code);
        assert_eq!(
            hara.client.post("/me/passkeys/challenge", json!({ "password": PASSWORD })).await.refused(409),
            code
        );
        // At the machine itself they work without TLS.
        let local = Browser::at(&hara.client, "localhost:8080");
        let asked = local.asked_new().await.ok();
        let (mut passkey, credential) = Passkey::make("http://localhost:8080", &asked["options"]);
        local.keep(&asked, credential, "").await.ok();
        let asked = local.asked().await;
        let credential = passkey.show("http://localhost:8080", &asked["options"]);
        local.answer(&asked, credential).await.ok();
    });
}

#[test]
fn a_passkey_is_made_with_the_password_in_hand_in_the_session_that_began_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (hara, passkey) = hara(&world, &scene).await;
        let browser = Browser::of(&hara.client);
        let wrong = browser.post("/me/passkeys/challenge", json!({ "password": "not it, not it" })).await;
        assert_eq!(wrong.refused(400), "identity.wrong_password");
        let answer = sign_in(&world.stranger(), &login(&hara).await, PASSWORD).await;
        let second = Browser::of(&world.stranger().with_token(Some(token(&answer))));
        let asked = browser.asked_new().await.ok();
        let excluded: Vec<&Value> = asked["options"]["excludeCredentials"].as_array().expect("a list").iter().collect();
        assert_eq!(excluded.len(), 1, "its device makes no second one");
        let (new, credential) = Passkey::make(ORIGIN, &asked["options"]);
        assert_eq!(second.keep(&asked, credential.clone(), "").await.refused(401), "identity.challenge_over");
        assert_eq!(browser.keep(&asked, credential.clone(), "").await.ok()["name"], HOST);
        assert_eq!(browser.keep(&asked, credential, "").await.refused(401), "identity.challenge_over");
        for (origin, passkey) in [
            ("https://evil.example", new.clone()),
            (ORIGIN, Passkey { asks: false, ..new.clone() }),
            (ORIGIN, passkey.clone()),
        ] {
            let asked = browser.asked_new().await.ok();
            let made = passkey.made(origin, &asked["options"]);
            assert_eq!(browser.keep(&asked, made, "").await.refused(400), "identity.passkey_unusable");
        }
        let asked = browser.asked_new().await.ok();
        let too_long = browser.keep(&asked, new.made(ORIGIN, &asked["options"]), &"鍵".repeat(41)).await;
        assert_eq!(too_long.body["fields"], json!([{ "field": "name", "code": "too_long" }]));
        // One that somebody else has already is theirs.
        let ito = staff(&world, &scene).await;
        let asked = Browser::of(&ito.client).asked_new().await.ok();
        let made = passkey.made(ORIGIN, &asked["options"]);
        assert_eq!(Browser::of(&ito.client).keep(&asked, made, "").await.refused(409), "identity.passkey_exists");
        assert_eq!(passkeys(&hara).await.len(), 2);
    });
}

#[test]
fn passkeys_are_renamed_and_taken_off_by_their_owner_alone() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (hara, mut passkey) = hara(&world, &scene).await;
        let other = staff(&world, &scene).await;
        let path = format!("/me/passkeys/{}", id(&passkeys(&hara).await[0]));
        let password = json!({ "password": PASSWORD });
        other.client.patch(&path, json!({ "name": "私の" })).await.refused(404);
        other.client.post(&format!("{path}/removal"), password.clone()).await.refused(404);
        let nameless = hara.client.patch(&path, json!({ "name": " " })).await;
        assert_eq!(nameless.body["fields"], json!([{ "field": "name", "code": "missing" }]));
        let mut live = settled(&hara).await;
        hara.client.patch(&path, json!({ "name": "庁舎の鍵" })).await.ok();
        live.event("identity.account_changed").await;
        assert_eq!(passkeys(&hara).await[0]["name"], "庁舎の鍵");
        let renamed = last_act(&scene, "identity.passkey_renamed").await["detail"].clone();
        assert_eq!(renamed["name"], "庁舎の鍵", "{renamed}");
        let wrong = hara.client.post(&format!("{path}/removal"), json!({ "password": "not it, not it" })).await;
        assert_eq!(wrong.refused(400), "identity.wrong_password");
        hara.client.post(&format!("{path}/removal"), password.clone()).await.ok();
        hara.client.post(&format!("{path}/removal"), password).await.refused(404);
        assert_eq!(last_act(&scene, "identity.passkey_removed").await["detail"], json!({ "passkey": "庁舎の鍵" }));
        assert!(passkeys(&hara).await.is_empty());
        refused(Browser::of(&world.stranger()).sign_in(&mut passkey).await);
    });
}

#[test]
fn administrators_see_how_many_somebody_has_and_take_them_off_with_the_second_factor() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (hara, mut passkey) = hara(&world, &scene).await;
        let answer = Browser::of(&world.stranger()).sign_in(&mut passkey).await;
        let signed_in = world.stranger().with_token(Some(token(&answer)));
        signed_in.get("/me").await.ok();
        let listed = scene.admin.client.get(&format!("/accounts?q={}", crate::scene::quoted("原"))).await.ok();
        assert_eq!((&listed["items"][0]["passkeys"], &listed["items"][0]["second_factor"]), (&json!(1), &json!(false)));
        scene.admin.client.delete(&format!("/accounts/{}/second-factors", hara.account)).await.ok();
        signed_in.get("/me").await.refused(401);
        refused(Browser::of(&world.stranger()).sign_in(&mut passkey).await);
        assert_eq!(last_act(&scene, "identity.factors_taken_off").await["detail"], json!({ "passkeys": 1 }));
    });
}

#[test]
fn who_is_stopped_away_or_gone_is_refused_once_the_passkey_is_proven() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (hara, mut passkey) = hara(&world, &scene).await;
        let desk = Browser::of(&world.stranger());
        let account = format!("/accounts/{}", hara.account);
        scene.admin.client.patch(&account, json!({ "state": "suspended" })).await.ok();
        refused(desk.sign_in(&mut Passkey { key: 1, ..passkey.clone() }).await);
        assert_eq!(desk.sign_in(&mut passkey).await.refused(403), "identity.suspended");
        assert_eq!(last_act(&scene, "identity.sign_in_failed").await["detail"], json!({ "passkey": "窓口の鍵" }));
        scene.admin.client.patch(&account, json!({ "state": "active" })).await.ok();
        let leave = json!({ "kind": "childcare", "valid_from": "2026-04-01", "valid_to": null, "access": "none" });
        let leave = id(&scene.admin.client.post(&format!("/people/{}/leaves", hara.id), leave).await.ok());
        assert_eq!(desk.sign_in(&mut passkey).await.refused(403), "identity.on_leave");
        scene.admin.client.delete(&format!("/leaves/{leave}")).await.ok();
        desk.sign_in(&mut passkey).await.ok();
        let last = json!({ "date": "2026-04-01" });
        scene.admin.client.post(&format!("/people/{}/leave", hara.id), last).await.ok();
        next_day(&world, date(2026, 4, 2)).await;
        refused(desk.sign_in(&mut passkey).await);
    });
}

#[test]
fn two_thousand_challenges_wait_for_one_address_and_those_that_are_over_wait_no_more() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let org = scene.town.org;
        let fill = move |tx: &mut db::Tx<'_>| {
            tx.lock(db::Lock::Org(org))?;
            let source = source(tx, org, None, "192.0.2.1")?;
            let (state, created_at) = ("{}".to_owned(), tx.now());
            let waiting = Challenge { account: None, source, state, created_at };
            (0..2_000_u32).try_for_each(|number| put_challenge(tx, &number.to_be_bytes(), "passkey", &waiting))
        };
        world.test.db.write(harness::system(org), fill).await.expect("filled");
        let (desk, other) = (Browser::of(&world.stranger()), Browser::of(&world.stranger().from_address("192.0.2.2")));
        let full = desk.post("/sign-in/passkey/challenge", json!({})).await;
        assert_eq!(full.refused(429), "identity.too_many_attempts");
        other.asked().await;
        world.clock().advance(Duration::from_secs(301));
        desk.asked().await;
    });
}

#[test]
fn whoever_shows_passkeys_that_are_none_has_to_wait_and_nobody_at_a_known_desk_with_them() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (_, mut passkey) = hara(&world, &scene).await;
        let desk = world.stranger();
        let device = crate::scene::cookie(&Browser::of(&desk).sign_in(&mut passkey).await, "engawa_device");
        let thief = Browser::of(&desk);
        for _ in 0..5 {
            refused(thief.sign_in(&mut Passkey { key: 1, ..passkey.clone() }).await);
        }
        let late = thief.post("/sign-in/passkey/challenge", json!({})).await;
        assert_eq!(late.refused(429), "identity.too_many_attempts");
        // The desk is behind the same address.
        let known = |client: &Client, path: &str| {
            client
                .request(reqwest::Method::POST, path)
                .header("host", HOST)
                .header("cookie", format!("engawa_device={device}"))
        };
        let asked = desk.send(known(&desk, "/sign-in/passkey/challenge").json(&json!({}))).await.ok();
        let credential = passkey.show(ORIGIN, &asked["options"]);
        let answer = json!({ "challenge": asked["challenge"], "credential": credential });
        desk.send(known(&desk, "/sign-in/passkey").json(&answer)).await.ok();
        world.clock().advance(Duration::from_secs(2));
        thief.sign_in(&mut passkey).await.ok();
    });
}
