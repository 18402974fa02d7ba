//! 個人番号の確認: what becomes of words in which a personal number stands is the organisation's decision, and the server's to keep.

use crate::scene::{acts, bodies, id, room, scene, times};
use harness::{Answer, Staff, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

/// A number whose check digit fits, as people write it.
pub const NUMBER: &str = "１２３４-5678-9018";

async fn say(by: &Staff, room: &str, answered: Value) -> Answer {
    let said = json!({ "id": new_id(), "body": format!("番号は {NUMBER} です"), "personal_number": answered });
    by.client.post(&format!("/rooms/{room}/messages"), said).await
}

async fn decide(admin: &Staff, policy: &str) {
    admin.client.put("/number-guard", json!({ "policy": policy })).await.ok();
}

#[test]
fn whoever_writes_a_personal_number_is_asked_first_and_what_they_answered_is_recorded_without_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        assert_eq!(scene.sato.client.get("/number-guard").await.ok()["policy"], "warn", "as long as nobody decided");
        assert_eq!(say(&scene.sato, &home, Value::Null).await.refused(409), "chat.personal_number");
        say(&scene.sato, &home, json!({})).await.ok();
        let recorded = acts(&scene.admin).await;
        let act = recorded.iter().find(|act| act["act"] == "chat.personal_number_said").expect("a record");
        assert_eq!((&act["detail"]["policy"], &act["detail"]["reason"]), (&json!("warn"), &Value::Null));
        assert!(!act.to_string().contains("9018"), "{act}");
        // Other numbers are nobody's business.
        for body in ["123456789012", "090-1234-5678", "2026年4月1日"] {
            scene.sato.client.say(&home, body).await;
        }
        assert_eq!(times(&scene.admin, "chat.personal_number_said").await, 1);
    });
}

#[test]
fn an_organisation_asks_for_a_reason_refuses_or_lets_it_pass() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[]).await;
        scene.sato.client.put("/number-guard", json!({ "policy": "off" })).await.refused(404);
        decide(&scene.admin, "reason").await;
        for no_reason in [json!({}), json!({ "reason": "  " }), json!({ "reason": format!("番号 {NUMBER}") })] {
            assert_eq!(say(&scene.sato, &home, no_reason).await.refused(400), "invalid_input");
        }
        say(&scene.sato, &home, json!({ "reason": "年末調整の確認" })).await.ok();
        let recorded = acts(&scene.admin).await;
        let act = recorded.iter().find(|act| act["act"] == "chat.personal_number_said").expect("a record");
        assert_eq!(act["detail"]["reason"], "年末調整の確認");
        decide(&scene.admin, "refuse").await;
        let refused = say(&scene.sato, &home, json!({ "reason": "どうしても" })).await;
        assert_eq!(refused.refused(409), "chat.personal_number_refused");
        decide(&scene.admin, "off").await;
        say(&scene.sato, &home, Value::Null).await.ok();
        assert_eq!(bodies(&scene.sato, &home).await.len(), 2);
        assert_eq!(times(&scene.admin, "chat.number_guard_set").await, 3);
    });
}

#[test]
fn edits_forwards_and_what_is_planned_are_asked_about_as_well() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[]).await;
        let other = room(&scene.sato, "private", "係", &[]).await;
        let plain = id(&scene.sato.client.say(&home, "あとで書きます").await);
        let words = format!("番号は {NUMBER} です");
        let message = format!("/messages/{plain}");
        let asked = scene.sato.client.patch(&message, json!({ "body": words })).await;
        assert_eq!(asked.refused(409), "chat.personal_number");
        scene.sato.client.patch(&message, json!({ "body": words, "personal_number": {} })).await.ok();
        let targets = json!([{ "room_id": other, "id": new_id() }]);
        let forward = json!({ "messages": [plain], "targets": targets });
        assert_eq!(scene.sato.client.post("/forwards", forward).await.refused(409), "chat.personal_number");
        let forward = json!({ "messages": [plain], "targets": targets, "personal_number": {} });
        scene.sato.client.post("/forwards", forward).await.ok();
        let plan = |answered: Value| {
            json!({
                "id": new_id(), "room_id": home, "body": words, "send_at": "2026-04-01T05:00:00Z",
                "personal_number": answered,
            })
        };
        assert_eq!(scene.sato.client.post("/planned", plan(Value::Null)).await.refused(409), "chat.personal_number");
        scene.sato.client.post("/planned", plan(json!({}))).await.ok();
        world.clock().advance(Duration::from_secs(6 * 3600));
        world.run_jobs().await;
        assert_eq!(bodies(&scene.sato, &home).await.len(), 2, "what was answered holds when it is said");
        // The rule of the moment holds, not the one of when it was planned.
        let mut late = plan(json!({}));
        late["send_at"] = json!("2026-04-01T20:00:00Z");
        scene.sato.client.post("/planned", late).await.ok();
        decide(&scene.admin, "refuse").await;
        world.clock().advance(Duration::from_secs(24 * 3600));
        world.run_jobs().await;
        let kept = scene.sato.client.get("/planned").await.ok();
        assert_eq!(kept["items"][0]["why"], "chat.personal_number_refused");
    });
}

#[test]
fn what_was_answered_about_some_words_says_nothing_of_others() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[]).await;
        let words = format!("番号は {NUMBER} です");
        let planned = json!({
            "id": new_id(), "room_id": home, "body": words, "send_at": "2026-04-01T05:00:00Z", "personal_number": {},
        });
        let plan = format!("/planned/{}", id(&scene.sato.client.post("/planned", planned).await.ok()));
        let other = json!({ "body": "番号は 1234-5678-9026 です" });
        assert_eq!(scene.sato.client.patch(&plan, other).await.refused(409), "chat.personal_number");
        let moved = json!({ "send_at": "2026-04-01T06:00:00Z", "body": words });
        scene.sato.client.patch(&plan, moved).await.ok();
        // What nobody asked about arms no later words.
        let plain = json!({
            "id": new_id(), "room_id": home, "body": "番号なし", "send_at": "2026-04-01T05:00:00Z", "personal_number": {},
        });
        let plan = format!("/planned/{}", id(&scene.sato.client.post("/planned", plain).await.ok()));
        let armed = scene.sato.client.patch(&plan, json!({ "body": words })).await;
        assert_eq!(armed.refused(409), "chat.personal_number");
    });
}

#[test]
fn the_first_words_to_a_post_are_asked_about_and_a_draft_with_a_number_is_not_kept() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[]).await;
        let words = format!("番号は {NUMBER} です");
        let unit = scene.town.units["総務課"].to_string();
        let asked =
            |answered: Value| json!({ "id": new_id(), "unit_id": unit, "body": words, "personal_number": answered });
        let unasked = scene.sato.client.post("/contact-requests", asked(Value::Null)).await;
        assert_eq!(unasked.refused(409), "chat.personal_number");
        scene.sato.client.post("/contact-requests", asked(json!({}))).await.ok();
        assert_eq!(times(&scene.admin, "chat.personal_number_said").await, 1);
        let draft = |body: &str| json!({ "room_id": home, "body": body });
        let path = format!("/drafts/{home}");
        scene.sato.client.put(&path, draft("番号は")).await.ok();
        assert_eq!(scene.sato.client.put(&path, draft(&words)).await.ok()["draft"], Value::Null);
        assert_eq!(scene.sato.client.bootstrap().await["drafts"][0]["body"], "番号は");
        decide(&scene.admin, "off").await;
        assert_eq!(scene.sato.client.put(&path, draft(&words)).await.ok()["draft"]["body"], json!(words));
    });
}
