//! Search among notes: by their titles and by all that stands on them, by those who read their room and by nobody else.

use crate::notes::{adding, begin, open, send};
use crate::outsiders::{bot, guest, new_bot, new_guest};
use crate::scene::{direct, id, items, number, room, scene, scene_of, text};
use crate::search::{look, with_room};
use harness::{Answer, Staff, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

async fn look_for(staff: &Staff, query: &str, more: &str) -> Answer {
    let typed: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
    staff.client.get(&format!("/search/notes?q={typed}{more}")).await
}

/// The titles that somebody finds, in the order of their letters.
async fn titles(staff: &Staff, query: &str) -> Vec<String> {
    let results = look_for(staff, query, "").await.ok();
    assert_eq!(results["next"], Value::Null, "all was looked at");
    let mut titles: Vec<String> = items(&results["items"]).iter().map(|item| text(&item["note"]["title"])).collect();
    titles.sort();
    titles
}

/// A note of a title with a paragraph on it.
async fn written(staff: &Staff, room: &str, title: &str, words: &str) -> String {
    let new = json!({ "id": new_id(), "title": title, "template": "blank" });
    let note = id(&staff.client.post(&format!("/rooms/{room}/notes"), new).await.ok());
    write(staff, &note, words).await;
    note
}

async fn write(staff: &Staff, note: &str, words: &str) {
    let opened = open(staff, note).await;
    let seq = number(&opened["seq"]);
    let update = adding(&opened, 7 + seq as u32, words);
    send(staff, note, &new_id(), update, seq).await.ok();
}

#[test]
fn a_note_is_found_by_its_title_and_by_any_part_of_its_page_at_once() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        world.index().await;
        let note = written(&scene.sato, &home, "四月の課内会議", "議題はｻｰﾊﾞｰ室の更新です").await;
        for _ in 0..2 {
            for query in [
                "課内会議",
                "月の",
                "議",
                "サーバー室",
                "更新です",
                "会議 更新",
                "from:佐藤 更新",
                "in:防災係 更新",
                "unit:総務課 更新",
                "has:note 更新",
                "年度:今年 更新",
            ] {
                assert_eq!(titles(&scene.ito, query).await, ["四月の課内会議"], "{query}");
            }
            for query in
                ["更新 予算", "from:伊藤 更新", "unit:財政 更新", "年度:昨年 更新", "has:file 更新", "has:link 更新"]
            {
                assert_eq!(titles(&scene.ito, query).await, [""; 0], "{query}");
            }
            world.index().await;
        }
        write(&scene.ito, &note, "次回は八月").await;
        assert_eq!(titles(&scene.ito, "次回は八").await, ["四月の課内会議"], "what was just written");
        scene.sato.client.patch(&format!("/notes/{note}"), json!({ "title": "卯月の会議" })).await.ok();
        assert_eq!(titles(&scene.ito, "卯月").await, ["卯月の会議"]);
        assert_eq!(titles(&scene.ito, "四月").await, [""; 0], "what it is not called any more");
    });
}

#[test]
fn what_is_shown_of_a_long_page_is_where_it_was_found() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let words = format!("{}縁側で休む{}", "あ".repeat(3_000), "い".repeat(3_000));
        written(&scene.sato, &home, "縁側の記録", &words).await;
        let results = look_for(&scene.ito, "縁側で", "").await.ok();
        let hit = &results["items"][0];
        let shown = text(&hit["text"]);
        assert!(shown.chars().count() <= 400 && shown.contains("縁側で休む"), "{shown}");
        assert_eq!(hit["marks"], json!([{ "start": 60, "length": 3 }]));
        assert_eq!(hit["title_marks"], json!([]));
        assert_eq!(results["rooms"][0]["name"], "防災係");
        assert_eq!(
            look_for(&scene.ito, "縁側", "").await.ok()["items"][0]["title_marks"],
            json!([{ "start": 0, "length": 2 }])
        );
    });
}

#[test]
fn a_page_that_is_too_long_to_be_followed_letter_by_letter_is_found_once_it_was_tended() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let note = written(&scene.sato, &home, "長い手引", &"あ".repeat(12_000)).await;
        write(&scene.sato, &note, "最後の一行").await;
        world.index().await;
        world.clock().advance(Duration::from_secs(11));
        world.run_jobs().await;
        for _ in 0..2 {
            assert_eq!(titles(&scene.ito, "最後の一").await, ["長い手引"]);
            world.index().await;
        }
    });
}

#[test]
fn who_may_not_read_the_room_finds_no_note_of_it() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let open = room(&scene.sato, "open", "市役所広場", &[]).await;
        let alone = direct(&scene.sato, &scene.ito).await;
        written(&scene.sato, &home, "係の縁側", "合言葉").await;
        written(&scene.sato, &alone, "二人の縁側", "合言葉").await;
        written(&scene.sato, &open, "皆の縁側", "合言葉").await;
        let other = scene_of(&world, "青葉市").await;
        let visitor = guest(&world, &scene.admin, new_guest(&scene.sato, "business")).await;
        let program = bot(&world, &scene.admin, new_bot(&scene.sato)).await;
        for _ in 0..2 {
            assert_eq!(titles(&scene.ito, "縁側").await, ["二人の縁側", "係の縁側", "皆の縁側"]);
            for query in ["縁側", "合言葉", "from:佐藤"] {
                assert_eq!(titles(&scene.mori, query).await, ["皆の縁側"], "an open room is everybody's: {query}");
                assert_eq!(titles(&scene.admin, query).await, ["皆の縁側"], "{query}");
                for outside in [&other.admin, &visitor, &program] {
                    assert_eq!(titles(outside, query).await, [""; 0], "{query}");
                }
            }
            let asked = look_for(&scene.mori, "合言葉", &format!("&room={home}")).await.ok();
            assert_eq!(asked["items"], json!([]), "nor by naming the room");
            world.index().await;
        }
        let members = format!("/rooms/{home}/members");
        scene.sato.client.post(&members, json!({ "people": [scene.mori.id, visitor.id] })).await.ok();
        assert_eq!(titles(&visitor, "合言葉").await, ["係の縁側"]);
        for who in [&scene.mori, &visitor] {
            scene.sato.client.delete(&format!("{members}/{}", who.id)).await.ok();
            assert!(!titles(who, "合言葉").await.contains(&"係の縁側".to_owned()));
        }
        world.stranger().get("/search/notes?q=x").await.refused(401);
    });
}

#[test]
fn a_note_that_was_taken_back_is_found_no_more_and_again_once_it_is_put_back() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let note = written(&scene.sato, &home, "内規の案", "旅費の扱い").await;
        for _ in 0..2 {
            assert_eq!(titles(&scene.ito, "旅費").await, ["内規の案"]);
            scene.sato.client.delete(&format!("/notes/{note}")).await.ok();
            assert_eq!(titles(&scene.ito, "旅費").await, [""; 0]);
            world.index().await;
            assert_eq!(titles(&scene.ito, "内規").await, [""; 0]);
            scene.sato.client.post(&format!("/notes/{note}/put-back"), json!({})).await.ok();
            assert_eq!(titles(&scene.ito, "旅費").await, ["内規の案"]);
            world.index().await;
        }
    });
}

#[test]
fn words_that_were_taken_off_a_page_are_found_no_more() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let note = written(&scene.sato, &home, "下書き", "消される言葉").await;
        write(&scene.sato, &note, "残る言葉").await;
        world.index().await;
        assert_eq!(titles(&scene.ito, "消される").await, ["下書き"]);
        let wish = json!({ "id": new_id(), "seq": 1 });
        scene.sato.client.post(&format!("/notes/{note}/restore"), wish).await.ok();
        assert_eq!(titles(&scene.ito, "消される").await, [""; 0]);
        world.index().await;
        assert_eq!(titles(&scene.ito, "消される").await, [""; 0]);
        assert_eq!(titles(&scene.ito, "下書き").await, ["下書き"]);
    });
}

#[test]
fn the_index_of_notes_is_built_anew_while_it_answers() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        for number in 0..5 {
            written(&scene.sato, &home, &format!("手順{number}"), "共通の言葉").await;
        }
        world.index().await;
        scene.admin.client.post("/index", json!({})).await.ok();
        assert_eq!(titles(&scene.ito, "共通").await.len(), 5, "the one that is there answers");
        world.index().await;
        assert_eq!(titles(&scene.ito, "共通").await.len(), 5);
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = look_for(&scene.ito, "共通", &format!("&limit=2{cursor}")).await.ok();
            paged.extend(items(&page["items"]).iter().map(|item| text(&item["note"]["title"])));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        paged.sort();
        assert_eq!(paged, ["手順0", "手順1", "手順2", "手順3", "手順4"]);
    });
}

#[test]
fn messages_are_narrowed_down_to_units_and_to_those_that_bring_a_note() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        begin(&scene.sato, &home, "blank").await.ok();
        scene.ito.client.say(&home, "課内会議の場所").await;
        for _ in 0..2 {
            let bodies = |query: &'static str| {
                let ito = &scene.ito;
                async move {
                    let found = look(ito, query, "").await.ok();
                    let mut all: Vec<String> =
                        items(&found["items"]).iter().map(|item| text(&item["message"]["body"])).collect();
                    all.sort();
                    all
                }
            };
            assert_eq!(bodies("has:note 課内").await, ["課内会議"]);
            assert_eq!(bodies("unit:総務 課内").await, ["課内会議", "課内会議の場所"]);
            assert_eq!(bodies("所属:そうむ from:伊藤 課内").await, ["課内会議の場所"]);
            assert_eq!(bodies("unit:ない課 課内").await, [""; 0]);
            world.index().await;
        }
    });
}

#[test]
fn what_nobody_can_look_for_among_notes_is_refused() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        assert_eq!(look_for(&scene.ito, " ", "").await.refused(400), "search.nothing_to_find");
        assert_eq!(look_for(&scene.ito, &"あ".repeat(401), "").await.refused(400), "search.too_long");
    });
}
