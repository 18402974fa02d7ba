//! 既読: the counts and the names tell the same story.

use crate::scene::{id, items, number, read, room, scene, text};
use harness::{Staff, everywhere};
use kernel::{Entropy, SeededEntropy};
use serde_json::{Value, json};
use std::time::Duration;

fn sum(steps: &Value, from: i64) -> i64 {
    items(steps).iter().filter(|step| number(&step[0]) >= from).map(|step| number(&step[1])).sum()
}

/// Readers and audience of a message as a client works them out from the counts.
fn counted(receipts: &Value, message: &Value) -> (i64, i64) {
    let later = sum(&receipts["joined"], number(&message["seq"]));
    let seq = number(&message["seq"]);
    // An author who is not named was there before, and has read what they wrote.
    let apart = items(&receipts["authors"]).iter().find(|author| author["person_id"] == message["author_id"]);
    let there = apart.is_none_or(|author| author["joined_seq"].as_i64().is_some_and(|joined| joined < seq));
    let has_read = there && apart.is_none_or(|author| number(&author["read_seq"]) >= seq);
    let read = sum(&receipts["read"], seq) - later - i64::from(has_read);
    (read, number(&receipts["members"]) - later - i64::from(there))
}

async fn names(viewer: &Staff, message: &Value, query: &str) -> (Vec<String>, Vec<String>) {
    let list = viewer.client.get(&format!("/messages/{}/receipts{query}", id(message))).await.ok();
    let of = |field: &str| items(&list[field]).iter().map(|reader| text(&reader["person"]["name"])).collect();
    (of("read"), of("unread"))
}

/// Compares counts and names for every message of a room.
async fn agree(viewer: &Staff, home: &str, turn: usize) {
    let receipts = viewer.client.get(&format!("/rooms/{home}/receipts")).await.ok();
    let page = viewer.client.get(&format!("/rooms/{home}/messages?limit=200")).await.ok();
    for message in items(&page["messages"]) {
        let (read, unread) = names(viewer, message, "").await;
        let told = (read.len() as i64, (read.len() + unread.len()) as i64);
        assert_eq!(counted(&receipts, message), told, "after {turn} steps, of {message} in {receipts}");
    }
}

#[test]
fn counts_and_names_agree_for_every_message_whatever_people_do() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "open", "課", &[&scene.ito]).await;
        let staff = [&scene.sato, &scene.ito, &scene.mori, &scene.admin];
        let chance = SeededEntropy::new(20_260_401);
        let below = |bound: i64| (chance.u64() % bound as u64) as i64;
        for turn in 0..60 {
            let someone = staff[below(4) as usize];
            let last = number(&scene.sato.client.get(&format!("/rooms/{home}")).await.ok()["last_seq"]);
            let path = format!("/rooms/{home}");
            match below(8) {
                0 | 1 => {
                    let said = json!({ "id": harness::new_id(), "body": format!("{turn}") });
                    drop(someone.client.post(&format!("{path}/messages"), said).await);
                }
                2 => drop(someone.client.post(&format!("{path}/join"), json!({})).await),
                3 => {
                    // Sato stays, so that somebody is there to look.
                    let goer = staff[1 + below(3) as usize];
                    drop(goer.client.post(&format!("{path}/leave"), json!({})).await);
                }
                4 => {
                    let back = json!({ "seq": below(last + 1), "back": true });
                    drop(someone.client.put(&format!("{path}/read"), back).await);
                }
                _ => drop(someone.client.put(&format!("{path}/read"), json!({ "seq": below(last + 2) })).await),
            }
            if turn % 6 == 5 {
                agree(&scene.sato, &home, turn).await;
            }
        }
    });
}

#[test]
fn who_left_is_counted_nowhere_and_their_messages_lack_no_reader() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito, &scene.mori]).await;
        let said = scene.ito.client.say(&home, "お世話になりました").await;
        read(&scene.mori, &home, number(&said["seq"])).await;
        scene.ito.client.post(&format!("/rooms/{home}/leave"), json!({})).await;
        agree(&scene.sato, &home, 0).await;
        let receipts = scene.sato.client.get(&format!("/rooms/{home}/receipts")).await.ok();
        let stand = json!({ "person_id": scene.ito.id, "joined_seq": null, "read_seq": 0 });
        assert_eq!(receipts["authors"], json!([stand]));
        assert_eq!(counted(&receipts, &said), (1, 2));
    });
}

#[test]
fn readers_come_by_reading_by_rank_or_by_time_and_the_author_is_in_neither_list() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito, &scene.mori, &scene.admin]).await;
        let said = scene.sato.client.say(&home, "回覧").await;
        let seq = number(&said["seq"]);
        let none: Vec<String> = Vec::new();
        assert_eq!(
            names(&scene.sato, &said, "").await,
            (none, ["伊藤 健", "加藤 誠", "森 葵"].map(String::from).to_vec())
        );
        for reader in [&scene.mori, &scene.admin, &scene.ito] {
            world.clock().advance(Duration::from_secs(1));
            read(reader, &home, seq).await;
        }
        for (query, order) in [
            ("?sort=reading", ["伊藤 健", "加藤 誠", "森 葵"]),
            ("?sort=rank", ["加藤 誠", "伊藤 健", "森 葵"]),
            ("?sort=time", ["森 葵", "加藤 誠", "伊藤 健"]),
        ] {
            assert_eq!(names(&scene.sato, &said, query).await.0, order, "{query}");
        }
    });
}

#[test]
fn who_came_later_is_not_asked_to_have_read_what_was_said_before() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "open", "課", &[&scene.ito]).await;
        let before = scene.sato.client.say(&home, "前").await;
        scene.mori.client.post(&format!("/rooms/{home}/join"), json!({})).await.ok();
        let after = scene.sato.client.say(&home, "後").await;
        assert_eq!(names(&scene.sato, &before, "").await.1, ["伊藤 健"]);
        assert_eq!(names(&scene.sato, &after, "").await.1, ["伊藤 健", "森 葵"]);
        let back = json!({ "seq": 0, "back": true });
        let side = scene.mori.client.put(&format!("/rooms/{home}/read"), back).await.ok();
        assert_eq!(side["read_seq"], side["joined_seq"], "nobody stands before the place where they came");
        let receipts = scene.sato.client.get(&format!("/rooms/{home}/receipts")).await.ok();
        assert_eq!((counted(&receipts, &before), counted(&receipts, &after)), ((0, 1), (0, 2)));
    });
}

#[test]
fn who_only_looks_into_an_open_room_is_not_told_who_has_read_what() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "open", "課", &[&scene.ito]).await;
        let said = id(&scene.sato.client.say(&home, "回覧").await);
        scene.mori.client.get(&format!("/messages/{said}/receipts")).await.refused(404);
        scene.ito.client.get(&format!("/messages/{said}/receipts")).await.ok();
    });
}
