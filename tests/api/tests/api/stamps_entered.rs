//! 代理入力: who asks writes down what somebody said by telephone, whom it is for is told, and answers otherwise as they like.

use crate::scene::{Scene, acts, id, items, scene, settled, text};
use crate::stamps::{act, answer, ask, get, home, question};
use harness::{Answer, Staff, everywhere};
use serde_json::{Value, json};

async fn enter(by: &Staff, stamp: &str, person: &Staff, mut answer: Value) -> Answer {
    answer["operator_id"] = Value::Null;
    by.client.put(&format!("/stamps/{stamp}/answers/{}", person.id), answer).await
}

fn chosen(place: usize) -> Value {
    json!({ "choices": [place] })
}

/// Who answered what by whose hand, in order of reading.
async fn told(staff: &Staff, stamp: &str) -> Vec<(String, Value, Value)> {
    let answers = staff.client.get(&format!("/stamps/{stamp}/answers")).await.ok();
    let one = |one: &Value| (text(&one["person"]["name"]), one["answer"]["choices"].clone(), one["entered_by"].clone());
    items(&answers["answers"]).iter().map(one).collect()
}

/// 佐藤's question about who comes.
async fn attendance(scene: &Scene) -> String {
    id(&ask(&scene.sato, &home(scene).await, question("attendance")).await.ok())
}

#[test]
fn what_is_written_down_for_somebody_bears_both_names_counts_once_and_is_theirs_to_change() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let stamp = attendance(&scene).await;
        let mut live = settled(&scene.ito).await;
        let proxy = json!({ "choices": [3], "proxy": "山田 太郎", "note": "議会" });
        let shown = enter(&scene.sato, &stamp, &scene.ito, proxy.clone()).await.ok();
        assert_eq!(
            (&shown["counts"], &shown["answered"], &shown["mine"]),
            (&json!([0, 0, 0, 1]), &json!(1), &Value::Null)
        );
        let heard = live.event("stamps.answered").await;
        assert_eq!(
            (&heard["mine"]["answer"]["proxy"], &heard["mine"]["entered_by"]),
            (&json!("山田 太郎"), &json!(scene.sato.id))
        );
        // Their own other devices hear of an answer; what they are told by is a mention, which waits for who is not there.
        assert_eq!(live.event("chat.mentioned").await["message_id"], json!(stamp));
        let mentions = scene.ito.client.get("/mentions").await.ok();
        assert_eq!(items(&mentions["items"])[0]["message"]["id"], json!(stamp));
        assert_eq!(told(&scene.mori, &stamp).await, [("伊藤 健".to_owned(), json!([3]), json!("佐藤 花"))]);
        // Sent again it is the same; corrected it is another one, once.
        enter(&scene.sato, &stamp, &scene.ito, proxy).await.ok();
        let shown = enter(&scene.sato, &stamp, &scene.ito, chosen(1)).await.ok();
        assert_eq!((&shown["counts"], &shown["answered"]), (&json!([0, 1, 0, 0]), &json!(1)));
        // Saying the same makes it theirs, and then nobody answers for them.
        let mine = answer(&scene.ito, &stamp, chosen(1)).await.ok();
        assert_eq!(mine["mine"]["entered_by"], Value::Null);
        assert_eq!(told(&scene.mori, &stamp).await, [("伊藤 健".to_owned(), json!([1]), Value::Null)]);
        assert_eq!(enter(&scene.sato, &stamp, &scene.ito, chosen(0)).await.refused(409), "stamps.answered_themselves");
        assert_eq!(told(&scene.mori, &stamp).await, [("伊藤 健".to_owned(), json!([1]), Value::Null)]);
    });
}

#[test]
fn an_answer_that_is_final_is_so_only_when_they_gave_it_themselves() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let mut last = question("attendance");
        last["changeable"] = json!(false);
        let stamp = id(&ask(&scene.sato, &home, last).await.ok());
        for person in [&scene.ito, &scene.mori] {
            enter(&scene.sato, &stamp, person, chosen(1)).await.ok();
            assert_eq!(get(person, &stamp).await["may_answer"], true);
        }
        scene.mori.client.delete(&format!("/stamps/{stamp}/answer")).await.ok();
        assert_eq!(get(&scene.mori, &stamp).await["answered"], 1);
        answer(&scene.ito, &stamp, chosen(0)).await.ok();
        assert_eq!(answer(&scene.ito, &stamp, chosen(1)).await.refused(409), "stamps.final");
        assert_eq!(get(&scene.sato, &stamp).await["counts"], json!([1, 0, 0, 0]));
    });
}

#[test]
fn nobody_answers_for_strangers_for_themselves_without_names_or_after_the_close_and_only_who_manages_does() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let stamp = id(&ask(&scene.ito, &home, question("attendance")).await.ok());
        assert_eq!(enter(&scene.mori, &stamp, &scene.sato, chosen(0)).await.refused(403), "stamps.not_the_asker");
        enter(&scene.admin, &stamp, &scene.mori, chosen(0)).await.refused(404);
        for nobody in [&scene.admin, &scene.ito] {
            assert_eq!(enter(&scene.ito, &stamp, nobody, chosen(0)).await.refused(400), "invalid_input");
        }
        assert_eq!(enter(&scene.ito, &stamp, &scene.mori, chosen(9)).await.refused(400), "invalid_input");
        // The room's owner does it for another one's question, which is in the record.
        enter(&scene.sato, &stamp, &scene.mori, chosen(2)).await.ok();
        assert!(acts(&scene.admin).await.iter().any(|act| act["act"] == "stamps.answered_for"));
        act(&scene.ito, &stamp, "close").await.ok();
        assert_eq!(enter(&scene.ito, &stamp, &scene.sato, chosen(0)).await.refused(409), "stamps.closed");
        let mut secret = question("yes_no");
        (secret["anonymous"], secret["shows"], secret["changeable"]) = (json!(true), json!("closed"), json!(false));
        let secret = id(&ask(&scene.ito, &home, secret).await.ok());
        assert_eq!(enter(&scene.ito, &secret, &scene.mori, chosen(0)).await.refused(409), "stamps.anonymous");
        assert_eq!(get(&scene.ito, &secret).await["answered"], 0);
    });
}
