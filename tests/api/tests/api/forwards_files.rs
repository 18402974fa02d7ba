//! 転送 of what carries more than words: files go along by reference, cards as what they ask.

use crate::files::bring;
use crate::files_in_rooms::{bytes, kept, say_with, status};
use crate::forwards::{newest, passed_on, send_on};
use crate::scene::{Scene, id, items, room, scene, text};
use crate::search::{found, look};
use crate::stamps;
use harness::{Staff, everywhere};
use serde_json::{Value, json};
use std::time::Duration;

async fn listed(staff: &Staff, room: &str) -> Vec<(String, String)> {
    let list = staff.client.get(&format!("/rooms/{room}/files")).await.ok();
    items(&list["items"]).iter().map(|one| (text(&one["file"]["id"]), text(&one["author_id"]))).collect()
}

#[test]
fn who_reads_a_forward_has_its_files_until_they_are_taken_back_at_their_source() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let here = room(&sato, "private", "工事", &[&ito]).await;
        let there = room(&ito, "private", "係", &[&mori]).await;
        let further = room(&mori, "private", "別", &[]).await;
        let plan = bring(&sato.client, "平面図.txt", b"plan").await;
        let said = id(&say_with(&sato, &here, "", &[&plan]).await.ok());
        passed_on(&ito, &[&said], &[&there], "ご参考").await.ok();
        let shown = newest(&mori, &there).await;
        assert_eq!((&shown["files"], &shown["forwarded"][0]["files"][0]["id"]), (&json!([]), &json!(plan)));
        // By the door of the room where it is read, and by no other.
        assert_eq!(bytes(&mori, &there, &plan).await, b"plan");
        assert_eq!((status(&mori, &here, &plan).await, status(&sato, &there, &plan).await), (404, 404));
        assert_eq!(listed(&mori, &there).await, [(plan.clone(), ito.id.to_string())]);
        assert_eq!(found(&mori, "平面").await, ["ご参考"]);
        let with_files = look(&mori, "has:file 平面", "").await.ok();
        assert_eq!(with_files["items"][0]["file_marks"][0][0], json!({ "start": 0, "length": 2 }));
        passed_on(&mori, &[&id(&shown)], &[&further], "").await.ok();
        assert_eq!(bytes(&mori, &further, &plan).await, b"plan");
        // Nothing of it is there any more at once, before any job has run.
        sato.client.delete(&format!("/messages/{said}")).await.ok();
        for home in [&there, &further] {
            assert_eq!(status(&mori, home, &plan).await, 404);
            assert_eq!(listed(&mori, home).await, []);
        }
        assert_eq!(found(&mori, "平面").await, [] as [&str; 0]);
        world.run_jobs().await;
        assert_eq!(newest(&mori, &there).await["forwarded"][0].get("files"), None);
        world.clock().advance(Duration::from_secs(2 * 3_600));
        world.run_jobs().await;
        assert_eq!(kept(&world), 0, "no room has it any more");
    });
}

#[test]
fn a_file_stays_where_it_came_from_when_a_forward_is_taken_back_and_is_listed_once() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let here = room(&sato, "private", "工事", &[&ito]).await;
        let there = room(&ito, "private", "係", &[&sato]).await;
        let (plan, photo) =
            (bring(&sato.client, "図.txt", b"plan").await, bring(&sato.client, "写真.txt", b"photo").await);
        let said = id(&say_with(&sato, &here, "図です", &[&plan]).await.ok());
        let other = id(&say_with(&sato, &here, "写真です", &[&photo]).await.ok());
        send_on(&ito, &[&said, &other], &[&there, &here], "", &Value::Null).await.ok();
        assert_eq!(listed(&sato, &here).await.len(), 2, "once each, though two messages have them");
        let forward = id(&newest(&ito, &there).await);
        // Only what was taken back goes; what else the forward carries stays.
        sato.client.delete(&format!("/messages/{other}")).await.ok();
        world.run_jobs().await;
        assert_eq!((status(&sato, &there, &photo).await, status(&sato, &here, &photo).await), (404, 404));
        assert_eq!(bytes(&sato, &there, &plan).await, b"plan");
        assert_eq!(listed(&sato, &there).await, [(plan.clone(), ito.id.to_string())]);
        ito.client.delete(&format!("/messages/{forward}")).await.ok();
        assert_eq!(status(&sato, &there, &plan).await, 404);
        world.clock().advance(Duration::from_secs(2 * 3_600));
        world.run_jobs().await;
        assert_eq!(bytes(&ito, &here, &plan).await, b"plan");
    });
}

#[test]
fn a_question_that_stands_in_the_talk_is_forwarded_as_its_words() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = stamps::home(&scene).await;
        let there = room(&scene.sato, "private", "別", &[]).await;
        let asked = stamps::ask(&scene.sato, &home, stamps::question("yes_no")).await.ok();
        let stamp = id(&asked);
        passed_on(&scene.sato, &[&stamp], &[&there], "").await.ok();
        let shown = newest(&scene.sato, &there).await;
        assert_eq!((&shown["forwarded"][0]["body"], shown.get("card")), (&json!("研修に出ますか"), None));
        assert_eq!(shown["forwarded"][0].get("card"), None);
        assert_eq!(found(&scene.sato, "研修").await.len(), 2, "what is forwarded is found as well");
    });
}
