//! Whoever makes answers up waits as with passwords, and what an administrator changed meanwhile is not built upon.

use crate::provider::{come, trial, with};
use crate::scene::items;
use harness::everywhere;
use serde_json::json;

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
