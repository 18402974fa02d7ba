//! 居場所 between two: taken back by whom, undone only while nothing else was said, places that two change, and reminders that last.

use crate::scene::{id, items, next_day, scene, settled};
use crate::whereabouts::{ask_from, at, missing, morning, of, path, place};
use harness::{Staff, everywhere};
use jiff::civil::date;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn who_takes_back_what_a_colleague_said_is_named_to_them_and_they_put_it_back() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let out = json!({ "kind": "out", "place": "県庁", "extension": "4321" });
        scene.sato.client.put("/me/whereabouts", out).await.ok();
        let mut live = settled(&scene.sato).await;
        scene.ito.client.put(&path(&scene.sato), json!({})).await.ok();
        let told = live.event("directory.person_changed").await["person"]["whereabouts"].clone();
        assert_eq!((&told["kind"], &told["place"]), (&Value::Null, &Value::Null));
        assert_eq!(told["set_by"], json!(scene.ito.id), "nobody clears it without a name");
        let back = json!({ "kind": "out", "place": "県庁", "extension": "4321", "undoes": told["since"] });
        scene.sato.client.put("/me/whereabouts", back).await.ok();
        let seen = of(&scene.ito, &scene.sato).await;
        assert_eq!((&seen["place"], &seen["own_extension"]), (&json!("県庁"), &json!("4321")));
    });
}

#[test]
fn what_is_undone_is_put_back_only_while_nothing_else_was_said() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        scene.sato.client.put("/me/whereabouts", json!({ "kind": "at_desk" })).await.ok();
        scene.ito.client.put(&path(&scene.sato), json!({ "kind": "meeting" })).await.ok();
        let seen = of(&scene.sato, &scene.sato).await;
        world.clock().advance(Duration::from_secs(60));
        scene.mori.client.put(&path(&scene.sato), json!({ "kind": "out" })).await.ok();
        let back = json!({ "kind": "at_desk", "undoes": seen["since"] });
        let late = scene.sato.client.put("/me/whereabouts", back).await;
        assert_eq!(late.refused(412), "stale");
        assert_eq!(of(&scene.ito, &scene.sato).await["kind"], "out");
    });
}

#[test]
fn what_has_lapsed_is_not_put_back_and_a_place_off_the_list_is_in_words() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hall = place(&scene, "第二庁舎", 1).await;
        scene.sato.client.put("/me/whereabouts", json!({ "kind": "home" })).await.ok();
        let since = of(&scene.sato, &scene.sato).await["since"].clone();
        scene.admin.client.delete(&format!("/places/{hall}")).await.ok();
        let there = json!({ "kind": "at_desk", "place_id": hall, "place": "第二庁舎", "extension": "7001" });
        let plain = scene.sato.client.put("/me/whereabouts", there.clone()).await;
        assert_eq!(plain.body["fields"][0]["code"], "unknown", "only what is undone brings its name");
        let mut back = there;
        back["undoes"] = since;
        scene.sato.client.put("/me/whereabouts", back.clone()).await.ok();
        let seen = of(&scene.ito, &scene.sato).await;
        assert_eq!((&seen["place"], &seen["place_id"]), (&json!("第二庁舎"), &Value::Null));
        assert_eq!(seen["own_extension"], "7001");
        world.clock().advance(Duration::from_secs(60));
        back["undoes"] = seen["since"].clone();
        back["until"] = json!(testkit::at());
        scene.sato.client.put("/me/whereabouts", back).await.ok();
        assert_eq!(of(&scene.ito, &scene.sato).await["kind"], Value::Null);
    });
}

#[test]
fn an_extension_of_ones_own_is_told_apart_from_the_places() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hall = place(&scene, "第二庁舎", 1).await;
        scene.sato.client.put("/me/whereabouts", json!({ "place_id": hall })).await.ok();
        let seen = of(&scene.ito, &scene.sato).await;
        assert_eq!((&seen["extension"], &seen["own_extension"]), (&json!("7000"), &Value::Null));
        scene.sato.client.put("/me/whereabouts", json!({ "place_id": hall, "extension": "7001" })).await.ok();
        let seen = of(&scene.ito, &scene.sato).await;
        assert_eq!((&seen["extension"], &seen["own_extension"]), (&json!("7001"), &json!("7001")));
    });
}

#[test]
fn two_who_change_a_place_do_not_overwrite_each_other_and_guests_hear_nothing_of_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let new = crate::outsiders::new_guest(&scene.sato, "business");
        let guest = crate::outsiders::guest(&world, &scene.admin, new).await;
        let hall = place(&scene, "第二庁舎", 1).await;
        let listed = scene.admin.client.get("/places").await.ok()["items"][0].clone();
        let path = format!("/places/{hall}");
        let put = |tick: &Value, name: &str| {
            let body = json!({ "name": name, "reading": "ばしょ", "order": 1 });
            let request = scene.admin.client.request(Method::PUT, &path);
            scene.admin.client.send(request.header("if-match", format!("\"{tick}\"")).json(&body))
        };
        let mut live = settled(&guest).await;
        let first = put(&listed["tick"], "東庁舎").await.ok();
        assert_eq!(id(&first), hall);
        assert_eq!(put(&listed["tick"], "西庁舎").await.refused(412), "stale");
        put(&first["tick"], "西庁舎").await.ok();
        scene
            .admin
            .client
            .patch(&format!("/units/{}", scene.town.units["財政課"]), json!({ "name": "財務課" }))
            .await
            .ok();
        let heard = live.events_until("directory.units_changed").await;
        assert!(heard.iter().all(|(kind, _)| kind != "directory.places_changed"), "{heard:?}");
    });
}

#[test]
fn nobody_is_reminded_twice_within_an_hour_by_saying_it_and_taking_it_back() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        morning(&world, 10, 0).await;
        ask_from(&scene, 9 * 60).await;
        let remind = || scene.admin.client.post("/whereabouts/reminders", json!({}));
        let all = remind().await.ok()["count"].clone();
        assert_eq!(all, 4);
        scene.sato.client.put("/me/whereabouts", json!({ "kind": "at_desk" })).await.ok();
        scene.sato.client.put("/me/whereabouts", json!({})).await.ok();
        assert!(missing(&scene.admin, "").await.contains(&"佐藤 花".to_owned()), "what is taken back is not said");
        assert_eq!(remind().await.ok()["count"], 0);
        world.clock().advance(Duration::from_secs(3600));
        assert_eq!(remind().await.ok()["count"], 4);
        let acts = scene.admin.client.get("/audit?act=directory.whereabouts_reminded").await.ok();
        assert_eq!(items(&acts["items"]).len(), 2, "one of each that reminded somebody");
    });
}

#[test]
fn nobody_is_asked_any_more_once_it_is_asked_of_nobody_or_the_office_is_closed() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        morning(&world, 10, 0).await;
        ask_from(&scene, 9 * 60).await;
        scene.admin.client.post("/whereabouts/reminders", json!({})).await.ok();
        let asked = async || scene.mori.client.get("/me").await.ok()["whereabouts_asked_at"].clone();
        assert_eq!(asked().await, json!(at(date(2026, 4, 8), 10, 0)));
        scene.admin.client.put("/whereabouts/rule", json!({ "from_minute": null })).await.ok();
        assert_eq!(asked().await, Value::Null);
        ask_from(&scene, 9 * 60).await;
        assert_ne!(asked().await, Value::Null);
    });
}

#[test]
fn who_has_not_said_it_is_asked_at_the_first_use_of_an_open_day_with_what_they_said_last() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let now = morning(&world, 8, 0).await;
        let hall = place(&scene, "第二庁舎", 1).await;
        let there = json!({ "kind": "at_desk", "place_id": hall, "until": at(date(2026, 4, 9), 0, 0) });
        scene.sato.client.put("/me/whereabouts", there).await.ok();
        let asked = async || scene.sato.client.get("/me").await.ok()["whereabouts_asked_at"].clone();
        world.clock().set(now.plus(Duration::from_secs(86_400)));
        assert_eq!(asked().await, Value::Null, "nobody asks");
        let rule = json!({ "from_minute": 540, "at_first_use": true });
        scene.admin.client.put("/whereabouts/rule", rule).await.ok();
        assert_eq!(asked().await, json!(at(date(2026, 4, 9), 0, 0)), "before the hour, too");
        let last = scene.sato.client.get("/me/whereabouts/last").await.ok();
        assert_eq!((&last["said"]["kind"], &last["said"]["place_id"]), (&json!("at_desk"), &json!(hall)));
        let nothing = scene.ito.client.get("/me/whereabouts/last").await.ok();
        assert_eq!(nothing["said"], Value::Null);
        scene.sato.client.put("/me/whereabouts", json!({ "kind": "home" })).await.ok();
        assert_eq!(asked().await, Value::Null, "they have said it");
        world.clock().set(at(date(2026, 4, 11), 8, 0));
        assert_eq!(asked().await, Value::Null, "on a Saturday nobody is asked");
    });
}

#[test]
fn the_program_reminds_once_at_the_hour_whoever_has_not_said_it_and_was_not_reminded() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        morning(&world, 8, 0).await;
        scene.admin.client.put("/whereabouts/rule", json!({ "from_minute": 540, "reminds": true })).await.ok();
        scene.sato.client.put("/me/whereabouts", json!({ "kind": "at_desk" })).await.ok();
        let hour = at(date(2026, 4, 8), 9, 0);
        world.run_jobs().await;
        let asked = async |who: &Staff| who.client.get("/me").await.ok()["whereabouts_asked_at"].clone();
        assert_eq!(asked(&scene.ito).await, Value::Null, "it is too early");
        let mut live = settled(&scene.ito).await;
        world.clock().set(hour);
        world.run_jobs().await;
        assert_eq!(live.event("directory.whereabouts_asked").await["asked_at"], json!(hour));
        assert_eq!((asked(&scene.ito).await, asked(&scene.sato).await), (json!(hour), Value::Null));
        // The next day plans the next one by itself.
        next_day(&world, date(2026, 4, 9)).await;
        let next = at(date(2026, 4, 9), 9, 0);
        world.clock().set(next);
        world.run_jobs().await;
        assert_eq!((asked(&scene.ito).await, asked(&scene.sato).await), (json!(next), json!(next)));
        // Where it is not wanted any more, what was planned does nothing.
        next_day(&world, date(2026, 4, 10)).await;
        scene.admin.client.put("/whereabouts/rule", json!({ "from_minute": 540 })).await.ok();
        world.clock().set(at(date(2026, 4, 10), 9, 0));
        world.run_jobs().await;
        assert_eq!(asked(&scene.ito).await, Value::Null);
    });
}
