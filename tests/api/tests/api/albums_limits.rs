//! アルバム: pages, limits, words that are looked at, and several people at once.

use crate::albums::{add, album, inside, made, make, sent};
use crate::files::bring;
use crate::files_in_rooms::{picture, say_with};
use crate::number_guard::NUMBER;
use crate::scene::{Scene, each, items, room, scene, text};
use ::files::model::{FileId, FileKind};
use chat::model::MessageId;
use chat::store::albums::{self, Found};
use harness::{Staff, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

/// All pages of a list, two items each.
async fn all_pages(by: &Staff, path: &str) -> Vec<Value> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = by.client.get(&format!("{path}?limit=2{cursor}")).await.ok();
        assert!(items(&page["items"]).len() <= 2);
        found.extend(items(&page["items"]).clone());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

#[test]
fn albums_and_pictures_come_by_pages_each_once() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "現場", &[&ito]).await;
        let mut albums = Vec::new();
        for name in ["一", "二", "三", "四", "五"] {
            world.clock().advance(Duration::from_secs(60));
            albums.insert(0, made(&sato, &home, name).await);
        }
        let listed = all_pages(&ito, &format!("/rooms/{home}/albums")).await;
        assert_eq!(each(&json!(listed), "id"), albums);
        let it = &albums[0];
        let mut files = Vec::new();
        for turn in 0..5 {
            files.push(sent(&world, &sato, &home, &format!("{turn}.png")).await.0);
        }
        let wanted: Vec<&str> = files.iter().map(String::as_str).collect();
        add(&sato, it, &wanted).await.ok();
        let path = format!("/albums/{it}/pictures");
        let names = |found: &[Value]| found.iter().map(|one| text(&one["file"]["name"])).collect::<Vec<_>>();
        assert_eq!(names(&all_pages(&ito, &path).await), ["0.png", "1.png", "2.png", "3.png", "4.png"]);
        let first = json!({ "after": null });
        sato.client.put(&format!("{path}/{}/place", files[4]), first).await.ok();
        assert_eq!(names(&all_pages(&ito, &path).await), ["4.png", "0.png", "1.png", "2.png", "3.png"]);
        // A page of one order does not go on in another.
        let page = ito.client.get(&format!("{path}?limit=2")).await.ok();
        sato.client.patch(&format!("/albums/{it}"), json!({ "sort": "time" })).await.ok();
        let on = format!("{path}?limit=2&cursor={}", text(&page["next"]));
        assert_eq!(ito.client.get(&on).await.refused(400), "invalid_cursor");
    });
}

#[test]
fn what_is_moved_between_the_same_two_again_and_again_still_finds_a_place() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let home = room(&sato, "private", "現場", &[]).await;
        let it = made(&sato, &home, "橋").await;
        let mut files = Vec::new();
        for name in ["一.png", "二.png", "三.png"] {
            files.push(sent(&world, &sato, &home, name).await.0);
        }
        add(&sato, &it, &[&files[0], &files[1], &files[2]]).await.ok();
        // The last goes between the first and the second in turn, until no number is left between them.
        for turn in 0..40 {
            let (moved, before) = if turn % 2 == 0 { (&files[2], "三.png") } else { (&files[1], "二.png") };
            let path = format!("/albums/{it}/pictures/{moved}/place");
            sato.client.put(&path, json!({ "after": files[0] })).await.ok();
            let now = inside(&sato, &it).await;
            assert_eq!((now.len(), now[0].as_str(), now[1].as_str()), (3, "一.png", before), "{turn}");
        }
    });
}

#[test]
fn names_and_captions_have_their_lengths_and_only_pictures_and_films_are_put_in() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let home = room(&sato, "private", "現場", &[]).await;
        for name in ["", " 　 ", &"橋".repeat(61)] {
            assert_eq!(make(&sato, &home, name).await.refused(400), "invalid_input");
        }
        let it = made(&sato, &home, &"橋".repeat(60)).await;
        sato.client.patch(&format!("/albums/{it}"), json!({ "name": "" })).await.refused(400);
        let (file, _) = sent(&world, &sato, &home, "東.png").await;
        let words = bring(&sato.client, "経過.txt", b"text").await;
        say_with(&sato, &home, "", &[&words]).await.ok();
        add(&sato, &it, &[&words]).await.refused(400);
        add(&sato, &it, &[]).await.refused(400);
        let many: Vec<String> = (0..101).map(|_| new_id()).collect();
        add(&sato, &it, &many.iter().map(String::as_str).collect::<Vec<_>>()).await.refused(400);
        // All or none: what is no picture lets nothing in.
        add(&sato, &it, &[&file, &words]).await.refused(400);
        assert_eq!(album(&sato, &it).await["pictures"], 0);
        add(&sato, &it, &[&file]).await.ok();
        let path = format!("/albums/{it}/pictures/{file}/caption");
        sato.client.put(&path, json!({ "caption": "橋".repeat(201) })).await.refused(400);
        let longest = "橋".repeat(200);
        assert_eq!(sato.client.put(&path, json!({ "caption": longest })).await.ok()["caption"], longest.as_str());
    });
}

#[test]
fn a_personal_number_in_a_name_or_a_caption_is_asked_about() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let Scene { sato, .. } = &scene;
        let home = room(sato, "private", "現場", &[]).await;
        let name = format!("写真 {NUMBER}");
        assert_eq!(make(sato, &home, &name).await.refused(409), "chat.personal_number");
        let it = made(sato, &home, "写真").await;
        let path = format!("/albums/{it}");
        assert_eq!(sato.client.patch(&path, json!({ "name": name })).await.refused(409), "chat.personal_number");
        let (file, _) = sent(&world, sato, &home, "東.png").await;
        add(sato, &it, &[&file]).await.ok();
        let path = format!("/albums/{it}/pictures/{file}/caption");
        assert_eq!(sato.client.put(&path, json!({ "caption": name })).await.refused(409), "chat.personal_number");
        let answered = json!({ "caption": name, "personal_number": {} });
        sato.client.put(&path, answered.clone()).await.ok();
        scene.admin.client.put("/number-guard", json!({ "policy": "refuse" })).await.ok();
        sato.client.put(&path, json!({ "caption": "" })).await.ok();
        assert_eq!(sato.client.put(&path, answered).await.refused(409), "chat.personal_number_refused");
    });
}

#[test]
fn two_who_make_and_fill_albums_at_once_lose_nothing() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "現場", &[&ito]).await;
        let (one, two) = tokio::join!(make(&sato, &home, "一"), make(&ito, &home, "二"));
        assert_eq!((one.status.as_u16(), two.status.as_u16()), (201, 201));
        let it = made(&sato, &home, "全部").await;
        let mut files = Vec::new();
        for turn in 0..6 {
            files.push(bring(&sato.client, &format!("{turn}.png"), &picture(4, 3)).await);
        }
        let all: Vec<&str> = files.iter().map(String::as_str).collect();
        say_with(&sato, &home, "", &all).await.ok();
        let (one, two) = tokio::join!(add(&sato, &it, &all[..4]), add(&ito, &it, &all[2..]));
        let (one, two) = (one.ok(), two.ok());
        assert_eq!(items(&one["pictures"]).len() + items(&two["pictures"]).len(), 6);
        assert_eq!((album(&ito, &it).await["pictures"].clone(), inside(&ito, &it).await.len()), (json!(6), 6));
        assert_eq!(items(&ito.client.get(&format!("/rooms/{home}/albums")).await.ok()["items"]).len(), 3);
    });
}

#[test]
fn a_room_has_so_many_albums_and_no_more() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let home = room(&sato, "private", "現場", &[]).await;
        let mut last = String::new();
        for turn in 0..500 {
            last = made(&sato, &home, &format!("{turn}")).await;
        }
        assert_eq!(make(&sato, &home, "もう一つ").await.refused(409), "chat.too_many_albums");
        sato.client.put(&format!("/albums/{last}/removed"), json!({ "removed": true })).await.ok();
        made(&sato, &home, "もう一つ").await;
        let back = sato.client.put(&format!("/albums/{last}/removed"), json!({ "removed": false })).await;
        assert_eq!(back.refused(409), "chat.too_many_albums");
    });
}

#[test]
fn the_folder_of_a_room_shows_pictures_and_documents_apart() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let home = room(&sato, "private", "現場", &[]).await;
        let (pdf, png) = (b"%PDF-1.7\n".to_vec(), picture(4, 3));
        for (name, bytes) in [("東.png", &png), ("経過.txt", &b"text".to_vec()), ("議案.pdf", &pdf)] {
            let file = bring(&sato.client, name, bytes).await;
            say_with(&sato, &home, "", &[&file]).await.ok();
        }
        let listed = |query: &str| {
            let (client, path) = (sato.client.clone(), format!("/rooms/{home}/files?sort=name{query}"));
            async move {
                let page = client.get(&path).await.ok();
                let mut names: Vec<String> =
                    items(&page["items"]).iter().map(|one| text(&one["file"]["name"])).collect();
                names.sort();
                names
            }
        };
        assert_eq!(listed("").await.len(), 3);
        assert_eq!(listed("&group=pictures").await, ["東.png"]);
        assert_eq!(listed("&group=documents").await, ["経過.txt", "議案.pdf"]);
        assert_eq!(listed("&kind=pdf").await, ["議案.pdf"]);
    });
}

#[test]
fn an_album_holds_a_thousand_pictures_and_what_is_said_for_a_full_one_stands_without_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let Scene { sato, .. } = &scene;
        let home = room(sato, "private", "現場", &[]).await;
        let it = made(sato, &home, "全部").await;
        let (author, album_id) = (sato.id, it.parse().expect("an id"));
        let fill = move |tx: &mut db::Tx<'_>| {
            tx.lock(db::Lock::Jobs)?;
            for number in 1..=998 {
                let (file, message, sent_at) = (FileId::from_raw(number), MessageId::from_raw(number), tx.now());
                let picture = Found { file, message, author, sent_at, kind: FileKind::Video };
                albums::put(tx, album_id, &picture, number)?;
            }
            albums::count_anew(tx, album_id)
        };
        world.test.db.write(harness::system(scene.town.org), fill).await.expect("a nearly full album");
        let mut files = Vec::new();
        for name in ["一.png", "二.png", "三.png"] {
            files.push(sent(&world, sato, &home, name).await.0);
        }
        assert_eq!(add(sato, &it, &[&files[0], &files[1], &files[2]]).await.refused(409), "chat.album_full");
        add(sato, &it, &[&files[0]]).await.ok();
        // There is a place for one of two.
        let mut photos = Vec::new();
        for name in ["四.png", "五.png"] {
            photos.push(bring(&sato.client, name, &picture(4, 3)).await);
        }
        let said = json!({ "id": new_id(), "body": "写真", "files": photos, "album": it });
        assert_eq!(sato.client.post(&format!("/rooms/{home}/messages"), said).await.status, 201);
        assert_eq!(album(sato, &it).await["pictures"], 1_000);
        assert_eq!(add(sato, &it, &[&files[1]]).await.refused(409), "chat.album_full");
    });
}
