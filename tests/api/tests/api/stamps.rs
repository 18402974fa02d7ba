//! アクションスタンプ: a question in the talk is answered, counted, closed, reminded of and decided, for those who may read its message.

use crate::outsiders;
use crate::scene::{Scene, acts, direct, each, id, items, number, room, scene, settled, text};
use harness::{Answer, Staff, World, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

/// A question of a kind, of which everything is told at once and everything may be changed.
pub fn question(kind: &str) -> Value {
    json!({ "kind": kind, "question": "研修に出ますか", "shows": "always", "changeable": true, "deadline": null })
}

/// A schedule poll over two dates.
pub fn poll() -> Value {
    let mut poll = question("schedule");
    poll["slots"] = json!([
        { "day": "2026-04-20", "from": "10:00:00", "to": "11:30:00" }, { "day": "2026-04-21", "from": null, "to": null },
    ]);
    poll
}

/// What the doors of stamps are given where everybody tries them.
pub fn input(name: &str) -> Option<Value> {
    Some(match name {
        "ask_stamp" => with_id(poll()),
        "answer_stamp_for" => json!({ "marks": ["yes", "no"] }),
        "answer_stamp" => json!({ "sending": new_id(), "marks": ["yes", "no"] }),
        "reopen_stamp" | "set_deadline" => json!({ "deadline": null }),
        "decide_stamp" => json!({ "slot": 0, "message_id": null, "words": null }),
        _ => return None,
    })
}

pub fn with_id(mut question: Value) -> Value {
    question["id"] = json!(new_id());
    question
}

/// Puts a question into a room.
pub async fn ask(staff: &Staff, room: &str, question: Value) -> Answer {
    staff.client.post(&format!("/rooms/{room}/stamps"), with_id(question)).await
}

pub async fn answer(staff: &Staff, stamp: &str, mut answer: Value) -> Answer {
    if answer.get("sending").is_none() {
        answer["sending"] = json!(new_id());
    }
    staff.client.put(&format!("/stamps/{stamp}/answer"), answer).await
}

pub async fn get(staff: &Staff, stamp: &str) -> Value {
    staff.client.get(&format!("/stamps/{stamp}")).await.ok()
}

pub async fn act(staff: &Staff, stamp: &str, verb: &str) -> Answer {
    staff.client.post(&format!("/stamps/{stamp}/{verb}"), json!({ "deadline": null })).await
}

/// So many hours from now.
pub fn in_hours(world: &World, hours: u64) -> String {
    world.test.db.clock().now().plus(Duration::from_secs(3_600 * hours)).to_string()
}

/// A private room of 佐藤, 伊藤 and 森.
pub async fn home(scene: &Scene) -> String {
    room(&scene.sato, "private", "係", &[&scene.ito, &scene.mori]).await
}

fn names(list: &Value) -> Vec<String> {
    items(list).iter().map(|one| text(&one["person"]["name"])).collect()
}

#[test]
fn a_question_stands_in_the_talk_under_the_id_of_its_message_and_asked_twice_it_is_one() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let mut live = settled(&scene.ito).await;
        let new = with_id(question("yes_no"));
        let path = format!("/rooms/{home}/stamps");
        let made = scene.sato.client.post(&path, new.clone()).await.ok();
        let again = scene.sato.client.post(&path, new.clone()).await.ok();
        assert_eq!((&made["id"], &made["message_id"], &again["id"]), (&new["id"], &new["id"], &new["id"]));
        let told = live.event("chat.message_posted").await;
        assert_eq!(told["message"]["card"], json!({ "kind": "stamp", "id": new["id"] }));
        assert_eq!(told["message"]["body"], "研修に出ますか");
        let page = scene.ito.client.get(&format!("/rooms/{home}/messages")).await.ok();
        let carrying = items(&page["messages"]).iter().filter(|message| message["card"].is_object()).count();
        assert_eq!(carrying, 1);
        // Under the id of another's thing, or of plain words, there is no stamp.
        assert_eq!(scene.ito.client.post(&path, new).await.refused(409), "id_taken");
        let said = scene.sato.client.say(&home, "話").await;
        let mut taken = question("yes_no");
        taken["id"] = said["id"].clone();
        assert_eq!(scene.sato.client.post(&path, taken).await.refused(409), "id_taken");
        // What was asked is not reworded.
        let reword =
            scene.sato.client.patch(&format!("/messages/{}", id(&made)), json!({ "body": "出ませんか" })).await;
        assert_eq!(reword.refused(409), "chat.card_stays");
    });
}

#[test]
fn each_kind_is_answered_and_counted_and_an_answer_is_changed_and_taken_back() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let mut choice = question("choice");
        choice["options"] = json!(["茶", "コーヒー", "水"]);
        choice["several"] = json!(true);
        let tried = [
            (question("yes_no"), json!({ "choices": [1] }), json!([0, 1])),
            (choice, json!({ "choices": [2, 0] }), json!([1, 0, 1])),
            (question("attendance"), json!({ "choices": [3], "proxy": "森 葵", "note": "会議" }), json!([0, 0, 0, 1])),
            (question("score"), json!({ "choices": [4] }), json!([0, 0, 0, 0, 1])),
            (question("text"), json!({ "text": "よかったです" }), json!([])),
            (poll(), json!({ "marks": ["yes", "maybe"] }), json!([1, 0, 0, 0, 1, 0])),
        ];
        for (asked, given, counts) in tried {
            let stamp = id(&ask(&scene.sato, &home, asked).await.ok());
            let shown = answer(&scene.ito, &stamp, given.clone()).await.ok();
            assert_eq!((&shown["counts"], &shown["answered"]), (&counts, &json!(1)), "{given}");
            let list = scene.mori.client.get(&format!("/stamps/{stamp}/answers")).await.ok();
            assert_eq!(names(&list["answers"]), ["伊藤 健"]);
            for (field, value) in given.as_object().expect("fields") {
                let told = &list["answers"][0]["answer"][field];
                let mut value = value.clone();
                if let Some(choices) = value.as_array_mut().filter(|_| field == "choices") {
                    choices.sort_by_key(number);
                }
                assert_eq!(*told, value, "{field}");
            }
            let back = scene.ito.client.delete(&format!("/stamps/{stamp}/answer")).await.ok();
            assert_eq!((&back["answered"], &back["mine"]), (&json!(0), &Value::Null));
        }
        let stamp = id(&ask(&scene.sato, &home, question("yes_no")).await.ok());
        answer(&scene.ito, &stamp, json!({ "choices": [0] })).await.ok();
        let shown = answer(&scene.ito, &stamp, json!({ "choices": [1] })).await.ok();
        assert_eq!((&shown["counts"], &shown["mine"]["answer"]["choices"]), (&json!([0, 1]), &json!([1])));
        let wrong = answer(&scene.ito, &stamp, json!({ "choices": [2] })).await;
        assert_eq!(wrong.refused(400), "invalid_input");
    });
}

#[test]
fn an_answer_that_is_not_to_be_changed_stays_and_the_same_one_again_is_no_other() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let mut firm = question("yes_no");
        firm["changeable"] = json!(false);
        let stamp = id(&ask(&scene.sato, &home, firm).await.ok());
        answer(&scene.ito, &stamp, json!({ "choices": [0] })).await.ok();
        let again = answer(&scene.ito, &stamp, json!({ "choices": [0] })).await.ok();
        assert_eq!((&again["counts"], &again["may_answer"]), (&json!([1, 0]), &json!(false)));
        assert_eq!(answer(&scene.ito, &stamp, json!({ "choices": [1] })).await.refused(409), "stamps.final");
        let back = scene.ito.client.delete(&format!("/stamps/{stamp}/answer")).await;
        assert_eq!(back.refused(409), "stamps.final");
    });
}

#[test]
fn after_the_deadline_nobody_answers_and_the_room_learns_of_the_close() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let mut timed = question("yes_no");
        timed["deadline"] = json!(in_hours(&world, 0));
        assert_eq!(ask(&scene.sato, &home, timed.clone()).await.refused(400), "invalid_input");
        timed["deadline"] = json!(in_hours(&world, 2));
        let stamp = id(&ask(&scene.sato, &home, timed).await.ok());
        answer(&scene.ito, &stamp, json!({ "choices": [0] })).await.ok();
        let mut live = settled(&scene.mori).await;
        world.clock().advance(Duration::from_secs(7_200));
        // Before the job has come round, the time itself closes it.
        assert_eq!(answer(&scene.mori, &stamp, json!({ "choices": [0] })).await.refused(409), "stamps.closed");
        assert_eq!(answer(&scene.ito, &stamp, json!({ "choices": [1] })).await.refused(409), "stamps.closed");
        let shown = get(&scene.mori, &stamp).await;
        assert_eq!((&shown["may_answer"], &shown["closed_at"]), (&json!(false), &shown["deadline"]));
        world.run_jobs().await;
        let told = live.event("stamps.changed").await;
        assert_eq!((&told["stamp"]["closed_at"], &told["stamp"]["counts"]), (&shown["deadline"], &json!([1, 0])));
        // Opened again with a new deadline, it is answered again, and the old job closes nothing.
        let path = format!("/stamps/{stamp}/reopen");
        scene.sato.client.post(&path, json!({ "deadline": in_hours(&world, 3) })).await.ok();
        world.run_jobs().await;
        answer(&scene.mori, &stamp, json!({ "choices": [0] })).await.ok();
        let longer = json!({ "deadline": in_hours(&world, 5) });
        scene.sato.client.put(&format!("/stamps/{stamp}/deadline"), longer).await.ok();
        world.clock().advance(Duration::from_secs(4 * 3_600));
        world.run_jobs().await;
        assert_eq!(get(&scene.mori, &stamp).await["closed_at"], Value::Null);
    });
}

#[test]
fn results_are_told_when_and_to_whom_the_asker_said() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        // For each: what who has not answered, who has, and who asks are told, while it is open and then closed.
        let told = [
            ("always", [true, true, true], [true, true, true]),
            ("answered", [false, true, true], [true, true, true]),
            ("closed", [false, false, true], [true, true, true]),
            ("asker", [false, false, true], [false, false, true]),
        ];
        for (shows, open, closed) in told {
            let mut asked = question("yes_no");
            asked["shows"] = json!(shows);
            let stamp = id(&ask(&scene.sato, &home, asked).await.ok());
            answer(&scene.ito, &stamp, json!({ "choices": [0] })).await.ok();
            for (step, expected) in [("open", open), ("closed", closed)] {
                if step == "closed" {
                    act(&scene.sato, &stamp, "close").await.ok();
                }
                for (viewer, expected) in [&scene.mori, &scene.ito, &scene.sato].into_iter().zip(expected) {
                    let shown = get(viewer, &stamp).await;
                    assert_eq!(shown["counts"].is_array(), expected, "{shows} {step} {}", viewer.id);
                    let list = viewer.client.get(&format!("/stamps/{stamp}/answers")).await.ok();
                    assert_eq!(!items(&list["answers"]).is_empty(), expected, "{shows} {step}");
                }
            }
        }
    });
}

#[test]
fn answers_come_by_reading_by_office_by_what_was_said_and_by_time() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "係", &[&scene.ito, &scene.mori, &scene.admin]).await;
        let stamp = id(&ask(&scene.sato, &home, question("score")).await.ok());
        for (staff, score) in [(&scene.mori, 1), (&scene.admin, 4), (&scene.ito, 0)] {
            world.clock().advance(Duration::from_secs(60));
            answer(staff, &stamp, json!({ "choices": [score] })).await.ok();
        }
        for (order, expected) in [
            ("reading", ["伊藤 健", "加藤 誠", "森 葵"]),
            ("official", ["加藤 誠", "伊藤 健", "森 葵"]),
            ("answer", ["伊藤 健", "森 葵", "加藤 誠"]),
            ("time", ["森 葵", "加藤 誠", "伊藤 健"]),
        ] {
            let list = scene.sato.client.get(&format!("/stamps/{stamp}/answers?order={order}")).await.ok();
            assert_eq!(names(&list["answers"]), expected, "{order}");
        }
    });
}

#[test]
fn only_who_is_waited_for_is_reminded_and_not_twice_within_the_hour() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "係", &[&scene.ito, &scene.mori, &scene.admin]).await;
        let bot = outsiders::bot(&world, &scene.admin, outsiders::new_bot(&scene.sato)).await;
        scene.sato.client.post(&format!("/rooms/{home}/members"), json!({ "people": [bot.id] })).await.ok();
        let off = crate::rotas::brigade(scene.town.units["総務課"], [&[], &[&scene.mori], &[]]);
        scene.admin.client.post("/rotas", off).await.ok();
        let stamp = id(&ask(&scene.sato, &home, question("yes_no")).await.ok());
        answer(&scene.admin, &stamp, json!({ "choices": [0] })).await.ok();
        let list = scene.ito.client.get(&format!("/stamps/{stamp}/answers")).await.ok();
        assert_eq!(
            (each(&list["waiting"], "name"), each(&list["off_duty"], "name")),
            (vec!["伊藤 健".to_owned()], vec!["森 葵".to_owned()])
        );
        assert_eq!(get(&scene.ito, &stamp).await["waiting"], 1);
        let (mut called, mut left) = (settled(&scene.ito).await, settled(&scene.admin).await);
        let reminded = act(&scene.sato, &stamp, "reminder").await.ok();
        assert_eq!(reminded["called"], 1);
        assert_eq!(called.event("chat.mentioned").await["message_id"], json!(stamp));
        assert_eq!(called.event("stamps.reminded").await["question"], "研修に出ますか");
        let mentions = scene.ito.client.get("/mentions").await.ok();
        assert_eq!(items(&mentions["items"])[0]["message"]["id"], json!(stamp));
        assert_eq!(act(&scene.sato, &stamp, "reminder").await.refused(409), "stamps.reminded_lately");
        assert_eq!(act(&scene.ito, &stamp, "reminder").await.refused(403), "stamps.not_the_asker");
        world.clock().advance(Duration::from_secs(3_601));
        answer(&scene.ito, &stamp, json!({ "choices": [0] })).await.ok();
        assert_eq!(act(&scene.sato, &stamp, "reminder").await.refused(409), "stamps.nobody_waiting");
        act(&scene.sato, &stamp, "close").await.ok();
        assert_eq!(act(&scene.sato, &stamp, "reminder").await.refused(409), "stamps.closed");
        // Whoever had answered heard of the close, and before it of no reminder of theirs.
        loop {
            let heard = left.events_until("stamps.changed").await;
            assert!(heard.iter().all(|(kind, _)| kind != "chat.mentioned" && kind != "stamps.reminded"), "{heard:?}");
            if heard.last().is_some_and(|(_, told)| told["stamp"]["closed_at"].is_string()) {
                break;
            }
        }
    });
}

#[test]
fn whoever_has_read_the_question_finds_the_reminder_first_among_what_calls_them() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let stamp = id(&ask(&scene.sato, &home, question("yes_no")).await.ok());
        let called = scene.sato.client.say(&home, &format!("<@{}> 別件です", scene.ito.id)).await;
        crate::scene::read(&scene.ito, &home, 2).await;
        world.clock().advance(Duration::from_secs(86_400));
        // Nobody is at the screen: it is there when they come back.
        assert_eq!(act(&scene.sato, &stamp, "reminder").await.ok()["called"], 2);
        let first = scene.ito.client.get("/mentions?limit=1").await.ok();
        assert_eq!(items(&first["items"])[0]["message"]["id"], json!(stamp));
        let path = format!("/mentions?limit=1&cursor={}", text(&first["next"]));
        let second = scene.ito.client.get(&path).await.ok();
        assert_eq!((&items(&second["items"])[0]["message"]["id"], &second["next"]), (&called["id"], &Value::Null));
        // Reminded again the next day, it stands there once, as of then.
        world.clock().advance(Duration::from_secs(86_400));
        act(&scene.sato, &stamp, "reminder").await.ok();
        let all = scene.ito.client.get("/mentions").await.ok();
        let ids: Vec<&Value> = items(&all["items"]).iter().map(|one| &one["message"]["id"]).collect();
        assert_eq!(ids, [&json!(stamp), &called["id"]]);
    });
}

#[test]
fn a_date_is_decided_with_one_act_and_the_room_is_told_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let stamp = id(&ask(&scene.sato, &home, poll()).await.ok());
        answer(&scene.ito, &stamp, json!({ "marks": ["no", "yes"], "note": "午後なら" })).await.ok();
        let mut live = settled(&scene.mori).await;
        let path = format!("/stamps/{stamp}/decision");
        let decision = json!({ "slot": 1, "message_id": new_id(), "words": "4月21日に決めました" });
        assert_eq!(scene.ito.client.post(&path, decision.clone()).await.refused(403), "stamps.not_the_asker");
        for _ in 0..2 {
            let shown = scene.sato.client.post(&path, decision.clone()).await.ok();
            assert_eq!((&shown["decided"], shown["closed_at"].is_string()), (&json!(1), true));
        }
        let said = live.event("chat.message_posted").await;
        assert_eq!(
            (&said["message"]["body"], &said["message"]["quote"]["id"]),
            (&json!("4月21日に決めました"), &json!(stamp))
        );
        assert_eq!(live.event("stamps.changed").await["stamp"]["decided"], 1);
        assert_eq!(crate::scene::bodies(&scene.ito, &home).await, ["研修に出ますか", "4月21日に決めました"]);
        // Pressed once more, or by another who manages it, it is not said again; words that are known decide for nothing else.
        let mut again = decision.clone();
        again["message_id"] = json!(new_id());
        scene.sato.client.post(&path, again).await.ok();
        let mut other = decision.clone();
        other["slot"] = json!(0);
        assert_eq!(scene.sato.client.post(&path, other).await.refused(409), "id_taken");
        assert_eq!(get(&scene.ito, &stamp).await["decided"], 1);
        assert_eq!(crate::scene::bodies(&scene.ito, &home).await.len(), 2);
        let none = json!({ "slot": 2, "message_id": null, "words": null });
        assert_eq!(scene.sato.client.post(&path, none).await.refused(400), "invalid_input");
        // Opened again, nothing is decided.
        act(&scene.sato, &stamp, "reopen").await.ok();
        assert_eq!(get(&scene.ito, &stamp).await["decided"], Value::Null);
        let other = id(&ask(&scene.sato, &home, question("yes_no")).await.ok());
        let decided = scene.sato.client.post(&format!("/stamps/{other}/decision"), json!({ "slot": 0 })).await;
        assert_eq!(decided.refused(409), "stamps.no_schedule");
    });
}

#[test]
fn an_owner_who_closes_anothers_question_is_in_the_record_and_who_asked_is_not() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let stamp = id(&ask(&scene.ito, &home, question("yes_no")).await.ok());
        act(&scene.ito, &stamp, "close").await.ok();
        assert_eq!(act(&scene.mori, &stamp, "reopen").await.refused(403), "stamps.not_the_asker");
        act(&scene.sato, &stamp, "reopen").await.ok();
        act(&scene.sato, &stamp, "close").await.ok();
        let acts = acts(&scene.admin).await;
        let acts: Vec<&Value> = acts.iter().filter(|one| text(&one["act"]).starts_with("stamps.")).collect();
        assert_eq!(acts.iter().map(|one| text(&one["act"])).collect::<Vec<_>>(), ["stamps.reopened", "stamps.closed"]);
        assert_eq!(acts[0]["subject_name"].as_str().or(acts[0]["subject"]["name"].as_str()), Some("研修に出ますか"));
    });
}

#[test]
fn whoever_may_not_read_the_message_has_no_card_and_a_message_taken_back_takes_it_along() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "係", &[&scene.ito]).await;
        let guest = outsiders::guest(&world, &scene.admin, outsiders::new_guest(&scene.sato, "business")).await;
        let stamp = id(&ask(&scene.sato, &home, poll()).await.ok());
        let tried = |staff: &Staff| {
            let (client, path) = (staff.client.clone(), format!("/stamps/{stamp}"));
            let given = json!({ "marks": ["yes", "yes"], "sending": new_id() });
            async move {
                let answered = client.put(&format!("{path}/answer"), given).await.status.as_u16();
                [
                    client.get(&path).await.status.as_u16(),
                    answered,
                    client.get(&format!("{path}/answers")).await.status.as_u16(),
                ]
            }
        };
        assert_eq!(tried(&scene.mori).await, [404; 3]);
        assert_eq!(tried(&guest).await, [404; 3]);
        scene.sato.client.post(&format!("/rooms/{home}/members"), json!({ "people": [guest.id] })).await.ok();
        assert_eq!(tried(&guest).await, [200; 3]);
        assert_eq!(tried(&scene.ito).await, [200; 3]);
        // Who leaves has it no longer; what they answered is counted.
        scene.sato.client.delete(&format!("/rooms/{home}/members/{}", guest.id)).await.ok();
        assert_eq!(tried(&guest).await, [404; 3]);
        assert_eq!(number(&get(&scene.sato, &stamp).await["answered"]), 2);
        scene.sato.client.post(&format!("/rooms/{home}/archive"), json!({})).await.ok();
        let late = answer(&scene.ito, &stamp, json!({ "marks": ["no", "no"] })).await;
        assert_eq!(late.refused(409), "chat.archived");
        scene.sato.client.post(&format!("/rooms/{home}/reopen"), json!({})).await.ok();
        scene.sato.client.delete(&format!("/messages/{stamp}")).await.ok();
        assert_eq!(tried(&scene.ito).await, [404; 3]);
        assert_eq!(act(&scene.sato, &stamp, "close").await.status.as_u16(), 404);
        let gone = scene.ito.client.get(&format!("/messages/{stamp}")).await.ok();
        assert_eq!(gone.get("card"), None);
    });
}

#[test]
fn who_only_looks_into_an_open_room_sees_the_numbers_and_nobodys_answer() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let open = room(&scene.sato, "open", "ひろば", &[&scene.ito]).await;
        let stamp = id(&ask(&scene.sato, &open, question("yes_no")).await.ok());
        answer(&scene.ito, &stamp, json!({ "choices": [0] })).await.ok();
        let shown = get(&scene.mori, &stamp).await;
        assert_eq!(
            (&shown["counts"], &shown["may_see"], &shown["may_answer"]),
            (&json!([1, 0]), &json!(false), &json!(false))
        );
        assert_eq!(scene.mori.client.get(&format!("/stamps/{stamp}/answers")).await.status.as_u16(), 404);
        assert_eq!(answer(&scene.mori, &stamp, json!({ "choices": [0] })).await.refused(403), "chat.not_a_member");
        // Whoever is on leave and talks in direct rooms answers there, and nowhere else.
        let two = direct(&scene.sato, &scene.ito).await;
        let asked = id(&ask(&scene.sato, &two, question("yes_no")).await.ok());
        let away = json!({ "kind": "childcare", "valid_from": "2026-04-01", "valid_to": null, "access": "direct" });
        let mut live = settled(&scene.ito).await;
        scene.admin.client.post(&format!("/people/{}/leaves", scene.ito.id), away).await.ok();
        live.event("directory.leave_changed").await;
        answer(&scene.ito, &asked, json!({ "choices": [1] })).await.ok();
        assert_eq!(answer(&scene.ito, &stamp, json!({ "choices": [1] })).await.refused(403), "on_leave");
    });
}

#[test]
fn an_administrator_sees_a_question_of_others_by_an_inspection_and_that_is_in_the_record() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let second =
            scene.town.staff(&world, harness::NewStaff::named("岡", "実", ("おか", "みのる")).administrator()).await;
        let home = home(&scene).await;
        let mut asked = question("yes_no");
        asked["shows"] = json!("asker");
        let stamp = id(&ask(&scene.sato, &home, asked).await.ok());
        answer(&scene.ito, &stamp, json!({ "choices": [0] })).await.ok();
        let inspection = new_id();
        let wish =
            json!({ "id": inspection, "room_id": home, "purpose": "情報が外部に送られた疑いの確認", "hours": 2 });
        scene.admin.client.post("/inspections", wish).await.ok();
        let path = format!("/inspections/{inspection}/stamps/{stamp}");
        assert_eq!(scene.admin.client.get(&path).await.status.as_u16(), 409);
        second.client.post(&format!("/inspections/{inspection}/grant"), json!({ "reason": "協議済み" })).await.ok();
        let read = scene.admin.client.get(&path).await.ok();
        assert_eq!(names(&read["answers"]["answers"]), ["伊藤 健"]);
        assert_eq!(second.client.get(&path).await.status.as_u16(), 404);
        assert_eq!(scene.admin.client.get(&format!("/stamps/{stamp}")).await.status.as_u16(), 404);
        let acts = acts(&second).await;
        assert!(
            acts.iter().any(|one| one["act"] == "chat.inspection_read" && one["detail"]["card_of"] == json!(stamp))
        );
    });
}
