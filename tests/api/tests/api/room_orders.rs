//! まとめて作る: a room with each of many units, such as the mayor's with every section.

use crate::scene::{Scene, bodies, each, id, items, mine, next_day, number, scene, scene_of, text, unread};
use harness::{NewStaff, Staff, World, everywhere, new_id, system};
use jiff::civil::date;
use serde_json::{Value, json};

/// The mayor with each section: the order, and who the mayor is.
pub async fn with_the_mayor(world: &World, scene: &Scene) -> (Value, Staff) {
    let mayor = NewStaff::named("原", "光", ("はら", "ひかる")).of("緑野市").as_title("市長");
    let mayor = scene.town.staff(world, mayor).await;
    for (family, unit) in [("林", "財政課"), ("岡", "道路課")] {
        scene.town.staff(world, NewStaff::named(family, "豊", ("はやし", "ゆたか")).of(unit)).await;
    }
    (of_the_mayor(scene), mayor)
}

pub fn of_the_mayor(scene: &Scene) -> Value {
    let titles = [scene.town.titles["市長"]];
    json!({
        "id": new_id(), "purpose": "市長と{課}で話します", "opening": { "first": "{課}の皆さん、ここで市長に相談できます。", "headings": ["市長から{課}へ"] },
        "scope": { "sort": "with", "kinds": ["section"], "pattern": "市長と{課}", "titles": titles },
    })
}

pub async fn ordered(scene: &Scene, order: &Value) -> String {
    let made = scene.admin.client.post("/room-orders", order.clone()).await;
    assert_eq!(made.status, 201, "{}", made.body);
    id(&made.body)
}

pub async fn act(scene: &Scene, order: &str, act: &str) -> Value {
    scene.admin.client.post(&format!("/room-orders/{order}/{act}"), json!({})).await.ok()
}

pub async fn get(scene: &Scene, order: &str) -> Value {
    scene.admin.client.get(&format!("/room-orders/{order}")).await.ok()
}

/// The rooms that an order stands for: what they are called, whether they are there, how many are in them.
async fn planned(scene: &Scene, order: &str) -> Vec<(String, String, i64)> {
    let found = scene.admin.client.get(&format!("/room-orders/{order}/rooms")).await.ok();
    rows(&found)
}

fn rows(found: &Value) -> Vec<(String, String, i64)> {
    let row = |room: &Value| (text(&room["name"]), text(&room["state"]), number(&room["members"]));
    items(&found["items"]).iter().map(row).collect()
}

fn told(rows: &[(&str, &str, i64)]) -> Vec<(String, String, i64)> {
    rows.iter().map(|(name, state, members)| ((*name).to_owned(), (*state).to_owned(), *members)).collect()
}

/// The names of somebody's rooms, in their order.
pub async fn rooms_of(staff: &Staff) -> Vec<String> {
    let mut names = each(&staff.client.bootstrap().await["rooms"], "name");
    names.sort();
    names
}

/// The room of somebody's that is called so.
async fn called(staff: &Staff, name: &str) -> String {
    let first = staff.client.bootstrap().await;
    let room = items(&first["rooms"]).iter().find(|room| room["name"] == name).cloned();
    id(&room.unwrap_or_else(|| panic!("no room {name}")))
}

#[test]
fn the_mayor_gets_a_room_with_every_section_after_a_look_at_what_would_be_made() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (order, mayor) = with_the_mayor(&world, &scene).await;
        let look = scene.admin.client.post("/room-orders/preview", order["scope"].clone()).await.ok();
        let new = told(&[("市長と総務課", "new", 5), ("市長と財政課", "new", 2), ("市長と道路課", "new", 2)]);
        assert_eq!(rows(&look), new);
        assert_eq!(rooms_of(&mayor).await, [""; 0], "a look makes nothing");

        let made = ordered(&scene, &order).await;
        let begun = get(&scene, &made).await;
        assert_eq!((&begun["state"], &begun["total"], &begun["done"]), (&json!("making"), &json!(3), &json!(0)));
        world.run_jobs().await;
        let over = get(&scene, &made).await;
        assert_eq!((&over["state"], &over["done"], &over["made"]), (&json!("made"), &json!(3), &json!(3)));
        let there = told(&[("市長と総務課", "there", 5), ("市長と財政課", "there", 2), ("市長と道路課", "there", 2)]);
        assert_eq!(planned(&scene, &made).await, there);

        assert_eq!(rooms_of(&mayor).await, ["市長と総務課", "市長と財政課", "市長と道路課"]);
        let home = called(&scene.sato, "市長と総務課").await;
        let begins = ["総務課の皆さん、ここで市長に相談できます。", "市長から総務課へ"];
        assert_eq!(bodies(&scene.sato, &home).await, begins);
        let seen = mayor.client.get(&format!("/rooms/{home}")).await.ok();
        assert_eq!((&seen["kind"], &seen["purpose"]), (&json!("rule"), &json!("市長と総務課で話します")));
        assert_eq!(mine(&mayor, &home).await["role"], "member", "the mayor does not look after all rooms");
        assert_eq!(mine(&scene.admin, &home).await["role"], "owner", "the highest of the section does");
        for staff in [&mayor, &scene.sato] {
            assert_eq!(unread(staff, &home).await, 0, "nobody is called to what it begins with");
        }
        scene.mori.client.say(&home, "道路の件で").await;
        assert_eq!(unread(&mayor, &home).await, 1);

        let acts = scene.admin.client.get("/audit?limit=200").await.ok();
        let acts = each(&acts["items"], "act");
        for act in ["chat.rooms_ordered", "chat.rooms_made"] {
            assert_eq!(acts.iter().filter(|known| *known == act).count(), 1, "{act}");
        }
    });
}

#[test]
fn the_same_order_makes_nothing_twice_and_another_like_it_finds_what_is_there() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (order, mayor) = with_the_mayor(&world, &scene).await;
        let made = ordered(&scene, &order).await;
        let again = scene.admin.client.post("/room-orders", order.clone()).await;
        assert_eq!((again.status.as_u16(), id(&again.body)), (200, made.clone()));
        world.run_jobs().await;
        for _ in 0..2 {
            act(&scene, &made, "run").await;
        }
        world.run_jobs().await;
        assert_eq!(rooms_of(&mayor).await.len(), 3);
        let look = scene.admin.client.post("/room-orders/preview", order["scope"].clone()).await.ok();
        assert_eq!(each(&look["items"], "state"), ["there", "there", "there"]);
        let other = ordered(&scene, &of_the_mayor(&scene)).await;
        world.run_jobs().await;
        assert_eq!(rooms_of(&mayor).await.len(), 3);
        assert_eq!(get(&scene, &other).await["made"], 0);
        act(&scene, &other, "undo").await;
        world.run_jobs().await;
        assert_eq!(planned(&scene, &made).await[0].1, "there", "what another order made is not its to close");
        let listed = scene.admin.client.get("/room-orders?limit=1").await.ok();
        let next = text(&listed["next"]);
        let rest = scene.admin.client.get(&format!("/room-orders?limit=1&cursor={next}")).await.ok();
        assert_eq!(rest["next"], Value::Null);
        let all = [each(&listed["items"], "id"), each(&rest["items"], "id")].concat();
        assert_eq!(sorted(all), sorted(vec![made, other]));
    });
}

#[test]
fn a_job_that_was_killed_on_its_way_goes_on_with_what_is_left() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (order, mayor) = with_the_mayor(&world, &scene).await;
        let made = ordered(&scene, &order).await;
        // What the job does in its first portion; then the program was gone.
        let (unit, order) = (scene.town.units["財政課"], made.parse().expect("an id"));
        let portion = move |tx: &mut db::Tx<'_>| chat::service::orders::make_some(tx, order, 1, &[unit]);
        assert!(world.test.db.write(system(scene.town.org), portion).await.expect("some are made"));
        assert_eq!(rooms_of(&mayor).await, ["市長と財政課"]);
        let half = get(&scene, &made).await;
        assert_eq!((&half["state"], &half["done"], &half["total"]), (&json!("making"), &json!(1), &json!(3)));
        world.run_jobs().await;
        assert_eq!(rooms_of(&mayor).await, ["市長と総務課", "市長と財政課", "市長と道路課"]);
        let over = get(&scene, &made).await;
        assert_eq!((&over["state"], &over["done"], &over["made"]), (&json!("made"), &json!(3), &json!(3)));
        // A job of before that comes once more finds nothing to do.
        let portion = move |tx: &mut db::Tx<'_>| chat::service::orders::make_some(tx, order, 1, &[unit]);
        assert!(!world.test.db.write(system(scene.town.org), portion).await.expect("nothing is made"));
        assert_eq!(rooms_of(&mayor).await.len(), 3);
    });
}

#[test]
fn a_stopped_order_makes_no_more_until_it_is_carried_out_again() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (order, mayor) = with_the_mayor(&world, &scene).await;
        let made = ordered(&scene, &order).await;
        assert_eq!(act(&scene, &made, "stop").await["state"], "stopped");
        assert_eq!(act(&scene, &made, "stop").await["state"], "stopped");
        world.run_jobs().await;
        assert_eq!(rooms_of(&mayor).await, [""; 0]);
        assert_eq!(act(&scene, &made, "run").await["state"], "making");
        let refused = scene.admin.client.post(&format!("/room-orders/{made}/undo"), json!({})).await;
        assert_eq!(refused.refused(409), "chat.order_moves");
        world.run_jobs().await;
        assert_eq!(rooms_of(&mayor).await.len(), 3);
    });
}

#[test]
fn undoing_closes_the_rooms_in_which_nobody_has_written_and_no_others() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (order, mayor) = with_the_mayor(&world, &scene).await;
        let made = ordered(&scene, &order).await;
        world.run_jobs().await;
        let talked = called(&scene.sato, "市長と総務課").await;
        scene.sato.client.say(&talked, "ありがとうございます").await;
        let replied = called(&mayor, "市長と道路課").await;
        let page = mayor.client.get(&format!("/rooms/{replied}/messages")).await.ok();
        let first = items(&page["messages"]).iter().find(|message| message["kind"] == "text").map(id).expect("words");
        crate::scene::reply(&mayor, &replied, &first, "よろしく").await;

        assert_eq!(act(&scene, &made, "undo").await["state"], "undoing");
        assert_eq!(act(&scene, &made, "undo").await["state"], "undoing");
        world.run_jobs().await;
        let over = get(&scene, &made).await;
        assert_eq!((&over["state"], &over["made"]), (&json!("undone"), &json!(2)));
        for (name, closed) in [("市長と総務課", false), ("市長と財政課", true), ("市長と道路課", false)]
        {
            let room = called(&mayor, name).await;
            let room = mayor.client.get(&format!("/rooms/{room}")).await.ok();
            assert_eq!(room["archived_at"].is_string(), closed, "{name}");
        }
        let states: Vec<String> = planned(&scene, &made).await.into_iter().map(|(_, state, _)| state).collect();
        assert_eq!(states, ["there", "new", "there"]);
    });
}

#[test]
fn new_units_get_their_rooms_and_renamed_ones_their_names_when_it_is_carried_out_again() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (order, mayor) = with_the_mayor(&world, &scene).await;
        let made = ordered(&scene, &order).await;
        world.run_jobs().await;
        let own = called(&mayor, "市長と財政課").await;
        let named = json!({ "name": "市長の財政相談" });
        scene.admin.client.patch(&format!("/rooms/{own}"), named).await.ok();
        let units = &scene.town.units;
        for (unit, name) in [("財政課", "財務課"), ("道路課", "土木課")] {
            scene.admin.client.patch(&format!("/units/{}", units[unit]), json!({ "name": name })).await.ok();
        }
        let moved = json!({ "parent_id": units["総務部"] });
        scene.admin.client.patch(&format!("/units/{}", units["道路課"]), moved).await.ok();
        let new = json!({
            "name": "秘書課", "reading": "ひしょか", "kind": "section", "parent_id": units["総務部"], "order": 9,
            "valid_from": "2026-04-01",
        });
        let new = text(&scene.admin.client.post("/units", new).await.body["id"]);
        let rows = planned(&scene, &made).await;
        let states: Vec<(&str, &str)> = rows.iter().map(|(name, state, _)| (name.as_str(), state.as_str())).collect();
        let expected = [
            ("市長と総務課", "there"),
            ("市長と財務課", "there"),
            ("市長と土木課", "renamed"),
            ("市長と秘書課", "empty"),
        ];
        assert_eq!(sorted(states), sorted(expected.to_vec()));
        let posts = json!([{ "unit_id": new, "kind": "main", "valid_from": "2020-04-01" }]);
        scene.admin.client.patch(&format!("/people/{}", scene.mori.id), json!({ "posts": posts })).await.ok();
        world.run_jobs().await;
        assert_eq!(rooms_of(&scene.mori).await, [""; 0], "whoever left the section is in its room no more");

        act(&scene, &made, "run").await;
        assert_eq!(get(&scene, &made).await["total"], 2);
        world.run_jobs().await;
        assert_eq!(rooms_of(&mayor).await, ["市長と土木課", "市長と秘書課", "市長と総務課", "市長の財政相談"]);
        assert_eq!(rooms_of(&scene.mori).await, ["市長と秘書課"]);
        assert_eq!(get(&scene, &made).await["made"], 4);
    });
}

fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list
}

#[test]
fn a_unit_that_is_closed_before_its_turn_gets_no_room_when_the_order_goes_on() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (order, mayor) = with_the_mayor(&world, &scene).await;
        let made = ordered(&scene, &order).await;
        act(&scene, &made, "stop").await;
        let road = scene.admin.client.get("/people?q=%E5%B2%A1").await.ok();
        let road = text(&items(&road["items"])[0]["id"]);
        let leave = json!({ "date": "2026-04-01" });
        scene.admin.client.post(&format!("/people/{road}/leave"), leave).await.ok();
        next_day(&world, date(2026, 4, 2)).await;
        let close = format!("/units/{}/close", scene.town.units["道路課"]);
        let closed = scene.admin.client.post(&close, json!({ "valid_to": "2026-04-02" })).await;
        assert_eq!(closed.status, 204, "{}", closed.body);
        next_day(&world, date(2026, 4, 3)).await;
        act(&scene, &made, "run").await;
        world.run_jobs().await;
        assert_eq!(rooms_of(&mayor).await.len(), 2);
        assert_eq!(rooms_of(&mayor).await.iter().filter(|name| name.contains("道路課")).count(), 0);
        assert_eq!(get(&scene, &made).await["state"], "made");
        assert_eq!(planned(&scene, &made).await.len(), 2, "the unit is nothing of the order's any more");
    });
}

#[test]
fn the_next_mayor_is_in_all_rooms_on_the_day_and_the_last_one_in_none() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (order, mayor) = with_the_mayor(&world, &scene).await;
        ordered(&scene, &order).await;
        world.run_jobs().await;
        let titled = [scene.town.titles["市長"]];
        let rule = json!({ "units": [scene.town.units["財政課"]], "titles": titled });
        let look = scene.admin.client.post("/rooms/preview-rule", rule).await.ok();
        assert_eq!(each(&look["sample"], "name"), ["原 光", "林 豊"], "who holds the title comes besides");
        let next = scene.town.staff(&world, NewStaff::named("南", "遥", ("みなみ", "はるか")).of("財政課")).await;
        world.run_jobs().await;
        assert_eq!(rooms_of(&next).await, ["市長と財政課"]);
        let (city, title) = (scene.town.units["緑野市"], scene.town.titles["市長"]);
        let elected = json!([{ "unit_id": city, "title_id": title, "kind": "main", "valid_from": "2020-04-01" }]);
        let posts = json!([{ "unit_id": city, "kind": "main", "valid_from": "2020-04-01" }]);
        for (staff, posts) in [(&mayor, posts), (&next, elected)] {
            scene.admin.client.patch(&format!("/people/{}", staff.id), json!({ "posts": posts })).await.ok();
        }
        world.run_jobs().await;
        assert_eq!(rooms_of(&next).await, ["市長と総務課", "市長と財政課", "市長と道路課"]);
        assert_eq!(rooms_of(&mayor).await, [""; 0]);
    });
}

#[test]
fn each_unit_gets_its_own_room_where_it_has_none() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        with_the_mayor(&world, &scene).await;
        let own = json!({
            "id": new_id(), "kind": "unit", "name": "総務課の部屋", "unit_id": scene.town.units["総務課"],
        });
        scene.admin.client.post("/rooms", own).await.ok();
        let scope =
            json!({ "sort": "own", "kinds": ["section"], "pattern": "{課}", "without": [scene.town.units["道路課"]] });
        let order =
            json!({ "id": new_id(), "scope": scope, "opening": { "no_forwarding": true, "downloads": "staff" } });
        let made = ordered(&scene, &order).await;
        let before = planned(&scene, &made).await;
        assert_eq!(before, told(&[("総務課", "there", 4), ("財政課", "new", 1)]));
        world.run_jobs().await;
        assert_eq!(planned(&scene, &made).await, told(&[("総務課", "there", 4), ("財政課", "there", 1)]));
        let found = scene.admin.client.get(&format!("/room-orders/{made}/rooms")).await.ok();
        let room = text(&items(&found["items"])[1]["room_id"]);
        let room = scene.admin.client.get(&format!("/rooms/{room}")).await.ok();
        assert_eq!((&room["kind"], &room["no_forwarding"]), (&json!("unit"), &json!(true)));
        assert_eq!(room["downloads"], "staff");
        assert_eq!(room["unit_id"], scene.town.units["財政課"].to_string());
    });
}

#[test]
fn an_order_has_its_bounds_and_is_an_administrators() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (order, mayor) = with_the_mayor(&world, &scene).await;
        let fault = |scope: Value| {
            let order = json!({ "id": new_id(), "scope": scope });
            let client = scene.admin.client.clone();
            async move {
                let refused = client.post("/room-orders", order).await;
                assert_eq!(refused.status, 400, "{}", refused.body);
                (text(&refused.body["fields"][0]["field"]), text(&refused.body["fields"][0]["code"]))
            }
        };
        let faulty = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        assert_eq!(fault(json!({ "pattern": "市長の部屋" })).await, faulty("pattern", "no_slot"));
        assert_eq!(fault(json!({ "pattern": " " })).await, faulty("pattern", "missing"));
        let nobody = json!({ "sort": "with", "pattern": "市長と{課}" });
        assert_eq!(fault(nobody).await, faulty("people", "missing"));
        let other = scene_of(&world, "青浜町").await;
        let strangers = json!({ "sort": "with", "pattern": "市長と{課}", "people": [other.sato.id] });
        assert_eq!(fault(strangers).await, faulty("people", "unknown"));
        let titles = json!({ "sort": "with", "pattern": "市長と{課}", "titles": [other.town.titles["市長"]] });
        assert_eq!(fault(titles).await, faulty("titles", "unknown"));

        let made = ordered(&scene, &order).await;
        for staff in [&scene.sato, &mayor, &other.admin] {
            staff.client.get(&format!("/room-orders/{made}")).await.refused(404);
            staff.client.post(&format!("/room-orders/{made}/undo"), json!({})).await.refused(404);
        }
        assert_eq!(other.admin.client.post("/room-orders", order).await.refused(409), "id_taken");
    });
}

#[test]
fn an_order_of_somebody_who_administers_no_more_stops_and_says_so() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (order, mayor) = with_the_mayor(&world, &scene).await;
        let second = NewStaff::named("西村", "司", ("にしむら", "つかさ")).administrator();
        let second = scene.town.staff(&world, second).await;
        let made = id(&second.client.post("/room-orders", order).await.ok());
        let rights = json!({ "rights": "member" });
        scene.admin.client.patch(&format!("/accounts/{}", second.account), rights).await.ok();
        world.run_jobs().await;
        let seen = get(&scene, &made).await;
        assert_eq!((&seen["state"], &seen["trouble"]), (&json!("stopped"), &json!("not_allowed")));
        assert_eq!(rooms_of(&mayor).await, [""; 0]);
        act(&scene, &made, "run").await;
        world.run_jobs().await;
        assert_eq!(rooms_of(&mayor).await.len(), 3, "another administrator goes on with it");
    });
}

#[test]
fn four_hundred_units_get_their_rooms_in_portions() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (order, mayor) = with_the_mayor(&world, &scene).await;
        let (org, parent) = (scene.town.org, scene.town.units["建設部"]);
        let many = move |tx: &mut db::Tx<'_>| many_sections(tx, parent, 397);
        world.test.db.write(system(org), many).await.expect("many sections");
        let made = ordered(&scene, &order).await;
        world.run_jobs().await;
        let over = get(&scene, &made).await;
        assert_eq!((&over["state"], &over["made"], &over["total"]), (&json!("made"), &json!(400), &json!(400)));
        let rooms = mayor.client.bootstrap().await["rooms"].as_array().map(Vec::len);
        assert_eq!(rooms, Some(400));
        act(&scene, &made, "undo").await;
        world.run_jobs().await;
        assert_eq!(get(&scene, &made).await["made"], 0);
    });
}

/// Sections with a clerk each.
fn many_sections(tx: &mut db::Tx<'_>, parent: directory::model::UnitId, count: usize) -> kernel::Result<()> {
    use directory::model::{Employment, NewPerson, NewPost, NewUnit, PostKind, UnitKind};
    let org = tx.actor().org;
    tx.lock(db::Lock::Org(org))?;
    for number in 0..count {
        let unit = NewUnit {
            name: format!("第{number}課"),
            short_name: None,
            reading: "だいか".to_owned(),
            kind: UnitKind::Section,
            parent_id: Some(parent),
            order: i64::try_from(number).unwrap_or(0) + 10,
            extension: None,
            valid_from: date(2005, 4, 1),
        };
        let id = tx.id();
        directory::store::units::insert_unit(tx, id, &unit, None)?;
        let clerk = NewPerson {
            id: None,
            staff_number: format!("k{number:09}"),
            family_name: "小川".to_owned(),
            given_name: format!("{number}"),
            family_reading: "おがわ".to_owned(),
            given_reading: "ひと".to_owned(),
            employment: Employment::Regular,
            email: None,
            extension: None,
            mobile: None,
            posts: vec![NewPost {
                unit_id: id,
                title_id: None,
                kind: PostKind::Main,
                valid_from: date(2020, 4, 1),
                valid_to: None,
            }],
        };
        directory::service::insert_person_unchecked(tx, &clerk)?;
    }
    directory::store::units::repath(tx).map(|_| ())
}
