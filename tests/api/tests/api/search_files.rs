//! Search among files: by their names and by what they say, by those who read the message in which they stand and by nobody else.

use crate::files::bring;
use crate::files_in_rooms::say_with;
use crate::forwards::passed_on;
use crate::outsiders::{bot, guest, new_bot, new_guest};
use crate::scene::{direct, id, items, room, scene_of, text};
use crate::search::with_room;
use harness::{Answer, Staff, everywhere};
use serde_json::{Value, json};
use std::io::{Cursor, Write as _};
use std::time::Duration;
use zip::write::SimpleFileOptions;

async fn look_for(staff: &Staff, query: &str, more: &str) -> Answer {
    let typed: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
    staff.client.get(&format!("/search/files?q={typed}{more}")).await
}

/// The names of the files that somebody finds, in the order of their letters.
async fn names(staff: &Staff, query: &str) -> Vec<String> {
    let results = look_for(staff, query, "").await.ok();
    assert_eq!(results["next"], Value::Null, "all was looked at");
    let mut names: Vec<String> = items(&results["items"]).iter().map(|item| text(&item["file"]["name"])).collect();
    names.sort();
    names
}

/// Sends files to a room with a message; its id.
async fn sent(staff: &Staff, room: &str, files: &[(&str, &[u8])]) -> String {
    let mut brought = Vec::new();
    for (name, bytes) in files {
        brought.push(bring(&staff.client, name, bytes).await);
    }
    let brought: Vec<&str> = brought.iter().map(String::as_str).collect();
    id(&say_with(staff, room, "", &brought).await.ok())
}

fn document(words: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).expect("a part");
    let body = format!("<w:document><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>");
    zip.write_all(body.as_bytes()).expect("written");
    zip.finish().expect("a zip").into_inner()
}

#[test]
fn a_file_is_found_by_its_name_at_once_and_by_what_it_says_once_it_was_read() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        world.index().await;
        let cp932 = text::cp932::encode("氏名,よみ\n髙橋,たかはし").bytes;
        let files: [(&str, &[u8]); 2] = [("要領.docx", &document("ｻｰﾊﾞｰ室の避難訓練")), ("名簿.csv", &cp932)];
        sent(&scene.sato, &home, &files).await;
        assert_eq!(names(&scene.ito, "要領").await, ["要領.docx"]);
        assert_eq!(names(&scene.ito, "避難").await, [""; 0], "nobody has read it yet");
        for follows in [true, false] {
            if follows {
                world.index().await;
                world.read_files().await;
            }
            for query in
                ["要領", "サーバー室", "室の避", "訓", "from:佐藤 避難", "in:防災係 要領 訓練", "has:file 避難"]
            {
                assert_eq!(names(&scene.ito, query).await, ["要領.docx"], "{query}");
            }
            assert_eq!(names(&scene.ito, "高橋").await, ["名簿.csv"]);
            assert_eq!(names(&scene.ito, "避難 予算").await, [""; 0]);
            assert_eq!(names(&scene.ito, "from:伊藤 避難").await, [""; 0]);
            world.index().await;
        }
        let results = look_for(&scene.ito, "サーバー", "").await.ok();
        let hit = &results["items"][0];
        assert_eq!((&hit["text"], &hit["marks"]), (&json!("ｻｰﾊﾞｰ室の避難訓練"), &json!([{ "start": 0, "length": 5 }])));
        assert_eq!((&hit["carrier"]["room_id"], &hit["carrier"]["author_id"]), (&json!(home), &json!(scene.sato.id)));
        assert_eq!(results["rooms"][0]["name"], "防災係");
    });
}

#[test]
fn who_may_not_read_the_room_finds_no_file_of_it() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let open = room(&scene.sato, "open", "市役所広場", &[]).await;
        let alone = direct(&scene.sato, &scene.ito).await;
        for (at, name) in [(&home, "係.txt"), (&alone, "二人.txt"), (&open, "皆.txt")] {
            sent(&scene.sato, at, &[(name, "合言葉は縁側".as_bytes())]).await;
        }
        world.read_files().await;
        let other = scene_of(&world, "青葉市").await;
        let visitor = guest(&world, &scene.admin, new_guest(&scene.sato, "business")).await;
        let program = bot(&world, &scene.admin, new_bot(&scene.sato)).await;
        for _ in 0..2 {
            for query in ["縁側", "txt", "from:佐藤 合言葉"] {
                assert_eq!(names(&scene.ito, query).await, ["二人.txt", "係.txt", "皆.txt"], "{query}");
                assert_eq!(names(&scene.mori, query).await, ["皆.txt"], "{query}");
                assert_eq!(names(&scene.admin, query).await, ["皆.txt"], "{query}");
                for outside in [&other.admin, &visitor, &program] {
                    assert_eq!(names(outside, query).await, [""; 0], "{query}");
                }
            }
            let asked = look_for(&scene.mori, "縁側", &format!("&room={home}")).await.ok();
            assert_eq!(asked["items"], json!([]), "nor by naming the room");
            world.index().await;
        }
        let members = format!("/rooms/{home}/members");
        scene.sato.client.post(&members, json!({ "people": [scene.mori.id] })).await.ok();
        assert_eq!(names(&scene.mori, "合言葉").await, ["係.txt", "皆.txt"]);
        scene.sato.client.delete(&format!("{members}/{}", scene.mori.id)).await.ok();
        assert_eq!(names(&scene.mori, "合言葉").await, ["皆.txt"]);
        world.stranger().get("/search/files?q=x").await.refused(401);
    });
}

#[test]
fn what_a_file_said_goes_with_its_message_and_stays_where_it_was_forwarded_no_longer() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let gone = sent(&scene.sato, &home, &[("内規.txt", "旅費の扱い".as_bytes())]).await;
        let other = room(&scene.ito, "private", "予算担当", &[&scene.mori]).await;
        passed_on(&scene.ito, &[&gone], &[&other], "見てください").await.ok();
        world.run_jobs().await;
        world.read_files().await;
        world.index().await;
        assert_eq!(names(&scene.mori, "旅費").await, ["内規.txt"], "by the forward");
        assert_eq!(names(&scene.ito, "旅費").await.len(), 2);
        scene.sato.client.delete(&format!("/messages/{gone}")).await.ok();
        for who in [&scene.ito, &scene.mori, &scene.sato] {
            assert_eq!(names(who, "旅費").await, [""; 0]);
        }
        world.run_jobs().await;
        world.index().await;
        assert_eq!(names(&scene.mori, "旅費").await, [""; 0]);
        assert_eq!(harness::store::read_or_waiting(&world).await, 0, "nothing of it is kept");
    });
}

#[test]
fn a_file_that_says_nothing_is_found_by_its_name_however_far_the_index_has_followed() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let other = room(&scene.ito, "private", "予算担当", &[&scene.mori]).await;
        // It stands before anything is said: from here on it only follows.
        world.index().await;
        let said = sent(&scene.sato, &home, &[("図面.bin", b"\x00\x01"), ("内規.txt", "旅費の扱い".as_bytes())]).await;
        world.read_files().await;
        for _ in 0..2 {
            world.index().await;
            assert_eq!(names(&scene.ito, "図面").await, ["図面.bin"]);
            assert_eq!(names(&scene.mori, "図面").await, [""; 0]);
        }
        passed_on(&scene.ito, &[&said], &[&other], "").await.ok();
        world.run_jobs().await;
        for _ in 0..2 {
            world.index().await;
            assert_eq!(names(&scene.mori, "図面").await, ["図面.bin"], "by the forward");
            assert_eq!(names(&scene.mori, "旅費").await, ["内規.txt"], "which was read before");
        }
    });
}

#[test]
fn what_was_taken_back_before_it_was_read_is_never_kept() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let gone = sent(&scene.sato, &home, &[("誤送信.txt", "内密".as_bytes())]).await;
        scene.sato.client.delete(&format!("/messages/{gone}")).await.ok();
        world.read_files().await;
        assert_eq!(names(&scene.sato, "内密").await, [""; 0]);
        assert_eq!(harness::store::read_or_waiting(&world).await, 0);
    });
}

#[test]
fn files_that_cannot_be_read_hold_up_no_others_and_are_found_by_their_names() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let broken: [(&str, &[u8]); 4] = [
            ("壊れた.docx", b"PK\x03\x04\x14\0\x06\0"),
            ("壊れた.pdf", b"%PDF-1.7\nnothing"),
            ("空.txt", b""),
            ("図.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ];
        sent(&scene.sato, &home, &broken).await;
        sent(&scene.sato, &home, &[("良い.txt", "読める".as_bytes())]).await;
        world.read_files().await;
        for _ in 0..2 {
            assert_eq!(names(&scene.ito, "読める").await, ["良い.txt"]);
            assert_eq!(names(&scene.ito, "壊れた").await, ["壊れた.docx", "壊れた.pdf"]);
            world.index().await;
        }
    });
}

#[test]
fn the_other_side_of_a_shared_room_finds_in_its_own_copy() {
    everywhere(|world| async move {
        let pair = crate::sharing::pair(&world).await;
        sent(&pair.theirs.sato, &pair.there, &[("日程.txt", "合同訓練は九月".as_bytes())]).await;
        world.run_jobs().await;
        world.read_files().await;
        for _ in 0..2 {
            assert_eq!(names(&pair.ours.ito, "九月").await, ["日程.txt"]);
            assert_eq!(names(&pair.theirs.sato, "九月").await, ["日程.txt"]);
            assert_eq!(names(&pair.theirs.ito, "九月").await, [""; 0]);
            world.index().await;
        }
    });
}

#[test]
fn the_index_of_files_is_built_anew_while_it_answers_and_pages_follow_one_another() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        for number in 0..5 {
            sent(&scene.sato, &home, &[(&format!("資料{number}.txt"), "共通の言葉".as_bytes())]).await;
            world.clock().advance(Duration::from_secs(1));
        }
        world.read_files().await;
        world.index().await;
        scene.admin.client.post("/index", json!({})).await.ok();
        assert_eq!(names(&scene.ito, "共通").await.len(), 5, "the one that is there answers");
        world.index().await;
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = look_for(&scene.ito, "共通", &format!("&limit=2{cursor}")).await.ok();
            paged.extend(items(&page["items"]).iter().map(|item| text(&item["file"]["name"])));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(paged, ["資料4.txt", "資料3.txt", "資料2.txt", "資料1.txt", "資料0.txt"]);
    });
}
