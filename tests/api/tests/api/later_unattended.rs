//! What is said at a moment is said without its author: what they have not read, what they are writing and who they are stay as they were.

use crate::later::{HOUR, IN_AN_HOUR, later, pass, plan, planned};
use crate::operators::{OTHER_PIN, PIN, choose, introduce, nursery};
use crate::scene::{Scene, bodies, id, items, mine, number, read, reply, room, scene, settled, text, unread};
use harness::{World, everywhere, new_id};
use jiff::civil::date;
use kernel::Jst;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;

/// Nine o'clock on 1 April.
fn set_to_nine(world: &World) {
    world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(9 * HOUR));
}

#[test]
fn what_others_said_before_it_stays_unread_and_what_its_author_is_writing_stays() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        set_to_nine(&world);
        let home = room(&sato, "private", "課", &[&ito]).await;
        plan(&sato, &home, "おはようございます", IN_AN_HOUR).await.ok();
        let asked = ito.client.say(&home, &format!("<@{}> 見ましたか", sato.id)).await;
        ito.client.say(&home, "続きです").await;
        let draft = json!({ "room_id": home, "body": "書きかけ" });
        sato.client.put(&format!("/drafts/{home}"), draft).await.ok();
        let before = mine(&sato, &home).await;
        let mut live = settled(&sato).await;
        pass(&world, HOUR).await;
        assert_eq!(live.event("chat.message_posted").await["message"]["body"], "おはようございます");
        assert_eq!(live.event("chat.mine_changed").await["mine"]["read_seq"], before["read_seq"]);
        let after = mine(&sato, &home).await;
        assert_eq!((&after["read_seq"], &after["mention_seqs"]), (&before["read_seq"], &before["mention_seqs"]));
        assert_eq!(items(&after["mention_seqs"]).len(), 1);
        let readers = ito.client.get(&format!("/messages/{}/receipts", id(&asked))).await.ok();
        assert!(!readers["read"].to_string().contains("佐藤"), "{readers}");
        assert_eq!(sato.client.bootstrap().await["drafts"][0]["body"], "書きかけ");
        // Who had read everything finds nothing unread: it is their own.
        read(&sato, &home, number(&asked["seq"]) + 2).await;
        plan(&sato, &home, "もう一つ", "2026-04-01T03:00:00Z").await.ok();
        pass(&world, 2 * HOUR).await;
        assert_eq!((unread(&sato, &home).await, bodies(&ito, &home).await.len()), (0, 4));
    });
}

#[test]
fn replies_before_a_planned_one_stay_unread() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        set_to_nine(&world);
        let home = room(&sato, "private", "課", &[&ito]).await;
        let root = id(&ito.client.say(&home, "始まり").await);
        reply(&sato, &home, &root, "一つ目").await;
        let asked =
            json!({ "id": new_id(), "room_id": home, "thread": root, "body": "あとの話", "send_at": IN_AN_HOUR });
        sato.client.post("/planned", asked).await.ok();
        reply(&ito, &home, &root, "二つ目").await;
        pass(&world, HOUR).await;
        let page = sato.client.get(&format!("/threads/{root}/messages")).await.ok();
        assert_eq!((&page["thread"]["mine"]["read_seq"], &page["thread"]["last_seq"]), (&json!(1), &json!(3)));
    });
}

#[test]
fn what_one_operator_of_a_shared_account_planned_goes_out_in_no_other_words_and_only_while_they_may() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        set_to_nine(&world);
        let nursery = nursery(&world, &scene).await;
        let new = json!({ "id": new_id(), "kind": "private", "name": "園", "people": [nursery.person] });
        let home = id(&scene.mori.client.post("/rooms", new).await.ok());
        introduce(&scene, &nursery.device, &scene.sato, PIN).await;
        let other = nursery.second_device(&world).await;
        introduce(&scene, &other, &scene.ito, OTHER_PIN).await;
        let asked = |body: &str, at: &str| json!({ "id": new_id(), "room_id": home, "body": body, "send_at": at });
        let first = id(&nursery.device.post("/planned", asked("佐藤の話", IN_AN_HOUR)).await.ok());
        nursery.device.post("/planned", asked("佐藤のあとの話", "2026-04-01T04:00:00Z")).await.ok();
        let changed = other.patch(&format!("/planned/{first}"), json!({ "body": "伊藤の言葉" })).await;
        assert_eq!(changed.refused(409), "chat.other_operator");
        // Nor do they become somebody else's by being taken back and planned again.
        let standing = other.get("/planned").await.ok()["items"][0].clone();
        assert_eq!((&standing["id"], &standing["operator_id"]), (&json!(first), &json!(scene.sato.id)));
        let mut again = asked("佐藤の話", IN_AN_HOUR);
        again["operator_id"] = standing["operator_id"].clone();
        assert_eq!(other.post("/planned", again).await.refused(409), "chat.other_operator");
        pass(&world, HOUR).await;
        assert_eq!(bodies(&scene.mori, &home).await, ["佐藤の話"]);
        // Who planned it may not use the account any more.
        let account = format!("/accounts/{}", scene.sato.account);
        scene.admin.client.patch(&account, json!({ "state": "suspended" })).await.ok();
        pass(&world, 4 * HOUR).await;
        assert_eq!(bodies(&scene.mori, &home).await, ["佐藤の話"]);
        choose(&other, &scene.ito, OTHER_PIN).await.ok();
        assert_eq!(other.get("/planned").await.ok()["items"][0]["why"], "chat.not_here");
    });
}

#[test]
fn what_is_late_is_made_up_for() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        set_to_nine(&world);
        let home = room(&sato, "private", "課", &[&ito]).await;
        let said = id(&ito.client.say(&home, "見てください").await);
        plan(&sato, &home, "遅れた話", IN_AN_HOUR).await.ok();
        sato.client.put(&format!("/messages/{said}/saved"), json!({ "remind_at": IN_AN_HOUR })).await.ok();
        // No job of the moment has done it.
        world.clock().advance(2 * HOUR);
        let db = world.test.db.clone();
        let caught_up = spawn_blocking(move || chat::service::planned::catch_up(&db));
        caught_up.await.expect("nothing panics").expect("it is made up for");
        assert_eq!(bodies(&ito, &home).await, ["見てください", "遅れた話"]);
        assert_eq!(later(&sato).await, (json!(0), json!(0), json!(1)));
    });
}

#[test]
fn a_plan_whose_answer_got_lost_is_the_same_plan_with_what_was_asked_last() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        set_to_nine(&world);
        let home = room(&sato, "private", "課", &[&ito]).await;
        let mut asked = json!({ "id": new_id(), "room_id": home, "body": "一つ", "send_at": IN_AN_HOUR });
        sato.client.post("/planned", asked.clone()).await.ok();
        asked["send_at"] = json!("2026-04-01T02:00:00Z");
        let again = sato.client.post("/planned", asked).await;
        assert_eq!((again.status.as_u16(), &again.body["send_at"]), (200, &json!("2026-04-01T02:00:00Z")));
        pass(&world, HOUR).await;
        assert_eq!((bodies(&ito, &home).await.len(), planned(&sato).await.len()), (0, 1));
        pass(&world, HOUR).await;
        assert_eq!(bodies(&ito, &home).await, ["一つ"]);
    });
}

#[test]
fn what_is_due_stands_first_and_what_is_put_by_again_keeps_its_reminder() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        set_to_nine(&world);
        let home = room(&sato, "private", "課", &[&ito]).await;
        let mut said = Vec::new();
        for body in ["一", "二", "三"] {
            said.push(id(&sato.client.say(&home, body).await));
        }
        let saved = |message: &str| format!("/messages/{message}/saved");
        let first = ito.client.put(&saved(&said[0]), json!({ "remind_at": IN_AN_HOUR })).await.ok();
        let again = ito.client.put(&saved(&said[0]), json!({})).await.ok();
        assert_eq!((&first["fresh"], &again["fresh"]), (&json!(true), &json!(false)));
        assert_eq!(again["remind_at"], first["remind_at"]);
        for message in &said[1..] {
            world.clock().advance(HOUR / 10);
            ito.client.put(&saved(message), json!({})).await.ok();
        }
        pass(&world, HOUR).await;
        let mut shown: Vec<String> = Vec::new();
        let mut next = Value::Null;
        for _ in 0..3 {
            let cursor = next.as_str().map(|next| format!("&cursor={next}")).unwrap_or_default();
            let mut page = ito.client.get(&format!("/saved?limit=1{cursor}")).await.ok();
            shown.extend(items(&page["items"]).iter().map(|one| text(&one["message"]["body"])));
            next = page["next"].take();
        }
        assert_eq!(shown, ["一", "三", "二"]);
        let without = ito.client.put(&saved(&said[0]), json!({ "remind_at": null })).await.ok();
        assert_eq!((&without["remind_at"], &without["due"]), (&Value::Null, &json!(false)));
    });
}

#[test]
fn who_reads_an_open_room_without_belonging_to_it_is_reminded_too_and_who_was_taken_out_is_not() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        set_to_nine(&world);
        let open = room(&sato, "open", "広場", &[]).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let (seen, kept) = (id(&sato.client.say(&open, "祭り").await), id(&sato.client.say(&home, "内々").await));
        let reminder = json!({ "remind_at": IN_AN_HOUR });
        mori.client.put(&format!("/messages/{seen}/saved"), reminder.clone()).await.ok();
        ito.client.put(&format!("/messages/{kept}/saved"), reminder).await.ok();
        sato.client.delete(&format!("/rooms/{home}/members/{}", ito.id)).await.ok();
        let (mut theirs, mut other) = (settled(&mori).await, settled(&ito).await);
        pass(&world, HOUR).await;
        let told = theirs.event("chat.reminded").await;
        assert_eq!((&told["excerpt"], &told["remind_at"]), (&json!("祭り"), &json!(IN_AN_HOUR)));
        // What comes next for the other one is only how much waits.
        let frames = other.events_until("chat.later_changed").await;
        assert!(frames.iter().all(|(kind, _)| kind != "chat.reminded"), "{frames:?}");
        assert_eq!(later(&ito).await.2, json!(0));
    });
}
