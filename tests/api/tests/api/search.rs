//! Search: what was said is found at once, by any part of it, by those who may read it and by nobody else.

use crate::outsiders::{guest, new_guest};
use crate::scene::{Scene, direct, id, items, reply, room, scene, text};
use chat::model::{Extra, FileReference};
use chat::service::carry::{self, OldMessage};
use harness::{Answer, Staff, World, everywhere};
use kernel::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

pub async fn with_room(world: &World) -> (Scene, String) {
    let scene = scene(world).await;
    let home = room(&scene.sato, "private", "防災係", &[&scene.ito]).await;
    (scene, home)
}

pub async fn look(staff: &Staff, query: &str, more: &str) -> Answer {
    let typed: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
    staff.client.get(&format!("/search?q={typed}{more}")).await
}

/// The bodies that somebody finds, in the order of their letters: what is said at one moment stands in no order.
pub async fn found(staff: &Staff, query: &str) -> Vec<String> {
    let mut bodies = in_order(staff, query).await;
    bodies.sort();
    bodies
}

/// The bodies that somebody finds, the newest first.
async fn in_order(staff: &Staff, query: &str) -> Vec<String> {
    let results = look(staff, query, "").await.ok();
    assert_eq!(results["next"], Value::Null, "all was looked at");
    items(&results["items"]).iter().map(|item| text(&item["message"]["body"])).collect()
}

pub fn sorted<'t>(texts: &[&'t str]) -> Vec<&'t str> {
    let mut texts = texts.to_vec();
    texts.sort_unstable();
    texts
}

#[test]
fn a_message_is_found_by_any_part_of_it_before_and_after_the_index_has_followed() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        world.index().await;
        let body = "明日の防災会議はｻｰﾊﾞｰ室で、髙橋さんが司会です。";
        scene.sato.client.say(&home, body).await;
        for _ in 0..2 {
            let queries =
                ["防災会議", "災会", "議", "サーバー", "さーばー室", "高橋", "。", "司会 防災", "\"室で、髙\"", "です"];
            for query in queries {
                assert_eq!(found(&scene.ito, query).await, [body], "{query}");
            }
            assert_eq!(found(&scene.ito, "防災 予算").await, [""; 0]);
            world.index().await;
        }
    });
}

#[test]
fn where_it_stands_in_the_body_is_told_as_a_browser_counts() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let body = format!("𠮷田<@{}>さん、ｻｰﾊﾞｰとサーバー", scene.ito.id);
        scene.sato.client.say(&home, &body).await;
        let results = look(&scene.ito, "さーばー", "").await.ok();
        let hit = &results["items"][0];
        let units: Vec<u16> = body.encode_utf16().collect();
        let marked: Vec<String> = items(&hit["marks"])
            .iter()
            .map(|mark| {
                let start = mark["start"].as_u64().expect("a number") as usize;
                let length = mark["length"].as_u64().expect("a number") as usize;
                String::from_utf16(&units[start..start + length]).expect("whole characters")
            })
            .collect();
        assert_eq!(marked, ["ｻｰﾊﾞｰ", "サーバー"]);
        assert_eq!(results["rooms"][0]["name"], "防災係");
        assert!(items(&results["people"]).iter().any(|person| person["id"] == json!(scene.ito.id)));
    });
}

#[test]
fn changed_words_are_found_by_what_they_are_now_and_those_taken_back_by_nothing() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let reworded = id(&scene.sato.client.say(&home, "会場は第一会議室").await);
        let withdrawn = id(&scene.sato.client.say(&home, "会場は第二会議室").await);
        for follows in [false, true] {
            if follows {
                world.index().await;
            }
            let now = if follows { "会場は大ホール" } else { "会場は小ホール" };
            scene.sato.client.patch(&format!("/messages/{reworded}"), json!({ "body": now })).await.ok();
            assert_eq!(found(&scene.ito, "ホール").await, [now]);
            assert_eq!(found(&scene.ito, "第一").await, [""; 0]);
        }
        assert_eq!(found(&scene.ito, "第二").await.len(), 1);
        scene.sato.client.delete(&format!("/messages/{withdrawn}")).await.ok();
        assert_eq!(found(&scene.ito, "第二").await, [""; 0]);
        world.index().await;
        assert_eq!(found(&scene.ito, "第二").await, [""; 0]);
        assert_eq!(found(&scene.ito, "会場").await.len(), 1);
    });
}

#[test]
fn who_may_not_read_a_room_finds_nothing_of_it() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let open = room(&scene.sato, "open", "市役所広場", &[]).await;
        let alone = direct(&scene.sato, &scene.ito).await;
        let root = id(&scene.sato.client.say(&home, "合言葉は縁側").await);
        reply(&scene.ito, &home, &root, "縁側ですね").await;
        scene.sato.client.say(&alone, "二人の縁側").await;
        scene.sato.client.say(&open, "みんなの縁側").await;
        let other = crate::scene::scene_of(&world, "青葉市").await;
        let visitor = guest(&world, &scene.admin, new_guest(&scene.sato, "business")).await;
        for _ in 0..2 {
            let mine = found(&scene.ito, "縁側").await;
            assert_eq!(mine, sorted(&["みんなの縁側", "二人の縁側", "縁側ですね", "合言葉は縁側"]));
            assert_eq!(found(&scene.mori, "縁側").await, ["みんなの縁側"], "an open room is everybody's");
            assert_eq!(
                found(&scene.admin, "縁側").await,
                ["みんなの縁側"],
                "who administers reads no more than others"
            );
            assert_eq!(found(&other.admin, "縁側").await, [""; 0]);
            assert_eq!(found(&visitor, "縁側").await, [""; 0], "to a guest an open room is not open");
            world.index().await;
        }
        // Whoever comes into a room finds what was said there, and whoever goes no longer.
        let members = format!("/rooms/{home}/members");
        scene.sato.client.post(&members, json!({ "people": [scene.mori.id] })).await.ok();
        assert_eq!(found(&scene.mori, "合言葉").await, ["合言葉は縁側"]);
        scene.sato.client.delete(&format!("{members}/{}", scene.mori.id)).await.ok();
        assert_eq!(found(&scene.mori, "合言葉").await, [""; 0]);
        let asked = look(&scene.mori, "合言葉", &format!("&room={home}")).await.ok();
        assert_eq!(asked["items"], json!([]), "nor by naming the room");
    });
}

#[test]
fn operators_narrow_it_down() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let other = room(&scene.sato, "private", "予算担当", &[&scene.ito]).await;
        scene.sato.client.say(&home, "資料です https://example.lg.jp/").await;
        scene.ito.client.say(&other, "資料を受け取りました").await;
        world.clock().advance(Duration::from_secs(3 * 24 * 3600));
        scene.ito.client.say(&home, &format!("<@{}> 資料を直しました", scene.sato.id)).await;
        for _ in 0..2 {
            let (first, second) = ("資料です https://example.lg.jp/", "資料を受け取りました");
            let third = format!("<@{}> 資料を直しました", scene.sato.id);
            let third = third.as_str();
            for (query, wanted) in [
                ("資料", vec![third, second, first]),
                ("資料 from:佐藤", vec![first]),
                ("from：\"伊藤 健\"", vec![third, second]),
                ("from:自分 資料", vec![third, second]),
                ("from:知らない人 資料", vec![]),
                ("資料 in:予算", vec![second]),
                ("in:ない部屋 資料", vec![]),
                ("資料 has:リンク", vec![first]),
                ("has:mention", vec![third]),
                ("資料 on:2026-04-01", vec![second, first]),
                ("資料 after:4/1", vec![third]),
                ("資料 before:令和8年4月2日 from:いとう", vec![second]),
                ("資料 since:R8.4.1 until:4/1", vec![second, first]),
                ("資料 から:4/2", vec![third]),
                ("資料 -受け取り", vec![third, first]),
                ("資料 -受け取り -直し", vec![first]),
                ("資料 年度:2025", vec![]),
                ("資料 年度:R8", vec![third, second, first]),
                ("https://example", vec![first]),
            ] {
                assert_eq!(found(&scene.ito, query).await, sorted(&wanted), "{query}");
            }
            let here = look(&scene.ito, "資料", &format!("&room={other}")).await.ok();
            assert_eq!(items(&here["items"]).len(), 1);
            world.index().await;
        }
    });
}

#[test]
fn the_newest_comes_first_whatever_the_clocks_of_the_writers_say() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        for (id, body) in [("7zzzzzzzzzzz1", "議題一"), ("0000000000001", "議題二"), ("4zzzzzzzzzzz1", "議題三")]
        {
            let path = format!("/rooms/{home}/messages");
            scene.sato.client.post(&path, json!({ "id": id, "body": body })).await.ok();
            world.clock().advance(Duration::from_secs(1));
        }
        for _ in 0..2 {
            assert_eq!(in_order(&scene.ito, "議題").await, ["議題三", "議題二", "議題一"]);
            world.index().await;
        }
    });
}

#[test]
fn pages_follow_one_another_and_nothing_is_twice_or_missing() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let mut said = Vec::new();
        for number in 0..25 {
            said.insert(0, format!("議題{number}"));
            scene.sato.client.say(&home, &said[0]).await;
            if number == 14 {
                world.index().await;
            }
        }
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = look(&scene.ito, "議題", &format!("&limit=4{cursor}")).await.ok();
            paged.extend(items(&page["items"]).iter().map(|item| text(&item["message"]["body"])));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        paged.sort();
        said.sort();
        assert_eq!(paged, said);
    });
}

#[test]
fn what_fits_best_comes_first_and_its_pages_pass_nothing_over_while_more_is_said() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let long = "来週の打ち合わせのあとで、補正予算書のことも少しだけ相談させてください";
        let mut said = vec!["予算".to_owned(), "予算の締切は15日です".to_owned(), long.to_owned()];
        for body in &said {
            scene.sato.client.say(&home, body).await;
            world.clock().advance(Duration::from_secs(1));
        }
        for _ in 0..2 {
            let best = look(&scene.ito, "予算", "&order=best").await.ok();
            let bodies: Vec<String> = items(&best["items"]).iter().map(|hit| text(&hit["message"]["body"])).collect();
            assert_eq!(bodies, said);
            assert_eq!(in_order(&scene.ito, "予算").await[0], long, "and without the choice the newest");
            world.index().await;
        }
        // Nobody else finds it in this order either.
        assert!(items(&look(&scene.mori, "予算", "&order=best").await.ok()["items"]).is_empty());
        for number in 0..40 {
            let body = format!("{}予算{number}", "の".repeat(number));
            scene.sato.client.say(&home, &body).await;
            said.push(body);
        }
        // Pages of three look among eighteen at a time, so that there are several such windows.
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = look(&scene.ito, "予算", &format!("&order=best&limit=3{cursor}")).await.ok();
            paged.extend(items(&page["items"]).iter().map(|hit| text(&hit["message"]["body"])));
            world.clock().advance(Duration::from_secs(1));
            scene.sato.client.say(&home, "予算がまた来た").await;
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        paged.sort();
        said.sort();
        assert_eq!(paged, said);
    });
}

#[test]
fn what_nobody_can_look_for_is_refused() {
    everywhere(|world| async move {
        let (scene, _) = with_room(&world).await;
        assert_eq!(look(&scene.ito, " 　", "").await.refused(400), "search.nothing_to_find");
        assert_eq!(look(&scene.ito, &"あ".repeat(401), "").await.refused(400), "search.too_long");
        assert_eq!(look(&scene.ito, "-あ", "").await.refused(400), "search.nothing_to_find");
        assert_eq!(look(&scene.ito, "あ", "&cursor=00").await.refused(400), "invalid_cursor");
        assert_eq!(look(&scene.ito, "あ", "&order=best&cursor=00").await.refused(400), "invalid_cursor");
    });
}

#[test]
fn what_an_import_carries_in_is_found_though_no_event_tells_of_it() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        world.index().await;
        let file = FileReference {
            id: None,
            name: "避難所一覧.xlsx".to_owned(),
            size: None,
            note: None,
            kind: None,
            width: None,
            height: None,
            version: None,
        };
        let old = OldMessage {
            id: kernel::Id::from_raw(77 << 30),
            author: scene.sato.id,
            via: None,
            sent_at: Timestamp::from_micros(1_700_000_000_000_000),
            body: "昔の避難所の一覧".to_owned(),
            extra: Extra { files: vec![file], ..Extra::default() },
            quote: None,
            edited_at: None,
            withdrawn_at: None,
            reactions: Vec::new(),
            replies: Vec::new(),
        };
        let (org, into) = (scene.town.org, home.parse().expect("an id"));
        let db = world.test.db.clone();
        db.write(kernel::Actor::system(org), move |tx| carry::messages(tx, into, std::slice::from_ref(&old)))
            .await
            .expect("carried in");
        assert_eq!(found(&scene.ito, "避難所の").await, ["昔の避難所の一覧"]);
        world.index().await;
        assert_eq!(found(&scene.ito, "避難所一覧.xls").await, ["昔の避難所の一覧"], "by the name of its file");
        assert_eq!(found(&scene.ito, "has:file 避難").await.len(), 1);
    });
}
