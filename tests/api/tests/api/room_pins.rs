//! ピン留め: what a room comes back to.

use crate::scene::{Scene, bodies, each, id, items, mine, reply, room, scene, settled, text};
use harness::{Staff, everywhere};
use serde_json::{Value, json};

async fn pin(staff: &Staff, message: &str) -> harness::Answer {
    staff.client.put(&format!("/messages/{message}/pin"), Value::Null).await
}

async fn pinned(staff: &Staff, room: &str) -> Vec<String> {
    each(&staff.client.get(&format!("/rooms/{room}/pins")).await.ok()["items"], "id")
}

#[test]
fn who_writes_in_a_room_pins_what_all_come_back_to_and_takes_it_off_again() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let first = id(&sato.client.say(&home, "使い方").await);
        let second = id(&ito.client.say(&home, "連絡先").await);
        let before = mine(&sato, &home).await;
        let mut live = settled(&sato).await;
        let answer = pin(&ito, &first).await.ok();
        assert_eq!(answer["pinned"]["by_id"], json!(ito.id));
        let told = live.event("chat.message_changed").await;
        assert_eq!((&told["message"]["id"], &told["message"]["pinned"]), (&json!(first), &answer["pinned"]));
        assert_eq!(mine(&sato, &home).await, before, "it calls nobody and leaves nothing unread");
        world.clock().advance(std::time::Duration::from_secs(60));
        pin(&sato, &second).await.ok();
        let again = pin(&sato, &first).await.ok();
        assert_eq!(again["pinned"]["by_id"], json!(ito.id), "sent again, it is whose it was");
        assert_eq!(pinned(&ito, &home).await, [second.as_str(), &first], "what was pinned last comes first");
        let list = ito.client.get(&format!("/rooms/{home}/pins")).await.ok();
        assert_eq!(items(&list["people"]).len(), 2, "with who wrote and who pinned them");
        // Other words leave it where it is.
        sato.client.patch(&format!("/messages/{first}"), json!({ "body": "新しい使い方" })).await.ok();
        assert_eq!(pinned(&sato, &home).await.len(), 2);
        let gone = ito.client.delete(&format!("/messages/{second}/pin")).await.ok();
        assert_eq!(gone["pinned"], Value::Null);
        ito.client.delete(&format!("/messages/{second}/pin")).await.ok();
        assert_eq!(pinned(&sato, &home).await, [first.as_str()]);
        mori.client.get(&format!("/rooms/{home}/pins")).await.refused(404);
        pin(&mori, &first).await.refused(404);
        mori.client.delete(&format!("/messages/{first}/pin")).await.refused(404);
    });
}

#[test]
fn what_is_taken_back_goes_from_the_pins_and_cannot_be_pinned() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let said = id(&sato.client.say(&home, "誤送信").await);
        pin(&ito, &said).await.ok();
        let gone = sato.client.delete(&format!("/messages/{said}")).await.ok();
        assert_eq!(gone["pinned"], Value::Null);
        assert!(pinned(&ito, &home).await.is_empty());
        assert_eq!(pin(&ito, &said).await.refused(409), "chat.withdrawn");
        // The notice that the room was made is nobody's words.
        let page = ito.client.get(&format!("/rooms/{home}/messages")).await.ok();
        let notice = items(&page["messages"]).iter().find(|one| one["kind"] == "notice").expect("a notice");
        pin(&ito, &id(notice)).await.refused(404);
    });
}

#[test]
fn a_room_pins_fifty_messages_and_no_more() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[]).await;
        for number in 0..50 {
            let said = id(&sato.client.say(&home, &format!("{number}")).await);
            pin(&sato, &said).await.ok();
        }
        let more = id(&sato.client.say(&home, "もう一つ").await);
        assert_eq!(pin(&sato, &more).await.refused(409), "chat.too_many_pins");
        let first = pinned(&sato, &home).await.pop().expect("a pin");
        sato.client.delete(&format!("/messages/{first}/pin")).await.ok();
        pin(&sato, &more).await.ok();
        assert_eq!(pinned(&sato, &home).await.len(), 50);
    });
}

#[test]
fn a_reply_is_pinned_too_and_whoever_only_reads_sees_the_pins_without_moving_them() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let home = room(&sato, "open", "花壇", &[&ito]).await;
        let root = id(&sato.client.say(&home, "分担").await);
        let answer = id(&reply(&ito, &home, &root, "印刷は私が").await);
        pin(&sato, &answer).await.ok();
        let list = mori.client.get(&format!("/rooms/{home}/pins")).await.ok();
        assert_eq!((&list["items"][0]["id"], &list["items"][0]["thread_id"]), (&json!(answer), &json!(root)));
        assert_eq!(pin(&mori, &root).await.refused(403), "chat.not_a_member");
        sato.client.post(&format!("/rooms/{home}/archive"), Value::Null).await.ok();
        assert_eq!(pin(&ito, &root).await.refused(409), "chat.archived");
        assert_eq!(pinned(&ito, &home).await, [answer]);
    });
}

#[test]
fn a_room_that_begins_with_words_has_the_first_of_them_pinned() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let opening = json!({ "first": "このルームの使い方", "headings": ["窓口", "電話"] });
        let new = json!({
            "id": harness::new_id(), "kind": "private", "name": "窓口", "purpose": "", "people": [ito.id], "opening": opening,
        });
        let home = id(&sato.client.post("/rooms", new).await.ok());
        let list = ito.client.get(&format!("/rooms/{home}/pins")).await.ok();
        assert_eq!(each(&list["items"], "body"), ["このルームの使い方"]);
        let said = bodies(&ito, &home).await;
        assert_eq!(said.len(), 3, "{said:?}");
        assert_eq!(text(&list["items"][0]["pinned"]["by_id"]), sato.id.to_string());
        // A room that begins with headings alone has none pinned.
        let opening = json!({ "headings": ["窓口"] });
        let new = json!({ "id": harness::new_id(), "kind": "private", "name": "電話", "purpose": "", "people": [], "opening": opening });
        let other = id(&sato.client.post("/rooms", new).await.ok());
        assert!(pinned(&sato, &other).await.is_empty());
    });
}
