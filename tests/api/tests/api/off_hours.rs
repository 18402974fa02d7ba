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

/// The names of the units that somebody is told of, with how much they said in the last month that is over, and how much of that called people.
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
fn only_what_is_said_while_offices_are_closed_is_counted_once_and_by_section_and_told_when_the_month_is_over() {
    everywhere(|world| async move {
        set(&world, DAY, 17, 14);
        let Shared { scene, .. } = shared(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        scene.sato.client.say(&home, "就業中です").await;
        set(&world, DAY, 17, 15);
        let said = json!({ "id": new_id(), "body": "夜分にすみません" });
        for _ in 0..2 {
            scene.sato.client.post(&format!("/rooms/{home}/messages"), said.clone()).await.ok();
        }
        // Several in the same moment, and one of them to somebody alone.
        let two = direct(&scene.ito, &scene.mori).await;
        let own = scene.ito.client.say(&two, "起きていますか");
        let (first, second) = (scene.sato.client.say(&home, "一"), scene.ito.client.say(&home, "二"));
        let third = scene.sato.client.say(&home, "三");
        join_all([first, second, third]).await;
        own.await;
        let calling = format!("<@{}> お願いします", scene.ito.id);
        scene.sato.client.say(&home, &calling).await;
        let report = scene.admin.client.get("/off-hours").await.ok();
        assert_eq!((&report["months"][0], &report["months"][11]), (&json!("2025-04"), &json!("2026-03")));
        assert!(!report.to_string().contains("\"said\":6"), "of a month that goes on nothing is told");
        // On a Saturday of the next month.
        set(&world, date(2026, 5, 2), 10, 0);
        scene.sato.client.say(&home, "休日出勤です").await;
        assert_eq!(told(&scene.admin).await, general(6, 2));
        let report = scene.admin.client.get("/off-hours").await.ok();
        assert_eq!(report["months"][11], "2026-04");
    });
}

/// A city in which two of few people speak late on the last day of April, seen on the first of May.
async fn late(world: &World, more: &[&'static str]) -> Shared {
    set(world, DAY, 22, 0);
    let shared = shared(world).await;
    for family in more {
        let new = harness::NewStaff::named(family, "一", ("ほう", "はじめ")).of("総務部");
        shared.scene.town.staff(world, new).await;
    }
    let home = room(&shared.hara, "private", "財政", &[&shared.chief]).await;
    for body in ["予算の件です", "資料はまだですか", "明日で構いません", "お先に失礼します"]
    {
        shared.hara.client.say(&home, body).await;
    }
    for body in ["明日にしましょう", "了解です"] {
        shared.chief.client.say(&home, body).await;
    }
    set(world, date(2026, 5, 1), 9, 0);
    shared
}

#[test]
fn whoever_are_fewer_than_five_are_never_told_alone() {
    everywhere(|world| async move {
        // Two in 総務部 and 財政課 together, and nobody else above them.
        let Shared { scene, .. } = late(&world, &[]).await;
        assert_eq!(told(&scene.admin).await, general(0, 0));
    });
}

#[test]
fn whoever_are_fewer_than_five_are_told_with_those_around_them_in_steps_of_five() {
    everywhere(|world| async move {
        let Shared { scene, hara, .. } = late(&world, &["西", "東", "南"]).await;
        let now = told(&scene.admin).await;
        assert_eq!(now, [("総務部".to_owned(), json!(5), json!(0)), general(0, 0).remove(0)]);
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
        set(&world, date(2026, 5, 1), 9, 0);
        assert_eq!(told(&scene.admin).await.len(), 2);
        assert_eq!(told(&oka).await, general(0, 0));
        assert_eq!(scene.sato.client.get("/off-hours").await.refused(404), "not_found");
        world.stranger().get("/off-hours").await.refused(401);
    });
}
