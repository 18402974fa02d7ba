//! 個別の質問: asked of those who own a room without the others knowing, and shown to these in words that the asker agreed to.

use crate::questions::{faq, write};
use crate::scene::{direct, each, id, items, number, scene, settled, text};
use crate::stamps::home;
use harness::{Answer, Staff, everywhere, new_id};
use serde_json::{Value, json};

/// Asks those who own a room.
pub async fn ask(staff: &Staff, room: &str, words: &str) -> Answer {
    staff.client.post(&format!("/rooms/{room}/private-questions"), json!({ "id": new_id(), "words": words })).await
}

async fn act(staff: &Staff, question: &str, what: &str, how: Value) -> Answer {
    staff.client.put(&format!("/private-questions/{question}/{what}"), how).await
}

async fn listed(staff: &Staff, room: &str) -> Vec<String> {
    each(&staff.client.get(&format!("/rooms/{room}/private-questions")).await.ok()["items"], "words")
}

fn proposal(step: i64) -> Value {
    json!({ "entry_id": new_id(), "question": "在庫が足りないときは", "answer": "翌日にお届けします", "step": step })
}

#[test]
fn what_is_asked_privately_is_known_to_its_asker_and_the_owner_alone() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let mut owner = settled(&scene.sato).await;
        let question = id(&ask(&scene.ito, &home, "在庫が足りません").await.ok());
        assert_eq!(owner.event("questions.private_changed").await["question"]["words"], "在庫が足りません");
        assert_eq!(listed(&scene.sato, &home).await, ["在庫が足りません"]);
        assert_eq!(listed(&scene.ito, &home).await, ["在庫が足りません"]);
        assert_eq!(listed(&scene.mori, &home).await, [""; 0]);
        scene.mori.client.get(&format!("/private-questions/{question}")).await.refused(404);
        act(&scene.mori, &question, "claim", json!({})).await.refused(404);
        let desk = format!("/rooms/{home}/question-desk");
        assert_eq!(scene.sato.client.get(&desk).await.ok()["private_open"], json!(1));
        assert_eq!(scene.mori.client.get(&desk).await.ok()["private_open"], Value::Null);
    });
}

#[test]
fn asked_twice_it_is_one_question_and_it_is_taken_back_until_it_is_answered() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let (path, new) = (format!("/rooms/{home}/private-questions"), json!({ "id": new_id(), "words": "在庫" }));
        for _ in 0..2 {
            assert_eq!(scene.ito.client.post(&path, new.clone()).await.ok()["id"], new["id"]);
        }
        assert_eq!(scene.mori.client.post(&path, new.clone()).await.refused(409), "id_taken");
        let question = text(&new["id"]);
        let own = format!("/private-questions/{question}");
        assert_eq!(scene.sato.client.delete(&own).await.refused(403), "questions.not_yours");
        let claimed = act(&scene.sato, &question, "claim", json!({})).await.ok();
        let said = json!({ "words": "お届けします", "step": claimed["step"] });
        for _ in 0..2 {
            let answered = act(&scene.sato, &question, "answer", said.clone()).await.ok();
            assert_eq!(answered["answer"], "お届けします");
        }
        assert_eq!(scene.ito.client.delete(&own).await.refused(409), "questions.answered");
        let spare = id(&ask(&scene.ito, &home, "やめます").await.ok());
        scene.ito.client.delete(&format!("/private-questions/{spare}")).await.ok();
        assert_eq!(listed(&scene.sato, &home).await, ["在庫"]);
    });
}

#[test]
fn nobody_asks_privately_in_a_room_that_nobody_owns() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, pair) = (home(&scene).await, direct(&scene.ito, &scene.sato).await);
        assert_eq!(ask(&scene.ito, &pair, "在庫が足りません").await.refused(409), "questions.nobody_owns");
        for (room, may) in [(&home, true), (&pair, false)] {
            let desk = scene.ito.client.get(&format!("/rooms/{room}/question-desk")).await.ok();
            assert_eq!((&desk["may_ask"], &desk["may_ask_privately"]), (&json!(true), &json!(may)));
        }
        assert_eq!(listed(&scene.ito, &pair).await, [""; 0]);
    });
}

#[test]
fn it_is_shown_to_the_room_in_words_that_its_asker_agreed_to_and_in_no_others() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let question = id(&ask(&scene.ito, &home, "西山医院です。在庫が足りません").await.ok());
        assert_eq!(act(&scene.sato, &question, "proposal", proposal(0)).await.refused(409), "questions.unanswered");
        act(&scene.sato, &question, "answer", json!({ "words": "お届けします", "step": 0 })).await.ok();
        let agree = |step: i64| json!({ "agrees": true, "step": step });
        assert_eq!(act(&scene.ito, &question, "consent", agree(1)).await.refused(409), "questions.nothing_proposed");
        let first = proposal(1);
        let proposed = act(&scene.sato, &question, "proposal", first.clone()).await.ok();
        assert_eq!(proposed["consent"], "asked");
        assert_eq!(items(&faq(&scene.mori, &home).await).len(), 0);
        // Nobody agrees for the asker, and nobody to words that they have not seen.
        assert_eq!(act(&scene.sato, &question, "consent", agree(2)).await.refused(403), "questions.not_yours");
        assert_eq!(act(&scene.ito, &question, "consent", agree(1)).await.refused(412), "stale");
        let mut live = settled(&scene.mori).await;
        let given = act(&scene.ito, &question, "consent", agree(2)).await.ok();
        assert_eq!(given["consent"], "given");
        let told = live.event("questions.faq_changed").await.to_string();
        for hidden in ["西山", &question, &scene.ito.id.to_string()] {
            assert!(!told.contains(hidden), "{hidden} is in {told}");
        }
        let shown = faq(&scene.mori, &home).await;
        assert_eq!(each(&shown, "answer"), ["翌日にお届けします"]);
        let mut other = json!({ "question": "西山医院の在庫", "answer": "届けた", "step": 0 });
        let entry = text(&first["entry_id"]);
        assert_eq!(write(&scene.sato, &home, &entry, other.clone()).await.refused(409), "questions.agreed");
        // Other words are asked for anew, and take away what stood.
        other["entry_id"] = json!(new_id());
        other["step"] = given["step"].clone();
        assert_eq!(act(&scene.sato, &question, "proposal", other).await.ok()["consent"], "asked");
        assert_eq!(items(&faq(&scene.mori, &home).await).len(), 0);
    });
}

#[test]
fn who_agreed_takes_that_back_and_the_entry_goes() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let question = id(&ask(&scene.ito, &home, "在庫が足りません").await.ok());
        act(&scene.sato, &question, "answer", json!({ "words": "お届けします", "step": 0 })).await.ok();
        act(&scene.sato, &question, "proposal", proposal(1)).await.ok();
        let mut step = 2;
        for (agrees, entries) in [(false, 0), (true, 1), (false, 0), (true, 1)] {
            let decided = act(&scene.ito, &question, "consent", json!({ "agrees": agrees, "step": step })).await.ok();
            step = number(&decided["step"]);
            assert_eq!(items(&faq(&scene.mori, &home).await).len(), entries);
        }
    });
}

#[test]
fn what_the_desk_takes_out_of_the_faq_is_told_to_whoever_agreed_and_is_not_agreed_to_again() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let question = id(&ask(&scene.ito, &home, "在庫が足りません").await.ok());
        act(&scene.sato, &question, "answer", json!({ "words": "お届けします", "step": 0 })).await.ok();
        let words = proposal(1);
        act(&scene.sato, &question, "proposal", words.clone()).await.ok();
        act(&scene.ito, &question, "consent", json!({ "agrees": true, "step": 2 })).await.ok();
        let mut live = settled(&scene.ito).await;
        scene.sato.client.delete(&format!("/rooms/{home}/faq/{}", text(&words["entry_id"]))).await.ok();
        assert_eq!(live.event("questions.private_changed").await["question"]["consent"], "none");
        let own = scene.ito.client.get(&format!("/private-questions/{question}")).await.ok();
        assert_eq!((&own["consent"], &own["proposal"], &own["step"]), (&json!("none"), &Value::Null, &json!(4)));
        let again = json!({ "agrees": true, "step": 4 });
        assert_eq!(act(&scene.ito, &question, "consent", again).await.refused(409), "questions.nothing_proposed");
        assert_eq!(items(&faq(&scene.mori, &home).await).len(), 0);
    });
}

#[test]
fn who_has_left_the_room_takes_back_their_consent_and_what_was_not_answered() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let question = id(&ask(&scene.ito, &home, "在庫が足りません").await.ok());
        let open = id(&ask(&scene.ito, &home, "日を変えられますか").await.ok());
        act(&scene.sato, &question, "answer", json!({ "words": "お届けします", "step": 0 })).await.ok();
        act(&scene.sato, &question, "proposal", proposal(1)).await.ok();
        act(&scene.ito, &question, "consent", json!({ "agrees": true, "step": 2 })).await.ok();
        scene.sato.client.delete(&format!("/rooms/{home}/members/{}", scene.ito.id)).await.ok();
        let declining = || json!({ "agrees": false, "step": 3 });
        act(&scene.mori, &question, "consent", declining()).await.refused(404);
        assert_eq!(act(&scene.sato, &question, "consent", declining()).await.refused(403), "questions.not_yours");
        assert_eq!(act(&scene.ito, &question, "consent", declining()).await.ok()["consent"], "declined");
        assert_eq!(items(&faq(&scene.mori, &home).await).len(), 0);
        // Nobody agrees from outside.
        act(&scene.ito, &question, "consent", json!({ "agrees": true, "step": 4 })).await.refused(404);
        scene.ito.client.delete(&format!("/private-questions/{open}")).await.ok();
        assert_eq!(listed(&scene.sato, &home).await, ["在庫が足りません"]);
    });
}
