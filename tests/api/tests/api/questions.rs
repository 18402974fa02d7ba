//! 質問: a message waits for an answer, somebody says that they give it, and the FAQ keeps what is asked again and again.

use crate::outsiders;
use crate::scene::{each, id, items, number, scene, settled, text};
use crate::stamps::home;
use harness::{Answer, Staff, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

/// What the doors of questions are given where everybody tries them.
pub fn input(name: &str) -> Option<Value> {
    Some(match name {
        "answer_question" => json!({ "answer_id": new_id(), "words": "窓口でお渡しします", "step": 0 }),
        "name_question_responders" => json!({ "people": [] }),
        "write_faq_entry" => wording(),
        "move_faq_entry" => json!({ "after": null }),
        "ask_privately" => json!({ "id": new_id(), "words": "在庫が足りません" }),
        "answer_privately" => json!({ "words": "明日お届けします", "step": 0 }),
        "propose_publication" => {
            json!({ "entry_id": new_id(), "question": "在庫が足りないときは", "answer": "お届けします", "step": 0 })
        }
        "decide_publication" => json!({ "agrees": true, "step": 0 }),
        _ => return None,
    })
}

fn wording() -> Value {
    json!({ "question": "予備の針はどこで受け取れますか", "answer": "健康づくり課の窓口です" })
}

/// Questions of somebody in a room, entries of its FAQ and what was asked privately, by the names of paths.
pub async fn prepared(owner: &Staff, asker: &Staff, room: &str) -> [(&'static str, String); 7] {
    let (question, spare) = (asked(asker, room, "針は足りますか").await, asked(asker, room, "予備は").await);
    let [entry, spare_entry] = [new_id(), new_id()];
    for one in [&entry, &spare_entry] {
        write(owner, room, one, wording()).await.ok();
    }
    let mut private = Vec::new();
    for words in ["在庫が足りません", "日を変えられますか", "取り消します"] {
        private.push(id(&crate::questions_private::ask(asker, room, words).await.ok()));
    }
    let [first, second, third] = private.try_into().expect("three of them");
    [
        ("{question}", question),
        ("{spare_question}", spare),
        ("{faq_entry}", entry),
        ("{spare_faq_entry}", spare_entry),
        ("{private_question}", first),
        ("{answered_private_question}", second),
        ("{spare_private_question}", third),
    ]
}

/// Something that somebody said and marked as a question.
pub async fn asked(asker: &Staff, room: &str, words: &str) -> String {
    let message = id(&asker.client.say(room, words).await);
    mark(asker, &message).await.ok();
    message
}

pub async fn mark(staff: &Staff, message: &str) -> Answer {
    staff.client.put(&format!("/messages/{message}/question"), json!({})).await
}

pub async fn claim(staff: &Staff, question: &str) -> Answer {
    staff.client.put(&format!("/questions/{question}/claim"), json!({})).await
}

pub async fn answer(staff: &Staff, question: &str, answer: Value) -> Answer {
    staff.client.put(&format!("/questions/{question}/answer"), answer).await
}

async fn list(staff: &Staff, room: &str, state: &str) -> Value {
    staff.client.get(&format!("/rooms/{room}/questions?state={state}")).await.ok()["items"].clone()
}

pub async fn write(staff: &Staff, room: &str, entry: &str, wording: Value) -> Answer {
    staff.client.put(&format!("/rooms/{room}/faq/{entry}"), wording).await
}

pub async fn faq(staff: &Staff, room: &str) -> Value {
    staff.client.get(&format!("/rooms/{room}/faq")).await.ok()["entries"].clone()
}

#[test]
fn a_message_is_marked_once_and_waits_until_a_reply_is_its_answer() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let message = id(&scene.ito.client.say(&home, "針は足りますか").await);
        let mut live = settled(&scene.mori).await;
        for staff in [&scene.mori, &scene.ito] {
            let marked = mark(staff, &message).await.ok();
            assert_eq!(marked["marker_id"], json!(scene.mori.id.to_string()));
            assert_eq!((text(&marked["id"]), text(&marked["words"])), (message.clone(), "針は足りますか".to_owned()));
        }
        assert_eq!(live.event("questions.changed").await["question"]["id"], json!(message));
        assert_eq!(each(&list(&scene.sato, &home, "open").await, "id"), std::slice::from_ref(&message));
        let said = json!({ "answer_id": new_id(), "words": "窓口でお渡しします", "step": 0 });
        for _ in 0..2 {
            let answered = answer(&scene.sato, &message, said.clone()).await.ok();
            assert_eq!((&answered["answer_id"], &answered["answer"]), (&said["answer_id"], &said["words"]));
        }
        let reply = scene.ito.client.get(&format!("/messages/{}", text(&said["answer_id"]))).await.ok();
        assert_eq!((&reply["body"], &reply["author_id"]), (&said["words"], &json!(scene.sato.id.to_string())));
        assert_eq!(items(&list(&scene.ito, &home, "open").await).len(), 0);
        assert_eq!(each(&list(&scene.ito, &home, "answered").await, "answer"), ["窓口でお渡しします"]);
    });
}

#[test]
fn a_list_shows_words_as_they_are_seen_without_the_marks_of_markup() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let called = format!("<@{}>", scene.mori.id);
        asked(&scene.ito, &home, &format!("{called} **針** は足りますか")).await;
        let shown = list(&scene.sato, &home, "open").await;
        assert_eq!(each(&shown, "words"), [format!("{called} 針 は足りますか")]);
    });
}

#[test]
fn nobody_answers_what_somebody_else_has_claimed_until_it_is_let_go_or_the_claim_lapses() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let question = asked(&scene.ito, &home, "針は足りますか").await;
        let claimed = claim(&scene.mori, &question).await.ok();
        assert_eq!(claimed["claimer_id"], json!(scene.mori.id.to_string()));
        let step = number(&claimed["step"]);
        let said = || json!({ "answer_id": new_id(), "words": "足ります", "step": step });
        assert_eq!(claim(&scene.ito, &question).await.refused(409), "questions.claimed");
        assert_eq!(answer(&scene.ito, &question, said()).await.refused(409), "questions.claimed");
        // Pressed twice it is one claim, and who owns the room lets go of it.
        assert_eq!(number(&claim(&scene.mori, &question).await.ok()["step"]), step);
        let path = format!("/questions/{question}/claim");
        assert_eq!(scene.ito.client.delete(&path).await.refused(409), "questions.claimed");
        let free = scene.sato.client.delete(&path).await.ok();
        assert_eq!(free["claimer_id"], Value::Null);
        claim(&scene.mori, &question).await.ok();
        // Five days hold an open day and its end, outside of the holidays in May.
        world.clock().advance(Duration::from_secs(5 * 24 * 3_600));
        let taken = claim(&scene.ito, &question).await.ok();
        assert_eq!(taken["claimer_id"], json!(scene.ito.id.to_string()));
    });
}

#[test]
fn words_about_a_question_that_was_seen_otherwise_are_refused_and_said_nowhere() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let question = asked(&scene.ito, &home, "針は足りますか").await;
        claim(&scene.mori, &question).await.ok();
        scene.mori.client.delete(&format!("/questions/{question}/claim")).await.ok();
        let said = json!({ "answer_id": new_id(), "words": "足ります", "step": 0 });
        assert_eq!(answer(&scene.mori, &question, said.clone()).await.refused(412), "stale");
        scene.mori.client.get(&format!("/messages/{}", text(&said["answer_id"]))).await.refused(404);
    });
}

#[test]
fn one_message_answers_many_questions_and_taken_back_they_all_wait_again() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let first = asked(&scene.ito, &home, "針は").await;
        world.clock().advance(Duration::from_secs(60));
        let questions = [first, asked(&scene.mori, &home, "針の数は").await];
        let reply = id(&scene.sato.client.say(&home, "足ります").await);
        for question in &questions {
            answer(&scene.sato, question, json!({ "answer_id": reply, "step": 0 })).await.ok();
        }
        assert_eq!(each(&list(&scene.ito, &home, "answered").await, "answer"), ["足ります", "足ります"]);
        scene.sato.client.delete(&format!("/messages/{reply}")).await.ok();
        assert_eq!(each(&list(&scene.ito, &home, "open").await, "id"), questions);
        // And with its own message a question goes.
        scene.ito.client.delete(&format!("/messages/{}", questions[0])).await.ok();
        assert_eq!(each(&list(&scene.ito, &home, "open").await, "id"), [questions[1].clone()]);
        scene.ito.client.get(&format!("/questions/{}", questions[0])).await.refused(404);
    });
}

#[test]
fn an_answer_is_a_message_of_the_same_room_and_never_the_question_itself() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let elsewhere = crate::scene::room(&scene.sato, "private", "別", &[&scene.ito]).await;
        let question = asked(&scene.ito, &home, "針は足りますか").await;
        let other = id(&scene.sato.client.say(&elsewhere, "足ります").await);
        for wrong in [other, question.clone(), new_id()] {
            let named = json!({ "answer_id": wrong, "step": 0 });
            assert_eq!(answer(&scene.sato, &question, named).await.refused(400), "invalid_input");
        }
        assert_eq!(items(&list(&scene.ito, &home, "open").await).len(), 1);
    });
}

#[test]
fn a_guest_asks_says_that_it_is_not_answered_and_reads_the_faq_and_answers_nothing() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let guest = outsiders::guest(&world, &scene.admin, outsiders::new_guest(&scene.sato, "business")).await;
        scene.sato.client.post(&format!("/rooms/{home}/members"), json!({ "people": [guest.id] })).await.ok();
        let others = id(&scene.ito.client.say(&home, "会議は何時ですか").await);
        assert_eq!(mark(&guest, &others).await.refused(403), "questions.not_yours");
        let question = asked(&guest, &home, "針は足りますか").await;
        claim(&guest, &question).await.refused(404);
        let reply = id(&scene.sato.client.say(&home, "足ります").await);
        answer(&guest, &question, json!({ "answer_id": reply, "step": 0 })).await.refused(404);
        answer(&scene.sato, &question, json!({ "answer_id": reply, "step": 0 })).await.ok();
        let open = guest.client.delete(&format!("/questions/{question}/answer")).await.ok();
        assert_eq!((&open["answer_id"], &open["claimer_id"]), (&Value::Null, &Value::Null));
        write(&scene.sato, &home, &new_id(), wording()).await.ok();
        assert_eq!(each(&faq(&guest, &home).await, "answer"), ["健康づくり課の窓口です"]);
        let desk = guest.client.get(&format!("/rooms/{home}/question-desk")).await.ok();
        assert_eq!((&desk["open"], &desk["answers"], &desk["private_open"]), (&json!(1), &json!(false), &Value::Null));
    });
}

#[test]
fn the_faq_is_written_ordered_and_taken_away_by_the_owner_and_outlives_its_question() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let question = asked(&scene.ito, &home, "針は足りますか").await;
        let entries: [String; 3] = std::array::from_fn(|_| new_id());
        let mut live = settled(&scene.ito).await;
        for (place, entry) in entries.iter().enumerate() {
            let mut words = wording();
            words["question"] = json!(format!("{place}番目の質問"));
            words["source_id"] = json!(question);
            assert_eq!(write(&scene.ito, &home, entry, words.clone()).await.refused(403), "questions.not_the_owner");
            let made = write(&scene.sato, &home, entry, words.clone()).await.ok();
            // Sent again it is the same one.
            assert_eq!(write(&scene.sato, &home, entry, words).await.ok()["step"], made["step"]);
        }
        assert_eq!(live.event("questions.faq_changed").await["entry"]["id"], json!(entries[0]));
        let place = format!("/rooms/{home}/faq/{}/place", entries[2]);
        let moved = scene.sato.client.put(&place, json!({ "after": null })).await.ok();
        assert_eq!(moved["order"], json!([entries[2], entries[0], entries[1]]));
        assert_eq!(live.event("questions.faq_ordered").await["order"][0], json!(entries[2]));
        let mut other = wording();
        other["step"] = json!(7);
        assert_eq!(write(&scene.sato, &home, &entries[0], other.clone()).await.refused(412), "stale");
        other["step"] = json!(0);
        write(&scene.sato, &home, &entries[0], other).await.ok();
        for _ in 0..2 {
            scene.sato.client.delete(&format!("/rooms/{home}/faq/{}", entries[1])).await.ok();
        }
        scene.ito.client.delete(&format!("/messages/{question}")).await.ok();
        let left = faq(&scene.ito, &home).await;
        assert_eq!(each(&left, "id"), [entries[2].clone(), entries[0].clone()]);
        assert_eq!((&left[0]["source_id"], &left[1]["question"]), (&Value::Null, &wording()["question"]));
    });
}

#[test]
fn owners_see_the_median_of_open_minutes_and_nobody_else_does() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        for hours in [1, 3, 24] {
            let question = asked(&scene.ito, &home, "針は足りますか").await;
            world.clock().advance(Duration::from_secs(hours * 3_600));
            let reply = id(&scene.sato.client.say(&home, "足ります").await);
            answer(&scene.sato, &question, json!({ "answer_id": reply, "step": 0 })).await.ok();
        }
        let path = format!("/rooms/{home}/question-times");
        let months = scene.sato.client.get(&path).await.ok()["months"].clone();
        let answered: i64 = items(&months).iter().map(|month| number(&month["answered"])).sum();
        assert_eq!(answered, 3);
        assert!(items(&months).iter().all(|month| (0..=24 * 60).contains(&number(&month["median_minutes"]))));
        assert_eq!(scene.ito.client.get(&path).await.refused(403), "questions.not_the_owner");
    });
}
