//! Directories made, tried and changed by administrators.

use super::{Place, READERS_PASSWORD, settings};
use crate::scene::{id, items, text};
use harness::everywhere;
use serde_json::{Value, json};

#[test]
fn trying_a_directory_says_what_is_wrong() {
    everywhere(|world| async move {
        let place = Place::of(&world, 7).await;
        let (slapd, admin) = (&place.slapd, place.admin());
        let check = |change: Value, password: Option<&'static str>| {
            let mut settings = settings(&slapd.url());
            for (field, value) in change.as_object().expect("changes") {
                settings[field] = value.clone();
            }
            let body = json!({ "id": null, "settings": settings, "password": password });
            async move { admin.client.post("/ldap/check", body).await }
        };
        let outcome = |change: Value| {
            let tried = check(change, Some(READERS_PASSWORD));
            async move { text(&tried.await.ok()["outcome"]) }
        };
        let fine = check(json!({}), Some(READERS_PASSWORD)).await.ok();
        assert_eq!((&fine["outcome"], items(&fine["sample"]).len()), (&json!("fine"), 5));
        let first = &fine["sample"][0];
        assert_eq!((&first["name"], &first["reading"]), (&json!("髙橋 美咲"), &json!("たかはし みさき")));
        assert_eq!((&first["unit"], &first["fault"]), (&json!("総務課"), &Value::Null));
        let unknown = check(
            json!({ "mapping": { "permanent_id": "entryUUID", "login": "uid", "family_name": "sn", "unit": "mail" } }),
            Some(READERS_PASSWORD),
        );
        assert_eq!(unknown.await.ok()["sample"][0]["fault"]["code"], "unit_unknown");

        assert_eq!(outcome(json!({ "url": "ldap://127.0.0.1:1" })).await, "unreachable");
        assert_eq!(outcome(json!({ "base": "ou=ない,dc=midorino" })).await, "base_missing");
        assert_eq!(outcome(json!({ "filter": "(uid=nobody)" })).await, "nobody");
        assert_eq!(outcome(json!({ "bind_dn": "cn=nobody,dc=midorino" })).await, "bind_refused");
        let wrong = check(json!({}), Some("wrong")).await.ok();
        assert_eq!(wrong["outcome"], "bind_refused");
        let tls = format!("ldaps://127.0.0.1:{}", slapd.tls_port);
        assert_eq!(outcome(json!({ "url": tls })).await, "certificate");
        assert_eq!(outcome(json!({ "url": tls, "ca": slapd.ca() })).await, "fine");
        assert_eq!(outcome(json!({ "start_tls": true, "ca": slapd.ca() })).await, "fine");
        assert_eq!(outcome(json!({ "start_tls": true })).await, "certificate");
        let other_name = format!("ldaps://localhost:{}", slapd.tls_port);
        assert_eq!(outcome(json!({ "url": other_name, "ca": slapd.ca() })).await, "certificate", "not its name");
        assert_eq!(outcome(json!({ "url": format!("ldaps://127.0.0.1:{}", slapd.port) })).await, "no_encryption");

        for (change, field) in [
            (json!({ "filter": "(uid=" }), "filter"),
            (json!({ "url": "http://127.0.0.1" }), "url"),
            (json!({ "url": "ldap://ad.midorino.local" }), "url"),
            (json!({ "ca": "-----BEGIN" }), "ca"),
        ] {
            let refused = check(change, Some(READERS_PASSWORD)).await;
            assert_eq!(refused.body["fields"][0]["field"], field);
            assert_eq!(refused.refused(400), "invalid_input");
        }
        assert_eq!(check(json!({}), None).await.body["fields"][0]["field"], "password");
    });
}

#[test]
fn a_kept_password_goes_only_where_it_was_given_for() {
    everywhere(|world| async move {
        let place = Place::of(&world, 1).await;
        let path = format!("/ldap/directories/{}", place.directory);
        let save = |url: String| json!({ "id": place.directory, "settings": settings(&url), "password": null });
        let here = place.admin().client.post("/ldap/check", save(place.slapd.url())).await.ok();
        assert_eq!(here["outcome"], "fine", "with the password that is kept");
        let elsewhere = save("ldap://127.0.0.1:1".to_owned());
        for answer in [
            place.admin().client.post("/ldap/check", elsewhere.clone()).await,
            place.admin().client.put(&path, elsewhere).await,
        ] {
            assert_eq!(answer.body["fields"], json!([{ "field": "password", "code": "missing" }]));
            answer.refused(400);
        }
        let there = place.admin().client.get(&path).await.ok();
        assert_eq!(there["settings"]["url"], place.slapd.url());
        assert!(!there.to_string().contains(READERS_PASSWORD));
        let mut other = save(place.slapd.url());
        (other["settings"]["most_suspended"], other["password"]) = (json!(7), json!("another"));
        place.admin().client.put(&path, other).await.ok();
        let record = place.admin().client.get("/audit?act=ldap.directory_changed&limit=1").await.ok();
        assert_eq!(record["items"][0]["detail"]["changed"], json!(["most_suspended", "password"]));
    });
}

#[test]
fn nobody_of_another_town_learns_of_a_directory() {
    everywhere(|world| async move {
        let place = Place::of(&world, 1).await;
        let run = place.run(&world).await;
        let other = crate::scene::scene_of(&world, "青浜町").await;
        for path in [format!("/ldap/directories/{}", place.directory), format!("/ldap/runs/{}/lines", id(&run))] {
            assert_eq!(other.admin.client.get(&path).await.refused(404), "not_found");
        }
        assert_eq!(other.admin.client.get("/ldap/directories").await.ok()["items"], json!([]));
        // Its password is nobody else's to use.
        let save = json!({ "id": place.directory, "settings": settings(&place.slapd.url()), "password": null });
        assert_eq!(other.admin.client.post("/ldap/check", save).await.refused(404), "not_found");
    });
}
