//! マイメモ: what somebody writes to themselves, and by which words it reminds.

use crate::later::{HOUR, later, pass};
use crate::scene::{Scene, direct, id, items, number, scene, settled, text};
use harness::{Staff, everywhere};
use jiff::civil::date;
use kernel::Jst;
use serde_json::{Value, json};

/// Somebody's room with themselves.
async fn memos(of: &Staff) -> String {
    text(&of.client.post("/directs", json!({ "people": [] })).await.ok()["id"])
}

async fn notices(of: &Staff, room: &str) -> Vec<Value> {
    let page = of.client.get(&format!("/rooms/{room}/messages")).await.ok();
    let notices = items(&page["messages"]).iter().filter(|message| message["kind"] == "notice");
    notices.map(|message| message["notice"].clone()).collect()
}

/// What waits to remind somebody: the words, and when.
async fn waiting(of: &Staff) -> Vec<(String, String)> {
    let page = of.client.get("/saved").await.ok();
    let all = items(&page["items"]).iter().filter(|saved| saved["remind_at"].is_string());
    all.map(|saved| (text(&saved["message"]["body"]), text(&saved["remind_at"]))).collect()
}

#[test]
fn a_memo_that_names_a_moment_reminds_of_itself_then_and_says_when() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(9 * HOUR));
        let room = memos(&sato).await;
        assert_eq!(memos(&sato).await, room, "there is one");
        let memo = id(&sato.client.say(&room, "明日10時 予算資料").await);
        assert_eq!(waiting(&sato).await, [("明日10時 予算資料".to_owned(), "2026-04-02T01:00:00Z".to_owned())]);
        let told = notices(&sato, &room).await;
        assert_eq!((&told[0]["code"], &told[0]["until"]), (&json!("will_remind"), &json!("2026-04-02T01:00:00Z")));
        let shown = sato.client.get(&format!("/rooms/{room}")).await.ok();
        assert_eq!(shown["mine"]["read_seq"], shown["last_seq"], "one's own memo is not unread");
        pass(&world, 24 * HOUR).await;
        assert_eq!(later(&sato).await.2, json!(0));
        let mut live = settled(&sato).await;
        pass(&world, HOUR).await;
        let told = live.event("chat.reminded").await;
        assert_eq!((&told["message_id"], &told["excerpt"]), (&json!(memo), &json!("明日10時 予算資料")));
        assert_eq!(later(&sato).await.2, json!(1));
    });
}

#[test]
fn a_memo_without_a_moment_is_a_memo_and_a_reworded_one_reminds_as_it_says_now() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(9 * HOUR));
        let room = memos(&sato).await;
        let memo = id(&sato.client.say(&room, "明日の会議資料\n明後日10時 これは二行目").await);
        assert!(waiting(&sato).await.is_empty());
        let reword = |body: &str| {
            let (client, path, body) = (sato.client.clone(), format!("/messages/{memo}"), body.to_owned());
            async move { client.patch(&path, json!({ "body": body })).await.ok() }
        };
        reword("会議資料 明後日15:00").await;
        reword("会議資料を刷る 明後日15:00").await;
        let expected = [("会議資料を刷る 明後日15:00".to_owned(), "2026-04-03T06:00:00Z".to_owned())];
        assert_eq!(waiting(&sato).await, expected);
        assert_eq!(notices(&sato, &room).await.len(), 1, "the same moment is said once");
        // Without its moment it stays put by as it was: who wants none takes it off the list.
        reword("会議資料").await;
        assert_eq!(waiting(&sato).await.len(), 1);
    });
}

#[test]
fn the_words_of_other_rooms_remind_nobody_and_nobody_else_reads_memos() {
    everywhere(|world| async move {
        let Scene { admin, sato, ito, .. } = scene(&world).await;
        world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(9 * HOUR));
        let both = direct(&sato, &ito).await;
        sato.client.say(&both, "明日10時 予算資料").await;
        assert!(waiting(&sato).await.is_empty() && waiting(&ito).await.is_empty());
        let room = memos(&sato).await;
        let memo = id(&sato.client.say(&room, "30分後 電話").await);
        for other in [&admin, &ito] {
            other.client.get(&format!("/rooms/{room}/messages")).await.refused(404);
            other.client.get(&format!("/messages/{memo}")).await.refused(404);
        }
        // A thread below a memo is talk, not a memo.
        let reply = json!({ "id": harness::new_id(), "body": "明日9時 折返し", "thread": memo });
        sato.client.post(&format!("/rooms/{room}/messages"), reply).await.ok();
        assert_eq!(waiting(&sato).await.len(), 1);
        assert_eq!(number(&sato.client.get(&format!("/rooms/{room}")).await.ok()["member_count"]), 1);
    });
}
