//! 版: a file that is sent as a new version of one that the room has, and what the room's list, its talk and its search say of it.

use crate::files::bring;
use crate::files_in_rooms::{bytes, picture, say_with, status};
use crate::forwards::{newest, passed_on};
use crate::outsiders::{guest, new_guest};
use crate::scene::{Scene, id, items, number, room, scene, settled, text};
use crate::sharing::{Pair, pair};
use futures_util::future::join_all;
use harness::{Answer, Staff, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

/// Sends a file as a new version of one that the room has.
async fn send_version(staff: &Staff, room: &str, file: &str, of: &str) -> Answer {
    let said = json!({ "id": new_id(), "body": "", "files": [file], "versions": [{ "file": file, "of": of }] });
    staff.client.post(&format!("/rooms/{room}/messages"), said).await
}

/// Brings a file and sends it as a new version; its id, and the message's.
async fn renewed(staff: &Staff, room: &str, name: &str, words: &str, of: &str) -> (String, String) {
    let file = bring(&staff.client, name, words.as_bytes()).await;
    let said = send_version(staff, room, &file, of).await.ok();
    (file, id(&said))
}

/// What a room's list shows: names, with their numbers where there are several versions.
async fn listed(staff: &Staff, room: &str, query: &str) -> Vec<(String, Value)> {
    let found = staff.client.get(&format!("/rooms/{room}/files{query}")).await.ok();
    let shown = |one: &Value| (text(&one["file"]["name"]), one["file"]["version"]["number"].clone());
    items(&found["items"]).iter().map(shown).collect()
}

async fn version_of(staff: &Staff, message: &str) -> Value {
    staff.client.get(&format!("/messages/{message}")).await.ok()["files"][0]["version"].clone()
}

async fn numbers(staff: &Staff, room: &str, file: &str) -> Vec<i64> {
    let all = staff.client.get(&format!("/rooms/{room}/files/{file}/versions")).await.ok();
    items(&all["items"]).iter().map(|one| number(&one["file"]["version"]["number"])).collect()
}

#[test]
fn a_new_version_takes_the_place_of_the_former_one_which_says_where_it_is() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "予算", &[&ito]).await;
        let first = bring(&sato.client, "予算案.txt", b"1").await;
        let said = id(&say_with(&sato, &home, "初めの案です", &[&first]).await.ok());
        assert_eq!(version_of(&ito, &said).await, Value::Null, "one alone is no version");
        let mut live = settled(&ito).await;
        world.clock().advance(Duration::from_secs(60));
        let (second, renewed_in) = renewed(&ito, &home, "予算案（修正）.txt", "2", &first).await;
        let posted = live.event("chat.message_posted").await;
        assert_eq!(posted["message"]["files"][0]["version"], json!({ "number": 2 }));
        let told = live.event("chat.message_changed").await;
        let seq = &posted["message"]["seq"];
        let place = json!({ "number": 2, "file_id": second, "message_id": renewed_in, "thread_id": null, "seq": seq });
        assert_eq!(told["message"]["id"], json!(said));
        assert_eq!(told["message"]["files"][0]["version"], json!({ "number": 1, "newest": place }));
        assert_eq!(version_of(&sato, &said).await, json!({ "number": 1, "newest": place }), "as a fetch says");
        assert_eq!(listed(&sato, &home, "").await, [("予算案（修正）.txt".to_owned(), json!(2))]);
        // Whichever version is named, what comes is the newest of all.
        let (third, _) = renewed(&sato, &home, "予算案.txt", "3", &first).await;
        assert_eq!(numbers(&sato, &home, &second).await, [3, 2, 1]);
        assert_eq!(version_of(&ito, &said).await["newest"]["number"], 3);
        assert_eq!(version_of(&ito, &renewed_in).await["newest"]["file_id"], json!(third));
        // Former ones are read as before.
        assert_eq!(bytes(&ito, &home, &first).await, b"1");
        // Whoever looks for a name finds the former ones as well, with the newest.
        let typed: String = "予算案".bytes().map(|byte| format!("%{byte:02X}")).collect();
        let found = sato.client.get(&format!("/rooms/{home}/files?name={typed}&sort=newest")).await.ok();
        let found: Vec<(&Value, &Value)> = items(&found["items"])
            .iter()
            .map(|one| (&one["file"]["version"]["number"], &one["file"]["version"]["newest"]["number"]))
            .collect();
        assert_eq!(found, [(&json!(3), &Value::Null), (&json!(2), &json!(3)), (&json!(1), &json!(3))]);
    });
}

#[test]
fn a_version_that_is_taken_back_makes_the_former_one_the_newest_and_its_number_is_not_given_again() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "要綱", &[&ito]).await;
        let first = bring(&sato.client, "要綱.txt", b"1").await;
        let said = id(&say_with(&sato, &home, "", &[&first]).await.ok());
        let (second, in_second) = renewed(&ito, &home, "要綱.txt", "2", &first).await;
        let (third, in_third) = renewed(&ito, &home, "要綱.txt", "3", &first).await;
        let mut live = settled(&sato).await;
        ito.client.delete(&format!("/messages/{in_third}")).await.ok();
        let told = live.until(|frame| frame["p"]["message"]["id"] == json!(said)).await;
        assert_eq!(told["p"]["message"]["files"][0]["version"]["newest"]["file_id"], json!(second));
        assert_eq!(status(&ito, &home, &third).await, 404);
        assert_eq!(version_of(&sato, &in_second).await, json!({ "number": 2 }));
        assert_eq!(listed(&sato, &home, "").await, [("要綱.txt".to_owned(), json!(2))]);
        // One in the middle goes without a word about the newest.
        let (_, in_fourth) = renewed(&sato, &home, "要綱.txt", "4", &second).await;
        assert_eq!(version_of(&sato, &in_fourth).await, json!({ "number": 4 }));
        ito.client.delete(&format!("/messages/{in_second}")).await.ok();
        assert_eq!(numbers(&sato, &home, &first).await, [4, 1]);
        // The line goes on without its first.
        sato.client.delete(&format!("/messages/{said}")).await.ok();
        let of = text(&items(&sato.client.get(&format!("/rooms/{home}/files")).await.ok()["items"])[0]["file"]["id"]);
        let (fifth, _) = renewed(&ito, &home, "要綱.txt", "5", &of).await;
        assert_eq!(numbers(&sato, &home, &fifth).await, [5, 4]);
        assert_eq!(
            send_version(&sato, &home, &bring(&sato.client, "x.txt", b"x").await, &first).await.refused(400),
            "invalid_input"
        );
    });
}

#[test]
fn of_many_that_come_at_once_each_is_a_version_and_none_is_lost() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let home = room(&sato, "private", "名簿", &[&ito, &mori]).await;
        let first = bring(&sato.client, "名簿.csv", b"1").await;
        say_with(&sato, &home, "", &[&first]).await.ok();
        let mut files = Vec::new();
        for (turn, staff) in [&sato, &ito, &mori, &sato, &ito].into_iter().enumerate() {
            files.push((staff, bring(&staff.client, "名簿.csv", turn.to_string().as_bytes()).await));
        }
        let sent = files.iter().map(|(staff, file)| send_version(staff, &home, file, &first));
        let sent: Vec<Value> = join_all(sent).await.into_iter().map(Answer::ok).collect();
        let mut given: Vec<i64> = sent.iter().map(|said| number(&said["files"][0]["version"]["number"])).collect();
        given.sort_unstable();
        assert_eq!(given, [2, 3, 4, 5, 6]);
        assert_eq!(numbers(&sato, &home, &first).await, [6, 5, 4, 3, 2, 1]);
        assert_eq!(listed(&ito, &home, "").await, [("名簿.csv".to_owned(), json!(6))]);
        // In the order in which they stand in the talk.
        let mut by_place: Vec<(i64, i64)> =
            sent.iter().map(|said| (number(&said["seq"]), number(&said["files"][0]["version"]["number"]))).collect();
        by_place.sort_unstable();
        assert!(by_place.windows(2).all(|two| two[0].1 < two[1].1), "{by_place:?}");
    });
}

#[test]
fn a_list_of_files_shows_each_line_once_over_all_its_pages() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let home = room(&sato, "private", "資料", &[]).await;
        for name in ["あ", "い", "う", "え"] {
            let first = bring(&sato.client, &format!("{name}.txt"), b"1").await;
            say_with(&sato, &home, "", &[&first]).await.ok();
            world.clock().advance(Duration::from_secs(1));
            if name != "う" {
                renewed(&sato, &home, &format!("{name}.txt"), "2", &first).await;
                world.clock().advance(Duration::from_secs(1));
            }
        }
        for sort in ["newest", "name", "largest"] {
            let (mut names, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = sato.client.get(&format!("/rooms/{home}/files?sort={sort}&limit=1{cursor}")).await.ok();
                names.extend(items(&page["items"]).iter().map(|one| text(&one["file"]["name"])));
                match page["next"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            names.sort();
            assert_eq!(names, ["あ.txt", "い.txt", "う.txt", "え.txt"], "{sort}");
        }
    });
}

#[test]
fn only_who_writes_in_a_room_sends_versions_and_only_of_what_it_has() {
    everywhere(|world| async move {
        let Scene { admin, sato, ito, mori, .. } = scene(&world).await;
        let supplier = guest(&world, &admin, new_guest(&sato, "business")).await;
        let home = room(&sato, "private", "工事", &[&ito, &supplier]).await;
        let other = room(&mori, "private", "別", &[&sato]).await;
        let first = bring(&sato.client, "図面.txt", b"1").await;
        say_with(&sato, &home, "", &[&first]).await.ok();
        let theirs = bring(&mori.client, "図面.txt", b"m").await;
        assert_eq!(send_version(&mori, &home, &theirs, &first).await.refused(404), "not_found");
        mori.client.get(&format!("/rooms/{home}/files/{first}/versions")).await.refused(404);
        assert_eq!(
            send_version(&mori, &other, &theirs, &first).await.refused(400),
            "invalid_input",
            "not of that room"
        );
        // Neither of itself, nor of what is not among the message's files, nor twice.
        let new = bring(&ito.client, "図面.txt", b"2").await;
        let path = format!("/rooms/{home}/messages");
        for versions in [
            json!([{ "file": new, "of": new }]),
            json!([{ "file": first, "of": first }]),
            json!([{ "file": new, "of": first }, { "file": new, "of": first }]),
        ] {
            let said = json!({ "id": new_id(), "body": "", "files": [new], "versions": versions });
            assert_eq!(ito.client.post(&path, said).await.refused(400), "invalid_input");
        }
        // What was refused took nothing, and the same message twice is one version.
        let said = json!({ "id": new_id(), "body": "", "files": [new], "versions": [{ "file": new, "of": first }] });
        let (once, twice) = (ito.client.post(&path, said.clone()).await, ito.client.post(&path, said).await);
        assert_eq!((once.status.as_u16(), twice.status.as_u16()), (201, 200));
        // A guest of the room does as the others.
        let (of_guest, _) = renewed(&supplier, &home, "図面.txt", "3", &new).await;
        assert_eq!(numbers(&supplier, &home, &of_guest).await, [3, 2, 1]);
        // Where nothing can be said, nothing is renewed.
        sato.client.post(&format!("/rooms/{home}/archive"), json!({})).await.ok();
        let late = bring(&sato.client, "図面.txt", b"4").await;
        assert_eq!(send_version(&sato, &home, &late, &first).await.refused(409), "chat.archived");
    });
}

#[test]
fn a_version_in_a_thread_is_found_there_and_stands_once_where_the_room_was_told() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "議事", &[&ito]).await;
        let first = bring(&sato.client, "議事録.txt", b"1").await;
        let root = id(&say_with(&sato, &home, "案です", &[&first]).await.ok());
        let new = bring(&ito.client, "議事録.txt", b"2").await;
        let said = json!({
            "id": new_id(), "body": "直しました", "thread": root, "also_to_room": true, "files": [new],
            "versions": [{ "file": new, "of": first }],
        });
        let reply = ito.client.post(&format!("/rooms/{home}/messages"), said).await.ok();
        let place = version_of(&sato, &root).await["newest"].clone();
        assert_eq!(
            (&place["thread_id"], &place["seq"], &place["message_id"]),
            (&json!(root), &reply["seq"], &reply["id"])
        );
        assert_eq!(newest(&sato, &home).await["files"][0]["version"], json!({ "number": 2 }), "the room was told");
        assert_eq!(listed(&sato, &home, "").await, [("議事録.txt".to_owned(), json!(2))]);
        let third = renewed(&sato, &home, "議事録.txt", "3", &new).await.0;
        assert_eq!(numbers(&ito, &home, &third).await, [3, 2, 1]);
        let told = items(&sato.client.get(&format!("/rooms/{home}/messages")).await.ok()["messages"])
            .iter()
            .find(|message| message["body"] == "直しました")
            .cloned()
            .expect("what the room was told");
        assert_eq!(told["files"][0]["version"]["newest"]["file_id"], json!(third));
    });
}

#[test]
fn what_is_forwarded_is_a_file_of_its_own_where_it_arrives_and_may_have_versions_there() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "係", &[&ito]).await;
        let there = room(&ito, "private", "課", &[&sato]).await;
        let first = bring(&sato.client, "計画.txt", b"1").await;
        say_with(&sato, &home, "", &[&first]).await.ok();
        let (second, in_second) = renewed(&sato, &home, "計画.txt", "2", &first).await;
        passed_on(&ito, &[&in_second], &[&there], "").await.ok();
        let arrived = newest(&ito, &there).await;
        assert_eq!(arrived["forwarded"][0]["files"][0]["id"], json!(second));
        assert_eq!(arrived["forwarded"][0]["files"][0]["version"], Value::Null);
        assert_eq!(listed(&ito, &there, "").await, [("計画.txt".to_owned(), Value::Null)]);
        let (third, _) = renewed(&sato, &home, "計画.txt", "3", &second).await;
        assert_eq!(
            newest(&ito, &there).await["forwarded"],
            arrived["forwarded"],
            "nothing is said of versions elsewhere"
        );
        // Its own line begins where it arrived.
        let (own, _) = renewed(&ito, &there, "計画（課）.txt", "2'", &second).await;
        assert_eq!(numbers(&sato, &there, &own).await, [2, 1]);
        assert_eq!(numbers(&sato, &home, &third).await, [3, 2, 1]);
        let forwarding = sato.client.get(&format!("/messages/{}", id(&arrived))).await.ok();
        assert_eq!(forwarding["forwarded"][0]["files"][0]["version"]["newest"]["file_id"], json!(own));
        // Taken back at its source it is gone from the other line as well.
        sato.client.delete(&format!("/messages/{in_second}")).await.ok();
        world.run_jobs().await;
        assert_eq!(numbers(&sato, &there, &own).await, [2]);
    });
}

#[test]
fn the_other_side_of_a_shared_room_gets_a_version_as_a_file_of_its_own() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let first = bring(&ours.ito.client, "訓練計画.txt", b"1").await;
        say_with(&ours.ito, &here, "", &[&first]).await.ok();
        let (second, in_second) = renewed(&ours.ito, &here, "訓練計画.txt", "2", &first).await;
        world.run_jobs().await;
        let plain = ("訓練計画.txt".to_owned(), Value::Null);
        assert_eq!(listed(&theirs.sato, &there, "").await, [plain.clone(), plain.clone()]);
        theirs.sato.client.get(&format!("/rooms/{here}/files/{second}/versions")).await.refused(404);
        ours.ito.client.delete(&format!("/messages/{in_second}")).await.ok();
        world.run_jobs().await;
        assert_eq!(listed(&theirs.sato, &there, "").await, [plain]);
        assert_eq!(listed(&ours.sato, &here, "").await, [("訓練計画.txt".to_owned(), json!(1))]);
    });
}

#[test]
fn a_file_has_a_hundred_versions_at_most_and_the_rest_of_the_room_is_untouched() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let home = room(&sato, "private", "版", &[]).await;
        let other = bring(&sato.client, "別.png", &picture(4, 3)).await;
        let beside = id(&say_with(&sato, &home, "", &[&other]).await.ok());
        let before = sato.client.get(&format!("/messages/{beside}")).await.ok();
        let mut of = bring(&sato.client, "版.txt", b"1").await;
        let first = id(&say_with(&sato, &home, "", &[&of]).await.ok());
        for number in 2..=100 {
            of = renewed(&sato, &home, "版.txt", &number.to_string(), &of).await.0;
        }
        let one_more = bring(&sato.client, "版.txt", b"more").await;
        assert_eq!(send_version(&sato, &home, &one_more, &of).await.refused(409), "chat.too_many_versions");
        assert_eq!(version_of(&sato, &first).await["newest"]["number"], 100);
        assert_eq!(numbers(&sato, &home, &of).await.len(), 100);
        assert_eq!(sato.client.get(&format!("/messages/{beside}")).await.ok(), before);
        // As a file of its own it goes all the same.
        say_with(&sato, &home, "", &[&one_more]).await.ok();
    });
}

#[test]
fn a_search_finds_former_versions_and_says_which_is_the_newest() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let home = room(&sato, "private", "規程", &[]).await;
        let first = bring(&sato.client, "旅費規程.txt", b"1").await;
        say_with(&sato, &home, "", &[&first]).await.ok();
        world.clock().advance(Duration::from_secs(60));
        let (second, _) = renewed(&sato, &home, "旅費規程.txt", "2", &first).await;
        world.index().await;
        let typed: String = "旅費規程".bytes().map(|byte| format!("%{byte:02X}")).collect();
        let found = sato.client.get(&format!("/search/files?q={typed}")).await.ok();
        let found: Vec<&Value> = items(&found["items"]).iter().map(|one| &one["file"]["version"]).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0], &json!({ "number": 2 }));
        assert_eq!((&found[1]["number"], &found[1]["newest"]["file_id"]), (&json!(1), &json!(second)));
    });
}
