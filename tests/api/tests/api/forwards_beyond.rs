//! 転送: what a forward gives away of whoever wrote it, whom it is confirmed for, and how much goes with it.

use crate::barriers::walled;
use crate::forwards::{newest, passed_on, send_on, warned};
use crate::operators::{PIN, introduce, nursery};
use crate::outsiders::{guest, new_guest};
use crate::scene::{direct, id, items, reply, room, scene, settled, text};
use harness::{Staff, everywhere, new_id};
use serde_json::{Value, json};

/// Says something as the holder of one's first post.
async fn say_as_holder(staff: &Staff, room: &str, body: &str) -> String {
    let post = staff.client.get("/me").await.ok()["person"]["posts"][0]["id"].clone();
    let said = json!({ "id": new_id(), "body": body, "as_post": post });
    id(&staff.client.post(&format!("/rooms/{room}/messages"), said).await.ok())
}

/// Everything that somebody is given of a room.
async fn page(staff: &Staff, room: &str) -> String {
    staff.client.get(&format!("/rooms/{room}/messages?limit=200")).await.ok().to_string()
}

#[test]
fn the_post_of_somebody_behind_a_barrier_is_told_only_where_they_are() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let here = room(&town.mayor, "private", "市長室", &[&town.hara]).await;
        let among = room(&town.hara, "private", "秘書", &[&town.mayor]).await;
        let there = room(&town.hara, "private", "係", &[&town.sato]).await;
        let said = say_as_holder(&town.mayor, &here, "急ぎでお願いします").await;
        let mut live = settled(&town.sato).await;
        passed_on(&town.hara, &[&said], &[&there, &among], "").await.ok();
        let told = live.event("chat.message_posted").await;
        assert_eq!(told["message"]["forwarded"][0].get("as_post"), None);
        assert_eq!(newest(&town.hara, &there).await["forwarded"][0].get("as_post"), None, "all read the same");
        let given = page(&town.sato, &there).await;
        assert!(!given.contains("天野") && !given.contains("市長"), "{given}");
        assert_eq!(newest(&town.hara, &among).await["forwarded"][0]["as_post"]["name"], "緑野市長");
    });
}

#[test]
fn a_guest_learns_neither_the_post_of_who_wrote_it_nor_who_was_using_the_account() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let guest = guest(&world, &scene.admin, new_guest(&scene.ito, "business")).await;
        let nursery = nursery(&world, &scene).await;
        introduce(&scene, &nursery.device, &scene.sato, PIN).await;
        let new = json!({ "id": new_id(), "kind": "private", "name": "園", "people": [nursery.person] });
        let here = id(&scene.ito.client.post("/rooms", new).await.ok());
        let there = room(&scene.ito, "private", "工事", &[&scene.mori, &guest]).await;
        let used = id(&nursery.device.say(&here, "園からです").await);
        let other = room(&scene.sato, "private", "予算", &[&scene.ito]).await;
        let held = say_as_holder(&scene.sato, &other, "課としては承知").await;
        let mut live = settled(&guest).await;
        passed_on(&scene.ito, &[&used, &held], &[&there], "").await.ok();
        let told = live.event("chat.message_posted").await.to_string();
        assert!(!told.contains("佐藤") && !told.contains("as_post"), "{told}");
        let given = page(&guest, &there).await;
        assert!(!given.contains("佐藤") && !given.contains("as_post"), "{given}");
        // Staff find the name by the id.
        let shown = newest(&scene.mori, &there).await;
        assert_eq!(shown["forwarded"][0]["operator_id"], json!(scene.sato.id));
        assert!(page(&scene.mori, &there).await.contains("佐藤"));
        // What one began is not sent under the name of who is using the account by now.
        let asked = json!({
            "messages": [used], "targets": [{ "room_id": here, "id": new_id() }], "operator_id": scene.ito.id,
        });
        assert_eq!(nursery.device.post("/forwards", asked).await.refused(409), "chat.other_operator");
    });
}

#[test]
fn others_than_those_who_were_confirmed_are_asked_about_anew() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let guest = guest(&world, &scene.admin, new_guest(&scene.sato, "business")).await;
        let here = room(&scene.sato, "private", "予算", &[&scene.ito]).await;
        let there = room(&scene.sato, "private", "工事", &[&scene.mori]).await;
        let said = id(&scene.sato.client.say(&here, "内々の話").await);
        let before = warned(&scene.sato, &[&said], &[&there]).await;
        scene.sato.client.delete(&format!("/rooms/{there}/members/{}", scene.mori.id)).await.ok();
        let coming = json!({ "people": [guest.id] });
        scene.sato.client.post(&format!("/rooms/{there}/members"), coming).await.ok();
        let after = warned(&scene.sato, &[&said], &[&there]).await;
        assert_eq!(before["targets"][0]["people"], after["targets"][0]["people"], "as many");
        let stale = send_on(&scene.sato, &[&said], &[&there], "", &before["confirmation"]).await;
        assert_eq!(stale.refused(409), "chat.leaves_circle");
        send_on(&scene.sato, &[&said], &[&there], "", &after["confirmation"]).await.ok();
    });
}

#[test]
fn whoever_is_chosen_as_a_person_and_by_a_room_is_one_and_confirmed_for_the_room_that_is_made() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let here = room(&scene.sato, "private", "予算", &[&scene.ito]).await;
        let there = room(&scene.sato, "private", "係", &[&scene.mori]).await;
        let said = id(&scene.sato.client.say(&here, "内々の話").await);
        let asked = json!({ "messages": [said], "rooms": [there], "people": [scene.mori.id] });
        let warning = scene.sato.client.post("/forwards/preview", asked).await.ok();
        assert_eq!(warning["confirmation"], warned(&scene.sato, &[&said], &[&there]).await["confirmation"]);
        let own = direct(&scene.sato, &scene.mori).await;
        send_on(&scene.sato, &[&said], &[&there, &own], "", &warning["confirmation"]).await.ok();
    });
}

#[test]
fn a_second_try_that_goes_further_says_it_only_where_it_was_not_said_yet() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let here = room(&scene.sato, "private", "予算", &[]).await;
        let rooms = [room(&scene.sato, "private", "一", &[]).await, room(&scene.sato, "private", "二", &[]).await];
        let said = id(&scene.sato.client.say(&here, "一つ目").await);
        let target = |place: usize, id: &str| json!({ "room_id": rooms[place], "id": id });
        let (one, two) = (new_id(), new_id());
        let asked = json!({ "messages": [said], "targets": [target(0, &one)] });
        scene.sato.client.post("/forwards", asked).await.ok();
        let asked = json!({ "messages": [said], "targets": [target(0, &one), target(1, &two)], "note": "追加" });
        let further = scene.sato.client.post("/forwards", asked).await;
        assert_eq!((further.status.as_u16(), items(&further.body["messages"]).len()), (201, 2));
        let first = newest(&scene.sato, &rooms[0]).await;
        assert_eq!((text(&first["id"]), &first["body"]), (one, &json!("")));
        assert_eq!(newest(&scene.sato, &rooms[1]).await["body"], "追加");
    });
}

#[test]
fn as_many_and_as_much_as_one_message_holds_goes_with_a_forward() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let here = room(&scene.sato, "private", "予算", &[]).await;
        let there = room(&scene.sato, "private", "係", &[]).await;
        let mut said = Vec::new();
        for number in 0..21 {
            said.push(id(&scene.sato.client.say(&here, &format!("{number}")).await));
        }
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        assert_eq!(send_on(&scene.sato, &said, &[&there], "", &Value::Null).await.refused(400), "invalid_input");
        send_on(&scene.sato, &said[1..], &[&there], "", &Value::Null).await.ok();
        let mut long = Vec::new();
        for body in ["あ".repeat(10_000), "い".repeat(10_000), "う".to_owned()] {
            long.push(id(&scene.sato.client.say(&here, &body).await));
        }
        send_on(&scene.sato, &[&long[0], &long[1]], &[&there], "", &Value::Null).await.ok();
        let over = send_on(&scene.sato, &[&long[0], &long[1], &long[2]], &[&there], "", &Value::Null).await;
        assert_eq!(over.refused(400), "chat.too_long");
        // A letter may have any number of marks.
        let mut heavy = Vec::new();
        for _ in 0..2 {
            let body = format!("が{}", "\u{301}".repeat(60_000));
            heavy.push(id(&scene.sato.client.say(&here, &body).await));
        }
        send_on(&scene.sato, &[&heavy[0]], &[&there], "", &Value::Null).await.ok();
        let over = send_on(&scene.sato, &[&heavy[0], &heavy[1]], &[&there], "", &Value::Null).await;
        assert_eq!(over.refused(400), "chat.too_long");
    });
}

#[test]
fn what_went_through_twenty_hands_goes_no_further() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let rooms = [room(&scene.sato, "private", "一", &[]).await, room(&scene.sato, "private", "二", &[]).await];
        let mut last = id(&scene.sato.client.say(&rooms[0], "回る話").await);
        for hop in 0..20 {
            let to = &rooms[(hop + 1) % 2];
            send_on(&scene.sato, &[&last], &[to], "", &Value::Null).await.ok();
            last = id(&newest(&scene.sato, to).await);
        }
        assert_eq!(send_on(&scene.sato, &[&last], &[&rooms[1]], "", &Value::Null).await.refused(400), "invalid_input");
    });
}

#[test]
fn what_answers_a_forward_without_a_note_quotes_what_it_carries_until_that_is_taken_back() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let here = room(&scene.sato, "private", "予算", &[]).await;
        let there = room(&scene.sato, "private", "係", &[]).await;
        let first = id(&scene.sato.client.say(&here, "一つ目").await);
        let second = id(&reply(&scene.sato, &here, &first, "間違えた話").await);
        send_on(&scene.sato, &[&second], &[&there], "", &Value::Null).await.ok();
        let passed = id(&newest(&scene.sato, &there).await);
        let answer = json!({ "id": new_id(), "body": "承知", "reply_to": passed });
        let answered = scene.sato.client.post(&format!("/rooms/{there}/messages"), answer).await.ok();
        assert_eq!(answered["quote"]["excerpt"], "間違えた話");
        scene.sato.client.delete(&format!("/messages/{second}")).await.ok();
        assert_eq!(newest(&scene.sato, &there).await["quote"]["excerpt"], "");
        world.run_jobs().await;
        // What was taken out of it is for the record alone.
        let history = scene.sato.client.get(&format!("/messages/{passed}/history")).await.ok();
        assert!(!history.to_string().contains("number") && !history.to_string().contains("話"), "{history}");
    });
}
