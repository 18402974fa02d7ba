//! Whoever makes answers up waits as with passwords, and what an administrator changed meanwhile is not built upon.

use crate::provider::trial;
use crate::scene::items;
use harness::everywhere;
use serde_json::json;

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
