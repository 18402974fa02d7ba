//! 利用の範囲: some units and people begin, the others are nobody's to write to, and widening comes by its day.

use crate::authenticator::Browser;
use crate::passkeys::hara;
use crate::provider::trial;
use crate::scene::{
    PASSWORD, Scene, direct, each, id, items, login, next_day, number, room, scene, settled, sign_in, text,
    with_password,
};
use harness::{Answer, NewStaff, Staff, Town, World, everywhere, new_id};
use jiff::civil::date;
use serde_json::{Value, json};

/// Only those of some units, each from a day on.
pub fn units(town: &Town, chosen: &[(&str, &str)]) -> Value {
    let units: Vec<Value> =
        chosen.iter().map(|(unit, from)| json!({ "unit_id": town.units[unit], "from": from })).collect();
    json!({ "chosen": true, "units": units, "confirmation": "緑野市" })
}

/// Keeps who takes part, with all that follows from it done.
pub async fn save(world: &World, admin: &Staff, said: Value) -> Value {
    let saved = admin.client.put("/participation", said).await.ok();
    world.run_jobs().await;
    // What those have put off.
    world.run_jobs().await;
    saved
}

/// Somebody of 道路課 who can sign in, and their login.
async fn roadman(world: &World, scene: &Scene) -> (Staff, String) {
    let new = NewStaff::named("原", "空", ("はら", "そら")).of("道路課");
    let staff = scene.town.staff(world, with_password(new)).await;
    let login = login(&staff).await;
    (staff, login)
}

fn not_begun(answer: Answer) -> Value {
    assert!(answer.headers.get("set-cookie").is_none());
    let about = answer.body["about"].clone();
    assert_eq!(answer.refused(403), "identity.not_begun");
    about
}

async fn found(viewer: &Staff, query: &str) -> Vec<String> {
    each(&viewer.client.get(&format!("/people?limit=200{query}")).await.ok()["items"], "name")
}

async fn members(viewer: &Staff, room: &str) -> Vec<String> {
    let list = viewer.client.get(&format!("/rooms/{room}/members?limit=200")).await.ok();
    items(&list["items"]).iter().map(|member| text(&member["person"]["name"])).collect()
}

#[test]
fn whoever_does_not_take_part_is_signed_out_and_told_their_day_after_the_right_password() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (hara, name) = roadman(&world, &scene).await;
        let mut own = settled(&hara).await;
        save(&world, &scene.admin, units(&scene.town, &[("総務課", "2026-04-01"), ("建設部", "2026-04-03")])).await;
        own.event("identity.signed_out").await;
        assert_eq!(hara.client.get("/me").await.refused(401), "sign_in_needed");
        scene.sato.client.get("/me").await.ok();
        assert_eq!(sign_in(&world.stranger(), &name, "違う言葉です").await.refused(401), "identity.wrong_credentials");
        let about = not_begun(sign_in(&world.stranger(), &name, PASSWORD).await);
        assert_eq!(about, json!({ "unit": "道路課", "on": "2026-04-03" }));
        next_day(&world, date(2026, 4, 2)).await;
        not_begun(sign_in(&world.stranger(), &name, PASSWORD).await);
        next_day(&world, date(2026, 4, 3)).await;
        sign_in(&world.stranger(), &name, PASSWORD).await.ok();
        // A day that is taken back is told no more.
        save(&world, &scene.admin, units(&scene.town, &[("総務課", "2026-04-01")])).await;
        assert_eq!(not_begun(sign_in(&world.stranger(), &name, PASSWORD).await), json!({ "unit": "道路課" }));
    });
}

#[test]
fn a_passkey_opens_nothing_before_its_owner_takes_part() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (_, mut passkey) = hara(&world, &scene).await;
        save(&world, &scene.admin, units(&scene.town, &[("道路課", "2026-04-01"), ("総務課", "2026-04-02")])).await;
        let desk = Browser::of(&world.stranger());
        assert_eq!(not_begun(desk.sign_in(&mut passkey).await)["on"], "2026-04-02");
        next_day(&world, date(2026, 4, 2)).await;
        desk.sign_in(&mut passkey).await.ok();
    });
}

#[test]
fn a_provider_opens_nothing_for_who_is_linked_or_comes_for_the_first_time_before_they_take_part() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let (admin, town) = (&trial.scene.admin, &trial.scene.town);
        save(&world, admin, units(town, &[("道路課", "2026-04-01")])).await;
        for _ in 0..2 {
            not_begun(trial.there_and_back(&world.stranger()).await);
        }
        save(&world, admin, units(town, &[("総務課", "2026-04-01")])).await;
        assert!(trial.there_and_back(&world.stranger()).await.status.is_success());
    });
}

#[test]
fn whoever_comes_new_during_a_pilot_is_outside_unless_they_are_chosen() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        save(&world, &scene.admin, units(&scene.town, &[("総務課", "2026-04-01")])).await;
        let new = |number: &str, unit: &str| {
            json!({
                "staff_number": number, "family_name": "林", "given_name": number, "family_reading": "はやし",
                "given_reading": "", "employment": "regular",
                "posts": [{ "unit_id": scene.town.units[unit], "kind": "main", "valid_from": "2020-04-01" }],
            })
        };
        let inside = scene.admin.client.post("/people", new("a1", "総務課")).await.ok();
        let outside = scene.admin.client.post("/people", new("a2", "財政課")).await.ok();
        assert_eq!((&inside["person"]["active"], &inside["person"]["outside"]), (&json!(true), &Value::Null));
        assert_eq!((&outside["person"]["active"], &outside["person"]["outside"]), (&json!(false), &json!(true)));
        let open =
            async |made: &Value, number| sign_in(&world.stranger(), number, &text(&made["initial_password"])).await;
        open(&inside, "a1").await.ok();
        not_begun(open(&outside, "a2").await);
        // Letters with initial passwords are for those who may use them.
        let unused = scene.admin.client.get("/accounts?unused=true&limit=200").await.ok();
        let names: Vec<String> = items(&unused["items"]).iter().map(|one| text(&one["login"])).collect();
        assert!(!names.contains(&"a2".to_owned()), "{names:?}");
        // Who moves into a chosen unit comes with the move.
        let path = format!("/people/{}", id(&outside["person"]));
        let moved =
            json!({ "posts": [{ "unit_id": scene.town.units["総務課"], "kind": "main", "valid_from": "2020-04-01" }] });
        scene.admin.client.patch(&path, moved).await.ok();
        open(&outside, "a2").await.ok();
    });
}

#[test]
fn colleagues_find_them_in_the_chart_and_nowhere_where_somebody_is_chosen() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (hara, _) = roadman(&world, &scene).await;
        let home = room(&scene.sato, "private", "課", &[]).await;
        save(&world, &scene.admin, units(&scene.town, &[("総務課", "2026-04-01")])).await;
        assert!(!found(&scene.sato, "").await.contains(&"原 空".to_owned()));
        assert!(found(&scene.sato, "&outside=true").await.contains(&"原 空".to_owned()));
        assert!(found(&scene.admin, "&administered=true").await.contains(&"原 空".to_owned()));
        let shown = scene.sato.client.get(&format!("/people/{}", hara.id)).await.ok();
        assert_eq!(
            (&shown["active"], &shown["outside"], &shown["unit"]),
            (&json!(false), &json!(true), &json!("道路課"))
        );
        let people = json!({ "people": [hara.id] });
        for answer in [
            scene.sato.client.post("/directs", people.clone()).await,
            scene.sato.client.post(&format!("/rooms/{home}/members"), people.clone()).await,
        ] {
            assert!(!answer.status.is_success(), "{}", answer.body);
        }
        let heads = scene.sato.client.get("/units").await.ok();
        let roads = items(&heads["items"]).iter().find(|unit| unit["name"] == "道路課").expect("a unit");
        assert_eq!(roads["head_count"], 1, "the chart shows as many as it counts");
    });
}

#[test]
fn rooms_of_units_and_rules_have_those_who_take_part_and_others_join_as_newcomers_on_their_day() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (hara, name) = roadman(&world, &scene).await;
        save(&world, &scene.admin, units(&scene.town, &[("総務課", "2026-04-01"), ("道路課", "2026-04-02")])).await;
        let everybody = json!({ "id": new_id(), "kind": "rule", "name": "全職員", "rule": {} });
        let everybody = id(&scene.admin.client.post("/rooms", everybody).await.ok());
        assert!(!members(&scene.admin, &everybody).await.contains(&"原 空".to_owned()));
        let said = scene.admin.client.say(&everybody, "始めます").await;
        next_day(&world, date(2026, 4, 2)).await;
        assert!(members(&scene.admin, &everybody).await.contains(&"原 空".to_owned()));
        let token = crate::scene::token(&sign_in(&world.stranger(), &name, PASSWORD).await);
        let hara = Staff { client: world.stranger().with_token(Some(token)), ..hara };
        let mine = crate::scene::mine(&hara, &everybody).await;
        assert!(
            number(&mine["joined_seq"]) >= number(&said["seq"]),
            "what was said before is not counted against them"
        );
    });
}

#[test]
fn nobody_waits_for_them_to_read_and_they_stay_in_rooms_to_which_somebody_brought_them() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (hara, name) = roadman(&world, &scene).await;
        let home = room(&scene.sato, "private", "合同", &[&scene.ito, &hara]).await;
        let talk = direct(&scene.sato, &hara).await;
        save(&world, &scene.admin, units(&scene.town, &[("総務課", "2026-04-01")])).await;
        for room in [&home, &talk] {
            let said = scene.sato.client.say(room, "お知らせ").await;
            let readers = scene.sato.client.get(&format!("/messages/{}/receipts", id(&said))).await.ok();
            let waiting: Vec<String> =
                items(&readers["unread"]).iter().map(|one| text(&one["person"]["name"])).collect();
            assert!(!waiting.contains(&"原 空".to_owned()), "{waiting:?}");
        }
        let receipts = scene.sato.client.get(&format!("/rooms/{home}/receipts")).await.ok();
        let counted: i64 = items(&receipts["read"]).iter().map(|step| number(&step[1])).sum();
        assert_eq!((counted, number(&receipts["members"])), (2, 2), "{receipts}");
        assert!(members(&scene.sato, &home).await.contains(&"原 空".to_owned()));
        save(&world, &scene.admin, json!({ "chosen": false, "confirmation": "緑野市" })).await;
        let token = crate::scene::token(&sign_in(&world.stranger(), &name, PASSWORD).await);
        let hara = Staff { client: world.stranger().with_token(Some(token)), ..hara };
        assert_eq!(crate::scene::bodies(&hara, &home).await, ["お知らせ"]);
    });
}

#[test]
fn a_preview_says_who_comes_and_goes_and_how_many_accounts_were_never_used() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (_, name) = roadman(&world, &scene).await;
        let wanted = units(&scene.town, &[("総務課", "2026-04-01"), ("道路課", "2026-04-05")]);
        let before = scene.admin.client.get("/participation").await.ok();
        assert_eq!(
            (&before["chosen"], &before["outlook"]["inside"], &before["outlook"]["outside"]),
            (&json!(false), &json!(5), &json!(0))
        );
        let outlook = scene.admin.client.post("/participation/preview", wanted.clone()).await.ok();
        assert_eq!(
            outlook["steps"],
            json!([
                { "on": "2026-04-01", "come": 0, "go": 1, "unused": 0, "without_account": 0 },
                { "on": "2026-04-05", "come": 1, "go": 0, "unused": 0, "without_account": 0 },
            ])
        );
        assert_eq!(each(&outlook["going"], "name"), ["原 空"]);
        // Nothing has happened yet.
        sign_in(&world.stranger(), &name, PASSWORD).await.ok();
        let saved = save(&world, &scene.admin, wanted).await;
        assert_eq!(each(&saved["units"], "name"), ["総務課", "道路課"]);
        let after = scene.admin.client.get("/participation").await.ok();
        assert_eq!((&after["outlook"]["inside"], &after["outlook"]["outside"]), (&json!(4), &json!(1)));
        let acts = crate::scene::acts(&scene.admin).await;
        let record = acts.iter().find(|record| record["act"] == "directory.participation_changed").expect("a record");
        assert_eq!((&record["detail"]["only_chosen"], &record["detail"]["go_out"]), (&json!(true), &json!(1)));
    });
}

#[test]
fn sending_people_out_and_taking_everybody_in_is_confirmed_with_the_name_of_the_organisation() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        roadman(&world, &scene).await;
        let field = |answer: Answer| {
            let field = text(&answer.body["fields"][0]["field"]);
            assert_eq!(answer.refused(400), "invalid_input");
            field
        };
        let mut out = units(&scene.town, &[("総務課", "2026-04-01")]);
        for typed in [Value::Null, json!("青野市")] {
            out["confirmation"] = typed;
            assert_eq!(field(scene.admin.client.put("/participation", out.clone()).await), "confirmation");
        }
        save(&world, &scene.admin, units(&scene.town, &[("総務課", "2026-04-01")])).await;
        let mut all = units(&scene.town, &[("総務課", "2026-04-01")]);
        all["everybody_from"] = json!("2026-04-03");
        all["confirmation"] = Value::Null;
        assert_eq!(field(scene.admin.client.put("/participation", all.clone()).await), "confirmation");
        all["confirmation"] = json!("緑野市");
        save(&world, &scene.admin, all.clone()).await;
        // Until its day it is taken back without more ado, and others may be chosen besides.
        all["confirmation"] = Value::Null;
        save(&world, &scene.admin, all.clone()).await;
        all["everybody_from"] = Value::Null;
        save(&world, &scene.admin, all.clone()).await;
        all["everybody_from"] = json!("2026-04-03");
        all["confirmation"] = json!("緑野市");
        save(&world, &scene.admin, all).await;
        next_day(&world, date(2026, 4, 3)).await;
        let view = scene.admin.client.get("/participation").await.ok();
        assert_eq!((&view["chosen"], &view["outlook"]["outside"]), (&json!(false), &json!(0)));
    });
}

#[test]
fn administrators_are_inside_whatever_is_chosen_as_are_those_who_become_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (hara, name) = roadman(&world, &scene).await;
        let guest = crate::outsiders::new_guest(&scene.sato, "business");
        let guest = scene.admin.client.post("/guests", guest).await.ok();
        save(&world, &scene.admin, json!({ "chosen": true, "confirmation": "緑野市" })).await;
        scene.admin.client.get("/me").await.ok();
        assert_eq!(scene.sato.client.get("/me").await.refused(401), "sign_in_needed");
        let guests = scene.admin.client.get("/guests").await.ok();
        assert!(items(&guests["items"]).iter().all(|one| one["person"]["active"] == true), "{guest} {guests}");
        let account = format!("/accounts/{}", hara.account);
        scene.admin.client.patch(&account, json!({ "rights": "administrator" })).await.ok();
        sign_in(&world.stranger(), &name, PASSWORD).await.ok();
        scene.admin.client.patch(&account, json!({ "rights": "member" })).await.ok();
        not_begun(sign_in(&world.stranger(), &name, PASSWORD).await);
    });
}

#[test]
fn a_person_is_chosen_wherever_they_stand_and_what_is_none_is_named() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (hara, name) = roadman(&world, &scene).await;
        let one = |person: &str| json!({ "chosen": true, "persons": [{ "person_id": person, "from": "2026-04-01" }], "confirmation": "緑野市" });
        save(&world, &scene.admin, one(&hara.id.to_string())).await;
        sign_in(&world.stranger(), &name, PASSWORD).await.ok();
        let unknown = scene.admin.client.put("/participation", one("0000000000001")).await;
        assert_eq!(unknown.body["fields"], json!([{ "field": "persons[0]", "code": "unknown" }]));
        let stale = scene.admin.client.request(reqwest::Method::PUT, "/participation").header("if-match", "\"1\"");
        let stale = scene.admin.client.send(stale.json(&one(&hara.id.to_string()))).await;
        assert_eq!(stale.refused(412), "stale");
    });
}
