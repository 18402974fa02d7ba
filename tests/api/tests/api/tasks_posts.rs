//! Tasks of a post: they are for whoever holds it on the day, and the successor finds what is open.

use crate::scene::{Scene, id, next_day, room, scene, settled};
use crate::tasks::{counts, get, make, own, part, wish};
use harness::{NewStaff, Staff, World, everywhere};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The scene's town, in which 原 is the chief of 財政課, and a room of 佐藤's with 原 in it.
struct Office {
    scene: Scene,
    hara: Staff,
    ono: Staff,
    room: String,
}

async fn office(world: &World) -> Office {
    let scene = scene(world).await;
    let hara = NewStaff::named("原", "空", ("はら", "そら")).of("財政課").as_title("課長");
    let hara = scene.town.staff(world, hara).await;
    let ono = scene.town.staff(world, NewStaff::named("小野", "海", ("おの", "うみ")).of("財政課")).await;
    let room = room(&scene.sato, "private", "予算", &[&hara]).await;
    Office { scene, hara, ono, room }
}

impl Office {
    fn chief(&self) -> Value {
        json!({ "kind": "post", "unit_id": self.scene.town.units["財政課"], "title_id": self.scene.town.titles["課長"] })
    }

    fn post(&self, title: Option<&str>, kind: &str, from: &str, to: Option<&str>) -> Value {
        let title = title.map(|title| self.scene.town.titles[title]);
        let unit = self.scene.town.units["財政課"];
        json!({ "unit_id": unit, "title_id": title, "kind": kind, "valid_from": from, "valid_to": to })
    }

    /// From tomorrow on 原 works in 総務課 and 小野 is the chief.
    async fn chief_moves(&self, world: &World) {
        let today: Date = self.scene.town.today(world);
        let tomorrow = today.tomorrow().expect("a day");
        let (last, first) = (today.to_string(), tomorrow.to_string());
        let home = json!({
            "unit_id": self.scene.town.units["総務課"], "title_id": null, "kind": "main", "valid_from": first,
            "valid_to": null,
        });
        let ends = self.post(Some("課長"), "main", "2020-04-01", Some(&last));
        let ono = [self.post(None, "main", "2020-04-01", None), self.post(Some("課長"), "acting", &first, None)];
        for (who, posts) in [(&self.hara, json!([ends, home])), (&self.ono, json!(ono))] {
            self.scene.admin.client.patch(&format!("/people/{}", who.id), json!({ "posts": posts })).await.ok();
        }
        next_day(world, tomorrow).await;
    }

    async fn given(&self, holder: Value) -> String {
        let mut wish = wish("補正予算の見積もり");
        wish["holders"] = json!([holder]);
        id(&make(&self.scene.sato, &self.room, wish).await.ok())
    }
}

#[test]
fn on_the_day_of_the_transfer_the_successor_has_what_is_open_and_the_predecessor_has_it_no_more() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let mut live = settled(&office.hara).await;
        let task = office.given(office.chief()).await;
        assert_eq!(live.event("tasks.assigned").await["task_id"], json!(task));
        let seen = get(&office.hara, &task).await;
        assert_eq!((&seen["parts"][0]["name"], &seen["mine"]), (&json!("財政課長"), &json!(true)));
        assert_eq!((own(&office.hara).await.len(), own(&office.ono).await.len()), (1, 0));
        office.ono.client.get(&format!("/tasks/{task}")).await.refused(404);
        office.chief_moves(&world).await;
        assert_eq!((own(&office.hara).await.len(), own(&office.ono).await.len()), (0, 1));
        assert_eq!(counts(&office.ono).await.0, 1);
        // Without a place in the room they see the task, and nothing of the room.
        let seen = get(&office.ono, &task).await;
        assert_eq!(
            (&seen["room_name"], &seen["may_do"], &seen["may_manage"]),
            (&Value::Null, &json!(true), &json!(false))
        );
        office.ono.client.get(&format!("/rooms/{}/messages", office.room)).await.refused(404);
        office.ono.client.get(&format!("/rooms/{}/tasks", office.room)).await.refused(404);
        let mut live = settled(&office.scene.sato).await;
        let done = part(&office.ono, &task, true).await.ok();
        assert_eq!((&done["state"], &done["done_by"]), (&json!("done"), &json!(office.ono.id)));
        assert_eq!(live.event("tasks.changed").await["task"]["state"], "done");
        // Who held the post still reads the room, and with it the task.
        assert_eq!(get(&office.hara, &task).await["mine"], false);
    });
}

#[test]
fn a_task_is_given_to_a_post_only_if_one_who_holds_it_is_in_the_room() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let mut wish = wish("届かない");
        let town = &office.scene.town;
        for (unit, title) in [("総務課", "課長"), ("財政課", "主事")] {
            wish["holders"] = json!([{ "kind": "post", "unit_id": town.units[unit], "title_id": town.titles[title] }]);
            let refused = make(&office.scene.sato, &office.room, wish.clone()).await;
            assert_eq!(refused.refused(400), "invalid_input", "{unit}{title}");
        }
        // The unit as a whole is for whoever is in it.
        let unit = json!({ "kind": "post", "unit_id": town.units["財政課"], "title_id": null });
        let task = office.given(unit).await;
        assert_eq!((own(&office.hara).await.len(), own(&office.ono).await.len()), (1, 1));
        assert_eq!(part(&office.ono, &task, true).await.ok()["state"], "done");
    });
}

#[test]
fn what_is_open_stands_in_the_handover_of_who_leaves_the_post() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let by_post = office.given(office.chief()).await;
        let by_name = office.given(json!({ "kind": "person", "person_id": office.hara.id })).await;
        // What 原 set themselves is theirs.
        let memos = office.hara.client.post("/directs", json!({ "people": [] })).await.ok();
        make(&office.hara, &id(&memos), crate::tasks::for_person(office.hara.id)).await.ok();
        let post = json!({
            "unit_id": office.scene.town.units["財政課"], "title_id": office.scene.town.titles["課長"],
        });
        let handover = crate::handovers::begin(&office.hara, &post).await;
        let found: BTreeSet<String> =
            crate::handovers::keys(&handover).into_iter().filter(|key| key.starts_with("task:")).collect();
        let of_post = format!("task:{by_post}");
        assert_eq!(found, BTreeSet::from([of_post.clone(), format!("task:{by_name}")]));
        let lines = handover["items"].as_array().expect("lines");
        let line = lines.iter().find(|line| line["key"] == of_post.as_str()).expect("a line").clone();
        assert_eq!((&line["source"], &line["of_post"]), (&json!("task"), &json!(true)));
        assert_eq!((&line["title"], &line["name"]), (&json!("補正予算の見積もり"), &json!("佐藤 花")));
    });
}

#[test]
fn of_rooms_that_are_closed_to_who_leaves_a_handover_tells_nothing_and_of_closed_rooms_no_note() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let Office { scene, hara, room, .. } = &office;
        let mut new = crate::tasks::for_person(hara.id);
        new["note"] = json!("内示の前の話");
        let stays = id(&make(&scene.sato, room, new.clone()).await.ok());
        let gone = crate::scene::room(&scene.sato, "private", "人事調整", &[hara]).await;
        new["id"] = json!(harness::new_id());
        let lost = id(&make(&scene.sato, &gone, new).await.ok());
        scene.sato.client.delete(&format!("/rooms/{gone}/members/{}", hara.id)).await.ok();
        let post = json!({ "unit_id": scene.town.units["財政課"], "title_id": scene.town.titles["課長"] });
        let handover = crate::handovers::begin(hara, &post).await;
        let keys = crate::handovers::keys(&handover);
        assert!(keys.contains(&format!("task:{stays}")) && !keys.contains(&format!("task:{lost}")), "{keys:?}");
        assert!(!handover.to_string().contains("内示の前の話"));
    });
}
