//! Organisations at their addresses: whoever is signed in at one is a stranger at all others.

use crate::organisations::towns;
use crate::provider::{come, trial};
use crate::scene::{PASSWORD, Scene, cookie, id, login, scene, scene_of, sign_in, text, token, with_password};
use crate::second_factor::{challenge, second_step, tanaka};
use harness::{NewStaff, Staff, World, everywhere, new_id};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// What somebody is answered who gives their login and [`PASSWORD`] at the addresses of two towns.
async fn me_of(world: &World, scene: &Scene, number: &str) -> Value {
    sign_in(&scene.town.stranger(world), number, PASSWORD).await.ok()
}

/// 田中 in both towns, with one number and one password.
async fn twins(world: &World, (ours, theirs): (&Scene, &Scene)) -> (Staff, Staff, String) {
    let tanaka = || with_password(NewStaff::named("田中", "実", ("たなか", "みのる")));
    let (here, there) = (ours.town.staff(world, tanaka()).await, theirs.town.staff(world, tanaka()).await);
    let number = login(&here).await;
    let same = json!({ "staff_number": number });
    theirs.admin.client.patch(&format!("/people/{}", there.id), same).await.ok();
    (here, there, number)
}

#[test]
fn a_session_counts_at_the_address_of_its_organisation_and_is_nothing_at_others() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let (here, there) = (&ours.sato, &theirs.sato);
        for (staff, abroad) in [(here, theirs.town.code.as_deref()), (there, None), (here, Some("nowhere"))] {
            staff.client.get("/me").await.ok();
            let abroad = staff.client.clone().at(abroad);
            let status = if abroad.get("/health").await.status == 404 { 404 } else { 401 };
            for path in ["/me", "/bootstrap", "/people", "/me/badge", "/live/sse?epoch=none&tick=0", "/audit"] {
                abroad.get(path).await.refused(status);
            }
            abroad.post("/sign-out", json!({})).await.refused(status);
            staff.client.get("/me").await.ok();
        }
        // A browser shows the first one's cookie everywhere, and there it is the wrong one.
        let both = format!("engawa_session={}; engawa_session_town-1={}", here.token, there.token);
        for (scene, staff) in [(&ours, here), (&theirs, there)] {
            let client = scene.town.stranger(&world);
            let me = client.send(client.request(Method::GET, "/me").header("cookie", &both)).await.ok();
            assert_eq!(me["person"]["id"], json!(staff.id));
            assert_eq!(me["organisation"]["code"], json!(scene.town.code));
        }
        let only = theirs.town.stranger(&world);
        let first = only.request(Method::GET, "/me").header("cookie", format!("engawa_session={}", there.token));
        only.send(first).await.refused(401);
    });
}

#[test]
fn a_code_that_no_organisation_has_is_nowhere_for_everybody() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        for code in ["nowhere", "town-2", "Town-1", "town_1", "town-1%20", "%74own-1", "t", &"a".repeat(40)] {
            for client in [world.stranger(), ours.admin.client.clone(), theirs.admin.client.clone()] {
                let client = client.at(Some(code));
                for path in ["/health", "/setup", "/organisations/listed", "/me", "/nothing"] {
                    assert_eq!(client.get(path).await.refused(404), "not_found", "{code} {path}");
                }
                let scim = client.send(client.request_below("/scim/v2", Method::GET, "/Users")).await;
                assert_eq!(scim.status, 404);
                sign_in(&client, "s1", PASSWORD).await.refused(404);
            }
        }
    });
}

#[test]
fn whoever_asks_for_many_codes_is_put_off_and_nobody_else() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let mut answers = Vec::new();
        theirs.sato.client.get("/me").await.ok();
        for turn in 0..60 {
            let client = world.stranger().at(Some(&format!("guess-{turn}")));
            answers.push(client.get("/health").await.status.as_u16());
        }
        assert_eq!((answers[0], answers[59]), (404, 429), "{answers:?}");
        for staff in [&ours.sato, &theirs.sato] {
            staff.client.get("/me").await.ok();
        }
        world.clock().advance(Duration::from_secs(1));
        world.stranger().at(Some("guess-0")).get("/health").await.refused(404);
    });
}

#[test]
fn the_same_login_and_password_open_the_organisation_of_the_address() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let (here, there, number) = twins(&world, (&ours, &theirs)).await;
        for (scene, staff) in [(&ours, &here), (&theirs, &there)] {
            let me = me_of(&world, scene, &number).await;
            assert_eq!(me["person"]["id"], json!(staff.id));
        }
        sign_in(&world.stranger(), &login(&theirs.ito).await, PASSWORD).await.refused(401);
        // Whoever guesses at one keeps nobody from the other.
        for _ in 0..5 {
            sign_in(&theirs.town.stranger(&world), &number, "違う").await.refused(401);
        }
        sign_in(&theirs.town.stranger(&world), &number, PASSWORD).await.refused(429);
        me_of(&world, &ours, &number).await;
        let failed = "/audit?act=identity.sign_in_failed&limit=200";
        assert_eq!(ours.admin.client.get(failed).await.ok()["items"], json!([]), "it is in the record of the other");
    });
}

#[test]
fn one_browser_holds_a_session_and_a_known_device_for_each_organisation() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let (_, _, number) = twins(&world, (&ours, &theirs)).await;
        let set = |answer: &harness::Answer| -> Vec<String> {
            let all =
                answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().expect("ASCII").to_owned());
            all.collect()
        };
        for (scene, ending, path) in [(&ours, "", "Path=/"), (&theirs, "_town-1", "Path=/o/town-1/")] {
            let client = scene.town.stranger(&world);
            let given = sign_in(&client, &number, PASSWORD).await;
            let cookies = set(&given);
            assert_eq!(cookies.len(), 2);
            for (cookie, name) in cookies.iter().zip(["engawa_session", "engawa_device"]) {
                assert!(cookie.starts_with(&format!("{name}{ending}=")), "{cookie}");
                let words: Vec<&str> = cookie.split("; ").collect();
                assert!(["HttpOnly", "SameSite=Lax", path].iter().all(|word| words.contains(word)), "{cookie}");
            }
            let out = client.with_token(Some(token(&given))).post("/sign-out", json!({})).await;
            let gone = set(&out);
            assert!(gone[0].starts_with(&format!("engawa_session{ending}=; Max-Age=0")) && gone[0].ends_with(path));
        }
        // What is kept of a device is told to the address that it is known at, and counts there alone.
        let desk = theirs.town.stranger(&world);
        let device = cookie(&sign_in(&desk, &number, PASSWORD).await, "engawa_device_town-1");
        let at_home = format!("engawa_device={device}");
        let body = json!({ "login": number, "password": "違う" });
        let wrong = async |client: &harness::Client, cookie: &str| {
            client.send(client.request(Method::POST, "/sign-in").header("cookie", cookie).json(&body)).await
        };
        let home = ours.town.stranger(&world);
        for _ in 0..5 {
            wrong(&home, &at_home).await.refused(401);
        }
        sign_in(&home, &number, PASSWORD).await.refused(429);
    });
}

#[test]
fn a_second_step_goes_on_where_the_first_was_taken() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let tanaka = tanaka(&world, &ours).await;
        let twin = theirs.town.staff(&world, with_password(NewStaff::named("田中", "実", ("たなか", "みのる")))).await;
        let same = json!({ "staff_number": tanaka.login });
        theirs.admin.client.patch(&format!("/people/{}", twin.id), same).await.ok();
        let desk = world.stranger();
        let begun = challenge(&desk, &tanaka.login).await;
        let code = tanaka.app.shows(&world, 0);
        let abroad = second_step(&theirs.town.stranger(&world), &begun, &code).await;
        assert_eq!(abroad.refused(401), "identity.challenge_over");
        assert_eq!(second_step(&desk, &begun, &code).await.ok()["person"]["id"], json!(tanaka.staff.id));
    });
}

#[test]
fn a_passage_to_a_provider_ends_where_it_began() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let other = scene_of(&world, "青浜町").await;
        let (home, abroad) = (world.stranger(), other.town.stranger(&world));
        let begin = format!("/sign-in/providers/{}", trial.id);
        abroad.post(&begin, json!({})).await.refused(404);
        assert_eq!(abroad.get("/sign-in/providers").await.ok()["items"], json!([]));
        other
            .sato
            .client
            .post(&format!("/me/provider-links/{}", trial.id), json!({ "password": "x" }))
            .await
            .refused(404);
        let (arrival, kept) = trial.go(&home).await;
        // Neither with the cookie as the browser has it, nor with one made for the other address.
        for name in ["engawa_passage", "engawa_passage_town-1"] {
            let request = abroad.request(Method::POST, "/sign-in/return").json(&arrival);
            let answer = abroad.send(request.header("cookie", format!("{name}={kept}"))).await;
            assert_eq!(answer.refused(403), "oidc.attempt_over", "{name}");
        }
        let (arrival, kept) = trial.go(&home).await;
        come(&home, &arrival, &kept).await.ok();
    });
}

#[test]
fn a_passage_of_another_organisation_comes_back_to_its_own_address() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let other = scene_of(&world, "青浜町").await;
        let provider = crate::provider::with(&trial.provider, json!({ "id": new_id() }));
        let provider = id(&other.admin.client.post("/oidc/providers", provider).await.ok());
        trial.provider.mood().login = login(&other.sato).await;
        let client = other.town.stranger(&world);
        let begun = client.post(&format!("/sign-in/providers/{provider}"), json!({})).await;
        let path = begun.headers["set-cookie"].to_str().expect("ASCII").to_owned();
        assert!(path.contains("; Path=/o/town-1/api"), "{path}");
        let kept = cookie(&begun, "engawa_passage_town-1");
        let address = text(&begun.ok()["address"]);
        assert!(address.contains("%2Fo%2Ftown-1%2Fsign-in%2Freturn"), "{address}");
        let arrival = trial.provider.visit(&address);
        let request = client.request(Method::POST, "/sign-in/return").json(&arrival);
        let signed_in = client.send(request.header("cookie", format!("engawa_passage_town-1={kept}"))).await;
        assert_eq!(signed_in.ok()["person"]["id"], json!(other.sato.id));
    });
}

#[test]
fn a_programs_token_opens_the_address_of_its_organisation_and_is_answered_with_it() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let mut secrets = Vec::new();
        for scene in [&ours, &theirs] {
            let new = json!({ "id": new_id(), "name": "認証基盤" });
            secrets.push(text(&scene.admin.client.post("/scim/tokens", new).await.ok()["secret"]));
        }
        for (place, scene) in [&ours, &theirs].into_iter().enumerate() {
            let client = scene.town.stranger(&world);
            let users = async |secret: &str| {
                let request = client.request_below("/scim/v2", Method::GET, "/Users");
                client.send(request.header("authorization", format!("Bearer {secret}"))).await
            };
            assert_eq!(users(&secrets[1 - place]).await.status, 401);
            let list = users(&secrets[place]).await.ok();
            let prefix = if place == 0 { "" } else { "/o/town-1" };
            let base = format!("http://{}{prefix}/scim/v2/Users/", world.address);
            let location = text(&list["Resources"][0]["meta"]["location"]);
            assert!(location.starts_with(&base), "{location}");
        }
        let used = ours.admin.client.get("/scim/tokens").await.ok();
        assert_eq!(used["items"][0]["used_on"], json!(ours.town.today(&world).to_string()));
    });
}

#[test]
fn a_live_line_at_another_organisations_address_is_refused() {
    everywhere(|world| async move {
        let (ours, theirs) = (scene(&world).await, scene_of(&world, "青浜町").await);
        let abroad = ours.sato.client.clone().at(theirs.town.code.as_deref());
        let upgrade =
            abroad.request(Method::GET, "/live").header("connection", "upgrade").header("upgrade", "websocket");
        let upgrade =
            upgrade.header("sec-websocket-version", "13").header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        abroad.send(upgrade).await.refused(401);
        let mut line = theirs.sato.client.live_now().await;
        theirs.sato.client.put("/me/settings", json!({ "theme": "dark" })).await.ok();
        assert_eq!(line.event("identity.settings_changed").await["settings"]["theme"], "dark");
    });
}
