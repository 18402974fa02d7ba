//! 部屋のひな形: what rooms of one sort begin with.

use crate::scene::{bodies, each, id, items, room, scene, scene_of, text};
use harness::{Staff, everywhere, new_id};
use serde_json::{Value, json};

fn roads() -> Value {
    json!({
        "name": "道路工事", "room_name": "道路工事の連絡", "purpose": "通行止めと工程の連絡",
        "opening": {
            "first": "工事ごとに1件書いてください。", "headings": ["通行止め", "工程"], "no_forwarding": true,
            "downloads": "nobody",
            "pages": [{ "title": "工程会議の記録", "template": "meeting" }],
        },
    })
}

async fn made(admin: &Staff, words: Value) -> String {
    let asked = json!({ "id": new_id(), "words": words });
    let answer = admin.client.post("/administration/room-templates", asked).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    text(&answer.body["key"])
}

/// What is offered to somebody.
async fn offered(staff: &Staff) -> Vec<String> {
    each(&staff.client.get("/room-templates").await.ok()["items"], "key")
}

async fn hide(admin: &Staff, key: &str, hidden: bool) {
    let path = format!("/administration/room-templates/{key}/hidden");
    assert_eq!(admin.client.put(&path, json!({ "hidden": hidden })).await.status, 204);
}

#[test]
fn a_room_begins_with_what_its_template_says() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let templates = scene.sato.client.get("/room-templates").await.ok();
        let election = items(&templates["items"]).iter().find(|item| item["key"] == "election").cloned();
        let words = election.expect("it comes with the program")["words"].clone();
        let new = json!({
            "id": new_id(), "kind": "private", "name": "市長選挙", "purpose": words["purpose"],
            "people": [scene.ito.id], "opening": words["opening"],
        });
        let made = scene.sato.client.post("/rooms", new.clone()).await;
        assert_eq!(made.status, 201);
        let home = id(&made.body);
        let said = bodies(&scene.ito, &home).await;
        assert_eq!(said[0], text(&words["opening"]["first"]));
        assert_eq!(json!(said[1..]), words["opening"]["headings"]);
        world.run_jobs().await;
        let pages = |staff: &Staff| {
            let client = staff.client.clone();
            let path = format!("/rooms/{home}/notes");
            async move { each(&client.get(&path).await.ok()["items"], "title") }
        };
        let mut titles = pages(&scene.ito).await;
        titles.sort();
        assert_eq!(titles, ["反省会の記録", "当日の手順"]);
        // The answer was lost, and it is sent again.
        assert_eq!(scene.sato.client.post("/rooms", new).await.status, 200);
        world.run_jobs().await;
        assert_eq!(bodies(&scene.ito, &home).await.len(), said.len());
        assert_eq!(pages(&scene.ito).await.len(), 2);
    });
}

#[test]
fn a_room_without_a_template_begins_with_nothing() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "ふつう", &[&scene.ito]).await;
        assert_eq!(bodies(&scene.ito, &home).await, [""; 0]);
        assert_eq!(scene.ito.client.get(&format!("/rooms/{home}")).await.ok()["last_seq"], 1);
    });
}

#[test]
fn an_administrator_makes_and_changes_templates_that_all_of_the_staff_are_offered() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let asked = json!({ "id": new_id(), "words": roads() });
        let path = "/administration/room-templates";
        let first = scene.admin.client.post(path, asked.clone()).await;
        let again = scene.admin.client.post(path, asked.clone()).await;
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
        let key = text(&first.body["key"]);
        assert_eq!(first.body["words"], roads());
        let builtin = ["budget", "council", "election", "disaster", "parcels", "counter"];
        assert_eq!(offered(&scene.sato).await, [&builtin[..], &[&key]].concat());

        let mut other = roads();
        other["name"] = json!(" 道路と河川 ");
        let changed = scene.admin.client.put(&format!("{path}/{key}"), other).await.ok();
        assert_eq!(changed["words"]["name"], "道路と河川");
        for staff in [&scene.sato, &scene_of(&world, "青浜町").await.admin] {
            staff.client.put(&format!("{path}/{key}"), roads()).await.refused(404);
            let hidden = json!({ "hidden": true });
            staff.client.put(&format!("{path}/{key}/hidden"), hidden).await.refused(404);
            assert_eq!(offered(staff).await.contains(&key), staff.id == scene.sato.id);
        }
        scene.sato.client.post(path, asked.clone()).await.refused(404);
        assert_eq!(scene.admin.client.put(&format!("{path}/election"), roads()).await.refused(404), "not_found");
        let acts = each(&scene.admin.client.get("/audit?limit=200").await.ok()["items"], "act");
        let of_templates: Vec<&String> = acts.iter().filter(|act| act.starts_with("chat.template")).collect();
        assert_eq!(of_templates, ["chat.template_changed", "chat.template_made"]);
    });
}

#[test]
fn a_hidden_template_is_offered_no_more_until_it_is_again() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let own = made(&scene.admin, roads()).await;
        for key in ["disaster", own.as_str()] {
            for _ in 0..2 {
                hide(&scene.admin, key, true).await;
            }
            assert!(!offered(&scene.sato).await.contains(&key.to_owned()));
            let all = scene.admin.client.get("/administration/room-templates").await.ok();
            let kept = items(&all["items"]).iter().find(|item| item["key"] == key).cloned().expect("it is kept");
            assert_eq!(kept["hidden"], true);
            hide(&scene.admin, key, false).await;
            assert!(offered(&scene.sato).await.contains(&key.to_owned()));
        }
        let path = "/administration/room-templates/picnic/hidden";
        scene.admin.client.put(path, json!({ "hidden": true })).await.refused(404);
    });
}

#[test]
fn a_template_has_its_bounds_and_carries_no_personal_number() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let other = scene_of(&world, "青浜町").await;
        let fault = |words: Value| {
            let client = scene.admin.client.clone();
            async move {
                let asked = json!({ "id": new_id(), "words": words });
                let refused = client.post("/administration/room-templates", asked).await;
                assert_eq!(refused.status, 400, "{}", refused.body);
                format!("{} {}", text(&refused.body["fields"][0]["field"]), text(&refused.body["fields"][0]["code"]))
            }
        };
        assert_eq!(fault(json!({ "name": "　" })).await, "name missing");
        assert_eq!(fault(json!({ "name": "道路", "room_name": "室".repeat(81) })).await, "room_name too_long");
        let many = json!({ "name": "道路", "opening": { "headings": vec!["見出し"; 13] } });
        assert_eq!(fault(many).await, "headings too_many");

        let id = new_id();
        let asked = json!({ "id": id, "words": roads() });
        let path = "/administration/room-templates";
        scene.admin.client.post(path, asked.clone()).await.ok();
        assert_eq!(other.admin.client.post(path, asked).await.refused(409), "id_taken");

        scene.admin.client.put("/number-guard", json!({ "policy": "refuse" })).await.ok();
        let mut numbered = roads();
        numbered["opening"]["first"] = json!(format!("番号は {}", crate::number_guard::NUMBER));
        let refused = scene.admin.client.post(path, json!({ "id": new_id(), "words": numbered })).await;
        assert_eq!(refused.refused(409), "chat.personal_number_refused");
        let begun = json!({
            "id": new_id(), "kind": "private", "name": "室", "opening": numbered["opening"],
        });
        assert_eq!(scene.sato.client.post("/rooms", begun).await.refused(409), "chat.personal_number_refused");
    });
}

#[test]
fn a_room_keeps_its_files_from_the_start_where_its_template_says_so() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let key = made(&scene.admin, roads()).await;
        let templates = scene.sato.client.get("/room-templates").await.ok();
        let roads = items(&templates["items"]).iter().find(|item| item["key"] == json!(key)).cloned();
        let opening = roads.expect("it is offered")["words"]["opening"].clone();
        assert_eq!(opening["downloads"], "nobody");
        let new = json!({
            "id": new_id(), "kind": "private", "name": "国道の工事", "purpose": "", "people": [scene.ito.id],
            "opening": opening,
        });
        let home = id(&scene.sato.client.post("/rooms", new).await.ok());
        let seen = scene.ito.client.get(&format!("/rooms/{home}")).await.ok();
        assert_eq!(seen["downloads"], "nobody");
        let file = crate::files::bring(&scene.sato.client, "一式.zip", b"PK\x03\x04 something").await;
        crate::files_in_rooms::say_with(&scene.sato, &home, "", &[&file]).await.ok();
        let path = format!("/rooms/{home}/files/{file}");
        assert_eq!(scene.ito.client.get(&path).await.refused(403), "chat.no_downloads");
        // A sort of ban that there is not is none.
        let odd = json!({
            "id": new_id(), "kind": "private", "name": "別", "purpose": "", "people": [],
            "opening": { "downloads": "never" },
        });
        assert_eq!(scene.sato.client.post("/rooms", odd).await.status.as_u16() / 100, 4);
    });
}
