//! Who may save the files of a room, and what is left for those who may not, at each door that gives out bytes.

use crate::files::bring;
use crate::files_in_rooms::{picture, say_with};
use crate::forwards::{newest, passed_on, send_on};
use crate::outsiders::{guest, new_guest};
use crate::scene::{Scene, direct, id, number, room, scene, settled, times};
use crate::sharing::{Pair, pair};
use harness::{Answer, Staff, everywhere};
use reqwest::{Method, Response};
use serde_json::{Value, json};

async fn decide(staff: &Staff, room: &str, downloads: &str) -> Answer {
    staff.client.patch(&format!("/rooms/{room}"), json!({ "downloads": downloads })).await
}

/// The status with which a door of a file answers, and the code where that is a refusal.
async fn at_door(staff: &Staff, room: &str, file: &str, door: &str) -> (u16, String) {
    let answer = staff.client.get(&format!("/rooms/{room}/files/{file}{door}")).await;
    (answer.status.as_u16(), answer.body["code"].as_str().unwrap_or_default().to_owned())
}

fn refused() -> (u16, String) {
    (403, "chat.no_downloads".to_owned())
}

fn given() -> (u16, String) {
    (200, String::new())
}

async fn fetch(staff: &Staff, path: &str, dest: Option<&str>) -> Response {
    let request = staff.client.request(Method::GET, path);
    let request = if let Some(dest) = dest { request.header("sec-fetch-dest", dest) } else { request };
    request.send().await.expect("the program answers")
}

fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// A room of 佐藤's with 伊藤 and a guest, and a picture and an archive that 佐藤 brought.
struct Banned {
    scene: Scene,
    supplier: Staff,
    home: String,
    photo: String,
    archive: String,
    said: String,
}

async fn banned(world: &harness::World) -> Banned {
    let scene = scene(world).await;
    let supplier = guest(world, &scene.admin, new_guest(&scene.sato, "business")).await;
    let home = room(&scene.sato, "private", "図面", &[&scene.ito, &supplier]).await;
    let photo = bring(&scene.sato.client, "現場.png", &picture(40, 30)).await;
    let archive = bring(&scene.sato.client, "一式.zip", b"PK\x03\x04 something").await;
    let said = id(&say_with(&scene.sato, &home, "", &[&photo, &archive]).await.ok());
    Banned { scene, supplier, home, photo, archive, said }
}

#[test]
fn a_ban_keeps_outsiders_or_everybody_from_saving_and_not_who_brought_a_file_nor_owners() {
    everywhere(|world| async move {
        let Banned { scene, supplier, home, photo, archive, .. } = banned(&world).await;
        let theirs = bring(&supplier.client, "見積.zip", b"PK\x03\x04 else").await;
        say_with(&supplier, &home, "", &[&theirs]).await.ok();
        for (downloads, ito, outsider) in [("everyone", true, true), ("staff", true, false), ("nobody", false, false)] {
            decide(&scene.sato, &home, downloads).await.ok();
            for (who, may) in [(&scene.sato, true), (&scene.ito, ito), (&supplier, outsider)] {
                let expected = if may { given() } else { refused() };
                for door in ["", "?save=true"] {
                    assert_eq!(at_door(who, &home, &photo, door).await, expected, "{downloads} {door}");
                    assert_eq!(at_door(who, &home, &archive, door).await, expected, "{downloads} {door}");
                }
                // What there is to look at is looked at by all.
                assert_eq!(at_door(who, &home, &photo, "/view").await, given(), "{downloads}");
                assert_eq!(at_door(who, &home, &photo, "/thumbnail").await, given(), "{downloads}");
                let shown = at_door(who, &home, &archive, "/view").await;
                assert_eq!(shown, if may { (404, "not_found".to_owned()) } else { refused() }, "{downloads}");
            }
            assert_eq!(at_door(&supplier, &home, &theirs, "?save=true").await, given(), "who brought it");
            assert_eq!(at_door(&scene.mori, &home, &photo, "/view").await.0, 404, "who does not read it");
        }
    });
}

#[test]
fn what_is_only_looked_at_is_never_an_attachment_nor_kept_by_a_browser_nor_gone_to() {
    everywhere(|world| async move {
        let Banned { scene, home, photo, .. } = banned(&world).await;
        let paper = bring(&scene.sato.client, "議案.pdf", b"%PDF-1.7\n").await;
        let list = bring(&scene.sato.client, "名簿.csv", b"=cmd|'/c calc'!A1").await;
        say_with(&scene.sato, &home, "", &[&paper, &list]).await.ok();
        decide(&scene.sato, &home, "nobody").await.ok();
        for (file, media) in
            [(&photo, "image/png"), (&paper, "application/octet-stream"), (&list, "application/octet-stream")]
        {
            let path = format!("/rooms/{home}/files/{file}/view");
            let got = fetch(&scene.ito, &path, Some("empty")).await;
            assert_eq!((got.status().as_u16(), header(&got, "content-type").as_str()), (200, media));
            assert_eq!(header(&got, "cache-control"), "no-store");
            assert!(header(&got, "content-disposition").starts_with("inline"), "{file}");
            assert!(header(&got, "content-security-policy").starts_with("sandbox; default-src 'none'"));
            assert_eq!(header(&got, "x-content-type-options"), "nosniff");
            let gone_to = fetch(&scene.ito, &path, Some("document")).await;
            assert_eq!(gone_to.status(), 403);
        }
        // A part is given as of any file: a film is looked at so.
        let part = scene.ito.client.request(Method::GET, &format!("/rooms/{home}/files/{paper}/view"));
        let part = part.header("range", "bytes=0-3").send().await.expect("the program answers");
        assert_eq!((part.status().as_u16(), part.bytes().await.expect("bytes").to_vec()), (206, b"%PDF".to_vec()));
    });
}

#[test]
fn what_may_not_be_saved_is_not_forwarded_out_of_the_room_nor_on_from_where_it_had_come() {
    everywhere(|world| async move {
        let Banned { scene, home, said, .. } = banned(&world).await;
        let there = room(&scene.ito, "private", "係", &[&scene.sato]).await;
        let further = room(&scene.ito, "private", "別", &[&scene.sato]).await;
        passed_on(&scene.ito, &[&said], &[&there], "").await.ok();
        let passed = id(&newest(&scene.ito, &there).await);
        let words = id(&scene.sato.client.say(&home, "言葉だけ").await);
        decide(&scene.sato, &home, "nobody").await.ok();
        let denied = send_on(&scene.ito, &[&said], &[&there], "", &Value::Null).await;
        assert_eq!(denied.refused(403), "chat.no_downloads");
        let preview = json!({ "messages": [said], "rooms": [there] });
        assert_eq!(scene.ito.client.post("/forwards/preview", preview).await.refused(403), "chat.no_downloads");
        let on = send_on(&scene.ito, &[&passed], &[&further], "", &Value::Null).await;
        assert_eq!(on.refused(403), "chat.no_downloads");
        // Words go, and within the room all does; so does what the owner of the room sends on.
        passed_on(&scene.ito, &[&words], &[&there], "").await.ok();
        send_on(&scene.ito, &[&said], &[&home], "", &Value::Null).await.ok();
        passed_on(&scene.sato, &[&said], &[&there], "").await.ok();
        decide(&scene.sato, &home, "staff").await.ok();
        passed_on(&scene.ito, &[&said], &[&there], "").await.ok();
    });
}

#[test]
fn owners_decide_who_saves_and_the_room_and_the_record_hear_of_it() {
    everywhere(|world| async move {
        let Banned { scene, supplier, home, .. } = banned(&world).await;
        for who in [&scene.ito, &supplier] {
            let refusal = decide(who, &home, "nobody").await;
            assert!([403, 404].contains(&refusal.status.as_u16()), "{}", refusal.body);
        }
        decide(&scene.mori, &home, "nobody").await.refused(404);
        assert_eq!(decide(&scene.sato, &home, "somebody").await.status, 400);
        let mut live = settled(&scene.ito).await;
        let now = decide(&scene.sato, &home, "nobody").await.ok();
        assert_eq!(now["downloads"], "nobody");
        let told = live.event("chat.room_changed").await;
        assert_eq!(told["room"]["downloads"], "nobody");
        assert_eq!(newest(&scene.ito, &home).await["notice"]["code"], "saving_ended");
        decide(&scene.sato, &home, "nobody").await.ok();
        decide(&scene.sato, &home, "staff").await.ok();
        assert_eq!(newest(&scene.ito, &home).await["notice"]["code"], "saving_for_staff");
        let free = decide(&scene.sato, &home, "everyone").await.ok();
        assert_eq!(free["downloads"], Value::Null);
        assert_eq!(newest(&scene.ito, &home).await["notice"]["code"], "saving_allowed");
        let recorded = times(&scene.admin, "chat.room_changed").await;
        assert_eq!(recorded, 3);
    });
}

#[test]
fn a_ban_holds_for_the_other_side_of_a_shared_room_whose_own_files_it_does_not_concern() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let ours_file = bring(&ours.ito.client, "計画.png", &picture(8, 6)).await;
        say_with(&ours.ito, &here, "こちらの計画", &[&ours_file]).await.ok();
        world.run_jobs().await;
        let copy = newest(&theirs.sato, &there).await;
        let copied = id(&copy["files"][0]);
        let own = bring(&theirs.sato.client, "返事.png", &picture(8, 6)).await;
        say_with(&theirs.sato, &there, "そちらへ", &[&own]).await.ok();
        world.run_jobs().await;
        let back = id(&newest(&ours.ito, &here).await["files"][0]);
        assert_eq!(at_door(&theirs.sato, &there, &copied, "").await, given());
        decide(&ours.sato, &here, "staff").await.ok();
        // They own their room, and yet it is not theirs to decide about.
        assert_eq!(at_door(&theirs.sato, &there, &copied, "").await, refused());
        assert_eq!(at_door(&theirs.sato, &there, &copied, "/view").await, given());
        assert_eq!(at_door(&theirs.sato, &there, &own, "").await, given());
        assert_eq!(at_door(&ours.ito, &here, &ours_file, "").await, given());
        assert_eq!(at_door(&ours.ito, &here, &back, "").await, given());
        let elsewhere = room(&theirs.sato, "private", "係", &[]).await;
        let sent = send_on(&theirs.sato, &[&id(&copy)], &[&elsewhere], "", &Value::Null).await;
        assert_eq!(sent.refused(403), "chat.no_downloads");
        decide(&ours.sato, &here, "everyone").await.ok();
        assert_eq!(at_door(&theirs.sato, &there, &copied, "").await, given());
    });
}

#[test]
fn what_another_organisation_keeps_from_being_saved_goes_on_no_further_from_where_it_was_forwarded() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let plan = bring(&ours.ito.client, "計画.png", &picture(8, 6)).await;
        say_with(&ours.ito, &here, "こちらの計画", &[&plan]).await.ok();
        world.run_jobs().await;
        let copy = id(&newest(&theirs.sato, &there).await);
        let first = room(&theirs.sato, "private", "先の係", &[]).await;
        let elsewhere = room(&theirs.sato, "private", "係", &[]).await;
        passed_on(&theirs.sato, &[&copy], &[&first], "").await.ok();
        let out = id(&newest(&theirs.sato, &first).await);
        decide(&ours.sato, &here, "nobody").await.ok();
        // Within the room it goes, and is no less theirs for that.
        passed_on(&theirs.sato, &[&copy], &[&there], "").await.ok();
        let within = id(&newest(&theirs.sato, &there).await);
        assert_ne!(within, copy);
        for message in [&copy, &within, &out] {
            let on = send_on(&theirs.sato, &[message], &[&elsewhere], "", &Value::Null).await;
            assert_eq!(on.refused(403), "chat.no_downloads");
        }
        decide(&ours.sato, &here, "everyone").await.ok();
        for message in [&copy, &within, &out] {
            passed_on(&theirs.sato, &[message], &[&elsewhere], "").await.ok();
        }
    });
}

#[test]
fn an_organisation_has_a_floor_that_owners_do_not_go_below_and_rooms_with_outsiders_one_of_their_own() {
    everywhere(|world| async move {
        let Banned { scene, supplier, home, photo, .. } = banned(&world).await;
        let quiet = room(&scene.sato, "private", "係", &[&scene.ito]).await;
        let plan = bring(&scene.sato.client, "計画.zip", b"PK\x03\x04 plan").await;
        say_with(&scene.sato, &quiet, "", &[&plan]).await.ok();
        let free = scene.sato.client.get("/download-floor").await.ok();
        assert_eq!(free, json!({ "rooms": "everyone", "outside": "everyone" }), "as long as nobody decided");
        let floor = json!({ "rooms": "everyone", "outside": "nobody" });
        scene.sato.client.put("/download-floor", floor.clone()).await.refused(404);
        scene.admin.client.put("/download-floor", floor.clone()).await.ok();
        scene.admin.client.put("/download-floor", floor.clone()).await.ok();
        assert_eq!(times(&scene.admin, "chat.download_floor_set").await, 1, "once is enough");
        // It holds at once where outsiders are, and nowhere else.
        for who in [&scene.ito, &supplier] {
            assert_eq!(at_door(who, &home, &photo, "?save=true").await, refused());
            assert_eq!(at_door(who, &home, &photo, "/view").await, given());
        }
        assert_eq!(at_door(&scene.ito, &quiet, &plan, "?save=true").await, given());
        assert_eq!(at_door(&scene.sato, &home, &photo, "?save=true").await, given(), "who brought it");
        for below in ["everyone", "staff"] {
            let answer = decide(&scene.sato, &home, below).await;
            // What they had decided before stays their decision, below which the organisation's is.
            if below == "everyone" { drop(answer.ok()) } else { assert_eq!(answer.refused(403), "chat.below_floor") }
        }
        decide(&scene.sato, &quiet, "staff").await.ok();
        let seen = scene.ito.client.get(&format!("/rooms/{home}")).await.ok();
        assert_eq!((&seen["download_floor"], &seen["downloads"]), (&floor, &Value::Null));
        // For all rooms: also for those without outsiders. Taken back, owners decide again.
        let all = json!({ "rooms": "nobody", "outside": "everyone" });
        scene.admin.client.put("/download-floor", all).await.ok();
        assert_eq!(at_door(&scene.ito, &quiet, &plan, "?save=true").await, refused());
        let none = json!({ "rooms": "everyone", "outside": "everyone" });
        scene.admin.client.put("/download-floor", none).await.ok();
        assert_eq!(at_door(&supplier, &home, &photo, "?save=true").await, given());
        let seen = scene.ito.client.get(&format!("/rooms/{quiet}")).await.ok();
        assert_eq!((&seen["download_floor"], &seen["downloads"]), (&Value::Null, &json!("staff")));
    });
}

/// When a room changed last, as somebody in it sees it.
async fn tick(staff: &Staff, room: &str) -> i64 {
    number(&staff.client.get(&format!("/rooms/{room}")).await.ok()["tick"])
}

#[test]
fn every_room_is_told_of_a_floor_also_those_of_their_members_alone_and_those_that_are_archived() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let private = room(&scene.sato, "private", "係", &[&scene.ito]).await;
        let archived = room(&scene.sato, "private", "昨年度", &[&scene.ito]).await;
        let talk = direct(&scene.sato, &scene.ito).await;
        let open = room(&scene.sato, "open", "みんなの", &[&scene.ito]).await;
        scene.sato.client.say(&talk, "あとで見てください").await;
        scene.sato.client.post(&format!("/rooms/{archived}/archive"), json!({})).await.ok();
        world.run_jobs().await;
        let rooms = [&private, &archived, &talk, &open];
        for floor in
            [json!({ "rooms": "staff", "outside": "nobody" }), json!({ "rooms": "everyone", "outside": "everyone" })]
        {
            let mut before = Vec::new();
            for room in rooms {
                before.push(tick(&scene.ito, room).await);
            }
            let mut live = settled(&scene.ito).await;
            scene.admin.client.put("/download-floor", floor.clone()).await.ok();
            world.run_jobs().await;
            for (room, before) in rooms.into_iter().zip(before) {
                assert!(tick(&scene.ito, room).await > before, "{room} was told");
            }
            // What is on screen follows, with its last words.
            let told =
                live.until(|frame| frame["kind"] == "chat.room_changed" && frame["p"]["room"]["id"] == talk).await;
            let told = &told["p"]["room"];
            assert_eq!(
                told["download_floor"],
                scene.ito.client.get(&format!("/rooms/{talk}")).await.ok()["download_floor"]
            );
            assert_eq!((&told["last"]["excerpt"], &told["mine"]), (&json!("あとで見てください"), &Value::Null));
        }
    });
}
