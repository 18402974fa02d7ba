//! Files in the talk: who may see them, how they are given out, and when they are gone.

use crate::files::{begin, bring, some_bytes};
use crate::inspections;
use crate::outsiders;
use crate::scene::{Scene, direct, id, items, reply, room, scene, settled, text};
use crate::sharing::{Pair, pair};
use harness::{Answer, Staff, World, everywhere, new_id};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::io::Cursor;
use std::time::Duration;

/// Says something with files.
pub async fn say_with(staff: &Staff, room: &str, body: &str, files: &[&str]) -> Answer {
    let said = json!({ "id": new_id(), "body": body, "files": files });
    staff.client.post(&format!("/rooms/{room}/messages"), said).await
}

async fn fetch(staff: &Staff, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = staff.client.request(Method::GET, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.expect("the program answers")
}

/// The bytes of a file of a room.
pub async fn bytes(staff: &Staff, room: &str, file: &str) -> Vec<u8> {
    let got = fetch(staff, &format!("/rooms/{room}/files/{file}"), &[]).await;
    assert_eq!(got.status(), 200);
    got.bytes().await.expect("bytes").to_vec()
}

pub async fn status(staff: &Staff, room: &str, file: &str) -> u16 {
    fetch(staff, &format!("/rooms/{room}/files/{file}"), &[]).await.status().as_u16()
}

fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// A picture of one colour.
pub fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::new(width, height).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

/// How many files lie whole.
pub fn kept(world: &World) -> usize {
    let whole = world.files().join("sent/whole");
    let folders = std::fs::read_dir(whole).into_iter().flatten().map(|entry| entry.expect("a folder").path());
    folders.map(|folder| std::fs::read_dir(folder).expect("a folder").count()).sum()
}

#[test]
fn a_message_carries_files_even_without_words_and_everybody_in_the_room_has_them() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let mut live = settled(&ito).await;
        let photo = bring(&sato.client, "現場.png", &picture(40, 30)).await;
        let note = bring(&sato.client, "経過.txt", "橋の点検".as_bytes()).await;
        let said = say_with(&sato, &home, "", &[&photo, &note]).await.ok();
        let expected = json!([
            { "id": photo, "name": "現場.png", "size": picture(40, 30).len(), "note": null, "kind": "picture", "width": 40, "height": 30 },
            { "id": note, "name": "経過.txt", "size": 12, "note": null, "kind": "text" },
        ]);
        assert_eq!((&said["body"], &said["files"]), (&json!(""), &expected));
        assert_eq!(live.event("chat.message_posted").await["message"]["files"], expected);
        assert_eq!(bytes(&ito, &home, &note).await, "橋の点検".as_bytes());
        assert_eq!(status(&mori, &home, &note).await, 404);
        let listed = ito.client.get(&format!("/rooms/{home}")).await.ok();
        assert_eq!(listed["last"]["excerpt"], "現場.png、経過.txt");
        // It is the room's now: no longer one that its author brings.
        sato.client.get(&format!("/files/uploads/{photo}")).await.refused(404);
        say_with(&sato, &home, "もう一度", &[&photo]).await.refused(400);
    });
}

#[test]
fn only_who_brought_a_whole_file_gives_it_and_up_to_twenty_at_once() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let theirs = bring(&ito.client, "伊藤.txt", b"a").await;
        assert_eq!(say_with(&sato, &home, "", &[&theirs]).await.refused(400), "invalid_input");
        say_with(&sato, &home, "", &[&new_id()]).await.refused(400);
        let half = begin(&sato.client, "半分.txt", 5).await;
        assert_eq!(say_with(&sato, &home, "", &[&half]).await.refused(409), "files.not_whole");
        let own = bring(&sato.client, "自分.txt", b"b").await;
        say_with(&sato, &home, "", &[&own, &own]).await.refused(400);
        let many: Vec<String> = (0..21).map(|_| new_id()).collect();
        say_with(&sato, &home, "", &many.iter().map(String::as_str).collect::<Vec<_>>()).await.refused(400);
        assert_eq!(say_with(&sato, &home, "", &[]).await.refused(400), "chat.empty");
        // What was refused took nothing, and the same message twice is one.
        let said = json!({ "id": new_id(), "body": "どうぞ", "files": [own] });
        let path = format!("/rooms/{home}/messages");
        let first = sato.client.post(&path, said.clone()).await;
        let again = sato.client.post(&path, said).await;
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
        assert_eq!(first.body["files"], again.body["files"]);
    });
}

#[test]
fn nothing_that_is_given_out_can_run_in_our_origin() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let script = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        let page = b"<!DOCTYPE html><script>fetch('/api/me')</script>";
        let png = picture(2, 2);
        for (name, contents, media, how) in [
            ("図.svg", &script[..], "application/octet-stream", "attachment"),
            ("図.png", &script[..], "application/octet-stream", "attachment"),
            ("頁.html", &page[..], "application/octet-stream", "attachment"),
            ("写真.jpg", &page[..], "application/octet-stream", "attachment"),
            ("写真.png", &png[..], "image/png", "inline"),
            ("写真.html", &png[..], "application/octet-stream", "attachment"),
            ("議案.pdf", b"%PDF-1.7\n", "application/octet-stream", "attachment"),
            ("名簿.csv", b"=cmd|'/c calc'!A1", "application/octet-stream", "attachment"),
            ("x\"; filename=\"evil.exe", b"MZ\x90\0", "application/octet-stream", "attachment"),
        ] {
            let file = bring(&sato.client, name, contents).await;
            say_with(&sato, &home, "", &[&file]).await.ok();
            let path = format!("/rooms/{home}/files/{file}");
            let got = fetch(&ito, &path, &[]).await;
            assert_eq!(header(&got, "content-type"), media, "{name}");
            let disposition = header(&got, "content-disposition");
            assert!(disposition.starts_with(&format!("{how}; filename=\"")), "{disposition}");
            assert_eq!(disposition.matches('"').count(), 2, "{disposition}");
            let policy = header(&got, "content-security-policy");
            assert!(policy.starts_with("sandbox; default-src 'none'") && !policy.contains("script"), "{policy}");
            assert_eq!(header(&got, "x-content-type-options"), "nosniff");
            assert_eq!(header(&got, "cross-origin-resource-policy"), "same-origin");
            assert_eq!(got.bytes().await.expect("bytes"), contents, "{name}");
            let saved = fetch(&ito, &format!("{path}?save=true"), &[]).await;
            assert!(header(&saved, "content-disposition").starts_with("attachment"), "{name}");
        }
    });
}

#[test]
fn parts_are_given_out_and_nothing_twice_to_who_has_it() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let contents = some_bytes(700_000);
        let file = bring(&sato.client, "映像.bin", &contents).await;
        say_with(&sato, &home, "", &[&file]).await.ok();
        let path = format!("/rooms/{home}/files/{file}");
        let whole = fetch(&ito, &path, &[("accept-encoding", "gzip")]).await;
        let tag = header(&whole, "etag");
        assert_eq!(
            (header(&whole, "content-length").as_str(), header(&whole, "accept-ranges").as_str()),
            ("700000", "bytes")
        );
        assert_eq!(
            (header(&whole, "content-encoding"), header(&whole, "cache-control")),
            (String::new(), "private, no-cache".into())
        );
        for (range, first, end) in
            [("bytes=0-9", 0, 10), ("bytes=699990-", 699_990, 700_000), ("bytes=-300000", 400_000, 700_000)]
        {
            let part = fetch(&ito, &path, &[("range", range)]).await;
            assert_eq!(part.status(), 206);
            assert_eq!(header(&part, "content-range"), format!("bytes {first}-{}/700000", end - 1));
            assert!(part.bytes().await.expect("bytes") == contents[first..end], "{range}");
        }
        let beyond = fetch(&ito, &path, &[("range", "bytes=700000-")]).await;
        assert_eq!((beyond.status().as_u16(), header(&beyond, "content-range").as_str()), (416, "bytes */700000"));
        let known = fetch(&ito, &path, &[("if-none-match", &tag)]).await;
        assert_eq!(known.status(), 304);
        let old = fetch(&ito, &path, &[("range", "bytes=0-9"), ("if-range", "\"another\"")]).await;
        assert_eq!(old.status(), 200);
        let head = ito.client.request(Method::HEAD, &path).send().await.expect("answered");
        assert_eq!((head.status().as_u16(), header(&head, "content-length").as_str()), (200, "700000"));
    });
}

#[test]
fn a_picture_is_shown_small_upright_and_without_what_a_camera_hid() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let home = room(&sato, "private", "現場", &[&ito]).await;
        // A telephone held upright: the sensor lay, and a note says so.
        let mut jpeg = Cursor::new(Vec::new());
        image::RgbImage::new(1_600, 1_200).write_to(&mut jpeg, image::ImageFormat::Jpeg).expect("a picture");
        let note = b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let jpeg = [&jpeg.get_ref()[..2], note, &jpeg.get_ref()[2..]].concat();
        let photo = bring(&sato.client, "IMG_1.JPG", &jpeg).await;
        let text = bring(&sato.client, "説明.txt", b"text").await;
        let said = say_with(&sato, &home, "", &[&photo, &text]).await.ok();
        assert_eq!((&said["files"][0]["width"], &said["files"][0]["height"]), (&json!(1_200), &json!(1_600)));
        let path = format!("/rooms/{home}/files/{photo}/thumbnail");
        let small = fetch(&ito, &path, &[]).await;
        assert_eq!((small.status().as_u16(), header(&small, "content-type").as_str()), (200, "image/jpeg"));
        assert!(header(&small, "content-security-policy").starts_with("sandbox"));
        let bytes = small.bytes().await.expect("bytes");
        let drawn = image::load_from_memory(&bytes).expect("a JPEG");
        assert_eq!((drawn.width(), drawn.height()), (405, 540));
        assert!(!bytes.windows(4).any(|four| four == b"Exif"));
        assert_eq!(fetch(&mori, &path, &[]).await.status(), 404);
        assert_eq!(fetch(&ito, &format!("/rooms/{home}/files/{text}/thumbnail"), &[]).await.status(), 404);
        sato.client.delete(&format!("/messages/{}", id(&said))).await.ok();
        assert_eq!(fetch(&ito, &path, &[]).await.status(), 404);
        world.run_jobs().await;
        world.clock().advance(Duration::from_secs(2 * 3_600));
        world.run_jobs().await;
        let small = world.files().join("sent/small");
        let left = std::fs::read_dir(small).expect("a folder").map(|entry| entry.expect("an entry").path());
        assert_eq!(left.map(|folder| std::fs::read_dir(folder).expect("a folder").count()).sum::<usize>(), 0);
    });
}

#[test]
fn what_is_taken_back_is_gone_and_its_bytes_an_hour_later_unless_others_have_the_same() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let (one, other) = (bring(&sato.client, "一.txt", b"same").await, bring(&ito.client, "二.txt", b"same").await);
        let said = id(&say_with(&sato, &home, "見てください", &[&one]).await.ok());
        let kept_one = id(&say_with(&ito, &home, "", &[&other]).await.ok());
        assert_eq!(kept(&world), 1);
        sato.client.delete(&format!("/messages/{said}")).await.ok();
        assert_eq!(status(&ito, &home, &one).await, 404);
        assert_eq!(sato.client.get(&format!("/messages/{said}")).await.ok()["files"], json!([]));
        world.clock().advance(Duration::from_secs(2 * 3_600));
        world.run_jobs().await;
        assert_eq!(bytes(&sato, &home, &other).await, b"same");
        ito.client.delete(&format!("/messages/{kept_one}")).await.ok();
        world.run_jobs().await;
        assert_eq!(kept(&world), 1, "they stay for a moment");
        world.clock().advance(Duration::from_secs(2 * 3_600));
        world.run_jobs().await;
        assert_eq!(kept(&world), 0);
    });
}

#[test]
fn what_a_reply_told_the_room_as_well_keeps_its_files_while_either_stands() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let root = id(&sato.client.say(&home, "どうなりましたか").await);
        reply(&ito, &home, &root, "調べます").await;
        let file = bring(&ito.client, "結果.txt", b"ok").await;
        let said = json!({ "id": new_id(), "body": "", "thread": root, "also_to_room": true, "files": [file] });
        let said = id(&ito.client.post(&format!("/rooms/{home}/messages"), said).await.ok());
        let listed = sato.client.get(&format!("/rooms/{home}/files")).await.ok();
        assert_eq!(items(&listed["items"]).len(), 1, "it is one file");
        assert_eq!(listed["items"][0]["thread_id"], json!(root));
        let page = sato.client.get(&format!("/rooms/{home}/messages")).await.ok();
        let told = items(&page["messages"]).last().expect("what was told").clone();
        assert_eq!(told["files"][0]["id"], json!(file));
        ito.client.delete(&format!("/messages/{said}")).await.ok();
        assert_eq!(bytes(&sato, &home, &file).await, b"ok");
        let left = sato.client.get(&format!("/rooms/{home}/files")).await.ok();
        assert_eq!(left["items"][0]["message_id"], told["id"], "it is listed by what is left");
        ito.client.delete(&format!("/messages/{}", id(&told))).await.ok();
        assert_eq!(status(&sato, &home, &file).await, 404);
    });
}

#[test]
fn files_follow_who_belongs_to_the_room() {
    everywhere(|world| async move {
        let Scene { admin, sato, ito, mori, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let guest = outsiders::guest(&world, &admin, outsiders::new_guest(&sato, "business")).await;
        let bot = outsiders::bot(&world, &admin, outsiders::new_bot(&sato)).await;
        let file = bring(&sato.client, "図面.txt", b"plan").await;
        say_with(&sato, &home, "", &[&file]).await.ok();
        for outsider in [&guest, &bot, &mori, &admin] {
            assert_eq!(status(outsider, &home, &file).await, 404);
            outsider.client.get(&format!("/rooms/{home}/files")).await.refused(404);
        }
        let brought = json!({ "people": [guest.id, bot.id] });
        sato.client.post(&format!("/rooms/{home}/members"), brought).await.ok();
        for outsider in [&guest, &bot] {
            assert_eq!(bytes(outsider, &home, &file).await, b"plan");
            let own = bring(&outsider.client, "見積.txt", outsider.id.to_string().as_bytes()).await;
            say_with(outsider, &home, "お送りします", &[&own]).await.ok();
        }
        ito.client.post(&format!("/rooms/{home}/leave"), json!({})).await.ok();
        assert_eq!(status(&ito, &home, &file).await, 404);
        // By another room that one may read, somebody else's file is not there either.
        let own = direct(&ito, &mori).await;
        assert_eq!(status(&ito, &own, &file).await, 404);
    });
}

#[test]
fn the_files_of_a_room_are_listed_newest_first_and_found_by_kind_person_and_name() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        for (staff, name, contents) in [
            (&sato, "第１回会議.txt", b"a".to_vec()),
            (&ito, "第２回会議.txt", b"b".to_vec()),
            (&sato, "現場.png", picture(3, 2)),
            (&ito, "100%_済.txt", b"d".to_vec()),
        ] {
            world.clock().advance(Duration::from_secs(60));
            let file = bring(&staff.client, name, &contents).await;
            say_with(staff, &home, "", &[&file]).await.ok();
        }
        let names = async |query: &str| -> Vec<String> {
            let page = ito.client.get(&format!("/rooms/{home}/files?{query}")).await.ok();
            items(&page["items"]).iter().map(|item| text(&item["file"]["name"])).collect()
        };
        assert_eq!(names("").await, ["100%_済.txt", "現場.png", "第２回会議.txt", "第１回会議.txt"]);
        assert_eq!(names("kind=picture").await, ["現場.png"]);
        assert_eq!(names(&format!("author={}", ito.id)).await, ["100%_済.txt", "第２回会議.txt"]);
        assert_eq!(names("name=%E7%AC%AC1%20%E4%BC%9A%E8%AD%B0").await, ["第１回会議.txt"], "full width or half");
        assert_eq!(names("name=%25_").await, ["100%_済.txt"]);
        let first = ito.client.get(&format!("/rooms/{home}/files?limit=3")).await.ok();
        assert_eq!(items(&first["people"]).len(), 2);
        let next = text(&first["next"]);
        assert_eq!(names(&format!("limit=3&cursor={next}")).await, ["第１回会議.txt"]);
        assert!(first["items"][0]["seq"].as_i64() > first["items"][2]["seq"].as_i64());
        // Numbers count as numbers, and pages go on in their own order.
        let late = bring(&sato.client, "第10回会議.txt", b"longer than the others").await;
        say_with(&sato, &home, "", &[&late]).await.ok();
        let (second, tenth) = ("第２回会議.txt", "第10回会議.txt");
        assert_eq!(names("sort=name&name=%E4%BC%9A%E8%AD%B0").await, ["第１回会議.txt", second, tenth]);
        assert_eq!(names("sort=largest&limit=2").await, ["現場.png", tenth]);
        let all = names("sort=name").await;
        for (sort, expected) in [("name", all), ("largest", names("sort=largest").await)] {
            let (mut paged, mut cursor) = (Vec::new(), String::new());
            loop {
                let path = format!("/rooms/{home}/files?sort={sort}&limit=2{cursor}");
                let page = ito.client.get(&path).await.ok();
                paged.extend(items(&page["items"]).iter().map(|item| text(&item["file"]["name"])));
                let Some(next) = page["next"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(paged, expected, "{sort}");
        }
        let odd = format!("/rooms/{home}/files?sort=name&cursor={next}");
        assert_eq!(ito.client.get(&odd).await.refused(400), "invalid_cursor");
    });
}

#[test]
fn an_inspection_opens_the_files_of_its_room_and_days_and_each_is_recorded() {
    everywhere(|world| async move {
        let place = inspections::place(&world).await;
        let file = bring(&place.scene.sato.client, "証拠.txt", b"evidence").await;
        let said = say_with(&place.scene.sato, &place.room, "", &[&file]).await.ok();
        let opened = place.granted(inspections::wish(&place.room)).await;
        let path = format!("/inspections/{opened}/files/{file}");
        let admin = &place.scene.admin;
        assert_eq!(status(admin, &place.room, &file).await, 404, "not without it");
        let got = fetch(admin, &path, &[]).await;
        assert_eq!(got.bytes().await.expect("bytes"), b"evidence".as_slice());
        let acts = admin.client.get("/audit").await.ok();
        let noted = items(&acts["items"])
            .iter()
            .any(|act| act["act"] == "chat.inspection_read" && act["detail"]["file"] == "証拠.txt");
        assert!(noted, "{acts}");
        // A film that is read in parts is read once; but whoever begins in the middle has begun.
        let times = async || {
            let acts = admin.client.get("/audit").await.ok();
            items(&acts["items"]).iter().filter(|act| act["detail"]["file"] == "証拠.txt").count()
        };
        assert_eq!(fetch(admin, &path, &[("range", "bytes=2-3")]).await.status(), 206);
        assert_eq!(times().await, 1);
        fetch(admin, &path, &[("range", "bytes=0-1")]).await;
        assert_eq!(times().await, 2);
        world.clock().advance(Duration::from_secs(3_600));
        fetch(admin, &path, &[("range", "bytes=4-")]).await;
        fetch(admin, &path, &[("range", "bytes=6-")]).await;
        assert_eq!(times().await, 3);
        place.scene.sato.client.delete(&format!("/messages/{}", id(&said))).await.ok();
        assert_eq!(fetch(admin, &path, &[("range", "bytes=6-")]).await.status(), 404);
    });
}

#[test]
fn files_of_a_shared_room_reach_the_other_side_as_its_own() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let file = bring(&ours.sato.client, "訓練計画.txt", b"drill").await;
        let said = id(&say_with(&ours.sato, &here, "", &[&file]).await.ok());
        world.run_jobs().await;
        let page = theirs.sato.client.get(&format!("/rooms/{there}/messages")).await.ok();
        let copy: Value = items(&page["messages"]).last().expect("a copy").clone();
        assert_eq!((&copy["files"][0]["name"], &copy["files"][0]["size"]), (&json!("訓練計画.txt"), &json!(5)));
        let theirs_id = text(&copy["files"][0]["id"]);
        assert_ne!(theirs_id, file);
        assert_eq!(bytes(&theirs.sato, &there, &theirs_id).await, b"drill");
        assert_eq!(kept(&world), 1, "the bytes lie there once");
        assert_eq!(
            harness::store::counted_bytes(&world).await,
            5,
            "what others brought takes nothing of one's own space"
        );
        // Neither side's id opens anything on the other.
        assert_eq!(status(&theirs.sato, &there, &file).await, 404);
        assert_eq!(status(&ours.sato, &here, &theirs_id).await, 404);
        ours.sato.client.delete(&format!("/messages/{said}")).await.ok();
        world.run_jobs().await;
        assert_eq!(status(&theirs.sato, &there, &theirs_id).await, 404);
        world.clock().advance(Duration::from_secs(2 * 3_600));
        world.run_jobs().await;
        assert_eq!(kept(&world), 0);
        assert_eq!(harness::store::counted_bytes(&world).await, 0);
    });
}

#[test]
fn what_a_reply_told_a_shared_room_as_well_is_one_file_on_the_other_side_too() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let root = id(&ours.sato.client.say(&here, "どうなりましたか").await);
        let file = bring(&ours.sato.client, "結果.txt", b"ok").await;
        let said = json!({ "id": new_id(), "body": "", "thread": root, "also_to_room": true, "files": [file] });
        let said = id(&ours.sato.client.post(&format!("/rooms/{here}/messages"), said).await.ok());
        world.run_jobs().await;
        let listed = theirs.sato.client.get(&format!("/rooms/{there}/files")).await.ok();
        assert_eq!(items(&listed["items"]).len(), 1, "{listed}");
        let theirs_id = text(&listed["items"][0]["file"]["id"]);
        let page = theirs.sato.client.get(&format!("/rooms/{there}/messages")).await.ok();
        let told = items(&page["messages"]).last().expect("what was told").clone();
        assert_eq!(told["files"][0]["id"], json!(theirs_id), "what was told is the same file");
        ours.sato.client.delete(&format!("/messages/{said}")).await.ok();
        world.run_jobs().await;
        assert_eq!(bytes(&theirs.sato, &there, &theirs_id).await, b"ok");
        let left = theirs.sato.client.get(&format!("/rooms/{there}/files")).await.ok();
        assert_eq!(left["items"][0]["message_id"], told["id"]);
    });
}
