//! ノートのファイル: they come from whoever writes on a note, are read by whoever reads it, and stay for as long as the note.

use crate::files::{begin as begin_bringing, bring};
use crate::files_in_rooms::{kept, picture};
use crate::inspections;
use crate::notes::{begin, comment, open, page, send};
use crate::number_guard::NUMBER;
use crate::outsiders;
use crate::scene::{Scene, each, id, items, number, room, scene, text, times};
use crate::sharing::{Pair, pair};
use harness::{Answer, Staff, everywhere, new_id};
use notes::jobs::KEPT_WITHDRAWN;
use notes::model::change;
use notes::model::schema::Kind;
use notes::model::tree::Node;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::time::Duration;

/// Gives a note a file.
pub async fn give(staff: &Staff, note: &str, file: &str) -> Answer {
    staff.client.put(&format!("/notes/{note}/files/{file}"), json!({})).await
}

/// A file and a picture of a note, as paths name them.
pub async fn prepared(staff: &Staff, note: &str) -> [(&'static str, String); 2] {
    let file = bring(&staff.client, "経過.txt", b"secret").await;
    let seen = bring(&staff.client, "現場.png", &picture(3, 2)).await;
    for one in [&file, &seen] {
        give(staff, note, one).await.ok();
    }
    [("{note_file}", file), ("{note_picture}", seen)]
}

async fn fetch(staff: &Staff, note: &str, rest: &str) -> Response {
    let request = staff.client.request(Method::GET, &format!("/notes/{note}/{rest}"));
    request.send().await.expect("the program answers")
}

async fn status(staff: &Staff, note: &str, file: &str) -> u16 {
    fetch(staff, note, &format!("files/{file}")).await.status().as_u16()
}

async fn listed(staff: &Staff, note: &str) -> Vec<String> {
    each(&staff.client.get(&format!("/notes/{note}/files")).await.ok()["items"], "name")
}

/// Makes a page name these files and nothing else.
async fn place(staff: &Staff, note: &str, writer: u32, files: &[&str]) {
    let opened = open(staff, note).await;
    let mut page = page(&opened, writer);
    let mut nodes = vec![Node::saying(Kind::Paragraph, "写真")];
    let file = |id: &&str| {
        let file = Node::around(Kind::File, Vec::new()).with("id", *id).with("name", "現場.png");
        file.with("width", "medium").with("alt", "橋の裏側")
    };
    nodes.extend(files.iter().map(file));
    let update = change::toward(&mut page, &nodes).expect("a page").expect("a change");
    send(staff, note, &new_id(), update, number(&opened["seq"])).await.ok();
}

#[test]
fn a_writer_gives_a_note_a_file_once_and_whoever_reads_the_note_has_it() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let note = id(&begin(&sato, &home, "blank").await.ok());
        let photo = bring(&sato.client, "現場.png", &picture(40, 30)).await;
        let given = give(&sato, &note, &photo).await.ok();
        assert_eq!(given, give(&sato, &note, &photo).await.ok(), "the same again is the same file");
        assert_eq!(
            given,
            json!({
                "id": photo, "name": "現場.png", "size": picture(40, 30).len(), "kind": "picture", "width": 40, "height": 30,
                "brought_by": { "id": sato.id, "name": "佐藤 花" }, "brought_at": given["brought_at"],
            })
        );
        let listed = ito.client.get(&format!("/notes/{note}/files")).await.ok();
        assert_eq!(items(&listed["items"])[..], [given]);
        let got = fetch(&ito, &note, &format!("files/{photo}")).await;
        assert_eq!((got.status().as_u16(), got.headers()["content-type"].as_bytes()), (200, &b"image/png"[..]));
        assert_eq!(got.bytes().await.expect("bytes").to_vec(), picture(40, 30));
        let small = fetch(&ito, &note, &format!("files/{photo}/thumbnail")).await;
        assert_eq!((small.status().as_u16(), small.headers()["content-type"].as_bytes()), (200, &b"image/jpeg"[..]));
        let text = bring(&ito.client, "経過.txt", "橋の点検".as_bytes()).await;
        give(&ito, &note, &text).await.ok();
        assert_eq!(fetch(&sato, &note, &format!("files/{text}/thumbnail")).await.status(), 404);
        // It is the note's now: no message takes it, and it is no file of the room.
        sato.client.get(&format!("/files/uploads/{photo}")).await.refused(404);
        sato.client.get(&format!("/rooms/{home}/files/{photo}")).await.refused(404);
        // Whoever does not read the room has nothing of it.
        for rest in [
            "files".to_owned(),
            format!("files/{photo}"),
            format!("files/{photo}/thumbnail"),
            format!("files/{photo}/preview"),
        ] {
            assert_eq!(fetch(&mori, &note, &rest).await.status(), 404, "{rest}");
        }
        let of_mori = bring(&mori.client, "森.txt", b"m").await;
        give(&mori, &note, &of_mori).await.refused(404);
    });
}

#[test]
fn nobody_gives_a_note_what_is_not_theirs_or_not_all_there() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let note = id(&begin(&sato, &home, "blank").await.ok());
        let of_ito = bring(&ito.client, "伊藤.txt", b"i").await;
        give(&sato, &note, &of_ito).await.refused(404);
        give(&sato, &note, &new_id()).await.refused(404);
        let half = begin_bringing(&sato.client, "半分.txt", 5).await;
        assert_eq!(give(&sato, &note, &half).await.refused(409), "files.not_whole");
        // What a message carries is the room's.
        let said = bring(&sato.client, "室.txt", b"r").await;
        crate::files_in_rooms::say_with(&sato, &home, "", &[&said]).await.ok();
        give(&sato, &note, &said).await.refused(404);
        assert_eq!(listed(&sato, &note).await, Vec::<String>::new());
        give(&ito, &note, &of_ito).await.ok();
        assert_eq!(status(&sato, &note, &of_ito).await, 200);
        assert_eq!(status(&sato, &note, &said).await, 404);
    });
}

#[test]
fn a_file_of_a_note_goes_with_the_right_to_read_it() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let note = id(&begin(&sato, &home, "blank").await.ok());
        let file = bring(&sato.client, "経過.txt", b"x").await;
        give(&sato, &note, &file).await.ok();
        assert_eq!(status(&ito, &note, &file).await, 200);
        sato.client.delete(&format!("/notes/{note}")).await.ok();
        assert_eq!((status(&ito, &note, &file).await, status(&sato, &note, &file).await), (404, 404));
        sato.client.post(&format!("/notes/{note}/put-back"), json!({})).await.ok();
        assert_eq!(status(&ito, &note, &file).await, 200);
        sato.client.delete(&format!("/rooms/{home}/members/{}", ito.id)).await.ok();
        assert_eq!(status(&ito, &note, &file).await, 404);
        sato.client.post(&format!("/rooms/{home}/archive"), json!({})).await.ok();
        let late = bring(&sato.client, "後.txt", b"y").await;
        assert!(give(&sato, &note, &late).await.status.is_client_error(), "nobody writes in an archive");
        assert_eq!(status(&sato, &note, &file).await, 200);
    });
}

#[test]
fn a_guest_gives_files_as_the_staff_does_and_a_bot_only_reads_them() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let guest = outsiders::guest(&world, &scene.admin, outsiders::new_guest(&scene.sato, "business")).await;
        let bot = outsiders::bot(&world, &scene.admin, outsiders::new_bot(&scene.sato)).await;
        let home = room(&scene.sato, "private", "空調の工事", &[&guest]).await;
        scene.sato.client.post(&format!("/rooms/{home}/members"), json!({ "people": [bot.id] })).await.ok();
        let note = id(&begin(&scene.sato, &home, "blank").await.ok());
        let photo = bring(&guest.client, "配管.png", &picture(4, 4)).await;
        give(&guest, &note, &photo).await.ok();
        assert_eq!(status(&scene.sato, &note, &photo).await, 200);
        assert_eq!((status(&bot, &note, &photo).await, listed(&bot, &note).await), (200, vec!["配管.png".to_owned()]));
        let of_bot = bring(&bot.client, "雨量.txt", b"9").await;
        give(&bot, &note, &of_bot).await.refused(404);
        // In a note to which nobody brought them they have nothing.
        let other = room(&scene.sato, "private", "課", &[]).await;
        let other = id(&begin(&scene.sato, &other, "blank").await.ok());
        let inner = bring(&scene.sato.client, "内部.txt", b"z").await;
        give(&scene.sato, &other, &inner).await.ok();
        assert_eq!((status(&guest, &other, &inner).await, status(&bot, &other, &inner).await), (404, 404));
        assert_eq!(status(&guest, &note, &inner).await, 404, "a file is had through its own note");
    });
}

#[test]
fn the_other_side_of_a_shared_room_has_no_file_of_a_note() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let note = id(&begin(&ours.sato, &here, "blank").await.ok());
        let file = bring(&ours.sato.client, "計画.txt", b"p").await;
        give(&ours.sato, &note, &file).await.ok();
        assert_eq!(status(&ours.ito, &note, &file).await, 200);
        assert_eq!(status(&theirs.sato, &note, &file).await, 404);
        let own = id(&begin(&theirs.sato, &there, "blank").await.ok());
        let from = json!({ "from": note });
        theirs.sato.client.put(&format!("/notes/{own}/files/{file}"), from).await.refused(404);
        assert_eq!(status(&theirs.sato, &own, &file).await, 404);
    });
}

#[test]
fn who_only_looks_into_an_open_room_has_what_stands_on_the_page_and_members_what_stood_there() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let home = room(&sato, "open", "広報", &[&ito]).await;
        let note = id(&begin(&sato, &home, "blank").await.ok());
        let photo = bring(&sato.client, "現場.png", &picture(4, 4)).await;
        give(&sato, &note, &photo).await.ok();
        assert_eq!((status(&mori, &note, &photo).await, listed(&mori, &note).await.len()), (404, 0), "not placed yet");
        place(&sato, &note, 7, &[&photo]).await;
        assert_eq!((status(&mori, &note, &photo).await, listed(&mori, &note).await.len()), (200, 1));
        place(&sato, &note, 8, &[]).await;
        assert_eq!((status(&mori, &note, &photo).await, listed(&mori, &note).await.len()), (404, 0));
        assert_eq!((status(&ito, &note, &photo).await, listed(&ito, &note).await.len()), (200, 1));
        // Restored, it is there for everybody.
        ito.client.post(&format!("/notes/{note}/restore"), json!({ "id": new_id(), "seq": 2 })).await.ok();
        assert_eq!(status(&mori, &note, &photo).await, 200);
        let told = sato.client.get(&format!("/notes/{note}/comparison?from=3&to=4")).await.ok();
        let came = items(&told).iter().find(|line| line["kind"] == "file").expect("a line");
        assert_eq!((&came["became"], &came["parts"][0]["text"]), (&json!("new"), &json!("現場.png 橋の裏側")));
    });
}

#[test]
fn a_file_is_brought_along_from_a_note_that_one_reads_and_lies_as_long_as_either_has_it() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let (home, other) = (room(&sato, "private", "課", &[&ito]).await, room(&ito, "private", "係", &[&mori]).await);
        let note = id(&begin(&sato, &home, "blank").await.ok());
        let photo = bring(&sato.client, "現場.png", &picture(5, 5)).await;
        give(&sato, &note, &photo).await.ok();
        place(&sato, &note, 7, &[&photo]).await;
        let pasted = id(&begin(&ito, &other, "blank").await.ok());
        let path = format!("/notes/{pasted}/files/{photo}");
        mori.client.put(&path, json!({ "from": note })).await.refused(404);
        let given = ito.client.put(&path, json!({ "from": note })).await.ok();
        assert_eq!(given["brought_by"]["name"], "伊藤 健");
        assert_eq!((status(&mori, &pasted, &photo).await, status(&mori, &note, &photo).await), (200, 404));
        // A note that begins with the page of another has the files of that page.
        let copy = json!({ "id": new_id(), "title": "写し", "from": note });
        let copy = id(&ito.client.post(&format!("/rooms/{other}/notes"), copy).await.ok());
        assert_eq!(status(&mori, &copy, &photo).await, 200);
        // The bytes go with the last note that has them.
        for one in [&note, &pasted, &copy] {
            assert_eq!(kept(&world), 1);
            let by = if *one == note { &sato } else { &ito };
            by.client.delete(&format!("/notes/{one}")).await.ok();
            world.clock().advance(Duration::from_secs(1));
        }
        world.run_jobs().await;
        world.clock().advance(KEPT_WITHDRAWN + Duration::from_secs(60));
        world.run_jobs().await;
        assert_eq!(kept(&world), 1, "they stay for a moment");
        world.clock().advance(Duration::from_secs(2 * 3_600));
        world.run_jobs().await;
        assert_eq!(kept(&world), 0);
    });
}

#[test]
fn what_one_note_lets_go_of_stays_for_the_other_that_has_it() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[]).await;
        let note = id(&begin(&sato, &home, "blank").await.ok());
        let other = id(&begin(&sato, &home, "blank").await.ok());
        let photo = bring(&sato.client, "現場.png", &picture(5, 5)).await;
        give(&sato, &note, &photo).await.ok();
        sato.client.put(&format!("/notes/{other}/files/{photo}"), json!({ "from": note })).await.ok();
        sato.client.delete(&format!("/notes/{note}")).await.ok();
        world.clock().advance(KEPT_WITHDRAWN + Duration::from_secs(60));
        world.run_jobs().await;
        world.clock().advance(Duration::from_secs(2 * 3_600));
        world.run_jobs().await;
        assert_eq!(kept(&world), 1);
    });
}

#[test]
fn an_export_takes_pictures_along_and_says_where_the_note_has_them() {
    everywhere(|world| async move {
        let Scene { sato, mori, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[]).await;
        let note = id(&begin(&sato, &home, "blank").await.ok());
        let photo = bring(&sato.client, "現場.png", &picture(4, 4)).await;
        give(&sato, &note, &photo).await.ok();
        place(&sato, &note, 7, &[&photo, &new_id()]).await;
        let html = fetch(&sato, &note, "export?form=html").await.text().await.expect("a body");
        assert!(html.contains("src=\"data:image/png;base64,") && html.contains("alt=\"橋の裏側\""), "{html}");
        assert!(html.contains("<p>📎 現場.png</p>"), "a file that the note has not is a name: {html}");
        let markdown = fetch(&sato, &note, "export?form=markdown").await.text().await.expect("a body");
        let address = format!("/api/notes/{note}/files/{photo}>)");
        assert!(markdown.contains("![橋の裏側](<http://") && markdown.contains(&address), "{markdown}");
        assert_eq!(fetch(&mori, &note, "export?form=html").await.status(), 404);
    });
}

#[test]
fn an_update_whose_file_says_what_none_of_ours_says_is_refused_whole() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[]).await;
        let note = id(&begin(&sato, &home, "blank").await.ok());
        for (name, value) in [("src", json!("https://evil.example/")), ("width", json!("100vw")), ("id", json!(["x"]))]
        {
            let opened = open(&sato, &note).await;
            let file = Node::around(Kind::File, Vec::new()).with("id", new_id()).with(name, value);
            let update = change::toward(&mut page(&opened, 7), &[file]).expect("a page").expect("a change");
            let refused = send(&sato, &note, &new_id(), update, 1).await;
            assert_eq!(refused.refused(400), "notes.foreign", "{name}");
        }
        // One that names a file which the note has not is a page like any other.
        place(&sato, &note, 7, &[&new_id()]).await;
        assert_eq!(listed(&sato, &note).await, Vec::<String>::new());
    });
}

#[test]
fn names_of_files_titles_and_comments_are_looked_at_for_personal_numbers() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[]).await;
        let note = id(&begin(&sato, &home, "blank").await.ok());
        let named = bring(&sato.client, &format!("{NUMBER}.txt"), b"n").await;
        assert_eq!(give(&sato, &note, &named).await.refused(409), "chat.personal_number");
        sato.client.get(&format!("/files/uploads/{named}")).await.ok();
        let quiet = json!({ "id": new_id(), "title": format!("番号 {NUMBER}") });
        let begun = sato.client.post(&format!("/rooms/{home}/notes"), quiet).await;
        assert_eq!(begun.refused(409), "chat.personal_number");
        let renamed = sato.client.patch(&format!("/notes/{note}"), json!({ "title": NUMBER })).await;
        assert_eq!(renamed.refused(409), "chat.personal_number");
        assert_eq!(comment(&sato, &note, &format!("番号は {NUMBER}")).await.refused(409), "chat.personal_number");
        comment(&sato, &note, "番号は別紙").await.ok();
        assert_eq!(text(&sato.client.get(&format!("/notes/{note}")).await.ok()["title"]), "課内会議");
    });
}

#[test]
fn an_inspection_shows_the_files_that_the_page_named_then_and_no_others() {
    everywhere(|world| async move {
        let inspected = inspections::place(&world).await;
        let (sato, admin) = (&inspected.scene.sato, &inspected.scene.admin);
        let note = id(&begin(sato, &inspected.room, "blank").await.ok());
        let (named, unnamed) =
            (bring(&sato.client, "現場.png", &picture(4, 4)).await, bring(&sato.client, "下書き.txt", b"x").await);
        give(sato, &note, &named).await.ok();
        give(sato, &note, &unnamed).await.ok();
        place(sato, &note, 7, &[&named]).await;
        let inspection = inspected.granted(inspections::wish(&inspected.room)).await;
        let at = |rest: &str| format!("/inspections/{inspection}/notes/{note}{rest}");
        let page = admin.client.get(&at("")).await.ok();
        assert_eq!(each(&page["files"], "id"), std::slice::from_ref(&named));
        let before = times(admin, "chat.inspection_read").await;
        let got = admin.client.request(Method::GET, &at(&format!("/files/{named}"))).send().await.expect("an answer");
        assert_eq!(got.bytes().await.expect("bytes").to_vec(), picture(4, 4));
        assert_eq!(times(admin, "chat.inspection_read").await, before + 1, "each look is on record");
        admin.client.get(&at(&format!("/files/{unnamed}"))).await.refused(404);
        sato.client.get(&at(&format!("/files/{named}"))).await.refused(404);
        assert_eq!(status(admin, &note, &named).await, 404, "not by the door of those who read the room");
    });
}

/// The titles of the notes that somebody finds.
async fn found(staff: &Staff, words: &str) -> Vec<String> {
    let typed: String = words.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let results = staff.client.get(&format!("/search/notes?q={typed}")).await.ok();
    items(&results["items"]).iter().map(|item| text(&item["note"]["title"])).collect()
}

#[test]
fn a_note_is_found_by_what_a_file_says_for_as_long_as_that_stands_on_its_page() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let note = id(&begin(&sato, &home, "blank").await.ok());
        let file = bring(&sato.client, "経過.txt", "支承の腐食を確かめた".as_bytes()).await;
        give(&sato, &note, &file).await.ok();
        place(&sato, &note, 7, &[&file]).await;
        world.index().await;
        world.read_files().await;
        assert_eq!((found(&ito, "支承").await, found(&mori, "支承").await), (vec!["課内会議".to_owned()], vec![]));
        assert_eq!(found(&ito, "has:file").await, ["課内会議"]);
        assert_eq!(found(&ito, "現場").await, ["課内会議"], "by its name as the page says it");
        place(&sato, &note, 8, &[]).await;
        assert_eq!(found(&ito, "支承").await, Vec::<String>::new());
    });
}

#[test]
fn the_files_of_a_note_come_by_pages() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[]).await;
        let note = id(&begin(&sato, &home, "blank").await.ok());
        for number in 0..3 {
            let file = bring(&sato.client, &format!("{number}.txt"), b"n").await;
            give(&sato, &note, &file).await.ok();
        }
        let mut found: Vec<Value> = Vec::new();
        let mut cursor = Value::Null;
        loop {
            let after = cursor.as_str().map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
            let page = sato.client.get(&format!("/notes/{note}/files?limit=2{after}")).await.ok();
            found.extend(items(&page["items"]).iter().cloned());
            cursor = page["next"].clone();
            if cursor.is_null() {
                break;
            }
        }
        let mut names: Vec<String> = found.iter().map(|file| text(&file["name"])).collect();
        names.sort_unstable();
        assert_eq!(names, ["0.txt", "1.txt", "2.txt"]);
    });
}

#[test]
fn a_room_that_keeps_its_files_keeps_those_of_its_notes_by_the_same_rule() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "図面", &[&ito]).await;
        let note = id(&begin(&sato, &home, "blank").await.ok());
        let photo = bring(&sato.client, "現場.png", &picture(40, 30)).await;
        let archive = bring(&sato.client, "一式.zip", b"PK\x03\x04 something").await;
        let of_ito = bring(&ito.client, "経過.txt", b"i").await;
        for (by, file) in [(&sato, &photo), (&sato, &archive), (&ito, &of_ito)] {
            give(by, &note, file).await.ok();
        }
        place(&sato, &note, 7, &[&photo]).await;
        let at = |file: &str, door: &str| format!("files/{file}{door}");
        let html = format!("/notes/{note}/export?form=html");
        let taken = |staff: &Staff| {
            let request = staff.client.request(Method::GET, &html);
            async move { request.send().await.expect("the program answers").text().await.expect("words") }
        };
        assert!(taken(&ito).await.contains("data:image/png"));
        sato.client.patch(&format!("/rooms/{home}"), json!({ "downloads": "nobody" })).await.ok();
        for door in ["", "?save=true"] {
            for file in [&photo, &archive] {
                let path = format!("/notes/{note}/{}", at(file, door));
                assert_eq!(ito.client.get(&path).await.refused(403), "chat.no_downloads");
            }
            // Who brought it and who owns the room have it anyway.
            assert_eq!(fetch(&ito, &note, &at(&of_ito, door)).await.status(), 200);
            assert_eq!(fetch(&sato, &note, &at(&of_ito, door)).await.status(), 200);
            assert_eq!(fetch(&sato, &note, &at(&photo, door)).await.status(), 200);
        }
        // What there is to look at is looked at, by a page and never as one, and kept by no browser.
        let seen = fetch(&ito, &note, &at(&photo, "/view")).await;
        assert_eq!((seen.status().as_u16(), seen.headers()["cache-control"].as_bytes()), (200, &b"no-store"[..]));
        let gone_to = ito.client.request(Method::GET, &format!("/notes/{note}/files/{photo}/view"));
        let gone_to = gone_to.header("sec-fetch-dest", "document").send().await.expect("the program answers");
        assert_eq!(gone_to.status(), 403);
        let shut = format!("/notes/{note}/files/{archive}/view");
        assert_eq!(ito.client.get(&shut).await.refused(403), "chat.no_downloads");
        sato.client.get(&shut).await.refused(404);
        assert_eq!(fetch(&ito, &note, &at(&photo, "/thumbnail")).await.status(), 200);
        // The list says which are only looked at.
        let kept = |listed: &Value| -> Vec<(String, bool)> {
            let each = items(&listed["items"]).iter();
            each.map(|file| (text(&file["name"]), file["only_looked_at"] == json!(true))).collect()
        };
        let mut of_ito_list = kept(&ito.client.get(&format!("/notes/{note}/files")).await.ok());
        of_ito_list.sort();
        let expected = [("一式.zip", true), ("現場.png", true), ("経過.txt", false)];
        let mut expected: Vec<(String, bool)> = expected.map(|(name, kept)| (name.to_owned(), kept)).into();
        expected.sort();
        assert_eq!(of_ito_list, expected);
        let of_sato = kept(&sato.client.get(&format!("/notes/{note}/files")).await.ok());
        assert!(of_sato.iter().all(|(_, kept)| !kept));
        // An export leads back to what may not be saved.
        assert!(!taken(&ito).await.contains("data:image/png"));
        assert!(taken(&sato).await.contains("data:image/png"));
        sato.client.patch(&format!("/rooms/{home}"), json!({ "downloads": "everyone" })).await.ok();
        assert_eq!(status(&ito, &note, &photo).await, 200);
    });
}

#[test]
fn what_may_not_be_saved_goes_into_no_note_of_another_room() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let (home, other) = (room(&sato, "private", "図面", &[&ito]).await, room(&ito, "private", "係", &[]).await);
        let note = id(&begin(&sato, &home, "blank").await.ok());
        let photo = bring(&sato.client, "現場.png", &picture(5, 5)).await;
        give(&sato, &note, &photo).await.ok();
        place(&sato, &note, 7, &[&photo]).await;
        sato.client.patch(&format!("/rooms/{home}"), json!({ "downloads": "nobody" })).await.ok();
        let pasted = id(&begin(&ito, &other, "blank").await.ok());
        let path = format!("/notes/{pasted}/files/{photo}");
        assert_eq!(ito.client.put(&path, json!({ "from": note })).await.refused(403), "chat.no_downloads");
        let copy = json!({ "id": new_id(), "title": "写し", "from": note });
        let copy = id(&ito.client.post(&format!("/rooms/{other}/notes"), copy).await.ok());
        assert_eq!(listed(&ito, &copy).await, Vec::<String>::new());
        // Within the room it goes about, and is nobody else's by that.
        let here = id(&begin(&ito, &home, "blank").await.ok());
        let path = format!("/notes/{here}/files/{photo}");
        ito.client.put(&path, json!({ "from": note })).await.ok();
        assert_eq!(ito.client.get(&path).await.refused(403), "chat.no_downloads");
    });
}
