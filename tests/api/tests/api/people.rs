//! Finding people, and what they say of themselves.

use crate::scene::{Scene, each, items, quoted, scene, text};
use futures_util::future::join_all;
use harness::{NewStaff, Staff, World, everywhere};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use kernel::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};
use std::io::Cursor;
use std::time::Duration;

async fn found(staff: &Staff, query: &str) -> Vec<String> {
    each(&staff.client.get(&format!("/people?{query}")).await.ok()["items"], "name")
}

async fn search(staff: &Staff, words: &str) -> Vec<String> {
    found(staff, &format!("q={}", quoted(words))).await
}

/// Seven people in three units, four of them of one rank; the administrator is the seventh.
async fn seven(world: &World) -> Scene {
    let scene = scene(world).await;
    let takahashi = NewStaff::named("髙橋", "桜", ("たかはし", "さくら")).of("道路課").as_title("係長");
    let watanabe = NewStaff::named("渡邉", "翔", ("わたなべ", "しょう")).of("財政課").as_title("部長");
    scene.town.staff(world, takahashi).await;
    scene.town.staff(world, watanabe).await;
    scene.town.staff(world, NewStaff::named("佐藤", "花", ("さとう", "はな")).of("道路課")).await;
    scene
}

/// Every name over pages of two, and how many pages there were.
async fn paged(staff: &Staff, query: &str) -> (Vec<String>, usize) {
    let (mut names, mut pages, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        let page = staff.client.get(&format!("/people?limit=2&{query}{cursor}")).await.ok();
        names.extend(each(&page["items"], "id"));
        pages += 1;
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return (names, pages),
        }
    }
}

#[test]
fn people_are_found_by_name_and_reading_whole_or_in_part() {
    everywhere(|world| async move {
        let scene = seven(&world).await;
        for words in ["森", "葵", "森葵", "森 葵", "もりあ", "モリ", "ﾓﾘ", "あおい 森"] {
            assert_eq!(search(&scene.sato, words).await, ["森 葵"], "{words}");
        }
        assert_eq!(search(&scene.sato, "さとう").await, ["佐藤 花", "佐藤 花"]);
        assert_eq!(search(&scene.sato, "山口").await, Vec::<String>::new());
        assert_eq!(search(&scene.sato, "%").await, Vec::<String>::new(), "a sign of the query language is a sign");
        assert_eq!(search(&scene.sato, "_").await, Vec::<String>::new());
        assert_eq!(search(&scene.sato, "　").await.len(), 7, "blanks alone narrow nothing");
    });
}

#[test]
fn variants_of_a_kanji_find_one_another() {
    everywhere(|world| async move {
        let scene = seven(&world).await;
        for words in ["高橋", "髙橋", "高橋桜"] {
            assert_eq!(search(&scene.sato, words).await, ["髙橋 桜"], "{words}");
        }
        for words in ["渡辺", "渡邊", "渡邉"] {
            assert_eq!(search(&scene.sato, words).await, ["渡邉 翔"], "{words}");
        }
    });
}

#[test]
fn people_are_found_by_unit_title_extension_and_staff_number() {
    everywhere(|world| async move {
        let scene = seven(&world).await;
        assert_eq!(search(&scene.sato, "建設部").await, ["佐藤 花", "髙橋 桜"]);
        assert_eq!(search(&scene.sato, "道路課 係長").await, ["髙橋 桜"]);
        let contact = json!({ "extension": "4-1234", "mobile": null });
        scene.ito.client.put("/me/contact", contact).await.ok();
        assert_eq!(search(&scene.sato, "４ー１２３４").await, ["伊藤 健"]);
        let number = text(&scene.mori.client.get("/me").await.ok()["person"]["staff_number"]);
        assert_eq!(search(&scene.sato, &number.to_uppercase()).await, ["森 葵"]);
    });
}

#[test]
fn lists_narrow_by_unit_with_its_subtree_by_title_and_by_row_of_kana() {
    everywhere(|world| async move {
        let scene = seven(&world).await;
        let (units, titles) = (&scene.town.units, &scene.town.titles);
        assert_eq!(found(&scene.sato, &format!("unit={}", units["建設部"])).await, ["佐藤 花", "髙橋 桜"]);
        assert_eq!(found(&scene.sato, &format!("unit={}", units["財政課"])).await, ["渡邉 翔"]);
        assert_eq!(found(&scene.sato, &format!("title={}", titles["課長"])).await, ["加藤 誠"]);
        assert_eq!(found(&scene.sato, &format!("row={}", quoted("さ"))).await, ["佐藤 花", "佐藤 花"]);
        assert_eq!(found(&scene.sato, &format!("row={}", quoted("ま"))).await, ["森 葵"]);
        assert_eq!(found(&scene.sato, &format!("row={}", quoted("ら"))).await, Vec::<String>::new());
        scene.sato.client.get("/people?unit=0000000000000").await.refused(404);
    });
}

#[test]
fn people_come_in_the_order_of_the_kana_of_office_or_of_the_units() {
    everywhere(|world| async move {
        let scene = seven(&world).await;
        let reading = ["伊藤 健", "加藤 誠", "佐藤 花", "佐藤 花", "髙橋 桜", "森 葵", "渡邉 翔"];
        assert_eq!(found(&scene.sato, "").await, reading);
        assert_eq!(found(&scene.sato, "sort=reading").await, reading);
        let rank = ["渡邉 翔", "加藤 誠", "髙橋 桜", "伊藤 健", "佐藤 花", "佐藤 花", "森 葵"];
        assert_eq!(found(&scene.sato, "sort=rank").await, rank);
        let unit = ["加藤 誠", "伊藤 健", "佐藤 花", "森 葵", "渡邉 翔", "髙橋 桜", "佐藤 花"];
        assert_eq!(found(&scene.sato, "sort=unit").await, unit);
        assert_eq!(scene.sato.client.get("/people?sort=height").await.refused(400), "invalid_query");
    });
}

#[test]
fn pages_of_two_hold_all_seven_once_in_every_order() {
    everywhere(|world| async move {
        let scene = seven(&world).await;
        for sort in ["reading", "rank", "unit"] {
            let whole = scene.sato.client.get(&format!("/people?sort={sort}")).await.ok();
            let (paged, pages) = paged(&scene.sato, &format!("sort={sort}")).await;
            assert_eq!(paged, each(&whole["items"], "id"), "{sort}");
            assert_eq!(pages, 4);
            assert_eq!(whole["next"], Value::Null);
        }
    });
}

#[test]
fn a_place_lapses_at_its_hour_also_for_those_who_hold_a_copy() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let until = testkit::at().plus(Duration::from_secs(3600));
        let there = json!({ "place": " 第二庁舎 ", "until": until });
        let person = scene.sato.client.put("/me/whereabouts", there).await.ok();
        assert_eq!(person["whereabouts"]["place"], "第二庁舎");
        assert_eq!(person["whereabouts"]["until"], json!(until));
        let path = format!("/people/{}", scene.sato.id);
        let copy = scene.ito.client.get(&path).await;
        assert_eq!(copy.body["whereabouts"]["place"], "第二庁舎");
        let again = || {
            let request = scene.ito.client.request(Method::GET, &path);
            scene.ito.client.send(request.header("if-none-match", copy.headers["etag"].clone()))
        };
        assert_eq!(again().await.status, 304);
        world.clock().advance(Duration::from_secs(3600));
        let later = again().await;
        assert_eq!(later.status, 200, "the copy is out of date although nobody wrote anything");
        assert_eq!(later.body["whereabouts"], Value::Null);
        let past = json!({ "place": "本庁", "until": Timestamp::from_micros(0) });
        assert_eq!(scene.sato.client.put("/me/whereabouts", past).await.body["fields"][0]["code"], "past");
    });
}

#[test]
fn what_people_say_of_themselves_reaches_their_own_devices_and_takes_its_bounds() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let mut live = scene.sato.client.live_now().await;
        let person = scene.sato.client.put("/me/status", json!({ "status": "議会対応中" })).await.ok();
        assert_eq!(person["status"], "議会対応中");
        assert_eq!(live.event("directory.person_changed").await["person"]["id"], json!(scene.sato.id));
        let long = json!({ "status": "長".repeat(101) });
        let refused = scene.sato.client.put("/me/status", long).await;
        assert_eq!(refused.body["fields"], json!([{ "field": "status", "code": "too_long" }]));
        let none = scene.sato.client.put("/me/status", json!({ "status": null })).await.ok();
        assert_eq!(none["status"], Value::Null);
    });
}

#[test]
fn people_are_given_by_id_as_far_as_they_are_here() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let path = format!("/people/by-id?ids={},{},0000000000000,rubbish", scene.mori.id, scene.ito.id);
        let found = scene.sato.client.get(&path).await.ok();
        assert_eq!(each(&found["items"], "name"), ["伊藤 健", "森 葵"]);
    });
}

pub fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let halves = RgbImage::from_fn(width, height, |x, _| Rgb(if x < width / 2 { [250, 0, 0] } else { [0, 0, 250] }));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(halves).write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

async fn put_photo(staff: &Staff, bytes: Vec<u8>) -> harness::Answer {
    staff
        .client
        .send(staff.client.request(Method::PUT, "/me/photo").header("content-type", "image/png").body(bytes))
        .await
}

async fn photo(staff: &Staff, path: &str) -> (reqwest::header::HeaderMap, RgbImage) {
    let response = staff.client.request(Method::GET, path).send().await.expect("the program answers");
    let headers = response.headers().clone();
    let bytes = response.bytes().await.expect("a body");
    (headers, image::load_from_memory(&bytes).expect("a picture").to_rgb8())
}

#[test]
fn a_photo_is_drawn_anew_as_a_square_jpeg_and_found_under_its_hash() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let person = put_photo(&scene.sato, picture(300, 200, ImageFormat::Png)).await.ok();
        let hash = text(&person["photo"]);
        let path = format!("/people/{}/photo?v={hash}", scene.sato.id);
        let (headers, drawn) = photo(&scene.ito, &path).await;
        assert_eq!(headers["content-type"], "image/jpeg");
        assert_eq!(headers["cache-control"], "private, max-age=31536000, immutable");
        assert_eq!(drawn.dimensions(), (256, 256));
        assert!(drawn[(10, 128)].0[0] > 200 && drawn[(245, 128)].0[2] > 200, "it is the same picture");
        scene.sato.client.delete("/me/photo").await.ok();
        scene.ito.client.get(&path).await.refused(404);
    });
}

#[test]
fn a_photo_that_a_telephone_took_on_its_side_stands_upright() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        // An Exif block that says: turn by 90 degrees clockwise (orientation 6).
        let exif = b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let mut taken = picture(300, 300, ImageFormat::Jpeg);
        taken.splice(2..2, exif.iter().copied());
        put_photo(&scene.sato, taken).await.ok();
        let (_, drawn) = photo(&scene.sato, &format!("/people/{}/photo", scene.sato.id)).await;
        assert!(drawn[(128, 10)].0[0] > 200, "what was on the left is at the top");
        assert!(drawn[(128, 245)].0[2] > 200);
    });
}

#[test]
fn what_is_no_picture_or_too_large_is_refused_and_the_photo_stays() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let kept = put_photo(&scene.sato, picture(40, 40, ImageFormat::Png)).await.ok();
        let mut torn = picture(300, 300, ImageFormat::Png);
        torn.truncate(200);
        for bytes in [Vec::new(), b"<svg onload=alert(1)>".to_vec(), torn] {
            assert_eq!(put_photo(&scene.sato, bytes).await.refused(409), "directory.no_picture");
        }
        let large = put_photo(&scene.sato, vec![0; (5 << 20) + 1]).await;
        assert_eq!(large.refused(413), "directory.photo_too_large");
        let person = scene.ito.client.get(&format!("/people/{}", scene.sato.id)).await.ok();
        assert_eq!(person["photo"], kept["photo"]);
    });
}

#[test]
fn an_editor_with_an_old_copy_is_told_so_instead_of_undoing_the_work_of_another() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let path = format!("/people/{}", scene.sato.id);
        let seen = scene.admin.client.get(&path).await.ok();
        let patch = |tick: &Value, body: Value| {
            let request = scene.admin.client.request(Method::PATCH, &path).header("if-match", format!("\"{tick}\""));
            scene.admin.client.send(request.json(&body))
        };
        let changed = patch(&seen["tick"], json!({ "family_name": "齊藤", "family_reading": "サイトウ" })).await.ok();
        assert_eq!(changed["name"], "齊藤 花", "a name stays as it is written");
        assert_eq!(changed["reading"], "さいとう はな");
        assert_eq!(patch(&seen["tick"], json!({ "given_name": "華" })).await.refused(412), "stale");
        patch(&changed["tick"], json!({ "given_name": "華" })).await.ok();
        assert_eq!(patch(&json!("x"), json!({})).await.refused(400), "invalid_if_match");
        assert_eq!(search(&scene.ito, "斉藤").await, ["齊藤 華"]);
    });
}

#[test]
fn two_people_cannot_have_one_staff_number_even_when_both_are_added_at_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let unit = scene.town.units["総務課"];
        let new = json!({
            "staff_number": "D1", "family_name": "林", "given_name": "豊", "family_reading": "はやし",
            "given_reading": "ゆたか", "employment": "regular", "account": false,
            "posts": [{ "unit_id": unit, "kind": "main", "valid_from": "2026-04-01" }],
        });
        let answers = join_all((0..4).map(|_| scene.admin.client.post("/people", new.clone()))).await;
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409, 409]);
        assert_eq!(items(&scene.admin.client.get("/people?q=d1").await.ok()["items"]).len(), 1);
    });
}
