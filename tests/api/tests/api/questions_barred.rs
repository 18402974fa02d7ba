//! Questions where somebody can be reached only by some.

use crate::barriers::walled;
use crate::questions::asked;
use crate::questions_private::ask;
use crate::scene::{each, id, items, room, settled, text};
use harness::{Staff, everywhere, new_id};
use jiff::civil::date;
use kernel::Jst;
use serde_json::{Value, json};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);

async fn calls(staff: &Staff) -> Vec<String> {
    each(&staff.client.get("/me/private-question-calls").await.ok()["calls"], "why")
}

#[test]
fn nobody_asks_privately_whom_they_may_not_write_to_and_of_many_owners_the_others_are_called() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let home = room(&town.mayor, "private", "相談", &[&town.sato, &town.hara]).await;
        assert_eq!(ask(&town.sato, &home, "五分お時間をください").await.refused(403), "chat.barred");
        // Who keeps the door asks, and is answered.
        let kept = id(&ask(&town.hara, &home, "明日の予定です").await.ok());
        assert_eq!(calls(&town.mayor).await, ["asked"]);
        let owner = format!("/rooms/{home}/members/{}", town.hara.id);
        assert_eq!(town.mayor.client.put(&owner, json!({ "role": "owner" })).await.status, 204);
        let mut live = settled(&town.hara).await;
        let question = id(&ask(&town.sato, &home, "五分お時間をください").await.ok());
        assert_eq!(live.event("questions.called").await["private_question_id"], json!(question));
        let called = town.mayor.client.get("/me/private-question-calls").await.ok()["calls"].clone();
        assert_eq!(each(&called, "question_id"), [kept]);
    });
}

#[test]
fn an_owner_answers_nobody_whom_they_may_not_write_to() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let home = room(&town.hara, "private", "相談", &[&town.sato, &town.mayor]).await;
        let owner = format!("/rooms/{home}/members/{}", town.sato.id);
        assert_eq!(town.hara.client.put(&owner, json!({ "role": "owner" })).await.status, 204);
        let question = id(&ask(&town.mayor, &home, "予算はいくらですか").await.ok());
        let said = || json!({ "words": "百万円です", "step": 0 });
        let path = format!("/private-questions/{question}");
        let answer = format!("{path}/answer");
        assert_eq!(town.sato.client.put(&answer, said()).await.refused(403), "chat.barred");
        town.hara.client.put(&answer, said()).await.ok();
        let proposal = json!({ "entry_id": new_id(), "question": "予算は", "answer": "百万円です", "step": 1 });
        let propose = format!("{path}/proposal");
        assert_eq!(town.sato.client.put(&propose, proposal.clone()).await.refused(403), "chat.barred");
        town.hara.client.put(&propose, proposal).await.ok();
    });
}

#[test]
fn all_who_are_asked_by_a_request_are_called_and_told_of_what_is_asked_privately_there() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let home = new_id();
        let request =
            json!({ "id": home, "barrier_id": town.barrier, "subject": "式典のご相談", "body": "お時間をください" });
        town.sato.client.post("/contact-requests", request).await.ok();
        // 原 heads the desk, 小野 is asked as well.
        let mut desk = [settled(&town.hara).await, settled(&town.ono).await];
        let question = id(&ask(&town.sato, &home, "内々のことです").await.ok());
        for live in &mut desk {
            assert_eq!(live.event("questions.called").await["private_question_id"], json!(question));
        }
        let claimed = town.ono.client.put(&format!("/private-questions/{question}/claim"), json!({})).await.ok();
        for live in &mut desk {
            // That it was asked, and that it was claimed.
            let asked = live.event("questions.private_changed").await;
            let told = live.event("questions.private_changed").await;
            assert_eq!(asked["question"]["claimer_id"], Value::Null);
            assert_eq!(told["question"]["claimer_id"], claimed["claimer_id"]);
        }
    });
}

#[test]
fn the_reminder_calls_nobody_whom_its_author_may_not_call() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(10 * HOUR));
        let home = room(&town.hara, "private", "相談", &[&town.sato, &town.mayor, &town.ono]).await;
        let people = json!({ "people": [town.mayor.id, town.ono.id] });
        town.hara.client.put(&format!("/rooms/{home}/question-responders"), people).await.ok();
        let question = asked(&town.sato, &home, "式典はいつですか").await;
        let mut live = settled(&town.ono).await;
        world.clock().set(Jst::start_of(date(2026, 4, 3)).plus(9 * HOUR));
        world.run_jobs().await;
        let called = live.event("questions.called").await;
        assert_eq!((text(&called["question_id"]), text(&called["why"])), (question, "waits".to_owned()));
        let mentions = town.mayor.client.get("/mentions").await.ok();
        assert_eq!(items(&mentions["items"]).len(), 0);
    });
}
