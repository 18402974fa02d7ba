//! Reactions: stamps and emoji.

use crate::scene::{each, id, items, quoted, room, scene, text};
use harness::{Answer, Staff, everywhere};
use serde_json::{Value, json};
use std::time::Duration;

async fn react(staff: &Staff, message: &str, code: &str) -> Answer {
    staff.client.put(&format!("/messages/{message}/reactions/{}", quoted(code)), json!({})).await
}

#[test]
fn a_reaction_counts_once_per_person_and_code() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito, &scene.mori]).await;
        let said = id(&scene.sato.client.say(&home, "通知").await);
        let mut live = scene.mori.client.live_now().await;
        react(&scene.ito, &said, "shochi").await.ok();
        world.clock().advance(Duration::from_secs(1));
        react(&scene.mori, &said, "👍🏽").await.ok();
        world.clock().advance(Duration::from_secs(1));
        let again = react(&scene.ito, &said, "shochi").await.ok();
        react(&scene.sato, &said, "shochi").await.ok();
        assert_eq!(again["reactions"][0]["count"], 1);
        let message = scene.sato.client.get(&format!("/messages/{said}")).await.ok();
        assert_eq!(
            message["reactions"],
            json!([
                { "code": "shochi", "count": 2, "mine": true, "people": [scene.ito.id, scene.sato.id] },
                { "code": "👍🏽", "count": 1, "mine": false, "people": [scene.mori.id] },
            ])
        );
        let told = live.event("chat.reacted").await;
        assert_eq!((told["code"].clone(), told["on"].clone()), (json!("shochi"), json!(true)));
        assert_eq!(told["reactions"][0]["mine"], false, "events are nobody's own");
        let second = live.event("chat.reacted").await;
        assert_eq!(second["code"], "👍🏽");
        let third = live.event("chat.reacted").await;
        assert_eq!(third["person_id"], json!(scene.sato.id), "what changed nothing is not told");
    });
}

#[test]
fn a_reaction_is_taken_back_by_its_owner_alone() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito, &scene.mori]).await;
        let said = id(&scene.sato.client.say(&home, "通知").await);
        react(&scene.ito, &said, "kakunin").await.ok();
        let path = format!("/messages/{said}/reactions/kakunin");
        assert_eq!(scene.mori.client.delete(&path).await.ok()["reactions"][0]["count"], 1);
        assert_eq!(scene.ito.client.delete(&path).await.ok()["reactions"], json!([]));
        assert_eq!(scene.ito.client.delete(&path).await.ok()["reactions"], json!([]));
    });
}

#[test]
fn words_and_markup_are_no_reaction() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[]).await;
        let said = id(&scene.sato.client.say(&home, "通知").await);
        for code in ["いいね", "👍👍", "<b>", "shochi2", "a"] {
            assert_eq!(react(&scene.sato, &said, code).await.refused(400), "chat.no_reaction", "{code}");
        }
        for code in ["shochi", "1️⃣", "🇯🇵", "👨‍👩‍👧"] {
            react(&scene.sato, &said, code).await.ok();
        }
    });
}

#[test]
fn only_members_react_and_everybody_who_reads_sees_by_whom() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let open = room(&scene.sato, "open", "野球部", &[&scene.ito]).await;
        let said = id(&scene.sato.client.say(&open, "試合").await);
        assert_eq!(react(&scene.mori, &said, "shochi").await.refused(403), "chat.not_a_member");
        react(&scene.ito, &said, "shochi").await.ok();
        let who = scene.mori.client.get(&format!("/messages/{said}/reactions")).await.ok();
        assert_eq!(each(&who["items"], "code"), ["shochi"]);
        assert_eq!(who["items"][0]["person"]["name"], "伊藤 健");
        let private = room(&scene.sato, "private", "人事", &[]).await;
        let secret = id(&scene.sato.client.say(&private, "内示").await);
        react(&scene.mori, &secret, "shochi").await.refused(404);
        scene.mori.client.get(&format!("/messages/{secret}/reactions")).await.refused(404);
    });
}

#[test]
fn of_a_crowd_the_first_twenty_are_named_and_all_are_counted() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "open", "全庁", &[]).await;
        let said = id(&scene.sato.client.say(&home, "通知").await);
        let mut first = Vec::new();
        for _ in 0..22 {
            let clerk = harness::NewStaff::named("職員", "某", ("しょくいん", "ぼう"));
            let clerk = scene.town.staff(&world, clerk).await;
            clerk.client.post(&format!("/rooms/{home}/join"), json!({})).await.ok();
            world.clock().advance(Duration::from_secs(1));
            react(&clerk, &said, "shochi").await.ok();
            first.push(json!(clerk.id));
        }
        let counted: Value = scene.sato.client.get(&format!("/messages/{said}")).await.ok()["reactions"][0].clone();
        assert_eq!(counted["count"], 22);
        assert_eq!(counted["people"], json!(first[..20]));
        let all = scene.sato.client.get(&format!("/messages/{said}/reactions")).await.ok();
        assert_eq!(items(&all["items"]).len(), 22);
        assert_eq!(text(&all["items"][21]["person"]["id"]), first[21]);
    });
}
