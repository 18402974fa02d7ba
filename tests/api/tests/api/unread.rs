//! Unread counts, the same on every device, and what a person chooses for a room.

use crate::scene::{direct, items, mine, number, read, room, scene, unread};
use harness::{Live, everywhere, new_id};
use serde_json::json;

/// The read position that a device has been told last, when everything up to a message has been heard.
async fn told_position(device: &mut Live, upto: &str) -> i64 {
    let mut position = 0;
    device.until(|frame| frame["p"]["message"]["id"] == upto).await;
    while let Some(frame) = device.next().await {
        if frame["kind"] == "chat.mine_changed" {
            position = number(&frame["p"]["mine"]["read_seq"]);
            break;
        }
    }
    position
}

#[test]
fn unread_and_mentions_are_exact_on_two_devices() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let mut phone = scene.ito.client.live_now().await;
        let mut mentions = Vec::new();
        let mut last = String::new();
        for turn in 0..9 {
            let body = if turn % 3 == 0 { format!("<@{}> {turn}", scene.ito.id) } else { format!("{turn}") };
            let said = scene.sato.client.say(&home, &body).await;
            if turn % 3 == 0 {
                mentions.push(number(&said["seq"]));
            }
            last = said["id"].as_str().expect("an id").to_owned();
        }
        assert_eq!(unread(&scene.ito, &home).await, 10, "the notice that made the room is unread as well");
        assert_eq!(mine(&scene.ito, &home).await["mention_seqs"], json!(mentions));
        let side = read(&scene.ito, &home, mentions[1]).await;
        assert_eq!(side["mention_seqs"], json!([mentions[2]]));
        assert_eq!(told_position(&mut phone, &last).await, mentions[1], "the other device follows");
        assert_eq!(unread(&scene.ito, &home).await, 10 - mentions[1]);
        let boot = scene.ito.client.bootstrap().await;
        assert_eq!(boot["rooms"][0]["mine"], side, "and a device that starts afresh agrees");
    });
}

#[test]
fn a_read_position_never_moves_back_by_itself_nor_beyond_the_end() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        for turn in 0..4 {
            scene.sato.client.say(&home, &format!("{turn}")).await;
        }
        assert_eq!(read(&scene.ito, &home, 3).await["read_seq"], 3);
        assert_eq!(read(&scene.ito, &home, 2).await["read_seq"], 3, "a slow device does not undo a quick one");
        assert_eq!(read(&scene.ito, &home, 99).await["read_seq"], 5);
        assert_eq!(read(&scene.ito, &home, -1).await["read_seq"], 5);
        let back = json!({ "seq": 1, "back": true });
        let side = scene.ito.client.put(&format!("/rooms/{home}/read"), back).await.ok();
        assert_eq!(side["read_seq"], 1);
        assert_eq!(unread(&scene.ito, &home).await, 4);
        scene.mori.client.put(&format!("/rooms/{home}/read"), json!({ "seq": 1 })).await.refused(404);
    });
}

#[test]
fn whoever_speaks_has_read_the_room() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        scene.sato.client.say(&home, "誰か").await;
        assert_eq!(unread(&scene.ito, &home).await, 2);
        scene.ito.client.say(&home, "はい").await;
        assert_eq!(unread(&scene.ito, &home).await, 0);
        assert_eq!(unread(&scene.sato, &home).await, 1);
    });
}

#[test]
fn muted_and_pinned_are_ones_own_and_reach_the_other_device() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let mut phone = scene.ito.client.live_now().await;
        let path = format!("/rooms/{home}/preferences");
        let side = scene.ito.client.put(&path, json!({ "muted": true, "pinned": true })).await.ok();
        assert_eq!((side["muted"].clone(), side["pinned"].clone()), (json!(true), json!(true)));
        let told = phone.event("chat.mine_changed").await;
        assert_eq!((told["room_id"].clone(), told["mine"].clone()), (json!(home), side));
        assert_eq!(mine(&scene.sato, &home).await["muted"], false);
        scene.mori.client.put(&path, json!({ "muted": true, "pinned": false })).await.refused(404);
    });
}

#[test]
fn of_very_many_mentions_the_first_hundred_are_told() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        for turn in 0..103 {
            let said = json!({ "id": new_id(), "body": format!("<!everyone> {turn}") });
            scene.sato.client.post(&format!("/rooms/{home}/messages"), said).await.ok();
        }
        let side = mine(&scene.ito, &home).await;
        let seqs: Vec<i64> = items(&side["mention_seqs"]).iter().map(number).collect();
        assert_eq!(seqs, (2..102).collect::<Vec<i64>>());
        let boot = scene.ito.client.bootstrap().await;
        assert_eq!(boot["rooms"][0]["mine"], side);
    });
}

#[test]
fn the_mark_on_another_organisations_tile_counts_what_the_first_screen_counts() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let badge = async || scene.ito.client.get("/me/badge").await.ok();
        assert_eq!(badge().await, json!({ "unread": 0, "mentions": 0 }));
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let seen = number(&scene.sato.client.say(&home, "前の話").await["seq"]);
        read(&scene.ito, &home, seen).await;
        scene.sato.client.say(&home, "一つ").await;
        scene.sato.client.say(&home, &format!("<@{}> 二つ", scene.ito.id)).await;
        assert_eq!(badge().await, json!({ "unread": 2, "mentions": 1 }));
        let talk = direct(&scene.mori, &scene.ito).await;
        scene.mori.client.say(&talk, "三つ").await;
        assert_eq!(badge().await, json!({ "unread": 3, "mentions": 2 }));
        let muted = json!({ "muted": true, "pinned": false });
        scene.ito.client.put(&format!("/rooms/{home}/preferences"), muted).await.ok();
        assert_eq!(badge().await, json!({ "unread": 2, "mentions": 2 }));
        assert_eq!(scene.mori.client.get("/me/badge").await.ok()["unread"], 0, "one's own words are read");
    });
}
