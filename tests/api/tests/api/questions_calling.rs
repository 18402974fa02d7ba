//! 回答担当 and 個別の質問: who is called to a question, on which morning once more, and what of it stands in the record of acts.

use crate::outsiders;
use crate::questions::{answer, asked, claim, mark};
use crate::questions_private::ask;
use crate::scene::{Scene, acts, each, id, items, number, scene, settled, text, times};
use crate::stamps::home;
use harness::{Answer, Live, Staff, World, everywhere, new_id};
use jiff::civil::date;
use kernel::Jst;
use serde_json::{Value, json};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);

async fn name(owner: &Staff, room: &str, people: &[&Staff]) -> Answer {
    let people: Vec<String> = people.iter().map(|one| one.id.to_string()).collect();
    owner.client.put(&format!("/rooms/{room}/question-responders"), json!({ "people": people })).await
}

async fn mentions(staff: &Staff) -> Vec<String> {
    let list = staff.client.get("/mentions").await.ok();
    items(&list["items"]).iter().map(|item| id(&item["message"])).collect()
}

async fn calls(staff: &Staff) -> Vec<String> {
    each(&staff.client.get("/me/private-question-calls").await.ok()["calls"], "why")
}

async fn act(staff: &Staff, question: &str, what: &str, how: Value) -> Value {
    staff.client.put(&format!("/private-questions/{question}/{what}"), how).await.ok()
}

/// A room at ten on Wednesday, 1 April, whose questions 森 answers.
async fn with_responder(world: &World, scene: &Scene) -> String {
    world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(10 * HOUR));
    let home = home(scene).await;
    name(&scene.sato, &home, &[&scene.mori]).await.ok();
    home
}

/// What somebody hears until something is said in a room.
async fn heard_until_said(live: &mut Live, speaker: &Staff, room: &str) -> Vec<String> {
    speaker.client.say(room, "ここまで").await;
    live.events_until("chat.message_posted").await.into_iter().map(|(kind, _)| kind).collect()
}

#[test]
fn those_who_are_named_find_a_question_among_what_mentions_them_and_nobody_else_does() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        // Nobody is named: it stands in the pane, and nobody is called.
        asked(&scene.ito, &home, "針は足りますか").await;
        assert!(mentions(&scene.mori).await.is_empty());
        let mut live = settled(&scene.ito).await;
        let named = name(&scene.sato, &home, &[&scene.mori, &scene.ito]).await.ok();
        // In 五十音 order.
        assert_eq!(named["responders"], json!([scene.ito.id.to_string(), scene.mori.id.to_string()]));
        let told = live.event("questions.responders_changed").await;
        assert_eq!(items(&told["people"]).len(), 2);
        let mut live = settled(&scene.mori).await;
        let question = asked(&scene.ito, &home, "予備は足りますか").await;
        let called = live.event("questions.called").await;
        assert_eq!((&called["question_id"], &called["why"]), (&json!(question), &json!("asked")));
        assert!(!called.to_string().contains("予備"), "{called}");
        assert_eq!(mentions(&scene.mori).await, std::slice::from_ref(&question));
        // Who asks is not called to what they ask, and marked twice nobody is called twice.
        assert!(mentions(&scene.ito).await.is_empty());
        mark(&scene.sato, &question).await.ok();
        let again = heard_until_said(&mut live, &scene.sato, &home).await;
        assert!(!again.contains(&"questions.called".to_owned()), "{again:?}");
    });
}

#[test]
fn owners_name_people_of_the_staff_who_belong_to_the_room_and_the_record_tells_of_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let guest = outsiders::guest(&world, &scene.admin, outsiders::new_guest(&scene.sato, "business")).await;
        scene.sato.client.post(&format!("/rooms/{home}/members"), json!({ "people": [guest.id] })).await.ok();
        assert_eq!(name(&scene.ito, &home, &[&scene.mori]).await.refused(403), "questions.not_the_owner");
        for wrong in [&guest, &scene.admin] {
            assert_eq!(name(&scene.sato, &home, &[wrong]).await.refused(400), "invalid_input");
        }
        for _ in 0..2 {
            name(&scene.sato, &home, &[&scene.mori]).await.ok();
        }
        assert_eq!(times(&scene.admin, "questions.responders_named").await, 1);
        // Who leaves the room is called to nothing in it.
        scene.sato.client.delete(&format!("/rooms/{home}/members/{}", scene.mori.id)).await.ok();
        let desk = scene.ito.client.get(&format!("/rooms/{home}/question-desk")).await.ok();
        assert_eq!(desk["responders"], json!([]));
    });
}

#[test]
fn what_waits_for_a_whole_open_day_is_reminded_of_once_on_the_morning_after() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = with_responder(&world, &scene).await;
        let question = asked(&scene.ito, &home, "針は足りますか").await;
        let mut live = settled(&scene.mori).await;
        world.clock().set(Jst::start_of(date(2026, 4, 3)).plus(8 * HOUR));
        world.run_jobs().await;
        let early = heard_until_said(&mut live, &scene.sato, &home).await;
        assert!(!early.contains(&"questions.called".to_owned()), "{early:?}");
        world.clock().set(Jst::start_of(date(2026, 4, 3)).plus(9 * HOUR));
        world.run_jobs().await;
        let called = live.event("questions.called").await;
        assert_eq!((&called["question_id"], &called["why"]), (&json!(question), &json!("waits")));
        heard_until_said(&mut live, &scene.sato, &home).await;
        for day in [6, 7, 8] {
            world.clock().set(Jst::start_of(date(2026, 4, day)).plus(9 * HOUR));
            world.run_jobs().await;
        }
        let later = heard_until_said(&mut live, &scene.sato, &home).await;
        assert!(!later.contains(&"questions.called".to_owned()), "once is enough: {later:?}");
    });
}

#[test]
fn what_is_claimed_or_answered_is_reminded_of_only_once_it_waits_again() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = with_responder(&world, &scene).await;
        let [claimed, answered] = [asked(&scene.ito, &home, "針は").await, asked(&scene.ito, &home, "箱は").await];
        answer(&scene.sato, &answered, json!({ "answer_id": new_id(), "words": "あります", "step": 0 })).await.ok();
        // Taken on the second, it is held until the end of the third.
        world.clock().set(Jst::start_of(date(2026, 4, 2)).plus(10 * HOUR));
        claim(&scene.sato, &claimed).await.ok();
        let mut live = settled(&scene.mori).await;
        world.clock().set(Jst::start_of(date(2026, 4, 3)).plus(9 * HOUR));
        world.run_jobs().await;
        let held = heard_until_said(&mut live, &scene.ito, &home).await;
        assert!(!held.contains(&"questions.called".to_owned()), "{held:?}");
        // On Monday the claim has lapsed.
        world.clock().set(Jst::start_of(date(2026, 4, 6)).plus(9 * HOUR));
        world.run_jobs().await;
        assert_eq!(live.event("questions.called").await["question_id"], json!(claimed));
        let others = heard_until_said(&mut live, &scene.ito, &home).await;
        assert!(!others.contains(&"questions.called".to_owned()), "what is answered waits for nobody: {others:?}");
        scene.ito.client.delete(&format!("/questions/{answered}/answer")).await.ok();
        world.clock().set(Jst::start_of(date(2026, 4, 8)).plus(9 * HOUR));
        world.run_jobs().await;
        assert_eq!(live.event("questions.called").await["question_id"], json!(answered));
    });
}

#[test]
fn what_is_claimed_because_of_the_reminder_is_reminded_of_again_once_that_claim_has_lapsed() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = with_responder(&world, &scene).await;
        let question = asked(&scene.ito, &home, "針は足りますか").await;
        let mut live = settled(&scene.mori).await;
        world.clock().set(Jst::start_of(date(2026, 4, 3)).plus(9 * HOUR));
        world.run_jobs().await;
        assert_eq!(live.event("questions.called").await["question_id"], json!(question));
        claim(&scene.mori, &question).await.ok();
        // Taken on Friday, it is held until the end of Monday.
        world.clock().set(Jst::start_of(date(2026, 4, 6)).plus(9 * HOUR));
        world.run_jobs().await;
        let held = heard_until_said(&mut live, &scene.ito, &home).await;
        assert!(!held.contains(&"questions.called".to_owned()), "{held:?}");
        world.clock().set(Jst::start_of(date(2026, 4, 7)).plus(9 * HOUR));
        world.run_jobs().await;
        assert_eq!(live.event("questions.called").await["why"], "waits");
    });
}

#[test]
fn nobody_is_called_to_what_waits_in_a_closed_room() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = with_responder(&world, &scene).await;
        asked(&scene.ito, &home, "針は足りますか").await;
        let elsewhere = crate::scene::room(&scene.sato, "private", "別", &[&scene.mori]).await;
        let before = mentions(&scene.mori).await;
        scene.sato.client.post(&format!("/rooms/{home}/archive"), json!({})).await.ok();
        let mut live = settled(&scene.mori).await;
        world.clock().set(Jst::start_of(date(2026, 4, 3)).plus(9 * HOUR));
        world.run_jobs().await;
        let heard = heard_until_said(&mut live, &scene.sato, &elsewhere).await;
        assert!(!heard.contains(&"questions.called".to_owned()), "{heard:?}");
        assert_eq!(mentions(&scene.mori).await, before);
    });
}

#[test]
fn what_waits_anew_on_the_same_day_is_reminded_of_once_all_the_same() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = with_responder(&world, &scene).await;
        let [reopened, marked] = [asked(&scene.ito, &home, "針は").await, asked(&scene.ito, &home, "箱は").await];
        world.clock().advance(HOUR);
        answer(&scene.sato, &reopened, json!({ "answer_id": new_id(), "words": "あります", "step": 0 })).await.ok();
        scene.ito.client.delete(&format!("/messages/{marked}/question")).await.ok();
        world.clock().advance(HOUR);
        scene.ito.client.delete(&format!("/questions/{reopened}/answer")).await.ok();
        mark(&scene.ito, &marked).await.ok();
        let mut live = settled(&scene.mori).await;
        world.clock().set(Jst::start_of(date(2026, 4, 3)).plus(9 * HOUR));
        world.run_jobs().await;
        scene.sato.client.say(&home, "ここまで").await;
        let heard = live.events_until("chat.message_posted").await;
        let called = heard.iter().filter(|(kind, _)| kind == "questions.called");
        let mut called: Vec<(String, String)> =
            called.map(|(_, told)| (text(&told["question_id"]), text(&told["why"]))).collect();
        called.sort();
        let mut wanted = [reopened, marked].map(|question| (question, "waits".to_owned()));
        wanted.sort();
        assert_eq!(called, wanted);
    });
}

#[test]
fn the_desk_counts_what_nobody_has_claimed_as_claims_lapse() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = with_responder(&world, &scene).await;
        let question = asked(&scene.ito, &home, "針は足りますか").await;
        asked(&scene.ito, &home, "箱は足りますか").await;
        ask(&scene.ito, &home, "在庫が足りません").await.ok();
        let desk = async |staff: &Staff| {
            let desk = staff.client.get(&format!("/rooms/{home}/question-desk")).await.ok();
            (number(&desk["open"]), number(&desk["unclaimed"]), desk["private_unclaimed"].clone())
        };
        assert_eq!(desk(&scene.sato).await, (2, 2, json!(1)));
        claim(&scene.mori, &question).await.ok();
        assert_eq!(desk(&scene.ito).await, (2, 1, Value::Null));
        world.clock().set(Jst::start_of(date(2026, 4, 3)));
        assert_eq!(desk(&scene.ito).await, (2, 2, Value::Null));
    });
}

#[test]
fn owners_are_called_to_what_is_asked_privately_and_its_asker_to_what_becomes_of_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let mut live = settled(&scene.sato).await;
        let question = id(&ask(&scene.ito, &home, "在庫が足りません").await.ok());
        let called = live.event("questions.called").await;
        assert_eq!((&called["private_question_id"], &called["question_id"]), (&json!(question), &Value::Null));
        assert!(!called.to_string().contains("在庫"), "{called}");
        assert_eq!(calls(&scene.sato).await, ["asked"]);
        for other in [&scene.ito, &scene.mori] {
            assert_eq!(calls(other).await, [""; 0]);
        }
        let mut asker = settled(&scene.ito).await;
        act(&scene.sato, &question, "answer", json!({ "words": "お届けします", "step": 0 })).await;
        assert_eq!(asker.event("questions.called").await["why"], "answered");
        assert_eq!((calls(&scene.sato).await, calls(&scene.ito).await), (vec![], vec!["answered".to_owned()]));
        let proposal = json!({ "entry_id": new_id(), "question": "足りないときは", "answer": "届けます", "step": 1 });
        act(&scene.sato, &question, "proposal", proposal).await;
        assert_eq!(asker.event("questions.called").await["why"], "proposed");
        assert_eq!(calls(&scene.ito).await, ["proposed"]);
        // Looked at, it is gone on every device; a second time changes nothing.
        let path = format!("/private-questions/{question}/call");
        for _ in 0..2 {
            scene.ito.client.delete(&path).await.ok();
        }
        assert_eq!(asker.event("questions.call_heard").await["private_question_id"], json!(question));
        assert_eq!(calls(&scene.ito).await, [""; 0]);
        scene.mori.client.delete(&path).await.refused(404);
    });
}

#[test]
fn nobody_is_called_to_what_was_taken_back_claimed_by_another_or_lies_in_a_room_that_they_left() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let spare = id(&ask(&scene.ito, &home, "やめます").await.ok());
        scene.ito.client.delete(&format!("/private-questions/{spare}")).await.ok();
        assert_eq!(calls(&scene.sato).await, [""; 0]);
        let question = id(&ask(&scene.ito, &home, "在庫が足りません").await.ok());
        act(&scene.sato, &question, "claim", json!({})).await;
        assert_eq!(calls(&scene.sato).await, [""; 0]);
        act(&scene.sato, &question, "answer", json!({ "words": "お届けします", "step": 1 })).await;
        assert_eq!(calls(&scene.ito).await, ["answered"]);
        scene.sato.client.delete(&format!("/rooms/{home}/members/{}", scene.ito.id)).await.ok();
        assert_eq!(calls(&scene.ito).await, [""; 0]);
    });
}

#[test]
fn what_owners_undo_of_others_stands_in_the_record_and_what_is_ones_own_does_not() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let question = asked(&scene.ito, &home, "針は足りますか").await;
        let path = format!("/questions/{question}/claim");
        for (holder, by) in [(&scene.mori, &scene.mori), (&scene.mori, &scene.sato)] {
            claim(holder, &question).await.ok();
            by.client.delete(&path).await.ok();
        }
        assert_eq!(times(&scene.admin, "questions.let_go").await, 1);
        for by in [&scene.ito, &scene.sato] {
            mark(&scene.ito, &question).await.ok();
            by.client.delete(&format!("/messages/{question}/question")).await.ok();
        }
        assert_eq!(times(&scene.admin, "questions.unmarked").await, 1);
        let recorded = acts(&scene.admin).await;
        let unmarked = recorded.iter().find(|one| one["act"] == "questions.unmarked").expect("it is there");
        assert_eq!(text(&unmarked["detail"]["asker"]), scene.ito.id.to_string());
        assert!(!unmarked.to_string().contains("針"), "words are not copied: {unmarked}");
    });
}
