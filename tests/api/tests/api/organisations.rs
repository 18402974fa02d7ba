//! Two towns in one deployment: neither knows of the other.

use crate::scene::{Scene, direct, each, id, items, room, scene_of, settled};
use harness::{NewStaff, World, everywhere, new_id};
use serde_json::json;

pub async fn towns(world: &World) -> (Scene, Scene) {
    (scene_of(world, "緑野市").await, scene_of(world, "青浜町").await)
}

#[test]
fn lists_of_people_units_titles_accounts_and_rooms_hold_ones_own_alone() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        room(&theirs.sato, "open", "他の町の部屋", &[]).await;
        for path in
            ["/people", "/people?active=false", "/units", "/titles", "/accounts", "/rooms", "/administration/rooms"]
        {
            let of = |scene: &Scene| {
                let client = scene.admin.client.clone();
                async move { each(&client.get(path).await.ok()["items"], "id") }
            };
            let (here, there) = (of(&ours).await, of(&theirs).await);
            assert!(!there.is_empty(), "{path}");
            assert!(here.iter().all(|id| !there.contains(id)), "{path}");
        }
        let subtree = format!("/people?unit={}", theirs.town.units["総務部"]);
        ours.admin.client.get(&subtree).await.refused(404);
        let found = ours.admin.client.get("/people?q=%E4%BD%90%E8%97%A4").await.ok();
        assert_eq!(each(&found["items"], "id"), [ours.sato.id.to_string()]);
    });
}

#[test]
fn a_guessed_id_of_another_town_names_nothing() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let open = room(&theirs.sato, "open", "他の町の部屋", &[]).await;
        let said = id(&theirs.sato.client.say(&open, "他の町の話").await);
        crate::scene::reply(&theirs.sato, &open, &said, "返信").await;
        let person = theirs.sato.id;
        for spy in [&ours.sato, &ours.admin] {
            for path in [
                format!("/people/{person}"),
                format!("/people/{person}/photo"),
                format!("/rooms/{open}"),
                format!("/rooms/{open}/messages"),
                format!("/rooms/{open}/members"),
                format!("/rooms/{open}/receipts"),
                format!("/messages/{said}"),
                format!("/messages/{said}/history"),
                format!("/messages/{said}/reactions"),
                format!("/messages/{said}/receipts"),
                format!("/threads/{said}/messages"),
            ] {
                assert_eq!(spy.client.get(&path).await.refused(404), "not_found", "{path}");
            }
            spy.client.post(&format!("/rooms/{open}/join"), json!({})).await.refused(404);
            let words = json!({ "id": new_id(), "body": "こんにちは" });
            spy.client.post(&format!("/rooms/{open}/messages"), words).await.refused(404);
            let none = spy.client.get(&format!("/people/by-id?ids={person}")).await.ok();
            assert_eq!(none["items"], json!([]));
        }
        let account = format!("/accounts/{}", theirs.sato.account);
        ours.admin.client.patch(&account, json!({ "state": "suspended" })).await.refused(404);
        ours.admin.client.post(&format!("{account}/password-reset"), json!({})).await.refused(404);
        ours.admin.client.delete(&format!("{account}/sessions")).await.refused(404);
        theirs.sato.client.get("/me").await.ok();
    });
}

#[test]
fn people_of_another_town_are_neither_added_nor_written_to_nor_mentioned() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let strangers = json!({ "people": [theirs.sato.id] });
        let direct = ours.sato.client.post("/directs", strangers.clone()).await;
        assert_eq!(direct.body["fields"], json!([{ "field": "people", "code": "unknown" }]));
        let home = room(&ours.sato, "private", "課", &[&theirs.sato]).await;
        let here = ours.sato.client.get(&format!("/rooms/{home}")).await.ok();
        assert_eq!(here["member_count"], 1, "the stranger was left out");
        ours.sato.client.post(&format!("/rooms/{home}/members"), strangers).await.refused(400);
        let body = format!("<@{}> <@u:{}>", theirs.sato.id, theirs.town.units["緑野市"]);
        ours.sato.client.say(&home, &body).await;
        assert_eq!(theirs.sato.client.get("/mentions").await.ok()["items"], json!([]));
        let page = ours.sato.client.get(&format!("/rooms/{home}/messages")).await.ok();
        assert_eq!(each(&page["people"], "id"), [ours.sato.id.to_string()], "no name of theirs comes with the page");
    });
}

#[test]
fn an_id_that_another_town_uses_is_taken_and_shows_nothing() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let secret = room(&theirs.sato, "private", "人事", &[]).await;
        let said = id(&theirs.sato.client.say(&secret, "極秘").await);
        let home = room(&ours.sato, "private", "課", &[]).await;
        for id in [&secret, &said] {
            let room = json!({ "id": id, "kind": "open", "name": "同じ番号" });
            assert_eq!(ours.sato.client.post("/rooms", room).await.refused(409), "id_taken");
            let message = json!({ "id": id, "body": "同じ番号" });
            let path = format!("/rooms/{home}/messages");
            assert_eq!(ours.sato.client.post(&path, message).await.refused(409), "id_taken");
        }
        let person = json!({
            "id": theirs.sato.id, "staff_number": "Z1", "family_name": "林", "given_name": "豊",
            "family_reading": "はやし", "given_reading": "ゆたか", "employment": "regular",
            "posts": [{ "unit_id": ours.town.units["総務課"], "kind": "main", "valid_from": "2026-04-01" }],
        });
        ours.admin.client.post("/people", person).await.refused(409);
        assert_eq!(theirs.sato.client.get("/me").await.ok()["person"]["name"], "佐藤 花");
    });
}

#[test]
fn units_and_titles_of_another_town_fit_no_post_no_rule_and_no_parent() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let admin = &ours.admin.client;
        let foreign = json!({ "posts": [{
            "unit_id": theirs.town.units["総務課"], "title_id": theirs.town.titles["課長"], "kind": "main",
            "valid_from": "2026-04-01",
        }] });
        let refused = admin.patch(&format!("/people/{}", ours.sato.id), foreign).await;
        assert_eq!(
            refused.body["fields"],
            json!([
                { "field": "posts[0].unit_id", "code": "unknown" }, { "field": "posts[0].title_id", "code": "unknown" },
            ])
        );
        let below = json!({
            "name": "課", "reading": "か", "kind": "section", "parent_id": theirs.town.units["総務部"], "order": 0,
            "valid_from": "2026-04-01",
        });
        assert_eq!(admin.post("/units", below).await.body["fields"][0]["field"], "parent_id");
        let own = format!("/units/{}", ours.town.units["総務課"]);
        admin.patch(&own, json!({ "parent_id": theirs.town.units["総務部"] })).await.refused(400);
        admin.patch(&format!("/units/{}", theirs.town.units["総務課"]), json!({ "name": "乗取" })).await.refused(404);
        let rule = json!({ "units": [theirs.town.units["総務部"]] });
        assert_eq!(admin.post("/rooms/preview-rule", rule).await.ok()["count"], 0);
        let room = json!({ "id": new_id(), "kind": "unit", "name": "室", "unit_id": theirs.town.units["総務課"] });
        assert_eq!(admin.post("/rooms", room).await.body["fields"][0]["field"], "unit_id");
    });
}

#[test]
fn the_record_and_the_jobs_of_a_town_are_its_own() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let new = |scene: &Scene| json!({ "id": new_id(), "kind": "unit", "name": "総務課", "unit_id": scene.town.units["総務課"] });
        let (our_room, their_room) = (
            id(&ours.admin.client.post("/rooms", new(&ours)).await.ok()),
            id(&theirs.admin.client.post("/rooms", new(&theirs)).await.ok()),
        );
        ours.town.staff(&world, NewStaff::named("林", "豊", ("はやし", "ゆたか"))).await;
        world.run_jobs().await;
        assert_eq!(ours.sato.client.get(&format!("/rooms/{our_room}")).await.ok()["member_count"], 5);
        assert_eq!(theirs.sato.client.get(&format!("/rooms/{their_room}")).await.ok()["member_count"], 4);
        let record = ours.admin.client.get("/audit?limit=200").await.ok();
        let theirs_too = format!("/audit?limit=200&person={}", theirs.admin.id);
        assert_eq!(ours.admin.client.get(&theirs_too).await.ok()["items"], json!([]));
        assert!(!record.to_string().contains(&their_room));
        assert!(items(&record["items"]).iter().all(|entry| entry["actor"]["id"] != json!(theirs.admin.id)));
    });
}

#[test]
fn neither_events_nor_presence_nor_typing_cross_the_wall() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let talk = direct(&theirs.sato, &theirs.ito).await;
        let mut spy = settled(&ours.sato).await;
        let mut friend = theirs.ito.client.live_now().await;
        let _there = theirs.sato.client.live_now().await;
        for live in [&mut spy, &mut friend] {
            live.say(json!({ "t": "watch", "people": [theirs.sato.id] })).await;
            live.say(json!({ "t": "look", "room": talk })).await;
        }
        let seen = friend.until(|frame| frame["t"] == "presence").await;
        assert_eq!(seen["people"][theirs.sato.id.to_string()], "online");
        friend.until(|frame| frame["t"] == "receipts").await;
        let mut heard = Vec::new();
        let first = spy.until(|frame| frame["t"] == "presence").await;
        assert_eq!(first["people"][theirs.sato.id.to_string()], "offline");
        theirs.sato.client.say(&talk, "他の町の話").await;
        theirs.sato.client.put("/me/whereabouts", json!({ "place": "本庁", "until": null })).await.ok();
        theirs.admin.client.post("/titles", json!({ "name": "参事", "reading": "さんじ", "rank": 150 })).await.ok();
        friend.event("directory.units_changed").await;
        ours.sato.client.put("/me/settings", json!({ "theme": "dark" })).await.ok();
        loop {
            let frame = spy.next().await.expect("the settings come");
            if frame["p"]["settings"]["theme"] == "dark" {
                break;
            }
            match frame["t"].as_str() {
                Some("at") => {}
                Some("presence") => assert_eq!(frame["people"], first["people"], "still offline, whatever they do"),
                _ => heard.push(frame),
            }
        }
        assert_eq!(json!(heard), json!([]), "nothing of theirs");
    });
}
