//! What people ask in the talk and privately, as 佐藤's client is told of it.

use super::scene::Scene;
use serde_json::json;

pub async fn answered(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato]).await;
    let question = scene.say(&ito, &room, "針は足りますか").await;
    let other = scene.say(&ito, &room, "取り消します").await;
    scene.hold(&room);
    scene.begin("questions, the FAQ and what is asked privately change nothing of the talk but who is called").await;
    let responders = json!({ "people": [sato.id] });
    scene.put(&ito, &format!("/rooms/{room}/question-responders"), responders).await;
    scene.put(&ito, &format!("/messages/{question}/question"), json!({})).await;
    scene.put(&ito, &format!("/messages/{other}/question"), json!({})).await;
    scene.delete(&ito, &format!("/messages/{other}/question")).await;
    let (entry, gone) = (scene.id('f'), scene.id('f'));
    for id in [&gone, &entry] {
        let words = json!({ "question": "予備の針は", "answer": "窓口です" });
        scene.put(&ito, &format!("/rooms/{room}/faq/{id}"), words).await;
    }
    scene.put(&ito, &format!("/rooms/{room}/faq/{entry}/place"), json!({ "after": null })).await;
    scene.delete(&ito, &format!("/rooms/{room}/faq/{gone}")).await;
    let (private, spare) = (scene.id('p'), scene.id('p'));
    for id in [&private, &spare] {
        let asked = json!({ "id": id, "words": "在庫が足りません" });
        scene.post(&sato, &format!("/rooms/{room}/private-questions"), asked).await;
    }
    let words = json!({ "words": "お届けします", "step": 0 });
    scene.put(&ito, &format!("/private-questions/{private}/answer"), words).await;
    scene.delete(&sato, &format!("/private-questions/{private}/call")).await;
    scene.delete(&sato, &format!("/private-questions/{spare}")).await;
}
