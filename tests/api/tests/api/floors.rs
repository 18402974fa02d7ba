//! フロア図: floors with a picture and points, who is at them, and what stays when they go.

use crate::barriers::nothing;
use crate::people::picture;
use crate::scene::{each, id, items, scene, scene_of, settled};
use crate::whereabouts::{at, morning, of, path, place};
use harness::{Answer, NewStaff, Staff, everywhere, new_id};
use image::ImageFormat;
use jiff::civil::date;
use reqwest::Method;
use serde_json::{Value, json};

/// A floor as it is sent, with points of these ids.
pub fn floor_of(place: &str, points: &[(&str, &str)]) -> Value {
    let points: Vec<Value> =
        points.iter().map(|(id, label)| json!({ "id": id, "label": label, "x": 250, "y": 500 })).collect();
    json!({ "id": new_id(), "place_id": place, "name": "3階", "order": 1, "points": points })
}

/// A floor with one point, 総務課: the ids of both.
pub async fn drawn(admin: &Staff, place: &str) -> [String; 2] {
    let point = new_id();
    let floor = admin.client.post("/floors", floor_of(place, &[(&point, "総務課")])).await.ok();
    [id(&floor), point]
}

async fn put_picture(staff: &Staff, floor: &str, bytes: Vec<u8>) -> Answer {
    let request = staff.client.request(Method::PUT, &format!("/floors/{floor}/picture"));
    staff.client.send(request.header("content-type", "image/png").body(bytes)).await
}

async fn people(who: &Staff, floor: &str) -> Vec<String> {
    each(&who.client.get(&format!("/floors/{floor}/people")).await.ok()["items"], "name")
}

#[test]
fn who_is_at_a_point_says_so_in_words_and_stands_on_the_map_in_kana_order() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hall = place(&scene, "本庁舎", 1).await;
        let [floor, point] = drawn(&scene.admin, &hall).await;
        for who in [&scene.sato, &scene.ito] {
            who.client.put("/me/whereabouts", json!({ "kind": "at_desk", "point_id": point })).await.ok();
        }
        let seen = of(&scene.ito, &scene.sato).await;
        assert_eq!((&seen["point_id"], &seen["place_id"]), (&json!(point), &json!(hall)));
        assert_eq!((&seen["place"], &seen["extension"]), (&json!("本庁舎 3階 総務課"), &json!("7000")));
        assert_eq!(people(&scene.mori, &floor).await, ["伊藤 健", "佐藤 花"]);
        let first = scene.mori.client.get(&format!("/floors/{floor}/people?limit=1")).await.ok();
        assert_eq!(each(&first["items"], "name"), ["伊藤 健"]);
        let next = first["next"].as_str().expect("another page");
        let second = scene.mori.client.get(&format!("/floors/{floor}/people?limit=1&cursor={next}")).await.ok();
        assert_eq!((each(&second["items"], "name"), &second["next"]), (vec!["佐藤 花".to_owned()], &Value::Null));
        scene.ito.client.put("/me/whereabouts", json!({ "kind": "out", "place": "県庁" })).await.ok();
        assert_eq!(people(&scene.mori, &floor).await, ["佐藤 花"]);
        let both = json!({ "point_id": point, "place": "県庁" });
        assert_eq!(scene.ito.client.put("/me/whereabouts", both).await.body["fields"][0]["code"], "unknown");
        let nowhere = json!({ "point_id": new_id() });
        assert_eq!(scene.ito.client.put("/me/whereabouts", nowhere).await.body["fields"][0]["field"], "point_id");
    });
}

#[test]
fn nobody_is_on_the_map_any_more_when_the_day_is_over() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hall = place(&scene, "本庁舎", 1).await;
        let [floor, point] = drawn(&scene.admin, &hall).await;
        morning(&world, 9, 0).await;
        let noon = at(date(2026, 4, 8), 12, 0);
        scene.sato.client.put("/me/whereabouts", json!({ "point_id": point, "until": noon })).await.ok();
        scene.ito.client.put("/me/whereabouts", json!({ "point_id": point })).await.ok();
        let friday = at(date(2026, 4, 11), 0, 0);
        scene.mori.client.put("/me/whereabouts", json!({ "point_id": point, "until": friday })).await.ok();
        assert_eq!(people(&scene.admin, &floor).await, ["伊藤 健", "佐藤 花", "森 葵"]);
        world.clock().set(noon);
        assert_eq!(people(&scene.admin, &floor).await, ["伊藤 健", "森 葵"], "what was said until noon has lapsed");
        world.clock().set(at(date(2026, 4, 9), 0, 0));
        assert_eq!(
            people(&scene.admin, &floor).await,
            ["森 葵"],
            "what was said for no certain time holds for its day"
        );
    });
}

#[test]
fn points_and_floors_that_go_or_are_renamed_take_their_people_with_them_in_words() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hall = place(&scene, "本庁舎", 1).await;
        let (desk, room) = (new_id(), new_id());
        let mut floor = floor_of(&hall, &[(&desk, "A-12"), (&room, "第一会議室")]);
        let made = scene.admin.client.post("/floors", floor.clone()).await.ok();
        let address = format!("/floors/{}", id(&made));
        scene.sato.client.put("/me/whereabouts", json!({ "point_id": desk })).await.ok();
        scene.ito.client.put("/me/whereabouts", json!({ "point_id": room })).await.ok();
        let mut live = settled(&scene.sato).await;
        floor["name"] = json!("三階");
        floor["points"].as_array_mut().expect("points").pop();
        let changed = scene.admin.client.put(&address, floor.clone()).await.ok();
        let told = live.event("directory.person_changed").await;
        assert_eq!(told["person"]["whereabouts"]["place"], "本庁舎 三階 A-12");
        let told = live.event("directory.floors_changed").await;
        assert_eq!(told, json!({ "floor": changed, "removed": false }));
        let left = of(&scene.mori, &scene.ito).await;
        assert_eq!((&left["place"], &left["point_id"]), (&json!("本庁舎 3階 第一会議室"), &Value::Null));
        assert_eq!(left["extension"], "7000", "and with the telephone there");
        // The place is called otherwise.
        let renamed = json!({ "name": "東庁舎", "reading": "ひがしちょうしゃ", "extension": "7100", "order": 1 });
        scene.admin.client.put(&format!("/places/{hall}"), renamed).await.ok();
        let seen = of(&scene.mori, &scene.sato).await;
        assert_eq!((&seen["place"], &seen["extension"]), (&json!("東庁舎 三階 A-12"), &json!("7100")));
        assert_eq!(scene.mori.client.get(&address).await.ok()["place"], "東庁舎");
        // The place goes, and its floor.
        scene.admin.client.delete(&format!("/places/{hall}")).await.ok();
        assert_eq!(scene.mori.client.get(&address).await.status.as_u16(), 404);
        let seen = of(&scene.mori, &scene.sato).await;
        assert_eq!((&seen["place"], &seen["place_id"]), (&json!("東庁舎 三階 A-12"), &Value::Null));
        for (act, times) in [("created", 1), ("changed", 1), ("removed", 1)] {
            let acts = scene.admin.client.get(&format!("/audit?act=directory.floor_{act}")).await.ok();
            assert_eq!(items(&acts["items"]).len(), times, "{act}");
        }
    });
}

#[test]
fn what_a_colleague_said_of_a_point_is_taken_back_to_the_point_or_to_its_words() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hall = place(&scene, "本庁舎", 1).await;
        let [floor, point] = drawn(&scene.admin, &hall).await;
        let words = "本庁舎 3階 総務課";
        let mut back = json!({ "kind": "at_desk", "place_id": hall, "point_id": point, "place": words });
        for expected in [json!(point), Value::Null] {
            scene.ito.client.put(&path(&scene.sato), json!({ "kind": "out" })).await.ok();
            back["undoes"] = of(&scene.sato, &scene.sato).await["since"].clone();
            scene.sato.client.put("/me/whereabouts", back.clone()).await.ok();
            let seen = of(&scene.ito, &scene.sato).await;
            assert_eq!(seen.get("point_id").cloned().unwrap_or_default(), expected);
            assert_eq!(seen["place"], words);
            scene.admin.client.delete(&format!("/floors/{floor}")).await;
        }
    });
}

#[test]
fn whose_presence_a_barrier_hides_is_not_on_the_map_for_others() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let kept = scene.town.staff(&world, NewStaff::named("原", "司", ("はら", "つかさ")).of("財政課")).await;
        let hall = place(&scene, "本庁舎", 1).await;
        let [floor, point] = drawn(&scene.admin, &hall).await;
        let mut leaves = nothing();
        leaves["find"] = json!(true);
        let barrier = json!({
            "name": "相談員", "protects": [{ "person_id": scene.ito.id }], "keepers": [{ "person_id": kept.id }], "leaves": leaves,
        });
        scene.admin.client.post("/barriers", barrier).await.ok();
        for who in [&scene.sato, &scene.ito] {
            who.client.put("/me/whereabouts", json!({ "point_id": point })).await.ok();
        }
        assert_eq!(people(&scene.mori, &floor).await, ["佐藤 花"]);
        assert_eq!(people(&scene.admin, &floor).await, ["佐藤 花"], "it binds administrators, too");
        assert_eq!(people(&kept, &floor).await, ["伊藤 健", "佐藤 花"]);
        // Nor does where a page ends tell of them.
        let first = scene.mori.client.get(&format!("/floors/{floor}/people?limit=1")).await.ok();
        assert_eq!((items(&first["items"])[0]["name"].as_str(), &first["next"]), (Some("佐藤 花"), &Value::Null));
        let other = scene_of(&world, "青浜町").await;
        assert_eq!(other.admin.client.get(&format!("/floors/{floor}/people")).await.status.as_u16(), 404);
        let there = json!({ "point_id": point });
        assert_eq!(other.sato.client.put("/me/whereabouts", there).await.body["fields"][0]["code"], "unknown");
    });
}

#[test]
fn the_picture_of_a_floor_is_drawn_anew_on_white_and_what_is_none_is_refused() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hall = place(&scene, "本庁舎", 1).await;
        let [floor, _] = drawn(&scene.admin, &hall).await;
        let before = scene.mori.client.get(&format!("/floors/{floor}/picture")).await;
        assert_eq!(before.status.as_u16(), 404);
        assert_eq!(put_picture(&scene.sato, &floor, picture(40, 20, ImageFormat::Png)).await.status.as_u16(), 404);
        let now = put_picture(&scene.admin, &floor, picture(3200, 1600, ImageFormat::Png)).await.ok();
        let kept = &now["picture"];
        assert_eq!((&kept["width"], &kept["height"]), (&json!(3000), &json!(1500)));
        assert_eq!(items(&now["points"]).len(), 1, "the points stay");
        let address = format!("/floors/{floor}/picture?v={}", kept["hash"].as_str().expect("a hash"));
        let response = scene.mori.client.request(Method::GET, &address).send().await.expect("the program answers");
        assert_eq!(response.headers()["content-type"], "image/jpeg");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        let drawn = image::load_from_memory(&response.bytes().await.expect("a body")).expect("a picture").to_rgb8();
        assert_eq!(drawn.dimensions(), (3000, 1500));
        let mut clear = std::io::Cursor::new(Vec::new());
        image::RgbaImage::new(8, 8).write_to(&mut clear, ImageFormat::Png).expect("a picture");
        put_picture(&scene.admin, &floor, clear.into_inner()).await.ok();
        let address = format!("/floors/{floor}/picture");
        let response = scene.mori.client.request(Method::GET, &address).send().await.expect("the program answers");
        let paper = image::load_from_memory(&response.bytes().await.expect("a body")).expect("a picture").to_rgb8();
        assert!(paper[(4, 4)].0.iter().all(|colour| *colour > 250), "what is transparent is paper");
        let script = put_picture(&scene.admin, &floor, b"<svg onload=alert(1)>".to_vec()).await;
        assert_eq!(script.refused(409), "directory.no_picture");
        let large = put_picture(&scene.admin, &floor, vec![0; (5 << 20) + 1]).await;
        assert_eq!(large.refused(413), "directory.photo_too_large");
        let acts = scene.admin.client.get("/audit?act=directory.floor_pictured").await.ok();
        assert_eq!(items(&acts["items"]).len(), 2);
    });
}

#[test]
fn a_floor_sent_twice_is_there_once_and_points_that_cannot_be_are_refused() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hall = place(&scene, "本庁舎", 1).await;
        let point = new_id();
        let new = floor_of(&hall, &[(&point, "総務課")]);
        let first = scene.admin.client.post("/floors", new.clone()).await.ok();
        assert_eq!(scene.admin.client.post("/floors", new.clone()).await.ok(), first);
        let listed = scene.ito.client.get("/floors").await.ok();
        assert_eq!((items(&listed["items"]).len(), &listed["items"][0]["points"]), (1, &json!([])));
        let found = scene.ito.client.get(&format!("/floors?point={point}")).await.ok();
        assert_eq!(found["items"], json!([first]), "a point leads to its floor");
        let nothing = scene.ito.client.get(&format!("/floors?point={}", new_id())).await.ok();
        assert_eq!(nothing["items"], json!([]));
        let again = floor_of(&hall, &[(&point, "総務課")]);
        assert_eq!(scene.admin.client.post("/floors", again).await.refused(409), "id_taken", "it is another floor's");
        let (long, outside) = ("あ".repeat(41), new_id());
        let mut wrong = floor_of(&hall, &[(&outside, &long)]);
        wrong["points"][0]["x"] = json!(1001);
        let refused = scene.admin.client.post("/floors", wrong).await;
        assert_eq!(each(&refused.body["fields"], "code"), ["too_long", "out_of_range"]);
        let unknown = scene.admin.client.post("/floors", floor_of(&new_id(), &[])).await;
        assert_eq!(unknown.body["fields"][0]["field"], "place_id");
        // Two editors do not overwrite each other.
        let address = format!("/floors/{}", id(&first));
        scene.admin.client.put(&address, new.clone()).await.ok();
        let stale =
            scene.admin.client.request(Method::PUT, &address).header("if-match", format!("\"{}\"", first["tick"]));
        assert_eq!(scene.admin.client.send(stale.json(&new)).await.refused(412), "stale");
    });
}
