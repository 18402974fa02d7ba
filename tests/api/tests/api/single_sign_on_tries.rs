//! Whoever makes answers up waits as with passwords, and what an administrator changed meanwhile is not built upon.

use crate::provider::{Trial, come, trial, with};
use crate::scene::{cookie, items};
use harness::{Client, everywhere};
use serde_json::json;
use std::time::Duration;

#[test]
fn whoever_makes_answers_up_has_to_wait_and_nobody_at_a_known_desk_with_them() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let begin = format!("/sign-in/providers/{}", trial.id);
        let desk = world.stranger();
        let device = cookie(&trial.there_and_back(&desk).await, "engawa_device");
        // Tokens that do not fit are the provider's fault: nobody waits for them.
        trial.provider.mood().key = (1, "a");
        for _ in 0..8 {
            assert_eq!(trial.refusal(&desk).await, "oidc.bad_signature");
        }
        trial.provider.mood().key = (0, "a");
        for _ in 0..5 {
            assert_eq!(made_up(&trial, &desk).await, "oidc.attempt_over");
        }
        assert_eq!(desk.post(&begin, json!({})).await.refused(429), "identity.too_many_attempts");
        // Somebody else at the same address, whose device is known, and somebody elsewhere.
        let known = desk.request(reqwest::Method::POST, &begin).json(&json!({}));
        desk.send(known.header("cookie", format!("engawa_device={device}"))).await.ok();
        trial.there_and_back(&world.stranger().from_address("192.0.2.9")).await.ok();
        world.clock().advance(Duration::from_secs(1));
        trial.there_and_back(&desk).await.ok();
        // That forgives what was wrong before.
        for _ in 0..5 {
            assert_eq!(made_up(&trial, &desk).await, "oidc.attempt_over");
        }
    });
}

/// What somebody is told who comes back with a code of their own.
async fn made_up(trial: &Trial, client: &Client) -> String {
    let (mut arrival, kept) = trial.go(client).await;
    arrival["code"] = json!("made-up");
    come(client, &arrival, &kept).await.refused(403)
}

#[test]
fn a_provider_that_was_changed_while_somebody_came_from_it_names_nobody() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let stranger = world.stranger();
        let (arrival, kept) = trial.go(&stranger).await;
        let change = with(&trial.provider, json!({ "link_by_login": false }));
        let path = format!("/oidc/providers/{}", trial.id);
        trial.provider.mood().meanwhile = Some((trial.scene.admin.client.clone(), path, change));
        assert_eq!(come(&stranger, &arrival, &kept).await.refused(403), "oidc.attempt_over");
        let links = trial.scene.admin.client.get(&format!("/oidc/providers/{}/links", trial.id)).await.ok();
        assert_eq!(links["items"], json!([]));
    });
}

#[test]
fn the_record_names_what_was_changed_of_a_provider_and_no_secret() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        trial.change(json!({ "secret": "another-secret", "scopes": "email", "stops_passwords": true })).await;
        let record = trial.scene.admin.client.get("/audit?act=oidc.provider_changed&limit=1").await.ok();
        let entry = &items(&record["items"])[0];
        assert_eq!(entry["detail"]["changed"], json!(["secret", "scopes", "stops_passwords"]));
        assert!(!entry.to_string().contains("another-secret"));
    });
}
