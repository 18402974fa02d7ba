//! What somebody puts off: messages that are said at a moment, and messages that one comes back to.

use crate::scene::{
    PASSWORD, Scene, bodies, direct, id, items, login, room, scene, settled, sign_in, text, token, with_password,
};
use futures_util::future::join_all;
use harness::{Answer, NewStaff, Staff, World, everywhere, new_id};
use jiff::civil::date;
use kernel::{Actor, Jst};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::task::spawn_blocking;

pub const HOUR: Duration = Duration::from_secs(3600);

pub async fn plan(by: &Staff, room: &str, body: &str, send_at: &str) -> Answer {
    let asked = json!({ "id": new_id(), "room_id": room, "body": body, "send_at": send_at });
    by.client.post("/planned", asked).await
}

pub async fn planned(by: &Staff) -> Vec<Value> {
    items(&by.client.get("/planned").await.ok()["items"]).clone()
}

/// How much waits for somebody: planned, failed, due.
pub async fn later(by: &Staff) -> (Value, Value, Value) {
    let mut later = by.client.bootstrap().await["later"].take();
    (later["planned"].take(), later["failed"].take(), later["due"].take())
}

/// Lets time pass, with all that it causes done.
pub async fn pass(world: &World, span: Duration) {
    world.clock().advance(span);
    world.run_jobs().await;
}

/// An hour from now, as the town's clock stands, which is at nine on 1 April.
pub const IN_AN_HOUR: &str = "2026-04-01T01:00:00Z";

#[test]
fn what_is_planned_is_said_at_its_moment_once_and_in_the_name_of_who_planned_it() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(9 * HOUR));
        let home = room(&sato, "private", "課", &[&ito]).await;
        let asked = json!({ "id": new_id(), "room_id": home, "body": "おはようございます", "send_at": IN_AN_HOUR });
        let first = sato.client.post("/planned", asked.clone()).await;
        let again = sato.client.post("/planned", asked.clone()).await;
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
        assert_eq!(later(&sato).await, (json!(1), json!(0), json!(0)));
        assert_eq!(planned(&ito).await, [] as [Value; 0], "nobody else knows");
        assert_eq!(plan(&mori, &home, "覗く", IN_AN_HOUR).await.refused(404), "not_found");
        world.run_jobs().await;
        assert_eq!(bodies(&ito, &home).await, [] as [String; 0]);
        let mut live = settled(&sato).await;
        pass(&world, HOUR).await;
        let told = live.event("chat.later_changed").await;
        assert_eq!(told["later"], json!({ "planned": 0, "failed": 0, "due": 0 }));
        pass(&world, HOUR).await;
        assert_eq!(bodies(&ito, &home).await, ["おはようございます"]);
        let said = ito.client.get(&format!("/messages/{}", text(&asked["id"]))).await.ok();
        assert_eq!(said["author_id"], json!(sato.id));
        assert_eq!(planned(&sato).await, [] as [Value; 0]);
        assert_eq!(sato.client.post("/planned", asked).await.refused(409), "chat.said_already");
    });
}

#[test]
fn what_is_planned_can_be_changed_said_now_or_taken_back_by_its_author_alone() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(9 * HOUR));
        let home = room(&sato, "private", "課", &[&ito]).await;
        let moved = id(&plan(&sato, &home, "一つ目", IN_AN_HOUR).await.ok());
        let now = id(&plan(&sato, &home, "二つ目", IN_AN_HOUR).await.ok());
        let gone = id(&plan(&sato, &home, "三つ目", IN_AN_HOUR).await.ok());
        let later = json!({ "send_at": "2026-04-01T03:00:00Z", "body": "言い直した一つ目" });
        ito.client.patch(&format!("/planned/{moved}"), later.clone()).await.refused(404);
        ito.client.delete(&format!("/planned/{gone}")).await.refused(404);
        ito.client.post(&format!("/planned/{now}/send"), json!({})).await.refused(404);
        assert_eq!(sato.client.patch(&format!("/planned/{moved}"), later).await.ok()["body"], "言い直した一つ目");
        sato.client.post(&format!("/planned/{now}/send"), json!({})).await.ok();
        sato.client.delete(&format!("/planned/{gone}")).await.ok();
        assert_eq!(bodies(&ito, &home).await, ["二つ目"]);
        pass(&world, HOUR).await;
        assert_eq!(bodies(&ito, &home).await, ["二つ目"], "its moment has moved");
        pass(&world, 2 * HOUR).await;
        assert_eq!(bodies(&ito, &home).await, ["二つ目", "言い直した一つ目"]);
        for wrong in ["2026-04-01T01:00:00Z", "2028-04-01T01:00:00Z"] {
            assert_eq!(plan(&sato, &home, "いつ", wrong).await.refused(400), "invalid_input");
        }
    });
}

#[test]
fn who_may_not_say_it_at_its_moment_is_told_and_keeps_the_words() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(9 * HOUR));
        let hara = with_password(NewStaff::named("原", "空", ("はら", "そら")));
        let (sato, ito) = (&scene.sato, &scene.town.staff(&world, hara).await);
        let home = room(sato, "private", "課", &[ito]).await;
        let kept = id(&plan(ito, &home, "続きの話", IN_AN_HOUR).await.ok());
        sato.client.delete(&format!("/rooms/{home}/members/{}", ito.id)).await.ok();
        pass(&world, HOUR).await;
        let held = planned(ito).await;
        assert_eq!((&held[0]["body"], &held[0]["why"]), (&json!("続きの話"), &json!("not_found")));
        assert_eq!(later(ito).await, (json!(0), json!(1), json!(0)));
        ito.client.post(&format!("/planned/{kept}/send"), json!({})).await.refused(404);
        sato.client.post(&format!("/rooms/{home}/members"), json!({ "people": [ito.id] })).await.ok();
        ito.client.post(&format!("/planned/{kept}/send"), json!({})).await.ok();
        assert_eq!(bodies(sato, &home).await, ["続きの話"]);
        // Whose account is stopped says nothing from it.
        plan(ito, &home, "止められた話", "2026-04-01T05:00:00Z").await.ok();
        let (account, name) = (format!("/accounts/{}", ito.account), login(ito).await);
        scene.admin.client.patch(&account, json!({ "state": "suspended" })).await.ok();
        pass(&world, 4 * HOUR).await;
        assert_eq!(bodies(sato, &home).await, ["続きの話"]);
        scene.admin.client.patch(&account, json!({ "state": "active" })).await.ok();
        let signed_in = sign_in(&world.stranger(), &name, PASSWORD).await;
        let again = world.stranger().with_token(Some(token(&signed_in)));
        assert_eq!(again.get("/planned").await.ok()["items"][0]["why"], "chat.not_here");
        // Nor does a closed room hear what was to be said in it.
        plan(sato, &home, "閉じた部屋に", "2026-04-01T08:00:00Z").await.ok();
        sato.client.post(&format!("/rooms/{home}/archive"), json!({})).await.ok();
        pass(&world, 4 * HOUR).await;
        assert_eq!(planned(sato).await[0]["why"], "chat.archived");
        sato.client.post(&format!("/rooms/{home}/reopen"), json!({})).await.ok();
        pass(&world, 4 * HOUR).await;
        assert_eq!(bodies(sato, &home).await, ["続きの話"], "it waits for its author");
    });
}

#[test]
fn in_a_direct_room_one_learns_whether_the_other_is_at_work_and_when_they_are_again() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let talk = direct(&sato, &ito).await;
        let many = room(&sato, "private", "課", &[&ito, &mori]).await;
        let times = format!("/rooms/{talk}/times");
        let thursday = Jst::start_of(date(2026, 4, 2));
        world.clock().set(thursday.plus(10 * HOUR));
        assert_eq!(sato.client.get(&times).await.ok()["rest"], Value::Null);
        world.clock().set(thursday.plus(20 * HOUR));
        let evening = sato.client.get(&times).await.ok();
        assert_eq!(
            (&evening["rest"], &evening["rest_until"], &evening["tomorrow"]),
            (&json!("after_hours"), &json!("2026-04-02T23:30:00Z"), &json!("2026-04-02T23:30:00Z"))
        );
        world.clock().set(Jst::start_of(date(2026, 4, 4)).plus(10 * HOUR));
        let saturday = sato.client.get(&times).await.ok();
        assert_eq!((&saturday["rest"], &saturday["next_open"]), (&json!("closed_day"), &json!("2026-04-05T23:30:00Z")));
        assert_eq!(sato.client.get(&format!("/rooms/{many}/times")).await.ok()["rest"], Value::Null);
        mori.client.get(&times).await.refused(404);
    });
}

#[test]
fn what_is_put_by_is_listed_until_it_is_done_and_only_as_long_as_it_may_be_read() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let first = id(&sato.client.say(&home, "一つ目").await);
        let second = id(&sato.client.say(&home, "二つ目").await);
        let saved = |message: &str| format!("/messages/{message}/saved");
        mori.client.put(&saved(&first), json!({})).await.refused(404);
        ito.client.put(&saved(&first), json!({})).await.ok();
        world.clock().advance(HOUR);
        ito.client.put(&saved(&second), json!({})).await.ok();
        let listed = async |path: &str| -> Vec<String> {
            let page = ito.client.get(path).await.ok();
            items(&page["items"]).iter().map(|saved| text(&saved["message"]["body"])).collect()
        };
        assert_eq!(listed("/saved").await, ["二つ目", "一つ目"]);
        assert_eq!(sato.client.get("/saved").await.ok()["items"], json!([]), "it is one's own");
        ito.client.patch(&saved(&second), json!({ "done": true })).await.ok();
        assert_eq!(
            (listed("/saved").await, listed("/saved?done=true").await),
            (vec!["一つ目".to_owned()], vec!["二つ目".to_owned()])
        );
        ito.client.patch(&saved(&second), json!({ "done": false })).await.ok();
        let page = ito.client.get("/saved?limit=1").await.ok();
        assert_eq!((items(&page["items"]).len(), page["next"].is_string()), (1, true));
        sato.client.delete(&format!("/rooms/{home}/members/{}", ito.id)).await.ok();
        assert_eq!(listed("/saved").await, [] as [String; 0]);
        ito.client.patch(&saved(&second), json!({ "done": true })).await.refused(404);
        ito.client.delete(&saved(&second)).await.ok();
        ito.client.delete(&saved(&second)).await.refused(404);
    });
}

#[test]
fn a_reminder_comes_once_at_its_moment_and_waits_until_it_is_done_or_put_off() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(9 * HOUR));
        let home = room(&sato, "private", "課", &[&ito]).await;
        let said = id(&sato.client.say(&home, "来週までにお願いします").await);
        let saved = format!("/messages/{said}/saved");
        ito.client.put(&saved, json!({ "remind_at": IN_AN_HOUR })).await.ok();
        let mut live = settled(&ito).await;
        pass(&world, HOUR).await;
        let told = live.event("chat.reminded").await;
        assert_eq!((&told["message_id"], &told["excerpt"]), (&json!(said), &json!("来週までにお願いします")));
        assert_eq!(later(&ito).await, (json!(0), json!(0), json!(1)));
        assert_eq!(ito.client.get("/saved").await.ok()["items"][0]["due"], true);
        ito.client.put(&saved, json!({ "remind_at": "2026-04-01T05:00:00Z" })).await.ok();
        assert_eq!(later(&ito).await.2, json!(0), "it is put off");
        pass(&world, 4 * HOUR).await;
        live.event("chat.reminded").await;
        ito.client.patch(&saved, json!({ "done": true })).await.ok();
        assert_eq!(later(&ito).await.2, json!(0));
        // Who is in the room no longer is reminded of nothing that was said there.
        ito.client.put(&saved, json!({ "remind_at": "2026-04-01T08:00:00Z" })).await.ok();
        sato.client.delete(&format!("/rooms/{home}/members/{}", ito.id)).await.ok();
        pass(&world, 4 * HOUR).await;
        assert_eq!(later(&ito).await.2, json!(0));
        let wrong = ito.client.put(&saved, json!({ "remind_at": IN_AN_HOUR })).await;
        wrong.refused(404);
    });
}

#[test]
fn programs_that_come_to_it_at_the_same_moment_say_it_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(9 * HOUR));
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        plan(&scene.sato, &home, "一度だけ", IN_AN_HOUR).await.ok();
        let actor = Actor::system(scene.town.org);
        let early = world.test.db.clone();
        let too_early = spawn_blocking(move || chat::service::planned::send(&early, actor));
        too_early.await.expect("nothing panics").expect("there is nothing to do yet");
        assert_eq!(bodies(&scene.ito, &home).await, [] as [String; 0]);
        world.clock().advance(HOUR);
        let tries = (0..8).map(|_| {
            let db = world.test.db.clone();
            spawn_blocking(move || chat::service::planned::send(&db, actor))
        });
        for tried in join_all(tries).await {
            tried.expect("nothing panics").expect("it is said, or was");
        }
        assert_eq!(bodies(&scene.ito, &home).await, ["一度だけ"]);
        assert_eq!(later(&scene.sato).await, (json!(0), json!(0), json!(0)));
    });
}

#[test]
fn who_is_on_leave_when_the_moment_comes_says_nothing() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(9 * HOUR));
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        plan(&scene.ito, &home, "休みの前に書いた話", IN_AN_HOUR).await.ok();
        let leave = json!({ "kind": "sick", "valid_from": "2026-04-01", "valid_to": "2026-04-30", "access": "read" });
        scene.admin.client.post(&format!("/people/{}/leaves", scene.ito.id), leave).await.ok();
        pass(&world, HOUR).await;
        assert_eq!(bodies(&scene.sato, &home).await, [] as [String; 0]);
        let kept = planned(&scene.ito).await;
        assert_eq!((&kept[0]["why"], &kept[0]["body"]), (&json!("on_leave"), &json!("休みの前に書いた話")));
    });
}
