//! Units, titles and posts.

use crate::scene::{each, id, items, next_day, number, scene, settled, text};
use harness::{Staff, everywhere};
use jiff::civil::date;
use reqwest::Method;
use serde_json::{Value, json};

async fn heads(staff: &Staff) -> Vec<(String, i64)> {
    let units = staff.client.get("/units").await.ok();
    items(&units["items"]).iter().map(|unit| (text(&unit["name"]), number(&unit["head_count"]))).collect()
}

fn counted(pairs: &[(&str, i64)]) -> Vec<(String, i64)> {
    pairs.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

fn section(name: &str, parent: &impl serde::Serialize, order: i64) -> Value {
    json!({
        "name": name, "reading": "よみ", "kind": "section", "parent_id": parent, "order": order,
        "valid_from": "2026-04-01",
    })
}

async fn set_posts(admin: &Staff, of: &Staff, posts: Value) -> harness::Answer {
    admin.client.patch(&format!("/people/{}", of.id), json!({ "posts": posts })).await
}

#[test]
fn units_come_in_official_order_with_the_heads_of_their_subtrees() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let order = [("緑野市", 4), ("総務部", 4), ("総務課", 4), ("財政課", 0), ("建設部", 0), ("道路課", 0)];
        assert_eq!(heads(&scene.sato).await, counted(&order));
        let units = scene.sato.client.get("/units").await.ok();
        let depths: Vec<i64> = items(&units["items"]).iter().map(|unit| number(&unit["depth"])).collect();
        assert_eq!(depths, [0, 1, 2, 2, 1, 2]);
        let first = section("秘書課", &scene.town.units["総務部"], 0);
        let made = scene.admin.client.post("/units", first).await;
        assert_eq!(made.status, 201);
        let names: Vec<String> = heads(&scene.sato).await.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["緑野市", "総務部", "秘書課", "総務課", "財政課", "建設部", "道路課"]);
    });
}

#[test]
fn the_list_of_units_has_a_version_that_changes_with_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let first = scene.sato.client.get("/units").await;
        let tag = first.headers["etag"].clone();
        let again = || {
            let request = scene.sato.client.request(Method::GET, "/units").header("if-none-match", tag.clone());
            scene.sato.client.send(request)
        };
        let same = again().await;
        assert_eq!(same.status, 304);
        assert_eq!(same.body, Value::Null);
        let path = format!("/units/{}", scene.town.units["財政課"]);
        scene.admin.client.patch(&path, json!({ "name": "財務課" })).await.ok();
        assert_eq!(again().await.status, 200);
    });
}

#[test]
fn somebody_with_two_posts_is_one_head_and_stands_once_in_a_list() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let units = &scene.town.units;
        let posts = json!([
            { "unit_id": units["総務課"], "kind": "main", "valid_from": "2020-04-01" },
            { "unit_id": units["財政課"], "kind": "concurrent", "valid_from": "2020-04-01" },
            { "unit_id": units["道路課"], "kind": "acting", "valid_from": "2020-04-01" },
        ]);
        let person = set_posts(&scene.admin, &scene.sato, posts).await.ok();
        assert_eq!(each(&person["posts"], "kind"), ["main", "concurrent", "acting"]);
        assert_eq!(person["posts"][1]["unit_path"], "緑野市 総務部 財政課");
        let order = [("緑野市", 4), ("総務部", 4), ("総務課", 4), ("財政課", 1), ("建設部", 1), ("道路課", 1)];
        assert_eq!(heads(&scene.sato).await, counted(&order), "one head, wherever it is counted");
        for (unit, names) in [("緑野市", 4), ("総務部", 4), ("財政課", 1), ("建設部", 1)] {
            let list = scene.ito.client.get(&format!("/people?unit={}", units[unit])).await.ok();
            assert_eq!(items(&list["items"]).len(), names, "{unit}");
        }
    });
}

#[test]
fn who_has_left_is_no_head_any_more_and_does_not_keep_a_unit_open() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let posts = json!([{ "unit_id": scene.town.units["財政課"], "kind": "main", "valid_from": "2020-04-01" }]);
        set_posts(&scene.admin, &scene.sato, posts).await.ok();
        let close = format!("/units/{}/close", scene.town.units["財政課"]);
        let last = json!({ "valid_to": "2026-04-30" });
        assert_eq!(scene.admin.client.post(&close, last.clone()).await.refused(409), "directory.unit_in_use");
        let left = format!("/people/{}/leave", scene.sato.id);
        scene.admin.client.post(&left, json!({ "date": "2026-04-01" })).await.ok();
        next_day(&world, date(2026, 4, 2)).await;
        assert!(heads(&scene.ito).await.contains(&("財政課".to_owned(), 0)));
        assert_eq!(scene.admin.client.post(&close, last).await.status, 204);
    });
}

#[test]
fn a_unit_cannot_be_moved_under_itself() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let units = &scene.town.units;
        let path = format!("/units/{}", units["総務部"]);
        for below in ["総務部", "財政課"] {
            let answer = scene.admin.client.patch(&path, json!({ "parent_id": units[below] })).await;
            assert_eq!(answer.refused(409), "directory.unit_inside_itself", "{below}");
        }
        let unknown = scene.admin.client.patch(&path, json!({ "parent_id": "0000000000000" })).await;
        assert_eq!(unknown.body["fields"], json!([{ "field": "parent_id", "code": "unknown" }]));
        let moved = json!({ "parent_id": units["総務部"], "order": -1 });
        scene.admin.client.patch(&format!("/units/{}", units["建設部"]), moved).await.ok();
        let names: Vec<String> = heads(&scene.sato).await.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["緑野市", "総務部", "建設部", "道路課", "総務課", "財政課"]);
    });
}

#[test]
fn a_unit_that_moves_takes_its_people_along() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let units = &scene.town.units;
        let path = format!("/units/{}", units["総務課"]);
        scene.admin.client.patch(&path, json!({ "parent_id": units["建設部"], "name": "庶務課" })).await.ok();
        let person = scene.ito.client.get(&format!("/people/{}", scene.sato.id)).await.ok();
        assert_eq!(person["unit"], "庶務課");
        assert_eq!(person["posts"][0]["unit_path"], "緑野市 建設部 庶務課");
        let list = scene.ito.client.get(&format!("/people?unit={}", units["建設部"])).await.ok();
        assert_eq!(items(&list["items"]).len(), 4);
        let renamed = scene.ito.client.get("/people?q=%E5%BA%B6%E5%8B%99").await.ok();
        assert_eq!(items(&renamed["items"]).len(), 4, "the new name finds them");
    });
}

#[test]
fn a_unit_in_use_is_not_closed_and_a_closed_one_is_gone_the_day_after() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let units = &scene.town.units;
        let close = |unit: &str, last: &str| {
            let path = format!("/units/{}/close", units[unit]);
            let body = json!({ "valid_to": last });
            let admin = scene.admin.client.clone();
            async move { admin.post(&path, body).await }
        };
        assert_eq!(close("総務課", "2026-04-30").await.refused(409), "directory.unit_in_use", "people are in it");
        assert_eq!(close("建設部", "2026-04-30").await.refused(409), "directory.unit_in_use", "a unit is below it");
        assert_eq!(close("道路課", "2000-01-01").await.body["fields"][0]["code"], "before_begin");
        assert_eq!(close("道路課", "2026-04-01").await.status, 204);
        assert_eq!(heads(&scene.sato).await.len(), 6, "it is there until its last day");
        next_day(&world, date(2026, 4, 2)).await;
        assert_eq!(heads(&scene.sato).await.len(), 5);
        close("道路課", "2026-04-30").await.refused(404);
    });
}

#[test]
fn a_post_that_begins_tomorrow_counts_from_tomorrow_and_the_rooms_of_the_units_follow() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        scene.admin.client.put("/organisation/handover", json!({ "days": 0 })).await.ok();
        let units = &scene.town.units;
        let mut rooms = Vec::new();
        for unit in ["総務課", "財政課"] {
            let new = json!({ "id": harness::new_id(), "kind": "unit", "name": unit, "unit_id": units[unit] });
            rooms.push(id(&scene.admin.client.post("/rooms", new).await.ok()));
        }
        let posts = json!([
            { "unit_id": units["総務課"], "kind": "main", "valid_from": "2020-04-01", "valid_to": "2026-04-01" },
            { "unit_id": units["財政課"], "kind": "main", "valid_from": "2026-04-02" },
        ]);
        set_posts(&scene.admin, &scene.sato, posts).await.ok();
        world.run_jobs().await;
        let person = scene.ito.client.get(&format!("/people/{}", scene.sato.id)).await.ok();
        assert_eq!(person["unit"], "総務課");
        scene.sato.client.get(&format!("/rooms/{}", rooms[0])).await.ok();
        scene.sato.client.get(&format!("/rooms/{}", rooms[1])).await.refused(404);

        let mut live = settled(&scene.sato).await;
        next_day(&world, date(2026, 4, 2)).await;
        let mut rooms_told = Vec::new();
        while rooms_told.len() < 2 {
            let frame =
                live.until(|frame| frame["kind"] == "chat.room_left" || frame["kind"] == "chat.room_joined").await;
            rooms_told.push((text(&frame["kind"]), frame["p"].clone()));
        }
        rooms_told.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!((rooms_told[0].0.as_str(), id(&rooms_told[0].1["room"])), ("chat.room_joined", rooms[1].clone()));
        assert_eq!((rooms_told[1].0.as_str(), text(&rooms_told[1].1["room_id"])), ("chat.room_left", rooms[0].clone()));
        let person = scene.ito.client.get(&format!("/people/{}", scene.sato.id)).await.ok();
        assert_eq!(person["unit"], "財政課");
        scene.sato.client.get(&format!("/rooms/{}", rooms[0])).await.refused(404);
        let mine = scene.sato.client.get(&format!("/rooms/{}", rooms[1])).await.ok()["mine"].clone();
        assert_eq!((mine["derived"].clone(), mine["role"].clone()), (json!(true), json!("owner")));
        let (was, is) = (heads(&scene.ito).await[2].1, heads(&scene.ito).await[3].1);
        assert_eq!((was, is), (3, 1));
    });
}

#[test]
fn posts_must_make_sense() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let unit = scene.town.units["総務課"];
        let post = |kind: &str, from: &str, to: Option<&str>| json!({ "unit_id": unit, "kind": kind, "valid_from": from, "valid_to": to });
        let (admin, sato) = (&scene.admin, &scene.sato);
        let none = set_posts(admin, sato, json!([])).await;
        assert_eq!(none.refused(409), "directory.main_posts");
        let no_main = set_posts(admin, sato, json!([post("concurrent", "2026-04-01", None)])).await;
        assert_eq!(no_main.refused(409), "directory.main_posts");
        let two = json!([post("main", "2026-04-01", None), post("main", "2027-04-01", None)]);
        assert_eq!(set_posts(admin, sato, two).await.refused(409), "directory.main_posts");
        let backwards = set_posts(admin, sato, json!([post("main", "2026-04-01", Some("2026-03-31"))])).await;
        assert_eq!(backwards.body["fields"], json!([{ "field": "posts[0].valid_to", "code": "before_begin" }]));
        let nowhere = json!([{ "unit_id": "0000000000000", "kind": "main", "valid_from": "2026-04-01" }]);
        let nowhere = set_posts(admin, sato, nowhere).await;
        assert_eq!(nowhere.body["fields"], json!([{ "field": "posts[0].unit_id", "code": "unknown" }]));
        let in_turn = json!([post("main", "2026-04-01", Some("2027-03-31")), post("main", "2027-04-01", None)]);
        set_posts(admin, sato, in_turn).await.ok();
    });
}

#[test]
fn past_posts_are_for_administrators_and_for_the_person() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let unit = scene.town.units["総務課"];
        let posts = json!([
            { "unit_id": unit, "kind": "main", "valid_from": "2010-04-01", "valid_to": "2020-03-31" },
            { "unit_id": unit, "kind": "main", "valid_from": "2020-04-01" },
        ]);
        set_posts(&scene.admin, &scene.sato, posts).await.ok();
        let path = format!("/people/{}", scene.sato.id);
        for (viewer, count) in [(&scene.sato, 2), (&scene.admin, 2), (&scene.ito, 1)] {
            assert_eq!(items(&viewer.client.get(&path).await.ok()["posts"]).len(), count);
        }
    });
}

#[test]
fn titles_come_highest_first_and_a_promotion_moves_people_up() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let made = json!({ "name": "参事", "reading": "サンジ", "rank": 150 });
        let title = scene.admin.client.post("/titles", made.clone()).await.ok();
        assert_eq!(title["reading"], "さんじ");
        assert_eq!(scene.admin.client.post("/titles", made).await.refused(409), "directory.title_taken");
        let titles = scene.sato.client.get("/titles").await.ok();
        assert_eq!(each(&titles["items"], "name"), ["市長", "部長", "参事", "課長", "係長", "主査", "主事"]);
        let posts = json!([{
            "unit_id": scene.town.units["総務課"], "title_id": title["id"], "kind": "main", "valid_from": "2020-04-01",
        }]);
        set_posts(&scene.admin, &scene.mori, posts).await.ok();
        let ranked = scene.sato.client.get("/people?sort=rank").await.ok();
        assert_eq!(each(&ranked["items"], "name")[0], "森 葵");
        let lowered = json!({ "name": "参事", "reading": "さんじ", "rank": 9000 });
        scene.admin.client.patch(&format!("/titles/{}", id(&title)), lowered).await.ok();
        let ranked = scene.sato.client.get("/people?sort=rank").await.ok();
        assert_eq!(each(&ranked["items"], "name")[3], "森 葵");
        let absurd = json!({ "name": "神", "reading": "かみ", "rank": -1 });
        let refused = scene.admin.client.post("/titles", absurd).await;
        assert_eq!(refused.body["fields"], json!([{ "field": "rank", "code": "out_of_range" }]));
    });
}
