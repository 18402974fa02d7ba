//! 休業: begins and ends by itself, lets people read without being waited for, and tells nobody why.

use crate::grants::{Shared, names, shared};
use crate::scene::{
    PASSWORD, Scene, direct, each, id, items, login, next_day, number, read, room, scene, settled, sign_in, text,
    with_password,
};
use harness::{Answer, Live, NewStaff, Staff, World, everywhere, new_id};
use jiff::civil::date;
use serde_json::{Value, json};

fn leave(from: &str, to: Option<&str>, access: &str) -> Value {
    json!({ "kind": "childcare", "valid_from": from, "valid_to": to, "access": access })
}

/// Writes down that somebody is away.
async fn put(actor: &Staff, whom: &Staff, new: Value) -> Answer {
    actor.client.post(&format!("/people/{}/leaves", whom.id), new).await
}

/// The same of today, once the person's own devices have heard of it, and the node they speak to with them.
async fn away(scene: &Scene, whom: &Staff, access: &str) -> String {
    let mut live = settled(whom).await;
    let leave = id(&put(&scene.admin, whom, leave("2026-04-01", None, access)).await.ok());
    live.event("directory.leave_changed").await;
    leave
}

async fn on_leave(viewer: &Staff, whom: &Staff) -> bool {
    viewer.client.get(&format!("/people/{}", whom.id)).await.ok()["on_leave"] == true
}

async fn say(staff: &Staff, room: &str) -> Answer {
    let said = json!({ "id": new_id(), "body": "こんにちは" });
    staff.client.post(&format!("/rooms/{room}/messages"), said).await
}

#[test]
fn a_leave_begins_and_ends_at_midnight_by_itself_and_whoever_sees_them_is_told() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        put(&scene.admin, &scene.ito, leave("2026-04-03", Some("2026-04-04"), "read")).await.ok();
        let mut own = settled(&scene.ito).await;
        let mut watcher = settled(&scene.sato).await;
        watcher.say(json!({ "t": "watch", "people": [scene.ito.id] })).await;
        let mut seen = Vec::new();
        for day in 2..=5 {
            next_day(&world, date(2026, 4, day)).await;
            if day == 3 || day == 5 {
                own.event("directory.leave_changed").await;
                let told = watcher.event("directory.person_changed").await;
                assert_eq!(told["person"]["on_leave"] == true, day == 3, "{told}");
                // The line ends, and whoever is back comes as what they are.
                own = settled(&scene.ito).await;
            }
            let me = scene.ito.client.get("/me").await.ok();
            assert_eq!(me["leave"]["valid_to"] == "2026-04-04", seen.len() == 1 || seen.len() == 2, "{me}");
            seen.push(on_leave(&scene.sato, &scene.ito).await);
        }
        assert_eq!(seen, [false, true, true, false]);
    });
}

#[test]
fn whoever_may_use_nothing_is_signed_out_when_it_begins_and_signs_in_again_when_it_has_ended() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hara = NewStaff::named("原", "空", ("はら", "そら"));
        let hara = scene.town.staff(&world, with_password(hara)).await;
        let name = login(&hara).await;
        put(&scene.admin, &hara, leave("2026-04-02", Some("2026-04-02"), "none")).await.ok();
        let mut own = settled(&hara).await;
        next_day(&world, date(2026, 4, 2)).await;
        own.event("directory.leave_changed").await;
        assert_eq!(hara.client.get("/me").await.refused(401), "sign_in_needed");
        assert_eq!(sign_in(&world.stranger(), &name, PASSWORD).await.refused(403), "identity.on_leave");
        assert_eq!(sign_in(&world.stranger(), &name, "違う言葉です").await.refused(401), "identity.wrong_credentials");
        next_day(&world, date(2026, 4, 3)).await;
        sign_in(&world.stranger(), &name, PASSWORD).await.ok();
    });
}

#[test]
fn a_leave_of_today_without_use_ends_all_sessions_at_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let mut own = settled(&scene.ito).await;
        put(&scene.admin, &scene.ito, leave("2026-03-01", None, "none")).await.ok();
        own.event("identity.signed_out").await;
        assert_eq!(scene.ito.client.get("/me").await.refused(401), "sign_in_needed");
    });
}

#[test]
fn whoever_only_looks_reads_everything_of_theirs_and_does_no_work() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let talk = direct(&scene.sato, &scene.ito).await;
        let said = scene.ito.client.say(&home, "行ってきます").await;
        away(&scene, &scene.ito, "read").await;
        let later = scene.sato.client.say(&home, "お元気で").await;
        let ito = &scene.ito.client;
        let page = ito.get(&format!("/rooms/{home}/messages")).await.ok();
        assert!(items(&page["messages"]).iter().any(|message| message["body"] == "お元気で"));
        assert_eq!(number(&read(&scene.ito, &home, number(&later["seq"])).await["read_seq"]), number(&later["seq"]));
        ito.put("/me/settings", json!({ "theme": "dark" })).await.ok();
        ito.put(&format!("/rooms/{home}/preferences"), json!({ "muted": true, "pinned": false })).await.ok();
        let (said, later) = (id(&said), id(&later));
        let refused = [
            say(&scene.ito, &home).await,
            say(&scene.ito, &talk).await,
            ito.patch(&format!("/messages/{said}"), json!({ "body": "行きます" })).await,
            ito.delete(&format!("/messages/{said}")).await,
            ito.put(&format!("/messages/{later}/reactions/shochi"), json!({})).await,
            ito.post("/rooms", json!({ "id": new_id(), "kind": "private", "name": "室" })).await,
            ito.post("/directs", json!({ "people": [scene.mori.id] })).await,
            ito.post(&format!("/rooms/{home}/members"), json!({ "people": [scene.mori.id] })).await,
            ito.post(&format!("/rooms/{home}/leave"), json!({})).await,
            ito.patch(&format!("/rooms/{home}"), json!({ "name": "係" })).await,
        ];
        for (place, answer) in refused.into_iter().enumerate() {
            assert_eq!(answer.refused(403), "on_leave", "the act number {place}");
        }
    });
}

#[test]
fn whoever_may_talk_does_so_in_direct_rooms_alone() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let asked = id(&scene.sato.client.say(&home, "伺います").await);
        away(&scene, &scene.ito, "direct").await;
        let talk = direct(&scene.ito, &scene.sato).await;
        let notes = text(&scene.ito.client.post("/directs", json!({ "people": [] })).await.ok()["id"]);
        let said = id(&say(&scene.ito, &talk).await.ok());
        scene.ito.client.patch(&format!("/messages/{said}"), json!({ "body": "元気です" })).await.ok();
        scene.ito.client.delete(&format!("/messages/{said}")).await.ok();
        say(&scene.ito, &notes).await.ok();
        let reaction = format!("/messages/{asked}/reactions/shochi");
        assert_eq!(scene.ito.client.put(&reaction, json!({})).await.refused(403), "on_leave");
        assert_eq!(say(&scene.ito, &home).await.refused(403), "on_leave");
        assert_eq!(scene.ito.client.post(&format!("/rooms/{home}/leave"), json!({})).await.refused(403), "on_leave");
    });
}

#[test]
fn nobody_administers_while_they_are_on_leave() {
    everywhere(|world| async move {
        let Shared { scene, oka, .. } = shared(&world).await;
        assert!(!items(&oka.client.get("/me").await.ok()["powers"]).is_empty());
        away(&scene, &oka, "direct").await;
        assert_eq!(oka.client.get("/accounts").await.refused(403), "on_leave");
        assert_eq!(oka.client.get("/me").await.ok()["powers"], json!([]));
    });
}

#[test]
fn the_last_administrator_is_on_leave_only_where_another_goes_on() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let refused = put(&scene.admin, &scene.admin, leave("2026-10-01", None, "read")).await;
        assert_eq!(refused.refused(409), "identity.last_administrator");
        let next = NewStaff::named("西", "司", ("にし", "つかさ")).administrator();
        let next = scene.town.staff(&world, next).await;
        put(&scene.admin, &scene.admin, leave("2026-10-01", None, "read")).await.ok();
        // Of two who administer one stays.
        let refused = put(&scene.admin, &next, leave("2026-11-01", None, "read")).await;
        assert_eq!(refused.refused(409), "identity.last_administrator");
        // Nor may one who goes first still be away when the other goes.
        for last in [None, Some("2026-10-01")] {
            let refused = put(&scene.admin, &next, leave("2026-08-01", last, "read")).await;
            assert_eq!(refused.refused(409), "identity.last_administrator");
        }
        put(&scene.admin, &next, leave("2026-08-01", Some("2026-09-30"), "read")).await.ok();
    });
}

async fn counts(viewer: &Staff, home: &str, message: &str) -> (i64, Vec<String>, Vec<String>) {
    let members = number(&viewer.client.get(&format!("/rooms/{home}/receipts")).await.ok()["members"]);
    let list = viewer.client.get(&format!("/messages/{message}/receipts")).await.ok();
    let of = |field: &str| -> Vec<String> {
        items(&list[field]).iter().map(|reader| text(&reader["person"]["name"])).collect()
    };
    (members, of("read"), of("unread"))
}

#[test]
fn nobody_waits_for_somebody_on_leave_to_read() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito, &scene.mori]).await;
        let said = scene.sato.client.say(&home, "回覧").await;
        let message = id(&said);
        let unread = counts(&scene.sato, &home, &message).await.2;
        assert_eq!(unread, ["伊藤 健", "森 葵"]);
        let leave = away(&scene, &scene.ito, "read").await;
        let (members, of_read, unread) = counts(&scene.sato, &home, &message).await;
        assert_eq!((members, of_read.len(), unread), (2, 0, vec!["森 葵".to_owned()]));
        // Whoever reads all the same is named.
        read(&scene.ito, &home, number(&said["seq"])).await;
        let (members, of_read, _) = counts(&scene.sato, &home, &message).await;
        assert_eq!((members, of_read), (2, vec!["伊藤 健".to_owned()]));
        let receipts = scene.sato.client.get(&format!("/rooms/{home}/receipts")).await.ok();
        let at: i64 = items(&receipts["read"]).iter().map(|step| number(&step[1])).sum();
        assert_eq!(at, 2, "the steps leave out whoever is not counted");
        scene.admin.client.delete(&format!("/leaves/{leave}")).await.ok();
        assert_eq!(counts(&scene.sato, &home, &message).await.0, 3);
    });
}

#[test]
fn the_author_who_went_on_leave_is_counted_nowhere_and_their_message_lacks_no_reader() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito, &scene.mori]).await;
        scene.ito.client.say(&home, "お世話になりました").await;
        away(&scene, &scene.ito, "read").await;
        let receipts = scene.sato.client.get(&format!("/rooms/{home}/receipts")).await.ok();
        let stand = json!({ "person_id": scene.ito.id, "joined_seq": null, "read_seq": 0 });
        assert_eq!(receipts["authors"], json!([stand]));
    });
}

async fn presence(live: &mut Live, of: &Staff, wanted: &str) {
    let name = of.id.to_string();
    live.until(|frame| frame["t"] == "presence" && frame["people"][&name] == wanted).await;
}

#[test]
fn somebody_on_leave_is_not_there_though_they_read() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let mut watcher = settled(&scene.sato).await;
        watcher.say(json!({ "t": "watch", "people": [scene.ito.id] })).await;
        let mut own = settled(&scene.ito).await;
        presence(&mut watcher, &scene.ito, "online").await;
        put(&scene.admin, &scene.ito, leave("2026-04-01", None, "read")).await.ok();
        own.event("directory.leave_changed").await;
        presence(&mut watcher, &scene.ito, "offline").await;
        let _back = settled(&scene.ito).await;
        watcher.say(json!({ "t": "watch", "people": [scene.ito.id, scene.mori.id] })).await;
        presence(&mut watcher, &scene.ito, "offline").await;
    });
}

#[test]
fn why_and_until_when_is_known_to_themselves_and_to_who_keeps_their_record() {
    everywhere(|world| async move {
        let Shared { scene, oka, hara, .. } = shared(&world).await;
        let new = leave("2026-04-01", Some("2027-03-31"), "read");
        put(&oka, &scene.ito, new.clone()).await.ok();
        let path = format!("/people/{}/leaves", scene.ito.id);
        for knows in [&scene.admin, &oka, &scene.ito] {
            let leaves = knows.client.get(&path).await.ok();
            assert_eq!(each(&leaves["items"], "kind"), ["childcare"]);
        }
        for other in [&scene.sato, &hara] {
            assert_eq!(other.client.get(&path).await.refused(404), "not_found");
            assert_eq!(other.client.get("/leaves").await.refused(404), "not_found");
            assert_eq!(put(other, &scene.ito, new.clone()).await.refused(404), "not_found");
            let page = other.client.get(&format!("/people/{}", scene.ito.id)).await.ok();
            assert_eq!(page["on_leave"], true);
            let told = page.to_string();
            assert!(!told.contains("childcare") && !told.contains("2027-03-31"), "{told}");
        }
        let record = scene.admin.client.get("/audit").await.ok();
        assert!(items(&record["items"]).iter().any(|entry| entry["act"] == "directory.leave_put"));
    });
}

#[test]
fn whoever_looks_after_a_section_puts_its_people_on_leave_and_neither_others_nor_themselves() {
    everywhere(|world| async move {
        let Shared { scene, oka, hara, chief, .. } = shared(&world).await;
        let new = leave("2026-06-01", None, "direct");
        let own = id(&put(&oka, &scene.ito, new.clone()).await.ok());
        for other in [&hara, &chief] {
            assert_eq!(put(&oka, other, new.clone()).await.refused(404), "not_found");
        }
        assert_eq!(put(&oka, &oka, new.clone()).await.refused(403), "directory.oneself");
        assert_eq!(put(&oka, &scene.admin, new.clone()).await.refused(403), "identity.administrators_only");
        let theirs = id(&put(&scene.admin, &hara, new).await.ok());
        assert_eq!(names(&oka, "/leaves").await, ["伊藤 健"]);
        assert_eq!(names(&scene.admin, "/leaves").await, ["伊藤 健", "原 空"]);
        assert_eq!(names(&scene.admin, "/leaves?q=%E3%81%AF%E3%82%89").await, ["原 空"]);
        let end = leave("2026-06-01", Some("2026-06-30"), "direct");
        assert_eq!(oka.client.put(&format!("/leaves/{theirs}"), end.clone()).await.refused(404), "not_found");
        assert_eq!(oka.client.delete(&format!("/leaves/{theirs}")).await.refused(404), "not_found");
        oka.client.put(&format!("/leaves/{own}"), end).await.ok();
        oka.client.delete(&format!("/leaves/{own}")).await.ok();
        assert_eq!(names(&oka, "/leaves").await, Vec::<String>::new());
    });
}

#[test]
fn leaves_of_one_person_share_no_day_and_two_editors_do_not_overwrite_each_other() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let first = put(&scene.admin, &scene.ito, leave("2026-05-01", Some("2026-06-30"), "read")).await.ok();
        let again = put(&scene.admin, &scene.ito, leave("2026-06-30", None, "read")).await;
        assert_eq!(again.body["fields"], json!([{ "field": "valid_from", "code": "overlaps" }]));
        let turned = put(&scene.admin, &scene.ito, leave("2026-08-02", Some("2026-08-01"), "read")).await;
        assert_eq!(turned.body["fields"], json!([{ "field": "valid_to", "code": "before_begin" }]));
        let mut maternity = leave("2026-07-01", None, "none");
        maternity["kind"] = json!("maternity");
        put(&scene.admin, &scene.ito, maternity).await.ok();
        let path = format!("/leaves/{}", id(&first));
        let longer = leave("2026-05-01", Some("2026-07-01"), "read");
        assert_eq!(scene.admin.client.put(&path, longer).await.body["fields"][0]["code"], "overlaps");
        let request = scene.admin.client.request(reqwest::Method::PUT, &path).header("if-match", "\"1\"");
        let stale = scene.admin.client.send(request.json(&leave("2026-05-02", Some("2026-06-30"), "read"))).await;
        assert_eq!(stale.refused(412), "stale");
        let leaves = scene.ito.client.get(&format!("/people/{}/leaves", scene.ito.id)).await.ok();
        assert_eq!(each(&leaves["items"], "kind"), ["maternity", "childcare"]);
    });
}

#[test]
fn a_leave_that_ends_early_lets_them_work_at_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let leave_id = {
            let mut live = settled(&scene.ito).await;
            let new = leave("2026-03-01", None, "read");
            let leave = id(&put(&scene.admin, &scene.ito, new).await.ok());
            live.event("directory.leave_changed").await;
            leave
        };
        assert_eq!(say(&scene.ito, &home).await.refused(403), "on_leave");
        let mut live = settled(&scene.ito).await;
        let ended = leave("2026-03-01", Some("2026-03-31"), "read");
        scene.admin.client.put(&format!("/leaves/{leave_id}"), ended).await.ok();
        live.event("directory.leave_changed").await;
        say(&scene.ito, &home).await.ok();
        assert!(!on_leave(&scene.sato, &scene.ito).await);
    });
}

#[test]
fn whoever_is_on_leave_uses_no_shared_account() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let mut nursery =
            crate::operators::new_shared("ひばり保育園", &new_id(), scene.town.units["総務課"].to_string());
        nursery["operators"] = json!([{ "person_id": scene.ito.id }]);
        let made = scene.admin.client.post("/shared-accounts", nursery).await.ok();
        let path = format!("/shared-accounts/{}/operators", id(&made["account"]));
        let listed = |found: &Value| items(&found["items"]).len();
        assert_eq!(listed(&scene.admin.client.get(&path).await.ok()), 1);
        put(&scene.admin, &scene.ito, leave("2026-04-01", None, "direct")).await.ok();
        assert_eq!(listed(&scene.admin.client.get(&path).await.ok()), 0);
    });
}

#[test]
fn whoever_comes_back_is_told_for_a_fortnight_who_came_and_who_left() {
    everywhere(|world| async move {
        let Shared { scene, hara, .. } = shared(&world).await;
        put(&scene.admin, &scene.ito, leave("2026-04-02", Some("2026-04-03"), "read")).await.ok();
        next_day(&world, date(2026, 4, 2)).await;
        assert_eq!(scene.ito.client.get("/me/return").await.refused(404), "not_found", "still away");
        let posts = |unit: &str| {
            json!([
                { "unit_id": scene.town.units["財政課"], "kind": "main", "valid_from": "2020-04-01", "valid_to": "2026-04-02" },
                { "unit_id": scene.town.units[unit], "kind": "main", "valid_from": "2026-04-03" },
            ])
        };
        scene.admin.client.patch(&format!("/people/{}", hara.id), json!({ "posts": posts("総務課") })).await.ok();
        let mut goes = posts("道路課");
        goes[0]["unit_id"] = json!(scene.town.units["総務課"]);
        scene.admin.client.patch(&format!("/people/{}", scene.mori.id), json!({ "posts": goes })).await.ok();
        next_day(&world, date(2026, 4, 3)).await;
        next_day(&world, date(2026, 4, 4)).await;
        let told = scene.ito.client.get("/me/return").await.ok();
        assert_eq!((&told["since"], &told["until"]), (&json!("2026-04-02"), &json!("2026-04-03")));
        assert_eq!(each(&told["joined"], "name"), ["原 空"]);
        assert_eq!(each(&told["left"], "name"), ["森 葵"]);
        let me = scene.ito.client.get("/me").await.ok();
        assert_eq!(me["returned"], json!({ "since": "2026-04-02", "until": "2026-04-03" }));
        assert_eq!(scene.sato.client.get("/me/return").await.refused(404), "not_found", "was never away");
        // Of two who came back in March, one did a fortnight ago and the other a day earlier.
        put(&scene.admin, &scene.sato, leave("2026-03-01", Some("2026-03-21"), "read")).await.ok();
        scene.sato.client.get("/me/return").await.ok();
        put(&scene.admin, &hara, leave("2026-03-01", Some("2026-03-20"), "read")).await.ok();
        assert_eq!(hara.client.get("/me/return").await.refused(404), "not_found", "long back");
    });
}

/// What another organisation learns and does of it.
#[test]
fn another_towns_administrator_neither_sees_nor_changes_a_leave() {
    everywhere(|world: World| async move {
        let (scene, other) = (scene(&world).await, crate::scene::scene_of(&world, "青浜町").await);
        let leave_id = id(&put(&scene.admin, &scene.ito, leave("2026-05-01", None, "read")).await.ok());
        let path = format!("/leaves/{leave_id}");
        assert_eq!(other.admin.client.delete(&path).await.refused(404), "not_found");
        let changed = leave("2026-05-01", Some("2026-05-02"), "none");
        assert_eq!(other.admin.client.put(&path, changed).await.refused(404), "not_found");
        assert_eq!(names(&other.admin, "/leaves").await, Vec::<String>::new());
    });
}
