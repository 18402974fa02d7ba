//! 時間外の発信: how much is said outside the hours of offices is told by section and month, and of nobody.

use crate::grants::{Shared, shared};
use crate::later::HOUR;
use crate::scene::{direct, items, room};
use futures_util::future::join_all;
use harness::{Staff, World, everywhere, new_id};
use jiff::civil::{Date, date};
use kernel::Jst;
use serde_json::{Value, json};
use std::time::Duration;

/// A Thursday on which offices are open, after a holiday.
const DAY: Date = date(2026, 4, 30);

fn set(world: &World, day: Date, hours: u32, minutes: u64) {
    world.clock().set(Jst::start_of(day).plus(hours * HOUR + Duration::from_secs(minutes * 60)));
}

/// The names of the units that somebody is told of, with how much they said this month, and how much of that called people.
async fn told(by: &Staff) -> Vec<(String, Value, Value)> {
    let report = by.client.get("/off-hours").await.ok();
    assert_eq!(items(&report["months"]).len(), 12);
    let last = |unit: &Value| unit["months"][11].clone();
    let row = |unit: &Value| {
        let name = unit["name"].as_str().unwrap_or_default().to_owned();
        (name, last(unit)["said"].clone(), last(unit)["called"].clone())
    };
    items(&report["units"]).iter().map(row).collect()
}

fn general(said: i64, called: i64) -> Vec<(String, Value, Value)> {
    vec![("総務課".to_owned(), json!(said), json!(called))]
}

#[test]
fn only_what_is_said_while_offices_are_closed_is_counted_once_and_by_section() {
    everywhere(|world| async move {
        set(&world, DAY, 17, 14);
        let Shared { scene, .. } = shared(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        scene.sato.client.say(&home, "就業中です").await;
        assert_eq!(told(&scene.admin).await, general(0, 0));
        set(&world, DAY, 17, 15);
        let said = json!({ "id": new_id(), "body": "夜分にすみません" });
        for _ in 0..2 {
            scene.sato.client.post(&format!("/rooms/{home}/messages"), said.clone()).await.ok();
        }
        assert_eq!(told(&scene.admin).await, general(1, 0));
        // Several in the same moment, and one of them to somebody alone.
        let two = direct(&scene.ito, &scene.mori).await;
        let own = scene.ito.client.say(&two, "起きていますか");
        let (first, second) = (scene.sato.client.say(&home, "一"), scene.ito.client.say(&home, "二"));
        let third = scene.sato.client.say(&home, "三");
        join_all([first, second, third]).await;
        own.await;
        assert_eq!(told(&scene.admin).await, general(5, 1));
        let calling = format!("<@{}> お願いします", scene.ito.id);
        scene.sato.client.say(&home, &calling).await;
        assert_eq!(told(&scene.admin).await, general(6, 2));
        // The next month, on a Saturday.
        set(&world, date(2026, 5, 2), 10, 0);
        scene.sato.client.say(&home, "休日出勤です").await;
        let report = scene.admin.client.get("/off-hours").await.ok();
        let months = &report["units"][0]["months"];
        assert_eq!((&months[10]["said"], &months[11]["said"]), (&json!(6), &json!(1)));
        assert_eq!((&report["months"][0], &report["months"][11]), (&json!("2025-06"), &json!("2026-05")));
    });
}

#[test]
fn whoever_are_fewer_than_five_are_told_with_those_around_them_and_never_alone() {
    everywhere(|world| async move {
        set(&world, DAY, 22, 0);
        let Shared { scene, hara, chief, .. } = shared(&world).await;
        let home = room(&hara, "private", "財政", &[&chief]).await;
        hara.client.say(&home, "予算の件です").await;
        chief.client.say(&home, "明日にしましょう").await;
        // Two in 総務部 and 財政課 together, and nobody else above them.
        assert_eq!(told(&scene.admin).await, general(0, 0));
        for family in ["西", "東", "南"] {
            let new = harness::NewStaff::named(family, "一", ("ほう", "はじめ")).of("総務部");
            scene.town.staff(&world, new).await;
        }
        let now = told(&scene.admin).await;
        assert_eq!(now, [("総務部".to_owned(), json!(2), json!(0)), general(0, 0).remove(0)]);
        let text = scene.admin.client.get("/off-hours").await.ok().to_string();
        assert!(!text.contains(&hara.id.to_string()), "nobody stands in it");
    });
}

#[test]
fn who_looks_after_people_is_told_of_their_units_alone_and_nobody_else_of_any() {
    everywhere(|world| async move {
        set(&world, DAY, 22, 0);
        let Shared { scene, oka, chief, .. } = shared(&world).await;
        for family in ["西", "東", "南", "北"] {
            let new = harness::NewStaff::named(family, "一", ("ほう", "はじめ")).of("総務部");
            scene.town.staff(&world, new).await;
        }
        let home = room(&chief, "private", "部", &[]).await;
        chief.client.say(&home, "部の話").await;
        assert_eq!(told(&scene.admin).await.len(), 2);
        assert_eq!(told(&oka).await, general(0, 0));
        assert_eq!(scene.sato.client.get("/off-hours").await.refused(404), "not_found");
        world.stranger().get("/off-hours").await.refused(401);
    });
}
