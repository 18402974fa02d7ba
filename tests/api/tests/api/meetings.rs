//! 会議: agendas, materials, what changed since last time, and what people write in the margins.

use crate::files_in_rooms::{picture, say_with};
use crate::inspections;
use crate::scene::{Scene, each, id, items, number, room, scene, text};
use crate::{files, notes, outsiders};
use harness::{Answer, NewStaff, Staff, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

/// Calls a meeting out loud.
pub async fn call(staff: &Staff, room: &str) -> Answer {
    let new = json!({ "id": new_id(), "title": "課内会議", "starts_at": "2026-05-01T00:30:00Z", "tell": new_id() });
    staff.client.post(&format!("/rooms/{room}/meetings"), new).await
}

/// An agenda of one item, with one note on the table.
fn agenda_of(item: &str, material: &str, note: &str) -> Value {
    json!({
        "items": [{ "id": item, "title": "予算", "minutes": 20, "speaker": "佐藤" }],
        "materials": [{ "id": material, "item_id": item, "note_id": note }],
    })
}

/// A meeting that is held, with one item and one note on its table, and another one to be taken back: under the names that the lists of
/// doors have for them.
pub async fn prepared(staff: &Staff, room: &str, note: &str) -> [(&'static str, String); 4] {
    let (meeting, spare) = (id(&call(staff, room).await.ok()), id(&call(staff, room).await.ok()));
    let (item, material) = (new_id(), new_id());
    staff.client.put(&format!("/meetings/{meeting}/agenda"), agenda_of(&item, &material, note)).await.ok();
    staff.client.put(&format!("/meetings/{meeting}/held"), json!({ "is_held": true })).await.ok();
    [("{meeting}", meeting), ("{spare_meeting}", spare), ("{item}", item), ("{material}", material)]
}

/// What the doors of meetings are given where everybody tries them.
pub fn input(name: &str, named: &dyn Fn(&str) -> String) -> Option<Value> {
    Some(match name {
        "call_meeting" => json!({ "id": new_id(), "title": "定例会", "starts_at": "2026-05-01T00:30:00Z" }),
        "edit_meeting" => json!({ "place": "第3会議室" }),
        "open_meeting" => json!({}),
        "set_agenda" => agenda_of(&named("{item}"), &named("{material}"), &named("{note}")),
        "settle_item" => json!({ "decided": "承認" }),
        "run_meeting" => json!({ "is_held": true }),
        "link_minutes" => json!({ "note_id": null }),
        "show_page" => json!({ "material_id": named("{material}"), "page": 2 }),
        "set_presenter" => json!({ "person_id": null }),
        "see_material" => json!({ "upto": 1 }),
        "write_margin" => json!({ "material_id": named("{material}"), "page": 1, "words": "あとで聞く" }),
        _ => return None,
    })
}

/// A room of three with a meeting in it.
pub struct Met {
    pub scene: Scene,
    pub home: String,
    pub meeting: String,
}

impl Met {
    pub async fn at(world: &harness::World) -> Self {
        let scene = scene(world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito, &scene.mori]).await;
        let meeting = id(&call(&scene.sato, &home).await.ok());
        Self { scene, home, meeting }
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/meetings/{}{rest}", self.meeting)
    }

    pub async fn seen_by(&self, staff: &Staff) -> Value {
        staff.client.get(&self.path("")).await.ok()
    }

    pub async fn note(&self) -> String {
        id(&notes::begin(&self.scene.sato, &self.home, "blank").await.ok())
    }

    pub async fn file(&self, name: &str, bytes: &[u8]) -> String {
        let file = files::bring(&self.scene.sato.client, name, bytes).await;
        say_with(&self.scene.sato, &self.home, "資料です", &[&file]).await.ok();
        file
    }

    pub async fn lay(&self, materials: Value) -> Answer {
        let agenda = json!({ "items": [], "materials": materials });
        self.scene.sato.client.put(&self.path("/agenda"), agenda).await
    }
}

#[test]
fn a_meeting_stands_in_the_talk_and_in_the_list_and_the_same_proposal_twice_is_one() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let mut ito = scene.ito.client.live_now().await;
        let new =
            json!({ "id": new_id(), "title": "四月の課内会議", "starts_at": "2026-05-01T00:30:00Z", "tell": new_id() });
        for _ in 0..2 {
            scene.sato.client.post(&format!("/rooms/{home}/meetings"), new.clone()).await.ok();
        }
        let told = ito.event("meetings.changed").await["meeting"].clone();
        assert_eq!(
            (text(&told["title"]), text(&told["chair"]["name"])),
            ("四月の課内会議".to_owned(), "佐藤 花".to_owned())
        );
        let list = scene.ito.client.get(&format!("/rooms/{home}/meetings")).await.ok();
        assert_eq!(each(&list["items"], "id"), [text(&new["id"])]);
        let talk = scene.ito.client.get(&format!("/rooms/{home}/messages")).await.ok();
        let cards: Vec<&Value> = items(&talk["messages"]).iter().filter(|message| !message["card"].is_null()).collect();
        assert_eq!(cards.len(), 1);
        assert_eq!(cards[0]["card"], json!({ "kind": "meeting", "id": new["id"] }));
        scene.mori.client.get(&format!("/meetings/{}", text(&new["id"]))).await.refused(404);
        let other = json!({ "id": new["id"], "title": "別件", "starts_at": "2026-05-01T00:30:00Z" });
        let others = room(&scene.mori, "private", "別", &[]).await;
        let refused = scene.mori.client.post(&format!("/rooms/{others}/meetings"), other).await.refused(409);
        assert_eq!(refused, "id_taken");
    });
}

#[test]
fn materials_lie_in_their_order_and_are_called_what_they_are_called() {
    everywhere(|world| async move {
        let met = Met::at(&world).await;
        let (note, file) = (met.note().await, met.file("図面.png", &picture(40, 30)).await);
        let (item, first, second) = (new_id(), new_id(), new_id());
        let agenda = json!({
            "items": [{ "id": item, "title": "予算", "minutes": 20 }],
            "materials": [{ "id": first, "file_id": file }, { "id": second, "item_id": item, "note_id": note, "title": "資料1" }],
        });
        met.scene.ito.client.put(&met.path("/agenda"), agenda).await.ok();
        let seen = met.seen_by(&met.scene.mori).await;
        assert_eq!(each(&seen["materials"], "title"), ["図面.png", "資料1"]);
        let sheet = &seen["materials"][0]["editions"][0]["sheet"];
        assert_eq!((text(&sheet["kind"]), number(&sheet["width"])), ("picture".to_owned(), 40));
        assert_eq!(seen["materials"][1]["item_id"], json!(item));
        // The other way round, and without the item.
        let turned = json!([{ "id": second, "note_id": note, "title": "資料1" }, { "id": first, "file_id": file }]);
        met.lay(turned).await.ok();
        let seen = met.seen_by(&met.scene.mori).await;
        assert_eq!(each(&seen["materials"], "id"), [second, first]);
        assert_eq!(number(&seen["materials"][1]["upto"]), 1, "the same file is the same edition");
        assert!(items(&seen["items"]).is_empty());
    });
}

#[test]
fn what_is_not_of_the_room_does_not_come_onto_its_table() {
    everywhere(|world| async move {
        let met = Met::at(&world).await;
        let elsewhere = room(&met.scene.sato, "private", "別室", &[]).await;
        let note = id(&notes::begin(&met.scene.sato, &elsewhere, "blank").await.ok());
        let file = files::bring(&met.scene.sato.client, "別.txt", b"x").await;
        say_with(&met.scene.sato, &elsewhere, "", &[&file]).await.ok();
        for (field, other) in [("note_id", note), ("file_id", file)] {
            let answer = met.lay(json!([{ "id": new_id(), field: other }])).await;
            assert_eq!(answer.status, 400, "{}", answer.body);
            assert_eq!(answer.body["fields"][0]["field"], format!("materials[0].{field}"));
        }
        // Nor what another meeting has already.
        let (taken, own) = (new_id(), met.note().await);
        met.lay(json!([{ "id": taken, "note_id": own }])).await.ok();
        let second = id(&call(&met.scene.sato, &met.home).await.ok());
        let agenda = json!({ "items": [], "materials": [{ "id": taken, "note_id": own }] });
        let refused = met.scene.sato.client.put(&format!("/meetings/{second}/agenda"), agenda).await.refused(409);
        assert_eq!(refused, "id_taken");
    });
}

#[test]
fn a_file_that_is_taken_back_is_gone_from_the_table_and_keeps_no_name_there() {
    everywhere(|world| async move {
        let met = Met::at(&world).await;
        let file = files::bring(&met.scene.sato.client, "内示案.txt", b"secret").await;
        let said = say_with(&met.scene.sato, &met.home, "", &[&file]).await.ok();
        met.lay(json!([{ "id": new_id(), "file_id": file, "title": "資料1" }])).await.ok();
        assert_eq!(met.seen_by(&met.scene.ito).await["materials"][0]["is_gone"], false);
        met.scene.sato.client.delete(&format!("/messages/{}", id(&said))).await.ok();
        let seen = met.seen_by(&met.scene.ito).await;
        assert_eq!(seen["materials"][0]["is_gone"], true);
        assert!(!seen.to_string().contains("内示案"), "{seen}");
    });
}

#[test]
fn a_replaced_file_is_the_next_edition_and_whoever_saw_the_first_learns_of_it() {
    everywhere(|world| async move {
        let met = Met::at(&world).await;
        let (old, new) = (met.file("案.txt", b"one").await, met.file("案2.txt", b"two").await);
        let material = new_id();
        met.lay(json!([{ "id": material, "file_id": old }])).await.ok();
        let seen = met.path(&format!("/materials/{material}/seen"));
        met.scene.ito.client.put(&seen, json!({ "upto": 1 })).await.ok();
        met.lay(json!([{ "id": material, "file_id": new }])).await.ok();
        let now = met.seen_by(&met.scene.ito).await["materials"][0].clone();
        assert_eq!((number(&now["upto"]), number(&now["seen_upto"])), (2, 1));
        assert_eq!(each(&now["editions"], "file_id"), [old, new]);
        assert_eq!(met.seen_by(&met.scene.mori).await["materials"][0]["seen_upto"], Value::Null);
        // Nobody has seen more than there is.
        met.scene.ito.client.put(&seen, json!({ "upto": 99 })).await.ok();
        let readers = met.scene.sato.client.get(&met.path("/readers")).await.ok();
        assert_eq!((number(&readers[0]["upto"]), text(&readers[0]["person"]["name"])), (2, "伊藤 健".to_owned()));
    });
}

#[test]
fn what_changed_since_the_last_meeting_is_told_by_the_numbers_of_its_notes() {
    everywhere(|world| async move {
        let met = Met::at(&world).await;
        let note = id(&notes::begin(&met.scene.sato, &met.home, "errors").await.ok());
        met.lay(json!([{ "id": new_id(), "note_id": note }])).await.ok();
        for is_held in [true, false] {
            met.scene.sato.client.put(&met.path("/held"), json!({ "is_held": is_held })).await.ok();
        }
        let before = met.seen_by(&met.scene.ito).await["materials"][0].clone();
        let then = number(&before["closed_upto"]);
        assert_eq!(then, number(&before["upto"]));
        let next = json!({ "title": "次回", "starts_at": "2026-06-01T00:30:00Z", "previous_id": met.meeting });
        let next = id(&met.scene.sato.client.post(&format!("/rooms/{}/meetings", met.home), next).await.ok());
        let agenda = json!({ "items": [], "materials": [{ "id": new_id(), "note_id": note }] });
        met.scene.sato.client.put(&format!("/meetings/{next}/agenda"), agenda).await.ok();
        let bot = outsiders::bot(&world, &met.scene.admin, outsiders::new_bot(&met.scene.sato)).await;
        let joining = json!({ "people": [bot.id] });
        met.scene.sato.client.post(&format!("/rooms/{}/members", met.home), joining).await.ok();
        let row = json!({ "id": new_id(), "cells": ["9:00"] });
        bot.client.post(&format!("/notes/{note}/rows"), row).await.ok();
        let now = met.scene.ito.client.get(&format!("/meetings/{next}")).await.ok()["materials"][0].clone();
        assert_eq!((number(&now["previous_upto"]), number(&now["upto"])), (then, then + 1));
        let compared = format!("/notes/{note}/comparison?from={then}&to={}", then + 1);
        assert!(met.scene.ito.client.get(&compared).await.ok().to_string().contains("9:00"));
        // The one before is taken back: the next is as it was, and has nothing to be compared with.
        met.scene.sato.client.delete(&met.path("")).await.ok();
        let left = met.scene.ito.client.get(&format!("/meetings/{next}")).await.ok();
        assert_eq!(left["meeting"]["previous_id"], json!(met.meeting));
        assert_eq!(left["materials"][0]["previous_upto"], Value::Null);
    });
}

#[test]
fn whoever_only_looks_into_an_open_room_reads_its_meetings_and_leaves_no_trace() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "open", "広場", &[&scene.ito]).await;
        let note = id(&notes::begin(&scene.sato, &home, "blank").await.ok());
        let [(_, meeting), _, _, (_, material)] = prepared(&scene.sato, &home, &note).await;
        let path = |rest: &str| format!("/meetings/{meeting}{rest}");
        let seen = scene.mori.client.get(&path("")).await.ok();
        assert_eq!((&seen["belongs"], &seen["may_write"]), (&json!(false), &json!(false)));
        scene.mori.client.put(&path(&format!("/materials/{material}/seen")), json!({ "upto": 1 })).await.ok();
        scene.mori.client.get(&path("/readers")).await.refused(404);
        assert!(items(&scene.sato.client.get(&path("/readers")).await.ok()).is_empty());
        let part = json!({ "person_id": scene.mori.id });
        assert_eq!(scene.mori.client.put(&path("/presenter"), part).await.refused(403), "meetings.read_only");
        scene.mori.client.put(&path("/held"), json!({ "is_held": false })).await.refused(403);
        // What they write in the margin is theirs all the same.
        let margin = json!({ "material_id": material, "page": 1, "words": "聞いておく" });
        scene.mori.client.put(&path(&format!("/margins/{}", new_id())), margin).await.ok();
        assert_eq!(each(&scene.mori.client.get(&path("/margins")).await.ok(), "words"), ["聞いておく"]);
    });
}

#[test]
fn a_table_has_room_for_so_much_and_no_more() {
    everywhere(|world| async move {
        let met = Met::at(&world).await;
        let note = met.note().await;
        let laid =
            |count: usize| (0..count).map(|_| json!({ "id": new_id(), "note_id": note })).collect::<Vec<Value>>();
        met.lay(json!(laid(60))).await.ok();
        met.lay(json!(laid(61))).await.refused(400);
        assert_eq!(items(&met.seen_by(&met.scene.ito).await["materials"]).len(), 60);
    });
}

#[test]
fn an_agenda_is_saved_as_a_whole_under_its_version_and_what_was_decided_stays() {
    everywhere(|world| async move {
        let met = Met::at(&world).await;
        let (kept, dropped) = (new_id(), new_id());
        let agenda = |titles: &[(&String, &str)]| {
            let items: Vec<Value> = titles.iter().map(|(id, title)| json!({ "id": id, "title": title })).collect();
            json!({ "items": items, "materials": [] })
        };
        let first =
            met.scene.sato.client.put(&met.path("/agenda"), agenda(&[(&kept, "予算"), (&dropped, "その他")])).await;
        let seen = number(&first.ok()["tick"]);
        let outcome = json!({ "decided": "原案どおり承認", "actions": "伊藤が来週までに通知する" });
        met.scene.ito.client.patch(&met.path(&format!("/items/{kept}")), outcome).await.ok();
        let stale = met.scene.sato.client.request(reqwest::Method::PUT, &met.path("/agenda"));
        let stale = stale.header("if-match", format!("\"{seen}\"")).json(&agenda(&[(&kept, "予算案")]));
        assert_eq!(met.scene.sato.client.send(stale).await.refused(412), "stale");
        met.scene.sato.client.put(&met.path("/agenda"), agenda(&[(&kept, "予算案")])).await.ok();
        let now = met.seen_by(&met.scene.mori).await;
        assert_eq!(each(&now["items"], "title"), ["予算案"]);
        assert_eq!(now["items"][0]["decided"], "原案どおり承認");
        met.scene
            .ito
            .client
            .patch(&met.path(&format!("/items/{dropped}")), json!({ "decided": "x" }))
            .await
            .refused(404);
    });
}

#[test]
fn minutes_are_a_note_of_the_room() {
    everywhere(|world| async move {
        let met = Met::at(&world).await;
        let minutes = id(&notes::begin(&met.scene.ito, &met.home, "meeting").await.ok());
        let linked = met.scene.ito.client.put(&met.path("/minutes"), json!({ "note_id": minutes })).await.ok();
        assert_eq!(linked["minutes_id"], json!(minutes));
        met.scene.ito.client.put(&met.path("/minutes"), json!({ "note_id": new_id() })).await.refused(400);
    });
}

#[test]
fn who_leads_moves_a_meeting_and_takes_it_back_which_is_in_the_record() {
    everywhere(|world| async move {
        let met = Met::at(&world).await;
        let move_it = json!({ "starts_at": "2026-05-02T00:30:00Z", "chair_id": met.scene.mori.id });
        met.scene.ito.client.patch(&met.path(""), move_it.clone()).await.refused(403);
        let moved = met.scene.sato.client.patch(&met.path(""), move_it).await.ok();
        assert_eq!(moved["chair"]["name"], "森 葵");
        let outside = met.scene.town.staff(&world, NewStaff::named("外", "人", ("そと", "ひと"))).await;
        met.scene.sato.client.patch(&met.path(""), json!({ "chair_id": outside.id })).await.refused(400);
        // The chair leads too.
        let mut ito = met.scene.ito.client.live_now().await;
        met.scene.mori.client.delete(&met.path("")).await.ok();
        assert!(ito.event("meetings.changed").await["meeting"]["withdrawn_at"].is_string());
        met.scene.sato.client.get(&met.path("")).await.refused(404);
        let list = met.scene.sato.client.get(&format!("/rooms/{}/meetings", met.home)).await.ok();
        assert!(items(&list["items"]).is_empty());
        let record = met.scene.admin.client.get("/audit").await.ok();
        assert!(each(&record["items"], "act").contains(&"meetings.withdrawn".to_owned()));
    });
}

#[test]
fn an_inspection_sees_the_agenda_and_what_was_decided_in_its_days_and_no_margin() {
    everywhere(|world| async move {
        let place = inspections::place(&world).await;
        let (sato, room) = (&place.scene.sato, &place.room);
        let note = id(&notes::begin(sato, room, "blank").await.ok());
        let [(_, meeting), _, (_, item), (_, material)] = prepared(sato, room, &note).await;
        let second = new_id();
        let agenda = json!({
            "items": [{ "id": item, "title": "予算" }, { "id": second, "title": "人事" }],
            "materials": [{ "id": material, "note_id": note }],
        });
        sato.client.put(&format!("/meetings/{meeting}/agenda"), agenda).await.ok();
        sato.client
            .patch(&format!("/meetings/{meeting}/items/{item}"), json!({ "decided": "その日の決定" }))
            .await
            .ok();
        let margin = json!({ "material_id": material, "page": 1, "words": "自分だけ" });
        sato.client.put(&format!("/meetings/{meeting}/margins/{}", new_id()), margin).await.ok();
        let mut wish = inspections::wish(room);
        (wish["from_day"], wish["until_day"]) = (json!("2026-04-01"), json!("2026-04-01"));
        world.clock().advance(Duration::from_secs(2 * 86_400));
        let later = json!({
            "items": [{ "id": item, "title": "予算" }, { "id": second, "title": "人事" }, { "id": new_id(), "title": "後の議題" }],
            "materials": [
                { "id": material, "note_id": note },
                { "id": new_id(), "note_id": note, "title": "後の資料" },
            ],
        });
        sato.client.put(&format!("/meetings/{meeting}/agenda"), later).await.ok();
        sato.client.patch(&format!("/meetings/{meeting}/items/{second}"), json!({ "decided": "後の決定" })).await.ok();
        let inspection = place.granted(wish).await;
        let seen = place.scene.admin.client.get(&format!("/inspections/{inspection}/meetings/{meeting}")).await.ok();
        let seen = seen.to_string();
        assert!(seen.contains("その日の決定") && seen.contains("人事") && !seen.contains("自分だけ"), "{seen}");
        assert!(!["後の議題", "後の資料", "後の決定"].iter().any(|later| seen.contains(later)), "{seen}");
    });
}
