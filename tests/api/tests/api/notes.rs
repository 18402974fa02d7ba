//! ノート: pages of a room that several write at once, seen by those who read the room, told to those who have them open.

use crate::inspections;
use crate::outsiders;
use crate::scene::{id, items, number, room, scene, text};
use harness::{Answer, Live, Staff, everywhere, new_id};
use notes::model::page::Page;
use notes::model::schema::Kind;
use notes::model::tree::Node;
use notes::model::{base64, change};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// Begins a note with the page of a template.
pub async fn begin(staff: &Staff, room: &str, template: &str) -> Answer {
    let new = json!({ "id": new_id(), "title": "課内会議", "template": template, "tell": new_id() });
    staff.client.post(&format!("/rooms/{room}/notes"), new).await
}

/// Says something beside a note.
pub async fn comment(staff: &Staff, note: &str, body: &str) -> Answer {
    staff
        .client
        .post(&format!("/notes/{note}/comments"), json!({ "id": new_id(), "words": "予算", "body": body }))
        .await
}

/// A note of a room with something said beside it.
pub async fn commented(staff: &Staff, room: &str) -> [String; 2] {
    let note = id(&begin(staff, room, "errors").await.ok());
    let said = id(&comment(staff, &note, "根拠は").await.ok());
    [note, said]
}

/// What the doors of notes are given where everybody tries them.
pub fn input(name: &str) -> Option<Value> {
    Some(match name {
        "begin_note" => json!({ "id": new_id(), "title": "次第" }),
        "edit_note" => json!({ "pinned": false }),
        "add_note_row" => json!({ "id": new_id(), "cells": ["9:00"] }),
        "restore_note" => json!({ "id": new_id(), "seq": 1 }),
        "name_note_version" => json!({ "name": "決裁済み" }),
        "comment_note" => json!({ "id": new_id(), "body": "根拠は" }),
        "take_note_file" => json!({}),
        "see_note" => json!({ "seq": 1 }),
        _ => return None,
    })
}

/// Opens a note.
pub async fn open(staff: &Staff, note: &str) -> Value {
    staff.client.post(&format!("/notes/{note}/open"), json!({})).await.ok()
}

/// Opens a note over a line, whose name is given as well.
pub async fn sit(staff: &Staff, note: &str) -> (Live, String) {
    let position = staff.client.bootstrap().await["position"].clone();
    let mut live = staff.client.live(&position).await;
    let connection = text(&live.until(|frame| frame["t"] == "ready").await["connection"]);
    staff.client.post(&format!("/notes/{note}/open"), json!({ "connection": connection })).await.ok();
    (live, connection)
}

/// The page as somebody opened it, for who writes on with a number.
pub fn page(opened: &Value, writer: u32) -> Page {
    let state = base64::decode(&text(&opened["update"])).expect("letters");
    Page::of(writer, [state.as_slice()]).expect("a page")
}

/// The update with which somebody adds a paragraph to the page as they opened it.
pub fn adding(opened: &Value, writer: u32, words: &str) -> Vec<u8> {
    let mut page = page(opened, writer);
    let mut nodes = page.nodes().expect("a page");
    nodes.push(Node::saying(Kind::Paragraph, words));
    change::toward(&mut page, &nodes).expect("a page").expect("a change")
}

pub async fn send(staff: &Staff, note: &str, update: &str, bytes: Vec<u8>, seen: i64) -> Answer {
    let request = staff.client.request(Method::PUT, &format!("/notes/{note}/updates/{update}?seen={seen}"));
    staff.client.send(request.header("content-type", "application/octet-stream").body(bytes)).await
}

async fn words(staff: &Staff, note: &str) -> String {
    let page = staff.client.get(&format!("/notes/{note}/page")).await.ok();
    fn letters(node: &Value, into: &mut Vec<String>) {
        if let Some(text) = node["text"].as_str() {
            into.push(text.to_owned());
        }
        node["content"].as_array().into_iter().flatten().for_each(|node| letters(node, into));
    }
    let mut found = Vec::new();
    letters(&page["doc"], &mut found);
    found.join("\n")
}

#[test]
fn what_one_writes_is_shown_to_those_who_have_the_note_open_and_to_nobody_else() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito, &scene.mori]).await;
        let note = id(&begin(&scene.sato, &home, "blank").await.ok());
        let (mut ito, connection) = sit(&scene.ito, &note).await;
        let mut mori = scene.mori.client.live_now().await;
        let (mut sato, _) = sit(&scene.sato, &note).await;
        let opened = open(&scene.sato, &note).await;
        let update = adding(&opened, 7, "議題は三つ");
        let kept = send(&scene.sato, &note, &new_id(), update.clone(), 1).await.ok();
        assert_eq!(number(&kept["seq"]), 2);
        // What the note began with may still be on its way to who has sat down since.
        let frame = ito.until(|frame| frame["t"] == "note" && frame["p"]["seq"] != 1).await;
        assert_eq!((number(&frame["p"]["seq"]), text(&frame["p"]["name"])), (2, "佐藤 花".to_owned()));
        assert_eq!(base64::decode(&text(&frame["p"]["update"])), Some(update));
        assert_eq!(frame["p"]["writers"], json!([7]));
        // Hands are shown to the others at the table, with the name that the server knows.
        ito.say(json!({ "t": "hand", "table": note, "state": "{\"anchor\":1}" })).await;
        let hand = sato.until(|frame| frame["t"] == "hand").await;
        assert_eq!((&hand["connection"], &hand["name"]), (&json!(connection), &json!("伊藤 健")));
        drop(ito);
        let gone = sato.until(|frame| frame["t"] == "hand").await;
        assert_eq!((&gone["connection"], &gone["state"]), (&json!(connection), &Value::Null));
        // Who has it not open hears of the note, and of nothing that is written.
        let said = scene.sato.client.say(&home, "書きました").await;
        loop {
            let frame = mori.next().await.expect("the message comes");
            assert!(frame["t"] != "note" && frame["kind"] != "notes.updated", "{frame}");
            if frame["p"]["message"]["id"] == said["id"] {
                break;
            }
        }
    });
}

#[test]
fn two_who_write_in_turns_tell_the_room_once_a_minute() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito, &scene.mori]).await;
        let note = id(&begin(&scene.sato, &home, "blank").await.ok());
        let mut mori = scene.mori.client.live_now().await;
        let mut told = Vec::new();
        for turn in 0..3u32 {
            for (writer, staff) in [(20 + turn, &scene.sato), (40 + turn, &scene.ito)] {
                let opened = open(staff, &note).await;
                send(staff, &note, &new_id(), adding(&opened, writer, "議題"), number(&opened["seq"])).await.ok();
            }
        }
        let said = scene.sato.client.say(&home, "書きました").await;
        loop {
            let frame = mori.next().await.expect("the message comes");
            if frame["p"]["message"]["id"] == said["id"] {
                break;
            }
            if frame["kind"] == "notes.changed" {
                told.push(frame);
            }
        }
        assert!(told.len() <= 1, "{told:?}");
    });
}

#[test]
fn a_room_with_the_id_of_a_note_hears_nothing_of_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let note = id(&begin(&scene.sato, &home, "blank").await.ok());
        let trap = json!({ "id": note, "kind": "private", "name": "別の部屋", "members": [] });
        scene.mori.client.post("/rooms", trap).await.ok();
        let mut mori = scene.mori.client.live_now().await;
        let (mut ito, _) = sit(&scene.ito, &note).await;
        let opened = open(&scene.sato, &note).await;
        send(&scene.sato, &note, &new_id(), adding(&opened, 7, "内密"), 1).await.ok();
        comment(&scene.sato, &note, "内密の根拠").await.ok();
        ito.until(|frame| frame["t"] == "comment").await;
        let said = scene.mori.client.say(&note, "何か").await;
        loop {
            let frame = mori.next().await.expect("the message comes");
            assert!(!frame.to_string().contains("notes."), "{frame}");
            if frame["p"]["message"]["id"] == said["id"] {
                break;
            }
        }
    });
}

#[test]
fn five_who_write_at_the_same_moment_are_all_kept_and_all_read_the_same() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito, &scene.mori, &scene.admin]).await;
        let note = id(&begin(&scene.sato, &home, "meeting").await.ok());
        let opened = open(&scene.sato, &note).await;
        let people = [&scene.sato, &scene.ito, &scene.mori, &scene.admin, &scene.sato];
        let sending = people.iter().enumerate().map(|(place, staff)| {
            let update = adding(&opened, 100 + place as u32, &format!("発言{place}"));
            let note = note.clone();
            async move { send(staff, &note, &new_id(), update, 1).await.ok() }
        });
        let mut seqs: Vec<i64> =
            futures_util::future::join_all(sending).await.iter().map(|kept| number(&kept["seq"])).collect();
        seqs.sort_unstable();
        assert_eq!(seqs, [2, 3, 4, 5, 6]);
        let read = words(&scene.mori, &note).await;
        assert!((0..5).all(|place| read.contains(&format!("発言{place}"))), "{read}");
        let history = scene.ito.client.get(&format!("/notes/{note}/history")).await.ok();
        assert_eq!(items(&history["pieces"][0]["by"]).len(), 4);
        let hands = open(&scene.ito, &note).await["hands"].clone();
        assert!(items(&hands).iter().any(|hand| hand["writer"] == 102 && hand["person_id"] == json!(scene.mori.id)));
    });
}

#[test]
fn whoever_leaves_the_room_reads_no_more_and_is_told_no_more() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let note = id(&begin(&scene.sato, &home, "blank").await.ok());
        let (mut ito, _) = sit(&scene.ito, &note).await;
        let opened = open(&scene.ito, &note).await;
        scene.sato.client.delete(&format!("/rooms/{home}/members/{}", scene.ito.id)).await.ok();
        ito.event("chat.room_left").await;
        let update = adding(&open(&scene.sato, &note).await, 7, "内密");
        send(&scene.sato, &note, &new_id(), update, 1).await.ok();
        scene.ito.client.get(&format!("/notes/{note}")).await.refused(404);
        let late = adding(&opened, 8, "書けない");
        assert_eq!(send(&scene.ito, &note, &new_id(), late, 1).await.refused(404), "not_found");
        // The next thing that is heard is something else.
        let direct = crate::scene::direct(&scene.sato, &scene.ito).await;
        let said = scene.sato.client.say(&direct, "別件です").await;
        loop {
            let frame = ito.next().await.expect("the message comes");
            assert_ne!(frame["t"], "note");
            if frame["p"]["message"]["id"] == said["id"] {
                break;
            }
        }
    });
}

#[test]
fn what_is_sent_twice_is_kept_once_and_what_is_damaged_not_at_all() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let note = id(&begin(&scene.sato, &home, "blank").await.ok());
        let opened = open(&scene.sato, &note).await;
        let (update, bytes) = (new_id(), adding(&opened, 7, "一度だけ"));
        for _ in 0..3 {
            assert_eq!(number(&send(&scene.sato, &note, &update, bytes.clone(), 1).await.ok()["seq"]), 2);
        }
        assert_eq!(send(&scene.ito, &note, &update, bytes.clone(), 1).await.refused(409), "id_taken");
        assert_eq!(send(&scene.ito, &note, &new_id(), bytes, 2).await.refused(409), "notes.out_of_step");
        let forged = adding(&open(&scene.ito, &note).await, 7, "なりすまし");
        assert_eq!(send(&scene.ito, &note, &new_id(), forged, 2).await.refused(409), "notes.writer_taken");
        assert_eq!(send(&scene.sato, &note, &new_id(), vec![1, 5], 2).await.refused(400), "notes.damaged");
        assert_eq!(words(&scene.ito, &note).await.matches("一度だけ").count(), 1);
        assert_eq!(number(&scene.sato.client.get(&format!("/notes/{note}")).await.ok()["seq"]), 2);
    });
}

#[test]
fn a_version_is_named_compared_and_restored() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let note = id(&begin(&scene.sato, &home, "blank").await.ok());
        let at = |path: &str| format!("/notes/{note}/{path}");
        let update = adding(&open(&scene.sato, &note).await, 7, "開始は九時");
        send(&scene.sato, &note, &new_id(), update, 1).await.ok();
        scene.sato.client.put(&at("versions/2"), json!({ "name": "決裁済み" })).await.ok();
        let opened = open(&scene.ito, &note).await;
        let mut page = page(&opened, 8);
        let changed = [Node::saying(Kind::Paragraph, ""), Node::saying(Kind::Paragraph, "開始は十時")];
        let update = change::toward(&mut page, &changed).expect("a page").expect("a change");
        send(&scene.ito, &note, &new_id(), update, 2).await.ok();
        let lines = scene.ito.client.get(&at("comparison?from=2&to=3")).await.ok();
        assert_eq!(lines[1]["became"], "changed");
        assert_eq!(lines[1]["parts"][1], json!({ "became": "gone", "text": "九" }));
        let wish = json!({ "id": new_id(), "seq": 2 });
        let restored = scene.ito.client.post(&at("restore"), wish.clone()).await.ok();
        assert_eq!(scene.ito.client.post(&at("restore"), wish).await.ok(), restored);
        assert!(words(&scene.sato, &note).await.contains("開始は九時"));
        let then = scene.sato.client.get(&at("page?seq=3")).await.ok();
        assert!(then.to_string().contains("開始は十時"));
        scene.sato.client.get(&at("page?seq=99")).await.refused(404);
        let history = scene.sato.client.get(&at("history")).await.ok();
        assert_eq!(history["versions"][0]["name"], "決裁済み");
    });
}

#[test]
fn a_bot_adds_rows_to_a_table_and_writes_nothing_else() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "RPA", &[]).await;
        let bot = outsiders::bot(&world, &scene.admin, outsiders::new_bot(&scene.sato)).await;
        scene.sato.client.post(&format!("/rooms/{home}/members"), json!({ "people": [bot.id] })).await.ok();
        let note = id(&begin(&scene.sato, &home, "errors").await.ok());
        let row = json!({ "id": new_id(), "cells": ["4月1日 9:00", "住民異動", "画面が開かない"] });
        for _ in 0..2 {
            let kept = bot.client.post(&format!("/notes/{note}/rows"), row.clone()).await.ok();
            assert_eq!(number(&kept["seq"]), 2);
        }
        assert_eq!(words(&scene.sato, &note).await.matches("住民異動").count(), 1);
        let second = json!({ "id": new_id(), "cells": ["4月2日 9:00", "税"] });
        assert_eq!(number(&bot.client.post(&format!("/notes/{note}/rows"), second).await.ok()["seq"]), 3);
        // One who writes a row a day for years goes on with one number.
        let opened = open(&scene.sato, &note).await;
        let hands = opened["hands"].as_array().expect("hands");
        assert_eq!(hands.iter().filter(|hand| hand["person_id"] == json!(bot.id)).count(), 1);
        bot.client.post(&format!("/notes/{note}/open"), json!({})).await.refused(404);
        let long = json!({ "id": new_id(), "cells": ["長".repeat(2_001)] });
        bot.client.post(&format!("/notes/{note}/rows"), long).await.refused(400);
    });
}

#[test]
fn an_inspection_of_some_days_shows_the_page_as_it_was_at_their_end() {
    everywhere(|world| async move {
        let place = inspections::place(&world).await;
        let (sato, room) = (&place.scene.sato, &place.room);
        let note = id(&begin(sato, room, "blank").await.ok());
        let opened = open(sato, &note).await;
        send(sato, &note, &new_id(), adding(&opened, 7, "四月の話"), 1).await.ok();
        let mut wish = inspections::wish(room);
        (wish["from_day"], wish["until_day"]) = (json!("2026-04-01"), json!("2026-04-01"));
        world.clock().advance(Duration::from_secs(2 * 86_400));
        let opened = open(sato, &note).await;
        send(sato, &note, &new_id(), adding(&opened, 8, "後の話"), 2).await.ok();
        let inspection = place.granted(wish).await;
        let seen = place.scene.admin.client.get(&format!("/inspections/{inspection}/notes/{note}")).await.ok();
        assert!(seen.to_string().contains("四月の話") && !seen.to_string().contains("後の話"), "{seen}");
    });
}

#[test]
fn what_was_taken_back_is_gone_from_the_list_of_everybody_and_comes_back() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let mut ito = scene.ito.client.live_now().await;
        let note = id(&begin(&scene.sato, &home, "procedure").await.ok());
        assert_eq!(ito.event("notes.changed").await["note"]["title"], "課内会議");
        let list = || async { scene.ito.client.get(&format!("/rooms/{home}/notes")).await.ok() };
        assert_eq!(items(&list().await["items"]).len(), 1);
        scene.sato.client.delete(&format!("/notes/{note}")).await.ok();
        assert!(ito.event("notes.changed").await["note"]["withdrawn_at"].is_string());
        assert!(items(&list().await["items"]).is_empty());
        scene.ito.client.get(&format!("/notes/{note}")).await.refused(404);
        scene.sato.client.post(&format!("/notes/{note}/put-back"), json!({})).await.ok();
        assert_eq!(items(&list().await["items"]).len(), 1);
    });
}

#[test]
fn an_export_has_the_title_for_its_name_and_runs_nothing() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[]).await;
        let note = id(&begin(&scene.sato, &home, "meeting").await.ok());
        let request = scene.sato.client.request(Method::GET, &format!("/notes/{note}/export?form=html"));
        let answer = request.send().await.expect("the program answers");
        let named = answer.headers()["content-disposition"].to_str().expect("a header").to_owned();
        assert!(named.starts_with("attachment; ") && named.contains("UTF-8''%E8%AA%B2"), "{named}");
        assert!(named.ends_with(".html"), "{named}");
        let html = answer.text().await.expect("a body");
        assert!(html.starts_with("<!DOCTYPE html>") && html.contains("<th>") && !html.contains("<script"));
    });
}

#[test]
fn what_is_said_beside_a_page_is_shown_to_those_who_have_it_open() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let note = id(&begin(&scene.sato, &home, "blank").await.ok());
        let (mut ito, _) = sit(&scene.ito, &note).await;
        let said = comment(&scene.sato, &note, "根拠は").await.ok();
        let told = ito.until(|frame| frame["t"] == "comment").await;
        assert_eq!(told["p"]["comment"], said);
        let settled = format!("/notes/{note}/comments/{}/settled", id(&said));
        let done = scene.ito.client.put(&settled, json!({})).await.ok();
        assert_eq!(done["resolved_by"]["name"], "伊藤 健");
        let list = scene.sato.client.get(&format!("/notes/{note}/comments")).await.ok();
        assert_eq!(items(&list["items"])[..], [done]);
        comment(&scene.mori, &note, "のぞき見").await.refused(404);
    });
}

#[test]
fn a_new_note_stands_in_the_talk_as_a_card_and_the_same_proposal_twice_is_told_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let new = json!({ "id": new_id(), "title": "四月の課内会議", "template": "meeting", "tell": new_id() });
        for _ in 0..2 {
            scene.sato.client.post(&format!("/rooms/{home}/notes"), new.clone()).await.ok();
        }
        let talk = scene.ito.client.get(&format!("/rooms/{home}/messages")).await.ok();
        let cards: Vec<&Value> = items(&talk["messages"]).iter().filter(|message| !message["card"].is_null()).collect();
        assert_eq!(cards.len(), 1);
        assert_eq!(cards[0]["card"], json!({ "kind": "note", "id": new["id"] }));
        assert_eq!(cards[0]["body"], "四月の課内会議");
    });
}
