//! 見出し: what an author says of a link stands with the message, goes where it goes, and is gone when it is.

use crate::later::{HOUR, IN_AN_HOUR, pass};
use crate::number_guard::NUMBER;
use crate::scene::{Scene, id, items, room, scene, text};
use crate::sharing::{Pair, pair};
use harness::{Answer, Staff, everywhere, new_id};
use jiff::civil::date;
use kernel::Jst;
use serde_json::{Value, json};

const NEWS: &str = "https://news.example.jp/2026/bousai";

fn words() -> String {
    format!("参考にしてください {NEWS}")
}

fn heading(title: &str) -> Value {
    json!([{ "url": NEWS, "title": title }])
}

async fn try_say(by: &Staff, room: &str, headings: Value) -> Answer {
    let said = json!({ "id": new_id(), "body": words(), "headings": headings });
    by.client.post(&format!("/rooms/{room}/messages"), said).await
}

async fn message(by: &Staff, id: &str) -> Value {
    by.client.get(&format!("/messages/{id}")).await.ok()
}

/// The newest message of a room.
async fn newest(by: &Staff, room: &str) -> Value {
    let page = by.client.get(&format!("/rooms/{room}/messages?limit=200")).await.ok();
    items(&page["messages"]).last().expect("a message").clone()
}

#[test]
fn a_heading_stands_with_its_message_is_edited_with_it_and_gone_when_it_is_taken_back() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let said = json!([{ "url": NEWS, "title": "避難所の新しい運用", "summary": "隣の市の例です" }]);
        let said = id(&try_say(&sato, &home, said).await.ok());
        let read = message(&ito, &said).await;
        assert_eq!(read["headings"][0]["title"], "避難所の新しい運用");
        assert_eq!(read["headings"][0]["summary"], "隣の市の例です");
        let at = format!("/messages/{said}");
        sato.client.patch(&at, json!({ "body": format!("必読 {NEWS}") })).await.ok();
        assert_eq!(message(&ito, &said).await["headings"][0]["title"], "避難所の新しい運用", "its link still stands");
        let other = json!({ "body": format!("必読 {NEWS}"), "headings": heading("避難所の運用（訂正）") });
        sato.client.patch(&at, other).await.ok();
        assert_eq!(message(&ito, &said).await["headings"][0]["title"], "避難所の運用（訂正）");
        let history = ito.client.get(&format!("{at}/history")).await.ok().to_string();
        assert!(history.contains("避難所の新しい運用"), "what it was called before can be looked up: {history}");
        ito.client.patch(&at, json!({ "body": "別", "headings": [] })).await.refused(403);
        sato.client.patch(&at, json!({ "body": "リンクは取り下げます" })).await.ok();
        assert_eq!(message(&ito, &said).await["headings"], Value::Null, "it goes with its link");
        let again = id(&try_say(&sato, &home, heading("題")).await.ok());
        sato.client.delete(&format!("/messages/{again}")).await.ok();
        assert_eq!(message(&ito, &again).await["headings"], Value::Null);
    });
}

#[test]
fn headings_are_short_lines_of_links_in_the_words() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[]).await;
        let refused = [
            json!([{ "url": "https://other.example/", "title": "題" }]),
            json!([{ "url": "参考にしてください", "title": "題" }]),
            heading(" "),
            heading("一行\n二行"),
            heading(&"長".repeat(121)),
            json!([{ "url": NEWS, "title": "一" }, { "url": NEWS, "title": "二" }]),
        ];
        for headings in refused {
            assert_eq!(try_say(&sato, &home, headings).await.refused(400), "invalid_input");
        }
        try_say(&sato, &home, heading(&"長".repeat(120))).await.ok();
    });
}

#[test]
fn a_personal_number_in_a_heading_is_asked_about_as_in_words() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[]).await;
        let numbered = heading(&format!("番号 {NUMBER}"));
        assert_eq!(try_say(&sato, &home, numbered.clone()).await.refused(409), "chat.personal_number");
        let plain = id(&try_say(&sato, &home, heading("題")).await.ok());
        let change = json!({ "body": words(), "headings": numbered });
        let refused = sato.client.patch(&format!("/messages/{plain}"), change).await;
        assert_eq!(refused.refused(409), "chat.personal_number");
        let plan = json!({ "id": new_id(), "room_id": home, "body": words(), "send_at": "2026-04-01T05:00:00Z", "headings": numbered });
        assert_eq!(sato.client.post("/planned", plan).await.refused(409), "chat.personal_number");
    });
}

#[test]
fn a_forward_carries_it_until_its_source_is_taken_back() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let other = room(&sato, "private", "係", &[&ito]).await;
        let said = id(&try_say(&sato, &home, heading("隣の市の例")).await.ok());
        let forward = json!({ "messages": [said], "targets": [{ "room_id": other, "id": new_id() }] });
        sato.client.post("/forwards", forward).await.ok();
        let carried = newest(&ito, &other).await;
        assert_eq!(carried["forwarded"][0]["headings"][0]["title"], "隣の市の例");
        assert_eq!(carried["headings"], Value::Null, "the note has none of its own");
        sato.client.delete(&format!("/messages/{said}")).await.ok();
        assert!(!newest(&ito, &other).await.to_string().contains("隣の市の例"));
    });
}

#[test]
fn what_is_planned_has_it_when_it_is_said() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(9 * HOUR));
        let home = room(&sato, "private", "課", &[&ito]).await;
        let asked = json!({ "id": new_id(), "room_id": home, "body": words(), "send_at": IN_AN_HOUR, "headings": heading("朝の記事") });
        assert_eq!(sato.client.post("/planned", asked.clone()).await.ok()["headings"][0]["title"], "朝の記事");
        pass(&world, HOUR).await;
        pass(&world, HOUR).await;
        assert_eq!(message(&ito, &text(&asked["id"])).await["headings"][0]["title"], "朝の記事");
    });
}

#[test]
fn the_other_side_of_a_shared_room_reads_it_as_it_is_now() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let said = id(&try_say(&ours.sato, &here, heading("合同訓練の記事")).await.ok());
        world.run_jobs().await;
        assert_eq!(newest(&theirs.sato, &there).await["headings"][0]["title"], "合同訓練の記事");
        let change = json!({ "body": words(), "headings": heading("合同訓練の記事（続報）") });
        ours.sato.client.patch(&format!("/messages/{said}"), change).await.ok();
        world.run_jobs().await;
        assert_eq!(newest(&theirs.sato, &there).await["headings"][0]["title"], "合同訓練の記事（続報）");
    });
}
