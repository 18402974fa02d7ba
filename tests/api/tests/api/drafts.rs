//! What somebody began to write, on all their devices.

use crate::scene::{id, items, reply, room, scene};
use harness::{Staff, everywhere};
use serde_json::{Value, json};

async fn drafts(staff: &Staff) -> Vec<Value> {
    items(&staff.client.bootstrap().await["drafts"]).clone()
}

#[test]
fn a_draft_follows_to_the_other_device_and_goes_when_it_is_sent() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let mut phone = scene.sato.client.live_now().await;
        let path = format!("/drafts/{home}");
        let kept = scene.sato.client.put(&path, json!({ "room_id": home, "body": "書きかけ 　" })).await.ok();
        assert_eq!(kept["draft"]["body"], "書きかけ 　");
        assert_eq!(phone.event("chat.draft_changed").await, json!({ "stream_id": home, "draft": kept["draft"] }));
        assert_eq!(drafts(&scene.sato).await, [kept["draft"].clone()]);
        assert_eq!(drafts(&scene.ito).await, Vec::<Value>::new(), "nobody else sees it");
        scene.sato.client.say(&home, "書いた").await;
        let gone = phone.event("chat.draft_changed").await;
        assert_eq!(gone, json!({ "stream_id": home, "draft": null }));
        assert_eq!(drafts(&scene.sato).await, Vec::<Value>::new());
    });
}

#[test]
fn a_room_and_its_threads_keep_a_draft_each() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let root = id(&scene.ito.client.say(&home, "相談").await);
        for stream in [&home, &root] {
            let body = json!({ "room_id": home, "body": format!("{stream}へ"), "quote": root });
            scene.sato.client.put(&format!("/drafts/{stream}"), body).await.ok();
        }
        assert_eq!(drafts(&scene.sato).await.len(), 2);
        reply(&scene.sato, &home, &root, "返事").await;
        let left = drafts(&scene.sato).await;
        assert_eq!(left.len(), 1);
        assert_eq!((left[0]["stream_id"].clone(), left[0]["quote"].clone()), (json!(home), json!(root)));
    });
}

#[test]
fn an_empty_draft_and_a_thrown_one_are_gone() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[]).await;
        let path = format!("/drafts/{home}");
        let put = |body: &str| scene.sato.client.put(&path, json!({ "room_id": home, "body": body }));
        put("書きかけ").await.ok();
        assert_eq!(put(" \n").await.ok()["draft"], Value::Null);
        assert_eq!(drafts(&scene.sato).await, Vec::<Value>::new());
        put("また").await.ok();
        assert_eq!(scene.sato.client.delete(&path).await.status, 204);
        assert_eq!(scene.sato.client.delete(&path).await.status, 204, "twice does no harm");
        assert_eq!(drafts(&scene.sato).await, Vec::<Value>::new());
    });
}

#[test]
fn nobody_keeps_a_draft_where_they_do_not_belong() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let other = room(&scene.sato, "private", "別", &[]).await;
        let foreign = id(&scene.sato.client.say(&other, "別の話").await);
        let draft = json!({ "room_id": home, "body": "書きかけ" });
        scene.mori.client.put(&format!("/drafts/{home}"), draft.clone()).await.refused(404);
        scene.sato.client.put(&format!("/drafts/{foreign}"), draft.clone()).await.refused(404);
        scene.ito.client.put(&format!("/drafts/{home}"), draft).await.ok();
        scene.sato.client.delete(&format!("/rooms/{home}/members/{}", scene.ito.id)).await;
        assert_eq!(drafts(&scene.ito).await, Vec::<Value>::new(), "what was begun there is out of sight");
    });
}
