//! What is asked in a shared room is answered on both sides: each has a stamp of its own, and each answer goes over once.

use crate::scene::{id, items, number, room, scene_of, settled, text};
use crate::sharing::{Pair, answer as share_answer, pair, partner, shared};
use crate::stamps::{act, answer, ask, get, in_hours, poll, question};
use harness::{Staff, World, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

/// The newest message of a room.
async fn newest(staff: &Staff, room: &str) -> Value {
    let page = staff.client.get(&format!("/rooms/{room}/messages?limit=200")).await.ok();
    items(&page["messages"]).last().expect("a message").clone()
}

/// A question of 佐藤's in the first town, and the stamp that stands for it in the other.
async fn asked(world: &World, pair: &Pair, question: Value) -> (String, String) {
    let here = id(&ask(&pair.ours.sato, &pair.here, question).await.ok());
    world.run_jobs().await;
    let carried = newest(&pair.theirs.sato, &pair.there).await;
    assert_eq!((&carried["card"]["kind"], &carried["card"]["id"]), (&json!("stamp"), &carried["id"]), "{carried}");
    (here, id(&carried))
}

/// How many answered, and what was taken.
async fn told(staff: &Staff, stamp: &str) -> (i64, Value) {
    let shown = get(staff, stamp).await;
    (number(&shown["answered"]), shown["counts"].clone())
}

fn marks(first: &str, second: &str) -> Value {
    json!({ "marks": [first, second] })
}

#[test]
fn a_schedule_poll_is_answered_on_both_sides_counted_alike_and_decided_where_it_was_asked() {
    everywhere(|world| async move {
        let both = pair(&world).await;
        let (here, there) = asked(&world, &both, poll()).await;
        assert_ne!(here, there);
        let Pair { ours, theirs, .. } = &both;
        let seen = get(&theirs.sato, &there).await;
        assert_eq!(
            (&seen["question"], &seen["slots"]),
            (&json!("研修に出ますか"), &poll_slots(&ours.sato, &here).await)
        );
        assert_eq!((&seen["may_answer"], &seen["may_manage"]), (&json!(true), &json!(false)), "{seen}");
        answer(&theirs.sato, &there, marks("yes", "no")).await.ok();
        answer(&ours.ito, &here, marks("yes", "maybe")).await.ok();
        world.run_jobs().await;
        let counts = json!([2, 0, 0, 0, 1, 1]);
        assert_eq!(told(&ours.sato, &here).await, (2, counts.clone()));
        assert_eq!(told(&theirs.sato, &there).await, (2, counts));
        // By name, each side with who stands there for the other.
        for (staff, stamp, other) in [(&ours.sato, &here, "佐藤 花"), (&theirs.sato, &there, "伊藤 健")] {
            let answers = staff.client.get(&format!("/stamps/{stamp}/answers")).await.ok();
            let partner = items(&answers["answers"]).iter().find(|one| one["person"]["partner"] == true).cloned();
            let partner = partner.unwrap_or_else(|| panic!("nobody of the other side in {answers}"));
            assert_eq!(text(&partner["person"]["name"]), other);
        }
        // Changed and taken back, it is so on both sides, and the other's answer stays.
        answer(&theirs.sato, &there, marks("no", "no")).await.ok();
        world.run_jobs().await;
        assert_eq!(told(&ours.sato, &here).await, (2, json!([1, 0, 1, 0, 1, 1])));
        ours.ito.client.delete(&format!("/stamps/{here}/answer")).await.ok();
        world.run_jobs().await;
        assert_eq!(told(&theirs.sato, &there).await, (1, json!([0, 0, 1, 0, 0, 1])));
        // The other side's owner decides nothing.
        let decision = json!({ "slot": 0, "message_id": new_id(), "words": "4月20日にします" });
        let path = |stamp: &str| format!("/stamps/{stamp}/decision");
        let refused = theirs.sato.client.post(&path(&there), decision.clone()).await.refused(403);
        assert_eq!(refused, "stamps.not_the_asker");
        ours.sato.client.post(&path(&here), decision).await.ok();
        world.run_jobs().await;
        let decided = get(&theirs.sato, &there).await;
        assert_eq!((&decided["decided"], decided["closed_at"].is_string()), (&json!(0), true), "{decided}");
        assert_eq!(newest(&theirs.sato, &both.there).await["body"], "4月20日にします");
        assert_eq!(answer(&theirs.sato, &there, marks("yes", "yes")).await.refused(409), "stamps.closed");
        // Opened again here, it is open there.
        act(&ours.sato, &here, "reopen").await.ok();
        world.run_jobs().await;
        answer(&theirs.sato, &there, marks("yes", "yes")).await.ok();
        world.run_jobs().await;
        assert_eq!(told(&ours.sato, &here).await, (1, json!([1, 0, 0, 1, 0, 0])));
    });
}

async fn poll_slots(staff: &Staff, stamp: &str) -> Value {
    get(staff, stamp).await["slots"].clone()
}

#[test]
fn nobody_finds_the_stamp_of_the_other_organisation_or_one_whose_room_they_are_not_in() {
    everywhere(|world| async move {
        let both = pair(&world).await;
        let (here, there) = asked(&world, &both, poll()).await;
        let Pair { ours, theirs, .. } = &both;
        for (staff, stamp) in
            [(&theirs.sato, &here), (&ours.sato, &there), (&theirs.ito, &there), (&theirs.admin, &there)]
        {
            staff.client.get(&format!("/stamps/{stamp}")).await.refused(404);
            assert_eq!(answer(staff, stamp, marks("yes", "yes")).await.refused(404), "not_found");
        }
    });
}

#[test]
fn without_names_or_before_the_agreement_a_question_goes_over_as_nothing_but_words() {
    everywhere(|world| async move {
        let both = pair(&world).await;
        let Pair { ours, theirs, here, there, share } = &both;
        let mut secret = question("yes_no");
        (secret["anonymous"], secret["shows"], secret["changeable"]) = (json!(true), json!("closed"), json!(false));
        let stamp = id(&ask(&ours.sato, here, secret).await.ok());
        world.run_jobs().await;
        let carried = newest(&theirs.sato, there).await;
        assert_eq!((&carried["body"], &carried["card"]), (&json!("研修に出ますか"), &Value::Null));
        answer(&ours.ito, &stamp, json!({ "choices": [0] })).await.ok();
        world.run_jobs().await;
        theirs.sato.client.get(&format!("/stamps/{}", id(&carried))).await.refused(404);
        // What is asked once the share has ended stays here.
        share_answer(&ours.admin, share, "end", json!({})).await.ok();
        let later = id(&ask(&ours.sato, here, question("yes_no")).await.ok());
        answer(&ours.ito, &later, json!({ "choices": [0] })).await.ok();
        world.run_jobs().await;
        assert_ne!(newest(&theirs.sato, there).await["card"]["kind"], "stamp");
        assert_eq!(told(&ours.sato, &later).await.0, 1);
    });
}

#[test]
fn once_a_room_is_shared_no_more_its_owner_closes_what_the_other_side_had_asked() {
    everywhere(|world| async move {
        let both = pair(&world).await;
        let (here, there) = asked(&world, &both, question("yes_no")).await;
        let Pair { ours, theirs, share, .. } = &both;
        assert_eq!(act(&theirs.sato, &there, "close").await.refused(403), "stamps.not_the_asker");
        share_answer(&ours.admin, share, "end", json!({})).await.ok();
        world.run_jobs().await;
        assert_eq!(get(&theirs.sato, &there).await["may_manage"], true);
        act(&theirs.sato, &there, "close").await.ok();
        world.run_jobs().await;
        assert!(get(&theirs.sato, &there).await["closed_at"].is_string());
        assert_eq!(get(&ours.sato, &here).await["closed_at"], Value::Null, "theirs is no business of ours any more");
    });
}

#[test]
fn what_is_answered_over_there_after_the_close_counts_on_neither_side_and_before_it_on_both() {
    everywhere(|world| async move {
        let both = pair(&world).await;
        let (here, there) = asked(&world, &both, question("yes_no")).await;
        let Pair { ours, theirs, .. } = &both;
        answer(&theirs.sato, &there, json!({ "choices": [0] })).await.ok();
        world.clock().advance(Duration::from_secs(1));
        act(&ours.sato, &here, "close").await.ok();
        world.run_jobs().await;
        assert_eq!(told(&ours.sato, &here).await, (1, json!([1, 0])), "it was on its way");
        assert_eq!(told(&theirs.sato, &there).await, (1, json!([1, 0])));
        act(&ours.sato, &here, "reopen").await.ok();
        world.run_jobs().await;
        theirs.sato.client.delete(&format!("/stamps/{there}/answer")).await.ok();
        world.run_jobs().await;
        act(&ours.sato, &here, "close").await.ok();
        world.clock().advance(Duration::from_secs(1));
        // Nobody has told them yet.
        answer(&theirs.sato, &there, json!({ "choices": [1] })).await.ok();
        world.run_jobs().await;
        for (staff, stamp) in [(&ours.sato, &here), (&theirs.sato, &there)] {
            assert_eq!(told(staff, stamp).await, (0, json!([0, 0])));
        }
    });
}

/// What somebody is shown as their own answer.
async fn own(staff: &Staff, stamp: &str) -> Value {
    get(staff, stamp).await["mine"]["answer"]["choices"].clone()
}

#[test]
fn an_answer_that_is_changed_or_taken_back_over_there_after_the_close_is_on_both_sides_what_was_counted() {
    everywhere(|world| async move {
        let both = pair(&world).await;
        let (here, there) = asked(&world, &both, question("yes_no")).await;
        let Pair { ours, theirs, .. } = &both;
        answer(&theirs.sato, &there, json!({ "choices": [0] })).await.ok();
        world.run_jobs().await;
        world.clock().advance(Duration::from_secs(1));
        act(&ours.sato, &here, "close").await.ok();
        world.clock().advance(Duration::from_secs(1));
        // Nobody has told them yet.
        answer(&theirs.sato, &there, json!({ "choices": [1] })).await.ok();
        world.run_jobs().await;
        for (staff, stamp) in [(&ours.sato, &here), (&theirs.sato, &there)] {
            assert_eq!(told(staff, stamp).await, (1, json!([1, 0])));
        }
        assert_eq!(own(&theirs.sato, &there).await, json!([0]));
        act(&ours.sato, &here, "reopen").await.ok();
        world.run_jobs().await;
        act(&ours.sato, &here, "close").await.ok();
        world.clock().advance(Duration::from_secs(1));
        theirs.sato.client.delete(&format!("/stamps/{there}/answer")).await.ok();
        world.run_jobs().await;
        for (staff, stamp) in [(&ours.sato, &here), (&theirs.sato, &there)] {
            assert_eq!(told(staff, stamp).await, (1, json!([1, 0])));
        }
        assert_eq!(own(&theirs.sato, &there).await, json!([0]));
    });
}

#[test]
fn what_is_answered_over_there_after_a_deadline_that_was_moved_counts_nowhere_and_whoever_answered_hears_of_it() {
    everywhere(|world| async move {
        let both = pair(&world).await;
        let mut timed = question("yes_no");
        timed["deadline"] = json!(in_hours(&world, 3));
        let (here, there) = asked(&world, &both, timed).await;
        let Pair { ours, theirs, .. } = &both;
        let earlier = json!({ "deadline": in_hours(&world, 1) });
        ours.sato.client.put(&format!("/stamps/{here}/deadline"), earlier).await.ok();
        world.clock().advance(Duration::from_secs(2 * 3_600));
        // Nobody has told them yet.
        answer(&theirs.sato, &there, json!({ "choices": [1] })).await.ok();
        let mut live = settled(&theirs.sato).await;
        world.run_jobs().await;
        assert_eq!(live.event("stamps.answered").await["mine"], Value::Null);
        for (staff, stamp) in [(&ours.sato, &here), (&theirs.sato, &there)] {
            assert_eq!(told(staff, stamp).await, (0, json!([0, 0])));
        }
    });
}

#[test]
fn a_deadline_closes_both_sides_and_taken_back_the_question_is_gone_on_both() {
    everywhere(|world| async move {
        let both = pair(&world).await;
        let mut timed = poll();
        timed["deadline"] = json!(in_hours(&world, 1));
        let (here, there) = asked(&world, &both, timed).await;
        let Pair { ours, theirs, .. } = &both;
        assert_eq!(get(&theirs.sato, &there).await["deadline"], get(&ours.sato, &here).await["deadline"]);
        world.clock().advance(Duration::from_secs(3_600));
        world.run_jobs().await;
        assert_eq!(answer(&theirs.sato, &there, marks("yes", "yes")).await.refused(409), "stamps.closed");
        assert!(get(&theirs.sato, &there).await["closed_at"].is_string());
        ours.sato.client.delete(&format!("/messages/{here}")).await.ok();
        world.run_jobs().await;
        theirs.sato.client.get(&format!("/stamps/{there}")).await.refused(404);
        assert!(newest(&theirs.sato, &both.there).await["withdrawn_at"].is_string());
    });
}

#[test]
fn those_of_the_other_side_who_have_not_answered_are_reminded_there_and_nobody_else() {
    everywhere(|world| async move {
        let both = pair(&world).await;
        let Pair { ours, theirs, .. } = &both;
        let path = format!("/rooms/{}/members", both.there);
        theirs.sato.client.post(&path, json!({ "people": [theirs.ito.id] })).await.ok();
        let (here, there) = asked(&world, &both, poll()).await;
        answer(&theirs.ito, &there, marks("yes", "yes")).await.ok();
        answer(&ours.ito, &here, marks("yes", "yes")).await.ok();
        world.run_jobs().await;
        let (mut waiting, mut done) = (settled(&theirs.sato).await, settled(&theirs.ito).await);
        // On this side nobody is waited for any more.
        let reminded = ours.sato.client.post(&format!("/stamps/{here}/reminder"), json!({})).await.ok();
        assert_eq!(reminded["called"], 0);
        world.run_jobs().await;
        assert_eq!(waiting.event("stamps.reminded").await["stamp_id"], json!(there));
        // What comes next is the change that the whole room hears of.
        let heard = done.events_until("stamps.changed").await;
        assert!(heard.iter().all(|(kind, _)| kind != "stamps.reminded" && kind != "chat.mentioned"), "{heard:?}");
        let again = ours.sato.client.post(&format!("/stamps/{here}/reminder"), json!({})).await;
        assert_eq!(again.refused(409), "stamps.reminded_lately");
    });
}

#[test]
fn what_is_for_who_asks_alone_goes_to_their_side_and_not_back() {
    everywhere(|world| async move {
        let both = pair(&world).await;
        let mut closed = question("yes_no");
        closed["shows"] = json!("asker");
        let (here, there) = asked(&world, &both, closed).await;
        let Pair { ours, theirs, .. } = &both;
        answer(&ours.ito, &here, json!({ "choices": [1] })).await.ok();
        answer(&theirs.sato, &there, json!({ "choices": [0] })).await.ok();
        world.run_jobs().await;
        assert_eq!(told(&ours.sato, &here).await, (2, json!([1, 1])));
        assert_eq!(told(&theirs.sato, &there).await, (1, Value::Null), "their own");
        // Changed before they heard of the close, what counts is theirs again.
        world.clock().advance(Duration::from_secs(1));
        act(&ours.sato, &here, "close").await.ok();
        world.clock().advance(Duration::from_secs(1));
        answer(&theirs.sato, &there, json!({ "choices": [1] })).await.ok();
        world.run_jobs().await;
        assert_eq!(told(&ours.sato, &here).await, (2, json!([1, 1])));
        assert_eq!(own(&theirs.sato, &there).await, json!([0]));
    });
}

#[test]
fn what_is_for_who_asks_alone_reaches_them_from_a_third_organisation_and_nobody_else() {
    everywhere(|world| async move {
        let both = pair(&world).await;
        let Pair { ours, theirs, here, there, .. } = &both;
        let third = scene_of(&world, "白山村").await;
        let far = room(&third.sato, "private", "三町村の訓練", &[]).await;
        shared(&world, (ours, here), (&third, &far)).await;
        let mut closed = question("yes_no");
        closed["shows"] = json!("asker");
        let asked = id(&ask(&theirs.sato, there, closed).await.ok());
        world.run_jobs().await;
        let (between, over) = (id(&newest(&ours.ito, here).await), id(&newest(&third.sato, &far).await));
        answer(&third.sato, &over, json!({ "choices": [0] })).await.ok();
        answer(&ours.ito, &between, json!({ "choices": [1] })).await.ok();
        world.run_jobs().await;
        assert_eq!(told(&theirs.sato, &asked).await, (2, json!([1, 1])));
        assert_eq!(told(&third.sato, &over).await, (1, Value::Null), "their own");
        assert_eq!(get(&ours.sato, &between).await["counts"], Value::Null);
    });
}

#[test]
fn what_is_written_down_for_somebody_says_so_on_the_other_side_until_they_answer_themselves() {
    everywhere(|world| async move {
        let both = pair(&world).await;
        let (here, there) = asked(&world, &both, question("yes_no")).await;
        let Pair { ours, theirs, .. } = &both;
        let entered = json!({ "choices": [0], "operator_id": null });
        let path = format!("/stamps/{here}/answers/{}", ours.ito.id);
        ours.sato.client.put(&path, entered.clone()).await.ok();
        world.run_jobs().await;
        let by = || async {
            let answers = theirs.sato.client.get(&format!("/stamps/{there}/answers")).await.ok();
            items(&answers["answers"])[0]["entered_by"].clone()
        };
        assert_eq!(by().await, "佐藤 花", "whoever stands for who asks");
        // Who belongs to the other side answers there, and nobody does it for them here.
        let over = partner(&ours.sato, &both.here, "佐藤 花").await;
        let refused = ours.sato.client.put(&format!("/stamps/{here}/answers/{over}"), entered).await;
        assert_eq!(refused.refused(400), "invalid_input");
        answer(&ours.ito, &here, json!({ "choices": [0] })).await.ok();
        world.run_jobs().await;
        assert_eq!(by().await, Value::Null);
        assert_eq!(told(&theirs.sato, &there).await, (1, json!([1, 0])));
    });
}
