//! 当番表: who is off duty is not waited for, who comes on duty is again, by themselves and to the minute.

use crate::grants::{Shared, move_to, names, post, shared};
use crate::scene::{Scene, each, id, items, next_day, number, read, room, scene, settled, text};
use harness::{Answer, Live, Staff, World, everywhere};
use jiff::civil::{Date, date};
use kernel::Jst;
use reqwest::Method;
use serde::Serialize;
use serde_json::{Value, json};
use std::time::Duration;

/// 消防3部制 with these in its crews from 1 April, when the first is on duty from 8:30.
pub fn brigade_of(unit: impl Serialize, crews: [Value; 3]) -> Value {
    let crews: Vec<Value> = crews
        .into_iter()
        .zip([("一部", 0), ("二部", 2), ("三部", 1)])
        .enumerate()
        .map(|(place, (members, (name, offset)))| {
            json!({ "number": place + 1, "name": name, "offset": offset, "members": members })
        })
        .collect();
    json!({
        "unit_id": unit, "name": "消防署", "anchor": "2026-04-01", "quiets": true, "crews": crews,
        "cycle": [{ "kind": "duty", "begins": 510, "ends": 510 }, { "kind": "off" }, { "kind": "rest" }],
    })
}

/// Somebody in a crew for as long as nobody says otherwise.
pub fn always(person: impl Serialize) -> Value {
    json!({ "person_id": person, "valid_from": "2026-04-01", "valid_to": null })
}

pub fn brigade(unit: impl Serialize, crews: [&[&Staff]; 3]) -> Value {
    brigade_of(unit, crews.map(|crew| crew.iter().map(|staff| always(staff.id)).collect()))
}

/// 伊藤 in the first crew, 森 in the second.
pub async fn put(scene: &Scene) -> Value {
    let new = brigade(scene.town.units["総務課"], [&[&scene.ito], &[&scene.mori], &[]]);
    scene.admin.client.post("/rotas", new).await.ok()
}

/// Moves the clock to a time of day in Japan, with what is due then done.
pub async fn at(world: &World, day: Date, hour: u64, minute: u64) {
    world.clock().set(Jst::start_of(day).plus(Duration::from_secs(60 * (60 * hour + minute))));
    world.run_jobs().await;
}

/// Until when others see that somebody is off duty.
pub async fn off_until(viewer: &Staff, whom: &Staff) -> Option<String> {
    let person = viewer.client.get(&format!("/people/{}", whom.id)).await.ok();
    person.get("off_duty_until").and_then(Value::as_str).map(str::to_owned)
}

/// Names by group: who has read a message, who has not, and who has not and is off duty.
pub async fn groups(viewer: &Staff, message: &Value) -> [Vec<String>; 3] {
    let list = viewer.client.get(&format!("/messages/{}/receipts", id(message))).await.ok();
    ["read", "unread", "off_duty"]
        .map(|group| items(&list[group]).iter().map(|one| text(&one["person"]["name"])).collect())
}

/// The next counts that a line tells of a room.
async fn told(live: &mut Live) -> Value {
    live.until(|frame| frame["t"] == "receipts").await
}

pub fn off_count(receipts: &Value) -> i64 {
    items(&receipts["off_duty"]).iter().map(|step| number(&step[1])).sum()
}

/// Which days of a month somebody has, by their first letters.
pub async fn days(viewer: &Staff, rota: &Value, whom: &Staff, month: &str) -> Vec<Value> {
    let month = viewer.client.get(&format!("/rotas/{}/month?month={month}", id(rota))).await.ok();
    let rows = items(&month["rows"]);
    let row = rows.iter().find(|row| row["person"]["id"] == whom.id.to_string()).expect("a row");
    items(&row["days"]).clone()
}

#[test]
fn who_is_off_duty_is_not_waited_for_until_their_duty_begins_and_whoever_looks_sees_it_change() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        put(&scene).await;
        let home = room(&scene.sato, "private", "署", &[&scene.ito, &scene.mori]).await;
        let said = scene.sato.client.say(&home, "出動").await;
        assert_eq!(groups(&scene.sato, &said).await, [vec![], vec!["伊藤 健".to_owned()], vec!["森 葵".to_owned()]]);
        assert_eq!(off_until(&scene.sato, &scene.mori).await.as_deref(), Some("2026-04-01T23:30:00Z"));
        assert_eq!(off_until(&scene.sato, &scene.ito).await, None);
        let mut watcher = settled(&scene.sato).await;
        watcher.say(json!({ "t": "look", "room": home })).await;
        watcher.say(json!({ "t": "watch", "people": [scene.mori.id] })).await;
        assert_eq!(off_count(&told(&mut watcher).await), 1);
        let mut own = settled(&scene.mori).await;
        // In the minute before, nobody is told anything; then the crews change.
        at(&world, date(2026, 4, 2), 8, 29).await;
        assert_eq!(groups(&scene.sato, &said).await[2], ["森 葵"]);
        at(&world, date(2026, 4, 2), 8, 30).await;
        assert_eq!(own.event("directory.duty_changed").await["off_duty_until"], Value::Null);
        let seen = watcher.event("directory.person_changed").await;
        assert_eq!((&seen["person"]["id"], seen["person"].get("off_duty_until")), (&json!(scene.mori.id), None));
        assert_eq!(groups(&scene.sato, &said).await, [vec![], vec!["森 葵".to_owned()], vec!["伊藤 健".to_owned()]]);
        // Whoever reads while off duty has read.
        read(&scene.ito, &home, number(&said["seq"])).await;
        assert_eq!(groups(&scene.sato, &said).await, [vec!["伊藤 健".to_owned()], vec!["森 葵".to_owned()], vec![]]);
    });
}

#[test]
fn the_counts_on_screen_change_by_themselves_when_a_crew_goes_off_duty() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let mut new = brigade(scene.town.units["総務課"], [&[&scene.ito, &scene.mori], &[], &[]]);
        new["cycle"][0] = json!({ "kind": "day", "begins": 540, "ends": 1020 });
        scene.admin.client.post("/rotas", new).await.ok();
        let home = room(&scene.sato, "private", "署", &[&scene.ito, &scene.mori]).await;
        scene.sato.client.say(&home, "連絡").await;
        let mut watcher = settled(&scene.sato).await;
        watcher.say(json!({ "t": "look", "room": home })).await;
        let before = told(&mut watcher).await;
        assert_eq!((off_count(&before), number(&before["members"])), (0, 3));
        at(&world, date(2026, 4, 1), 17, 0).await;
        let after = told(&mut watcher).await;
        assert_eq!((off_count(&after), number(&after["members"])), (2, 3));
    });
}

#[test]
fn an_exchange_gives_both_people_the_days_of_the_other_and_is_taken_back_in_one() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let rota = put(&scene).await;
        let path = format!("/rotas/{}", id(&rota));
        let swap = json!({
            "person_id": scene.ito.id, "day": "2026-04-04", "with": scene.mori.id, "with_day": "2026-04-05", "note": " 冠婚 ",
        });
        let made = scene.admin.client.post(&format!("{path}/swaps"), swap.clone()).await.ok();
        assert_eq!(items(&made["items"]).len(), 4);
        assert!(items(&made["items"]).iter().all(|one| one["note"] == "冠婚"));
        assert_eq!(days(&scene.sato, &rota, &scene.ito, "2026-04").await[3..6], ["rest", "duty", "rest"]);
        assert_eq!(days(&scene.sato, &rota, &scene.mori, "2026-04").await[3..6], ["duty", "off", "off"]);
        let again = scene.admin.client.post(&format!("{path}/swaps"), swap).await;
        assert_eq!(again.refused(409), "directory.day_taken");
        let same =
            json!({ "person_id": scene.ito.id, "day": "2026-04-06", "with": scene.mori.id, "with_day": "2026-04-06" });
        // On the 6th the one has 週休 and the other 非番: there is nothing to do for one another.
        assert_eq!(
            scene.admin.client.post(&format!("{path}/swaps"), same).await.refused(409),
            "directory.nothing_to_swap"
        );
        let third = text(&made["items"][2]["id"]);
        scene.admin.client.delete(&format!("{path}/exceptions/{third}")).await.ok();
        assert_eq!(days(&scene.sato, &rota, &scene.ito, "2026-04").await[3..6], ["duty", "off", "rest"]);
        let gone = scene.admin.client.delete(&format!("{path}/exceptions/{third}")).await;
        assert_eq!(gone.refused(404), "not_found");
        let record = scene.admin.client.get("/audit").await.ok();
        let acts = each(&record["items"], "act");
        for act in ["directory.rota_created", "directory.duties_swapped", "directory.duty_restored"] {
            assert!(acts.iter().any(|known| known == act), "{act} in {acts:?}");
        }
    });
}

#[test]
fn who_comes_in_instead_is_on_duty_at_once_and_off_again_when_that_is_taken_back() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let rota = put(&scene).await;
        let path = format!("/rotas/{}/exceptions", id(&rota));
        let mut own = settled(&scene.mori).await;
        let work = json!({ "kind": "day", "begins": 510, "ends": 1035 });
        let new = json!({ "person_id": scene.mori.id, "day": "2026-04-01", "instead": work, "note": "応援" });
        let made = scene.admin.client.post(&path, new.clone()).await.ok();
        assert_eq!(own.event("directory.duty_changed").await["off_duty_until"], Value::Null);
        assert_eq!(off_until(&scene.sato, &scene.mori).await, None);
        assert_eq!(scene.admin.client.post(&path, new).await.refused(409), "directory.day_taken");
        let one = text(&made["items"][0]["id"]);
        scene.admin.client.delete(&format!("{path}/{one}")).await.ok();
        assert_eq!(own.event("directory.duty_changed").await["off_duty_until"], "2026-04-01T23:30:00Z");
        for (field, new) in [
            ("day", json!({ "person_id": scene.sato.id, "day": "2026-04-01", "instead": { "kind": "off" } })),
            ("day", json!({ "person_id": scene.mori.id, "day": "2030-04-01", "instead": { "kind": "off" } })),
            ("instead", json!({ "person_id": scene.mori.id, "day": "2026-04-01", "instead": { "kind": "duty" } })),
        ] {
            assert_eq!(scene.admin.client.post(&path, new).await.body["fields"][0]["field"], field);
        }
    });
}

#[test]
fn a_rota_is_read_in_its_unit_and_kept_by_whoever_keeps_the_records_there() {
    everywhere(|world| async move {
        let Shared { scene, oka, hara, .. } = shared(&world).await;
        let own = brigade(scene.town.units["総務課"], [&[&scene.ito], &[&scene.mori], &[]]);
        let rota = oka.client.post("/rotas", own.clone()).await.ok();
        let path = format!("/rotas/{}", id(&rota));
        let mut elsewhere = own.clone();
        elsewhere["unit_id"] = json!(scene.town.units["財政課"]);
        assert_eq!(oka.client.post("/rotas", elsewhere.clone()).await.refused(404), "not_found");
        assert_eq!(oka.client.put(&path, elsewhere).await.refused(404), "not_found");
        assert_eq!(names(&scene.sato, "/rotas").await, ["消防署"]);
        assert_eq!(names(&hara, "/rotas").await, Vec::<String>::new());
        let listed = oka.client.get("/rotas").await.ok()["items"][0].clone();
        assert_eq!((&listed["may_change"], &listed["mine"]), (&json!(true), &json!(false)));
        let listed = scene.ito.client.get("/rotas").await.ok()["items"][0].clone();
        assert_eq!((&listed["may_change"], &listed["mine"]), (&json!(false), &json!(true)));
        let month = scene.sato.client.get(&format!("{path}/month")).await.ok();
        assert_eq!((&month["first_day"], &month["today"]), (&json!("2026-04-01"), &json!("2026-04-01")));
        assert_eq!(items(&month["on_duty"]).iter().map(|one| &one["person"]["name"]).collect::<Vec<_>>(), ["伊藤 健"]);
        let refused = scene.sato.client.get(&format!("{path}/month?month=4")).await;
        assert_eq!(refused.body["fields"], json!([{ "field": "month", "code": "invalid" }]));
        for stranger in [&hara.client, &scene.sato.client] {
            assert_eq!(stranger.get(&path).await.refused(404), "not_found");
            assert_eq!(stranger.delete(&path).await.refused(404), "not_found");
        }
        assert_eq!(hara.client.get(&format!("{path}/month")).await.refused(404), "not_found");
        // That somebody is off duty is seen by everybody who sees them.
        assert!(off_until(&hara, &scene.mori).await.is_some());
        oka.client.delete(&path).await.ok();
        assert_eq!(off_until(&hara, &scene.mori).await, None);
    });
}

#[test]
fn whoever_moves_to_another_unit_is_in_the_crew_no_longer() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let rota = put(&scene).await;
        let path = format!("/rotas/{}", id(&rota));
        next_day(&world, date(2026, 4, 3)).await;
        assert!(off_until(&scene.sato, &scene.ito).await.is_some());
        move_to(&scene.admin, &scene.ito, json!([post(&scene, "財政課", "主事")])).await.ok();
        assert_eq!(off_until(&scene.sato, &scene.ito).await, None);
        let kept = scene.admin.client.get(&path).await.ok();
        assert_eq!(kept["crews"][0]["members"][0]["valid_to"], "2026-04-02");
        // The past stays, and is saved with the rest.
        let mut changed = kept.clone();
        changed["name"] = json!("中央消防署");
        scene.admin.client.put(&path, changed).await.ok();
        // A post that ends by its day takes them out with the day after.
        let mut ending = post(&scene, "総務課", "主事");
        ending["valid_to"] = json!("2026-04-03");
        let mut next = post(&scene, "財政課", "主事");
        next["valid_from"] = json!("2026-04-04");
        move_to(&scene.admin, &scene.mori, json!([ending, next])).await.ok();
        next_day(&world, date(2026, 4, 4)).await;
        assert_eq!(off_until(&scene.sato, &scene.mori).await, None);
        let kept = scene.admin.client.get(&path).await.ok();
        assert_eq!(kept["crews"][1]["members"][0]["valid_to"], "2026-04-03");
    });
}

#[test]
fn a_crew_is_joined_and_left_with_the_day_and_the_new_fiscal_year_brings_another() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let old = json!([{ "person_id": scene.ito.id, "valid_from": "2026-04-01", "valid_to": "2026-04-02" }]);
        let new = json!([{ "person_id": scene.ito.id, "valid_from": "2026-04-03", "valid_to": "2026-04-04" }]);
        let said = brigade_of(scene.town.units["総務課"], [old, new, json!([])]);
        let rota = scene.admin.client.post("/rotas", said).await.ok();
        // On duty until the 2nd in the morning; the second crew has its day on the 5th, when he is in none.
        let mut seen = Vec::new();
        for (day, hour) in [(1, 9), (2, 9), (3, 9), (4, 9), (5, 0)] {
            at(&world, date(2026, 4, day), hour, 0).await;
            seen.push(off_until(&scene.sato, &scene.ito).await);
        }
        let midnight = Some("2026-04-04T15:00:00Z".to_owned());
        assert_eq!(seen, [None, midnight.clone(), midnight.clone(), midnight, None]);
        let month = scene.sato.client.get(&format!("/rotas/{}/month?month=2026-04", id(&rota))).await.ok();
        let rows: Vec<(i64, Value)> =
            items(&month["rows"]).iter().map(|row| (number(&row["crew"]), json!(items(&row["days"])[..5]))).collect();
        let nothing = Value::Null;
        assert_eq!(
            rows,
            [
                (1, json!(["duty", "off", nothing, nothing, nothing])),
                (2, json!([nothing, nothing, "off", "rest", nothing]))
            ]
        );
    });
}

pub async fn faults(answer: Answer) -> Vec<(String, String)> {
    each(&answer.body["fields"], "field").into_iter().zip(each(&answer.body["fields"], "code")).collect()
}

#[test]
fn nobody_is_in_two_crews_at_once_and_two_editors_do_not_overwrite_each_other() {
    everywhere(|world| async move {
        let Shared { scene, hara, .. } = shared(&world).await;
        let rota = put(&scene).await;
        let path = format!("/rotas/{}", id(&rota));
        let unit = scene.town.units["総務課"];
        let twice = brigade(unit, [&[&scene.sato], &[&scene.sato], &[&scene.ito]]);
        let fault = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        assert_eq!(
            faults(scene.admin.client.post("/rotas", twice).await).await,
            [fault("crews[1].members[0].valid_from", "overlaps"), fault("crews[2].members[0].valid_from", "overlaps")]
        );
        let elsewhere = brigade(unit, [&[&hara], &[], &[]]);
        let elsewhere = scene.admin.client.post("/rotas", elsewhere).await;
        assert_eq!(faults(elsewhere).await, [fault("crews[0].members[0].person_id", "elsewhere")]);
        let mut idle = brigade(unit, [&[], &[], &[]]);
        idle["cycle"] = json!([{ "kind": "off" }, { "kind": "duty" }]);
        let idle = faults(scene.admin.client.post("/rotas", idle).await).await;
        assert_eq!(idle, [fault("cycle[1]", "invalid"), fault("crews[1].offset", "invalid")]);
        let stale = scene.admin.client.request(Method::PUT, &path).header("if-match", "\"1\"");
        let stale = scene.admin.client.send(stale.json(&brigade(unit, [&[], &[], &[]]))).await;
        assert_eq!(stale.refused(412), "stale");
        let fresh = scene.admin.client.request(Method::PUT, &path).header("if-match", format!("\"{}\"", rota["tick"]));
        scene.admin.client.send(fresh.json(&brigade(unit, [&[], &[], &[]]))).await.ok();
        assert_eq!(off_until(&scene.sato, &scene.mori).await, None);
    });
}

#[test]
fn by_a_rota_that_quiets_nobody_nobody_is_off_duty() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let mut new = brigade(scene.town.units["総務課"], [&[&scene.ito], &[&scene.mori], &[]]);
        new["quiets"] = json!(false);
        let rota = scene.admin.client.post("/rotas", new).await.ok();
        assert_eq!(off_until(&scene.sato, &scene.mori).await, None);
        assert_eq!(days(&scene.sato, &rota, &scene.mori, "2026-04").await[0], "rest");
    });
}
