//! 転送: what was said in one room is sent on to another, as it was, by whom the server lets.

use crate::outsiders::{guest, new_guest};
use crate::scene::{direct, id, items, number, reply, room, scene, settled, text};
use harness::{Answer, Staff, everywhere, new_id};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::Duration;

/// Sends messages on, confirming those of whom one was warned.
pub async fn send_on(by: &Staff, messages: &[&str], rooms: &[&str], note: &str, confirmed: &Value) -> Answer {
    let targets: Vec<Value> = rooms.iter().map(|room| json!({ "room_id": room, "id": new_id() })).collect();
    let asked = json!({ "messages": messages, "targets": targets, "note": note, "confirmed": confirmed });
    by.client.post("/forwards", asked).await
}

pub async fn warned(by: &Staff, messages: &[&str], rooms: &[&str]) -> Value {
    by.client.post("/forwards/preview", json!({ "messages": messages, "rooms": rooms })).await.ok()
}

/// Sends messages on to whoever reads it then.
pub async fn passed_on(by: &Staff, messages: &[&str], rooms: &[&str], note: &str) -> Answer {
    let warning = warned(by, messages, rooms).await;
    send_on(by, messages, rooms, note, &warning["confirmation"]).await
}

/// The newest message of a room.
pub async fn newest(staff: &Staff, room: &str) -> Value {
    let page = staff.client.get(&format!("/rooms/{room}/messages?limit=200")).await.ok();
    items(&page["messages"]).last().expect("a message").clone()
}

#[test]
fn what_is_forwarded_says_whose_it_is_and_stays_as_it_was() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let here = room(&scene.sato, "private", "予算", &[&scene.ito]).await;
        let there = room(&scene.ito, "private", "係", &[&scene.sato]).await;
        let first = id(&scene.sato.client.say(&here, "一つ目").await);
        world.clock().advance(Duration::from_secs(1));
        let second = id(&reply(&scene.sato, &here, &first, "二つ目").await);
        let mut live = settled(&scene.sato).await;
        let sent = send_on(&scene.ito, &[&second, &first], &[&there], "ご参考まで", &Value::Null).await;
        assert_eq!(sent.status, 201, "{}", sent.body);
        let told = live.event("chat.message_posted").await;
        let message = newest(&scene.sato, &there).await;
        assert_eq!(told["message"]["forwarded"], message["forwarded"]);
        assert_eq!((&message["body"], &message["author_id"]), (&json!("ご参考まで"), &json!(scene.ito.id)));
        let said: Vec<&Value> = items(&message["forwarded"]).iter().map(|one| &one["body"]).collect();
        assert_eq!(said, ["一つ目", "二つ目"], "in the order in which they were said");
        let one = &message["forwarded"][1];
        assert_eq!(
            (&one["author_id"], &one["room_id"], &one["thread_id"], &one["message_id"], &one["withdrawn"]),
            (&json!(scene.sato.id), &json!(here), &json!(first), &json!(second), &json!(false))
        );
        scene.sato.client.patch(&format!("/messages/{first}"), json!({ "body": "言い直した" })).await.ok();
        assert_eq!(newest(&scene.sato, &there).await["forwarded"], message["forwarded"]);
        // Whoever forwards it may change their note, also to nothing.
        let note = id(&message);
        let changed = scene.ito.client.patch(&format!("/messages/{note}"), json!({ "body": "" })).await.ok();
        assert_eq!((&changed["body"], &changed["forwarded"]), (&json!(""), &message["forwarded"]));
        let shown = scene.ito.client.get(&format!("/rooms/{there}")).await.ok();
        assert_eq!((&shown["last"]["excerpt"], &shown["last"]["forwards"]), (&json!(""), &json!(true)));
    });
}

#[test]
fn the_same_ids_again_are_the_same_forward_and_all_rooms_get_it_or_none() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let here = room(&scene.sato, "private", "予算", &[]).await;
        let there = room(&scene.sato, "private", "係", &[]).await;
        let own = direct(&scene.sato, &scene.sato).await;
        let closed = room(&scene.sato, "private", "済", &[]).await;
        scene.sato.client.post(&format!("/rooms/{closed}/archive"), json!({})).await.ok();
        let said = id(&scene.sato.client.say(&here, "一つ目").await);
        let refused = send_on(&scene.sato, &[&said], &[&there, &closed], "", &Value::Null).await;
        assert_eq!(refused.refused(409), "chat.archived");
        assert_eq!(newest(&scene.sato, &there).await["kind"], "notice", "nothing was said there");
        let targets = json!([{ "room_id": there, "id": new_id() }, { "room_id": own, "id": new_id() }]);
        let asked = json!({ "messages": [said], "targets": targets });
        let first = scene.sato.client.post("/forwards", asked.clone()).await;
        let again = scene.sato.client.post("/forwards", asked.clone()).await;
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
        assert_eq!(first.body["messages"], again.body["messages"]);
        assert_eq!(number(&newest(&scene.sato, &own).await["seq"]), 1);
        let twice = send_on(&scene.sato, &[&said], &[&there, &there], "", &Value::Null).await;
        assert_eq!(twice.refused(400), "invalid_input");
    });
}

#[test]
fn whoever_may_not_read_it_or_write_there_forwards_nothing() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let here = room(&scene.sato, "private", "予算", &[&scene.ito]).await;
        let there = room(&scene.mori, "private", "別の係", &[]).await;
        let said = id(&scene.sato.client.say(&here, "内々の話").await);
        assert_eq!(send_on(&scene.mori, &[&said], &[&there], "", &Value::Null).await.refused(404), "not_found");
        assert_eq!(send_on(&scene.ito, &[&said], &[&there], "", &Value::Null).await.refused(404), "not_found");
        let open = room(&scene.mori, "open", "広場", &[]).await;
        assert_eq!(send_on(&scene.ito, &[&said], &[&open], "", &Value::Null).await.refused(403), "chat.not_a_member");
        let notice = items(&scene.ito.client.get(&format!("/rooms/{here}/messages")).await.ok()["messages"])[0].clone();
        assert_eq!(send_on(&scene.ito, &[&id(&notice)], &[&here], "", &Value::Null).await.refused(404), "not_found");
        let preview = json!({ "messages": [said], "rooms": [there] });
        scene.mori.client.post("/forwards/preview", preview).await.refused(404);
    });
}

#[test]
fn what_leaves_its_circle_is_warned_of_and_has_to_be_confirmed() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let guest = guest(&world, &scene.admin, new_guest(&scene.sato, "business")).await;
        let here = room(&scene.sato, "private", "予算", &[&scene.ito]).await;
        let there = room(&scene.sato, "private", "工事", &[&scene.ito, &scene.mori, &guest]).await;
        let said = id(&scene.sato.client.say(&here, "内々の話").await);
        let warning = warned(&scene.sato, &[&said], &[&there]).await;
        let target = &warning["targets"][0];
        assert_eq!((&target["people"], &target["everyone"]), (&json!(2), &json!(false)));
        assert_eq!((&target["outsider_count"], &target["outsiders"][0]["name"]), (&json!(1), &json!("山田 太郎")));
        for confirmed in [Value::Null, json!("2")] {
            let refused = send_on(&scene.sato, &[&said], &[&there], "", &confirmed).await;
            assert_eq!(refused.refused(409), "chat.leaves_circle");
        }
        send_on(&scene.sato, &[&said], &[&there], "", &warning["confirmation"]).await.ok();
        // The guest reads what was sent on, and not where it was said.
        assert_eq!(newest(&guest, &there).await["forwarded"][0]["body"], "内々の話");
        guest.client.get(&format!("/rooms/{here}")).await.refused(404);
        // Back into the same circle, or a smaller one, nobody is warned.
        let small = direct(&scene.sato, &scene.ito).await;
        assert_eq!(warned(&scene.sato, &[&said], &[&small, &here]).await["confirmation"], Value::Null);
        let open = room(&scene.sato, "open", "広場", &[]).await;
        let warning = warned(&scene.sato, &[&said], &[&open]).await;
        assert_eq!((warning["confirmation"].is_string(), &warning["targets"][0]["everyone"]), (true, &json!(true)));
        let to_person = json!({ "messages": [said], "people": [scene.mori.id, scene.ito.id] });
        let warning = scene.sato.client.post("/forwards/preview", to_person).await.ok();
        let new: HashMap<&str, &Value> = items(&warning["targets"])
            .iter()
            .map(|target| (target["person_id"].as_str().expect("a person"), &target["people"]))
            .collect();
        assert_eq!(
            (new[scene.mori.id.to_string().as_str()], new[scene.ito.id.to_string().as_str()]),
            (&json!(1), &json!(0))
        );
    });
}

#[test]
fn what_owners_keep_in_their_room_is_not_forwarded_out_of_it_nor_on_from_elsewhere() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let here = room(&scene.sato, "private", "人事", &[&scene.ito]).await;
        let there = room(&scene.ito, "private", "係", &[&scene.sato]).await;
        let further = room(&scene.ito, "private", "別", &[&scene.sato]).await;
        let said = id(&scene.sato.client.say(&here, "内々の話").await);
        send_on(&scene.ito, &[&said], &[&there], "", &Value::Null).await.ok();
        let passed = id(&newest(&scene.ito, &there).await);
        let keep = json!({ "no_forwarding": true });
        let denied = scene.ito.client.patch(&format!("/rooms/{here}"), keep.clone()).await;
        assert_eq!(denied.refused(403), "chat.not_an_owner");
        let kept = scene.sato.client.patch(&format!("/rooms/{here}"), keep).await.ok();
        assert_eq!(kept["no_forwarding"], true);
        assert_eq!(newest(&scene.ito, &here).await["notice"]["code"], "forwarding_ended");
        assert_eq!(send_on(&scene.ito, &[&said], &[&there], "", &Value::Null).await.refused(403), "chat.no_forwarding");
        assert_eq!(
            send_on(&scene.ito, &[&passed], &[&further], "", &Value::Null).await.refused(403),
            "chat.no_forwarding"
        );
        send_on(&scene.ito, &[&said], &[&here], "同じルームの中", &Value::Null).await.ok();
        scene.sato.client.patch(&format!("/rooms/{here}"), json!({ "no_forwarding": false })).await.ok();
        send_on(&scene.ito, &[&passed], &[&further], "続けて", &Value::Null).await.ok();
        let last = newest(&scene.ito, &further).await;
        assert_eq!(
            (&last["forwarded"][0]["author_id"], &last["forwarded"][0]["room_id"]),
            (&json!(scene.sato.id), &json!(here))
        );
    });
}

#[test]
fn what_is_taken_back_at_its_source_is_gone_from_all_that_forwarded_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let here = room(&scene.sato, "private", "人事", &[&scene.ito]).await;
        let there = room(&scene.ito, "private", "係", &[&scene.sato]).await;
        let further = room(&scene.ito, "private", "別", &[&scene.sato]).await;
        let said = id(&scene.sato.client.say(&here, "宛先を間違えた話").await);
        let other = id(&scene.sato.client.say(&here, "残る話").await);
        send_on(&scene.ito, &[&said, &other], &[&there], "", &Value::Null).await.ok();
        let passed = id(&newest(&scene.ito, &there).await);
        send_on(&scene.ito, &[&passed], &[&further], "", &Value::Null).await.ok();
        let mut live = settled(&scene.ito).await;
        scene.sato.client.delete(&format!("/messages/{said}")).await.ok();
        // At once for whoever looks, before anything has followed.
        for home in [&there, &further] {
            let shown = newest(&scene.ito, home).await;
            assert_eq!(
                (&shown["forwarded"][0]["body"], &shown["forwarded"][0]["withdrawn"]),
                (&json!(""), &json!(true))
            );
            assert_eq!(shown["forwarded"][1]["body"], "残る話");
        }
        let source = live.event("chat.message_changed").await;
        assert_eq!(text(&source["message"]["id"]), said);
        world.run_jobs().await;
        let told = live.event("chat.message_changed").await;
        assert_eq!(told["message"]["forwarded"][0]["withdrawn"], true);
        // Who forwarded it takes their own away, and with it all that went on from there.
        scene.ito.client.delete(&format!("/messages/{passed}")).await.ok();
        assert_eq!(newest(&scene.ito, &there).await.get("forwarded"), None);
        assert_eq!(newest(&scene.ito, &further).await["forwarded"][1]["withdrawn"], true);
        assert_eq!(send_on(&scene.ito, &[&said], &[&there], "", &Value::Null).await.refused(409), "chat.withdrawn");
    });
}
