//! Rooms of every sort.

use crate::scene::{bodies, direct, each, id, items, mine, number, room, scene};
use harness::{NewStaff, everywhere, new_id};
use jiff::civil::date;
use kernel::Jst;
use serde_json::{Value, json};

#[test]
fn the_same_id_is_the_same_room_and_somebody_elses_is_refused() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let new = json!({ "id": new_id(), "kind": "private", "name": "人事", "people": [scene.ito.id] });
        let made = scene.sato.client.post("/rooms", new.clone()).await;
        assert_eq!(made.status, 201);
        let again = scene.sato.client.post("/rooms", new.clone()).await;
        assert_eq!(again.status, 200);
        assert_eq!(again.body["id"], made.body["id"]);
        assert_eq!(again.body["last_seq"], made.body["last_seq"], "nothing happened the second time");
        for other in [&scene.ito, &scene.mori, &scene.admin] {
            assert_eq!(other.client.post("/rooms", new.clone()).await.refused(409), "id_taken");
        }
    });
}

#[test]
fn a_room_cannot_have_the_id_of_a_message_whose_thread_it_would_show() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let secret = room(&scene.sato, "private", "人事", &[]).await;
        let root = id(&scene.sato.client.say(&secret, "内示の件").await);
        crate::scene::reply(&scene.sato, &secret, &root, "極秘").await;
        let spy = json!({ "id": root, "kind": "private", "name": "のぞき" });
        assert_eq!(scene.mori.client.post("/rooms", spy).await.refused(409), "id_taken");
        scene.mori.client.get(&format!("/rooms/{root}/messages")).await.refused(404);
    });
}

#[test]
fn a_private_room_is_not_there_for_others_and_an_open_one_is() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let private = room(&scene.sato, "private", "人事", &[&scene.ito]).await;
        let open = room(&scene.sato, "open", "野球部", &[]).await;
        for path in ["", "/messages", "/members", "/receipts"] {
            scene.ito.client.get(&format!("/rooms/{private}{path}")).await.ok();
            scene.mori.client.get(&format!("/rooms/{private}{path}")).await.refused(404);
            scene.admin.client.get(&format!("/rooms/{private}{path}")).await.refused(404);
            scene.mori.client.get(&format!("/rooms/{open}{path}")).await.ok();
        }
        let said = json!({ "id": new_id(), "body": "入れて" });
        let path = format!("/rooms/{open}/messages");
        assert_eq!(scene.mori.client.post(&path, said).await.refused(403), "chat.not_a_member");
    });
}

#[test]
fn rooms_by_unit_or_rule_are_made_by_administrators() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let unit = scene.town.units["総務課"];
        let new = |kind: &str| json!({ "id": new_id(), "kind": kind, "name": "室", "unit_id": unit, "rule": {} });
        for kind in ["unit", "rule"] {
            let refused = scene.sato.client.post("/rooms", new(kind)).await;
            assert_eq!(refused.refused(403), "chat.administrators_only", "{kind}");
            assert_eq!(scene.admin.client.post("/rooms", new(kind)).await.ok()["member_count"], 4);
        }
        assert_eq!(scene.admin.client.post("/rooms", new("unit")).await.refused(409), "chat.unit_has_room");
        assert_eq!(scene.admin.client.post("/rooms", new("direct")).await.refused(409), "chat.direct");
        let bare = json!({ "id": new_id(), "kind": "unit", "name": "室" });
        assert_eq!(scene.admin.client.post("/rooms", bare).await.body["fields"][0]["field"], "unit_id");
    });
}

#[test]
fn a_rule_is_previewed_and_its_room_has_those_it_names() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let chief = NewStaff::named("山本", "恵", ("やまもと", "めぐみ")).of("財政課").as_title("部長");
        let chief = scene.town.staff(&world, chief).await;
        scene.town.staff(&world, NewStaff::named("林", "豊", ("はやし", "ゆたか")).of("道路課")).await;
        let preview = |rule: Value| async { scene.admin.client.post("/rooms/preview-rule", rule).await.ok() };
        assert_eq!(preview(json!({})).await["count"], 6);
        let chiefs = preview(json!({ "max_rank": 200 })).await;
        assert_eq!(each(&chiefs["sample"], "name"), ["山本 恵", "加藤 誠"], "the highest first");
        let units = json!({ "units": [scene.town.units["建設部"], scene.town.units["財政課"]] });
        assert_eq!(preview(units).await["count"], 2);
        assert_eq!(preview(json!({ "employments": ["councillor"] })).await["count"], 0);
        let all = json!({ "max_rank": 200, "units": [scene.town.units["総務課"]], "employments": ["regular"] });
        assert_eq!(each(&preview(all).await["sample"], "name"), ["加藤 誠"]);
        scene.sato.client.post("/rooms/preview-rule", json!({})).await.refused(404);

        let new = json!({ "id": new_id(), "kind": "rule", "name": "課長会", "rule": { "max_rank": 200 } });
        let made = scene.admin.client.post("/rooms", new).await.ok();
        assert_eq!(made["member_count"], 2);
        assert_eq!(made["mine"]["role"], "member");
        assert_eq!(mine(&chief, &id(&made)).await["role"], "owner", "the highest in office own it");
        scene.sato.client.get(&format!("/rooms/{}", id(&made))).await.refused(404);
    });
}

#[test]
fn names_and_purposes_have_their_bounds_and_changes_are_told_in_the_room() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let named = |name: &str| json!({ "id": new_id(), "kind": "open", "name": name });
        assert_eq!(scene.sato.client.post("/rooms", named("　")).await.body["fields"][0]["code"], "missing");
        let long = "室".repeat(81);
        assert_eq!(scene.sato.client.post("/rooms", named(&long)).await.body["fields"][0]["code"], "too_long");
        let home = room(&scene.sato, "open", " 予算 ", &[&scene.ito]).await;
        let mut live = scene.ito.client.live_now().await;
        let path = format!("/rooms/{home}");
        let changed = scene.sato.client.patch(&path, json!({ "name": "決算", "purpose": "年度末" })).await.ok();
        assert_eq!((changed["name"].clone(), changed["purpose"].clone()), (json!("決算"), json!("年度末")));
        let told = live.event("chat.room_changed").await;
        assert_eq!(told["room"]["name"], "決算");
        assert_eq!(told["room"]["mine"], Value::Null);
        let page = scene.ito.client.get(&format!("{path}/messages")).await.ok();
        let notices: Vec<Value> = items(&page["messages"]).iter().map(|message| message["notice"].clone()).collect();
        let expected = json!([
            { "code": "created", "text": "予算" },
            { "code": "renamed", "text": "決算" },
            { "code": "purpose_changed", "text": "年度末" },
        ]);
        assert_eq!(json!(notices), expected);
        scene.sato.client.patch(&path, json!({ "name": "決算" })).await.ok();
        assert_eq!(scene.ito.client.get(&path).await.ok()["last_seq"], 3, "no change, no notice");
        assert_eq!(scene.ito.client.patch(&path, json!({ "name": "乗取" })).await.refused(403), "chat.not_an_owner");
        assert_eq!(scene.mori.client.patch(&path, json!({ "name": "乗取" })).await.refused(403), "chat.not_an_owner");
    });
}

#[test]
fn an_archived_room_is_read_but_not_written_until_it_is_reopened() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "open", "選挙", &[&scene.ito]).await;
        let said = id(&scene.ito.client.say(&home, "投票所一覧").await);
        let archive = format!("/rooms/{home}/archive");
        scene.ito.client.post(&archive, json!({})).await.refused(403);
        assert!(scene.sato.client.post(&archive, json!({})).await.ok()["archived_at"].is_string());
        let message = json!({ "id": new_id(), "body": "もう一言" });
        let talk = format!("/rooms/{home}/messages");
        assert_eq!(scene.ito.client.post(&talk, message.clone()).await.refused(409), "chat.archived");
        let edit = scene.ito.client.patch(&format!("/messages/{said}"), json!({ "body": "x" })).await;
        assert_eq!(edit.refused(409), "chat.archived");
        let react = scene.ito.client.put(&format!("/messages/{said}/reactions/shochi"), json!({})).await;
        assert_eq!(react.refused(409), "chat.archived");
        assert_eq!(
            scene.mori.client.post(&format!("/rooms/{home}/join"), json!({})).await.refused(409),
            "chat.archived"
        );
        assert_eq!(bodies(&scene.mori, &home).await, ["投票所一覧"]);
        let directory = scene.mori.client.get("/rooms").await.ok();
        assert_eq!(directory["items"], json!([]), "the directory shows rooms that one can join");
        scene.sato.client.post(&format!("/rooms/{home}/reopen"), json!({})).await.ok();
        assert_eq!(scene.ito.client.post(&talk, message).await.status, 201);
    });
}

#[test]
fn a_unit_room_that_is_reopened_has_the_people_of_today() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let new = || json!({ "id": new_id(), "kind": "unit", "name": "総務課", "unit_id": scene.town.units["総務課"] });
        let home = id(&scene.admin.client.post("/rooms", new()).await.ok());
        scene.admin.client.post(&format!("/rooms/{home}/archive"), json!({})).await.ok();
        let left = format!("/people/{}/leave", scene.mori.id);
        scene.admin.client.post(&left, json!({ "date": "2026-04-01" })).await.ok();
        world.run_jobs().await;
        world.clock().set(Jst::start_of(date(2026, 4, 2)));
        world.run_jobs().await;
        let reopen = format!("/rooms/{home}/reopen");
        assert_eq!(scene.admin.client.post(&reopen, json!({})).await.ok()["member_count"], 3);

        scene.admin.client.post(&format!("/rooms/{home}/archive"), json!({})).await.ok();
        scene.admin.client.post("/rooms", new()).await.ok();
        assert_eq!(scene.admin.client.post(&reopen, json!({})).await.refused(409), "chat.unit_has_room");
    });
}

#[test]
fn open_rooms_are_searched_and_paged_by_name() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        for name in ["ぶどう部", "みかん部", "りんご部", "ＡＢＣ部", "みかん狩り"] {
            room(&scene.sato, "open", name, &[]).await;
        }
        room(&scene.sato, "private", "みかん会計", &[]).await;
        let found = scene.ito.client.get(&format!("/rooms?q={}", crate::scene::quoted("ミカン"))).await.ok();
        assert_eq!(items(&found["items"]).len(), 2);
        let found = scene.ito.client.get("/rooms?q=abc").await.ok();
        assert_eq!(each(&found["items"], "name"), ["ＡＢＣ部"]);
        let whole = each(&scene.ito.client.get("/rooms").await.ok()["items"], "name");
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = scene.ito.client.get(&format!("/rooms?limit=2{cursor}")).await.ok();
            paged.extend(each(&page["items"], "name"));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(paged, whole);
        assert_eq!(whole.len(), 5);
    });
}

#[test]
fn administrators_see_what_rooms_there_are_but_not_what_is_said_in_them() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let private = room(&scene.sato, "private", "人事", &[&scene.ito]).await;
        scene.sato.client.say(&private, "内示").await;
        direct(&scene.sato, &scene.ito).await;
        let list = scene.admin.client.get("/administration/rooms").await.ok();
        assert_eq!(each(&list["items"], "name"), ["人事"], "direct rooms are nobody else's affair");
        assert_eq!(list["items"][0]["last"], Value::Null);
        assert_eq!(list["items"][0]["mine"], Value::Null);
        assert!(!list.to_string().contains("内示"));
        scene.sato.client.get("/administration/rooms").await.refused(404);
    });
}

#[test]
fn there_is_one_direct_room_for_a_set_of_people_whoever_opens_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let two = direct(&scene.sato, &scene.ito).await;
        assert_eq!(direct(&scene.ito, &scene.sato).await, two);
        let three = |people: [&harness::Staff; 2]| json!({ "people": [people[0].id, people[1].id, people[0].id] });
        let first = scene.sato.client.post("/directs", three([&scene.ito, &scene.mori])).await.ok();
        let second = scene.mori.client.post("/directs", three([&scene.sato, &scene.ito])).await.ok();
        assert_eq!(first["id"], second["id"]);
        assert_ne!(id(&first), two);
        assert_eq!(items(&first["people"]).len(), 3);
        assert_eq!(first["name"], "");
        let unknown = scene.sato.client.post("/directs", json!({ "people": ["0000000000000"] })).await;
        assert_eq!(unknown.body["fields"], json!([{ "field": "people", "code": "unknown" }]));
        let path = format!("/rooms/{two}");
        assert_eq!(scene.sato.client.patch(&path, json!({ "name": "x" })).await.refused(409), "chat.direct");
        assert_eq!(scene.sato.client.post(&format!("{path}/leave"), json!({})).await.refused(409), "chat.direct");
        let add = json!({ "people": [scene.mori.id] });
        assert_eq!(scene.sato.client.post(&format!("{path}/members"), add).await.refused(409), "chat.direct");
        scene.mori.client.get(&path).await.refused(404);
    });
}

#[test]
fn notes_to_oneself_are_seen_by_oneself_alone() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let notes = scene.sato.client.post("/directs", json!({ "people": [] })).await.ok();
        assert_eq!(notes["member_count"], 1);
        let same = scene.sato.client.post("/directs", json!({ "people": [scene.sato.id] })).await.ok();
        assert_eq!(same["id"], notes["id"]);
        scene.sato.client.say(&id(&notes), "買い物").await;
        let others = scene.ito.client.post("/directs", json!({ "people": [] })).await.ok();
        assert_ne!(others["id"], notes["id"]);
        scene.ito.client.get(&format!("/rooms/{}/messages", id(&notes))).await.refused(404);
        assert_eq!(number(&scene.sato.client.get(&format!("/rooms/{}", id(&notes))).await.ok()["last_seq"]), 1);
    });
}

#[test]
fn a_direct_room_has_at_most_twenty_people() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let crowd: Vec<String> = (0..20).map(|_| new_id()).collect();
        let refused = scene.sato.client.post("/directs", json!({ "people": crowd })).await;
        assert_eq!(refused.body["fields"], json!([{ "field": "people", "code": "too_many" }]));
    });
}
