//! 電話メモ: who called for somebody is written down in their talk, in their section's room when they are away, and forgotten when it has served.

use crate::scene::{Scene, acts, bodies, each, id, items, next_day, number, scene, scene_of, settled, text, times};
use crate::{operators, outsiders};
use harness::{Answer, NewStaff, Staff, everywhere, new_id, store};
use jiff::ToSpan;
use kernel::Id;
use serde_json::{Value, json};
use std::time::Duration;

/// A number whose check digit fits a personal number's.
const PERSONAL: &str = "1234-5678-9018";

/// A call for somebody.
pub fn call(person: &str) -> Value {
    json!({
        "id": new_id(), "person_id": person, "caller": "山田", "company": "観音寺商事", "number": "0875-23-0000",
        "matter": "call_back", "words": "見積の件で折り返しください", "call_back_by": null,
    })
}

pub fn for_section(person: &str) -> Value {
    let mut call = call(person);
    call["section"] = json!(true);
    call
}

pub async fn write(staff: &Staff, call: Value) -> Answer {
    staff.client.post("/phone-memos", call).await
}

/// A memo that somebody wrote for somebody else; its id.
pub async fn between(from: &Staff, to: &Staff) -> String {
    id(&write(from, call(&to.id.to_string())).await.ok())
}

/// What is sent to a door.
pub fn input(name: &str, person: &str) -> Value {
    if name == "create_phone_memo" { call(person) } else { json!({ "days": 90 }) }
}

async fn get(staff: &Staff, memo: &str) -> Value {
    staff.client.get(&format!("/phone-memos/{memo}")).await.ok()
}

async fn put(staff: &Staff, memo: &str, what: &str) -> Answer {
    staff.client.put(&format!("/phone-memos/{memo}/{what}"), json!({})).await
}

async fn undo(staff: &Staff, memo: &str, what: &str) -> Answer {
    staff.client.delete(&format!("/phone-memos/{memo}/{what}")).await
}

async fn listed(staff: &Staff, query: &str) -> Vec<String> {
    each(&staff.client.get(&format!("/me/phone-memos?{query}")).await.ok()["items"], "id")
}

async fn open(staff: &Staff) -> (i64, i64) {
    let counts = staff.client.get("/me/phone-memo-counts").await.ok();
    (number(&counts["mine"]), number(&counts["section"]))
}

/// The room of 総務課.
pub async fn section(scene: &Scene) -> String {
    let unit = scene.town.units["総務課"];
    let new = json!({ "id": new_id(), "kind": "unit", "name": "総務課", "unit_id": unit });
    id(&scene.admin.client.post("/rooms", new).await.ok())
}

const SAID: &str = "☎ 観音寺商事 山田 0875-23-0000\n見積の件で折り返しください";

#[test]
fn a_memo_stands_in_the_talk_of_both_and_calls_whom_it_is_for_and_sent_twice_it_is_one() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let ito = scene.ito.id.to_string();
        let mut live = settled(&scene.ito).await;
        let new = call(&ito);
        let made = write(&scene.sato, new.clone()).await.ok();
        let again = write(&scene.sato, new.clone()).await.ok();
        assert_eq!((&made["id"], &again["id"], &made["caller"]), (&new["id"], &new["id"], &json!("山田")));
        assert_eq!((&made["seen"], &made["done"], &made["may_handle"]), (&Value::Null, &Value::Null, &json!(true)));
        let told = live.event("phone_memos.changed").await;
        assert!(!told.to_string().contains("山田"), "{told}");
        let room = text(&made["room_id"]);
        let page = scene.ito.client.get(&format!("/rooms/{room}/messages")).await.ok();
        let carrying: Vec<&Value> =
            items(&page["messages"]).iter().filter(|message| message["card"].is_object()).collect();
        assert_eq!(carrying.len(), 1);
        assert_eq!(carrying[0]["card"], json!({ "kind": "phone_memo", "id": new["id"] }));
        assert_eq!((&carrying[0]["id"], &carrying[0]["body"]), (&new["id"], &json!(SAID)));
        let mentions = scene.ito.client.get("/mentions").await.ok();
        assert!(mentions.to_string().contains(&text(&new["id"])), "{mentions}");
        // Also when both are on their way in the same moment.
        let twice = call(&ito);
        let (one, two) = tokio::join!(write(&scene.sato, twice.clone()), write(&scene.sato, twice.clone()));
        assert_eq!((id(&one.ok()), id(&two.ok())), (text(&twice["id"]), text(&twice["id"])));
        assert_eq!(bodies(&scene.ito, &room).await, [SAID, SAID]);
        scene.sato.client.delete(&format!("/messages/{}", text(&twice["id"]))).await.ok();
        // Under the id of another's thing there is none.
        assert_eq!(write(&scene.mori, new).await.refused(409), "id_taken");
        // What was said is searched as everything that is said.
        world.index().await;
        let found = scene.ito.client.get("/search?q=0875-23").await.ok();
        assert_eq!(items(&found["items"]).len(), 1);
        let found = scene.mori.client.get("/search?q=0875-23").await.ok();
        assert_eq!(items(&found["items"]).len(), 0);
    });
}

#[test]
fn what_was_corrected_before_it_was_sent_again_is_no_second_memo_and_not_lost_in_silence() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        section(&scene).await;
        let (ito, mori) = (scene.ito.id.to_string(), scene.mori.id.to_string());
        let sent = call(&ito);
        let made = write(&scene.sato, sent.clone()).await.ok();
        // Its blanks are none, and when they called is what it was.
        let mut same = sent.clone();
        (same["caller"], same["called_at"]) = (json!(" 山田 "), made["called_at"].clone());
        assert_eq!(write(&scene.sato, same).await.ok()["tick"], made["tick"]);
        for (field, other) in [
            ("number", json!("0875-23-0001")),
            ("words", json!("")),
            ("matter", json!("visit")),
            ("section", json!(true)),
            ("person_id", json!(mori)),
            ("called_at", json!("2026-01-05T00:00:00Z")),
        ] {
            let mut corrected = sent.clone();
            corrected[field] = other;
            assert_eq!(write(&scene.sato, corrected).await.refused(409), "phone_memos.sent_already", "{field}");
        }
        assert_eq!(get(&scene.ito, &id(&made)).await["number"], "0875-23-0000", "it stands as it was sent");
        assert_eq!((listed(&scene.sato, "box=written").await.len(), open(&scene.mori).await), (1, (0, 0)));
        // Taken back since, it is not sent once more under that id.
        scene.sato.client.delete(&format!("/messages/{}", id(&made))).await.ok();
        assert_eq!(write(&scene.sato, sent).await.refused(409), "phone_memos.sent_already");
    });
}

#[test]
fn it_is_unread_then_seen_then_done_with_who_and_when_and_open_again_by_one_press() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let memo = id(&write(&scene.sato, call(&scene.ito.id.to_string())).await.ok());
        assert_eq!(open(&scene.ito).await, (1, 0));
        assert_eq!(put(&scene.sato, &memo, "seen").await.refused(403), "phone_memos.not_the_addressee");
        let seen = put(&scene.ito, &memo, "seen").await.ok();
        assert_eq!(text(&seen["seen"]["by"]), scene.ito.id.to_string());
        assert_eq!(put(&scene.ito, &memo, "seen").await.ok()["tick"], seen["tick"], "a second time changes nothing");
        let mut live = settled(&scene.sato).await;
        let done = put(&scene.ito, &memo, "done").await.ok();
        assert_eq!(text(&done["done"]["by"]), scene.ito.id.to_string());
        let told = live.event("phone_memos.changed").await;
        assert_eq!(told["memo"]["done"], done["done"], "who wrote it is told");
        assert_eq!(open(&scene.ito).await, (0, 0));
        assert_eq!(listed(&scene.ito, "box=mine&done=true").await, std::slice::from_ref(&memo));
        assert_eq!(listed(&scene.ito, "box=mine&done=false").await, [""; 0]);
        let again = undo(&scene.ito, &memo, "done").await.ok();
        assert_eq!((&again["done"], open(&scene.ito).await), (&Value::Null, (1, 0)));
        assert_eq!(listed(&scene.sato, "box=written").await, std::slice::from_ref(&memo));
        assert_eq!(listed(&scene.sato, "box=mine").await, [""; 0]);
        assert_eq!(listed(&scene.ito, "box=mine&from=2040-01-01T00:00:00Z").await, [""; 0]);
    });
}

#[test]
fn while_somebody_is_away_it_stands_in_the_room_of_their_section_too_with_one_state_for_both() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let ito = scene.ito.id.to_string();
        let outlook = |staff: &Staff| {
            let (client, path) = (staff.client.clone(), format!("/people/{ito}/phone-memo"));
            async move { client.get(&path).await.ok() }
        };
        assert_eq!(write(&scene.sato, for_section(&ito)).await.refused(409), "phone_memos.no_section");
        let room = section(&scene).await;
        let known = outlook(&scene.sato).await;
        assert_eq!((&known["away"], &known["section"]["room_id"]), (&Value::Null, &json!(room)));
        assert_eq!(known["section"]["members"], 4, "so many would read it");
        scene.ito.client.put("/me/whereabouts", json!({ "kind": "out", "place": "県庁" })).await.ok();
        assert_eq!(outlook(&scene.sato).await["away"], "whereabouts");
        // Who does not write in that room is not asked whether it is to stand there.
        let other = scene.town.staff(&world, NewStaff::named("原", "進", ("はら", "すすむ")).of("財政課")).await;
        assert_eq!(outlook(&other).await["section"], Value::Null);
        assert_eq!(write(&other, for_section(&ito)).await.refused(409), "phone_memos.no_section");

        let mut live = settled(&scene.mori).await;
        let memo = id(&write(&scene.sato, for_section(&ito)).await.ok());
        let told = live.event("chat.message_posted").await;
        assert_eq!(told["message"]["card"], json!({ "kind": "phone_memo_section", "id": memo }));
        assert_eq!(
            (get(&scene.mori, &memo).await["number"].clone(), open(&scene.mori).await),
            (json!("0875-23-0000"), (0, 1))
        );
        assert_eq!(listed(&scene.mori, "box=section&done=false").await, std::slice::from_ref(&memo));
        other.client.get(&format!("/phone-memos/{memo}")).await.refused(404);
        assert_eq!(put(&scene.mori, &memo, "seen").await.refused(403), "phone_memos.not_the_addressee");

        let taken = put(&scene.mori, &memo, "handler").await.ok();
        assert_eq!(text(&taken["taken"]["by"]), scene.mori.id.to_string());
        assert_eq!(get(&scene.ito, &memo).await["taken"], taken["taken"]);
        let done = put(&scene.mori, &memo, "done").await.ok();
        assert_eq!(get(&scene.ito, &memo).await["done"], done["done"], "done in one is done in both");
        assert_eq!(undo(&scene.mori, &memo, "handler").await.ok()["taken"], Value::Null);
        undo(&scene.ito, &memo, "done").await.ok();
        assert_eq!((open(&scene.mori).await, open(&scene.ito).await), ((0, 1), (1, 0)));
        assert!(acts(&scene.admin).await.iter().all(|act| !text(&act["act"]).starts_with("phone_memos")));
    });
}

#[test]
fn the_first_memo_between_two_comes_after_what_was_said_in_the_section_before_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let room: Id<()> = section(&scene).await.parse().expect("an id");
        let (sato, call) = (scene.sato.clone(), for_section(&scene.ito.id.to_string()));
        let writing = async move { sato.client.post("/phone-memos", call).await.ok() };
        let (before, made) = store::tick_of_the_one_before(&world, scene.town.org, room.raw(), writing).await;
        assert!(number(&made["tick"]) > before, "{made} after {before}");
    });
}

#[test]
fn whoever_belongs_to_the_sections_room_has_its_memos_in_their_list_by_whatever_way_they_came() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let room = section(&scene).await;
        let by_hand = scene.town.staff(&world, NewStaff::named("原", "進", ("はら", "すすむ")).of("財政課")).await;
        let memo = id(&write(&scene.sato, for_section(&scene.ito.id.to_string())).await.ok());
        assert_eq!((listed(&by_hand, "box=section").await, open(&by_hand).await), (vec![], (0, 0)));
        by_hand.client.get(&format!("/phone-memos/{memo}")).await.refused(404);
        let added = json!({ "people": [by_hand.id] });
        scene.admin.client.post(&format!("/rooms/{room}/members"), added).await.ok();
        // Whoever sees one finds it in their list, and the other way round.
        for (staff, mine) in [(&by_hand, 0), (&scene.mori, 0), (&scene.ito, 1)] {
            assert_eq!(listed(staff, "box=section").await, std::slice::from_ref(&memo));
            assert_eq!(get(staff, &memo).await["may_handle"], true);
            assert_eq!(open(staff).await, (mine, 1 - mine));
        }
        // The unit gets another room: what stood in the former one is found as before.
        scene.admin.client.post(&format!("/rooms/{room}/archive"), json!({})).await.ok();
        section(&scene).await;
        for staff in [&by_hand, &scene.mori] {
            assert_eq!(listed(staff, "box=section").await, std::slice::from_ref(&memo));
            assert_eq!(get(staff, &memo).await["may_handle"], false, "it is closed");
            assert_eq!(open(staff).await, (0, 0), "and no number stands for 90 days that they cannot bring down");
        }
    });
}

#[test]
fn for_somebody_above_the_sections_no_room_of_hundreds_is_offered() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        for unit in ["緑野市", "総務部"] {
            let new = json!({ "id": new_id(), "kind": "unit", "name": unit, "unit_id": scene.town.units[unit] });
            let room = id(&scene.admin.client.post("/rooms", new).await.ok());
            scene.sato.client.say(&room, "ここには書けます").await;
            let head = scene.town.staff(&world, NewStaff::named("原", "進", ("はら", "すすむ")).of(unit)).await;
            head.client.put("/me/whereabouts", json!({ "kind": "out", "place": "県庁" })).await.ok();
            let outlook = scene.sato.client.get(&format!("/people/{}/phone-memo", head.id)).await.ok();
            assert_eq!((&outlook["away"], &outlook["section"]), (&json!("whereabouts"), &Value::Null), "{unit}");
            let new = for_section(&head.id.to_string());
            assert_eq!(write(&scene.sato, new).await.refused(409), "phone_memos.no_section", "{unit}");
        }
    });
}

#[test]
fn whoever_takes_a_step_back_takes_back_the_one_that_they_saw_and_nobody_elses() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        section(&scene).await;
        let memo = id(&write(&scene.sato, for_section(&scene.ito.id.to_string())).await.ok());
        let since = |shown: &Value, step: &str| {
            format!("{}?since={}", if step == "taken" { "handler" } else { "done" }, text(&shown[step]["at"]))
        };
        let first = put(&scene.mori, &memo, "handler").await.ok();
        world.clock().advance(Duration::from_secs(1));
        // Whoever has not heard that somebody does so already is told, and takes their place when they mean to.
        assert_eq!(put(&scene.ito, &memo, "handler").await.refused(409), "phone_memos.moved_on");
        assert_eq!(put(&scene.mori, &memo, "handler").await.ok()["tick"], first["tick"], "once more is nothing new");
        let over = format!("handler?over={}", text(&first["taken"]["at"]));
        let second = put(&scene.ito, &memo, &over).await.ok();
        assert_eq!(text(&second["taken"]["by"]), scene.ito.id.to_string());
        assert_eq!(put(&scene.sato, &memo, &over).await.refused(409), "phone_memos.moved_on");
        // Whose screen has not heard of who took it over leaves it to them.
        assert_eq!(undo(&scene.mori, &memo, &since(&first, "taken")).await.refused(409), "phone_memos.moved_on");
        assert_eq!(get(&scene.mori, &memo).await["taken"], second["taken"]);
        assert_eq!(undo(&scene.ito, &memo, &since(&second, "taken")).await.ok()["taken"], Value::Null);
        assert_eq!(undo(&scene.ito, &memo, &since(&second, "taken")).await.ok()["taken"], Value::Null, "once more");
        // Who is second to say that it is done has done nothing.
        let done = put(&scene.ito, &memo, "done").await.ok();
        world.clock().advance(Duration::from_secs(1));
        assert_eq!(put(&scene.mori, &memo, "done").await.ok()["done"], done["done"]);
        undo(&scene.ito, &memo, &since(&done, "done")).await.ok();
        let anew = put(&scene.mori, &memo, "done").await.ok();
        assert_eq!(undo(&scene.ito, &memo, &since(&done, "done")).await.refused(409), "phone_memos.moved_on");
        assert_eq!(get(&scene.ito, &memo).await["done"], anew["done"]);
        assert_eq!(undo(&scene.ito, &memo, "done?since=yesterday").await.status, 400);
    });
}

#[test]
fn others_learn_nothing_of_a_memo() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        section(&scene).await;
        // Not in the section's room: its people know nothing of it either, nor does who administers.
        let memo = id(&write(&scene.sato, call(&scene.ito.id.to_string())).await.ok());
        for stranger in [&scene.mori, &scene.admin] {
            stranger.client.get(&format!("/phone-memos/{memo}")).await.refused(404);
            for what in ["seen", "handler", "done"] {
                assert_eq!(put(stranger, &memo, what).await.refused(404), "not_found");
            }
            for what in ["handler", "done"] {
                assert_eq!(undo(stranger, &memo, what).await.refused(404), "not_found");
            }
            assert_eq!((listed(stranger, "box=section").await, open(stranger).await), (vec![], (0, 0)));
        }
    });
}

#[test]
fn taken_back_in_the_direct_talk_it_goes_everywhere_and_taken_back_in_the_section_it_stays_with_both() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let room = section(&scene).await;
        let ito = scene.ito.id.to_string();
        let memo = id(&write(&scene.sato, for_section(&ito)).await.ok());
        assert_eq!(bodies(&scene.mori, &room).await, [SAID]);
        scene.sato.client.delete(&format!("/messages/{memo}")).await.ok();
        world.run_jobs().await;
        assert_eq!(bodies(&scene.mori, &room).await, [""]);
        for staff in [&scene.mori, &scene.ito, &scene.sato] {
            staff.client.get(&format!("/phone-memos/{memo}")).await.refused(404);
            assert_eq!(open(staff).await, (0, 0));
        }
        let memo = id(&write(&scene.sato, for_section(&ito)).await.ok());
        let page = scene.sato.client.get(&format!("/rooms/{room}/messages")).await.ok();
        let copy = items(&page["messages"]).iter().find(|message| message["card"]["id"] == json!(memo)).map(id);
        scene.sato.client.delete(&format!("/messages/{}", copy.expect("it stands there"))).await.ok();
        scene.mori.client.get(&format!("/phone-memos/{memo}")).await.refused(404);
        // Whatever is done to it meanwhile stays done.
        let done = put(&scene.ito, &memo, "done").await.ok();
        let mut live = settled(&scene.mori).await;
        world.run_jobs().await;
        let left = get(&scene.ito, &memo).await;
        assert_eq!((&left["section_room_id"], &left["caller"]), (&Value::Null, &json!("山田")));
        assert_eq!((&left["done"], number(&left["tick"]) > number(&done["tick"])), (&done["done"], true));
        let told = live.event("phone_memos.changed").await;
        assert_eq!(
            (&told["memo"]["done"], &told["memo"]["tick"]),
            (&done["done"], &left["tick"]),
            "all are told the same"
        );
    });
}

#[test]
fn who_called_is_cleared_some_days_after_it_was_done_in_the_memo_and_in_the_talk() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let room = section(&scene).await;
        let ito = scene.ito.id.to_string();
        let rule = scene.admin.client.get("/administration/phone-memos").await.ok();
        assert_eq!(rule, json!({ "days": 90 }));
        // What was said stands in the log of changes for eight days.
        let wrong = scene.admin.client.put("/administration/phone-memos", json!({ "days": 7 })).await;
        assert_eq!(wrong.refused(400), "invalid_input");
        for _ in 0..2 {
            scene.admin.client.put("/administration/phone-memos", json!({ "days": 10 })).await.ok();
        }
        assert_eq!(times(&scene.admin, "phone_memos.rule_set").await, 1);
        let memo = id(&write(&scene.sato, for_section(&ito)).await.ok());
        let open = id(&write(&scene.sato, call(&ito)).await.ok());
        let back = id(&write(&scene.sato, call(&ito)).await.ok());
        let done = put(&scene.ito, &memo, "done").await.ok();
        assert_eq!(done["kept_days"], 10);
        scene.sato.client.delete(&format!("/messages/{back}")).await.ok();
        let today = scene.town.today(&world);
        next_day(&world, today.saturating_add(9.days())).await;
        assert_eq!(get(&scene.ito, &memo).await["number"], "0875-23-0000");
        let mut live = settled(&scene.ito).await;
        next_day(&world, today.saturating_add(11.days())).await;
        live.event("phone_memos.changed").await;
        let cleared = get(&scene.ito, &memo).await;
        for field in ["caller", "company", "number", "words"] {
            assert_eq!(cleared[field], "", "{field}");
        }
        assert_eq!((&cleared["matter"], cleared["cleared_at"].is_string()), (&json!("call_back"), true));
        assert_eq!(bodies(&scene.mori, &room).await, ["☎"]);
        assert_eq!(bodies(&scene.ito, &text(&cleared["room_id"])).await, ["☎", SAID, ""], "what is open stays");
        assert_eq!(get(&scene.ito, &open).await["caller"], "山田");
        assert_eq!(undo(&scene.ito, &memo, "done").await.refused(409), "phone_memos.cleared");
        world.index().await;
        let found = scene.mori.client.get("/search?q=0875-23").await.ok();
        assert_eq!(items(&found["items"]).len(), 0, "nor is it found");
    });
}

#[test]
fn bad_input_is_named_field_by_field() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let ito = scene.ito.id.to_string();
        let fields = |answer: Answer| each(&answer.body["fields"], "field");
        let mut nobody = call(&ito);
        for field in ["caller", "company", "number"] {
            nobody[field] = json!(" ");
        }
        nobody["call_back_by"] = json!("2020-01-01T00:00:00Z");
        assert_eq!(fields(write(&scene.sato, nobody).await), ["caller", "call_back_by"]);
        assert_eq!(fields(write(&scene.sato, call(&scene.sato.id.to_string())).await), ["person_id"]);
        assert_eq!(fields(write(&scene.sato, call(&new_id())).await), ["person_id"]);
        // Nor for a guest, a program, or somebody of another organisation.
        let guest = outsiders::guest(&world, &scene.admin, outsiders::new_guest(&scene.sato, "business")).await;
        let bot = outsiders::bot(&world, &scene.admin, outsiders::new_bot(&scene.sato)).await;
        let other = scene_of(&world, "青浜町").await;
        for outsider in [guest.id, bot.id, other.ito.id] {
            assert_eq!(fields(write(&scene.sato, call(&outsider.to_string())).await), ["person_id"]);
        }
        let mut long = call(&ito);
        long["number"] = json!("0".repeat(51));
        assert_eq!(fields(write(&scene.sato, long).await), ["number"]);
        let mut strange = call(&ito);
        strange["matter"] = json!("complaint");
        assert_eq!(write(&scene.sato, strange).await.status, 400);
    });
}

#[test]
fn a_number_to_call_is_no_personal_number_and_one_in_the_words_is_asked_about_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        section(&scene).await;
        let mut memo = for_section(&scene.ito.id.to_string());
        memo["number"] = json!(PERSONAL);
        write(&scene.sato, memo.clone()).await.ok();
        assert_eq!(times(&scene.admin, "chat.personal_number_said").await, 0);
        (memo["id"], memo["words"]) = (json!(new_id()), json!(format!("番号は {PERSONAL} とのこと")));
        assert_eq!(write(&scene.sato, memo.clone()).await.refused(409), "chat.personal_number");
        memo["personal_number"] = json!({});
        write(&scene.sato, memo).await.ok();
        assert_eq!(times(&scene.admin, "chat.personal_number_said").await, 1, "not once for each room");
    });
}

#[test]
fn a_shared_account_gets_memos_and_whoever_uses_it_is_named_with_what_they_do() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = operators::nursery(&world, &scene).await;
        operators::introduce(&scene, &nursery.device, &scene.ito, operators::PIN).await;
        let memo = id(&write(&scene.sato, call(&nursery.person)).await.ok());
        let path = |what: &str| format!("/phone-memos/{memo}/{what}");
        let seen = nursery.device.put(&path("seen"), json!({})).await.ok();
        let done = nursery.device.put(&path("done"), json!({})).await.ok();
        assert_eq!((&seen["seen"]["by"], &done["done"]["by"]), (&json!(scene.ito.id), &json!(scene.ito.id)));
        scene.ito.client.get(&format!("/phone-memos/{memo}")).await.refused(404);
        // Written from there it names who was using it, and goes out under nobody else's name.
        let mut back = call(&scene.sato.id.to_string());
        back["operator_id"] = json!(scene.mori.id);
        assert_eq!(nursery.device.post("/phone-memos", back.clone()).await.refused(409), "chat.other_operator");
        back["operator_id"] = json!(scene.ito.id);
        let written = nursery.device.post("/phone-memos", back).await.ok();
        assert_eq!((&written["writer_id"], &written["operator_id"]), (&json!(nursery.person), &json!(scene.ito.id)));
    });
}

#[test]
fn on_leave_one_reads_memos_and_changes_none_and_who_writes_is_told_of_the_leave() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let today = scene.town.today(&world);
        let memo = id(&write(&scene.sato, call(&scene.ito.id.to_string())).await.ok());
        let away = json!({ "kind": "sick", "valid_from": today, "valid_to": today.saturating_add(30.days()), "access": "read" });
        let mut live = settled(&scene.ito).await;
        scene.admin.client.post(&format!("/people/{}/leaves", scene.ito.id), away).await.ok();
        live.event("directory.leave_changed").await;
        assert_eq!(get(&scene.ito, &memo).await["caller"], "山田");
        for what in ["seen", "handler", "done"] {
            assert_eq!(put(&scene.ito, &memo, what).await.refused(403), "on_leave");
        }
        assert_eq!(write(&scene.ito, call(&scene.sato.id.to_string())).await.refused(403), "on_leave");
        let outlook = scene.sato.client.get(&format!("/people/{}/phone-memo", scene.ito.id)).await.ok();
        assert_eq!(outlook["away"], "on_leave");
    });
}
