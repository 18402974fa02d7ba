//! Writing as the holder of a post: what it was called then stays with the message.

use crate::scene::{Scene, id, items, next_day, room, scene, settled, text};
use harness::{Answer, Staff, World, everywhere, new_id};
use serde_json::{Value, json};

fn post(scene: &Scene, unit: &str, title: Option<&str>, kind: &str) -> Value {
    let title = title.map(|title| scene.town.titles[title]);
    json!({ "unit_id": scene.town.units[unit], "title_id": title, "kind": kind, "valid_from": "2020-04-01", "valid_to": null })
}

async fn give(scene: &Scene, who: &Staff, posts: &[Value]) {
    scene.admin.client.patch(&format!("/people/{}", who.id), json!({ "posts": posts })).await.ok();
}

/// The clerk of 総務課 acts as the chief of 財政課 as well; the ids of both posts.
async fn acting(scene: &Scene) -> (String, String) {
    let main = post(scene, "総務課", None, "main");
    give(scene, &scene.sato, &[main, post(scene, "財政課", Some("課長"), "acting")]).await;
    let posts = scene.sato.client.get("/me").await.ok()["person"]["posts"].clone();
    (id(&posts[0]), id(&posts[1]))
}

async fn say_as(staff: &Staff, room: &str, post: &str, more: Value) -> Answer {
    let mut said = json!({ "id": new_id(), "body": "承認します", "as_post": post });
    for (field, value) in more.as_object().expect("fields") {
        said[field] = value.clone();
    }
    staff.client.post(&format!("/rooms/{room}/messages"), said).await
}

fn chief() -> Value {
    json!({ "name": "財政課長", "kind": "acting" })
}

fn fault(answer: &Answer) -> (String, String) {
    let field = &answer.body["fields"][0];
    (text(&field["field"]), text(&field["code"]))
}

async fn tomorrow(world: &World, scene: &Scene) {
    next_day(world, scene.town.today(world).tomorrow().expect("a day")).await;
}

#[test]
fn who_holds_several_posts_writes_as_one_and_all_who_read_see_which() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (_, acting) = acting(&scene).await;
        let home = room(&scene.sato, "private", "予算", &[&scene.ito]).await;
        let mut live = settled(&scene.ito).await;
        let said = say_as(&scene.sato, &home, &acting, json!({})).await.ok();
        assert_eq!(said["as_post"], chief());
        assert_eq!(live.event("chat.message_posted").await["message"]["as_post"], chief());
        let replied = say_as(&scene.sato, &home, &acting, json!({ "thread": said["id"], "also_to_room": true })).await;
        assert_eq!(replied.ok()["as_post"], chief());
        let quoting = json!({ "id": new_id(), "body": "了解です", "reply_to": said["id"] });
        let quoted = scene.ito.client.post(&format!("/rooms/{home}/messages"), quoting).await.ok();
        assert_eq!((&quoted["quote"]["as_post"], &quoted["as_post"]), (&chief(), &Value::Null));
        let replies = scene.ito.client.get(&format!("/threads/{}/messages", id(&said))).await.ok();
        assert_eq!((&replies["root"]["as_post"], &replies["messages"][0]["as_post"]), (&chief(), &chief()));
        let page = scene.ito.client.get(&format!("/rooms/{home}/messages")).await.ok();
        let as_post: Vec<bool> = items(&page["messages"])
            .iter()
            .filter(|one| one["kind"] == "text")
            .map(|one| one["as_post"] == chief())
            .collect();
        assert_eq!(as_post, [true, true, false], "the reply told to the room too");
        let called = json!({ "body": format!("<@{}> 至急", scene.ito.id) });
        say_as(&scene.sato, &home, &acting, called).await.ok();
        let mentions = scene.ito.client.get("/mentions").await.ok();
        assert_eq!(mentions["items"][0]["message"]["as_post"], chief());
    });
}

#[test]
fn a_post_that_one_does_not_hold_today_is_refused() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (_, acting) = acting(&scene).await;
        let home = room(&scene.sato, "private", "予算", &[&scene.ito]).await;
        let unknown = ("as_post".to_owned(), "unknown".to_owned());
        let others = say_as(&scene.ito, &home, &acting, json!({})).await;
        assert_eq!((others.status.as_u16(), fault(&others)), (400, unknown.clone()), "somebody else's");
        assert_eq!(fault(&say_as(&scene.sato, &home, &new_id(), json!({})).await), unknown);
        // It goes on until today, and is no longer there tomorrow.
        let mut ends = post(&scene, "財政課", Some("課長"), "acting");
        ends["valid_to"] = json!(scene.town.today(&world).to_string());
        give(&scene, &scene.sato, &[post(&scene, "総務課", None, "main"), ends]).await;
        say_as(&scene.sato, &home, &acting, json!({})).await.ok();
        tomorrow(&world, &scene).await;
        assert_eq!(fault(&say_as(&scene.sato, &home, &acting, json!({})).await), unknown);
        let begins = json!({ "valid_from": "2099-04-01" });
        let mut later = post(&scene, "財政課", Some("課長"), "acting");
        later["valid_from"] = begins["valid_from"].clone();
        give(&scene, &scene.sato, &[post(&scene, "総務課", None, "main"), later]).await;
        let posts = scene.sato.client.get("/me").await.ok()["person"]["posts"].clone();
        assert_eq!(fault(&say_as(&scene.sato, &home, &id(&posts[1]), json!({})).await), unknown, "not yet");
    });
}

#[test]
fn history_stays_true_after_editing_renaming_moving_and_taking_back() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (main, acting) = acting(&scene).await;
        let home = room(&scene.sato, "private", "予算", &[&scene.ito]).await;
        let said = id(&say_as(&scene.sato, &home, &acting, json!({})).await.ok());
        let path = format!("/messages/{said}");
        let edited = scene.sato.client.patch(&path, json!({ "body": "承認しました" })).await.ok();
        assert_eq!((&edited["as_post"], edited["edited_at"].is_string()), (&chief(), true));
        let renamed = json!({ "name": "資産経営課" });
        scene.admin.client.patch(&format!("/units/{}", scene.town.units["財政課"]), renamed).await.ok();
        give(&scene, &scene.sato, &[post(&scene, "総務課", None, "main")]).await;
        assert_eq!(scene.ito.client.get(&path).await.ok()["as_post"], chief());
        let posts = scene.sato.client.get("/me").await.ok()["person"]["posts"].clone();
        assert_eq!(
            (id(&posts[0]), &posts[0]["name"]),
            (main.clone(), &json!("総務課")),
            "a post that goes on keeps its id"
        );
        let own = say_as(&scene.sato, &home, &main, json!({})).await.ok();
        assert_eq!(own["as_post"], json!({ "name": "総務課", "kind": "main" }));
        let gone = scene.sato.client.delete(&path).await.ok();
        assert_eq!((&gone["as_post"], &gone["body"]), (&chief(), &json!("")));
    });
}

#[test]
fn the_same_message_twice_is_one_though_the_post_is_gone_by_then() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (_, acting) = acting(&scene).await;
        let home = room(&scene.sato, "private", "予算", &[&scene.ito]).await;
        let one = json!({ "id": new_id() });
        assert_eq!(say_as(&scene.sato, &home, &acting, one.clone()).await.status, 201);
        give(&scene, &scene.sato, &[post(&scene, "総務課", None, "main")]).await;
        let again = say_as(&scene.sato, &home, &acting, one).await;
        assert_eq!((again.status.as_u16(), &again.body["as_post"]), (200, &chief()));
    });
}
