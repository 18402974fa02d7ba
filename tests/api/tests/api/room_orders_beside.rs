//! Rooms for many units, beside what else happens: another order, transfers, new names, rooms that are there.

use crate::room_orders::{act, get, of_the_mayor, ordered, rooms_of, with_the_mayor};
use crate::scene::{each, scene};
use harness::{everywhere, new_id, system};
use serde_json::json;

#[test]
fn two_like_orders_that_are_at_work_at_once_make_every_room_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (order, mayor) = with_the_mayor(&world, &scene).await;
        let orders = [ordered(&scene, &order).await, ordered(&scene, &of_the_mayor(&scene)).await];
        let units = ["総務課", "財政課", "道路課"].map(|unit| scene.town.units[unit]);
        // Both jobs have looked before either has made anything.
        for order in &orders {
            let order = order.parse().expect("an id");
            let portion = move |tx: &mut db::Tx<'_>| chat::service::orders::make_some(tx, order, 1, &units);
            assert!(world.test.db.write(system(scene.town.org), portion).await.expect("it goes on"));
        }
        world.run_jobs().await;
        assert_eq!(rooms_of(&mayor).await, ["市長と総務課", "市長と財政課", "市長と道路課"]);
        let made = [get(&scene, &orders[0]).await["made"].clone(), get(&scene, &orders[1]).await["made"].clone()];
        assert_eq!(made, [json!(3), json!(0)]);
    });
}

#[test]
fn whoever_is_named_stays_in_all_rooms_whatever_unit_they_are_in() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (mut order, _) = with_the_mayor(&world, &scene).await;
        order["scope"]["people"] = json!([scene.mori.id]);
        ordered(&scene, &order).await;
        world.run_jobs().await;
        let all = ["市長と総務課", "市長と財政課", "市長と道路課"];
        assert_eq!(rooms_of(&scene.mori).await, all);
        for unit in ["財政課", "道路課"] {
            let posts = json!([{ "unit_id": scene.town.units[unit], "kind": "main", "valid_from": "2020-04-01" }]);
            scene.admin.client.patch(&format!("/people/{}", scene.mori.id), json!({ "posts": posts })).await.ok();
            world.run_jobs().await;
            assert_eq!(rooms_of(&scene.mori).await, all, "transferred to {unit}");
        }
        let rule = json!({ "id": new_id(), "kind": "rule", "name": "室", "rule": { "people": [scene.mori.id] } });
        assert_eq!(scene.admin.client.post("/rooms", rule).await.refused(400), "invalid_input");
    });
}

#[test]
fn a_unit_whose_name_has_grown_too_long_holds_up_no_other() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (mut order, mayor) = with_the_mayor(&world, &scene).await;
        order["scope"]["pattern"] = json!(format!("{{課}}{}", "と市長".repeat(18)));
        let made = ordered(&scene, &order).await;
        world.run_jobs().await;
        for (unit, name) in [("財政課", "財".repeat(90)), ("道路課", "土木課".to_owned())] {
            let path = format!("/units/{}", scene.town.units[unit]);
            scene.admin.client.patch(&path, json!({ "name": name })).await.ok();
        }
        act(&scene, &made, "run").await;
        world.run_jobs().await;
        assert_eq!(get(&scene, &made).await["state"], "made");
        let names = rooms_of(&mayor).await;
        assert!(names.contains(&"財".repeat(80)) && names.iter().any(|name| name.starts_with("土木課")), "{names:?}");
    });
}

#[test]
fn a_room_of_that_name_in_which_others_are_is_told_from_one_that_is_there() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (order, mayor) = with_the_mayor(&world, &scene).await;
        let rule = json!({ "units": [scene.town.units["財政課"]], "max_rank": 1 });
        let own = json!({ "id": new_id(), "kind": "rule", "name": "市長と財政課", "rule": rule });
        scene.admin.client.post("/rooms", own).await.ok();
        let look = scene.admin.client.post("/room-orders/preview", order["scope"].clone()).await.ok();
        assert_eq!(each(&look["items"], "state"), ["new", "other", "new"]);
        ordered(&scene, &order).await;
        world.run_jobs().await;
        assert_eq!(rooms_of(&mayor).await, ["市長と総務課", "市長と道路課"]);
    });
}
