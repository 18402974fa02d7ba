//! What messages on the screen are among the questions of their room.

use crate::questions::{answer, asked, claim};
use crate::scene::{each, id, items, room, scene, text};
use crate::stamps::home;
use harness::{Answer, Staff, everywhere, new_id};
use serde_json::{Value, json};

async fn asked_of(staff: &Staff, room: &str, messages: &[&str]) -> Answer {
    staff.client.get(&format!("/rooms/{room}/question-marks?messages={}", messages.join(","))).await
}

async fn marks(staff: &Staff, room: &str, messages: &[&str]) -> Value {
    asked_of(staff, room, messages).await.ok()["marks"].clone()
}

#[test]
fn of_some_messages_it_is_told_at_once_which_are_questions_and_which_answer_some() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let plain = id(&scene.ito.client.say(&home, "おはようございます").await);
        let [first, second] = [asked(&scene.ito, &home, "針は").await, asked(&scene.mori, &home, "箱は").await];
        claim(&scene.sato, &first).await.ok();
        let reply = id(&scene.sato.client.say(&home, "どちらもあります").await);
        answer(&scene.sato, &second, json!({ "answer_id": reply, "step": 0 })).await.ok();
        assert_eq!(items(&marks(&scene.ito, &home, &[&plain]).await).len(), 0);
        let open = marks(&scene.ito, &home, &[&plain, &first]).await;
        assert_eq!((each(&open, "id"), text(&open[0]["claimer_id"])), (vec![first.clone()], scene.sato.id.to_string()));
        // The answer tells of its question, although that is not asked about.
        let of_answer = marks(&scene.ito, &home, &[&reply]).await;
        assert_eq!((each(&of_answer, "id"), text(&of_answer[0]["answer_id"])), (vec![second.clone()], reply.clone()));
        let all = marks(&scene.ito, &home, &[&first, &second, &reply, "x", &new_id()]).await;
        assert_eq!(items(&all).len(), 2, "each once: {all}");
        assert!(all[0].get("words").is_none(), "words stand in the talk");
    });
}

#[test]
fn marks_are_told_in_the_room_of_the_message_alone_and_to_its_readers() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let elsewhere = room(&scene.sato, "private", "別", &[&scene.ito]).await;
        let question = asked(&scene.ito, &home, "針は足りますか").await;
        assert_eq!(items(&marks(&scene.ito, &elsewhere, &[&question]).await).len(), 0);
        asked_of(&scene.mori, &elsewhere, &[&question]).await.refused(404);
    });
}
