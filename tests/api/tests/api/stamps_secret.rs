//! A stamp without names: who answered is known, and what was answered, and nothing leads from one to the other.

use crate::scene::{id, items, room, scene, settled};
use crate::stamps::{act, answer, ask, get, home, question};
use harness::{everywhere, new_id};
use serde_json::{Value, json};

fn secret(kind: &str) -> Value {
    let mut asked = question(kind);
    asked["anonymous"] = json!(true);
    asked["changeable"] = json!(false);
    asked["shows"] = json!("closed");
    asked
}

#[test]
fn nobody_is_told_anything_before_the_close_and_afterwards_numbers_without_names() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "係", &[&scene.ito, &scene.mori, &scene.admin]).await;
        let stamp = id(&ask(&scene.sato, &home, secret("yes_no")).await.ok());
        let mut own = settled(&scene.ito).await;
        for (staff, choice) in [(&scene.ito, 0), (&scene.mori, 1), (&scene.admin, 1)] {
            let shown = answer(staff, &stamp, json!({ "choices": [choice] })).await.ok();
            assert_eq!((&shown["counts"], &shown["mine"]["answer"]), (&Value::Null, &Value::Null));
        }
        let told = own.event("stamps.answered").await;
        assert_eq!(told["mine"], json!({ "answer": null, "at": null }));
        for staff in [&scene.sato, &scene.ito, &scene.admin] {
            let shown = get(staff, &stamp).await;
            assert_eq!(
                (&shown["counts"], &shown["answered"], &shown["may_see"]),
                (&Value::Null, &json!(3), &json!(false))
            );
            let list = staff.client.get(&format!("/stamps/{stamp}/answers")).await.ok();
            assert_eq!((items(&list["answers"]).len(), items(&list["voters"]).len()), (0, 3));
        }
        act(&scene.sato, &stamp, "close").await.ok();
        let shown = get(&scene.ito, &stamp).await;
        assert_eq!((&shown["counts"], &shown["may_see"]), (&json!([1, 2]), &json!(false)));
        let list = scene.sato.client.get(&format!("/stamps/{stamp}/answers?order=answer")).await.ok();
        assert!(items(&list["answers"]).is_empty());
        // Opened again, it would tell by the difference what one more person answered.
        assert_eq!(act(&scene.sato, &stamp, "reopen").await.refused(409), "stamps.anonymous");
    });
}

#[test]
fn fewer_than_three_answers_are_told_to_nobody() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let stamp = id(&ask(&scene.sato, &home, secret("text")).await.ok());
        answer(&scene.ito, &stamp, json!({ "text": "いい" })).await.ok();
        answer(&scene.mori, &stamp, json!({ "text": "わるい" })).await.ok();
        act(&scene.sato, &stamp, "close").await.ok();
        for staff in [&scene.sato, &scene.ito] {
            let shown = get(staff, &stamp).await;
            assert_eq!(
                (&shown["counts"], &shown["withheld"], items(&shown["texts"]).len()),
                (&Value::Null, &json!(true), 0)
            );
        }
    });
}

#[test]
fn texts_without_names_come_in_an_order_that_tells_nothing() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let stamp = id(&ask(&scene.sato, &home, secret("text")).await.ok());
        for (staff, words) in [(&scene.mori, "う"), (&scene.ito, "い"), (&scene.sato, "あ")] {
            answer(staff, &stamp, json!({ "text": words })).await.ok();
        }
        assert!(items(&get(&scene.sato, &stamp).await["texts"]).is_empty());
        act(&scene.sato, &stamp, "close").await.ok();
        assert_eq!(get(&scene.ito, &stamp).await["texts"], json!(["あ", "い", "う"]));
    });
}

#[test]
fn an_answer_without_a_name_counts_once_however_often_it_is_sent() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let stamp = id(&ask(&scene.sato, &home, secret("yes_no")).await.ok());
        let given = json!({ "choices": [0], "sending": new_id() });
        for _ in 0..3 {
            answer(&scene.ito, &stamp, given.clone()).await.ok();
        }
        assert_eq!(answer(&scene.ito, &stamp, json!({ "choices": [0] })).await.refused(409), "stamps.final");
        let back = scene.ito.client.delete(&format!("/stamps/{stamp}/answer")).await;
        assert_eq!(back.refused(409), "stamps.final");
        assert_eq!(get(&scene.ito, &stamp).await["answered"], 1);
        let named = [("changeable", json!(true)), ("shows", json!("always")), ("kind", json!("attendance"))];
        for (field, value) in named {
            let mut asked = secret("yes_no");
            asked[field] = value;
            assert_eq!(ask(&scene.sato, &home, asked).await.refused(400), "invalid_input", "{field}");
        }
    });
}
