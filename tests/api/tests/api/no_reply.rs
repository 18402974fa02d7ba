//! 返信不要: a message whose author wants no reply says so wherever it stands, and nobody is kept from replying.

use crate::later::{HOUR, IN_AN_HOUR, pass};
use crate::scene::{Scene, id, items, room, scene, text};
use crate::sharing::{Pair, pair};
use harness::{Staff, everywhere, new_id};
use jiff::civil::date;
use kernel::Jst;
use serde_json::{Value, json};

async fn say(by: &Staff, room: &str, body: &str, more: Value) -> Value {
    let mut said = json!({ "id": new_id(), "body": body });
    for (key, value) in more.as_object().expect("an object") {
        said[key] = value.clone();
    }
    by.client.post(&format!("/rooms/{room}/messages"), said).await.ok()
}

async fn message(by: &Staff, id: &str) -> Value {
    by.client.get(&format!("/messages/{id}")).await.ok()
}

/// The message of a room with some words.
async fn found(by: &Staff, room: &str, body: &str) -> Value {
    let page = by.client.get(&format!("/rooms/{room}/messages?limit=200")).await.ok();
    let one = items(&page["messages"]).iter().find(|message| message["body"] == body).cloned();
    one.unwrap_or_else(|| panic!("{body} in {page}"))
}

#[test]
fn a_message_says_that_no_reply_is_wanted_through_edits_and_not_once_taken_back_and_may_be_replied_to() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let said = id(&say(&sato, &home, "明日の集合は九時です", json!({ "no_reply": true })).await);
        assert_eq!(message(&ito, &said).await["no_reply"], true);
        assert_eq!(found(&ito, &home, "明日の集合は九時です").await["no_reply"], true);
        sato.client.patch(&format!("/messages/{said}"), json!({ "body": "集合は十時です" })).await.ok();
        assert_eq!(message(&ito, &said).await["no_reply"], true);
        let reply = say(&ito, &home, "承知しました", json!({ "reply_to": said })).await;
        assert_eq!(reply["no_reply"], Value::Null, "what answers it wants whatever its own author wants");
        let told = json!({ "thread": said, "also_to_room": true, "no_reply": true });
        let below = say(&ito, &home, "場所も同じです", told).await;
        assert_eq!(below["no_reply"], true);
        assert_eq!(found(&sato, &home, "場所も同じです").await["no_reply"], true, "the room was told as well");
        sato.client.delete(&format!("/messages/{said}")).await.ok();
        assert_eq!(message(&ito, &said).await["no_reply"], Value::Null);
    });
}

#[test]
fn a_forward_of_it_is_its_forwarders_and_says_nothing_of_the_kind() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let other = room(&sato, "private", "係", &[&ito]).await;
        let said = id(&say(&sato, &home, "配布済みです", json!({ "no_reply": true })).await);
        let forward = json!({ "messages": [said], "targets": [{ "room_id": other, "id": new_id() }] });
        sato.client.post("/forwards", forward).await.ok();
        let page = ito.client.get(&format!("/rooms/{other}/messages?limit=200")).await.ok();
        let carried = items(&page["messages"]).last().expect("a message").clone();
        assert_eq!(carried["forwarded"][0]["body"], "配布済みです");
        assert_eq!(carried["no_reply"], Value::Null);
    });
}

#[test]
fn what_is_planned_says_so_when_it_is_said() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(9 * HOUR));
        let home = room(&sato, "private", "課", &[&ito]).await;
        let asked =
            json!({ "id": new_id(), "room_id": home, "body": "朝礼です", "send_at": IN_AN_HOUR, "no_reply": true });
        assert_eq!(sato.client.post("/planned", asked.clone()).await.ok()["no_reply"], true);
        assert_eq!(items(&sato.client.get("/planned").await.ok()["items"])[0]["no_reply"], true);
        pass(&world, HOUR).await;
        pass(&world, HOUR).await;
        assert_eq!(message(&ito, &text(&asked["id"])).await["no_reply"], true);
    });
}

#[test]
fn the_other_side_of_a_shared_room_reads_it_as_well() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        say(&ours.sato, &here, "訓練は終わりました", json!({ "no_reply": true })).await;
        say(&ours.sato, &here, "ご意見をください", json!({})).await;
        world.run_jobs().await;
        assert_eq!(found(&theirs.sato, &there, "訓練は終わりました").await["no_reply"], true);
        assert_eq!(found(&theirs.sato, &there, "ご意見をください").await["no_reply"], Value::Null);
    });
}
