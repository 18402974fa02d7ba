//! Threads: their own numbers, their own unread, and who follows them.

use crate::scene::{Scene, each, id, items, number, reply, room, scene, settled, text, unread};
use harness::{Staff, World, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

async fn begun(world: &World) -> (Scene, String, String) {
    let scene = scene(world).await;
    let home = room(&scene.sato, "private", "課", &[&scene.ito, &scene.mori]).await;
    let root = id(&scene.sato.client.say(&home, "昼食はどこで").await);
    (scene, home, root)
}

/// A person's own side of a thread.
async fn side(staff: &Staff, root: &str) -> Value {
    staff.client.get(&format!("/threads/{root}/messages")).await.ok()["thread"]["mine"].clone()
}

#[test]
fn replies_are_numbered_by_themselves_and_leave_the_room_alone() {
    everywhere(|world| async move {
        let (scene, home, root) = begun(&world).await;
        let before = unread(&scene.mori, &home).await;
        let first = reply(&scene.ito, &home, &root, "食堂").await;
        let second = reply(&scene.sato, &home, &root, "外").await;
        assert_eq!((number(&first["seq"]), number(&second["seq"])), (1, 2));
        assert_eq!(first["thread_id"], root);
        assert_eq!(unread(&scene.mori, &home).await, before, "a reply is nothing unread in the room");
        let page = scene.mori.client.get(&format!("/threads/{root}/messages")).await.ok();
        assert_eq!(each(&page["messages"], "body"), ["食堂", "外"]);
        assert_eq!(page["root"]["id"], root);
        assert_eq!(page["room_id"], home);
        assert_eq!((page["first_seq"].clone(), page["last_seq"].clone()), (json!(1), json!(2)));
        let thread = &scene.mori.client.get(&format!("/messages/{root}")).await.ok()["thread"];
        assert_eq!(thread["replies"], 2);
        assert_eq!(thread["participants"], json!([scene.ito.id, scene.sato.id]), "the latest last");
        assert_eq!(thread["mine"], Value::Null);
    });
}

#[test]
fn the_author_of_the_root_and_whoever_replies_or_is_mentioned_follows() {
    everywhere(|world| async move {
        let (scene, home, root) = begun(&world).await;
        reply(&scene.ito, &home, &root, "食堂").await;
        assert_eq!(side(&scene.sato, &root).await["following"], true);
        assert_eq!(side(&scene.sato, &root).await["read_seq"], 0, "the reply is unread for who asked");
        assert_eq!(side(&scene.ito, &root).await["read_seq"], 1, "and read for who wrote it");
        assert_eq!(side(&scene.mori, &root).await, Value::Null);
        reply(&scene.ito, &home, &root, &format!("<@{}> は？", scene.mori.id)).await;
        let drawn_in = side(&scene.mori, &root).await;
        assert_eq!((drawn_in["following"].clone(), drawn_in["read_seq"].clone()), (json!(true), json!(1)));
        assert_eq!(drawn_in["mention_seqs"], json!([2]));
    });
}

#[test]
fn who_unfollows_is_not_drawn_in_again_by_the_next_reply() {
    everywhere(|world| async move {
        let (scene, home, root) = begun(&world).await;
        reply(&scene.ito, &home, &root, "食堂").await;
        let path = format!("/threads/{root}");
        let off = scene.sato.client.put(&path, json!({ "following": false })).await.ok();
        assert_eq!(off["mine"]["following"], false);
        reply(&scene.ito, &home, &root, &format!("<@{}>", scene.sato.id)).await;
        assert_eq!(side(&scene.sato, &root).await["following"], false);
        assert_eq!(scene.sato.client.bootstrap().await["threads"], json!([]));
        assert_eq!(items(&scene.sato.client.get("/threads").await.ok()["items"]).len(), 0);
        let on = scene.mori.client.put(&path, json!({ "following": true })).await.ok();
        assert_eq!(on["mine"]["read_seq"], 2, "who begins to follow has read what was said before");
    });
}

#[test]
fn unread_replies_are_counted_until_read_on_any_device() {
    everywhere(|world| async move {
        let (scene, home, root) = begun(&world).await;
        for words in ["食堂", "外", "弁当"] {
            reply(&scene.ito, &home, &root, words).await;
        }
        let open = scene.sato.client.bootstrap().await["threads"].clone();
        assert_eq!(open[0]["id"], root);
        assert_eq!(number(&open[0]["last_seq"]) - number(&open[0]["mine"]["read_seq"]), 3);
        let mut other_device = settled(&scene.sato).await;
        let path = format!("/threads/{root}/read");
        assert_eq!(scene.sato.client.put(&path, json!({ "seq": 2 })).await.ok()["mine"]["read_seq"], 2);
        assert_eq!(other_device.event("chat.thread_mine_changed").await["thread"]["mine"]["read_seq"], 2);
        assert_eq!(scene.sato.client.put(&path, json!({ "seq": 1 })).await.ok()["mine"]["read_seq"], 2, "never back");
        assert_eq!(
            scene.sato.client.put(&path, json!({ "seq": 99 })).await.ok()["mine"]["read_seq"],
            3,
            "never beyond"
        );
        assert_eq!(scene.sato.client.bootstrap().await["threads"], json!([]));
    });
}

#[test]
fn a_reply_told_to_the_room_as_well_stands_there_quoting_the_root() {
    everywhere(|world| async move {
        let (scene, home, root) = begun(&world).await;
        let said = json!({ "id": new_id(), "body": "結論：食堂", "thread": root, "also_to_room": true });
        let path = format!("/rooms/{home}/messages");
        let first = scene.ito.client.post(&path, said.clone()).await.ok();
        assert_eq!(first["thread_id"], root);
        assert_eq!(scene.ito.client.post(&path, said).await.status, 200);
        let page = scene.mori.client.get(&path).await.ok();
        let told: Vec<&Value> = items(&page["messages"]).iter().filter(|told| told["body"] == "結論：食堂").collect();
        assert_eq!(told.len(), 1, "once, however often it is sent");
        assert_eq!(told[0]["quote"]["id"], root);
        assert_eq!(told[0]["thread_id"], Value::Null);
    });
}

#[test]
fn a_reply_has_no_thread_of_its_own_and_a_root_is_of_the_room() {
    everywhere(|world| async move {
        let (scene, home, root) = begun(&world).await;
        let first = id(&reply(&scene.ito, &home, &root, "食堂").await);
        let below = |root: &str| json!({ "id": new_id(), "body": "深い", "thread": root });
        let path = format!("/rooms/{home}/messages");
        assert_eq!(scene.ito.client.post(&path, below(&first)).await.refused(409), "chat.thread_in_thread");
        let page = scene.ito.client.get(&format!("/threads/{first}/messages")).await;
        assert_eq!(page.refused(409), "chat.thread_in_thread");
        let elsewhere = room(&scene.ito, "private", "別", &[]).await;
        let other = id(&scene.ito.client.say(&elsewhere, "別の話").await);
        for root in [other.as_str(), "0000000000000"] {
            let refused = scene.ito.client.post(&path, below(root)).await;
            assert_eq!(refused.body["fields"], json!([{ "field": "thread", "code": "unknown" }]));
        }
    });
}

#[test]
fn a_thread_is_named_and_settled_for_all() {
    everywhere(|world| async move {
        let (scene, home, root) = begun(&world).await;
        let path = format!("/threads/{root}");
        scene.ito.client.put(&path, json!({ "resolved": true })).await.refused(404);
        reply(&scene.ito, &home, &root, "食堂").await;
        let mut live = scene.mori.client.live_now().await;
        let named = scene.ito.client.put(&path, json!({ "title": " 昼食 ", "resolved": true })).await.ok();
        assert_eq!(named["title"], "昼食");
        assert!(named["resolved_at"].is_string());
        let told = live.event("chat.thread_changed").await;
        assert_eq!((told["thread"]["title"].clone(), told["thread"]["mine"].clone()), (json!("昼食"), Value::Null));
        let open = scene.sato.client.put(&path, json!({ "title": "", "resolved": false })).await.ok();
        assert_eq!((open["title"].clone(), open["resolved_at"].clone()), (Value::Null, Value::Null));
        scene.admin.client.put(&path, json!({ "resolved": true })).await.refused(404);
        scene.admin.client.get(&format!("{path}/messages")).await.refused(404);
    });
}

#[test]
fn the_inbox_pages_through_followed_threads_the_newest_first() {
    everywhere(|world| async move {
        let (scene, home, _) = begun(&world).await;
        let mut roots = Vec::new();
        for turn in 0..5 {
            let root = id(&scene.sato.client.say(&home, &format!("話題{turn}")).await);
            world.clock().advance(Duration::from_secs(1));
            for words in ["一", "二", "三"] {
                reply(&scene.ito, &home, &root, words).await;
            }
            roots.insert(0, root);
        }
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = scene.sato.client.get(&format!("/threads?limit=2{cursor}")).await.ok();
            for item in items(&page["items"]) {
                assert_eq!(each(&item["latest"], "body"), ["二", "三"], "the last replies");
                assert_eq!(item["room_id"], home);
                paged.push(text(&item["thread"]["id"]));
            }
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(paged, roots);
    });
}

#[test]
fn who_has_left_the_room_hears_no_more_of_its_threads() {
    everywhere(|world| async move {
        let (scene, home, root) = begun(&world).await;
        reply(&scene.ito, &home, &root, "食堂").await;
        scene.ito.client.post(&format!("/rooms/{home}/leave"), json!({})).await;
        scene.sato.client.delete(&format!("/rooms/{home}/members/{}", scene.ito.id)).await;
        reply(&scene.sato, &home, &root, &format!("<@{}> いない", scene.ito.id)).await;
        assert_eq!(scene.ito.client.bootstrap().await["threads"], json!([]));
        assert_eq!(scene.ito.client.get("/threads").await.ok()["items"], json!([]));
        assert_eq!(scene.ito.client.get("/mentions").await.ok()["items"], json!([]));
        scene.ito.client.get(&format!("/threads/{root}/messages")).await.refused(404);
        scene.ito.client.put(&format!("/threads/{root}/read"), json!({ "seq": 1 })).await.refused(404);
    });
}
