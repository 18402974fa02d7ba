//! Signing in with an identity provider of the organisation's own.

use crate::provider::{Provider, come, input, trial, with};
use crate::scene::{PASSWORD, acts, cookie, each, id, items, login, scene, scene_of, sign_in, text, times, token};
use crate::second_factor::App;
use harness::{Answer, Client, NewStaff, Staff, everywhere, new_id};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn who_comes_back_is_signed_in_and_known_again_whatever_they_are_called_then() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let stranger = world.stranger();
        let shown = stranger.get("/sign-in/providers").await.ok();
        assert_eq!(shown["items"], json!([{ "id": trial.id, "name": "緑野市の認証" }]));
        let answer = trial.there_and_back(&stranger).await;
        let signed = world.stranger().with_token(Some(token(&answer)));
        assert_eq!(answer.body["person"]["id"], json!(trial.scene.sato.id));
        assert_eq!(signed.get("/me").await.ok()["person"]["id"], json!(trial.scene.sato.id));
        // They marry, and are called otherwise at the provider.
        trial.provider.mood().login = "somebody-else".to_owned();
        let again = trial.there_and_back(&stranger).await.ok();
        assert_eq!(again["person"]["id"], json!(trial.scene.sato.id));
        let links = trial.scene.admin.client.get(&format!("/oidc/providers/{}/links", trial.id)).await.ok();
        assert_eq!(each(&links["items"], "account_id"), [trial.scene.sato.account.to_string()]);
        assert_eq!(times(&trial.scene.admin, "oidc.account_linked").await, 1);
        let signed_in = trial.scene.admin.client.get("/audit?act=identity.signed_in&limit=1").await.ok();
        assert_eq!(signed_in["items"][0]["detail"]["provider"], "緑野市の認証");
    });
}

#[test]
fn a_login_that_is_not_in_the_token_is_asked_for() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        trial.provider.mood().keeps_to_userinfo = true;
        let answer = trial.there_and_back(&world.stranger()).await.ok();
        assert_eq!(answer["person"]["id"], json!(trial.scene.sato.id));
    });
}

#[test]
fn every_answer_that_is_not_good_is_refused_with_a_code_of_its_own() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let client = world.stranger();
        let good = trial.provider.mood().clone();
        for (instead, code) in [
            (json!({ "aud": "another" }), "oidc.other_audience"),
            (json!({ "aud": ["engawa", "another"] }), "oidc.other_audience"),
            (json!({ "iss": "https://other.example" }), "oidc.other_issuer"),
            (json!({ "nonce": "another" }), "oidc.attempt_over"),
            (json!({ "exp": 1_700_000_000 }), "oidc.clock"),
            (json!({ "iat": 1_900_000_000 }), "oidc.clock"),
        ] {
            trial.provider.mood().instead = instead.clone();
            assert_eq!(trial.refusal(&client).await, code, "{instead}");
        }
        *trial.provider.mood() = good.clone();
        for key in [(1, "a"), (1, "b")] {
            trial.provider.mood().key = key;
            assert_eq!(trial.refusal(&world.stranger().from_address("::7")).await, "oidc.bad_signature", "{key:?}");
        }
        *trial.provider.mood() = good.clone();
        for (error, code) in [
            ("invalid_client", "oidc.client_refused"),
            ("invalid_grant", "oidc.attempt_over"),
            ("invalid_scope", "oidc.declined"),
        ] {
            trial.provider.mood().refuses = Some(error);
            assert_eq!(trial.refusal(&world.stranger().from_address("192.0.2.8")).await, code, "{error}");
        }
        *trial.provider.mood() = good;
        for (told, code) in [
            (json!({ "error": "access_denied" }), "oidc.cancelled"),
            (json!({ "error": "invalid_request" }), "oidc.declined"),
            (json!({}), "oidc.declined"),
            (json!({ "code": "x", "iss": "https://other.example" }), "oidc.other_issuer"),
        ] {
            let (arrival, kept) = trial.go(&client).await;
            let mut sent = told.clone();
            sent["state"] = arrival["state"].clone();
            assert_eq!(come(&client, &sent, &kept).await.refused(403), code, "{told}");
        }
        assert_eq!(times(&trial.scene.admin, "oidc.account_linked").await, 0);
        assert!(trial.there_and_back(&client).await.status.is_success());
    });
}

#[test]
fn a_key_that_the_provider_has_just_got_is_asked_for() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        trial.there_and_back(&world.stranger()).await.ok();
        {
            let mut mood = trial.provider.mood();
            (mood.key, mood.shown) = ((1, "b"), vec![(0, "a"), (1, "b")]);
        }
        trial.there_and_back(&world.stranger()).await.ok();
    });
}

#[test]
fn an_attempt_counts_once_for_five_minutes_in_the_browser_that_began_it() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let client = world.stranger();
        let (first, kept) = trial.go(&client).await;
        for other in ["0".repeat(64), String::new()] {
            assert_eq!(come(&client, &first, &other).await.refused(403), "oidc.attempt_over");
        }
        // Somebody else's try has not used it up.
        let opened = come(&client, &first, &kept).await;
        token(&opened);
        assert_eq!(come(&client, &first, &kept).await.refused(403), "oidc.attempt_over");
        let (late, kept) = trial.go(&client).await;
        world.clock().advance(Duration::from_secs(300));
        assert_eq!(come(&client, &late, &kept).await.refused(403), "oidc.attempt_over");
        let unknown = json!({ "state": "in-nothing", "code": "x" });
        assert_eq!(come(&client, &unknown, &kept).await.refused(403), "oidc.attempt_over");
    });
}

#[test]
fn two_windows_of_one_browser_do_not_get_in_each_others_way() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let client = world.stranger();
        let (one, kept) = trial.go(&client).await;
        let path = format!("/sign-in/providers/{}", trial.id);
        let request = client.request(Method::POST, &path).header("cookie", format!("engawa_passage={kept}"));
        let answer = client.send(request).await;
        assert_eq!(cookie(&answer, "engawa_passage"), kept);
        let other = trial.provider.visit(&text(&answer.ok()["address"]));
        come(&client, &one, &kept).await.ok();
        come(&client, &other, &kept).await.ok();
    });
}

#[test]
fn nobody_is_made_and_only_who_is_meant_is_found() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let other = scene_of(&world, "青浜町").await;
        let client = world.stranger();
        for login in ["nobody".to_owned(), login(&other.sato).await] {
            trial.provider.mood().login = login.clone();
            assert_eq!(trial.refusal(&client).await, "oidc.no_account", "{login}");
        }
        trial.provider.mood().login = login(&trial.scene.sato).await;
        trial.change(json!({ "login_claim": "employee" })).await;
        assert_eq!(trial.refusal(&client).await, "oidc.no_login");
        trial.change(json!({ "login_claim": "email" })).await;
        for unsaid in [json!({ "email_verified": false }), json!({ "email_verified": null })] {
            trial.provider.mood().instead = unsaid;
            assert_eq!(trial.refusal(&client).await, "oidc.unverified");
        }
        trial.change(json!({ "link_by_login": false })).await;
        assert_eq!(trial.refusal(&client).await, "oidc.no_account");
        trial.change(json!({})).await;
        trial.provider.mood().instead = json!({});
        let came = world.stranger().with_token(Some(token(&trial.there_and_back(&client).await)));
        let mut line = came.live_now().await;
        // Whoever gets the login of somebody who was there before does not become them.
        trial.provider.mood().subject = "subject-2".to_owned();
        assert_eq!(trial.there_and_back(&client).await.refused(409), "oidc.account_linked");
        let path = format!("/oidc/providers/{}/links/{}", trial.id, trial.scene.sato.account);
        trial.scene.admin.client.delete(&path).await.ok();
        while line.next().await.is_some() {}
        assert_eq!(came.get("/me").await.status, 401, "who has come by the link is not to stay");
        trial.there_and_back(&client).await.ok();
        assert_eq!(
            trial.scene.admin.client.delete(&path.replace(&trial.id, &new_id())).await.refused(404),
            "not_found"
        );
    });
}

#[test]
fn an_initial_password_that_nobody_was_told_does_not_stand_in_the_way() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let sato = &trial.scene.sato;
        let login = login(sato).await;
        let initial =
            trial.scene.admin.client.post(&format!("/accounts/{}/password-reset", sato.account), json!({})).await.ok();
        let answer = trial.there_and_back(&world.stranger()).await;
        let came = world.stranger().with_token(Some(token(&answer)));
        assert_eq!(answer.ok()["must_change_password"], false);
        assert_eq!(came.get("/me").await.ok()["must_change_password"], false);
        came.get("/bootstrap").await.ok();
        let by_password = sign_in(&world.stranger(), &login, &text(&initial["initial_password"])).await;
        let there = world.stranger().with_token(Some(token(&by_password)));
        assert_eq!(by_password.ok()["must_change_password"], true);
        assert_eq!(there.get("/bootstrap").await.refused(403), "password_change_needed");
        came.get("/bootstrap").await.ok();
    });
}

#[test]
fn who_is_stopped_or_comes_from_where_nobody_may_be_stays_outside() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let (admin, client) = (&trial.scene.admin.client, world.stranger());
        trial.there_and_back(&client).await.ok();
        let path = format!("/accounts/{}", trial.scene.sato.account);
        admin.patch(&path, json!({ "state": "suspended" })).await.ok();
        assert_eq!(trial.refusal(&client).await, "identity.suspended");
        admin.patch(&path, json!({ "state": "active" })).await.ok();
        let rule = json!({ "allowed": true, "factor": "optional", "idle_days": 14, "session_days": 90 });
        let mut closed = rule.clone();
        closed["allowed"] = json!(false);
        let networks = json!([{ "name": "来庁者", "ranges": ["198.51.100.0/24"], "rule": closed }]);
        admin.put("/sign-in-rules", json!({ "networks": networks, "elsewhere": rule })).await.ok();
        let guest = client.clone().from_address("198.51.100.7");
        assert_eq!(trial.there_and_back(&guest).await.refused(401), "identity.network_refused");
        trial.there_and_back(&client).await.ok();
        // Who has left is nobody here any more.
        let leave = format!("/people/{}/leave", trial.scene.sato.id);
        admin.post(&leave, json!({ "date": "2026-04-01" })).await.ok();
        crate::scene::next_day(&world, jiff::civil::date(2026, 4, 2)).await;
        assert_eq!(trial.refusal(&client).await, "oidc.no_account");
    });
}

#[test]
fn a_second_factor_is_asked_for_unless_the_provider_is_believed_to_have_done_so() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let (admin, client) = (&trial.scene.admin.client, world.stranger());
        let strict = json!({ "allowed": true, "factor": "everybody", "idle_days": 14, "session_days": 90 });
        let mild = json!({ "allowed": true, "factor": "optional", "idle_days": 14, "session_days": 90 });
        let networks = json!([{ "name": "庁内", "ranges": ["192.0.2.0/24"], "rule": mild }]);
        admin.put("/sign-in-rules", json!({ "networks": networks, "elsewhere": strict })).await.ok();
        let outside = client.clone().from_address("198.51.100.7");
        let me = async |answer: Answer| outside.clone().with_token(Some(token(&answer))).get("/me").await.ok();
        // The provider's word counts for nothing: a factor has to be set up here.
        let here = trial.there_and_back(&outside).await;
        assert_eq!(me(here).await["must_set_up_factor"], true);
        trial.change(json!({ "factor": "claimed" })).await;
        trial.provider.mood().instead = json!({ "amr": ["pwd"] });
        let silent = trial.there_and_back(&outside).await;
        assert_eq!(me(silent).await["must_set_up_factor"], true);
        trial.provider.mood().instead = json!({ "amr": ["pwd", "mfa"] });
        let said = trial.there_and_back(&outside).await;
        assert_eq!(said.body["must_set_up_factor"], false);
        let token = token(&said);
        let rooms = outside.clone().with_token(Some(token)).get("/rooms").await;
        assert!(rooms.status.is_success(), "{}", rooms.body);
        trial.change(json!({ "factor": "always" })).await;
        trial.provider.mood().instead = json!({});
        let always = trial.there_and_back(&outside).await;
        assert_eq!(always.body["must_set_up_factor"], false);
    });
}

#[test]
fn who_has_an_app_here_is_asked_for_its_code_after_the_provider() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let sato = &trial.scene.sato;
        // Without a password, whoever has just signed in may set one up.
        let begun = sato.client.post("/me/code", json!({ "password": "" })).await.ok();
        let app = App::with(&begun["secret"]);
        sato.client.put("/me/code", json!({ "code": app.shows(&world, 0) })).await.ok();
        let answer = trial.there_and_back(&world.stranger()).await.ok();
        assert_eq!(answer["ways"], json!(["code", "recovery_code"]), "{answer}");
        let step = json!({ "challenge": answer["challenge"], "code": app.shows(&world, 30) });
        let me = world.stranger().post("/sign-in/second-step", step).await.ok();
        assert_eq!(me["person"]["id"], json!(sato.id));
    });
}

#[test]
fn without_a_password_only_who_has_just_signed_in_changes_how_they_do() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        world.clock().advance(Duration::from_secs(601));
        let refused = trial.scene.sato.client.post("/me/code", json!({ "password": "" })).await;
        assert_eq!(refused.refused(403), "identity.sign_in_anew");
        let fresh = world.stranger().with_token(Some(token(&trial.there_and_back(&world.stranger()).await)));
        let methods = fresh.get("/me/sign-in-methods").await.ok();
        assert_eq!(methods["password"], false);
        fresh.put("/me/password", json!({ "current": "", "new": PASSWORD })).await.ok();
        assert_eq!(fresh.get("/me/sign-in-methods").await.ok()["password"], true);
        sign_in(&world.stranger(), &login(&Staff { client: fresh, ..trial.scene.sato.clone() }).await, PASSWORD)
            .await
            .ok();
    });
}

#[test]
fn passwords_of_the_linked_are_stopped_and_administrators_keep_theirs() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let client = world.stranger();
        let with = |family, readings| crate::scene::with_password(NewStaff::named(family, "正", readings));
        let hara = trial.scene.town.staff(&world, with("原", ("はら", "ただし"))).await;
        let boss = trial.scene.town.staff(&world, with("上野", ("うえの", "ただし"))).await;
        trial.change(json!({ "stops_passwords": true })).await;
        for (staff, subject) in [(&hara, "hara"), (&boss, "boss")] {
            let login = login(staff).await;
            sign_in(&client, &login, PASSWORD).await.ok();
            {
                let mut mood = trial.provider.mood();
                (mood.login, mood.subject) = (login, subject.to_owned());
            }
            trial.there_and_back(&client).await.ok();
        }
        let rights = json!({ "rights": "administrator" });
        trial.scene.admin.client.patch(&format!("/accounts/{}", boss.account), rights).await.ok();
        let (of_hara, of_boss) = (login(&hara).await, login(&boss).await);
        assert_eq!(sign_in(&client, &of_hara, PASSWORD).await.refused(403), "identity.password_stopped");
        // A wrong one is told nothing.
        assert_eq!(sign_in(&client, &of_hara, "not the password").await.refused(401), "identity.wrong_credentials");
        sign_in(&client, &of_boss, PASSWORD).await.ok();
        let path = format!("/me/provider-links/{}", trial.id);
        assert_eq!(hara.client.delete(&path).await.refused(409), "oidc.kept");
        // Nobody becomes an administrator by bearing one's login elsewhere: those link themselves.
        let other = trial.scene.town.staff(&world, with("宮", ("みや", "ただし")).administrator()).await;
        let theirs = login(&other).await;
        {
            let mut mood = trial.provider.mood();
            (mood.login, mood.subject) = (theirs, "miya".to_owned());
        }
        assert_eq!(trial.there_and_back(&client).await.refused(403), "oidc.no_account");
        // Once the provider is gone passwords count again.
        trial.scene.admin.client.delete(&format!("/oidc/providers/{}", trial.id)).await.ok();
        sign_in(&client, &of_hara, PASSWORD).await.ok();
    });
}

#[test]
fn the_last_way_of_the_administrators_is_not_taken_away() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let path = format!("/oidc/providers/{}", trial.id);
        let refused = trial.scene.admin.client.delete(&path).await;
        assert_eq!(refused.refused(409), "oidc.administrators_need_password");
        trial.scene.admin.client.put("/me/password", json!({ "current": "", "new": PASSWORD })).await.ok();
        trial.scene.admin.client.delete(&path).await.ok();
        assert_eq!(trial.scene.admin.client.get("/oidc/providers").await.ok()["items"], json!([]));
    });
}

#[test]
fn one_links_and_unlinks_oneself_as_long_as_another_way_in_remains() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        trial.change(json!({ "link_by_login": false })).await;
        let new = crate::scene::with_password(NewStaff::named("原", "正", ("はら", "ただし")));
        let hara = trial.scene.town.staff(&world, new).await;
        let path = format!("/me/provider-links/{}", trial.id);
        let go = async |staff: &Staff, password: &str| staff.client.post(&path, json!({ "password": password })).await;
        assert_eq!(go(&hara, "not it").await.refused(400), "identity.wrong_password");
        let finish = async |staff: &Staff, arrival: &Value, kept: &str| {
            let request = staff.client.request(Method::PUT, "/me/provider-links").json(arrival);
            let cookies = format!("engawa_session={}; engawa_passage={kept}", staff.token);
            // The harness has set the session's cookie already; this one takes its place.
            let mut request = request.build().expect("a request");
            request.headers_mut().insert("cookie", cookies.parse().expect("a header"));
            let http = reqwest::Client::builder().tls_certs_only([]).build().expect("a client");
            let answer = http.execute(request).await.expect("an answer");
            (answer.status().as_u16(), answer.text().await.expect("a body"))
        };
        let answer = go(&hara, PASSWORD).await;
        let kept = cookie(&answer, "engawa_passage");
        let arrival = trial.provider.visit(&text(&answer.ok()["address"]));
        // Neither as a sign-in nor by somebody else.
        assert_eq!(come(&world.stranger(), &arrival, &kept).await.refused(403), "oidc.attempt_over");
        let answer = go(&hara, PASSWORD).await;
        let kept = cookie(&answer, "engawa_passage");
        let arrival = trial.provider.visit(&text(&answer.ok()["address"]));
        assert_eq!(finish(&trial.scene.ito, &arrival, &kept).await.0, 403);
        let answer = go(&hara, PASSWORD).await;
        let kept = cookie(&answer, "engawa_passage");
        let arrival = trial.provider.visit(&text(&answer.ok()["address"]));
        assert_eq!(finish(&hara, &arrival, &kept).await, (204, String::new()));
        let own = hara.client.get("/me/provider-links").await.ok();
        assert_eq!((&own["items"][0]["removable"], own["items"][0]["linked_at"].is_null()), (&json!(true), false));
        // Who it is there is taken.
        let answer = go(&trial.scene.ito, "").await;
        let kept = cookie(&answer, "engawa_passage");
        let arrival = trial.provider.visit(&text(&answer.ok()["address"]));
        let (status, told) = finish(&trial.scene.ito, &arrival, &kept).await;
        assert!(status == 409 && told.contains("oidc.subject_linked"), "{status} {told}");
        let opened = trial.there_and_back(&world.stranger()).await.ok();
        assert_eq!(opened["person"]["id"], json!(hara.id));
        hara.client.delete(&path).await.ok();
        assert_eq!(hara.client.delete(&path).await.refused(404), "not_found");
        assert_eq!(trial.refusal(&world.stranger()).await, "oidc.no_account");
        // Who has no password keeps the only way in.
        trial.change(json!({})).await;
        trial.there_and_back(&world.stranger()).await.ok();
        assert_eq!(trial.scene.sato.client.delete(&path).await.refused(409), "oidc.last_way");
        let linked: Vec<Value> = acts(&trial.scene.admin).await;
        let names: Vec<&Value> = linked.iter().map(|entry| &entry["act"]).collect();
        assert!(names.contains(&&json!("oidc.account_unlinked")), "{names:?}");
    });
}

#[test]
fn administrators_keep_providers_and_nobody_sees_a_secret_again() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let (admin, other) = (&trial.scene.admin.client, scene_of(&world, "青浜町").await);
        let list = admin.get("/oidc/providers").await.ok();
        assert_eq!(list["redirect_uris"], json!([format!("http://{}/sign-in/return", world.address)]));
        let shown = &list["items"][0];
        assert_eq!((&shown["has_secret"], &shown["linked"]), (&json!(true), &json!(0)));
        let path = format!("/oidc/providers/{}", trial.id);
        let seen = shown["tick"].as_i64().expect("a version");
        let renamed = with(&trial.provider, json!({ "name": "新しい認証 SSO", "secret": null }));
        let request =
            |seen: i64| admin.request(Method::PUT, &path).header("if-match", format!("\"{seen}\"")).json(&renamed);
        let changed = admin.send(request(seen)).await.ok();
        assert_eq!((&changed["name"], &changed["has_secret"]), (&json!("新しい認証 SSO"), &json!(true)));
        assert_eq!(admin.send(request(seen)).await.refused(412), "stale");
        let twice = with(&trial.provider, json!({ "id": new_id(), "name": "新しい認証 ＳＳＯ" }));
        let fault = admin.post("/oidc/providers", twice).await;
        assert_eq!(fault.body["fields"], json!([{ "field": "name", "code": "already_exists" }]));
        let moved = admin.put(&path, with(&trial.provider, json!({ "issuer": "https://id.example" }))).await;
        assert_eq!(moved.body["fields"], json!([{ "field": "issuer", "code": "fixed" }]));
        // The same id again is the same provider.
        let mut again = with(&trial.provider, json!({}));
        again["id"] = json!(trial.id);
        assert_eq!(id(&admin.post("/oidc/providers", again).await.ok()), trial.id);
        for number in 0..4 {
            let more = with(&trial.provider, json!({ "id": new_id(), "name": format!("認証{number}") }));
            admin.post("/oidc/providers", more).await.ok();
        }
        let more = with(&trial.provider, json!({ "id": new_id(), "name": "六つめ" }));
        assert_eq!(admin.post("/oidc/providers", more).await.refused(409), "oidc.too_many_providers");
        assert_eq!(other.admin.client.put(&path, input(&trial.provider)).await.refused(404), "not_found");
        assert_eq!(items(&other.admin.client.get("/oidc/providers").await.ok()["items"]).len(), 0);
        let told = json!([list, changed, acts(&trial.scene.admin).await]).to_string();
        assert!(!told.contains("himitsu"), "{told}");
        assert_eq!(times(&trial.scene.admin, "oidc.provider_created").await, 5);
        // Where organisations share the program, each offers its own.
        let theirs = with(&trial.provider, json!({ "id": new_id(), "name": "青浜町の認証" }));
        other.admin.client.post("/oidc/providers", theirs).await.ok();
        let offered = async |client: Client| each(&client.get("/sign-in/providers").await.ok()["items"], "name");
        assert_eq!(offered(other.town.stranger(&world)).await, ["青浜町の認証"]);
        assert!(!offered(world.stranger()).await.contains(&"青浜町の認証".to_owned()));
        let theirs = other.admin.client.get("/oidc/providers").await.ok();
        let back = format!("http://{}/o/town-1/sign-in/return", world.address);
        assert_eq!(theirs["redirect_uris"], json!([back]));
    });
}

#[test]
fn a_check_says_what_is_wrong_with_a_provider() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let check = async |issuer: &str, authority: Value| {
            let place = json!({ "issuer": issuer, "authority": authority });
            trial.scene.admin.client.post("/oidc/providers/check", place).await.ok()
        };
        let issuer = trial.provider.issuer();
        let fine = check(issuer, Value::Null).await;
        assert_eq!((&fine["fault"], &fine["detail"]), (&Value::Null, &json!(format!("{issuer}/authorize"))));
        for (place, authority, fault) in [
            ("https://", Value::Null, "no_address"),
            ("http://id.example", Value::Null, "insecure"),
            ("https://id.example", json!("no certificate"), "no_authority"),
            ("http://127.0.0.1:1", Value::Null, "away"),
            (&format!("{issuer}/elsewhere"), Value::Null, "no_document"),
        ] {
            assert_eq!(check(place, authority).await["fault"], fault, "{place}");
        }
        for (document, fault) in [
            (json!({ "issuer": "https://id.example" }), "other_issuer"),
            (json!({ "token_endpoint": "http://id.example/token" }), "insecure"),
            (json!({ "jwks_uri": "http://id.example/keys" }), "insecure"),
            (json!({ "token_endpoint": null }), "no_document"),
        ] {
            trial.provider.mood().document = document.clone();
            assert_eq!(check(issuer, Value::Null).await["fault"], fault, "{document}");
        }
    });
}

#[test]
fn a_provider_that_does_not_answer_is_said_to_be_away() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let provider = Provider::start(&world).await;
        let away = with(&provider, json!({ "id": new_id(), "issuer": "http://127.0.0.1:1" }));
        let away = id(&scene.admin.client.post("/oidc/providers", away).await.ok());
        let answer = world.stranger().post(&format!("/sign-in/providers/{away}"), json!({})).await;
        assert_eq!(answer.refused(503), "oidc.away");
        let unknown = world.stranger().post(&format!("/sign-in/providers/{}", new_id()), json!({})).await;
        assert_eq!(unknown.refused(404), "not_found");
        // At an address that is not the program's own nobody is sent away.
        let elsewhere = world.stranger().request(Method::GET, "/sign-in/providers").header("host", "other.example");
        assert_eq!(world.stranger().send(elsewhere).await.ok()["items"], json!([]));
    });
}
