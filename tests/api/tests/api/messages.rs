//! Saying, changing, taking back, and reading in pages.

use crate::scene::{bodies, id, items, number, reply, room, scene, settled, text};
use futures_util::future::join_all;
use harness::{Staff, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

async fn say(staff: &Staff, room: &str, message: Value) -> harness::Answer {
    staff.client.post(&format!("/rooms/{room}/messages"), message).await
}

async fn seqs(staff: &Staff, path: &str) -> Vec<i64> {
    items(&staff.client.get(path).await.ok()["messages"]).iter().map(|message| number(&message["seq"])).collect()
}

#[test]
fn the_same_id_is_the_same_message_however_often_it_is_sent() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let message = json!({ "id": new_id(), "body": "一度だけ" });
        let first = say(&scene.sato, &home, message.clone()).await;
        assert_eq!(first.status, 201);
        let answers = join_all((0..4).map(|_| say(&scene.sato, &home, message.clone()))).await;
        for again in answers {
            assert_eq!(again.status, 200);
            assert_eq!(again.body, first.body);
        }
        let other_words = json!({ "id": message["id"], "body": "別の言葉" });
        assert_eq!(say(&scene.sato, &home, other_words).await.ok()["body"], "一度だけ", "the first words stand");
        assert_eq!(bodies(&scene.ito, &home).await, ["一度だけ"]);
    });
}

#[test]
fn the_id_of_somebody_elses_message_or_of_another_room_is_taken() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let other = room(&scene.sato, "private", "別", &[]).await;
        let said = json!({ "id": id(&scene.sato.client.say(&home, "先").await), "body": "後" });
        assert_eq!(say(&scene.ito, &home, said.clone()).await.refused(409), "id_taken");
        assert_eq!(say(&scene.sato, &other, said).await.refused(409), "id_taken");
    });
}

#[test]
fn a_message_cannot_have_the_id_of_a_room_whose_talk_its_thread_would_be() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let secret = room(&scene.sato, "private", "人事", &[]).await;
        scene.sato.client.say(&secret, "極秘").await;
        let own = room(&scene.mori, "private", "のぞき", &[]).await;
        let spy = say(&scene.mori, &own, json!({ "id": secret, "body": "誰か" })).await;
        assert_eq!(spy.refused(409), "id_taken");
        scene.mori.client.get(&format!("/threads/{secret}/messages")).await.refused(404);
    });
}

#[test]
fn what_is_said_is_kept_byte_for_byte() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let said = [
            "葛\u{e0100}城市と葛\u{e0101}飾区",
            "辻\u{fe00}さん、か\u{3099}（分けた濁点）と が",
            "👨‍👩‍👧‍👦 🇯🇵 1️⃣ 🏳️‍🌈",
            "ＡＢＣ１２３　ｶﾀｶﾅ①㈱",
            "  字下げ\t<b>太くない</b> & \"引用\" \\ '",
            "右から左 \u{202b}שלום\u{202c} と零幅\u{200b}空白",
            "一行目\r\n二行目\n\n四行目",
            "𠮷野家で𩸽を食べる",
        ];
        for body in said {
            assert_eq!(scene.sato.client.say(&home, body).await["body"], body);
        }
        assert_eq!(bodies(&scene.ito, &home).await, said);
    });
}

#[test]
fn nothing_and_too_much_are_refused_and_the_most_is_taken() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[]).await;
        let said = |body: &str| json!({ "id": new_id(), "body": body });
        for nothing in ["", " \n\t", "　"] {
            assert_eq!(say(&scene.sato, &home, said(nothing)).await.refused(400), "chat.empty");
        }
        assert_eq!(say(&scene.sato, &home, said(&"長".repeat(20_001))).await.refused(400), "chat.too_long");
        assert_eq!(say(&scene.sato, &home, said(&"👨‍👩‍👧".repeat(20_001))).await.refused(400), "chat.too_long");
        assert_eq!(say(&scene.sato, &home, said(&"長".repeat(20_000))).await.status, 201);
        let path = format!("/rooms/{home}");
        assert_eq!(number(&scene.sato.client.get(&path).await.ok()["last_seq"]), 2, "what is refused takes no number");
    });
}

#[test]
fn eight_writers_at_once_leave_no_hole_and_no_double() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let staff = [&scene.sato, &scene.ito, &scene.mori, &scene.admin];
        let home = room(&scene.sato, "private", "課", &staff[1..]).await;
        let writers = (0..8).map(|writer| {
            let (client, home) = (staff[writer % 4].client.clone(), home.clone());
            async move {
                let mut seqs = Vec::new();
                for turn in 0..6 {
                    seqs.push(number(&client.say(&home, &format!("{writer}の{turn}")).await["seq"]));
                }
                seqs
            }
        });
        let each: Vec<Vec<i64>> = join_all(writers).await;
        assert!(each.iter().all(|seqs| seqs.is_sorted()), "each writer's own words stay in order");
        let mut all: Vec<i64> = each.concat();
        all.sort_unstable();
        assert_eq!(all, (2..50).collect::<Vec<i64>>());
        assert_eq!(seqs(&scene.ito, &format!("/rooms/{home}/messages?limit=200")).await, (1..50).collect::<Vec<i64>>());
    });
}

#[test]
fn pages_before_after_and_around_meet_without_doubles_or_holes() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        for turn in 2..=12 {
            scene.sato.client.say(&home, &format!("第{turn}")).await;
        }
        let path = |query: &str| format!("/rooms/{home}/messages?limit=4&{query}");
        assert_eq!(seqs(&scene.ito, &path("")).await, [9, 10, 11, 12]);
        assert_eq!(seqs(&scene.ito, &path("before=9")).await, [5, 6, 7, 8]);
        assert_eq!(seqs(&scene.ito, &path("before=3")).await, [1, 2]);
        assert_eq!(seqs(&scene.ito, &path("before=1")).await, Vec::<i64>::new());
        assert_eq!(seqs(&scene.ito, &path("after=0")).await, [1, 2, 3, 4]);
        assert_eq!(seqs(&scene.ito, &path("after=10")).await, [11, 12]);
        assert_eq!(seqs(&scene.ito, &path("after=12")).await, Vec::<i64>::new());
        assert_eq!(seqs(&scene.ito, &path("around=6")).await, [4, 5, 6, 7]);
        assert_eq!(seqs(&scene.ito, &path("around=1")).await, [1, 2]);
        assert_eq!(seqs(&scene.ito, &path("around=12")).await, [10, 11, 12]);
        assert_eq!(scene.ito.client.get(&path("before=3&after=1")).await.refused(400), "invalid_query");
        let page = scene.ito.client.get(&path("before=3")).await.ok();
        assert_eq!((page["first_seq"].clone(), page["last_seq"].clone()), (json!(1), json!(12)));
        assert_eq!(page["people"][0]["name"], "佐藤 花");
    });
}

#[test]
fn an_edited_message_says_so_and_shows_what_it_said_before() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let said = scene.sato.client.say(&home, "会議は十時").await;
        let path = format!("/messages/{}", id(&said));
        let mut live = scene.ito.client.live_now().await;
        world.clock().advance(Duration::from_secs(60));
        let first = scene.sato.client.patch(&path, json!({ "body": "会議は十一時" })).await.ok();
        world.clock().advance(Duration::from_secs(60));
        let second = scene.sato.client.patch(&path, json!({ "body": "会議は中止" })).await.ok();
        scene.sato.client.patch(&path, json!({ "body": "会議は中止" })).await.ok();
        assert_eq!(live.event("chat.message_changed").await["message"]["body"], "会議は十一時");
        assert_eq!(second["seq"], said["seq"]);
        assert!(number(&second["tick"]) > number(&first["tick"]));
        assert_eq!(second["sent_at"], said["sent_at"]);
        let history = scene.ito.client.get(&format!("{path}/history")).await.ok();
        assert_eq!(crate::scene::each(&history["items"], "body"), ["会議は十時", "会議は十一時"]);
        assert_eq!(history["items"][0]["at"], first["edited_at"]);
        assert_eq!(history["items"][0]["by"], json!(scene.sato.id));
        let other = scene.ito.client.patch(&path, json!({ "body": "勝手に" })).await;
        assert_eq!(other.refused(403), "chat.not_the_author");
        assert_eq!(scene.sato.client.patch(&path, json!({ "body": " " })).await.refused(400), "chat.empty");
        scene.mori.client.patch(&path, json!({ "body": "勝手に" })).await.refused(404);
        scene.mori.client.get(&format!("{path}/history")).await.refused(404);
    });
}

#[test]
fn a_withdrawn_message_leaves_a_trace_without_its_words() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let said = scene.sato.client.say(&home, "失言その一").await;
        let path = format!("/messages/{}", id(&said));
        scene.sato.client.patch(&path, json!({ "body": "失言その二" })).await.ok();
        let quoting = json!({ "id": new_id(), "body": "これですか", "reply_to": said["id"] });
        let quoting = id(&say(&scene.ito, &home, quoting).await.ok());
        let mut live = settled(&scene.ito).await;
        assert_eq!(scene.ito.client.delete(&path).await.refused(403), "chat.not_the_author");
        let gone = scene.sato.client.delete(&path).await.ok();
        assert_eq!((gone["body"].clone(), gone["seq"].clone()), (json!(""), said["seq"].clone()));
        assert!(gone["withdrawn_at"].is_string());
        let told = live.event("chat.message_changed").await.to_string();
        let page = scene.ito.client.get(&format!("/rooms/{home}/messages")).await.ok().to_string();
        let history = scene.ito.client.get(&format!("{path}/history")).await.ok();
        let boot = scene.ito.client.bootstrap().await.to_string();
        assert_eq!(history["items"], json!([]));
        for seen in [told, page, boot] {
            assert!(!seen.contains("失言"), "the words are gone everywhere: {seen}");
        }
        let quote = scene.ito.client.get(&format!("/messages/{quoting}")).await.ok()["quote"].clone();
        assert_eq!((quote["withdrawn"].clone(), quote["excerpt"].clone()), (json!(true), json!("")));
        scene.sato.client.delete(&path).await.ok();
        assert_eq!(scene.sato.client.patch(&path, json!({ "body": "やはり" })).await.refused(409), "chat.withdrawn");
        let react = scene.ito.client.put(&format!("{path}/reactions/shochi"), json!({})).await;
        assert_eq!(react.refused(409), "chat.withdrawn");
    });
}

#[test]
fn an_owner_of_the_room_takes_back_what_others_said() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito, &scene.mori]).await;
        let said = id(&scene.ito.client.say(&home, "中傷").await);
        assert_eq!(scene.mori.client.delete(&format!("/messages/{said}")).await.refused(403), "chat.not_the_author");
        scene.sato.client.delete(&format!("/messages/{said}")).await.ok();
        let notice = scene.sato.client.get(&format!("/rooms/{home}/messages?before=2")).await.ok();
        let notice = format!("/messages/{}", id(&notice["messages"][0]));
        assert_eq!(
            scene.sato.client.delete(&notice).await.refused(403),
            "chat.not_the_author",
            "what happened, happened"
        );
        assert_eq!(scene.sato.client.patch(&notice, json!({ "body": "x" })).await.refused(403), "chat.not_the_author");
    });
}

#[test]
fn an_answer_quotes_a_message_of_its_own_room() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let other = room(&scene.sato, "private", "人事", &[]).await;
        let asked = scene.sato.client.say(&home, "資料は**いつ**ですか").await;
        let secret = scene.sato.client.say(&other, "極秘").await;
        let answer = |to: &Value| json!({ "id": new_id(), "body": "明日です", "reply_to": to["id"] });
        let said = say(&scene.ito, &home, answer(&asked)).await.ok();
        assert_eq!(said["quote"]["id"], asked["id"]);
        assert_eq!(said["quote"]["author_id"], json!(scene.sato.id));
        assert_eq!(said["quote"]["excerpt"], "資料は**いつ**ですか");
        for to in [&secret, &json!({ "id": "0000000000000" })] {
            let refused = say(&scene.ito, &home, answer(to)).await;
            assert_eq!(refused.body["fields"], json!([{ "field": "reply_to", "code": "unknown" }]));
        }
    });
}

#[test]
fn the_first_screen_shows_the_last_words_of_each_room_the_most_recent_first() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let first = room(&scene.sato, "private", "一", &[&scene.ito]).await;
        let second = room(&scene.sato, "private", "二", &[&scene.ito]).await;
        world.clock().advance(Duration::from_secs(1));
        scene.sato.client.say(&second, "古い").await;
        world.clock().advance(Duration::from_secs(1));
        let root = scene.sato.client.say(&first, &format!("**新しい** <@{}>さん", scene.ito.id)).await;
        reply(&scene.sato, &first, &id(&root), "返信は部屋の最後の言葉ではない").await;
        let boot = scene.ito.client.bootstrap().await;
        let rooms = items(&boot["rooms"]);
        assert_eq!(rooms.iter().map(id).collect::<Vec<_>>(), [first, second]);
        assert_eq!(rooms[0]["last"]["excerpt"], "新しい @伊藤 健さん");
        assert_eq!(rooms[0]["last"]["author_id"], json!(scene.sato.id));
        let names: Vec<String> = items(&boot["people"]).iter().map(|person| text(&person["name"])).collect();
        assert!(names.contains(&"佐藤 花".to_owned()), "{names:?}");
    });
}
