//! Saying, hearing, reading.

use harness::{NewStaff, everywhere, new_id};
use serde_json::json;

#[test]
fn what_one_says_the_other_hears_at_once_and_the_receipt_follows() {
    everywhere(|world| async move {
        let town = world.town("緑野市").await;
        let sato = town.staff(&world, NewStaff::named("佐藤", "花", ("さとう", "はな"))).await;
        let ito = town.staff(&world, NewStaff::named("伊藤", "健", ("いとう", "けん"))).await;
        let room = new_id();
        let made = json!({ "id": room, "kind": "private", "name": "予算", "people": [ito.id] });
        assert_eq!(sato.client.post("/rooms", made.clone()).await.status, 201);
        assert_eq!(sato.client.post("/rooms", made).await.status, 200, "the same id again is the same room");

        let mut live = ito.client.live_now().await;
        let said = sato.client.say(&room, "**要求**は金曜まで").await;
        let heard = live.event("chat.message_posted").await;
        assert_eq!(heard["message"], said);

        let receipts = sato.client.get(&format!("/rooms/{room}/receipts")).await.ok();
        assert_eq!(receipts["members"], 2);
        let mine = ito.client.put(&format!("/rooms/{room}/read"), json!({ "seq": said["seq"] })).await.ok();
        assert_eq!(mine["read_seq"], said["seq"]);
        let path = format!("/messages/{}/receipts", said["id"].as_str().expect("an id"));
        let readers = sato.client.get(&path).await.ok();
        assert_eq!(readers["read"][0]["person"]["name"], "伊藤 健");
        assert_eq!(readers["unread"], json!([]));
    });
}
