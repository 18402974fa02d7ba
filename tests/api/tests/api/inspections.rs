//! Inspections: an administrator reads a room of others for a purpose, when another one has granted it, and the people of the room know.

use crate::barriers::walled;
use crate::scene::{Scene, direct, each, id, items, reply, room, scene, settled, text, times, unread};
use harness::{NewStaff, Staff, World, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

pub const PURPOSE: &str = "個人情報が外部に送られた疑いの事実確認";
pub const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(86_400);

/// A private room of 佐藤 and 伊藤 with talk in it, and two administrators outside.
pub struct Place {
    pub scene: Scene,
    pub second: Staff,
    pub room: String,
    /// The first message, with a reply below it.
    pub root: String,
}

async fn second_administrator(world: &World, scene: &Scene) -> Staff {
    let second = NewStaff::named("西村", "司", ("にしむら", "つかさ")).of("財政課").administrator();
    scene.town.staff(world, second).await
}

pub async fn place(world: &World) -> Place {
    let scene = scene(world).await;
    let second = second_administrator(world, &scene).await;
    let home = room(&scene.sato, "private", "人事", &[&scene.ito]).await;
    let root = id(&scene.sato.client.say(&home, "名簿を送りました").await);
    reply(&scene.ito, &home, &root, "どこへですか").await;
    scene.ito.client.say(&home, "確認します").await;
    Place { second, room: home, root, scene }
}

pub fn wish(room: &str) -> Value {
    json!({ "id": new_id(), "room_id": room, "purpose": PURPOSE, "hours": 2 })
}

pub async fn ask(staff: &Staff, wish: &Value) -> Value {
    staff.client.post("/inspections", wish.clone()).await.ok()
}

pub async fn decide(staff: &Staff, inspection: &str, verb: &str) -> harness::Answer {
    let reason = json!({ "reason": "情報公開担当と協議済み" });
    staff.client.post(&format!("/inspections/{inspection}/{verb}"), reason).await
}

impl Place {
    /// The first administrator asks, the second one grants it; its id.
    pub async fn granted(&self, wish: Value) -> String {
        let inspection = id(&ask(&self.scene.admin, &wish).await);
        decide(&self.second, &inspection, "grant").await.ok();
        inspection
    }

    pub async fn read(&self, inspection: &str, query: &str) -> harness::Answer {
        self.scene.admin.client.get(&format!("/inspections/{inspection}/messages{query}")).await
    }

    pub async fn told(&self) -> Vec<Value> {
        let path = format!("/rooms/{}/inspections", self.room);
        items(&self.scene.ito.client.get(&path).await.ok()["items"]).clone()
    }
}

fn words(page: &Value) -> Vec<String> {
    items(&page["messages"]).iter().filter(|one| one["kind"] == "text").map(|one| text(&one["body"])).collect()
}

#[test]
fn a_room_of_others_is_read_only_once_another_administrator_has_granted_it() {
    everywhere(|world| async move {
        let place = place(&world).await;
        let (admin, second) = (&place.scene.admin, &place.second);
        let asked = ask(admin, &wish(&place.room)).await;
        assert_eq!((&asked["state"], &asked["room"]["name"]), (&json!("waiting"), &json!("人事")));
        let inspection = id(&asked);
        assert_eq!(place.read(&inspection, "").await.refused(409), "chat.inspection_not_open");
        assert_eq!(decide(admin, &inspection, "grant").await.refused(403), "chat.own_inspection");
        assert_eq!(decide(admin, &inspection, "refuse").await.refused(403), "chat.own_inspection");
        let preview = format!("/inspections/{inspection}/preview");
        assert_eq!(admin.client.get(&preview).await.refused(404), "not_found", "who asks sees nothing before");
        let seen = second.client.get(&preview).await.ok();
        assert_eq!((&seen["member_count"], &seen["messages"]), (&json!(2), &json!(4)), "a reply counts, a notice too");
        assert_eq!(items(&seen["members"]).len(), 2);
        let granted = decide(second, &inspection, "grant").await.ok();
        assert_eq!((&granted["state"], &granted["decided_by"]["name"]), (&json!("granted"), &json!("西村 司")));
        let page = place.read(&inspection, "").await.ok();
        assert_eq!(words(&page), ["名簿を送りました", "確認します"]);
        assert_eq!((&page["more_before"], &page["more_after"]), (&json!(false), &json!(false)));
        let threads = format!("/inspections/{inspection}/threads/{}/messages", place.root);
        let thread = admin.client.get(&threads).await.ok();
        assert_eq!((words(&thread), &thread["root"]["id"]), (vec!["どこへですか".to_owned()], &json!(place.root)));
        let receipts = format!("/inspections/{inspection}/messages/{}/receipts", place.root);
        assert_eq!(admin.client.get(&receipts).await.ok()["read"][0]["person"]["name"], "伊藤 健");
        for path in [format!("/inspections/{inspection}/messages"), threads, receipts] {
            assert_eq!(second.client.get(&path).await.refused(404), "not_found", "who grants does not read: {path}");
        }
    });
}

#[test]
fn it_is_paged_both_ways() {
    everywhere(|world| async move {
        let place = place(&world).await;
        let inspection = place.granted(wish(&place.room)).await;
        // made, three of the talk's own, the notice of the inspection
        let newest = place.read(&inspection, "?limit=2").await.ok();
        assert_eq!((&newest["more_before"], &newest["more_after"]), (&json!(true), &json!(false)));
        let first = newest["messages"][0]["seq"].clone();
        let older = place.read(&inspection, &format!("?before={first}&limit=2")).await.ok();
        assert_eq!((&older["more_before"], &older["more_after"]), (&json!(false), &json!(true)));
        assert_eq!(words(&older), ["名簿を送りました"]);
        let newer = place.read(&inspection, "?after=1&limit=1").await.ok();
        assert_eq!((words(&newer), &newer["more_after"]), (vec!["名簿を送りました".to_owned()], &json!(true)));
        assert_eq!(place.read(&inspection, "?after=1&before=3").await.refused(400), "invalid_query");
    });
}

#[test]
fn nothing_of_another_room_and_nothing_but_reading_is_opened() {
    everywhere(|world| async move {
        let place = place(&world).await;
        let (admin, home) = (&place.scene.admin, &place.room);
        let other = room(&place.scene.sato, "private", "別室", &[&place.scene.ito]).await;
        let said = id(&place.scene.sato.client.say(&other, "別の話").await);
        reply(&place.scene.ito, &other, &said, "別の返事").await;
        let inspection = place.granted(wish(home)).await;
        for path in [format!("threads/{said}/messages"), format!("messages/{said}/receipts")] {
            assert_eq!(admin.client.get(&format!("/inspections/{inspection}/{path}")).await.refused(404), "not_found");
        }
        let root = &place.root;
        for path in [
            format!("/rooms/{home}"),
            format!("/rooms/{home}/messages"),
            format!("/rooms/{home}/members"),
            format!("/rooms/{home}/receipts"),
            format!("/rooms/{home}/inspections"),
            format!("/messages/{root}"),
            format!("/messages/{root}/history"),
            format!("/threads/{root}/messages"),
        ] {
            assert_eq!(admin.client.get(&path).await.refused(404), "not_found", "{path}");
        }
        let say = json!({ "id": new_id(), "body": "見ています" });
        assert_eq!(admin.client.post(&format!("/rooms/{home}/messages"), say).await.refused(404), "not_found");
        let react = format!("/messages/{root}/reactions/shochi");
        assert_eq!(admin.client.put(&react, json!({})).await.refused(404), "not_found");
        assert_eq!(
            admin.client.put(&format!("/rooms/{home}/read"), json!({ "seq": 1 })).await.refused(404),
            "not_found"
        );
    });
}

#[test]
fn who_inspects_is_neither_a_member_nor_a_reader_and_hears_nothing_live() {
    everywhere(|world| async move {
        let place = place(&world).await;
        let (admin, sato, home) = (&place.scene.admin, &place.scene.sato, &place.room);
        let mut live = settled(admin).await;
        live.say(json!({ "t": "look", "room": home })).await;
        let inspection = place.granted(wish(home)).await;
        let before = sato.client.get(&format!("/rooms/{home}/receipts")).await.ok();
        place.read(&inspection, "").await.ok();
        assert_eq!(sato.client.get(&format!("/rooms/{home}/receipts")).await.ok(), before);
        assert_eq!(sato.client.get(&format!("/rooms/{home}")).await.ok()["member_count"], 2);
        assert_eq!(items(&admin.client.bootstrap().await["rooms"]).len(), 0);
        sato.client.say(home, &format!("<@{}> <!everyone> さん", admin.id)).await;
        // A second thing in the order of commits: what comes before it is all that the first one told.
        admin.client.put("/me/settings", json!({ "text_size": 140 })).await.ok();
        let told = live
            .until(|frame| {
                let kind = frame["kind"].as_str().unwrap_or_default();
                assert!(!kind.starts_with("chat.") || kind == "chat.inspections_changed", "{frame}");
                assert_ne!(frame["t"], "receipts", "{frame}");
                frame["p"]["settings"]["text_size"] == 140
            })
            .await;
        assert_eq!(told["kind"], "identity.settings_changed");
        assert_eq!(words(&place.read(&inspection, "").await.ok()).len(), 3, "what is new is read by asking again");
    });
}

#[test]
fn a_narrower_look_holds_for_threads_quotes_and_receipts() {
    everywhere(|world| async move {
        let place = place(&world).await;
        let (admin, sato, home) = (&place.scene.admin, &place.scene.sato, &place.room);
        world.clock().advance(DAY);
        let quoting = json!({ "id": new_id(), "body": "昨日の件です", "reply_to": place.root });
        sato.client.post(&format!("/rooms/{home}/messages"), quoting).await.ok();
        let today = id(&sato.client.say(home, "今日の話").await);
        reply(&place.scene.ito, home, &today, "今日の返事").await;
        reply(&place.scene.ito, home, &place.root, "古い話への今日の返事").await;
        world.clock().advance(DAY);
        let late = id(&reply(&place.scene.ito, home, &today, "翌日の返事").await);
        sato.client.say(home, "翌日の話").await;
        let mut narrow = wish(home);
        (narrow["from_day"], narrow["until_day"]) = (json!("2026-04-02"), json!("2026-04-02"));
        let inspection = id(&ask(admin, &narrow).await);
        let preview = format!("/inspections/{inspection}/preview");
        let preview = place.second.client.get(&preview).await.ok();
        assert_eq!(preview["messages"], 3, "the reply to what is hidden is hidden as well");
        decide(&place.second, &inspection, "grant").await.ok();
        let page = place.read(&inspection, "").await.ok();
        assert_eq!(words(&page), ["昨日の件です", "今日の話"]);
        assert_eq!(page["messages"][0]["quote"], Value::Null, "a quote of another day");
        let thread = &page["messages"][1]["thread"];
        assert_eq!((&thread["replies"], &thread["participants"]), (&json!(1), &json!([])));
        let at =
            |path: String| admin.client.request(reqwest::Method::GET, &format!("/inspections/{inspection}/{path}"));
        let replies = admin.client.send(at(format!("threads/{today}/messages"))).await.ok();
        assert_eq!(words(&replies), ["今日の返事"]);
        for hidden in [
            format!("threads/{}/messages", place.root),
            format!("messages/{}/receipts", place.root),
            format!("messages/{late}/receipts"),
        ] {
            assert_eq!(admin.client.send(at(hidden.clone())).await.refused(404), "not_found", "{hidden}");
        }
        let around = place.read(&inspection, "?after=0&limit=200").await.ok();
        assert_eq!(words(&around), ["昨日の件です", "今日の話"]);
    });
}

#[test]
fn it_ends_by_itself_at_its_time_and_earlier_when_one_of_the_two_wants() {
    everywhere(|world| async move {
        let place = place(&world).await;
        let admin = &place.scene.admin;
        let inspection = place.granted(wish(&place.room)).await;
        world.clock().advance(HOUR * 2 - Duration::from_secs(1));
        place.read(&inspection, "").await.ok();
        world.clock().advance(Duration::from_secs(1));
        assert_eq!(place.read(&inspection, "").await.refused(409), "chat.inspection_not_open", "without any job");
        assert_eq!(place.told().await[0]["state"], "ended");
        assert_eq!(times(admin, "chat.inspection_ended").await, 0);
        let mut live = settled(&place.second).await;
        world.run_jobs().await;
        live.event("chat.inspections_changed").await;
        assert_eq!(times(admin, "chat.inspection_ended").await, 1);
        for ender in [admin, &place.second] {
            let inspection = place.granted(wish(&place.room)).await;
            let path = format!("/inspections/{inspection}/end");
            let ended = ender.client.post(&path, json!({})).await.ok();
            assert_eq!(ended["ended_by"]["id"], json!(ender.id));
            ender.client.post(&path, json!({})).await.ok();
            assert_eq!(place.read(&inspection, "").await.refused(409), "chat.inspection_not_open");
        }
        let third = NewStaff::named("東", "要", ("ひがし", "かなめ")).administrator();
        let third = place.scene.town.staff(&world, third).await;
        let inspection = place.granted(wish(&place.room)).await;
        let path = format!("/inspections/{inspection}/end");
        assert_eq!(third.client.post(&path, json!({})).await.refused(403), "chat.not_the_inspector");
        place.read(&inspection, "").await.ok();
        world.clock().advance(HOUR * 3);
        world.run_jobs().await;
        assert_eq!(times(admin, "chat.inspection_ended").await, 4, "two by their time, two by hand, each once");
    });
}

#[test]
fn a_request_lapses_after_seven_days_can_be_taken_back_or_refused_and_is_then_nothing() {
    everywhere(|world| async move {
        let place = place(&world).await;
        let (admin, second) = (&place.scene.admin, &place.second);
        let lapsing = id(&ask(admin, &wish(&place.room)).await);
        let twice = admin.client.post("/inspections", wish(&place.room)).await;
        assert_eq!(twice.refused(409), "chat.inspection_asked", "one open request for a room");
        world.clock().advance(DAY * 7);
        assert_eq!(decide(second, &lapsing, "grant").await.refused(409), "chat.inspection_decided");
        assert_eq!(admin.client.get(&format!("/inspections/{lapsing}")).await.ok()["state"], "lapsed");
        world.run_jobs().await;
        let taken = id(&ask(admin, &wish(&place.room)).await);
        let path = format!("/inspections/{taken}/withdraw");
        assert_eq!(second.client.post(&path, json!({})).await.refused(403), "chat.not_the_inspector");
        assert_eq!(admin.client.post(&path, json!({})).await.ok()["state"], "withdrawn");
        admin.client.post(&path, json!({})).await.ok();
        assert_eq!(decide(second, &taken, "grant").await.refused(409), "chat.inspection_decided");
        world.clock().advance(HOUR);
        let refused = id(&ask(admin, &wish(&place.room)).await);
        decide(second, &refused, "refuse").await.ok();
        assert_eq!(decide(second, &refused, "refuse").await.ok()["state"], "refused", "a second click");
        assert_eq!(decide(second, &refused, "grant").await.refused(409), "chat.inspection_decided");
        for inspection in [&lapsing, &taken, &refused] {
            assert_eq!(place.read(inspection, "").await.refused(409), "chat.inspection_not_open");
        }
        assert_eq!(place.told().await, Vec::<Value>::new(), "what was asked in vain concerns nobody in the room");
        assert_eq!(unread(&place.scene.sato, &place.room).await, 1, "nor is it told there");
        for act in ["lapsed", "withdrawn", "refused"] {
            assert_eq!(times(admin, &format!("chat.inspection_{act}")).await, 1, "{act}");
        }
        let of = async |phase: &str| {
            items(&admin.client.get(&format!("/inspections?phase={phase}")).await.ok()["items"]).len()
        };
        assert_eq!([of("waiting").await, of("granted").await, of("closed").await], [0, 0, 3]);
        let first = admin.client.get("/inspections?limit=2").await.ok();
        assert_eq!(each(&first["items"], "state"), ["refused", "withdrawn"], "the newest first");
        let next = format!("/inspections?limit=2&cursor={}", text(&first["next"]));
        assert_eq!(each(&admin.client.get(&next).await.ok()["items"], "state"), ["lapsed"]);
    });
}

#[test]
fn directs_are_asked_for_by_their_people_and_looking_for_one_leaves_a_trace() {
    everywhere(|world| async move {
        let place = place(&world).await;
        let Scene { admin, sato, ito, mori, .. } = &place.scene;
        let talk = direct(sato, ito).await;
        sato.client.say(&talk, "二人の話").await;
        let mut by_people = wish("");
        by_people["room_id"] = Value::Null;
        by_people["people"] = json!([ito.id, sato.id]);
        let asked = ask(admin, &by_people).await;
        assert_eq!((&asked["room"]["kind"], items(&asked["room"]["people"]).len()), (&json!("direct"), 2));
        decide(&place.second, &id(&asked), "grant").await.ok();
        assert_eq!(words(&place.read(&id(&asked), "").await.ok()), ["二人の話"]);
        assert_eq!(unread(ito, &talk).await, 2, "the notice stands in the talk of two as well");
        by_people["id"] = json!(new_id());
        by_people["people"] = json!([mori.id, sato.id]);
        assert_eq!(admin.client.post("/inspections", by_people.clone()).await.refused(409), "chat.no_such_direct");
        assert_eq!(times(admin, "chat.inspection_missed").await, 1);
        by_people["people"] = json!([]);
        assert_eq!(admin.client.post("/inspections", by_people).await.status, 400);
    });
}

#[test]
fn what_makes_no_sense_is_refused_and_the_same_request_twice_is_one() {
    everywhere(|world| async move {
        let place = place(&world).await;
        let (admin, sato) = (&place.scene.admin, &place.scene.sato);
        let wish_for = wish(&place.room);
        for (field, value) in [
            ("purpose", json!("短い目的")),
            ("purpose", json!("あ".repeat(501))),
            ("hours", json!(0)),
            ("hours", json!(73)),
            ("until_day", json!("2026-03-31")),
        ] {
            let mut wrong = wish_for.clone();
            wrong["from_day"] = json!("2026-04-01");
            wrong[field] = value;
            let answer = admin.client.post("/inspections", wrong).await;
            assert_eq!(answer.body["fields"][0]["field"], field, "{}", answer.body);
        }
        assert_eq!(admin.client.post("/inspections", wish(&new_id())).await.refused(404), "not_found");
        let first = admin.client.post("/inspections", wish_for.clone()).await;
        assert_eq!(first.status, 201);
        let again = admin.client.post("/inspections", wish_for.clone()).await;
        assert_eq!((again.status.as_u16(), &again.body["id"]), (200, &wish_for["id"]));
        assert_eq!(place.second.client.post("/inspections", wish_for.clone()).await.refused(409), "id_taken");
        let inspection = text(&wish_for["id"]);
        let silent =
            place.second.client.post(&format!("/inspections/{inspection}/grant"), json!({ "reason": " " })).await;
        assert_eq!(silent.body["fields"][0]["field"], "reason");
        let open = room(sato, "open", "みんなの広場", &[]).await;
        assert_eq!(admin.client.post("/inspections", wish(&open)).await.refused(409), "chat.readable_anyway");
        let own = room(sato, "private", "係", &[admin]).await;
        assert_eq!(admin.client.post("/inspections", wish(&own)).await.refused(409), "chat.readable_anyway");
    });
}

#[test]
fn barriers_hide_nobody_from_who_inspects_and_requests_to_a_desk_are_rooms_like_others() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let second = NewStaff::named("西村", "司", ("にしむら", "つかさ")).of("財政課").administrator();
        let second = town.town.staff(&world, second).await;
        let home = room(&town.hara, "private", "市長と窓口", &[&town.mayor]).await;
        town.mayor.client.say(&home, "天野です").await;
        town.hara.client.say(&home, &format!("<@{}> 承知しました", town.mayor.id)).await;
        let desk = new_id();
        let request = json!({ "id": desk, "barrier_id": town.barrier, "subject": "ご相談", "body": "五分ください" });
        town.sato.client.post("/contact-requests", request).await.ok();
        for (wanted, expected) in [(&home, "天野です"), (&desk, "五分ください")] {
            let inspection = id(&ask(&town.admin, &wish(wanted)).await);
            decide(&second, &inspection, "grant").await.ok();
            let page = town.admin.client.get(&format!("/inspections/{inspection}/messages")).await.ok();
            assert_eq!(words(&page)[0], expected);
            let named = each(&page["people"], "name");
            assert!(wanted == &desk || named.iter().any(|name| name.starts_with("天野")), "{named:?}");
        }
    });
}
