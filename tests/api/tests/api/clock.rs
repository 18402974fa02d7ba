//! The machine's clock set back and ahead by a day, again and again, in the middle of everything.

use crate::scene::{Scene, mine, number, read, room, scene, text, unread};
use harness::{World, everywhere, new_id};
use reqwest::Method;
use serde_json::json;
use std::collections::HashSet;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);

/// Sets the clock to where it stands after each of several jumps, a day and more to either side.
fn jump(world: &World, turn: usize) {
    let now = world.test.db.clock().now();
    world.clock().set(match turn % 4 {
        0 => now.minus(DAY),
        1 => now.plus(DAY + DAY),
        2 => now.minus(DAY + DAY),
        _ => now.plus(DAY),
    });
}

#[test]
fn talk_stays_in_order_and_comes_once_however_the_clock_jumps() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let position = scene.ito.client.bootstrap().await["position"].clone();
        let mut live = scene.ito.client.live_now().await;
        let mut said = Vec::new();
        for turn in 0..12 {
            jump(&world, turn);
            let message = scene.sato.client.say(&home, &format!("{turn}")).await;
            let heard = live.until(|frame| frame["p"]["message"]["id"] == message["id"]).await;
            assert_eq!((&heard["p"]["message"], &heard["tick"]), (&message, &message["tick"]));
            said.push(message);
        }
        for pair in said.windows(2) {
            assert_eq!(number(&pair[1]["seq"]), number(&pair[0]["seq"]) + 1);
            assert!(number(&pair[1]["tick"]) > number(&pair[0]["tick"]), "a tick is no time");
        }
        let page = scene.ito.client.get(&format!("/rooms/{home}/messages?limit=200")).await.ok();
        let talk = page["messages"].as_array().expect("a list").iter().filter(|message| message["kind"] == "text");
        assert!(talk.eq(&said), "and a page shows them as they were said");
        // Who comes back from before all of it misses nothing and hears nothing twice.
        let mut back = scene.ito.client.live(&position).await;
        for message in &said {
            assert_eq!(back.event("chat.message_posted").await["message"], *message);
        }
    });
}

#[test]
fn ids_that_the_server_makes_go_on_growing_although_the_clock_is_set_back() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[]).await;
        let mut ids = Vec::new();
        for turn in 0..8 {
            jump(&world, turn);
            // Each leaves a notice in the room, under an id of the server's.
            let people = json!({ "people": [scene.ito.id] });
            scene.sato.client.post(&format!("/rooms/{home}/members"), people).await.ok();
            let out = scene.sato.client.delete(&format!("/rooms/{home}/members/{}", scene.ito.id)).await;
            assert!(out.status.is_success(), "{}", out.body);
            let page = scene.sato.client.get(&format!("/rooms/{home}/messages?limit=200")).await.ok();
            ids = page["messages"].as_array().expect("a list").iter().map(|notice| text(&notice["id"])).collect();
        }
        assert!(ids.len() > 8, "{ids:?}");
        assert!(ids.is_sorted(), "{ids:?}");
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "none twice");
    });
}

#[test]
fn read_positions_and_sessions_outlive_a_clock_that_jumps() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        for turn in 0..8 {
            jump(&world, turn);
            assert_eq!(unread(&ito, &home).await, i64::from(turn == 0), "turn {turn}");
            let seq = number(&sato.client.say(&home, "回覧").await["seq"]);
            assert_eq!(unread(&ito, &home).await, 1 + i64::from(turn == 0), "turn {turn}");
            assert_eq!(number(&read(&ito, &home, seq).await["read_seq"]), seq);
            jump(&world, turn + 1);
            jump(&world, turn + 2);
            jump(&world, turn + 3);
            assert_eq!(number(&mine(&ito, &home).await["read_seq"]), seq, "what was read stays read");
            assert_eq!(number(&read(&ito, &home, seq - 1).await["read_seq"]), seq, "and is never taken back");
            for staff in [&sato, &ito] {
                assert_eq!(staff.client.get("/me").await.ok()["person"]["id"], json!(staff.id), "turn {turn}");
            }
        }
    });
}

#[test]
fn a_session_that_ended_stays_ended_when_the_clock_is_set_back_to_when_it_was_open() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        scene.sato.client.get("/me").await.ok();
        world.clock().advance(DAY);
        let mut live = scene.sato.client.live_now().await;
        scene.sato.client.post("/sign-out", json!({})).await.ok();
        while live.next().await.is_some() {}
        let now = world.test.db.clock().now();
        world.clock().set(now.minus(DAY));
        scene.sato.client.get("/me").await.refused(401);
    });
}

#[test]
fn typing_is_shown_also_after_the_clock_was_set_back() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let (mut ito, mut sato) = (scene.ito.client.live_now().await, scene.sato.client.live_now().await);
        ito.say(json!({ "t": "look", "room": home })).await;
        ito.until(|frame| frame["t"] == "receipts").await;
        for turn in 0..2 {
            sato.say(json!({ "t": "typing", "room": home, "thread": null })).await;
            // It comes before this, or not at all.
            sato.say(json!({ "t": "look", "room": home })).await;
            sato.until(|frame| frame["t"] == "receipts").await;
            let last = scene.sato.client.say(&home, "どうぞ").await;
            let frame = ito.until(|frame| frame["t"] == "typing" || frame["p"]["message"]["id"] == last["id"]).await;
            assert_eq!(frame["t"], "typing", "turn {turn}");
            jump(&world, 0);
        }
    });
}

#[test]
fn a_message_that_was_sent_before_a_jump_and_again_after_it_is_there_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let said = json!({ "id": new_id(), "body": "一度だけ" });
        let path = format!("/rooms/{home}/messages");
        let first = scene.sato.client.post(&path, said.clone()).await.ok();
        for turn in 0..4 {
            jump(&world, turn);
            let again = scene.sato.client.request(Method::POST, &path).json(&said);
            assert_eq!(scene.sato.client.send(again).await.ok(), first, "turn {turn}");
        }
    });
}
