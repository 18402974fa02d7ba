//! Personnel transfers: prepared in secret, checked, released, live by themselves at midnight, taken back.

use crate::scene::{Scene, each, id, items, next_day, number, quoted, room, scene, text};
use harness::{Answer, NewStaff, Staff, World, everywhere, new_id};
use jiff::civil::Date;
use kernel::Jst;
use reqwest::Method;
use serde_json::{Value, json};

const HEADER: &str = "職員番号,氏名,フリガナ,所属,職名,本務兼務区分,内線";

/// A draft whose day is so many days away.
pub(crate) async fn draft(world: &World, scene: &Scene, days: i64) -> (String, Date) {
    let day = later(world, scene, days);
    let new = json!({ "id": new_id(), "name": "定期人事異動", "effective_on": day.to_string() });
    (id(&scene.admin.client.post("/transfers", new).await.ok()), day)
}

pub(crate) fn later(world: &World, scene: &Scene, days: i64) -> Date {
    scene.town.today(world).checked_add(jiff::Span::new().days(days)).expect("a day")
}

async fn upload(scene: &Scene, transfer: &str, lines: &[String]) -> Value {
    let text = format!("{HEADER}\r\n{}\r\n", lines.join("\r\n"));
    put(scene, transfer, text::cp932::encode(&text).bytes).await.ok()
}

pub(crate) async fn put(scene: &Scene, transfer: &str, bytes: Vec<u8>) -> Answer {
    let path = format!("/transfers/{transfer}/list?file={}", quoted("発令.csv"));
    scene.admin.client.send(scene.admin.client.request(Method::PUT, &path).body(bytes)).await
}

pub(crate) async fn number_of(scene: &Scene, staff: &Staff) -> String {
    text(&scene.admin.client.get(&format!("/people/{}", staff.id)).await.ok()["staff_number"])
}

/// A line of a list: somebody of the scene, and where they will be.
async fn line(scene: &Scene, staff: &Staff, rest: &str) -> String {
    let person = scene.admin.client.get(&format!("/people/{}", staff.id)).await.ok();
    format!("{},{},{},{rest}", text(&person["staff_number"]), text(&person["name"]), text(&person["reading"]))
}

pub(crate) async fn get(scene: &Scene, transfer: &str) -> Value {
    scene.admin.client.get(&format!("/transfers/{transfer}")).await.ok()
}

pub(crate) async fn act(scene: &Scene, transfer: &str, act: &str, body: Value) -> Answer {
    scene.admin.client.post(&format!("/transfers/{transfer}/{act}"), body).await
}

pub(crate) async fn differences(scene: &Scene, transfer: &str, query: &str) -> Vec<Value> {
    let page = scene.admin.client.get(&format!("/transfers/{transfer}/differences?{query}")).await.ok();
    items(&page["items"]).clone()
}

/// Releases a transfer at once.
pub(crate) async fn released(world: &World, scene: &Scene, transfer: &str) -> Value {
    act(scene, transfer, "schedule", json!({ "release_at": null })).await.ok();
    world.run_jobs().await;
    let transfer = get(scene, transfer).await;
    assert_eq!(transfer["state"], "released", "{transfer}");
    transfer
}

pub(crate) async fn undone(world: &World, scene: &Scene, transfer: &str) -> Value {
    act(scene, transfer, "undo", json!({})).await.ok();
    world.run_jobs().await;
    let transfer = get(scene, transfer).await;
    assert_eq!(transfer["state"], "undone", "{transfer}");
    transfer
}

pub(crate) async fn seen_by(staff: &Staff, of: &Staff) -> Value {
    staff.client.get(&format!("/people/{}", of.id)).await.ok()
}

/// First days and units of somebody's posts, as a colleague sees them.
async fn posts(staff: &Staff, of: &Staff) -> Vec<(String, String)> {
    let person = seen_by(staff, of).await;
    items(&person["posts"]).iter().map(|post| (text(&post["valid_from"]), text(&post["unit_name"]))).collect()
}

async fn names(staff: &Staff) -> Vec<String> {
    each(&staff.client.get("/units").await.ok()["items"], "name")
}

async fn rooms(staff: &Staff) -> Vec<String> {
    each(&staff.client.bootstrap().await["rooms"], "name")
}

async fn unit_room(scene: &Scene, unit: &str) {
    let new = json!({ "id": new_id(), "kind": "unit", "name": unit, "unit_id": scene.town.units[unit] });
    scene.admin.client.post("/rooms", new).await.ok();
}

#[test]
fn a_draft_says_who_goes_where_and_nobody_but_administrators_knows_of_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (transfer, day) = draft(&world, &scene, 3).await;
        let lines = [
            line(&scene, &scene.sato, "総務部/財政課,主査,本務,2201").await,
            "9001,新井 優,アライ ユウ,総務部/総務課,主事,本務,2202".to_owned(),
        ];
        let checked = upload(&scene, &transfer, &lines).await;
        let counts = &checked["counts"];
        let told = ["conflict", "added", "moved", "changed", "absent", "lines"].map(|sort| number(&counts[sort]));
        assert_eq!(told, [0, 1, 1, 1, 3, 2], "{counts}");
        let moved = differences(&scene, &transfer, "sort=moved").await;
        assert!(text(&moved[0]["before"]).contains("総務課 主事"), "{moved:?}");
        assert!(text(&moved[0]["after"]).contains("財政課 主査"), "{moved:?}");
        assert!(text(&moved[0]["after"]).contains(&day.to_string()), "{moved:?}");
        assert_eq!(differences(&scene, &transfer, &format!("q={}", quoted("あらい"))).await.len(), 1);
        let report = scene.admin.client.request(Method::GET, &format!("/transfers/{transfer}/report?encoding=cp932"));
        let report = report.send().await.expect("an answer");
        assert!(report.headers()["content-disposition"].to_str().expect("a header").starts_with("attachment;"));
        let report = text::cp932::decode(&report.bytes().await.expect("bytes")).expect("CP932");
        assert!(
            report.starts_with("区分,職員番号,氏名,フリガナ") && report.contains("採用・転入,9001,新井 優"),
            "{report}"
        );
        let own = scene.admin.client.request(Method::GET, &format!("/transfers/{transfer}/list"));
        let own = own.send().await.expect("an answer").bytes().await.expect("bytes");
        assert!(text::cp932::decode(&own).expect("as it came").contains("9001,新井 優"));
        assert_eq!(posts(&scene.ito, &scene.sato).await.len(), 1, "nothing is in the directory");
        for path in ["/transfers".to_owned(), format!("/transfers/{transfer}")] {
            assert_eq!(scene.ito.client.get(&path).await.status, 404);
        }
        let found = scene.admin.client.get(&format!("/people?q={}", quoted("新井"))).await.ok();
        assert_eq!(items(&found["items"]).len(), 0);
    });
}

#[test]
fn whose_term_ends_the_day_before_comes_from_there_in_the_report() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (transfer, day) = draft(&world, &scene, 3).await;
        let eve = day.yesterday().expect("a day").to_string();
        let term = json!({ "posts": [
            { "unit_id": scene.town.units["総務課"], "kind": "main", "valid_from": "2020-04-01", "valid_to": eve },
        ] });
        for staff in [&scene.sato, &scene.ito] {
            scene.admin.client.patch(&format!("/people/{}", staff.id), term.clone()).await.ok();
        }
        let lines = [
            line(&scene, &scene.sato, "総務部/総務課,,本務,").await,
            line(&scene, &scene.ito, "総務部/財政課,,本務,").await,
        ];
        let counts = upload(&scene, &transfer, &lines).await["counts"].clone();
        assert_eq!(
            (&counts["moved"], &counts["changed"]),
            (&json!(1), &json!(1)),
            "one goes on where they are: {counts}"
        );
        let moved = differences(&scene, &transfer, "sort=moved").await;
        assert!(text(&moved[0]["before"]).contains("総務課"), "{moved:?}");
    });
}

#[test]
fn it_becomes_known_at_its_release_and_is_so_by_itself_at_midnight_of_its_day() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        unit_room(&scene, "総務課").await;
        unit_room(&scene, "財政課").await;
        let (transfer, day) = draft(&world, &scene, 3).await;
        upload(&scene, &transfer, &[line(&scene, &scene.sato, "総務部/財政課,主査,本務,2201").await]).await;
        let release = Jst::start_of(later(&world, &scene, 1));
        let waits = act(&scene, &transfer, "schedule", json!({ "release_at": release })).await.ok();
        assert_eq!((&waits["state"], text(&waits["release_at"])), (&json!("scheduled"), release.to_string()));
        world.run_jobs().await;
        assert_eq!(posts(&scene.ito, &scene.sato).await.len(), 1, "it is not known yet");
        assert_eq!(act(&scene, &transfer, "undo", json!({})).await.refused(409), "transfers.not_released");
        next_day(&world, later(&world, &scene, 1)).await;
        let known = get(&scene, &transfer).await;
        assert_eq!((&known["state"], &known["done"], &known["total"]), (&json!("released"), &json!(1), &json!(1)));
        let all = posts(&scene.ito, &scene.sato).await;
        assert!(all.contains(&(day.to_string(), "財政課".to_owned())) && all.len() == 2, "{all:?}");
        let before = seen_by(&scene.ito, &scene.sato).await;
        assert_eq!((&before["unit"], &before["extension"]), (&json!("総務課"), &Value::Null), "not before the day");
        assert!(rooms(&scene.sato).await.contains(&"総務課".to_owned()));
        next_day(&world, day).await;
        let after = seen_by(&scene.ito, &scene.sato).await;
        assert_eq!(
            (&after["unit"], &after["title"], &after["extension"]),
            (&json!("財政課"), &json!("主査"), &json!("2201"))
        );
        assert!(rooms(&scene.sato).await.contains(&"財政課".to_owned()));
        assert!(!rooms(&scene.ito).await.contains(&"財政課".to_owned()));
    });
}

#[test]
fn units_are_made_renamed_moved_merged_and_closed_with_the_day() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let town = &scene.town;
        let road = town
            .staff(&world, NewStaff::named("石川", "渉", ("いしかわ", "わたる")).of("道路課").as_title("係長"))
            .await;
        let (transfer, day) = draft(&world, &scene, 3).await;
        let digital = new_id();
        let orders = json!([
            { "kind": "create", "unit_id": digital, "name": "デジタル推進課", "reading": "デジタルスイシンカ",
              "unit_kind": "section", "parent_id": town.units["総務部"] },
            { "kind": "change", "unit_id": town.units["総務課"], "name": "総務人事課", "reading": "そうむじんじか" },
            { "kind": "change", "unit_id": town.units["財政課"], "parent_id": town.units["緑野市"] },
            { "kind": "merge", "unit_id": town.units["道路課"], "into_id": digital },
        ]);
        let changed =
            scene.admin.client.patch(&format!("/transfers/{transfer}"), json!({ "orders": orders })).await.ok();
        assert_eq!((&changed["counts"]["conflict"], &changed["counts"]["unit"]), (&json!(0), &json!(4)), "{changed}");
        assert_eq!(changed["counts"]["moved"], 1, "who is in a unit that goes into another goes along");
        let units = differences(&scene, &transfer, "sort=unit").await;
        let told: Vec<(String, String, String)> =
            units.iter().map(|line| (text(&line["field"]), text(&line["before"]), text(&line["after"]))).collect();
        assert_eq!(told[0], ("新設".into(), String::new(), "総務部/デジタル推進課".into()));
        assert_eq!(told[1], ("改称".into(), "総務部/総務課".into(), "総務部/総務人事課".into()));
        assert_eq!(told[3].2, "総務部/デジタル推進課");
        // The list may name units as they will be, or as they are.
        let list = [
            line(&scene, &scene.mori, "総務部/デジタル推進課,主事,本務,").await,
            line(&scene, &scene.ito, "総務部/総務課,係長,本務,").await,
        ];
        assert_eq!(upload(&scene, &transfer, &list).await["counts"]["conflict"], 0);
        let before = names(&scene.ito).await;
        released(&world, &scene, &transfer).await;
        assert_eq!(names(&scene.ito).await, before, "units are as they were until the day");
        next_day(&world, day).await;
        let after = names(&scene.ito).await;
        assert_eq!(after, ["緑野市", "総務部", "総務人事課", "デジタル推進課", "財政課", "建設部"]);
        let merged = seen_by(&scene.ito, &road).await;
        assert_eq!((&merged["unit"], &merged["title"]), (&json!("デジタル推進課"), &json!("係長")));
        assert_eq!(seen_by(&scene.ito, &scene.mori).await["unit"], "デジタル推進課");
        undone(&world, &scene, &transfer).await;
        world.run_jobs().await;
        assert_eq!(names(&scene.ito).await, before);
        assert_eq!(seen_by(&scene.ito, &road).await["unit"], "道路課");
    });
}

#[test]
fn taken_back_before_its_day_or_after_everything_is_as_it_was() {
    for after_the_day in [false, true] {
        everywhere(|world| async move {
            let scene = scene(&world).await;
            unit_room(&scene, "総務課").await;
            unit_room(&scene, "財政課").await;
            world.run_jobs().await;
            let (transfer, day) = draft(&world, &scene, 3).await;
            let lines = [
                line(&scene, &scene.sato, "総務部/財政課,主査,本務,2201").await,
                "9001,新井 優,アライ ユウ,総務部/総務課,主事,本務,2202".to_owned(),
            ];
            upload(&scene, &transfer, &lines).await;
            let before = scene.admin.client.get(&format!("/people/{}", scene.sato.id)).await.ok();
            released(&world, &scene, &transfer).await;
            if after_the_day {
                next_day(&world, day).await;
                assert_eq!(seen_by(&scene.ito, &scene.sato).await["extension"], "2201");
            }
            let back = undone(&world, &scene, &transfer).await;
            assert_eq!(back["counts"]["conflict"], 0, "{back}");
            world.run_jobs().await;
            let now = scene.admin.client.get(&format!("/people/{}", scene.sato.id)).await.ok();
            for field in ["unit", "title", "extension", "active"] {
                assert_eq!(now[field], before[field], "{field}");
            }
            let terms = |person: &Value| {
                items(&person["posts"])
                    .iter()
                    .map(|post| (text(&post["unit_name"]), post["valid_to"].clone()))
                    .collect::<Vec<_>>()
            };
            assert_eq!(terms(&now), terms(&before));
            let here = rooms(&scene.sato).await;
            assert!(here.contains(&"総務課".to_owned()), "{here:?}");
            let found = scene.ito.client.get(&format!("/people?q={}", quoted("新井"))).await.ok();
            assert_eq!(items(&found["items"]).len(), 0, "who was to come is not here");
            assert_eq!(act(&scene, &transfer, "undo", json!({})).await.refused(409), "transfers.not_released");
            assert_eq!(scene.admin.client.delete(&format!("/transfers/{transfer}")).await.status, 204);
        });
    }
}

#[test]
fn what_was_changed_by_hand_since_stays_when_it_is_taken_back_and_the_report_says_so() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (transfer, day) = draft(&world, &scene, 3).await;
        let lines = [
            line(&scene, &scene.sato, "総務部/財政課,主査,本務,2201").await,
            line(&scene, &scene.ito, "総務部/財政課,主査,本務,2202").await,
        ];
        upload(&scene, &transfer, &lines).await;
        released(&world, &scene, &transfer).await;
        next_day(&world, day).await;
        let units = &scene.town.units;
        let by_hand =
            json!({ "posts": [{ "unit_id": units["道路課"], "kind": "main", "valid_from": day.to_string() }] });
        scene.admin.client.patch(&format!("/people/{}", scene.ito.id), by_hand).await.ok();
        scene.admin.client.patch(&format!("/people/{}", scene.sato.id), json!({ "extension": "7777" })).await.ok();
        let back = undone(&world, &scene, &transfer).await;
        assert_eq!(back["counts"]["conflict"], 1, "{back}");
        let wrong = differences(&scene, &transfer, "sort=conflict").await;
        assert_eq!(wrong[0]["staff_number"], json!(number_of(&scene, &scene.ito).await));
        assert_eq!(seen_by(&scene.admin, &scene.ito).await["unit"], "道路課");
        let sato = seen_by(&scene.admin, &scene.sato).await;
        assert_eq!((&sato["unit"], &sato["extension"]), (&json!("総務課"), &json!("7777")));
    });
}

#[test]
fn what_does_not_fit_keeps_it_from_its_release_until_it_is_put_right() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (transfer, _) = draft(&world, &scene, 3).await;
        let schedule = || act(&scene, &transfer, "schedule", json!({ "release_at": null }));
        assert_eq!(schedule().await.refused(409), "transfers.empty");
        let bad = put(&scene, &transfer, b"name\nx\n".to_vec()).await.ok();
        assert_eq!(bad["counts"]["conflict"], 1, "{bad}");
        let wrong = differences(&scene, &transfer, "sort=conflict").await;
        assert_eq!(
            (&wrong[0]["line"], text(&wrong[0]["japanese"])),
            (&json!(1), "職員番号の列がありません".to_owned())
        );
        let unknown = line(&scene, &scene.sato, "総務部/宇宙課,主査,本務,").await;
        let counted = upload(&scene, &transfer, std::slice::from_ref(&unknown)).await;
        assert_eq!(counted["counts"]["conflict"], 1);
        assert_eq!(schedule().await.refused(409), "transfers.conflicts");
        let path = format!("/transfers/{transfer}");
        let made = scene.admin.client.patch(&path, json!({ "creates": true })).await.ok();
        assert_eq!((&made["counts"]["conflict"], &made["counts"]["unit"]), (&json!(0), &json!(1)), "{made}");
        let close = json!({ "orders": [{ "kind": "close", "unit_id": scene.town.units["総務課"] }] });
        let homeless = scene.admin.client.patch(&path, close).await.ok();
        assert_eq!(homeless["counts"]["conflict"], 3, "three stay in a unit that ends: {homeless}");
        scene.admin.client.patch(&path, json!({ "orders": [] })).await.ok();
        let late = json!({ "release_at": Jst::start_of(later(&world, &scene, 4)) });
        assert_eq!(act(&scene, &transfer, "schedule", late).await.status, 400);
        schedule().await.ok();
        assert_eq!(scene.admin.client.patch(&path, json!({ "name": "別名" })).await.refused(409), "transfers.no_draft");
        act(&scene, &transfer, "withdraw", json!({})).await.ok();
        world.run_jobs().await;
        assert_eq!(get(&scene, &transfer).await["state"], "draft", "a job of before does nothing");
    });
}

#[test]
fn whoever_no_longer_fits_at_the_release_is_left_out_and_all_others_go() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (transfer, day) = draft(&world, &scene, 3).await;
        let number = number_of(&scene, &scene.sato).await;
        let lines = [
            line(&scene, &scene.sato, "総務部/財政課,主査,本務,2201").await,
            line(&scene, &scene.ito, "総務部/財政課,主査,本務,2202").await,
        ];
        upload(&scene, &transfer, &lines).await;
        let release = Jst::start_of(later(&world, &scene, 1));
        act(&scene, &transfer, "schedule", json!({ "release_at": release })).await.ok();
        // Meanwhile somebody gives 佐藤 a main post that only begins after the day.
        let posts = json!({ "posts": [
            { "unit_id": scene.town.units["総務課"], "kind": "main", "valid_from": "2020-04-01",
              "valid_to": day.to_string() },
            { "unit_id": scene.town.units["道路課"], "kind": "main", "valid_from": day.tomorrow().expect("a day").to_string() },
        ] });
        scene.admin.client.patch(&format!("/people/{}", scene.sato.id), posts).await.ok();
        next_day(&world, later(&world, &scene, 1)).await;
        next_day(&world, day).await;
        let done = get(&scene, &transfer).await;
        assert_eq!(done["state"], "released");
        assert_eq!(seen_by(&scene.admin, &scene.ito).await["unit"], "財政課");
        let sato = seen_by(&scene.admin, &scene.sato).await;
        let told = differences(&scene, &transfer, "sort=conflict").await;
        assert_eq!((told.len(), &told[0]["staff_number"]), (1, &json!(number)), "{told:?}");
        assert_eq!((&done["counts"]["conflict"], &sato["unit"]), (&json!(1), &json!("総務課")));
    });
}

#[test]
fn everything_done_to_a_transfer_is_on_record() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "人事", &[]).await;
        let (transfer, _) = draft(&world, &scene, 0).await;
        upload(&scene, &transfer, &[line(&scene, &scene.sato, "総務部/財政課,主査,本務,2201").await]).await;
        released(&world, &scene, &transfer).await;
        assert_eq!(seen_by(&scene.ito, &scene.sato).await["unit"], "財政課", "its day is today");
        undone(&world, &scene, &transfer).await;
        let all = each(&scene.admin.client.get("/audit?order=oldest").await.ok()["items"], "act");
        let acts: Vec<&str> = all.iter().map(String::as_str).filter(|act| act.starts_with("transfers.")).collect();
        assert_eq!(
            acts,
            [
                "transfers.transfer_created",
                "transfers.list_uploaded",
                "transfers.transfer_scheduled",
                "transfers.transfer_released",
                "transfers.undo_begun",
                "transfers.transfer_undone",
            ]
        );
        assert_eq!(scene.sato.client.get(&format!("/rooms/{home}")).await.status, 200);
    });
}
