//! In which rooms a phone memo stands besides the talk of both: where people answer one another's telephones, and nowhere else.

use crate::phone_memos::{between, call, for_section, section, write};
use crate::scene::{Scene, each, id, scene, text};
use harness::{Staff, everywhere, new_id};
use serde_json::{Value, json};

/// A unit below another one, as the list that was read in has it; its id.
async fn unit(scene: &Scene, name: &str, kind: &str, above: &str) -> String {
    let new = json!({
        "name": name, "reading": "たんい", "kind": kind, "parent_id": above, "order": 90, "valid_from": "2020-04-01",
    });
    id(&scene.admin.client.post("/units", new).await.ok())
}

async fn room_of(scene: &Scene, unit: &str) -> String {
    let new = json!({ "id": new_id(), "kind": "unit", "name": "ルーム", "unit_id": unit });
    id(&scene.admin.client.post("/rooms", new).await.ok())
}

async fn moved(scene: &Scene, staff: &Staff, unit: &str) {
    let post = json!({
        "unit_id": unit, "title_id": scene.town.titles["主事"], "kind": "main", "valid_from": "2020-04-01",
        "valid_to": null,
    });
    let posts = json!({ "posts": [post] });
    scene.admin.client.patch(&format!("/people/{}", staff.id), posts).await.ok();
}

async fn outlook(writer: &Staff, person: &Staff) -> Value {
    writer.client.get(&format!("/people/{}/phone-memo", person.id)).await.ok()
}

async fn out(staff: &Staff) {
    staff.client.put("/me/whereabouts", json!({ "kind": "out", "place": "県庁" })).await.ok();
}

#[test]
fn a_hospital_is_nobodys_section_and_a_secretariat_of_a_few_is_whatever_its_name_ends_in() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let town = scene.town.units["緑野市"].to_string();
        for (name, kind) in [("市民病院", "facility"), ("消防署", "office")] {
            let above = unit(&scene, name, kind, &town).await;
            let part = unit(&scene, &format!("{name}医事課"), "section", &above).await;
            let team = unit(&scene, &format!("{name}受付係"), "team", &above).await;
            room_of(&scene, &above).await;
            for own in [&above, &team] {
                moved(&scene, &scene.ito, own).await;
                moved(&scene, &scene.sato, own).await;
                out(&scene.ito).await;
                let known = outlook(&scene.sato, &scene.ito).await;
                assert_eq!((&known["away"], &known["section"]), (&json!("whereabouts"), &Value::Null), "{name}");
                let new = for_section(&scene.ito.id.to_string());
                assert_eq!(write(&scene.sato, new).await.refused(409), "phone_memos.no_section", "{name}");
            }
            for staff in [&scene.ito, &scene.sato] {
                moved(&scene, staff, &part).await;
            }
            let room = room_of(&scene, &part).await;
            let known = outlook(&scene.sato, &scene.ito).await;
            assert_eq!((&known["section"]["room_id"], &known["proposed"]), (&json!(room), &json!(true)), "{name}");
        }
        for (name, kind) in [("議会事務局", "council"), ("会計局", "bureau"), ("秘書", "other")] {
            let above = unit(&scene, name, kind, &town).await;
            let team = unit(&scene, &format!("{name}庶務係"), "team", &above).await;
            for (staff, own) in [(&scene.ito, &above), (&scene.sato, &team)] {
                moved(&scene, staff, own).await;
            }
            let room = room_of(&scene, &above).await;
            for (ito, sato) in [(&above, &team), (&team, &above)] {
                moved(&scene, &scene.ito, ito).await;
                moved(&scene, &scene.sato, sato).await;
                let known = outlook(&scene.sato, &scene.ito).await;
                assert_eq!((&known["section"]["room_id"], &known["proposed"]), (&json!(room), &json!(true)), "{name}");
            }
        }
    });
}

#[test]
fn where_many_read_a_memo_goes_only_if_somebody_wants_it_to() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        out(&scene.ito).await;
        let home = section(&scene).await;
        assert_eq!(outlook(&scene.sato, &scene.ito).await["proposed"], true);
        scene.town.crowd(&world, "総務課", 60).await;
        scene.admin.client.post(&format!("/rooms/{home}/archive"), json!({})).await.ok();
        let home = section(&scene).await;
        let known = outlook(&scene.sato, &scene.ito).await;
        assert_eq!((&known["section"]["room_id"], &known["section"]["members"]), (&json!(home), &json!(64)));
        assert_eq!((&known["away"], &known["proposed"]), (&json!("whereabouts"), &json!(false)));
        write(&scene.sato, for_section(&scene.ito.id.to_string())).await.ok();
    });
}

#[test]
fn of_two_who_take_the_same_call_on_at_once_one_does_and_the_other_is_told() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        section(&scene).await;
        let memo = id(&write(&scene.sato, for_section(&scene.ito.id.to_string())).await.ok());
        let path = format!("/phone-memos/{memo}/handler");
        let (one, two) = tokio::join!(scene.ito.client.put(&path, json!({})), scene.mori.client.put(&path, json!({})));
        let (took, told) = if one.status == 200 { (one, two) } else { (two, one) };
        let taken = took.ok()["taken"].clone();
        assert_eq!(told.refused(409), "phone_memos.moved_on");
        let shown = scene.sato.client.get(&format!("/phone-memos/{memo}")).await.ok();
        assert_eq!(shown["taken"], taken);
    });
}

#[test]
fn a_list_of_both_states_is_in_order_and_goes_on_where_a_page_ended() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        section(&scene).await;
        let mut written = Vec::new();
        for number in 0..6 {
            let person = scene.ito.id.to_string();
            let new = if number % 3 == 0 { call(&person) } else { for_section(&person) };
            written.push(id(&write(&scene.sato, new).await.ok()));
        }
        let apart = between(&scene.mori, &scene.ito).await;
        for place in [0, 1, 4] {
            scene.ito.client.put(&format!("/phone-memos/{}/done", written[place]), json!({})).await.ok();
        }
        let of_section = [1, 2, 4, 5].map(|place| written[place].clone()).to_vec();
        let all = [written.clone(), vec![apart]].concat();
        for (staff, which, mut wanted) in
            [(&scene.ito, "mine", all), (&scene.sato, "written", written), (&scene.mori, "section", of_section)]
        {
            // The newest first, by their ids.
            wanted.sort_by(|one, other| other.cmp(one));
            let (mut found, mut cursor) = (Vec::new(), String::new());
            loop {
                let path = format!("/me/phone-memos?box={which}&limit=2{cursor}");
                let page = staff.client.get(&path).await.ok();
                found.extend(each(&page["items"], "id"));
                if page["next"].is_null() {
                    break;
                }
                cursor = format!("&cursor={}", text(&page["next"]));
            }
            assert_eq!(found, wanted, "{which}");
        }
    });
}
