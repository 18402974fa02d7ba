//! タスク: what is to be done stands in the talk, is done by whose it is, and comes round again.

use crate::operators::{self, PIN, introduce};
use crate::scene::{Scene, direct, each, id, items, number, room, scene, settled, text};
use harness::{Answer, Staff, World, everywhere, new_id};
use jiff::civil::date;
use kernel::{Jst, PersonId};
use serde_json::{Value, json};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);

/// Something to be done by nobody in particular.
pub fn wish(title: &str) -> Value {
    json!({ "id": new_id(), "title": title })
}

/// The same, by somebody.
pub fn for_person(person: PersonId) -> Value {
    let mut wish = wish("議事録を清書する");
    wish["holders"] = json!([{ "kind": "person", "person_id": person }]);
    wish
}

/// What the doors of tasks are given where everybody tries them.
pub fn input(name: &str) -> Option<Value> {
    Some(match name {
        "make_task" | "change_task" => wish("議事録を清書する"),
        "move_task" => json!({ "state": "doing", "round": 0 }),
        "do_task" => json!({ "done": false, "round": 0 }),
        _ => return None,
    })
}

/// Puts a task into a room.
pub async fn make(staff: &Staff, room: &str, wish: Value) -> Answer {
    staff.client.post(&format!("/rooms/{room}/tasks"), wish).await
}

pub async fn get(staff: &Staff, task: &str) -> Value {
    staff.client.get(&format!("/tasks/{task}")).await.ok()
}

/// Does one's part, or takes that back, as of the round that one sees.
pub async fn part(staff: &Staff, task: &str, done: bool) -> Answer {
    let round = get(staff, task).await["round"].clone();
    staff.client.put(&format!("/tasks/{task}/part"), json!({ "done": done, "round": round })).await
}

pub async fn move_to(staff: &Staff, task: &str, state: &str) -> Answer {
    let round = get(staff, task).await["round"].clone();
    staff.client.put(&format!("/tasks/{task}/state"), json!({ "state": state, "round": round })).await
}

/// What is somebody's to do, by title.
pub async fn own(staff: &Staff) -> Vec<String> {
    each(&staff.client.get("/tasks").await.ok()["items"], "title")
}

/// How much waits for somebody: all, today, overdue.
pub async fn counts(staff: &Staff) -> (i64, i64, i64) {
    let counts = staff.client.get("/me/tasks").await.ok();
    (number(&counts["open"]), number(&counts["today"]), number(&counts["overdue"]))
}

fn of(people: &[&Staff]) -> Value {
    people.iter().map(|staff| json!({ "kind": "person", "person_id": staff.id })).collect()
}

/// A private room of 佐藤, 伊藤 and 森, at nine on Wednesday, 1 April.
async fn home(world: &World, scene: &Scene) -> String {
    world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(9 * HOUR));
    room(&scene.sato, "private", "係", &[&scene.ito, &scene.mori]).await
}

#[test]
fn a_task_stands_in_the_talk_under_the_id_of_its_message_and_goes_with_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&world, &scene).await;
        let said = id(&scene.ito.client.say(&home, "予算資料は来週までに").await);
        let mut live = settled(&scene.mori).await;
        let mut new = wish("予算資料をまとめる");
        new["reply_to"] = json!(said);
        let made = make(&scene.sato, &home, new.clone()).await;
        let again = make(&scene.sato, &home, new.clone()).await;
        assert_eq!((made.status.as_u16(), again.status.as_u16()), (201, 200));
        let (made, again) = (made.ok(), again.ok());
        assert_eq!((&made["id"], &made["message_id"], &again["id"]), (&new["id"], &new["id"], &new["id"]));
        let told = live.event("chat.message_posted").await;
        assert_eq!(told["message"]["card"], json!({ "kind": "task", "id": new["id"] }));
        assert_eq!(told["message"]["quote"]["id"], json!(said), "from what it was made stands above it");
        let told = live.event("tasks.changed").await;
        assert_eq!((&told["task"]["title"], &told["task"]["state"]), (&json!("予算資料をまとめる"), &json!("open")));
        assert_eq!(make(&scene.ito, &home, new).await.refused(409), "id_taken");
        let listed = scene.ito.client.get(&format!("/rooms/{home}/tasks")).await.ok();
        assert_eq!(each(&listed["items"], "title"), ["予算資料をまとめる"]);
        let task = id(&made);
        scene.sato.client.delete(&format!("/messages/{task}")).await.ok();
        assert_eq!(live.event("tasks.gone").await["task_id"], json!(task));
        scene.ito.client.get(&format!("/tasks/{task}")).await.refused(404);
        let listed = scene.ito.client.get(&format!("/rooms/{home}/tasks")).await.ok();
        assert_eq!(listed["items"], json!([]));
    });
}

#[test]
fn who_belongs_to_the_room_sees_and_does_what_is_for_nobody_and_nobody_else_knows_of_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&world, &scene).await;
        let task = id(&make(&scene.sato, &home, wish("机を運ぶ")).await.ok());
        scene.admin.client.get(&format!("/tasks/{task}")).await.refused(404);
        for (door, body) in
            [("state", json!({ "state": "done", "round": 0 })), ("part", json!({ "done": true, "round": 0 }))]
        {
            scene.admin.client.put(&format!("/tasks/{task}/{door}"), body).await.refused(404);
        }
        scene.admin.client.get(&format!("/rooms/{home}/tasks")).await.refused(404);
        make(&scene.admin, &home, wish("覗く")).await.refused(404);
        assert_eq!(move_to(&scene.mori, &task, "doing").await.ok()["state"], "doing");
        let done = part(&scene.ito, &task, true).await.ok();
        assert_eq!((&done["state"], &done["done_by"]), (&json!("done"), &json!(scene.ito.id)));
        assert_eq!(part(&scene.mori, &task, false).await.ok()["state"], "doing");
        // Only who made it, or owns the room, changes it.
        let change = wish("机と椅子を運ぶ");
        assert_eq!(
            scene.ito.client.put(&format!("/tasks/{task}"), change.clone()).await.refused(403),
            "tasks.not_the_maker"
        );
        assert_eq!(scene.sato.client.put(&format!("/tasks/{task}"), change).await.ok()["title"], "机と椅子を運ぶ");
    });
}

#[test]
fn one_part_is_enough_or_all_are_needed_and_nobody_does_anothers() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&world, &scene).await;
        let Scene { sato, ito, mori, .. } = &scene;
        let mut any = wish("会議室を取る");
        any["holders"] = of(&[ito, mori]);
        let any = id(&make(sato, &home, any).await.ok());
        assert_eq!(part(ito, &any, true).await.ok()["state"], "done");
        let mut all = wish("研修の感想を出す");
        (all["holders"], all["closing"]) = (of(&[ito, mori]), json!("all"));
        let all = id(&make(sato, &home, all).await.ok());
        assert_eq!((own(ito).await, own(mori).await.len()), (vec!["研修の感想を出す".to_owned()], 1));
        assert_eq!(move_to(ito, &all, "done").await.refused(409), "tasks.each_their_own");
        let after = part(ito, &all, true).await.ok();
        assert_eq!((&after["state"], &after["my_part_done"]), (&json!("open"), &json!(true)));
        assert!(own(ito).await.is_empty(), "one's own part is done");
        let first = after["parts"][0]["done_at"].clone();
        world.clock().advance(HOUR);
        let after = part(ito, &all, true).await.ok();
        assert_eq!(after["parts"][0]["done_at"], first, "done once");
        assert_eq!(part(sato, &all, true).await.refused(403), "tasks.not_yours");
        let done = part(mori, &all, true).await.ok();
        assert_eq!((&done["state"], &done["done_by"]), (&json!("done"), &json!(mori.id)));
        assert_eq!(part(mori, &all, false).await.ok()["state"], "doing");
        // Who made it may say that it is done, whoever has not done theirs.
        assert_eq!(move_to(sato, &all, "done").await.ok()["state"], "done");
        let done = sato.client.get(&format!("/rooms/{home}/tasks?done=true")).await.ok();
        assert_eq!(each(&done["items"], "title"), ["研修の感想を出す", "会議室を取る"]);
        let made = sato.client.get("/tasks?which=made&done=true").await.ok();
        assert_eq!(items(&made["items"]).len(), 2);
    });
}

#[test]
fn a_task_is_given_to_those_of_the_room_alone_and_they_are_told() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&world, &scene).await;
        let Scene { admin, sato, ito, mori, .. } = &scene;
        assert_eq!(make(sato, &home, for_person(admin.id)).await.refused(400), "invalid_input");
        let mut live = settled(ito).await;
        let task = id(&make(sato, &home, for_person(ito.id)).await.ok());
        let told = live.event("tasks.assigned").await;
        assert_eq!((&told["task_id"], &told["by"]), (&json!(task), &json!(sato.id)));
        assert_eq!((own(ito).await.len(), own(sato).await.len(), counts(ito).await), (1, 0, (1, 0, 0)));
        // Given to another it is theirs, and no longer the first one's.
        let mut heard = settled(mori).await;
        sato.client.put(&format!("/tasks/{task}"), for_person(mori.id)).await.ok();
        assert_eq!(heard.event("tasks.assigned").await["task_id"], json!(task));
        assert_eq!((own(ito).await.len(), own(mori).await.len()), (0, 1));
        // Out of the room, what one had by name is gone from one's list.
        sato.client.delete(&format!("/rooms/{home}/members/{}", mori.id)).await.ok();
        assert_eq!((own(mori).await.len(), counts(mori).await), (0, (0, 0, 0)));
        mori.client.get(&format!("/tasks/{task}")).await.refused(404);
    });
}

#[test]
fn a_due_day_moves_out_of_the_way_of_a_day_of_rest_and_is_told_on_its_morning() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&world, &scene).await;
        let Scene { sato, ito, .. } = &scene;
        let mut new = for_person(ito.id);
        (new["due"], new["shift"]) = (json!({ "on": "2026-04-04" }), json!("before"));
        let made = make(sato, &home, new.clone()).await.ok();
        assert_eq!((&made["due_on"], &made["meant_on"]), (&json!("2026-04-03"), &json!("2026-04-04")));
        let task = id(&made);
        let mut counted = wish("三開庁日後");
        counted["due"] = json!({ "in_open_days": 3 });
        assert_eq!(make(sato, &home, counted).await.ok()["due_on"], "2026-04-06");
        let mut never = wish("無理");
        never["due"] = json!({ "in_open_days": 0 });
        make(sato, &home, never).await.refused(400);
        let listed = sato.client.get(&format!("/rooms/{home}/tasks")).await.ok();
        assert_eq!(each(&listed["items"], "due_on"), ["2026-04-03", "2026-04-06"], "by their days");
        // A day later: its former day tells nobody.
        new["due"] = json!({ "on": "2026-04-08" });
        sato.client.put(&format!("/tasks/{task}"), new).await.ok();
        let mut live = settled(ito).await;
        world.clock().set(Jst::start_of(date(2026, 4, 3)).plus(10 * HOUR));
        world.run_jobs().await;
        sato.client.say(&home, "まだです").await;
        let heard = live.events_until("chat.message_posted").await;
        assert!(heard.iter().all(|(kind, _)| kind != "tasks.due"), "{heard:?}");
        world.clock().set(Jst::start_of(date(2026, 4, 8)).plus(10 * HOUR));
        world.run_jobs().await;
        let told = live.event("tasks.due").await;
        assert_eq!((&told["task_id"], &told["due_on"]), (&json!(task), &json!("2026-04-08")));
        assert_eq!(counts(ito).await, (1, 1, 0));
        world.clock().set(Jst::start_of(date(2026, 4, 9)));
        assert_eq!(counts(ito).await, (1, 0, 1));
    });
}

#[test]
fn what_comes_round_again_is_one_task_and_one_act_sent_twice_is_done_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&world, &scene).await;
        let Scene { sato, ito, .. } = &scene;
        let mut weekly = for_person(ito.id);
        (weekly["due"], weekly["repeats"]) = (json!({ "on": "2026-04-03" }), json!("weekly"));
        let task = id(&make(sato, &home, weekly.clone()).await.ok());
        let path = format!("/tasks/{task}/part");
        let act = json!({ "done": true, "round": 0 });
        let done = ito.client.put(&path, act.clone()).await.ok();
        assert_eq!(
            (&done["state"], &done["due_on"], &done["round"]),
            (&json!("open"), &json!("2026-04-10"), &json!(1))
        );
        assert_eq!(
            (&done["last_round"]["due_on"], &done["last_round"]["done_by"]),
            (&json!("2026-04-03"), &json!(ito.id))
        );
        let again = ito.client.put(&path, act).await.ok();
        assert_eq!((&again["due_on"], &again["round"]), (&json!("2026-04-10"), &json!(1)));
        // Done late, the days between are left out.
        weekly["id"] = json!(new_id());
        let late = id(&make(sato, &home, weekly.clone()).await.ok());
        world.clock().set(Jst::start_of(date(2026, 4, 13)));
        assert_eq!(part(ito, &late, true).await.ok()["due_on"], "2026-04-17");
        assert_eq!(own(ito).await.len(), 2);
        weekly["repeats"] = Value::Null;
        weekly["due"] = json!({ "on": "2026-04-24" });
        sato.client.put(&format!("/tasks/{task}"), weekly).await.ok();
        assert_eq!(part(ito, &task, true).await.ok()["state"], "done");
        let mut needs = wish("いつまでも");
        needs["repeats"] = json!("weekly");
        make(sato, &home, needs).await.refused(400);
    });
}

#[test]
fn a_task_among_memos_is_ones_own_and_seen_by_nobody_else() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let Scene { admin, sato, ito, .. } = &scene;
        let memos = text(&sato.client.post("/directs", json!({ "people": [] })).await.ok()["id"]);
        let task = id(&make(sato, &memos, for_person(sato.id)).await.ok());
        assert_eq!(own(sato).await.len(), 1);
        for other in [admin, ito] {
            other.client.get(&format!("/tasks/{task}")).await.refused(404);
        }
        assert_eq!(make(sato, &memos, for_person(ito.id)).await.refused(400), "invalid_input");
        // Made from what was said elsewhere, it leads back there, and says nothing of whether that may be read.
        let both = direct(sato, ito).await;
        let said = id(&ito.client.say(&both, "鍵を返してください").await);
        let mut from = wish("鍵を返す");
        from["source"] = json!({ "kind": "message", "id": said, "room_id": both });
        let made = make(sato, &memos, from).await.ok();
        assert_eq!((&made["source"]["id"], &made["mine"]), (&json!(said), &json!(true)));
        assert_eq!(own(sato).await.len(), 2, "what is set among memos is one's own, without a word");
    });
}

#[test]
fn what_somebody_else_changed_meanwhile_is_not_written_over() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&world, &scene).await;
        let made = make(&scene.sato, &home, wish("一つ目")).await.ok();
        let path = format!("/tasks/{}", id(&made));
        let seen = format!("\"{}\"", made["at"]);
        scene.sato.client.put(&path, wish("二つ目")).await.ok();
        let stale = scene.sato.client.request(reqwest::Method::PUT, &path).header("if-match", seen);
        assert_eq!(scene.sato.client.send(stale.json(&wish("三つ目"))).await.status.as_u16(), 412);
        assert_eq!(get(&scene.ito, &id(&made)).await["title"], "二つ目");
    });
}

#[test]
fn by_a_shared_account_who_was_using_it_is_kept_with_what_is_done() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = operators::nursery(&world, &scene).await;
        introduce(&scene, &nursery.device, &scene.ito, PIN).await;
        let new = json!({ "id": new_id(), "kind": "private", "name": "園", "people": [nursery.person] });
        let room = id(&scene.sato.client.post("/rooms", new).await.ok());
        let task = id(&make(&scene.sato, &room, wish("砂場を整える")).await.ok());
        let act = |operator: PersonId| json!({ "done": true, "round": 0, "operator_id": operator });
        let path = format!("/tasks/{task}/part");
        let other = nursery.device.put(&path, act(scene.mori.id)).await;
        assert_eq!(other.refused(409), "chat.other_operator");
        let done = nursery.device.put(&path, act(scene.ito.id)).await.ok();
        assert_eq!((&done["done_by"], &done["done_operator"]), (&json!(nursery.person), &json!(scene.ito.id)));
    });
}
